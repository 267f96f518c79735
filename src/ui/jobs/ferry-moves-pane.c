/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-moves-pane"

#include "config.h"

#include "ui/jobs/ferry-moves-pane.h"

/**
 * FerryMovesPane:
 *
 * Moves that run, wait or have ended, at the bottom of the window.
 *
 * Threads: the UI thread.
 */
struct _FerryMovesPane
{
  AdwBin       parent_instance;

  FerryClient *client; /* (owned) (nullable) */
  GtkRevealer *revealer;
};

G_DEFINE_FINAL_TYPE (FerryMovesPane, ferry_moves_pane, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CLIENT,
  PROP_EXPANDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

void
ferry_moves_pane_set_client (FerryMovesPane *self,
                             FerryClient    *client)
{
  g_return_if_fail (FERRY_IS_MOVES_PANE (self));

  if (g_set_object (&self->client, client))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
}

gboolean
ferry_moves_pane_get_expanded (FerryMovesPane *self)
{
  g_return_val_if_fail (FERRY_IS_MOVES_PANE (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

void
ferry_moves_pane_set_expanded (FerryMovesPane *self,
                               gboolean        expanded)
{
  g_return_if_fail (FERRY_IS_MOVES_PANE (self));

  if (expanded == ferry_moves_pane_get_expanded (self))
    return;

  gtk_revealer_set_reveal_child (self->revealer, expanded);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

static void
ferry_moves_pane_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  FerryMovesPane *self = FERRY_MOVES_PANE (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;

    case PROP_EXPANDED:
      g_value_set_boolean (value, ferry_moves_pane_get_expanded (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ferry_moves_pane_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  FerryMovesPane *self = FERRY_MOVES_PANE (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      ferry_moves_pane_set_client (self, g_value_get_object (value));
      break;

    case PROP_EXPANDED:
      ferry_moves_pane_set_expanded (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ferry_moves_pane_dispose (GObject *object)
{
  FerryMovesPane *self = FERRY_MOVES_PANE (object);

  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_moves_pane_parent_class)->dispose (object);
}

static void
ferry_moves_pane_class_init (FerryMovesPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ferry_moves_pane_get_property;
  object_class->set_property = ferry_moves_pane_set_property;
  object_class->dispose = ferry_moves_pane_dispose;

  properties[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, FERRY_TYPE_CLIENT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXPANDED] =
    g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ferryproject/Ferry/jobs/ferry-moves-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, FerryMovesPane, revealer);
}

static void
ferry_moves_pane_init (FerryMovesPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

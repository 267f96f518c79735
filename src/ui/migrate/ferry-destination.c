/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-destination"

#include "config.h"

#include <glib/gi18n.h>

#include "ui/migrate/ferry-destination.h"

/**
 * FerryDestination:
 *
 * What it would mean for some VMs to go to one host.
 *
 * Threads: the UI thread.
 */
struct _FerryDestination
{
  GObject                   parent_instance;

  FerryItem                *host;     /* (owned) */
  GPtrArray                *verdicts; /* (owned) (element-type FerryVerdict) */
  FerryOutlook              outlook;
  FerryDestinationForecast  forecast;
  guint                     n_moving;
  char                     *together; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (FerryDestination, ferry_destination, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static FerryOutlook
combine_outlooks (GPtrArray *verdicts)
{
  FerryOutlook worst = FERRY_OUTLOOK_HERE;

  for (guint i = 0; i < verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (verdicts, i);

      worst = MAX (worst, verdict->outlook);
    }

  return verdicts->len > 0 ? worst : FERRY_OUTLOOK_UNKNOWN;
}

/* What each VM adds to the host's share, added up: each verdict speaks of one VM alone. */
static double
combine_memory (FerryDestination *self)
{
  const FerryItemCounts *counts = ferry_item_get_counts (self->host);
  double now, after;

  if (counts->memory_total_bytes == 0)
    return -1;

  now = (double) counts->memory_used_bytes / counts->memory_total_bytes;
  after = now;
  for (guint i = 0; i < self->verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (self->verdicts, i);

      if (verdict->outlook == FERRY_OUTLOOK_HERE)
        continue;
      if (verdict->memory_after < 0)
        return -1;
      after += verdict->memory_after - now;
    }

  return after;
}

static void
add_to_forecast (FerryDestinationForecast *forecast,
                 const FerryVerdict       *verdict)
{
  if (verdict->duration_min_s >= 0)
    {
      forecast->duration_min_s = MAX (forecast->duration_min_s, verdict->duration_min_s);
      forecast->duration_max_s = MAX (forecast->duration_max_s, 0) + verdict->duration_max_s;
    }
  if (verdict->pause_min_ms >= 0)
    {
      forecast->pause_min_ms = forecast->pause_min_ms < 0
                                 ? verdict->pause_min_ms
                                 : MIN (forecast->pause_min_ms, verdict->pause_min_ms);
      forecast->pause_max_ms = MAX (forecast->pause_max_ms, verdict->pause_max_ms);
    }
}

static void
combine_forecasts (FerryDestination *self)
{
  self->forecast = (FerryDestinationForecast) { -1, -1, -1, -1, -1 };
  self->n_moving = 0;

  for (guint i = 0; i < self->verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (self->verdicts, i);

      if (verdict->outlook == FERRY_OUTLOOK_HERE)
        continue;
      self->n_moving++;
      add_to_forecast (&self->forecast, verdict);
    }

  self->forecast.memory_after = combine_memory (self);
}

static void
check_together (FerryDestination *self)
{
  g_clear_pointer (&self->together, g_free);

  if (self->outlook != FERRY_OUTLOOK_CAN_GO || self->n_moving < 2
      || self->forecast.memory_after <= 1)
    return;

  self->together = g_strdup_printf (_("Each of them could go to %s, but together they need more "
                                      "memory than it has free."),
                                    ferry_item_get_name (self->host));
  self->outlook = FERRY_OUTLOOK_CANNOT;
}

FerryItem *
ferry_destination_get_host (FerryDestination *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATION (self), NULL);

  return self->host;
}

GPtrArray *
ferry_destination_get_verdicts (FerryDestination *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATION (self), NULL);

  return self->verdicts;
}

void
ferry_destination_set_verdicts (FerryDestination *self,
                                GPtrArray        *verdicts)
{
  g_return_if_fail (FERRY_IS_DESTINATION (self));

  g_ptr_array_ref (verdicts);
  g_ptr_array_unref (self->verdicts);
  self->verdicts = verdicts;

  self->outlook = combine_outlooks (verdicts);
  combine_forecasts (self);
  check_together (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

FerryOutlook
ferry_destination_get_outlook (FerryDestination *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATION (self), FERRY_OUTLOOK_UNKNOWN);

  return self->outlook;
}

const FerryDestinationForecast *
ferry_destination_get_forecast (FerryDestination *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATION (self), NULL);

  return &self->forecast;
}

guint
ferry_destination_get_n_moving (FerryDestination *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATION (self), 0);

  return self->n_moving;
}

char **
ferry_destination_dup_vm_keys (FerryDestination *self)
{
  g_autoptr(GStrvBuilder) keys = g_strv_builder_new ();

  g_return_val_if_fail (FERRY_IS_DESTINATION (self), NULL);

  for (guint i = 0; i < self->verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (self->verdicts, i);

      if (verdict->outlook != FERRY_OUTLOOK_HERE)
        g_strv_builder_add (keys, verdict->vm_key);
    }

  return g_strv_builder_end (keys);
}

const FerryFinding *
ferry_destination_find (const FerryVerdict *verdict,
                        FerrySeverity       severity)
{
  for (guint i = 0; verdict->findings != NULL && i < verdict->findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (finding->severity == severity)
        return finding;
    }

  return NULL;
}

gboolean
ferry_destination_has_warnings (FerryDestination *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATION (self), FALSE);

  for (guint i = 0; i < self->verdicts->len; i++)
    if (ferry_destination_find (g_ptr_array_index (self->verdicts, i), FERRY_SEVERITY_WARNS) != NULL)
      return TRUE;

  return FALSE;
}

const char *
ferry_destination_get_together (FerryDestination *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATION (self), NULL);

  return self->together;
}

char *
ferry_destination_dup_outlook_text (FerryDestination *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATION (self), NULL);

  switch (self->outlook)
    {
    case FERRY_OUTLOOK_HERE:
      return g_strdup (_("Already here"));

    case FERRY_OUTLOOK_CAN_GO:
      return g_strdup (ferry_destination_has_warnings (self) ? _("Can go, with a warning")
                                                             : _("Can go now"));

    case FERRY_OUTLOOK_NEEDS_CHOICES:
      return g_strdup (_("Needs choices"));

    case FERRY_OUTLOOK_CANNOT:
      return g_strdup (_("Cannot go"));

    case FERRY_OUTLOOK_UNKNOWN:
    default:
      return g_strdup (_("Not known"));
    }
}

char *
ferry_destination_dup_memory_text (FerryDestination *self)
{
  g_return_val_if_fail (FERRY_IS_DESTINATION (self), NULL);

  if (self->forecast.memory_after < 0)
    return NULL;

  return g_strdup_printf (_("after: %d %% memory"), (int) (self->forecast.memory_after * 100 + 0.5));
}

static void
ferry_destination_finalize (GObject *object)
{
  FerryDestination *self = FERRY_DESTINATION (object);

  g_clear_object (&self->host);
  g_ptr_array_unref (self->verdicts);
  g_free (self->together);

  G_OBJECT_CLASS (ferry_destination_parent_class)->finalize (object);
}

static void
ferry_destination_class_init (FerryDestinationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_destination_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
ferry_destination_init (FerryDestination *self)
{
  self->outlook = FERRY_OUTLOOK_UNKNOWN;
  self->forecast = (FerryDestinationForecast) { -1, -1, -1, -1, -1 };
  self->verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_verdict_unref);
}

FerryDestination *
ferry_destination_new (FerryItem *host)
{
  FerryDestination *self = g_object_new (FERRY_TYPE_DESTINATION, NULL);

  self->host = g_object_ref (host);

  return self;
}

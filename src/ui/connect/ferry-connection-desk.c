/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-connection-desk"

#include "config.h"

#include "ui/connect/ferry-connection-desk.h"

/**
 * FerryConnectionDesk:
 *
 * Everything about connections that needs the user.
 *
 * Threads: the UI thread.
 */
struct _FerryConnectionDesk
{
  GObject      parent_instance;

  FerryClient *client; /* (owned) */
  GtkWindow   *window; /* (not owned) */
};

G_DEFINE_FINAL_TYPE (FerryConnectionDesk, ferry_connection_desk, G_TYPE_OBJECT)

void
ferry_connection_desk_add (FerryConnectionDesk *self)
{
  g_return_if_fail (FERRY_IS_CONNECTION_DESK (self));
}

void
ferry_connection_desk_edit (FerryConnectionDesk *self,
                            const char          *connection_id)
{
  g_return_if_fail (FERRY_IS_CONNECTION_DESK (self));
}

void
ferry_connection_desk_remove (FerryConnectionDesk *self,
                              const char          *connection_id)
{
  g_return_if_fail (FERRY_IS_CONNECTION_DESK (self));
}

void
ferry_connection_desk_reconnect (FerryConnectionDesk *self,
                                 const char          *connection_id)
{
  g_return_if_fail (FERRY_IS_CONNECTION_DESK (self));

  ferry_client_connect (self->client, connection_id, NULL);
}

static void
ferry_connection_desk_finalize (GObject *object)
{
  FerryConnectionDesk *self = FERRY_CONNECTION_DESK (object);

  g_clear_object (&self->client);

  G_OBJECT_CLASS (ferry_connection_desk_parent_class)->finalize (object);
}

static void
ferry_connection_desk_class_init (FerryConnectionDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_connection_desk_finalize;
}

static void
ferry_connection_desk_init (FerryConnectionDesk *self)
{
}

FerryConnectionDesk *
ferry_connection_desk_new (FerryClient *client,
                           GtkWindow   *window)
{
  FerryConnectionDesk *self = g_object_new (FERRY_TYPE_CONNECTION_DESK, NULL);

  self->client = g_object_ref (client);
  self->window = window;

  return self;
}

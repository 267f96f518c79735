/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-scheduler"

#include <config.h>

#include "engine/ferry-scheduler.h"

#include <glib/gi18n-lib.h>

/**
 * FerryScheduler:
 *
 * Which move may run now. A move takes a place on its source, on its target,
 * and in their pool. Whoever has waited longest goes first, but does not keep
 * back those that wait for nothing.
 *
 * Threads: the engine's.
 */
struct _FerryScheduler
{
  GObject         parent_instance;

  FerryInventory *inventory; /* (owned): for names */
  GQueue          tickets;   /* (owned) (element-type Ticket): in the order in which they came */
  GHashTable     *by_move;   /* (owned): move key -> GList of @tickets */
  GHashTable     *n_running; /* (owned): host or pool key -> number of moves */
};

typedef struct
{
  char    *move_key;
  char    *source_key; /* (nullable) */
  char    *target_key;
  char    *pool_key;
  gboolean is_running;
} Ticket;

enum {
  SIGNAL_RUN,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FerryScheduler, ferry_scheduler, G_TYPE_OBJECT)

static void
ticket_free (gpointer data)
{
  Ticket *ticket = data;

  g_free (ticket->move_key);
  g_free (ticket->source_key);
  g_free (ticket->target_key);
  g_free (ticket->pool_key);
  g_free (ticket);
}

static guint
count (FerryScheduler *self,
       const char     *key)
{
  return key != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->n_running, key)) : 0;
}

static void
count_up (FerryScheduler *self,
          const char     *key,
          int             n)
{
  if (key != NULL)
    g_hash_table_insert (self->n_running, g_strdup (key), GUINT_TO_POINTER (count (self, key) + n));
}

static void
count_ticket (FerryScheduler *self,
              Ticket         *ticket,
              int             n)
{
  count_up (self, ticket->source_key, n);
  if (g_strcmp0 (ticket->source_key, ticket->target_key) != 0)
    count_up (self, ticket->target_key, n);
  count_up (self, ticket->pool_key, n);
}

static gboolean
has_place (FerryScheduler *self,
           Ticket         *ticket)
{
  return count (self, ticket->source_key) < FERRY_SCHEDULER_MOVES_PER_HOST &&
         count (self, ticket->target_key) < FERRY_SCHEDULER_MOVES_PER_HOST &&
         count (self, ticket->pool_key) < FERRY_SCHEDULER_MOVES_PER_POOL;
}

static Ticket *
find_next (FerryScheduler *self)
{
  for (GList *l = self->tickets.head; l != NULL; l = l->next)
    {
      Ticket *ticket = l->data;

      if (!ticket->is_running && has_place (self, ticket))
        return ticket;
    }

  return NULL;
}

static void
let_run (FerryScheduler *self)
{
  g_autoptr(FerryScheduler) keep = g_object_ref (self);
  Ticket *ticket;

  /* A handler may queue and release: begin again after each. */
  while ((ticket = find_next (self)) != NULL)
    {
      g_autofree char *key = g_strdup (ticket->move_key);

      ticket->is_running = TRUE;
      count_ticket (self, ticket, 1);
      g_signal_emit (self, signals[SIGNAL_RUN], 0, key);
    }

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static Ticket *
add (FerryScheduler *self,
     const char     *move_key,
     const char     *source_key,
     const char     *target_key,
     const char     *pool_key)
{
  Ticket *ticket = g_new0 (Ticket, 1);

  ticket->move_key = g_strdup (move_key);
  ticket->source_key = g_strdup (source_key);
  ticket->target_key = g_strdup (target_key);
  ticket->pool_key = g_strdup (pool_key);
  g_queue_push_tail (&self->tickets, ticket);
  g_hash_table_insert (self->by_move, ticket->move_key, self->tickets.tail);

  return ticket;
}

void
ferry_scheduler_queue (FerryScheduler *self,
                       const char     *move_key,
                       const char     *source_key,
                       const char     *target_key,
                       const char     *pool_key)
{
  g_return_if_fail (FERRY_IS_SCHEDULER (self));
  g_return_if_fail (!g_hash_table_contains (self->by_move, move_key));

  add (self, move_key, source_key, target_key, pool_key);
  let_run (self);
}

void
ferry_scheduler_occupy (FerryScheduler *self,
                        const char     *move_key,
                        const char     *source_key,
                        const char     *target_key,
                        const char     *pool_key)
{
  Ticket *ticket;

  g_return_if_fail (FERRY_IS_SCHEDULER (self));
  g_return_if_fail (!g_hash_table_contains (self->by_move, move_key));

  ticket = add (self, move_key, source_key, target_key, pool_key);
  ticket->is_running = TRUE;
  count_ticket (self, ticket, 1);
}

void
ferry_scheduler_release (FerryScheduler *self,
                         const char     *move_key)
{
  GList *link;
  Ticket *ticket;

  g_return_if_fail (FERRY_IS_SCHEDULER (self));

  link = g_hash_table_lookup (self->by_move, move_key);
  if (link == NULL)
    return;

  ticket = link->data;
  if (ticket->is_running)
    count_ticket (self, ticket, -1);
  g_hash_table_remove (self->by_move, move_key);
  g_queue_delete_link (&self->tickets, link);
  ticket_free (ticket);

  let_run (self);
}

static char *
explain_host (FerryScheduler *self,
              const char     *host_key)
{
  guint n = count (self, host_key);

  return g_strdup_printf (ngettext ("Waiting: %u move already keeps %s busy",
                                    "Waiting: %u moves already keep %s busy", n),
                          n, ferry_inventory_get_name (self->inventory, host_key, _("the host")));
}

char *
ferry_scheduler_explain (FerryScheduler *self,
                         const char     *move_key)
{
  GList *link;
  Ticket *ticket;
  guint n;

  g_return_val_if_fail (FERRY_IS_SCHEDULER (self), NULL);

  link = g_hash_table_lookup (self->by_move, move_key);
  ticket = link != NULL ? link->data : NULL;
  if (ticket == NULL || ticket->is_running)
    return NULL;

  if (count (self, ticket->source_key) >= FERRY_SCHEDULER_MOVES_PER_HOST)
    return explain_host (self, ticket->source_key);
  if (count (self, ticket->target_key) >= FERRY_SCHEDULER_MOVES_PER_HOST)
    return explain_host (self, ticket->target_key);

  n = count (self, ticket->pool_key);

  return g_strdup_printf (ngettext ("Waiting: %u move already runs in %s",
                                    "Waiting: %u moves already run in %s", n),
                          n, ferry_inventory_get_name (self->inventory, ticket->pool_key,
                                                       _("the pool")));
}

static void
ferry_scheduler_finalize (GObject *object)
{
  FerryScheduler *self = FERRY_SCHEDULER (object);

  g_clear_pointer (&self->by_move, g_hash_table_unref);
  g_queue_clear_full (&self->tickets, ticket_free);
  g_clear_pointer (&self->n_running, g_hash_table_unref);
  g_clear_object (&self->inventory);

  G_OBJECT_CLASS (ferry_scheduler_parent_class)->finalize (object);
}

static void
ferry_scheduler_class_init (FerrySchedulerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_scheduler_finalize;

  signals[SIGNAL_RUN] =
    g_signal_new ("run", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ferry_scheduler_init (FerryScheduler *self)
{
  g_queue_init (&self->tickets);
  self->by_move = g_hash_table_new (g_str_hash, g_str_equal);
  self->n_running = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

FerryScheduler *
ferry_scheduler_new (FerryInventory *inventory)
{
  FerryScheduler *self = g_object_new (FERRY_TYPE_SCHEDULER, NULL);

  self->inventory = g_object_ref (inventory);

  return self;
}

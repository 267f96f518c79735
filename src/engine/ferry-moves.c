/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-moves"

#include <config.h>

#include "engine/ferry-moves.h"

#include <glib/gi18n-lib.h>

#include "engine/ferry-engine.h"
#include "engine/ferry-migration.h"
#include "engine/ferry-preflight.h"
#include "engine/ferry-scheduler.h"

/* Moves that another process runs may lose their owner at any time; nobody tells us. */
#define LOOK_FOR_ORPHANS_MS 10000

/**
 * FerryMoves:
 *
 * The moves that this program runs, or has run since it started.
 *
 * Threads: the engine's.
 */
struct _FerryMoves
{
  GObject         parent_instance;

  FerryInventory *inventory;  /* (owned) */
  FerryJournal   *journal;    /* (owned) (nullable): until it is abandoned */
  FerryClock     *clock;      /* (owned) */
  FerryScheduler *scheduler;  /* (owned) */
  GHashTable     *migrations; /* (owned): move key -> FerryMigration */
  GHashTable     *watches;    /* (owned): FerryConnection -> timer id: moves of it that run elsewhere */
};

G_DEFINE_FINAL_TYPE (FerryMoves, ferry_moves, G_TYPE_OBJECT)

/* A connection to look at again. */
typedef struct
{
  FerryMoves      *moves;      /* not owned: its timers die with it */
  FerryConnection *connection; /* not owned: likewise */
  guint            timer;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  ferry_clock_remove (watch->moves->clock, watch->timer);
  g_free (watch);
}

static FerryMigrationContext
get_context (FerryMoves      *self,
             FerryConnection *connection)
{
  return (FerryMigrationContext) {
    .connection = connection,
    .inventory = self->inventory,
    .journal = self->journal,
    .scheduler = self->scheduler,
    .clock = self->clock,
  };
}

/* What @vm_key is and where it comes from, as the journal will remember it. */
static FerryJournalEntry *
make_entry (FerryMoves             *self,
            FerryConnection        *connection,
            const FerryMoveRequest *request,
            const char             *vm_key)
{
  const FerryVmRecord *vm = ferry_inventory_lookup_kind (self->inventory, vm_key, FERRY_KIND_VM);
  const char *id = ferry_connection_get_settings (connection)->id;
  g_autofree char *uuid = g_uuid_string_random ();
  char *key = ferry_key_new (id, FERRY_KIND_MOVE, uuid);
  FerryJournalEntry fields = {
    .key = key,
    .connection_id = (char *) id,
    .vm_key = (char *) vm_key,
    .vm_name = (char *) (*vm->base.name != '\0' ? vm->base.name : vm->uuid),
    .source_host_key = (char *) vm->host_key,
    .source_host_name = (char *) ferry_inventory_get_name (self->inventory, vm->host_key, NULL),
    .target_host_key = request->host_key,
    .target_host_name = (char *) ferry_inventory_get_name (self->inventory, request->host_key,
                                                           _("the target")),
    .network_key = request->network_key,
    .compress = request->compress,
    .force = request->force,
    .created_at = ferry_clock_get_unix_s (self->clock),
  };
  FerryJournalEntry *entry = ferry_journal_entry_copy (&fields);

  g_ref_string_release (key);

  return entry;
}

static gboolean
refuse (GError     **error,
        const char  *sentence)
{
  g_set_error_literal (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED, sentence);

  return FALSE;
}

static gboolean
check_verdict (FerryMoves          *self,
               const FerryVerdict  *verdict,
               GError             **error)
{
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (finding->severity == FERRY_SEVERITY_BLOCKS)
        return refuse (error, finding->sentence);
    }

  if (verdict->outlook == FERRY_OUTLOOK_CAN_GO)
    return TRUE;

  sentence = g_strdup_printf (verdict->outlook == FERRY_OUTLOOK_HERE
                              ? _("%s runs on %s already.")
                              : _("%s cannot go to %s now."),
                              ferry_inventory_get_name (self->inventory, verdict->vm_key, _("The VM")),
                              ferry_inventory_get_name (self->inventory, verdict->host_key,
                                                        _("the target")));

  return refuse (error, sentence);
}

static gboolean
check_request (FerryMoves              *self,
               FerryConnection         *connection,
               const FerryMoveRequest  *request,
               GError                 **error)
{
  g_autoptr(GPtrArray) verdicts = NULL;

  if (!ferry_connection_is_connected (connection))
    {
      g_autofree char *sentence =
        g_strdup_printf (_("%s is not connected now, so nothing can be moved there. Reconnect first."),
                         ferry_connection_get_name (connection));

      return refuse (error, sentence);
    }

  verdicts = ferry_preflight_check_request (self->inventory, request);
  for (guint i = 0; i < verdicts->len; i++)
    {
      if (!check_verdict (self, g_ptr_array_index (verdicts, i), error))
        return FALSE;
    }

  return TRUE;
}

static GPtrArray *
make_entries (FerryMoves             *self,
              FerryConnection        *connection,
              const FerryMoveRequest *request)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_journal_entry_free);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; request->vm_keys[i] != NULL; i++)
    {
      /* A VM that was named twice moves once. */
      if (g_hash_table_add (seen, request->vm_keys[i]))
        g_ptr_array_add (entries, make_entry (self, connection, request, request->vm_keys[i]));
    }

  return entries;
}

static void
run_migration (FerryMoves              *self,
               FerryConnection         *connection,
               const FerryJournalEntry *entry,
               gboolean                 is_taken_up)
{
  FerryMigrationContext context = get_context (self, connection);
  FerryMigration *migration = ferry_migration_new (&context, entry, is_taken_up);

  g_hash_table_insert (self->migrations, g_strdup (entry->key), migration);
  ferry_migration_start (migration);
}

GPtrArray *
ferry_moves_start (FerryMoves              *self,
                   FerryConnection         *connection,
                   const FerryMoveRequest  *request,
                   GError                 **error)
{
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GPtrArray) keys = NULL;

  g_return_val_if_fail (FERRY_IS_MOVES (self), NULL);

  if (!check_request (self, connection, request, error))
    return NULL;

  entries = make_entries (self, connection, request);
  if (!ferry_journal_add (self->journal, entries, error))
    return NULL;

  keys = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < entries->len; i++)
    {
      const FerryJournalEntry *entry = g_ptr_array_index (entries, i);

      g_ptr_array_add (keys, g_strdup (entry->key));
      run_migration (self, connection, entry, FALSE);
    }

  return g_steal_pointer (&keys);
}

static void
on_orphans_due (gpointer user_data)
{
  Watch *watch = user_data;
  FerryMoves *self = watch->moves;
  FerryConnection *connection = watch->connection;

  watch->timer = 0;
  g_hash_table_remove (self->watches, connection);
  ferry_moves_take_up (self, connection);
}

static void
watch_elsewhere (FerryMoves      *self,
                 FerryConnection *connection)
{
  Watch *watch = g_new (Watch, 1);

  watch->moves = self;
  watch->connection = connection;
  watch->timer = ferry_clock_add (self->clock, LOOK_FOR_ORPHANS_MS, on_orphans_due, watch);
  g_hash_table_replace (self->watches, connection, watch);
}

void
ferry_moves_take_up (FerryMoves      *self,
                     FerryConnection *connection)
{
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  guint n_elsewhere = 0;

  g_return_if_fail (FERRY_IS_MOVES (self));

  if (self->journal == NULL)
    return;

  entries = ferry_journal_take_up (self->journal, ferry_connection_get_settings (connection)->id,
                                   &n_elsewhere, &error);
  if (entries == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }

  for (guint i = 0; i < entries->len; i++)
    run_migration (self, connection, g_ptr_array_index (entries, i), TRUE);

  if (n_elsewhere > 0)
    watch_elsewhere (self, connection);
}

static GPtrArray *
list_migrations (FerryMoves *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer migration;

  g_hash_table_iter_init (&iter, self->migrations);
  while (g_hash_table_iter_next (&iter, NULL, &migration))
    g_ptr_array_add (list, g_object_ref (migration));

  return list;
}

static gboolean
belongs_to (FerryMoves     *self,
            FerryMigration *migration,
            const char     *connection_key)
{
  const FerryRecord *record = ferry_inventory_lookup (self->inventory,
                                                      ferry_migration_get_key (migration));

  return record != NULL && g_str_equal (record->connection_key, connection_key);
}

void
ferry_moves_give_up (FerryMoves      *self,
                     FerryConnection *connection)
{
  g_autoptr(GPtrArray) migrations = list_migrations (self);

  g_return_if_fail (FERRY_IS_MOVES (self));

  g_hash_table_remove (self->watches, connection);
  for (guint i = 0; i < migrations->len; i++)
    {
      FerryMigration *migration = g_ptr_array_index (migrations, i);
      g_autofree char *message = NULL;

      if (!belongs_to (self, migration, ferry_connection_get_key (connection)))
        continue;

      message = g_strdup_printf (_("The connection to %s was removed while the move was under way, so Ferry "
                                   "cannot know how it ended. Look on the server."),
                                 ferry_connection_get_name (connection));
      ferry_migration_give_up (migration, message);
    }
}

gboolean
ferry_moves_contains (FerryMoves *self,
                      const char *move_key)
{
  g_return_val_if_fail (FERRY_IS_MOVES (self), FALSE);

  return g_hash_table_contains (self->migrations, move_key);
}

static void
on_migration_cancelled (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (ferry_migration_cancel_finish (FERRY_MIGRATION (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ferry_moves_cancel_async (FerryMoves          *self,
                          const char          *move_key,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  FerryMigration *migration;

  g_return_if_fail (FERRY_IS_MOVES (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ferry_moves_cancel_async);

  migration = g_hash_table_lookup (self->migrations, move_key);
  if (migration == NULL)
    g_task_return_new_error (task, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_NOT_FOUND,
                             _("There is no such move."));
  else
    ferry_migration_cancel_async (migration, on_migration_cancelled, g_steal_pointer (&task));
}

gboolean
ferry_moves_cancel_finish (FerryMoves    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ferry_moves_dismiss (FerryMoves *self,
                     const char *move_key)
{
  FerryMigration *migration;

  g_return_if_fail (FERRY_IS_MOVES (self));

  migration = g_hash_table_lookup (self->migrations, move_key);
  if (migration == NULL)
    return;

  if (ferry_migration_get_state (migration) == FERRY_MOVE_DONE ||
      ferry_migration_get_state (migration) == FERRY_MOVE_FAILED ||
      ferry_migration_get_state (migration) == FERRY_MOVE_CANCELLED)
    {
      ferry_inventory_remove (self->inventory, move_key);
      g_hash_table_remove (self->migrations, move_key);
    }
}

void
ferry_moves_abandon (FerryMoves *self)
{
  g_autoptr(GPtrArray) migrations = list_migrations (self);

  g_return_if_fail (FERRY_IS_MOVES (self));

  if (self->journal == NULL)
    return;

  g_hash_table_remove_all (self->watches);
  for (guint i = 0; i < migrations->len; i++)
    ferry_migration_abandon (g_ptr_array_index (migrations, i));

  g_hash_table_remove_all (self->migrations);
  g_clear_object (&self->journal);
}

static void
ferry_moves_dispose (GObject *object)
{
  FerryMoves *self = FERRY_MOVES (object);

  ferry_moves_abandon (self);

  G_OBJECT_CLASS (ferry_moves_parent_class)->dispose (object);
}

static void
ferry_moves_finalize (GObject *object)
{
  FerryMoves *self = FERRY_MOVES (object);

  g_clear_pointer (&self->watches, g_hash_table_unref);
  g_clear_pointer (&self->migrations, g_hash_table_unref);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->inventory);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (ferry_moves_parent_class)->finalize (object);
}

static void
ferry_moves_class_init (FerryMovesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ferry_moves_dispose;
  G_OBJECT_CLASS (klass)->finalize = ferry_moves_finalize;
}

static void
ferry_moves_init (FerryMoves *self)
{
  self->migrations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->watches = g_hash_table_new_full (NULL, NULL, NULL, watch_free);
}

FerryMoves *
ferry_moves_new (FerryInventory *inventory,
                 FerryJournal   *journal,
                 FerryClock     *clock)
{
  FerryMoves *self = g_object_new (FERRY_TYPE_MOVES, NULL);

  self->inventory = g_object_ref (inventory);
  self->journal = g_object_ref (journal);
  self->clock = g_object_ref (clock);
  self->scheduler = ferry_scheduler_new (inventory);

  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ferry-driver-watch.h"

#include <string.h>

#define DEADLINE_S 60

static const char * const phase_names[FERRY_N_PHASES] = {
  "waiting", "preparing", "disks", "memory", "switching", "finishing", "verifying", "over",
};

static void
on_changes (FerryDriver  *driver,
            FerryChanges *changes,
            gpointer      user_data)
{
  FerryDriverWatch *self = user_data;
  GPtrArray *records = ferry_changes_get_records (changes);
  GPtrArray *removed = ferry_changes_get_removed (changes);

  self->n_changes++;
  self->n_removed += removed->len;
  for (guint i = 0; i < removed->len; i++)
    g_hash_table_remove (self->records, g_ptr_array_index (removed, i));
  for (guint i = 0; i < records->len; i++)
    {
      FerryRecord *record = g_ptr_array_index (records, i);

      g_hash_table_replace (self->records, (gpointer) record->key, ferry_record_ref (record));
    }
}

static void
on_progress (FerryDriver         *driver,
             const char          *handle,
             const FerryProgress *progress,
             gpointer             user_data)
{
  FerryDriverWatch *self = user_data;
  const char *name = phase_names[progress->phase];

  g_assert_cmpint (progress->phase, >=, self->progress.phase);
  if (progress->phase == self->progress.phase)
    g_assert_cmpfloat (progress->fraction, >=, self->progress.fraction);
  g_assert_cmpfloat (progress->fraction, <=, 1.0);

  if (!g_str_has_suffix (self->story->str, name))
    g_string_append_printf (self->story, "%s%s", self->story->len > 0 ? " " : "", name);
  self->progress = *progress;
}

static void
on_step (FerryDriver *driver,
         const char  *step,
         gpointer     user_data)
{
  FerryDriverWatch *self = user_data;

  g_string_append_printf (self->steps, "%s\n", step);
}

static void
on_lost (FerryDriver  *driver,
         const GError *error,
         gpointer      user_data)
{
  FerryDriverWatch *self = user_data;

  g_clear_error (&self->lost);
  self->lost = g_error_copy (error);
}

FerryDriverWatch *
ferry_driver_watch_new (const char *uri)
{
  FerryDriverWatch *self = g_new0 (FerryDriverWatch, 1);
  FerryConnectionSettings settings = { .id = (char *) "test", .uri = (char *) uri };
  g_autoptr(GError) error = NULL;

  self->driver = ferry_driver_new_for_settings (&settings, &error);
  g_assert_no_error (error);
  self->records = g_hash_table_new_full (NULL, NULL, NULL, ferry_record_unref);
  self->story = g_string_new (NULL);
  self->steps = g_string_new (NULL);
  self->progress.fraction = -1.0;
  g_signal_connect (self->driver, "changes", G_CALLBACK (on_changes), self);
  g_signal_connect (self->driver, "progress", G_CALLBACK (on_progress), self);
  g_signal_connect (self->driver, "step", G_CALLBACK (on_step), self);
  g_signal_connect (self->driver, "lost", G_CALLBACK (on_lost), self);

  return self;
}

void
ferry_driver_watch_free (FerryDriverWatch *self)
{
  FerryDriver *driver = g_steal_pointer (&self->driver);

  g_signal_handlers_disconnect_by_data (driver, self);
  /* Calls that are under way hold it: let them fail first. */
  g_object_run_dispose (G_OBJECT (driver));
  g_object_add_weak_pointer (G_OBJECT (driver), (gpointer *) &self->driver);
  self->driver = driver;
  g_object_unref (driver);
  for (gint64 until = g_get_monotonic_time () + DEADLINE_S * G_TIME_SPAN_SECOND;
       self->driver != NULL && g_get_monotonic_time () < until;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (self->driver);

  g_hash_table_unref (self->records);
  g_string_free (self->story, TRUE);
  g_string_free (self->steps, TRUE);
  g_clear_error (&self->lost);
  g_clear_error (&self->error);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->record, ferry_record_unref);
  g_free (self->handle);
  g_free (self);
}

static gboolean
on_deadline (gpointer user_data)
{
  g_error ("the driver did not come to an end in time");

  return G_SOURCE_REMOVE;
}

void
ferry_driver_watch_until (FerryDriverWatch *self,
                          const gboolean   *condition)
{
  guint deadline = g_timeout_add_seconds (DEADLINE_S, on_deadline, NULL);

  while (!*condition)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

static void
begin (FerryDriverWatch *self)
{
  g_clear_error (&self->error);
  self->is_done = FALSE;
}

static gboolean
wait (FerryDriverWatch *self)
{
  ferry_driver_watch_until (self, &self->is_done);

  return self->error == NULL;
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  FerryDriverWatch *self = user_data;

  ferry_driver_connect_finish (FERRY_DRIVER (source), result, &self->error);
  self->is_done = TRUE;
}

gboolean
ferry_driver_watch_connect (FerryDriverWatch              *self,
                            const FerryConnectionSettings *settings,
                            const char                    *password)
{
  g_autoptr(FerrySecret) secret = ferry_secret_new (password);

  begin (self);
  ferry_driver_connect_async (self->driver, settings, secret, NULL, on_connected, self);

  return wait (self);
}

static void
on_disconnected (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  FerryDriverWatch *self = user_data;

  g_assert_true (ferry_driver_disconnect_finish (FERRY_DRIVER (source), result, &self->error));
  self->is_done = TRUE;
}

void
ferry_driver_watch_disconnect (FerryDriverWatch *self)
{
  begin (self);
  ferry_driver_disconnect_async (self->driver, on_disconnected, self);
  wait (self);
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  FerryDriverWatch *self = user_data;

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = ferry_driver_check_finish (FERRY_DRIVER (source), result, &self->error);
  self->is_done = TRUE;
}

gboolean
ferry_driver_watch_check (FerryDriverWatch      *self,
                          const FerryDriverMove *move)
{
  begin (self);
  ferry_driver_check_async (self->driver, move, NULL, on_checked, self);

  return wait (self);
}

static void
on_migrated (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  FerryDriverWatch *self = user_data;

  g_free (self->handle);
  self->handle = ferry_driver_migrate_finish (FERRY_DRIVER (source), result, &self->error);
  self->is_done = TRUE;
}

gboolean
ferry_driver_watch_migrate (FerryDriverWatch      *self,
                            const FerryDriverMove *move)
{
  begin (self);
  ferry_driver_migrate_async (self->driver, move, NULL, on_migrated, self);

  return wait (self);
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  FerryDriverWatch *self = user_data;

  g_free (self->handle);
  self->handle = ferry_driver_find_finish (FERRY_DRIVER (source), result, &self->error);
  self->is_done = TRUE;
}

gboolean
ferry_driver_watch_find (FerryDriverWatch *self,
                         const char       *move_key)
{
  begin (self);
  ferry_driver_find_async (self->driver, move_key, NULL, on_found, self);

  return wait (self);
}

static void
on_watched (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  FerryDriverWatch *self = user_data;

  ferry_driver_watch_finish (FERRY_DRIVER (source), result, &self->error);
  self->is_done = TRUE;
}

void
ferry_driver_watch_begin (FerryDriverWatch *self,
                          const char       *handle,
                          const char       *vm_key)
{
  begin (self);
  g_string_truncate (self->story, 0);
  self->progress = (FerryProgress) { .fraction = -1.0 };
  ferry_driver_watch_async (self->driver, handle, vm_key, NULL, on_watched, self);
}

static void
on_cancelled (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  ferry_driver_cancel_finish (FERRY_DRIVER (source), result, &error);
  g_assert_no_error (error);
}

void
ferry_driver_watch_request_cancel (FerryDriverWatch *self,
                                   const char       *handle)
{
  ferry_driver_cancel_async (self->driver, handle, NULL, on_cancelled, self);
}

static void
on_forgotten (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  FerryDriverWatch *self = user_data;

  ferry_driver_forget_finish (FERRY_DRIVER (source), result, &self->error);
  self->is_done = TRUE;
}

gboolean
ferry_driver_watch_forget (FerryDriverWatch *self,
                           const char       *handle)
{
  begin (self);
  ferry_driver_forget_async (self->driver, handle, on_forgotten, self);

  return wait (self);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  FerryDriverWatch *self = user_data;

  g_clear_pointer (&self->record, ferry_record_unref);
  self->record = ferry_driver_look_finish (FERRY_DRIVER (source), result, &self->error);
  self->is_done = TRUE;
}

gboolean
ferry_driver_watch_look (FerryDriverWatch *self,
                         const char       *vm_key)
{
  begin (self);
  ferry_driver_look_async (self->driver, vm_key, NULL, on_looked, self);

  return wait (self);
}

static void
on_remedied (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  FerryDriverWatch *self = user_data;

  ferry_driver_remedy_finish (FERRY_DRIVER (source), result, &self->error);
  self->is_done = TRUE;
}

gboolean
ferry_driver_watch_remedy (FerryDriverWatch  *self,
                           FerryRemedyAction  action,
                           const char        *target)
{
  begin (self);
  ferry_driver_remedy_async (self->driver, action, target, NULL, on_remedied, self);

  return wait (self);
}

gconstpointer
ferry_driver_watch_get (FerryDriverWatch *self,
                        FerryKind         kind,
                        const char       *name)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      FerryRecord *record = value;

      if (record->kind == kind && g_str_equal (record->name, name))
        return record;
    }

  return NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const FerryRecord *one = *(const FerryRecord * const *) a;
  const FerryRecord *other = *(const FerryRecord * const *) b;
  int order = strcmp (one->name, other->name);

  return order != 0 ? order : strcmp (one->key, other->key);
}

GPtrArray *
ferry_driver_watch_list (FerryDriverWatch *self,
                         FerryKind         kind)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (ferry_record_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (((FerryRecord *) value)->kind == kind)
        g_ptr_array_add (list, ferry_record_ref (value));
    }
  g_ptr_array_sort (list, compare_names);

  return list;
}

gconstpointer
ferry_driver_watch_any (FerryDriverWatch *self,
                        FerryKind         kind)
{
  g_autoptr(GPtrArray) list = ferry_driver_watch_list (self, kind);

  return list->len > 0 ? g_ptr_array_index (list, 0) : NULL;
}

guint
ferry_driver_watch_count (FerryDriverWatch *self,
                          FerryKind         kind)
{
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    n += ((FerryRecord *) value)->kind == kind;

  return n;
}

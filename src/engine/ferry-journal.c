/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-journal"

#include <config.h>

#include "engine/ferry-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "engine/ferry-engine.h"

#define SCHEMA_VERSION  1
#define BUSY_TIMEOUT_MS 3000

/**
 * FerryJournal:
 *
 * What was started, on disk before it is started, so that a program that comes
 * later knows what an earlier one left under way; and the history of what has
 * ended.
 *
 * Several processes may have it open. A move belongs to the process that runs
 * it: each open journal has a random number, holds a lock on the byte of that
 * number in a file beside the database for as long as it lives, and writes the
 * number into the rows of its moves. The kernel drops the lock with the
 * process, however it ends, so a row whose byte is not locked has no owner.
 * Process ids would be wrong after a restart of the machine.
 *
 * Threads: the engine's. Calls block for as long as the disk takes.
 */
struct _FerryJournal
{
  GObject  parent_instance;

  sqlite3 *db;      /* (owned) */
  char    *path;    /* (owned): for messages */
  int      lock_fd; /* (owned): -1 when in memory */
  gint64   owner;   /* the byte that we lock; 0 is nobody */
};

G_DEFINE_FINAL_TYPE (FerryJournal, ferry_journal, G_TYPE_OBJECT)

static const char schema[] =
  "CREATE TABLE moves ("
  "  key TEXT PRIMARY KEY,"
  "  connection_id TEXT NOT NULL,"
  "  vm_key TEXT NOT NULL, vm_name TEXT NOT NULL,"
  "  source_host_key TEXT, source_host_name TEXT,"
  "  target_host_key TEXT NOT NULL, target_host_name TEXT,"
  "  network_key TEXT, compress INTEGER NOT NULL, force INTEGER NOT NULL,"
  "  step TEXT, handle TEXT, cancel_asked INTEGER NOT NULL DEFAULT 0,"
  "  owner INTEGER NOT NULL,"
  "  state INTEGER NOT NULL, message TEXT, pause_ms INTEGER NOT NULL DEFAULT -1,"
  "  was_resumed INTEGER NOT NULL DEFAULT 0,"
  "  created_at INTEGER NOT NULL, started_at INTEGER NOT NULL DEFAULT 0,"
  "  finished_at INTEGER NOT NULL DEFAULT 0);"
  /* The rule that counts most, kept by the database itself, across processes. */
  "CREATE UNIQUE INDEX one_move_per_vm ON moves (vm_key) WHERE finished_at = 0;"
  "CREATE INDEX moves_by_time ON moves (created_at);"
  "CREATE TABLE steps ("
  "  move_key TEXT NOT NULL REFERENCES moves (key) ON DELETE CASCADE,"
  "  step TEXT NOT NULL, began_at INTEGER NOT NULL);"
  "CREATE INDEX steps_by_move ON steps (move_key);"
  "PRAGMA user_version = 1;";

FerryJournalEntry *
ferry_journal_entry_copy (const FerryJournalEntry *self)
{
  FerryJournalEntry *copy = g_new (FerryJournalEntry, 1);

  *copy = *self;
  copy->key = g_strdup (self->key);
  copy->connection_id = g_strdup (self->connection_id);
  copy->vm_key = g_strdup (self->vm_key);
  copy->vm_name = g_strdup (self->vm_name);
  copy->source_host_key = g_strdup (self->source_host_key);
  copy->source_host_name = g_strdup (self->source_host_name);
  copy->target_host_key = g_strdup (self->target_host_key);
  copy->target_host_name = g_strdup (self->target_host_name);
  copy->network_key = g_strdup (self->network_key);
  copy->step = g_strdup (self->step);
  copy->handle = g_strdup (self->handle);

  return copy;
}

void
ferry_journal_entry_free (FerryJournalEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->key);
  g_free (self->connection_id);
  g_free (self->vm_key);
  g_free (self->vm_name);
  g_free (self->source_host_key);
  g_free (self->source_host_name);
  g_free (self->target_host_key);
  g_free (self->target_host_name);
  g_free (self->network_key);
  g_free (self->step);
  g_free (self->handle);
  g_free (self);
}

/* What went wrong with the database, in words. */
static gboolean
fail (FerryJournal  *self,
      GError       **error)
{
  int code = sqlite3_errcode (self->db);
  const char *what;

  g_debug ("%s: %s", self->path, sqlite3_errmsg (self->db));

  switch (code & 0xff)
    {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      what = _("The journal %s is damaged. Nothing was started. Move the file away to begin a new one; "
               "the history of earlier moves is lost with it.");
      break;

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      what = _("Another program keeps the journal %s locked. Nothing was started. Close that program and "
               "try again.");
      break;

    case SQLITE_FULL:
      what = _("The journal %s cannot be written, because the disk is full. Nothing was started. Make room "
               "and try again.");
      break;

    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      what = _("The journal %s cannot be written. Nothing was started. Check who owns the file and its "
               "folder.");
      break;

    default:
      what = _("The journal %s cannot be read or written. Nothing was started. Check the disk that it is on.");
      break;
    }

  g_set_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_JOURNAL, what, self->path);

  return FALSE;
}

typedef sqlite3_stmt Statement;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Statement, sqlite3_finalize)

/* @types: a letter for each argument: "s" const char * (nullable), "i" gint64. */
static Statement *
prepare (FerryJournal  *self,
         GError       **error,
         const char    *sql,
         const char    *types,
         ...)
{
  Statement *statement = NULL;
  va_list args;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }

  va_start (args, types);
  for (int i = 0; types[i] != '\0'; i++)
    {
      if (types[i] == 's')
        sqlite3_bind_text (statement, i + 1, va_arg (args, const char *), -1, SQLITE_TRANSIENT);
      else
        sqlite3_bind_int64 (statement, i + 1, va_arg (args, gint64));
    }
  va_end (args);

  return statement;
}

/* Runs a statement that gives no rows. */
static gboolean
run (FerryJournal  *self,
     Statement     *statement,
     GError       **error)
{
  if (statement == NULL)
    return FALSE;

  return sqlite3_step (statement) == SQLITE_DONE ? TRUE : fail (self, error);
}

static gboolean
execute (FerryJournal  *self,
         const char    *sql,
         GError       **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK ? TRUE : fail (self, error);
}

/* Ends a transaction as @success says, and passes it on. */
static gboolean
conclude (FerryJournal  *self,
          gboolean       success,
          GError       **error)
{
  if (success && execute (self, "COMMIT", error))
    return TRUE;

  execute (self, "ROLLBACK", NULL);

  return FALSE;
}

static char *
dup_text (Statement *statement,
          int        column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static gboolean
lock_byte (int    fd,
           int    command,
           gint64 byte,
           short *type)
{
  struct flock lock = { .l_type = *type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };
  gboolean success = fcntl (fd, command, &lock) == 0;

  *type = lock.l_type;

  return success;
}

static gboolean
become_owner (FerryJournal  *self,
              const char    *data_dir,
              GError       **error)
{
  g_autofree char *path = g_build_filename (data_dir, "journal.lock", NULL);

  self->lock_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  for (guint i = 0; self->lock_fd >= 0 && i < 16; i++)
    {
      short type = F_WRLCK;

      self->owner = g_random_int_range (1, G_MAXINT32);
      if (lock_byte (self->lock_fd, F_OFD_SETLK, self->owner, &type))
        return TRUE;
    }

  g_set_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_JOURNAL,
               _("The file %s cannot be locked: %s. Nothing was started. Check the folder that it is in."),
               path, g_strerror (errno));

  return FALSE;
}

static gboolean
is_alive (FerryJournal *self,
          gint64        owner)
{
  short type = F_WRLCK;

  if (owner == self->owner)
    return TRUE;
  if (owner == 0 || self->lock_fd < 0)
    return FALSE;

  /* If the kernel can't say, assume the worse: that somebody is at work. */
  return !lock_byte (self->lock_fd, F_OFD_GETLK, owner, &type) || type != F_UNLCK;
}

static gboolean
read_number (FerryJournal  *self,
             const char    *sql,
             gint64        *number,
             GError       **error)
{
  g_autoptr(Statement) statement = prepare (self, error, sql, "");

  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    return fail (self, error);

  *number = sqlite3_column_int64 (statement, 0);

  return TRUE;
}

static gboolean
check_health (FerryJournal  *self,
              GError       **error)
{
  g_autoptr(Statement) statement = prepare (self, error, "PRAGMA quick_check(1)", "");

  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    return fail (self, error);
  if (g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0)
    return TRUE;

  g_set_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_JOURNAL,
               _("The journal %s is damaged. Nothing was started. Move the file away to begin a new one; "
                 "the history of earlier moves is lost with it."), self->path);

  return FALSE;
}

static gboolean
prepare_schema (FerryJournal  *self,
                GError       **error)
{
  gint64 version = 0;

  /* Two programs may start at once: only one of them makes the tables. */
  if (!execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!read_number (self, "PRAGMA user_version", &version, error))
    return conclude (self, FALSE, error);

  if (version > SCHEMA_VERSION)
    {
      g_set_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_JOURNAL,
                   _("The journal %s was written by a newer Ferry. Nothing was started. Use that version."),
                   self->path);
      return conclude (self, FALSE, error);
    }

  return conclude (self, version == SCHEMA_VERSION || execute (self, schema, error), error);
}

static gboolean
open_database (FerryJournal  *self,
               GError       **error)
{
  if (sqlite3_open_v2 (self->path, &self->db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
    return fail (self, error);

  sqlite3_extended_result_codes (self->db, FALSE);
  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);

  return execute (self, "PRAGMA journal_mode = WAL", error) &&
         execute (self, "PRAGMA synchronous = FULL", error) &&
         execute (self, "PRAGMA foreign_keys = ON", error) &&
         check_health (self, error) &&
         prepare_schema (self, error);
}

FerryJournal *
ferry_journal_new (const char  *data_dir,
                   GError     **error)
{
  g_autoptr(FerryJournal) self = g_object_new (FERRY_TYPE_JOURNAL, NULL);

  if (data_dir == NULL)
    {
      self->path = g_strdup (":memory:");
      self->owner = 1;
    }
  else
    {
      self->path = g_build_filename (data_dir, "journal.sqlite", NULL);
      if (g_mkdir_with_parents (data_dir, 0700) != 0)
        {
          g_set_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_JOURNAL,
                       _("The folder %s for the journal cannot be made: %s. Nothing was started."),
                       data_dir, g_strerror (errno));
          return NULL;
        }
      if (!become_owner (self, data_dir, error))
        return NULL;
    }

  if (!open_database (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
insert (FerryJournal             *self,
        const FerryJournalEntry  *entry,
        GError                  **error)
{
  g_autoptr(Statement) statement =
    prepare (self, error,
             "INSERT INTO moves (key, connection_id, vm_key, vm_name, source_host_key,"
             " source_host_name, target_host_key, target_host_name, network_key, compress, force,"
             " owner, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             "sssssssssiiiii", entry->key, entry->connection_id, entry->vm_key, entry->vm_name,
             entry->source_host_key, entry->source_host_name, entry->target_host_key,
             entry->target_host_name, entry->network_key, (gint64) entry->compress,
             (gint64) entry->force, self->owner, (gint64) FERRY_MOVE_WAITING, entry->created_at);

  if (statement == NULL)
    return FALSE;

  if (sqlite3_step (statement) == SQLITE_DONE)
    return TRUE;

  if ((sqlite3_errcode (self->db) & 0xff) != SQLITE_CONSTRAINT)
    return fail (self, error);

  g_set_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED,
               _("%s is on its way already: another move of it has not ended. Wait for that one."),
               entry->vm_name);

  return FALSE;
}

gboolean
ferry_journal_add (FerryJournal  *self,
                   GPtrArray     *entries,
                   GError       **error)
{
  gboolean success = TRUE;

  g_return_val_if_fail (FERRY_IS_JOURNAL (self), FALSE);

  if (!execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;

  for (guint i = 0; success && i < entries->len; i++)
    success = insert (self, g_ptr_array_index (entries, i), error);

  return conclude (self, success, error);
}

static gboolean
note_step (FerryJournal  *self,
           const char    *key,
           const char    *step,
           gint64         at,
           GError       **error)
{
  g_autoptr(Statement) move = NULL;
  g_autoptr(Statement) story = NULL;

  /* The server is asked in this step: from here on there is something to find again. */
  move = prepare (self, error,
                  "UPDATE moves SET step = ?1, state = ?2,"
                  " started_at = CASE WHEN ?1 = 'start' THEN ?3 ELSE started_at END WHERE key = ?4",
                  "siis", step, (gint64) FERRY_MOVE_RUNNING, at, key);
  if (!run (self, move, error))
    return FALSE;

  story = prepare (self, error, "INSERT INTO steps (move_key, step, began_at) VALUES (?, ?, ?)",
                   "ssi", key, step, at);

  return run (self, story, error);
}

gboolean
ferry_journal_begin_step (FerryJournal  *self,
                          const char    *key,
                          const char    *step,
                          gint64         at,
                          GError       **error)
{
  g_return_val_if_fail (FERRY_IS_JOURNAL (self), FALSE);

  return execute (self, "BEGIN IMMEDIATE", error) &&
         conclude (self, note_step (self, key, step, at, error), error);
}

gboolean
ferry_journal_set_handle (FerryJournal  *self,
                          const char    *key,
                          const char    *handle,
                          GError       **error)
{
  g_autoptr(Statement) statement =
    prepare (self, error, "UPDATE moves SET handle = ? WHERE key = ?", "ss", handle, key);

  return run (self, statement, error);
}

gboolean
ferry_journal_ask_cancel (FerryJournal  *self,
                          const char    *key,
                          GError       **error)
{
  g_autoptr(Statement) statement =
    prepare (self, error, "UPDATE moves SET cancel_asked = 1 WHERE key = ?", "s", key);

  return run (self, statement, error);
}

gboolean
ferry_journal_end (FerryJournal           *self,
                   const FerryMoveRecord  *record,
                   GError                **error)
{
  g_autoptr(Statement) statement =
    prepare (self, error,
             "UPDATE moves SET owner = 0, state = ?, message = ?, pause_ms = ?, was_resumed = ?,"
             " started_at = ?, finished_at = ? WHERE key = ?",
             "isiiiis", (gint64) record->state, record->message, record->pause_ms,
             (gint64) record->was_resumed, record->started_at, record->finished_at,
             record->base.key);

  return run (self, statement, error);
}

static FerryJournalEntry *
read_entry (Statement *row)
{
  FerryJournalEntry *entry = g_new0 (FerryJournalEntry, 1);

  entry->key = dup_text (row, 1);
  entry->connection_id = dup_text (row, 2);
  entry->vm_key = dup_text (row, 3);
  entry->vm_name = dup_text (row, 4);
  entry->source_host_key = dup_text (row, 5);
  entry->source_host_name = dup_text (row, 6);
  entry->target_host_key = dup_text (row, 7);
  entry->target_host_name = dup_text (row, 8);
  entry->network_key = dup_text (row, 9);
  entry->compress = sqlite3_column_int (row, 10);
  entry->force = sqlite3_column_int (row, 11);
  entry->step = dup_text (row, 12);
  entry->handle = dup_text (row, 13);
  entry->cancel_asked = sqlite3_column_int (row, 14);
  entry->created_at = sqlite3_column_int64 (row, 15);
  entry->started_at = sqlite3_column_int64 (row, 16);

  return entry;
}

/* Reads what has not ended; what nobody runs goes to @orphans. */
static gboolean
read_unfinished (FerryJournal  *self,
                 const char    *connection_id,
                 GPtrArray     *orphans,
                 guint         *n_elsewhere,
                 GError       **error)
{
  int result;
  g_autoptr(Statement) rows =
    prepare (self, error,
             "SELECT owner, key, connection_id, vm_key, vm_name, source_host_key, source_host_name,"
             " target_host_key, target_host_name, network_key, compress, force, step, handle,"
             " cancel_asked, created_at, started_at FROM moves"
             " WHERE finished_at = 0 AND connection_id = ? ORDER BY created_at, rowid",
             "s", connection_id);

  if (rows == NULL)
    return FALSE;

  while ((result = sqlite3_step (rows)) == SQLITE_ROW)
    {
      gint64 owner = sqlite3_column_int64 (rows, 0);

      if (!is_alive (self, owner))
        g_ptr_array_add (orphans, read_entry (rows));
      else if (owner != self->owner)
        ++*n_elsewhere;
    }

  return result == SQLITE_DONE ? TRUE : fail (self, error);
}

static gboolean
own (FerryJournal  *self,
     GPtrArray     *entries,
     GError       **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      FerryJournalEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr(Statement) statement =
        prepare (self, error, "UPDATE moves SET owner = ? WHERE key = ?", "is", self->owner,
                 entry->key);

      if (!run (self, statement, error))
        return FALSE;
    }

  return TRUE;
}

GPtrArray *
ferry_journal_take_up (FerryJournal  *self,
                       const char    *connection_id,
                       guint         *n_elsewhere,
                       GError       **error)
{
  g_autoptr(GPtrArray) orphans = NULL;
  guint n = 0;

  g_return_val_if_fail (FERRY_IS_JOURNAL (self), NULL);

  orphans = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_journal_entry_free);

  /* Reading and owning is one transaction, so two programs can't both find the same orphan. */
  if (!execute (self, "BEGIN IMMEDIATE", error))
    return NULL;
  if (!conclude (self,
                 read_unfinished (self, connection_id, orphans, &n, error) &&
                 own (self, orphans, error), error))
    return NULL;

  if (n_elsewhere != NULL)
    *n_elsewhere = n;

  return g_steal_pointer (&orphans);
}

void
ferry_journal_release (FerryJournal *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Statement) statement = NULL;

  g_return_if_fail (FERRY_IS_JOURNAL (self));

  statement = prepare (self, &error, "UPDATE moves SET owner = 0 WHERE owner = ?", "i", self->owner);
  if (!run (self, statement, &error))
    g_warning ("%s", error->message);
}

static FerryMoveRecord *
read_record (Statement *row)
{
  char *connection_key =
    ferry_key_new ((const char *) sqlite3_column_text (row, 1), FERRY_KIND_CONNECTION, NULL);
  FerryMoveRecord *record;

  record = ferry_move_record_new (&(FerryMoveRecord) {
    .base = {
      .key = (const char *) sqlite3_column_text (row, 0),
      .connection_key = connection_key,
      .name = (const char *) sqlite3_column_text (row, 3),
    },
    .vm_key = (const char *) sqlite3_column_text (row, 2),
    .source_host_key = (const char *) sqlite3_column_text (row, 4),
    .source_host_name = (const char *) sqlite3_column_text (row, 5),
    .target_host_key = (const char *) sqlite3_column_text (row, 6),
    .target_host_name = (const char *) sqlite3_column_text (row, 7),
    .state = sqlite3_column_int (row, 8),
    .phase = FERRY_PHASE_OVER,
    .fraction = sqlite3_column_int (row, 8) == FERRY_MOVE_DONE ? 1 : 0,
    .left_min_s = -1,
    .left_max_s = -1,
    .message = (const char *) sqlite3_column_text (row, 9),
    .pause_ms = sqlite3_column_int64 (row, 10),
    .was_resumed = sqlite3_column_int (row, 11),
    .created_at = sqlite3_column_int64 (row, 12),
    .started_at = sqlite3_column_int64 (row, 13),
    .finished_at = sqlite3_column_int64 (row, 14),
  });
  g_ref_string_release (connection_key);

  return record;
}

/* What the user typed may hold LIKE's own signs. */
static char *
make_pattern (const char *text)
{
  g_autoptr(GString) pattern = g_string_new ("%");

  for (const char *c = text; *c != '\0'; c++)
    {
      if (strchr ("%_\\", *c) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *c);
    }
  g_string_append_c (pattern, '%');

  return g_strdup (pattern->str);
}

GPtrArray *
ferry_journal_search (FerryJournal  *self,
                      const char    *text,
                      guint          limit,
                      GError       **error)
{
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(Statement) rows = NULL;
  g_autofree char *pattern = NULL;
  int result;

  g_return_val_if_fail (FERRY_IS_JOURNAL (self), NULL);

  pattern = make_pattern (text);
  rows = prepare (self, error,
                  "SELECT key, connection_id, vm_key, vm_name, source_host_key, source_host_name,"
                  " target_host_key, target_host_name, state, message, pause_ms, was_resumed,"
                  " created_at, started_at, finished_at FROM moves WHERE finished_at > 0"
                  " AND (vm_name LIKE ?1 ESCAPE '\\' OR source_host_name LIKE ?1 ESCAPE '\\'"
                  " OR target_host_name LIKE ?1 ESCAPE '\\' OR message LIKE ?1 ESCAPE '\\')"
                  " ORDER BY created_at DESC, rowid DESC LIMIT ?2",
                  "si", pattern, (gint64) limit);
  if (rows == NULL)
    return NULL;

  records = g_ptr_array_new_with_free_func (ferry_record_unref);
  while ((result = sqlite3_step (rows)) == SQLITE_ROW)
    g_ptr_array_add (records, read_record (rows));

  if (result != SQLITE_DONE)
    {
      fail (self, error);
      return NULL;
    }

  return g_steal_pointer (&records);
}

static void
ferry_journal_finalize (GObject *object)
{
  FerryJournal *self = FERRY_JOURNAL (object);

  g_clear_pointer (&self->db, sqlite3_close);
  g_clear_pointer (&self->path, g_free);
  if (self->lock_fd >= 0)
    close (self->lock_fd);

  G_OBJECT_CLASS (ferry_journal_parent_class)->finalize (object);
}

static void
ferry_journal_class_init (FerryJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_journal_finalize;
}

static void
ferry_journal_init (FerryJournal *self)
{
  self->lock_fd = -1;
}

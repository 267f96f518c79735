/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "engine/ferry-engine.h"
#include "engine/ferry-journal.h"

typedef struct
{
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  f->dir = g_dir_make_tmp ("ferry-journal-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->dir, "journal.sqlite", NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  unused)
{
  g_autoptr(GDir) dir = g_dir_open (f->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->dir, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (f->dir), ==, 0);
  g_free (f->dir);
  g_free (f->path);
}

static FerryJournal *
open_journal (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  FerryJournal *journal = ferry_journal_new (f->dir, &error);

  g_assert_no_error (error);

  return journal;
}

static FerryJournalEntry *
make_entry (const char *name)
{
  g_autofree char *key = g_strdup_printf ("lisbon/move/%s", name);
  g_autofree char *vm_key = g_strdup_printf ("lisbon/vm/%s", name);

  return ferry_journal_entry_copy (&(FerryJournalEntry) {
    .key = key, .connection_id = (char *) "lisbon", .vm_key = vm_key, .vm_name = (char *) name,
    .source_host_key = (char *) "lisbon/host/k", .source_host_name = (char *) "kestrel",
    .target_host_key = (char *) "lisbon/host/m", .target_host_name = (char *) "merlin",
    .network_key = (char *) "lisbon/network/fast", .compress = 1, .force = TRUE, .created_at = 100,
  });
}

static gboolean
add (FerryJournal  *journal,
     const char    *name,
     const char    *other,
     GError       **error)
{
  g_autoptr(GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_journal_entry_free);

  g_ptr_array_add (entries, make_entry (name));
  if (other != NULL)
    g_ptr_array_add (entries, make_entry (other));

  return ferry_journal_add (journal, entries, error);
}

static void
end (FerryJournal *journal,
     const char   *name,
     const char   *message)
{
  g_autofree char *key = g_strdup_printf ("lisbon/move/%s", name);
  g_autofree char *vm_key = g_strdup_printf ("lisbon/vm/%s", name);
  g_autoptr(GError) error = NULL;
  g_autoptr(FerryMoveRecord) record = ferry_move_record_new (&(FerryMoveRecord) {
    .base = { .key = key, .connection_key = "lisbon/connection", .name = name },
    .vm_key = vm_key, .target_host_key = "lisbon/host/m", .state = FERRY_MOVE_FAILED,
    .message = message, .pause_ms = -1, .started_at = 101, .finished_at = 102,
  });

  g_assert_true (ferry_journal_end (journal, record, &error));
  g_assert_no_error (error);
}

static guint
count_orphans (FerryJournal *journal,
               guint        *n_elsewhere)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = ferry_journal_take_up (journal, "lisbon", n_elsewhere, &error);

  g_assert_no_error (error);

  return entries->len;
}

static guint
count_found (FerryJournal *journal,
             const char   *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = ferry_journal_search (journal, text, 100, &error);

  g_assert_no_error (error);

  return records->len;
}

static void
test_remembers_a_move (Fixture       *f,
                       gconstpointer  unused)
{
  g_autoptr(FerryJournal) journal = open_journal (f);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  const FerryJournalEntry *entry;

  g_assert_true (add (journal, "web-03", NULL, &error));
  g_assert_true (ferry_journal_begin_step (journal, "lisbon/move/web-03", "start", 105, &error));
  g_assert_true (ferry_journal_set_handle (journal, "lisbon/move/web-03", "task-1", &error));
  g_assert_true (ferry_journal_ask_cancel (journal, "lisbon/move/web-03", &error));
  g_clear_object (&journal);

  journal = open_journal (f);
  entries = ferry_journal_take_up (journal, "lisbon", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->key, ==, "lisbon/move/web-03");
  g_assert_cmpstr (entry->vm_name, ==, "web-03");
  g_assert_cmpstr (entry->source_host_name, ==, "kestrel");
  g_assert_cmpstr (entry->target_host_key, ==, "lisbon/host/m");
  g_assert_cmpstr (entry->network_key, ==, "lisbon/network/fast");
  g_assert_cmpint (entry->compress, ==, 1);
  g_assert_true (entry->force);
  g_assert_cmpstr (entry->step, ==, "start");
  g_assert_cmpstr (entry->handle, ==, "task-1");
  g_assert_true (entry->cancel_asked);
  g_assert_cmpint (entry->started_at, ==, 105);
}

static void
test_one_move_for_a_vm (Fixture       *f,
                        gconstpointer  unused)
{
  g_autoptr(FerryJournal) journal = open_journal (f);
  g_autoptr(FerryJournal) other = open_journal (f);
  g_autoptr(GPtrArray) again = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_journal_entry_free);
  g_autoptr(GError) error = NULL;
  FerryJournalEntry *entry = make_entry ("web-03");

  g_assert_true (add (journal, "web-03", NULL, &error));

  /* Another program asks for the same VM, together with one that is free: none of the two is taken. */
  g_free (entry->key);
  entry->key = g_strdup ("lisbon/move/again");
  g_ptr_array_add (again, make_entry ("db-01"));
  g_ptr_array_add (again, entry);
  g_assert_false (ferry_journal_add (other, again, &error));
  g_assert_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED);
  g_assert_nonnull (strstr (error->message, "web-03"));
  g_clear_error (&error);

  end (journal, "web-03", "It failed.");
  g_assert_true (ferry_journal_add (other, again, &error));
  g_assert_no_error (error);
}

static void
test_moves_have_one_owner (Fixture       *f,
                           gconstpointer  unused)
{
  g_autoptr(FerryJournal) journal = open_journal (f);
  g_autoptr(FerryJournal) other = open_journal (f);
  g_autoptr(FerryJournal) third = open_journal (f);
  g_autoptr(GError) error = NULL;
  guint n_elsewhere = 0;

  g_assert_true (add (journal, "web-03", "db-01", &error));
  g_assert_cmpuint (count_orphans (other, &n_elsewhere), ==, 0);
  g_assert_cmpuint (n_elsewhere, ==, 2);
  /* Neither does an owner find its own as orphans. */
  g_assert_cmpuint (count_orphans (journal, &n_elsewhere), ==, 0);
  g_assert_cmpuint (n_elsewhere, ==, 0);

  g_clear_object (&journal);
  g_assert_cmpuint (count_orphans (other, &n_elsewhere), ==, 2);
  g_assert_cmpuint (count_orphans (third, &n_elsewhere), ==, 0);
  g_assert_cmpuint (n_elsewhere, ==, 2);

  ferry_journal_release (other);
  g_assert_cmpuint (count_orphans (third, &n_elsewhere), ==, 2);
}

static void
test_ownership_ends_with_the_process (Fixture       *f,
                                      gconstpointer  unused)
{
  g_autoptr(FerryJournal) journal = NULL;
  guint n_elsewhere = 0;

  if (g_test_subprocess ())
    {
      g_autoptr(GError) error = NULL;

      journal = ferry_journal_new (g_getenv ("FERRY_TEST_JOURNAL"), &error);
      g_assert_no_error (error);
      g_assert_true (add (journal, "web-03", NULL, &error));
      /* As if it had crashed: nothing is closed, nothing is released. */
      kill (getpid (), SIGKILL);
    }

  g_setenv ("FERRY_TEST_JOURNAL", f->dir, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_has_passed ();

  journal = open_journal (f);
  g_assert_cmpuint (count_orphans (journal, &n_elsewhere), ==, 1);
  g_assert_cmpuint (n_elsewhere, ==, 0);
}

static void
test_finds_the_past (Fixture       *f,
                     gconstpointer  unused)
{
  g_autoptr(FerryJournal) journal = open_journal (f);
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GError) error = NULL;
  const FerryMoveRecord *record;

  g_assert_true (add (journal, "web-03", "db_01", &error));
  g_assert_true (add (journal, "mail", NULL, &error));
  end (journal, "web-03", "merlin has no free memory.");
  end (journal, "db_01", "100 % of it arrived.");

  g_assert_cmpuint (count_found (journal, ""), ==, 2);
  g_assert_cmpuint (count_found (journal, "WEB"), ==, 1);
  g_assert_cmpuint (count_found (journal, "kestrel"), ==, 2);
  g_assert_cmpuint (count_found (journal, "free mem"), ==, 1);
  /* LIKE's own signs are plain text here. */
  g_assert_cmpuint (count_found (journal, "_"), ==, 1);
  g_assert_cmpuint (count_found (journal, "%"), ==, 1);
  g_assert_cmpuint (count_found (journal, "'; DROP TABLE moves; --"), ==, 0);
  /* What has not ended is no history. */
  g_assert_cmpuint (count_found (journal, "mail"), ==, 0);

  records = ferry_journal_search (journal, "", 1, &error);
  g_assert_cmpuint (records->len, ==, 1);
  record = g_ptr_array_index (records, 0);
  g_assert_cmpstr (record->base.name, ==, "db_01");
  g_assert_cmpstr (record->base.connection_key, ==, "lisbon/connection");
  g_assert_cmpint (record->state, ==, FERRY_MOVE_FAILED);
  g_assert_cmpint (record->pause_ms, ==, -1);
  g_assert_cmpint (record->finished_at, ==, 102);
}

static void
assert_refused (Fixture    *f,
                const char *word)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FerryJournal) journal = ferry_journal_new (f->dir, &error);

  g_assert_null (journal);
  g_assert_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_JOURNAL);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_nonnull (strstr (error->message, f->path));
  g_assert_nonnull (strstr (error->message, "Nothing was started."));
}

static void
test_says_that_it_is_damaged (Fixture       *f,
                              gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (f->path, "This is no database, whatever its name says. "
                                               "It is long enough to be taken for one, though.", -1, &error));
  assert_refused (f, "damaged");
}

static void
test_says_that_pages_are_damaged (Fixture       *f,
                                  gconstpointer  unused)
{
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  g_object_unref (open_journal (f));
  g_assert_true (g_file_get_contents (f->path, &contents, &size, &error));
  memset (contents + 4096, 0xa5, size - 4096);
  g_assert_true (g_file_set_contents (f->path, contents, size, &error));
  assert_refused (f, "damaged");
}

static void
test_says_that_it_is_locked (Fixture       *f,
                             gconstpointer  unused)
{
  sqlite3 *db = NULL;

  g_object_unref (open_journal (f));
  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), ==, SQLITE_OK);
  assert_refused (f, "locked");
  sqlite3_close (db);
  g_object_unref (open_journal (f));
}

static void
test_says_that_it_is_newer (Fixture       *f,
                            gconstpointer  unused)
{
  sqlite3 *db = NULL;

  g_object_unref (open_journal (f));
  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 99", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  assert_refused (f, "newer");
}

static void
test_lives_in_memory (Fixture       *f,
                      gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FerryJournal) journal = ferry_journal_new (NULL, &error);

  g_assert_no_error (error);
  g_assert_true (add (journal, "web-03", NULL, &error));
  end (journal, "web-03", "It is there.");
  g_assert_cmpuint (count_found (journal, "there"), ==, 1);
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

static void
test_is_private_and_durable (Fixture       *f,
                             gconstpointer  unused)
{
  g_autofree char *sub = g_build_filename (f->dir, "deeper", NULL);
  g_autofree char *path = g_build_filename (sub, "journal.sqlite", NULL);
  g_autofree char *lock = g_build_filename (sub, "journal.lock", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(FerryJournal) journal = ferry_journal_new (sub, &error);
  sqlite3_stmt *row = NULL;
  sqlite3 *db = NULL;
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (sub, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA journal_mode", -1, &row, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (row, 0), ==, "wal");
  sqlite3_finalize (row);
  sqlite3_close (db);

  g_clear_object (&journal);
  g_remove (path);
  g_remove (lock);
  g_assert_cmpint (g_rmdir (sub), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/journal/" name, Fixture, NULL, set_up, func, tear_down)

  ADD ("remembers-a-move", test_remembers_a_move);
  ADD ("one-move-for-a-vm", test_one_move_for_a_vm);
  ADD ("moves-have-one-owner", test_moves_have_one_owner);
  ADD ("ownership-ends-with-the-process", test_ownership_ends_with_the_process);
  ADD ("finds-the-past", test_finds_the_past);
  ADD ("says-that-it-is-damaged", test_says_that_it_is_damaged);
  ADD ("says-that-pages-are-damaged", test_says_that_pages_are_damaged);
  ADD ("says-that-it-is-locked", test_says_that_it_is_locked);
  ADD ("says-that-it-is-newer", test_says_that_it_is_newer);
  ADD ("lives-in-memory", test_lives_in_memory);
  ADD ("is-private-and-durable", test_is_private_and_durable);

  return g_test_run ();
}

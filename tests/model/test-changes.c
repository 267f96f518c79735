/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "model/ferry-changes.h"
#include "model/ferry-task-record.h"

#define N_KEYS  12
#define N_STEPS 4000

/* What a batch should say, kept in the simplest way: for each key nothing, "removed", or the number of
 * the record that was put last. */
#define NOTHING 0
#define REMOVED -1

typedef struct
{
  FerryChanges *batch;
  int           words[N_KEYS];
} Pair;

static char *
make_key (guint i)
{
  g_autofree char *uuid = g_strdup_printf ("%u", i);

  return ferry_key_new ("lisbon", FERRY_KIND_TASK, uuid);
}

static FerryTaskRecord *
make_record (guint i,
             int   version)
{
  g_autofree char *key = g_strdup_printf ("lisbon/task/%u", i);

  return ferry_task_record_new (&(FerryTaskRecord) {
    .base = { .key = key, .connection_key = "lisbon/connection", .name = "VM.pool_migrate" },
    .created_at = version,
  });
}

static void
put (Pair  *pair,
     guint  i,
     int    version)
{
  ferry_changes_put (pair->batch, make_record (i, version));
  pair->words[i] = version;
}

static void
take_out (Pair  *pair,
          guint  i)
{
  char *key = make_key (i);

  ferry_changes_remove (pair->batch, key);
  pair->words[i] = REMOVED;
  g_ref_string_release (key);
}

static void
merge (Pair *pair,
       Pair *newer)
{
  ferry_changes_merge (pair->batch, newer->batch);
  for (guint i = 0; i < N_KEYS; i++)
    {
      if (newer->words[i] != NOTHING)
        pair->words[i] = newer->words[i];
    }
}

static guint
get_place (const char *key)
{
  return g_ascii_strtoull (strrchr (key, '/') + 1, NULL, 10);
}

/* The batch says of each key what it should, and says it once. */
static void
assert_agrees (Pair *pair)
{
  GPtrArray *records = ferry_changes_get_records (pair->batch);
  GPtrArray *removed = ferry_changes_get_removed (pair->batch);
  int said[N_KEYS] = { NOTHING };

  for (guint i = 0; i < records->len; i++)
    {
      const FerryTaskRecord *record = g_ptr_array_index (records, i);
      guint place = get_place (record->base.key);

      g_assert_cmpint (said[place], ==, NOTHING);
      said[place] = record->created_at;
    }

  for (guint i = 0; i < removed->len; i++)
    {
      guint place = get_place (g_ptr_array_index (removed, i));

      g_assert_cmpint (said[place], ==, NOTHING);
      said[place] = REMOVED;
    }

  for (guint i = 0; i < N_KEYS; i++)
    g_assert_cmpint (said[i], ==, pair->words[i]);

  g_assert_cmpint (ferry_changes_is_empty (pair->batch), ==, records->len + removed->len == 0);
}

static void
take_step (Pair  *pair,
           guint *version)
{
  guint place = g_test_rand_int_range (0, N_KEYS);

  if (g_test_rand_int_range (0, 3) == 0)
    take_out (pair, place);
  else
    put (pair, place, ++*version);
}

/* Any sequence of puts, removals and merges, from the seed of this run. */
static void
test_agrees_with_a_simple_model (void)
{
  Pair pair = { .batch = ferry_changes_new () };
  guint version = 0;

  for (guint step = 0; step < N_STEPS; step++)
    {
      if (g_test_rand_int_range (0, 20) == 0)
        {
          Pair newer = { .batch = ferry_changes_new () };
          guint n = g_test_rand_int_range (0, 2 * N_KEYS);

          for (guint i = 0; i < n; i++)
            take_step (&newer, &version);
          assert_agrees (&newer);
          merge (&pair, &newer);
          assert_agrees (&newer);
          g_object_unref (newer.batch);
        }
      else
        {
          take_step (&pair, &version);
        }

      assert_agrees (&pair);
    }

  g_object_unref (pair.batch);
}

static void
test_starts_empty (void)
{
  g_autoptr(FerryChanges) batch = ferry_changes_new ();

  g_assert_true (ferry_changes_is_empty (batch));
}

static void
test_keeps_the_order_of_first_puts (void)
{
  g_autoptr(FerryChanges) batch = ferry_changes_new ();
  GPtrArray *records;

  for (guint i = 0; i < 5; i++)
    ferry_changes_put (batch, make_record (i, 1));
  ferry_changes_put (batch, make_record (1, 2));

  records = ferry_changes_get_records (batch);
  g_assert_cmpuint (records->len, ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (get_place (((FerryRecord *) g_ptr_array_index (records, i))->key), ==, i);
}

static void
test_says_a_removal_once (void)
{
  Pair pair = { .batch = ferry_changes_new () };

  take_out (&pair, 3);
  take_out (&pair, 3);
  assert_agrees (&pair);
  put (&pair, 3, 1);
  assert_agrees (&pair);
  take_out (&pair, 3);
  assert_agrees (&pair);
  g_object_unref (pair.batch);
}

/* The batch's words stay good when nobody else holds the records and keys. */
static void
test_owns_what_it_says (void)
{
  g_autoptr(FerryChanges) batch = ferry_changes_new ();
  FerryTaskRecord *record = make_record (1, 7);
  char *key = make_key (2);

  ferry_changes_put (batch, ferry_record_ref (record));
  ferry_changes_remove (batch, key);
  ferry_record_unref (record);
  g_ref_string_release (key);

  record = g_ptr_array_index (ferry_changes_get_records (batch), 0);
  g_assert_cmpint (record->created_at, ==, 7);
  g_assert_cmpstr (g_ptr_array_index (ferry_changes_get_removed (batch), 0), ==, "lisbon/task/2");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/changes/starts-empty", test_starts_empty);
  g_test_add_func ("/changes/keeps-the-order-of-first-puts", test_keeps_the_order_of_first_puts);
  g_test_add_func ("/changes/says-a-removal-once", test_says_a_removal_once);
  g_test_add_func ("/changes/owns-what-it-says", test_owns_what_it_says);
  g_test_add_func ("/changes/agrees-with-a-simple-model", test_agrees_with_a_simple_model);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "simulator/ferry-sim-database.h"

typedef struct
{
  FerrySimDatabase *database;
  GString          *story;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->database = ferry_sim_database_new ();
  f->story = g_string_new (NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_string_free (f->story, TRUE);
  g_assert_finalize_object (f->database);
}

static void
tell_change (const FerrySimClass *klass,
             const char          *ref,
             FerrySimChange       change,
             guint64              generation,
             gpointer             user_data)
{
  Fixture *f = user_data;

  g_string_append_printf (f->story, "%c%s:%s ", "+~-"[change], klass->event_name, ref);
}

static const char *
changes_since (Fixture *f,
               guint64  generation)
{
  g_string_truncate (f->story, 0);
  ferry_sim_database_foreach_change (f->database, generation, tell_change, f);

  return f->story->str;
}

static char *
get_list (Fixture    *f,
          const char *table,
          const char *ref,
          const char *field)
{
  return g_variant_print (ferry_sim_database_get (f->database, table, ref, field), FALSE);
}

#define assert_list(f, table, ref, field, expected) G_STMT_START {       \
  g_autofree char *list_ = get_list (f, table, ref, field);              \
  g_assert_cmpstr (list_, ==, expected);                                 \
} G_STMT_END

static void
test_defaults (Fixture       *f,
               gconstpointer  data)
{
  const char *vm = ferry_sim_database_create_row (f->database, "VM", NULL);

  g_assert_true (g_str_has_prefix (vm, "OpaqueRef:"));
  g_assert_cmpstr (ferry_sim_database_get_string (f->database, "VM", vm, "power_state"), ==,
                   "Halted");
  g_assert_cmpstr (ferry_sim_database_get_string (f->database, "VM", vm, "resident_on"), ==,
                   FERRY_SIM_NULL_REF);
  g_assert_cmpfloat (ferry_sim_database_get_double (f->database, "VM", vm,
                                                    "HVM_shadow_multiplier"), ==, 1.0);
  assert_list (f, "VM", vm, "VBDs", "[]");
}

static void
test_relations (Fixture       *f,
                gconstpointer  data)
{
  ferry_sim_database_create_row (f->database, "host", "h1");
  ferry_sim_database_create_row (f->database, "host", "h2");
  ferry_sim_database_create_row (f->database, "VM", "v1");
  ferry_sim_database_create_row (f->database, "VM", "v2");

  ferry_sim_database_set_string (f->database, "VM", "v1", "resident_on", "h1");
  ferry_sim_database_set_string (f->database, "VM", "v2", "resident_on", "h1");
  assert_list (f, "host", "h1", "resident_VMs", "['v1', 'v2']");

  ferry_sim_database_set_string (f->database, "VM", "v1", "resident_on", "h2");
  assert_list (f, "host", "h1", "resident_VMs", "['v2']");
  assert_list (f, "host", "h2", "resident_VMs", "['v1']");

  ferry_sim_database_delete_row (f->database, "VM", "v1");
  assert_list (f, "host", "h2", "resident_VMs", "[]");
}

static void
test_many_to_many (Fixture       *f,
                   gconstpointer  data)
{
  const char *groups[] = { "g1", "g2", NULL };

  ferry_sim_database_create_row (f->database, "VM_group", "g1");
  ferry_sim_database_create_row (f->database, "VM_group", "g2");
  ferry_sim_database_create_row (f->database, "VM", "v1");
  ferry_sim_database_set (f->database, "VM", "v1", "groups", g_variant_new_strv (groups, -1));
  assert_list (f, "VM_group", "g2", "VMs", "['v1']");

  ferry_sim_database_set (f->database, "VM", "v1", "groups", g_variant_new_strv (groups, 1));
  assert_list (f, "VM_group", "g1", "VMs", "['v1']");
  assert_list (f, "VM_group", "g2", "VMs", "[]");
}

static void
test_dangling (Fixture       *f,
               gconstpointer  data)
{
  ferry_sim_database_create_row (f->database, "VBD", "b1");
  ferry_sim_database_set_string (f->database, "VBD", "b1", "VM", "v1");
  ferry_sim_database_create_row (f->database, "VM", "v1");
  assert_list (f, "VM", "v1", "VBDs", "['b1']");

  ferry_sim_database_delete_row (f->database, "VM", "v1");
  g_assert_cmpstr (ferry_sim_database_get_string (f->database, "VBD", "b1", "VM"), ==, "v1");
  ferry_sim_database_create_row (f->database, "VM", "v1");
  assert_list (f, "VM", "v1", "VBDs", "['b1']");

  ferry_sim_database_set_string (f->database, "VBD", "b1", "VM", "nowhere");
  ferry_sim_database_delete_row (f->database, "VBD", "b1");
  ferry_sim_database_create_row (f->database, "VM", "nowhere");
  assert_list (f, "VM", "nowhere", "VBDs", "[]");
}

static void
test_changes (Fixture       *f,
              gconstpointer  data)
{
  guint64 start;

  ferry_sim_database_create_row (f->database, "host", "h1");
  ferry_sim_database_create_row (f->database, "VM", "v1");
  g_assert_cmpstr (changes_since (f, 0), ==, "+host:h1 +vm:v1 ");

  start = ferry_sim_database_get_generation (f->database);
  ferry_sim_database_set_string (f->database, "VM", "v1", "resident_on", "h1");
  ferry_sim_database_set_string (f->database, "VM", "v1", "name_label", "web");
  g_assert_cmpstr (changes_since (f, start), ==, "~host:h1 ~vm:v1 ");
  g_assert_cmpstr (changes_since (f, 0), ==, "+host:h1 +vm:v1 ");

  start = ferry_sim_database_get_generation (f->database);
  ferry_sim_database_set_string (f->database, "VM", "v1", "name_label", "web");
  g_assert_cmpuint (ferry_sim_database_get_generation (f->database), ==, start);
  g_assert_cmpstr (changes_since (f, start), ==, "");

  ferry_sim_database_create_row (f->database, "task", "t1");
  ferry_sim_database_delete_row (f->database, "task", "t1");
  g_assert_cmpstr (changes_since (f, start), ==, "");

  ferry_sim_database_delete_row (f->database, "VM", "v1");
  g_assert_cmpstr (changes_since (f, start), ==, "~host:h1 -vm:v1 ");
}

static void
count_deletion (const FerrySimClass *klass,
                const char          *ref,
                FerrySimChange       change,
                guint64              generation,
                gpointer             user_data)
{
  if (change == FERRY_SIM_CHANGE_DEL)
    (*(guint *) user_data)++;
}

static void
test_bounded_deletions (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(GPtrArray) refs = NULL;
  guint64 start;
  guint n = 0;

  for (guint i = 0; i < 700; i++)
    ferry_sim_database_create_row (f->database, "task", NULL);
  start = ferry_sim_database_get_generation (f->database);
  refs = ferry_sim_database_list_refs (f->database, "task");
  g_assert_cmpuint (refs->len, ==, 700);
  for (guint i = 0; i < 700; i++)
    ferry_sim_database_delete_row (f->database, "task", g_ptr_array_index (refs, i));

  ferry_sim_database_foreach_change (f->database, start, count_deletion, &n);
  g_assert_cmpuint (n, >=, 256);
  g_assert_cmpuint (n, <=, 512);
  g_assert_cmpuint (ferry_sim_database_count_rows (f->database, "task"), ==, 0);
}

static void
test_json (Fixture       *f,
           gconstpointer  data)
{
  const char *text;
  GBytes *json;

  ferry_sim_database_create_row (f->database, "VM_metrics", "m1");
  ferry_sim_database_set_int (f->database, "VM_metrics", "m1", "memory_actual",
                              G_GINT64_CONSTANT (9007199254740993));
  ferry_sim_database_set_key (f->database, "VM_metrics", "m1", "other_config", "a\"b", "c\n\x01");
  json = ferry_sim_database_get_json (f->database, "VM_metrics", "m1");
  text = g_bytes_get_data (json, NULL);
  g_assert_nonnull (strstr (text, "\"memory_actual\":9007199254740993,"));
  g_assert_nonnull (strstr (text, "\"other_config\":{\"a\\\"b\":\"c\\n\\u0001\"}"));
  g_assert_nonnull (strstr (text, "\"start_time\":\"19700101T00:00:00Z\""));
  g_assert_true (ferry_sim_database_get_json (f->database, "VM_metrics", "m1") == json);

  ferry_sim_database_set_key (f->database, "VM_metrics", "m1", "other_config", "a\"b", NULL);
  text = g_bytes_get_data (ferry_sim_database_get_json (f->database, "VM_metrics", "m1"), NULL);
  g_assert_nonnull (strstr (text, "\"other_config\":{}"));
}

static void
test_uuids (Fixture       *f,
            gconstpointer  data)
{
  ferry_sim_database_create_row (f->database, "VM", "v1");
  ferry_sim_database_set_string (f->database, "VM", "v1", "uuid", "one");
  g_assert_cmpstr (ferry_sim_database_find_uuid (f->database, "VM", "one"), ==, "v1");
  ferry_sim_database_set_string (f->database, "VM", "v1", "uuid", "two");
  g_assert_null (ferry_sim_database_find_uuid (f->database, "VM", "one"));
  ferry_sim_database_delete_row (f->database, "VM", "v1");
  g_assert_null (ferry_sim_database_find_uuid (f->database, "VM", "two"));
}

static void
test_restart (Fixture       *f,
              gconstpointer  data)
{
  guint64 before;

  ferry_sim_database_create_row (f->database, "VM", "v1");
  ferry_sim_database_create_row (f->database, "task", "t1");
  before = ferry_sim_database_get_generation (f->database);
  ferry_sim_database_restart (f->database, before);
  g_assert_cmpstr (changes_since (f, before), ==, "+vm:v1 ");

  before = ferry_sim_database_get_generation (f->database);
  ferry_sim_database_lose_row (f->database, "VM", "v1");
  g_assert_cmpstr (changes_since (f, before), ==, "");
  g_assert_cmpuint (ferry_sim_database_count_rows (f->database, "VM"), ==, 0);
}

static void
test_many_rows (Fixture       *f,
                gconstpointer  data)
{
  guint n = g_test_perf () ? 500000 : 20000;
  double seconds;

  ferry_sim_database_create_row (f->database, "SR", "sr");
  g_test_timer_start ();
  for (guint i = 0; i < n; i++)
    {
      const char *ref = ferry_sim_database_create_row (f->database, "VDI", NULL);
      g_autofree char *uuid = g_strdup_printf ("00000000-0000-4000-8000-%012u", i);

      ferry_sim_database_set_string (f->database, "VDI", ref, "uuid", uuid);
      ferry_sim_database_set_string (f->database, "VDI", ref, "SR", "sr");
      ferry_sim_database_set_int (f->database, "VDI", ref, "virtual_size", i);
    }
  seconds = g_test_timer_elapsed ();
  g_assert_cmpuint (ferry_sim_database_count_rows (f->database, "VDI"), ==, n);
  g_test_minimized_result (seconds, "%u rows made in %.2f s", n, seconds);
}

#define add(path, func) g_test_add ("/sim-database/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("gives-a-new-row-every-field-at-its-default", test_defaults);
  add ("keeps-both-sides-of-a-relation-right", test_relations);
  add ("keeps-both-sides-of-many-to-many-right", test_many_to_many);
  add ("links-references-made-before-their-row", test_dangling);
  add ("tells-each-changed-row-once", test_changes);
  add ("forgets-old-deletions", test_bounded_deletions);
  add ("serialises-records-until-they-change", test_json);
  add ("finds-rows-by-uuid", test_uuids);
  add ("restarts-as-a-coordinator-does", test_restart);
  add ("holds-many-rows", test_many_rows);

  return g_test_run ();
}

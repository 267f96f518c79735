/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/ferry-names.h"

#include "../client/fake-engine.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-vm-record.h"

typedef struct
{
  FerryClient *client;
} Fixture;

static void
add_vm (FerryChanges *world,
        const char   *key,
        const char   *connection_key,
        const char   *name,
        const char   *uuid)
{
  ferry_changes_put (world, ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = key, .connection_key = connection_key, .name = name },
    .uuid = uuid, .pool_key = connection_key
  }));
}

static FerryChanges *
make_world (void)
{
  FerryChanges *world = ferry_changes_new ();

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);
      g_autofree char *key = g_strconcat (id, "/connection", NULL);

      ferry_changes_put (world, ferry_connection_record_new (&(FerryConnectionRecord) {
        .base = { .key = key, .connection_key = key, .name = i == 0 ? "Lisbon" : "Porto" },
        .id = id, .uri = "xapi://root@example.com",
      .state = FERRY_CONNECTION_CONNECTED
    }));
    }

  ferry_changes_put (world, ferry_host_record_new (&(FerryHostRecord) {
    .base = { .key = "c0/host/1", .connection_key = "c0/connection", .name = "kestrel" },
    .uuid = "aaaa-1", .pool_key = "c0/pool/1"
  }));
  add_vm (world, "c0/vm/1", "c0/connection", "web-01", "bbbb-1");
  add_vm (world, "c0/vm/2", "c0/connection", "web-02", "bbbb-2");
  add_vm (world, "c1/vm/3", "c1/connection", "web-01", "bbbb-3");
  add_vm (world, "c1/vm/4", "c1/connection", "Web-02", "bbbb-4");
  add_vm (world, "c1/vm/5", "c1/connection", "bbbb-1", "bbbb-5");
  add_vm (world, "c1/vm/6", "c1/connection", "Ágora", "bbbb-6");

  return world;
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  fake_engine_begin_story ();
  fake_engine_set_world (make_world ());
  f->client = ferry_client_new (NULL);
  while (ferry_client_lookup (f->client, "c1/vm/6") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;

  ferry_client_shutdown_async (f->client, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->client);
}

static void
assert_finds (Fixture    *f,
              const char *text,
              FerryKinds  kinds,
              const char *connection_key,
              const char *key)
{
  g_autoptr(GError) error = NULL;
  FerryItem *item = ferry_names_find (f->client, text, kinds, connection_key, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (ferry_item_get_key (item), ==, key);
}

static char *
get_complaint (Fixture    *f,
               const char *text,
               FerryKinds  kinds)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (ferry_names_find (f->client, text, kinds, NULL, &error));
  g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);

  return g_strdup (error->message);
}

static void
test_best_fit_counts (Fixture       *f,
                      gconstpointer  data)
{
  assert_finds (f, "kestrel", FERRY_KINDS_NAMED, NULL, "c0/host/1");
  assert_finds (f, "KESTREL", FERRY_KINDS_NAMED, NULL, "c0/host/1");
  assert_finds (f, "ágora", FERRY_KINDS_NAMED, NULL, "c1/vm/6");
  assert_finds (f, "c0/vm/1", FERRY_KINDS_NAMED, NULL, "c0/vm/1");
  /* A uuid before a name, the right case before another. */
  assert_finds (f, "bbbb-1", FERRY_KINDS (FERRY_KIND_VM), NULL, "c0/vm/1");
  assert_finds (f, "web-02", FERRY_KINDS (FERRY_KIND_VM), NULL, "c0/vm/2");
  assert_finds (f, "Lisbon", FERRY_KINDS_NAMED, NULL, "c0/connection");
  assert_finds (f, "web-01", FERRY_KINDS (FERRY_KIND_VM), "c1/connection", "c1/vm/3");
}

static void
test_ambiguous_names_list_candidates (Fixture       *f,
                                      gconstpointer  data)
{
  g_autofree char *two = get_complaint (f, "web-01", FERRY_KINDS (FERRY_KIND_VM));
  g_autofree char *cases = get_complaint (f, "WEB-02", FERRY_KINDS (FERRY_KIND_VM));

  g_assert_nonnull (strstr (two, "2 things"));
  g_assert_nonnull (strstr (two, "web-01 (vm, Lisbon): bbbb-1"));
  g_assert_nonnull (strstr (two, "web-01 (vm, Porto): bbbb-3"));
  g_assert_nonnull (strstr (cases, "bbbb-2"));
  g_assert_nonnull (strstr (cases, "bbbb-4"));
}

static void
test_unknown_names_suggest_near_ones (Fixture       *f,
                                      gconstpointer  data)
{
  g_autofree char *swapped = get_complaint (f, "kesterl", FERRY_KINDS (FERRY_KIND_HOST));
  g_autofree char *part = get_complaint (f, "gora", FERRY_KINDS (FERRY_KIND_VM));
  g_autofree char *far = get_complaint (f, "xylophone", FERRY_KINDS_NAMED);
  g_autofree char *wrong_kind = get_complaint (f, "kestrel", FERRY_KINDS (FERRY_KIND_VM));

  g_assert_nonnull (strstr (swapped, "host called “kesterl”. There is “kestrel”"));
  g_assert_nonnull (strstr (part, "“Ágora”"));
  g_assert_true (g_str_has_suffix (far, "“xylophone”."));
  g_assert_nonnull (strstr (wrong_kind, "no virtual machine called"));
}

static void
test_distance (void)
{
  static const struct { const char *a, *b; guint distance; } table[] = {
    { "", "", 0 }, { "web", "web", 0 }, { "web", "wbe", 1 }, { "web", "we", 1 },
    { "web", "webs", 1 }, { "web", "wab", 1 }, { "ágora", "agora", 1 }, { "abc", "", 3 },
    { "kestrel", "merlin", 5 }, { "abcdefgh", "zyxwvuts", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_assert_cmpuint (ferry_names_distance (table[i].a, table[i].b, 4), ==, table[i].distance);
      g_assert_cmpuint (ferry_names_distance (table[i].b, table[i].a, 4), ==, table[i].distance);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/names/best-fit-counts", Fixture, NULL, set_up, test_best_fit_counts, tear_down);
  g_test_add ("/names/ambiguous-ones-list-the-candidates", Fixture, NULL, set_up,
              test_ambiguous_names_list_candidates, tear_down);
  g_test_add ("/names/unknown-ones-suggest-near-ones", Fixture, NULL, set_up,
              test_unknown_names_suggest_near_ones, tear_down);
  g_test_add_func ("/names/distance-counts-letters", test_distance);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine/ferry-inventory.h"
#include "engine/ferry-scheduler.h"
#include "model/ferry-disk-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-vm-record.h"

#define GIB ((guint64) 1 << 30)

static FerryVmRecord *
make_vm (const char *name,
         const char *host,
         const char *scheduled,
         const char *network)
{
  g_autofree char *key = g_strdup_printf ("lisbon/vm/%s", name);
  FerryVmNic nics[] = { { .id = "vif", .network_key = network } };

  return ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = key, .connection_key = "lisbon/connection", .name = name },
    .host_key = host, .scheduled_host_key = scheduled,
    .memory_dynamic_min_bytes = 4 * GIB, .memory_overhead_bytes = GIB / 4,
    .nics = nics, .n_nics = network != NULL,
  });
}

static guint
count_on (FerryInventory *inventory,
          const char     *host_key)
{
  g_autoptr(GPtrArray) vms = ferry_inventory_list_vms_on (inventory, host_key);

  return vms->len;
}

static guint
count_wired (FerryInventory *inventory,
             const char     *network_key)
{
  g_autoptr(GPtrArray) vms = ferry_inventory_list_vms_wired_to (inventory, network_key);

  return vms->len;
}

static void
test_follows_a_vm (void)
{
  g_autoptr(FerryInventory) inventory = ferry_inventory_new ();

  ferry_inventory_put (inventory, make_vm ("web-03", "h/kestrel", NULL, "n/lan"));
  g_assert_cmpuint (count_on (inventory, "h/kestrel"), ==, 1);
  g_assert_cmpuint (count_wired (inventory, "n/lan"), ==, 1);
  g_assert_cmpuint (ferry_inventory_get_promised_bytes (inventory, "h/kestrel"), ==, 4 * GIB + GIB / 4);

  /* On its way, it counts on both; within its own host, it is listed once and charged twice. */
  ferry_inventory_put (inventory, make_vm ("web-03", "h/kestrel", "h/merlin", "n/lan"));
  g_assert_cmpuint (count_on (inventory, "h/merlin"), ==, 1);
  ferry_inventory_put (inventory, make_vm ("web-03", "h/kestrel", "h/kestrel", NULL));
  g_assert_cmpuint (count_on (inventory, "h/kestrel"), ==, 1);
  g_assert_cmpuint (count_on (inventory, "h/merlin"), ==, 0);
  g_assert_cmpuint (count_wired (inventory, "n/lan"), ==, 0);
  g_assert_cmpuint (ferry_inventory_get_promised_bytes (inventory, "h/kestrel"), ==, 8 * GIB + GIB / 2);

  ferry_inventory_put (inventory, make_vm ("web-03", "h/merlin", NULL, "n/lan"));
  g_assert_cmpuint (ferry_inventory_get_promised_bytes (inventory, "h/kestrel"), ==, 0);
  g_assert_cmpuint (count_on (inventory, "h/merlin"), ==, 1);

  ferry_inventory_remove (inventory, "lisbon/vm/web-03");
  g_assert_cmpuint (count_on (inventory, "h/merlin"), ==, 0);
  g_assert_cmpuint (ferry_inventory_get_promised_bytes (inventory, "h/merlin"), ==, 0);
  g_assert_null (ferry_inventory_lookup (inventory, "lisbon/vm/web-03"));
}

static void
test_agrees_with_a_slow_count (void)
{
  static const char * const hosts[] = { "h/a", "h/b", "h/c", NULL };
  g_autoptr(FerryInventory) inventory = ferry_inventory_new ();
  g_autoptr(GRand) rand = g_rand_new_with_seed (11);
  int places[20] = { 0 };
  int scheduled[20] = { 0 };

  for (guint i = 0; i < 3000; i++)
    {
      guint vm = g_rand_int_range (rand, 0, 20);
      g_autofree char *name = g_strdup_printf ("%u", vm);
      g_autofree char *key = g_strdup_printf ("lisbon/vm/%u", vm);

      places[vm] = g_rand_int_range (rand, 0, 5);
      scheduled[vm] = g_rand_int_range (rand, 0, 4);
      if (places[vm] == 4)
        {
          scheduled[vm] = 3;
          ferry_inventory_remove (inventory, key);
        }
      else
        ferry_inventory_put (inventory, make_vm (name, hosts[places[vm]], hosts[scheduled[vm]], NULL));

      for (int h = 0; h < 3; h++)
        {
          guint n = 0, n_listed = 0;

          for (guint v = 0; v < G_N_ELEMENTS (places) && i > 100; v++)
            {
              n += (places[v] == h) + (scheduled[v] == h);
              n_listed += places[v] == h || scheduled[v] == h;
            }
          if (i <= 100)
            continue;
          g_assert_cmpuint (ferry_inventory_get_promised_bytes (inventory, hosts[h]), ==,
                            n * (4 * GIB + GIB / 4));
          g_assert_cmpuint (count_on (inventory, hosts[h]), ==, n_listed);
        }
    }
}

static void
on_pending (FerryInventory *inventory,
            guint          *n)
{
  ++*n;
}

static void
test_announces_once (void)
{
  g_autoptr(FerryInventory) inventory = ferry_inventory_new ();
  g_autoptr(FerryChanges) first = NULL;
  g_autoptr(FerryChanges) second = NULL;
  guint n = 0;

  g_signal_connect (inventory, "changes-pending", G_CALLBACK (on_pending), &n);
  for (guint i = 0; i < 1000; i++)
    ferry_inventory_put (inventory, make_vm ("web-03", i % 2 ? "h/a" : "h/b", NULL, NULL));
  g_assert_cmpuint (n, ==, 1);

  first = ferry_inventory_take_changes (inventory);
  g_assert_cmpuint (ferry_changes_get_records (first)->len, ==, 1);

  /* Nothing new is no news. */
  ferry_inventory_put (inventory, make_vm ("web-03", "h/a", NULL, NULL));
  g_assert_cmpuint (n, ==, 1);
  ferry_inventory_remove (inventory, "lisbon/vm/none");
  g_assert_cmpuint (n, ==, 1);

  ferry_inventory_remove (inventory, "lisbon/vm/web-03");
  g_assert_cmpuint (n, ==, 2);
  second = ferry_inventory_take_changes (inventory);
  g_assert_cmpuint (ferry_changes_get_records (second)->len, ==, 0);
  g_assert_cmpuint (ferry_changes_get_removed (second)->len, ==, 1);
}

static void
test_keeps_up_with_a_flood (void)
{
  g_autoptr(FerryInventory) inventory = ferry_inventory_new ();
  gint64 began = g_get_monotonic_time ();
  double took;

  for (guint round = 0; round < 10; round++)
    {
      g_autoptr(FerryChanges) changes = ferry_changes_new ();

      for (guint i = 0; i < 10000; i++)
        {
          g_autofree char *name = g_strdup_printf ("vm-%u", i);
          g_autofree char *host = g_strdup_printf ("h/%u", (i + round) % 64);

          ferry_changes_put (changes, make_vm (name, host, NULL, "n/lan"));
        }
      ferry_inventory_apply (inventory, changes);
    }

  took = (g_get_monotonic_time () - began) / (double) G_USEC_PER_SEC;
  g_test_message ("%.0f changes a second, records made included", 100000 / took);
  g_assert_cmpuint (ferry_inventory_count (inventory, FERRY_KIND_VM, NULL), ==, 10000);
  /* Generous, for sanitizers and busy machines: it takes about a second. */
  g_assert_cmpfloat (took, <, 20);
}

static void
test_forgets_a_connection (void)
{
  g_autoptr(FerryInventory) inventory = ferry_inventory_new ();
  g_autoptr(GPtrArray) vms = NULL;

  ferry_inventory_put (inventory, make_vm ("web-03", "h/a", NULL, NULL));
  ferry_inventory_put (inventory, make_vm ("db-01", "h/a", NULL, NULL));
  ferry_inventory_put (inventory, ferry_host_record_new (&(FerryHostRecord) {
    .base = { .key = "porto/host/a", .connection_key = "porto/connection", .name = "a" },
    .pool_key = "porto/pool/1",
  }));
  vms = ferry_inventory_list (inventory, FERRY_KIND_VM, NULL);
  ferry_inventory_forget_connection (inventory, "lisbon/connection");
  g_assert_cmpuint (ferry_inventory_count (inventory, FERRY_KIND_VM, NULL), ==, 0);
  g_assert_cmpuint (ferry_inventory_count (inventory, FERRY_KIND_HOST, "porto/connection"), ==, 1);
  /* A list that somebody holds stays whole. */
  g_assert_cmpuint (vms->len, ==, 2);
  g_assert_nonnull (((FerryVmRecord *) vms->pdata[1])->base.name);
}

/* --- Scheduler --- */

static void
on_run (FerryScheduler *scheduler,
        const char     *move_key,
        GString        *story)
{
  g_string_append_printf (story, "%s ", move_key);
}

static void
test_counts_both_ends (void)
{
  g_autoptr(FerryInventory) inventory = ferry_inventory_new ();
  g_autoptr(FerryScheduler) scheduler = ferry_scheduler_new (inventory);
  g_autoptr(GString) story = g_string_new (NULL);
  g_autofree char *why = NULL;

  ferry_inventory_put (inventory, ferry_host_record_new (&(FerryHostRecord) {
    .base = { .key = "h/b", .connection_key = "lisbon/connection", .name = "merlin" },
    .pool_key = "p",
  }));
  g_signal_connect (scheduler, "run", G_CALLBACK (on_run), story);
  ferry_scheduler_queue (scheduler, "1", "h/a", "h/b", "p");
  ferry_scheduler_queue (scheduler, "2", "h/b", "h/c", "p");
  ferry_scheduler_occupy (scheduler, "3", "h/d", "h/b", "p");
  ferry_scheduler_queue (scheduler, "4", "h/d", "h/b", "p");
  /* The one behind it waits for nothing. */
  ferry_scheduler_queue (scheduler, "5", "h/c", "h/d", "p");
  g_assert_cmpstr (story->str, ==, "1 2 5 ");
  why = ferry_scheduler_explain (scheduler, "4");
  g_assert_cmpstr (why, ==, "Waiting: 3 moves already keep merlin busy");

  ferry_scheduler_release (scheduler, "2");
  g_assert_cmpstr (story->str, ==, "1 2 5 4 ");
  g_assert_null (ferry_scheduler_explain (scheduler, "4"));
}

static void
test_limits_a_pool (void)
{
  g_autoptr(FerryInventory) inventory = ferry_inventory_new ();
  g_autoptr(FerryScheduler) scheduler = ferry_scheduler_new (inventory);
  g_autoptr(GString) story = g_string_new (NULL);
  g_autofree char *why = NULL;

  g_signal_connect (scheduler, "run", G_CALLBACK (on_run), story);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);
      g_autofree char *source = g_strdup_printf ("h/%u", 2 * i);
      g_autofree char *target = g_strdup_printf ("h/%u", 2 * i + 1);

      ferry_scheduler_queue (scheduler, key, source, target, "p");
    }
  g_assert_cmpstr (story->str, ==, "0 1 2 3 4 5 6 7 8 9 ");
  why = ferry_scheduler_explain (scheduler, "11");
  g_assert_cmpstr (why, ==, "Waiting: 10 moves already run in the pool");

  /* One that waits may give up; then the next one is next. */
  ferry_scheduler_release (scheduler, "10");
  ferry_scheduler_release (scheduler, "0");
  g_assert_cmpstr (story->str, ==, "0 1 2 3 4 5 6 7 8 9 11 ");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/inventory/follows-a-vm", test_follows_a_vm);
  g_test_add_func ("/inventory/agrees-with-a-slow-count", test_agrees_with_a_slow_count);
  g_test_add_func ("/inventory/announces-once", test_announces_once);
  g_test_add_func ("/inventory/keeps-up-with-a-flood", test_keeps_up_with_a_flood);
  g_test_add_func ("/inventory/forgets-a-connection", test_forgets_a_connection);
  g_test_add_func ("/scheduler/counts-both-ends", test_counts_both_ends);
  g_test_add_func ("/scheduler/limits-a-pool", test_limits_a_pool);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The local verdicts against the server's own answers, cell by cell: for every VM and host of a pool, both
 * allow the move, or both refuse it for the same reason. There is no list of exceptions. What the
 * server looks at only when a move starts (role, licence, HA plan, upgrades, the migration network, a busy
 * target) is not compared here. */

#include <string.h>

#include "drivers/ferry-driver.h"
#include "engine/ferry-inventory.h"
#include "engine/ferry-preflight.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "simulator/ferry-sim-service.h"

#define DEADLINE_S 60

/**
 * Pool:
 * @driver: connected
 * @inventory: what it told
 * @connection_id: of its keys
 *
 * One pool of the simulator, as a driver sees it.
 */
typedef struct
{
  FerryDriver    *driver;
  FerryInventory *inventory;
  char           *connection_id;
} Pool;

/* An answer that is waited for. */
typedef struct
{
  gboolean   is_done;
  gboolean   is_good;
  GPtrArray *findings; /* (owned) (nullable) */
  GError    *error;    /* (owned) (nullable) */
} Answer;

/* What the server says with one code, and preflight with two. */
static const struct
{
  const char *theirs;
  const char *ours;
} reasons[] = {
  { "cpu-features", "cpu-vendor" },
  { "network-missing", "network-internal" },
  { "pinned", "nested-virtualisation" },
};

static void
wait_for (Answer *answer)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;

  while (!answer->is_done)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Answer *answer = user_data;

  answer->is_good = ferry_driver_connect_finish (FERRY_DRIVER (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
on_disconnected (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Answer *answer = user_data;

  answer->is_good = ferry_driver_disconnect_finish (FERRY_DRIVER (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Answer *answer = user_data;

  answer->findings = ferry_driver_check_finish (FERRY_DRIVER (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
on_changes (FerryDriver  *driver,
            FerryChanges *changes,
            Pool         *pool)
{
  ferry_inventory_apply (pool->inventory, changes);
}

/* What the engine would say of a connection that is up. */
static void
put_connection (Pool       *pool,
                const char *uri)
{
  g_autofree char *key = g_strdup_printf ("%s/connection", pool->connection_id);

  ferry_inventory_put (pool->inventory, ferry_connection_record_new (&(FerryConnectionRecord) {
    .base = { .key = key, .connection_key = key, .name = pool->connection_id },
    .id = pool->connection_id, .uri = uri, .state = FERRY_CONNECTION_CONNECTED,
    .can_migrate = TRUE,
  }));
}

static Pool *
pool_new (const FerrySimEndpoint *endpoint,
          guint                   number)
{
  Pool *pool = g_new0 (Pool, 1);
  g_autoptr(FerrySecret) secret = ferry_secret_new (endpoint->password);
  g_autoptr(GError) error = NULL;
  Answer answer = { FALSE };
  FerryConnectionSettings settings = { .uri = (char *) endpoint->uri };

  pool->connection_id = g_strdup_printf ("pool-%u", number);
  settings.id = pool->connection_id;
  pool->inventory = ferry_inventory_new ();
  put_connection (pool, endpoint->uri);
  pool->driver = ferry_driver_new_for_settings (&settings, &error);
  g_assert_no_error (error);
  g_signal_connect (pool->driver, "changes", G_CALLBACK (on_changes), pool);

  ferry_driver_connect_async (pool->driver, &settings, secret, NULL, on_connected, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_true (answer.is_good);

  return pool;
}

static void
pool_free (Pool *pool)
{
  Answer answer = { FALSE };

  ferry_driver_disconnect_async (pool->driver, on_disconnected, &answer);
  wait_for (&answer);
  g_clear_error (&answer.error);
  g_signal_handlers_disconnect_by_data (pool->driver, pool);
  g_object_unref (pool->driver);
  g_object_unref (pool->inventory);
  g_free (pool->connection_id);
  g_free (pool);
}

/* (transfer full): what the server says against it; empty if nothing. */
static GPtrArray *
ask_server (Pool       *pool,
            const char *vm_key,
            const char *host_key)
{
  FerryDriverMove move = {
    .move_key = "ferry/move/check", .vm_key = vm_key, .host_key = host_key, .compress = -1,
  };
  Answer answer = { FALSE };

  ferry_driver_check_async (pool->driver, &move, NULL, on_checked, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);

  return answer.findings;
}

static gboolean
has_block (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      if (((FerryFinding *) g_ptr_array_index (findings, i))->severity == FERRY_SEVERITY_BLOCKS)
        return TRUE;
    }

  return FALSE;
}

static char *
tell (GPtrArray *findings)
{
  GString *story = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == FERRY_SEVERITY_BLOCKS)
        g_string_append_printf (story, " [%s] %s", finding->id, finding->sentence);
    }

  return g_string_free (story, FALSE);
}

static gboolean
is_same_reason (const FerryFinding *theirs,
                const FerryFinding *ours)
{
  if (g_str_equal (theirs->id, ours->id))
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_str_equal (reasons[i].theirs, theirs->id) && g_str_equal (reasons[i].ours, ours->id))
        return TRUE;
    }

  return FALSE;
}

/* The server stops at the first reason that each of its two checks meets; we say them all. */
static gboolean
share_a_reason (GPtrArray *theirs,
                GPtrArray *ours)
{
  for (guint i = 0; i < theirs->len; i++)
    {
      for (guint j = 0; j < ours->len; j++)
        {
          if (is_same_reason (g_ptr_array_index (theirs, i), g_ptr_array_index (ours, j)))
            return TRUE;
        }
    }

  return FALSE;
}

typedef struct
{
  guint n_cells;
  guint n_allowed;
  guint n_different;
} Tally;

static void
compare_cell (Pool                *pool,
              const FerryVerdict  *verdict,
              Tally               *tally)
{
  g_autoptr(GPtrArray) answer = ask_server (pool, verdict->vm_key, verdict->host_key);
  g_autofree char *ours = tell (verdict->findings);
  g_autofree char *theirs = tell (answer);
  gboolean we_allow = verdict->outlook == FERRY_OUTLOOK_CAN_GO;
  gboolean they_allow = !has_block (answer);

  tally->n_cells++;
  tally->n_allowed += we_allow && they_allow;
  if (we_allow == they_allow && (we_allow || share_a_reason (answer, verdict->findings)))
    return;

  tally->n_different++;
  g_test_message ("%s > %s: we say%s; the server says%s",
                  ferry_inventory_get_name (pool->inventory, verdict->vm_key, "?"),
                  ferry_inventory_get_name (pool->inventory, verdict->host_key, "?"),
                  we_allow ? " yes" : ours, they_allow ? " yes" : theirs);
}

static char **
list_keys (Pool      *pool,
           FerryKind  kind)
{
  g_autoptr(GPtrArray) records = ferry_inventory_list (pool->inventory, kind, NULL);
  char **keys = g_new0 (char *, records->len + 1);

  for (guint i = 0; i < records->len; i++)
    keys[i] = g_strdup (((FerryRecord *) g_ptr_array_index (records, i))->key);

  return keys;
}

/* One VM at a time: the server does not count those that were asked about before. */
static void
compare_vm (Pool       *pool,
            const char *vm_key,
            Tally      *tally)
{
  const char * const vm_keys[] = { vm_key, NULL };
  g_autoptr(GPtrArray) verdicts = ferry_preflight_check (pool->inventory, vm_keys, NULL);

  for (guint i = 0; i < verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (verdicts, i);

      g_assert_cmpint (verdict->outlook, !=, FERRY_OUTLOOK_UNKNOWN);
      if (verdict->outlook != FERRY_OUTLOOK_HERE)
        compare_cell (pool, verdict, tally);
    }
}

static void
compare_pool (const FerrySimEndpoint *endpoint,
              guint                   number,
              Tally                  *total)
{
  Pool *pool = pool_new (endpoint, number);
  g_auto(GStrv) vm_keys = list_keys (pool, FERRY_KIND_VM);
  Tally tally = { 0 };

  for (guint i = 0; vm_keys[i] != NULL; i++)
    compare_vm (pool, vm_keys[i], &tally);
  g_test_message ("%s: %u cells, %u of them allowed by both, %u differ",
                  endpoint->name, tally.n_cells, tally.n_allowed, tally.n_different);

  total->n_cells += tally.n_cells;
  total->n_allowed += tally.n_allowed;
  total->n_different += tally.n_different;
  pool_free (pool);
}

static void
compare_world (const FerrySimOptions *options,
               Tally                 *tally)
{
  g_autoptr(FerrySimService) service = ferry_sim_service_new (options);
  g_autoptr(GError) error = NULL;

  ferry_sim_service_start (service, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ferry_sim_service_get_n_endpoints (service); i++)
    compare_pool (ferry_sim_service_get_endpoint (service, i), i, tally);
  ferry_sim_service_stop (service);
}

static void
test_agrees_in_the_demo (void)
{
  Tally tally = { 0 };

  compare_world (&(FerrySimOptions) { .speed = 1 }, &tally);
  g_assert_cmpuint (tally.n_cells, >, 100);
  g_assert_cmpuint (tally.n_allowed, >, 20);
  g_assert_cmpuint (tally.n_different, ==, 0);
}

static void
test_agrees_in_generated_pools (void)
{
  Tally tally = { 0 };

  for (guint seed = 1; seed <= 3; seed++)
    compare_world (&(FerrySimOptions) { .n_hosts = 4, .n_vms = 50, .seed = seed }, &tally);
  g_assert_cmpuint (tally.n_cells, >, 300);
  g_assert_cmpuint (tally.n_different, ==, 0);
}

static void
test_agrees_in_real_pools (void)
{
  static const char * const names[] = {
    "two-hosts-iscsi.xml", "two-hosts-ha.xml", "two-hosts-mixed-storage.xml",
    "standalone-host.xml",
  };
  const char *shared = g_getenv ("FERRY_SHARED");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) paths = NULL;
  Tally tally = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (shared != NULL ? shared : "", "data", "xapi-db",
                                                names[i], NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_test_skip ("the dumps of real pools are not here");
          return;
        }
      g_strv_builder_add (builder, path);
    }

  paths = g_strv_builder_end (builder);
  compare_world (&(FerrySimOptions) { .databases = (const char * const *) paths }, &tally);
  g_assert_cmpuint (tally.n_cells, >, 5);
  g_assert_cmpuint (tally.n_different, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/preflight-sim/agrees-in-the-demo", test_agrees_in_the_demo);
  g_test_add_func ("/preflight-sim/agrees-in-generated-pools", test_agrees_in_generated_pools);
  g_test_add_func ("/preflight-sim/agrees-in-real-pools", test_agrees_in_real_pools);

  return g_test_run ();
}

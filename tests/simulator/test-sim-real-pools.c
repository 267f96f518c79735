/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Migrations in the databases of real pools. */

#include "simulator/ferry-sim-behaviour.h"
#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-content.h"
#include "simulator/ferry-sim-dispatch.h"
#include "simulator/ferry-sim-lifecycle.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-session.h"
#include "small-pool.h"

static FerrySimWorld *
load_world (const char *file)
{
  const char *shared = g_getenv ("FERRY_SHARED");
  g_autofree char *path = NULL;
  const char *databases[] = { NULL, NULL };
  FerrySimOptions options = { .databases = databases };
  FerrySimWorld *world;
  g_autoptr(GError) error = NULL;

  path = g_build_filename (shared != NULL ? shared : "../shared", "data", "xapi-db", file, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the databases of real pools are not here");
      return NULL;
    }

  databases[0] = path;
  world = ferry_sim_content_make (&options, &error);
  g_assert_no_error (error);

  return world;
}

/* What stands in the way of a running VM's move to a host, or "". */
static char *
find_obstacle (FerrySimDatabase *database,
               const char       *vm,
               const char       *host)
{
  FerrySimFailure *failure;

  failure = ferry_sim_lifecycle_check (database, vm, FERRY_SIM_VM_POOL_MIGRATE, TRUE);
  if (failure == NULL)
    failure = ferry_sim_boot_check (database, vm, host, FERRY_SIM_BOOT_CHECK_ALL);

  return small_pool_say (failure);
}

typedef struct
{
  char     *vm;
  char     *host;
  gboolean  is_answered;
  char     *text;
} Move;

static void
on_reply (GBytes          *json,
          FerrySimFailure *failure,
          gpointer         user_data)
{
  Move *move = user_data;

  move->is_answered = TRUE;
  move->text = small_pool_say (failure != NULL ? ferry_sim_failure_ref (failure) : NULL);
}

static gboolean
choose_move (FerrySimDatabase *database,
             Move             *move)
{
  g_autoptr(GPtrArray) vms = ferry_sim_database_list_refs (database, "VM");
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");

  for (guint i = 0; i < vms->len; i++)
    {
      const char *home = ferry_sim_database_get_string (database, "VM", vms->pdata[i], "resident_on");

      if (!ferry_sim_lifecycle_is_live (database, vms->pdata[i]))
        continue;
      for (guint j = 0; j < hosts->len; j++)
        {
          g_autofree char *obstacle = NULL;

          if (g_str_equal (home, hosts->pdata[j]))
            continue;
          obstacle = find_obstacle (database, vms->pdata[i], hosts->pdata[j]);
          g_test_message ("%s: %s",
                          ferry_sim_database_get_string (database, "VM", vms->pdata[i], "name_label"),
                          obstacle);
          if (*obstacle != '\0')
            continue;
          move->vm = g_strdup (vms->pdata[i]);
          move->host = g_strdup (hosts->pdata[j]);
          return TRUE;
        }
    }

  return FALSE;
}

static void
migrate (FerrySimPool  *pool,
         FerrySimClock *clock,
         const char    *session,
         Move          *move)
{
  GVariantBuilder options;
  GVariantBuilder params;
  FerrySimRequest request = { .method = "VM.pool_migrate" };

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_init (&params, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&params, "v", g_variant_new_string (session));
  g_variant_builder_add (&params, "v", g_variant_new_string (move->vm));
  g_variant_builder_add (&params, "v", g_variant_new_string (move->host));
  g_variant_builder_add (&params, "v", g_variant_builder_end (&options));
  request.params = g_variant_ref_sink (g_variant_builder_end (&params));
  ferry_sim_dispatch (pool, &request, on_reply, move);
  g_variant_unref (request.params);

  for (guint i = 0; !move->is_answered && i < 3600; i++)
    ferry_sim_clock_advance (clock, G_USEC_PER_SEC);
  g_assert_cmpstr (move->text, ==, "");
}

static void
test_vm_moves (gconstpointer data)
{
  g_autoptr(FerrySimWorld) world = load_world (data);
  g_autoptr(FerrySimClock) clock = ferry_sim_clock_new (0);
  g_autoptr(FerrySimPool) pool = NULL;
  FerrySimDatabase *database;
  FerrySimFailure *failure = NULL;
  const char *session;
  Move move = { NULL };

  if (world == NULL)
    return;

  database = ferry_sim_world_get_database (world, 0);
  pool = ferry_sim_pool_new ("real", database, ferry_sim_world_get_load (world, 0), clock);
  ferry_sim_dispatch_prepare (pool);
  ferry_sim_behaviour_attach (pool, ferry_sim_world_get_load (world, 0));
  ferry_sim_sessions_add_user (ferry_sim_pool_get_sessions (pool), "root", "secret",
                               FERRY_SIM_ROLE_POOL_ADMIN);
  session = ferry_sim_sessions_log_in (ferry_sim_pool_get_sessions (pool), "root", "secret", "test",
                                       &failure);
  g_assert_nonnull (session);

  if (!choose_move (database, &move))
    {
      g_test_skip ("no VM of this pool can move");
      return;
    }
  migrate (pool, clock, session, &move);
  g_assert_cmpstr (ferry_sim_database_get_string (database, "VM", move.vm, "resident_on"), ==, move.host);
  g_assert_cmpstr (ferry_sim_database_get_string (database, "VM", move.vm, "power_state"), ==, "Running");

  g_free (move.vm);
  g_free (move.host);
  g_free (move.text);
}

/* What the real servers had written down for each VM that has a domain. */
static void
test_overhead_is_what_the_pool_says (gconstpointer data)
{
  g_autoptr(FerrySimWorld) world = load_world (data);
  g_autoptr(GPtrArray) vms = NULL;
  FerrySimDatabase *database;
  guint n_seen = 0;

  if (world == NULL)
    return;

  database = ferry_sim_world_get_database (world, 0);
  vms = ferry_sim_database_list_refs (database, "VM");
  for (guint i = 0; i < vms->len; i++)
    {
      const char *vm = vms->pdata[i];
      gint64 said = ferry_sim_database_get_int (database, "VM", vm, "memory_overhead");
      gint64 computed = ferry_sim_memory_get_overhead (database, vm);

      /* 1 MiB is what a record was made with: nobody has computed it yet. */
      if (!ferry_sim_lifecycle_is_live (database, vm) || said <= MIB)
        continue;
      g_test_message ("%s: %" G_GINT64_FORMAT " MiB, computed %" G_GINT64_FORMAT,
                      ferry_sim_database_get_string (database, "VM", vm, "name_label"), said / MIB,
                      computed / MIB);
      g_assert_cmpint (computed, ==, said);
      n_seen++;
    }
  g_assert_cmpuint (n_seen, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  static const char * const files[] = { "two-hosts-iscsi.xml", "two-hosts-ha.xml",
                                        "two-hosts-mixed-storage.xml", "standalone-host.xml" };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *move = g_strconcat ("/sim-real-pools/vm-moves/", files[i], NULL);
      g_autofree char *memory = g_strconcat ("/sim-real-pools/overhead-is-what-the-pool-says/",
                                             files[i], NULL);

      g_test_add_data_func (move, files[i], test_vm_moves);
      g_test_add_data_func (memory, files[i], test_overhead_is_what_the_pool_says);
    }

  return g_test_run ();
}

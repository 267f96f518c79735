/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "engine/ferry-engine-private.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-task-record.h"
#include "simulator/ferry-sim-faults.h"
#include "simulator/ferry-sim-pool.h"
#include "simulator/ferry-sim-service.h"

#define DEADLINE_S 60
#define SPEED      20

/* The engine with its real driver, against a simulated pool over real HTTP. */
typedef struct
{
  FerrySimService *service;
  FerryClock      *clock;
  FerryEngine     *engine;
  char            *data_dir;
  const char      *password;
  guint            n_asked;
  FerrySimFaultKind kind;
  const char      *subject;
  guint            times;
  gint64           amount;
  FerrySimFailure *failure;
  const char      *vm;
  char            *found_state;
  char            *found_host;
} Fixture;

static const FerrySimOptions demo = { .speed = SPEED };
static const FerrySimOptions secure_demo = { .speed = SPEED, .https = TRUE };

/* --- The simulator's side --- */

static const char *
find_by_name (FerrySimDatabase *database,
              const char       *table,
              const char       *name)
{
  g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (database, table);

  for (guint i = 0; i < refs->len; i++)
    {
      const char *ref = g_ptr_array_index (refs, i);

      if (g_str_equal (ferry_sim_database_get_string (database, table, ref, "name_label"), name))
        return ref;
    }

  return NULL;
}

static void
arm_in_pool (GObject  *pool,
             gpointer  user_data)
{
  Fixture *f = user_data;
  FerrySimDatabase *database = ferry_sim_pool_get_database (FERRY_SIM_POOL (pool));
  const char *vm = f->subject != NULL ? find_by_name (database, "VM", f->subject) : NULL;

  ferry_sim_faults_arm (ferry_sim_pool_get_faults (FERRY_SIM_POOL (pool)), f->kind,
                        vm != NULL ? vm : f->subject, f->times, f->amount,
                        g_steal_pointer (&f->failure));
}

/* @subject: a VM's name, or a method */
static void
arm (Fixture           *f,
     FerrySimFaultKind  kind,
     const char        *subject,
     guint              times,
     gint64             amount,
     FerrySimFailure   *failure)
{
  f->kind = kind;
  f->subject = subject;
  f->times = times;
  f->amount = amount;
  f->failure = failure;
  ferry_sim_service_run_in_pool (f->service, 0, arm_in_pool, f);
}

static void
disarm_in_pool (GObject  *pool,
                gpointer  user_data)
{
  ferry_sim_faults_disarm (ferry_sim_pool_get_faults (FERRY_SIM_POOL (pool)));
}

static void
restart_in_pool (GObject  *pool,
                 gpointer  user_data)
{
  ferry_sim_pool_restart (FERRY_SIM_POOL (pool));
}

static void
kill_in_pool (GObject  *pool,
              gpointer  user_data)
{
  FerrySimDatabase *database = ferry_sim_pool_get_database (FERRY_SIM_POOL (pool));

  ferry_sim_pool_kill_host (FERRY_SIM_POOL (pool), find_by_name (database, "host", user_data));
}

static void
look_in_pool (GObject  *pool,
              gpointer  user_data)
{
  Fixture *f = user_data;
  FerrySimDatabase *database = ferry_sim_pool_get_database (FERRY_SIM_POOL (pool));
  const char *vm = find_by_name (database, "VM", f->vm);
  const char *host;

  g_assert_nonnull (vm);
  host = ferry_sim_database_get_string (database, "VM", vm, "resident_on");
  g_free (f->found_state);
  f->found_state = g_strdup (ferry_sim_database_get_string (database, "VM", vm, "power_state"));
  g_free (f->found_host);
  f->found_host = ferry_sim_database_has_row (database, "host", host)
                  ? g_strdup (ferry_sim_database_get_string (database, "host", host, "name_label"))
                  : g_strdup ("nowhere");
}

/* What is so, whatever anybody says: "Running on merlin" */
static char *
get_truth (Fixture    *f,
           const char *vm)
{
  f->vm = vm;
  ferry_sim_service_run_in_pool (f->service, 0, look_in_pool, f);

  return g_strdup_printf ("%s on %s", f->found_state, f->found_host);
}

static void
assert_truth (Fixture    *f,
              const char *vm,
              const char *expected)
{
  g_autofree char *truth = get_truth (f, vm);

  g_assert_cmpstr (truth, ==, expected);
}

/* --- The engine's side --- */

static FerryDriver *
make_driver (const FerryConnectionSettings  *settings,
             gpointer                        unused,
             GError                        **error)
{
  return ferry_driver_new_for_settings (settings, error);
}

static void
on_secret_needed (FerryEngine *engine,
                  const char  *connection_id,
                  gboolean     was_refused,
                  Fixture     *f)
{
  g_autoptr(FerrySecret) secret = ferry_secret_new (f->password);

  f->n_asked++;
  if (!was_refused)
    ferry_engine_connect (engine, connection_id, secret);
}

static void
start_engine (Fixture *f)
{
  const FerrySimEndpoint *endpoint = ferry_sim_service_get_endpoint (f->service, 0);
  FerryConnectionSettings settings = { .id = (char *) "lisbon", .uri = (char *) endpoint->uri };
  g_autoptr(GError) error = NULL;

  f->password = endpoint->password;
  f->engine = ferry_engine_new_full (f->data_dir, make_driver, NULL, f->clock, &error);
  g_assert_no_error (error);
  g_signal_connect (f->engine, "secret-needed", G_CALLBACK (on_secret_needed), f);
  ferry_engine_add_connection (f->engine, &settings, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *f,
        gconstpointer  options)
{
  g_autoptr(GError) error = NULL;

  f->data_dir = g_dir_make_tmp ("ferry-engine-XXXXXX", &error);
  g_assert_no_error (error);
  f->service = ferry_sim_service_new (options);
  ferry_sim_service_start (f->service, &error);
  g_assert_no_error (error);
  f->clock = ferry_clock_new_fast (SPEED);
  start_engine (f);
}

static void
remove_data_dir (Fixture *f)
{
  g_autoptr(GDir) dir = g_dir_open (f->data_dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->data_dir, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (f->data_dir), ==, 0);
  g_free (f->data_dir);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
tear_down (Fixture       *f,
           gconstpointer  options)
{
  g_autoptr(GAsyncResult) result = NULL;

  ferry_engine_shutdown_async (f->engine, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->engine);
  g_assert_finalize_object (f->clock);
  ferry_sim_service_stop (f->service);
  g_assert_finalize_object (f->service);
  remove_data_dir (f);
  g_free (f->found_state);
  g_free (f->found_host);
}

static FerryInventory *
get_inventory (Fixture *f)
{
  return ferry_engine_get_inventory (f->engine);
}

static gboolean
on_deadline (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

typedef gboolean (*Condition) (Fixture    *f,
                               const char *key);

/* %FALSE if it takes too long */
static gboolean
wait_until (Fixture    *f,
            Condition   condition,
            const char *key)
{
  gboolean is_late = FALSE;
  guint deadline = g_timeout_add_seconds (DEADLINE_S, on_deadline, &is_late);

  while (!condition (f, key) && !is_late)
    g_main_context_iteration (NULL, TRUE);
  if (!is_late)
    g_source_remove (deadline);

  return !is_late;
}

static const FerryMoveRecord *
get_move (Fixture    *f,
          const char *key)
{
  return ferry_inventory_lookup_kind (get_inventory (f), key, FERRY_KIND_MOVE);
}

static gboolean
has_state (Fixture              *f,
           FerryConnectionState  state)
{
  const FerryConnectionRecord *record = ferry_inventory_lookup (get_inventory (f), "lisbon/connection");

  return record->state == state;
}

static gboolean
is_connected (Fixture    *f,
              const char *unused)
{
  return has_state (f, FERRY_CONNECTION_CONNECTED);
}

static gboolean
is_untrusted (Fixture    *f,
              const char *unused)
{
  return has_state (f, FERRY_CONNECTION_UNTRUSTED);
}

static gboolean
needs_password (Fixture    *f,
                const char *unused)
{
  return has_state (f, FERRY_CONNECTION_NEEDS_PASSWORD);
}

static gboolean
has_ended (Fixture    *f,
           const char *key)
{
  const FerryMoveRecord *move = get_move (f, key);

  return move->state == FERRY_MOVE_DONE || move->state == FERRY_MOVE_FAILED ||
         move->state == FERRY_MOVE_CANCELLED;
}

static gboolean
copies_memory (Fixture    *f,
               const char *key)
{
  return get_move (f, key)->phase == FERRY_PHASE_MEMORY || has_ended (f, key);
}

static gboolean
runs_at_the_server (Fixture    *f,
                    const char *key)
{
  g_autoptr(GPtrArray) tasks = ferry_inventory_list (get_inventory (f), FERRY_KIND_TASK, NULL);

  for (guint i = 0; i < tasks->len; i++)
    {
      const FerryTaskRecord *task = tasks->pdata[i];

      if (g_strcmp0 (task->move_key, key) == 0 && task->can_cancel)
        return TRUE;
    }

  return FALSE;
}

/* The news of the end of a move may be some milliseconds behind the move's own end. */
static gboolean
is_idle (Fixture    *f,
         const char *vm_key)
{
  const FerryVmRecord *vm = ferry_inventory_lookup (get_inventory (f), vm_key);

  return vm->operations == NULL;
}

static void
connect_engine (Fixture *f)
{
  ferry_engine_connect (f->engine, "lisbon", NULL);
  g_assert_true (wait_until (f, is_connected, NULL));
}

static const char *
find_key (Fixture    *f,
          FerryKind   kind,
          const char *name)
{
  g_autoptr(GPtrArray) records = ferry_inventory_list (get_inventory (f), kind, NULL);

  for (guint i = 0; i < records->len; i++)
    {
      const FerryRecord *record = g_ptr_array_index (records, i);

      if (g_str_equal (record->name, name))
        return g_intern_string (record->key);
    }
  g_error ("There is no %s", name);
}

static GPtrArray *
request (Fixture     *f,
         const char  *vm,
         const char  *host,
         GError     **error)
{
  char *vm_keys[] = { (char *) find_key (f, FERRY_KIND_VM, vm), NULL };
  FerryMoveRequest move = {
    .vm_keys = vm_keys, .host_key = (char *) find_key (f, FERRY_KIND_HOST, host), .compress = -1,
  };
  g_autoptr(GAsyncResult) result = NULL;

  ferry_engine_move_async (f->engine, &move, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return ferry_engine_move_finish (f->engine, result, error);
}

static const char *
begin_move (Fixture    *f,
            const char *vm,
            const char *host)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys = NULL;

  g_assert_true (wait_until (f, is_idle, find_key (f, FERRY_KIND_VM, vm)));
  keys = request (f, vm, host, &error);
  g_assert_no_error (error);

  return g_intern_string (g_ptr_array_index (keys, 0));
}

/* Waits for the end; what must hold at every end is checked. */
static const FerryMoveRecord *
await_end (Fixture    *f,
           const char *key)
{
  const FerryMoveRecord *move;
  g_autofree char *truth = NULL;
  g_autofree char *arrived = NULL;

  if (!wait_until (f, has_ended, key))
    {
      move = get_move (f, key);
      g_error ("%s does not end: phase %d, %s", move->base.name, move->phase, move->waiting_reason);
    }

  move = get_move (f, key);
  g_test_message ("%s", move->message);
  g_assert_null (strstr (move->message, "OpaqueRef"));
  /* Nor a code. */
  g_assert_false (g_regex_match_simple ("[A-Z]{2,}_[A-Z]{2,}", move->message, 0, 0));
  truth = get_truth (f, move->base.name);
  arrived = g_strdup_printf ("Running on %s", move->target_host_name);
  if (move->state == FERRY_MOVE_DONE)
    g_assert_cmpstr (truth, ==, arrived);

  return move;
}

/* After whatever a test has done: another VM still moves. */
static void
assert_recovers (Fixture *f)
{
  const char *key;

  ferry_sim_service_run_in_pool (f->service, 0, disarm_in_pool, NULL);
  g_assert_true (wait_until (f, is_connected, NULL));
  key = begin_move (f, "proxy-01", "osprey");
  g_assert_cmpint (await_end (f, key)->state, ==, FERRY_MOVE_DONE);
}

/* --- Tests --- */

static void
test_moves_a_vm (Fixture       *f,
                 gconstpointer  unused)
{
  const FerryMoveRecord *move;
  const char *key;

  connect_engine (f);
  assert_truth (f, "web-02", "Running on kestrel");
  key = begin_move (f, "web-02", "osprey");
  g_assert_true (wait_until (f, copies_memory, key));
  move = await_end (f, key);
  g_assert_cmpstr (move->message, ==, "web-02 runs on osprey.");
  g_assert_cmpint (move->state, ==, FERRY_MOVE_DONE);
  /* The tree shows it by now. */
  g_assert_cmpstr (((FerryVmRecord *) ferry_inventory_lookup (get_inventory (f), move->vm_key))->host_key,
                   ==, move->target_host_key);
}

static void
test_moves_many (Fixture       *f,
                 gconstpointer  unused)
{
  static const char * const names[] = { "web-01", "web-02", "web-03", "shop-01", "wiki", "intranet" };
  const char *keys[G_N_ELEMENTS (names)] = { NULL };
  guint n_asked = 0;

  connect_engine (f);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *truth = get_truth (f, names[i]);

      if (!g_str_equal (truth, "Running on osprey"))
        keys[i] = begin_move (f, names[i], "osprey");
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (keys[i] == NULL)
        continue;
      n_asked++;
      g_assert_cmpint (await_end (f, keys[i])->state, ==, FERRY_MOVE_DONE);
    }
  g_assert_cmpuint (n_asked, >=, 3);
}

/* What local rules allow, the server does too; what they refuse, it refuses where they know better than to ask. */
/* Counts pairs that local rules let go, and names those that the server does not. */
static guint
compare_with_the_server (Fixture *f,
                         guint   *n_can)
{
  g_autoptr(GPtrArray) vms = NULL;
  g_autoptr(GPtrArray) vm_keys = g_ptr_array_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint n_wrong = 0;

  vms = ferry_inventory_list (get_inventory (f), FERRY_KIND_VM, NULL);
  for (guint i = 0; i < vms->len; i++)
    g_ptr_array_add (vm_keys, (char *) ((FerryRecord *) vms->pdata[i])->key);
  g_ptr_array_add (vm_keys, NULL);

  for (guint i = 0; i < vms->len; i++)
    {
      const char * const one[] = { vm_keys->pdata[i], NULL };
      g_autoptr(GPtrArray) local = ferry_engine_check (f->engine, one, NULL);
      g_autoptr(GPtrArray) asked = NULL;

      ferry_engine_ask_async (f->engine, one, NULL, NULL, on_result, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      asked = ferry_engine_ask_finish (f->engine, result, &error);
      g_assert_no_error (error);
      g_clear_object (&result);

      g_assert_cmpuint (local->len, ==, asked->len);
      for (guint j = 0; j < local->len; j++)
        {
          FerryVerdict *a = local->pdata[j];
          FerryVerdict *b = asked->pdata[j];

          *n_can += a->outlook == FERRY_OUTLOOK_CAN_GO;
          if (a->outlook == b->outlook)
            continue;
          n_wrong++;
          g_test_message ("%s to %s: %s", ferry_inventory_get_name (get_inventory (f), a->vm_key, "?"),
                          ferry_inventory_get_name (get_inventory (f), a->host_key, "?"),
                          ((FerryFinding *) b->findings->pdata[0])->sentence);
        }
    }

  return n_wrong;
}

static void
test_agrees_with_the_server (Fixture       *f,
                             gconstpointer  unused)
{
  guint n_can = 0;

  connect_engine (f);
  g_assert_cmpuint (compare_with_the_server (f, &n_can), ==, 0);
  g_test_message ("%u pairs can go", n_can);
  g_assert_cmpuint (n_can, >, 20);
}

static void
test_refuses_blocked_vms (Fixture       *f,
                          gconstpointer  unused)
{
  static const struct
  {
    const char *vm;
    const char *word;
  } rows[] = {
    { "vpn-01", "vpn-01" }, { "bank-01", "year" }, { "licence-01", "USB" }, { "pbx-01", "PCI" },
    { "erp-db", "GiB" }, { "scratch-01", "storage" }, { "evidence", "paused" },
    { "trade-fair", "suspended" }, { "intranet-old", "off" },
  };

  connect_engine (f);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *before = get_truth (f, rows[i].vm);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) keys =
        request (f, rows[i].vm, strstr (before, "merlin") != NULL ? "kestrel" : "merlin", &error);

      g_assert_null (keys);
      g_assert_error (error, FERRY_ENGINE_ERROR, FERRY_ENGINE_ERROR_BLOCKED);
      g_test_message ("%s: %s", rows[i].vm, error->message);
      g_assert_nonnull (strstr (error->message, rows[i].vm));
      assert_truth (f, rows[i].vm, before);
    }
}

static void
test_fails_while_copying (Fixture       *f,
                          gconstpointer  unused)
{
  const FerryMoveRecord *move;

  connect_engine (f);
  arm (f, FERRY_SIM_FAULT_FAIL_COPY, "web-02", 1, 0, NULL);
  move = await_end (f, begin_move (f, "web-02", "osprey"));
  g_assert_cmpint (move->state, ==, FERRY_MOVE_FAILED);
  g_assert_true (g_str_has_prefix (move->message,
                                   "web-02 did not move to osprey. It still runs on kestrel."));
  assert_truth (f, "web-02", "Running on kestrel");
  assert_recovers (f);
}

static void
test_fails_after_the_pause (Fixture       *f,
                            gconstpointer  unused)
{
  const FerryMoveRecord *move;

  connect_engine (f);
  arm (f, FERRY_SIM_FAULT_FAIL_AFTER_SUSPEND, "web-02", 1, 0, NULL);
  move = await_end (f, begin_move (f, "web-02", "osprey"));
  g_assert_cmpint (move->state, ==, FERRY_MOVE_FAILED);
  g_assert_true (g_str_has_prefix (move->message, "web-02 did not survive the move to osprey: it is "
                                                  "shut down on kestrel. "));
  assert_truth (f, "web-02", "Halted on nowhere");
  assert_recovers (f);
}

static void
test_cancels_a_stalled_move (Fixture       *f,
                             gconstpointer  unused)
{
  const FerryMoveRecord *move;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  const char *key;

  connect_engine (f);
  arm (f, FERRY_SIM_FAULT_STALL_TASK, "web-02", 1, 0, NULL);
  key = begin_move (f, "web-02", "osprey");
  g_assert_true (wait_until (f, runs_at_the_server, key));
  ferry_engine_cancel_async (f->engine, key, NULL, on_result, &result);
  move = await_end (f, key);
  g_assert_cmpstr (move->message, ==, "Cancelled. web-02 still runs on kestrel.");
  g_assert_cmpint (move->state, ==, FERRY_MOVE_CANCELLED);
  g_assert_true (ferry_engine_cancel_finish (f->engine, result, &error));
  assert_truth (f, "web-02", "Running on kestrel");
  assert_recovers (f);
}

static void
test_server_refuses_the_call (Fixture       *f,
                              gconstpointer  unused)
{
  const FerryMoveRecord *move;

  connect_engine (f);
  arm (f, FERRY_SIM_FAULT_FAIL_CALL, "VM.pool_migrate", 1, 0,
       ferry_sim_failure_new ("LICENCE_RESTRICTION", "Xen_motion", NULL));
  move = await_end (f, begin_move (f, "web-02", "osprey"));
  g_assert_cmpint (move->state, ==, FERRY_MOVE_FAILED);
  g_assert_true (g_str_has_prefix (move->message,
                                   "web-02 did not move to osprey. It still runs on kestrel."));
  assert_truth (f, "web-02", "Running on kestrel");
  assert_recovers (f);
}

/* The request is answered by a closed connection, half an answer, or nonsense. Whether it arrived is not known
 * then: it is never asked a second time, and what comes of it is found by looking. */
static void
play_broken_answer (Fixture           *f,
                    FerrySimFaultKind  kind)
{
  const FerryMoveRecord *move;
  g_autofree char *truth = NULL;

  connect_engine (f);
  arm (f, kind, "Async.VM.pool_migrate", 1, 0, NULL);
  move = await_end (f, begin_move (f, "web-02", "osprey"));
  truth = get_truth (f, "web-02");
  if (move->state == FERRY_MOVE_DONE)
    g_assert_cmpstr (truth, ==, "Running on osprey");
  else
    g_assert_cmpstr (truth, ==, "Running on kestrel");
  assert_recovers (f);
}

static void
test_request_is_dropped (Fixture       *f,
                         gconstpointer  unused)
{
  play_broken_answer (f, FERRY_SIM_FAULT_DROP_CONNECTION);
}

static void
test_answer_is_truncated (Fixture       *f,
                          gconstpointer  unused)
{
  play_broken_answer (f, FERRY_SIM_FAULT_TRUNCATE_REPLY);
}

static void
test_answer_is_nonsense (Fixture       *f,
                         gconstpointer  unused)
{
  play_broken_answer (f, FERRY_SIM_FAULT_MALFORM_REPLY);
}

/* Everything that the server says for a while is broken. */
static void
test_survives_bad_lines (Fixture       *f,
                         gconstpointer  unused)
{
  static const FerrySimFaultKind kinds[] = {
    FERRY_SIM_FAULT_DROP_CONNECTION, FERRY_SIM_FAULT_TRUNCATE_REPLY, FERRY_SIM_FAULT_MALFORM_REPLY,
  };

  connect_engine (f);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *key;

      assert_truth (f, "web-02", i % 2 ? "Running on osprey" : "Running on kestrel");
      key = begin_move (f, "web-02", i % 2 ? "kestrel" : "osprey");
      g_assert_true (wait_until (f, copies_memory, key));
      arm (f, kinds[i], NULL, 4, 0, NULL);
      g_assert_cmpint (await_end (f, key)->state, ==, FERRY_MOVE_DONE);
      g_assert_true (wait_until (f, is_connected, NULL));
      g_assert_true (wait_until (f, is_idle, find_key (f, FERRY_KIND_VM, "web-02")));
    }
  assert_recovers (f);
}

static void
test_bears_a_slow_server (Fixture       *f,
                          gconstpointer  unused)
{
  connect_engine (f);
  arm (f, FERRY_SIM_FAULT_LATENCY, NULL, 0, 300, NULL);
  g_assert_cmpint (await_end (f, begin_move (f, "web-02", "osprey"))->state, ==, FERRY_MOVE_DONE);
  assert_recovers (f);
}

static void
test_coordinator_restarts (Fixture       *f,
                           gconstpointer  unused)
{
  const FerryMoveRecord *move;
  g_autofree char *truth = NULL;
  const char *key;
  guint n_asked;

  connect_engine (f);
  key = begin_move (f, "web-02", "osprey");
  g_assert_true (wait_until (f, copies_memory, key));
  n_asked = f->n_asked;
  ferry_sim_service_run_in_pool (f->service, 0, restart_in_pool, NULL);
  move = await_end (f, key);
  truth = get_truth (f, "web-02");
  g_test_message ("%s", truth);
  if (move->state != FERRY_MOVE_DONE)
    g_assert_nonnull (strstr (move->message, "cannot know"));
  /* Nobody had to type anything. */
  g_assert_true (wait_until (f, is_connected, NULL));
  g_assert_cmpuint (f->n_asked, >=, n_asked);
  assert_recovers (f);
}

static void
test_target_dies (Fixture       *f,
                  gconstpointer  unused)
{
  const FerryMoveRecord *move;
  const char *key;

  connect_engine (f);
  key = begin_move (f, "web-02", "merlin");
  g_assert_true (wait_until (f, copies_memory, key));
  ferry_sim_service_run_in_pool (f->service, 0, kill_in_pool, (gpointer) "merlin");
  move = await_end (f, key);
  g_assert_cmpint (move->state, ==, FERRY_MOVE_FAILED);
  assert_truth (f, "web-02", "Running on kestrel");
  assert_recovers (f);
}

static void
test_source_dies (Fixture       *f,
                  gconstpointer  unused)
{
  const FerryMoveRecord *move;
  const char *key;

  connect_engine (f);
  key = begin_move (f, "web-02", "osprey");
  g_assert_cmpint (await_end (f, key)->state, ==, FERRY_MOVE_DONE);
  key = begin_move (f, "web-02", "merlin");
  g_assert_true (wait_until (f, copies_memory, key));
  ferry_sim_service_run_in_pool (f->service, 0, kill_in_pool, (gpointer) "osprey");
  move = await_end (f, key);
  g_assert_cmpint (move->state, ==, FERRY_MOVE_FAILED);
  /* It is listed there still, but nobody can say that it runs. */
  g_assert_null (strstr (move->message, "still runs"));
  g_assert_true (wait_until (f, is_connected, NULL));
}

static void
test_trusts_a_certificate (Fixture       *f,
                           gconstpointer  unused)
{
  const FerryConnectionRecord *record;
  g_autofree char *plain = g_ascii_strdown (ferry_sim_service_get_endpoint (f->service, 0)->fingerprint, -1);
  g_auto(GStrv) parts = g_strsplit (plain, ":", 0);
  g_autofree char *expected = g_strjoinv ("", parts);

  ferry_engine_connect (f->engine, "lisbon", NULL);
  g_assert_true (wait_until (f, is_untrusted, NULL));
  record = ferry_inventory_lookup (get_inventory (f), "lisbon/connection");
  g_assert_cmpstr (record->certificate_sha256, ==, expected);
  ferry_engine_answer_trust (f->engine, "lisbon", expected);
  g_assert_true (wait_until (f, is_connected, NULL));
  assert_recovers (f);
}

static void
test_refuses_a_wrong_password (Fixture       *f,
                               gconstpointer  unused)
{
  g_autoptr(FerrySecret) wrong = ferry_secret_new ("wrong");
  g_autoptr(FerrySecret) right = ferry_secret_new (f->password);

  ferry_engine_connect (f->engine, "lisbon", wrong);
  g_assert_true (wait_until (f, needs_password, NULL));
  g_assert_cmpuint (f->n_asked, ==, 1);
  ferry_engine_connect (f->engine, "lisbon", right);
  g_assert_true (wait_until (f, is_connected, NULL));
}

static void
test_disconnects_and_comes_back (Fixture       *f,
                                 gconstpointer  unused)
{
  const char *key;

  connect_engine (f);
  key = begin_move (f, "web-02", "osprey");
  g_assert_true (wait_until (f, copies_memory, key));
  ferry_engine_disconnect (f->engine, "lisbon");
  connect_engine (f);
  g_assert_cmpint (await_end (f, key)->state, ==, FERRY_MOVE_DONE);
}

/* The program dies in the middle of a move, and the next one finds its task on the server. */
static void
test_takes_up_a_move (Fixture       *f,
                      gconstpointer  unused)
{
  const char *key;

  connect_engine (f);
  key = begin_move (f, "web-02", "osprey");
  g_assert_true (wait_until (f, copies_memory, key));
  g_clear_object (&f->engine);
  start_engine (f);
  g_assert_true (get_move (f, key)->was_resumed);
  connect_engine (f);
  g_assert_cmpstr (await_end (f, key)->message, ==, "web-02 runs on osprey.");
  assert_recovers (f);
}

/* --- Real pools --- */

/* A VM and a host that it can go to */
static const FerryVerdict *
find_possible (Fixture   *f,
               GPtrArray *verdicts)
{
  for (guint i = 0; i < verdicts->len; i++)
    {
      const FerryVerdict *verdict = g_ptr_array_index (verdicts, i);

      if (verdict->outlook == FERRY_OUTLOOK_CAN_GO)
        return verdict;
    }

  return NULL;
}

static void
move_what_can (Fixture *f)
{
  g_autoptr(GPtrArray) vms = ferry_inventory_list (get_inventory (f), FERRY_KIND_VM, NULL);

  for (guint i = 0; i < vms->len; i++)
    {
      const char * const vm_keys[] = { ((FerryRecord *) vms->pdata[i])->key, NULL };
      g_autoptr(GPtrArray) verdicts = ferry_engine_check (f->engine, vm_keys, NULL);
      const FerryVerdict *verdict = find_possible (f, verdicts);

      if (verdict == NULL)
        continue;

      g_assert_cmpint (await_end (f, begin_move (f, ferry_inventory_get_name (get_inventory (f), vm_keys[0], ""),
                                                 ferry_inventory_get_name (get_inventory (f), verdict->host_key,
                                                                           "")))->state, ==, FERRY_MOVE_DONE);
      return;
    }
  g_test_message ("No VM of this pool can move.");
}

static void
test_real_pool (gconstpointer data)
{
  const char *shared = g_getenv ("FERRY_SHARED");
  g_autofree char *path = g_build_filename (shared != NULL ? shared : "../shared", "data", "xapi-db", data, NULL);
  const char * const databases[] = { path, NULL };
  FerrySimOptions options = { .speed = SPEED, .databases = databases };
  Fixture f = { 0 };
  guint n_can = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *message = g_strdup_printf ("%s is not there", path);

      g_test_skip (message);
      return;
    }

  set_up (&f, &options);
  connect_engine (&f);
  g_assert_cmpuint (ferry_inventory_count (get_inventory (&f), FERRY_KIND_HOST, NULL), >, 0);
  g_assert_cmpuint (compare_with_the_server (&f, &n_can), ==, 0);
  g_test_message ("%u VMs, %u pairs can go",
                  ferry_inventory_count (get_inventory (&f), FERRY_KIND_VM, NULL), n_can);
  move_what_can (&f);
  tear_down (&f, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_main_context_acquire (NULL);

#define ADD(name, options, func) \
  g_test_add ("/sim-engine/" name, Fixture, &options, set_up, func, tear_down)

  ADD ("moves-a-vm", demo, test_moves_a_vm);
  ADD ("moves-many", demo, test_moves_many);
  ADD ("agrees-with-the-server", demo, test_agrees_with_the_server);
  ADD ("refuses-blocked-vms", demo, test_refuses_blocked_vms);
  ADD ("fails-while-copying", demo, test_fails_while_copying);
  ADD ("fails-after-the-pause", demo, test_fails_after_the_pause);
  ADD ("cancels-a-stalled-move", demo, test_cancels_a_stalled_move);
  ADD ("server-refuses-the-call", demo, test_server_refuses_the_call);
  ADD ("request-is-dropped", demo, test_request_is_dropped);
  ADD ("answer-is-truncated", demo, test_answer_is_truncated);
  ADD ("answer-is-nonsense", demo, test_answer_is_nonsense);
  ADD ("survives-bad-lines", demo, test_survives_bad_lines);
  ADD ("bears-a-slow-server", demo, test_bears_a_slow_server);
  ADD ("coordinator-restarts", demo, test_coordinator_restarts);
  ADD ("target-dies", demo, test_target_dies);
  ADD ("source-dies", demo, test_source_dies);
  ADD ("trusts-a-certificate", secure_demo, test_trusts_a_certificate);
  ADD ("refuses-a-wrong-password", demo, test_refuses_a_wrong_password);
  ADD ("takes-up-a-move", demo, test_takes_up_a_move);
  g_test_add_data_func ("/sim-engine/real-pool/standalone-host", "standalone-host.xml", test_real_pool);
  g_test_add_data_func ("/sim-engine/real-pool/two-hosts-ha", "two-hosts-ha.xml", test_real_pool);
  g_test_add_data_func ("/sim-engine/real-pool/two-hosts-iscsi", "two-hosts-iscsi.xml", test_real_pool);
  g_test_add_data_func ("/sim-engine/real-pool/two-hosts-mixed-storage", "two-hosts-mixed-storage.xml",
                        test_real_pool);
  ADD ("disconnects-and-comes-back", demo, test_disconnects_and_comes_back);

  return g_test_run ();
}

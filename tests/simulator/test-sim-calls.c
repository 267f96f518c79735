/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <json-glib/json-glib.h>

#include "pool-client.h"
#include "simulator/ferry-sim-metrics.h"

#define MIGRATE "[\"%s\", \"%s\", {\"live\": \"true\"}]"

static const char *
get (PoolClient *client,
     const char *table,
     const char *ref,
     const char *field)
{
  return ferry_sim_database_get_string (client->database, table, ref, field);
}

static gboolean
is_empty (PoolClient *client,
          const char *table,
          const char *ref,
          const char *field)
{
  return g_variant_n_children (ferry_sim_database_get (client->database, table, ref, field)) == 0;
}

static void
test_what_prevents_evacuation_is_told (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autofree char *none = NULL;
  g_autofree char *local = NULL;
  g_autofree char *memory = NULL;
  g_autofree char *assertion = NULL;
  g_autofree char *evacuation = NULL;

  none = pool_client_call (client, "host.get_vms_which_prevent_evacuation", "[\"%s\"]", HOST_1);
  g_assert_cmpstr (none, ==, "{}");

  small_pool_add_vm (client->database, "fill-2", HOST_2, 62 * GIB);
  small_pool_add_vm (client->database, "fill-3", HOST_3, 62 * GIB);
  memory = pool_client_call (client, "host.get_vms_which_prevent_evacuation", "[\"%s\"]", HOST_1);
  g_assert_cmpstr (memory, ==, "{\"" VM "\":[\"HOST_NOT_ENOUGH_FREE_MEMORY\",\"" VM "\"]}");

  small_pool_add_disk (client->database, VM, LOCAL, "CD");
  local = pool_client_call (client, "host.get_vms_which_prevent_evacuation", "[\"%s\"]", HOST_1);
  g_assert_cmpstr (local, ==, "{\"" VM "\":[\"VM_REQUIRES_SR\",\"" VM "\",\"" LOCAL "\"]}");
  assertion = pool_client_call (client, "host.assert_can_evacuate", "[\"%s\"]", HOST_1);
  g_assert_cmpstr (assertion, ==, "CANNOT_EVACUATE_HOST VM_REQUIRES_SR," VM "," LOCAL);
  evacuation = pool_client_call (client, "host.evacuate", "[\"%s\"]", HOST_1);
  g_assert_cmpstr (evacuation, ==, "VM_REQUIRES_SR " VM " " LOCAL);
}

static void
test_vm_goes_through_its_states (void)
{
  static const struct
  {
    const char *method;
    const char *more;
    const char *state;
  } steps[] = {
    { "VM.pause", "", "Paused" },
    { "VM.unpause", "", "Running" },
    { "VM.suspend", "", "Suspended" },
    { "VM.resume_on", ", \"" HOST_3 "\", false, false", "Running" },
    { "VM.clean_reboot", "", "Running" },
    { "VM.clean_shutdown", "", "Halted" },
    { "VM.start_on", ", \"" HOST_2 "\", true, false", "Paused" },
    { "VM.hard_shutdown", "", "Halted" },
    { "VM.start", ", false, false", "Running" },
  };
  g_autoptr(PoolClient) client = pool_client_new ();

  ferry_sim_database_set_string (client->database, "pool", POOL, "suspend_image_SR", SHARED);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(PoolReply) reply = NULL;

      reply = pool_client_start (client, steps[i].method, "[\"%s\"%s]", VM, steps[i].more);
      g_assert_null (reply->text);
      g_assert_false (is_empty (client, "VM", VM, "current_operations"));
      pool_client_wait_for (client, reply, 30);
      g_assert_cmpstr (reply->text, ==, "\"\"");
      g_assert_cmpstr (get (client, "VM", VM, "power_state"), ==, steps[i].state);
      g_assert_true (is_empty (client, "VM", VM, "current_operations"));
      g_assert_true (g_str_equal (get (client, "VM", VM, "suspend_VDI"), FERRY_SIM_NULL_REF)
                     != g_str_equal (steps[i].state, "Suspended"));
    }
}

static void
test_calls_answer_what_was_recorded (void)
{
  static const struct
  {
    const char *method;
    const char *params;
    const char *expected;
  } rows[] = {
    { "VM.assert_operation_valid", "[\"" VM "\", \"pool_migrate\"]", "\"\"" },
    { "VM.assert_operation_valid", "[\"" VM "\", \"POOL_MIGRATE\"]", "\"\"" },
    { "VM.assert_operation_valid", "[\"" VM "\", \"nosuch\"]",
      "INTERNAL_ERROR Failure(\"Unknown tag/contents\")" },
    { "VM.assert_can_boot_here", "[\"" VM "\", \"" HOST_2 "\"]", "\"\"" },
    { "VM.assert_can_boot_here", "[\"" VM "\", \"OpaqueRef:nosuch\"]", "HOST_NOT_LIVE" },
    { "VM.get_possible_hosts", "[\"OpaqueRef:nosuch\"]", "HANDLE_INVALID VM OpaqueRef:nosuch" },
    { "VM.pool_migrate", "[\"" VM "\", \"OpaqueRef:nosuch\", {}]",
      "HANDLE_INVALID host OpaqueRef:nosuch" },
    { "VM.pool_migrate", "[\"OpaqueRef:nosuch\", \"" HOST_2 "\", {}]",
      "HANDLE_INVALID VM OpaqueRef:nosuch" },
    { "host.compute_free_memory", "[\"" HOST_2 "\"]", "67645734912" },
    { "host.compute_memory_overhead", "[\"" HOST_2 "\"]", "1073741824" },
    { "VM.compute_memory_overhead", "[\"" VM "\"]", "20971520" },
    { "VM.start", "[\"" VM "\", false, false]", "VM_BAD_POWER_STATE " VM " halted running" },
    { "VM.unpause", "[\"" VM "\"]", "VM_BAD_POWER_STATE " VM " paused running" },
    { "host.disable", "[\"" HOST_2 "\"]", "\"\"" },
    { "VM.assert_can_boot_here", "[\"" VM "\", \"" HOST_2 "\"]", "HOST_DISABLED " HOST_2 },
    { "VM.pool_migrate", "[\"" VM "\", \"" HOST_2 "\", {}]", "HOST_DISABLED " HOST_2 },
    { "VM.get_possible_hosts", "[\"" VM "\"]", "[\"" HOST_1 "\",\"" HOST_3 "\"]" },
    { "host.enable", "[\"" HOST_2 "\"]", "\"\"" },
    { "VM.add_to_blocked_operations", "[\"" VM "\", \"pool_migrate\", \"no\"]", "\"\"" },
    { "VM.pool_migrate", "[\"" VM "\", \"" HOST_2 "\", {}]", "OPERATION_BLOCKED " VM " no" },
  };
  g_autoptr(PoolClient) client = pool_client_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = pool_client_call (client, rows[i].method, "%s", rows[i].params);

      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_what_keeps_a_vm_can_be_taken_away (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autofree char *eject = NULL;
  g_autofree char *again = NULL;
  g_autofree char *attached = NULL;
  g_autofree char *unplug = NULL;
  g_autofree char *destroy = NULL;
  g_autofree char *migrate = NULL;
  const char *drive = small_pool_add_disk (client->database, VM, LOCAL, "CD");
  const char *vusb = ferry_sim_database_create_row (client->database, "VUSB", "OpaqueRef:vusb");

  ferry_sim_database_set_string (client->database, "VUSB", vusb, "VM", VM);
  ferry_sim_database_set_boolean (client->database, "VUSB", vusb, "currently_attached", TRUE);

  eject = pool_client_call (client, "VBD.eject", "[\"%s\"]", drive);
  g_assert_cmpstr (eject, ==, "\"\"");
  again = pool_client_call (client, "VBD.eject", "[\"%s\"]", drive);
  g_assert_true (g_str_has_prefix (again, "VBD_IS_EMPTY"));
  attached = pool_client_call (client, "VUSB.destroy", "[\"%s\"]", "OpaqueRef:vusb");
  g_assert_cmpstr (attached, ==,
                   "OPERATION_NOT_ALLOWED VUSB 'OpaqueRef:vusb' still attached to '" VM "'");
  migrate = pool_client_call (client, "VM.assert_operation_valid", "[\"%s\", \"pool_migrate\"]", VM);
  g_assert_cmpstr (migrate, ==, "VM_HAS_VUSBS " VM);
  unplug = pool_client_call (client, "VUSB.unplug", "[\"%s\"]", "OpaqueRef:vusb");
  g_assert_cmpstr (unplug, ==, "\"\"");
  destroy = pool_client_call (client, "VUSB.destroy", "[\"%s\"]", "OpaqueRef:vusb");
  g_assert_cmpstr (destroy, ==, "\"\"");

  {
    g_autoptr(PoolReply) reply = pool_client_start (client, "VM.pool_migrate", MIGRATE, VM, HOST_2);

    pool_client_wait_for (client, reply, 60);
    g_assert_cmpstr (reply->text, ==, "\"\"");
  }
}

/* A question about half a minute of the first host and its VM. */
static char *
ask_metrics (PoolClient *client,
             gboolean    as_json,
             gint64      now)
{
  const FerrySimMetricsQuery query = { .host = HOST_1, .start = -30, .now = now, .interval = 5,
                                       .with_host = TRUE, .as_json = as_json };

  return ferry_sim_metrics_render (client->database, &query);
}

static void
test_metrics_are_the_same_each_time (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autofree char *first = ask_metrics (client, TRUE, 1795309265);
  g_autofree char *second = ask_metrics (client, TRUE, 1795309265);
  g_autofree char *later = ask_metrics (client, TRUE, 1795309275);

  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, later);
}

static void
test_metrics_come_newest_first_and_as_text (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autofree char *text = ask_metrics (client, TRUE, 1795309268);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  JsonObject *meta;
  JsonArray *rows;

  g_assert_nonnull (node);
  meta = json_object_get_object_member (json_node_get_object (node), "meta");
  rows = json_object_get_array_member (json_node_get_object (node), "data");
  g_assert_cmpstr (json_object_get_string_member (meta, "step"), ==, "5");
  g_assert_cmpstr (json_object_get_string_member (meta, "start"), ==, "1795309240");
  g_assert_cmpstr (json_object_get_string_member (meta, "end"), ==, "1795309265");
  g_assert_cmpstr (json_object_get_string_member (meta, "rows"), ==, "6");
  g_assert_cmpuint (json_array_get_length (rows), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      JsonArray *legend = json_object_get_array_member (meta, "legend");
      JsonArray *values = json_object_get_array_member (row, "values");
      g_autofree char *time = g_strdup_printf ("%u", 1795309265 - 5 * i);

      g_assert_cmpstr (json_object_get_string_member (row, "t"), ==, time);
      g_assert_cmpuint (json_array_get_length (values), ==, json_array_get_length (legend));
      g_assert_nonnull (json_array_get_string_element (values, 0));
    }
}

static void
test_metrics_have_the_real_names_and_units (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  g_autofree char *xml = ask_metrics (client, FALSE, 1795309268);

  g_assert_nonnull (strstr (xml, "<entry>AVERAGE:vm:vm:cpu1</entry>"));
  g_assert_nonnull (strstr (xml, "<entry>AVERAGE:vm:vm:memory</entry>"));
  g_assert_nonnull (strstr (xml, "<entry>AVERAGE:host:host-1:memory_total_kib</entry>"));
  g_assert_nonnull (strstr (xml, "<v>2147483648</v>"));
  g_assert_nonnull (strstr (xml, "<v>67108864</v>"));
  g_assert_nonnull (strstr (xml, "<row><t>1795309265</t>"));
}

static void
test_metrics_of_long_ago_are_coarse (void)
{
  g_autoptr(PoolClient) client = pool_client_new ();
  FerrySimMetricsQuery query = { .host = HOST_1, .start = -3600, .now = 1795309268, .interval = 5,
                                 .with_host = TRUE };
  g_autofree char *hour = ferry_sim_metrics_render (client->database, &query);
  g_autofree char *days = NULL;

  g_assert_nonnull (strstr (hour, "<step>60</step>"));
  query.start = -3 * 86400;
  days = ferry_sim_metrics_render (client->database, &query);
  g_assert_nonnull (strstr (days, "<step>3600</step>"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sim-evacuation/what-prevents-it-is-told", test_what_prevents_evacuation_is_told);
  g_test_add_func ("/sim-power/vm-goes-through-its-states", test_vm_goes_through_its_states);
  g_test_add_func ("/sim-calls/answer-what-was-recorded", test_calls_answer_what_was_recorded);
  g_test_add_func ("/sim-calls/what-keeps-a-vm-can-be-taken-away",
                   test_what_keeps_a_vm_can_be_taken_away);
  g_test_add_func ("/sim-metrics/are-the-same-each-time", test_metrics_are_the_same_each_time);
  g_test_add_func ("/sim-metrics/come-newest-first-and-as-text",
                   test_metrics_come_newest_first_and_as_text);
  g_test_add_func ("/sim-metrics/have-the-real-names-and-units",
                   test_metrics_have_the_real_names_and_units);
  g_test_add_func ("/sim-metrics/of-long-ago-are-coarse", test_metrics_of_long_ago_are_coarse);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-content.h"
#include "simulator/ferry-sim-generator.h"
#include "simulator/ferry-sim-lifecycle.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-schema.h"

static FerrySimWorld *
make_demo (void)
{
  const FerrySimOptions options = { 0 };
  g_autoptr(GError) error = NULL;
  FerrySimWorld *world = ferry_sim_content_make (&options, &error);

  g_assert_no_error (error);

  return world;
}

static const char *
find_named (FerrySimDatabase *database,
            const char       *table,
            const char       *name)
{
  g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (database, table);

  for (guint i = 0; i < refs->len; i++)
    if (g_str_equal (ferry_sim_database_get_string (database, table, g_ptr_array_index (refs, i),
                                                    "name_label"), name))
      return g_ptr_array_index (refs, i);

  g_error ("There is no %s called %s", table, name);
}

static gboolean
is_ordinary (FerrySimDatabase *database,
             const char       *vm)
{
  return !ferry_sim_database_get_boolean (database, "VM", vm, "is_a_template")
         && !ferry_sim_database_get_boolean (database, "VM", vm, "is_control_domain");
}

static void
assert_leads_somewhere (FerrySimDatabase    *database,
                        const FerrySimField *field,
                        const FerrySimType  *type,
                        const char          *ref)
{
  if (g_str_equal (ref, FERRY_SIM_NULL_REF))
    return;
  if (!ferry_sim_database_has_row (database, type->name, ref))
    g_error ("%s leads to no %s: %s", field->name, type->name, ref);
}

static void
check_field (FerrySimDatabase    *database,
             const char          *table,
             const char          *ref,
             const FerrySimField *field)
{
  GVariant *value = ferry_sim_database_get (database, table, ref, field->name);
  g_autofree const char **refs = NULL;

  if (field->type->kind == FERRY_SIM_KIND_REF)
    {
      assert_leads_somewhere (database, field, field->type, g_variant_get_string (value, NULL));
    }
  else if (field->type->kind == FERRY_SIM_KIND_SET
           && field->type->element->kind == FERRY_SIM_KIND_REF)
    {
      refs = g_variant_get_strv (value, NULL);
      for (guint i = 0; refs[i] != NULL; i++)
        assert_leads_somewhere (database, field, field->type->element, refs[i]);
    }
  else if (field->type->kind == FERRY_SIM_KIND_ENUM)
    {
      g_assert_true (g_strv_contains (field->type->values, g_variant_get_string (value, NULL)));
    }
}

static void
check_database (FerrySimDatabase *database)
{
  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      const FerrySimClass *klass = ferry_sim_schema_get_class (i);
      g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (database, klass->name);

      for (guint j = 0; j < refs->len; j++)
        {
          const char *ref = g_ptr_array_index (refs, j);

          g_assert_true (g_uuid_string_is_valid (ferry_sim_database_get_string (database, klass->name, ref, "uuid")));
          for (guint k = 0; k < klass->n_fields; k++)
            check_field (database, klass->name, ref, &klass->fields[k]);
        }
    }
}

static void
test_has_no_dangling_references (void)
{
  g_autoptr(FerrySimWorld) world = make_demo ();

  g_assert_cmpuint (ferry_sim_world_get_n_pools (world), ==, 3);
  for (guint i = 0; i < ferry_sim_world_get_n_pools (world); i++)
    check_database (ferry_sim_world_get_database (world, i));
}

static void
check_vm (FerrySimDatabase *database,
          const char       *vm)
{
  gint64 static_min = ferry_sim_database_get_int (database, "VM", vm, "memory_static_min");
  gint64 dynamic_min = ferry_sim_database_get_int (database, "VM", vm, "memory_dynamic_min");
  gint64 dynamic_max = ferry_sim_database_get_int (database, "VM", vm, "memory_dynamic_max");
  gint64 static_max = ferry_sim_database_get_int (database, "VM", vm, "memory_static_max");
  const char *power_state = ferry_sim_database_get_string (database, "VM", vm, "power_state");
  const char *host = ferry_sim_database_get_string (database, "VM", vm, "resident_on");
  gboolean is_on = g_str_equal (power_state, "Running") || g_str_equal (power_state, "Paused");

  g_assert_cmpint (static_min, >, 0);
  g_assert_cmpint (static_min, <=, dynamic_min);
  g_assert_cmpint (dynamic_min, <=, dynamic_max);
  g_assert_cmpint (dynamic_max, <=, static_max);
  g_assert_cmpint (ferry_sim_database_get_int (database, "VM", vm, "VCPUs_max"), >, 0);
  g_assert_true (is_on == ferry_sim_database_has_row (database, "host", host));

  if (is_ordinary (database, vm))
    {
      g_assert_cmpuint (g_variant_n_children (ferry_sim_database_get (database, "VM", vm, "VIFs")),
                        >, 0);
      g_assert_cmpuint (g_variant_n_children (ferry_sim_database_get (database, "VM", vm, "VBDs")),
                        >, 0);
      g_assert_true (ferry_sim_database_has_row (database, "VM_metrics",
                                                 ferry_sim_database_get_string (database, "VM", vm, "metrics")));
      g_assert_cmpuint (strlen (ferry_sim_database_get_string (database, "VM", vm,
                                                               "name_description")), >, 0);
    }
}

static void
test_vms_are_whole (void)
{
  g_autoptr(FerrySimWorld) world = make_demo ();
  guint n_vms = 0;

  for (guint i = 0; i < ferry_sim_world_get_n_pools (world); i++)
    {
      FerrySimDatabase *database = ferry_sim_world_get_database (world, i);
      g_autoptr(GPtrArray) vms = ferry_sim_database_list_refs (database, "VM");

      for (guint j = 0; j < vms->len; j++)
        {
          if (!ferry_sim_database_get_boolean (database, "VM", g_ptr_array_index (vms, j),
                                               "is_a_template"))
            check_vm (database, g_ptr_array_index (vms, j));
          n_vms += is_ordinary (database, g_ptr_array_index (vms, j));
        }
    }

  g_assert_cmpuint (n_vms, >=, 50);
}

static void
test_hosts_are_well_filled (void)
{
  g_autoptr(FerrySimWorld) world = make_demo ();

  for (guint i = 0; i < ferry_sim_world_get_n_pools (world); i++)
    {
      FerrySimDatabase *database = ferry_sim_world_get_database (world, i);
      g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");

      for (guint j = 0; j < hosts->len; j++)
        {
          const char *host = g_ptr_array_index (hosts, j);
          double total = ferry_sim_memory_get_capacity (database, host);
          double used = 1 - ferry_sim_memory_get_free (database, host, NULL) / total;

          g_test_message ("%s: %.0f %%",
                          ferry_sim_database_get_string (database, "host", host,
                                                         "name_label"), used * 100);
          g_assert_cmpfloat (used, >=, 0.40);
          g_assert_cmpfloat (used, <=, 0.90);
        }
    }
}

/* (nullable): what keeps @vm from going to @host; the order is the server's */
static FerrySimFailure *
check_move (FerrySimDatabase *database,
            const char       *vm,
            const char       *host)
{
  FerrySimFailure *failure = ferry_sim_boot_check_cpu (database, vm, host);

  if (failure == NULL)
    failure = ferry_sim_lifecycle_check (database, vm, FERRY_SIM_VM_POOL_MIGRATE, TRUE);
  if (failure == NULL)
    failure = ferry_sim_boot_check (database, vm, host,
                                    FERRY_SIM_BOOT_CHECK_MEMORY | FERRY_SIM_BOOT_CHECK_STORAGE);

  return failure;
}

static void
test_has_every_blocker (void)
{
  static const struct {
    const char *vm;
    const char *host;
    const char *code;
  } cases[] = {
    { "licence-01", "osprey", "VM_HAS_VUSBS" },
    { "pbx-01", "osprey", "VM_HAS_PCI_ATTACHED" },
    { "cad-01", "kestrel", "VM_HAS_VGPU" },
    { "dc-03", "osprey", "VM_REQUIRES_SR" },
    { "scratch-01", "osprey", "VM_REQUIRES_SR" },
    { "stock-old", "osprey", "VM_LACKS_FEATURE" },
    { "kiosk-01", "osprey", "VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION" },
    { "vpn-01", "osprey", "VM_IS_IMMOBILE" },
    { "nested-01", "osprey", "VM_IS_IMMOBILE" },
    { "bank-01", "kestrel", "OPERATION_BLOCKED" },
    { "backup-01", "osprey", "VM_NON_SUSPENDABLE" },
    { "evidence", "osprey", "VM_BAD_POWER_STATE" },
    { "trade-fair", "osprey", "VM_BAD_POWER_STATE" },
    { "intranet-old", "osprey", "VM_BAD_POWER_STATE" },
    { "erp-db", "kestrel", "HOST_NOT_ENOUGH_FREE_MEMORY" },
    { "render-01", "merlin", "VM_INCOMPATIBLE_WITH_THIS_HOST" },
    { "cfd-01", "merlin", "HOST_NOT_ENOUGH_PCPUS" },
    { "files-02", "merlin", "VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION" },
    { "lab-02", "merlin", "VM_REQUIRES_NETWORK" },
    { "agent-a", "kestrel", "VM_REQUIRES_NETWORK" },
    { "web-01", "harrier", "HOST_DISABLED" },
  };
  g_autoptr(FerrySimWorld) world = make_demo ();
  FerrySimDatabase *database = ferry_sim_world_get_database (world, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FerrySimFailure) failure = check_move (database,
                                                       find_named (database, "VM", cases[i].vm),
                                                       find_named (database, "host",
                                                                   cases[i].host));

      g_test_message ("%s to %s: %s", cases[i].vm, cases[i].host, failure != NULL ? failure->code
                      : "moves");
      g_assert_nonnull (failure);
      g_assert_cmpstr (failure->code, ==, cases[i].code);
    }
}

/* What moves although something about it is special. */
static void
test_has_movable_oddities (void)
{
  static const struct {
    const char *vm;
    const char *host;
  } cases[] = {
    { "db-01", "osprey" }, { "print-01", "kestrel" }, { "jump-01",
                                                        "merlin" }, { "gitlab", "merlin" },
    { "lab-02", "osprey" }, { "render-01", "kestrel" }, { "cfd-01",
                                                          "kestrel" }, { "archive-01", "merlin" },
  };
  g_autoptr(FerrySimWorld) world = make_demo ();
  FerrySimDatabase *database = ferry_sim_world_get_database (world, 0);
  const char *db = find_named (database, "VM", "db-01");
  g_autoptr(GVariant) vbds = g_variant_ref (ferry_sim_database_get (database, "VM", db, "VBDs"));
  g_autofree const char **refs = g_variant_get_strv (vbds, NULL);

  g_assert_true (ferry_sim_database_get_boolean (database, "VDI",
                                                 ferry_sim_database_get_string (database, "VBD", refs[0], "VDI"), "cbt_enabled"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FerrySimFailure) failure = check_move (database,
                                                       find_named (database, "VM", cases[i].vm),
                                                       find_named (database, "host",
                                                                   cases[i].host));

      g_test_message ("%s to %s: %s", cases[i].vm, cases[i].host, failure != NULL ? failure->code
                      : "moves");
      g_assert_null (failure);
    }
}

static gboolean
can_move (FerrySimDatabase *database,
          const char       *vm)
{
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");

  for (guint i = 0; i < hosts->len; i++)
    {
      const char *host = g_ptr_array_index (hosts, i);
      g_autoptr(FerrySimFailure) failure = check_move (database, vm, host);

      if (failure == NULL
          && !g_str_equal (host, ferry_sim_database_get_string (database, "VM", vm, "resident_on")))
        return TRUE;
    }

  return FALSE;
}

static void
test_most_vms_can_move (void)
{
  g_autoptr(FerrySimWorld) world = make_demo ();
  guint n_vms = 0;
  guint n_movable = 0;

  for (guint i = 0; i < ferry_sim_world_get_n_pools (world); i++)
    {
      FerrySimDatabase *database = ferry_sim_world_get_database (world, i);
      g_autoptr(GPtrArray) vms = ferry_sim_database_list_refs (database, "VM");

      if (ferry_sim_database_count_rows (database, "host") == 1)
        continue;

      for (guint j = 0; j < vms->len; j++)
        if (is_ordinary (database, g_ptr_array_index (vms, j)))
          {
            n_vms++;
            n_movable += can_move (database, g_ptr_array_index (vms, j));
          }
    }

  g_test_message ("%u of %u can move", n_movable, n_vms);
  g_assert_cmpuint (3 * n_movable, >=, 2 * n_vms);
}

/* Every protected VM must find room when either of the two hosts is lost. */
static gboolean
plan_holds (FerrySimDatabase *database,
            const char       *moved_vm,
            const char       *moved_to)
{
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");
  g_autoptr(GPtrArray) vms = ferry_sim_database_list_refs (database, "VM");

  for (guint i = 0; i < hosts->len; i++)
    {
      const char *survivor = g_ptr_array_index (hosts, i);
      gint64 room = ferry_sim_memory_get_capacity (database, survivor);

      for (guint j = 0; j < vms->len; j++)
        {
          const char *vm = g_ptr_array_index (vms, j);
          const char *host = g_strcmp0 (vm, moved_vm) == 0 ? moved_to
                             : ferry_sim_database_get_string (database, "VM", vm, "resident_on");

          if (g_str_equal (host, survivor)
              || ferry_sim_database_get_boolean (database, "VM", vm, "ha_always_run"))
            room -= ferry_sim_memory_get_planned (database, vm);
        }

      if (room < 0)
        return FALSE;
    }

  return TRUE;
}

static void
test_high_availability_is_tight (void)
{
  g_autoptr(FerrySimWorld) world = make_demo ();
  FerrySimDatabase *database = ferry_sim_world_get_database (world, 1);
  const char *egret = find_named (database, "host", "egret");

  g_assert_true (ferry_sim_database_get_boolean (database, "pool",
                                                 find_named (database, "pool",
                                                             "Porto pool"), "ha_enabled"));
  g_assert_true (plan_holds (database, NULL, NULL));
  g_assert_true (plan_holds (database, find_named (database, "VM", "opo-files"), egret));
  g_assert_false (plan_holds (database, find_named (database, "VM", "opo-camera"), egret));
}

static void
assert_same_pool (FerrySimDatabase *left,
                  FerrySimDatabase *right)
{
  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      const char *table = ferry_sim_schema_get_class (i)->name;
      g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (left, table);

      g_assert_cmpuint (refs->len, ==, ferry_sim_database_count_rows (right, table));
      for (guint j = 0; j < refs->len; j++)
        {
          const char *ref = g_ptr_array_index (refs, j);

          g_assert_true (ferry_sim_database_has_row (right, table, ref));
          g_assert_true (g_bytes_equal (ferry_sim_database_get_json (left, table, ref),
                                        ferry_sim_database_get_json (right, table, ref)));
        }
    }
}

static void
test_generator_is_deterministic (void)
{
  g_autoptr(FerrySimWorld) world = ferry_sim_world_new ();
  g_autoptr(GPtrArray) vms = NULL;

  ferry_sim_generator_add_pool (world, 4, 40, 7);
  ferry_sim_generator_add_pool (world, 4, 40, 7);
  ferry_sim_generator_add_pool (world, 4, 40, 8);

  assert_same_pool (ferry_sim_world_get_database (world, 0),
                    ferry_sim_world_get_database (world, 1));
  vms = ferry_sim_database_list_refs (ferry_sim_world_get_database (world, 0), "VM");
  for (guint i = 0; i < vms->len; i++)
    g_assert_false (ferry_sim_database_has_row (ferry_sim_world_get_database (world, 2), "VM",
                                                g_ptr_array_index (vms, i)));
}

static void
test_generator_makes_what_was_asked_for (void)
{
  g_autoptr(FerrySimWorld) world = ferry_sim_world_new ();
  FerrySimDatabase *database;
  guint n_objects = 0;

  ferry_sim_generator_add_pool (world, 64, 5000, 1);
  database = ferry_sim_world_get_database (world, 0);
  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    n_objects += ferry_sim_database_count_rows (database, ferry_sim_schema_get_class (i)->name);

  g_test_message ("%u objects", n_objects);
  g_assert_cmpuint (ferry_sim_database_count_rows (database, "host"), ==, 64);
  g_assert_cmpuint (ferry_sim_database_count_rows (database, "VM"), ==, 5000 + 64);
  g_assert_cmpuint (n_objects, >=, 50000);
  g_assert_cmpuint (n_objects, <=, 60000);
}

static void
test_generated_pool_is_sound (void)
{
  g_autoptr(FerrySimWorld) world = ferry_sim_world_new ();
  FerrySimDatabase *database;
  g_autoptr(GPtrArray) hosts = NULL;

  ferry_sim_generator_add_pool (world, 5, 100, 3);
  database = ferry_sim_world_get_database (world, 0);
  check_database (database);

  hosts = ferry_sim_database_list_refs (database, "host");
  for (guint i = 0; i < hosts->len; i++)
    g_assert_cmpint (ferry_sim_memory_get_free (database, g_ptr_array_index (hosts, i), NULL), >,
                     0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sim-world/has-no-dangling-references", test_has_no_dangling_references);
  g_test_add_func ("/sim-world/vms-are-whole", test_vms_are_whole);
  g_test_add_func ("/sim-world/hosts-are-well-filled", test_hosts_are_well_filled);
  g_test_add_func ("/sim-world/has-every-blocker", test_has_every_blocker);
  g_test_add_func ("/sim-world/has-oddities-that-move", test_has_movable_oddities);
  g_test_add_func ("/sim-world/most-vms-can-move", test_most_vms_can_move);
  g_test_add_func ("/sim-world/high-availability-is-tight", test_high_availability_is_tight);
  g_test_add_func ("/sim-generator/same-seed-makes-the-same-pool", test_generator_is_deterministic);
  g_test_add_func ("/sim-generator/makes-what-was-asked-for",
                   test_generator_makes_what_was_asked_for);
  g_test_add_func ("/sim-generator/makes-a-sound-pool", test_generated_pool_is_sound);

  return g_test_run ();
}

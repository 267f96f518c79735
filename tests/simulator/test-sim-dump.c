/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-dump.h"
#include "simulator/ferry-sim-lifecycle.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-secret.h"

/* The smallest pool: a host with a VM on it. Old spellings and new ones, white space protected. */
static const char small[] =
  "<?xml version='1.0'?><database><manifest>"
  "<pair key='schema_major_vsn' value='5'/><pair key='schema_minor_vsn' value='66'/></manifest>"
  "<table name='pool'><row ref='OpaqueRef:p' _ref='OpaqueRef:p' uuid='p' name_label='Old%.pool' master='OpaqueRef:h'/></table>"
  "<table name='host'><row ref='OpaqueRef:h' uuid='h' name__label='heron' enabled='true' address='192.0.2.1' "
  "license_params=\"(('serialnumber' 'hunter2-licence') ('restrict_pool_secret_rotation' 'true'))\" "
  "external_auth_configuration=\"(('pass' 'hunter2'))\" resident_VMs=\"('OpaqueRef:gone')\"/></table>"
  "<table name='host_cpu'><row ref='OpaqueRef:c' uuid='c' host='OpaqueRef:h' speed='2400' vendor='GenuineIntel'/></table>"
  "<table name='VM'><row ref='OpaqueRef:v' uuid='v' name__label='web%.01' power_state='Running' resident_on='OpaqueRef:h' "
  "memory__static_max='1073741824' memory__dynamic_min='1073741824' memory__dynamic_max='1073741824' VCPUs__max='2' "
  "VCPUs__at_startup='2' HVM__boot_policy='BIOS%.order' HVM__shadow_multiplier='1.' ha_restart_priority='1' "
  "allowed_operations=\"('start')\" current_operations=\"(('OpaqueRef:t' 'pool_migrate'))\" "
  "scheduled_to_be_resident_on='OpaqueRef:h' other_config=\"(('a' 'b') ('root-password' 'hunter2'))\" "
  "last_booted_record=\"('hunter2')\" VBDs='()' is_a_template='false' affinity='OpaqueRef:gone' no_such_column='x'/></table>"
  "<table name='VBD'><row ref='OpaqueRef:b' uuid='b' VM='OpaqueRef:v' VDI='OpaqueRef:NULL' empty='true' type='CD' mode='RO'/></table>"
  "<table name='PBD'><row ref='OpaqueRef:d' uuid='d' host='OpaqueRef:h' SR='OpaqueRef:s' "
  "device_config=\"(('target'%.'192.0.2.9') ('chappassword' 'hunter2') ('options' '-o%.username=x,password=hunter2') "
  "('location' 'http://joe:hunter2@192.0.2.9/iso'))\"/></table>"
  "<table name='SR'><row ref='OpaqueRef:s' uuid='s' name__label='CPU%_speed%%' type='iso' shared='true'/></table>"
  "<table name='secret'><row ref='OpaqueRef:x' uuid='x' value='hunter2'/></table>"
  "<table name='session'><row ref='OpaqueRef:y' uuid='y'/></table>"
  "<table name='no_such_table'><row ref='OpaqueRef:z' value='hunter2'/></table>"
  "</database>";

static FerrySimDatabase *
read_text (const char  *text,
           GError     **error)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data (text, strlen (text), NULL);

  return ferry_sim_dump_read (stream, error);
}

static FerrySimDatabase *
read_small (void)
{
  g_autoptr(GError) error = NULL;
  FerrySimDatabase *database = read_text (small, &error);

  g_assert_no_error (error);

  return database;
}

static void
test_reads_both_spellings (void)
{
  g_autoptr(FerrySimDatabase) database = read_small ();

  g_assert_cmpstr (ferry_sim_database_get_string (database, "pool", "OpaqueRef:p", "name_label"),
                   ==, "Old pool");
  g_assert_cmpstr (ferry_sim_database_get_string (database, "VM", "OpaqueRef:v", "name_label"), ==,
                   "web 01");
  g_assert_cmpstr (ferry_sim_database_get_string (database, "SR", "OpaqueRef:s", "name_label"), ==,
                   "CPU  speed%");
  g_assert_cmpint (ferry_sim_database_get_int (database, "VM", "OpaqueRef:v", "memory_static_max"),
                   ==, 1073741824);
}

static void
test_rebuilds_back_references (void)
{
  g_autoptr(FerrySimDatabase) database = read_small ();
  g_autofree const char **vms = g_variant_get_strv (ferry_sim_database_get (database, "host", "OpaqueRef:h", "resident_VMs"), NULL);
  g_autofree const char **vbds = g_variant_get_strv (ferry_sim_database_get (database, "VM", "OpaqueRef:v", "VBDs"), NULL);

  g_assert_cmpuint (g_strv_length ((char **) vms), ==, 1);
  g_assert_cmpstr (vms[0], ==, "OpaqueRef:v");
  g_assert_cmpuint (g_strv_length ((char **) vbds), ==, 1);
  g_assert_cmpstr (vbds[0], ==, "OpaqueRef:b");
}

static void
test_fills_what_old_files_lack (void)
{
  g_autoptr(FerrySimDatabase) database = read_small ();
  const char *metrics = ferry_sim_database_get_string (database, "host", "OpaqueRef:h", "metrics");
  const char *vm_metrics = ferry_sim_database_get_string (database, "VM", "OpaqueRef:v", "metrics");

  g_assert_true (ferry_sim_database_get_boolean (database, "host_metrics", metrics, "live"));
  g_assert_cmpint (ferry_sim_memory_get_free (database, "OpaqueRef:h", NULL), >, 0);
  g_assert_cmpstr (ferry_sim_database_get_key (database, "host", "OpaqueRef:h", "cpu_info",
                                               "cpu_count"), ==, "1");
  g_assert_cmpstr (ferry_sim_database_get_string (database, "host", "OpaqueRef:h", "address"), ==,
                   "127.0.0.1");
  g_assert_cmpint (ferry_sim_database_get_int (database, "VM_metrics", vm_metrics,
                                               "memory_actual"), ==, 1073741824);
  g_assert_cmpstr (ferry_sim_database_get_string (database, "VM", "OpaqueRef:v", "domain_type"),
                   ==, "hvm");
  g_assert_cmpint (ferry_sim_database_get_int (database, "VM", "OpaqueRef:v", "memory_overhead"),
                   >, 0);
  g_assert_cmpstr (ferry_sim_database_get_string (database, "VM", "OpaqueRef:v",
                                                  "ha_restart_priority"), ==, "restart");
  g_assert_cmpint (ferry_sim_database_get_int (database, "VM", "OpaqueRef:v", "order"), ==, 1);
}

static void
test_forgets_what_was_under_way (void)
{
  g_autoptr(FerrySimDatabase) database = read_small ();

  g_assert_cmpuint (g_variant_n_children (ferry_sim_database_get (database, "VM", "OpaqueRef:v",
                                                                  "current_operations")), ==, 0);
  g_assert_cmpstr (ferry_sim_database_get_string (database, "VM", "OpaqueRef:v",
                                                  "scheduled_to_be_resident_on"), ==, FERRY_SIM_NULL_REF);
  g_assert_cmpstr (ferry_sim_database_get_string (database, "VM", "OpaqueRef:v", "affinity"), ==,
                   FERRY_SIM_NULL_REF);
}

static void
assert_says_nowhere (FerrySimDatabase *database,
                     const char       *secret)
{
  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      const char *table = ferry_sim_schema_get_class (i)->name;
      g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (database, table);

      for (guint j = 0; j < refs->len; j++)
        {
          GBytes *json = ferry_sim_database_get_json (database, table, g_ptr_array_index (refs, j));
          gsize size;
          const char *text = g_bytes_get_data (json, &size);

          g_assert_null (g_strstr_len (text, size, secret));
        }
    }
}

static void
test_drops_secrets (void)
{
  g_autoptr(FerrySimDatabase) database = read_small ();

  assert_says_nowhere (database, "hunter2");
  g_assert_cmpuint (ferry_sim_database_count_rows (database, "secret"), ==, 0);
  g_assert_cmpuint (ferry_sim_database_count_rows (database, "session"), ==, 0);

  g_assert_cmpstr (ferry_sim_database_get_key (database, "PBD", "OpaqueRef:d", "device_config",
                                               "target"), ==, "192.0.2.9");
  g_assert_cmpstr (ferry_sim_database_get_key (database, "PBD", "OpaqueRef:d", "device_config",
                                               "location"), ==, "http://192.0.2.9/iso");
  g_assert_cmpstr (ferry_sim_database_get_key (database, "VM", "OpaqueRef:v", "other_config", "a"),
                   ==, "b");
  g_assert_cmpstr (ferry_sim_database_get_key (database, "host", "OpaqueRef:h", "license_params",
                                               "restrict_pool_secret_rotation"), ==, "true");
}

/* The small pool with one piece of its text replaced. */
static void
assert_refused (const char *piece,
                const char *replacement,
                int         code)
{
  g_auto(GStrv) parts = g_strsplit (small, piece, 2);
  g_autofree char *text = g_strjoinv (replacement, parts);
  g_autoptr(GError) error = NULL;
  g_autoptr(FerrySimDatabase) database = NULL;

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  database = read_text (text, &error);
  g_test_message ("%s", error != NULL ? error->message : "loaded");
  g_assert_null (database);
  g_assert_error (error, FERRY_SIM_DUMP_ERROR, code);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_null (strstr (error->message, "OpaqueRef"));
  g_assert_null (strstr (error->message, "hunter2"));
}

static void
test_refuses_damaged_files (void)
{
  assert_refused ("</database>", "", FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("</table>", "", FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("='2400'", "='fast'", FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("='2400'", "='99999999999999999999'", FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("enabled='true'", "enabled='yes'", FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("multiplier='1.'", "multiplier='one'", FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("(('a' 'b') (", "(('a') (", FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("ref='OpaqueRef:v'", "ref=''", FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("_ref='OpaqueRef:p'", "_ref='OpaqueRef:q'", FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("master='OpaqueRef:h'", "master='OpaqueRef:v'", FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("<table name='VBD'>",
                  "<table name='VM'><row ref='OpaqueRef:v' uuid='w'/></table><table name='VBD'>",
                  FERRY_SIM_DUMP_ERROR_MALFORMED);
  assert_refused ("<table name='VBD'>",
                  "<table name='VBD'><row ref='OpaqueRef:r'><a><b/></a></row>",
                  FERRY_SIM_DUMP_ERROR_MALFORMED);
}

static void
test_refuses_what_is_no_database (void)
{
  assert_refused ("<?xml version='1.0'?><database>", "{\"result\":1}<database>",
                  FERRY_SIM_DUMP_ERROR_NOT_A_DUMP);
  assert_refused (small, "", FERRY_SIM_DUMP_ERROR_NOT_A_DUMP);
  assert_refused (small, "<html/>", FERRY_SIM_DUMP_ERROR_NOT_A_DUMP);
  assert_refused ("schema_major_vsn' value='5'", "schema_major_vsn' value='6'",
                  FERRY_SIM_DUMP_ERROR_NOT_A_DUMP);
}

static void
test_refuses_a_pool_without_hosts (void)
{
  assert_refused ("<table name='host'>", "<table name='hosts'>", FERRY_SIM_DUMP_ERROR_EMPTY);
  assert_refused ("<table name='pool'>", "<table name='pools'>", FERRY_SIM_DUMP_ERROR_EMPTY);
}

static void
test_refuses_entities (void)
{
  assert_refused ("<?xml version='1.0'?>",
                  "<?xml version='1.0'?><!DOCTYPE database [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>",
                  FERRY_SIM_DUMP_ERROR_NOT_A_DUMP);
  assert_refused ("<?xml version='1.0'?>",
                  "<?xml version='1.0'?><!DOCTYPE database SYSTEM 'file:///etc/passwd'>",
                  FERRY_SIM_DUMP_ERROR_NOT_A_DUMP);
  assert_refused ("web%.01", "&undefined;", FERRY_SIM_DUMP_ERROR_MALFORMED);
}

static void
test_names_the_file_that_is_missing (void)
{
  g_autoptr(FerrySimWorld) world = ferry_sim_world_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (ferry_sim_dump_add_pool (world, "/nonexistent/pool.xml", &error));
  g_assert_error (error, FERRY_SIM_DUMP_ERROR, FERRY_SIM_DUMP_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (error->message, "/nonexistent/pool.xml"));
  g_assert_cmpuint (ferry_sim_world_get_n_pools (world), ==, 0);
}

typedef struct {
  const char *file;
  const char *name;
  guint       n_hosts;
  guint       n_running;
  const char *vm;   /* one of them, and where it was */
  const char *host;
  guint       n_movable; /* as they are, to another host */
} RealPool;

static FerrySimWorld *
load_real (const RealPool *pool)
{
  g_autofree char *path = g_build_filename (g_getenv ("FERRY_SHARED") != NULL
                                            ? g_getenv ("FERRY_SHARED") : "../shared",
                                            "data", "xapi-db", pool->file, NULL);
  g_autoptr(FerrySimWorld) world = NULL;
  g_autoptr(GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("The databases of real pools are not here");
      return NULL;
    }

  world = ferry_sim_world_new ();
  ferry_sim_dump_add_pool (world, path, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&world);
}

static guint
count_running (FerrySimDatabase *database,
               const RealPool   *pool)
{
  g_autoptr(GPtrArray) vms = ferry_sim_database_list_refs (database, "VM");
  gboolean found = FALSE;
  guint n_running = 0;

  for (guint i = 0; i < vms->len; i++)
    {
      const char *vm = g_ptr_array_index (vms, i);
      const char *host = ferry_sim_database_get_string (database, "VM", vm, "resident_on");

      if (ferry_sim_database_get_boolean (database, "VM", vm, "is_control_domain")
          || !g_str_equal (ferry_sim_database_get_string (database, "VM", vm, "power_state"),
                           "Running"))
        continue;

      n_running++;
      g_assert_true (ferry_sim_database_has_row (database, "host", host));
      if (g_str_equal (ferry_sim_database_get_string (database, "VM", vm, "name_label"), pool->vm))
        found = g_str_equal (ferry_sim_database_get_string (database, "host", host, "name_label"),
                             pool->host);
    }

  g_assert_true (found);

  return n_running;
}

static void
check_real_host (FerrySimDatabase *database,
                 const char       *host)
{
  const char *metrics = ferry_sim_database_get_string (database, "host", host, "metrics");
  gint64 n_cpus = g_ascii_strtoll (ferry_sim_database_get_key (database, "host", host, "cpu_info",
                                                               "cpu_count"), NULL, 10);

  g_assert_cmpint (n_cpus, >, 0);
  g_assert_true (ferry_sim_database_get_boolean (database, "host_metrics", metrics, "live"));
  g_assert_cmpint (ferry_sim_memory_get_free (database, host, NULL), >, 256 * 1024 * 1024);
  g_assert_true (ferry_sim_database_has_row (database, "VM",
                                             ferry_sim_database_get_string (database, "host", host, "control_domain")));
}

static void
test_loads_a_real_pool (gconstpointer data)
{
  const RealPool *pool = data;
  g_autoptr(FerrySimWorld) world = load_real (pool);
  g_autoptr(GPtrArray) hosts = NULL;
  FerrySimDatabase *database;

  if (world == NULL)
    return;

  database = ferry_sim_world_get_database (world, 0);
  hosts = ferry_sim_database_list_refs (database, "host");
  g_assert_cmpstr (ferry_sim_world_get_name (world, 0), ==, pool->name);
  g_assert_cmpuint (hosts->len, ==, pool->n_hosts);
  g_assert_cmpuint (count_running (database, pool), ==, pool->n_running);
  for (guint i = 0; i < hosts->len; i++)
    check_real_host (database, g_ptr_array_index (hosts, i));
}

static gboolean
can_move (FerrySimDatabase *database,
          const char       *vm)
{
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");

  for (guint i = 0; i < hosts->len; i++)
    {
      const char *host = g_ptr_array_index (hosts, i);
      g_autoptr(FerrySimFailure) lifecycle = ferry_sim_lifecycle_check (database, vm, FERRY_SIM_VM_POOL_MIGRATE, TRUE);
      g_autoptr(FerrySimFailure) boot = ferry_sim_boot_check (database, vm, host,
                                                              FERRY_SIM_BOOT_CHECK_ALL);

      if (lifecycle == NULL && boot == NULL
          && !g_str_equal (host, ferry_sim_database_get_string (database, "VM", vm, "resident_on")))
        return TRUE;
    }

  return FALSE;
}

static void
test_knows_what_moves (gconstpointer data)
{
  g_autoptr(FerrySimWorld) world = load_real (data);
  g_autoptr(GPtrArray) vms = NULL;
  guint n_movable = 0;

  if (world == NULL)
    return;

  vms = ferry_sim_database_list_refs (ferry_sim_world_get_database (world, 0), "VM");
  for (guint i = 0; i < vms->len; i++)
    n_movable += can_move (ferry_sim_world_get_database (world, 0), g_ptr_array_index (vms, i));

  g_assert_cmpuint (n_movable, ==, ((const RealPool *) data)->n_movable);
}

static void
check_map (FerrySimDatabase    *database,
           const char          *table,
           const char          *ref,
           const FerrySimField *field)
{
  GVariant *map = ferry_sim_database_get (database, table, ref, field->name);
  g_autoptr(GVariant) clean = g_variant_ref_sink (ferry_sim_secret_clean_map (field->name, map));

  /* What is in no file is no secret. */
  if (!g_variant_equal (map, field->value))
    g_assert_true (g_variant_equal (map, clean));
}

static void
test_no_secret_is_left (gconstpointer data)
{
  g_autoptr(FerrySimWorld) world = load_real (data);
  FerrySimDatabase *database;

  if (world == NULL)
    return;

  database = ferry_sim_world_get_database (world, 0);
  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      const FerrySimClass *klass = ferry_sim_schema_get_class (i);
      g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (database, klass->name);

      g_assert_false (ferry_sim_secret_is_table (klass->name) && refs->len > 0);
      for (guint j = 0; j < refs->len; j++)
        for (guint k = 0; k < klass->n_fields; k++)
          if (g_str_equal (klass->fields[k].type->signature, "a{ss}"))
            check_map (database, klass->name, g_ptr_array_index (refs, j), &klass->fields[k]);
    }

  for (guint i = 0; i < 2; i++)
    assert_says_nowhere (database, i == 0 ? "chappassword" : "serialnumber");
}

int
main (int   argc,
      char *argv[])
{
  static const RealPool pools[] = {
    { "standalone-host.xml", "PoolOfOne", 1, 2, "dlvmlocalpo1", "dt40", 0 },
    { "two-hosts-ha.xml", "Grimsby pool", 2, 4, "Debian Etch 4.0 (1)", "chester", 4 },
    { "two-hosts-iscsi.xml", "Pool", 2, 4, "Local", "dt16", 2 },
    /* Two guests without tools, one on a local disk. */
    { "two-hosts-mixed-storage.xml", "Grimsby Pool", 2, 3, "Windows Vista JA", "chester", 0 },
  };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sim-dump/reads-both-spellings", test_reads_both_spellings);
  g_test_add_func ("/sim-dump/rebuilds-back-references", test_rebuilds_back_references);
  g_test_add_func ("/sim-dump/fills-what-old-files-lack", test_fills_what_old_files_lack);
  g_test_add_func ("/sim-dump/forgets-what-was-under-way", test_forgets_what_was_under_way);
  g_test_add_func ("/sim-dump/drops-secrets", test_drops_secrets);
  g_test_add_func ("/sim-dump/refuses-damaged-files", test_refuses_damaged_files);
  g_test_add_func ("/sim-dump/refuses-what-is-no-database", test_refuses_what_is_no_database);
  g_test_add_func ("/sim-dump/refuses-a-pool-without-hosts", test_refuses_a_pool_without_hosts);
  g_test_add_func ("/sim-dump/refuses-entities", test_refuses_entities);
  g_test_add_func ("/sim-dump/names-the-file-that-is-missing", test_names_the_file_that_is_missing);

  for (guint i = 0; i < G_N_ELEMENTS (pools); i++)
    {
      g_autofree char *loads = g_strdup_printf ("/sim-dump/loads-a-real-pool/%s", pools[i].file);
      g_autofree char *moves = g_strdup_printf ("/sim-dump/knows-what-moves/%s", pools[i].file);
      g_autofree char *clean = g_strdup_printf ("/sim-dump/leaves-no-secret/%s", pools[i].file);

      g_test_add_data_func (loads, &pools[i], test_loads_a_real_pool);
      g_test_add_data_func (clean, &pools[i], test_no_secret_is_left);
      g_test_add_data_func (moves, &pools[i], test_knows_what_moves);
    }

  return g_test_run ();
}

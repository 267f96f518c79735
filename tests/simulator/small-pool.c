/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "small-pool.h"

static void
add_host (FerrySimDatabase *database,
          const char       *ref)
{
  const char *name = strrchr (ref, ':') + 1;
  g_autofree char *metrics = g_strconcat (ref, "-metrics", NULL);
  g_autofree char *pif = g_strconcat (ref, "-pif", NULL);
  g_autofree char *pbd = g_strconcat (ref, "-pbd", NULL);
  const gint64 versions[] = { 0, 1, 2 };
  const char *capabilities[] = { "xen-3.0-x86_64", "hvm-3.0-x86_64" };

  ferry_sim_database_create_row (database, "host_metrics", metrics);
  ferry_sim_database_set_int (database, "host_metrics", metrics, "memory_total", 64 * GIB);
  ferry_sim_database_set_boolean (database, "host_metrics", metrics, "live", TRUE);

  ferry_sim_database_create_row (database, "host", ref);
  ferry_sim_database_set_string (database, "host", ref, "name_label", name);
  ferry_sim_database_set_string (database, "host", ref, "uuid", name);
  ferry_sim_database_set_string (database, "host", ref, "metrics", metrics);
  ferry_sim_database_set_boolean (database, "host", ref, "enabled", TRUE);
  ferry_sim_database_set_int (database, "host", ref, "memory_overhead", GIB);
  ferry_sim_database_set_key (database, "host", ref, "cpu_info", "vendor", "GenuineIntel");
  ferry_sim_database_set_key (database, "host", ref, "cpu_info", "features_hvm", "ffff-00ff");
  ferry_sim_database_set_key (database, "host", ref, "cpu_info", "cpu_count", "16");
  ferry_sim_database_set (database, "host", ref, "virtual_hardware_platform_versions",
                          g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, versions, 3,
                                                     sizeof (gint64)));
  ferry_sim_database_set (database, "host", ref, "capabilities",
                          g_variant_new_strv (capabilities, 2));

  ferry_sim_database_create_row (database, "PIF", pif);
  ferry_sim_database_set_string (database, "PIF", pif, "host", ref);
  ferry_sim_database_set_string (database, "PIF", pif, "network", NETWORK);
  ferry_sim_database_set_boolean (database, "PIF", pif, "currently_attached", TRUE);
  ferry_sim_database_set_string (database, "PIF", pif, "IP", "192.0.2.1");

  ferry_sim_database_create_row (database, "PBD", pbd);
  ferry_sim_database_set_string (database, "PBD", pbd, "host", ref);
  ferry_sim_database_set_string (database, "PBD", pbd, "SR", SHARED);
  ferry_sim_database_set_boolean (database, "PBD", pbd, "currently_attached", TRUE);
}

const char *
small_pool_add_disk (FerrySimDatabase *database,
                     const char       *vm,
                     const char       *sr,
                     const char       *type)
{
  const char *vdi = ferry_sim_database_create_row (database, "VDI", NULL);
  const char *vbd = ferry_sim_database_create_row (database, "VBD", NULL);

  ferry_sim_database_set_string (database, "VDI", vdi, "SR", sr);
  ferry_sim_database_set_string (database, "VBD", vbd, "VDI", vdi);
  ferry_sim_database_set_string (database, "VBD", vbd, "VM", vm);
  ferry_sim_database_set_string (database, "VBD", vbd, "type", type);
  ferry_sim_database_set_boolean (database, "VBD", vbd, "empty", FALSE);
  ferry_sim_database_set_boolean (database, "VBD", vbd, "currently_attached", TRUE);

  return vbd;
}

static void
add_guest (FerrySimDatabase *database,
           const char       *vm)
{
  const char *metrics = ferry_sim_database_create_row (database, "VM_metrics", NULL);
  const char *guest = ferry_sim_database_create_row (database, "VM_guest_metrics", NULL);

  ferry_sim_database_set_string (database, "VM_metrics", metrics, "current_domain_type", "hvm");
  ferry_sim_database_set_key (database, "VM_guest_metrics", guest, "PV_drivers_version", "major", "9");
  ferry_sim_database_set_key (database, "VM_guest_metrics", guest, "PV_drivers_version", "minor", "3");
  ferry_sim_database_set_string (database, "VM", vm, "metrics", metrics);
  ferry_sim_database_set_string (database, "VM", vm, "guest_metrics", guest);
}

const char *
small_pool_add_vm (FerrySimDatabase *database,
                   const char       *name,
                   const char       *host,
                   gint64            memory)
{
  static const char * const fields[] = { "memory_static_max", "memory_dynamic_max",
                                         "memory_dynamic_min", "memory_static_min" };
  g_autofree char *ref = g_strconcat ("OpaqueRef:", name, NULL);
  const char *vm = ferry_sim_database_create_row (database, "VM", ref);
  const char *vif = ferry_sim_database_create_row (database, "VIF", NULL);

  ferry_sim_database_set_string (database, "VM", vm, "name_label", name);
  ferry_sim_database_set_string (database, "VM", vm, "uuid", name);
  ferry_sim_database_set_string (database, "VM", vm, "domain_type", "hvm");
  ferry_sim_database_set_int (database, "VM", vm, "VCPUs_max", 2);
  ferry_sim_database_set_int (database, "VM", vm, "VCPUs_at_startup", 2);
  ferry_sim_database_set_double (database, "VM", vm, "HVM_shadow_multiplier", 1);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    ferry_sim_database_set_int (database, "VM", vm, fields[i], memory);
  ferry_sim_database_set_int (database, "VM", vm, "memory_overhead", 20 * MIB);
  ferry_sim_database_set_string (database, "VM", vm, "resident_on", host);
  ferry_sim_database_set_string (database, "VM", vm, "power_state",
                                 g_str_equal (host, FERRY_SIM_NULL_REF) ? "Halted" : "Running");
  ferry_sim_database_set_key (database, "VM", vm, "last_boot_CPU_flags", "vendor", "GenuineIntel");
  ferry_sim_database_set_key (database, "VM", vm, "last_boot_CPU_flags", "features", "0f0f-00ff");
  add_guest (database, vm);

  ferry_sim_database_set_string (database, "VIF", vif, "VM", vm);
  ferry_sim_database_set_string (database, "VIF", vif, "network", NETWORK);
  ferry_sim_database_set_boolean (database, "VIF", vif, "currently_attached", TRUE);

  return vm;
}

static void
add_storage (FerrySimDatabase *database,
             const char       *ref)
{
  ferry_sim_database_create_row (database, "SR", ref);
  ferry_sim_database_set_string (database, "SR", ref, "type", "nfs");
}

void
small_pool_fill (FerrySimDatabase *database)
{
  const char *pbd;

  ferry_sim_database_create_row (database, "network", NETWORK);
  ferry_sim_database_set_boolean (database, "network", NETWORK, "managed", TRUE);
  add_storage (database, SHARED);
  add_storage (database, LOCAL);
  add_host (database, HOST_1);
  add_host (database, HOST_2);
  add_host (database, HOST_3);
  pbd = ferry_sim_database_create_row (database, "PBD", NULL);
  ferry_sim_database_set_string (database, "PBD", pbd, "host", HOST_1);
  ferry_sim_database_set_string (database, "PBD", pbd, "SR", LOCAL);
  ferry_sim_database_set_boolean (database, "PBD", pbd, "currently_attached", TRUE);
  ferry_sim_database_create_row (database, "pool", POOL);
  ferry_sim_database_set_string (database, "pool", POOL, "master", HOST_3);

  small_pool_add_vm (database, "vm", HOST_1, 2 * GIB);
  small_pool_add_disk (database, VM, SHARED, "Disk");
}

char *
small_pool_say (FerrySimFailure *failure)
{
  g_autoptr(FerrySimFailure) owned = failure;
  GString *text = g_string_new (failure != NULL ? failure->code : NULL);

  for (guint i = 0; failure != NULL && failure->params[i] != NULL; i++)
    g_string_append_printf (text, " %s", failure->params[i]);

  return g_string_free (text, FALSE);
}

void
small_pool_assert (FerrySimFailure *failure,
                   const char      *expected)
{
  g_autofree char *text = small_pool_say (failure);

  g_assert_cmpstr (text, ==, expected);
}

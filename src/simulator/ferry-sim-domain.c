/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-domain"

#include "simulator/ferry-sim-domain.h"
#include "simulator/ferry-sim-memory.h"
#include "simulator/ferry-sim-operations.h"

/**
 * ferry_sim_domain_get_next_id:
 * @database: the pool's database
 * @host: reference of a host
 *
 * Returns: a number for a new domain on the host, higher than those of the domains there
 */
gint64
ferry_sim_domain_get_next_id (FerrySimDatabase *database,
                              const char       *host)
{
  gint64 highest = 0;
  GVariantIter iter;
  const char *vm;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), 1);

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "host", host, "resident_VMs"));
  while (g_variant_iter_next (&iter, "&s", &vm))
    highest = MAX (highest, ferry_sim_database_get_int (database, "VM", vm, "domid"));

  return highest + 1;
}

/**
 * ferry_sim_domain_update_free_memory:
 * @database: the pool's database
 * @host: reference of a host; the null reference is ignored
 *
 * Brings the host's metrics up to date, which monitoring does every few seconds.
 */
void
ferry_sim_domain_update_free_memory (FerrySimDatabase *database,
                                     const char       *host)
{
  const char *metrics;

  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  if (!ferry_sim_database_has_row (database, "host", host))
    return;

  metrics = ferry_sim_database_get_string (database, "host", host, "metrics");
  if (ferry_sim_database_has_row (database, "host_metrics", metrics))
    ferry_sim_database_set_int (database, "host_metrics", metrics, "memory_free",
                                ferry_sim_memory_get_free (database, host, NULL));
}

static void
set_attached (FerrySimDatabase *database,
              const char       *vm,
              const char       *table,
              const char       *field,
              gboolean          is_attached)
{
  g_autoptr(GVariant) devices = NULL;
  GVariantIter iter;
  const char *device;

  devices = g_variant_ref (ferry_sim_database_get (database, "VM", vm, field));
  g_variant_iter_init (&iter, devices);
  while (g_variant_iter_next (&iter, "&s", &device))
    ferry_sim_database_set_boolean (database, table, device, "currently_attached", is_attached);
}

static void
set_devices_attached (FerrySimDatabase *database,
                      const char       *vm,
                      gboolean          is_attached)
{
  set_attached (database, vm, "VBD", "VBDs", is_attached);
  set_attached (database, vm, "VIF", "VIFs", is_attached);
  set_attached (database, vm, "VUSB", "VUSBs", is_attached);
  ferry_sim_operations_update_devices (database, vm);
}

static void
touch_metrics (FerrySimPool *pool,
               const char   *vm,
               gboolean      has_started)
{
  FerrySimDatabase *database = ferry_sim_pool_get_database (pool);
  g_autofree char *now = ferry_sim_clock_format_now (ferry_sim_pool_get_clock (pool));
  const char *metrics = ferry_sim_database_get_string (database, "VM", vm, "metrics");
  const char *guest = ferry_sim_database_get_string (database, "VM", vm, "guest_metrics");

  if (ferry_sim_database_has_row (database, "VM_guest_metrics", guest))
    ferry_sim_database_set_string (database, "VM_guest_metrics", guest, "last_updated", now);
  if (has_started && ferry_sim_database_has_row (database, "VM_metrics", metrics))
    ferry_sim_database_set_string (database, "VM_metrics", metrics, "start_time", now);
}

/* The guest boots with the CPU that it finds. */
static void
set_cpu_flags (FerrySimDatabase *database,
               const char       *vm,
               const char       *host)
{
  gboolean is_pv = ferry_sim_memory_get_domain_type (database, vm) == FERRY_SIM_DOMAIN_TYPE_PV;
  const char *vendor = ferry_sim_database_get_key (database, "host", host, "cpu_info", "vendor");
  const char *features;

  features = ferry_sim_database_get_key (database, "host", host, "cpu_info",
                                         is_pv ? "features_pv_host" : "features_hvm_host");
  if (vendor != NULL)
    ferry_sim_database_set_key (database, "VM", vm, "last_boot_CPU_flags", "vendor", vendor);
  if (features != NULL)
    ferry_sim_database_set_key (database, "VM", vm, "last_boot_CPU_flags", "features", features);
}

/**
 * ferry_sim_domain_start:
 * @pool: the pool
 * @vm: reference of a VM without a domain
 * @host: reference of the host that gets one
 * @power_state: "Running" or "Paused"
 */
void
ferry_sim_domain_start (FerrySimPool *pool,
                        const char   *vm,
                        const char   *host,
                        const char   *power_state)
{
  FerrySimDatabase *database;
  gboolean boots;
  gint64 id;

  g_return_if_fail (FERRY_IS_SIM_POOL (pool));

  database = ferry_sim_pool_get_database (pool);
  boots = g_str_equal (ferry_sim_database_get_string (database, "VM", vm, "power_state"), "Halted");
  id = ferry_sim_domain_get_next_id (database, host);

  if (boots)
    set_cpu_flags (database, vm, host);
  ferry_sim_database_set_string (database, "VM", vm, "resident_on", host);
  ferry_sim_database_set_string (database, "VM", vm, "scheduled_to_be_resident_on",
                                 FERRY_SIM_NULL_REF);
  ferry_sim_database_set_int (database, "VM", vm, "domid", id);
  ferry_sim_database_set_string (database, "VM", vm, "power_state", power_state);
  set_devices_attached (database, vm, TRUE);
  touch_metrics (pool, vm, boots);
  ferry_sim_operations_update_vm (database, vm);
  ferry_sim_domain_update_free_memory (database, host);
}

/**
 * ferry_sim_domain_stop:
 * @pool: the pool
 * @vm: reference of a VM
 * @power_state: "Halted" or "Suspended"
 *
 * The VM has no domain any more and is nowhere.
 */
void
ferry_sim_domain_stop (FerrySimPool *pool,
                       const char   *vm,
                       const char   *power_state)
{
  FerrySimDatabase *database;
  g_autofree char *host = NULL;

  g_return_if_fail (FERRY_IS_SIM_POOL (pool));

  database = ferry_sim_pool_get_database (pool);
  host = g_strdup (ferry_sim_database_get_string (database, "VM", vm, "resident_on"));

  ferry_sim_database_set_string (database, "VM", vm, "power_state", power_state);
  ferry_sim_database_set_string (database, "VM", vm, "resident_on", FERRY_SIM_NULL_REF);
  ferry_sim_database_set_string (database, "VM", vm, "scheduled_to_be_resident_on",
                                 FERRY_SIM_NULL_REF);
  ferry_sim_database_set_int (database, "VM", vm, "domid", -1);
  set_devices_attached (database, vm, FALSE);
  ferry_sim_operations_update_vm (database, vm);
  ferry_sim_domain_update_free_memory (database, host);
}

/* A console is served by the host that the VM is on. */
static void
move_consoles (FerrySimDatabase *database,
               const char       *vm,
               const char       *old_address,
               const char       *new_address)
{
  g_autoptr(GVariant) consoles = NULL;
  GVariantIter iter;
  const char *console;

  if (*old_address == '\0' || g_str_equal (old_address, new_address))
    return;

  consoles = g_variant_ref (ferry_sim_database_get (database, "VM", vm, "consoles"));
  g_variant_iter_init (&iter, consoles);
  while (g_variant_iter_next (&iter, "&s", &console))
    {
      g_autoptr(GString) location = NULL;

      location = g_string_new (ferry_sim_database_get_string (database, "console", console,
                                                              "location"));
      if (g_string_replace (location, old_address, new_address, 1) > 0)
        ferry_sim_database_set_string (database, "console", console, "location", location->str);
    }
}

static void
drop_device_model_guidance (FerrySimDatabase *database,
                            const char       *vm)
{
  GVariant *guidances = ferry_sim_database_get (database, "VM", vm, "pending_guidances");
  g_autoptr(GPtrArray) rest = g_ptr_array_new ();
  GVariantIter iter;
  const char *guidance;

  g_variant_iter_init (&iter, guidances);
  while (g_variant_iter_next (&iter, "&s", &guidance))
    {
      if (!g_str_equal (guidance, "restart_device_model"))
        g_ptr_array_add (rest, (gpointer) guidance);
    }
  if (rest->len < g_variant_n_children (guidances))
    ferry_sim_database_set (database, "VM", vm, "pending_guidances",
                            g_variant_new_strv ((const char * const *) rest->pdata, rest->len));
}

/**
 * ferry_sim_domain_arrive:
 * @pool: the pool
 * @vm: reference of a running VM that is resident on @host already
 * @old_host: reference of the host that it was on
 * @host: reference of the host that it came to, or stayed on, with a new domain
 *
 * What a new domain on another host changes beside VM.resident_on.
 */
void
ferry_sim_domain_arrive (FerrySimPool *pool,
                         const char   *vm,
                         const char   *old_host,
                         const char   *host)
{
  FerrySimDatabase *database;

  g_return_if_fail (FERRY_IS_SIM_POOL (pool));

  database = ferry_sim_pool_get_database (pool);
  ferry_sim_database_set_int (database, "VM", vm, "domid",
                              ferry_sim_domain_get_next_id (database, host));
  drop_device_model_guidance (database, vm);
  move_consoles (database, vm,
                 ferry_sim_database_get_string (database, "host", old_host, "address"),
                 ferry_sim_database_get_string (database, "host", host, "address"));
  touch_metrics (pool, vm, FALSE);
  ferry_sim_operations_update_devices (database, vm);
  ferry_sim_domain_update_free_memory (database, old_host);
  ferry_sim_domain_update_free_memory (database, host);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-operations"

#include "simulator/ferry-sim-operations.h"

/* What changes nothing is not set, so that it makes no event. */
static void
set_allowed (FerrySimDatabase *database,
             const char       *table,
             const char       *ref,
             GPtrArray        *names)
{
  ferry_sim_database_set (database, table, ref, "allowed_operations",
                          g_variant_new_strv ((const char * const *) names->pdata, names->len));
}

static gboolean
is_running (FerrySimDatabase *database,
            const char       *table,
            const char       *ref,
            const char       *operation)
{
  GVariantIter iter;
  const char *name;

  g_variant_iter_init (&iter, ferry_sim_database_get (database, table, ref, "current_operations"));
  while (g_variant_iter_next (&iter, "{&s&s}", NULL, &name))
    {
      if (g_str_equal (name, operation))
        return TRUE;
    }

  return FALSE;
}

/**
 * ferry_sim_operations_update_vm:
 * @database: the pool's database
 * @vm: reference of a VM
 *
 * Works out anew what may be done to the VM. The server lists it from the last to the first.
 */
void
ferry_sim_operations_update_vm (FerrySimDatabase *database,
                                const char       *vm)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  for (int i = FERRY_SIM_N_VM_OPERATIONS - 1; i >= 0; i--)
    {
      g_autoptr(FerrySimFailure) failure = NULL;

      if (!ferry_sim_vm_operation_is_listed (i))
        continue;

      failure = ferry_sim_lifecycle_check (database, vm, i, TRUE);
      if (failure == NULL)
        g_ptr_array_add (names, (gpointer) ferry_sim_vm_operation_get_name (i));
    }

  set_allowed (database, "VM", vm, names);
}

/**
 * ferry_sim_operations_begin_vm:
 * @database: the pool's database
 * @vm: reference of a VM
 * @task: reference of the task that does it
 * @operation: what is done to the VM from now on
 */
void
ferry_sim_operations_begin_vm (FerrySimDatabase    *database,
                               const char          *vm,
                               const char          *task,
                               FerrySimVmOperation  operation)
{
  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  ferry_sim_database_set_key (database, "VM", vm, "current_operations", task,
                              ferry_sim_vm_operation_get_name (operation));
  ferry_sim_operations_update_vm (database, vm);
}

/**
 * ferry_sim_operations_end_vm:
 * @database: the pool's database
 * @vm: reference of a VM; it may be gone
 * @task: reference of the task that did something to it
 */
void
ferry_sim_operations_end_vm (FerrySimDatabase *database,
                             const char       *vm,
                             const char       *task)
{
  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  if (!ferry_sim_database_has_row (database, "VM", vm))
    return;

  ferry_sim_database_set_key (database, "VM", vm, "current_operations", task, NULL);
  ferry_sim_operations_update_vm (database, vm);
}

/* These need a host that stays, those one that is left alone. */
static gboolean
host_operations_exclude (const char *operation,
                         const char *running)
{
  static const char * const arriving[] = { "provision", "vm_resume", "vm_migrate", NULL };
  static const char * const leaving[] = { "evacuate", "reboot", "shutdown", NULL };

  /* An evacuation may go on twice: the server lists it while one runs. */
  return (g_strv_contains (arriving, operation) && g_strv_contains (leaving, running))
         || (g_strv_contains (leaving, operation) && g_strv_contains (arriving, running));
}

/**
 * ferry_sim_operations_check_host:
 * @database: the pool's database
 * @host: reference of a host
 * @operation: what is to be done, by its name in the XenAPI
 *
 * Returns: (transfer full) (nullable): what stands in the way; %NULL when nothing does
 */
FerrySimFailure *
ferry_sim_operations_check_host (FerrySimDatabase *database,
                                 const char       *host,
                                 const char       *operation)
{
  static const char * const idle[] = { "reboot", "shutdown", "apply_updates", NULL };
  GVariantIter iter;
  const char *task;
  const char *running;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), NULL);

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "host", host,
                                                      "current_operations"));
  while (g_variant_iter_next (&iter, "{&s&s}", &task, &running))
    {
      if (host_operations_exclude (operation, running))
        return ferry_sim_failure_new ("OTHER_OPERATION_IN_PROGRESS", "host", host, running, task,
                                      NULL);
    }

  if (g_strv_contains (idle, operation)
      && ferry_sim_database_get_boolean (database, "host", host, "enabled"))
    return ferry_sim_failure_new ("HOST_NOT_DISABLED", NULL);

  return NULL;
}

/**
 * ferry_sim_operations_update_host:
 * @database: the pool's database
 * @host: reference of a host
 *
 * Works out anew what may be done to the host.
 */
void
ferry_sim_operations_update_host (FerrySimDatabase *database,
                                  const char       *host)
{
  static const char * const listed[] = {
    "vm_migrate", "provision", "vm_resume", "apply_updates", "enable", "reboot", "evacuate",
    "vm_start", "shutdown",
  };
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    {
      g_autoptr(FerrySimFailure) failure = NULL;

      failure = ferry_sim_operations_check_host (database, host, listed[i]);
      if (failure == NULL)
        g_ptr_array_add (names, (gpointer) listed[i]);
    }

  set_allowed (database, "host", host, names);
}

/**
 * ferry_sim_operations_begin_host:
 * @database: the pool's database
 * @host: reference of a host
 * @task: reference of the task that does it
 * @operation: what is done from now on, by its name in the XenAPI
 */
void
ferry_sim_operations_begin_host (FerrySimDatabase *database,
                                 const char       *host,
                                 const char       *task,
                                 const char       *operation)
{
  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  ferry_sim_database_set_key (database, "host", host, "current_operations", task, operation);
  ferry_sim_operations_update_host (database, host);
}

/**
 * ferry_sim_operations_end_host:
 * @database: the pool's database
 * @host: reference of a host; it may be gone
 * @task: reference of the task that did something to it
 */
void
ferry_sim_operations_end_host (FerrySimDatabase *database,
                               const char       *host,
                               const char       *task)
{
  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  if (!ferry_sim_database_has_row (database, "host", host))
    return;

  ferry_sim_database_set_key (database, "host", host, "current_operations", task, NULL);
  ferry_sim_operations_update_host (database, host);
}

static gboolean
is_vm_live (FerrySimDatabase *database,
            const char       *vm)
{
  return ferry_sim_database_has_row (database, "VM", vm)
         && ferry_sim_lifecycle_is_live (database, vm);
}

/* A drive has something to take out or room for something; nobody plugs a whole drive. */
static void
list_drive_operations (FerrySimDatabase *database,
                       const char       *vbd,
                       gboolean          is_live,
                       GPtrArray        *names)
{
  g_ptr_array_add (names, (gpointer) "attach");
  if (is_live)
    g_ptr_array_add (names, (gpointer) "unpause");
  if (ferry_sim_database_get_boolean (database, "VBD", vbd, "empty"))
    g_ptr_array_add (names, (gpointer) "insert");
  else
    g_ptr_array_add (names, (gpointer) "eject");
  if (is_live)
    g_ptr_array_add (names, (gpointer) "pause");
}

static void
list_disk_operations (FerrySimDatabase *database,
                      const char       *vbd,
                      gboolean          is_live,
                      GPtrArray        *names)
{
  g_ptr_array_add (names, (gpointer) "attach");
  if (!is_live)
    return;

  g_ptr_array_add (names, (gpointer) "unpause");
  if (ferry_sim_database_get_boolean (database, "VBD", vbd, "currently_attached"))
    {
      g_ptr_array_add (names, (gpointer) "unplug");
      g_ptr_array_add (names, (gpointer) "unplug_force");
    }
  else
    {
      g_ptr_array_add (names, (gpointer) "plug");
    }
  g_ptr_array_add (names, (gpointer) "pause");
}

/**
 * ferry_sim_operations_update_vbd:
 * @database: the pool's database
 * @vbd: reference of a VBD
 */
void
ferry_sim_operations_update_vbd (FerrySimDatabase *database,
                                 const char       *vbd)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  const char *vm;
  gboolean is_live;

  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  vm = ferry_sim_database_get_string (database, "VBD", vbd, "VM");
  is_live = is_vm_live (database, vm);

  if (g_str_equal (ferry_sim_database_get_string (database, "VBD", vbd, "type"), "CD"))
    list_drive_operations (database, vbd, is_live, names);
  else
    list_disk_operations (database, vbd, is_live, names);

  set_allowed (database, "VBD", vbd, names);
}

/**
 * ferry_sim_operations_update_vif:
 * @database: the pool's database
 * @vif: reference of a VIF
 */
void
ferry_sim_operations_update_vif (FerrySimDatabase *database,
                                 const char       *vif)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  const char *vm;

  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  vm = ferry_sim_database_get_string (database, "VIF", vif, "VM");
  g_ptr_array_add (names, (gpointer) "attach");
  if (is_vm_live (database, vm))
    {
      if (ferry_sim_database_get_boolean (database, "VIF", vif, "currently_attached"))
        g_ptr_array_add (names, (gpointer) "unplug");
      else
        g_ptr_array_add (names, (gpointer) "plug");
    }

  set_allowed (database, "VIF", vif, names);
}

static gboolean
is_attached (FerrySimDatabase *database,
             const char       *vdi)
{
  GVariantIter iter;
  const char *vbd;

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "VDI", vdi, "VBDs"));
  while (g_variant_iter_next (&iter, "&s", &vbd))
    {
      if (ferry_sim_database_get_boolean (database, "VBD", vbd, "currently_attached"))
        return TRUE;
    }

  return FALSE;
}

/* The row that describes the driver of the disk's storage, or %NULL. */
static const char *
find_driver (FerrySimDatabase *database,
             const char       *vdi)
{
  const char *sr = ferry_sim_database_get_string (database, "VDI", vdi, "SR");
  g_autoptr(GPtrArray) drivers = NULL;
  const char *type;

  if (!ferry_sim_database_has_row (database, "SR", sr))
    return NULL;

  type = ferry_sim_database_get_string (database, "SR", sr, "type");
  drivers = ferry_sim_database_list_refs (database, "SM");
  for (guint i = 0; i < drivers->len; i++)
    {
      const char *driver = drivers->pdata[i];

      if (g_str_equal (ferry_sim_database_get_string (database, "SM", driver, "type"), type))
        return driver;
    }

  return NULL;
}

static gboolean
has_feature (FerrySimDatabase *database,
             const char       *driver,
             const char       *feature)
{
  GVariant *features;
  g_autoptr(GVariant) value = NULL;

  if (feature == NULL)
    return TRUE;
  if (driver == NULL)
    return FALSE;

  features = ferry_sim_database_get (database, "SM", driver, "features");
  value = g_variant_lookup_value (features, feature, NULL);

  return value != NULL;
}

/**
 * ferry_sim_operations_update_vdi:
 * @database: the pool's database
 * @vdi: reference of a VDI
 *
 * What may be done to a disk depends on whether it is in use and on what its storage's driver can do.
 */
void
ferry_sim_operations_update_vdi (FerrySimDatabase *database,
                                 const char       *vdi)
{
  static const struct
  {
    const char *name;
    const char *feature; /* (nullable): that the storage's driver must have */
    gboolean    in_use;  /* possible for a disk in use */
  } listed[] = {
    { "generate_config", "VDI_GENERATE_CONFIG", FALSE },
    { "update", "VDI_UPDATE", FALSE },
    { "forget", NULL, FALSE },
    { "destroy", "VDI_DELETE", FALSE },
    { "enable_cbt", "VDI_CONFIG_CBT", TRUE },
    { "snapshot", "VDI_SNAPSHOT", TRUE },
    { "resize", "VDI_RESIZE", FALSE },
    { "copy", NULL, FALSE },
    { "clone", "VDI_CLONE", TRUE },
  };
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  gboolean in_use;
  const char *driver;

  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  in_use = is_attached (database, vdi);
  driver = find_driver (database, vdi);
  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    {
      const char *name = listed[i].name;

      if (g_str_equal (name, "enable_cbt")
          && ferry_sim_database_get_boolean (database, "VDI", vdi, "cbt_enabled"))
        name = "disable_cbt";
      if (is_running (database, "VDI", vdi, "copy") && g_str_equal (name, "snapshot"))
        continue;
      if ((!in_use || listed[i].in_use) && has_feature (database, driver, listed[i].feature))
        g_ptr_array_add (names, (gpointer) name);
    }

  set_allowed (database, "VDI", vdi, names);
}

/**
 * ferry_sim_operations_update_devices:
 * @database: the pool's database
 * @vm: reference of a VM
 *
 * Works out anew what may be done to the VM's drives, disks and NICs.
 */
void
ferry_sim_operations_update_devices (FerrySimDatabase *database,
                                     const char       *vm)
{
  g_autoptr(GVariant) vbds = NULL;
  g_autoptr(GVariant) vifs = NULL;
  GVariantIter iter;
  const char *device;

  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  vbds = g_variant_ref (ferry_sim_database_get (database, "VM", vm, "VBDs"));
  g_variant_iter_init (&iter, vbds);
  while (g_variant_iter_next (&iter, "&s", &device))
    {
      const char *vdi = ferry_sim_database_get_string (database, "VBD", device, "VDI");

      ferry_sim_operations_update_vbd (database, device);
      if (ferry_sim_database_has_row (database, "VDI", vdi))
        ferry_sim_operations_update_vdi (database, vdi);
    }

  vifs = g_variant_ref (ferry_sim_database_get (database, "VM", vm, "VIFs"));
  g_variant_iter_init (&iter, vifs);
  while (g_variant_iter_next (&iter, "&s", &device))
    ferry_sim_operations_update_vif (database, device);
}

static void
update_table (FerrySimDatabase *database,
              const char       *table,
              void            (*update)(FerrySimDatabase *, const char *))
{
  g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (database, table);

  for (guint i = 0; i < refs->len; i++)
    update (database, refs->pdata[i]);
}

/**
 * ferry_sim_operations_update_all:
 * @database: a pool's database that was just filled
 */
void
ferry_sim_operations_update_all (FerrySimDatabase *database)
{
  g_return_if_fail (FERRY_IS_SIM_DATABASE (database));

  update_table (database, "VM", ferry_sim_operations_update_vm);
  update_table (database, "host", ferry_sim_operations_update_host);
  update_table (database, "VBD", ferry_sim_operations_update_vbd);
  update_table (database, "VIF", ferry_sim_operations_update_vif);
  update_table (database, "VDI", ferry_sim_operations_update_vdi);
}

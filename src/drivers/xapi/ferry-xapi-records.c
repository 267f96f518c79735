/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-records"

#include "drivers/xapi/ferry-xapi-records.h"

#include <string.h>

#include "drivers/xapi/ferry-xapi-failure.h"
#include "drivers/xapi/ferry-xapi-vm.h"
#include "model/ferry-disk-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-task-record.h"

static gboolean
has_bit (gconstpointer row,
         guint32       bit)
{
  return (((const FerryXapiRow *) row)->bits & bit) != 0;
}

/* Sizes are -1 where the server does not know. */
static guint64
at_least_zero (gint64 value)
{
  return value > 0 ? (guint64) value : 0;
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
release_key (gpointer key)
{
  if (key != NULL)
    g_ref_string_release (key);
}

typedef char Key;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Key, release_key)

/* The record's own key; never NULL for a row that has a record. */
static Key *
dup_own_key (FerryXapiCache *cache,
             FerryXapiRow   *row)
{
  return ferry_xapi_cache_dup_key (cache, (FerryXapiClass) row->class_, row->ref);
}

static Key *
dup_pool_key (FerryXapiCache *cache)
{
  FerryXapiRow *pool = ferry_xapi_cache_get_pool (cache);

  return pool != NULL ? dup_own_key (cache, pool) : NULL;
}

/* What people want to see in the list of tasks; the rest is the server's own housekeeping. */
static const char *
get_task_name (FerryXapiTask *task)
{
  static const char * const shown[] = {
    "VM.pool_migrate", "VM.migrate_send", "VM.copy", "VM.clone", "VM.snapshot", "VM.checkpoint", "VM.suspend",
    "VM.resume", "VM.resume_on", "VM.start", "VM.start_on", "VM.clean_shutdown", "VM.hard_shutdown",
    "VM.clean_reboot", "VM.hard_reboot", "VDI.pool_migrate", "VDI.copy", "host.evacuate", "host.reboot",
    "host.shutdown",
  };
  const char *name = or_empty (task->name);

  if (g_str_has_prefix (name, "Async."))
    name += strlen ("Async.");

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      if (g_str_equal (name, shown[i]))
        return name;
    }

  return NULL;
}

gboolean
ferry_xapi_records_has_record (FerryXapiRow *row)
{
  switch ((FerryXapiClass) row->class_)
    {
    case FERRY_XAPI_POOL:
    case FERRY_XAPI_HOST:
    case FERRY_XAPI_SR:
    case FERRY_XAPI_NETWORK:
      return TRUE;

    case FERRY_XAPI_VM:
      return !has_bit (row, FERRY_XAPI_VM_TEMPLATE | FERRY_XAPI_VM_SNAPSHOT | FERRY_XAPI_VM_CONTROL_DOMAIN);

    case FERRY_XAPI_VDI:
      return has_bit (row, FERRY_XAPI_VDI_MANAGED);

    case FERRY_XAPI_TASK:
      return get_task_name ((FerryXapiTask *) row) != NULL;

    case FERRY_XAPI_HOST_METRICS:
    case FERRY_XAPI_VM_METRICS:
    case FERRY_XAPI_VM_GUEST_METRICS:
    case FERRY_XAPI_VBD:
    case FERRY_XAPI_VIF:
    case FERRY_XAPI_PBD:
    case FERRY_XAPI_SM:
    case FERRY_XAPI_PIF:
    case FERRY_XAPI_PIF_METRICS:
    case FERRY_XAPI_VGPU:
    case FERRY_XAPI_VGPU_TYPE:
    case FERRY_XAPI_PGPU:
    case FERRY_XAPI_CERTIFICATE:
    default:
      return FALSE;
    }
}

static char *
format_version (FerryXapiHost *host)
{
  const char *number = host->product_version_text != NULL ? host->product_version_text : host->product_version;

  if (number == NULL)
    return NULL;

  return g_strdup_printf ("%s %s", host->product_brand != NULL ? host->product_brand : "XenServer", number);
}

static gpointer
make_pool (FerryXapiCache *cache,
           FerryXapiPool  *pool)
{
  g_autoptr(Key) key = dup_own_key (cache, &pool->row);
  g_autoptr(Key) coordinator = ferry_xapi_cache_dup_key (cache, FERRY_XAPI_HOST, pool->master);
  g_autoptr(Key) storage = ferry_xapi_cache_dup_key (cache, FERRY_XAPI_SR, pool->default_sr);
  g_autofree char *uuid = ferry_xapi_ref_format_uuid (pool->row.uuid, ferry_xapi_cache_get_names (cache));
  FerryXapiHost *master = ferry_xapi_cache_get (cache, FERRY_XAPI_HOST, pool->master);
  g_autofree char *version = master != NULL ? format_version (master) : NULL;

  return ferry_pool_record_new (&(FerryPoolRecord) {
    .base = { .key = key, .connection_key = ferry_xapi_cache_get_connection_key (cache),
              .name = or_empty (pool->name) },
    .uuid = uuid,
    .description = pool->description,
    .coordinator_key = coordinator,
    .default_storage_key = storage,
    .is_standalone = pool->name == NULL && ferry_xapi_cache_count (cache, FERRY_XAPI_HOST) <= 1,
    .ha_enabled = has_bit (pool, FERRY_XAPI_POOL_HA_ENABLED),
    .ha_allow_overcommit = has_bit (pool, FERRY_XAPI_POOL_HA_OVERCOMMIT),
    .ha_plan_exists_for = pool->ha_plan_exists_for,
    .ha_failures_to_tolerate = pool->ha_failures_to_tolerate,
    .is_upgrading = has_bit (pool, FERRY_XAPI_POOL_UPGRADING),
    .can_migrate_live = !has_bit (pool, FERRY_XAPI_POOL_NO_MOTION),
    .can_migrate_storage = has_bit (pool, FERRY_XAPI_POOL_STORAGE_MOTION),
    .migration_compression = has_bit (pool, FERRY_XAPI_POOL_COMPRESSES),
    .balances_load = has_bit (pool, FERRY_XAPI_POOL_WLB_ENABLED),
    .version = version,
  });
}

/* What the hypervisor and the control domain take away from the VMs. */
static guint64
sum_overhead (FerryXapiCache *cache,
              FerryXapiHost  *host)
{
  guint64 sum = at_least_zero (host->memory_overhead);
  GHashTableIter iter;
  gpointer row;

  ferry_xapi_cache_iter_init (cache, FERRY_XAPI_VM, &iter);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      FerryXapiVm *vm = row;

      if (has_bit (vm, FERRY_XAPI_VM_CONTROL_DOMAIN) && ferry_xapi_ref_same (vm->resident_on, host->row.ref))
        sum += at_least_zero (vm->memory_dynamic_min) + at_least_zero (vm->memory_overhead);
    }

  return sum;
}

static gboolean
has_hvm (FerryXapiHost *host)
{
  for (guint i = 0; host->capabilities != NULL && host->capabilities[i] != NULL; i++)
    {
      if (strstr (host->capabilities[i], "hvm") != NULL)
        return TRUE;
    }

  return FALSE;
}

/* {0} where the server is too old to say. */
static GArray *
read_hardware_versions (FerryXapiHost *host)
{
  GArray *versions = g_array_new (FALSE, TRUE, sizeof (gint64));

  for (guint i = 0; host->hardware_versions != NULL && host->hardware_versions[i] != NULL; i++)
    {
      gint64 version = g_ascii_strtoll (host->hardware_versions[i], NULL, 10);

      g_array_append_val (versions, version);
    }

  if (versions->len == 0)
    g_array_set_size (versions, 1);

  return versions;
}

static guint
to_count (const char *text)
{
  return text != NULL ? (guint) MIN (g_ascii_strtoull (text, NULL, 10), G_MAXUINT16) : 0;
}

static gpointer
make_host (FerryXapiCache *cache,
           FerryXapiHost  *host)
{
  g_autoptr(Key) key = dup_own_key (cache, &host->row);
  g_autoptr(Key) pool_key = dup_pool_key (cache);
  g_autofree char *uuid = ferry_xapi_ref_format_uuid (host->row.uuid, ferry_xapi_cache_get_names (cache));
  g_autofree char *version = format_version (host);
  g_autoptr(GArray) versions = read_hardware_versions (host);
  FerryXapiHostMetrics *metrics = ferry_xapi_cache_get (cache, FERRY_XAPI_HOST_METRICS, host->metrics);
  FerryXapiPool *pool = ferry_xapi_cache_get_pool (cache);

  if (pool_key == NULL)
    return NULL;

  return ferry_host_record_new (&(FerryHostRecord) {
    .base = { .key = key, .connection_key = ferry_xapi_cache_get_connection_key (cache),
              .name = or_empty (host->name) },
    .uuid = uuid,
    .description = host->description,
    .address = host->address,
    .pool_key = pool_key,
    .is_coordinator = ferry_xapi_ref_same (pool->master, host->row.ref),
    .is_enabled = has_bit (host, FERRY_XAPI_HOST_ENABLED),
    .is_live = metrics != NULL && has_bit (metrics, FERRY_XAPI_HOST_METRICS_LIVE),
    .memory_total_bytes = metrics != NULL ? at_least_zero (metrics->memory_total) : 0,
    .memory_overhead_bytes = sum_overhead (cache, host),
    .n_cpus = to_count (host->cpu_count),
    .n_sockets = to_count (host->socket_count),
    .cpu_vendor = host->cpu_vendor,
    .cpu_model = host->cpu_model,
    .cpu_features_hvm = host->features_hvm != NULL ? host->features_hvm : host->features,
    .cpu_features_pv = host->features_pv != NULL ? host->features_pv : host->features,
    .has_hvm = has_hvm (host),
    .has_iommu = has_bit (host, FERRY_XAPI_HOST_HAS_IOMMU),
    .virtual_hardware_versions = (const gint64 *) versions->data,
    .n_virtual_hardware_versions = versions->len,
    .version = version,
    .platform_version = host->platform_version,
    .toolstack_version = host->xapi_build != NULL ? host->xapi_build : host->xapi,
    .hypervisor_version = host->xen,
    .https_only = has_bit (host, FERRY_XAPI_HOST_HTTPS_ONLY),
    .operations = (const char * const *) host->operations,
    .started_at = host->boot_time != NULL ? (gint64) g_ascii_strtod (host->boot_time, NULL) : 0,
  });
}

static FerryStorageTraits
read_storage_traits (FerryXapiCache *cache,
                     FerryXapiSr    *sr)
{
  static const char * const thin_types[] = { "ext", "nfs", "smb", "gfs2", "file", "cephfs", "glusterfs", NULL };
  FerryStorageTraits traits = 0;
  GHashTableIter iter;
  gpointer row;

  if (g_strcmp0 (sr->content_type, "iso") == 0)
    traits |= FERRY_STORAGE_IS_ISO;
  if (has_bit (sr, FERRY_XAPI_SR_TOOLS))
    traits |= FERRY_STORAGE_IS_TOOLS;
  if (sr->type != NULL && g_strv_contains (thin_types, sr->type))
    traits |= FERRY_STORAGE_IS_THIN;

  ferry_xapi_cache_iter_init (cache, FERRY_XAPI_SM, &iter);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      if (g_strcmp0 (((FerryXapiSm *) row)->type, sr->type) != 0)
        continue;

      traits |= has_bit (row, FERRY_XAPI_SM_SNAPSHOT) ? FERRY_STORAGE_CAN_SNAPSHOT : 0;
      traits |= has_bit (row, FERRY_XAPI_SM_MIRROR) ? FERRY_STORAGE_CAN_MIRROR : 0;
      traits |= has_bit (row, FERRY_XAPI_SM_MIRROR | FERRY_XAPI_SM_MIRROR_IN) ? FERRY_STORAGE_CAN_MIRROR_IN : 0;
      traits |= has_bit (row, FERRY_XAPI_SM_THIN) ? FERRY_STORAGE_IS_THIN : 0;
    }

  return traits;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Sorted, so that two records that say the same are equal; ends with NULL. */
static char **
finish_keys (GPtrArray *keys)
{
  g_ptr_array_sort (keys, compare_keys);
  g_ptr_array_add (keys, NULL);

  return (char **) keys->pdata;
}

static gpointer
make_storage (FerryXapiCache *cache,
              FerryXapiSr    *sr)
{
  g_autoptr(Key) key = dup_own_key (cache, &sr->row);
  g_autoptr(Key) pool_key = dup_pool_key (cache);
  g_autofree char *uuid = ferry_xapi_ref_format_uuid (sr->row.uuid, ferry_xapi_cache_get_names (cache));
  g_autoptr(GPtrArray) plugged = g_ptr_array_new_with_free_func (release_key);
  g_autoptr(GPtrArray) unplugged = g_ptr_array_new_with_free_func (release_key);
  GHashTableIter iter;
  gpointer row;

  if (pool_key == NULL)
    return NULL;

  ferry_xapi_cache_iter_init (cache, FERRY_XAPI_PBD, &iter);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      FerryXapiPbd *pbd = row;
      Key *host = NULL;

      if (ferry_xapi_ref_same (pbd->sr, sr->row.ref))
        host = ferry_xapi_cache_dup_key (cache, FERRY_XAPI_HOST, pbd->host);
      if (host != NULL)
        g_ptr_array_add (has_bit (pbd, FERRY_XAPI_PBD_ATTACHED) ? plugged : unplugged, host);
    }

  return ferry_storage_record_new (&(FerryStorageRecord) {
    .base = { .key = key, .connection_key = ferry_xapi_cache_get_connection_key (cache),
              .name = or_empty (sr->name) },
    .uuid = uuid,
    .description = sr->description,
    .pool_key = pool_key,
    .type = sr->type,
    .is_shared = has_bit (sr, FERRY_XAPI_SR_SHARED),
    .traits = read_storage_traits (cache, sr),
    .size_bytes = at_least_zero (sr->physical_size),
    .used_bytes = at_least_zero (sr->physical_utilisation),
    .allocated_bytes = at_least_zero (sr->virtual_allocation),
    .host_keys = (const char * const *) finish_keys (plugged),
    .unplugged_host_keys = (const char * const *) finish_keys (unplugged),
  });
}

static int
compare_ports (gconstpointer a,
               gconstpointer b)
{
  const FerryNetworkPort *one = a;
  const FerryNetworkPort *other = b;
  int order = strcmp (one->host_key, other->host_key);

  return order != 0 ? order : g_strcmp0 (one->device, other->device);
}

static void
add_port (FerryXapiCache *cache,
          FerryXapiPif   *pif,
          GArray         *ports,
          GPtrArray      *keys)
{
  FerryXapiPifMetrics *metrics = ferry_xapi_cache_get (cache, FERRY_XAPI_PIF_METRICS, pif->metrics);
  Key *host = ferry_xapi_cache_dup_key (cache, FERRY_XAPI_HOST, pif->host);
  FerryNetworkPort port = {
    .host_key = host,
    .device = pif->device,
    .address = pif->ip != NULL ? pif->ip : pif->ipv6 != NULL ? pif->ipv6[0] : NULL,
    .vlan = pif->vlan,
    .speed_mbps = metrics != NULL ? metrics->speed : 0,
    .is_attached = has_bit (pif, FERRY_XAPI_PIF_ATTACHED),
    .is_management = has_bit (pif, FERRY_XAPI_PIF_MANAGEMENT),
    .is_bond_member = !ferry_xapi_ref_is_null (pif->bond_slave_of),
  };

  if (host == NULL)
    return;

  g_ptr_array_add (keys, host);
  g_array_append_val (ports, port);
}

static gpointer
make_network (FerryXapiCache   *cache,
              FerryXapiNetwork *network)
{
  g_autoptr(Key) key = dup_own_key (cache, &network->row);
  g_autoptr(Key) pool_key = dup_pool_key (cache);
  g_autofree char *uuid = ferry_xapi_ref_format_uuid (network->row.uuid, ferry_xapi_cache_get_names (cache));
  g_autoptr(GArray) ports = g_array_new (FALSE, FALSE, sizeof (FerryNetworkPort));
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (release_key);

  if (pool_key == NULL)
    return NULL;

  for (guint i = 0; network->pifs != NULL && !ferry_xapi_ref_is_null (network->pifs[i]); i++)
    {
      FerryXapiPif *pif = ferry_xapi_cache_get (cache, FERRY_XAPI_PIF, network->pifs[i]);

      if (pif != NULL)
        add_port (cache, pif, ports, keys);
    }
  g_array_sort (ports, compare_ports);

  return ferry_network_record_new (&(FerryNetworkRecord) {
    .base = { .key = key, .connection_key = ferry_xapi_cache_get_connection_key (cache),
              .name = or_empty (network->name) },
    .uuid = uuid,
    .description = network->description,
    .pool_key = pool_key,
    .bridge = network->bridge,
    .mtu = network->mtu,
    .is_internal = network->pifs == NULL,
    .is_assumed_shared = has_bit (network, FERRY_XAPI_NETWORK_ASSUMED_SHARED),
    .is_managed = has_bit (network, FERRY_XAPI_NETWORK_MANAGED),
    .ports = (const FerryNetworkPort *) ports->data,
    .n_ports = ports->len,
  });
}

static FerryDiskTraits
read_disk_traits (FerryXapiVdi *vdi,
                  FerryXapiSr  *sr)
{
  FerryDiskTraits traits = 0;

  traits |= has_bit (vdi, FERRY_XAPI_VDI_SNAPSHOT) ? FERRY_DISK_IS_SNAPSHOT : 0;
  traits |= g_strcmp0 (sr->content_type, "iso") == 0 ? FERRY_DISK_IS_ISO : 0;
  traits |= has_bit (vdi, FERRY_XAPI_VDI_READ_ONLY) ? FERRY_DISK_IS_READ_ONLY : 0;
  traits |= has_bit (vdi, FERRY_XAPI_VDI_SHARABLE) ? FERRY_DISK_IS_SHARABLE : 0;
  traits |= has_bit (vdi, FERRY_XAPI_VDI_CBT) ? FERRY_DISK_HAS_CBT : 0;
  traits |= has_bit (vdi, FERRY_XAPI_VDI_ENCRYPTED) ? FERRY_DISK_IS_ENCRYPTED : 0;
  traits |= g_strcmp0 (vdi->on_boot, "reset") == 0 ? FERRY_DISK_RESETS_ON_BOOT : 0;
  traits |= has_bit (vdi, FERRY_XAPI_VDI_IS_MISSING) ? FERRY_DISK_IS_MISSING : 0;

  return traits;
}

static gpointer
make_disk (FerryXapiCache *cache,
           FerryXapiVdi   *vdi)
{
  g_autoptr(Key) key = dup_own_key (cache, &vdi->row);
  g_autoptr(Key) storage = ferry_xapi_cache_dup_key (cache, FERRY_XAPI_SR, vdi->sr);
  g_autofree char *uuid = ferry_xapi_ref_format_uuid (vdi->row.uuid, ferry_xapi_cache_get_names (cache));
  g_autoptr(GPtrArray) vms = g_ptr_array_new_with_free_func (release_key);

  if (storage == NULL)
    return NULL;

  for (guint i = 0; vdi->vbds != NULL && !ferry_xapi_ref_is_null (vdi->vbds[i]); i++)
    {
      FerryXapiVbd *vbd = ferry_xapi_cache_get (cache, FERRY_XAPI_VBD, vdi->vbds[i]);
      Key *vm = vbd != NULL ? ferry_xapi_cache_dup_key (cache, FERRY_XAPI_VM, vbd->vm) : NULL;

      if (vm != NULL)
        g_ptr_array_add (vms, vm);
    }

  return ferry_disk_record_new (&(FerryDiskRecord) {
    .base = { .key = key, .connection_key = ferry_xapi_cache_get_connection_key (cache),
              .name = or_empty (vdi->name) },
    .uuid = uuid,
    .description = vdi->description,
    .storage_key = storage,
    .traits = read_disk_traits (vdi, ferry_xapi_cache_get (cache, FERRY_XAPI_SR, vdi->sr)),
    .size_bytes = at_least_zero (vdi->virtual_size),
    .used_bytes = at_least_zero (vdi->physical_utilisation),
    .vm_keys = (const char * const *) finish_keys (vms),
  });
}

static FerryTaskState
read_task_state (FerryXapiTask *task)
{
  if (g_strcmp0 (task->status, "success") == 0)
    return FERRY_TASK_SUCCEEDED;
  if (g_strcmp0 (task->status, "failure") == 0)
    return FERRY_TASK_FAILED;

  return g_strcmp0 (task->status, "cancelled") == 0 ? FERRY_TASK_CANCELLED : FERRY_TASK_PENDING;
}

static char *
get_name_for_failure (gpointer    data,
                      const char *ref)
{
  return ferry_xapi_cache_dup_name (data, ref);
}

static char *
explain_task (FerryXapiCache *cache,
              FerryXapiTask  *task,
              FerryXapiVm    *vm)
{
  FerryXapiFailureContext context = { get_name_for_failure, cache, vm != NULL ? vm->name : NULL, NULL };
  g_autoptr(GError) error = NULL;

  if (task->error_info == NULL || read_task_state (task) != FERRY_TASK_FAILED)
    return NULL;

  error = ferry_xapi_failure_to_error (task->error_info[0], (const char * const *) task->error_info + 1, &context);

  return g_strdup (error->message);
}

static gpointer
make_task (FerryXapiCache *cache,
           FerryXapiTask  *task)
{
  FerryXapiRef vm_ref = ferry_xapi_cache_get_task_vm (cache, task->row.ref);
  FerryXapiVm *vm = ferry_xapi_cache_get (cache, FERRY_XAPI_VM, vm_ref);
  g_autoptr(Key) key = dup_own_key (cache, &task->row);
  g_autoptr(Key) vm_key = ferry_xapi_cache_dup_key (cache, FERRY_XAPI_VM, vm_ref);
  g_autoptr(Key) host_key = ferry_xapi_cache_dup_key (cache, FERRY_XAPI_HOST, task->resident_on);
  g_autofree char *handle = ferry_xapi_ref_format (task->row.ref, ferry_xapi_cache_get_names (cache));
  g_autofree char *message = explain_task (cache, task, vm);

  return ferry_task_record_new (&(FerryTaskRecord) {
    .base = { .key = key, .connection_key = ferry_xapi_cache_get_connection_key (cache),
              .name = get_task_name (task) },
    .handle = handle,
    .state = read_task_state (task),
    .fraction = CLAMP (task->progress, 0.0, 1.0),
    .can_cancel = has_bit (task, FERRY_XAPI_TASK_CAN_CANCEL),
    .vm_key = vm_key,
    .host_key = host_key,
    .move_key = task->move_key,
    .message = message,
    .created_at = task->created,
  });
}

gpointer
ferry_xapi_records_make (FerryXapiCache *cache,
                         FerryXapiRow   *row)
{
  switch ((FerryXapiClass) row->class_)
    {
    case FERRY_XAPI_POOL:
      return make_pool (cache, (FerryXapiPool *) row);
    case FERRY_XAPI_HOST:
      return make_host (cache, (FerryXapiHost *) row);
    case FERRY_XAPI_VM:
      return ferry_xapi_vm_make (cache, (FerryXapiVm *) row);
    case FERRY_XAPI_VDI:
      return make_disk (cache, (FerryXapiVdi *) row);
    case FERRY_XAPI_SR:
      return make_storage (cache, (FerryXapiSr *) row);
    case FERRY_XAPI_NETWORK:
      return make_network (cache, (FerryXapiNetwork *) row);
    case FERRY_XAPI_TASK:
      return make_task (cache, (FerryXapiTask *) row);
    case FERRY_XAPI_HOST_METRICS:
    case FERRY_XAPI_VM_METRICS:
    case FERRY_XAPI_VM_GUEST_METRICS:
    case FERRY_XAPI_VBD:
    case FERRY_XAPI_VIF:
    case FERRY_XAPI_PBD:
    case FERRY_XAPI_SM:
    case FERRY_XAPI_PIF:
    case FERRY_XAPI_PIF_METRICS:
    case FERRY_XAPI_VGPU:
    case FERRY_XAPI_VGPU_TYPE:
    case FERRY_XAPI_PGPU:
    case FERRY_XAPI_CERTIFICATE:
    default:
      g_return_val_if_reached (NULL);
    }
}

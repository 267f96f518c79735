/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-vm"

#include "drivers/xapi/ferry-xapi-vm.h"

#include <string.h>

/* What of a VM's record must be freed after it was copied. */
typedef struct
{
  FerryXapiCache          *cache;
  FerryXapiVm             *vm;
  FerryXapiVmMetrics      *metrics; /* (nullable) */
  FerryXapiVmGuestMetrics *guest;   /* (nullable) */
  GPtrArray               *keys;    /* (owned): interned */
  GPtrArray               *strings; /* (owned) */
  GPtrArray               *lists;   /* (owned): string arrays whose strings are not owned */
  GArray                  *disks;   /* (owned) */
  GArray                  *nics;    /* (owned) */
} Making;

static gboolean
has_bit (gconstpointer row,
         guint32       bit)
{
  return (((const FerryXapiRow *) row)->bits & bit) != 0;
}

/* Gives a string to @making, which frees it. */
static const char *
keep (Making *making,
      char   *string)
{
  if (string != NULL)
    g_ptr_array_add (making->strings, string);

  return string;
}

static const char *
get_key (Making         *making,
         FerryXapiClass  class_,
         FerryXapiRef    ref)
{
  char *key = ferry_xapi_ref_is_null (ref) ? NULL : ferry_xapi_cache_dup_key (making->cache, class_, ref);

  if (key != NULL)
    g_ptr_array_add (making->keys, key);

  return key;
}

static const char *
get_uuid (Making       *making,
          FerryXapiRow *row)
{
  return keep (making, ferry_xapi_ref_format_uuid (row->uuid, ferry_xapi_cache_get_names (making->cache)));
}

static gboolean
is_live (FerryXapiVm *vm)
{
  return vm->power_state == FERRY_POWER_STATE_RUNNING || vm->power_state == FERRY_POWER_STATE_PAUSED;
}

static void
add_disk (Making       *making,
          FerryXapiVbd *vbd)
{
  FerryXapiVdi *vdi = ferry_xapi_cache_get (making->cache, FERRY_XAPI_VDI, vbd->vdi);
  FerryVmDisk disk = {
    .id = get_uuid (making, &vbd->row),
    .disk_key = vdi != NULL ? get_key (making, FERRY_XAPI_VDI, vbd->vdi) : NULL,
    .storage_key = vdi != NULL ? get_key (making, FERRY_XAPI_SR, vdi->sr) : NULL,
    .name = vdi != NULL ? vdi->name : NULL,
    .device = vbd->device != NULL ? vbd->device : vbd->userdevice,
    .is_cd = g_strcmp0 (vbd->type, "CD") == 0,
    .is_read_only = g_strcmp0 (vbd->mode, "RO") == 0,
    .is_bootable = has_bit (vbd, FERRY_XAPI_VBD_BOOTABLE),
    .is_attached = has_bit (vbd, FERRY_XAPI_VBD_ATTACHED),
    .resets_on_boot = vdi != NULL && g_strcmp0 (vdi->on_boot, "reset") == 0,
    .size_bytes = vdi != NULL && vdi->virtual_size > 0 ? (guint64) vdi->virtual_size : 0,
  };

  g_array_append_val (making->disks, disk);
}

static int
compare_devices (const char *a,
                 const char *b)
{
  /* "10" comes after "9", "xvdb" after "xvda". */
  gint64 one = g_ascii_strtoll (a != NULL ? a : "", NULL, 10);
  gint64 other = g_ascii_strtoll (b != NULL ? b : "", NULL, 10);

  return one != other ? (one < other ? -1 : 1) : g_strcmp0 (a, b);
}

static int
compare_disks (gconstpointer a,
               gconstpointer b)
{
  const FerryVmDisk *one = a;
  const FerryVmDisk *other = b;
  int order = compare_devices (one->device, other->device);

  return order != 0 ? order : strcmp (one->id, other->id);
}

static void
add_disks (Making *making)
{
  FerryXapiRef *vbds = making->vm->vbds;

  for (guint i = 0; vbds != NULL && !ferry_xapi_ref_is_null (vbds[i]); i++)
    {
      FerryXapiVbd *vbd = ferry_xapi_cache_get (making->cache, FERRY_XAPI_VBD, vbds[i]);

      if (vbd != NULL)
        add_disk (making, vbd);
    }
  g_array_sort (making->disks, compare_disks);
}

/* (nullable): the addresses that the guest reported, of one NIC or of all. */
static const char * const *
get_addresses (Making     *making,
               const char *device)
{
  char **pairs = making->guest != NULL ? making->guest->networks : NULL;
  g_autofree char *prefix = device != NULL ? g_strconcat (device, "/", NULL) : NULL;
  GPtrArray *list;

  if (pairs == NULL)
    return NULL;

  list = g_ptr_array_new ();
  g_ptr_array_add (making->lists, list);
  for (guint i = 0; pairs[i] != NULL && pairs[i + 1] != NULL; i += 2)
    {
      if (prefix != NULL && !g_str_has_prefix (pairs[i], prefix))
        continue;
      if (*pairs[i + 1] != '\0' && !g_ptr_array_find_with_equal_func (list, pairs[i + 1], g_str_equal, NULL))
        g_ptr_array_add (list, pairs[i + 1]);
    }
  g_ptr_array_add (list, NULL);

  return (const char * const *) list->pdata;
}

static void
add_nic (Making       *making,
         FerryXapiVif *vif)
{
  FerryVmNic nic = {
    .id = get_uuid (making, &vif->row),
    .network_key = get_key (making, FERRY_XAPI_NETWORK, vif->network),
    .device = vif->device,
    .mac = vif->mac,
    .addresses = vif->device != NULL ? get_addresses (making, vif->device) : NULL,
    .is_attached = has_bit (vif, FERRY_XAPI_VIF_ATTACHED),
  };

  g_array_append_val (making->nics, nic);
}

static int
compare_nics (gconstpointer a,
              gconstpointer b)
{
  const FerryVmNic *one = a;
  const FerryVmNic *other = b;
  int order = compare_devices (one->device, other->device);

  return order != 0 ? order : strcmp (one->id, other->id);
}

static void
add_nics (Making *making)
{
  FerryXapiRef *vifs = making->vm->vifs;

  for (guint i = 0; vifs != NULL && !ferry_xapi_ref_is_null (vifs[i]); i++)
    {
      FerryXapiVif *vif = ferry_xapi_cache_get (making->cache, FERRY_XAPI_VIF, vifs[i]);

      if (vif != NULL)
        add_nic (making, vif);
    }
  g_array_sort (making->nics, compare_nics);
}

static gboolean
is_number (const char *text)
{
  return text != NULL && g_ascii_isdigit (*text);
}

/* Of a vGPU: whether it lives on a GPU whose software can move it. */
static gboolean
can_gpu_migrate (FerryXapiCache *cache,
                 FerryXapiVgpu  *vgpu)
{
  FerryXapiVgpuType *type = ferry_xapi_cache_get (cache, FERRY_XAPI_VGPU_TYPE, vgpu->type);
  FerryXapiPgpu *pgpu = ferry_xapi_cache_get (cache, FERRY_XAPI_PGPU, vgpu->resident_on);

  return type != NULL && pgpu != NULL && has_bit (pgpu, FERRY_XAPI_PGPU_NVIDIA) &&
         g_str_has_prefix (type->implementation != NULL ? type->implementation : "", "nvidia");
}

static gboolean
is_pci_of_gpu (FerryXapiCache *cache,
               FerryXapiVm    *vm,
               FerryXapiRef    pci)
{
  for (guint i = 0; vm->vgpus != NULL && !ferry_xapi_ref_is_null (vm->vgpus[i]); i++)
    {
      FerryXapiVgpu *vgpu = ferry_xapi_cache_get (cache, FERRY_XAPI_VGPU, vm->vgpus[i]);
      FerryXapiVgpuType *type = vgpu != NULL ? ferry_xapi_cache_get (cache, FERRY_XAPI_VGPU_TYPE, vgpu->type) : NULL;

      if (vgpu != NULL && ferry_xapi_ref_same (vgpu->pci, pci) && type != NULL &&
          g_strcmp0 (type->implementation, "nvidia_sriov") == 0)
        return TRUE;
    }

  return FALSE;
}

static FerryVmTraits
read_device_traits (FerryXapiCache *cache,
                    FerryXapiVm    *vm)
{
  FerryVmTraits traits = 0;

  for (guint i = 0; vm->attached_pcis != NULL && !ferry_xapi_ref_is_null (vm->attached_pcis[i]); i++)
    {
      if (!is_pci_of_gpu (cache, vm, vm->attached_pcis[i]))
        traits |= FERRY_VM_HAS_PCI;
    }

  if (vm->vgpus != NULL)
    traits |= FERRY_VM_HAS_VGPU | FERRY_VM_VGPU_CAN_MIGRATE;
  for (guint i = 0; vm->vgpus != NULL && !ferry_xapi_ref_is_null (vm->vgpus[i]); i++)
    {
      FerryXapiVgpu *vgpu = ferry_xapi_cache_get (cache, FERRY_XAPI_VGPU, vm->vgpus[i]);

      if (vgpu == NULL || !can_gpu_migrate (cache, vgpu))
        traits &= ~FERRY_VM_VGPU_CAN_MIGRATE;
    }

  traits |= vm->n_vusbs > 0 ? FERRY_VM_HAS_USB : 0;
  traits |= vm->n_vtpms > 0 ? FERRY_VM_HAS_VTPM : 0;

  return traits;
}

static gboolean
is_sriov_network (FerryXapiCache *cache,
                  FerryXapiRef    ref)
{
  FerryXapiNetwork *network = ferry_xapi_cache_get (cache, FERRY_XAPI_NETWORK, ref);

  for (guint i = 0; network != NULL && network->pifs != NULL && !ferry_xapi_ref_is_null (network->pifs[i]); i++)
    {
      FerryXapiPif *pif = ferry_xapi_cache_get (cache, FERRY_XAPI_PIF, network->pifs[i]);

      if (pif != NULL && pif->sriov_logical_of != NULL)
        return TRUE;
    }

  return FALSE;
}

static FerryVmTraits
read_attachment_traits (FerryXapiCache *cache,
                        FerryXapiVm    *vm)
{
  FerryVmTraits traits = 0;

  for (guint i = 0; vm->vifs != NULL && !ferry_xapi_ref_is_null (vm->vifs[i]); i++)
    {
      FerryXapiVif *vif = ferry_xapi_cache_get (cache, FERRY_XAPI_VIF, vm->vifs[i]);

      if (vif != NULL && is_sriov_network (cache, vif->network))
        traits |= FERRY_VM_HAS_SRIOV;
    }

  for (guint i = 0; vm->vbds != NULL && !ferry_xapi_ref_is_null (vm->vbds[i]); i++)
    {
      FerryXapiVbd *vbd = ferry_xapi_cache_get (cache, FERRY_XAPI_VBD, vm->vbds[i]);
      FerryXapiVdi *vdi = vbd != NULL ? ferry_xapi_cache_get (cache, FERRY_XAPI_VDI, vbd->vdi) : NULL;

      if (vdi != NULL && has_bit (vdi, FERRY_XAPI_VDI_SM_RESETS) && has_bit (vdi, FERRY_XAPI_VDI_CACHING))
        traits |= FERRY_VM_CACHED_RESET_DISK;
    }

  return traits;
}

static FerryVmTraits
read_guest_traits (Making *making)
{
  FerryXapiVmGuestMetrics *guest = making->guest;
  FerryVmTraits traits = 0;

  if (guest == NULL)
    return 0;

  traits |= is_number (guest->major) && is_number (guest->minor) ? FERRY_VM_HAS_TOOLS : 0;
  traits |= has_bit (guest, FERRY_XAPI_GUEST_CAN_SUSPEND) ? FERRY_VM_CAN_SUSPEND : 0;

  return traits;
}

static FerryVmTraits
read_platform_traits (Making *making)
{
  FerryXapiVm *vm = making->vm;
  FerryXapiVmMetrics *metrics = is_live (vm) ? making->metrics : NULL;
  FerryVmTraits traits = 0;
  gboolean is_pinned = metrics != NULL ? has_bit (metrics, FERRY_XAPI_VM_METRICS_NOMIGRATE)
                                       : has_bit (vm, FERRY_XAPI_VM_NOMIGRATE);
  gboolean is_nested = metrics != NULL ? has_bit (metrics, FERRY_XAPI_VM_METRICS_NESTED)
                                       : has_bit (vm, FERRY_XAPI_VM_NESTED);

  /* The settings count from the next boot on; what was latched at boot counts now. */
  traits |= is_pinned ? FERRY_VM_NO_MIGRATE : 0;
  traits |= is_nested ? FERRY_VM_NESTED_VIRT : 0;
  traits |= has_bit (vm, FERRY_XAPI_VM_UNRESTRICTED) ? FERRY_VM_ANY_VCPUS : 0;
  traits |= has_bit (vm, FERRY_XAPI_VM_AUTO_POWEROFF) ? FERRY_VM_SELF_MANAGED : 0;
  if (g_strcmp0 (vm->ha_restart_priority, "restart") == 0 && has_bit (vm, FERRY_XAPI_VM_HA_ALWAYS_RUN))
    traits |= FERRY_VM_HA_PROTECTED;
  if (g_strcmp0 (vm->ha_restart_priority, "best-effort") == 0)
    traits |= FERRY_VM_HA_BEST_EFFORT;

  return traits;
}

static FerryVirtualisation
read_virtualisation (Making *making)
{
  FerryXapiVm *vm = making->vm;

  if (is_live (vm) && making->metrics != NULL && making->metrics->domain_type != FERRY_VIRTUALISATION_UNKNOWN)
    return (FerryVirtualisation) making->metrics->domain_type;
  if (vm->domain_type != FERRY_VIRTUALISATION_UNKNOWN)
    return (FerryVirtualisation) vm->domain_type;

  /* Servers before the field: no firmware, no HVM. */
  return vm->hvm_boot_policy != NULL ? FERRY_VIRTUALISATION_HVM : FERRY_VIRTUALISATION_PV;
}

static const char *
get_tools_version (Making *making)
{
  FerryXapiVmGuestMetrics *guest = making->guest;
  GString *version;

  if (guest == NULL || guest->major == NULL)
    return NULL;

  version = g_string_new (guest->major);
  if (guest->minor != NULL)
    g_string_append_printf (version, ".%s", guest->minor);
  if (guest->micro != NULL && *guest->micro != '-')
    g_string_append_printf (version, ".%s", guest->micro);
  if (guest->build != NULL && *guest->build != '-')
    g_string_append_printf (version, "-%s", guest->build);

  return keep (making, g_string_free (version, FALSE));
}

/* Windows guests put a path and a device behind the name. */
static const char *
get_os_name (Making *making)
{
  const char *name = making->guest != NULL ? making->guest->os_name : NULL;
  const char *bar = name != NULL ? strchr (name, '|') : NULL;

  return bar != NULL ? keep (making, g_strndup (name, bar - name)) : name;
}

static guint64
positive (gint64 value)
{
  return value > 0 ? (guint64) value : 0;
}

static guint
small (gint64 value)
{
  return (guint) CLAMP (value, 0, G_MAXUINT16);
}

static FerryVmRecord *
make_record (Making *making)
{
  FerryXapiCache *cache = making->cache;
  FerryXapiVm *vm = making->vm;
  FerryXapiVmMetrics *metrics = is_live (vm) ? making->metrics : NULL;
  FerryXapiRow *pool = ferry_xapi_cache_get_pool (cache);
  FerryXapiVdi *suspend = ferry_xapi_cache_get (cache, FERRY_XAPI_VDI, vm->suspend_vdi);
  FerryVmTraits traits = read_platform_traits (making) | read_guest_traits (making) |
                         read_device_traits (cache, vm) | read_attachment_traits (cache, vm);

  return ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = get_key (making, FERRY_XAPI_VM, vm->row.ref),
              .connection_key = ferry_xapi_cache_get_connection_key (cache),
              .name = vm->name != NULL ? vm->name : "" },
    .uuid = get_uuid (making, &vm->row),
    .description = vm->description,
    .tags = (const char * const *) vm->tags,
    .power_state = (FerryPowerState) vm->power_state,
    .host_key = get_key (making, FERRY_XAPI_HOST, vm->resident_on),
    .scheduled_host_key = get_key (making, FERRY_XAPI_HOST, vm->scheduled_on),
    .home_key = get_key (making, FERRY_XAPI_HOST, vm->affinity),
    .pool_key = get_key (making, FERRY_XAPI_POOL, pool->ref),
    .virtualisation = read_virtualisation (making),
    .traits = traits,
    .n_vcpus = small (vm->vcpus_max),
    .n_vcpus_running = metrics != NULL ? small (metrics->vcpus_number) : 0,
    .memory_static_max_bytes = positive (vm->memory_static_max),
    .memory_dynamic_min_bytes = positive (vm->memory_dynamic_min),
    .memory_dynamic_max_bytes = positive (vm->memory_dynamic_max),
    .memory_overhead_bytes = positive (vm->memory_overhead),
    .memory_actual_bytes = metrics != NULL ? positive (metrics->memory_actual) : 0,
    .shadow_multiplier = vm->shadow_multiplier,
    .cpu_vendor = vm->cpu_vendor,
    .cpu_features = vm->cpu_features,
    .virtual_hardware_version = vm->hardware_version,
    .cant_suspend_reason = making->guest != NULL ? making->guest->cant_suspend_reason : NULL,
    .blocked_migrate = vm->blocked_migrate,
    .blocked_move = vm->blocked_move,
    .operations = (const char * const *) vm->operations,
    .may_migrate = has_bit (vm, FERRY_XAPI_VM_MAY_MIGRATE),
    .suspend_storage_key = suspend != NULL ? get_key (making, FERRY_XAPI_SR, suspend->sr) : NULL,
    .n_snapshots = vm->n_snapshots,
    .os_name = get_os_name (making),
    .tools_version = get_tools_version (making),
    .addresses = get_addresses (making, NULL),
    .started_at = metrics != NULL ? metrics->start_time : 0,
    .disks = (const FerryVmDisk *) making->disks->data,
    .n_disks = making->disks->len,
    .nics = (const FerryVmNic *) making->nics->data,
    .n_nics = making->nics->len,
  });
}

FerryVmRecord *
ferry_xapi_vm_make (FerryXapiCache *cache,
                    FerryXapiVm    *vm)
{
  Making making = {
    .cache = cache,
    .vm = vm,
    .metrics = ferry_xapi_cache_get (cache, FERRY_XAPI_VM_METRICS, vm->metrics),
    .guest = ferry_xapi_cache_get (cache, FERRY_XAPI_VM_GUEST_METRICS, vm->guest_metrics),
  };
  FerryVmRecord *record;

  if (ferry_xapi_cache_get_pool (cache) == NULL)
    return NULL;

  making.keys = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ref_string_release);
  making.strings = g_ptr_array_new_with_free_func (g_free);
  making.lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  making.disks = g_array_new (FALSE, FALSE, sizeof (FerryVmDisk));
  making.nics = g_array_new (FALSE, FALSE, sizeof (FerryVmNic));

  add_disks (&making);
  add_nics (&making);
  record = make_record (&making);

  g_ptr_array_unref (making.keys);
  g_ptr_array_unref (making.strings);
  g_ptr_array_unref (making.lists);
  g_array_unref (making.disks);
  g_array_unref (making.nics);

  return record;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-row"

#include "drivers/xapi/ferry-xapi-row.h"

#include <string.h>

#include "model/ferry-vm-record.h"

/* How a value becomes a member of the row. */
typedef enum
{
  FIELD_END,
  FIELD_REF,     /* FerryXapiRef */
  FIELD_REFS,    /* FerryXapiRef *, ends with the null reference; NULL for none */
  FIELD_STRING,  /* char *; NULL for "" */
  FIELD_SHARED,  /* char *, interned; NULL for "" */
  FIELD_INT,     /* gint64 */
  FIELD_DOUBLE,  /* double */
  FIELD_TIME,    /* gint64: Unix seconds */
  FIELD_BIT,     /* @mask of the row's bits, for true, "true" and "1" */
  FIELD_COUNT,   /* guint16: of a set's elements */
  FIELD_STRINGS, /* char **: of a set; NULL for none */
  FIELD_VALUES,  /* char **: of a map's values; NULL for none */
  FIELD_PAIRS,   /* char **: of a map's keys and values in turn; NULL for none */
  FIELD_KEYS,    /* FerryXapiRef *: of a map's keys */
  FIELD_POWER,   /* guint8: FerryPowerState */
  FIELD_TYPE,    /* guint8: FerryVirtualisation */
  FIELD_MAP,     /* @inside says which of a map's values are wanted */
  FIELD_HAS,     /* @mask, if a set has @word */
  FIELD_PRESENT, /* @mask, if it is there at all */
  FIELD_IS,      /* @mask, if it is @word */
} FieldType;

typedef struct _Field Field;

struct _Field
{
  const char  *name;
  FieldType    type;
  gsize        offset;
  guint32      mask;
  const char  *word;
  const Field *inside;
};

#define AT(name, TYPE, Type, member) { name, FIELD_##TYPE, G_STRUCT_OFFSET (Type, member), 0, NULL, NULL }
#define BIT_(name, mask)             { name, FIELD_BIT, 0, mask, NULL, NULL }
#define HAS(name, word, mask)        { name, FIELD_HAS, 0, mask, word, NULL }
#define IS(name, word, mask)         { name, FIELD_IS, 0, mask, word, NULL }
#define PRESENT(name, mask)          { name, FIELD_PRESENT, 0, mask, NULL, NULL }
#define MAP(name, table)             { name, FIELD_MAP, 0, 0, NULL, table }
#define UUID                         AT ("uuid", REF, FerryXapiRow, uuid)
#define END                          { NULL, FIELD_END, 0, 0, NULL, NULL }

static const Field pool_restrictions[] = {
  IS ("restrict_xen_motion", "true", FERRY_XAPI_POOL_NO_MOTION),
  IS ("restrict_storage_xen_motion", "false", FERRY_XAPI_POOL_STORAGE_MOTION),
  END
};

static const Field pool_other_config[] = {
  PRESENT ("rolling_upgrade_in_progress", FERRY_XAPI_POOL_UPGRADING),
  END
};

static const Field pool_fields[] = {
  UUID,
  AT ("name_label", STRING, FerryXapiPool, name),
  AT ("name_description", STRING, FerryXapiPool, description),
  AT ("master", REF, FerryXapiPool, master),
  AT ("default_SR", REF, FerryXapiPool, default_sr),
  AT ("ha_plan_exists_for", INT, FerryXapiPool, ha_plan_exists_for),
  AT ("ha_host_failures_to_tolerate", INT, FerryXapiPool, ha_failures_to_tolerate),
  BIT_ ("ha_enabled", FERRY_XAPI_POOL_HA_ENABLED),
  BIT_ ("ha_allow_overcommit", FERRY_XAPI_POOL_HA_OVERCOMMIT),
  BIT_ ("migration_compression", FERRY_XAPI_POOL_COMPRESSES),
  BIT_ ("wlb_enabled", FERRY_XAPI_POOL_WLB_ENABLED),
  MAP ("restrictions", pool_restrictions),
  MAP ("other_config", pool_other_config),
  END
};

static const Field host_cpu_info[] = {
  AT ("cpu_count", STRING, FerryXapiHost, cpu_count),
  AT ("socket_count", STRING, FerryXapiHost, socket_count),
  AT ("vendor", STRING, FerryXapiHost, cpu_vendor),
  AT ("modelname", STRING, FerryXapiHost, cpu_model),
  AT ("features_hvm", STRING, FerryXapiHost, features_hvm),
  AT ("features_pv", STRING, FerryXapiHost, features_pv),
  AT ("features", STRING, FerryXapiHost, features),
  END
};

static const Field host_software_version[] = {
  AT ("product_brand", STRING, FerryXapiHost, product_brand),
  AT ("product_version_text", STRING, FerryXapiHost, product_version_text),
  AT ("product_version", STRING, FerryXapiHost, product_version),
  AT ("platform_version", STRING, FerryXapiHost, platform_version),
  AT ("xapi_build", STRING, FerryXapiHost, xapi_build),
  AT ("xapi", STRING, FerryXapiHost, xapi),
  AT ("xen", STRING, FerryXapiHost, xen),
  END
};

static const Field host_chipset_info[] = {
  BIT_ ("iommu", FERRY_XAPI_HOST_HAS_IOMMU),
  END
};

static const Field host_other_config[] = {
  AT ("boot_time", STRING, FerryXapiHost, boot_time),
  END
};

static const Field host_fields[] = {
  UUID,
  AT ("name_label", STRING, FerryXapiHost, name),
  AT ("name_description", STRING, FerryXapiHost, description),
  AT ("address", STRING, FerryXapiHost, address),
  AT ("metrics", REF, FerryXapiHost, metrics),
  AT ("memory_overhead", INT, FerryXapiHost, memory_overhead),
  AT ("capabilities", STRINGS, FerryXapiHost, capabilities),
  AT ("current_operations", VALUES, FerryXapiHost, operations),
  AT ("virtual_hardware_platform_versions", STRINGS, FerryXapiHost, hardware_versions),
  BIT_ ("enabled", FERRY_XAPI_HOST_ENABLED),
  BIT_ ("https_only", FERRY_XAPI_HOST_HTTPS_ONLY),
  MAP ("cpu_info", host_cpu_info),
  MAP ("software_version", host_software_version),
  MAP ("chipset_info", host_chipset_info),
  MAP ("other_config", host_other_config),
  END
};

static const Field host_metrics_fields[] = {
  UUID,
  AT ("memory_total", INT, FerryXapiHostMetrics, memory_total),
  BIT_ ("live", FERRY_XAPI_HOST_METRICS_LIVE),
  END
};

static const Field vm_platform[] = {
  BIT_ ("nomigrate", FERRY_XAPI_VM_NOMIGRATE),
  BIT_ ("nested-virt", FERRY_XAPI_VM_NESTED),
  BIT_ ("vcpu-unrestricted", FERRY_XAPI_VM_UNRESTRICTED),
  END
};

static const Field vm_other_config[] = {
  BIT_ ("auto_poweroff", FERRY_XAPI_VM_AUTO_POWEROFF),
  END
};

static const Field vm_cpu_flags[] = {
  AT ("vendor", SHARED, FerryXapiVm, cpu_vendor),
  AT ("features", SHARED, FerryXapiVm, cpu_features),
  END
};

static const Field vm_blocked_operations[] = {
  AT ("pool_migrate", STRING, FerryXapiVm, blocked_migrate),
  AT ("migrate_send", STRING, FerryXapiVm, blocked_move),
  END
};

static const Field vm_fields[] = {
  UUID,
  AT ("name_label", STRING, FerryXapiVm, name),
  AT ("name_description", STRING, FerryXapiVm, description),
  AT ("tags", STRINGS, FerryXapiVm, tags),
  AT ("resident_on", REF, FerryXapiVm, resident_on),
  AT ("scheduled_to_be_resident_on", REF, FerryXapiVm, scheduled_on),
  AT ("affinity", REF, FerryXapiVm, affinity),
  AT ("metrics", REF, FerryXapiVm, metrics),
  AT ("guest_metrics", REF, FerryXapiVm, guest_metrics),
  AT ("suspend_VDI", REF, FerryXapiVm, suspend_vdi),
  AT ("VBDs", REFS, FerryXapiVm, vbds),
  AT ("VIFs", REFS, FerryXapiVm, vifs),
  AT ("VGPUs", REFS, FerryXapiVm, vgpus),
  AT ("attached_PCIs", REFS, FerryXapiVm, attached_pcis),
  AT ("current_operations", KEYS, FerryXapiVm, operation_tasks),
  AT ("current_operations", VALUES, FerryXapiVm, operations),
  AT ("power_state", POWER, FerryXapiVm, power_state),
  AT ("domain_type", TYPE, FerryXapiVm, domain_type),
  AT ("snapshots", COUNT, FerryXapiVm, n_snapshots),
  AT ("VUSBs", COUNT, FerryXapiVm, n_vusbs),
  AT ("VTPMs", COUNT, FerryXapiVm, n_vtpms),
  AT ("HVM_boot_policy", SHARED, FerryXapiVm, hvm_boot_policy),
  AT ("HVM_shadow_multiplier", DOUBLE, FerryXapiVm, shadow_multiplier),
  AT ("memory_overhead", INT, FerryXapiVm, memory_overhead),
  AT ("memory_static_max", INT, FerryXapiVm, memory_static_max),
  AT ("memory_dynamic_min", INT, FerryXapiVm, memory_dynamic_min),
  AT ("memory_dynamic_max", INT, FerryXapiVm, memory_dynamic_max),
  AT ("VCPUs_max", INT, FerryXapiVm, vcpus_max),
  AT ("hardware_platform_version", INT, FerryXapiVm, hardware_version),
  AT ("ha_restart_priority", SHARED, FerryXapiVm, ha_restart_priority),
  BIT_ ("ha_always_run", FERRY_XAPI_VM_HA_ALWAYS_RUN),
  BIT_ ("is_a_template", FERRY_XAPI_VM_TEMPLATE),
  BIT_ ("is_a_snapshot", FERRY_XAPI_VM_SNAPSHOT),
  BIT_ ("is_control_domain", FERRY_XAPI_VM_CONTROL_DOMAIN),
  HAS ("allowed_operations", "pool_migrate", FERRY_XAPI_VM_MAY_MIGRATE),
  MAP ("platform", vm_platform),
  MAP ("other_config", vm_other_config),
  MAP ("last_boot_CPU_flags", vm_cpu_flags),
  MAP ("blocked_operations", vm_blocked_operations),
  END
};

static const Field vm_metrics_fields[] = {
  UUID,
  AT ("memory_actual", INT, FerryXapiVmMetrics, memory_actual),
  AT ("VCPUs_number", INT, FerryXapiVmMetrics, vcpus_number),
  AT ("start_time", TIME, FerryXapiVmMetrics, start_time),
  AT ("current_domain_type", TYPE, FerryXapiVmMetrics, domain_type),
  BIT_ ("nomigrate", FERRY_XAPI_VM_METRICS_NOMIGRATE),
  BIT_ ("nested_virt", FERRY_XAPI_VM_METRICS_NESTED),
  END
};

static const Field guest_os_version[] = {
  AT ("name", SHARED, FerryXapiVmGuestMetrics, os_name),
  END
};

static const Field guest_drivers_version[] = {
  AT ("major", SHARED, FerryXapiVmGuestMetrics, major),
  AT ("minor", SHARED, FerryXapiVmGuestMetrics, minor),
  AT ("micro", SHARED, FerryXapiVmGuestMetrics, micro),
  AT ("build", SHARED, FerryXapiVmGuestMetrics, build),
  END
};

static const Field guest_other[] = {
  AT ("data-cant-suspend-reason", STRING, FerryXapiVmGuestMetrics, cant_suspend_reason),
  BIT_ ("feature-suspend", FERRY_XAPI_GUEST_CAN_SUSPEND),
  END
};

static const Field vm_guest_metrics_fields[] = {
  UUID,
  AT ("networks", PAIRS, FerryXapiVmGuestMetrics, networks),
  MAP ("os_version", guest_os_version),
  MAP ("PV_drivers_version", guest_drivers_version),
  MAP ("other", guest_other),
  END
};

static const Field vbd_fields[] = {
  UUID,
  AT ("VM", REF, FerryXapiVbd, vm),
  AT ("VDI", REF, FerryXapiVbd, vdi),
  AT ("device", SHARED, FerryXapiVbd, device),
  AT ("userdevice", SHARED, FerryXapiVbd, userdevice),
  AT ("mode", SHARED, FerryXapiVbd, mode),
  AT ("type", SHARED, FerryXapiVbd, type),
  BIT_ ("bootable", FERRY_XAPI_VBD_BOOTABLE),
  BIT_ ("empty", FERRY_XAPI_VBD_EMPTY),
  BIT_ ("currently_attached", FERRY_XAPI_VBD_ATTACHED),
  END
};

static const Field vif_fields[] = {
  UUID,
  AT ("VM", REF, FerryXapiVif, vm),
  AT ("network", REF, FerryXapiVif, network),
  AT ("device", SHARED, FerryXapiVif, device),
  AT ("MAC", STRING, FerryXapiVif, mac),
  BIT_ ("currently_attached", FERRY_XAPI_VIF_ATTACHED),
  END
};

static const Field vdi_sm_config[] = {
  PRESENT ("key_hash", FERRY_XAPI_VDI_ENCRYPTED),
  BIT_ ("caching", FERRY_XAPI_VDI_CACHING),
  IS ("on_boot", "reset", FERRY_XAPI_VDI_SM_RESETS),
  END
};

static const Field vdi_fields[] = {
  UUID,
  AT ("SR", REF, FerryXapiVdi, sr),
  AT ("VBDs", REFS, FerryXapiVdi, vbds),
  AT ("name_label", STRING, FerryXapiVdi, name),
  AT ("name_description", STRING, FerryXapiVdi, description),
  AT ("on_boot", SHARED, FerryXapiVdi, on_boot),
  AT ("type", SHARED, FerryXapiVdi, type),
  AT ("virtual_size", INT, FerryXapiVdi, virtual_size),
  AT ("physical_utilisation", INT, FerryXapiVdi, physical_utilisation),
  BIT_ ("sharable", FERRY_XAPI_VDI_SHARABLE),
  BIT_ ("read_only", FERRY_XAPI_VDI_READ_ONLY),
  BIT_ ("managed", FERRY_XAPI_VDI_MANAGED),
  BIT_ ("missing", FERRY_XAPI_VDI_IS_MISSING),
  BIT_ ("is_a_snapshot", FERRY_XAPI_VDI_SNAPSHOT),
  BIT_ ("cbt_enabled", FERRY_XAPI_VDI_CBT),
  MAP ("sm_config", vdi_sm_config),
  END
};

static const Field sr_fields[] = {
  UUID,
  AT ("name_label", STRING, FerryXapiSr, name),
  AT ("name_description", STRING, FerryXapiSr, description),
  AT ("type", STRING, FerryXapiSr, type),
  AT ("content_type", STRING, FerryXapiSr, content_type),
  AT ("physical_size", INT, FerryXapiSr, physical_size),
  AT ("physical_utilisation", INT, FerryXapiSr, physical_utilisation),
  AT ("virtual_allocation", INT, FerryXapiSr, virtual_allocation),
  BIT_ ("shared", FERRY_XAPI_SR_SHARED),
  BIT_ ("is_tools_sr", FERRY_XAPI_SR_TOOLS),
  END
};

static const Field pbd_fields[] = {
  UUID,
  AT ("host", REF, FerryXapiPbd, host),
  AT ("SR", REF, FerryXapiPbd, sr),
  BIT_ ("currently_attached", FERRY_XAPI_PBD_ATTACHED),
  END
};

static const Field sm_features[] = {
  PRESENT ("VDI_SNAPSHOT", FERRY_XAPI_SM_SNAPSHOT),
  PRESENT ("VDI_MIRROR", FERRY_XAPI_SM_MIRROR),
  PRESENT ("VDI_MIRROR_IN", FERRY_XAPI_SM_MIRROR_IN),
  PRESENT ("THIN_PROVISIONING", FERRY_XAPI_SM_THIN),
  END
};

static const Field sm_fields[] = {
  UUID,
  AT ("type", STRING, FerryXapiSm, type),
  HAS ("capabilities", "VDI_SNAPSHOT", FERRY_XAPI_SM_SNAPSHOT),
  HAS ("capabilities", "VDI_MIRROR", FERRY_XAPI_SM_MIRROR),
  HAS ("capabilities", "VDI_MIRROR_IN", FERRY_XAPI_SM_MIRROR_IN),
  HAS ("capabilities", "THIN_PROVISIONING", FERRY_XAPI_SM_THIN),
  MAP ("features", sm_features),
  END
};

static const Field network_other_config[] = {
  BIT_ ("assume_network_is_shared", FERRY_XAPI_NETWORK_ASSUMED_SHARED),
  END
};

static const Field network_fields[] = {
  UUID,
  AT ("name_label", STRING, FerryXapiNetwork, name),
  AT ("name_description", STRING, FerryXapiNetwork, description),
  AT ("bridge", STRING, FerryXapiNetwork, bridge),
  AT ("PIFs", REFS, FerryXapiNetwork, pifs),
  AT ("MTU", INT, FerryXapiNetwork, mtu),
  BIT_ ("managed", FERRY_XAPI_NETWORK_MANAGED),
  MAP ("other_config", network_other_config),
  END
};

static const Field pif_fields[] = {
  UUID,
  AT ("host", REF, FerryXapiPif, host),
  AT ("network", REF, FerryXapiPif, network),
  AT ("metrics", REF, FerryXapiPif, metrics),
  AT ("bond_slave_of", REF, FerryXapiPif, bond_slave_of),
  AT ("sriov_logical_PIF_of", REFS, FerryXapiPif, sriov_logical_of),
  AT ("device", STRING, FerryXapiPif, device),
  AT ("IP", STRING, FerryXapiPif, ip),
  AT ("IPv6", STRINGS, FerryXapiPif, ipv6),
  AT ("VLAN", INT, FerryXapiPif, vlan),
  BIT_ ("currently_attached", FERRY_XAPI_PIF_ATTACHED),
  BIT_ ("management", FERRY_XAPI_PIF_MANAGEMENT),
  END
};

static const Field pif_metrics_fields[] = {
  UUID,
  AT ("speed", INT, FerryXapiPifMetrics, speed),
  END
};

static const Field vgpu_fields[] = {
  UUID,
  AT ("VM", REF, FerryXapiVgpu, vm),
  AT ("type", REF, FerryXapiVgpu, type),
  AT ("resident_on", REF, FerryXapiVgpu, resident_on),
  AT ("PCI", REF, FerryXapiVgpu, pci),
  END
};

static const Field vgpu_type_fields[] = {
  UUID,
  AT ("implementation", STRING, FerryXapiVgpuType, implementation),
  END
};

static const Field pgpu_compatibility[] = {
  PRESENT ("nvidia", FERRY_XAPI_PGPU_NVIDIA),
  END
};

static const Field pgpu_fields[] = {
  UUID,
  MAP ("compatibility_metadata", pgpu_compatibility),
  END
};

static const Field certificate_fields[] = {
  UUID,
  AT ("host", REF, FerryXapiCertificate, host),
  AT ("fingerprint_sha256", STRING, FerryXapiCertificate, fingerprint),
  AT ("type", STRING, FerryXapiCertificate, type),
  END
};

static const Field task_other_config[] = {
  AT ("http:ferry-move", STRING, FerryXapiTask, move_key),
  END
};

static const Field task_fields[] = {
  UUID,
  AT ("resident_on", REF, FerryXapiTask, resident_on),
  AT ("subtask_of", REF, FerryXapiTask, subtask_of),
  AT ("name_label", SHARED, FerryXapiTask, name),
  AT ("status", SHARED, FerryXapiTask, status),
  AT ("progress", DOUBLE, FerryXapiTask, progress),
  AT ("created", TIME, FerryXapiTask, created),
  AT ("error_info", STRINGS, FerryXapiTask, error_info),
  HAS ("allowed_operations", "cancel", FERRY_XAPI_TASK_CAN_CANCEL),
  MAP ("other_config", task_other_config),
  END
};

typedef struct
{
  const char  *name;
  gsize        size;
  const Field *fields;
} ClassInfo;

static const ClassInfo classes[FERRY_XAPI_N_CLASSES] = {
  [FERRY_XAPI_POOL] = { "pool", sizeof (FerryXapiPool), pool_fields },
  [FERRY_XAPI_HOST] = { "host", sizeof (FerryXapiHost), host_fields },
  [FERRY_XAPI_HOST_METRICS] = { "host_metrics", sizeof (FerryXapiHostMetrics), host_metrics_fields },
  [FERRY_XAPI_VM] = { "vm", sizeof (FerryXapiVm), vm_fields },
  [FERRY_XAPI_VM_METRICS] = { "vm_metrics", sizeof (FerryXapiVmMetrics), vm_metrics_fields },
  [FERRY_XAPI_VM_GUEST_METRICS] = { "vm_guest_metrics", sizeof (FerryXapiVmGuestMetrics), vm_guest_metrics_fields },
  [FERRY_XAPI_VBD] = { "vbd", sizeof (FerryXapiVbd), vbd_fields },
  [FERRY_XAPI_VIF] = { "vif", sizeof (FerryXapiVif), vif_fields },
  [FERRY_XAPI_VDI] = { "vdi", sizeof (FerryXapiVdi), vdi_fields },
  [FERRY_XAPI_SR] = { "sr", sizeof (FerryXapiSr), sr_fields },
  [FERRY_XAPI_PBD] = { "pbd", sizeof (FerryXapiPbd), pbd_fields },
  [FERRY_XAPI_SM] = { "sm", sizeof (FerryXapiSm), sm_fields },
  [FERRY_XAPI_NETWORK] = { "network", sizeof (FerryXapiNetwork), network_fields },
  [FERRY_XAPI_PIF] = { "pif", sizeof (FerryXapiPif), pif_fields },
  [FERRY_XAPI_PIF_METRICS] = { "pif_metrics", sizeof (FerryXapiPifMetrics), pif_metrics_fields },
  [FERRY_XAPI_VGPU] = { "vgpu", sizeof (FerryXapiVgpu), vgpu_fields },
  [FERRY_XAPI_VGPU_TYPE] = { "vgpu_type", sizeof (FerryXapiVgpuType), vgpu_type_fields },
  [FERRY_XAPI_PGPU] = { "pgpu", sizeof (FerryXapiPgpu), pgpu_fields },
  [FERRY_XAPI_CERTIFICATE] = { "certificate", sizeof (FerryXapiCertificate), certificate_fields },
  [FERRY_XAPI_TASK] = { "task", sizeof (FerryXapiTask), task_fields },
};

/* Power of two, well above the longest table. */
#define N_SLOTS 128

struct _FerryXapiRowReader
{
  /* For each class, a table of its fields by a hash of their names; 0 is empty, else place + 1. */
  guint8 slots[FERRY_XAPI_N_CLASSES][N_SLOTS];
};

const char *
ferry_xapi_class_get_name (FerryXapiClass class_)
{
  return classes[class_].name;
}

gboolean
ferry_xapi_class_from_name (FerryXapiText   name,
                            FerryXapiClass *class_)
{
  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    {
      if ((gsize) (name.end - name.start) == strlen (classes[i].name) &&
          g_ascii_strncasecmp (name.start, classes[i].name, name.end - name.start) == 0)
        {
          *class_ = i;
          return TRUE;
        }
    }

  return FALSE;
}

static guint
hash_name (const char *start,
           const char *end)
{
  guint hash = 5381;

  for (const char *p = start; p < end; p++)
    hash = hash * 33 + (guchar) *p;

  return hash ^ hash >> 7;
}

static void
index_class (FerryXapiRowReader *self,
             FerryXapiClass      class_)
{
  const Field *fields = classes[class_].fields;

  for (guint i = 0; fields[i].name != NULL; i++)
    {
      guint slot = hash_name (fields[i].name, fields[i].name + strlen (fields[i].name));

      /* A name may be there twice; only the first place is needed, the others follow it. */
      if (i > 0 && g_str_equal (fields[i - 1].name, fields[i].name))
        continue;
      while (self->slots[class_][slot % N_SLOTS] != 0)
        slot++;
      self->slots[class_][slot % N_SLOTS] = (guint8) (i + 1);
    }
}

FerryXapiRowReader *
ferry_xapi_row_reader_new (void)
{
  FerryXapiRowReader *self = g_new0 (FerryXapiRowReader, 1);

  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    index_class (self, i);

  return self;
}

void
ferry_xapi_row_reader_free (FerryXapiRowReader *self)
{
  g_free (self);
}

static const Field *
find_field (FerryXapiRowReader *self,
            FerryXapiClass      class_,
            FerryXapiText       name)
{
  guint slot = hash_name (name.start, name.end);

  for (; self->slots[class_][slot % N_SLOTS] != 0; slot++)
    {
      const Field *field = &classes[class_].fields[self->slots[class_][slot % N_SLOTS] - 1];

      if (ferry_xapi_text_equal (name, field->name))
        return field;
    }

  return NULL;
}

/* What is between the quotes, if it is a string. */
static FerryXapiText
bare (FerryXapiText value)
{
  if (value.end - value.start >= 2 && *value.start == '"')
    {
      value.start++;
      value.end--;
    }

  return value;
}

static gboolean
is_true (FerryXapiText value)
{
  FerryXapiText word = bare (value);

  return ferry_xapi_text_equal (word, "true") || ferry_xapi_text_equal (word, "1");
}

static char *
dup_or_null (FerryXapiText value)
{
  FerryXapiText word = bare (value);

  return word.start < word.end && *value.start == '"' ? ferry_xapi_text_dup (word) : NULL;
}

static char *
share_or_null (FerryXapiText value)
{
  g_autofree char *string = dup_or_null (value);

  return string != NULL ? g_ref_string_new_intern (string) : NULL;
}

static FerryPowerState
read_power_state (FerryXapiText value)
{
  static const struct { const char *name; FerryPowerState state; } states[] = {
    { "Halted", FERRY_POWER_STATE_HALTED },
    { "Running", FERRY_POWER_STATE_RUNNING },
    { "Paused", FERRY_POWER_STATE_PAUSED },
    { "Suspended", FERRY_POWER_STATE_SUSPENDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (ferry_xapi_text_equal (bare (value), states[i].name))
        return states[i].state;
    }

  return FERRY_POWER_STATE_UNKNOWN;
}

static FerryVirtualisation
read_virtualisation (FerryXapiText value)
{
  static const struct { const char *name; FerryVirtualisation type; } types[] = {
    { "hvm", FERRY_VIRTUALISATION_HVM },
    { "pv", FERRY_VIRTUALISATION_PV },
    { "pv_in_pvh", FERRY_VIRTUALISATION_PV_IN_PVH },
    { "pvh", FERRY_VIRTUALISATION_PVH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (ferry_xapi_text_equal (bare (value), types[i].name))
        return types[i].type;
    }

  return FERRY_VIRTUALISATION_UNKNOWN;
}

/* Calls @add for every element of a set. */
static guint
for_elements (FerryXapiText   value,
              void          (*add) (gpointer data, FerryXapiText element),
              gpointer        data)
{
  FerryXapiJson json = FERRY_XAPI_JSON (value);
  FerryXapiText element;
  guint n = 0;

  if (!ferry_xapi_json_enter (&json, '['))
    return 0;

  while (ferry_xapi_json_next_element (&json) && ferry_xapi_json_read_value (&json, &element))
    {
      if (add != NULL)
        add (data, element);
      n++;
    }

  return n;
}

static void
add_string (gpointer      data,
            FerryXapiText element)
{
  g_ptr_array_add (data, ferry_xapi_text_dup (bare (element)));
}

static gpointer
finish_strings (GPtrArray *strings)
{
  if (strings->len == 0)
    {
      g_ptr_array_unref (strings);
      return NULL;
    }

  g_ptr_array_add (strings, NULL);

  return g_ptr_array_free (strings, FALSE);
}

static gboolean
is_empty (FerryXapiText value)
{
  /* "[]", "{}": by far the most common, and worth no array. */
  return value.end - value.start <= 2;
}

static gpointer
read_strings (FerryXapiText value)
{
  GPtrArray *strings;

  if (is_empty (value))
    return NULL;

  strings = g_ptr_array_new ();
  for_elements (value, add_string, strings);

  return finish_strings (strings);
}

static gpointer
read_map_strings (FerryXapiText value,
                  gboolean      with_keys)
{
  FerryXapiJson json = FERRY_XAPI_JSON (value);
  FerryXapiText name, element;
  GPtrArray *strings;

  if (is_empty (value) || !ferry_xapi_json_enter (&json, '{'))
    return NULL;

  strings = g_ptr_array_new ();
  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &element))
    {
      if (with_keys)
        g_ptr_array_add (strings, ferry_xapi_text_dup (name));
      add_string (strings, element);
    }

  return finish_strings (strings);
}

typedef struct
{
  GArray         *refs; /* nullable: until there is one */
  FerryXapiNames *names;
} RefList;

static void
add_ref_text (RefList       *list,
              FerryXapiText  text)
{
  FerryXapiRef ref = ferry_xapi_ref_parse (text, list->names);

  if (ferry_xapi_ref_is_null (ref))
    return;

  if (list->refs == NULL)
    list->refs = g_array_new (TRUE, FALSE, sizeof (FerryXapiRef));
  g_array_append_val (list->refs, ref);
}

static void
add_ref (gpointer      data,
         FerryXapiText element)
{
  add_ref_text (data, bare (element));
}

static gpointer
finish_refs (RefList *list)
{
  gpointer refs = NULL;

  if (list->refs != NULL)
    {
      refs = g_memdup2 (list->refs->data, (list->refs->len + 1) * sizeof (FerryXapiRef));
      g_array_unref (list->refs);
    }

  return refs;
}

static gpointer
read_refs (FerryXapiText   value,
           FerryXapiNames *names)
{
  RefList list = { NULL, names };

  if (is_empty (value))
    return NULL;

  for_elements (value, add_ref, &list);

  return finish_refs (&list);
}

static gpointer
read_key_refs (FerryXapiText   value,
               FerryXapiNames *names)
{
  FerryXapiJson json = FERRY_XAPI_JSON (value);
  FerryXapiText name, element;
  RefList list = { NULL, names };

  if (is_empty (value) || !ferry_xapi_json_enter (&json, '{'))
    return NULL;

  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &element))
    add_ref_text (&list, name);

  return finish_refs (&list);
}

static gboolean
has_word (FerryXapiText  value,
          const char    *word)
{
  FerryXapiJson json = FERRY_XAPI_JSON (value);
  FerryXapiText element;

  if (!ferry_xapi_json_enter (&json, '['))
    return FALSE;

  while (ferry_xapi_json_next_element (&json) && ferry_xapi_json_read_value (&json, &element))
    {
      if (ferry_xapi_text_equal (bare (element), word))
        return TRUE;
    }

  return FALSE;
}

static void read_map (FerryXapiRow *row, const Field *inside, FerryXapiText value,
                      FerryXapiNames *names);

static void
replace_pointer (gpointer       *place,
                 gpointer        value,
                 GDestroyNotify  free_value)
{
  /* A member may come twice in a broken reply. */
  g_clear_pointer (place, free_value);
  *place = value;
}

static void
read_bit (FerryXapiRow *row,
          const Field  *field,
          FerryXapiText value)
{
  gboolean is_set;

  if (field->type == FIELD_BIT)
    is_set = is_true (value);
  else if (field->type == FIELD_HAS)
    is_set = has_word (value, field->word);
  else if (field->type == FIELD_IS)
    is_set = ferry_xapi_text_equal (bare (value), field->word);
  else
    is_set = TRUE;

  if (is_set)
    row->bits |= field->mask;
}

static void
read_field (FerryXapiRow   *row,
            const Field    *field,
            FerryXapiText   value,
            FerryXapiNames *names)
{
  gpointer place = (char *) row + field->offset;

  switch (field->type)
    {
    case FIELD_REF:
      *(FerryXapiRef *) place = ferry_xapi_ref_parse (bare (value), names);
      break;

    case FIELD_REFS:
      replace_pointer (place, read_refs (value, names), g_free);
      break;

    case FIELD_KEYS:
      replace_pointer (place, read_key_refs (value, names), g_free);
      break;

    case FIELD_STRING:
      replace_pointer (place, dup_or_null (value), g_free);
      break;

    case FIELD_SHARED:
      replace_pointer (place, share_or_null (value), (GDestroyNotify) g_ref_string_release);
      break;

    case FIELD_INT:
      *(gint64 *) place = ferry_xapi_text_to_int (value);
      break;

    case FIELD_DOUBLE:
      *(double *) place = ferry_xapi_text_to_double (value);
      break;

    case FIELD_TIME:
      *(gint64 *) place = ferry_xapi_text_to_time (bare (value));
      break;

    case FIELD_COUNT:
      *(guint16 *) place = (guint16) MIN (for_elements (value, NULL, NULL), G_MAXUINT16);
      break;

    case FIELD_STRINGS:
      replace_pointer (place, read_strings (value), (GDestroyNotify) g_strfreev);
      break;

    case FIELD_VALUES:
    case FIELD_PAIRS:
      replace_pointer (place, read_map_strings (value, field->type == FIELD_PAIRS),
                       (GDestroyNotify) g_strfreev);
      break;

    case FIELD_POWER:
      *(guint8 *) place = (guint8) read_power_state (value);
      break;

    case FIELD_TYPE:
      *(guint8 *) place = (guint8) read_virtualisation (value);
      break;

    case FIELD_MAP:
      read_map (row, field->inside, value, names);
      break;

    case FIELD_BIT:
    case FIELD_HAS:
    case FIELD_IS:
    case FIELD_PRESENT:
      read_bit (row, field, value);
      break;

    case FIELD_END:
    default:
      g_assert_not_reached ();
    }
}

static void
read_map (FerryXapiRow   *row,
          const Field    *inside,
          FerryXapiText   value,
          FerryXapiNames *names)
{
  FerryXapiJson json = FERRY_XAPI_JSON (value);
  FerryXapiText name, element;

  if (is_empty (value) || !ferry_xapi_json_enter (&json, '{'))
    return;

  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &element))
    {
      for (const Field *field = inside; field->name != NULL; field++)
        {
          if (ferry_xapi_text_equal (name, field->name))
            read_field (row, field, element, names);
        }
    }
}

static void
set_defaults (FerryXapiRow *row)
{
  switch ((FerryXapiClass) row->class_)
    {
    case FERRY_XAPI_VM:
      ((FerryXapiVm *) row)->shadow_multiplier = 1.0;
      break;

    case FERRY_XAPI_PIF:
      ((FerryXapiPif *) row)->vlan = -1;
      break;

    case FERRY_XAPI_NETWORK:
      ((FerryXapiNetwork *) row)->mtu = 1500;
      break;

    case FERRY_XAPI_POOL:
    case FERRY_XAPI_HOST:
    case FERRY_XAPI_HOST_METRICS:
    case FERRY_XAPI_VM_METRICS:
    case FERRY_XAPI_VM_GUEST_METRICS:
    case FERRY_XAPI_VBD:
    case FERRY_XAPI_VIF:
    case FERRY_XAPI_VDI:
    case FERRY_XAPI_SR:
    case FERRY_XAPI_PBD:
    case FERRY_XAPI_SM:
    case FERRY_XAPI_PIF_METRICS:
    case FERRY_XAPI_VGPU:
    case FERRY_XAPI_VGPU_TYPE:
    case FERRY_XAPI_PGPU:
    case FERRY_XAPI_CERTIFICATE:
    case FERRY_XAPI_TASK:
    default:
      break;
    }
}

FerryXapiRow *
ferry_xapi_row_reader_read (FerryXapiRowReader *self,
                            FerryXapiClass      class_,
                            FerryXapiRef        ref,
                            FerryXapiText       record,
                            FerryXapiNames     *names)
{
  FerryXapiJson json = FERRY_XAPI_JSON (record);
  FerryXapiText name, value;
  FerryXapiRow *row;

  if (!ferry_xapi_json_enter (&json, '{'))
    return NULL;

  row = g_malloc0 (classes[class_].size);
  row->ref = ref;
  row->class_ = (guint8) class_;
  set_defaults (row);

  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &value))
    {
      const Field *field = find_field (self, class_, name);

      for (; field != NULL && field->name != NULL && ferry_xapi_text_equal (name, field->name); field++)
        read_field (row, field, value, names);
    }

  return row;
}

static void free_fields (FerryXapiRow *row, const Field *fields);

static void
free_field (FerryXapiRow *row,
            const Field  *field)
{
  gpointer *place = (gpointer *) ((char *) row + field->offset);

  switch (field->type)
    {
    case FIELD_REFS:
    case FIELD_KEYS:
    case FIELD_STRING:
      g_clear_pointer (place, g_free);
      break;

    case FIELD_SHARED:
      g_clear_pointer (place, g_ref_string_release);
      break;

    case FIELD_STRINGS:
    case FIELD_VALUES:
    case FIELD_PAIRS:
      g_strfreev (g_steal_pointer (place));
      break;

    case FIELD_MAP:
      free_fields (row, field->inside);
      break;

    case FIELD_END:
    case FIELD_REF:
    case FIELD_INT:
    case FIELD_DOUBLE:
    case FIELD_TIME:
    case FIELD_BIT:
    case FIELD_COUNT:
    case FIELD_POWER:
    case FIELD_TYPE:
    case FIELD_HAS:
    case FIELD_PRESENT:
    case FIELD_IS:
    default:
      break;
    }
}

static void
free_fields (FerryXapiRow *row,
             const Field  *fields)
{
  for (const Field *field = fields; field->name != NULL; field++)
    free_field (row, field);
}

void
ferry_xapi_row_free (FerryXapiRow *row)
{
  if (row == NULL)
    return;

  free_fields (row, classes[row->class_].fields);
  g_free (row);
}

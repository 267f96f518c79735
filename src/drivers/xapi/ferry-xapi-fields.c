/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-fields"

#include "drivers/xapi/ferry-xapi-fields.h"

#define AT(name, TYPE, Type, member) { name, FERRY_XAPI_FIELD_##TYPE, G_STRUCT_OFFSET (Type, member), 0, NULL, NULL }
#define BIT_(name, mask)             { name, FERRY_XAPI_FIELD_BIT, 0, mask, NULL, NULL }
#define HAS(name, word, mask)        { name, FERRY_XAPI_FIELD_HAS, 0, mask, word, NULL }
#define IS(name, word, mask)         { name, FERRY_XAPI_FIELD_IS, 0, mask, word, NULL }
#define PRESENT(name, mask)          { name, FERRY_XAPI_FIELD_PRESENT, 0, mask, NULL, NULL }
#define MAP(name, table)             { name, FERRY_XAPI_FIELD_MAP, 0, 0, NULL, table }
#define UUID                         AT ("uuid", REF, FerryXapiRow, uuid)
#define END                          { NULL, FERRY_XAPI_FIELD_END, 0, 0, NULL, NULL }

static const FerryXapiField pool_restrictions[] = {
  IS ("restrict_xen_motion", "true", FERRY_XAPI_POOL_NO_MOTION),
  IS ("restrict_storage_xen_motion", "false", FERRY_XAPI_POOL_STORAGE_MOTION),
  END
};

static const FerryXapiField pool_other_config[] = {
  PRESENT ("rolling_upgrade_in_progress", FERRY_XAPI_POOL_UPGRADING),
  END
};

static const FerryXapiField pool_fields[] = {
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

static const FerryXapiField host_cpu_info[] = {
  AT ("cpu_count", STRING, FerryXapiHost, cpu_count),
  AT ("socket_count", STRING, FerryXapiHost, socket_count),
  AT ("vendor", STRING, FerryXapiHost, cpu_vendor),
  AT ("modelname", STRING, FerryXapiHost, cpu_model),
  AT ("features_hvm", STRING, FerryXapiHost, features_hvm),
  AT ("features_pv", STRING, FerryXapiHost, features_pv),
  AT ("features", STRING, FerryXapiHost, features),
  END
};

static const FerryXapiField host_software_version[] = {
  AT ("product_brand", STRING, FerryXapiHost, product_brand),
  AT ("product_version_text", STRING, FerryXapiHost, product_version_text),
  AT ("product_version", STRING, FerryXapiHost, product_version),
  AT ("platform_version", STRING, FerryXapiHost, platform_version),
  AT ("xapi_build", STRING, FerryXapiHost, xapi_build),
  AT ("xapi", STRING, FerryXapiHost, xapi),
  AT ("xen", STRING, FerryXapiHost, xen),
  END
};

static const FerryXapiField host_chipset_info[] = {
  BIT_ ("iommu", FERRY_XAPI_HOST_HAS_IOMMU),
  END
};

static const FerryXapiField host_other_config[] = {
  AT ("boot_time", STRING, FerryXapiHost, boot_time),
  END
};

static const FerryXapiField host_fields[] = {
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

static const FerryXapiField host_metrics_fields[] = {
  UUID,
  AT ("memory_total", INT, FerryXapiHostMetrics, memory_total),
  BIT_ ("live", FERRY_XAPI_HOST_METRICS_LIVE),
  END
};

static const FerryXapiField vm_platform[] = {
  BIT_ ("nomigrate", FERRY_XAPI_VM_NOMIGRATE),
  BIT_ ("nested-virt", FERRY_XAPI_VM_NESTED),
  BIT_ ("vcpu-unrestricted", FERRY_XAPI_VM_UNRESTRICTED),
  END
};

static const FerryXapiField vm_other_config[] = {
  BIT_ ("auto_poweroff", FERRY_XAPI_VM_AUTO_POWEROFF),
  END
};

static const FerryXapiField vm_cpu_flags[] = {
  AT ("vendor", SHARED, FerryXapiVm, cpu_vendor),
  AT ("features", SHARED, FerryXapiVm, cpu_features),
  END
};

static const FerryXapiField vm_blocked_operations[] = {
  AT ("pool_migrate", STRING, FerryXapiVm, blocked_migrate),
  AT ("migrate_send", STRING, FerryXapiVm, blocked_move),
  END
};

static const FerryXapiField vm_fields[] = {
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

static const FerryXapiField vm_metrics_fields[] = {
  UUID,
  AT ("memory_actual", INT, FerryXapiVmMetrics, memory_actual),
  AT ("VCPUs_number", INT, FerryXapiVmMetrics, vcpus_number),
  AT ("start_time", TIME, FerryXapiVmMetrics, start_time),
  AT ("current_domain_type", TYPE, FerryXapiVmMetrics, domain_type),
  BIT_ ("nomigrate", FERRY_XAPI_VM_METRICS_NOMIGRATE),
  BIT_ ("nested_virt", FERRY_XAPI_VM_METRICS_NESTED),
  END
};

static const FerryXapiField guest_os_version[] = {
  AT ("name", SHARED, FerryXapiVmGuestMetrics, os_name),
  END
};

static const FerryXapiField guest_drivers_version[] = {
  AT ("major", SHARED, FerryXapiVmGuestMetrics, major),
  AT ("minor", SHARED, FerryXapiVmGuestMetrics, minor),
  AT ("micro", SHARED, FerryXapiVmGuestMetrics, micro),
  AT ("build", SHARED, FerryXapiVmGuestMetrics, build),
  END
};

static const FerryXapiField guest_other[] = {
  AT ("data-cant-suspend-reason", STRING, FerryXapiVmGuestMetrics, cant_suspend_reason),
  BIT_ ("feature-suspend", FERRY_XAPI_GUEST_CAN_SUSPEND),
  END
};

static const FerryXapiField vm_guest_metrics_fields[] = {
  UUID,
  AT ("networks", PAIRS, FerryXapiVmGuestMetrics, networks),
  MAP ("os_version", guest_os_version),
  MAP ("PV_drivers_version", guest_drivers_version),
  MAP ("other", guest_other),
  END
};

static const FerryXapiField vbd_fields[] = {
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

static const FerryXapiField vif_fields[] = {
  UUID,
  AT ("VM", REF, FerryXapiVif, vm),
  AT ("network", REF, FerryXapiVif, network),
  AT ("device", SHARED, FerryXapiVif, device),
  AT ("MAC", STRING, FerryXapiVif, mac),
  BIT_ ("currently_attached", FERRY_XAPI_VIF_ATTACHED),
  END
};

static const FerryXapiField vdi_sm_config[] = {
  PRESENT ("key_hash", FERRY_XAPI_VDI_ENCRYPTED),
  BIT_ ("caching", FERRY_XAPI_VDI_CACHING),
  IS ("on_boot", "reset", FERRY_XAPI_VDI_SM_RESETS),
  END
};

static const FerryXapiField vdi_fields[] = {
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

static const FerryXapiField sr_fields[] = {
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

static const FerryXapiField pbd_fields[] = {
  UUID,
  AT ("host", REF, FerryXapiPbd, host),
  AT ("SR", REF, FerryXapiPbd, sr),
  BIT_ ("currently_attached", FERRY_XAPI_PBD_ATTACHED),
  END
};

static const FerryXapiField sm_features[] = {
  PRESENT ("VDI_SNAPSHOT", FERRY_XAPI_SM_SNAPSHOT),
  PRESENT ("VDI_MIRROR", FERRY_XAPI_SM_MIRROR),
  PRESENT ("VDI_MIRROR_IN", FERRY_XAPI_SM_MIRROR_IN),
  PRESENT ("THIN_PROVISIONING", FERRY_XAPI_SM_THIN),
  END
};

static const FerryXapiField sm_fields[] = {
  UUID,
  AT ("type", STRING, FerryXapiSm, type),
  HAS ("capabilities", "VDI_SNAPSHOT", FERRY_XAPI_SM_SNAPSHOT),
  HAS ("capabilities", "VDI_MIRROR", FERRY_XAPI_SM_MIRROR),
  HAS ("capabilities", "VDI_MIRROR_IN", FERRY_XAPI_SM_MIRROR_IN),
  HAS ("capabilities", "THIN_PROVISIONING", FERRY_XAPI_SM_THIN),
  MAP ("features", sm_features),
  END
};

static const FerryXapiField network_other_config[] = {
  BIT_ ("assume_network_is_shared", FERRY_XAPI_NETWORK_ASSUMED_SHARED),
  END
};

static const FerryXapiField network_fields[] = {
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

static const FerryXapiField pif_fields[] = {
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

static const FerryXapiField pif_metrics_fields[] = {
  UUID,
  AT ("speed", INT, FerryXapiPifMetrics, speed),
  END
};

static const FerryXapiField vgpu_fields[] = {
  UUID,
  AT ("VM", REF, FerryXapiVgpu, vm),
  AT ("type", REF, FerryXapiVgpu, type),
  AT ("resident_on", REF, FerryXapiVgpu, resident_on),
  AT ("PCI", REF, FerryXapiVgpu, pci),
  END
};

static const FerryXapiField vgpu_type_fields[] = {
  UUID,
  AT ("implementation", STRING, FerryXapiVgpuType, implementation),
  END
};

static const FerryXapiField pgpu_compatibility[] = {
  PRESENT ("nvidia", FERRY_XAPI_PGPU_NVIDIA),
  END
};

static const FerryXapiField pgpu_fields[] = {
  UUID,
  MAP ("compatibility_metadata", pgpu_compatibility),
  END
};

static const FerryXapiField certificate_fields[] = {
  UUID,
  AT ("host", REF, FerryXapiCertificate, host),
  AT ("fingerprint_sha256", STRING, FerryXapiCertificate, fingerprint),
  AT ("type", STRING, FerryXapiCertificate, type),
  END
};

static const FerryXapiField task_other_config[] = {
  AT ("http:ferry-move", STRING, FerryXapiTask, move_key),
  END
};

static const FerryXapiField task_fields[] = {
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

const FerryXapiClassInfo ferry_xapi_classes[FERRY_XAPI_N_CLASSES] = {
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

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-boot-check"

#include "simulator/ferry-sim-boot-check.h"
#include "simulator/ferry-sim-gpu.h"
#include "simulator/ferry-sim-memory.h"

typedef struct
{
  FerrySimDatabase  *database;
  const char        *vm;
  const char        *host;
  FerrySimBootFlags  flags;
} Check;

typedef FerrySimFailure * (*CheckFunc) (const Check *check);

static gint64
get_vm_int (const Check *check,
            const char  *field)
{
  return ferry_sim_database_get_int (check->database, "VM", check->vm, field);
}

static gboolean
get_vm_flag (const Check *check,
             const char  *field)
{
  return ferry_sim_database_get_boolean (check->database, "VM", check->vm, field);
}

static FerrySimFailure *
fail_value (const char *field,
            gint64      value,
            const char *reason)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  if (reason != NULL)
    return ferry_sim_failure_new ("VALUE_NOT_SUPPORTED", field, text, reason, NULL);

  return ferry_sim_failure_new ("INVALID_VALUE", field, text, NULL);
}

static FerrySimFailure *
check_settings (const Check *check)
{
  gint64 n_max = get_vm_int (check, "VCPUs_max");
  gint64 n_start = get_vm_int (check, "VCPUs_at_startup");
  double multiplier = ferry_sim_database_get_double (check->database, "VM", check->vm,
                                                     "HVM_shadow_multiplier");

  if (n_max < 1)
    return fail_value ("VCPUs_max", n_max, NULL);
  if (n_start < 1)
    return fail_value ("VCPUs_at_startup", n_start, NULL);
  if (n_start > n_max)
    return fail_value ("VCPUs_at_startup", n_start, "value greater than VCPUs_max");

  if (get_vm_int (check, "memory_static_min") > get_vm_int (check, "memory_dynamic_min")
      || get_vm_int (check, "memory_dynamic_min") > get_vm_int (check, "memory_dynamic_max")
      || get_vm_int (check, "memory_dynamic_max") > get_vm_int (check, "memory_static_max"))
    return ferry_sim_failure_new ("MEMORY_CONSTRAINT_VIOLATION", NULL);

  if (multiplier < 1)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (text, sizeof text, "%g", multiplier);
      return ferry_sim_failure_new ("INVALID_VALUE", "HVM_shadow_multiplier", text, NULL);
    }

  return NULL;
}

/**
 * ferry_sim_boot_check_is_live:
 * @database: the pool's database
 * @host: reference of a host, which may not exist
 *
 * Returns: whether the host is known to be alive
 */
gboolean
ferry_sim_boot_check_is_live (FerrySimDatabase *database,
                              const char       *host)
{
  const char *metrics;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), FALSE);

  if (!ferry_sim_database_has_row (database, "host", host))
    return FALSE;

  metrics = ferry_sim_database_get_string (database, "host", host, "metrics");

  return ferry_sim_database_has_row (database, "host_metrics", metrics)
         && ferry_sim_database_get_boolean (database, "host_metrics", metrics, "live");
}

static FerrySimFailure *
check_live (const Check *check)
{
  if (ferry_sim_boot_check_is_live (check->database, check->host))
    return NULL;

  return ferry_sim_failure_new ("HOST_NOT_LIVE", NULL);
}

static FerrySimFailure *
check_control_domain (const Check *check)
{
  const char *affinity = ferry_sim_database_get_string (check->database, "VM", check->vm,
                                                        "affinity");
  const char *resident = ferry_sim_database_get_string (check->database, "VM", check->vm,
                                                        "resident_on");

  if (!get_vm_flag (check, "is_control_domain")
      || g_str_equal (affinity, check->host)
      || (g_str_equal (affinity, FERRY_SIM_NULL_REF) && g_str_equal (resident, check->host)))
    return NULL;

  return ferry_sim_failure_new ("OPERATION_NOT_ALLOWED",
                                "Cannot boot a control domain on a host different from its affinity",
                                NULL);
}

static FerrySimFailure *
check_enabled (const Check *check)
{
  if (get_vm_flag (check, "is_control_domain")
      || ferry_sim_database_get_boolean (check->database, "host", check->host, "enabled")
      || g_str_equal (ferry_sim_database_get_string (check->database, "VM", check->vm,
                                                     "resident_on"), check->host))
    return NULL;

  return ferry_sim_failure_new ("HOST_DISABLED", check->host, NULL);
}

static FerrySimFailure *
check_platform (const Check *check)
{
  gint64 wanted = get_vm_int (check, "hardware_platform_version");
  GVariant *offered = ferry_sim_database_get (check->database, "host", check->host,
                                              "virtual_hardware_platform_versions");
  g_autoptr(GString) list = g_string_new ("[");
  g_autofree char *text = NULL;
  GVariantIter iter;
  gint64 version;

  g_variant_iter_init (&iter, offered);
  while (g_variant_iter_next (&iter, "x", &version))
    {
      if (version == wanted)
        return NULL;
      g_string_append_printf (list, "%s%" G_GINT64_FORMAT, list->len > 1 ? "; " : "", version);
    }
  /* A host older than the field offers the first version. */
  if (list->len == 1 && wanted == 0)
    return NULL;
  g_string_append_c (list, ']');
  text = g_strdup_printf ("%" G_GINT64_FORMAT, wanted);

  return ferry_sim_failure_new ("VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION",
                                check->host, list->str, check->vm, text, NULL);
}

/* Feature words are hexadecimal, joined by dashes; a missing one is zero. */
static gboolean
is_feature_subset (const char *wanted,
                   const char *offered)
{
  g_auto(GStrv) wanted_words = g_strsplit (wanted, "-", -1);
  g_auto(GStrv) offered_words = g_strsplit (offered, "-", -1);
  guint n_offered = g_strv_length (offered_words);

  for (guint i = 0; wanted_words[i] != NULL; i++)
    {
      guint64 need = g_ascii_strtoull (wanted_words[i], NULL, 16);
      guint64 have = i < n_offered ? g_ascii_strtoull (offered_words[i], NULL, 16) : 0;

      if ((need & ~have) != 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * ferry_sim_boot_check_cpu:
 * @database: the pool's database
 * @vm: reference of a VM
 * @host: reference of a host
 *
 * A halted VM takes whatever CPU it boots on. A host or VM from before the time of feature masks
 * fits.
 *
 * Returns: (transfer full) (nullable): why the VM can't go on on this host's CPU
 */
FerrySimFailure *
ferry_sim_boot_check_cpu (FerrySimDatabase *database,
                          const char       *vm,
                          const char       *host)
{
  gboolean is_pv;
  const char *vendor;
  const char *features;
  const char *host_vendor;
  const char *host_features;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), NULL);

  if (g_str_equal (ferry_sim_database_get_string (database, "VM", vm, "power_state"), "Halted"))
    return NULL;

  is_pv = ferry_sim_memory_get_domain_type (database, vm) == FERRY_SIM_DOMAIN_TYPE_PV;
  vendor = ferry_sim_database_get_key (database, "VM", vm, "last_boot_CPU_flags", "vendor");
  features = ferry_sim_database_get_key (database, "VM", vm, "last_boot_CPU_flags", "features");
  host_vendor = ferry_sim_database_get_key (database, "host", host, "cpu_info", "vendor");
  host_features = ferry_sim_database_get_key (database, "host", host, "cpu_info",
                                              is_pv ? "features_pv" : "features_hvm");

  if (vendor != NULL && *vendor != '\0' && host_vendor != NULL
      && !g_str_equal (vendor, host_vendor))
    return ferry_sim_failure_new ("VM_INCOMPATIBLE_WITH_THIS_HOST", vm, host,
                                  "VM last booted on a host which had a CPU from a different vendor.",
                                  NULL);

  if (features != NULL && host_features != NULL && !is_feature_subset (features, host_features))
    return ferry_sim_failure_new ("VM_INCOMPATIBLE_WITH_THIS_HOST", vm, host,
                                  "VM last booted on a CPU with features this host's CPU does not have.",
                                  NULL);

  return NULL;
}

static FerrySimFailure *
check_cpu (const Check *check)
{
  if ((check->flags & FERRY_SIM_BOOT_CHECK_CPU) == 0)
    return NULL;

  return ferry_sim_boot_check_cpu (check->database, check->vm, check->host);
}

static gboolean
sees_storage (const Check *check,
              const char  *sr)
{
  GVariantIter iter;
  const char *pbd;

  if (!ferry_sim_database_has_row (check->database, "SR", sr))
    return TRUE;

  g_variant_iter_init (&iter, ferry_sim_database_get (check->database, "SR", sr, "PBDs"));
  while (g_variant_iter_next (&iter, "&s", &pbd))
    {
      if (g_str_equal (ferry_sim_database_get_string (check->database, "PBD", pbd, "host"),
                       check->host)
          && ferry_sim_database_get_boolean (check->database, "PBD", pbd, "currently_attached"))
        return TRUE;
    }

  return FALSE;
}

static FerrySimFailure *
check_disk (const Check *check,
            const char  *vdi)
{
  const char *sr;

  if (!ferry_sim_database_has_row (check->database, "VDI", vdi))
    return NULL;

  sr = ferry_sim_database_get_string (check->database, "VDI", vdi, "SR");

  return sees_storage (check, sr)
         ? NULL : ferry_sim_failure_new ("VM_REQUIRES_SR", check->vm, sr, NULL);
}

static FerrySimFailure *
check_storage (const Check *check)
{
  FerrySimFailure *failure = NULL;
  GVariantIter iter;
  const char *vbd;

  if ((check->flags & FERRY_SIM_BOOT_CHECK_STORAGE) == 0)
    return NULL;

  g_variant_iter_init (&iter, ferry_sim_database_get (check->database, "VM", check->vm, "VBDs"));
  while (failure == NULL && g_variant_iter_next (&iter, "&s", &vbd))
    {
      if (!ferry_sim_database_get_boolean (check->database, "VBD", vbd, "empty"))
        failure = check_disk (check, ferry_sim_database_get_string (check->database, "VBD", vbd,
                                                                    "VDI"));
    }
  if (failure == NULL)
    failure = check_disk (check, ferry_sim_database_get_string (check->database, "VM", check->vm,
                                                                "suspend_VDI"));

  return failure;
}

static const char *
find_pif (const Check *check,
          const char  *network)
{
  GVariantIter iter;
  const char *pif;

  g_variant_iter_init (&iter, ferry_sim_database_get (check->database, "network", network, "PIFs"));
  while (g_variant_iter_next (&iter, "&s", &pif))
    {
      if (g_str_equal (ferry_sim_database_get_string (check->database, "PIF", pif, "host"),
                       check->host))
        return pif;
    }

  return NULL;
}

/* A network inside one host is where the machines are that talk over it. */
static gboolean
lives_elsewhere (const Check *check,
                 const char  *network)
{
  GVariantIter iter;
  const char *vif;

  g_variant_iter_init (&iter, ferry_sim_database_get (check->database, "network", network, "VIFs"));
  while (g_variant_iter_next (&iter, "&s", &vif))
    {
      const char *vm = ferry_sim_database_get_string (check->database, "VIF", vif, "VM");
      const char *host;

      if (g_str_equal (vm, check->vm) || !ferry_sim_database_has_row (check->database, "VM", vm)
          || !ferry_sim_database_get_boolean (check->database, "VIF", vif, "currently_attached"))
        continue;

      host = ferry_sim_database_get_string (check->database, "VM", vm, "resident_on");
      if (!g_str_equal (host, FERRY_SIM_NULL_REF) && !g_str_equal (host, check->host))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_network_reachable (const Check *check,
                      const char  *network)
{
  GVariant *pifs = ferry_sim_database_get (check->database, "network", network, "PIFs");

  if (g_variant_n_children (pifs) > 0)
    return find_pif (check, network) != NULL;

  return !ferry_sim_database_get_boolean (check->database, "network", network, "managed")
         || g_strcmp0 (ferry_sim_database_get_key (check->database, "network", network,
                                                   "other_config", "assume_network_is_shared"),
                       "true") == 0
         || !lives_elsewhere (check, network);
}

static FerrySimFailure *
check_network (const Check *check,
               const char  *network)
{
  const char *pif;

  if (!ferry_sim_database_has_row (check->database, "network", network))
    return NULL;
  if (!is_network_reachable (check, network))
    return ferry_sim_failure_new ("VM_REQUIRES_NETWORK", check->vm, network, NULL);

  pif = find_pif (check, network);
  if (pif != NULL
      && !g_str_equal (ferry_sim_database_get_string (check->database, "PIF", pif,
                                                      "bond_slave_of"), FERRY_SIM_NULL_REF))
    return ferry_sim_failure_new ("HOST_CANNOT_ATTACH_NETWORK", check->host, network, NULL);

  return NULL;
}

static FerrySimFailure *
check_networks (const Check *check)
{
  FerrySimFailure *failure = NULL;
  GVariantIter iter;
  const char *vif;

  g_variant_iter_init (&iter, ferry_sim_database_get (check->database, "VM", check->vm, "VIFs"));
  while (failure == NULL && g_variant_iter_next (&iter, "&s", &vif))
    failure = check_network (check, ferry_sim_database_get_string (check->database, "VIF", vif,
                                                                   "network"));

  return failure;
}

static FerrySimFailure *
check_gpus (const Check *check)
{
  return ferry_sim_gpu_check (check->database, check->vm, check->host);
}

static gboolean
has_usb_device (const Check *check,
                const char  *group)
{
  GVariantIter iter;
  const char *device;

  if (!ferry_sim_database_has_row (check->database, "USB_group", group))
    return TRUE;

  g_variant_iter_init (&iter, ferry_sim_database_get (check->database, "USB_group", group, "PUSBs"));
  while (g_variant_iter_next (&iter, "&s", &device))
    {
      if (g_str_equal (ferry_sim_database_get_string (check->database, "PUSB", device, "host"),
                       check->host))
        return TRUE;
    }

  return FALSE;
}

static FerrySimFailure *
check_usb (const Check *check)
{
  GVariantIter iter;
  const char *vusb;

  g_variant_iter_init (&iter, ferry_sim_database_get (check->database, "VM", check->vm, "VUSBs"));
  while (g_variant_iter_next (&iter, "&s", &vusb))
    {
      const char *group = ferry_sim_database_get_string (check->database, "VUSB", vusb, "USB_group");
      g_autofree char *text = NULL;

      if (has_usb_device (check, group))
        continue;

      text = g_strdup_printf ("VUSB %s is not available on host %s", vusb, check->host);
      return ferry_sim_failure_new ("OPERATION_NOT_ALLOWED", text, NULL);
    }

  return NULL;
}

static gboolean
is_hvm_host (const Check *check)
{
  GVariantIter iter;
  const char *capability;

  g_variant_iter_init (&iter, ferry_sim_database_get (check->database, "host", check->host,
                                                      "capabilities"));
  while (g_variant_iter_next (&iter, "&s", &capability))
    {
      if (strstr (capability, "hvm") != NULL)
        return TRUE;
    }

  return FALSE;
}

static FerrySimFailure *
check_hvm (const Check *check)
{
  if (ferry_sim_memory_get_domain_type (check->database, check->vm) == FERRY_SIM_DOMAIN_TYPE_PV
      || is_hvm_host (check))
    return NULL;

  return ferry_sim_failure_new ("VM_HVM_REQUIRED", check->vm, NULL);
}

static FerrySimFailure *
check_memory (const Check *check)
{
  gint64 needed;
  gint64 available;
  g_autofree char *needed_text = NULL;
  g_autofree char *available_text = NULL;

  if ((check->flags & FERRY_SIM_BOOT_CHECK_MEMORY) == 0)
    return NULL;

  needed = ferry_sim_memory_get_needed (check->database, check->vm);
  available = ferry_sim_memory_get_free (check->database, check->host, check->vm);
  if (needed <= available)
    return NULL;

  needed_text = g_strdup_printf ("%" G_GINT64_FORMAT, needed);
  available_text = g_strdup_printf ("%" G_GINT64_FORMAT, available);

  return ferry_sim_failure_new ("HOST_NOT_ENOUGH_FREE_MEMORY", needed_text, available_text, NULL);
}

static FerrySimFailure *
check_cpus (const Check *check)
{
  const char *count = ferry_sim_database_get_key (check->database, "host", check->host, "cpu_info",
                                                  "cpu_count");
  const char *unrestricted = ferry_sim_database_get_key (check->database, "VM", check->vm,
                                                         "platform", "vcpu-unrestricted");
  gint64 n_vcpus = get_vm_int (check, "VCPUs_max");
  g_autofree char *text = NULL;

  if (count == NULL || unrestricted != NULL || n_vcpus <= g_ascii_strtoll (count, NULL, 10))
    return NULL;

  text = g_strdup_printf ("%" G_GINT64_FORMAT, n_vcpus);

  return ferry_sim_failure_new ("HOST_NOT_ENOUGH_PCPUS", text, count, NULL);
}

/**
 * ferry_sim_boot_check:
 * @database: the pool's database
 * @vm: reference of a VM that exists
 * @host: reference of a host; one that does not exist is not alive
 * @flags: which parts to check
 *
 * Whether the VM could run on the host: the server's check, in its order.
 *
 * Returns: (transfer full) (nullable): the first obstacle; %NULL when there is none
 */
FerrySimFailure *
ferry_sim_boot_check (FerrySimDatabase  *database,
                      const char        *vm,
                      const char        *host,
                      FerrySimBootFlags  flags)
{
  static const CheckFunc checks[] = {
    check_settings, check_live, check_control_domain, check_enabled, check_platform, check_cpu,
    check_storage, check_networks, check_gpus, check_usb, check_hvm, check_memory, check_cpus,
  };
  const Check check = { database, vm, host, flags };
  FerrySimFailure *failure = NULL;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), NULL);

  for (guint i = 0; failure == NULL && i < G_N_ELEMENTS (checks); i++)
    failure = checks[i] (&check);

  return failure;
}

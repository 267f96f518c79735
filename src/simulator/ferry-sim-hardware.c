/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-hardware"

#include "simulator/ferry-sim-hardware.h"

#include "simulator/ferry-sim-value.h"

/*
 * Hosts as a pool's database describes them: CPUs, installed release, control domain, certificate.
 *
 * Threads: the simulator's.
 */

#define BOOT_TIME        (G_GINT64_CONSTANT (1767225600)) /* 1 January 2026 */
#define CERTIFICATE_LIFE (G_GINT64_CONSTANT (315360000))  /* ten years */

typedef struct {
  const char *vendor;
  const char *name;
  guint       family;
  guint       model;
  guint       stepping;
  guint       speed;            /* MHz */
  guint       cores_per_socket;
  guint       threads_per_core;
  const char *features;
} Cpu;

static const Cpu cpus[] = {
  [FERRY_SIM_CPU_BROADWELL] = { "GenuineIntel", "Intel(R) Xeon(R) CPU E5-2640 v4 @ 2.40GHz",
                                6, 79, 1, 2400, 10, 2,
                                "17cbfbff-f7fa3223-2d93fbff-00000123-00000001-000007ab-00000000-00000000-00001000-0c000000" },
  [FERRY_SIM_CPU_SKYLAKE] = { "GenuineIntel", "Intel(R) Xeon(R) Silver 4108 CPU @ 1.80GHz",
                              6, 85, 4, 1800, 8, 2,
                              "17cbfbff-fffa3223-2d93fbff-00000123-0000000f-d19f27ab-00000008-00000100-00001000-bc000400" },
  [FERRY_SIM_CPU_ICE_LAKE] = { "GenuineIntel", "Intel(R) Xeon(R) Silver 4316 CPU @ 2.30GHz",
                               6, 106, 6, 2300, 20, 2,
                               "17cbfbff-fffa3223-2d93fbff-00000123-0000000f-f1bf27ab-00405f4e-00000100-00001000-bc040410" },
  [FERRY_SIM_CPU_COFFEE_LAKE] = { "GenuineIntel", "Intel(R) Xeon(R) E-2288G CPU @ 3.70GHz",
                                  6, 158, 13, 3700, 8, 2,
                                  "17cbfbff-f7fa3223-2d93fbff-00000123-0000000f-009c67ab-00000000-00000100-00001000-bc000400" },
  [FERRY_SIM_CPU_MILAN] = { "AuthenticAMD", "AMD EPYC 7313 16-Core Processor",
                            25, 1, 1, 3000, 16, 2,
                            "178bfbff-f7d83203-2fd3fbff-000003f7-0000000f-219c07ab-00400004-00000500-011cd205-00000010" },
};

typedef struct {
  const char *product_version;
  const char *product_version_text;
  const char *platform_version;
  const char *build_number;
  const char *xapi_build;
  const char *xen;
  const char *linux_version;
  const char *schema;
  const char *date;
  gint64      api_minor;
} Release;

static const Release releases[] = {
  [FERRY_SIM_RELEASE_8_2] = { "8.2.1", "8.2", "3.2.1", "release/yangtze/master/58", "1.249.32",
                              "4.13.5-9.39", "4.19.0+1", "5.603", "20240527T09:14:00Z", 15 },
  [FERRY_SIM_RELEASE_8_3] = { "8.3.0", "8.3", "3.4.0", "cloud", "25.6.0",
                              "4.17.5-6", "4.19.0+1", "5.786", "20250403T10:02:00Z", 21 },
};

/**
 * ferry_sim_hardware_get_cpu_features:
 * @cpu: a generation
 *
 * Returns: the features that a guest sees which was booted where only such CPUs are
 */
const char *
ferry_sim_hardware_get_cpu_features (FerrySimCpu cpu)
{
  g_return_val_if_fail (cpu < G_N_ELEMENTS (cpus), "");

  return cpus[cpu].features;
}

static GVariant *
make_cpu_info (const FerrySimHostSpec *spec)
{
  const Cpu *cpu = &cpus[spec->cpu];
  g_autofree char *count = g_strdup_printf ("%u",
                                            spec->sockets * cpu->cores_per_socket * cpu->threads_per_core);
  g_autofree char *sockets = g_strdup_printf ("%u", spec->sockets);
  g_autofree char *threads = g_strdup_printf ("%u", cpu->threads_per_core);
  g_autofree char *speed = g_strdup_printf ("%u.000", cpu->speed);
  g_autofree char *family = g_strdup_printf ("%u", cpu->family);
  g_autofree char *model = g_strdup_printf ("%u", cpu->model);
  g_autofree char *stepping = g_strdup_printf ("%u", cpu->stepping);

  return ferry_sim_value_map ("cpu_count", count, "socket_count", sockets, "threads_per_core",
                              threads,
                              "nr_nodes", sockets, "vendor", cpu->vendor, "speed", speed,
                              "modelname", cpu->name, "family", family, "model", model,
                              "stepping", stepping,
                              "flags", "fpu de tsc msr pae mce cx8 apic sep mca cmov pat clflush mmx fxsr sse sse2 ht syscall nx lm",
                              "features_pv", cpu->features, "features_hvm", cpu->features,
                              "features_pv_host", cpu->features, "features_hvm_host", cpu->features,
                              NULL);
}

static GVariant *
make_software_version (const FerrySimHostSpec *spec)
{
  const Release *release = &releases[spec->release];
  g_autofree char *xapi = g_strdup_printf ("2.%" G_GINT64_FORMAT, release->api_minor);

  return ferry_sim_value_map ("product_version", release->product_version,
                              "product_version_text", release->product_version_text,
                              "product_version_text_short", release->product_version_text,
                              "product_brand", "XCP-ng", "platform_name", "XCP",
                              "platform_version", release->platform_version,
                              "build_number", release->build_number, "git_id", "0",
                              "hostname", spec->name, "date", release->date,
                              "xapi", xapi, "xapi_build", release->xapi_build,
                              "xen", release->xen, "linux", release->linux_version,
                              "xencenter_min", xapi, "xencenter_max", xapi,
                              "network_backend", "openvswitch", "db_schema", release->schema,
                              NULL);
}

static GVariant *
make_platform_versions (guint newest)
{
  GVariantBuilder versions;

  g_variant_builder_init (&versions, G_VARIANT_TYPE ("ax"));
  for (guint version = 0; version <= newest; version++)
    g_variant_builder_add (&versions, "x", (gint64) version);

  return g_variant_builder_end (&versions);
}

static char *
make_fingerprint (FerrySimBuilder *builder,
                  guint            n_bytes)
{
  GString *fingerprint = g_string_new (NULL);

  for (guint i = 0; i < n_bytes; i++)
    g_string_append_printf (fingerprint, i > 0 ? ":%02X" : "%02X",
                            ferry_sim_builder_random (builder, 256));

  return g_string_free (fingerprint, FALSE);
}

static void
add_certificate (FerrySimBuilder *builder,
                 const char      *host)
{
  const char *certificate = ferry_sim_builder_add (builder, "Certificate");
  g_autofree char *sha256 = make_fingerprint (builder, 32);
  g_autofree char *sha1 = make_fingerprint (builder, 20);

  ferry_sim_builder_set (builder, "Certificate", certificate,
                         "host", g_variant_new_string (host),
                         "type", g_variant_new_string ("host"),
                         "not_before", ferry_sim_value_time (BOOT_TIME),
                         "not_after", ferry_sim_value_time (BOOT_TIME + CERTIFICATE_LIFE),
                         "fingerprint", g_variant_new_string (sha256),
                         "fingerprint_sha256", g_variant_new_string (sha256),
                         "fingerprint_sha1", g_variant_new_string (sha1),
                         NULL);
}

static const char *
add_control_metrics (FerrySimBuilder *builder,
                     gint64           memory)
{
  const char *metrics = ferry_sim_builder_add (builder, "VM_metrics");

  ferry_sim_builder_set (builder, "VM_metrics", metrics,
                         "memory_actual", g_variant_new_int64 (memory),
                         "VCPUs_number", g_variant_new_int64 (16),
                         "start_time", ferry_sim_value_time (BOOT_TIME),
                         "last_updated", ferry_sim_value_time (BOOT_TIME),
                         "current_domain_type", g_variant_new_string ("pv"),
                         NULL);

  return metrics;
}

static const char *
add_control_domain (FerrySimBuilder        *builder,
                    const char             *host,
                    const FerrySimHostSpec *spec)
{
  gint64 memory = spec->control_memory * FERRY_SIM_GIB;
  g_autofree char *name = g_strconcat ("Control domain on host: ", spec->name, NULL);
  const char *domain = ferry_sim_builder_add_named (builder, "VM", name,
                                                    "The domain which manages physical devices and manages other domains");

  ferry_sim_builder_set (builder, "VM", domain,
                         "is_control_domain", g_variant_new_boolean (TRUE),
                         "power_state", g_variant_new_string ("Running"),
                         "resident_on", g_variant_new_string (host),
                         "affinity", g_variant_new_string (host),
                         "domid", g_variant_new_int64 (0),
                         "domarch", g_variant_new_string ("x64"),
                         "memory_static_min", g_variant_new_int64 (memory),
                         "memory_dynamic_min", g_variant_new_int64 (memory),
                         "memory_dynamic_max", g_variant_new_int64 (memory),
                         "memory_static_max", g_variant_new_int64 (memory),
                         "memory_target", g_variant_new_int64 (memory),
                         "memory_overhead", g_variant_new_int64 (19 * FERRY_SIM_MIB),
                         "VCPUs_max", g_variant_new_int64 (16),
                         "VCPUs_at_startup", g_variant_new_int64 (16),
                         "actions_after_softreboot", g_variant_new_string ("soft_reboot"),
                         "actions_after_shutdown", g_variant_new_string ("destroy"),
                         "actions_after_reboot", g_variant_new_string ("destroy"),
                         "actions_after_crash", g_variant_new_string ("destroy"),
                         "domain_type", g_variant_new_string ("pv"),
                         "metrics", g_variant_new_string (add_control_metrics (builder, memory)),
                         "other_config", ferry_sim_value_map ("is_system_domain", "true", NULL),
                         NULL);

  return domain;
}

static const char *
add_metrics (FerrySimBuilder        *builder,
             const FerrySimHostSpec *spec)
{
  const char *metrics = ferry_sim_builder_add (builder, "host_metrics");

  ferry_sim_builder_set (builder, "host_metrics", metrics,
                         "memory_total", g_variant_new_int64 (spec->memory * FERRY_SIM_GIB),
                         "live", g_variant_new_boolean (TRUE),
                         "last_updated", ferry_sim_value_time (BOOT_TIME),
                         NULL);

  return metrics;
}

static void
set_identity (FerrySimBuilder        *builder,
              const char             *host,
              const FerrySimHostSpec *spec)
{
  g_autofree char *iqn = g_strconcat ("iqn.2021-02.test.example:", spec->name, NULL);

  ferry_sim_builder_set (builder, "host", host,
                         "hostname", g_variant_new_string (spec->name),
                         "address", g_variant_new_string (spec->address),
                         "enabled", g_variant_new_boolean (!spec->is_disabled),
                         "API_version_major", g_variant_new_int64 (2),
                         "API_version_minor", g_variant_new_int64 (releases[spec->release].api_minor),
                         "API_version_vendor", g_variant_new_string ("XenSource"),
                         "software_version", make_software_version (spec),
                         "edition", g_variant_new_string ("xcp-ng"),
                         "editions", ferry_sim_value_set ("xcp-ng", NULL),
                         "iscsi_iqn", g_variant_new_string (iqn),
                         "https_only", g_variant_new_boolean (TRUE),
                         "ssl_legacy", g_variant_new_boolean (FALSE),
                         "tls_verification_enabled", g_variant_new_boolean (TRUE),
                         "other_config", ferry_sim_value_map ("agent_start_time", "1767225660.",
                                                              "boot_time", "1767225600.", NULL),
                         NULL);
}

static void
set_machine (FerrySimBuilder        *builder,
             const char             *host,
             const FerrySimHostSpec *spec)
{
  ferry_sim_builder_set (builder, "host", host,
                         "metrics", g_variant_new_string (add_metrics (builder, spec)),
                         "memory_overhead", g_variant_new_int64 (1083179008),
                         "cpu_info", make_cpu_info (spec),
                         "sched_policy", g_variant_new_string ("credit"),
                         "chipset_info", ferry_sim_value_map ("iommu", "true", NULL),
                         "capabilities", ferry_sim_value_set ("xen-3.0-x86_64", "hvm-3.0-x86_32",
                                                              "hvm-3.0-x86_32p", "hvm-3.0-x86_64", NULL),
                         "supported_bootloaders", ferry_sim_value_set ("pygrub", "eliloader", NULL),
                         "virtual_hardware_platform_versions", make_platform_versions (spec->newest_platform),
                         "bios_strings", ferry_sim_value_map ("bios-vendor", "Example Systems",
                                                              "bios-version", "2.19",
                                                              "system-manufacturer", "Example Systems",
                                                              "system-product-name", "Rack 2U", NULL),
                         NULL);
}

/**
 * ferry_sim_hardware_add_host:
 * @builder: a builder that has a pool
 * @spec: the host
 *
 * Adds a host with its metrics, control domain and certificate. The first one becomes the pool's
 * coordinator. Storage and networks are left to the caller.
 *
 * Returns: (transfer none): its reference
 */
const char *
ferry_sim_hardware_add_host (FerrySimBuilder        *builder,
                             const FerrySimHostSpec *spec)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  g_autoptr(GPtrArray) pools = ferry_sim_database_list_refs (database, "pool");
  const FerrySimLink link = { spec->link_speed * 1e9 / 8 };
  const char *host;

  g_return_val_if_fail (pools->len == 1, NULL);

  host = ferry_sim_builder_add_named (builder, "host", spec->name, spec->description);
  set_identity (builder, host, spec);
  set_machine (builder, host, spec);
  ferry_sim_database_set_string (database, "host", host, "control_domain",
                                 add_control_domain (builder, host, spec));
  add_certificate (builder, host);
  ferry_sim_load_set_link (ferry_sim_builder_get_load (builder), host, &link);

  if (ferry_sim_database_count_rows (database, "host") == 1)
    ferry_sim_database_set_string (database, "pool", g_ptr_array_index (pools, 0), "master", host);

  return host;
}

/* Both are words of eight hexadecimal digits that dashes join; the shorter one ends in zeros. */
static char *
intersect_features (const char *left,
                    const char *right)
{
  g_auto(GStrv) left_words = g_strsplit (left, "-", -1);
  g_auto(GStrv) right_words = g_strsplit (right, "-", -1);
  GString *both = g_string_new (NULL);

  for (guint i = 0; left_words[i] != NULL && right_words[i] != NULL; i++)
    g_string_append_printf (both, i > 0 ? "-%08x" : "%08x",
                            (guint) (g_ascii_strtoull (left_words[i], NULL, 16)
                                     & g_ascii_strtoull (right_words[i], NULL, 16)));

  return g_string_free (both, FALSE);
}

/**
 * ferry_sim_hardware_level_cpus:
 * @builder: a builder that has its pool and all hosts
 *
 * Computes what the pool's hosts have in common: what a guest sees that is booted from now on.
 */
void
ferry_sim_hardware_level_cpus (FerrySimBuilder *builder)
{
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  g_autoptr(GPtrArray) pools = ferry_sim_database_list_refs (database, "pool");
  g_autoptr(GPtrArray) hosts = ferry_sim_database_list_refs (database, "host");
  g_autofree char *features = NULL;
  g_autofree char *vendor = NULL;
  g_autofree char *count = NULL;
  g_autofree char *sockets = NULL;
  guint64 n_cpus = 0;
  guint64 n_sockets = 0;

  g_return_if_fail (pools->len == 1 && hosts->len > 0);

  for (guint i = 0; i < hosts->len; i++)
    {
      const char *host = g_ptr_array_index (hosts, i);
      const char *own = ferry_sim_database_get_key (database, "host", host, "cpu_info",
                                                    "features_hvm_host");
      g_autofree char *before = g_steal_pointer (&features);

      features = before != NULL ? intersect_features (before, own) : g_strdup (own);
      n_cpus += g_ascii_strtoull (ferry_sim_database_get_key (database, "host", host, "cpu_info",
                                                              "cpu_count"), NULL, 10);
      n_sockets += g_ascii_strtoull (ferry_sim_database_get_key (database, "host", host,
                                                                 "cpu_info", "socket_count"), NULL, 10);
    }

  vendor = g_strdup (ferry_sim_database_get_key (database, "host", g_ptr_array_index (hosts, 0),
                                                 "cpu_info", "vendor"));
  count = g_strdup_printf ("%" G_GUINT64_FORMAT, n_cpus);
  sockets = g_strdup_printf ("%" G_GUINT64_FORMAT, n_sockets);
  ferry_sim_database_set (database, "pool", g_ptr_array_index (pools, 0), "cpu_info",
                          ferry_sim_value_map ("vendor", vendor, "cpu_count", count,
                                               "socket_count", sockets,
                                               "features_hvm_host", features, "features_pv_host", features, NULL));
}

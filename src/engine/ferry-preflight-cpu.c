/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight-cpu"

#include "config.h"

#include "engine/ferry-preflight-private.h"

#include <glib/gi18n-lib.h>

/* Rules about CPUs. */

/**
 * ferry_preflight_parse_cpu:
 * @cpu: where to put it
 * @policy: (nullable): hexadecimal words joined by "-"
 *
 * A policy that does not read as one is not known: the server judges then.
 */
void
ferry_preflight_parse_cpu (FerryPreflightCpu *cpu,
                           const char        *policy)
{
  const char *p = policy;

  cpu->n_words = 0;
  while (p != NULL && *p != '\0' && cpu->n_words < FERRY_PREFLIGHT_MAX_CPU_WORDS)
    {
      char *end;

      cpu->words[cpu->n_words++] = g_ascii_strtoull (p, &end, 16);
      if (end == p || (*end != '-' && *end != '\0'))
        {
          cpu->n_words = 0;
          return;
        }
      p = *end == '-' ? end + 1 : end;
    }
}

/* The next run of digits at or after *@p, which moves behind it; 0 at the end. */
static guint64
take_number (const char **p)
{
  char *end;
  guint64 number;

  while (**p != '\0' && !g_ascii_isdigit (**p))
    (*p)++;

  number = g_ascii_strtoull (*p, &end, 10);
  *p = end;

  return number;
}

/**
 * ferry_preflight_compare_versions:
 * @a: (nullable): a version, numbers with anything between them
 * @b: (nullable): another
 *
 * A number that is not there counts as 0; what is not known is neither older nor newer.
 *
 * Returns: less than, equal to or greater than 0, as @a is older than, as old as or newer than @b
 */
int
ferry_preflight_compare_versions (const char *a,
                                  const char *b)
{
  if (a == NULL || b == NULL)
    return 0;

  while (*a != '\0' || *b != '\0')
    {
      guint64 from_a = take_number (&a);
      guint64 from_b = take_number (&b);

      if (from_a != from_b)
        return from_a < from_b ? -1 : 1;
    }

  return 0;
}

/* As people know them, by what cpuid says. */
static const char *
get_vendor_name (const char *vendor)
{
  if (g_str_equal (vendor, "GenuineIntel"))
    return "Intel";
  if (g_str_equal (vendor, "AuthenticAMD"))
    return "AMD";
  if (g_str_equal (vendor, "HygonGenuine"))
    return "Hygon";

  return vendor;
}

void
ferry_preflight_look_at_cpu_vendor (FerryPreflightCase *c)
{
  const char *booted_on = c->vm->record->cpu_vendor;
  const char *there = c->host->record->cpu_vendor;

  if (booted_on == NULL || there == NULL || g_str_equal (booted_on, there))
    return;

  ferry_preflight_say (c, ferry_preflight_get_forcible (c), c->host->record->base.key,
                       g_strdup_printf (_("%s was started on a CPU made by %s, and the CPU of %s is "
                                          "made by %s. Shut the VM down and start it there."),
                                        ferry_preflight_get_vm_name (c),
                                        get_vendor_name (booted_on),
                                        ferry_preflight_get_host_name (c),
                                        get_vendor_name (there)));
}

/* Features that people know by name: the word and the bit where the hypervisor lists them. */
static const struct
{
  guint       word;
  guint       bit;
  const char *name;
} known_features[] = {
  { 1, 19, "SSE4.1" }, { 1, 20, "SSE4.2" }, { 1, 25, "AES" },      { 1, 26, "XSAVE" },
  { 1, 28, "AVX" },    { 1, 29, "F16C" },   { 1, 30, "RDRAND" },   { 5, 3, "BMI1" },
  { 5, 5, "AVX2" },    { 5, 8, "BMI2" },    { 5, 16, "AVX-512" },  { 5, 18, "RDSEED" },
  { 5, 19, "ADX" },    { 5, 20, "SMAP" },   { 5, 29, "SHA" },      { 6, 8, "GFNI" },
  { 6, 9, "VAES" },    { 6, 22, "RDPID" },
};

static guint32
get_word (const FerryPreflightCpu *cpu,
          guint                    i)
{
  return i < cpu->n_words ? cpu->words[i] : 0;
}

/* Policies of different length are compared as if the shorter one ended in zeros. */
static guint
count_missing (const FerryPreflightCpu *used,
               const FerryPreflightCpu *offered)
{
  guint n = 0;

  for (guint i = 0; i < used->n_words; i++)
    n += __builtin_popcount (used->words[i] & ~get_word (offered, i));

  return n;
}

/* Servers of long ago listed four words in another order: nothing can be named there. */
static char *
name_missing (const FerryPreflightCpu *used,
              const FerryPreflightCpu *offered)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (known_features) && names->len < 4; i++)
    {
      guint word = known_features[i].word;
      guint32 missing = get_word (used, word) & ~get_word (offered, word);

      if (used->n_words > 4 && (missing & (1u << known_features[i].bit)) != 0)
        g_ptr_array_add (names, (gpointer) known_features[i].name);
    }

  if (names->len == 0)
    return NULL;

  g_ptr_array_add (names, NULL);

  return g_strjoinv (", ", (char **) names->pdata);
}

/* Up to Xen 4.19 the toolstack does exactly this bit arithmetic, so a missing bit blocks. From 4.20 on
 * the hypervisor compares whole policies and may see it otherwise: then it is a warning, and the
 * server decides; so too where the version is not known. */
static FerrySeverity
get_feature_severity (FerryPreflightCase *c)
{
  const char *version = c->host->record->hypervisor_version;

  if (version != NULL && ferry_preflight_compare_versions (version, "4.20") < 0)
    return ferry_preflight_get_forcible (c);

  return FERRY_SEVERITY_WARNS;
}

void
ferry_preflight_look_at_cpu_features (FerryPreflightCase *c)
{
  gboolean is_pv = c->vm->record->virtualisation == FERRY_VIRTUALISATION_PV;
  const FerryPreflightCpu *offered = is_pv ? &c->host->cpu_pv : &c->host->cpu_hvm;
  g_autofree char *names = NULL;
  const char *format;
  guint n;

  if (offered->n_words == 0)
    return;

  n = count_missing (&c->vm->cpu, offered);
  if (n == 0)
    return;

  names = name_missing (&c->vm->cpu, offered);
  if (names != NULL)
    format = ngettext ("%s uses %u CPU feature that %s does not have (%s). A restart of the VM on a "
                       "host like %s makes it do without.",
                       "%s uses %u CPU features that %s does not have (%s among them). A restart of "
                       "the VM on a host like %s makes it do without.", n);
  else
    format = ngettext ("%s uses %u CPU feature that %s does not have%s. A restart of the VM on a "
                       "host like %s makes it do without.",
                       "%s uses %u CPU features that %s does not have%s. A restart of the VM on a "
                       "host like %s makes it do without.", n);

  ferry_preflight_say (c, get_feature_severity (c), c->host->record->base.key,
                       g_strdup_printf (format, ferry_preflight_get_vm_name (c), n,
                                        ferry_preflight_get_host_name (c),
                                        names != NULL ? names : "",
                                        ferry_preflight_get_host_name (c)));
}

void
ferry_preflight_look_at_cpu_count (FerryPreflightCase *c)
{
  const FerryVmRecord *vm = c->vm->record;
  const FerryHostRecord *host = c->host->record;

  if (host->n_cpus == 0 || vm->n_vcpus <= host->n_cpus ||
      (vm->traits & FERRY_VM_ANY_VCPUS) != 0)
    return;

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, host->base.key,
                       g_strdup_printf (_("%s may have %u vCPUs, and %s has %u CPUs."),
                                        ferry_preflight_get_vm_name (c), vm->n_vcpus,
                                        host->base.name, host->n_cpus));
}

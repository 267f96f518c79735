/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight-memory"

#include "config.h"

#include "engine/ferry-preflight-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Rules about room. The arithmetic is the server's own. */

#define MIB ((guint64) 1 << 20)
#define GIB ((guint64) 1 << 30)

/* Above this share of the host's memory it is worth a word. */
#define FULL 0.95

static guint64
round_up_to_mib (guint64 bytes)
{
  return (bytes + MIB - 1) / MIB * MIB;
}

/**
 * ferry_preflight_compute_needed:
 * @vm: a VM
 *
 * A guest is squeezed to its dynamic minimum before it travels, but one that runs PV inside PVH cannot
 * be.
 *
 * Returns: what a host must have free to take it, in bytes
 */
guint64
ferry_preflight_compute_needed (const FerryVmRecord *vm)
{
  guint64 memory = vm->virtualisation == FERRY_VIRTUALISATION_PV_IN_PVH
                   ? vm->memory_static_max_bytes
                   : vm->memory_dynamic_min_bytes;

  return round_up_to_mib (memory) + vm->memory_overhead_bytes;
}

/**
 * ferry_preflight_get_memory:
 * @vm: a VM
 *
 * Returns: what would have to travel: memory in use, else the most that it may use; in bytes
 */
guint64
ferry_preflight_get_memory (const FerryVmRecord *vm)
{
  return vm->memory_actual_bytes > 0 ? vm->memory_actual_bytes : vm->memory_dynamic_max_bytes;
}

/* What is promised on the target, without what is kept there for this very VM. */
static guint64
get_used_by_others (FerryPreflightCase *c)
{
  const FerryVmRecord *vm = c->vm->record;
  guint64 own = 0;

  if (vm->scheduled_host_key == c->host->record->base.key)
    own = vm->memory_dynamic_min_bytes + vm->memory_overhead_bytes;

  return c->host->used_bytes - MIN (own, c->host->used_bytes);
}

/**
 * ferry_preflight_compute_free:
 * @c: a VM and a host
 *
 * Returns: what the host has free for the VM, the VMs of this check that come before it counted, in bytes
 */
guint64
ferry_preflight_compute_free (FerryPreflightCase *c)
{
  guint64 total = c->host->record->memory_total_bytes;
  guint64 used = get_used_by_others (c) + c->host->counted_bytes;

  return total - MIN (used, total);
}

/**
 * ferry_preflight_compute_after:
 * @c: a VM and a host
 *
 * Returns: share of the host's memory that is taken once the VM is there, 0 to 1; -1 when unknown
 */
double
ferry_preflight_compute_after (FerryPreflightCase *c)
{
  guint64 total = c->host->record->memory_total_bytes;
  guint64 used = get_used_by_others (c) + c->host->counted_bytes;

  if (total == 0)
    return -1.0;

  if (c->vm->record->host_key != c->host->record->base.key)
    used += c->vm->needed_bytes;

  return MIN (1.0, (double) used / total);
}

/* Two amounts that differ must not read the same. */
static void
format_amounts (guint64  needed,
                guint64  available,
                char   **needed_text,
                char   **available_text)
{
  *needed_text = g_strdup_printf (_("%.1f GiB"), (double) needed / GIB);
  *available_text = g_strdup_printf (_("%.1f GiB"), (double) available / GIB);
  if (!g_str_equal (*needed_text, *available_text))
    return;

  g_free (*needed_text);
  g_free (*available_text);
  *needed_text = g_strdup_printf (_("%.0f MiB"), ceil ((double) needed / MIB));
  *available_text = g_strdup_printf (_("%.0f MiB"), floor ((double) available / MIB));
}

static char *
describe_shortage (FerryPreflightCase *c,
                   guint64             available)
{
  g_autofree char *needed_text = NULL;
  g_autofree char *available_text = NULL;
  const char *vm = ferry_preflight_get_vm_name (c);
  const char *host = ferry_preflight_get_host_name (c);
  guint n = c->host->n_counted;

  format_amounts (c->vm->needed_bytes, available, &needed_text, &available_text);

  if (n > 0 && c->vm->needed_bytes <= available + c->host->counted_bytes)
    return g_strdup_printf (ngettext ("%s needs %s and %s has %s free after the VM that goes there "
                                      "before it.",
                                      "%s needs %s and %s has %s free after the VMs that go there "
                                      "before it.", n),
                            vm, needed_text, host, available_text);

  return g_strdup_printf (_("%s needs %s and %s has %s free."),
                          vm, needed_text, host, available_text);
}

void
ferry_preflight_look_at_memory (FerryPreflightCase *c)
{
  guint64 available;

  if (c->host->record->memory_total_bytes == 0)
    return;

  available = ferry_preflight_compute_free (c);
  if (c->vm->needed_bytes > available)
    ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, c->host->record->base.key,
                         describe_shortage (c, available));
}

void
ferry_preflight_look_at_fullness (FerryPreflightCase *c)
{
  double after = ferry_preflight_compute_after (c);

  if (after <= FULL || c->vm->needed_bytes > ferry_preflight_compute_free (c))
    return;

  /* Translators: VM, host, percentage */
  ferry_preflight_say (c, FERRY_SEVERITY_WARNS, c->host->record->base.key,
                       g_strdup_printf (_("With %s, %s has %.0f %% of its memory in use."),
                                        ferry_preflight_get_vm_name (c),
                                        ferry_preflight_get_host_name (c), after * 100.0));
}

/* Longer than this at worst, a move is better started knowingly. */
#define LONG_S (15 * 60)

void
ferry_preflight_look_at_duration (FerryPreflightCase *c)
{
  double min_s = c->forecast.duration_min_s;
  double max_s = c->forecast.duration_max_s;

  if (max_s < LONG_S)
    return;

  /* Translators: VM, amount of memory, minutes at best and at worst */
  ferry_preflight_say (c, FERRY_SEVERITY_NOTE, c->vm->record->base.key,
                       g_strdup_printf (_("%s has %.1f GiB of memory in use: the move takes %.0f to "
                                          "%.0f min."),
                                        ferry_preflight_get_vm_name (c),
                                        (double) ferry_preflight_get_memory (c->vm->record) / GIB,
                                        MAX (1.0, min_s / 60.0), max_s / 60.0));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight-vm"

#include "config.h"

#include "engine/ferry-preflight-private.h"

#include <glib/gi18n-lib.h>

/* Rules about the VM alone: they say the same whatever the target. */

static const FerryVmRecord *
get_vm (FerryPreflightCase *c)
{
  return c->vm->record;
}

static gboolean
has (FerryPreflightCase *c,
     FerryVmTraits       trait)
{
  return (get_vm (c)->traits & trait) != 0;
}

/* One finding about the VM; @format takes its name and nothing else. */
static void
say_of_vm (FerryPreflightCase *c,
           FerrySeverity       severity,
           const char         *format)
{
  ferry_preflight_say (c, severity, get_vm (c)->base.key,
                       g_strdup_printf (format, ferry_preflight_get_vm_name (c)));
}

void
ferry_preflight_look_at_power (FerryPreflightCase *c)
{
  const char *format = NULL;

  switch (get_vm (c)->power_state)
    {
    case FERRY_POWER_STATE_RUNNING:
      return;

    case FERRY_POWER_STATE_HALTED:
      format = _("%s is off, and only a running VM can be migrated. Start it on the host where it "
                 "should run.");
      break;

    case FERRY_POWER_STATE_PAUSED:
      format = _("%s is paused, and only a running VM can be migrated. Unpause it first.");
      break;

    case FERRY_POWER_STATE_SUSPENDED:
      format = _("%s is suspended, and only a running VM can be migrated. Resume it on the host "
                 "where it should run.");
      break;

    case FERRY_POWER_STATE_UNKNOWN:
    default:
      format = _("Whether %s runs is not known, and only a running VM can be migrated.");
      break;
    }

  say_of_vm (c, FERRY_SEVERITY_BLOCKS, format);
}

void
ferry_preflight_look_at_own_move (FerryPreflightCase *c)
{
  const FerryMoveRecord *move = c->vm->move;

  if (move == NULL)
    return;

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, move->base.key,
                       g_strdup_printf (move->state == FERRY_MOVE_WAITING
                                        ? _("%s waits for a move to %s already. Cancel that first.")
                                        : _("%s is on its way to %s already."),
                                        ferry_preflight_get_vm_name (c), move->target_host_name));
}

/* The value is free text of an administrator or a product, often a bare word such as "true". */
void
ferry_preflight_look_at_lock (FerryPreflightCase *c)
{
  const char *reason = get_vm (c)->blocked_migrate;

  if (reason == NULL)
    return;

  if (*reason == '\0' || g_str_equal (reason, "true"))
    say_of_vm (c, FERRY_SEVERITY_BLOCKS,
               _("An administrator has blocked the migration of %s. Take the block off first."));
  else
    ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, get_vm (c)->base.key,
                         g_strdup_printf (_("An administrator has blocked the migration of %s: "
                                            "“%s”. Take the block off first."),
                                          ferry_preflight_get_vm_name (c), reason));
}

/* Sentences by the server's word for an operation. */
static const struct
{
  const char *operation;
  const char *format;
} operations[] = {
  { "snapshot", N_("A snapshot of %s is being taken. Wait until it is done.") },
  { "snapshot_with_quiesce", N_("A snapshot of %s is being taken. Wait until it is done.") },
  { "checkpoint", N_("A snapshot of %s with its memory is being taken. Wait until it is done.") },
  { "clone", N_("%s is being cloned. Wait until that is done.") },
  { "copy", N_("%s is being copied. Wait until that is done.") },
  { "export", N_("%s is being exported. Wait until that is done.") },
  { "metadata_export", N_("%s is being exported. Wait until that is done.") },
  { "suspend", N_("%s is being suspended.") },
  { "clean_shutdown", N_("%s is being shut down.") },
  { "hard_shutdown", N_("%s is being shut down.") },
  { "shutdown", N_("%s is being shut down.") },
  { "clean_reboot", N_("%s is being restarted. Wait until it is up again.") },
  { "hard_reboot", N_("%s is being restarted. Wait until it is up again.") },
  { "start", N_("%s is being started. Wait until it is up.") },
  { "start_on", N_("%s is being started. Wait until it is up.") },
  { "pool_migrate", N_("%s is being migrated already.") },
  { "migrate_send", N_("%s is being migrated already.") },
};

static const char *
find_operation_format (const char *operation)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      if (g_str_equal (operations[i].operation, operation))
        return _(operations[i].format);
    }

  return _("The server works on %s already. Wait until that is done.");
}

void
ferry_preflight_look_at_operations (FerryPreflightCase *c)
{
  const char * const *running = get_vm (c)->operations;

  if (running != NULL && running[0] != NULL)
    say_of_vm (c, FERRY_SEVERITY_BLOCKS, find_operation_format (running[0]));
}

void
ferry_preflight_look_at_pinning (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_NO_MIGRATE))
    say_of_vm (c, ferry_preflight_get_forcible (c),
               _("%s is pinned to its host by its platform settings (nomigrate)."));
}

void
ferry_preflight_look_at_nesting (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_NESTED_VIRT))
    say_of_vm (c, ferry_preflight_get_forcible (c),
               _("%s runs VMs of its own (nested virtualisation), which does not survive a "
                 "migration. Shut it down and start it on the other host."));
}

void
ferry_preflight_look_at_veto (FerryPreflightCase *c)
{
  const char *reason = get_vm (c)->cant_suspend_reason;

  if (reason != NULL)
    ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, get_vm (c)->base.key,
                         g_strdup_printf (_("The guest of %s refuses to be paused for a moment, "
                                            "which a migration needs: “%s”."),
                                          ferry_preflight_get_vm_name (c), reason));
}

void
ferry_preflight_look_at_suspending (FerryPreflightCase *c)
{
  if (get_vm (c)->virtualisation == FERRY_VIRTUALISATION_HVM &&
      !has (c, FERRY_VM_HAS_TOOLS | FERRY_VM_CAN_SUSPEND))
    say_of_vm (c, ferry_preflight_get_forcible (c),
               _("%s has no guest tools, and its guest does not say that it can be paused for a "
                 "moment, which a migration needs. Install the tools in it."));
}

void
ferry_preflight_look_at_tools (FerryPreflightCase *c)
{
  if (!has (c, FERRY_VM_HAS_TOOLS))
    say_of_vm (c, FERRY_SEVERITY_NOTE,
               _("%s has no guest tools: how it takes the pause cannot be seen from outside."));
}

void
ferry_preflight_look_at_cached_disk (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_CACHED_RESET_DISK))
    say_of_vm (c, FERRY_SEVERITY_BLOCKS,
               _("A disk of %s goes back to its first state at every start and is cached on its "
                 "host. Shut the VM down and start it on the other host."));
}

/* Halted VMs with such settings don't start; running ones got them while they ran. */
void
ferry_preflight_look_at_settings (FerryPreflightCase *c)
{
  const FerryVmRecord *vm = get_vm (c);

  if (vm->memory_dynamic_min_bytes > vm->memory_dynamic_max_bytes ||
      vm->memory_dynamic_max_bytes > vm->memory_static_max_bytes)
    say_of_vm (c, FERRY_SEVERITY_BLOCKS,
               _("The memory limits of %s contradict each other. Set them again."));
  else if (vm->n_vcpus < 1)
    say_of_vm (c, FERRY_SEVERITY_BLOCKS, _("%s is set to have no vCPU at all."));
  else if (vm->shadow_multiplier > 0.0 && vm->shadow_multiplier < 1.0 &&
           vm->virtualisation != FERRY_VIRTUALISATION_PV)
    say_of_vm (c, FERRY_SEVERITY_BLOCKS,
               _("The shadow memory multiplier of %s is less than 1. Set it to 1 or more."));
}

void
ferry_preflight_look_at_source (FerryPreflightCase *c)
{
  const FerryPreflightHost *source = c->vm->source;

  if (source == NULL || source->record == NULL || source->record->is_live)
    return;

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, source->record->base.key,
                       g_strdup_printf (_("%s, where %s runs, does not answer."),
                                        source->record->base.name,
                                        ferry_preflight_get_vm_name (c)));
}

static gboolean
has_block (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const FerryFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == FERRY_SEVERITY_BLOCKS)
        return TRUE;
    }

  return FALSE;
}

/* The server works its allowed operations out by all of its rules, but not always at once: where it
 * does not offer a migration and no rule of ours knows why, it is asked before anything starts. */
void
ferry_preflight_look_at_server_word (FerryPreflightCase *c)
{
  if (!get_vm (c)->may_migrate && !has_block (c->findings))
    say_of_vm (c, FERRY_SEVERITY_WARNS,
               _("The server does not offer to migrate %s now, and does not say why. It is asked "
                 "again before the move starts."));
}

void
ferry_preflight_look_at_protection (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_HA_PROTECTED) && c->vm->pool != NULL && c->vm->pool->ha_enabled)
    say_of_vm (c, FERRY_SEVERITY_NOTE,
               _("High availability protects %s and goes on doing so at the target."));
}

void
ferry_preflight_look_at_balancing (FerryPreflightCase *c)
{
  if (c->vm->pool != NULL && c->vm->pool->balances_load)
    ferry_preflight_say (c, FERRY_SEVERITY_NOTE, c->vm->pool->base.key,
                         g_strdup_printf (_("%s balances its load by itself and may move %s again."),
                                          ferry_preflight_get_pool_name (c, c->vm->pool),
                                          ferry_preflight_get_vm_name (c)));
}

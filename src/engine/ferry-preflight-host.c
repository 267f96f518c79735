/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight-host"

#include "config.h"

#include "engine/ferry-preflight-private.h"

#include <glib/gi18n-lib.h>

/* Rules about the target and its pool. */

void
ferry_preflight_look_at_licence (FerryPreflightCase *c)
{
  const FerryPoolRecord *pool = c->host->pool;

  if (pool == NULL || pool->can_migrate_live)
    return;

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, pool->base.key,
                       g_strdup_printf (_("The licence of %s does not include live migration."),
                                        ferry_preflight_get_pool_name (c, pool)));
}

void
ferry_preflight_look_at_role (FerryPreflightCase *c)
{
  const FerryConnectionRecord *connection = c->host->connection;

  if (connection->can_migrate)
    return;

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, connection->base.key,
                       g_strdup_printf (_("The account that is logged in to %s may not migrate VMs. "
                                          "Connect with one that may."),
                                        ferry_preflight_get_pool_name (c, c->host->pool)));
}

void
ferry_preflight_look_at_heartbeat (FerryPreflightCase *c)
{
  if (!c->host->record->is_live)
    ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, c->host->record->base.key,
                         g_strdup_printf (_("%s is off or does not answer."),
                                          ferry_preflight_get_host_name (c)));
}

void
ferry_preflight_look_at_enabling (FerryPreflightCase *c)
{
  const FerryHostRecord *host = c->host->record;
  g_autofree char *sentence = NULL;
  g_autofree char *label = NULL;

  if (host->is_enabled)
    return;

  sentence = g_strdup_printf (_("%s is in maintenance mode: no VM may come to it. End its "
                                "maintenance first."),
                              host->base.name);
  label = g_strdup_printf (_("End maintenance of %s"), host->base.name);
  ferry_preflight_say_finding (c, &(FerryFinding) {
    .severity = FERRY_SEVERITY_BLOCKS,
    .subject_key = host->base.key,
    .sentence = sentence,
    .remedy = FERRY_REMEDY_ENABLE_HOST,
    .remedy_label = label,
    .remedy_target = host->base.key,
  });
}

static const struct
{
  const char *operation;
  const char *format;
} busy_operations[] = {
  { "evacuate", N_("%s is being evacuated: VMs leave it, and none may come to it.") },
  { "shutdown", N_("%s is being shut down.") },
  { "reboot", N_("%s is being restarted. Wait until it is up again.") },
};

void
ferry_preflight_look_at_host_operations (FerryPreflightCase *c)
{
  const FerryHostRecord *host = c->host->record;

  for (guint i = 0; i < G_N_ELEMENTS (busy_operations); i++)
    {
      if (host->operations != NULL &&
          g_strv_contains (host->operations, busy_operations[i].operation))
        ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, host->base.key,
                             g_strdup_printf (_(busy_operations[i].format), host->base.name));
    }
}

/* During a rolling upgrade VMs go forward only; at other times the server does not compare versions. */
void
ferry_preflight_look_at_upgrade (FerryPreflightCase *c)
{
  const FerryPreflightHost *source = c->vm->source;
  const FerryHostRecord *from;
  const FerryHostRecord *to = c->host->record;

  if (c->host->pool == NULL || !c->host->pool->is_upgrading ||
      source == NULL || source->record == NULL)
    return;

  from = source->record;
  if (ferry_preflight_compare_versions (to->platform_version, from->platform_version) >= 0 &&
      ferry_preflight_compare_versions (to->toolstack_version, from->toolstack_version) >= 0 &&
      ferry_preflight_compare_versions (to->hypervisor_version, from->hypervisor_version) >= 0)
    return;

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, to->base.key,
                       g_strdup_printf (_("%s is being upgraded, and %s runs an older version than "
                                          "%s, where %s is. Choose a host that is upgraded."),
                                        ferry_preflight_get_pool_name (c, c->host->pool),
                                        to->base.name, from->base.name,
                                        ferry_preflight_get_vm_name (c)));
}

/* What the plan would look like after the move takes the whole pool's packing: the server's work. */
void
ferry_preflight_look_at_ha_plan (FerryPreflightCase *c)
{
  const FerryPoolRecord *pool = c->host->pool;

  if (pool == NULL || !pool->ha_enabled || pool->ha_allow_overcommit ||
      pool->ha_plan_exists_for < 1)
    return;

  ferry_preflight_say (c, FERRY_SEVERITY_NOTE, pool->base.key,
                       g_strdup_printf (_("High availability of %s may refuse the move of %s to %s, "
                                          "if its plan for failures would not hold after it."),
                                        ferry_preflight_get_pool_name (c, pool),
                                        ferry_preflight_get_vm_name (c),
                                        ferry_preflight_get_host_name (c)));
}

void
ferry_preflight_look_at_hardware_version (FerryPreflightCase *c)
{
  const FerryHostRecord *host = c->host->record;

  /* A server that lists none does not compare them. */
  if (host->n_virtual_hardware_versions == 0)
    return;

  for (guint i = 0; i < host->n_virtual_hardware_versions; i++)
    {
      if (host->virtual_hardware_versions[i] == c->vm->record->virtual_hardware_version)
        return;
    }

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, host->base.key,
                       g_strdup_printf (_("%s needs virtual hardware of version %d, which %s does "
                                          "not offer."),
                                        ferry_preflight_get_vm_name (c),
                                        (int) c->vm->record->virtual_hardware_version,
                                        host->base.name));
}

void
ferry_preflight_look_at_hvm (FerryPreflightCase *c)
{
  FerryVirtualisation how = c->vm->record->virtualisation;

  if (c->host->record->has_hvm || how == FERRY_VIRTUALISATION_PV ||
      how == FERRY_VIRTUALISATION_UNKNOWN)
    return;

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, c->host->record->base.key,
                       g_strdup_printf (_("%s needs hardware virtualisation, which %s does not "
                                          "have or has switched off in its firmware."),
                                        ferry_preflight_get_vm_name (c),
                                        ferry_preflight_get_host_name (c)));
}

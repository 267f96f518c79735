/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight-say"

#include "config.h"

#include "engine/ferry-preflight-private.h"

#include <glib/gi18n-lib.h>

#include "engine/ferry-inventory.h"

/**
 * ferry_preflight_say:
 * @c: what is looked at
 * @severity: how much it matters
 * @subject_key: (nullable): what the finding is about
 * @sentence: (transfer full): translated
 *
 * Adds a finding without a remedy.
 */
void
ferry_preflight_say (FerryPreflightCase *c,
                     FerrySeverity       severity,
                     const char         *subject_key,
                     char               *sentence)
{
  g_autofree char *owned = sentence;

  ferry_preflight_say_finding (c, &(FerryFinding) {
    .severity = severity,
    .subject_key = subject_key,
    .sentence = owned,
  });
}

/**
 * ferry_preflight_say_finding:
 * @c: what is looked at
 * @fields: the finding; its id is set to the rule's
 *
 * Adds a finding.
 */
void
ferry_preflight_say_finding (FerryPreflightCase *c,
                             const FerryFinding *fields)
{
  FerryFinding *finding = ferry_finding_new (&(FerryFinding) {
    .id = c->rule->id,
    .severity = fields->severity,
    .subject_key = fields->subject_key,
    .sentence = fields->sentence,
    .remedy = fields->remedy,
    .remedy_label = fields->remedy_label,
    .remedy_target = fields->remedy_target,
    .needs_choices = fields->needs_choices,
  });

  g_ptr_array_add (c->findings, finding);
}

/**
 * ferry_preflight_get_forcible:
 * @c: what is looked at
 *
 * Returns: how severe a finding is that a forced move would get past
 */
FerrySeverity
ferry_preflight_get_forcible (FerryPreflightCase *c)
{
  return c->request != NULL && c->request->force ? FERRY_SEVERITY_WARNS : FERRY_SEVERITY_BLOCKS;
}

const char *
ferry_preflight_get_vm_name (FerryPreflightCase *c)
{
  const char *name = c->vm->record->base.name;

  return *name != '\0' ? name : _("A VM without a name");
}

const char *
ferry_preflight_get_host_name (FerryPreflightCase *c)
{
  return c->host->record->base.name;
}

const char *
ferry_preflight_get_source_name (FerryPreflightCase *c)
{
  return c->vm->source != NULL && c->vm->source->record != NULL
         ? c->vm->source->record->base.name
         : _("an unknown host");
}

/**
 * ferry_preflight_get_pool_name:
 * @c: what is looked at
 * @pool: (nullable): a pool
 *
 * Most standalone hosts are in a pool without a name: the host's own name says it then.
 *
 * Returns: (transfer none): what people call it
 */
const char *
ferry_preflight_get_pool_name (FerryPreflightCase    *c,
                               const FerryPoolRecord *pool)
{
  if (pool == NULL)
    return _("an unknown pool");

  if (*pool->base.name != '\0')
    return pool->base.name;

  return ferry_inventory_get_name (c->inventory, pool->coordinator_key, _("a pool without a name"));
}

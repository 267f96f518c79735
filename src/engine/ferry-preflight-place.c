/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight-place"

#include "config.h"

#include "engine/ferry-preflight-private.h"

#include <glib/gi18n-lib.h>

/* Rules that come before all others: where one of them says something, the rest makes no sense. */

void
ferry_preflight_look_at_presence_of_vm (FerryPreflightCase *c)
{
  if (c->vm->record == NULL)
    ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, NULL,
                         g_strdup (_("The VM is not there any more.")));
}

void
ferry_preflight_look_at_presence_of_host (FerryPreflightCase *c)
{
  if (c->host->record == NULL)
    ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, NULL,
                         g_strdup (_("The host is not there any more.")));
}

static gboolean
is_connected (const FerryConnectionRecord *connection)
{
  return connection != NULL && connection->state == FERRY_CONNECTION_CONNECTED;
}

void
ferry_preflight_look_at_connection (FerryPreflightCase *c)
{
  const char *lost;
  const char *key;

  if (is_connected (c->vm->connection) && is_connected (c->host->connection))
    return;

  if (!is_connected (c->vm->connection))
    {
      lost = ferry_preflight_get_pool_name (c, c->vm->pool);
      key = c->vm->record->base.connection_key;
    }
  else
    {
      lost = ferry_preflight_get_pool_name (c, c->host->pool);
      key = c->host->record->base.connection_key;
    }

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, key,
                       g_strdup_printf (_("There is no connection to %s now, so whether %s can go "
                                          "to %s is not known. Reconnect first."),
                                        lost, ferry_preflight_get_vm_name (c),
                                        ferry_preflight_get_host_name (c)));
}

void
ferry_preflight_look_at_place (FerryPreflightCase *c)
{
  if (c->vm->record->host_key != c->host->record->base.key)
    return;

  ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, c->host->record->base.key,
                       g_strdup_printf (_("%s is on %s already."),
                                        ferry_preflight_get_vm_name (c),
                                        ferry_preflight_get_host_name (c)));
}

void
ferry_preflight_look_at_pool (FerryPreflightCase *c)
{
  const FerryVmRecord *vm = c->vm->record;
  const FerryHostRecord *host = c->host->record;
  g_autofree char *sentence = NULL;

  if (vm->pool_key == host->pool_key)
    return;

  sentence = g_strdup_printf (_("%s is in %s and %s is in %s: this version of Ferry moves VMs "
                                "inside a pool only."),
                              ferry_preflight_get_vm_name (c),
                              ferry_preflight_get_pool_name (c, c->vm->pool),
                              host->base.name,
                              ferry_preflight_get_pool_name (c, c->host->pool));
  ferry_preflight_say_finding (c, &(FerryFinding) {
    .severity = FERRY_SEVERITY_BLOCKS,
    .subject_key = host->pool_key,
    .sentence = sentence,
    .needs_choices = TRUE,
  });
}

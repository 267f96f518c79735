/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-item-look"

#include "config.h"

#include <glib/gi18n.h>

#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"
#include "ui/tree/ferry-item-look.h"

typedef struct
{
  const char *icon_name;
  const char *state; /* not yet translated; nullable */
} Look;

static Look
look_of_vm (FerryItem           *item,
            const FerryVmRecord *record)
{
  static const Look looks[] = {
    [FERRY_POWER_STATE_UNKNOWN] = { "ferry-vm-unknown-symbolic", N_("State unknown") },
    [FERRY_POWER_STATE_HALTED] = { "ferry-vm-halted-symbolic", N_("Off") },
    [FERRY_POWER_STATE_RUNNING] = { "ferry-vm-running-symbolic", N_("Running") },
    [FERRY_POWER_STATE_PAUSED] = { "ferry-vm-paused-symbolic", N_("Paused") },
    [FERRY_POWER_STATE_SUSPENDED] = { "ferry-vm-suspended-symbolic", N_("Suspended") },
  };

  if (ferry_item_get_move (item) != NULL)
    return (Look) { "ferry-vm-moving-symbolic", N_("On its way") };

  return looks[MIN (record->power_state, G_N_ELEMENTS (looks) - 1)];
}

static Look
look_of_host (const FerryHostRecord *record)
{
  if (!record->is_live)
    return (Look) { "ferry-host-dead-symbolic", N_("Not running") };
  if (!record->is_enabled)
    return (Look) { "ferry-host-maintenance-symbolic", N_("Maintenance mode") };
  if (record->is_coordinator)
    return (Look) { "ferry-host-symbolic", N_("Coordinator of its pool") };

  return (Look) { "ferry-host-symbolic", NULL };
}

static Look
look_of_connection (const FerryConnectionRecord *record)
{
  static const Look looks[] = {
    [FERRY_CONNECTION_DISCONNECTED] = { "ferry-pool-off-symbolic", N_("Not connected") },
    [FERRY_CONNECTION_CONNECTING] = { "ferry-pool-off-symbolic", N_("Connecting") },
    [FERRY_CONNECTION_CONNECTED] = { "ferry-pool-symbolic", NULL },
    [FERRY_CONNECTION_LOST] = { "ferry-pool-off-symbolic", N_("Unreachable") },
    [FERRY_CONNECTION_NEEDS_PASSWORD] = { "ferry-pool-off-symbolic", N_("Needs a password") },
    [FERRY_CONNECTION_UNTRUSTED] = { "ferry-pool-off-symbolic", N_("Certificate not trusted") },
    [FERRY_CONNECTION_REFUSED] = { "ferry-pool-off-symbolic", N_("Refused") },
  };

  return looks[MIN (record->state, G_N_ELEMENTS (looks) - 1)];
}

static Look
look_of_storage (const FerryStorageRecord *record)
{
  if (record->traits & FERRY_STORAGE_IS_ISO)
    return (Look) { "ferry-storage-iso-symbolic", N_("CD images") };
  if (record->unplugged_host_keys != NULL && record->unplugged_host_keys[0] != NULL)
    return (Look) { "ferry-storage-broken-symbolic", N_("Not plugged on every host") };
  if (record->is_shared)
    return (Look) { "ferry-storage-shared-symbolic", N_("Shared") };

  return (Look) { "ferry-storage-symbolic", N_("Local") };
}

static Look
look_of_group (FerryItem *item)
{
  if (ferry_item_get_group (item) == FERRY_ITEM_GROUP_NETWORKS)
    return (Look) { "ferry-network-symbolic", NULL };

  return (Look) { "ferry-storage-shared-symbolic", NULL };
}

static Look
look_of (FerryItem *item)
{
  gconstpointer record = ferry_item_get_record (item);

  if (record == NULL)
    return look_of_group (item);

  switch (ferry_item_get_kind (item))
    {
    case FERRY_KIND_CONNECTION:
      return look_of_connection (record);

    case FERRY_KIND_HOST:
      return look_of_host (record);

    case FERRY_KIND_VM:
      return look_of_vm (item, record);

    case FERRY_KIND_STORAGE:
      return look_of_storage (record);

    case FERRY_KIND_DISK:
      return (Look) { "ferry-disk-symbolic", NULL };

    case FERRY_KIND_NETWORK:
      return (Look) { "ferry-network-symbolic", NULL };

    case FERRY_KIND_POOL:
      return (Look) { "ferry-pool-symbolic", NULL };

    case FERRY_KIND_TASK:
    case FERRY_KIND_MOVE:
    default:
      return (Look) { "ferry-vm-moving-symbolic", NULL };
    }
}

const char *
ferry_item_look_get_icon_name (FerryItem *item)
{
  g_return_val_if_fail (FERRY_IS_ITEM (item), NULL);

  return look_of (item).icon_name;
}

const char *
ferry_item_look_get_state (FerryItem *item)
{
  const char *state;

  g_return_val_if_fail (FERRY_IS_ITEM (item), NULL);

  state = look_of (item).state;

  return state != NULL ? _(state) : NULL;
}

const char *
ferry_item_look_get_kind (FerryItem *item)
{
  g_return_val_if_fail (FERRY_IS_ITEM (item), NULL);

  if (ferry_item_get_record (item) == NULL)
    return _("Group");

  switch (ferry_item_get_kind (item))
    {
    case FERRY_KIND_CONNECTION:
    case FERRY_KIND_POOL:
      return _("Pool");

    case FERRY_KIND_HOST:
      return _("Host");

    case FERRY_KIND_VM:
      return _("Virtual machine");

    case FERRY_KIND_STORAGE:
      return _("Storage");

    case FERRY_KIND_DISK:
      return _("Disk");

    case FERRY_KIND_NETWORK:
      return _("Network");

    case FERRY_KIND_TASK:
      return _("Task");

    case FERRY_KIND_MOVE:
      return _("Move");

    default:
      g_return_val_if_reached (NULL);
    }
}

static void
append_counts (GString   *sentence,
               FerryItem *item)
{
  const FerryItemCounts *counts = ferry_item_get_counts (item);

  if (ferry_item_get_kind (item) == FERRY_KIND_CONNECTION)
    g_string_append_printf (sentence,
                            ngettext (", %u host", ", %u hosts", counts->n_hosts), counts->n_hosts);
  g_string_append_printf (sentence, ngettext (", %u virtual machine", ", %u virtual machines",
                                              counts->n_vms), counts->n_vms);
  g_string_append_printf (sentence, ngettext (", %u running", ", %u running",
                                              counts->n_running_vms), counts->n_running_vms);
}

static void
append_move (GString               *sentence,
             const FerryMoveRecord *move)
{
  g_string_append (sentence, ", ");
  /* Translators: a host's name and a percentage */
  g_string_append_printf (sentence, _("on its way to %s, %d %%"), move->target_host_name,
                          (int) (move->fraction * 100));
}

char *
ferry_item_look_dup_sentence (FerryItem *item)
{
  GString *sentence;
  const char *state;

  g_return_val_if_fail (FERRY_IS_ITEM (item), NULL);

  sentence = g_string_new (ferry_item_get_name (item));
  g_string_append_printf (sentence, ", %s", ferry_item_look_get_kind (item));
  state = ferry_item_look_get_state (item);

  if (ferry_item_get_move (item) != NULL)
    append_move (sentence, ferry_item_get_move (item));
  else if (state != NULL)
    g_string_append_printf (sentence, ", %s", state);

  if (ferry_item_get_record (item) != NULL
      && (ferry_item_get_kind (item) == FERRY_KIND_HOST
          || ferry_item_get_kind (item) == FERRY_KIND_CONNECTION))
    append_counts (sentence, item);

  return g_string_free (sentence, FALSE);
}

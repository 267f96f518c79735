/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-tree-menu"

#include "config.h"

#include <glib/gi18n.h>

#include "client/ferry-item.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-vm-record.h"
#include "ui/tree/ferry-tree-menu.h"

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        const char *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action,
                                           target != NULL ? g_variant_new_string (target) : NULL);
  g_menu_append_item (menu, item);
}

static void
append_section (GMenu *menu,
                GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
fill_for_vm (GMenu     *menu,
             FerryItem *item)
{
  const FerryVmRecord *record = ferry_item_get_record (item);
  const FerryMoveRecord *move = ferry_item_get_move (item);
  g_autoptr(GMenu) moving = g_menu_new ();
  g_autoptr(GMenu) places = g_menu_new ();

  if (move != NULL)
    append (moving, _("Cancel the move"), "win.cancel-move", move->base.key);
  else
    append (moving, _("Migrate to…"), "win.migrate", NULL);

  if (record->host_key != NULL)
    append (places, _("Show its host"), "win.show", record->host_key);
  if (move != NULL)
    append (places, _("Show where it goes"), "win.show", move->target_host_key);

  append_section (menu, moving);
  append_section (menu, places);
}

static void
fill_for_connection (GMenu     *menu,
                     FerryItem *item)
{
  const FerryConnectionRecord *record = ferry_item_get_record (item);
  g_autoptr(GMenu) state = g_menu_new ();
  g_autoptr(GMenu) keeping = g_menu_new ();

  if (record->state == FERRY_CONNECTION_CONNECTED || record->state == FERRY_CONNECTION_CONNECTING)
    append (state, _("Disconnect"), "win.disconnect", record->id);
  else
    append (state, _("Reconnect"), "win.reconnect", record->id);
  append (keeping, _("Edit…"), "win.edit-connection", record->id);
  append (keeping, _("Remove…"), "win.remove-connection", record->id);

  append_section (menu, state);
  append_section (menu, keeping);
}

static void
fill_for_one (GMenu     *menu,
              FerryItem *item)
{
  const FerryKind kind = ferry_item_get_kind (item);

  if (ferry_item_get_record (item) == NULL)
    return;

  if (kind == FERRY_KIND_VM)
    fill_for_vm (menu, item);
  else if (kind == FERRY_KIND_CONNECTION)
    fill_for_connection (menu, item);
}

static gboolean
all_are_vms (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      FerryItem *item = g_ptr_array_index (items, i);

      if (ferry_item_get_kind (item) != FERRY_KIND_VM || ferry_item_get_record (item) == NULL)
        return FALSE;
    }

  return items->len > 0;
}

GMenuModel *
ferry_tree_menu_new (GPtrArray *items)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autofree char *label = NULL;

  if (items->len == 1)
    {
      fill_for_one (menu, g_ptr_array_index (items, 0));
    }
  else if (all_are_vms (items))
    {
      label = g_strdup_printf (ngettext ("Migrate %u virtual machine to…",
                                         "Migrate %u virtual machines to…", items->len),
                               items->len);
      append (menu, label, "win.migrate", NULL);
    }

  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 0)
    return NULL;

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

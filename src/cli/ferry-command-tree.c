/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-commands.h"

#include <glib/gi18n-lib.h>

#include "cli/ferry-json.h"
#include "cli/ferry-table.h"
#include "cli/ferry-words.h"
#include "model/ferry-amount.h"
#include "model/ferry-storage-record.h"

static char *
say_state (FerryItem *item)
{
  gconstpointer record = ferry_item_get_record (item);

  if (record == NULL)
    return NULL;

  switch (ferry_item_get_kind (item))
    {
    case FERRY_KIND_CONNECTION:
      return g_strdup (ferry_words_say_connection (((const FerryConnectionRecord *) record)->state));

    case FERRY_KIND_HOST:
      return g_strdup (ferry_words_say_host (record));

    case FERRY_KIND_VM:
      return g_strdup (ferry_words_say_power (((const FerryVmRecord *) record)->power_state));

    case FERRY_KIND_STORAGE:
      return g_strdup (((const FerryStorageRecord *) record)->type);

    case FERRY_KIND_POOL:
    case FERRY_KIND_DISK:
    case FERRY_KIND_NETWORK:
    case FERRY_KIND_TASK:
    case FERRY_KIND_MOVE:
    default:
      return NULL;
    }
}

static char *
say_counts (const FerryItemCounts *counts)
{
  g_autofree char *memory = ferry_format_bytes_of (counts->memory_used_bytes,
                                                   counts->memory_total_bytes);

  /* Translators: of a host: running VMs, VMs, memory: "12 of 14 VMs run, 61.2 of 128.0 GiB" */
  return g_strdup_printf (_("%u of %u VMs run, %s"), counts->n_running_vms, counts->n_vms, memory);
}

static char *
say_detail (FerryItem *item)
{
  const FerryMoveRecord *move = ferry_item_get_move (item);
  const FerryVmRecord *vm = ferry_item_get_record (item);

  if (ferry_item_get_group (item) != FERRY_ITEM_GROUP_NONE)
    return NULL;

  if (ferry_item_get_kind (item) == FERRY_KIND_CONNECTION ||
      ferry_item_get_kind (item) == FERRY_KIND_HOST)
    return say_counts (ferry_item_get_counts (item));

  if (move != NULL)
    return g_strdup_printf ("→ %s %.0f %%", move->target_host_name, move->fraction * 100);

  if (ferry_item_get_kind (item) == FERRY_KIND_VM)
    return ferry_format_bytes (vm->memory_dynamic_max_bytes);

  if (ferry_item_get_kind (item) == FERRY_KIND_STORAGE)
    {
      const FerryStorageRecord *storage = ferry_item_get_record (item);

      /* DVD drives and libraries have no size of their own. */
      return storage->size_bytes > 0
               ? ferry_format_bytes_of (storage->used_bytes, storage->size_bytes)
               : NULL;
    }

  return NULL;
}

static void
add_rows (FerryTable *table,
          GListModel *list,
          guint       depth)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (list, i);
      char *name = g_strdup_printf ("%*s%s", (int) (2 * depth), "", ferry_item_get_name (item));

      ferry_table_add (table, depth == 0 ? FERRY_STYLE_HEADING
                              : ferry_item_is_stale (item) ? FERRY_STYLE_DIM : FERRY_STYLE_PLAIN,
                       name, say_state (item), say_detail (item));
      if (ferry_item_get_children (item) != NULL)
        add_rows (table, ferry_item_get_children (item), depth + 1);
    }
}

static void
print_json (FerryClient *client)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  GListModel *tree = ferry_client_get_tree (client);

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (tree); i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (tree, i);

      ferry_json_add_item (builder, client, item, TRUE);
    }
  json_builder_end_array (builder);
  ferry_json_print (builder, FALSE);
}

static void
on_batch_applied (gboolean *is_applied)
{
  *is_applied = TRUE;
}

static void
set_filter (FerrySession       *session,
            const char * const *words)
{
  FerryClient *client = ferry_session_get_client (session);
  g_autofree char *text = g_strjoinv (" ", (char **) words);
  gboolean is_applied = FALSE;
  gulong id = g_signal_connect_swapped (client, "batch-applied", G_CALLBACK (on_batch_applied),
                                        &is_applied);

  ferry_client_set_filter (client, text);
  while (!is_applied)
    ferry_session_iterate (session);

  g_signal_handler_disconnect (client, id);
}

FerryExit
ferry_command_tree (FerrySession       *session,
                    const char * const *arguments)
{
  static const FerryColumn columns[] = {
    { .can_shrink = TRUE }, { .can_shrink = FALSE }, { .can_shrink = TRUE },
  };
  g_autoptr(FerryTable) table = ferry_table_new (columns, G_N_ELEMENTS (columns));
  FerryClient *client = ferry_session_get_client (session);

  if (arguments[0] != NULL)
    set_filter (session, arguments);

  if (ferry_session_get_options (session)->json)
    {
      print_json (client);
      return FERRY_EXIT_DONE;
    }

  add_rows (table, ferry_client_get_tree (client), 0);
  ferry_table_print (table);

  return FERRY_EXIT_DONE;
}

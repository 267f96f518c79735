/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-names.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/ferry-disk-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"

#define MAX_NEAR       3
#define MAX_CANDIDATES 10

typedef enum
{
  FIT_NONE,
  FIT_CASE,
  FIT_NAME,
  FIT_UUID,
} Fit;

const char *
ferry_names_get_uuid (FerryItem *item)
{
  gconstpointer record = ferry_item_get_record (item);

  if (record == NULL)
    return NULL;

  switch (ferry_item_get_kind (item))
    {
    case FERRY_KIND_HOST:
      return ((const FerryHostRecord *) record)->uuid;

    case FERRY_KIND_VM:
      return ((const FerryVmRecord *) record)->uuid;

    case FERRY_KIND_STORAGE:
      return ((const FerryStorageRecord *) record)->uuid;

    case FERRY_KIND_DISK:
      return ((const FerryDiskRecord *) record)->uuid;

    case FERRY_KIND_NETWORK:
      return ((const FerryNetworkRecord *) record)->uuid;

    case FERRY_KIND_CONNECTION:
    case FERRY_KIND_POOL:
    case FERRY_KIND_TASK:
    case FERRY_KIND_MOVE:
    default:
      return NULL;
    }
}

const char *
ferry_names_get (FerryClient *client,
                 const char  *key)
{
  FerryItem *item = key != NULL ? ferry_client_lookup (client, key) : NULL;

  return item != NULL ? ferry_item_get_name (item) : "";
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  g_autofree char *folded_a = g_utf8_casefold (ferry_item_get_name (*(FerryItem **) a), -1);
  g_autofree char *folded_b = g_utf8_casefold (ferry_item_get_name (*(FerryItem **) b), -1);
  g_autofree char *key_a = g_utf8_collate_key_for_filename (folded_a, -1);
  g_autofree char *key_b = g_utf8_collate_key_for_filename (folded_b, -1);
  int order = strcmp (key_a, key_b);

  return order != 0 ? order
                    : strcmp (ferry_item_get_key (*(FerryItem **) a),
                              ferry_item_get_key (*(FerryItem **) b));
}

static GPtrArray *
collect (FerryClient *client,
         FerryKinds   kinds)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint kind = 0; kind < FERRY_N_KINDS; kind++)
    {
      GListModel *list = ferry_client_get_list (client, kind);

      for (guint i = 0; (kinds & FERRY_KINDS (kind)) && i < g_list_model_get_n_items (list); i++)
        g_ptr_array_add (items, g_list_model_get_item (list, i));
    }

  return items;
}

GPtrArray *
ferry_names_list (FerryClient *client,
                  FerryKinds   kinds)
{
  GPtrArray *items = collect (client, kinds);

  g_ptr_array_sort (items, compare_names);

  return items;
}

/* Damerau's distance, in three rows of the table. */
guint
ferry_names_distance (const char *a,
                      const char *b,
                      guint       limit)
{
  glong n_a, n_b;
  g_autofree gunichar *x = g_utf8_to_ucs4_fast (a, -1, &n_a);
  g_autofree gunichar *y = g_utf8_to_ucs4_fast (b, -1, &n_b);
  g_autofree guint *rows = g_new0 (guint, 3 * (n_b + 1));
  guint *before = rows;
  guint *last = rows + n_b + 1;
  guint *row = rows + 2 * (n_b + 1);

  for (glong j = 0; j <= n_b; j++)
    row[j] = j;

  for (glong i = 1; i <= n_a; i++)
    {
      guint *oldest = before;

      before = last;
      last = row;
      row = oldest;
      row[0] = i;
      for (glong j = 1; j <= n_b; j++)
        {
          row[j] = MIN (MIN (last[j], row[j - 1]) + 1, last[j - 1] + (x[i - 1] != y[j - 1]));
          if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
            row[j] = MIN (row[j], before[j - 2] + 1);
        }
    }

  return MIN (row[n_b], limit + 1);
}

static Fit
get_fit (FerryItem  *item,
         const char *text,
         const char *folded)
{
  const char *name = ferry_item_get_name (item);
  const char *uuid = ferry_names_get_uuid (item);
  g_autofree char *folded_name = NULL;

  if ((uuid != NULL && g_ascii_strcasecmp (uuid, text) == 0) ||
      g_str_equal (ferry_item_get_key (item), text))
    return FIT_UUID;

  if (g_str_equal (name, text))
    return FIT_NAME;

  folded_name = g_utf8_casefold (name, -1);

  return g_str_equal (folded_name, folded) ? FIT_CASE : FIT_NONE;
}

/* "web-01 (VM, kestrel): 6f2a…" */
static char *
describe (FerryClient *client,
          FerryItem   *item)
{
  const FerryRecord *record = ferry_item_get_record (item);
  FerryItem *parent = ferry_item_get_parent (item);
  const char *where = parent != NULL && ferry_item_get_group (parent) == FERRY_ITEM_GROUP_NONE
                        ? ferry_item_get_name (parent)
                        : ferry_names_get (client, record->connection_key);
  const char *uuid = ferry_names_get_uuid (item);

  return g_strdup_printf ("%s (%s, %s): %s", record->name, ferry_kind_get_nick (record->kind), where,
                          uuid != NULL ? uuid : record->key);
}

static void
set_ambiguous (FerryClient  *client,
               const char   *text,
               GPtrArray    *candidates,
               GError      **error)
{
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; i < MIN (candidates->len, MAX_CANDIDATES); i++)
    {
      g_autofree char *line = describe (client, g_ptr_array_index (candidates, i));

      g_string_append_printf (list, "\n  %s", line);
    }
  if (candidates->len > MAX_CANDIDATES)
    g_string_append_printf (list, "\n  … %u", candidates->len - MAX_CANDIDATES);

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” names %u things. Say which one by its uuid:%s"),
               text, candidates->len, list->str);
}

typedef struct
{
  const char *name;
  guint       distance;
} Near;

static int
compare_near (gconstpointer a,
              gconstpointer b)
{
  return (int) ((const Near *) a)->distance - (int) ((const Near *) b)->distance;
}

static char *
find_near_names (GPtrArray  *items,
                 const char *folded)
{
  g_autoptr(GArray) near = g_array_new (FALSE, FALSE, sizeof (Near));
  g_autoptr(GString) list = g_string_new (NULL);
  guint limit = MAX (1, MIN (3, g_utf8_strlen (folded, -1) / 3));

  for (guint i = 0; i < items->len; i++)
    {
      Near one = { ferry_item_get_name (g_ptr_array_index (items, i)), 0 };
      g_autofree char *name = g_utf8_casefold (one.name, -1);

      one.distance = ferry_names_distance (name, folded, limit);
      if (strstr (name, folded) != NULL)
        one.distance = MIN (one.distance, 1);
      if (*name != '\0' && one.distance <= limit)
        g_array_append_val (near, one);
    }

  g_array_sort (near, compare_near);
  for (guint i = 0; i < MIN (near->len, MAX_NEAR); i++)
    g_string_append_printf (list, "%s“%s”", i > 0 ? ", " : "",
                            g_array_index (near, Near, i).name);

  return near->len > 0 ? g_strdup (list->str) : NULL;
}

static const char *
get_word (FerryKinds kinds)
{
  if (kinds == FERRY_KINDS (FERRY_KIND_VM))
    return _("virtual machine");
  if (kinds == FERRY_KINDS (FERRY_KIND_HOST))
    return _("host");
  if (kinds == FERRY_KINDS (FERRY_KIND_NETWORK))
    return _("network");

  return _("thing");
}

static void
set_unknown (const char  *text,
             const char  *folded,
             FerryKinds   kinds,
             GPtrArray   *items,
             GError     **error)
{
  g_autofree char *near = find_near_names (items, folded);

  if (near != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("There is no %s called “%s”. There is %s."), get_word (kinds), text, near);
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("There is no %s called “%s”."), get_word (kinds), text);
}

static void
keep_connection (GPtrArray  *items,
                 const char *connection_key)
{
  for (guint i = items->len; connection_key != NULL && i > 0; i--)
    {
      const FerryRecord *record = ferry_item_get_record (g_ptr_array_index (items, i - 1));

      if (!g_str_equal (record->connection_key, connection_key))
        g_ptr_array_remove_index (items, i - 1);
    }
}

/**
 * ferry_names_find:
 * @client: who knows
 * @text: a uuid, a key or a name
 * @kinds: what it may be
 * @connection_key: (nullable): where alone it may be
 * @error: (nullable): return location for a sentence
 *
 * The best kind of fit counts: a uuid before a name, a name before one that is
 * written in another case.
 *
 * Returns: (transfer none) (nullable): the only thing that @text can mean
 */
FerryItem *
ferry_names_find (FerryClient  *client,
                  const char   *text,
                  FerryKinds    kinds,
                  const char   *connection_key,
                  GError      **error)
{
  g_autoptr(GPtrArray) items = ferry_names_list (client, kinds);
  g_autoptr(GPtrArray) candidates = g_ptr_array_new ();
  g_autofree char *folded = g_utf8_casefold (text, -1);
  Fit best = FIT_CASE;

  keep_connection (items, connection_key);
  for (guint i = 0; i < items->len; i++)
    {
      FerryItem *item = g_ptr_array_index (items, i);
      Fit fit = get_fit (item, text, folded);

      if (fit > best)
        g_ptr_array_set_size (candidates, 0);
      best = MAX (best, fit);
      if (fit == best)
        g_ptr_array_add (candidates, item);
    }

  if (candidates->len == 1)
    return g_ptr_array_index (candidates, 0);

  if (candidates->len > 1)
    set_ambiguous (client, text, candidates, error);
  else
    set_unknown (text, folded, kinds, items, error);

  return NULL;
}

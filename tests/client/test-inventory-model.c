/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists against a naive model that is made afresh after every batch. */

#include "client/ferry-inventory-model.h"

#include "client/ferry-filter.h"
#include "model/ferry-connection-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"

#define N_CONNECTIONS 2
#define N_HOSTS 6
#define N_VMS 60
#define N_STORAGE 8
#define N_NETWORKS 4
#define N_MOVES 5

typedef struct
{
  FerryInventoryModel *model;
  GHashTable          *records; /* key -> record: what has been said */
  FerryFilter         *filter;
  GRand               *random;
  GHashTable          *mirrors; /* GListModel -> GPtrArray of its items, kept by its signals alone */
  GHashTable          *items;   /* key -> the item first seen */
} Fixture;

static char *
make_key (guint       connection,
          FerryKind   kind,
          guint       number)
{
  g_autofree char *id = g_strdup_printf ("c%u", connection);
  g_autofree char *uuid = g_strdup_printf ("%u", number);

  return ferry_key_new (id, kind, kind == FERRY_KIND_CONNECTION ? NULL : uuid);
}

/* Naive: the tree as text */

static gpointer
get (Fixture    *f,
     const char *key,
     FerryKind   kind)
{
  FerryRecord *record = key != NULL ? g_hash_table_lookup (f->records, key) : NULL;

  return record != NULL && record->kind == kind ? record : NULL;
}

static gconstpointer
get_any (const char *key,
         gpointer    user_data)
{
  Fixture *f = user_data;

  return g_hash_table_lookup (f->records, key);
}

static const FerryMoveRecord *
get_move (Fixture    *f,
          const char *vm_key)
{
  GHashTableIter iter;
  const FerryRecord *record;

  g_hash_table_iter_init (&iter, f->records);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    {
      const FerryMoveRecord *move = (const FerryMoveRecord *) record;

      if (record->kind == FERRY_KIND_MOVE && move->vm_key == vm_key &&
          move->state <= FERRY_MOVE_CANCELLING)
        return move;
    }

  return NULL;
}

static const char *
get_vm_place (Fixture             *f,
              const FerryVmRecord *vm)
{
  const FerryMoveRecord *move = get_move (f, vm->base.key);
  const char *key = vm->host_key;
  const FerryRecord *host;

  if (key == NULL && move != NULL && move->state != FERRY_MOVE_WAITING)
    key = move->source_host_key;
  if (key == NULL)
    key = vm->home_key;

  host = get (f, key, FERRY_KIND_HOST);

  return host != NULL && host->connection_key == vm->base.connection_key ? key
                                                                       : vm->base.connection_key;
}

static char *
get_place (Fixture           *f,
           const FerryRecord *record)
{
  const FerryStorageRecord *storage = (const FerryStorageRecord *) record;

  if (get (f, record->connection_key, FERRY_KIND_CONNECTION) == NULL)
    return NULL;

  switch (record->kind)
    {
    case FERRY_KIND_CONNECTION:
      return g_strdup ("");

    case FERRY_KIND_HOST:
      return g_strdup (record->connection_key);

    case FERRY_KIND_VM:
      return g_strdup (get_vm_place (f, (const FerryVmRecord *) record));

    case FERRY_KIND_STORAGE:
      if (!storage->is_shared && storage->host_keys != NULL && storage->host_keys[1] == NULL &&
          get (f, storage->host_keys[0], FERRY_KIND_HOST) != NULL)
        return g_strdup (storage->host_keys[0]);
      return g_strconcat (record->connection_key, "#storage", NULL);

    case FERRY_KIND_NETWORK:
      return g_strconcat (record->connection_key, "#networks", NULL);

    case FERRY_KIND_POOL:
    case FERRY_KIND_DISK:
    case FERRY_KIND_TASK:
    case FERRY_KIND_MOVE:
    default:
      return NULL;
    }
}

static const char *
get_title (Fixture           *f,
           const FerryRecord *record)
{
  const FerryConnectionRecord *connection = (const FerryConnectionRecord *) record;
  const FerryPoolRecord *pool;
  const FerryRecord *host;
  char *pool_key;

  if (record->kind != FERRY_KIND_CONNECTION || strstr (connection->uri, record->name) == NULL)
    return record->name;

  pool_key = ferry_key_new (connection->id, FERRY_KIND_POOL, "0");
  pool = get (f, pool_key, FERRY_KIND_POOL);
  g_ref_string_release (pool_key);
  if (pool == NULL)
    return record->name;
  if (*pool->base.name != '\0')
    return pool->base.name;

  host = get (f, pool->coordinator_key, FERRY_KIND_HOST);

  return host != NULL && *host->name != '\0' ? host->name : record->name;
}

static int
compare_by_name (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  static const int ranks[FERRY_N_KINDS] = { [FERRY_KIND_HOST] = 1, [FERRY_KIND_VM] = 2,
                                            [FERRY_KIND_STORAGE] = 3, [FERRY_KIND_NETWORK] = 3 };
  const FerryRecord *x = a;
  const FerryRecord *y = b;
  g_autofree char *fold_x = g_utf8_casefold (get_title (user_data, x), -1);
  g_autofree char *fold_y = g_utf8_casefold (get_title (user_data, y), -1);
  g_autofree char *key_x = g_utf8_collate_key_for_filename (fold_x, -1);
  g_autofree char *key_y = g_utf8_collate_key_for_filename (fold_y, -1);
  int order = ranks[x->kind] - ranks[y->kind];

  if (order == 0)
    order = strcmp (key_x, key_y);

  return order != 0 ? order : strcmp (x->key, y->key);
}

static gboolean
is_wanted (Fixture           *f,
           const FerryRecord *record)
{
  return ferry_filter_matches (f->filter, record, get_title (f, record),
                               record->kind == FERRY_KIND_VM &&
                                 get_move (f, record->key) != NULL,
                               get_any, f);
}

static gboolean
print_naive (Fixture    *f,
             GString    *text,
             const char *place,
             const char *indent);

static void
print_naive_group (Fixture    *f,
                   GString    *text,
                   const char *place,
                   const char *indent,
                   const char *suffix,
                   const char *name)
{
  g_autofree char *group = g_strconcat (place, suffix, NULL);
  g_autofree char *deeper = g_strconcat (indent, "  ", NULL);
  gsize start = text->len;

  g_string_append_printf (text, "%s%s %s\n", indent, group, name);
  if (!print_naive (f, text, group, deeper))
    g_string_truncate (text, start);
}

/* Returns %TRUE if anything stands there. */
static gboolean
print_naive (Fixture    *f,
             GString    *text,
             const char *place,
             const char *indent)
{
  g_autoptr(GList) here = NULL;
  g_autofree char *deeper = g_strconcat (indent, "  ", NULL);
  gsize first = text->len;
  GHashTableIter iter;
  FerryRecord *record;

  g_hash_table_iter_init (&iter, f->records);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    {
      g_autofree char *its_place = get_place (f, record);

      if (g_strcmp0 (its_place, place) == 0)
        here = g_list_insert_sorted_with_data (here, record, (GCompareDataFunc) compare_by_name, f);
    }

  for (GList *l = here; l != NULL; l = l->next)
    {
      gsize start = text->len;
      gboolean has_any = FALSE;

      record = l->data;
      g_string_append_printf (text, "%s%s %s\n", indent, record->key, get_title (f, record));
      if (record->kind == FERRY_KIND_CONNECTION || record->kind == FERRY_KIND_HOST)
        has_any = print_naive (f, text, record->key, deeper);
      if (!has_any && !is_wanted (f, record))
        g_string_truncate (text, start);
    }

  if (g_str_has_suffix (place, "/connection"))
    {
      print_naive_group (f, text, place, indent, "#storage", "Storage");
      print_naive_group (f, text, place, indent, "#networks", "Networks");
    }

  return text->len > first;
}

/* The real thing as text, from the lists' signals alone */

static void
on_items_changed (GListModel *list,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  Fixture    *f)
{
  GPtrArray *mirror = g_hash_table_lookup (f->mirrors, list);

  g_assert_cmpuint (position + n_removed, <=, mirror->len);
  if (n_removed > 0)
    g_ptr_array_remove_range (mirror, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_insert (mirror, position + i, g_list_model_get_item (list, position + i));

  /* Right in the middle of it, too. */
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, mirror->len);
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr(FerryItem) item = g_list_model_get_item (list, i);

      g_assert_true (item == g_ptr_array_index (mirror, i));
    }
}

static GPtrArray *
get_mirror (Fixture    *f,
            GListModel *list)
{
  GPtrArray *mirror = g_hash_table_lookup (f->mirrors, list);

  if (mirror != NULL)
    return mirror;

  mirror = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (mirror, g_list_model_get_item (list, i));
  g_hash_table_insert (f->mirrors, g_object_ref (list), mirror);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), f);

  return mirror;
}

static void
print_real (Fixture    *f,
            GString    *text,
            GListModel *list,
            FerryItem  *parent,
            const char *indent)
{
  g_autofree char *deeper = g_strconcat (indent, "  ", NULL);
  GPtrArray *mirror = get_mirror (f, list);

  for (guint i = 0; i < mirror->len; i++)
    {
      FerryItem *item = g_ptr_array_index (mirror, i);

      g_assert_true (ferry_item_get_parent (item) == parent);
      g_string_append_printf (text, "%s%s %s\n", indent, ferry_item_get_key (item),
                              ferry_item_get_name (item));
      if (ferry_item_get_children (item) != NULL)
        print_real (f, text, ferry_item_get_children (item), item, deeper);
    }
}

/* Counts and the rest */

static guint64
get_memory (const FerryVmRecord *vm)
{
  return (vm->memory_actual_bytes > 0 ? vm->memory_actual_bytes : vm->memory_dynamic_max_bytes) +
         vm->memory_overhead_bytes;
}

static void
count_naive_vm (Fixture             *f,
                FerryItemCounts     *counts,
                const char          *key,
                const FerryVmRecord *vm)
{
  gboolean is_all = g_str_has_suffix (key, "/connection");
  const char *on = vm->host_key != NULL && get (f, vm->host_key, FERRY_KIND_HOST) ? vm->host_key
                                                                                 : NULL;
  const char *to = vm->scheduled_host_key != NULL &&
                       get (f, vm->scheduled_host_key, FERRY_KIND_HOST) != NULL &&
                       vm->scheduled_host_key != vm->host_key
                     ? vm->scheduled_host_key
                     : NULL;

  if (is_all || g_str_equal (get_vm_place (f, vm), key))
    {
      counts->n_vms++;
      counts->n_running_vms += vm->power_state == FERRY_POWER_STATE_RUNNING ||
                               vm->power_state == FERRY_POWER_STATE_PAUSED;
    }
  if (on != NULL && (is_all || g_str_equal (on, key)))
    counts->memory_used_bytes += get_memory (vm);
  if (to != NULL && (is_all || g_str_equal (to, key)))
    counts->memory_used_bytes += vm->memory_dynamic_min_bytes + vm->memory_overhead_bytes;
}

static FerryItemCounts
count_naive (Fixture    *f,
             const char *key,
             const char *connection_key)
{
  FerryItemCounts counts = { 0 };
  GHashTableIter iter;
  const FerryRecord *record;

  g_hash_table_iter_init (&iter, f->records);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    {
      const FerryHostRecord *host = (const FerryHostRecord *) record;

      if (record->connection_key != connection_key)
        continue;

      if (record->kind == FERRY_KIND_VM)
        count_naive_vm (f, &counts, key, (const FerryVmRecord *) record);
      if (record->kind == FERRY_KIND_HOST && (key == connection_key || key == record->key))
        {
          counts.n_hosts += key == connection_key;
          counts.memory_used_bytes += host->memory_overhead_bytes;
          counts.memory_total_bytes += host->memory_total_bytes;
        }
    }

  return counts;
}

static void
check_counts (Fixture           *f,
              FerryItem         *item,
              const FerryRecord *record)
{
  FerryItemCounts naive = count_naive (f, record->key, record->connection_key);
  const FerryItemCounts *counts = ferry_item_get_counts (item);

  g_assert_cmpuint (counts->n_hosts, ==, naive.n_hosts);
  g_assert_cmpuint (counts->n_vms, ==, naive.n_vms);
  g_assert_cmpuint (counts->n_running_vms, ==, naive.n_running_vms);
  g_assert_cmpuint (counts->memory_used_bytes, ==, naive.memory_used_bytes);
  g_assert_cmpuint (counts->memory_total_bytes, ==, naive.memory_total_bytes);
}

static void
check_item (Fixture           *f,
            const FerryRecord *record)
{
  FerryItem *item = ferry_inventory_model_lookup (f->model, record->key);
  const FerryConnectionRecord *connection =
    get (f, record->connection_key, FERRY_KIND_CONNECTION);
  FerryItem *seen;

  g_assert_nonnull (item);
  g_assert_true (ferry_record_equal (ferry_item_get_record (item), record));

  seen = g_hash_table_lookup (f->items, record->key);
  if (seen == NULL)
    g_hash_table_insert (f->items, (gpointer) record->key, g_object_ref (item));
  else
    g_assert_true (seen == item);

  if (connection == NULL)
    return;

  if (record->kind != FERRY_KIND_MOVE)
    g_assert_true (ferry_item_is_stale (item) == (connection->state != FERRY_CONNECTION_CONNECTED));
  if (record->kind == FERRY_KIND_VM)
    g_assert_true (ferry_item_get_move (item) == NULL
                     ? get_move (f, record->key) == NULL
                     : ferry_record_equal (ferry_item_get_move (item), get_move (f, record->key)));
  if (record->kind == FERRY_KIND_HOST || record->kind == FERRY_KIND_CONNECTION)
    check_counts (f, item, record);
}

static void
check (Fixture *f)
{
  g_autoptr(GString) naive = g_string_new (NULL);
  g_autoptr(GString) real = g_string_new (NULL);
  guint n_by_kind[FERRY_N_KINDS] = { 0 };
  GHashTableIter iter;
  const FerryRecord *record;

  print_naive (f, naive, "", "");
  print_real (f, real, ferry_inventory_model_get_tree (f->model), NULL, "");
  g_assert_cmpstr (real->str, ==, naive->str);

  g_hash_table_iter_init (&iter, f->records);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &record))
    {
      n_by_kind[record->kind]++;
      check_item (f, record);
    }

  for (guint i = 0; i < FERRY_N_KINDS; i++)
    {
      GPtrArray *mirror = get_mirror (f, ferry_inventory_model_get_list (f->model, i));

      g_assert_cmpuint (mirror->len, ==, n_by_kind[i]);
    }
}

/* Random news */

static guint
pick (Fixture *f,
      guint    n)
{
  return g_rand_int_range (f->random, 0, n);
}

static const char *
pick_name (Fixture *f)
{
  static const char * const names[] = { "web-2", "web-10", "Web-1", "db", "ágora", "Zoé", "build 7",
                                        "", "db.old", "kestrel", "merlin" };

  return names[pick (f, G_N_ELEMENTS (names))];
}

/* An existing or missing host; %NULL now and then. */
static char *
pick_host (Fixture *f,
           guint    connection)
{
  guint number = pick (f, N_HOSTS + 3);

  return number > N_HOSTS ? NULL : make_key (connection, FERRY_KIND_HOST, number);
}

static gpointer
make_vm (Fixture    *f,
         guint       connection,
         const char *key,
         const char *connection_key)
{
  g_autofree char *uuid = g_strdup (key);
  char *host = pick_host (f, connection);
  char *scheduled = pick (f, 4) == 0 ? pick_host (f, connection) : NULL;
  char *home = pick_host (f, connection);
  gpointer record;

  record = ferry_vm_record_new (&(FerryVmRecord) {
    .base = { FERRY_KIND_VM, key, connection_key, pick_name (f) },
    .uuid = uuid,
    .power_state = pick (f, 5),
    .host_key = host,
    .scheduled_host_key = scheduled,
    .home_key = home,
    .pool_key = connection_key,
    .memory_dynamic_max_bytes = pick (f, 100),
    .memory_dynamic_min_bytes = pick (f, 100),
    .memory_actual_bytes = pick (f, 3),
    .memory_overhead_bytes = pick (f, 10),
  });
  g_clear_pointer (&host, g_ref_string_release);
  g_clear_pointer (&scheduled, g_ref_string_release);
  g_clear_pointer (&home, g_ref_string_release);

  return record;
}

static gpointer
make_storage (Fixture    *f,
              guint       connection,
              const char *key,
              const char *connection_key)
{
  char *hosts[] = { pick_host (f, connection), NULL, NULL };
  gpointer record;

  if (hosts[0] != NULL && pick (f, 2) == 0)
    hosts[1] = make_key (connection, FERRY_KIND_HOST, N_HOSTS + 1);
  record = ferry_storage_record_new (&(FerryStorageRecord) {
    .base = { FERRY_KIND_STORAGE, key, connection_key, pick_name (f) },
    .uuid = "s",
    .pool_key = connection_key,
    .is_shared = pick (f, 2),
    .host_keys = (const char * const *) hosts,
  });
  g_clear_pointer (&hosts[0], g_ref_string_release);
  g_clear_pointer (&hosts[1], g_ref_string_release);

  return record;
}

static gpointer
make_connection (Fixture    *f,
                 guint       connection,
                 const char *key)
{
  g_autofree char *id = g_strdup_printf ("c%u", connection);

  return ferry_connection_record_new (&(FerryConnectionRecord) {
    .base = { FERRY_KIND_CONNECTION, key, key, pick (f, 2) ? "my label" : "a.example.com" },
    .id = id,
    .uri = "xapi://root@a.example.com",
    .state = pick (f, 2) ? FERRY_CONNECTION_CONNECTED : FERRY_CONNECTION_LOST,
  });
}

static gpointer
make_move (Fixture    *f,
           guint       connection,
           guint       number,
           const char *key,
           const char *connection_key)
{
  /* One move of a VM at a time, as the engine sees to. */
  g_autofree char *vm_key = make_key (connection, FERRY_KIND_VM, number);
  char *source = make_key (connection, FERRY_KIND_HOST, pick (f, N_HOSTS));
  char *target = make_key (connection, FERRY_KIND_HOST, pick (f, N_HOSTS));
  gpointer record = ferry_move_record_new (&(FerryMoveRecord) {
    .base = { FERRY_KIND_MOVE, key, connection_key, "moving" },
    .vm_key = vm_key,
    .source_host_key = source,
    .target_host_key = target,
    .target_host_name = "there",
    .state = pick (f, 6),
    .created_at = 1000 + pick (f, 10),
  });

  g_ref_string_release (g_steal_pointer (&vm_key));
  g_ref_string_release (source);
  g_ref_string_release (target);

  return record;
}

static gpointer
make_record (Fixture    *f,
             FerryKind   kind,
             guint       connection,
             guint       number,
             const char *key)
{
  char *connection_key = make_key (connection, FERRY_KIND_CONNECTION, 0);
  char *coordinator = NULL;
  FerryRecord base = { kind, key, connection_key, pick_name (f) };
  gpointer record = NULL;

  if (kind == FERRY_KIND_CONNECTION)
    record = make_connection (f, connection, key);
  else if (kind == FERRY_KIND_POOL)
    record = ferry_pool_record_new (&(FerryPoolRecord) {
      .base = base,
      .uuid = "p",
      .coordinator_key = coordinator = pick_host (f, connection),
    });
  else if (kind == FERRY_KIND_HOST)
    record = ferry_host_record_new (&(FerryHostRecord) {
      .base = base,
      .uuid = "h",
      .pool_key = connection_key,
      .memory_total_bytes = pick (f, 1000),
      .memory_overhead_bytes = pick (f, 10),
    });
  else if (kind == FERRY_KIND_VM)
    record = make_vm (f, connection, key, connection_key);
  else if (kind == FERRY_KIND_STORAGE)
    record = make_storage (f, connection, key, connection_key);
  else if (kind == FERRY_KIND_NETWORK)
    record = ferry_network_record_new (&(FerryNetworkRecord) {
      .base = base, .uuid = "n", .pool_key = connection_key,
    });
  else
    record = make_move (f, connection, number, key, connection_key);

  g_clear_pointer (&coordinator, g_ref_string_release);
  g_ref_string_release (connection_key);

  return record;
}

static void
say_something (Fixture      *f,
               FerryChanges *changes)
{
  static const struct { FerryKind kind; guint n; } things[] = {
    { FERRY_KIND_CONNECTION, 1 }, { FERRY_KIND_POOL, 1 }, { FERRY_KIND_HOST, N_HOSTS },
    { FERRY_KIND_VM, N_VMS }, { FERRY_KIND_VM, N_VMS }, { FERRY_KIND_VM, N_VMS },
    { FERRY_KIND_STORAGE, N_STORAGE }, { FERRY_KIND_NETWORK, N_NETWORKS },
    { FERRY_KIND_MOVE, N_MOVES },
  };
  guint thing = pick (f, G_N_ELEMENTS (things));
  guint connection = pick (f, N_CONNECTIONS);
  guint number = pick (f, things[thing].n);
  char *key = make_key (connection, things[thing].kind, number);
  guint chance = things[thing].kind == FERRY_KIND_CONNECTION ? 8 : 4;

  if (pick (f, chance) == 0)
    {
      ferry_changes_remove (changes, key);
      g_hash_table_remove (f->records, key);
      g_hash_table_remove (f->items, key);
    }
  else
    {
      FerryRecord *record = make_record (f, things[thing].kind, connection, number, key);

      g_hash_table_replace (f->records, (gpointer) record->key, ferry_record_ref (record));
      ferry_changes_put (changes, record);
    }

  g_ref_string_release (key);
}

static void
filter_something (Fixture *f)
{
  static const char * const filters[] = { "", "web", "ZOE", "state:running", "host:kestrel",
                                          "db state:ha", "agora", "storage:web", "pool:my" };
  const char *text = filters[pick (f, G_N_ELEMENTS (filters))];

  ferry_filter_free (f->filter);
  f->filter = ferry_filter_new (text);
  ferry_inventory_model_set_filter (f->model, text);
}

static void
set_up (Fixture       *f,
        gconstpointer  seed)
{
  f->model = ferry_inventory_model_new ();
  f->filter = ferry_filter_new ("");
  f->random = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  f->records = g_hash_table_new_full (NULL, NULL, NULL, ferry_record_unref);
  f->items = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  f->mirrors = g_hash_table_new_full (NULL, NULL, g_object_unref,
                                      (GDestroyNotify) g_ptr_array_unref);
}

static void
tear_down (Fixture       *f,
           gconstpointer  seed)
{
  GHashTableIter iter;
  GListModel *list;

  g_hash_table_iter_init (&iter, f->mirrors);
  while (g_hash_table_iter_next (&iter, (gpointer *) &list, NULL))
    g_signal_handlers_disconnect_by_data (list, f);

  g_assert_finalize_object (f->model);
  g_hash_table_unref (f->mirrors);
  g_hash_table_unref (f->items);
  g_hash_table_unref (f->records);
  g_rand_free (f->random);
  ferry_filter_free (f->filter);
}

static void
test_same_tree (Fixture       *f,
                gconstpointer  seed)
{
  for (guint batch = 0; batch < 150; batch++)
    {
      g_autoptr(FerryChanges) changes = ferry_changes_new ();
      guint n = 1 + pick (f, pick (f, 4) == 0 ? 200 : 6);

      for (guint i = 0; i < n; i++)
        say_something (f, changes);

      ferry_inventory_model_push (f->model, changes);
      while (!ferry_inventory_model_work (f->model, 0))
        {
          /* Typing does not wait for news to end. */
          if (pick (f, 20) == 0)
            filter_something (f);
        }
      check (f);
    }
}

/* What an item promises */

static void
put_vm (FerryInventoryModel *model,
        const char          *name,
        guint64              memory_bytes)
{
  g_autoptr(FerryChanges) changes = ferry_changes_new ();

  ferry_changes_put (changes, ferry_connection_record_new (&(FerryConnectionRecord) {
    .base = { .key = "c0/connection", .connection_key = "c0/connection", .name = "lab" },
    .id = "c0",
    .uri = "xapi://root@a",
    .state = FERRY_CONNECTION_CONNECTED,
  }));
  ferry_changes_put (changes, ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = "c0/vm/1", .connection_key = "c0/connection", .name = name },
    .uuid = "1",
    .pool_key = "c0/pool/0",
    .memory_actual_bytes = memory_bytes,
  }));
  ferry_inventory_model_apply (model, changes);
}

static void
count_call (guint *n_calls)
{
  (*n_calls)++;
}

static void
test_news_keep_the_row (void)
{
  g_autoptr(FerryInventoryModel) model = ferry_inventory_model_new ();
  guint n_list = 0;
  guint n_record = 0;
  FerryItem *connection;
  FerryItem *vm;

  put_vm (model, "web", 1);
  connection = ferry_inventory_model_lookup (model, "c0/connection");
  vm = ferry_inventory_model_lookup (model, "c0/vm/1");
  g_signal_connect_swapped (ferry_item_get_children (connection), "items-changed",
                            G_CALLBACK (count_call), &n_list);
  g_signal_connect_swapped (vm, "notify::record", G_CALLBACK (count_call), &n_record);

  put_vm (model, "web", 1);
  g_assert_cmpuint (n_record, ==, 0);
  put_vm (model, "web", 2);
  g_assert_cmpuint (n_record, ==, 1);
  put_vm (model, "db", 2);
  g_assert_cmpuint (n_record, ==, 2);
  g_assert_true (ferry_inventory_model_lookup (model, "c0/vm/1") == vm);
  g_assert_cmpstr (ferry_item_get_name (vm), ==, "db");
  /* The only one of its list: a new name is no new place. */
  g_assert_cmpuint (n_list, ==, 0);
}

static void
end_move (FerryInventoryModel *model,
          FerryMoveState       state)
{
  g_autoptr(FerryChanges) changes = ferry_changes_new ();

  ferry_changes_put (changes, ferry_move_record_new (&(FerryMoveRecord) {
    .base = { .key = "m/move/1", .connection_key = "m/move/1", .name = "web" },
    .vm_key = "c0/vm/1",
    .target_host_key = "c0/host/1",
    .target_host_name = "merlin",
    .state = state,
  }));
  ferry_inventory_model_apply (model, changes);
}

static void
test_move_ends_once (void)
{
  g_autoptr(FerryInventoryModel) model = ferry_inventory_model_new ();
  static const FerryMoveState states[] = { FERRY_MOVE_WAITING, FERRY_MOVE_RUNNING, FERRY_MOVE_DONE,
                                           FERRY_MOVE_DONE };
  static const guint n_ended[] = { 0, 0, 1, 0 };
  FerryItem *vm;

  put_vm (model, "web", 1);
  vm = ferry_inventory_model_lookup (model, "c0/vm/1");
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(GPtrArray) ended = NULL;

      end_move (model, states[i]);
      ended = ferry_inventory_model_take_ended (model);
      g_assert_cmpuint (ended->len, ==, n_ended[i]);
      g_assert_true ((ferry_item_get_move (vm) != NULL) == (i < 2));
    }
}

static void
test_items_outlive_the_model (void)
{
  FerryInventoryModel *model = ferry_inventory_model_new ();
  g_autoptr(FerryItem) vm = NULL;
  g_autoptr(GListModel) tree = NULL;

  put_vm (model, "web", 1);
  vm = g_object_ref (ferry_inventory_model_lookup (model, "c0/vm/1"));
  tree = g_object_ref (ferry_inventory_model_get_tree (model));
  g_assert_finalize_object (model);

  g_assert_null (ferry_item_get_parent (vm));
  g_assert_cmpstr (ferry_item_get_name (vm), ==, "web");
  g_assert_cmpuint (g_list_model_get_n_items (tree), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint seed = 1; seed <= 8; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/inventory-model/same-tree-as-the-naive-one/%u",
                                               seed);

      g_test_add (path, Fixture, GUINT_TO_POINTER (seed), set_up, test_same_tree, tear_down);
    }
  g_test_add_func ("/inventory-model/news-keep-the-row", test_news_keep_the_row);
  g_test_add_func ("/inventory-model/move-ends-once", test_move_ends_once);
  g_test_add_func ("/inventory-model/items-outlive-the-model", test_items_outlive_the_model);

  return g_test_run ();
}

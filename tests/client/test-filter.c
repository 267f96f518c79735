/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "client/ferry-filter.h"

#include "model/ferry-disk-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"

/* A small world: what a filter finds in it is a row of the table below. */

#define CONNECTION .connection_key = "c/connection"

static GHashTable *
make_world (void)
{
  GHashTable *world = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, ferry_record_unref);
  gpointer records[] = {
    ferry_pool_record_new (&(FerryPoolRecord) {
      .base = { .key = "pool", CONNECTION, .name = "Lisbon pool" }, .uuid = "p1"
    }),
    ferry_host_record_new (&(FerryHostRecord) {
      .base = { .key = "kestrel", CONNECTION, .name = "kestrel" }, .uuid = "h1", .pool_key = "pool",
      .address = "10.0.0.11", .is_enabled = TRUE, .is_live = TRUE
    }),
    ferry_host_record_new (&(FerryHostRecord) {
      .base = { .key = "merlin", CONNECTION, .name = "merlin" }, .uuid = "h2", .pool_key = "pool",
      .is_live = TRUE
    }),
    ferry_storage_record_new (&(FerryStorageRecord) {
      .base = { .key = "nas", CONNECTION, .name = "NAS at the office" }, .uuid = "s1",
      .pool_key = "pool", .type = "nfs", .is_shared = TRUE
    }),
    ferry_storage_record_new (&(FerryStorageRecord) {
      .base = { .key = "local", CONNECTION, .name = "Local disks" }, .uuid = "s2",
      .pool_key = "pool", .type = "ext",
      .host_keys = (const char * const[]) { "kestrel", NULL }
    }),
    ferry_network_record_new (&(FerryNetworkRecord) {
      .base = { .key = "lan", CONNECTION, .name = "LAN" }, .uuid = "n1", .pool_key = "pool"
    }),
    ferry_vm_record_new (&(FerryVmRecord) {
      .base = { .key = "web", CONNECTION, .name = "web-03" },
      .uuid = "6f2a91", .pool_key = "pool", .description = "Shop front, São Paulo",
      .tags = (const char * const[]) { "prod", "Öffentlich", NULL },
      .power_state = FERRY_POWER_STATE_RUNNING, .host_key = "kestrel",
      .addresses = (const char * const[]) { "10.0.3.7", "fe80::3", NULL },
      .disks = (const FerryVmDisk[]) {
        { .id = "1", .disk_key = "d", .storage_key = "nas" },
        { .id = "2", .disk_key = "i", .storage_key = "local", .is_cd = TRUE }
      },
      .n_disks = 2,
      .nics = (const FerryVmNic[]) {
        { .id = "1", .network_key = "lan", .mac = "aa:bb:cc:00:11:22" }
      },
      .n_nics = 1
    }),
    ferry_vm_record_new (&(FerryVmRecord) {
      .base = { .key = "db", CONNECTION, .name = "db 01" }, .uuid = "77aa", .pool_key = "pool",
      .power_state = FERRY_POWER_STATE_HALTED, .home_key = "merlin",
      .disks = (const FerryVmDisk[]) {
        { .id = "1", .disk_key = "d1", .storage_key = "nas" },
        { .id = "2", .disk_key = "d2", .storage_key = "local" }
      },
      .n_disks = 2
    }),
  };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    g_hash_table_insert (world, (gpointer) ((FerryRecord *) records[i])->key, records[i]);

  return world;
}

static const struct
{
  const char *text;
  const char *found; /* keys, sorted */
} table[] = {
  { "", "db kestrel lan local merlin nas pool web" },
  { "   ", "db kestrel lan local merlin nas pool web" },
  { "web", "web" },
  { "WEB-", "web" },
  { "web db", "" },
  { "shop front", "web" },
  { "sao", "web" },
  { "SÃO paulo", "web" },
  { "offentlich", "web" },
  { "ÖFFENT", "web" },
  { "10.0.", "kestrel web" },
  { "fe80::", "web" },
  { "aa:bb", "web" },
  { "6f2a", "web" },
  { "\"db 01\"", "db" },
  { "\"db 01", "db" },
  { "\"01 db\"", "" },
  { "state:running", "web" },
  { "state:run", "web" },
  { "STATE:Halted", "db" },
  { "state:", "db kestrel lan local merlin nas pool web" },
  { "state:disabled", "merlin" },
  { "state:moving", "db" },
  { "host:kestrel", "kestrel local web" },
  { "host:merl", "db merlin" },
  { "host:kestrel state:running", "web" },
  { "pool:lisbon web", "web" },
  { "pool:porto", "" },
  { "storage:nfs", "db nas web" },
  { "storage:office", "db nas web" },
  { "storage:ext", "db local" },
  { "storage:\"local disks\"", "db local" },
  { "network:lan", "lan web" },
  { "tag:PROD", "web" },
  { "on:shared", "nas web" },
  { "on:local", "db local" },
  { "colour:red", "" },
};

static gconstpointer
lookup (const char *key,
        gpointer    world)
{
  return g_hash_table_lookup (world, key);
}

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr(GHashTable) world = make_world ();
  g_autoptr(FerryFilter) filter = ferry_filter_new (table[row].text);
  g_autoptr(GList) keys = g_list_sort (g_hash_table_get_keys (world), (GCompareFunc) g_strcmp0);
  g_autoptr(GString) found = g_string_new (NULL);

  for (GList *l = keys; l != NULL; l = l->next)
    {
      const FerryRecord *record = g_hash_table_lookup (world, l->data);

      if (ferry_filter_matches (filter, record, record->name, g_str_equal (l->data, "db"),
                                lookup, world))
        g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "", record->key);
    }

  g_assert_cmpstr (found->str, ==, table[row].found);
}

static void
test_knows_what_it_depends_on (void)
{
  g_autoptr(FerryFilter) empty = ferry_filter_new (NULL);
  g_autoptr(FerryFilter) plain = ferry_filter_new ("web state:running tag:prod");
  g_autoptr(FerryFilter) around = ferry_filter_new ("web host:kestrel");

  g_assert_true (ferry_filter_is_empty (empty));
  g_assert_false (ferry_filter_is_empty (plain));
  g_assert_false (ferry_filter_looks_around (plain));
  g_assert_true (ferry_filter_looks_around (around));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = g_strdup_printf ("/filter/finds/%02u-%s", i, table[i].text);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/filter/knows-what-it-depends-on", test_knows_what_it_depends_on);

  return g_test_run ();
}

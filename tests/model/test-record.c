/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "model/ferry-connection-record.h"
#include "model/ferry-disk-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-move-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-task-record.h"
#include "model/ferry-vm-record.h"

#define BASE                                                              \
  { .key = "lisbon/thing/1", .connection_key = "lisbon/connection", .name = "a name" }

static const char * const strings[] = { "one", "two", NULL };
static const char * const keys[] = { "lisbon/host/1", "lisbon/host/2", NULL };
static const gint64 versions[] = { 1, 2, 3 };

/* One of each, no member left empty. */

static const FerryConnectionRecord connection = {
  .base = BASE, .id = "lisbon", .uri = "xapi://root@lisbon", .state = FERRY_CONNECTION_LOST,
  .step = "step", .message = "message", .since = 1, .retry_at = 2, .can_migrate = TRUE,
  .certificate_host = "lisbon", .certificate_port = 443, .certificate_sha256 = "aa",
  .certificate_subject = "subject", .certificate_issuer = "issuer", .certificate_not_before = 3,
  .certificate_not_after = 4, .certificate_pinned_sha256 = "bb",
};

static const FerryPoolRecord pool = {
  .base = BASE, .uuid = "uuid", .description = "words", .coordinator_key = "lisbon/host/1",
  .default_storage_key = "lisbon/storage/1", .is_standalone = TRUE, .ha_enabled = TRUE,
  .ha_allow_overcommit = TRUE, .ha_plan_exists_for = 1, .ha_failures_to_tolerate = 2,
  .is_upgrading = TRUE, .can_migrate_live = TRUE, .can_migrate_storage = TRUE,
  .migration_compression = TRUE, .balances_load = TRUE, .version = "8.3",
};

static const FerryHostRecord host = {
  .base = BASE, .uuid = "uuid", .description = "words", .address = "192.0.2.1",
  .pool_key = "lisbon/pool/1", .is_coordinator = TRUE, .is_enabled = TRUE, .is_live = TRUE,
  .memory_total_bytes = 1, .memory_overhead_bytes = 2, .n_cpus = 3, .n_sockets = 4,
  .cpu_vendor = "vendor", .cpu_model = "model", .cpu_features_hvm = "ff", .cpu_features_pv = "fe",
  .has_hvm = TRUE, .has_iommu = TRUE, .virtual_hardware_versions = versions,
  .n_virtual_hardware_versions = G_N_ELEMENTS (versions), .version = "8.3",
  .platform_version = "3.4", .toolstack_version = "25.6", .hypervisor_version = "4.17",
  .https_only = TRUE, .operations = strings, .started_at = 5,
};

static const FerryVmDisk vm_disks[] = {
  { .id = "vbd", .disk_key = "lisbon/disk/1", .storage_key = "lisbon/storage/1", .name = "disk",
    .device = "xvda", .is_cd = TRUE, .is_read_only = TRUE, .is_bootable = TRUE,
    .is_attached = TRUE, .resets_on_boot = TRUE, .size_bytes = 1 },
  { .id = "empty" },
};

static const FerryVmNic vm_nics[] = {
  { .id = "vif", .network_key = "lisbon/network/1", .device = "0", .mac = "00:16:3e:00:00:01",
    .addresses = strings, .is_attached = TRUE },
};

static const FerryVmRecord vm = {
  .base = BASE, .uuid = "uuid", .description = "words", .tags = strings,
  .power_state = FERRY_POWER_STATE_RUNNING, .host_key = "lisbon/host/1",
  .scheduled_host_key = "lisbon/host/2", .home_key = "lisbon/host/1",
  .pool_key = "lisbon/pool/1", .virtualisation = FERRY_VIRTUALISATION_PVH,
  .traits = FERRY_VM_HAS_TOOLS, .n_vcpus = 4, .n_vcpus_running = 2, .memory_static_max_bytes = 1,
  .memory_dynamic_min_bytes = 2, .memory_dynamic_max_bytes = 3, .memory_overhead_bytes = 4,
  .memory_actual_bytes = 5, .shadow_multiplier = 1.1, .cpu_vendor = "vendor",
  .cpu_features = "ff", .virtual_hardware_version = 2, .cant_suspend_reason = "reason",
  .blocked_migrate = "true", .blocked_move = "true", .operations = strings, .may_migrate = TRUE,
  .suspend_storage_key = "lisbon/storage/2", .n_snapshots = 6, .os_name = "Debian",
  .tools_version = "9.3", .addresses = strings, .started_at = 7, .disks = vm_disks,
  .n_disks = G_N_ELEMENTS (vm_disks), .nics = vm_nics, .n_nics = G_N_ELEMENTS (vm_nics),
};

static const FerryStorageRecord storage = {
  .base = BASE, .uuid = "uuid", .description = "words", .pool_key = "lisbon/pool/1",
  .type = "nfs", .is_shared = TRUE, .traits = FERRY_STORAGE_IS_THIN, .size_bytes = 1,
  .used_bytes = 2, .allocated_bytes = 3, .host_keys = keys, .unplugged_host_keys = keys,
};

static const FerryDiskRecord disk = {
  .base = BASE, .uuid = "uuid", .description = "words", .storage_key = "lisbon/storage/1",
  .traits = FERRY_DISK_HAS_CBT, .size_bytes = 1, .used_bytes = 2, .vm_keys = keys,
};

static const FerryNetworkPort ports[] = {
  { .host_key = "lisbon/host/1", .device = "eth0", .address = "192.0.2.1", .vlan = 7,
    .speed_mbps = 1000, .is_attached = TRUE, .is_management = TRUE, .is_bond_member = TRUE },
};

static const FerryNetworkRecord network = {
  .base = BASE, .uuid = "uuid", .description = "words", .pool_key = "lisbon/pool/1",
  .bridge = "xenbr0", .mtu = 1500, .is_internal = TRUE, .is_assumed_shared = TRUE,
  .is_managed = TRUE, .ports = ports, .n_ports = G_N_ELEMENTS (ports),
};

static const FerryTaskRecord task = {
  .base = BASE, .handle = "handle", .state = FERRY_TASK_FAILED, .fraction = 0.1,
  .can_cancel = TRUE, .vm_key = "lisbon/vm/1", .host_key = "lisbon/host/1",
  .move_key = "ferry/move/1", .message = "message", .created_at = 1,
};

static const FerryMoveRecord move = {
  .base = BASE, .vm_key = "lisbon/vm/1", .source_host_key = "lisbon/host/1",
  .source_host_name = "kestrel", .target_host_key = "lisbon/host/2",
  .target_host_name = "merlin", .state = FERRY_MOVE_RUNNING, .phase = FERRY_PHASE_MEMORY,
  .phase_fractions = { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8 },
  .phase_weights = { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8 }, .fraction = 0.9,
  .done_bytes = 1, .total_bytes = 2, .bytes_are_estimates = TRUE, .rate_bytes = 3, .pass = 4,
  .left_min_s = 0.1, .left_max_s = 0.2, .pause_ms = 5, .can_cancel = TRUE,
  .no_cancel_reason = "reason", .waiting_reason = "reason", .message = "message",
  .was_resumed = TRUE, .created_at = 6, .started_at = 7, .finished_at = 8,
};

/**
 * Sample:
 * @kind: what it becomes
 * @make: its constructor
 * @fields: a record with no empty member
 * @size: of its struct
 * @arrays: where its arrays begin, which may not be %NULL while their count is not; ends with 0
 */
typedef struct
{
  FerryKind     kind;
  gpointer    (*make) (gconstpointer fields);
  gconstpointer fields;
  gsize         size;
  gsize         arrays[3];
} Sample;

#define DEFINE_MAKER(Type, prefix)                                        \
  static gpointer                                                         \
  make_##prefix (gconstpointer fields)                                    \
  {                                                                       \
    return prefix##_record_new ((const Type *) fields);                   \
  }

DEFINE_MAKER (FerryConnectionRecord, ferry_connection)
DEFINE_MAKER (FerryPoolRecord, ferry_pool)
DEFINE_MAKER (FerryHostRecord, ferry_host)
DEFINE_MAKER (FerryVmRecord, ferry_vm)
DEFINE_MAKER (FerryStorageRecord, ferry_storage)
DEFINE_MAKER (FerryDiskRecord, ferry_disk)
DEFINE_MAKER (FerryNetworkRecord, ferry_network)
DEFINE_MAKER (FerryTaskRecord, ferry_task)
DEFINE_MAKER (FerryMoveRecord, ferry_move)

static const Sample samples[] = {
  { FERRY_KIND_CONNECTION, make_ferry_connection, &connection, sizeof connection, { 0 } },
  { FERRY_KIND_POOL, make_ferry_pool, &pool, sizeof pool, { 0 } },
  { FERRY_KIND_HOST, make_ferry_host, &host, sizeof host,
    { G_STRUCT_OFFSET (FerryHostRecord, virtual_hardware_versions) } },
  { FERRY_KIND_VM, make_ferry_vm, &vm, sizeof vm,
    { G_STRUCT_OFFSET (FerryVmRecord, disks), G_STRUCT_OFFSET (FerryVmRecord, nics) } },
  { FERRY_KIND_STORAGE, make_ferry_storage, &storage, sizeof storage, { 0 } },
  { FERRY_KIND_DISK, make_ferry_disk, &disk, sizeof disk, { 0 } },
  { FERRY_KIND_NETWORK, make_ferry_network, &network, sizeof network,
    { G_STRUCT_OFFSET (FerryNetworkRecord, ports) } },
  { FERRY_KIND_TASK, make_ferry_task, &task, sizeof task, { 0 } },
  { FERRY_KIND_MOVE, make_ferry_move, &move, sizeof move, { 0 } },
};

/* Members are looked at through their words, so that a new one cannot be overlooked. */
#define WORD sizeof (guint32)

static guint32
get_word (gconstpointer record,
          gsize         offset)
{
  guint32 word;

  memcpy (&word, (const char *) record + offset, WORD);

  return word;
}

static void
test_forgets_no_member (gconstpointer data)
{
  const Sample *sample = data;
  g_autoptr(FerryRecord) record = sample->make (sample->fields);

  g_assert_cmpint (record->kind, ==, sample->kind);
  for (gsize offset = sizeof record->kind; offset < sample->size; offset += WORD)
    {
      if (get_word (sample->fields, offset) != 0 && get_word (record, offset) == 0)
        g_test_fail_printf ("the member at offset %zu was not copied", offset);
    }
}

static gboolean
is_array (const Sample *sample,
          gsize         offset)
{
  for (guint i = 0; i < G_N_ELEMENTS (sample->arrays); i++)
    {
      if (sample->arrays[i] != 0 && sample->arrays[i] == offset)
        return TRUE;
    }

  return FALSE;
}

static void
test_compares_every_member (gconstpointer data)
{
  const Sample *sample = data;
  g_autoptr(FerryRecord) record = sample->make (sample->fields);
  g_autoptr(FerryRecord) again = sample->make (sample->fields);

  g_assert_true (ferry_record_equal (record, record));
  g_assert_true (ferry_record_equal (record, again));

  for (gsize offset = sizeof *record; offset < sample->size; offset += sizeof (gpointer))
    {
      g_autofree char *fields = g_memdup2 (sample->fields, sample->size);
      g_autoptr(FerryRecord) other = NULL;

      if (is_array (sample, offset) ||
          (get_word (fields, offset) == 0 && get_word (fields, offset + WORD) == 0))
        continue;

      memset (fields + offset, 0, sizeof (gpointer));
      other = sample->make (fields);
      if (ferry_record_equal (record, other))
        g_test_fail_printf ("the member at offset %zu was not compared", offset);
    }
}

static void
test_copies_deeply (void)
{
  char name[] = "web-03";
  char tag[] = "production";
  const char *tags[] = { tag, NULL };
  FerryVmNic nic = { .id = "vif", .addresses = tags };
  g_autoptr(FerryVmRecord) record = ferry_vm_record_new (&(FerryVmRecord) {
    .base = { .key = "lisbon/vm/1", .connection_key = "lisbon/connection", .name = name },
    .tags = tags, .nics = &nic, .n_nics = 1,
  });

  strcpy (name, "gone");
  strcpy (tag, "gone");
  tags[0] = NULL;

  g_assert_cmpstr (record->base.name, ==, "web-03");
  g_assert_cmpstr (record->tags[0], ==, "production");
  g_assert_null (record->tags[1]);
  g_assert_cmpstr (record->nics[0].addresses[0], ==, "production");
}

static FerryVmRecord *
make_with_disk (const char *name,
                const char *disk_key)
{
  FerryVmDisk disks[] = { { .id = "a" }, { .id = "b", .name = name, .disk_key = disk_key } };

  return ferry_vm_record_new (&(FerryVmRecord) {
    .base = BASE, .disks = disks, .n_disks = G_N_ELEMENTS (disks),
  });
}

static void
test_compares_inside_arrays (void)
{
  g_autoptr(FerryVmRecord) record = make_with_disk ("root", "lisbon/disk/1");
  g_autoptr(FerryVmRecord) same = make_with_disk ("root", "lisbon/disk/1");
  g_autoptr(FerryVmRecord) renamed = make_with_disk ("data", "lisbon/disk/1");
  g_autoptr(FerryVmRecord) exchanged = make_with_disk ("root", "lisbon/disk/2");

  g_assert_true (ferry_record_equal (record, same));
  g_assert_false (ferry_record_equal (record, renamed));
  g_assert_false (ferry_record_equal (record, exchanged));
}

static void
test_takes_empty_lists_for_none (void)
{
  static const char * const none[] = { NULL };
  g_autoptr(FerryVmRecord) without = ferry_vm_record_new (&(FerryVmRecord) { .base = BASE });
  g_autoptr(FerryVmRecord) empty = ferry_vm_record_new (&(FerryVmRecord) {
    .base = BASE, .tags = none,
  });

  g_assert_true (ferry_record_equal (without, empty));
}

static void
test_tells_kinds_apart (void)
{
  g_autoptr(FerryTaskRecord) a = ferry_task_record_new (&(FerryTaskRecord) { .base = BASE });
  g_autoptr(FerryMoveRecord) b = ferry_move_record_new (&(FerryMoveRecord) { .base = BASE });

  g_assert_false (ferry_record_equal (a, b));
}

static void
test_interns_keys (void)
{
  g_autofree char *text = g_strdup ("lisbon/host/7");
  g_autoptr(FerryHostRecord) target = ferry_host_record_new (&(FerryHostRecord) {
    .base = { .key = text, .connection_key = "lisbon/connection", .name = "kestrel" },
  });
  g_autoptr(FerryVmRecord) guest = ferry_vm_record_new (&(FerryVmRecord) {
    .base = BASE, .host_key = "lisbon/host/7",
  });
  const char *host_keys[] = { text, NULL };
  g_autoptr(FerryStorageRecord) seen = ferry_storage_record_new (&(FerryStorageRecord) {
    .base = BASE, .host_keys = host_keys,
  });

  g_assert_true (guest->host_key == target->base.key);
  g_assert_true (seen->host_keys[0] == target->base.key);
  g_assert_true (target->base.key != text);
}

static void
test_lets_keys_outlive_records (void)
{
  FerryTaskRecord *record = ferry_task_record_new (&(FerryTaskRecord) { .base = BASE });
  char *key = g_ref_string_acquire ((char *) record->base.key);

  ferry_record_unref (record);
  g_assert_cmpstr (key, ==, "lisbon/thing/1");
  g_ref_string_release (key);
}

static void
test_makes_keys (void)
{
  char *connection_key = ferry_key_new ("lisbon", FERRY_KIND_CONNECTION, NULL);
  char *key = ferry_key_new ("lisbon", FERRY_KIND_VM, "1234");
  char *again = ferry_key_new ("lisbon", FERRY_KIND_VM, "1234");

  g_assert_cmpstr (connection_key, ==, "lisbon/connection");
  g_assert_cmpstr (key, ==, "lisbon/vm/1234");
  g_assert_true (key == again);

  g_ref_string_release (connection_key);
  g_ref_string_release (key);
  g_ref_string_release (again);
}

static void
test_names_every_kind (void)
{
  for (guint i = 0; i < FERRY_N_KINDS; i++)
    {
      g_assert_nonnull (ferry_kind_get_nick (i));
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (ferry_kind_get_nick (i), !=, ferry_kind_get_nick (j));
    }
}

static void
test_travels_in_values (void)
{
  g_autoptr(FerryTaskRecord) record = ferry_task_record_new (&(FerryTaskRecord) { .base = BASE });
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init (&value, FERRY_TYPE_RECORD);
  g_value_set_boxed (&value, record);
  g_assert_true (g_value_get_boxed (&value) == record);
}

static void
add_samples (const char   *name,
             GTestDataFunc test)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_strdup_printf ("/record/%s/%s", name,
                                               ferry_kind_get_nick (samples[i].kind));

      g_test_add_data_func (path, &samples[i], test);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  G_STATIC_ASSERT (G_N_ELEMENTS (samples) == FERRY_N_KINDS);
  add_samples ("forgets-no-member", test_forgets_no_member);
  add_samples ("compares-every-member", test_compares_every_member);

  g_test_add_func ("/record/copies-deeply", test_copies_deeply);
  g_test_add_func ("/record/compares-inside-arrays", test_compares_inside_arrays);
  g_test_add_func ("/record/takes-empty-lists-for-none", test_takes_empty_lists_for_none);
  g_test_add_func ("/record/tells-kinds-apart", test_tells_kinds_apart);
  g_test_add_func ("/record/interns-keys", test_interns_keys);
  g_test_add_func ("/record/lets-keys-outlive-records", test_lets_keys_outlive_records);
  g_test_add_func ("/record/makes-keys", test_makes_keys);
  g_test_add_func ("/record/names-every-kind", test_names_every_kind);
  g_test_add_func ("/record/travels-in-values", test_travels_in_values);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-builder"

#include "simulator/ferry-sim-builder.h"

#include "simulator/ferry-sim-value.h"

/**
 * FerrySimBuilder:
 *
 * Makes up a pool: rows with references and uuids that follow from a seed, and the infrastructure
 * that every pool has (roles, storage drivers, storage, networks). Hosts and guests are added by
 * #FerrySimHostSpec and #FerrySimVmSpec.
 *
 * Threads: the simulator's.
 */
struct _FerrySimBuilder
{
  GObject           parent_instance;

  FerrySimDatabase *database; /* (owned) */
  FerrySimLoad     *load;     /* (owned) */
  GHashTable       *texts;    /* (owned) (element-type utf8 GVariant): by the address of a literal */
  guint64           state;    /* of the random numbers */
  gboolean          has_sm[FERRY_SIM_N_STORAGE_KINDS];
};

G_DEFINE_FINAL_TYPE (FerrySimBuilder, ferry_sim_builder, G_TYPE_OBJECT)

/* What a server offers for an SR of each kind, and how its driver names itself. */
typedef struct {
  const char *type;
  const char *content_type;
  gboolean    shared;
  gboolean    is_tools;
  gboolean    holds_disks;
  const char *driver_name;
  const char *driver_description;
  const char *driver_file;
} StorageKind;

static const StorageKind storage_kinds[FERRY_SIM_N_STORAGE_KINDS] = {
  [FERRY_SIM_STORAGE_ISCSI] = { "lvmoiscsi", "user", TRUE, FALSE, TRUE, "LVHD over iSCSI",
                                "SR plugin which represents disks as Logical Volumes within a Volume Group created on an iSCSI LUN",
                                "/opt/xensource/sm/LVMoISCSISR" },
  [FERRY_SIM_STORAGE_NFS] = { "nfs", "user", TRUE, FALSE, TRUE, "NFS VHD",
                              "SR plugin which stores disks as VHD files on a remote NFS filesystem",
                              "/opt/xensource/sm/NFSSR" },
  [FERRY_SIM_STORAGE_LOCAL] = { "ext", "user", FALSE, FALSE, TRUE, "Local EXT3 VHD",
                                "SR plugin which represents disks as VHD files stored on a local EXT3 filesystem",
                                "/opt/xensource/sm/EXTSR" },
  [FERRY_SIM_STORAGE_ISO_NFS] = { "iso", "iso", TRUE, FALSE, FALSE, "ISO",
                                  "Handles CD images stored as files in iso format",
                                  "/opt/xensource/sm/ISOSR" },
  [FERRY_SIM_STORAGE_ISO_LOCAL] = { "iso", "iso", FALSE, FALSE, FALSE, "ISO",
                                    "Handles CD images stored as files in iso format",
                                    "/opt/xensource/sm/ISOSR" },
  [FERRY_SIM_STORAGE_TOOLS] = { "iso", "iso", TRUE, TRUE, FALSE, "ISO",
                                "Handles CD images stored as files in iso format",
                                "/opt/xensource/sm/ISOSR" },
  [FERRY_SIM_STORAGE_DVD] = { "udev", "iso", FALSE, FALSE, FALSE, "udev",
                              "SR plugin which represents devices plugged in via udev as VDIs",
                              "/opt/xensource/sm/udevSR" },
};

/* The names are the server's, and so are the references: they are the same in every pool. */
static const struct {
  const char *uuid;
  const char *name;
  const char *description;
} roles[] = {
  { "0165f154-ba3e-034e-6b27-5d271af109ba", "pool-admin",
    "Full access to all features and settings, users and roles included" },
  { "b9ce9791-0604-50cd-0649-09b3284c7dfd", "pool-operator",
    "Manages host-wide and pool-wide resources: storage, pools, patches, availability" },
  { "7955168d-7bec-10ed-105f-c6a7e6e63249", "vm-power-admin",
    "Full access to VMs and templates, and the choice of where they run" },
  { "aaa00ab5-7340-bfbc-0d1b-7cf342639a6e", "vm-admin", "Manages VMs and templates" },
  { "fb8d4ff9-310c-a959-0613-54101535d3d5", "vm-operator", "Uses VMs and their consoles" },
  { "7233b8e3-eacb-d7da-2c95-f2e581cdbf4e", "read-only", "Sees everything, changes nothing" },
};

static const char *const restrictions[] = {
  "restrict_xen_motion", "restrict_storage_xen_motion", "restrict_dmc", "restrict_wlb",
  "restrict_cbt", "restrict_vgpu", "restrict_gpu", "restrict_vm_groups", "restrict_rpu",
  "restrict_pool_size", "restrict_network_sriov", "restrict_usb_passthrough", "restrict_vm_start",
  "restrict_vm_appliance_start", "restrict_ad", "restrict_rbac", "restrict_vlan", "restrict_pooling",
  "restrict_checkpoint", "restrict_live_patching", "restrict_vss", "restrict_nested_virt",
  "restrict_set_vcpus_number_live", "restrict_updates", "restrict_vtpm", "restrict_corosync",
};

static void
ferry_sim_builder_finalize (GObject *object)
{
  FerrySimBuilder *self = FERRY_SIM_BUILDER (object);

  g_clear_object (&self->database);
  g_clear_object (&self->load);
  g_clear_pointer (&self->texts, g_hash_table_unref);

  G_OBJECT_CLASS (ferry_sim_builder_parent_class)->finalize (object);
}

static void
ferry_sim_builder_class_init (FerrySimBuilderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ferry_sim_builder_finalize;
}

static void
ferry_sim_builder_init (FerrySimBuilder *self)
{
  self->database = ferry_sim_database_new ();
  self->load = ferry_sim_load_new ();
  self->texts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_variant_unref);
}

/**
 * ferry_sim_builder_new:
 * @seed: where the random numbers begin; the same calls after the same seed make the same pool
 *
 * Returns: (transfer full): a builder of one pool
 */
FerrySimBuilder *
ferry_sim_builder_new (guint64 seed)
{
  FerrySimBuilder *self = g_object_new (FERRY_TYPE_SIM_BUILDER, NULL);

  self->state = seed;

  return self;
}

/**
 * ferry_sim_builder_get_database:
 * @self: the builder
 *
 * Returns: (transfer none): what was built
 */
FerrySimDatabase *
ferry_sim_builder_get_database (FerrySimBuilder *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);

  return self->database;
}

/**
 * ferry_sim_builder_get_load:
 * @self: the builder
 *
 * Returns: (transfer none): what the machines do
 */
FerrySimLoad *
ferry_sim_builder_get_load (FerrySimBuilder *self)
{
  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);

  return self->load;
}

/* SplitMix64: the same numbers on every machine, which GRand promises only for one GLib. */
static guint64
ferry_sim_builder_next (FerrySimBuilder *self)
{
  guint64 mixed = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  mixed = (mixed ^ (mixed >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  mixed = (mixed ^ (mixed >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return mixed ^ (mixed >> 31);
}

/**
 * ferry_sim_builder_random:
 * @self: the builder
 * @below: above 0
 *
 * Returns: the next random number, less than @below
 */
guint32
ferry_sim_builder_random (FerrySimBuilder *self,
                          guint32          below)
{
  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), 0);
  g_return_val_if_fail (below > 0, 0);

  return (ferry_sim_builder_next (self) >> 32) % below;
}

/* Writes the 36 characters of a version 4 uuid and a zero. Not printf: a large pool has a million. */
static void
ferry_sim_builder_write_uuid (FerrySimBuilder *self,
                              char            *uuid)
{
  const guint64 halves[] = { ferry_sim_builder_next (self), ferry_sim_builder_next (self) };
  guint nibble = 0;

  for (guint i = 0; i < 36; i++)
    {
      if (i == 8 || i == 13 || i == 18 || i == 23)
        {
          uuid[i] = '-';
          continue;
        }

      uuid[i] = "0123456789abcdef"[(halves[nibble / 16] >> (nibble % 16 * 4)) & 0xf];
      nibble++;
    }

  uuid[14] = '4';
  uuid[19] = "89ab"[halves[1] >> 62];
  uuid[36] = '\0';
}

/**
 * ferry_sim_builder_add:
 * @self: the builder
 * @table: a class of the API
 *
 * Returns: (transfer none): the reference of a new row, which has a uuid
 */
const char *
ferry_sim_builder_add (FerrySimBuilder *self,
                       const char      *table)
{
  char name[] = "OpaqueRef:00000000-0000-0000-0000-000000000000";
  char uuid[37];
  const char *ref;

  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);

  ferry_sim_builder_write_uuid (self, name + strlen ("OpaqueRef:"));
  ferry_sim_builder_write_uuid (self, uuid);
  ref = ferry_sim_database_create_row (self->database, table, name);
  ferry_sim_database_set_string (self->database, table, ref, "uuid", uuid);

  return ref;
}

/**
 * ferry_sim_builder_add_named:
 * @self: the builder
 * @table: a class of the API that has names
 * @name: its name
 * @description: what it is for
 *
 * Returns: (transfer none): the reference of a new row
 */
const char *
ferry_sim_builder_add_named (FerrySimBuilder *self,
                             const char      *table,
                             const char      *name,
                             const char      *description)
{
  const char *ref = ferry_sim_builder_add (self, table);

  ferry_sim_database_set_string (self->database, table, ref, "name_label", name);
  ferry_sim_database_set_string (self->database, table, ref, "name_description", description);

  return ref;
}

/**
 * ferry_sim_builder_set:
 * @self: the builder
 * @table: a class of the API
 * @ref: one of its rows
 * @first_field: the first field
 * @...: its value as #GVariant, the other fields, each with its value, then %NULL
 *
 * Sets several fields.
 */
void
ferry_sim_builder_set (FerrySimBuilder *self,
                       const char      *table,
                       const char      *ref,
                       const char      *first_field,
                       ...)
{
  va_list fields;

  g_return_if_fail (FERRY_IS_SIM_BUILDER (self));

  va_start (fields, first_field);
  for (const char *field = first_field; field != NULL; field = va_arg (fields, const char *))
    ferry_sim_database_set (self->database, table, ref, field, va_arg (fields, GVariant *));
  va_end (fields);
}

/**
 * ferry_sim_builder_get_text:
 * @self: the builder
 * @literal: a constant text that outlives @self
 *
 * A large pool would hold a million copies of a few words.
 *
 * Returns: (transfer none): the one value for @literal
 */
GVariant *
ferry_sim_builder_get_text (FerrySimBuilder *self,
                            const char      *literal)
{
  GVariant *text;

  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);

  text = g_hash_table_lookup (self->texts, literal);
  if (text == NULL)
    {
      text = g_variant_ref_sink (g_variant_new_string (literal));
      g_hash_table_insert (self->texts, (char *) literal, text);
    }

  return text;
}

/**
 * ferry_sim_builder_make_mac:
 * @self: the builder
 *
 * Returns: (transfer full): a locally administered MAC address
 */
char *
ferry_sim_builder_make_mac (FerrySimBuilder *self)
{
  guint64 random = ferry_sim_builder_next (self);

  return g_strdup_printf ("%02x:%02x:%02x:%02x:%02x:%02x",
                          (guint) ((random & 0xfc) | 0x02), (guint) (random >> 8) & 0xff,
                          (guint) (random >> 16) & 0xff, (guint) (random >> 24) & 0xff,
                          (guint) (random >> 32) & 0xff, (guint) (random >> 40) & 0xff);
}

/**
 * ferry_sim_builder_make_uuid:
 * @self: the builder
 *
 * Returns: (transfer full): a uuid
 */
char *
ferry_sim_builder_make_uuid (FerrySimBuilder *self)
{
  char uuid[37];

  ferry_sim_builder_write_uuid (self, uuid);

  return g_strdup (uuid);
}

static void
ferry_sim_builder_add_roles (FerrySimBuilder *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_autofree char *ref = g_strconcat ("OpaqueRef:", roles[i].uuid, NULL);

      ferry_sim_database_create_row (self->database, "role", ref);
      ferry_sim_builder_set (self, "role", ref,
                             "uuid", g_variant_new_string (roles[i].uuid),
                             "name_label", g_variant_new_string (roles[i].name),
                             "name_description", g_variant_new_string (roles[i].description),
                             NULL);
    }
}

static GVariant *
make_restrictions (void)
{
  GVariantBuilder map;

  g_variant_builder_init (&map, G_VARIANT_TYPE ("a{ss}"));
  for (guint i = 0; i < G_N_ELEMENTS (restrictions); i++)
    g_variant_builder_add (&map, "{ss}", restrictions[i], "false");
  g_variant_builder_add (&map, "{ss}", "enable_xha", "true");

  return g_variant_builder_end (&map);
}

/**
 * ferry_sim_builder_add_pool:
 * @self: the builder
 * @name: its name, empty for a standalone host
 * @description: what it is for
 *
 * Adds the pool's own row and what every pool has. The first host that is added becomes its
 * coordinator.
 *
 * Returns: (transfer none): the pool's reference
 */
const char *
ferry_sim_builder_add_pool (FerrySimBuilder *self,
                            const char      *name,
                            const char      *description)
{
  const char *pool;

  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);

  pool = ferry_sim_builder_add_named (self, "pool", name, description);
  ferry_sim_builder_set (self, "pool", pool,
                         "restrictions", make_restrictions (),
                         "ha_cluster_stack", g_variant_new_string ("xhad"),
                         "tls_verification_enabled", g_variant_new_boolean (TRUE),
                         "coordinator_bias", g_variant_new_boolean (TRUE),
                         "other_config", ferry_sim_value_map ("memory-ratio-hvm", "0.25",
                                                              "memory-ratio-pv", "0.25", NULL),
                         NULL);
  ferry_sim_builder_add_roles (self);

  return pool;
}

static GVariant *
make_driver_features (const StorageKind *kind)
{
  static const struct {
    const char *name;
    gint64      version;
    gboolean    only_disks;
  } features[] = {
    { "SR_PROBE", 1, FALSE }, { "SR_UPDATE", 1, FALSE }, { "SR_STATS", 1, TRUE },
    { "VDI_CREATE", 1, TRUE }, { "VDI_DELETE", 1, TRUE }, { "VDI_ATTACH", 1, FALSE },
    { "VDI_DETACH", 1, FALSE }, { "VDI_ACTIVATE", 1, TRUE }, { "VDI_DEACTIVATE", 1, TRUE },
    { "VDI_CLONE", 1, TRUE }, { "VDI_SNAPSHOT", 1, TRUE }, { "VDI_RESIZE", 1, TRUE },
    { "VDI_MIRROR", 1, TRUE }, { "VDI_UPDATE", 1, TRUE }, { "VDI_CONFIG_CBT", 1, TRUE },
    { "VDI_GENERATE_CONFIG", 1, TRUE }, { "VDI_RESET_ON_BOOT", 2, TRUE },
  };
  GVariantBuilder map;

  g_variant_builder_init (&map, G_VARIANT_TYPE ("a{sx}"));
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    if (kind->holds_disks || !features[i].only_disks)
      g_variant_builder_add (&map, "{sx}", features[i].name, features[i].version);

  return g_variant_builder_end (&map);
}

static GVariant *
make_driver_capabilities (GVariant *features)
{
  GVariantBuilder set;
  GVariantIter iter;
  const char *name;

  g_variant_builder_init (&set, G_VARIANT_TYPE_STRING_ARRAY);
  g_variant_iter_init (&iter, features);
  while (g_variant_iter_next (&iter, "{&sx}", &name, NULL))
    g_variant_builder_add (&set, "s", name);

  return g_variant_builder_end (&set);
}

static void
ferry_sim_builder_add_driver (FerrySimBuilder     *self,
                              FerrySimStorageKind  which)
{
  const StorageKind *kind = &storage_kinds[which];
  g_autoptr(GVariant) features = NULL;
  const char *driver;

  for (guint i = 0; i < FERRY_SIM_N_STORAGE_KINDS; i++)
    if (self->has_sm[i] && g_str_equal (storage_kinds[i].type, kind->type))
      return;

  self->has_sm[which] = TRUE;
  features = g_variant_ref_sink (make_driver_features (kind));
  driver = ferry_sim_builder_add_named (self, "SM", kind->driver_name, kind->driver_description);
  ferry_sim_builder_set (self, "SM", driver,
                         "type", g_variant_new_string (kind->type),
                         "vendor", g_variant_new_string ("The simulator"),
                         "version", g_variant_new_string ("1.0"),
                         "required_api_version", g_variant_new_string ("1.0"),
                         "features", features,
                         "capabilities", make_driver_capabilities (features),
                         "driver_filename", g_variant_new_string (kind->driver_file),
                         NULL);
}

/**
 * ferry_sim_builder_add_storage:
 * @self: the builder
 * @kind: what it is made of
 * @name: its name
 * @description: what it is for
 * @size: in bytes; 0 for what holds ISO images
 *
 * Adds an SR that no host sees yet.
 *
 * Returns: (transfer none): its reference
 */
const char *
ferry_sim_builder_add_storage (FerrySimBuilder     *self,
                               FerrySimStorageKind  kind,
                               const char          *name,
                               const char          *description,
                               gint64               size)
{
  const char *storage;
  GVariant *operations;

  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);
  g_return_val_if_fail (kind < FERRY_SIM_N_STORAGE_KINDS, NULL);

  ferry_sim_builder_add_driver (self, kind);
  operations = storage_kinds[kind].holds_disks
               ? ferry_sim_value_set ("scan", "update", "plug", "unplug", "pbd_create",
                                      "pbd_destroy",
                                      "vdi_create", "vdi_destroy", "vdi_resize", "vdi_clone",
                                      "vdi_snapshot", "vdi_mirror", "vdi_set_on_boot",
                                      "vdi_enable_cbt", "vdi_disable_cbt", NULL)
               : ferry_sim_value_set ("scan", "update", "plug", "unplug", "pbd_create",
                                      "pbd_destroy", NULL);
  storage = ferry_sim_builder_add_named (self, "SR", name, description);
  ferry_sim_builder_set (self, "SR", storage,
                         "type", g_variant_new_string (storage_kinds[kind].type),
                         "content_type", g_variant_new_string (storage_kinds[kind].content_type),
                         "shared", g_variant_new_boolean (storage_kinds[kind].shared),
                         "is_tools_sr", g_variant_new_boolean (storage_kinds[kind].is_tools),
                         "physical_size", g_variant_new_int64 (size),
                         "allowed_operations", operations,
                         NULL);

  return storage;
}

static GVariant *
make_device_config (const char *type)
{
  if (g_str_equal (type, "lvmoiscsi"))
    return ferry_sim_value_map ("target", "198.51.100.10", "port", "3260",
                                "targetIQN", "iqn.2021-02.test.example:storage", NULL);
  if (g_str_equal (type, "nfs"))
    return ferry_sim_value_map ("server", "198.51.100.20", "serverpath", "/export/vms",
                                "nfsversion", "4.1", NULL);
  if (g_str_equal (type, "ext"))
    return ferry_sim_value_map ("device", "/dev/disk/by-id/nvme-local-part3", NULL);
  if (g_str_equal (type, "udev"))
    return ferry_sim_value_map ("location", "/dev/xapi/cd", NULL);

  return ferry_sim_value_map ("location", "/srv/iso", NULL);
}

/**
 * ferry_sim_builder_plug_storage:
 * @self: the builder
 * @storage: an SR
 * @host: who sees it from now on
 *
 * Returns: (transfer none): the reference of the plug (PBD) between them
 */
const char *
ferry_sim_builder_plug_storage (FerrySimBuilder *self,
                                const char      *storage,
                                const char      *host)
{
  const char *plug;
  const char *type;

  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);

  type = ferry_sim_database_get_string (self->database, "SR", storage, "type");
  plug = ferry_sim_builder_add (self, "PBD");
  ferry_sim_builder_set (self, "PBD", plug,
                         "SR", g_variant_new_string (storage),
                         "host", g_variant_new_string (host),
                         "device_config", make_device_config (type),
                         "currently_attached", g_variant_new_boolean (TRUE),
                         NULL);

  return plug;
}

/**
 * ferry_sim_builder_add_iso:
 * @self: the builder
 * @storage: an SR of ISO images
 * @name: the file's name
 * @size: in bytes
 *
 * Returns: (transfer none): the image's reference
 */
const char *
ferry_sim_builder_add_iso (FerrySimBuilder *self,
                           const char      *storage,
                           const char      *name,
                           gint64           size)
{
  const char *iso;
  gboolean is_tools;

  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);

  is_tools = ferry_sim_database_get_boolean (self->database, "SR", storage, "is_tools_sr");
  iso = ferry_sim_builder_add_named (self, "VDI", name, "");
  ferry_sim_builder_set (self, "VDI", iso,
                         "SR", g_variant_new_string (storage),
                         "type", g_variant_new_string ("user"),
                         "virtual_size", g_variant_new_int64 (size),
                         "physical_utilisation", g_variant_new_int64 (size),
                         "read_only", g_variant_new_boolean (TRUE),
                         "sharable", g_variant_new_boolean (TRUE),
                         "managed", g_variant_new_boolean (TRUE),
                         "location", g_variant_new_string (name),
                         "is_tools_iso", g_variant_new_boolean (is_tools),
                         NULL);

  return iso;
}

/**
 * ferry_sim_builder_add_network:
 * @self: the builder
 * @name: its name
 * @description: what it is for
 * @bridge: what the hosts call it
 *
 * Adds a network that no host's NIC is on: an internal one, until ferry_sim_builder_add_pif().
 *
 * Returns: (transfer none): its reference
 */
const char *
ferry_sim_builder_add_network (FerrySimBuilder *self,
                               const char      *name,
                               const char      *description,
                               const char      *bridge)
{
  const char *network;

  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);

  network = ferry_sim_builder_add_named (self, "network", name, description);
  ferry_sim_builder_set (self, "network", network,
                         "bridge", g_variant_new_string (bridge),
                         "MTU", g_variant_new_int64 (1500),
                         "managed", g_variant_new_boolean (TRUE),
                         NULL);

  return network;
}

static const char *
ferry_sim_builder_add_pif_metrics (FerrySimBuilder *self)
{
  const char *metrics = ferry_sim_builder_add (self, "PIF_metrics");

  ferry_sim_builder_set (self, "PIF_metrics", metrics,
                         "carrier", g_variant_new_boolean (TRUE),
                         "speed", g_variant_new_int64 (10000),
                         "duplex", g_variant_new_boolean (TRUE),
                         "vendor_name", g_variant_new_string ("Intel Corporation"),
                         "vendor_id", g_variant_new_string ("8086"),
                         "device_name", g_variant_new_string ("Ethernet Controller X710 for 10GbE SFP+"),
                         "device_id", g_variant_new_string ("1572"),
                         NULL);

  return metrics;
}

/**
 * ferry_sim_builder_add_pif:
 * @self: the builder
 * @network: a network
 * @host: a host
 * @device: the NIC's name there
 * @address: (nullable): the host's address on this network
 *
 * Puts a NIC of a host onto a network. "eth0" carries the management.
 *
 * Returns: (transfer none): the PIF's reference
 */
const char *
ferry_sim_builder_add_pif (FerrySimBuilder *self,
                           const char      *network,
                           const char      *host,
                           const char      *device,
                           const char      *address)
{
  const char *pif;
  g_autofree char *mac = NULL;

  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);

  mac = ferry_sim_builder_make_mac (self);
  pif = ferry_sim_builder_add (self, "PIF");
  ferry_sim_builder_set (self, "PIF", pif,
                         "network", g_variant_new_string (network),
                         "host", g_variant_new_string (host),
                         "device", g_variant_new_string (device),
                         "metrics", g_variant_new_string (ferry_sim_builder_add_pif_metrics (self)),
                         "MAC", g_variant_new_string (mac),
                         "MTU", g_variant_new_int64 (1500),
                         "VLAN", g_variant_new_int64 (-1),
                         "physical", g_variant_new_boolean (TRUE),
                         "currently_attached", g_variant_new_boolean (TRUE),
                         "management", g_variant_new_boolean (g_str_equal (device, "eth0")),
                         "ip_configuration_mode", g_variant_new_string (address != NULL ? "Static" : "None"),
                         "IP", g_variant_new_string (address != NULL ? address : ""),
                         "netmask", g_variant_new_string (address != NULL ? "255.255.255.0" : ""),
                         NULL);

  return pif;
}

/**
 * ferry_sim_builder_add_vlan:
 * @self: the builder
 * @network: the network that the VLAN is
 * @trunk_pif: the NIC that carries it
 * @tag: its number
 *
 * Returns: (transfer none): the reference of the VLAN's own PIF on the trunk's host
 */
const char *
ferry_sim_builder_add_vlan (FerrySimBuilder *self,
                            const char      *network,
                            const char      *trunk_pif,
                            guint            tag)
{
  FerrySimDatabase *database;
  const char *pif;
  const char *vlan;

  g_return_val_if_fail (FERRY_IS_SIM_BUILDER (self), NULL);

  database = self->database;
  pif = ferry_sim_builder_add_pif (self, network,
                                   ferry_sim_database_get_string (database, "PIF", trunk_pif,
                                                                  "host"),
                                   ferry_sim_database_get_string (database, "PIF", trunk_pif,
                                                                  "device"),
                                   NULL);
  vlan = ferry_sim_builder_add (self, "VLAN");
  ferry_sim_builder_set (self, "VLAN", vlan,
                         "tagged_PIF", g_variant_new_string (trunk_pif),
                         "untagged_PIF", g_variant_new_string (pif),
                         "tag", g_variant_new_int64 (tag),
                         NULL);
  ferry_sim_builder_set (self, "PIF", pif,
                         "VLAN_master_of", g_variant_new_string (vlan),
                         "VLAN", g_variant_new_int64 (tag),
                         "physical", g_variant_new_boolean (FALSE),
                         "management", g_variant_new_boolean (FALSE),
                         "MAC", g_variant_new_string (ferry_sim_database_get_string (database, "PIF", trunk_pif, "MAC")),
                         NULL);

  return pif;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-demo"

#include "simulator/ferry-sim-demo.h"

#include "simulator/ferry-sim-guest.h"
#include "simulator/ferry-sim-hardware.h"
#include "simulator/ferry-sim-quirk.h"
#include "simulator/ferry-sim-value.h"

/*
 * The company that the demo shows: a pool in Lisbon, one in Porto, and a host on its own in Faro.
 * Everything is in the tables; the code below them only walks through these.
 *
 * Threads: the simulator's.
 */

#define HALTED     -1
#define MAX_HOSTS   4
#define NO_DISK     0

/* Places for disks. */
enum {
  FAST,   /* the shared iSCSI array */
  BULK,   /* the shared NFS server */
  LOCAL,  /* of the host that the VM is on; of the first one for what is off */
};

/* What a drive holds. */
enum {
  EMPTY,
  TOOLS,      /* the tools' CD, which every host sees */
  ISO,        /* from the shared library */
  LOCAL_ISO,  /* from a folder of one host */
  NO_DRIVE,
};

enum {
  MANAGEMENT,
  STORAGE,
  TRUNK,
  SERVERS,
  CLIENTS,
  DMZ,
  LAB,
  INTERNAL,
  N_NETWORKS,
};

#define ALL_HOSTS 0xf

typedef struct {
  const char *name;
  const char *description;
  const char *bridge;
  const char *device;   /* (nullable): NIC of the hosts; %NULL: an internal network */
  guint       vlan;     /* 0: untagged */
  guint       hosts;    /* bits: which hosts have it */
} DemoNetwork;

typedef struct {
  const char    *name;
  const char    *description;
  FerrySimSystem system;
  guint          n_vcpus;
  guint          memory;       /* GiB */
  gint           host;
  guint          place;
  guint          disk;         /* GiB */
  guint          data;         /* GiB, of a second disk; 0: none */
  guint          network;
  guint          drive;
  double         dirty_rate;   /* MiB/s */
  FerrySimQuirk  quirks;
  gboolean       booted_early; /* with all features of its host, before a weaker one joined */
} DemoVm;

typedef struct {
  const char             *name;
  const char             *description;
  guint64                 seed;
  guint                   subnet;
  gboolean                has_shared_storage;
  gboolean                has_ha;
  const FerrySimHostSpec *hosts;
  guint                   n_hosts;
  const DemoNetwork      *networks;
  const DemoVm           *vms;
  guint                   n_vms;
} DemoPool;

#define DEBIAN_12    FERRY_SIM_SYSTEM_DEBIAN_12
#define DEBIAN_11    FERRY_SIM_SYSTEM_DEBIAN_11
#define UBUNTU_22    FERRY_SIM_SYSTEM_UBUNTU_22
#define ROCKY_9      FERRY_SIM_SYSTEM_ROCKY_9
#define WINDOWS_2022 FERRY_SIM_SYSTEM_WINDOWS_2022
#define WINDOWS_2019 FERRY_SIM_SYSTEM_WINDOWS_2019
#define WINDOWS_10   FERRY_SIM_SYSTEM_WINDOWS_10
#define FREEBSD_14   FERRY_SIM_SYSTEM_FREEBSD_14

static const DemoNetwork networks[N_NETWORKS] = {
  [MANAGEMENT] = { "Management", "Hosts and their consoles", "xenbr0", "eth0", 0, ALL_HOSTS },
  [STORAGE] = { "Storage", "iSCSI and NFS, and migration", "xenbr1", "eth1", 0, ALL_HOSTS },
  [TRUNK] = { "VM trunk", "Carries the VLANs of the VMs", "xenbr2", "eth2", 0, ALL_HOSTS },
  [SERVERS] = { "Servers", "VLAN 10", "xapi10", "eth2", 10, ALL_HOSTS },
  [CLIENTS] = { "Clients", "VLAN 20", "xapi20", "eth2", 20, ALL_HOSTS },
  [DMZ] = { "DMZ", "VLAN 30, behind the outer firewall", "xapi30", "eth2", 30, ALL_HOSTS },
  [LAB] = { "Lab", "VLAN 42, not patched through to merlin and harrier", "xapi42",
            "eth2", 42, 0x5 },
  [INTERNAL] = { "Build internal", "Between the build agents, on one host only", "xapi99",
                 NULL, 0, 0 },
};

enum { KESTREL, MERLIN, OSPREY, HARRIER };

static const FerrySimHostSpec lisbon_hosts[] = {
  [KESTREL] = { "kestrel", "Rack 1, bought 2023", "127.0.0.1",
                FERRY_SIM_CPU_ICE_LAKE, 2, FERRY_SIM_RELEASE_8_3, 128, 8, 2, 10, FALSE },
  [MERLIN] = { "merlin", "Rack 1, bought 2018, older CPUs", "127.0.0.2",
               FERRY_SIM_CPU_SKYLAKE, 1, FERRY_SIM_RELEASE_8_3, 96, 4, 1, 10, FALSE },
  [OSPREY] = { "osprey", "Rack 2, bought 2023, the large one", "127.0.0.3",
               FERRY_SIM_CPU_ICE_LAKE, 2, FERRY_SIM_RELEASE_8_3, 192, 8, 2, 25, FALSE },
  [HARRIER] = { "harrier", "Rack 2, waits for a new power supply", "127.0.0.4",
                FERRY_SIM_CPU_SKYLAKE, 1, FERRY_SIM_RELEASE_8_3, 64, 4, 2, 10, TRUE },
};

static const DemoVm lisbon_vms[] = {
  { "web-01", "Company website",
    DEBIAN_12, 2, 4, KESTREL, FAST, 20, NO_DISK, DMZ, EMPTY, 10 },
  { "web-02", "Company website",
    DEBIAN_12, 2, 4, KESTREL, FAST, 20, NO_DISK, DMZ, EMPTY, 10 },
  { "web-03", "Company website",
    DEBIAN_12, 2, 4, MERLIN, FAST, 20, NO_DISK, DMZ, EMPTY, 10 },
  { "shop-01", "Web shop",
    UBUNTU_22, 4, 6, KESTREL, FAST, 40, NO_DISK, DMZ, EMPTY, 35 },
  { "proxy-01", "Reverse proxy in front of everything",
    DEBIAN_12, 2, 2, KESTREL, FAST, 16, NO_DISK, DMZ, EMPTY, 25 },
  { "db-01", "PostgreSQL, first node; its disks are tracked for incremental backup",
    ROCKY_9, 8, 24, KESTREL, FAST, 40, 400, SERVERS, EMPTY, 180, FERRY_SIM_QUIRK_CBT },
  { "db-02", "PostgreSQL, second node",
    ROCKY_9, 8, 16, MERLIN, FAST, 40, 400, SERVERS, EMPTY, 120 },
  { "dc-01", "Domain controller",
    WINDOWS_2022, 2, 4, KESTREL, FAST, 60, NO_DISK, SERVERS, EMPTY, 6 },
  { "dc-02", "Domain controller",
    WINDOWS_2022, 2, 4, MERLIN, FAST, 60, NO_DISK, SERVERS, EMPTY, 6 },
  { "ldap-01", "Directory for the Linux machines",
    DEBIAN_12, 1, 2, KESTREL, FAST, 16, NO_DISK, SERVERS, EMPTY, 3 },
  { "mail-01", "Mail store",
    DEBIAN_12, 4, 8, OSPREY, FAST, 40, 800, SERVERS, EMPTY, 45 },
  { "mail-02", "Mail gateway and spam filter",
    DEBIAN_12, 4, 6, MERLIN, FAST, 40, NO_DISK, DMZ, EMPTY, 40 },
  { "intranet", "Intranet pages",
    DEBIAN_11, 2, 4, KESTREL, BULK, 40, NO_DISK, SERVERS, EMPTY, 8 },
  { "wiki", "Wiki of the engineers",
    DEBIAN_12, 2, 2, MERLIN, BULK, 40, NO_DISK, SERVERS, EMPTY, 5, FERRY_SIM_QUIRK_SNAPSHOT },
  { "gitlab", "Source code",
    UBUNTU_22, 4, 12, KESTREL, FAST, 80, 300, SERVERS, EMPTY, 70, FERRY_SIM_QUIRK_SNAPSHOT },
  { "build-01", "Build runner",
    UBUNTU_22, 8, 8, KESTREL, FAST, 120, NO_DISK, SERVERS, EMPTY, 260, FERRY_SIM_QUIRK_BALLOONS },
  { "build-02", "Build runner",
    UBUNTU_22, 8, 8, MERLIN, FAST, 120, NO_DISK, SERVERS, EMPTY, 260, FERRY_SIM_QUIRK_BALLOONS },
  { "mon-01", "Monitoring and graphs",
    DEBIAN_12, 2, 4, KESTREL, BULK, 100, NO_DISK, SERVERS, EMPTY, 30 },
  { "files-01", "File server of the design department",
    WINDOWS_2022, 4, 8, MERLIN, BULK, 60, 2000, CLIENTS, EMPTY, 20 },
  { "files-02", "File server; uses the newest virtual hardware",
    WINDOWS_2022, 2, 4, KESTREL, BULK, 60, 1000, CLIENTS, EMPTY, 12, FERRY_SIM_QUIRK_NEW_PLATFORM },
  { "print-01", "Print server",
    WINDOWS_2019, 1, 2, MERLIN, FAST, 60, NO_DISK, CLIENTS, TOOLS, 3 },
  { "erp-app", "ERP, application server",
    WINDOWS_2019, 4, 8, OSPREY, FAST, 80, NO_DISK, SERVERS, EMPTY, 40 },
  { "erp-db", "ERP, in-memory database: larger than what any other host has free",
    ROCKY_9, 16, 64, OSPREY, FAST, 80, 1200, SERVERS, EMPTY, 420 },
  { "crm-01", "Customer relations",
    DEBIAN_11, 2, 4, OSPREY, FAST, 40, NO_DISK, SERVERS, EMPTY, 12 },
  { "ticket-01", "Tickets of the support desk",
    DEBIAN_12, 2, 4, OSPREY, FAST, 40, NO_DISK, SERVERS, EMPTY, 9 },
  { "cfd-01", "Flow simulation on 32 virtual CPUs",
    ROCKY_9, 32, 20, OSPREY, FAST, 60, NO_DISK, SERVERS, EMPTY, 600 },
  { "render-01", "Renderer; booted before merlin and harrier joined, uses newer CPU features",
    UBUNTU_22, 8, 12, OSPREY, FAST, 60, NO_DISK, SERVERS, EMPTY, 200, FERRY_SIM_QUIRK_NONE, TRUE },
  { "lab-01", "Measuring station of the laboratory",
    DEBIAN_12, 2, 2, OSPREY, FAST, 30, NO_DISK, LAB, EMPTY, 8 },
  { "lab-02", "Measuring station of the laboratory",
    DEBIAN_12, 2, 2, KESTREL, FAST, 30, NO_DISK, LAB, EMPTY, 8 },
  { "jump-01", "Way in for administrators; a rescue CD is still in its drive",
    DEBIAN_12, 1, 2, KESTREL, FAST, 16, NO_DISK, MANAGEMENT, ISO, 2 },
  { "licence-01", "Licence server: holds the licence dongle (USB)",
    WINDOWS_2019, 1, 2, KESTREL, FAST, 40, NO_DISK, SERVERS, EMPTY, 2, FERRY_SIM_QUIRK_USB },
  { "pbx-01", "Telephone exchange: drives the ISDN card in kestrel (PCI)",
    DEBIAN_11, 2, 2, KESTREL, FAST, 20, NO_DISK, SERVERS, EMPTY, 8, FERRY_SIM_QUIRK_PCI },
  { "cad-01", "Drawing office desktop with a virtual GPU",
    WINDOWS_10, 4, 12, OSPREY, FAST, 120, NO_DISK, CLIENTS, EMPTY, 60, FERRY_SIM_QUIRK_GPU },
  { "dc-03", "Domain controller being installed from an ISO in a folder of merlin",
    WINDOWS_2022, 2, 4, MERLIN, FAST, 60, NO_DISK, SERVERS, LOCAL_ISO, 20 },
  { "scratch-01", "Scratch space on the local disk of merlin",
    DEBIAN_12, 2, 4, MERLIN, LOCAL, 200, NO_DISK, SERVERS, EMPTY, 50 },
  { "stock-old", "Warehouse terminal server of 2009: no tools in the guest",
    FREEBSD_14, 1, 2, MERLIN, FAST, 20, NO_DISK, CLIENTS, EMPTY, 4, FERRY_SIM_QUIRK_NO_TOOLS },
  { "kiosk-01", "Reception screen: forgets everything at boot, disk cached on its host",
    WINDOWS_10, 2, 2, MERLIN, BULK, 40, NO_DISK, CLIENTS, EMPTY, 5, FERRY_SIM_QUIRK_RESET_ON_BOOT },
  { "vpn-01", "VPN concentrator: bound to kestrel by the network department (nomigrate)",
    FREEBSD_14, 2, 2, KESTREL, FAST, 16, NO_DISK, DMZ, EMPTY, 12, FERRY_SIM_QUIRK_NO_MIGRATE },
  { "nested-01", "Training: a hypervisor inside a VM",
    DEBIAN_12, 4, 8, HARRIER, FAST, 80, NO_DISK, SERVERS, EMPTY, 30, FERRY_SIM_QUIRK_NESTED },
  { "bank-01", "Payments: moves are locked until the year is closed",
    ROCKY_9, 2, 4, OSPREY, FAST, 40, NO_DISK, SERVERS, EMPTY, 6, FERRY_SIM_QUIRK_BLOCKED },
  { "backup-01", "Writes the backups to tape: must not be suspended meanwhile",
    ROCKY_9, 4, 8, HARRIER, BULK, 40, 500, SERVERS, EMPTY, 80, FERRY_SIM_QUIRK_CANNOT_SUSPEND },
  { "archive-01", "Old projects; still on harrier, which is to be emptied",
    DEBIAN_11, 2, 4, HARRIER, BULK, 40, 3000, SERVERS, EMPTY, 3 },
  { "test-sap", "Test system; still on harrier, which is to be emptied",
    ROCKY_9, 4, 8, HARRIER, FAST, 100, NO_DISK, SERVERS, EMPTY, 25 },
  { "agent-a", "Build agent, talks to agent-b over the internal network",
    DEBIAN_12, 2, 4, OSPREY, FAST, 40, NO_DISK, INTERNAL, EMPTY, 30 },
  { "agent-b", "Build agent, talks to agent-a over the internal network",
    DEBIAN_12, 2, 4, OSPREY, FAST, 40, NO_DISK, INTERNAL, EMPTY, 30 },
  { "evidence", "Paused for the auditors",
    WINDOWS_10, 2, 4, MERLIN, FAST, 60, NO_DISK, CLIENTS, EMPTY, 0, FERRY_SIM_QUIRK_PAUSED },
  { "trade-fair", "Demonstration for trade fairs, suspended",
    WINDOWS_10, 2, 4, MERLIN, FAST, 60, NO_DISK, CLIENTS, EMPTY, 0, FERRY_SIM_QUIRK_SUSPENDED },
  { "intranet-old", "Intranet before 2022, off",
    DEBIAN_11, 2, 2, HALTED, BULK, 40, NO_DISK, SERVERS, EMPTY, 0 },
  { "win-template-work", "Where the Windows image is prepared, off",
    WINDOWS_10, 2, 4, HALTED, FAST, 60, NO_DISK, CLIENTS, ISO, 0 },
};

/* The lab and the build agents are in Lisbon only. */
static const DemoNetwork branch_networks[N_NETWORKS] = {
  [MANAGEMENT] = { "Management", "Hosts and their consoles", "xenbr0", "eth0", 0, ALL_HOSTS },
  [STORAGE] = { "Storage", "iSCSI, NFS and migration", "xenbr1", "eth1", 0, ALL_HOSTS },
  [TRUNK] = { "VM trunk", "Carries the VLANs of the VMs", "xenbr2", "eth2", 0, ALL_HOSTS },
  [SERVERS] = { "Servers", "VLAN 10", "xapi10", "eth2", 10, ALL_HOSTS },
  [CLIENTS] = { "Clients", "VLAN 20", "xapi20", "eth2", 20, ALL_HOSTS },
};

enum { HERON, EGRET };

static const FerrySimHostSpec porto_hosts[] = {
  [HERON] = { "heron", "Server room, left", "127.0.0.1",
              FERRY_SIM_CPU_MILAN, 1, FERRY_SIM_RELEASE_8_2, 64, 4, 2, 10, FALSE },
  [EGRET] = { "egret", "Server room, right", "127.0.0.2",
              FERRY_SIM_CPU_MILAN, 1, FERRY_SIM_RELEASE_8_2, 64, 4, 2, 10, FALSE },
};

/* High availability must be able to restart what it protects on either host: 28 GiB of protected
 * VMs leave room for some 30 GiB of others on each, so opo-camera fits on heron only. */
static const DemoVm porto_vms[] = {
  { "opo-db", "Production database, protected",
    ROCKY_9, 4, 6, HERON, FAST, 40, 200, SERVERS, EMPTY, 70, FERRY_SIM_QUIRK_PROTECTED },
  { "opo-app", "Production planning, protected",
    ROCKY_9, 4, 4, EGRET, FAST, 40, NO_DISK, SERVERS, EMPTY, 30, FERRY_SIM_QUIRK_PROTECTED },
  { "opo-web", "Supplier portal, protected",
    DEBIAN_12, 2, 2, HERON, FAST, 20, NO_DISK, SERVERS, EMPTY, 8, FERRY_SIM_QUIRK_PROTECTED },
  { "opo-dc-01", "Domain controller, protected",
    WINDOWS_2022, 2, 4, HERON, FAST, 60, NO_DISK, SERVERS, EMPTY, 6, FERRY_SIM_QUIRK_PROTECTED },
  { "opo-dc-02", "Domain controller, protected",
    WINDOWS_2022, 2, 4, EGRET, FAST, 60, NO_DISK, SERVERS, EMPTY, 6, FERRY_SIM_QUIRK_PROTECTED },
  { "opo-mail", "Mail, protected",
    DEBIAN_12, 2, 4, EGRET, FAST, 40, 300, SERVERS, EMPTY, 25, FERRY_SIM_QUIRK_PROTECTED },
  { "opo-vpn", "Line to Lisbon, protected",
    FREEBSD_14, 2, 2, EGRET, FAST, 16, NO_DISK, SERVERS, EMPTY, 10, FERRY_SIM_QUIRK_PROTECTED },
  { "opo-time", "Time recording, protected",
    DEBIAN_12, 1, 2, HERON, FAST, 20, NO_DISK, CLIENTS, EMPTY, 4, FERRY_SIM_QUIRK_PROTECTED },
  { "opo-camera",
    "Camera recorder, not protected: on egret it would take the room that high availability needs",
    DEBIAN_11, 4, 12, HERON, BULK, 40, 2000, CLIENTS, EMPTY, 90 },
  { "opo-files", "File server, not protected",
    WINDOWS_2019, 2, 4, HERON, BULK, 60, 800, CLIENTS, EMPTY, 12 },
  { "opo-build", "Build runner, not protected",
    UBUNTU_22, 4, 4, HERON, BULK, 80, NO_DISK, SERVERS, EMPTY, 140 },
  { "opo-print", "Print server, not protected",
    WINDOWS_2019, 1, 2, HERON, FAST, 40, NO_DISK, CLIENTS, EMPTY, 3 },
  { "opo-desk-07", "Desktop of the night shift",
    WINDOWS_10, 2, 2, HERON, FAST, 60, NO_DISK, CLIENTS, EMPTY, 9 },
  { "opo-test", "Test system, not protected",
    ROCKY_9, 2, 4, EGRET, BULK, 40, NO_DISK, SERVERS, EMPTY, 15 },
  { "opo-report", "Reports, not protected",
    DEBIAN_12, 2, 4, EGRET, BULK, 40, NO_DISK, SERVERS, EMPTY, 20 },
  { "opo-scan", "Barcode scanners, not protected",
    DEBIAN_12, 2, 4, EGRET, FAST, 20, NO_DISK, CLIENTS, EMPTY, 7 },
  { "opo-wiki", "Notes of the shifts",
    DEBIAN_12, 1, 2, EGRET, FAST, 20, NO_DISK, CLIENTS, EMPTY, 4 },
  { "opo-desk-08", "Desktop of the shift leader",
    WINDOWS_10, 2, 4, EGRET, FAST, 60, NO_DISK, CLIENTS, EMPTY, 11 },
  { "opo-proxy", "Web proxy",
    DEBIAN_12, 2, 2, EGRET, FAST, 20, NO_DISK, SERVERS, EMPTY, 14 },
};

static const FerrySimHostSpec faro_hosts[] = {
  { "faro", "Branch office, on its own", "127.0.0.1",
    FERRY_SIM_CPU_COFFEE_LAKE, 1, FERRY_SIM_RELEASE_8_2, 32, 2, 2, 1, FALSE },
};

static const DemoVm faro_vms[] = {
  { "fao-files", "Files of the branch office",
    WINDOWS_2019, 2, 6, 0, LOCAL, 60, 500, CLIENTS, EMPTY, 8 },
  { "fao-till", "Tills of the shop",
    DEBIAN_12, 2, 4, 0, LOCAL, 40, NO_DISK, CLIENTS, EMPTY, 10 },
  { "fao-cam", "Camera recorder",
    DEBIAN_11, 2, 6, 0, LOCAL, 40, 1000, CLIENTS, EMPTY, 60 },
  { "fao-fax", "Fax server, off since 2020",
    DEBIAN_11, 1, 1, HALTED, LOCAL, 10, NO_DISK, CLIENTS, EMPTY, 0 },
};

static const DemoPool pools[] = {
  { "Lisbon pool", "Head office", 1755, 20, TRUE, FALSE, lisbon_hosts, G_N_ELEMENTS (lisbon_hosts),
    networks, lisbon_vms, G_N_ELEMENTS (lisbon_vms) },
  { "Porto pool", "Factory", 1834, 30, TRUE, TRUE, porto_hosts, G_N_ELEMENTS (porto_hosts),
    branch_networks, porto_vms, G_N_ELEMENTS (porto_vms) },
  { "", "", 1249, 40, FALSE, FALSE, faro_hosts, G_N_ELEMENTS (faro_hosts),
    branch_networks, faro_vms, G_N_ELEMENTS (faro_vms) },
};

/* What was built so far of one pool. All references are the database's. */
typedef struct {
  FerrySimBuilder *builder; /* (owned) */
  const DemoPool  *pool;
  const char      *ref;
  const char      *hosts[MAX_HOSTS];
  const char      *trunks[MAX_HOSTS];
  const char      *local[MAX_HOSTS];
  const char      *networks[N_NETWORKS];
  const char      *fast;
  const char      *bulk;
  const char      *tools_iso;
  const char      *iso;
  const char      *local_iso;
} Site;

static void
add_pif (Site              *site,
         const DemoNetwork *network,
         const char        *ref,
         guint              host)
{
  gboolean has_address = network->vlan == 0 && !g_str_equal (network->device, "eth2");
  g_autofree char *address = g_strdup_printf ("10.%u.%c.%u", site->pool->subnet,
                                              network->device[strlen ("eth")], 11 + host);
  const char *pif;

  if (network->vlan != 0)
    {
      ferry_sim_builder_add_vlan (site->builder, ref, site->trunks[host], network->vlan);
      return;
    }

  pif = ferry_sim_builder_add_pif (site->builder, ref, site->hosts[host], network->device,
                                   has_address ? address : NULL);
  if (g_str_equal (network->device, "eth2"))
    site->trunks[host] = pif;
}

static void
add_networks (Site *site)
{
  for (guint i = 0; i < N_NETWORKS; i++)
    {
      const DemoNetwork *network = &site->pool->networks[i];

      if (network->name == NULL)
        continue;

      site->networks[i] = ferry_sim_builder_add_network (site->builder, network->name,
                                                         network->description, network->bridge);
      for (guint host = 0; network->device != NULL && host < site->pool->n_hosts; host++)
        if (network->hosts & (1 << host))
          add_pif (site, network, site->networks[i], host);
    }
}

static const char *
add_shared (Site                *site,
            FerrySimStorageKind  kind,
            const char          *name,
            const char          *description,
            gint64               size)
{
  const char *storage = ferry_sim_builder_add_storage (site->builder, kind, name, description,
                                                       size);

  for (guint i = 0; i < site->pool->n_hosts; i++)
    ferry_sim_builder_plug_storage (site->builder, storage, site->hosts[i]);

  return storage;
}

static const char *
add_local (Site                *site,
           guint                host,
           FerrySimStorageKind  kind,
           const char          *what,
           gint64               size)
{
  g_autofree char *name = g_strdup_printf ("%s %s", what, site->pool->hosts[host].name);
  const char *storage = ferry_sim_builder_add_storage (site->builder, kind, name, "", size);

  ferry_sim_builder_plug_storage (site->builder, storage, site->hosts[host]);

  return storage;
}

static void
add_isos (Site *site)
{
  const char *library = add_shared (site, FERRY_SIM_STORAGE_ISO_NFS, "ISO library",
                                    "Installation media", 0);
  const char *tools = add_shared (site, FERRY_SIM_STORAGE_TOOLS, "XCP-ng Tools",
                                  "Drivers and agents for guests", 0);
  guint with_folder = MIN (1, site->pool->n_hosts - 1);
  const char *folder = add_local (site, with_folder, FERRY_SIM_STORAGE_ISO_LOCAL, "Local ISOs on",
                                  0);

  site->tools_iso = ferry_sim_builder_add_iso (site->builder, tools, "guest-tools.iso",
                                               80 * FERRY_SIM_MIB);
  site->iso = ferry_sim_builder_add_iso (site->builder, library, "debian-12.9.0-amd64-netinst.iso",
                                         632 * FERRY_SIM_MIB);
  ferry_sim_builder_add_iso (site->builder, library, "Rocky-9.5-x86_64-dvd.iso",
                             10800 * FERRY_SIM_MIB);
  site->local_iso = ferry_sim_builder_add_iso (site->builder, folder, "windows-server-2022.iso",
                                               4800 * FERRY_SIM_MIB);
}

static void
add_storage (Site *site)
{
  if (site->pool->has_shared_storage)
    {
      site->fast = add_shared (site, FERRY_SIM_STORAGE_ISCSI, "Fast array (iSCSI)",
                               "Solid-state disks, thick",
                               12288 * FERRY_SIM_GIB);
      site->bulk = add_shared (site, FERRY_SIM_STORAGE_NFS, "Bulk storage (NFS)",
                               "Rotating disks, thin",
                               24576 * FERRY_SIM_GIB);
    }

  for (guint i = 0; i < site->pool->n_hosts; i++)
    {
      site->local[i] = add_local (site, i, FERRY_SIM_STORAGE_LOCAL, "Local storage on",
                                  1750 * FERRY_SIM_GIB);
      add_local (site, i, FERRY_SIM_STORAGE_DVD, "DVD drives of", 0);
    }

  add_isos (site);
  ferry_sim_database_set_string (ferry_sim_builder_get_database (site->builder), "pool", site->ref,
                                 "default_SR",
                                 site->fast != NULL ? site->fast : site->local[0]);
}

static const char *
find_place (Site *site,
            guint place,
            gint  host)
{
  if (place == LOCAL)
    return site->local[MAX (host, 0)];

  return place == FAST ? site->fast : site->bulk;
}

static void
add_drive (Site       *site,
           const char *vm,
           guint       drive)
{
  const char *const content[] = {
    [EMPTY] = NULL, [TOOLS] = site->tools_iso, [ISO] = site->iso, [LOCAL_ISO] = site->local_iso,
  };

  if (drive != NO_DRIVE)
    ferry_sim_guest_add_drive (site->builder, vm, content[drive]);
}

static void
add_vm (Site         *site,
        const DemoVm *demo,
        guint         number)
{
  guint host = MAX (demo->host, 0);
  FerrySimDatabase *database = ferry_sim_builder_get_database (site->builder);
  const char *level = ferry_sim_database_get_key (database, "pool", site->ref, "cpu_info",
                                                  "features_hvm_host");
  g_autofree char *address = g_strdup_printf ("10.%u.%u.%u", site->pool->subnet,
                                              10 + demo->network, 20 + number);
  const FerrySimVmSpec spec = {
    .name = demo->name, .description = demo->description, .system = demo->system, .n_vcpus = demo->n_vcpus,
    .memory = demo->memory * 1024, .host = demo->host != HALTED ? site->hosts[host] : NULL,
    .features = demo->booted_early ? ferry_sim_hardware_get_cpu_features (site->pool->hosts[host].cpu) : level,
    .address = address, .dirty_rate = demo->dirty_rate,
  };
  const char *vm = ferry_sim_guest_add_vm (site->builder, &spec);

  ferry_sim_guest_add_disk (site->builder, vm, find_place (site, demo->place, demo->host),
                            demo->disk);
  if (demo->data != NO_DISK)
    ferry_sim_guest_add_disk (site->builder, vm, find_place (site, demo->place, demo->host),
                              demo->data);
  add_drive (site, vm, demo->drive);
  ferry_sim_guest_add_nic (site->builder, vm, site->networks[demo->network]);
  ferry_sim_quirk_apply (site->builder, vm, demo->quirks);
}

static void
enable_ha (Site *site)
{
  const char *statefile = ferry_sim_builder_add_named (site->builder, "VDI", "HA statefile", "");

  ferry_sim_builder_set (site->builder, "VDI", statefile,
                         "SR", g_variant_new_string (site->fast),
                         "type", g_variant_new_string ("ha_statefile"),
                         "virtual_size", g_variant_new_int64 (4 * FERRY_SIM_MIB),
                         "physical_utilisation", g_variant_new_int64 (4 * FERRY_SIM_MIB),
                         "managed", g_variant_new_boolean (TRUE),
                         "on_boot", g_variant_new_string ("persist"),
                         NULL);
  ferry_sim_builder_set (site->builder, "pool", site->ref,
                         "ha_enabled", g_variant_new_boolean (TRUE),
                         "ha_statefiles", ferry_sim_value_set (statefile, NULL),
                         "ha_host_failures_to_tolerate", g_variant_new_int64 (1),
                         "ha_plan_exists_for", g_variant_new_int64 (1),
                         NULL);
}

static void
add_subject (Site *site)
{
  const char *subject = ferry_sim_builder_add (site->builder, "subject");

  ferry_sim_builder_set (site->builder, "subject", subject,
                         "subject_identifier", g_variant_new_string ("S-1-5-21-1004336348-1177238915-682003330-512"),
                         "other_config", ferry_sim_value_map ("subject-name", "COMPANY\\operators",
                                                              "subject-is-group", "true", NULL),
                         "roles", ferry_sim_value_set ("OpaqueRef:7955168d-7bec-10ed-105f-c6a7e6e63249", NULL),
                         NULL);
}

static void
add_pool (FerrySimWorld  *world,
          const DemoPool *pool)
{
  g_autoptr(FerrySimBuilder) builder = ferry_sim_builder_new (pool->seed);
  Site site = { .builder = builder, .pool = pool };
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);

  g_assert (pool->n_hosts <= MAX_HOSTS);

  site.ref = ferry_sim_builder_add_pool (builder, pool->name, pool->description);
  for (guint i = 0; i < pool->n_hosts; i++)
    site.hosts[i] = ferry_sim_hardware_add_host (builder, &pool->hosts[i]);
  ferry_sim_hardware_level_cpus (builder);
  add_networks (&site);
  add_storage (&site);

  for (guint i = 0; i < FERRY_SIM_N_SYSTEMS; i++)
    ferry_sim_guest_add_template (builder, i);
  for (guint i = 0; i < pool->n_vms; i++)
    add_vm (&site, &pool->vms[i], i);

  add_subject (&site);
  if (pool->has_ha)
    enable_ha (&site);

  ferry_sim_world_add_pool (world, pool->name[0] != '\0' ? pool->name : pool->hosts[0].name,
                            database, ferry_sim_builder_get_load (builder));
}

/**
 * ferry_sim_demo_add_pools:
 * @world: where to add the pools
 *
 * Adds the pools of the demo, the same ones every time.
 */
void
ferry_sim_demo_add_pools (FerrySimWorld *world)
{
  g_return_if_fail (FERRY_IS_SIM_WORLD (world));

  for (guint i = 0; i < G_N_ELEMENTS (pools); i++)
    add_pool (world, &pools[i]);
}

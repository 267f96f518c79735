/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-generator"

#include "simulator/ferry-sim-generator.h"

#include "simulator/ferry-sim-guest.h"
#include "simulator/ferry-sim-hardware.h"

/*
 * A pool of any size that follows from a seed: as many hosts and VMs as asked for, hosts large
 * enough that they are about two thirds full, shared storage in pieces that a real array would have.
 *
 * Threads: the simulator's.
 */

#define HOSTS_PER_STORAGE 8
#define N_VLANS           8
#define CONTROL_MEMORY    8  /* GiB */

typedef struct {
  FerrySimBuilder *builder;
  guint            n_hosts;
  guint            n_vms;
  GPtrArray       *hosts;                   /* (owned): references */
  GPtrArray       *storage;                 /* (owned): shared SRs */
  const char      *management;
  const char      *vlans[N_VLANS];
} Generator;

static const struct {
  const char     *name;
  const char     *description;
  FerrySimSystem  system;
  guint           n_vcpus;
  guint           memory;      /* MiB */
  double          dirty_rate;  /* MiB/s */
} kinds[] = {
  { "web", "Web server", FERRY_SIM_SYSTEM_DEBIAN_12, 2, 2048, 6 },
  { "app", "Application server", FERRY_SIM_SYSTEM_ROCKY_9, 4, 4096, 18 },
  { "db", "Database server", FERRY_SIM_SYSTEM_ROCKY_9, 4, 8192, 60 },
  { "cache", "In-memory cache", FERRY_SIM_SYSTEM_DEBIAN_12, 2, 4096, 90 },
  { "build", "Build runner", FERRY_SIM_SYSTEM_UBUNTU_22, 8, 8192, 120 },
  { "desk", "Desktop of a colleague", FERRY_SIM_SYSTEM_WINDOWS_10, 2, 4096, 12 },
  { "files", "File server", FERRY_SIM_SYSTEM_WINDOWS_2022, 2, 4096, 8 },
  { "queue", "Message queue", FERRY_SIM_SYSTEM_DEBIAN_11, 2, 2048, 25 },
  { "mon", "Monitoring", FERRY_SIM_SYSTEM_DEBIAN_12, 2, 2048, 15 },
  { "test", "Test machine", FERRY_SIM_SYSTEM_UBUNTU_22, 1, 1024, 4 },
};

/* In GiB: half as much again as an even share of all VMs, so that any one host may be emptied. */
static guint
compute_host_memory (guint n_hosts,
                     guint n_vms)
{
  guint64 total = 0;
  guint needed;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    total += kinds[i].memory;

  needed = total * n_vms / G_N_ELEMENTS (kinds) / n_hosts / 1024;

  return MAX (64, (needed * 3 / 2 + CONTROL_MEMORY + 31) / 32 * 32);
}

static const char *
add_host (Generator *generator,
          guint      number,
          guint      memory)
{
  g_autofree char *name = g_strdup_printf ("host-%03u", number + 1);
  g_autofree char *address = g_strdup_printf ("127.0.%u.%u", number / 250, number % 250 + 1);
  g_autofree char *nic_address = g_strdup_printf ("10.0.%u.%u", number / 250, number % 250 + 1);
  const FerrySimHostSpec spec = {
    .name = name, .description = "Generated", .address = address,
    .cpu = number % 3 == 2 ? FERRY_SIM_CPU_SKYLAKE : FERRY_SIM_CPU_ICE_LAKE, .sockets = 2,
    .release = FERRY_SIM_RELEASE_8_3, .memory = memory, .control_memory = CONTROL_MEMORY,
    .newest_platform = 2, .link_speed = 25,
  };
  const char *host = ferry_sim_hardware_add_host (generator->builder, &spec);
  const char *local;
  const char *trunk;
  g_autofree char *local_name = g_strconcat ("Local storage on ", name, NULL);

  ferry_sim_builder_add_pif (generator->builder, generator->management, host, "eth0", nic_address);
  trunk = ferry_sim_builder_add_pif (generator->builder, generator->vlans[0], host, "eth1", NULL);
  for (guint i = 1; i < N_VLANS; i++)
    ferry_sim_builder_add_vlan (generator->builder, generator->vlans[i], trunk, 100 + i);

  local = ferry_sim_builder_add_storage (generator->builder, FERRY_SIM_STORAGE_LOCAL, local_name,
                                         "", 1024 * FERRY_SIM_GIB);
  ferry_sim_builder_plug_storage (generator->builder, local, host);

  return host;
}

static void
add_networks (Generator *generator)
{
  generator->management = ferry_sim_builder_add_network (generator->builder, "Management", "",
                                                         "xenbr0");
  generator->vlans[0] = ferry_sim_builder_add_network (generator->builder, "Trunk", "", "xenbr1");

  for (guint i = 1; i < N_VLANS; i++)
    {
      g_autofree char *name = g_strdup_printf ("VLAN %u", 100 + i);
      g_autofree char *bridge = g_strdup_printf ("xapi%u", i);

      generator->vlans[i] = ferry_sim_builder_add_network (generator->builder, name, "", bridge);
    }
}

static void
add_storage (Generator *generator)
{
  guint n_pieces = MAX ((generator->n_hosts + HOSTS_PER_STORAGE - 1) / HOSTS_PER_STORAGE,
                        generator->n_vms / 500);

  n_pieces = MAX (n_pieces, 1);
  for (guint i = 0; i < n_pieces; i++)
    {
      g_autofree char *name = g_strdup_printf ("Array %c, LUN %u", 'A' + i % 4, i + 1);
      const char *storage = ferry_sim_builder_add_storage (generator->builder,
                                                           FERRY_SIM_STORAGE_ISCSI, name, "",
                                                           65536 * FERRY_SIM_GIB);

      g_ptr_array_add (generator->storage, (gpointer) storage);
      for (guint host = 0; host < generator->hosts->len; host++)
        ferry_sim_builder_plug_storage (generator->builder, storage,
                                        g_ptr_array_index (generator->hosts, host));
    }
}

static void
add_vm (Generator  *generator,
        guint       number,
        const char *features)
{
  guint kind = ferry_sim_builder_random (generator->builder, G_N_ELEMENTS (kinds));
  const char *host = g_ptr_array_index (generator->hosts, number % generator->hosts->len);
  const char *storage = g_ptr_array_index (generator->storage, number % generator->storage->len);
  g_autofree char *name = g_strdup_printf ("%s-%05u", kinds[kind].name, number + 1);
  g_autofree char *address = g_strdup_printf ("10.%u.%u.%u", 64 + number / 62500,
                                              number / 250 % 250, number % 250 + 1);
  FerrySimVmSpec spec = {
    .name = name, .description = kinds[kind].description, .system = kinds[kind].system,
    .n_vcpus = kinds[kind].n_vcpus, .memory = kinds[kind].memory,
    .host = ferry_sim_builder_random (generator->builder, 12) > 0 ? host : NULL,
    .features = features, .address = address, .dirty_rate = kinds[kind].dirty_rate,
  };
  const char *vm = ferry_sim_guest_add_vm (generator->builder, &spec);

  ferry_sim_guest_add_disk (generator->builder, vm, storage,
                            16 + ferry_sim_builder_random (generator->builder, 32));
  ferry_sim_guest_add_disk (generator->builder, vm, storage,
                            32 + ferry_sim_builder_random (generator->builder, 96));
  ferry_sim_guest_add_drive (generator->builder, vm, NULL);
  ferry_sim_guest_add_nic (generator->builder, vm, generator->vlans[number % N_VLANS]);
  if (kind % 2 == 0)
    ferry_sim_guest_add_nic (generator->builder, vm, generator->vlans[(number + 3) % N_VLANS]);
}

/**
 * ferry_sim_generator_add_pool:
 * @world: where to add the pool
 * @n_hosts: how many hosts, above 0
 * @n_vms: how many VMs beside the control domains
 * @seed: same seed and sizes, same pool
 *
 * Makes up a pool of a given size.
 */
void
ferry_sim_generator_add_pool (FerrySimWorld *world,
                              guint          n_hosts,
                              guint          n_vms,
                              guint32        seed)
{
  g_autoptr(FerrySimBuilder) builder = ferry_sim_builder_new (seed);
  g_autoptr(GPtrArray) hosts = g_ptr_array_new ();
  g_autoptr(GPtrArray) storage = g_ptr_array_new ();
  Generator generator = { .builder = builder, .n_hosts = n_hosts, .n_vms = n_vms, .hosts = hosts,
                          .storage = storage };
  FerrySimDatabase *database = ferry_sim_builder_get_database (builder);
  guint memory;
  const char *pool;

  g_return_if_fail (FERRY_IS_SIM_WORLD (world));
  g_return_if_fail (n_hosts > 0);

  memory = compute_host_memory (n_hosts, n_vms);
  pool = ferry_sim_builder_add_pool (builder, "Generated pool", "");
  add_networks (&generator);
  for (guint i = 0; i < n_hosts; i++)
    g_ptr_array_add (hosts, (gpointer) add_host (&generator, i, memory));
  ferry_sim_hardware_level_cpus (builder);
  add_storage (&generator);
  ferry_sim_database_set_string (database, "pool", pool, "default_SR",
                                 g_ptr_array_index (storage, 0));

  for (guint i = 0; i < n_vms; i++)
    add_vm (&generator, i, ferry_sim_hardware_get_cpu_features (n_hosts > 2 ? FERRY_SIM_CPU_SKYLAKE
                                                                : FERRY_SIM_CPU_ICE_LAKE));

  ferry_sim_world_add_pool (world, "Generated pool", database,
                            ferry_sim_builder_get_load (builder));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-gpu"

#include "simulator/ferry-sim-gpu.h"

static gboolean
needs_passthrough (FerrySimDatabase *database,
                   const char       *type)
{
  return ferry_sim_database_has_row (database, "VGPU_type", type)
         && g_str_equal (ferry_sim_database_get_string (database, "VGPU_type", type,
                                                        "implementation"), "passthrough");
}

static FerrySimFailure *
check_iommu (FerrySimDatabase *database,
             const char       *vgpu,
             const char       *host)
{
  const char *type = ferry_sim_database_get_string (database, "VGPU", vgpu, "type");

  if (!needs_passthrough (database, type)
      || g_strcmp0 (ferry_sim_database_get_key (database, "host", host, "chipset_info", "iommu"),
                    "true") == 0)
    return NULL;

  return ferry_sim_failure_new ("VM_REQUIRES_IOMMU", host, NULL);
}

static gboolean
set_contains (GVariant   *set,
              const char *text)
{
  GVariantIter iter;
  const char *element;

  g_variant_iter_init (&iter, set);
  while (g_variant_iter_next (&iter, "&s", &element))
    {
      if (g_str_equal (element, text))
        return TRUE;
    }

  return FALSE;
}

/* How many vGPUs of a type a card holds; a card that does not say holds one, as pass-through does. */
static gint64
get_capacity (FerrySimDatabase *database,
              const char       *card,
              const char       *type)
{
  GVariant *capacities = ferry_sim_database_get (database, "PGPU", card,
                                                 "supported_VGPU_max_capacities");
  g_autoptr(GVariant) value = g_variant_lookup_value (capacities, type, NULL);

  if (value == NULL)
    return 1;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return g_variant_get_int64 (value);

  return g_ascii_strtoll (g_variant_get_string (value, NULL), NULL, 10);
}

static gboolean
has_room (FerrySimDatabase *database,
          const char       *card,
          const char       *type)
{
  GVariant *resident = ferry_sim_database_get (database, "PGPU", card, "resident_VGPUs");

  return set_contains (ferry_sim_database_get (database, "PGPU", card, "enabled_VGPU_types"), type)
         && (gint64) g_variant_n_children (resident) < get_capacity (database, card, type);
}

static FerrySimFailure *
check_room (FerrySimDatabase *database,
            const char       *vm,
            const char       *vgpu,
            const char       *host)
{
  const char *group = ferry_sim_database_get_string (database, "VGPU", vgpu, "GPU_group");
  const char *type = ferry_sim_database_get_string (database, "VGPU", vgpu, "type");
  gboolean has_card = FALSE;
  GVariantIter iter;
  const char *card;

  if (!ferry_sim_database_has_row (database, "GPU_group", group))
    return NULL;

  g_variant_iter_init (&iter, ferry_sim_database_get (database, "GPU_group", group, "PGPUs"));
  while (g_variant_iter_next (&iter, "&s", &card))
    {
      if (!g_str_equal (ferry_sim_database_get_string (database, "PGPU", card, "host"), host))
        continue;
      if (has_room (database, card, type))
        return NULL;
      has_card = TRUE;
    }

  if (has_card)
    return ferry_sim_failure_new ("VM_REQUIRES_VGPU", vm, group, type, NULL);

  return ferry_sim_failure_new ("VM_REQUIRES_GPU", vm, group, NULL);
}

/**
 * ferry_sim_gpu_check:
 * @database: the pool's database
 * @vm: reference of a VM
 * @host: reference of a host
 *
 * Returns: (transfer full) (nullable): why the VM's graphics would not work on the host
 */
FerrySimFailure *
ferry_sim_gpu_check (FerrySimDatabase *database,
                     const char       *vm,
                     const char       *host)
{
  GVariant *vgpus = ferry_sim_database_get (database, "VM", vm, "VGPUs");
  FerrySimFailure *failure = NULL;
  GVariantIter iter;
  const char *vgpu;

  g_return_val_if_fail (FERRY_IS_SIM_DATABASE (database), NULL);

  g_variant_iter_init (&iter, vgpus);
  while (failure == NULL && g_variant_iter_next (&iter, "&s", &vgpu))
    failure = check_iommu (database, vgpu, host);

  g_variant_iter_init (&iter, vgpus);
  while (failure == NULL && g_variant_iter_next (&iter, "&s", &vgpu))
    failure = check_room (database, vm, vgpu, host);

  return failure;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight-storage"

#include "config.h"

#include "engine/ferry-preflight-private.h"

#include <glib/gi18n-lib.h>

#include "engine/ferry-inventory.h"
#include "model/ferry-disk-record.h"

/* Rules about disks and drives: whether the target sees the storage that they are on. */

static gboolean
has_key (const char * const *keys,
         const char         *key)
{
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      if (keys[i] == key)
        return TRUE;
    }

  return FALSE;
}

/* Where the record of the storage is missing, nothing is known, and nothing is said. */
static gboolean
is_seen (FerryPreflightCase *c,
         guint               place)
{
  const FerryStorageRecord *storage = g_ptr_array_index (c->vm->storages, place);

  return storage == NULL || has_key (storage->host_keys, c->host->record->base.key);
}

static const char *
get_disk_name (const FerryVmDisk *disk)
{
  if (disk->name != NULL && *disk->name != '\0')
    return disk->name;

  return disk->device != NULL ? disk->device : disk->id;
}

/* "db-01 data" on local storage of kestrel, with others on the same storage in one sentence. */
static char *
describe_unseen (FerryPreflightCase       *c,
                 const FerryVmDisk        *disk,
                 const FerryStorageRecord *storage,
                 guint                     n)
{
  const char *vm = ferry_preflight_get_vm_name (c);
  const char *host = ferry_preflight_get_host_name (c);
  const char *name = get_disk_name (disk);

  if (storage->host_keys == NULL)
    return g_strdup_printf (ngettext ("%s has its disk “%s” on “%s”, which no host is connected to "
                                      "now. Connect the storage first.",
                                      "%s has its disk “%s” and more on “%s”, which no host is "
                                      "connected to now. Connect the storage first.", n),
                            vm, name, storage->base.name);

  if (!storage->is_shared)
    return g_strdup_printf (ngettext ("%s has its disk “%s” on local storage of %s, which %s does "
                                      "not see. It would have to be copied along, which this "
                                      "version of Ferry does not do.",
                                      "%s has its disk “%s” and more on local storage of %s, which "
                                      "%s does not see. They would have to be copied along, which "
                                      "this version of Ferry does not do.", n),
                            vm, name,
                            ferry_inventory_get_name (c->inventory, storage->host_keys[0],
                                                      _("another host")),
                            host);

  return g_strdup_printf (ngettext ("%s has its disk “%s” on “%s”, which %s is not connected to. "
                                    "Connect it there first.",
                                    "%s has its disk “%s” and more on “%s”, which %s is not "
                                    "connected to. Connect it there first.", n),
                          vm, name, storage->base.name, host);
}

/* How many disks, from @place on, are on the storage of the disk at @place; 0 if one before it was. */
static guint
count_on_same_storage (FerryPreflightCase *c,
                       guint               place)
{
  const FerryVmRecord *vm = c->vm->record;
  guint n = 0;

  for (guint i = 0; i < vm->n_disks; i++)
    {
      if (vm->disks[i].is_cd || vm->disks[i].storage_key != vm->disks[place].storage_key)
        continue;
      if (i < place)
        return 0;
      n++;
    }

  return n;
}

/* (transfer full) (nullable): what keeps a disk from being copied along, if the target does not see it. */
static char *
find_copy_obstacle (FerryPreflightCase       *c,
                    const FerryVmDisk        *disk,
                    const FerryStorageRecord *storage)
{
  const FerryDiskRecord *record = ferry_inventory_lookup_kind (c->inventory, disk->disk_key,
                                                               FERRY_KIND_DISK);
  FerryDiskTraits traits = record != NULL ? record->traits : 0;
  const char *vm = ferry_preflight_get_vm_name (c);

  if (c->vm->pool != NULL && !c->vm->pool->can_migrate_storage)
    return g_strdup_printf (_("The licence of %s does not include moving the disk “%s” of %s."),
                            ferry_preflight_get_pool_name (c, c->vm->pool), get_disk_name (disk),
                            vm);

  if ((traits & FERRY_DISK_HAS_CBT) != 0)
    return g_strdup_printf (_("The disk “%s” of %s has changed block tracking on, so it cannot be "
                              "copied along."), get_disk_name (disk), vm);

  if ((traits & FERRY_DISK_IS_ENCRYPTED) != 0)
    return g_strdup_printf (_("The disk “%s” of %s is encrypted, so it cannot be copied along."),
                            get_disk_name (disk), vm);

  if ((traits & FERRY_DISK_RESETS_ON_BOOT) != 0 || disk->resets_on_boot)
    return g_strdup_printf (_("The disk “%s” of %s goes back to its first state at every start, so "
                              "it cannot be copied along."), get_disk_name (disk), vm);

  if ((storage->traits & FERRY_STORAGE_CAN_SNAPSHOT) == 0 ||
      (storage->traits & FERRY_STORAGE_CAN_MIRROR) == 0)
    return g_strdup_printf (_("“%s” cannot let go of the disk “%s” while %s uses it."),
                            storage->base.name, get_disk_name (disk), vm);

  return NULL;
}

static gboolean
can_be_copied (FerryPreflightCase       *c,
               const FerryVmDisk        *disk,
               const FerryStorageRecord *storage)
{
  g_autofree char *obstacle = find_copy_obstacle (c, disk, storage);

  return obstacle == NULL && storage->host_keys != NULL;
}

static gboolean
is_unseen_disk (FerryPreflightCase *c,
                guint               place)
{
  const FerryVmDisk *disk = &c->vm->record->disks[place];

  return !disk->is_cd && disk->disk_key != NULL && !is_seen (c, place);
}

void
ferry_preflight_look_at_disks (FerryPreflightCase *c)
{
  const FerryVmRecord *vm = c->vm->record;

  for (guint i = 0; i < vm->n_disks; i++)
    {
      const FerryStorageRecord *storage = g_ptr_array_index (c->vm->storages, i);
      g_autofree char *sentence = NULL;
      guint n;

      if (!is_unseen_disk (c, i))
        continue;

      n = count_on_same_storage (c, i);
      if (n == 0)
        continue;

      sentence = describe_unseen (c, &vm->disks[i], storage, n);
      ferry_preflight_say_finding (c, &(FerryFinding) {
        .severity = FERRY_SEVERITY_BLOCKS,
        .subject_key = storage->base.key,
        .sentence = sentence,
        .needs_choices = can_be_copied (c, &vm->disks[i], storage),
      });
    }
}

/* Only where a copy would be needed: a migration that leaves the disks where they are minds none of this. */
void
ferry_preflight_look_at_disk_copies (FerryPreflightCase *c)
{
  const FerryVmRecord *vm = c->vm->record;

  for (guint i = 0; i < vm->n_disks; i++)
    {
      const FerryStorageRecord *storage = g_ptr_array_index (c->vm->storages, i);
      char *obstacle;

      if (!is_unseen_disk (c, i) || storage->host_keys == NULL)
        continue;

      obstacle = find_copy_obstacle (c, &vm->disks[i], storage);
      if (obstacle != NULL)
        ferry_preflight_say (c, FERRY_SEVERITY_BLOCKS, vm->disks[i].disk_key, obstacle);
    }
}

static void
say_of_drive (FerryPreflightCase       *c,
              const FerryVmDisk        *drive,
              const FerryStorageRecord *storage)
{
  g_autofree char *sentence = NULL;

  sentence = g_strdup_printf (_("Eject the CD “%s” from %s first: it is on “%s”, which %s does not "
                                "see."),
                              get_disk_name (drive), ferry_preflight_get_vm_name (c),
                              storage->base.name, ferry_preflight_get_host_name (c));
  ferry_preflight_say_finding (c, &(FerryFinding) {
    .severity = FERRY_SEVERITY_BLOCKS,
    .subject_key = c->vm->record->base.key,
    .sentence = sentence,
    .remedy = FERRY_REMEDY_EJECT_CD,
    .remedy_label = _("Eject the CD"),
    .remedy_target = drive->id,
  });
}

void
ferry_preflight_look_at_drives (FerryPreflightCase *c)
{
  const FerryVmRecord *vm = c->vm->record;

  for (guint i = 0; i < vm->n_disks; i++)
    {
      if (vm->disks[i].is_cd && vm->disks[i].disk_key != NULL && !is_seen (c, i))
        say_of_drive (c, &vm->disks[i], g_ptr_array_index (c->vm->storages, i));
    }
}

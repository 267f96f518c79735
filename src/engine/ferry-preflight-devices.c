/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight-devices"

#include "config.h"

#include "engine/ferry-preflight-private.h"

#include <glib/gi18n-lib.h>

/* Rules about devices that a VM has from its host. */

static gboolean
has (FerryPreflightCase *c,
     FerryVmTraits       trait)
{
  return (c->vm->record->traits & trait) != 0;
}

static void
say_of_vm (FerryPreflightCase *c,
           FerrySeverity       severity,
           const char         *format)
{
  ferry_preflight_say (c, severity, c->vm->record->base.key,
                       g_strdup_printf (format, ferry_preflight_get_vm_name (c)));
}

/* @format takes the VM's name, then the host's. */
static void
say_of_pair (FerryPreflightCase *c,
             FerrySeverity       severity,
             const char         *format)
{
  ferry_preflight_say (c, severity, c->host->record->base.key,
                       g_strdup_printf (format, ferry_preflight_get_vm_name (c),
                                        ferry_preflight_get_host_name (c)));
}

void
ferry_preflight_look_at_pci (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_HAS_PCI))
    say_of_vm (c, FERRY_SEVERITY_BLOCKS,
               _("%s uses a PCI device of its host. Shut it down and detach the device first."));
}

void
ferry_preflight_look_at_vgpu (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_HAS_VGPU) && !has (c, FERRY_VM_VGPU_CAN_MIGRATE))
    say_of_vm (c, FERRY_SEVERITY_BLOCKS,
               _("%s has a virtual GPU of a kind that cannot be migrated. Shut it down first."));
}

void
ferry_preflight_look_at_usb (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_HAS_USB))
    say_of_vm (c, FERRY_SEVERITY_BLOCKS,
               _("%s uses a USB device of its host. Detach the device first."));
}

void
ferry_preflight_look_at_vtpm (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_HAS_VTPM))
    say_of_vm (c, FERRY_SEVERITY_NOTE, _("%s has a virtual TPM, which moves along."));
}

void
ferry_preflight_look_at_gpu_room (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_HAS_VGPU) && has (c, FERRY_VM_VGPU_CAN_MIGRATE))
    say_of_pair (c, FERRY_SEVERITY_WARNS,
                 _("%s has a virtual GPU: whether %s has a matching one free is seen only when the "
                   "move starts."));
}

void
ferry_preflight_look_at_sriov (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_HAS_SRIOV))
    say_of_pair (c, FERRY_SEVERITY_WARNS,
                 _("A NIC of %s is a function of a physical one (SR-IOV): whether %s has one free "
                   "is seen only when the move starts."));
}

/* The server asks for an IOMMU only where a GPU is passed through as a whole. */
void
ferry_preflight_look_at_iommu (FerryPreflightCase *c)
{
  if (has (c, FERRY_VM_HAS_PCI) && has (c, FERRY_VM_HAS_VGPU) && !c->host->record->has_iommu)
    say_of_pair (c, FERRY_SEVERITY_BLOCKS,
                 _("%s uses a GPU of its host, and %s has no IOMMU to pass one through."));
}

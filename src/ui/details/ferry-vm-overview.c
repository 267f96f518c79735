/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-vm-overview"

#include "config.h"

#include "ui/details/ferry-vm-overview.h"

#include <glib/gi18n.h>

#include "model/ferry-amount.h"
#include "model/ferry-move-text.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-vm-record.h"
#include "ui/details/ferry-fact-row.h"
#include "ui/details/ferry-link.h"
#include "ui/details/ferry-moment.h"
#include "ui/jobs/ferry-phase-bar.h"
#include "ui/tree/ferry-item-look.h"

/**
 * FerryVmOverview:
 *
 * A virtual machine in facts, and its move while it is on its way.
 *
 * Threads: the UI thread.
 */
struct _FerryVmOverview
{
  FerryKindPage        parent_instance;

  AdwPreferencesGroup *move;
  GtkLabel            *move_route;
  GtkLabel            *move_status;
  FerryPhaseBar       *move_bar;
  GtkButton           *move_cancel;

  FerryFactRow        *state;
  FerryFactRow        *operations;
  FerryFactRow        *home;
  FerryFactRow        *uptime;
  FerryFactRow        *ha;
  FerryFactRow        *vcpus;
  FerryFactRow        *memory;
  FerryFactRow        *memory_needed;
  FerryFactRow        *virtualisation;
  FerryFactRow        *devices;
  AdwPreferencesGroup *guest;
  FerryFactRow        *os;
  FerryFactRow        *tools;
  FerryFactRow        *addresses;
  FerryFactRow        *description;
  FerryFactRow        *tags;
  FerryFactRow        *snapshots;
  FerryFactRow        *suspend_storage;
  FerryFactRow        *locks;
  FerryFactRow        *uuid;
};

G_DEFINE_FINAL_TYPE (FerryVmOverview, ferry_vm_overview, FERRY_TYPE_KIND_PAGE)

static void
update_move (FerryVmOverview *self,
             FerryItem       *item)
{
  const FerryMoveRecord *move = ferry_item_get_move (item);
  g_autofree char *status = NULL;
  g_autofree char *target = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->move), move != NULL);
  if (move == NULL)
    return;

  status = ferry_move_text_status (move);
  target = ferry_link_dup_named (move->target_host_key, move->target_host_name);
  ferry_link_set_markup (self->move_route, target);
  if (!g_str_equal (gtk_label_get_label (self->move_status), status))
    gtk_label_set_label (self->move_status, status);
  ferry_phase_bar_set_move (self->move_bar, move);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->move_cancel), "s", move->base.key);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->move_cancel), "win.cancel-move");
  gtk_widget_set_sensitive (GTK_WIDGET (self->move_cancel), move->can_cancel);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->move_cancel),
                               move->can_cancel ? NULL : move->no_cancel_reason);
}

/* "Running on kestrel (Lisbon)" */
static char *
dup_state (FerryClient         *client,
           FerryItem           *item,
           const FerryVmRecord *vm)
{
  g_autofree char *state = g_markup_escape_text (ferry_item_look_get_state (item), -1);
  g_autofree char *host = ferry_link_dup_markup (client, vm->host_key);
  g_autofree char *pool = ferry_link_dup_markup (client, vm->base.connection_key);
  const FerryMoveRecord *move = ferry_item_get_move (item);

  if (move != NULL && host != NULL)
    {
      g_autofree char *target = ferry_link_dup_named (move->target_host_key, move->target_host_name);

      /* Translators: two hosts */
      return g_strdup_printf (_("On its way from %s to %s"), host, target);
    }
  if (host != NULL && pool != NULL)
    /* Translators: a state, a host and its pool: "Running on kestrel (Lisbon)" */
    return g_strdup_printf (_("%s on %s (%s)"), state, host, pool);
  if (pool != NULL)
    /* Translators: a state and a pool: "Off (Lisbon)" */
    return g_strdup_printf (_("%s (%s)"), state, pool);

  return g_steal_pointer (&state);
}

/* The server's words, which are all there is: "clean_shutdown". A move of ours is told better elsewhere. */
static char *
dup_operations (FerryItem           *item,
                const FerryVmRecord *vm)
{
  char *words;

  if (vm->operations == NULL || ferry_item_get_move (item) != NULL)
    return NULL;

  words = g_strjoinv (_(", "), (char **) vm->operations);

  return g_strdelimit (words, "_", ' ');
}

static char *
dup_vcpus (const FerryVmRecord *vm)
{
  if (vm->n_vcpus_running > 0 && vm->n_vcpus_running < vm->n_vcpus)
    /* Translators: numbers of vCPUs */
    return g_strdup_printf (_("%u, of which %u run"), vm->n_vcpus, vm->n_vcpus_running);

  return g_strdup_printf ("%u", vm->n_vcpus);
}

static char *
dup_memory (const FerryVmRecord *vm)
{
  g_autofree char *least = ferry_format_bytes (vm->memory_dynamic_min_bytes);
  g_autofree char *most = ferry_format_bytes (vm->memory_dynamic_max_bytes);
  g_autofree char *actual = ferry_format_bytes (vm->memory_actual_bytes);
  gboolean is_dynamic = vm->memory_dynamic_min_bytes < vm->memory_dynamic_max_bytes;

  if (is_dynamic && vm->memory_actual_bytes > 0)
    /* Translators: amounts of memory */
    return g_strdup_printf (_("%s in use, may be %s to %s"), actual, least, most);
  if (is_dynamic)
    return g_strdup_printf (_("%s to %s"), least, most);
  if (vm->memory_actual_bytes > 0 && vm->memory_actual_bytes != vm->memory_dynamic_max_bytes)
    return g_strdup_printf (_("%s, %s in use"), most, actual);

  return g_steal_pointer (&most);
}

static char *
dup_memory_needed (const FerryVmRecord *vm)
{
  g_autofree char *needed =
    ferry_format_bytes (vm->memory_dynamic_min_bytes + vm->memory_overhead_bytes);
  g_autofree char *overhead = ferry_format_bytes (vm->memory_overhead_bytes);

  if (vm->memory_overhead_bytes == 0)
    return g_steal_pointer (&needed);

  /* Translators: amounts of memory */
  return g_strdup_printf (_("%s, with %s for the hypervisor"), needed, overhead);
}

static const char *
get_virtualisation (FerryVirtualisation virtualisation)
{
  switch (virtualisation)
    {
    case FERRY_VIRTUALISATION_HVM:
      return _("HVM");
    case FERRY_VIRTUALISATION_PV:
      return _("PV");
    case FERRY_VIRTUALISATION_PV_IN_PVH:
      return _("PV in PVH");
    case FERRY_VIRTUALISATION_PVH:
      return _("PVH");
    case FERRY_VIRTUALISATION_UNKNOWN:
    default:
      return NULL;
    }
}

static char *
dup_devices (const FerryVmRecord *vm)
{
  static const struct
  {
    FerryVmTraits  trait;
    const char    *name;
  } devices[] = {
    { FERRY_VM_HAS_PCI, N_("PCI device") },
    { FERRY_VM_HAS_VGPU, N_("virtual GPU") },
    { FERRY_VM_HAS_USB, N_("USB device") },
    { FERRY_VM_HAS_VTPM, N_("virtual TPM") },
    { FERRY_VM_HAS_SRIOV, N_("SR-IOV network function") },
  };
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      if (!(vm->traits & devices[i].trait))
        continue;
      if (names->len > 0)
        g_string_append (names, _(", "));
      g_string_append (names, _(devices[i].name));
    }

  return g_strdup (names->str);
}

static const FerryPoolRecord *
find_pool (FerryClient         *client,
           const FerryVmRecord *vm)
{
  FerryItem *pool = ferry_client_lookup (client, vm->pool_key);

  return pool != NULL ? ferry_item_get_record (pool) : NULL;
}

static const char *
get_ha (FerryClient         *client,
        const FerryVmRecord *vm)
{
  const FerryPoolRecord *pool = find_pool (client, vm);

  if (pool == NULL || !pool->ha_enabled)
    return NULL;
  if (vm->traits & FERRY_VM_HA_PROTECTED)
    return _("Protected: restarted when its host dies");
  if (vm->traits & FERRY_VM_HA_BEST_EFFORT)
    return _("Restarted if there is room");

  return _("Not protected");
}

static const char *
get_tools (const FerryVmRecord *vm)
{
  if (vm->tools_version != NULL)
    return vm->tools_version;
  if (vm->power_state != FERRY_POWER_STATE_RUNNING)
    return NULL;

  return vm->traits & FERRY_VM_HAS_TOOLS ? _("Installed, version unknown") : _("Not seen");
}

static char *
dup_locks (const FerryVmRecord *vm)
{
  if (vm->blocked_migrate != NULL || vm->blocked_move != NULL)
    return g_strdup_printf (_("An administrator has blocked moving it: %s"),
                            vm->blocked_migrate != NULL ? vm->blocked_migrate : vm->blocked_move);
  if (vm->traits & FERRY_VM_NO_MIGRATE)
    return g_strdup (_("Its settings pin it to its host"));
  if (vm->traits & FERRY_VM_NESTED_VIRT)
    return g_strdup (_("It runs virtual machines itself"));

  return NULL;
}

static void
update_guest (FerryVmOverview     *self,
              const FerryVmRecord *vm)
{
  ferry_fact_row_set_text (self->os, vm->os_name);
  ferry_fact_row_set_text (self->tools, get_tools (vm));
  ferry_fact_row_set_list (self->addresses, vm->addresses);
  gtk_widget_set_visible (GTK_WIDGET (self->guest),
                          gtk_widget_get_visible (GTK_WIDGET (self->os))
                          || gtk_widget_get_visible (GTK_WIDGET (self->tools))
                          || gtk_widget_get_visible (GTK_WIDGET (self->addresses)));
}

static void
ferry_vm_overview_update (FerryKindPage *page)
{
  FerryVmOverview *self = FERRY_VM_OVERVIEW (page);
  FerryClient *client = ferry_kind_page_get_client (page);
  FerryItem *item = ferry_kind_page_get_item (page);
  const FerryVmRecord *vm = ferry_item_get_record (item);

  update_move (self, item);
  ferry_fact_row_take_markup (self->state, dup_state (client, item, vm));
  ferry_fact_row_take_text (self->operations, dup_operations (item, vm));
  ferry_fact_row_set_link (self->home, client, vm->home_key);
  ferry_fact_row_take_text (self->uptime, ferry_format_since (vm->started_at));
  ferry_fact_row_set_text (self->ha, get_ha (client, vm));

  ferry_fact_row_take_text (self->vcpus, dup_vcpus (vm));
  ferry_fact_row_take_text (self->memory, dup_memory (vm));
  ferry_fact_row_take_text (self->memory_needed, dup_memory_needed (vm));
  ferry_fact_row_set_text (self->virtualisation, get_virtualisation (vm->virtualisation));
  ferry_fact_row_take_text (self->devices, dup_devices (vm));
  update_guest (self, vm);

  ferry_fact_row_set_text (self->description, vm->description);
  ferry_fact_row_set_list (self->tags, vm->tags);
  ferry_fact_row_take_text (self->snapshots, g_strdup_printf ("%u", vm->n_snapshots));
  ferry_fact_row_set_link (self->suspend_storage, client, vm->suspend_storage_key);
  ferry_fact_row_take_text (self->locks, dup_locks (vm));
  ferry_fact_row_set_text (self->uuid, vm->uuid);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, move);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, move_route);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, move_status);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, move_bar);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, move_cancel);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, state);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, operations);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, home);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, uptime);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, ha);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, vcpus);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, memory);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, memory_needed);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, virtualisation);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, devices);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, guest);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, os);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, tools);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, addresses);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, description);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, tags);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, snapshots);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, suspend_storage);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, locks);
  gtk_widget_class_bind_template_child (klass, FerryVmOverview, uuid);
}

static void
ferry_vm_overview_class_init (FerryVmOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FERRY_KIND_PAGE_CLASS (klass)->update = ferry_vm_overview_update;

  g_type_ensure (FERRY_TYPE_FACT_ROW);
  g_type_ensure (FERRY_TYPE_PHASE_BAR);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/ferryproject/Ferry/details/ferry-vm-overview.ui");
  bind_template (widget_class);
}

static void
ferry_vm_overview_init (FerryVmOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ferry_link_follow_in (self->move_route);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-device-calls"

#include "simulator/ferry-sim-device-calls.h"
#include "simulator/ferry-sim-operations.h"

static FerrySimFailure *
check_drive (FerrySimBehaviour *behaviour,
             const char        *vbd,
             gboolean           should_be_empty)
{
  gboolean is_empty = ferry_sim_database_get_boolean (behaviour->database, "VBD", vbd, "empty");

  if (g_str_equal (ferry_sim_database_get_string (behaviour->database, "VBD", vbd, "type"), "Disk"))
    return ferry_sim_failure_new ("VBD_NOT_REMOVABLE_MEDIA", vbd, NULL);
  if (is_empty && !should_be_empty)
    return ferry_sim_failure_new ("VBD_IS_EMPTY", vbd, NULL);
  if (!is_empty && should_be_empty)
    return ferry_sim_failure_new ("VBD_NOT_EMPTY", vbd, NULL);

  return NULL;
}

static void
set_medium (FerrySimBehaviour *behaviour,
            const char        *vbd,
            const char        *vdi)
{
  FerrySimDatabase *database = behaviour->database;
  g_autofree char *old = g_strdup (ferry_sim_database_get_string (database, "VBD", vbd, "VDI"));

  ferry_sim_database_set_boolean (database, "VBD", vbd, "empty",
                                  g_str_equal (vdi, FERRY_SIM_NULL_REF));
  ferry_sim_database_set_string (database, "VBD", vbd, "VDI", vdi);
  ferry_sim_operations_update_vbd (database, vbd);
  if (ferry_sim_database_has_row (database, "VDI", old))
    ferry_sim_operations_update_vdi (database, old);
  if (ferry_sim_database_has_row (database, "VDI", vdi))
    ferry_sim_operations_update_vdi (database, vdi);
}

static void
eject (FerrySimCall *call,
       gpointer      user_data)
{
  const char *vbd = ferry_sim_call_get_string (call, 0);
  FerrySimFailure *failure = check_drive (user_data, vbd, FALSE);

  if (failure != NULL)
    {
      ferry_sim_call_fail (call, failure);
      return;
    }

  set_medium (user_data, vbd, FERRY_SIM_NULL_REF);
  ferry_sim_call_return (call, NULL);
}

static void
insert (FerrySimCall *call,
        gpointer      user_data)
{
  const char *vbd = ferry_sim_call_get_string (call, 0);
  FerrySimFailure *failure = check_drive (user_data, vbd, TRUE);

  if (failure != NULL)
    {
      ferry_sim_call_fail (call, failure);
      return;
    }

  set_medium (user_data, vbd, ferry_sim_call_get_string (call, 1));
  ferry_sim_call_return (call, NULL);
}

static void
unplug_usb (FerrySimCall *call,
            gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *vusb = ferry_sim_call_get_string (call, 0);

  if (!ferry_sim_database_get_boolean (behaviour->database, "VUSB", vusb, "currently_attached"))
    {
      ferry_sim_call_fail (call, ferry_sim_failure_new ("DEVICE_ALREADY_DETACHED", vusb, NULL));
      return;
    }

  ferry_sim_database_set_boolean (behaviour->database, "VUSB", vusb, "currently_attached", FALSE);
  ferry_sim_call_return (call, NULL);
}

static void
destroy_usb (FerrySimCall *call,
             gpointer      user_data)
{
  FerrySimBehaviour *behaviour = user_data;
  const char *vusb = ferry_sim_call_get_string (call, 0);
  g_autofree char *vm = NULL;

  vm = g_strdup (ferry_sim_database_get_string (behaviour->database, "VUSB", vusb, "VM"));
  if (ferry_sim_database_get_boolean (behaviour->database, "VUSB", vusb, "currently_attached"))
    {
      g_autofree char *text = g_strdup_printf ("VUSB '%s' still attached to '%s'", vusb, vm);

      ferry_sim_call_fail (call, ferry_sim_failure_new ("OPERATION_NOT_ALLOWED", text, NULL));
      return;
    }

  ferry_sim_database_delete_row (behaviour->database, "VUSB", vusb);
  if (ferry_sim_database_has_row (behaviour->database, "VM", vm))
    ferry_sim_operations_update_vm (behaviour->database, vm);
  ferry_sim_call_return (call, NULL);
}

static void
set_tracking (FerrySimBehaviour *behaviour,
              FerrySimCall      *call,
              gboolean           enabled)
{
  const char *vdi = ferry_sim_call_get_string (call, 0);

  ferry_sim_database_set_boolean (behaviour->database, "VDI", vdi, "cbt_enabled", enabled);
  ferry_sim_operations_update_vdi (behaviour->database, vdi);
  ferry_sim_call_return (call, NULL);
}

static void
disable_cbt (FerrySimCall *call,
             gpointer      user_data)
{
  set_tracking (user_data, call, FALSE);
}

static void
enable_cbt (FerrySimCall *call,
            gpointer      user_data)
{
  set_tracking (user_data, call, TRUE);
}

/**
 * ferry_sim_device_calls_register:
 * @behaviour: a pool's behaviour
 *
 * Registers the calls that take away what keeps a VM where it is.
 */
void
ferry_sim_device_calls_register (FerrySimBehaviour *behaviour)
{
  static const FerrySimMethod methods[] = {
    { "VBD.eject", eject, FERRY_SIM_METHOD_CHECK_REFS },
    { "VBD.insert", insert, FERRY_SIM_METHOD_CHECK_REFS },
    { "VUSB.unplug", unplug_usb, FERRY_SIM_METHOD_CHECK_REFS },
    { "VUSB.destroy", destroy_usb, FERRY_SIM_METHOD_CHECK_REFS },
    { "VDI.disable_cbt", disable_cbt, FERRY_SIM_METHOD_CHECK_REFS },
    { "VDI.enable_cbt", enable_cbt, FERRY_SIM_METHOD_CHECK_REFS },
  };

  g_return_if_fail (behaviour != NULL);

  ferry_sim_registry_add (ferry_sim_pool_get_registry (behaviour->pool), methods,
                          G_N_ELEMENTS (methods), behaviour);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-task-text"

#include "config.h"

#include "model/ferry-task-text.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *wire_name;
  const char *text;
} operations[] = {
  { "VM.pool_migrate", N_("Live migration") },
  { "VM.migrate_send", N_("Migration with storage") },
  { "VDI.pool_migrate", N_("Disk move") },
  { "VDI.copy", N_("Disk copy") },
  { "VM.copy", N_("Copy of a machine") },
  { "VM.start", N_("Start") },
  { "VM.start_on", N_("Start") },
  { "VM.clean_shutdown", N_("Shutdown") },
  { "VM.hard_shutdown", N_("Forced shutdown") },
  { "VM.clean_reboot", N_("Restart") },
  { "VM.hard_reboot", N_("Forced restart") },
  { "VM.suspend", N_("Suspend") },
  { "VM.resume", N_("Resume") },
  { "VM.resume_on", N_("Resume") },
  { "VM.snapshot", N_("Snapshot") },
  { "VM.checkpoint", N_("Snapshot with memory") },
  { "VM.export", N_("Export") },
  { "host.evacuate", N_("Evacuation of a host") },
};

/**
 * ferry_task_text_operation:
 * @task: a server's task
 *
 * Returns: (transfer none): its operation in words
 */
const char *
ferry_task_text_operation (const FerryTaskRecord *task)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      if (g_str_equal (task->base.name, operations[i].wire_name))
        return _(operations[i].text);
    }

  return task->base.name;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-verdict"

#include "model/ferry-verdict.h"

#include "model/ferry-record.h"

#include <string.h>

/**
 * ferry_verdict_new:
 * @fields: values to copy; a reference to its findings is taken
 *
 * Threads: any.
 *
 * Returns: (transfer full): a new verdict
 */
FerryVerdict *
ferry_verdict_new (const FerryVerdict *fields)
{
  FerryVerdict *self = g_atomic_rc_box_new (FerryVerdict);
  FerryVerdict copy = {
    .vm_key = ferry_key_intern (fields->vm_key),
    .host_key = ferry_key_intern (fields->host_key),
    .outlook = fields->outlook,
    .findings = g_ptr_array_ref (fields->findings),
    .memory_after = fields->memory_after,
    .duration_min_s = fields->duration_min_s,
    .duration_max_s = fields->duration_max_s,
    .pause_min_ms = fields->pause_min_ms,
    .pause_max_ms = fields->pause_max_ms,
  };

  memcpy (self, &copy, sizeof copy);

  return self;
}

static void
ferry_verdict_clear (gpointer data)
{
  FerryVerdict *self = data;

  g_ref_string_release ((char *) self->vm_key);
  g_ref_string_release ((char *) self->host_key);
  g_ptr_array_unref (self->findings);
}

FerryVerdict *
ferry_verdict_ref (const FerryVerdict *self)
{
  return g_atomic_rc_box_acquire ((gpointer) self);
}

void
ferry_verdict_unref (FerryVerdict *self)
{
  g_atomic_rc_box_release_full (self, ferry_verdict_clear);
}

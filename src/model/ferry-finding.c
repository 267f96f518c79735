/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-finding"

#include "model/ferry-finding.h"

#include <string.h>

/**
 * ferry_finding_new:
 * @fields: values to copy
 *
 * Threads: any.
 *
 * Returns: (transfer full): a new finding
 */
FerryFinding *
ferry_finding_new (const FerryFinding *fields)
{
  FerryFinding *self = g_atomic_rc_box_new (FerryFinding);

  memcpy (self,
          &(FerryFinding) {
            .id = fields->id,
            .severity = fields->severity,
            .subject_key = g_strdup (fields->subject_key),
            .sentence = g_strdup (fields->sentence),
            .remedy = fields->remedy,
            .remedy_label = g_strdup (fields->remedy_label),
            .remedy_target = g_strdup (fields->remedy_target),
            .needs_choices = fields->needs_choices,
          },
          sizeof *self);

  return self;
}

static void
ferry_finding_clear (gpointer data)
{
  FerryFinding *self = data;

  g_free ((char *) self->subject_key);
  g_free ((char *) self->sentence);
  g_free ((char *) self->remedy_label);
  g_free ((char *) self->remedy_target);
}

FerryFinding *
ferry_finding_ref (const FerryFinding *self)
{
  return g_atomic_rc_box_acquire ((gpointer) self);
}

void
ferry_finding_unref (FerryFinding *self)
{
  g_atomic_rc_box_release_full (self, ferry_finding_clear);
}

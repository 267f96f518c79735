/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  FERRY_SEVERITY_NOTE,
  FERRY_SEVERITY_WARNS,
  FERRY_SEVERITY_BLOCKS,
} FerrySeverity;

/**
 * FerryRemedyAction:
 *
 * What the console can do about a finding. Each is carried out by a driver.
 */
typedef enum
{
  FERRY_REMEDY_NONE,
  FERRY_REMEDY_EJECT_CD,    /* @remedy_target: the drive's #FerryVmDisk.id */
  FERRY_REMEDY_ENABLE_HOST, /* @remedy_target: the host's key */
} FerryRemedyAction;

/**
 * FerryFinding:
 * @id: (not nullable): stable, static: "cd-not-visible"
 * @severity: how much it matters
 * @subject_key: (nullable): the thing that it is about
 * @sentence: (not nullable): translated: what, which, how much, then the remedy
 * @remedy: what the console can do about it
 * @remedy_label: (nullable): translated words of the button
 * @remedy_target: (nullable): what the remedy works on
 * @needs_choices: a block for a plain migration that a storage copy or another network would lift
 *
 * What one preflight rule, or the server, says. Immutable, reference counted.
 */
typedef struct
{
  const char * const      id;
  const FerrySeverity     severity;
  const char * const      subject_key;
  const char * const      sentence;
  const FerryRemedyAction remedy;
  const char * const      remedy_label;
  const char * const      remedy_target;
  const gboolean          needs_choices;
} FerryFinding;

FerryFinding *ferry_finding_new   (const FerryFinding *fields) G_GNUC_WARN_UNUSED_RESULT;
FerryFinding *ferry_finding_ref   (const FerryFinding *self);
void          ferry_finding_unref (FerryFinding       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryFinding, ferry_finding_unref)

G_END_DECLS

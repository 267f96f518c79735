/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-failure.h"

G_BEGIN_DECLS

/**
 * FerrySimEnvelope:
 * @version: 1 or 2, of JSON-RPC
 * @id: as it is to be echoed, in JSON
 * @method: what is called
 * @params: of type `av`
 *
 * A JSON-RPC request, taken apart.
 */
typedef struct
{
  guint     version;
  char     *id;
  char     *method;
  GVariant *params;
} FerrySimEnvelope;

/* %NULL with @error set: what the page of the HTTP error 500 says. */
FerrySimEnvelope *ferry_sim_envelope_open  (const char       *data,
                                            gsize             length,
                                            GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void              ferry_sim_envelope_free  (FerrySimEnvelope *self);

/* What goes before and after the serialised result. */
char             *ferry_sim_envelope_begin_result (FerrySimEnvelope *self);
char             *ferry_sim_envelope_end_result   (FerrySimEnvelope *self);
char             *ferry_sim_envelope_write_failure (FerrySimEnvelope *self,
                                                    FerrySimFailure  *failure);
/* The odd reply to what fails before anything is looked at: version 2.0, id 0, a flat array. */
char             *ferry_sim_envelope_write_early_failure (FerrySimFailure *failure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerrySimEnvelope, ferry_sim_envelope_free)

G_END_DECLS

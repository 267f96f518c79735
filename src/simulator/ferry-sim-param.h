/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-failure.h"
#include "simulator/ferry-sim-schema.h"

G_BEGIN_DECLS

/* @json: what ferry_sim_json_parse() made of a parameter. (transfer full) (nullable): it as
 * @type, or %NULL with @failure set to what xapi answers to a wrong type. */
GVariant *ferry_sim_param_decode   (const FerrySimType  *type,
                                    GVariant            *json,
                                    FerrySimFailure    **failure) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable): what is wrong with the text in @json, at any depth. */
FerrySimFailure *ferry_sim_param_check_text (GVariant *json);

G_END_DECLS

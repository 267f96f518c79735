/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "drivers/xapi/ferry-xapi-ref.h"

G_BEGIN_DECLS

/**
 * FerryXapiCall:
 * @method: (owned): "VM.pool_migrate"
 * @params: (owned): JSON of the parameters, without the session and without brackets
 * @move_key: (owned) (nullable): goes along as a header, so that the task can be found again
 *
 * One call of the server, without the session.
 */
typedef struct
{
  char    *method;
  GString *params;
  char    *move_key;
} FerryXapiCall;

FerryXapiCall *ferry_xapi_call_new        (const char     *method);
void           ferry_xapi_call_free       (FerryXapiCall  *self);
void           ferry_xapi_call_add_string (FerryXapiCall  *self,
                                           const char     *value);
void           ferry_xapi_call_add_ref    (FerryXapiCall  *self,
                                           FerryXapiRef    ref,
                                           FerryXapiNames *names);
void           ferry_xapi_call_add_number (FerryXapiCall  *self,
                                           double          value);
/* @pairs: keys and values in turn, %NULL-terminated */
void           ferry_xapi_call_add_map    (FerryXapiCall  *self,
                                           const char * const *pairs);
void           ferry_xapi_call_add_set    (FerryXapiCall  *self,
                                           const char * const *words);
/* (transfer full): the request's body. Wipes itself when freed. */
GBytes        *ferry_xapi_call_to_bytes   (FerryXapiCall  *self,
                                           const char     *session,
                                           guint           id) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryXapiCall, ferry_xapi_call_free)

G_END_DECLS

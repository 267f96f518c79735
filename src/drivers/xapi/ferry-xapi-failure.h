/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FerryXapiFailureContext:
 * @get_name: (nullable): the name of the object that a reference means, whatever its class; NULL if it is not known
 * @data: for @get_name
 * @vm_name: (nullable): the VM that was to be worked on
 * @host_name: (nullable): the host that was to take it
 *
 * What is needed to speak of a failure in names.
 */
typedef struct
{
  char      *(*get_name) (gpointer    data,
                          const char *ref);
  gpointer    data;
  const char *vm_name;
  const char *host_name;
} FerryXapiFailureContext;

/* (transfer full): in FERRY_DRIVER_ERROR, with a sentence for the user. @params and @context may be NULL. */
GError     *ferry_xapi_failure_to_error       (const char                    *code,
                                               const char * const            *params,
                                               const FerryXapiFailureContext *context) G_GNUC_WARN_UNUSED_RESULT;
/* Static: an id for a finding: "vm-requires-sr", or "server-refused" for codes that are not known. */
const char *ferry_xapi_failure_get_finding_id (const char                    *code);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A blocking client of a simulator that runs in another thread. */
typedef struct _HttpClient HttpClient;

/* @base: such as "http://127.0.0.1:8080". Any certificate is taken. */
HttpClient *http_client_new             (const char  *base);
void        http_client_free            (HttpClient  *self);
/* (transfer full): the body; %NULL when the connection failed. @status: (out). */
char       *http_client_post            (HttpClient  *self,
                                         const char  *path,
                                         const char  *body,
                                         guint       *status);
/* (transfer full): the whole reply to a JSON-RPC 2.0 call; %NULL when there is none that is JSON.
 * @params: the inside of the array, in JSON with ' for ". */
JsonNode   *http_client_call            (HttpClient  *self,
                                         const char  *method,
                                         const char  *params,
                                         ...) G_GNUC_PRINTF (3, 4);
/* (transfer full): the result, which must be one. */
JsonNode   *http_client_call_well       (HttpClient  *self,
                                         const char  *method,
                                         const char  *params,
                                         ...) G_GNUC_PRINTF (3, 4);
/* (transfer full): "CODE param param", which the reply must be. */
char       *http_client_call_badly      (HttpClient  *self,
                                         const char  *method,
                                         const char  *params,
                                         ...) G_GNUC_PRINTF (3, 4);
/* (transfer full): a session. */
char       *http_client_log_in          (HttpClient  *self,
                                         const char  *user,
                                         const char  *password);
/* (nullable): SHA-256 of the certificate last seen, as "FC:2E:…". */
const char *http_client_get_fingerprint (HttpClient  *self);
SoupMessageHeaders *http_client_get_request_headers (HttpClient *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpClient, http_client_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "http-client.h"

#include <string.h>

struct _HttpClient
{
  char               *base;
  SoupSession        *session;
  SoupMessageHeaders *headers; /* put on every request */
  char               *fingerprint;
  guint               last_id;
};

HttpClient *
http_client_new (const char *base)
{
  HttpClient *self = g_new0 (HttpClient, 1);

  self->base = g_strdup (base);
  self->session = soup_session_new ();
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);

  return self;
}

void
http_client_free (HttpClient *self)
{
  g_clear_object (&self->session);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_free (self->fingerprint);
  g_free (self->base);
  g_free (self);
}

const char *
http_client_get_fingerprint (HttpClient *self)
{
  return self->fingerprint;
}

SoupMessageHeaders *
http_client_get_request_headers (HttpClient *self)
{
  return self->headers;
}

static gboolean
on_accept_certificate (SoupMessage          *message,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  errors,
                       HttpClient           *self)
{
  g_autoptr(GByteArray) der = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *digest = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  for (guint i = 0; digest[i] != '\0'; i++)
    g_string_append_printf (text, "%s%c", i > 0 && i % 2 == 0 ? ":" : "",
                            g_ascii_toupper (digest[i]));
  g_free (self->fingerprint);
  self->fingerprint = g_strdup (text->str);

  return TRUE;
}

static void
copy_header (const char *name,
             const char *value,
             gpointer    user_data)
{
  soup_message_headers_append (user_data, name, value);
}

char *
http_client_post (HttpClient *self,
                  const char *path,
                  const char *body,
                  guint      *status)
{
  g_autofree char *uri = g_strconcat (self->base, path, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_POST, uri);
  g_autoptr(GBytes) sent = g_bytes_new (body, strlen (body));
  g_autoptr(GBytes) received = NULL;

  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
  soup_message_set_request_body_from_bytes (message, "application/json", sent);
  soup_message_headers_foreach (self->headers, copy_header,
                                soup_message_get_request_headers (message));
  received = soup_session_send_and_read (self->session, message, NULL, NULL);
  *status = soup_message_get_status (message);
  if (received == NULL)
    return NULL;

  return g_strndup (g_bytes_get_data (received, NULL), g_bytes_get_size (received));
}

static JsonNode *
call (HttpClient *self,
      const char *method,
      const char *params,
      va_list     args)
{
  g_autofree char *quoted = g_strdup_vprintf (params, args);
  g_autofree char *body = NULL;
  g_autofree char *reply = NULL;
  guint status;

  g_strdelimit (quoted, "'", '"');
  body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":[%s],\"id\":%u}",
                          method, quoted, ++self->last_id);
  reply = http_client_post (self, "/jsonrpc", body, &status);

  return reply != NULL ? json_from_string (reply, NULL) : NULL;
}

JsonNode *
http_client_call (HttpClient *self,
                  const char *method,
                  const char *params,
                  ...)
{
  JsonNode *reply;
  va_list args;

  va_start (args, params);
  reply = call (self, method, params, args);
  va_end (args);

  return reply;
}

JsonNode *
http_client_call_well (HttpClient *self,
                       const char *method,
                       const char *params,
                       ...)
{
  g_autoptr(JsonNode) reply = NULL;
  JsonObject *object;
  va_list args;

  va_start (args, params);
  reply = call (self, method, params, args);
  va_end (args);
  g_assert_nonnull (reply);
  object = json_node_get_object (reply);
  if (!json_object_has_member (object, "result"))
    {
      g_autofree char *text = json_to_string (reply, FALSE);

      g_test_message ("%s: %s", method, text);
      g_assert_not_reached ();
    }

  return json_object_dup_member (object, "result");
}

char *
http_client_call_badly (HttpClient *self,
                        const char *method,
                        const char *params,
                        ...)
{
  g_autoptr(JsonNode) reply = NULL;
  GString *text = g_string_new (NULL);
  JsonObject *error;
  JsonArray *data;
  va_list args;

  va_start (args, params);
  reply = call (self, method, params, args);
  va_end (args);
  g_assert_nonnull (reply);
  g_assert_true (json_object_has_member (json_node_get_object (reply), "error"));
  error = json_object_get_object_member (json_node_get_object (reply), "error");
  g_assert_cmpint (json_object_get_int_member (error, "code"), ==, 1);
  g_string_append (text, json_object_get_string_member (error, "message"));
  data = json_object_get_array_member (error, "data");
  for (guint i = 0; i < json_array_get_length (data); i++)
    g_string_append_printf (text, " %s", json_array_get_string_element (data, i));

  return g_string_free (text, FALSE);
}

char *
http_client_log_in (HttpClient *self,
                    const char *user,
                    const char *password)
{
  g_autoptr(JsonNode) result = NULL;

  result = http_client_call_well (self, "session.login_with_password", "'%s','%s','1.0','test'",
                                  user, password);

  return g_strdup (json_node_get_string (result));
}

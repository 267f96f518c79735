/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-call"

#include "drivers/xapi/ferry-xapi-call.h"

#include <string.h>

FerryXapiCall *
ferry_xapi_call_new (const char *method)
{
  FerryXapiCall *self = g_new0 (FerryXapiCall, 1);

  self->method = g_strdup (method);
  self->params = g_string_new (NULL);

  return self;
}

static void
wipe (GString *text)
{
  explicit_bzero (text->str, text->len);
  g_string_free (text, TRUE);
}

void
ferry_xapi_call_free (FerryXapiCall *self)
{
  if (self == NULL)
    return;

  /* A login has the password among them. */
  wipe (self->params);
  g_free (self->method);
  g_free (self->move_key);
  g_free (self);
}

static void
separate (FerryXapiCall *self)
{
  if (self->params->len > 0)
    g_string_append_c (self->params, ',');
}

void
ferry_xapi_call_add_string (FerryXapiCall *self,
                            const char    *value)
{
  separate (self);
  ferry_xapi_json_append (self->params, value);
}

void
ferry_xapi_call_add_ref (FerryXapiCall  *self,
                         FerryXapiRef    ref,
                         FerryXapiNames *names)
{
  g_autofree char *text = ferry_xapi_ref_format (ref, names);

  ferry_xapi_call_add_string (self, text);
}

void
ferry_xapi_call_add_number (FerryXapiCall *self,
                            double         value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  separate (self);
  g_string_append (self->params, g_ascii_formatd (text, sizeof (text), "%.1f", value));
}

void
ferry_xapi_call_add_map (FerryXapiCall      *self,
                         const char * const *pairs)
{
  separate (self);
  g_string_append_c (self->params, '{');
  for (guint i = 0; pairs[i] != NULL; i += 2)
    {
      if (i > 0)
        g_string_append_c (self->params, ',');
      ferry_xapi_json_append (self->params, pairs[i]);
      g_string_append_c (self->params, ':');
      ferry_xapi_json_append (self->params, pairs[i + 1]);
    }
  g_string_append_c (self->params, '}');
}

void
ferry_xapi_call_add_set (FerryXapiCall      *self,
                         const char * const *words)
{
  separate (self);
  g_string_append_c (self->params, '[');
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (self->params, ',');
      ferry_xapi_json_append (self->params, words[i]);
    }
  g_string_append_c (self->params, ']');
}

static void
wipe_body (gpointer data)
{
  wipe (data);
}

/**
 * ferry_xapi_call_to_bytes:
 * @self: a call
 * @session: (nullable): its first parameter; %NULL for a login
 * @id: to find the reply by
 *
 * Returns: (transfer full): the body of the request
 */
GBytes *
ferry_xapi_call_to_bytes (FerryXapiCall *self,
                          const char    *session,
                          guint          id)
{
  /* Room for all of it: growing would leave copies behind that nobody wipes. */
  GString *body = g_string_sized_new (self->params->len * 2 + 512);

  g_string_append (body, "{\"jsonrpc\":\"2.0\",\"method\":");
  ferry_xapi_json_append (body, self->method);
  g_string_append (body, ",\"params\":[");
  if (session != NULL)
    {
      ferry_xapi_json_append (body, session);
      if (self->params->len > 0)
        g_string_append_c (body, ',');
    }
  g_string_append_len (body, self->params->str, (gssize) self->params->len);
  g_string_append_printf (body, "],\"id\":%u}", id);

  return g_bytes_new_with_free_func (body->str, body->len, wipe_body, body);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-envelope"

#include "simulator/ferry-sim-envelope.h"

#include "simulator/ferry-sim-json.h"

static gboolean
fail_field (const char  *what,
            const char  *field,
            GError     **error)
{
  if (what != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "Jsonrpc.Malformed_method_request(\"Invalid field '%s' in request body\")", field);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "Jsonrpc.Malformed_method_request(\"Required field %s is missing\")", field);

  return FALSE;
}

/* (nullable): null counts as missing. */
static GVariant *
look_up (GVariant   *object,
         const char *name)
{
  g_autoptr(GVariant) value = g_variant_lookup_value (object, name, NULL);

  if (value == NULL || g_variant_is_of_type (value, G_VARIANT_TYPE_MAYBE))
    return NULL;

  return g_steal_pointer (&value);
}

static gboolean
take_version (FerrySimEnvelope  *self,
              GVariant          *object,
              GError           **error)
{
  g_autoptr(GVariant) value = g_variant_lookup_value (object, "jsonrpc", NULL);

  self->version = value == NULL ? 1 : 2;
  if (value == NULL)
    return TRUE;
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
      || !g_str_equal (g_variant_get_string (value, NULL), "2.0"))
    return fail_field ("invalid", "jsonrpc", error);

  return TRUE;
}

static gboolean
take_id (FerrySimEnvelope  *self,
         GVariant          *object,
         GError           **error)
{
  g_autoptr(GVariant) value = look_up (object, "id");
  g_autoptr(GString) text = g_string_new (NULL);

  if (value == NULL
      || (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
          && !g_variant_is_of_type (value, G_VARIANT_TYPE_INT64)))
    return fail_field ("invalid", "id", error);

  ferry_sim_json_append (text, NULL, value);
  self->id = g_strdup (text->str);

  return TRUE;
}

static gboolean
take_method (FerrySimEnvelope  *self,
             GVariant          *object,
             GError           **error)
{
  g_autoptr(GVariant) value = look_up (object, "method");

  if (value == NULL)
    return fail_field (NULL, "method", error);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return fail_field ("invalid", "method", error);

  self->method = g_variant_dup_string (value, NULL);

  return TRUE;
}

static gboolean
take_params (FerrySimEnvelope  *self,
             GVariant          *object,
             GError           **error)
{
  g_autoptr(GVariant) value = look_up (object, "params");
  GVariant *one;

  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE ("av")))
    {
      self->params = g_steal_pointer (&value);
      return TRUE;
    }
  if (self->version == 1)
    return fail_field (value != NULL ? "invalid" : NULL, "params", error);
  if (value == NULL)
    {
      self->params = g_variant_ref_sink (g_variant_new ("av", NULL));
      return TRUE;
    }
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT))
    {
      one = g_variant_new_variant (value);
      self->params = g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARIANT, &one, 1));
      return TRUE;
    }

  return fail_field ("invalid", "params", error);
}

/**
 * ferry_sim_envelope_free:
 * @self: (transfer full): an envelope
 */
void
ferry_sim_envelope_free (FerrySimEnvelope *self)
{
  g_free (self->id);
  g_free (self->method);
  g_clear_pointer (&self->params, g_variant_unref);
  g_free (self);
}

/**
 * ferry_sim_envelope_open:
 * @data: the body of a request
 * @length: its length in bytes
 * @error: return location for what the page of the HTTP error says
 *
 * Returns: (transfer full) (nullable): what it asks
 */
FerrySimEnvelope *
ferry_sim_envelope_open (const char  *data,
                         gsize        length,
                         GError     **error)
{
  g_autoptr(FerrySimEnvelope) self = g_new0 (FerrySimEnvelope, 1);
  g_autoptr(GVariant) object = ferry_sim_json_parse (data, length, error);

  if (object == NULL)
    return NULL;
  if (!g_variant_is_of_type (object, G_VARIANT_TYPE_VARDICT))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "Jsonrpc.Malformed_method_request(\"Not an object\")");
      return NULL;
    }
  if (!take_version (self, object, error) || !take_id (self, object, error)
      || !take_method (self, object, error) || !take_params (self, object, error))
    return NULL;

  return g_steal_pointer (&self);
}

char *
ferry_sim_envelope_begin_result (FerrySimEnvelope *self)
{
  return g_strdup (self->version == 1 ? "{\"result\":" : "{\"jsonrpc\":\"2.0\",\"result\":");
}

char *
ferry_sim_envelope_end_result (FerrySimEnvelope *self)
{
  return g_strdup_printf ("%s,\"id\":%s}", self->version == 1 ? ",\"error\":null" : "", self->id);
}

static void
append_strings (GString            *json,
                const char         *first,
                const char * const *others)
{
  g_string_append_c (json, '[');
  if (first != NULL)
    ferry_sim_json_append_string (json, first);
  for (guint i = 0; others[i] != NULL; i++)
    {
      if (i > 0 || first != NULL)
        g_string_append_c (json, ',');
      ferry_sim_json_append_string (json, others[i]);
    }
  g_string_append_c (json, ']');
}

/**
 * ferry_sim_envelope_write_failure:
 * @self: the request
 * @failure: why it failed
 *
 * Returns: (transfer full): the whole reply
 */
char *
ferry_sim_envelope_write_failure (FerrySimEnvelope *self,
                                  FerrySimFailure  *failure)
{
  GString *json = g_string_new (NULL);

  if (self->version == 1)
    {
      g_string_append (json, "{\"result\":null,\"error\":");
      append_strings (json, failure->code, failure->params);
    }
  else
    {
      g_string_append (json, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":");
      ferry_sim_json_append_string (json, failure->code);
      g_string_append (json, ",\"data\":");
      append_strings (json, NULL, failure->params);
      g_string_append_c (json, '}');
    }
  g_string_append_printf (json, ",\"id\":%s}", self->id);

  return g_string_free (json, FALSE);
}

char *
ferry_sim_envelope_write_early_failure (FerrySimFailure *failure)
{
  GString *json = g_string_new ("{\"jsonrpc\":\"2.0\",\"error\":");

  append_strings (json, failure->code, failure->params);
  g_string_append (json, ",\"id\":0}");

  return g_string_free (json, FALSE);
}

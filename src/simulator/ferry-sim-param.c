/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-param"

#include "simulator/ferry-sim-param.h"

#include "simulator/ferry-sim-json.h"

/* The way xapi shows a value that it did not expect: I(5), S(text), {name:S(text)}. */
static void
describe (GString  *text,
          GVariant *json)
{
  GVariantIter iter;
  GVariant *child;
  const char *key;
  gboolean first = TRUE;

  if (g_variant_is_of_type (json, G_VARIANT_TYPE_STRING))
    g_string_append_printf (text, "S(%s)", g_variant_get_string (json, NULL));
  else if (g_variant_is_of_type (json, G_VARIANT_TYPE_INT64))
    g_string_append_printf (text, "I(%" G_GINT64_FORMAT ")", g_variant_get_int64 (json));
  else if (g_variant_is_of_type (json, G_VARIANT_TYPE_DOUBLE))
    g_string_append_printf (text, "F(%g)", g_variant_get_double (json));
  else if (g_variant_is_of_type (json, G_VARIANT_TYPE_BOOLEAN))
    g_string_append_printf (text, "B(%s)", g_variant_get_boolean (json) ? "true" : "false");
  else if (g_variant_is_of_type (json, G_VARIANT_TYPE ("av")))
    {
      g_string_append_c (text, '[');
      g_variant_iter_init (&iter, json);
      while (g_variant_iter_next (&iter, "v", &child))
        {
          g_string_append (text, first ? "" : ";");
          describe (text, child);
          g_variant_unref (child);
          first = FALSE;
        }
      g_string_append_c (text, ']');
    }
  else if (g_variant_is_of_type (json, G_VARIANT_TYPE_VARDICT))
    {
      g_string_append_c (text, '{');
      g_variant_iter_init (&iter, json);
      while (g_variant_iter_next (&iter, "{&sv}", &key, &child))
        {
          g_string_append_printf (text, "%s%s:", first ? "" : ";", key);
          describe (text, child);
          g_variant_unref (child);
          first = FALSE;
        }
      g_string_append_c (text, '}');
    }
  else
    {
      g_string_append_c (text, 'N');
    }
}

static FerrySimFailure *
internal_error (const char *text)
{
  g_autofree char *failure = g_strdup_printf ("Failure(\"%s\")", text);

  return ferry_sim_failure_new ("INTERNAL_ERROR", failure, NULL);
}

static FerrySimFailure *
unexpected (const char *expected,
            GVariant   *json)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const char *middle = g_str_has_prefix (expected, "Expecting") ? ", but found '" : ", got '";

  g_string_append (text, expected);
  g_string_append (text, middle);
  describe (text, json);
  g_string_append_c (text, '\'');

  return internal_error (text->str);
}

static GVariant *
decode_string (GVariant         *json,
               FerrySimFailure **failure)
{
  if (g_variant_is_of_type (json, G_VARIANT_TYPE_STRING))
    return g_variant_ref (json);

  *failure = unexpected ("Expected string", json);

  return NULL;
}

static GVariant *
decode_datetime (GVariant         *json,
                 FerrySimFailure **failure)
{
  g_autoptr(GVariant) text = decode_string (json, failure);
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) time = NULL;
  g_autoptr(GDateTime) there = NULL;
  g_autofree char *compact = NULL;
  g_autofree char *message = NULL;

  if (text == NULL)
    return NULL;

  time = g_date_time_new_from_iso8601 (g_variant_get_string (text, NULL), utc);
  if (time == NULL)
    {
      message = g_strconcat ("Invalid argument: Clock__Date.of_iso8601: ",
                             g_variant_get_string (text, NULL), NULL);
      *failure = ferry_sim_failure_new ("INTERNAL_ERROR", message, NULL);
      return NULL;
    }

  there = g_date_time_to_utc (time);
  compact = g_date_time_format (there, "%Y%m%dT%H:%M:%SZ");

  return g_variant_ref_sink (g_variant_new_string (compact));
}

static GVariant *
decode_enum (const FerrySimType  *type,
             GVariant            *json,
             FerrySimFailure    **failure)
{
  g_autoptr(GVariant) text = decode_string (json, failure);

  if (text == NULL)
    return NULL;

  for (guint i = 0; type->values != NULL && type->values[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (type->values[i], g_variant_get_string (text, NULL)) == 0)
        return g_variant_ref_sink (g_variant_new_string (type->values[i]));
    }

  *failure = internal_error ("Unknown tag/contents");

  return NULL;
}

static GVariant *
decode_int (GVariant         *json,
            FerrySimFailure **failure)
{
  gint64 value;

  if (g_variant_is_of_type (json, G_VARIANT_TYPE_INT64))
    return g_variant_ref (json);
  if (!g_variant_is_of_type (json, G_VARIANT_TYPE_STRING))
    {
      *failure = unexpected ("Expected int64", json);
      return NULL;
    }
  if (!g_ascii_string_to_signed (g_variant_get_string (json, NULL), 10,
                                 G_MININT64, G_MAXINT64, &value, NULL))
    {
      *failure = internal_error ("Int64.of_string");
      return NULL;
    }

  return g_variant_ref_sink (g_variant_new_int64 (value));
}

static GVariant *
decode_float (GVariant         *json,
              FerrySimFailure **failure)
{
  const char *text;
  double value;
  char *end;

  if (g_variant_is_of_type (json, G_VARIANT_TYPE_DOUBLE))
    return g_variant_ref (json);
  if (g_variant_is_of_type (json, G_VARIANT_TYPE_INT64))
    return g_variant_ref_sink (g_variant_new_double ((double) g_variant_get_int64 (json)));
  if (!g_variant_is_of_type (json, G_VARIANT_TYPE_STRING))
    {
      *failure = unexpected ("Expected float", json);
      return NULL;
    }

  text = g_variant_get_string (json, NULL);
  value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0')
    {
      *failure = internal_error ("float_of_string");
      return NULL;
    }

  return g_variant_ref_sink (g_variant_new_double (value));
}

static GVariant *
decode_bool (GVariant         *json,
             FerrySimFailure **failure)
{
  if (g_variant_is_of_type (json, G_VARIANT_TYPE_BOOLEAN))
    return g_variant_ref (json);

  *failure = unexpected ("Expected bool", json);

  return NULL;
}

static GVariant *
decode_set (const FerrySimType  *type,
            GVariant            *json,
            FerrySimFailure    **failure)
{
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (type->signature));
  GVariantIter iter;
  GVariant *child;

  if (!g_variant_is_of_type (json, G_VARIANT_TYPE ("av")))
    {
      *failure = unexpected ("Expecting Rpc.Enum", json);
      return NULL;
    }

  g_variant_iter_init (&iter, json);
  while (g_variant_iter_next (&iter, "v", &child))
    {
      g_autoptr(GVariant) value = ferry_sim_param_decode (type->element, child, failure);

      g_variant_unref (child);
      if (value == NULL)
        return NULL;
      g_variant_builder_add_value (&builder, value);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static GVariant *
decode_map (const FerrySimType  *type,
            GVariant            *json,
            FerrySimFailure    **failure)
{
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (type->signature));
  GVariantIter iter;
  GVariant *child;
  const char *key;

  if (!g_variant_is_of_type (json, G_VARIANT_TYPE_VARDICT))
    {
      *failure = unexpected ("Expecting Rpc.Dict", json);
      return NULL;
    }

  g_variant_iter_init (&iter, json);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &child))
    {
      g_autoptr(GVariant) value = ferry_sim_param_decode (type->element, child, failure);

      g_variant_unref (child);
      if (value == NULL)
        return NULL;
      g_variant_builder_add (&builder, "{s@*}", key, value);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/**
 * ferry_sim_param_decode:
 * @type: what it must be
 * @json: what was received
 * @failure: (out) (transfer full): what xapi answers when it is something else
 *
 * Returns: (transfer full) (nullable): the value
 */
GVariant *
ferry_sim_param_decode (const FerrySimType  *type,
                        GVariant            *json,
                        FerrySimFailure    **failure)
{
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (json != NULL, NULL);

  switch (type->kind)
    {
    case FERRY_SIM_KIND_DATETIME:
      return decode_datetime (json, failure);
    case FERRY_SIM_KIND_ENUM:
      return decode_enum (type, json, failure);
    case FERRY_SIM_KIND_INT:
      return decode_int (json, failure);
    case FERRY_SIM_KIND_FLOAT:
      return decode_float (json, failure);
    case FERRY_SIM_KIND_BOOL:
      return decode_bool (json, failure);
    case FERRY_SIM_KIND_SET:
      return decode_set (type, json, failure);
    case FERRY_SIM_KIND_MAP:
      return decode_map (type, json, failure);
    case FERRY_SIM_KIND_OPTION:
      return ferry_sim_param_decode (type->element, json, failure);
    case FERRY_SIM_KIND_RECORD:
      if (g_variant_is_of_type (json, G_VARIANT_TYPE_VARDICT))
        return g_variant_ref (json);
      *failure = unexpected ("Expecting Rpc.Dict", json);
      return NULL;
    case FERRY_SIM_KIND_VOID:
    case FERRY_SIM_KIND_STRING:
    case FERRY_SIM_KIND_REF:
    default:
      return decode_string (json, failure);
    }
}

static FerrySimFailure *
check_bytes (GVariant *json)
{
  g_autofree char *valid = NULL;
  g_autofree char *shown = NULL;
  const char *bytes;
  gsize length;

  bytes = g_variant_get_fixed_array (json, &length, 1);
  valid = g_utf8_make_valid (bytes, (gssize) length);
  shown = g_strdup_printf ("S(%s)", valid);

  return ferry_sim_failure_new ("INVALID_VALUE", "Invalid UTF-8 string in parameter", shown, NULL);
}

/**
 * ferry_sim_param_check_text:
 * @json: what was received
 *
 * Returns: (transfer full) (nullable): what xapi answers to the first text in @json that isn't
 *   UTF-8 or has control characters
 */
FerrySimFailure *
ferry_sim_param_check_text (GVariant *json)
{
  FerrySimFailure *failure = NULL;
  GVariantIter iter;
  GVariant *child;
  const char *key;

  if (g_variant_is_of_type (json, G_VARIANT_TYPE_BYTESTRING))
    return check_bytes (json);

  if (g_variant_is_of_type (json, G_VARIANT_TYPE ("av")))
    {
      g_variant_iter_init (&iter, json);
      while (failure == NULL && g_variant_iter_next (&iter, "v", &child))
        {
          failure = ferry_sim_param_check_text (child);
          g_variant_unref (child);
        }
    }
  else if (g_variant_is_of_type (json, G_VARIANT_TYPE_VARDICT))
    {
      g_variant_iter_init (&iter, json);
      while (failure == NULL && g_variant_iter_next (&iter, "{&sv}", &key, &child))
        {
          failure = ferry_sim_param_check_text (child);
          g_variant_unref (child);
        }
    }

  return failure;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-query"

#include "simulator/ferry-sim-query.h"

typedef enum
{
  QUERY_TRUE,
  QUERY_FALSE,
  QUERY_EQUAL,
  QUERY_NOT,
  QUERY_AND,
  QUERY_OR,
} QueryKind;

typedef struct
{
  const FerrySimField *field;   /* (nullable): then it is a constant */
  char                *literal; /* (nullable) */
} Operand;

struct _FerrySimQuery
{
  QueryKind      kind;
  Operand        left;
  Operand        right;
  FerrySimQuery *first;
  FerrySimQuery *second;
};

typedef struct
{
  const FerrySimClass *klass;
  const char          *text;
  const char          *at;
  FerrySimFailure     *failure; /* (nullable): the first */
} Reader;

static FerrySimQuery *read_query (Reader *reader);

/**
 * ferry_sim_query_free:
 * @self: (nullable) (transfer full): a query
 */
void
ferry_sim_query_free (FerrySimQuery *self)
{
  if (self == NULL)
    return;

  g_free (self->left.literal);
  g_free (self->right.literal);
  ferry_sim_query_free (self->first);
  ferry_sim_query_free (self->second);
  g_free (self);
}

static FerrySimQuery *
new_query (QueryKind      kind,
           FerrySimQuery *first,
           FerrySimQuery *second)
{
  FerrySimQuery *query = g_new0 (FerrySimQuery, 1);

  query->kind = kind;
  query->first = first;
  query->second = second;

  return query;
}

static void
skip_blanks (Reader *reader)
{
  while (g_ascii_isspace (*reader->at))
    reader->at++;
}

static gboolean
skip_token (Reader     *reader,
            const char *token)
{
  skip_blanks (reader);
  if (!g_str_has_prefix (reader->at, token))
    return FALSE;
  if (g_ascii_isalpha (token[0]) && g_ascii_isalnum (reader->at[strlen (token)]))
    return FALSE;

  reader->at += strlen (token);

  return TRUE;
}

static void
fail_parse (Reader     *reader,
            const char *text)
{
  if (reader->failure == NULL)
    reader->failure = ferry_sim_failure_new ("INVALID_VALUE", reader->text, text, NULL);
}

static char *
read_quoted (Reader *reader)
{
  const char *start;
  char quote;

  if (!skip_token (reader, "\"") && !skip_token (reader, "'"))
    return NULL;

  quote = reader->at[-1];
  start = reader->at;
  while (*reader->at != '\0' && *reader->at != quote)
    reader->at++;
  if (*reader->at == '\0')
    return NULL;

  return g_strndup (start, (gsize) (reader->at++ - start));
}

/* In queries a field goes by the name that it has in the database: "name__label". */
static gboolean
is_internal_name (const FerrySimClass *klass,
                  const FerrySimField *field,
                  const char          *name)
{
  static const char * const spaces[] = {
    "name", "memory", "VCPUs", "actions", "PV", "HVM", "API_version", "qos", "io", NULL,
  };
  static const char * const plain[] = {
    "PV_drivers_version", "PV_drivers_up_to_date", "PV_drivers_detected", NULL,
  };

  for (guint i = 0; spaces[i] != NULL; i++)
    {
      gsize length = strlen (spaces[i]);

      if (g_str_has_prefix (field->name, spaces[i]) && field->name[length] == '_'
          && !g_strv_contains (plain, field->name))
        return strstr (name, "__") != NULL;
    }

  return TRUE;
}

static const FerrySimField *
find_field (Reader     *reader,
            const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, "__", 2);
  g_autofree char *folded = g_strjoinv ("_", parts);
  const FerrySimField *field = ferry_sim_schema_find_field (reader->klass, folded);

  if (field != NULL && is_internal_name (reader->klass, field, name))
    return field;

  if (reader->failure == NULL)
    reader->failure = ferry_sim_failure_new ("INTERNAL_ERROR", "missing field", name, "", NULL);

  return NULL;
}

static gboolean
read_operand (Reader  *reader,
              Operand *operand)
{
  g_autofree char *text = NULL;

  if (skip_token (reader, "field"))
    {
      text = read_quoted (reader);
      operand->field = text != NULL ? find_field (reader, text) : NULL;
      return operand->field != NULL;
    }

  operand->literal = read_quoted (reader);

  return operand->literal != NULL;
}

static FerrySimQuery *
read_equation (Reader *reader)
{
  g_autoptr(FerrySimQuery) query = new_query (QUERY_EQUAL, NULL, NULL);

  if (!read_operand (reader, &query->left) || !skip_token (reader, "=")
      || !read_operand (reader, &query->right))
    {
      fail_parse (reader, "Failure(\"lexing: empty token\")");
      return NULL;
    }

  return g_steal_pointer (&query);
}

static FerrySimQuery *
read_term (Reader *reader)
{
  g_autoptr(FerrySimQuery) inner = NULL;

  if (skip_token (reader, "true"))
    return new_query (QUERY_TRUE, NULL, NULL);
  if (skip_token (reader, "false"))
    return new_query (QUERY_FALSE, NULL, NULL);
  if (skip_token (reader, "not"))
    {
      inner = read_term (reader);
      return inner != NULL ? new_query (QUERY_NOT, g_steal_pointer (&inner), NULL) : NULL;
    }
  if (skip_token (reader, "("))
    {
      inner = read_query (reader);
      if (inner != NULL && skip_token (reader, ")"))
        return g_steal_pointer (&inner);
      fail_parse (reader, "Parse_error");
      return NULL;
    }

  return read_equation (reader);
}

static FerrySimQuery *
read_query (Reader *reader)
{
  g_autoptr(FerrySimQuery) query = read_term (reader);

  while (query != NULL)
    {
      QueryKind kind;
      FerrySimQuery *second;

      if (skip_token (reader, "and"))
        kind = QUERY_AND;
      else if (skip_token (reader, "or"))
        kind = QUERY_OR;
      else
        break;

      second = read_term (reader);
      if (second == NULL)
        return NULL;
      query = new_query (kind, g_steal_pointer (&query), second);
    }

  return g_steal_pointer (&query);
}

/**
 * ferry_sim_query_new:
 * @klass: what is asked about
 * @text: the question
 * @failure: (out) (transfer full): what xapi answers to a question that makes no sense
 *
 * Returns: (transfer full) (nullable): the question
 */
FerrySimQuery *
ferry_sim_query_new (const FerrySimClass  *klass,
                     const char           *text,
                     FerrySimFailure     **failure)
{
  Reader reader = { klass, text, text, NULL };
  g_autoptr(FerrySimQuery) query = read_query (&reader);

  skip_blanks (&reader);
  if (query != NULL && *reader.at != '\0')
    fail_parse (&reader, "Failure(\"lexing: empty token\")");
  if (reader.failure != NULL)
    {
      *failure = reader.failure;
      return NULL;
    }

  return g_steal_pointer (&query);
}

static char *
get_text (const Operand       *operand,
          FerrySimDatabase    *database,
          const FerrySimClass *klass,
          const char          *ref)
{
  GVariant *value;

  if (operand->field == NULL)
    return g_strdup (operand->literal);

  value = ferry_sim_database_get (database, klass->name, ref, operand->field->name);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (value, NULL);

  return g_variant_print (value, FALSE);
}

/**
 * ferry_sim_query_match:
 * @self: a question
 * @database: where to look
 * @klass: the class that @self is about
 * @ref: one of its rows
 *
 * Returns: whether the row is among those asked for
 */
gboolean
ferry_sim_query_match (FerrySimQuery       *self,
                       FerrySimDatabase    *database,
                       const FerrySimClass *klass,
                       const char          *ref)
{
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  switch (self->kind)
    {
    case QUERY_TRUE:
      return TRUE;
    case QUERY_NOT:
      return !ferry_sim_query_match (self->first, database, klass, ref);
    case QUERY_AND:
      return ferry_sim_query_match (self->first, database, klass, ref)
        && ferry_sim_query_match (self->second, database, klass, ref);
    case QUERY_OR:
      return ferry_sim_query_match (self->first, database, klass, ref)
        || ferry_sim_query_match (self->second, database, klass, ref);
    case QUERY_EQUAL:
      left = get_text (&self->left, database, klass, ref);
      right = get_text (&self->right, database, klass, ref);
      return g_str_equal (left, right);
    case QUERY_FALSE:
    default:
      return FALSE;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-accessors"

#include "simulator/ferry-sim-accessors.h"

#include "simulator/ferry-sim-json.h"
#include "simulator/ferry-sim-query.h"

typedef struct
{
  FerrySimCall        *call;
  FerrySimDatabase    *database;
  const FerrySimClass *klass;
  const FerrySimField *field; /* (nullable): the one that the method's name ends in */
  const char          *ref;   /* the first parameter, where it is a reference */
} Access;

typedef void (*AccessFunc) (Access *access);

static void
get_record (Access *access)
{
  GBytes *json = ferry_sim_database_get_json (access->database, access->klass->name, access->ref);

  ferry_sim_call_return_json (access->call, g_bytes_ref (json));
}

static gboolean
matches (Access         *access,
         FerrySimQuery  *query,
         const char     *ref)
{
  return query == NULL
    || ferry_sim_query_match (query, access->database, access->klass, ref);
}

static FerrySimQuery *
parse_query (Access   *access,
             gboolean *ok)
{
  FerrySimFailure *failure = NULL;
  FerrySimQuery *query;

  *ok = TRUE;
  if (!g_str_has_suffix (ferry_sim_call_get_message (access->call)->name, "_where"))
    return NULL;

  query = ferry_sim_query_new (access->klass, ferry_sim_call_get_string (access->call, 0),
                               &failure);
  if (query == NULL)
    {
      *ok = FALSE;
      ferry_sim_call_fail (access->call, failure);
    }

  return query;
}

static void
get_all (Access *access)
{
  g_autoptr(GPtrArray) refs = NULL;
  g_autoptr(FerrySimQuery) query = NULL;
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));
  gboolean ok;

  query = parse_query (access, &ok);
  if (!ok)
    return;

  refs = ferry_sim_database_list_refs (access->database, access->klass->name);
  for (guint i = 0; i < refs->len; i++)
    {
      if (matches (access, query, g_ptr_array_index (refs, i)))
        g_variant_builder_add (&builder, "s", g_ptr_array_index (refs, i));
    }
  ferry_sim_call_return (access->call, g_variant_builder_end (&builder));
}

static void
get_all_records (Access *access)
{
  g_autoptr(GPtrArray) refs = NULL;
  g_autoptr(FerrySimQuery) query = NULL;
  GString *json;
  gboolean ok;

  query = parse_query (access, &ok);
  if (!ok)
    return;

  json = g_string_new ("{");
  refs = ferry_sim_database_list_refs (access->database, access->klass->name);
  for (guint i = 0; i < refs->len; i++)
    {
      const char *ref = g_ptr_array_index (refs, i);
      gconstpointer data;
      gsize length;

      if (!matches (access, query, ref))
        continue;
      if (json->len > 1)
        g_string_append_c (json, ',');
      ferry_sim_json_append_string (json, ref);
      g_string_append_c (json, ':');
      data = g_bytes_get_data (ferry_sim_database_get_json (access->database,
                                                            access->klass->name, ref), &length);
      g_string_append_len (json, data, (gssize) length);
    }
  g_string_append_c (json, '}');
  ferry_sim_call_return_json (access->call, g_string_free_to_bytes (json));
}

static void
get_by_uuid (Access *access)
{
  const char *uuid = ferry_sim_call_get_string (access->call, 0);
  const char *ref = ferry_sim_database_find_uuid (access->database, access->klass->name, uuid);

  if (ref != NULL)
    ferry_sim_call_return (access->call, g_variant_new_string (ref));
  else
    ferry_sim_call_fail (access->call, ferry_sim_failure_new ("UUID_INVALID", access->klass->name,
                                                              uuid, NULL));
}

static void
get_by_name_label (Access *access)
{
  const char *name = ferry_sim_call_get_string (access->call, 0);
  g_autoptr(GPtrArray) refs = ferry_sim_database_list_refs (access->database, access->klass->name);
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));

  for (guint i = 0; i < refs->len; i++)
    {
      const char *ref = g_ptr_array_index (refs, i);

      if (g_str_equal (ferry_sim_database_get_string (access->database, access->klass->name, ref,
                                                      "name_label"), name))
        g_variant_builder_add (&builder, "s", ref);
    }
  ferry_sim_call_return (access->call, g_variant_builder_end (&builder));
}

static void
get_field (Access *access)
{
  ferry_sim_call_return (access->call,
                         ferry_sim_database_get (access->database, access->klass->name,
                                                 access->ref, access->field->name));
}

static void
set_field (Access *access)
{
  ferry_sim_database_set (access->database, access->klass->name, access->ref,
                          access->field->name, ferry_sim_call_get_param (access->call, 1));
  ferry_sim_call_return (access->call, NULL);
}

static void
add_key (Access *access)
{
  const char *key = ferry_sim_call_get_string (access->call, 1);

  if (ferry_sim_database_get_key (access->database, access->klass->name, access->ref,
                                  access->field->name, key) != NULL)
    {
      ferry_sim_call_fail (access->call,
                           ferry_sim_failure_new ("MAP_DUPLICATE_KEY", access->klass->name,
                                                  access->field->name, access->ref, key, NULL));
      return;
    }

  ferry_sim_database_set_key (access->database, access->klass->name, access->ref,
                              access->field->name, key,
                              ferry_sim_call_get_string (access->call, 2));
  ferry_sim_call_return (access->call, NULL);
}

static void
remove_key (Access *access)
{
  ferry_sim_database_set_key (access->database, access->klass->name, access->ref,
                              access->field->name,
                              ferry_sim_call_get_string (access->call, 1), NULL);
  ferry_sim_call_return (access->call, NULL);
}

static void
change_members (Access   *access,
                gboolean  add)
{
  const char *member = ferry_sim_call_get_string (access->call, 1);
  g_autoptr(GPtrArray) members = g_ptr_array_new ();
  g_autofree const char **before = NULL;

  before = g_variant_get_strv (ferry_sim_database_get (access->database, access->klass->name,
                                                       access->ref, access->field->name), NULL);
  for (guint i = 0; before[i] != NULL; i++)
    {
      if (!g_str_equal (before[i], member))
        g_ptr_array_add (members, (char *) before[i]);
    }
  if (add)
    g_ptr_array_add (members, (char *) member);

  ferry_sim_database_set (access->database, access->klass->name, access->ref, access->field->name,
                          g_variant_new_strv ((const char * const *) members->pdata,
                                              members->len));
  ferry_sim_call_return (access->call, NULL);
}

static void
add_member (Access *access)
{
  change_members (access, TRUE);
}

static void
remove_member (Access *access)
{
  change_members (access, FALSE);
}

static AccessFunc
find_whole (const char *name)
{
  static const struct { const char *name; AccessFunc func; } whole[] = {
    { "get_record", get_record },
    { "get_all", get_all },
    { "get_all_where", get_all },
    { "get_all_records", get_all_records },
    { "get_all_records_where", get_all_records },
    { "get_by_uuid", get_by_uuid },
    { "get_by_name_label", get_by_name_label },
  };

  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      if (g_str_equal (name, whole[i].name))
        return whole[i].func;
    }

  return NULL;
}

static AccessFunc
find_access (Access     *access,
             const char *name)
{
  static const struct { const char *prefix; FerrySimKind kind; AccessFunc func; } by_field[] = {
    { "get_", FERRY_SIM_KIND_VOID, get_field },
    { "set_", FERRY_SIM_KIND_VOID, set_field },
    { "add_to_", FERRY_SIM_KIND_MAP, add_key },
    { "remove_from_", FERRY_SIM_KIND_MAP, remove_key },
    { "add_", FERRY_SIM_KIND_SET, add_member },
    { "remove_", FERRY_SIM_KIND_SET, remove_member },
  };

  for (guint i = 0; i < G_N_ELEMENTS (by_field); i++)
    {
      if (!g_str_has_prefix (name, by_field[i].prefix))
        continue;
      access->field = ferry_sim_schema_find_field (access->klass,
                                                   name + strlen (by_field[i].prefix));
      if (access->field != NULL
          && (by_field[i].kind == FERRY_SIM_KIND_VOID
              || by_field[i].kind == access->field->type->kind))
        return by_field[i].func;
    }

  return NULL;
}

/* A method that sets a field but takes more, or other, than its value is somebody else's. */
static gboolean
fits (Access     *access,
      AccessFunc  func)
{
  const FerrySimMessage *message = ferry_sim_call_get_message (access->call);

  if (func != set_field)
    return TRUE;

  return message->n_params == 2 && message->params[1].type == access->field->type
    && !access->field->is_back_reference;
}

/**
 * ferry_sim_accessors_answer:
 * @call: a call that wasn't answered yet
 *
 * Returns: whether it was answered; %FALSE when it is no plain reading or writing of rows
 */
gboolean
ferry_sim_accessors_answer (FerrySimCall *call)
{
  const FerrySimMessage *message = ferry_sim_call_get_message (call);
  Access access = { call, ferry_sim_call_get_database (call), message->owner, NULL, NULL };
  AccessFunc func = find_whole (message->name);

  if (func == NULL)
    func = find_access (&access, message->name);
  if (func == NULL || !fits (&access, func))
    return FALSE;

  if (message->n_params > 0 && message->params[0].type->kind == FERRY_SIM_KIND_REF)
    {
      access.ref = ferry_sim_call_get_string (call, 0);
      if (!ferry_sim_database_has_row (access.database, access.klass->name, access.ref))
        {
          ferry_sim_call_fail (call, ferry_sim_failure_new ("HANDLE_INVALID", access.klass->name,
                                                            access.ref, NULL));
          return TRUE;
        }
    }
  func (&access);

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-row"

#include "drivers/xapi/ferry-xapi-row.h"

#include <string.h>

#include "drivers/xapi/ferry-xapi-fields.h"
#include "model/ferry-vm-record.h"

/* Power of two, well above the longest table. */
#define N_SLOTS 128

struct _FerryXapiRowReader
{
  /* For each class, a table of its fields by a hash of their names; 0 is empty, else place + 1. */
  guint8 slots[FERRY_XAPI_N_CLASSES][N_SLOTS];
};

const char *
ferry_xapi_class_get_name (FerryXapiClass class_)
{
  return ferry_xapi_classes[class_].name;
}

gboolean
ferry_xapi_class_from_name (FerryXapiText   name,
                            FerryXapiClass *class_)
{
  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    {
      if ((gsize) (name.end - name.start) == strlen (ferry_xapi_classes[i].name) &&
          g_ascii_strncasecmp (name.start, ferry_xapi_classes[i].name, name.end - name.start) == 0)
        {
          *class_ = i;
          return TRUE;
        }
    }

  return FALSE;
}

static guint
hash_name (const char *start,
           const char *end)
{
  guint hash = 5381;

  for (const char *p = start; p < end; p++)
    hash = hash * 33 + (guchar) *p;

  return hash ^ hash >> 7;
}

static void
index_class (FerryXapiRowReader *self,
             FerryXapiClass      class_)
{
  const FerryXapiField *fields = ferry_xapi_classes[class_].fields;

  for (guint i = 0; fields[i].name != NULL; i++)
    {
      guint slot = hash_name (fields[i].name, fields[i].name + strlen (fields[i].name));

      /* A name may be there twice; only the first place is needed, the others follow it. */
      if (i > 0 && g_str_equal (fields[i - 1].name, fields[i].name))
        continue;
      while (self->slots[class_][slot % N_SLOTS] != 0)
        slot++;
      self->slots[class_][slot % N_SLOTS] = (guint8) (i + 1);
    }
}

FerryXapiRowReader *
ferry_xapi_row_reader_new (void)
{
  FerryXapiRowReader *self = g_new0 (FerryXapiRowReader, 1);

  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    index_class (self, i);

  return self;
}

void
ferry_xapi_row_reader_free (FerryXapiRowReader *self)
{
  g_free (self);
}

static const FerryXapiField *
find_field (FerryXapiRowReader *self,
            FerryXapiClass      class_,
            FerryXapiText       name)
{
  guint slot = hash_name (name.start, name.end);

  for (; self->slots[class_][slot % N_SLOTS] != 0; slot++)
    {
      const FerryXapiField *field = &ferry_xapi_classes[class_].fields[self->slots[class_][slot % N_SLOTS] - 1];

      if (ferry_xapi_text_equal (name, field->name))
        return field;
    }

  return NULL;
}

/* What is between the quotes, if it is a string. */
static FerryXapiText
bare (FerryXapiText value)
{
  if (value.end - value.start >= 2 && *value.start == '"')
    {
      value.start++;
      value.end--;
    }

  return value;
}

static gboolean
is_true (FerryXapiText value)
{
  FerryXapiText word = bare (value);

  return ferry_xapi_text_equal (word, "true") || ferry_xapi_text_equal (word, "1");
}

static char *
dup_or_null (FerryXapiText value)
{
  FerryXapiText word = bare (value);

  return word.start < word.end && *value.start == '"' ? ferry_xapi_text_dup (word) : NULL;
}

static FerryPowerState
read_power_state (FerryXapiText value)
{
  static const struct { const char *name; FerryPowerState state; } states[] = {
    { "Halted", FERRY_POWER_STATE_HALTED },
    { "Running", FERRY_POWER_STATE_RUNNING },
    { "Paused", FERRY_POWER_STATE_PAUSED },
    { "Suspended", FERRY_POWER_STATE_SUSPENDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (ferry_xapi_text_equal (bare (value), states[i].name))
        return states[i].state;
    }

  return FERRY_POWER_STATE_UNKNOWN;
}

static FerryVirtualisation
read_virtualisation (FerryXapiText value)
{
  static const struct { const char *name; FerryVirtualisation type; } types[] = {
    { "hvm", FERRY_VIRTUALISATION_HVM },
    { "pv", FERRY_VIRTUALISATION_PV },
    { "pv_in_pvh", FERRY_VIRTUALISATION_PV_IN_PVH },
    { "pvh", FERRY_VIRTUALISATION_PVH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (ferry_xapi_text_equal (bare (value), types[i].name))
        return types[i].type;
    }

  return FERRY_VIRTUALISATION_UNKNOWN;
}

/* Calls @add for every element of a set. */
static guint
for_elements (FerryXapiText   value,
              void          (*add) (gpointer data, FerryXapiText element),
              gpointer        data)
{
  FerryXapiJson json = FERRY_XAPI_JSON (value);
  FerryXapiText element;
  guint n = 0;

  if (!ferry_xapi_json_enter (&json, '['))
    return 0;

  while (ferry_xapi_json_next_element (&json) && ferry_xapi_json_read_value (&json, &element))
    {
      if (add != NULL)
        add (data, element);
      n++;
    }

  return n;
}

static void
add_string (gpointer      data,
            FerryXapiText element)
{
  g_ptr_array_add (data, ferry_xapi_text_dup (bare (element)));
}

static gpointer
finish_strings (GPtrArray *strings)
{
  if (strings->len == 0)
    {
      g_ptr_array_unref (strings);
      return NULL;
    }

  g_ptr_array_add (strings, NULL);

  return g_ptr_array_free (strings, FALSE);
}

static gboolean
is_empty (FerryXapiText value)
{
  /* "[]", "{}": by far the most common, and worth no array. */
  return value.end - value.start <= 2;
}

static gpointer
read_strings (FerryXapiText value)
{
  GPtrArray *strings;

  if (is_empty (value))
    return NULL;

  strings = g_ptr_array_new ();
  for_elements (value, add_string, strings);

  return finish_strings (strings);
}

static gpointer
read_map_strings (FerryXapiText value,
                  gboolean      with_keys)
{
  FerryXapiJson json = FERRY_XAPI_JSON (value);
  FerryXapiText name, element;
  GPtrArray *strings;

  if (is_empty (value) || !ferry_xapi_json_enter (&json, '{'))
    return NULL;

  strings = g_ptr_array_new ();
  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &element))
    {
      if (with_keys)
        g_ptr_array_add (strings, ferry_xapi_text_dup (name));
      add_string (strings, element);
    }

  return finish_strings (strings);
}

typedef struct
{
  GArray         *refs; /* nullable: until there is one */
  FerryXapiNames *names;
} RefList;

static void
add_ref_text (RefList       *list,
              FerryXapiText  text)
{
  FerryXapiRef ref = ferry_xapi_ref_parse (text, list->names);

  if (ferry_xapi_ref_is_null (ref))
    return;

  if (list->refs == NULL)
    list->refs = g_array_new (TRUE, FALSE, sizeof (FerryXapiRef));
  g_array_append_val (list->refs, ref);
}

static void
add_ref (gpointer      data,
         FerryXapiText element)
{
  add_ref_text (data, bare (element));
}

static gpointer
finish_refs (RefList *list)
{
  gpointer refs = NULL;

  if (list->refs != NULL)
    {
      refs = g_memdup2 (list->refs->data, (list->refs->len + 1) * sizeof (FerryXapiRef));
      g_array_unref (list->refs);
    }

  return refs;
}

static gpointer
read_refs (FerryXapiText   value,
           FerryXapiNames *names)
{
  RefList list = { NULL, names };

  if (is_empty (value))
    return NULL;

  for_elements (value, add_ref, &list);

  return finish_refs (&list);
}

static gpointer
read_key_refs (FerryXapiText   value,
               FerryXapiNames *names)
{
  FerryXapiJson json = FERRY_XAPI_JSON (value);
  FerryXapiText name, element;
  RefList list = { NULL, names };

  if (is_empty (value) || !ferry_xapi_json_enter (&json, '{'))
    return NULL;

  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &element))
    add_ref_text (&list, name);

  return finish_refs (&list);
}

static gboolean
has_word (FerryXapiText  value,
          const char    *word)
{
  FerryXapiJson json = FERRY_XAPI_JSON (value);
  FerryXapiText element;

  if (!ferry_xapi_json_enter (&json, '['))
    return FALSE;

  while (ferry_xapi_json_next_element (&json) && ferry_xapi_json_read_value (&json, &element))
    {
      if (ferry_xapi_text_equal (bare (element), word))
        return TRUE;
    }

  return FALSE;
}

static void read_map (FerryXapiRow *row, const FerryXapiField *inside, FerryXapiText value,
                      FerryXapiNames *names);

static void
replace_pointer (gpointer       *place,
                 gpointer        value,
                 GDestroyNotify  free_value)
{
  /* A member may come twice in a broken reply. */
  g_clear_pointer (place, free_value);
  *place = value;
}

static void
read_bit (FerryXapiRow *row,
          const FerryXapiField  *field,
          FerryXapiText value)
{
  gboolean is_set;

  if (field->type == FERRY_XAPI_FIELD_BIT)
    is_set = is_true (value);
  else if (field->type == FERRY_XAPI_FIELD_HAS)
    is_set = has_word (value, field->word);
  else if (field->type == FERRY_XAPI_FIELD_IS)
    is_set = ferry_xapi_text_equal (bare (value), field->word);
  else
    is_set = TRUE;

  if (is_set)
    row->bits |= field->mask;
}

static void
read_field (FerryXapiRow   *row,
            const FerryXapiField    *field,
            FerryXapiText   value,
            FerryXapiNames *names)
{
  gpointer place = (char *) row + field->offset;

  switch (field->type)
    {
    case FERRY_XAPI_FIELD_REF:
      *(FerryXapiRef *) place = ferry_xapi_ref_parse (bare (value), names);
      break;

    case FERRY_XAPI_FIELD_REFS:
      replace_pointer (place, read_refs (value, names), g_free);
      break;

    case FERRY_XAPI_FIELD_KEYS:
      replace_pointer (place, read_key_refs (value, names), g_free);
      break;

    case FERRY_XAPI_FIELD_STRING:
    case FERRY_XAPI_FIELD_SHARED:
      replace_pointer (place, dup_or_null (value), g_free);
      break;

    case FERRY_XAPI_FIELD_INT:
      *(gint64 *) place = ferry_xapi_text_to_int (value);
      break;

    case FERRY_XAPI_FIELD_DOUBLE:
      *(double *) place = ferry_xapi_text_to_double (value);
      break;

    case FERRY_XAPI_FIELD_TIME:
      *(gint64 *) place = ferry_xapi_text_to_time (bare (value));
      break;

    case FERRY_XAPI_FIELD_COUNT:
      *(guint16 *) place = (guint16) MIN (for_elements (value, NULL, NULL), G_MAXUINT16);
      break;

    case FERRY_XAPI_FIELD_STRINGS:
      replace_pointer (place, read_strings (value), (GDestroyNotify) g_strfreev);
      break;

    case FERRY_XAPI_FIELD_VALUES:
    case FERRY_XAPI_FIELD_PAIRS:
      replace_pointer (place, read_map_strings (value, field->type == FERRY_XAPI_FIELD_PAIRS),
                       (GDestroyNotify) g_strfreev);
      break;

    case FERRY_XAPI_FIELD_POWER:
      *(guint8 *) place = (guint8) read_power_state (value);
      break;

    case FERRY_XAPI_FIELD_TYPE:
      *(guint8 *) place = (guint8) read_virtualisation (value);
      break;

    case FERRY_XAPI_FIELD_MAP:
      read_map (row, field->inside, value, names);
      break;

    case FERRY_XAPI_FIELD_BIT:
    case FERRY_XAPI_FIELD_HAS:
    case FERRY_XAPI_FIELD_IS:
    case FERRY_XAPI_FIELD_PRESENT:
      read_bit (row, field, value);
      break;

    case FERRY_XAPI_FIELD_END:
    default:
      g_assert_not_reached ();
    }
}

static void
read_map (FerryXapiRow   *row,
          const FerryXapiField    *inside,
          FerryXapiText   value,
          FerryXapiNames *names)
{
  FerryXapiJson json = FERRY_XAPI_JSON (value);
  FerryXapiText name, element;

  if (is_empty (value) || !ferry_xapi_json_enter (&json, '{'))
    return;

  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &element))
    {
      for (const FerryXapiField *field = inside; field->name != NULL; field++)
        {
          if (ferry_xapi_text_equal (name, field->name))
            read_field (row, field, element, names);
        }
    }
}

static void
set_defaults (FerryXapiRow *row)
{
  switch ((FerryXapiClass) row->class_)
    {
    case FERRY_XAPI_VM:
      ((FerryXapiVm *) row)->shadow_multiplier = 1.0;
      break;

    case FERRY_XAPI_PIF:
      ((FerryXapiPif *) row)->vlan = -1;
      break;

    case FERRY_XAPI_NETWORK:
      ((FerryXapiNetwork *) row)->mtu = 1500;
      break;

    case FERRY_XAPI_POOL:
    case FERRY_XAPI_HOST:
    case FERRY_XAPI_HOST_METRICS:
    case FERRY_XAPI_VM_METRICS:
    case FERRY_XAPI_VM_GUEST_METRICS:
    case FERRY_XAPI_VBD:
    case FERRY_XAPI_VIF:
    case FERRY_XAPI_VDI:
    case FERRY_XAPI_SR:
    case FERRY_XAPI_PBD:
    case FERRY_XAPI_SM:
    case FERRY_XAPI_PIF_METRICS:
    case FERRY_XAPI_VGPU:
    case FERRY_XAPI_VGPU_TYPE:
    case FERRY_XAPI_PGPU:
    case FERRY_XAPI_CERTIFICATE:
    case FERRY_XAPI_TASK:
    default:
      break;
    }
}

FerryXapiRow *
ferry_xapi_row_reader_read (FerryXapiRowReader *self,
                            FerryXapiClass      class_,
                            FerryXapiRef        ref,
                            FerryXapiText       record,
                            FerryXapiNames     *names)
{
  FerryXapiJson json = FERRY_XAPI_JSON (record);
  FerryXapiText name, value;
  FerryXapiRow *row;

  if (!ferry_xapi_json_enter (&json, '{'))
    return NULL;

  row = g_malloc0 (ferry_xapi_classes[class_].size);
  row->ref = ref;
  row->class_ = (guint8) class_;
  set_defaults (row);

  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &value))
    {
      const FerryXapiField *field = find_field (self, class_, name);

      for (; field != NULL && field->name != NULL && ferry_xapi_text_equal (name, field->name); field++)
        read_field (row, field, value, names);
    }

  return row;
}

static void free_fields (FerryXapiRow *row, const FerryXapiField *fields);

static void
free_field (FerryXapiRow *row,
            const FerryXapiField  *field)
{
  gpointer *place = (gpointer *) ((char *) row + field->offset);

  switch (field->type)
    {
    case FERRY_XAPI_FIELD_REFS:
    case FERRY_XAPI_FIELD_KEYS:
    case FERRY_XAPI_FIELD_STRING:
      g_clear_pointer (place, g_free);
      break;

    case FERRY_XAPI_FIELD_SHARED:
      if (row->is_shared)
        g_clear_pointer (place, g_ref_string_release);
      else
        g_clear_pointer (place, g_free);
      break;

    case FERRY_XAPI_FIELD_STRINGS:
    case FERRY_XAPI_FIELD_VALUES:
    case FERRY_XAPI_FIELD_PAIRS:
      g_strfreev (g_steal_pointer (place));
      break;

    case FERRY_XAPI_FIELD_MAP:
      free_fields (row, field->inside);
      break;

    case FERRY_XAPI_FIELD_END:
    case FERRY_XAPI_FIELD_REF:
    case FERRY_XAPI_FIELD_INT:
    case FERRY_XAPI_FIELD_DOUBLE:
    case FERRY_XAPI_FIELD_TIME:
    case FERRY_XAPI_FIELD_BIT:
    case FERRY_XAPI_FIELD_COUNT:
    case FERRY_XAPI_FIELD_POWER:
    case FERRY_XAPI_FIELD_TYPE:
    case FERRY_XAPI_FIELD_HAS:
    case FERRY_XAPI_FIELD_PRESENT:
    case FERRY_XAPI_FIELD_IS:
    default:
      break;
    }
}

static void
free_fields (FerryXapiRow *row,
             const FerryXapiField  *fields)
{
  for (const FerryXapiField *field = fields; field->name != NULL; field++)
    free_field (row, field);
}

static void
share_fields (FerryXapiRow         *row,
              const FerryXapiField *fields)
{
  for (const FerryXapiField *field = fields; field->name != NULL; field++)
    {
      char **place = (char **) ((char *) row + field->offset);
      char *shared;

      if (field->type == FERRY_XAPI_FIELD_MAP)
        share_fields (row, field->inside);
      if (field->type != FERRY_XAPI_FIELD_SHARED || *place == NULL)
        continue;

      shared = g_ref_string_new_intern (*place);
      g_free (*place);
      *place = shared;
    }
}

void
ferry_xapi_row_share (FerryXapiRow *row)
{
  share_fields (row, ferry_xapi_classes[row->class_].fields);
  row->is_shared = TRUE;
}

void
ferry_xapi_row_free (FerryXapiRow *row)
{
  if (row == NULL)
    return;

  free_fields (row, ferry_xapi_classes[row->class_].fields);
  g_free (row);
}

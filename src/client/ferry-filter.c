/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-filter"

#include "client/ferry-filter.h"

#include <string.h>

#include "model/ferry-connection-record.h"
#include "model/ferry-disk-record.h"
#include "model/ferry-host-record.h"
#include "model/ferry-network-record.h"
#include "model/ferry-pool-record.h"
#include "model/ferry-storage-record.h"
#include "model/ferry-vm-record.h"

typedef enum
{
  TERM_WORD,
  TERM_STATE,
  TERM_HOST,
  TERM_POOL,
  TERM_STORAGE,
  TERM_NETWORK,
  TERM_TAG,
  TERM_ON,
} TermType;

static const char * const term_keys[] = {
  [TERM_STATE] = "state",
  [TERM_HOST] = "host",
  [TERM_POOL] = "pool",
  [TERM_STORAGE] = "storage",
  [TERM_NETWORK] = "network",
  [TERM_TAG] = "tag",
  [TERM_ON] = "on",
};

typedef struct
{
  TermType  type;
  char     *text; /* (owned): folded */
} Term;

struct _FerryFilter
{
  GArray *terms; /* (owned) (element-type Term) */
};

/* What is asked of the world around one record. */
typedef struct
{
  gconstpointer      record;
  const char        *name;
  gboolean           is_moving;
  FerryFilterLookup  lookup;
  gpointer           user_data;
} Subject;

static gboolean
is_mark (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_SPACING_MARK ||
         type == G_UNICODE_ENCLOSING_MARK;
}

/* Without case and without accents: "São" and "SAO" become "sao". */
static char *
fold (const char *text,
      gssize      length)
{
  g_autofree char *casefolded = g_utf8_casefold (text, length);
  g_autofree char *apart = g_utf8_normalize (casefolded, -1, G_NORMALIZE_ALL);
  GString *folded = g_string_sized_new (strlen (casefolded));

  for (const char *c = apart != NULL ? apart : casefolded; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (!is_mark (g_utf8_get_char (c)))
        g_string_append_unichar (folded, g_utf8_get_char (c));
    }

  return g_string_free (folded, FALSE);
}

/* Both pointers are to ASCII; @needle is in lower case. */
static gboolean
ascii_contains (const char *haystack,
                const char *needle)
{
  gsize length = strlen (needle);
  const char first[] = { needle[0], g_ascii_toupper (needle[0]), '\0' };

  for (const char *at = strpbrk (haystack, first); at != NULL; at = strpbrk (at + 1, first))
    {
      if (g_ascii_strncasecmp (at, needle, length) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Nearly all names are ASCII, and folding is a hundred times dearer than looking. */
static gboolean
contains (const char *haystack,
          const char *needle)
{
  g_autofree char *folded = NULL;

  if (haystack == NULL || *haystack == '\0')
    return FALSE;

  if (g_str_is_ascii (haystack))
    return ascii_contains (haystack, needle);

  folded = fold (haystack, -1);

  return strstr (folded, needle) != NULL;
}

static gboolean
any_contains (const char * const *haystacks,
              const char         *needle)
{
  for (guint i = 0; haystacks != NULL && haystacks[i] != NULL; i++)
    {
      if (contains (haystacks[i], needle))
        return TRUE;
    }

  return FALSE;
}

static gboolean
vm_has_word (const FerryVmRecord *vm,
             const char          *word)
{
  for (guint i = 0; i < vm->n_nics; i++)
    {
      if (contains (vm->nics[i].mac, word) || any_contains (vm->nics[i].addresses, word))
        return TRUE;
    }

  return contains (vm->uuid, word) || contains (vm->description, word) ||
         any_contains (vm->tags, word) || any_contains (vm->addresses, word);
}

static gboolean
host_has_word (const FerryHostRecord *host,
               const char            *word)
{
  return contains (host->uuid, word) || contains (host->description, word) ||
         contains (host->address, word);
}

static gboolean
network_has_word (const FerryNetworkRecord *network,
                  const char               *word)
{
  for (guint i = 0; i < network->n_ports; i++)
    {
      if (contains (network->ports[i].address, word))
        return TRUE;
    }

  return contains (network->uuid, word) || contains (network->description, word);
}

static gboolean
has_word (const Subject *subject,
          const char    *word)
{
  const FerryRecord *head = subject->record;

  if (contains (subject->name, word))
    return TRUE;

  switch (head->kind)
    {
    case FERRY_KIND_CONNECTION:
      return contains (head->name, word) ||
             contains (((const FerryConnectionRecord *) head)->uri, word);

    case FERRY_KIND_POOL:
      return contains (((const FerryPoolRecord *) head)->uuid, word) ||
             contains (((const FerryPoolRecord *) head)->description, word);

    case FERRY_KIND_HOST:
      return host_has_word ((const FerryHostRecord *) head, word);

    case FERRY_KIND_VM:
      return vm_has_word ((const FerryVmRecord *) head, word);

    case FERRY_KIND_STORAGE:
      return contains (((const FerryStorageRecord *) head)->uuid, word) ||
             contains (((const FerryStorageRecord *) head)->description, word);

    case FERRY_KIND_DISK:
      return contains (((const FerryDiskRecord *) head)->uuid, word) ||
             contains (((const FerryDiskRecord *) head)->description, word);

    case FERRY_KIND_NETWORK:
      return network_has_word ((const FerryNetworkRecord *) head, word);

    case FERRY_KIND_TASK:
    case FERRY_KIND_MOVE:
    default:
      return FALSE;
    }
}

static const char *
get_power_nick (FerryPowerState state)
{
  static const char * const nicks[] = {
    [FERRY_POWER_STATE_UNKNOWN] = "unknown",
    [FERRY_POWER_STATE_HALTED] = "halted",
    [FERRY_POWER_STATE_RUNNING] = "running",
    [FERRY_POWER_STATE_PAUSED] = "paused",
    [FERRY_POWER_STATE_SUSPENDED] = "suspended",
  };

  return nicks[state];
}

static const char *
get_host_nick (const FerryHostRecord *host)
{
  return !host->is_live ? "off" : host->is_enabled ? "enabled" : "disabled";
}

static gboolean
has_state (const Subject *subject,
           const char    *state)
{
  const FerryRecord *head = subject->record;

  if (subject->is_moving && g_str_has_prefix ("moving", state))
    return TRUE;

  if (head->kind == FERRY_KIND_VM)
    return g_str_has_prefix (get_power_nick (((const FerryVmRecord *) head)->power_state), state);

  if (head->kind == FERRY_KIND_HOST)
    return g_str_has_prefix (get_host_nick ((const FerryHostRecord *) head), state);

  if (head->kind == FERRY_KIND_STORAGE)
    return g_str_has_prefix (((const FerryStorageRecord *) head)->is_shared ? "shared" : "local",
                             state);

  return FALSE;
}

static gboolean
is_called (const Subject *subject,
           const char    *key,
           const char    *name)
{
  const FerryRecord *other = key != NULL ? subject->lookup (key, subject->user_data) : NULL;

  return other != NULL && contains (other->name, name);
}

static gboolean
any_is_called (const Subject      *subject,
               const char * const *keys,
               const char         *name)
{
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      if (is_called (subject, keys[i], name))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_on_host (const Subject *subject,
            const char    *name)
{
  const FerryRecord *head = subject->record;
  const FerryVmRecord *vm = subject->record;

  if (head->kind == FERRY_KIND_HOST)
    return contains (subject->name, name);

  if (head->kind == FERRY_KIND_VM)
    return is_called (subject, vm->host_key != NULL ? vm->host_key : vm->home_key, name);

  if (head->kind == FERRY_KIND_STORAGE && !((const FerryStorageRecord *) head)->is_shared)
    return any_is_called (subject, ((const FerryStorageRecord *) head)->host_keys, name);

  return FALSE;
}

static const char *
get_pool_key (const FerryRecord *head)
{
  switch (head->kind)
    {
    case FERRY_KIND_HOST:
      return ((const FerryHostRecord *) head)->pool_key;

    case FERRY_KIND_VM:
      return ((const FerryVmRecord *) head)->pool_key;

    case FERRY_KIND_STORAGE:
      return ((const FerryStorageRecord *) head)->pool_key;

    case FERRY_KIND_NETWORK:
      return ((const FerryNetworkRecord *) head)->pool_key;

    case FERRY_KIND_CONNECTION:
    case FERRY_KIND_POOL:
    case FERRY_KIND_DISK:
    case FERRY_KIND_TASK:
    case FERRY_KIND_MOVE:
    default:
      return NULL;
    }
}

static gboolean
is_in_pool (const Subject *subject,
            const char    *name)
{
  const FerryRecord *head = subject->record;

  if (head->kind == FERRY_KIND_CONNECTION || head->kind == FERRY_KIND_POOL)
    return contains (subject->name, name);

  return is_called (subject, get_pool_key (head), name);
}

static gboolean
storage_is_called (const Subject *subject,
                   const char    *key,
                   const char    *name)
{
  const FerryStorageRecord *storage =
    key != NULL ? subject->lookup (key, subject->user_data) : NULL;

  return storage != NULL &&
         (contains (storage->base.name, name) || contains (storage->type, name));
}

static gboolean
uses_storage (const Subject *subject,
              const char    *name)
{
  const FerryRecord *head = subject->record;
  const FerryVmRecord *vm = subject->record;

  if (head->kind == FERRY_KIND_STORAGE)
    return storage_is_called (subject, head->key, name);

  if (head->kind == FERRY_KIND_DISK)
    return storage_is_called (subject, ((const FerryDiskRecord *) head)->storage_key, name);

  if (head->kind != FERRY_KIND_VM)
    return FALSE;

  for (guint i = 0; i < vm->n_disks; i++)
    {
      if (!vm->disks[i].is_cd && storage_is_called (subject, vm->disks[i].storage_key, name))
        return TRUE;
    }

  return FALSE;
}

static gboolean
uses_network (const Subject *subject,
              const char    *name)
{
  const FerryRecord *head = subject->record;
  const FerryVmRecord *vm = subject->record;

  if (head->kind == FERRY_KIND_NETWORK)
    return contains (subject->name, name);

  if (head->kind != FERRY_KIND_VM)
    return FALSE;

  for (guint i = 0; i < vm->n_nics; i++)
    {
      if (is_called (subject, vm->nics[i].network_key, name))
        return TRUE;
    }

  return FALSE;
}

static void
count_disks (const Subject       *subject,
             const FerryVmRecord *vm,
             guint               *n_shared,
             guint               *n_local)
{
  for (guint i = 0; i < vm->n_disks; i++)
    {
      const char *key = vm->disks[i].storage_key;
      const FerryStorageRecord *storage =
        key != NULL && !vm->disks[i].is_cd ? subject->lookup (key, subject->user_data) : NULL;

      if (storage != NULL && storage->is_shared)
        (*n_shared)++;
      else if (storage != NULL)
        (*n_local)++;
    }
}

/* "shared" means that nothing ties it to a host; "local" that something does. */
static gboolean
is_on (const Subject *subject,
       const char    *where)
{
  const FerryRecord *head = subject->record;
  guint n_shared = 0;
  guint n_local = 0;

  if (head->kind == FERRY_KIND_STORAGE)
    return has_state (subject, where);

  if (head->kind != FERRY_KIND_VM)
    return FALSE;

  count_disks (subject, subject->record, &n_shared, &n_local);

  return (g_str_has_prefix ("shared", where) && n_shared > 0 && n_local == 0) ||
         (g_str_has_prefix ("local", where) && n_local > 0);
}

static gboolean
term_matches (const Term    *term,
              const Subject *subject)
{
  const FerryRecord *head = subject->record;

  switch (term->type)
    {
    case TERM_WORD:
      return has_word (subject, term->text);

    case TERM_STATE:
      return has_state (subject, term->text);

    case TERM_HOST:
      return is_on_host (subject, term->text);

    case TERM_POOL:
      return is_in_pool (subject, term->text);

    case TERM_STORAGE:
      return uses_storage (subject, term->text);

    case TERM_NETWORK:
      return uses_network (subject, term->text);

    case TERM_TAG:
      return head->kind == FERRY_KIND_VM &&
             any_contains (((const FerryVmRecord *) head)->tags, term->text);

    case TERM_ON:
      return is_on (subject, term->text);

    default:
      g_assert_not_reached ();
    }
}

/**
 * ferry_filter_matches:
 * @self: a filter
 * @record: any record
 * @name: what @record is shown as
 * @is_moving: whether a move of it waits or runs
 * @lookup: finds the record of a key
 * @user_data: data for @lookup
 *
 * Returns: %TRUE if every word is found
 */
gboolean
ferry_filter_matches (const FerryFilter *self,
                      gconstpointer      record,
                      const char        *name,
                      gboolean           is_moving,
                      FerryFilterLookup  lookup,
                      gpointer           user_data)
{
  const Subject subject = { record, name, is_moving, lookup, user_data };

  for (guint i = 0; i < self->terms->len; i++)
    {
      if (!term_matches (&g_array_index (self->terms, Term, i), &subject))
        return FALSE;
    }

  return TRUE;
}

gboolean
ferry_filter_is_empty (const FerryFilter *self)
{
  return self->terms->len == 0;
}

gboolean
ferry_filter_looks_around (const FerryFilter *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      TermType type = g_array_index (self->terms, Term, i).type;

      if (type != TERM_WORD && type != TERM_STATE && type != TERM_TAG)
        return TRUE;
    }

  return FALSE;
}

/* Splits @word at a colon that follows a key we know. */
static void
add_term (FerryFilter *self,
          const char  *word)
{
  const char *colon = strchr (word, ':');
  Term term = { TERM_WORD, NULL };

  for (guint i = TERM_STATE; colon != NULL && i < G_N_ELEMENTS (term_keys); i++)
    {
      gsize length = strlen (term_keys[i]);

      if ((gsize) (colon - word) == length &&
          g_ascii_strncasecmp (word, term_keys[i], length) == 0)
        term.type = i;
    }

  term.text = fold (term.type == TERM_WORD ? word : colon + 1, -1);
  /* "state:" is what "state:running" looks like on the way. */
  if (*term.text == '\0')
    g_free (term.text);
  else
    g_array_append_val (self->terms, term);
}

static void
term_clear (gpointer data)
{
  g_free (((Term *) data)->text);
}

/**
 * ferry_filter_new:
 * @text: (nullable): what was typed; see #FerryFilter
 *
 * Returns: (transfer full): a filter; an unfinished quote counts as closed
 */
FerryFilter *
ferry_filter_new (const char *text)
{
  FerryFilter *self = g_new0 (FerryFilter, 1);
  g_autoptr(GString) word = g_string_new (NULL);
  gboolean is_quoted = FALSE;

  self->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  g_array_set_clear_func (self->terms, term_clear);

  for (const char *c = text != NULL ? text : ""; *c != '\0'; c = g_utf8_next_char (c))
    {
      gboolean ends_word = !is_quoted && g_unichar_isspace (g_utf8_get_char (c));

      if (*c == '"')
        is_quoted = !is_quoted;
      else if (!ends_word)
        g_string_append_len (word, c, g_utf8_next_char (c) - c);

      if (ends_word)
        {
          add_term (self, word->str);
          g_string_truncate (word, 0);
        }
    }
  add_term (self, word->str);

  return self;
}

void
ferry_filter_free (FerryFilter *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->terms);
  g_free (self);
}

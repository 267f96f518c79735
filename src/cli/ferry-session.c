/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferryctl"

#include "config.h"

#include "cli/ferry-session.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

#include "cli/ferry-terminal.h"
#include "client/ferry-connection-store.h"
#include "model/ferry-connection-record.h"

#define SCHEMA       "org.ferryproject.Ferry"
#define MAX_PASSWORD 1024
/* How often a person may mistype. */
#define MAX_TRIES    3

/* One connection of this run. */
typedef struct
{
  char        *id;         /* (owned) */
  char        *uri;        /* (owned) */
  FerrySecret *secret;     /* (owned) (nullable): known without asking */
  guint        n_asked;
  gboolean     was_judged; /* its certificate was answered for */
  gboolean     is_out;     /* given up */
} Line;

/**
 * FerrySession:
 *
 * A client for as long as one command takes: connects, asks for what is
 * missing on the terminal, and turns calls into waiting.
 *
 * Threads: the main one.
 */
struct _FerrySession
{
  GObject               parent_instance;

  FerryCliOptions      *options; /* (unowned) */
  FerryClient          *client;  /* (owned) */
  FerryConnectionStore *store;   /* (owned) */
  FerrySecret          *secret;  /* (owned) (nullable): of --password-file */
  GPtrArray            *pools;   /* (owned) (nullable) (element-type FerryDemoPool) */
  GPtrArray            *lines;   /* (owned) (element-type Line) */
  gboolean              is_quiet;
  gboolean              is_explicit; /* the user named the connections: each must do */
  FerryExit             status;
};

G_DEFINE_FINAL_TYPE (FerrySession, ferry_session, G_TYPE_OBJECT)

void
ferry_complain (const char *format,
                ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_printerr ("ferryctl: %s\n", sentence);
}

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->id);
  g_free (line->uri);
  g_clear_pointer (&line->secret, ferry_secret_unref);
  g_free (line);
}

FerryDemoPool *
ferry_demo_pool_new (const char *uri,
                     const char *password)
{
  FerryDemoPool *self = g_new (FerryDemoPool, 1);

  *self = (FerryDemoPool) { g_strdup (uri), g_strdup (password) };

  return self;
}

void
ferry_demo_pool_free (FerryDemoPool *self)
{
  g_free (self->uri);
  g_free (self->password);
  g_free (self);
}

FerryCliOptions *
ferry_session_get_options (FerrySession *self)
{
  return self->options;
}

FerryClient *
ferry_session_get_client (FerrySession *self)
{
  return self->client;
}

void
ferry_session_be_quiet (FerrySession *self)
{
  self->is_quiet = TRUE;
}

void
ferry_session_iterate (FerrySession *self)
{
  g_main_context_iteration (NULL, TRUE);
}

/* Opening */

static Line *
find_line (FerrySession *self,
           const char   *id)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = g_ptr_array_index (self->lines, i);

      if (g_str_equal (line->id, id))
        return line;
    }

  return NULL;
}

static void
give_up (FerrySession *self,
         Line         *line,
         const char   *sentence)
{
  if (line->is_out)
    return;

  line->is_out = TRUE;
  self->status = FERRY_EXIT_CONNECTION;
  if (!self->is_quiet)
    ferry_complain ("%s", sentence);
}

static void
ask_password (FerrySession *self,
              Line         *line)
{
  g_autofree char *prompt = g_strdup_printf (_("Password for %s: "), line->uri);
  g_autofree char *sentence = NULL;
  g_autoptr(FerrySecret) secret = NULL;

  if (!self->is_quiet)
    secret = ferry_terminal_ask_secret (prompt);

  if (secret != NULL)
    {
      line->n_asked++;
      ferry_client_connect (self->client, line->id, secret);
      return;
    }

  sentence = g_strdup_printf (_("%s wants a password, and there is no terminal to ask on. Name a file "
                                "that holds it with --password-file."), line->uri);
  give_up (self, line, sentence);
}

/* Only the user knows the password, or the one that was known is wrong. */
static void
on_secret_wanted (FerrySession *self,
                  const char   *id,
                  gboolean      was_refused)
{
  Line *line = find_line (self, id);
  g_autofree char *sentence = NULL;

  if (line == NULL || line->is_out)
    return;

  if (was_refused && (line->secret != NULL || line->n_asked >= MAX_TRIES || self->is_quiet))
    {
      sentence = g_strdup_printf (_("%s does not accept this user and password."), line->uri);
      give_up (self, line, sentence);
      return;
    }

  if (was_refused)
    ferry_complain (_("The password is wrong."));
  ask_password (self, line);
}

static void
on_problem (FerrySession *self,
            const char   *sentence)
{
  if (!self->is_quiet)
    ferry_complain ("%s", sentence);
}

static void
on_client_problem (FerrySession *self)
{
  g_autofree char *problem = NULL;

  g_object_get (self->client, "problem", &problem, NULL);
  if (problem != NULL)
    on_problem (self, problem);
}

static gboolean
read_password_file (FerrySession *self)
{
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  if (self->options->password_file == NULL)
    return TRUE;

  if (!g_file_get_contents (self->options->password_file, &content, &length, &error))
    {
      ferry_complain (_("The password file cannot be read: %s."), error->message);
      return FALSE;
    }

  content[strcspn (content, "\r\n")] = '\0';
  if (!g_utf8_validate (content, -1, NULL) || strlen (content) > MAX_PASSWORD)
    {
      ferry_complain (_("The first line of “%s” is no password."), self->options->password_file);
      explicit_bzero (content, length);
      return FALSE;
    }

  self->secret = ferry_secret_new (content);
  explicit_bzero (content, length);

  return TRUE;
}

/* The same for the same address, so that a later run finds the moves of this one. */
static char *
make_id (const char *uri)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);

  return g_strndup (digest, 12);
}

static const FerryConnectionSettings *
find_saved (FerrySession *self,
            const char   *uri)
{
  GPtrArray *saved = ferry_connection_store_list (self->store);

  for (guint i = 0; i < saved->len; i++)
    {
      const FerryConnectionSettings *settings = g_ptr_array_index (saved, i);

      if (g_str_equal (settings->uri, uri))
        return settings;
    }

  return NULL;
}

static gboolean
add_line (FerrySession                  *self,
          const FerryConnectionSettings *settings,
          FerrySecret                   *secret)
{
  g_autoptr(GError) error = NULL;
  Line *line;

  if (!ferry_client_add_connection (self->client, settings, &error))
    {
      ferry_complain ("%s", error->message);
      return FALSE;
    }

  line = g_new0 (Line, 1);
  line->id = g_strdup (settings->id);
  line->uri = g_strdup (settings->uri);
  line->secret = secret != NULL ? ferry_secret_ref (secret) : NULL;
  g_ptr_array_add (self->lines, line);
  ferry_client_connect (self->client, line->id, secret);

  return TRUE;
}

static gboolean
add_uri (FerrySession *self,
         const char   *uri,
         FerrySecret  *secret)
{
  const FerryConnectionSettings *saved = find_saved (self, uri);
  g_autofree char *id = make_id (uri);

  if (saved != NULL)
    return add_line (self, saved, secret);

  return add_line (self,
                   &(FerryConnectionSettings) { .id = id, .uri = (char *) uri },
                   secret);
}

static gboolean
add_demo_pools (FerrySession *self)
{
  for (guint i = 0; i < self->pools->len; i++)
    {
      const FerryDemoPool *pool = g_ptr_array_index (self->pools, i);
      g_autoptr(FerrySecret) secret = self->secret != NULL
                                        ? ferry_secret_ref (self->secret)
                                        : ferry_secret_new (pool->password);

      if (!add_uri (self, pool->uri, secret))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_saved (FerrySession *self)
{
  GPtrArray *saved = ferry_connection_store_list (self->store);

  if (saved->len == 0 && !self->is_quiet)
    ferry_complain (_("There is no saved connection. Name one: --connect xapi://root@pool.example.com, "
                      "or try --demo."));

  for (guint i = 0; i < saved->len; i++)
    add_line (self, g_ptr_array_index (saved, i), self->secret);

  return self->lines->len > 0;
}

static gboolean
add_lines (FerrySession *self)
{
  char **uris = self->options->connect;

  if (self->pools != NULL)
    return add_demo_pools (self);

  if (uris == NULL)
    return add_saved (self);

  for (guint i = 0; uris[i] != NULL; i++)
    {
      if (!add_uri (self, uris[i], self->secret))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_trusted (FerrySession *self,
            const char   *fingerprint)
{
  g_autofree char *plain = fingerprint != NULL ? ferry_cli_fingerprint (fingerprint) : NULL;

  return plain != NULL && self->options->trust != NULL &&
         g_strv_contains ((const char * const *) self->options->trust, plain);
}

static void
judge_certificate (FerrySession                *self,
                   Line                        *line,
                   const FerryConnectionRecord *record)
{
  g_autofree char *sentence = NULL;

  if (line->was_judged)
    return;

  line->was_judged = TRUE;
  if (is_trusted (self, record->certificate_sha256))
    {
      ferry_client_answer_trust (self->client, line->id, record->certificate_sha256);
      return;
    }

  if (record->certificate_pinned_sha256 != NULL)
    sentence = g_strdup_printf (_("The certificate of %s has changed. Trusted before: %s. Now: %s. If "
                                  "that is right, name the new one with --trust."),
                                line->uri, record->certificate_pinned_sha256,
                                record->certificate_sha256);
  else
    sentence = g_strdup_printf (_("No authority vouches for the certificate of %s. Its SHA-256 "
                                  "fingerprint is %s. If that is right, name it with --trust."),
                                line->uri, record->certificate_sha256);
  give_up (self, line, sentence);
}

/* Returns %TRUE when there is nothing to wait for any more. */
static gboolean
look_at_line (FerrySession *self,
              Line         *line)
{
  char *key = ferry_key_new (line->id, FERRY_KIND_CONNECTION, NULL);
  FerryItem *item = ferry_client_lookup (self->client, key);
  const FerryConnectionRecord *record = item != NULL ? ferry_item_get_record (item) : NULL;

  g_ref_string_release (key);
  if (line->is_out)
    return TRUE;
  if (record == NULL)
    return FALSE;

  switch (record->state)
    {
    case FERRY_CONNECTION_CONNECTED:
      return TRUE;

    case FERRY_CONNECTION_UNTRUSTED:
      judge_certificate (self, line, record);
      return line->is_out;

    case FERRY_CONNECTION_LOST:
    case FERRY_CONNECTION_REFUSED:
      give_up (self, line, record->message != NULL ? record->message : line->uri);
      return TRUE;

    case FERRY_CONNECTION_DISCONNECTED:
    case FERRY_CONNECTION_CONNECTING:
    case FERRY_CONNECTION_NEEDS_PASSWORD:
    default:
      return FALSE;
    }
}

static gboolean
is_settled (FerrySession *self)
{
  gboolean settled = TRUE;

  for (guint i = 0; i < self->lines->len; i++)
    settled = look_at_line (self, g_ptr_array_index (self->lines, i)) && settled;

  return settled;
}

static guint
count_lines (FerrySession *self)
{
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    n += !((Line *) g_ptr_array_index (self->lines, i))->is_out;

  return n;
}

static void
on_batch_applied (gboolean *has_news)
{
  *has_news = TRUE;
}

static void
wait_until_settled (FerrySession *self)
{
  gboolean has_news = TRUE;
  gulong id = g_signal_connect_swapped (self->client, "batch-applied",
                                        G_CALLBACK (on_batch_applied), &has_news);

  while (!has_news || !is_settled (self))
    {
      has_news = FALSE;
      ferry_session_iterate (self);
      /* A password that nobody knows settles a line without a batch. */
      has_news |= self->status == FERRY_EXIT_CONNECTION;
    }

  g_signal_handler_disconnect (self->client, id);
}

/**
 * ferry_session_open:
 * @self: a new session
 *
 * Connects to what the options say, and waits until everything is known.
 *
 * Returns: %FERRY_EXIT_DONE, or what to exit with
 */
FerryExit
ferry_session_open (FerrySession *self)
{
  self->is_explicit = self->options->connect != NULL || self->pools != NULL;
  if (!read_password_file (self))
    return FERRY_EXIT_USAGE;
  if (!add_lines (self))
    return self->is_explicit ? FERRY_EXIT_USAGE : FERRY_EXIT_CONNECTION;

  wait_until_settled (self);

  /* Of the saved ones, some may be down: the others serve. */
  if (self->is_explicit || count_lines (self) == 0)
    return self->status;

  return FERRY_EXIT_DONE;
}

/* Waiting for the client */

static void
on_reply (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (FerrySession  *self,
          GAsyncResult **result)
{
  while (*result == NULL)
    ferry_session_iterate (self);
}

GPtrArray *
ferry_session_check (FerrySession        *self,
                     const char * const  *vm_keys,
                     const char * const  *host_keys,
                     gboolean             ask_server,
                     GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  ferry_client_check_async (self->client, vm_keys, host_keys, ask_server, NULL, on_reply, &result);
  wait_for (self, &result);

  return ferry_client_check_finish (self->client, result, error);
}

GPtrArray *
ferry_session_move (FerrySession            *self,
                    const FerryMoveRequest  *request,
                    GError                 **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  ferry_client_move_async (self->client, request, NULL, on_reply, &result);
  wait_for (self, &result);

  return ferry_client_move_finish (self->client, result, error);
}

gboolean
ferry_session_cancel (FerrySession  *self,
                      const char    *key,
                      GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  ferry_client_cancel_async (self->client, key, on_reply, &result);
  wait_for (self, &result);

  return ferry_client_cancel_finish (self->client, result, error);
}

GPtrArray *
ferry_session_history (FerrySession  *self,
                       const char    *text,
                       guint          limit,
                       GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  ferry_client_history_async (self->client, text, limit, NULL, on_reply, &result);
  wait_for (self, &result);

  return ferry_client_history_finish (self->client, result, error);
}

void
ferry_session_close (FerrySession *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ferry_client_shutdown_async (self->client, on_reply, &result);
  wait_for (self, &result);
  if (!ferry_client_shutdown_finish (self->client, result, &error))
    ferry_complain ("%s", error->message);
}

static void
ferry_session_finalize (GObject *object)
{
  FerrySession *self = FERRY_SESSION (object);

  g_clear_object (&self->store);
  g_clear_object (&self->client);
  g_clear_pointer (&self->secret, ferry_secret_unref);
  g_clear_pointer (&self->pools, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_session_parent_class)->finalize (object);
}

static void
ferry_session_class_init (FerrySessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_session_finalize;
}

static void
ferry_session_init (FerrySession *self)
{
  self->lines = g_ptr_array_new_with_free_func (line_free);
}

/* GSettings ends a program that asks for a schema which is not installed. */
static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema =
    source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

FerrySession *
ferry_session_new (FerryCliOptions *options,
                   GPtrArray       *demo_pools)
{
  FerrySession *self = g_object_new (FERRY_TYPE_SESSION, NULL);
  g_autofree char *data_dir = g_build_filename (g_get_user_data_dir (), "ferry", NULL);
  g_autoptr(GSettings) settings = demo_pools == NULL ? open_settings () : NULL;

  self->options = options;
  self->pools = demo_pools != NULL ? g_ptr_array_ref (demo_pools) : NULL;
  self->client = ferry_client_new (demo_pools == NULL ? data_dir : NULL);
  self->store = ferry_connection_store_new (self->client, settings);
  g_signal_connect_object (self->store, "secret-wanted", G_CALLBACK (on_secret_wanted), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "problem", G_CALLBACK (on_problem), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "notify::problem", G_CALLBACK (on_client_problem), self,
                           G_CONNECT_SWAPPED);

  return self;
}

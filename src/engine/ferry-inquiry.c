/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-inquiry"

#include <config.h>

#include "engine/ferry-inquiry.h"

#include "model/ferry-verdict.h"

/* A pool's coordinator answers everybody: do not be the one who keeps it busy. */
#define MAX_PENDING 6

/* The questions of one inquiry, and how far it is. */
typedef struct
{
  GPtrArray  *verdicts;    /* (owned): replaced as answers come */
  GHashTable *connections; /* (owned) */
  guint       next;
  guint       n_pending;
} Inquiry;

/* A question that is on its way. */
typedef struct
{
  GTask *task; /* (owned) */
  guint  place;
} Question;

static void
inquiry_free (gpointer data)
{
  Inquiry *inquiry = data;

  g_ptr_array_unref (inquiry->verdicts);
  g_hash_table_unref (inquiry->connections);
  g_free (inquiry);
}

static void
question_free (Question *question)
{
  g_object_unref (question->task);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* Keys begin with the id of their connection. */
FerryConnection *
ferry_inquiry_find_connection (GHashTable *connections,
                               const char *key)
{
  g_auto(GStrv) parts = key != NULL ? g_strsplit (key, "/", 2) : NULL;

  return parts != NULL && parts[0] != NULL ? g_hash_table_lookup (connections, parts[0]) : NULL;
}

static int
compare_severities (gconstpointer a,
                    gconstpointer b)
{
  const FerryFinding *one = *(const FerryFinding **) a;
  const FerryFinding *other = *(const FerryFinding **) b;

  return (int) other->severity - (int) one->severity;
}

static gboolean
has_sentence (GPtrArray  *findings,
              const char *sentence)
{
  for (guint i = 0; i < findings->len; i++)
    {
      if (g_str_equal (((FerryFinding *) g_ptr_array_index (findings, i))->sentence, sentence))
        return TRUE;
    }

  return FALSE;
}

/* (transfer full): @verdict with @more findings */
static FerryVerdict *
add_findings (const FerryVerdict *verdict,
              GPtrArray          *more,
              FerryOutlook        outlook)
{
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_finding_unref);

  for (guint i = 0; i < verdict->findings->len; i++)
    g_ptr_array_add (findings, ferry_finding_ref (g_ptr_array_index (verdict->findings, i)));

  for (guint i = 0; i < more->len; i++)
    {
      FerryFinding *finding = g_ptr_array_index (more, i);

      if (!has_sentence (findings, finding->sentence))
        g_ptr_array_add (findings, ferry_finding_ref (finding));
      if (finding->severity == FERRY_SEVERITY_BLOCKS)
        outlook = FERRY_OUTLOOK_CANNOT;
    }
  g_ptr_array_sort (findings, compare_severities);

  return ferry_verdict_new (&(FerryVerdict) {
    .vm_key = verdict->vm_key,
    .host_key = verdict->host_key,
    .outlook = outlook,
    .findings = findings,
    .memory_after = verdict->memory_after,
    .duration_min_s = verdict->duration_min_s,
    .duration_max_s = verdict->duration_max_s,
    .pause_min_ms = verdict->pause_min_ms,
    .pause_max_ms = verdict->pause_max_ms,
  });
}

static void
take_answer (Inquiry      *inquiry,
             guint         place,
             GPtrArray    *findings,
             const GError *error)
{
  FerryVerdict *old = g_ptr_array_index (inquiry->verdicts, place);
  g_autoptr(GPtrArray) more = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_finding_unref);
  gboolean is_refused = g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_REFUSED) ||
                        g_error_matches (error, FERRY_DRIVER_ERROR, FERRY_DRIVER_ERROR_HOST_SILENT);
  FerryOutlook outlook = error != NULL && !is_refused ? FERRY_OUTLOOK_UNKNOWN : old->outlook;

  if (findings != NULL)
    g_ptr_array_extend (more, findings, (GCopyFunc) (void (*)(void))ferry_finding_ref, NULL);
  else
    g_ptr_array_add (more, ferry_finding_new (&(FerryFinding) {
      .id = is_refused ? "server-refuses" : "server-silent",
      .severity = is_refused ? FERRY_SEVERITY_BLOCKS : FERRY_SEVERITY_WARNS,
      .subject_key = old->vm_key,
      .sentence = error->message,
    }));

  g_ptr_array_index (inquiry->verdicts, place) = add_findings (old, more, outlook);
  ferry_verdict_unref (old);
}

static void ask_next (GTask *task);

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  Inquiry *inquiry = g_task_get_task_data (question->task);

  findings = ferry_driver_check_finish (FERRY_DRIVER (source), result, &error);
  take_answer (inquiry, question->place, findings, error);
  inquiry->n_pending--;
  ask_next (question->task);
}

static void
ask (GTask           *task,
     FerryConnection *connection,
     guint            place)
{
  Inquiry *inquiry = g_task_get_task_data (task);
  const FerryVerdict *verdict = g_ptr_array_index (inquiry->verdicts, place);
  FerryDriverMove move = {
    .move_key = "",
    .vm_key = verdict->vm_key,
    .host_key = verdict->host_key,
    .compress = -1,
  };
  Question *question = g_new (Question, 1);

  question->task = g_object_ref (task);
  question->place = place;
  inquiry->n_pending++;
  ferry_driver_check_async (ferry_connection_get_driver (connection), &move,
                            g_task_get_cancellable (task), on_answer, question);
}

static void
ask_next (GTask *task)
{
  Inquiry *inquiry = g_task_get_task_data (task);

  while (inquiry->n_pending < MAX_PENDING && inquiry->next < inquiry->verdicts->len &&
         !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      guint place = inquiry->next++;
      const FerryVerdict *verdict = g_ptr_array_index (inquiry->verdicts, place);
      FerryConnection *connection =
        ferry_inquiry_find_connection (inquiry->connections, verdict->vm_key);

      if (verdict->outlook == FERRY_OUTLOOK_CAN_GO && connection != NULL &&
          ferry_connection_is_connected (connection))
        ask (task, connection, place);
    }

  if (inquiry->n_pending == 0)
    g_task_return_pointer (task, g_ptr_array_ref (inquiry->verdicts),
                           (GDestroyNotify) g_ptr_array_unref);
}

void
ferry_inquiry_run_async (GPtrArray           *verdicts,
                         GHashTable          *connections,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Inquiry *inquiry = g_new0 (Inquiry, 1);

  g_task_set_source_tag (task, ferry_inquiry_run_async);
  inquiry->verdicts = g_ptr_array_ref (verdicts);
  inquiry->connections = g_hash_table_ref (connections);
  g_task_set_task_data (task, inquiry, inquiry_free);

  ask_next (task);
}

GPtrArray *
ferry_inquiry_run_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

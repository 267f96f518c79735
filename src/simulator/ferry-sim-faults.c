/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-faults"

#include "simulator/ferry-sim-faults.h"

/**
 * FerrySimFaults:
 *
 * What is to go wrong in one pool. Whoever does the work asks whether it goes wrong now.
 *
 * Threads: the simulator's.
 */
struct _FerrySimFaults
{
  GObject    parent_instance;

  GPtrArray *armed; /* (owned) (element-type Fault) */
};

typedef struct
{
  FerrySimFaultKind  kind;
  char              *subject; /* (nullable): any */
  guint              times;   /* 0: for ever */
  gint64             amount;
  FerrySimFailure   *failure; /* (nullable) */
} Fault;

G_DEFINE_FINAL_TYPE (FerrySimFaults, ferry_sim_faults, G_TYPE_OBJECT)

static void
fault_free (gpointer data)
{
  Fault *fault = data;

  g_free (fault->subject);
  g_clear_pointer (&fault->failure, ferry_sim_failure_unref);
  g_free (fault);
}

/**
 * ferry_sim_faults_arm:
 * @self: the faults of a pool
 * @kind: what goes wrong
 * @subject: (nullable): for what only; a method, or the reference or uuid of a VM
 * @times: how often; 0: from now on
 * @amount: milliseconds, where the kind has an amount
 * @failure: (transfer full) (nullable): what the call fails with
 */
void
ferry_sim_faults_arm (FerrySimFaults    *self,
                      FerrySimFaultKind  kind,
                      const char        *subject,
                      guint              times,
                      gint64             amount,
                      FerrySimFailure   *failure)
{
  Fault *fault;

  g_return_if_fail (FERRY_IS_SIM_FAULTS (self));

  fault = g_new0 (Fault, 1);
  fault->kind = kind;
  fault->subject = g_strdup (subject);
  fault->times = times;
  fault->amount = amount;
  fault->failure = failure;
  g_ptr_array_add (self->armed, fault);
}

void
ferry_sim_faults_disarm (FerrySimFaults *self)
{
  g_return_if_fail (FERRY_IS_SIM_FAULTS (self));

  g_ptr_array_set_size (self->armed, 0);
}

static gboolean
applies (const Fault       *fault,
         FerrySimFaultKind  kind,
         const char        *name,
         const char        *other_name)
{
  return fault->kind == kind
    && (fault->subject == NULL
        || g_strcmp0 (fault->subject, name) == 0
        || g_strcmp0 (fault->subject, other_name) == 0);
}

/**
 * ferry_sim_faults_take:
 * @self: the faults of a pool
 * @kind: what might go wrong here
 * @name: (nullable): of what it would go wrong for
 * @other_name: (nullable): another name of the same
 * @amount: (out) (optional): milliseconds
 * @failure: (out) (optional) (nullable) (transfer full): what to fail with
 *
 * Returns: whether it goes wrong; one of the times that were asked for is then used up
 */
gboolean
ferry_sim_faults_take (FerrySimFaults     *self,
                       FerrySimFaultKind   kind,
                       const char         *name,
                       const char         *other_name,
                       gint64             *amount,
                       FerrySimFailure   **failure)
{
  g_return_val_if_fail (FERRY_IS_SIM_FAULTS (self), FALSE);

  for (guint i = 0; i < self->armed->len; i++)
    {
      Fault *fault = g_ptr_array_index (self->armed, i);

      if (!applies (fault, kind, name, other_name))
        continue;

      if (amount != NULL)
        *amount = fault->amount;
      if (failure != NULL)
        *failure = fault->failure != NULL ? ferry_sim_failure_ref (fault->failure) : NULL;
      if (fault->times > 0 && --fault->times == 0)
        g_ptr_array_remove_index (self->armed, i);

      return TRUE;
    }

  return FALSE;
}

static void
ferry_sim_faults_finalize (GObject *object)
{
  FerrySimFaults *self = FERRY_SIM_FAULTS (object);

  g_clear_pointer (&self->armed, g_ptr_array_unref);

  G_OBJECT_CLASS (ferry_sim_faults_parent_class)->finalize (object);
}

static void
ferry_sim_faults_class_init (FerrySimFaultsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_sim_faults_finalize;
}

static void
ferry_sim_faults_init (FerrySimFaults *self)
{
  self->armed = g_ptr_array_new_with_free_func (fault_free);
}

/**
 * ferry_sim_faults_new:
 *
 * Returns: (transfer full): nothing goes wrong
 */
FerrySimFaults *
ferry_sim_faults_new (void)
{
  return g_object_new (FERRY_TYPE_SIM_FAULTS, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-failure"

#include "simulator/ferry-sim-failure.h"

G_DEFINE_BOXED_TYPE (FerrySimFailure, ferry_sim_failure,
                     ferry_sim_failure_ref, ferry_sim_failure_unref)

static void
failure_clear (gpointer data)
{
  FerrySimFailure *self = data;

  g_free ((char *) self->code);
  g_strfreev ((char **) self->params);
}

/**
 * ferry_sim_failure_new:
 * @code: an error code of the XenAPI
 * @...: its parameters, then %NULL
 *
 * Returns: (transfer full): a failure
 */
FerrySimFailure *
ferry_sim_failure_new (const char *code,
                       ...)
{
  g_autoptr(GPtrArray) params = g_ptr_array_new ();
  const char *param;
  va_list args;

  g_return_val_if_fail (code != NULL, NULL);

  va_start (args, code);
  while ((param = va_arg (args, const char *)) != NULL)
    g_ptr_array_add (params, (char *) param);
  va_end (args);
  g_ptr_array_add (params, NULL);

  return ferry_sim_failure_new_strv (code, (const char * const *) params->pdata);
}

/**
 * ferry_sim_failure_new_strv:
 * @code: an error code of the XenAPI
 * @params: (nullable) (array zero-terminated=1): its parameters
 *
 * Returns: (transfer full): a failure
 */
FerrySimFailure *
ferry_sim_failure_new_strv (const char         *code,
                            const char * const *params)
{
  FerrySimFailure *self;

  g_return_val_if_fail (code != NULL, NULL);

  self = g_atomic_rc_box_new0 (FerrySimFailure);
  self->code = g_strdup (code);
  self->params = params != NULL
    ? (const char * const *) g_strdupv ((char **) params)
    : (const char * const *) g_new0 (char *, 1);

  return self;
}

FerrySimFailure *
ferry_sim_failure_ref (FerrySimFailure *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
ferry_sim_failure_unref (FerrySimFailure *self)
{
  g_atomic_rc_box_release_full (self, failure_clear);
}

/**
 * ferry_sim_failure_is:
 * @self: (nullable): a failure
 * @code: an error code
 *
 * Returns: whether @self is a failure with that code
 */
gboolean
ferry_sim_failure_is (const FerrySimFailure *self,
                      const char            *code)
{
  return self != NULL && g_str_equal (self->code, code);
}

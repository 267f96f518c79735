/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-failure.h"
#include "simulator/ferry-sim-pool.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_CALL (ferry_sim_call_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimCall, ferry_sim_call, FERRY, SIM_CALL, GObject)

/* One call being answered. A handler either answers before it returns, or keeps a reference and
 * answers later; exactly one of return, return_json, fail, cancel must be called.
 *
 * The number and the types of the parameters were checked against the schema before the handler
 * is called, so the getters below can't fail. @index counts without the session. */

FerrySimPool          *ferry_sim_call_get_pool      (FerrySimCall    *self);
FerrySimDatabase      *ferry_sim_call_get_database  (FerrySimCall    *self);
const FerrySimMessage *ferry_sim_call_get_message   (FerrySimCall    *self);
/* "VM.pool_migrate", also when it was called as Async. */
const char            *ferry_sim_call_get_method    (FerrySimCall    *self);
gboolean               ferry_sim_call_is_async      (FerrySimCall    *self);
const char            *ferry_sim_call_get_session   (FerrySimCall    *self);
/* (nullable): its task. Every call of a method that is not a plain getter has one: sync ones
 * are deleted when answered. */
const char            *ferry_sim_call_get_task      (FerrySimCall    *self);

guint                  ferry_sim_call_get_n_params  (FerrySimCall    *self);
/* (transfer none) (nullable): %NULL for an optional parameter that was not given. */
GVariant              *ferry_sim_call_get_param     (FerrySimCall    *self,
                                                     guint            index);
const char            *ferry_sim_call_get_string    (FerrySimCall    *self,
                                                     guint            index);
gint64                 ferry_sim_call_get_int       (FerrySimCall    *self,
                                                     guint            index);
gboolean               ferry_sim_call_get_boolean   (FerrySimCall    *self,
                                                     guint            index);
double                 ferry_sim_call_get_double    (FerrySimCall    *self,
                                                     guint            index);
/* (nullable) (transfer none): one key of a map of text, such as an option. */
const char            *ferry_sim_call_get_option    (FerrySimCall    *self,
                                                     guint            index,
                                                     const char      *key);

/* @value: (nullable): sunk when floating; %NULL for void. */
void                   ferry_sim_call_return        (FerrySimCall    *self,
                                                     GVariant        *value);
/* @json: (transfer full): the result, serialised already. */
void                   ferry_sim_call_return_json   (FerrySimCall    *self,
                                                     GBytes          *json);
/* @failure: (transfer full). */
void                   ferry_sim_call_fail          (FerrySimCall    *self,
                                                     FerrySimFailure *failure);
/* Ends as cancelled: the task "cancelled", a synchronous caller gets TASK_CANCELLED. */
void                   ferry_sim_call_cancel        (FerrySimCall    *self);
gboolean               ferry_sim_call_is_answered   (FerrySimCall    *self);

typedef void (*FerrySimMethodFunc) (FerrySimCall *call,
                                    gpointer      user_data);

typedef enum
{
  FERRY_SIM_METHOD_FLAGS_NONE        = 0,
  /* Reference parameters must name rows, else HANDLE_INVALID [class, ref] in order. */
  FERRY_SIM_METHOD_CHECK_REFS  = 1 << 0,
  /* No task for synchronous calls; such a method has no Async form either. */
  FERRY_SIM_METHOD_NO_TASK     = 1 << 1,
} FerrySimMethodFlags;

typedef struct
{
  const char          *name; /* "VM.pool_migrate": must be in the schema, which has its parameters */
  FerrySimMethodFunc   func;
  FerrySimMethodFlags  flags;
} FerrySimMethod;

/* @methods must stay valid as long as the registry. A later row for the same name wins. */
void                   ferry_sim_registry_add       (FerrySimRegistry     *self,
                                                     const FerrySimMethod *methods,
                                                     guint                 n_methods,
                                                     gpointer              user_data);

G_END_DECLS

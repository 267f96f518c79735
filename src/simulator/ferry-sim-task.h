/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-failure.h"
#include "simulator/ferry-sim-pool.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_TASKS (ferry_sim_tasks_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimTasks, ferry_sim_tasks, FERRY, SIM_TASKS, GObject)

/* Called when somebody cancels: stop the work and end the call or task as cancelled, now or
 * later. Called at most once; cleared when the task ends. */
typedef void (*FerrySimCancelFunc) (const char *task,
                                    gpointer    user_data);

/* All tasks of one pool. A task that belongs to a call is ended by answering the call, not here. */

FerrySimTasks *ferry_sim_tasks_new (FerrySimPool *pool);

/* Returns the ref of a new pending task. */
const char *ferry_sim_tasks_create             (FerrySimTasks      *self,
                                                const char         *name_label,
                                                const char         *session,
                                                const char         *subtask_of);
void        ferry_sim_tasks_set_progress       (FerrySimTasks      *self,
                                                const char         *task,
                                                double              progress);
void        ferry_sim_tasks_set_resident_on    (FerrySimTasks      *self,
                                                const char         *task,
                                                const char         *host);
/* Makes it cancellable (allowed_operations = {cancel}); a %NULL @func makes it not. */
void        ferry_sim_tasks_set_cancel_func    (FerrySimTasks      *self,
                                                const char         *task,
                                                FerrySimCancelFunc  func,
                                                gpointer            user_data);
/* @value: (nullable): sunk when floating; becomes the <value> text of "result". */
void        ferry_sim_tasks_finish             (FerrySimTasks      *self,
                                                const char         *task,
                                                GVariant           *value);
void        ferry_sim_tasks_fail               (FerrySimTasks      *self,
                                                const char         *task,
                                                FerrySimFailure    *failure);
void        ferry_sim_tasks_end_cancelled      (FerrySimTasks      *self,
                                                const char         *task);
/* What task.cancel does: never fails; dropped where the task can't be cancelled now. */
void        ferry_sim_tasks_cancel             (FerrySimTasks      *self,
                                                const char         *task);
gboolean    ferry_sim_tasks_is_pending         (FerrySimTasks      *self,
                                                const char         *task);
/* (nullable): the session that it was made with. */
const char *ferry_sim_tasks_get_session        (FerrySimTasks      *self,
                                                const char         *task);
void        ferry_sim_tasks_remove             (FerrySimTasks      *self,
                                                const char         *task);
void        ferry_sim_tasks_forget_all         (FerrySimTasks      *self);

G_END_DECLS

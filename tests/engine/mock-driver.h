/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/ferry-driver.h"
#include "model/ferry-task-record.h"

G_BEGIN_DECLS

#define MOCK_TYPE_SERVER (mock_server_get_type ())

G_DECLARE_FINAL_TYPE (MockServer, mock_server, MOCK, SERVER, GObject)

/**
 * MockCall:
 *
 * The calls of a driver that a test can make fail, or keep waiting.
 */
typedef enum
{
  MOCK_CONNECT,
  MOCK_CHECK,
  MOCK_MIGRATE,
  MOCK_FIND,
  MOCK_WATCH,
  MOCK_CANCEL,
  MOCK_LOOK,
  MOCK_REMEDY,
  MOCK_N_CALLS,
} MockCall;

/* A pool "lisbon" with hosts kestrel, merlin and osprey, which does what the test says and nothing by itself.
 * It outlives the drivers that speak to it, as a server does. It aborts the test if it is asked to start a move
 * of a VM that is on its way: that must never happen. Threads: the test's. */
MockServer  *mock_server_new           (void);
/* A #FerryDriverFactory; @server: the MockServer */
FerryDriver *mock_server_make_driver   (const FerryConnectionSettings  *settings,
                                        gpointer                        server,
                                        GError                        **error);

/* Keys of its things, by name: interned, never freed */
const char  *mock_host_key             (const char                     *name);
const char  *mock_vm_key               (const char                     *name);

/* A running VM of 4 GiB */
void         mock_server_add_vm        (MockServer                     *self,
                                        const char                     *name,
                                        const char                     *host);
/* What is true of the VM from now on. @host: (nullable). @tell: the events say so too */
void         mock_server_set_vm        (MockServer                     *self,
                                        const char                     *name,
                                        const char                     *host,
                                        FerryPowerState                 power_state,
                                        gboolean                        tell);
void         mock_server_delete_vm     (MockServer                     *self,
                                        const char                     *name);
gboolean     mock_server_runs_on       (MockServer                     *self,
                                        const char                     *name,
                                        const char                     *host);
void         mock_server_set_memory    (MockServer                     *self,
                                        const char                     *host,
                                        guint64                         bytes);

/* The next @n such calls fail so. */
void         mock_server_fail_times    (MockServer                     *self,
                                        MockCall                        call,
                                        guint                           n,
                                        FerryDriverError                code,
                                        const char                     *message);
/* The next @call fails so. */
void         mock_server_fail_next     (MockServer                     *self,
                                        MockCall                        call,
                                        FerryDriverError                code,
                                        const char                     *message);
/* The next migrate begins, but its answer is lost. */
void         mock_server_start_and_fail_next (MockServer               *self);
/* From now on, such calls wait until they are let go; then they do what they would have done. */
void         mock_server_hold          (MockServer                     *self,
                                        MockCall                        call);
void         mock_server_let_go        (MockServer                     *self,
                                        MockCall                        call);
guint        mock_server_count_held    (MockServer                     *self,
                                        MockCall                        call);
guint        mock_server_count_calls   (MockServer                     *self,
                                        MockCall                        call);
/* The next check answers with a finding that blocks. */
void         mock_server_object        (MockServer                     *self,
                                        const char                     *sentence);
/* The certificate that an UNTRUSTED connect shows */
void         mock_server_set_certificate (MockServer                   *self,
                                        const FerryCertificate         *certificate);
/* (transfer none): the password of the last connect */
const char  *mock_server_get_password  (MockServer                     *self);

/* The VM's task: */
gboolean     mock_server_has_task      (MockServer                     *self,
                                        const char                     *name);
gboolean     mock_server_is_cancelling (MockServer                     *self,
                                        const char                     *name);
void         mock_server_progress      (MockServer                     *self,
                                        const char                     *name,
                                        const FerryProgress            *progress);
/* Ends well: the VM is on the target, and the events say so before the task does. */
void         mock_server_finish        (MockServer                     *self,
                                        const char                     *name);
/* Ends so; where the VM is then is said by mock_server_set_vm(). GONE: it vanishes. */
void         mock_server_end_task      (MockServer                     *self,
                                        const char                     *name,
                                        FerryDriverError                code,
                                        const char                     *message);
/* A task that somebody else started, as a record. Returns its key: never freed */
const char  *mock_server_add_foreign_task (MockServer                  *self,
                                        const char                     *name,
                                        gboolean                        can_cancel);
guint        mock_server_count_started (MockServer                     *self,
                                        const char                     *name);

/* The connection breaks; calls fail with UNREACHABLE until it is back. Tasks go on. */
void         mock_server_lose          (MockServer                     *self);
void         mock_server_come_back     (MockServer                     *self);
/* The coordinator restarts: the connection breaks and all tasks are forgotten. */
void         mock_server_restart       (MockServer                     *self);

G_END_DECLS

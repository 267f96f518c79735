/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/ferry-certificate.h"
#include "model/ferry-changes.h"
#include "model/ferry-connection-settings.h"
#include "model/ferry-finding.h"
#include "model/ferry-progress.h"
#include "model/ferry-secret.h"
#include "model/ferry-vm-record.h"

G_BEGIN_DECLS

#define FERRY_TYPE_DRIVER (ferry_driver_get_type ())

G_DECLARE_INTERFACE (FerryDriver, ferry_driver, FERRY, DRIVER, GObject)

#define FERRY_DRIVER_ERROR (ferry_driver_error_quark ())

/**
 * FerryDriverError:
 * @FERRY_DRIVER_ERROR_UNREACHABLE: no answer; trying again later may work
 * @FERRY_DRIVER_ERROR_AUTH: the host refused the credentials: ask for others
 * @FERRY_DRIVER_ERROR_UNTRUSTED: the certificate needs the user's decision: see ferry_driver_get_certificate()
 * @FERRY_DRIVER_ERROR_REFUSED: understood and declined: the message is a finding's sentence
 * @FERRY_DRIVER_ERROR_HOST_SILENT: declined or broken off because a host of the pool does not answer the pool, or
 *   another host: what the server lists as running there may not run, and the other way round
 * @FERRY_DRIVER_ERROR_GONE: the VM, host or task is not there any more: look again
 * @FERRY_DRIVER_ERROR_CANCELLED: the work was cancelled on the server, by whomever
 * @FERRY_DRIVER_ERROR_PROTOCOL: an answer that makes no sense; never retried
 *
 * What a caller can do about it. The message is a translated sentence for the
 * user, with names, never a reference or a bare code.
 */
typedef enum
{
  FERRY_DRIVER_ERROR_UNREACHABLE,
  FERRY_DRIVER_ERROR_AUTH,
  FERRY_DRIVER_ERROR_UNTRUSTED,
  FERRY_DRIVER_ERROR_REFUSED,
  FERRY_DRIVER_ERROR_HOST_SILENT,
  FERRY_DRIVER_ERROR_GONE,
  FERRY_DRIVER_ERROR_CANCELLED,
  FERRY_DRIVER_ERROR_PROTOCOL,
} FerryDriverError;

typedef enum
{
  FERRY_DRIVER_CAN_MIGRATE_LIVE = 1 << 0,
  FERRY_DRIVER_CAN_COMPRESS     = 1 << 1,
  FERRY_DRIVER_CAN_PICK_NETWORK = 1 << 2,
  FERRY_DRIVER_CAN_FORCE        = 1 << 3,
} FerryDriverCapabilities;

/**
 * FerryDriverMove:
 * @move_key: (not nullable): key of the #FerryMoveRecord; the server is told, so that the task can be found again
 * @vm_key: (not nullable): what moves
 * @host_key: (not nullable): where to
 * @network_key: (nullable): migration network
 * @compress: -1 the pool's setting, 0 no, 1 yes
 * @force: past the CPU check
 *
 * One live migration inside a pool.
 */
typedef struct
{
  const char *move_key;
  const char *vm_key;
  const char *host_key;
  const char *network_key;
  int         compress;
  gboolean    force;
} FerryDriverMove;

/**
 * FerryDriverInterface:
 * @connect_async: logs in, reads the whole inventory (emitting #FerryDriver::changes as it comes,
 *   #FerryDriver::step as it goes), and goes on listening; completes when everything has been emitted once.
 *   After a #FerryDriver::lost the same driver may be connected again: it then emits what changed, and
 *   removals of what is gone, so that nothing flickers
 * @disconnect_async: logs out; completes even if the server is gone
 * @check_async: the server's own last word on @move, without starting it (assert_operation_valid,
 *   assert_can_boot_here): returns (element-type FerryFinding), empty if it agrees
 * @migrate_async: asks the server to start; completes with a handle as soon as the server works on it
 * @find_async: the handle of a task that was started for @move_key, perhaps by an earlier run; GONE if there is none
 * @watch_async: completes when the task of @handle ends; emits #FerryDriver::progress meanwhile. Fails with the
 *   server's reason, with CANCELLED, with GONE if the task vanished without a last word, or UNREACHABLE if the
 *   connection was lost (the task may still run)
 * @cancel_async: asks the server to cancel; success means asked, not done
 * @forget_async: the task is over and known: the server may drop it
 * @look_async: reads the VM afresh from the server, not from what the events told: the truth for verification
 * @remedy_async: carries out the remedy of a finding
 *
 * Speaks one server's protocol, and nothing else: no retries, no policy, no
 * cache beyond the protocol's own.
 *
 * Contract for every method:
 * - called in the thread-default main context that the driver was created in, and
 *   completes there; what blocks or burns is the driver's own business;
 * - never blocks that context;
 * - fails in #FERRY_DRIVER_ERROR, or #G_IO_ERROR_CANCELLED when cancelled;
 * - may overlap with other calls on the same driver.
 */
struct _FerryDriverInterface
{
  GTypeInterface parent_iface;

  FerryDriverCapabilities (*get_capabilities) (FerryDriver *self);
  const FerryCertificate *(*get_certificate)  (FerryDriver *self);

  void           (*connect_async)     (FerryDriver             *self,
                                       const FerryConnectionSettings *settings,
                                       FerrySecret             *secret,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
  gboolean       (*connect_finish)    (FerryDriver             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
  void           (*disconnect_async)  (FerryDriver             *self,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
  gboolean       (*disconnect_finish) (FerryDriver             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
  void           (*check_async)       (FerryDriver             *self,
                                       const FerryDriverMove   *move,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
  GPtrArray     *(*check_finish)      (FerryDriver             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
  void           (*migrate_async)     (FerryDriver             *self,
                                       const FerryDriverMove   *move,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
  char          *(*migrate_finish)    (FerryDriver             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
  void           (*find_async)        (FerryDriver             *self,
                                       const char              *move_key,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
  char          *(*find_finish)       (FerryDriver             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
  void           (*watch_async)       (FerryDriver             *self,
                                       const char              *handle,
                                       const char              *vm_key,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
  gboolean       (*watch_finish)      (FerryDriver             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
  void           (*cancel_async)      (FerryDriver             *self,
                                       const char              *handle,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
  gboolean       (*cancel_finish)     (FerryDriver             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
  void           (*forget_async)      (FerryDriver             *self,
                                       const char              *handle,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
  gboolean       (*forget_finish)     (FerryDriver             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
  void           (*look_async)        (FerryDriver             *self,
                                       const char              *vm_key,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
  FerryVmRecord *(*look_finish)       (FerryDriver             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
  void           (*remedy_async)      (FerryDriver             *self,
                                       FerryRemedyAction        action,
                                       const char              *target,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);
  gboolean       (*remedy_finish)     (FerryDriver             *self,
                                       GAsyncResult            *result,
                                       GError                 **error);
};

/*
 * Signals, all emitted in the driver's own context:
 * "changes"  (FerryChanges *changes): (transfer none): the receiver may keep a reference; the driver forgets it
 * "progress" (const char *handle, const FerryProgress *progress): boxed-less pointer, valid during the emission
 * "step"     (const char *step): translated: what connect_async does now
 * "lost"     (GError *error): the connection broke after connect_async had completed
 */

GQuark                  ferry_driver_error_quark      (void);

/* One wrapper each, ferry_driver_NAME_async() and ferry_driver_NAME_finish(), with the interface's own parameters. */
FerryDriverCapabilities ferry_driver_get_capabilities (FerryDriver                   *self);
const FerryCertificate *ferry_driver_get_certificate  (FerryDriver                   *self);
void                    ferry_driver_connect_async    (FerryDriver                   *self,
                                                       const FerryConnectionSettings *settings,
                                                       FerrySecret                   *secret,
                                                       GCancellable                  *cancellable,
                                                       GAsyncReadyCallback            callback,
                                                       gpointer                       user_data);
gboolean                ferry_driver_connect_finish   (FerryDriver                   *self,
                                                       GAsyncResult                  *result,
                                                       GError                       **error);
void                    ferry_driver_disconnect_async (FerryDriver                   *self,
                                                       GAsyncReadyCallback            callback,
                                                       gpointer                       user_data);
gboolean                ferry_driver_disconnect_finish (FerryDriver                  *self,
                                                       GAsyncResult                  *result,
                                                       GError                       **error);
void                    ferry_driver_check_async      (FerryDriver                   *self,
                                                       const FerryDriverMove         *move,
                                                       GCancellable                  *cancellable,
                                                       GAsyncReadyCallback            callback,
                                                       gpointer                       user_data);
GPtrArray              *ferry_driver_check_finish     (FerryDriver                   *self,
                                                       GAsyncResult                  *result,
                                                       GError                       **error) G_GNUC_WARN_UNUSED_RESULT;
void                    ferry_driver_migrate_async    (FerryDriver                   *self,
                                                       const FerryDriverMove         *move,
                                                       GCancellable                  *cancellable,
                                                       GAsyncReadyCallback            callback,
                                                       gpointer                       user_data);
char                   *ferry_driver_migrate_finish   (FerryDriver                   *self,
                                                       GAsyncResult                  *result,
                                                       GError                       **error) G_GNUC_WARN_UNUSED_RESULT;
void                    ferry_driver_find_async       (FerryDriver                   *self,
                                                       const char                    *move_key,
                                                       GCancellable                  *cancellable,
                                                       GAsyncReadyCallback            callback,
                                                       gpointer                       user_data);
char                   *ferry_driver_find_finish      (FerryDriver                   *self,
                                                       GAsyncResult                  *result,
                                                       GError                       **error) G_GNUC_WARN_UNUSED_RESULT;
void                    ferry_driver_watch_async      (FerryDriver                   *self,
                                                       const char                    *handle,
                                                       const char                    *vm_key,
                                                       GCancellable                  *cancellable,
                                                       GAsyncReadyCallback            callback,
                                                       gpointer                       user_data);
gboolean                ferry_driver_watch_finish     (FerryDriver                   *self,
                                                       GAsyncResult                  *result,
                                                       GError                       **error);
void                    ferry_driver_cancel_async     (FerryDriver                   *self,
                                                       const char                    *handle,
                                                       GCancellable                  *cancellable,
                                                       GAsyncReadyCallback            callback,
                                                       gpointer                       user_data);
gboolean                ferry_driver_cancel_finish    (FerryDriver                   *self,
                                                       GAsyncResult                  *result,
                                                       GError                       **error);
void                    ferry_driver_forget_async     (FerryDriver                   *self,
                                                       const char                    *handle,
                                                       GAsyncReadyCallback            callback,
                                                       gpointer                       user_data);
gboolean                ferry_driver_forget_finish    (FerryDriver                   *self,
                                                       GAsyncResult                  *result,
                                                       GError                       **error);
void                    ferry_driver_look_async       (FerryDriver                   *self,
                                                       const char                    *vm_key,
                                                       GCancellable                  *cancellable,
                                                       GAsyncReadyCallback            callback,
                                                       gpointer                       user_data);
FerryVmRecord          *ferry_driver_look_finish      (FerryDriver                   *self,
                                                       GAsyncResult                  *result,
                                                       GError                       **error) G_GNUC_WARN_UNUSED_RESULT;
void                    ferry_driver_remedy_async     (FerryDriver                   *self,
                                                       FerryRemedyAction              action,
                                                       const char                    *target,
                                                       GCancellable                  *cancellable,
                                                       GAsyncReadyCallback            callback,
                                                       gpointer                       user_data);
gboolean                ferry_driver_remedy_finish    (FerryDriver                   *self,
                                                       GAsyncResult                  *result,
                                                       GError                       **error);

/* For the drivers themselves: */
void                    ferry_driver_emit_changes     (FerryDriver                   *self,
                                                       FerryChanges                  *changes);
void                    ferry_driver_emit_progress    (FerryDriver                   *self,
                                                       const char                    *handle,
                                                       const FerryProgress           *progress);
void                    ferry_driver_emit_step        (FerryDriver                   *self,
                                                       const char                    *step);
void                    ferry_driver_emit_lost        (FerryDriver                   *self,
                                                       const GError                  *error);

/* (transfer full): the driver that speaks the scheme of the URI of @settings; %NULL with a sentence if none does. */
FerryDriver            *ferry_driver_new_for_settings (const FerryConnectionSettings *settings,
                                                       GError                       **error);

G_END_DECLS

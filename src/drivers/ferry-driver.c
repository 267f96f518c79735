/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-driver"

#include "drivers/ferry-driver.h"

/**
 * FerryDriver:
 *
 * What every driver offers; the contract stands with #FerryDriverInterface.
 *
 * Threads: one: the thread-default main context that the driver was created in.
 */
G_DEFINE_INTERFACE (FerryDriver, ferry_driver, G_TYPE_OBJECT)
G_DEFINE_QUARK (ferry-driver-error-quark, ferry_driver_error)

enum {
  SIGNAL_CHANGES,
  SIGNAL_PROGRESS,
  SIGNAL_STEP,
  SIGNAL_LOST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
ferry_driver_default_init (FerryDriverInterface *iface)
{
  signals[SIGNAL_CHANGES] =
    g_signal_new ("changes", FERRY_TYPE_DRIVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, FERRY_TYPE_CHANGES);
  signals[SIGNAL_PROGRESS] =
    g_signal_new ("progress", FERRY_TYPE_DRIVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);
  signals[SIGNAL_STEP] =
    g_signal_new ("step", FERRY_TYPE_DRIVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_LOST] =
    g_signal_new ("lost", FERRY_TYPE_DRIVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

FerryDriverCapabilities
ferry_driver_get_capabilities (FerryDriver *self)
{
  return FERRY_DRIVER_GET_IFACE (self)->get_capabilities (self);
}

const FerryCertificate *
ferry_driver_get_certificate (FerryDriver *self)
{
  return FERRY_DRIVER_GET_IFACE (self)->get_certificate (self);
}

void
ferry_driver_connect_async (FerryDriver                   *self,
                            const FerryConnectionSettings *settings,
                            FerrySecret                   *secret,
                            GCancellable                  *cancellable,
                            GAsyncReadyCallback            callback,
                            gpointer                       user_data)
{
  FERRY_DRIVER_GET_IFACE (self)->connect_async (self, settings, secret, cancellable, callback, user_data);
}

gboolean
ferry_driver_connect_finish (FerryDriver   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return FERRY_DRIVER_GET_IFACE (self)->connect_finish (self, result, error);
}

void
ferry_driver_disconnect_async (FerryDriver         *self,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  FERRY_DRIVER_GET_IFACE (self)->disconnect_async (self, callback, user_data);
}

gboolean
ferry_driver_disconnect_finish (FerryDriver   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return FERRY_DRIVER_GET_IFACE (self)->disconnect_finish (self, result, error);
}

void
ferry_driver_check_async (FerryDriver           *self,
                          const FerryDriverMove *move,
                          GCancellable          *cancellable,
                          GAsyncReadyCallback    callback,
                          gpointer               user_data)
{
  FERRY_DRIVER_GET_IFACE (self)->check_async (self, move, cancellable, callback, user_data);
}

GPtrArray *
ferry_driver_check_finish (FerryDriver   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return FERRY_DRIVER_GET_IFACE (self)->check_finish (self, result, error);
}

void
ferry_driver_migrate_async (FerryDriver           *self,
                            const FerryDriverMove *move,
                            GCancellable          *cancellable,
                            GAsyncReadyCallback    callback,
                            gpointer               user_data)
{
  FERRY_DRIVER_GET_IFACE (self)->migrate_async (self, move, cancellable, callback, user_data);
}

char *
ferry_driver_migrate_finish (FerryDriver   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return FERRY_DRIVER_GET_IFACE (self)->migrate_finish (self, result, error);
}

void
ferry_driver_find_async (FerryDriver         *self,
                         const char          *move_key,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  FERRY_DRIVER_GET_IFACE (self)->find_async (self, move_key, cancellable, callback, user_data);
}

char *
ferry_driver_find_finish (FerryDriver   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return FERRY_DRIVER_GET_IFACE (self)->find_finish (self, result, error);
}

void
ferry_driver_watch_async (FerryDriver         *self,
                          const char          *handle,
                          const char          *vm_key,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  FERRY_DRIVER_GET_IFACE (self)->watch_async (self, handle, vm_key, cancellable, callback, user_data);
}

gboolean
ferry_driver_watch_finish (FerryDriver   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return FERRY_DRIVER_GET_IFACE (self)->watch_finish (self, result, error);
}

void
ferry_driver_cancel_async (FerryDriver         *self,
                           const char          *handle,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  FERRY_DRIVER_GET_IFACE (self)->cancel_async (self, handle, cancellable, callback, user_data);
}

gboolean
ferry_driver_cancel_finish (FerryDriver   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return FERRY_DRIVER_GET_IFACE (self)->cancel_finish (self, result, error);
}

void
ferry_driver_forget_async (FerryDriver         *self,
                           const char          *handle,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  FERRY_DRIVER_GET_IFACE (self)->forget_async (self, handle, callback, user_data);
}

gboolean
ferry_driver_forget_finish (FerryDriver   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return FERRY_DRIVER_GET_IFACE (self)->forget_finish (self, result, error);
}

void
ferry_driver_look_async (FerryDriver         *self,
                         const char          *vm_key,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  FERRY_DRIVER_GET_IFACE (self)->look_async (self, vm_key, cancellable, callback, user_data);
}

FerryVmRecord *
ferry_driver_look_finish (FerryDriver   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return FERRY_DRIVER_GET_IFACE (self)->look_finish (self, result, error);
}

void
ferry_driver_remedy_async (FerryDriver         *self,
                           FerryRemedyAction    action,
                           const char          *target,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  FERRY_DRIVER_GET_IFACE (self)->remedy_async (self, action, target, cancellable, callback, user_data);
}

gboolean
ferry_driver_remedy_finish (FerryDriver   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return FERRY_DRIVER_GET_IFACE (self)->remedy_finish (self, result, error);
}

void
ferry_driver_emit_changes (FerryDriver  *self,
                           FerryChanges *changes)
{
  g_signal_emit (self, signals[SIGNAL_CHANGES], 0, changes);
}

void
ferry_driver_emit_progress (FerryDriver         *self,
                            const char          *handle,
                            const FerryProgress *progress)
{
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, handle, progress);
}

void
ferry_driver_emit_step (FerryDriver *self,
                        const char  *step)
{
  g_signal_emit (self, signals[SIGNAL_STEP], 0, step);
}

void
ferry_driver_emit_lost (FerryDriver  *self,
                        const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_LOST], 0, error);
}

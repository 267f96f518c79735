/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-move-request"

#include "model/ferry-move-request.h"

FerryMoveRequest *
ferry_move_request_copy (const FerryMoveRequest *self)
{
  FerryMoveRequest *copy = g_new (FerryMoveRequest, 1);

  *copy = (FerryMoveRequest) {
    .vm_keys = g_strdupv (self->vm_keys),
    .host_key = g_strdup (self->host_key),
    .network_key = g_strdup (self->network_key),
    .compress = self->compress,
    .force = self->force,
  };

  return copy;
}

void
ferry_move_request_free (FerryMoveRequest *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->vm_keys);
  g_free (self->host_key);
  g_free (self->network_key);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FerryMoveRequest:
 * @vm_keys: (not nullable): %NULL-terminated; the VMs to move
 * @host_key: (not nullable): where to
 * @network_key: (nullable): migration network; the management network otherwise
 * @compress: -1 the pool's own setting, 0 no, 1 yes
 * @force: past the CPU check; off unless the user insisted
 *
 * What somebody asks for. A value; mutable until it is handed over.
 */
typedef struct
{
  char   **vm_keys;
  char    *host_key;
  char    *network_key;
  int      compress;
  gboolean force;
} FerryMoveRequest;

FerryMoveRequest *ferry_move_request_copy (const FerryMoveRequest *self);
void              ferry_move_request_free (FerryMoveRequest       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryMoveRequest, ferry_move_request_free)

G_END_DECLS

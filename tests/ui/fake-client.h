/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-client.h"

G_BEGIN_DECLS

/* A pool of @n_hosts with @n_vms, at once. */
void fake_client_fill (FerryClient *self,
                       guint        n_hosts,
                       guint        n_vms);
/* The connection is lost, or back. */
void fake_client_lose (FerryClient *self,
                       gboolean     is_lost);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "client/ferry-client.h"
#include "ui/migrate/ferry-destination.h"

G_BEGIN_DECLS

#define FERRY_TYPE_DESTINATIONS (ferry_destinations_get_type ())

G_DECLARE_FINAL_TYPE (FerryDestinations, ferry_destinations, FERRY, DESTINATIONS, GObject)

/* Where some VMs could go: a #GListModel of #FerryDestination, one for each host of every connection, asked for once
 * when it is made. Signal "changed": an answer came. @vms: (element-type FerryItem) */
FerryDestinations *ferry_destinations_new           (FerryClient       *client,
                                                     GPtrArray         *vms);
/* Asks again whenever something changed, at most once a second. */
void               ferry_destinations_follow        (FerryDestinations *self);
FerryClient       *ferry_destinations_get_client    (FerryDestinations *self);
/* (transfer none) (element-type FerryItem) */
GPtrArray         *ferry_destinations_get_vms       (FerryDestinations *self);
/* What has to travel if all move. */
guint64            ferry_destinations_get_memory    (FerryDestinations *self);
/* Whether an answer has come. */
gboolean           ferry_destinations_is_ready      (FerryDestinations *self);
/* (transfer none) (nullable) */
FerryDestination  *ferry_destinations_lookup        (FerryDestinations *self,
                                                     const char        *host_key);
/* (transfer full): "web-03", "12 virtual machines" */
char              *ferry_destinations_dup_vms_text  (FerryDestinations *self);

G_END_DECLS

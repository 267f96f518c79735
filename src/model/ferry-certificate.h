/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FerryCertificate:
 * @host: (not nullable): the address that was connected to
 * @port: its port
 * @sha256: (not nullable): fingerprint, 64 lower-case hexadecimal digits
 * @subject: (nullable): distinguished name
 * @issuer: (nullable): distinguished name
 * @not_before: Unix seconds; 0 when unknown
 * @not_after: Unix seconds; 0 when unknown
 * @pinned_sha256: (nullable): what the user trusted before; set when the certificate has changed
 *
 * A certificate that no authority vouches for, shown to the user for a decision.
 */
typedef struct
{
  char  *host;
  guint  port;
  char  *sha256;
  char  *subject;
  char  *issuer;
  gint64 not_before;
  gint64 not_after;
  char  *pinned_sha256;
} FerryCertificate;

FerryCertificate *ferry_certificate_new  (const FerryCertificate *fields);
FerryCertificate *ferry_certificate_copy (const FerryCertificate *self);
void              ferry_certificate_free (FerryCertificate       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryCertificate, ferry_certificate_free)

G_END_DECLS

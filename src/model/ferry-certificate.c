/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-certificate"

#include "model/ferry-certificate.h"

/**
 * ferry_certificate_new:
 * @fields: values to copy
 *
 * Returns: (transfer full): a copy
 */
FerryCertificate *
ferry_certificate_new (const FerryCertificate *fields)
{
  FerryCertificate *self = g_new (FerryCertificate, 1);

  *self = (FerryCertificate) {
    .host = g_strdup (fields->host),
    .port = fields->port,
    .sha256 = g_strdup (fields->sha256),
    .subject = g_strdup (fields->subject),
    .issuer = g_strdup (fields->issuer),
    .not_before = fields->not_before,
    .not_after = fields->not_after,
    .pinned_sha256 = g_strdup (fields->pinned_sha256),
  };

  return self;
}

FerryCertificate *
ferry_certificate_copy (const FerryCertificate *self)
{
  return self != NULL ? ferry_certificate_new (self) : NULL;
}

void
ferry_certificate_free (FerryCertificate *self)
{
  if (self == NULL)
    return;

  g_free (self->host);
  g_free (self->sha256);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->pinned_sha256);
  g_free (self);
}

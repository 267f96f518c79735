/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-trust"

#include "drivers/xapi/ferry-xapi-trust.h"

/**
 * FerryXapiTrust:
 *
 * Decides, before anything is said to a server, whether it is the one that it
 * claims to be: by the certificate that was pinned for its address, else by
 * the system's authorities.
 *
 * Threads: one: the context of its driver.
 */
struct _FerryXapiTrust
{
  GObject           parent_instance;

  GHashTable       *pins;     /* (owned): host -> lower-case hexadecimal digits, by the user */
  GHashTable       *vouched;  /* (owned): the same, by servers */
  FerryCertificate *refused;  /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (FerryXapiTrust, ferry_xapi_trust, G_TYPE_OBJECT)

#define SHA256_DIGITS 64

/* (nullable): lower-case digits alone; NULL if @text is no fingerprint. */
static char *
normalise (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isxdigit (*p))
        g_string_append_c (digits, g_ascii_tolower (*p));
    }

  return g_string_free (digits, digits->len != SHA256_DIGITS);
}

void
ferry_xapi_trust_pin (FerryXapiTrust *self,
                      const char     *host,
                      const char     *sha256)
{
  char *digits = sha256 != NULL ? normalise (sha256) : NULL;

  if (digits != NULL)
    g_hash_table_replace (self->pins, g_strdup (host), digits);
  else
    g_hash_table_remove (self->pins, host);
}

void
ferry_xapi_trust_vouch (FerryXapiTrust *self,
                        const char     *host,
                        const char     *sha256)
{
  char *digits = normalise (sha256);

  if (digits != NULL)
    g_hash_table_replace (self->vouched, g_strdup (host), digits);
}

static char *
get_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr(GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);

  return der != NULL ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len) : g_strdup ("");
}

static gint64
to_unix (GDateTime *time)
{
  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static void
refuse (FerryXapiTrust  *self,
        const char      *host,
        guint            port,
        GTlsCertificate *certificate,
        char            *sha256,
        const char      *pinned)
{
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);
  g_autoptr(GDateTime) from = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr(GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);

  ferry_certificate_free (self->refused);
  self->refused = ferry_certificate_new (&(FerryCertificate) {
    .host = (char *) host,
    .port = port,
    .sha256 = sha256,
    .subject = subject,
    .issuer = issuer,
    .not_before = to_unix (from),
    .not_after = to_unix (until),
    .pinned_sha256 = (char *) pinned,
  });
}

static gboolean
is_vouched_by_system (const char      *host,
                      GTlsCertificate *certificate)
{
  GTlsDatabase *database = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  g_autoptr(GSocketConnectable) identity = g_network_address_new (host, 443);
  g_autoptr(GError) error = NULL;
  GTlsCertificateFlags flags;

  if (database == NULL)
    return FALSE;

  flags = g_tls_database_verify_chain (database, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                                       identity, NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error);
  g_object_unref (database);

  return error == NULL && flags == 0;
}

/**
 * ferry_xapi_trust_decide:
 * @self: the rules
 * @host: address that was connected to
 * @port: its port
 * @certificate: what it showed
 *
 * Returns: whether it may be spoken to
 */
gboolean
ferry_xapi_trust_decide (FerryXapiTrust  *self,
                         const char      *host,
                         guint            port,
                         GTlsCertificate *certificate)
{
  g_autofree char *sha256 = get_fingerprint (certificate);
  const char *pinned = g_hash_table_lookup (self->pins, host);
  const char *vouched = g_hash_table_lookup (self->vouched, host);
  gboolean is_good;

  if (pinned != NULL)
    is_good = g_str_equal (pinned, sha256);
  else
    is_good = g_strcmp0 (vouched, sha256) == 0 || is_vouched_by_system (host, certificate);

  if (!is_good)
    refuse (self, host, port, certificate, sha256, pinned);

  return is_good;
}

const FerryCertificate *
ferry_xapi_trust_get_refused (FerryXapiTrust *self)
{
  return self->refused;
}

void
ferry_xapi_trust_forget_refused (FerryXapiTrust *self)
{
  g_clear_pointer (&self->refused, ferry_certificate_free);
}

static void
ferry_xapi_trust_finalize (GObject *object)
{
  FerryXapiTrust *self = FERRY_XAPI_TRUST (object);

  g_clear_pointer (&self->pins, g_hash_table_unref);
  g_clear_pointer (&self->vouched, g_hash_table_unref);
  g_clear_pointer (&self->refused, ferry_certificate_free);

  G_OBJECT_CLASS (ferry_xapi_trust_parent_class)->finalize (object);
}

static void
ferry_xapi_trust_class_init (FerryXapiTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ferry_xapi_trust_finalize;
}

static void
ferry_xapi_trust_init (FerryXapiTrust *self)
{
  self->pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->vouched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

FerryXapiTrust *
ferry_xapi_trust_new (void)
{
  return g_object_new (FERRY_TYPE_XAPI_TRUST, NULL);
}

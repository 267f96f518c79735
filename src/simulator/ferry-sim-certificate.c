/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-certificate"

#include "simulator/ferry-sim-certificate.h"

#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <time.h>

#define LIFE_SECONDS (10 * 365 * 24 * 60 * 60)

typedef struct
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     crt;
} Pair;

static void
pair_clear (Pair *pair)
{
  if (pair->crt != NULL)
    gnutls_x509_crt_deinit (pair->crt);
  if (pair->key != NULL)
    gnutls_x509_privkey_deinit (pair->key);
}

static int
add_names (gnutls_x509_crt_t   crt,
           const char * const *names)
{
  static const guint8 loopback[] = { 127, 0, 0, 1 };
  int result;

  result = gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, loopback,
                                                 sizeof loopback, GNUTLS_FSAN_SET);
  for (guint i = 0; result >= 0 && names != NULL && names[i] != NULL; i++)
    result = gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_DNSNAME, names[i],
                                                   (unsigned int) strlen (names[i]),
                                                   GNUTLS_FSAN_APPEND);

  return result;
}

static int
fill (gnutls_x509_crt_t    crt,
      gnutls_x509_privkey_t key,
      const char * const  *names)
{
  const char *name = names != NULL && names[0] != NULL ? names[0] : "localhost";
  guint8 serial[8];
  time_t now = time (NULL);
  int result;

  if ((result = gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial)) < 0)
    return result;
  serial[0] &= 0x7f;

  if ((result = gnutls_x509_crt_set_version (crt, 3)) < 0
      || (result = gnutls_x509_crt_set_serial (crt, serial, sizeof serial)) < 0
      || (result = gnutls_x509_crt_set_activation_time (crt, now - 60)) < 0
      || (result = gnutls_x509_crt_set_expiration_time (crt, now + LIFE_SECONDS)) < 0
      || (result = gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                                  (unsigned int) strlen (name))) < 0
      || (result = add_names (crt, names)) < 0
      || (result = gnutls_x509_crt_set_key (crt, key)) < 0)
    return result;

  return gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0);
}

static int
make_pair (Pair               *pair,
           const char * const *names)
{
  int result;

  if ((result = gnutls_x509_privkey_init (&pair->key)) < 0
      || (result = gnutls_x509_privkey_generate (pair->key, GNUTLS_PK_ECDSA,
                                                 GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1),
                                                 0)) < 0
      || (result = gnutls_x509_crt_init (&pair->crt)) < 0)
    return result;

  return fill (pair->crt, pair->key, names);
}

static char *
export_pem (Pair *pair)
{
  gnutls_datum_t crt = { NULL, 0 };
  gnutls_datum_t key = { NULL, 0 };
  char *pem = NULL;

  if (gnutls_x509_crt_export2 (pair->crt, GNUTLS_X509_FMT_PEM, &crt) >= 0
      && gnutls_x509_privkey_export2_pkcs8 (pair->key, GNUTLS_X509_FMT_PEM, NULL,
                                            GNUTLS_PKCS_PLAIN, &key) >= 0)
    pem = g_strdup_printf ("%.*s%.*s", (int) crt.size, crt.data, (int) key.size, key.data);
  gnutls_free (crt.data);
  gnutls_free (key.data);

  return pem;
}

/**
 * ferry_sim_certificate_new:
 * @names: (nullable) (array zero-terminated=1): host names that it is for, besides 127.0.0.1
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a self-signed certificate with its private key
 */
GTlsCertificate *
ferry_sim_certificate_new (const char * const  *names,
                           GError             **error)
{
  Pair pair = { NULL, NULL };
  int result = make_pair (&pair, names);
  g_autofree char *pem = result >= 0 ? export_pem (&pair) : NULL;

  pair_clear (&pair);
  if (pem == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   "No certificate could be made: %s", gnutls_strerror (result));
      return NULL;
    }

  return g_tls_certificate_new_from_pem (pem, -1, error);
}

/**
 * ferry_sim_certificate_get_fingerprint:
 * @certificate: a certificate
 *
 * Returns: (transfer full): the SHA-256 of its DER form, in pairs of digits joined by colons
 */
char *
ferry_sim_certificate_get_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr(GByteArray) der = NULL;
  g_autofree char *digest = NULL;
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  g_object_get (certificate, "certificate", &der, NULL);
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  for (guint i = 0; digest[i] != '\0'; i++)
    {
      if (i > 0 && i % 2 == 0)
        g_string_append_c (text, ':');
      g_string_append_c (text, g_ascii_toupper (digest[i]));
    }

  return g_string_free (text, FALSE);
}

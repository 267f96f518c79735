/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "model/ferry-certificate.h"
#include "model/ferry-connection-settings.h"
#include "model/ferry-finding.h"
#include "model/ferry-move-request.h"
#include "model/ferry-secret.h"
#include "model/ferry-verdict.h"

typedef struct
{
  const char *uri;
  int         code;    /* of G_URI_ERROR; -1: it is good */
  const char *said;    /* (nullable): a part of the sentence */
} Address;

static const Address addresses[] = {
  { "xapi://root@pool.example.com", -1, NULL },
  { "xapi://root@pool.example.com:8443", -1, NULL },
  { "xapi://pool.example.com", -1, NULL },
  { "xapi://root@192.0.2.7", -1, NULL },
  { "xapi://root@[2001:db8::7]:443", -1, NULL },
  { "xapi://domain%5Cmaria@pool.example.com", -1, NULL },
  { "xapi+http://root@127.0.0.1:8080", -1, NULL },
  { "xapi+http://root@127.1.2.3", -1, NULL },
  { "xapi+http://root@localhost:8080", -1, NULL },
  { "xapi+http://root@[::1]:8080", -1, NULL },

  { "", G_URI_ERROR_FAILED, "xapi://root@pool.example.com" },
  { "pool.example.com", G_URI_ERROR_FAILED, "“pool.example.com”" },
  { "xapi:///", G_URI_ERROR_FAILED, NULL },
  { "xapi://root@pool:port", G_URI_ERROR_FAILED, NULL },
  { "xapi://root@pool:99999", G_URI_ERROR_FAILED, NULL },
  { "https://root@pool.example.com", G_URI_ERROR_BAD_SCHEME, "“https”" },
  { "xapi+http://root@pool.example.com", G_URI_ERROR_BAD_HOST, "“pool.example.com”" },
  { "xapi+http://root@192.0.2.7", G_URI_ERROR_BAD_HOST, "“192.0.2.7”" },
  { "xapi+http://root@127.0.0.1.example.com", G_URI_ERROR_BAD_HOST, "127.0.0.1.example.com" },
  { "xapi+http://root@localhost.example.com", G_URI_ERROR_BAD_HOST, "localhost.example.com" },
  { "xapi://root:secret@pool.example.com", G_URI_ERROR_BAD_USER, "password" },
};

static void
test_checks_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      FerryConnectionSettings settings = { .id = (char *) "1", .uri = (char *) addresses[i].uri };
      g_autoptr(GError) error = NULL;
      gboolean is_good = ferry_connection_settings_check (&settings, &error);

      g_test_message ("%s: %s", addresses[i].uri, error != NULL ? error->message : "good");
      g_assert_cmpint (is_good, ==, addresses[i].code == -1);
      if (is_good)
        {
          g_assert_no_error (error);
          continue;
        }

      g_assert_error (error, G_URI_ERROR, addresses[i].code);
      if (addresses[i].said != NULL)
        g_assert_nonnull (strstr (error->message, addresses[i].said));
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_copies_settings (void)
{
  FerryConnectionSettings settings = {
    .id = (char *) "1", .uri = (char *) "xapi://root@lisbon", .label = (char *) "Lisbon",
    .pinned_sha256 = (char *) "aa", .connect_at_start = TRUE, .remember_password = TRUE,
  };
  g_autoptr(FerryConnectionSettings) copy = ferry_connection_settings_copy (&settings);

  g_assert_cmpstr (copy->id, ==, "1");
  g_assert_cmpstr (copy->uri, ==, "xapi://root@lisbon");
  g_assert_cmpstr (copy->label, ==, "Lisbon");
  g_assert_cmpstr (copy->pinned_sha256, ==, "aa");
  g_assert_true (copy->connect_at_start);
  g_assert_true (copy->remember_password);
  g_assert_true (copy->uri != settings.uri);
}

static void
test_keeps_a_secret (void)
{
  char text[] = "correct horse";
  FerrySecret *secret = ferry_secret_new (text);
  FerrySecret *other = ferry_secret_ref (secret);

  memset (text, 'x', sizeof text - 1);
  g_assert_true (secret == other);
  g_assert_cmpstr (ferry_secret_peek (secret), ==, "correct horse");

  ferry_secret_unref (secret);
  g_assert_cmpstr (ferry_secret_peek (other), ==, "correct horse");
  ferry_secret_unref (other);
}

static void
test_keeps_an_empty_and_a_long_secret (void)
{
  g_autofree char *text = g_strnfill (100000, 'p');
  g_autoptr(FerrySecret) empty = ferry_secret_new ("");
  g_autoptr(FerrySecret) large = ferry_secret_new (text);

  g_assert_cmpstr (ferry_secret_peek (empty), ==, "");
  g_assert_cmpstr (ferry_secret_peek (large), ==, text);
}

static FerryFinding *
make_finding (void)
{
  char sentence[] = "web-03 is off.";
  FerryFinding *finding = ferry_finding_new (&(FerryFinding) {
    .id = "power-state", .severity = FERRY_SEVERITY_BLOCKS, .subject_key = "lisbon/vm/1",
    .sentence = sentence, .remedy = FERRY_REMEDY_EJECT_CD, .remedy_label = "Eject the CD",
    .remedy_target = "vbd-1", .needs_choices = TRUE,
  });

  memset (sentence, 'x', sizeof sentence - 1);

  return finding;
}

static void
test_copies_a_finding (void)
{
  g_autoptr(FerryFinding) finding = make_finding ();
  g_autoptr(FerryFinding) other = ferry_finding_ref (finding);

  g_assert_true (other == finding);
  g_assert_cmpstr (finding->id, ==, "power-state");
  g_assert_cmpint (finding->severity, ==, FERRY_SEVERITY_BLOCKS);
  g_assert_cmpstr (finding->subject_key, ==, "lisbon/vm/1");
  g_assert_cmpstr (finding->sentence, ==, "web-03 is off.");
  g_assert_cmpint (finding->remedy, ==, FERRY_REMEDY_EJECT_CD);
  g_assert_cmpstr (finding->remedy_label, ==, "Eject the CD");
  g_assert_cmpstr (finding->remedy_target, ==, "vbd-1");
  g_assert_true (finding->needs_choices);
}

static void
test_keeps_a_verdict (void)
{
  g_autoptr(GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_finding_unref);
  g_autofree char *vm_key = g_strdup ("lisbon/vm/1");
  g_autoptr(FerryVerdict) verdict = NULL;
  g_autoptr(FerryVerdict) other = NULL;

  g_ptr_array_add (findings, make_finding ());
  verdict = ferry_verdict_new (&(FerryVerdict) {
    .vm_key = vm_key, .host_key = "lisbon/host/1", .outlook = FERRY_OUTLOOK_CANNOT,
    .findings = findings, .memory_after = 0.5, .duration_min_s = 1, .duration_max_s = 2,
    .pause_min_ms = 3, .pause_max_ms = 4,
  });
  other = ferry_verdict_ref (verdict);
  g_clear_pointer (&findings, g_ptr_array_unref);
  g_clear_pointer (&vm_key, g_free);

  g_assert_cmpstr (other->vm_key, ==, "lisbon/vm/1");
  g_assert_cmpstr (other->host_key, ==, "lisbon/host/1");
  g_assert_cmpint (other->outlook, ==, FERRY_OUTLOOK_CANNOT);
  g_assert_cmpuint (other->findings->len, ==, 1);
  g_assert_cmpfloat (other->memory_after, ==, 0.5);
  g_assert_cmpfloat (other->duration_min_s, ==, 1);
  g_assert_cmpfloat (other->duration_max_s, ==, 2);
  g_assert_cmpint (other->pause_min_ms, ==, 3);
  g_assert_cmpint (other->pause_max_ms, ==, 4);
}

static void
test_copies_a_certificate (void)
{
  g_autoptr(FerryCertificate) first = ferry_certificate_new (&(FerryCertificate) {
    .host = (char *) "lisbon", .port = 443, .sha256 = (char *) "aa",
    .subject = (char *) "CN=lisbon", .issuer = (char *) "CN=ca", .not_before = 1, .not_after = 2,
    .pinned_sha256 = (char *) "bb",
  });
  g_autoptr(FerryCertificate) copy = ferry_certificate_copy (first);

  g_clear_pointer (&first, ferry_certificate_free);
  g_assert_cmpstr (copy->host, ==, "lisbon");
  g_assert_cmpuint (copy->port, ==, 443);
  g_assert_cmpstr (copy->sha256, ==, "aa");
  g_assert_cmpstr (copy->subject, ==, "CN=lisbon");
  g_assert_cmpstr (copy->issuer, ==, "CN=ca");
  g_assert_cmpint (copy->not_before, ==, 1);
  g_assert_cmpint (copy->not_after, ==, 2);
  g_assert_cmpstr (copy->pinned_sha256, ==, "bb");
  g_assert_null (ferry_certificate_copy (NULL));
}

static void
test_copies_a_request (void)
{
  char *vm_keys[] = { (char *) "lisbon/vm/1", (char *) "lisbon/vm/2", NULL };
  FerryMoveRequest request = {
    .vm_keys = vm_keys, .host_key = (char *) "lisbon/host/1",
    .network_key = (char *) "lisbon/network/1", .compress = -1, .force = TRUE,
  };
  g_autoptr(FerryMoveRequest) copy = ferry_move_request_copy (&request);

  vm_keys[0] = NULL;
  g_assert_cmpuint (g_strv_length (copy->vm_keys), ==, 2);
  g_assert_cmpstr (copy->vm_keys[0], ==, "lisbon/vm/1");
  g_assert_cmpstr (copy->host_key, ==, "lisbon/host/1");
  g_assert_cmpstr (copy->network_key, ==, "lisbon/network/1");
  g_assert_cmpint (copy->compress, ==, -1);
  g_assert_true (copy->force);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/settings/checks-addresses", test_checks_addresses);
  g_test_add_func ("/settings/copies-deeply", test_copies_settings);
  g_test_add_func ("/secret/keeps-its-text", test_keeps_a_secret);
  g_test_add_func ("/secret/takes-any-length", test_keeps_an_empty_and_a_long_secret);
  g_test_add_func ("/finding/copies-deeply", test_copies_a_finding);
  g_test_add_func ("/verdict/keeps-its-findings", test_keeps_a_verdict);
  g_test_add_func ("/certificate/copies-deeply", test_copies_a_certificate);
  g_test_add_func ("/move-request/copies-deeply", test_copies_a_request);

  return g_test_run ();
}

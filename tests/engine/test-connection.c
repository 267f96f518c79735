/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine-fixture.h"

static const FerryCertificate certificate = {
  .host = (char *) "lisbon.example.com", .port = 443,
  .sha256 = (char *) "aa00000000000000000000000000000000000000000000000000000000000000",
  .subject = (char *) "CN=lisbon", .issuer = (char *) "CN=lisbon", .not_before = 1, .not_after = 2,
};

static void
assert_state (Fixture              *f,
              FerryConnectionState  state,
              const char           *message)
{
  const FerryConnectionRecord *record = fixture_get_connection (f);

  g_assert_cmpint (record->state, ==, state);
  g_assert_cmpstr (record->message, ==, message);
}

static void
connect_with (Fixture    *f,
              const char *password)
{
  g_autoptr(FerrySecret) secret = ferry_secret_new (password);

  ferry_engine_connect (f->engine, "lisbon", secret);
  fixture_settle (f);
}

static guint
count_vms (Fixture *f)
{
  return ferry_inventory_count (ferry_engine_get_inventory (f->engine), FERRY_KIND_VM,
                                "lisbon/connection");
}

static void
test_connects (Fixture       *f,
               gconstpointer  unused)
{
  const FerryConnectionRecord *record;

  assert_state (f, FERRY_CONNECTION_DISCONNECTED, NULL);
  mock_server_hold (f->server, MOCK_CONNECT);
  connect_with (f, "first");
  assert_state (f, FERRY_CONNECTION_CONNECTING, NULL);
  mock_server_let_go (f->server, MOCK_CONNECT);
  fixture_settle (f);

  record = fixture_get_connection (f);
  assert_state (f, FERRY_CONNECTION_CONNECTED, NULL);
  g_assert_cmpstr (record->base.name, ==, "Lisbon pool");
  g_assert_cmpstr (mock_server_get_password (f->server), ==, "first");
  g_assert_true (record->can_migrate);
  g_assert_null (record->step);
  g_assert_cmpuint (count_vms (f), ==, 3);
  g_assert_cmpuint (f->n_asked, ==, 0);
}

static void
test_asks_for_a_password (Fixture       *f,
                          gconstpointer  unused)
{
  f->remembers = FALSE;
  ferry_engine_connect (f->engine, "lisbon", NULL);
  fixture_settle (f);
  assert_state (f, FERRY_CONNECTION_NEEDS_PASSWORD, NULL);
  g_assert_cmpuint (f->n_asked, ==, 1);
  g_assert_false (f->was_refused);

  connect_with (f, "first");
  assert_state (f, FERRY_CONNECTION_CONNECTED, NULL);
}

static void
test_asks_again_after_a_wrong_password (Fixture       *f,
                                        gconstpointer  unused)
{
  mock_server_fail_next (f->server, MOCK_CONNECT, FERRY_DRIVER_ERROR_AUTH, "lisbon refuses the password.");
  connect_with (f, "wrong");
  assert_state (f, FERRY_CONNECTION_NEEDS_PASSWORD, "lisbon refuses the password.");
  g_assert_cmpuint (f->n_asked, ==, 1);
  g_assert_true (f->was_refused);

  /* The wrong one is never tried again by itself. */
  fixture_wait (f, 120);
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CONNECT), ==, 1);
  connect_with (f, "right");
  assert_state (f, FERRY_CONNECTION_CONNECTED, NULL);
}

static void
test_retries_with_back_off (Fixture       *f,
                            gconstpointer  unused)
{
  const FerryConnectionRecord *record;
  gint64 since;
  guint n;

  mock_server_lose (f->server);
  ferry_engine_connect (f->engine, "lisbon", NULL);
  fixture_settle (f);
  assert_state (f, FERRY_CONNECTION_LOST, "lisbon does not answer.");
  record = fixture_get_connection (f);
  since = record->since;
  g_assert_cmpint (record->retry_at, ==, ferry_clock_get_unix_s (f->clock) + 1);

  /* 1 + 2 + 4 + 8 + 16 + 32 s, less at most a fifth of each; then once a minute. */
  fixture_wait (f, 64);
  n = mock_server_count_calls (f->server, MOCK_CONNECT);
  g_assert_cmpuint (n, >=, 7);
  g_assert_cmpuint (n, <=, 8);
  fixture_wait (f, 600);
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CONNECT), <=, n + 13);
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CONNECT), >=, n + 9);

  /* One loss, however often it was tried. */
  g_assert_cmpint (fixture_get_connection (f)->since, ==, since);
  g_assert_cmpuint (f->n_asked, ==, 1);

  mock_server_come_back (f->server);
  ferry_engine_connect (f->engine, "lisbon", NULL);
  fixture_settle (f);
  assert_state (f, FERRY_CONNECTION_CONNECTED, NULL);
}

static void
test_keeps_what_it_saw (Fixture       *f,
                        gconstpointer  unused)
{
  fixture_connect (f);
  mock_server_lose (f->server);
  fixture_wait (f, 20);
  assert_state (f, FERRY_CONNECTION_LOST, "lisbon does not answer.");
  g_assert_cmpuint (count_vms (f), ==, 3);
}

static void
test_heals_without_flicker (Fixture       *f,
                            gconstpointer  unused)
{
  g_autoptr(FerryChanges) changes = NULL;

  fixture_connect (f);
  mock_server_restart (f->server);
  fixture_wait (f, 3);
  assert_state (f, FERRY_CONNECTION_CONNECTED, NULL);
  /* The password was gone with the first login; whoever remembers it was asked. */
  g_assert_cmpuint (f->n_asked, ==, 2);

  /* Nothing of the tree was touched: taken step by step in between, there were only connection records. */
  mock_server_restart (f->server);
  for (guint i = 0; i < 30; i++)
    {
      GPtrArray *records;

      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_clear_object (&changes);
      changes = ferry_engine_take_changes (f->engine);
      records = ferry_changes_get_records (changes);
      g_assert_cmpuint (ferry_changes_get_removed (changes)->len, ==, 0);
      for (guint j = 0; j < records->len; j++)
        {
          const FerryConnectionRecord *record = g_ptr_array_index (records, j);

          g_assert_cmpint (record->base.kind, ==, FERRY_KIND_CONNECTION);
          g_assert_true (record->state == FERRY_CONNECTION_LOST ||
                         record->state == FERRY_CONNECTION_CONNECTED);
        }
      ferry_clock_advance (f->clock, 100);
    }
  assert_state (f, FERRY_CONNECTION_CONNECTED, NULL);
}

static void
test_shows_the_question_when_nobody_remembers (Fixture       *f,
                                               gconstpointer  unused)
{
  fixture_connect (f);
  f->remembers = FALSE;
  mock_server_restart (f->server);
  fixture_wait (f, 2);
  assert_state (f, FERRY_CONNECTION_LOST, "lisbon does not answer.");
  fixture_wait (f, 2);
  assert_state (f, FERRY_CONNECTION_NEEDS_PASSWORD, "lisbon does not answer.");
  g_assert_cmpuint (f->n_asked, ==, 2);
  g_assert_cmpuint (count_vms (f), ==, 3);
  connect_with (f, "typed");
  assert_state (f, FERRY_CONNECTION_CONNECTED, NULL);
}

static void
test_does_not_hammer_a_flapping_server (Fixture       *f,
                                        gconstpointer  unused)
{
  fixture_connect (f);
  for (guint i = 0; i < 120; i++)
    {
      mock_server_restart (f->server);
      fixture_wait (f, 1);
    }
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CONNECT), <, 12);
}

static void
test_asks_whether_to_trust (Fixture       *f,
                            gconstpointer  unused)
{
  const FerryConnectionRecord *record;

  mock_server_set_certificate (f->server, &certificate);
  mock_server_fail_next (f->server, MOCK_CONNECT, FERRY_DRIVER_ERROR_UNTRUSTED,
                         "The certificate of lisbon is not known.");
  connect_with (f, "first");
  assert_state (f, FERRY_CONNECTION_UNTRUSTED, "The certificate of lisbon is not known.");
  record = fixture_get_connection (f);
  g_assert_cmpstr (record->certificate_sha256, ==, certificate.sha256);
  g_assert_cmpstr (record->certificate_subject, ==, "CN=lisbon");
  g_assert_null (record->certificate_pinned_sha256);

  /* Nothing is tried while the user thinks. */
  fixture_wait (f, 120);
  connect_with (f, "second");
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CONNECT), ==, 1);

  ferry_engine_answer_trust (f->engine, "lisbon", certificate.sha256);
  fixture_settle (f);
  assert_state (f, FERRY_CONNECTION_CONNECTED, NULL);
  g_assert_cmpstr (f->pinned, ==, certificate.sha256);
  g_assert_null (fixture_get_connection (f)->certificate_sha256);
  g_assert_cmpuint (f->n_asked, ==, 0);
}

static void
test_a_changed_certificate_stops_everything (Fixture       *f,
                                             gconstpointer  unused)
{
  FerryCertificate changed = certificate;

  fixture_connect (f);
  changed.pinned_sha256 = (char *) "bb";
  mock_server_set_certificate (f->server, &changed);
  mock_server_fail_next (f->server, MOCK_CONNECT, FERRY_DRIVER_ERROR_UNTRUSTED,
                         "The certificate of lisbon has changed.");
  mock_server_restart (f->server);
  fixture_wait (f, 120);
  assert_state (f, FERRY_CONNECTION_UNTRUSTED, "The certificate of lisbon has changed.");
  g_assert_cmpstr (fixture_get_connection (f)->certificate_pinned_sha256, ==, "bb");
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CONNECT), ==, 2);
  g_assert_cmpuint (count_vms (f), ==, 3);

  ferry_engine_answer_trust (f->engine, "lisbon", NULL);
  fixture_wait (f, 120);
  g_assert_cmpint (fixture_get_connection (f)->state, ==, FERRY_CONNECTION_DISCONNECTED);
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CONNECT), ==, 2);
  g_assert_null (f->pinned);
}

static void
test_a_refusal_is_final (Fixture       *f,
                         gconstpointer  unused)
{
  mock_server_fail_next (f->server, MOCK_CONNECT, FERRY_DRIVER_ERROR_REFUSED, "lisbon is too old.");
  connect_with (f, "first");
  fixture_wait (f, 120);
  assert_state (f, FERRY_CONNECTION_REFUSED, "lisbon is too old.");
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CONNECT), ==, 1);
}

static void
test_disconnects (Fixture       *f,
                  gconstpointer  unused)
{
  fixture_connect (f);
  ferry_engine_disconnect (f->engine, "lisbon");
  fixture_wait (f, 120);
  assert_state (f, FERRY_CONNECTION_DISCONNECTED, NULL);
  g_assert_cmpuint (count_vms (f), ==, 0);
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CONNECT), ==, 1);
}

static void
test_disconnects_while_it_connects (Fixture       *f,
                                    gconstpointer  unused)
{
  mock_server_hold (f->server, MOCK_CONNECT);
  connect_with (f, "first");
  ferry_engine_disconnect (f->engine, "lisbon");
  mock_server_let_go (f->server, MOCK_CONNECT);
  fixture_wait (f, 5);
  assert_state (f, FERRY_CONNECTION_DISCONNECTED, NULL);
  g_assert_cmpuint (count_vms (f), ==, 0);
}

static void
test_takes_new_settings (Fixture       *f,
                         gconstpointer  unused)
{
  FerryConnectionSettings settings = {
    .id = (char *) "lisbon", .uri = (char *) "xapi://root@lisbon.example.com",
    .label = (char *) "Production",
  };
  g_autoptr(GError) error = NULL;

  fixture_connect (f);
  ferry_engine_update_connection (f->engine, &settings, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture_get_connection (f)->base.name, ==, "Production");
  assert_state (f, FERRY_CONNECTION_CONNECTED, NULL);

  settings.uri = (char *) "xapi://root@porto.example.com";
  settings.label = NULL;
  ferry_engine_update_connection (f->engine, &settings, &error);
  fixture_settle (f);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture_get_connection (f)->base.name, ==, "porto.example.com");
  assert_state (f, FERRY_CONNECTION_CONNECTED, NULL);
  g_assert_cmpuint (mock_server_count_calls (f->server, MOCK_CONNECT), ==, 2);

  settings.uri = (char *) "gopher://porto";
  g_assert_false (ferry_engine_update_connection (f->engine, &settings, &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_main_context_acquire (NULL);

#define ADD(name, func) \
  g_test_add ("/connection/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

  ADD ("connects", test_connects);
  ADD ("asks-for-a-password", test_asks_for_a_password);
  ADD ("asks-again-after-a-wrong-password", test_asks_again_after_a_wrong_password);
  ADD ("retries-with-back-off", test_retries_with_back_off);
  ADD ("keeps-what-it-saw", test_keeps_what_it_saw);
  ADD ("heals-without-flicker", test_heals_without_flicker);
  ADD ("shows-the-question-when-nobody-remembers", test_shows_the_question_when_nobody_remembers);
  ADD ("does-not-hammer-a-flapping-server", test_does_not_hammer_a_flapping_server);
  ADD ("asks-whether-to-trust", test_asks_whether_to_trust);
  ADD ("a-changed-certificate-stops-everything", test_a_changed_certificate_stops_everything);
  ADD ("a-refusal-is-final", test_a_refusal_is_final);
  ADD ("disconnects", test_disconnects);
  ADD ("disconnects-while-it-connects", test_disconnects_while_it_connects);
  ADD ("takes-new-settings", test_takes_new_settings);

  return g_test_run ();
}

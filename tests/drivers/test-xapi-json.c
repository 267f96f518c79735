/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "drivers/xapi/ferry-xapi-call.h"
#include "drivers/xapi/ferry-xapi-ref.h"

static FerryXapiText
as_text (const char *string)
{
  return (FerryXapiText) { string, string + strlen (string) };
}

static void
assert_reads (const char *json,
              const char *expected)
{
  FerryXapiJson reader = FERRY_XAPI_JSON (as_text (json));
  FerryXapiText inside;
  g_autofree char *string = NULL;

  g_assert_true (ferry_xapi_json_read_string (&reader, &inside));
  string = ferry_xapi_text_dup (inside);
  g_assert_cmpstr (string, ==, expected);
}

static void
test_reads_strings (void)
{
  assert_reads ("\"plain\"", "plain");
  assert_reads ("\"\"", "");
  assert_reads ("\"a\\\"b\\\\c\\/d\\n\\t\"", "a\"b\\c/d\n\t");
  assert_reads ("\"\\u00e9\\ud83d\\ude00\"", "é😀");
  assert_reads ("\"\\ud83d lonely \\u0000\"", "\357\277\275 lonely \357\277\275");
  assert_reads ("\"long enough for eight at a time \\\\ and more\"", "long enough for eight at a time \\ and more");
  assert_reads ("\"broken \xff\"", "broken \357\277\275");
}

static void
test_keeps_big_integers (void)
{
  g_assert_cmpint (ferry_xapi_text_to_int (as_text ("9223372036854775807")), ==, G_MAXINT64);
  g_assert_cmpint (ferry_xapi_text_to_int (as_text ("-1")), ==, -1);
  g_assert_cmpint (ferry_xapi_text_to_int (as_text ("\"9007199254740993\"")), ==, G_GINT64_CONSTANT (9007199254740993));
  g_assert_cmpint (ferry_xapi_text_to_int (as_text ("true")), ==, 0);
}

static void
test_takes_numbers_that_are_none (void)
{
  FerryXapiJson reader = FERRY_XAPI_JSON (as_text ("[NaN, -Infinity, Infinity, 1.5e3]"));
  FerryXapiText value;
  guint n = 0;

  g_assert_true (ferry_xapi_json_enter (&reader, '['));
  while (ferry_xapi_json_next_element (&reader) && ferry_xapi_json_read_value (&reader, &value))
    n++;
  g_assert_cmpuint (n, ==, 4);
  g_assert_false (reader.failed);
  g_assert_cmpfloat (ferry_xapi_text_to_double (value), ==, 1500.0);
}

static void
test_fails_on_what_breaks_off (void)
{
  static const char * const broken[] = { "{\"a\":", "{\"a\"", "{\"a", "{\"a\":[1,", "{\"a\":\"x\\", "{1:2}", "{\"a\":}" };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      FerryXapiJson reader = FERRY_XAPI_JSON (as_text (broken[i]));
      FerryXapiText name, value;

      g_assert_true (ferry_xapi_json_enter (&reader, '{'));
      while (ferry_xapi_json_next_member (&reader, &name) && ferry_xapi_json_read_value (&reader, &value))
        continue;
      g_assert_true (reader.failed);
    }
}

static void
test_reads_both_forms_of_times (void)
{
  g_assert_cmpint (ferry_xapi_text_to_time (as_text ("19700101T00:00:01Z")), ==, 1);
  g_assert_cmpint (ferry_xapi_text_to_time (as_text ("2026-11-21T23:08:46Z")), ==, 1795302526);
  g_assert_cmpint (ferry_xapi_text_to_time (as_text ("20261121T23:08:46Z")), ==, 1795302526);
  g_assert_cmpint (ferry_xapi_text_to_time (as_text ("soon")), ==, 0);
  g_assert_cmpint (ferry_xapi_text_to_time (as_text ("99999999T99:99:99Z")), ==, 0);
}

static void
test_refs_come_back_as_they_went (void)
{
  static const char * const texts[] = {
    "OpaqueRef:9b4f84b5-0b05-f9ee-e7b6-4e8390cb8f97", "OpaqueRef:NULL", "OpaqueRef:ABCDEF01-0b05-f9ee-e7b6-4e8390cb8f97",
    "DummyRef:|cdebc0f8-5420-14ba-c25b-4cf1ee603640|task.cancel", "OpaqueRef:short",
  };
  g_autoptr(GHashTable) names = ferry_xapi_names_new ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      FerryXapiRef ref = ferry_xapi_ref_parse_string (texts[i], names);
      g_autofree char *back = ferry_xapi_ref_format (ref, names);

      g_assert_cmpstr (back, ==, texts[i]);
    }

  g_assert_true (ferry_xapi_ref_is_null (ferry_xapi_ref_parse_string ("OpaqueRef:NULL", names)));
  g_assert_true (ferry_xapi_ref_is_null (ferry_xapi_ref_parse_string ("", names)));
  g_assert_cmpuint (g_hash_table_size (names), ==, 3);
}

/* A name goes to terminals and into sentences: it commands neither the one nor turns the other round. */
static void
test_defuses_what_commands_a_terminal (void)
{
  static const struct { const char *json; const char *text; } cases[] = {
    { "a\\u001b[2Jb", "a\357\277\275[2Jb" },
    { "a\033[2Jb", "a\357\277\275[2Jb" },
    { "a\302\233Jb", "a\357\277\275Jb" },
    { "a\\u202eb", "a\357\277\275b" },
    { "two\\nlines\\tand caf\303\251 \342\200\223 \327\251", "two\nlines\tand caf\303\251 \342\200\223 \327\251" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = ferry_xapi_text_dup (as_text (cases[i].json));

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_asks_in_json (void)
{
  static const char * const options[] = { "live", "true", "odd \"key\"", "line\n", NULL };
  static const char * const classes[] = { "vm", "host", NULL };
  g_autoptr(FerryXapiCall) call = ferry_xapi_call_new ("event.from");
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  ferry_xapi_call_add_set (call, classes);
  ferry_xapi_call_add_map (call, options);
  ferry_xapi_call_add_number (call, 30.0);
  bytes = ferry_xapi_call_to_bytes (call, "OpaqueRef:s", 7);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==, "{\"jsonrpc\":\"2.0\",\"method\":\"event.from\",\"params\":[\"OpaqueRef:s\",[\"vm\",\"host\"],"
                   "{\"live\":\"true\",\"odd \\\"key\\\"\":\"line\\u000a\"},30.0],\"id\":7}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xapi-json/reads-strings", test_reads_strings);
  g_test_add_func ("/xapi-json/keeps-big-integers", test_keeps_big_integers);
  g_test_add_func ("/xapi-json/takes-numbers-that-are-none", test_takes_numbers_that_are_none);
  g_test_add_func ("/xapi-json/fails-on-what-breaks-off", test_fails_on_what_breaks_off);
  g_test_add_func ("/xapi-json/reads-both-forms-of-times", test_reads_both_forms_of_times);
  g_test_add_func ("/xapi-json/refs-come-back-as-they-went", test_refs_come_back_as_they_went);
  g_test_add_func ("/xapi-json/defuses-what-commands-a-terminal", test_defuses_what_commands_a_terminal);
  g_test_add_func ("/xapi-json/asks-in-json", test_asks_in_json);

  return g_test_run ();
}

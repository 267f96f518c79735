/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/ferry-cli-options.h"
#include "cli/ferry-progress-view.h"
#include "cli/ferry-table.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static FerryCliOptions *
parse (const char  *line,
       GError     **error)
{
  g_auto(GStrv) argv = NULL;
  g_autofree char *whole = g_strconcat ("ferryctl ", line, NULL);

  g_assert_true (g_shell_parse_argv (whole, NULL, &argv, NULL));

  return ferry_cli_options_new (argv, error);
}

static void
test_options_stand_anywhere (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FerryCliOptions) options =
    parse ("--json migrate web-01 --to kestrel -c xapi://a --compress 'db 01' --connect xapi://b",
           &error);

  g_assert_no_error (error);
  g_assert_true (options->json);
  g_assert_true (options->compress);
  g_assert_false (options->force);
  g_assert_cmpstr (options->to, ==, "kestrel");
  g_assert_cmpstrv (options->connect, ((const char * const[]) { "xapi://a", "xapi://b", NULL }));
  g_assert_cmpstrv (options->arguments,
                    ((const char * const[]) { "migrate", "web-01", "db 01", NULL }));
}

static void
test_wrong_options_are_refused (void)
{
  static const char * const lines[] = {
    "--no-such-thing tree", "--demo --connect xapi://a tree", "--trust 1234 tree", "migrate --to",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FerryCliOptions) options = parse (lines[i], &error);

      g_assert_null (options);
      g_assert_nonnull (error);
      g_assert_true (error->domain == G_OPTION_ERROR);
    }
}

static void
test_help_is_a_command (void)
{
  g_autoptr(FerryCliOptions) options = parse ("migrate --help", NULL);
  g_autoptr(FerryCliOptions) none = parse ("", NULL);

  g_assert_cmpstr (options->arguments[0], ==, "help");
  g_assert_null (none->arguments[0]);
}

static void
test_finds_stray_options (void)
{
  g_autoptr(FerryCliOptions) options = parse ("check web --to kestrel --dry-run", NULL);

  g_assert_cmpstr (ferry_cli_options_stray (options, 0), ==, "--to");
  g_assert_cmpstr (ferry_cli_options_stray (options, FERRY_CLI_TAKES_TO), ==, "--dry-run");
  g_assert_null (ferry_cli_options_stray (options, FERRY_CLI_TAKES_TO | FERRY_CLI_TAKES_CHOICE));
}

static void
test_fingerprints (void)
{
  g_autofree char *plain = ferry_cli_fingerprint (SHA);
  g_autofree char *colons =
    ferry_cli_fingerprint ("01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:"
                           "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF");

  g_assert_cmpstr (plain, ==, SHA);
  g_assert_cmpstr (colons, ==, SHA);
  g_assert_null (ferry_cli_fingerprint ("0123"));
  g_assert_null (ferry_cli_fingerprint ("z" SHA));
}

static void
test_widths (void)
{
  g_assert_cmpuint (ferry_text_get_width ("kestrel"), ==, 7);
  g_assert_cmpuint (ferry_text_get_width ("東京"), ==, 4);
  g_assert_cmpuint (ferry_text_get_width ("a\314\201"), ==, 1);
}

static void
test_cuts_in_the_middle (void)
{
  static const struct { const char *text; guint width; const char *fitted; } table[] = {
    { "kestrel", 7, "kestrel" },
    { "a-very-long-name-01", 10, "a-ver…e-01" },
    { "a-very-long-name-01", 9, "a-ve…e-01" },
    { "東京大阪", 5, "東…阪" },
    { "東京大阪", 6, "東…阪" },
    { "kestrel", 1, "…" },
    { "kestrel", 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *fitted = ferry_text_fit (table[i].text, table[i].width);

      g_assert_cmpstr (fitted, ==, table[i].fitted);
      g_assert_cmpuint (ferry_text_get_width (fitted), <=, table[i].width);
    }
}

static void
test_wraps (void)
{
  g_autofree char *wrapped = ferry_text_wrap ("one two three four", 2, 10);
  g_autofree char *whole = ferry_text_wrap ("one two three four", 2, 0);

  g_assert_cmpstr (wrapped, ==, "  one two\n  three\n  four");
  g_assert_cmpstr (whole, ==, "  one two three four");
}

static FerryTable *
make_table (void)
{
  static const FerryColumn columns[] = {
    { "VM", FALSE, TRUE }, { "vCPUs", TRUE, FALSE }, { "Host", FALSE, TRUE },
  };
  FerryTable *table = ferry_table_new (columns, G_N_ELEMENTS (columns));

  ferry_table_add (table, FERRY_STYLE_PLAIN, g_strdup ("web-01"), g_strdup ("2"),
                   g_strdup ("kestrel"));
  ferry_table_add (table, FERRY_STYLE_BAD, g_strdup ("東京-database-of-the-shop"), g_strdup ("16"),
                   NULL);
  ferry_table_add_note (table, FERRY_STYLE_PLAIN, "It is too big.");

  return table;
}

static void
test_tables_align (void)
{
  g_autoptr(FerryTable) table = make_table ();
  g_autofree char *wide = ferry_table_to_string (table, 0, FALSE);
  g_autofree char *narrow = ferry_table_to_string (table, 28, FALSE);

  g_assert_cmpstr (wide, ==,
                   "VM                         vCPUs  Host\n"
                   "web-01                         2  kestrel\n"
                   "東京-database-of-the-shop     16\n"
                   "    It is too big.\n");
  g_assert_cmpstr (narrow, ==,
                   "VM            vCPUs  Host\n"
                   "web-01            2  kestrel\n"
                   "東京-d…-shop     16\n"
                   "    It is too big.\n");
}

static void
test_colour_only_where_asked (void)
{
  g_autoptr(FerryTable) table = make_table ();
  g_autofree char *plain = ferry_table_to_string (table, 0, FALSE);
  g_autofree char *coloured = ferry_table_to_string (table, 0, TRUE);

  g_assert_null (strchr (plain, '\033'));
  g_assert_nonnull (strstr (coloured, "\033[31m東京"));
  g_assert_nonnull (strstr (coloured, "\033[0m\n"));
}

static void
test_empty_table_is_nothing (void)
{
  static const FerryColumn columns[] = { { "VM", FALSE, TRUE } };
  g_autoptr(FerryTable) table = ferry_table_new (columns, 1);
  g_autofree char *text = ferry_table_to_string (table, 80, TRUE);

  g_assert_cmpstr (text, ==, "");
}

static void
test_bar_keeps_what_happens (void)
{
  g_autoptr(FerryMoveRecord) move = ferry_move_record_new (&(FerryMoveRecord) {
    .base = { .key = "m", .connection_key = "c", .name = "a-machine-with-a-very-long-name" },
    .vm_key = "v", .source_host_name = "kestrel", .target_host_key = "h",
    .target_host_name = "merlin", .state = FERRY_MOVE_RUNNING, .phase = FERRY_PHASE_MEMORY,
    .fraction = 0.5, .left_min_s = -1, .left_max_s = -1, .pause_ms = -1
  });
  g_autofree char *line = ferry_progress_view_format (move, 80);

  g_assert_nonnull (strstr (line, "…"));
  g_assert_nonnull (strstr (line, "kestrel → merlin"));
  g_assert_nonnull (strstr (line, "━━━━━━━━━━──────────  50 %"));
  g_assert_nonnull (strstr (line, "memory"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/options-stand-anywhere", test_options_stand_anywhere);
  g_test_add_func ("/cli/wrong-options-are-refused", test_wrong_options_are_refused);
  g_test_add_func ("/cli/help-is-a-command", test_help_is_a_command);
  g_test_add_func ("/cli/finds-options-that-a-command-does-not-take", test_finds_stray_options);
  g_test_add_func ("/cli/reads-fingerprints", test_fingerprints);
  g_test_add_func ("/cli/measures-wide-characters", test_widths);
  g_test_add_func ("/cli/cuts-names-in-the-middle", test_cuts_in_the_middle);
  g_test_add_func ("/cli/wraps-sentences", test_wraps);
  g_test_add_func ("/cli/tables-align", test_tables_align);
  g_test_add_func ("/cli/colour-only-where-asked", test_colour_only_where_asked);
  g_test_add_func ("/cli/empty-table-is-nothing", test_empty_table_is_nothing);
  g_test_add_func ("/cli/bar-keeps-what-happens", test_bar_keeps_what_happens);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "simulator/ferry-sim-sexpr.h"

static void
assert_set (const char *text,
            const char *expected)
{
  g_autoptr(GVariant) set = ferry_sim_sexpr_parse_set (text);
  g_autofree char *shown = NULL;

  if (expected == NULL)
    {
      g_assert_null (set);
      return;
    }

  g_assert_nonnull (set);
  g_variant_ref_sink (set);
  shown = g_variant_print (set, TRUE);
  g_assert_cmpstr (shown, ==, expected);
}

static void
assert_map (const char *text,
            const char *expected)
{
  g_autoptr(GVariant) map = ferry_sim_sexpr_parse_map (text);
  g_autofree char *shown = NULL;

  if (expected == NULL)
    {
      g_assert_null (map);
      return;
    }

  g_assert_nonnull (map);
  g_variant_ref_sink (map);
  shown = g_variant_print (map, TRUE);
  g_assert_cmpstr (shown, ==, expected);
}

static void
test_unprotect (void)
{
  static const struct {
    const char *text;
    const char *plain;
  } cases[] = {
    { "web%.01", "web 01" },
    { "a%tb%nc%rd", "a\tb\nc\rd" },
    { "100%%", "100%" },
    { "%%.", "%." },
    { "CPU%_X3450", "CPU  X3450" },
    { "50%x", "50%x" },
    { "%", "%" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = ferry_sim_sexpr_unprotect (cases[i].text);

      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

static void
test_reads_sets (void)
{
  assert_set ("()", "@as []");
  assert_set ("('a' 'b')", "['a', 'b']");
  assert_set ("(\"a b\" 'c')", "['a b', 'c']");
  assert_set (" ( 'a'\n'b' ) ", "['a', 'b']");
  assert_set ("('a''b')", "['a', 'b']");
  assert_set ("('')", "['']");
}

static void
test_reads_maps (void)
{
  assert_map ("()", "@a{ss} {}");
  assert_map ("(('k' 'v') ('l' ''))", "{'k': 'v', 'l': ''}");
  assert_map ("((k v)(l 'w'))", "{'k': 'v', 'l': 'w'}");
}

static void
test_reads_old_symbols (void)
{
  assert_set ("(OpaqueRef:1 OpaqueRef:2)", "['OpaqueRef:1', 'OpaqueRef:2']");
  assert_set ("(/foo;/bar)", "['/foo;/bar']");
  assert_map ("((port 3260))", "{'port': '3260'}");
}

static void
test_reads_escapes (void)
{
  assert_set ("('it\\'s')", "[\"it's\"]");
  assert_set ("('a\\\\b')", "['a\\\\b']");
  assert_set ("('\\x')", "['x']");
  assert_set ("(\"say \\\"so\\\"\")", "['say \"so\"']");
}

static void
test_skips_comments (void)
{
  assert_set ("('a' ; 'b')\n'c')", "['a', 'c']");
  assert_map ("(('EMPTY_FOLDERS' ';/foo;/bar'))", "{'EMPTY_FOLDERS': ';/foo;/bar'}");
}

static void
test_keeps_the_first_of_a_key (void)
{
  assert_map ("(('k' '1') ('k' '2'))", "{'k': '1'}");
}

static void
test_refuses_what_is_malformed (void)
{
  static const char *const bad[] = {
    "", "(", ")", "('a'", "('a", "('a\\", "'a'", "('a') 'b'", "(('a'))", "(()", "('a' ('b'))", "('\xff')",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_set (bad[i], NULL);

  assert_map ("('a' 'b')", NULL);
  assert_map ("(('a'))", NULL);
  assert_map ("(('a' 'b' 'c'))", NULL);
  assert_map ("(('a' 'b'", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sim-sexpr/gives-back-white-space", test_unprotect);
  g_test_add_func ("/sim-sexpr/reads-sets", test_reads_sets);
  g_test_add_func ("/sim-sexpr/reads-maps", test_reads_maps);
  g_test_add_func ("/sim-sexpr/reads-the-symbols-of-old-releases", test_reads_old_symbols);
  g_test_add_func ("/sim-sexpr/reads-escapes", test_reads_escapes);
  g_test_add_func ("/sim-sexpr/skips-comments", test_skips_comments);
  g_test_add_func ("/sim-sexpr/keeps-the-first-of-two-equal-keys", test_keeps_the_first_of_a_key);
  g_test_add_func ("/sim-sexpr/refuses-what-is-malformed", test_refuses_what_is_malformed);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "drivers/xapi/ferry-xapi-failure.h"

#include <string.h>

#include "drivers/ferry-driver.h"

#define WEB "OpaqueRef:00000000-0000-0000-0000-000000000001"
#define KESTREL "OpaqueRef:00000000-0000-0000-0000-000000000002"
#define STORE "OpaqueRef:00000000-0000-0000-0000-000000000003"
#define NOBODY "OpaqueRef:00000000-0000-0000-0000-000000000009"

static char *
get_name (gpointer    data,
          const char *ref)
{
  static const struct { const char *ref; const char *name; } names[] = {
    { WEB, "web-03" }, { KESTREL, "kestrel" }, { STORE, "Backups" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (names[i].ref, ref))
        return g_strdup (names[i].name);
    }

  return NULL;
}

static void
assert_says (const char        *code,
             const char * const params[],
             FerryDriverError   expected,
             const char        *sentence)
{
  FerryXapiFailureContext context = { get_name, NULL, "web-03", "kestrel" };
  g_autoptr(GError) error = ferry_xapi_failure_to_error (code, params, &context);

  g_assert_error (error, FERRY_DRIVER_ERROR, (int) expected);
  g_assert_cmpstr (error->message, ==, sentence);
}

#define PARAMS(...) ((const char * const[]) { __VA_ARGS__, NULL })

static void
test_speaks_in_names_and_amounts (void)
{
  assert_says ("HOST_NOT_ENOUGH_FREE_MEMORY", PARAMS ("8804682956", "3328599654"), FERRY_DRIVER_ERROR_REFUSED,
               "web-03 needs 8.2 GiB and kestrel has 3.1 GiB free.");
  assert_says ("VM_REQUIRES_SR", PARAMS (WEB, STORE), FERRY_DRIVER_ERROR_REFUSED,
               "kestrel does not see the storage “Backups” that web-03 uses. Eject a CD from it, connect the storage "
               "to the host, or move the disks too.");
  assert_says ("VM_BAD_POWER_STATE", PARAMS (WEB, "halted, suspended, running", "paused"), FERRY_DRIVER_ERROR_REFUSED,
               "web-03 is paused, and would have to be shut down or suspended or running.");
  assert_says ("HOST_DISABLED", PARAMS (KESTREL), FERRY_DRIVER_ERROR_REFUSED,
               "kestrel is in maintenance mode. Leave that mode, or choose another host.");
  assert_says ("OTHER_OPERATION_IN_PROGRESS", PARAMS ("VM.pool_migrate", WEB), FERRY_DRIVER_ERROR_REFUSED,
               "web-03 is busy with something else. Wait until that is over.");
  assert_says ("OTHER_OPERATION_IN_PROGRESS", PARAMS ("VM", WEB, "snapshot", NOBODY), FERRY_DRIVER_ERROR_REFUSED,
               "web-03 is busy with something else (a snapshot). Wait until that is over.");
  assert_says ("OPERATION_BLOCKED", PARAMS (WEB, "{1} {vm}"), FERRY_DRIVER_ERROR_REFUSED,
               "An administrator has locked web-03 against this: “{1} {vm}”.");
  assert_says ("SESSION_AUTHENTICATION_FAILED", PARAMS ("root", "Authentication failure"), FERRY_DRIVER_ERROR_AUTH,
               "The server does not accept this password for “root”.");
  assert_says ("LICENCE_RESTRICTION", PARAMS ("Xen_motion"), FERRY_DRIVER_ERROR_REFUSED,
               "The pool's licence does not include this feature.");
  assert_says ("HANDLE_INVALID", PARAMS ("VM", NOBODY), FERRY_DRIVER_ERROR_GONE,
               "What this was about is not there any more: it was removed from the server meanwhile.");
}

static void
test_copes_with_missing_parameters (void)
{
  assert_says ("HOST_NOT_LIVE", NULL, FERRY_DRIVER_ERROR_REFUSED,
               "The pool sees no heartbeat of kestrel. Bring it back first.");
  assert_says ("VM_IS_IMMOBILE", NULL, FERRY_DRIVER_ERROR_REFUSED,
               "web-03 is pinned to its host: migration is switched off in its platform settings, or it runs VMs "
               "itself. Shut it down to change that.");
  assert_says ("HOST_NOT_ENOUGH_FREE_MEMORY", PARAMS (WEB), FERRY_DRIVER_ERROR_REFUSED,
               "kestrel has not enough free memory for web-03.");
}

static void
test_reads_what_internal_errors_hold (void)
{
  assert_says ("INTERNAL_ERROR", PARAMS ("xenopsd internal error: Unix.Unix_error(Unix.EPIPE, \"write\", \"\")"),
               FERRY_DRIVER_ERROR_HOST_SILENT,
               "The connection between the two hosts broke. Look at both hosts and at the network between them.");
  assert_says ("INTERNAL_ERROR", PARAMS ("Migration_preparation_failure(SR_BACKEND_FAILURE_44)"),
               FERRY_DRIVER_ERROR_REFUSED, "The storage is full.");
  assert_says ("INTERNAL_ERROR", PARAMS ("lost " WEB " and " NOBODY), FERRY_DRIVER_ERROR_REFUSED,
               "The toolstack stopped with an error of its own: lost web-03 and something");
}

static void
test_puts_unknown_codes_into_words (void)
{
  assert_says ("SHIP_IS_ALREADY_AT_SEA", PARAMS (WEB, "half way"), FERRY_DRIVER_ERROR_REFUSED,
               "The server gave a reason that Ferry does not know: ship is already at sea: web-03, half way");
  g_assert_cmpstr (ferry_xapi_failure_get_finding_id ("SHIP_IS_ALREADY_AT_SEA"), ==, "server-refused");
  g_assert_cmpstr (ferry_xapi_failure_get_finding_id ("VM_HAS_VUSBS"), ==, "usb-device");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xapi-failure/speaks-in-names-and-amounts", test_speaks_in_names_and_amounts);
  g_test_add_func ("/xapi-failure/copes-with-missing-parameters", test_copes_with_missing_parameters);
  g_test_add_func ("/xapi-failure/reads-what-internal-errors-hold", test_reads_what_internal_errors_hold);
  g_test_add_func ("/xapi-failure/puts-unknown-codes-into-words", test_puts_unknown_codes_into_words);

  return g_test_run ();
}

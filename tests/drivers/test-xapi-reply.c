/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>

#include "drivers/xapi/ferry-xapi-reply.h"
#include "model/ferry-vm-record.h"

static const char events_text[] =
  "{\"jsonrpc\":\"2.0\",\"result\":{\"events\":["
  "{\"id\":\"1\",\"timestamp\":\"0.0\",\"class\":\"vm\",\"operation\":\"add\","
  "\"ref\":\"OpaqueRef:00000000-0000-0000-0000-000000000001\",\"snapshot\":{"
  "\"uuid\":\"00000000-0000-0000-0000-000000000002\",\"name_label\":\"a \\\"}]\\\" name\",\"power_state\":\"Dreaming\","
  "\"memory_static_max\":9007199254740993,\"HVM_shadow_multiplier\":NaN,\"invented\":{\"deep\":[{\"er\":1}]},"
  "\"platform\":{\"nomigrate\":\"1\"},\"VBDs\":[\"OpaqueRef:00000000-0000-0000-0000-000000000003\",\"OpaqueRef:NULL\"]}},"
  "{\"snapshot\":{\"uuid\":\"x\"},\"class\":\"starship\",\"operation\":\"add\",\"ref\":\"OpaqueRef:1\"},"
  "{\"id\":\"2\",\"class\":\"VBD\",\"operation\":\"del\",\"ref\":\"OpaqueRef:00000000-0000-0000-0000-000000000003\"}"
  "],\"valid_ref_counts\":{\"vm\":1,\"vbd\":0,\"starship\":1},\"token\":\"12,3\"},\"id\":1}";

static FerryXapiReply *
read_in_pieces (const char      *text,
                gsize            step,
                FerryXapiBatch  *batch,
                GError         **error)
{
  g_autoptr(FerryXapiReplyReader) reader = ferry_xapi_reply_reader_new ();
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i += step)
    {
      if (!ferry_xapi_reply_reader_feed (reader, text + i, MIN (step, length - i), batch, error))
        return NULL;
    }

  return ferry_xapi_reply_reader_finish (reader, error);
}

static void
assert_events (FerryXapiReply *reply,
               FerryXapiBatch *batch)
{
  FerryXapiEvent *events = (FerryXapiEvent *) batch->events->data;
  FerryXapiVm *vm = (FerryXapiVm *) events[0].row;
  g_autofree char *token = ferry_xapi_reply_dup_member (reply, "token");
  gint64 counts[FERRY_XAPI_N_CLASSES];

  g_assert_cmpuint (batch->events->len, ==, 2);
  g_assert_cmpint (events[0].class_, ==, FERRY_XAPI_VM);
  g_assert_cmpstr (vm->name, ==, "a \"}]\" name");
  g_assert_cmpint (vm->power_state, ==, FERRY_POWER_STATE_UNKNOWN);
  g_assert_cmpint (vm->memory_static_max, ==, G_GINT64_CONSTANT (9007199254740993));
  g_assert_cmpuint (vm->row.bits & FERRY_XAPI_VM_NOMIGRATE, !=, 0);
  g_assert_cmpuint (vm->row.uuid.low, ==, 2);
  g_assert_cmpuint (vm->vbds[0].low, ==, 3);
  g_assert_true (ferry_xapi_ref_is_null (vm->vbds[1]));
  g_assert_cmpint (events[1].class_, ==, FERRY_XAPI_VBD);
  g_assert_null (events[1].row);

  g_assert_cmpstr (token, ==, "12,3");
  ferry_xapi_reply_get_counts (reply, counts);
  g_assert_cmpint (counts[FERRY_XAPI_VM], ==, 1);
  g_assert_cmpint (counts[FERRY_XAPI_VBD], ==, 0);
  g_assert_cmpint (counts[FERRY_XAPI_HOST], ==, -1);
}

static void
test_is_the_same_however_it_is_cut (void)
{
  for (gsize step = 1; step < strlen (events_text) + 1; step++)
    {
      g_autoptr(FerryXapiBatch) batch = ferry_xapi_batch_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(FerryXapiReply) reply = read_in_pieces (events_text, step, batch, &error);

      g_assert_no_error (error);
      assert_events (reply, batch);
    }
}

static void
test_notices_that_it_breaks_off (void)
{
  for (gsize length = 0; length < strlen (events_text); length++)
    {
      g_autofree char *text = g_strndup (events_text, length);
      g_autoptr(FerryXapiBatch) batch = ferry_xapi_batch_new ();
      g_autoptr(GError) error = NULL;

      g_assert_null (read_in_pieces (text, 64, batch, &error));
      g_assert_nonnull (error);
    }
}

static void
assert_fails_with (const char *text,
                   const char *code,
                   const char *param)
{
  g_autoptr(FerryXapiBatch) batch = ferry_xapi_batch_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(FerryXapiReply) reply = read_in_pieces (text, 1000, batch, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (reply->code, ==, code);
  g_assert_cmpstr (reply->params[0], ==, param);
}

static void
test_takes_both_shapes_of_errors (void)
{
  assert_fails_with ("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"HOST_DISABLED\",\"data\":[\"r\"]},\"id\":7}",
                     "HOST_DISABLED", "r");
  assert_fails_with ("{\"result\":null,\"error\":[\"HOST_DISABLED\",\"r\"],\"id\":7}", "HOST_DISABLED", "r");
  assert_fails_with ("{\"jsonrpc\":\"2.0\",\"error\":[\"HOST_DISABLED\",\"r\"],\"id\":0}", "HOST_DISABLED", "r");
  assert_fails_with ("{\"jsonrpc\":\"2.0\",\"error\":{\"data\":[],\"message\":\"HOST_NOT_LIVE\"},\"id\":7}",
                     "HOST_NOT_LIVE", NULL);
}

static void
test_refuses_what_is_no_reply (void)
{
  static const char * const texts[] = {
    "", "<html><body>500</body></html>", "[]", "{}", "null", "{\"id\":1}", "}}}}", "{\"result\":null,\"error\":null}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(FerryXapiBatch) batch = ferry_xapi_batch_new ();
      g_autoptr(GError) error = NULL;

      g_assert_null (read_in_pieces (texts[i], 1000, batch, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xapi-reply/is-the-same-however-it-is-cut", test_is_the_same_however_it_is_cut);
  g_test_add_func ("/xapi-reply/notices-that-it-breaks-off", test_notices_that_it_breaks_off);
  g_test_add_func ("/xapi-reply/takes-both-shapes-of-errors", test_takes_both_shapes_of_errors);
  g_test_add_func ("/xapi-reply/refuses-what-is-no-reply", test_refuses_what_is_no_reply);

  return g_test_run ();
}

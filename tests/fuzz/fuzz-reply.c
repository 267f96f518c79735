/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "drivers/xapi/ferry-xapi-reply.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* So many bytes at a time, so that values fall apart in every place. */
static void
read_in_pieces (const char *data,
                gsize       size,
                gsize       step)
{
  g_autoptr(FerryXapiReplyReader) reader = ferry_xapi_reply_reader_new ();
  g_autoptr(FerryXapiBatch) batch = ferry_xapi_batch_new ();
  g_autoptr(FerryXapiReply) reply = NULL;
  gint64 counts[FERRY_XAPI_N_CLASSES];
  g_autofree char *token = NULL;
  g_autofree char *string = NULL;

  for (gsize i = 0; i < size; i += step)
    {
      if (!ferry_xapi_reply_reader_feed (reader, data + i, MIN (step, size - i), batch, NULL))
        return;
    }

  for (guint i = 0; i < batch->events->len; i++)
    {
      FerryXapiEvent *event = &g_array_index (batch->events, FerryXapiEvent, i);

      g_assert_false (ferry_xapi_ref_is_null (event->ref));
      g_assert_true (event->row == NULL || event->row->class_ == event->class_);
    }

  reply = ferry_xapi_reply_reader_finish (reader, NULL);
  if (reply == NULL)
    return;

  token = ferry_xapi_reply_dup_member (reply, "token");
  string = ferry_xapi_reply_dup_string (reply);
  g_assert_true (token == NULL || g_utf8_validate (token, -1, NULL));
  g_assert_true (string == NULL || g_utf8_validate (string, -1, NULL));
  ferry_xapi_reply_get_counts (reply, counts);
}

/* Whatever a server sends: an answer, or none; the same however it was cut. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *copy = g_memdup2 (data, size);

  read_in_pieces (copy, size, MAX (size, 1));
  read_in_pieces (copy, size, 1);
  read_in_pieces (copy, size, 7);

  return 0;
}

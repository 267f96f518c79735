/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/xapi/ferry-xapi-row.h"

G_BEGIN_DECLS

/**
 * FerryXapiEvent:
 * @class_: of the object
 * @ref: the object
 * @row: (nullable): what it is now; NULL: it is gone
 *
 * What one event says.
 */
typedef struct
{
  FerryXapiClass  class_;
  FerryXapiRef    ref;
  FerryXapiRow   *row;
} FerryXapiEvent;

/**
 * FerryXapiBatch:
 * @events: (element-type FerryXapiEvent): in the order of the reply; rows may be stolen
 * @names: unusual references
 *
 * What was read of a reply in one go. Handed from the worker to the driver's context.
 */
typedef struct
{
  GArray         *events;
  FerryXapiNames *names;
} FerryXapiBatch;

FerryXapiBatch *ferry_xapi_batch_new  (void);
void            ferry_xapi_batch_free (FerryXapiBatch *self);

/**
 * FerryXapiReply:
 * @text: (owned): all of the reply but its events
 * @result: its result; empty after an error
 * @code: (nullable): XenAPI's error code
 * @params: (nullable): of the error
 *
 * An answer of the server.
 */
typedef struct
{
  char           *text;
  FerryXapiText   result;
  char           *code;
  char          **params;
} FerryXapiReply;

void            ferry_xapi_reply_free      (FerryXapiReply *self);
/* (transfer full) (nullable): the result where it is a string */
char           *ferry_xapi_reply_dup_string (FerryXapiReply *self);
/* (transfer full) (nullable): a member of the result that is a string */
char           *ferry_xapi_reply_dup_member (FerryXapiReply *self,
                                            const char     *name);
/* Of event.from: fills @counts with the number of objects of each class; -1 where the server says nothing. */
void            ferry_xapi_reply_get_counts (FerryXapiReply *self,
                                            gint64          counts[FERRY_XAPI_N_CLASSES]);

/**
 * FerryXapiReplyReader:
 *
 * Reads the body of a reply piece by piece. Events become rows as soon as they
 * are complete, and their text is forgotten: a reply of a hundred megabytes
 * never stands in memory.
 *
 * Threads: one at a time.
 */
typedef struct _FerryXapiReplyReader FerryXapiReplyReader;

FerryXapiReplyReader *ferry_xapi_reply_reader_new    (void);
void                  ferry_xapi_reply_reader_free   (FerryXapiReplyReader  *self);
/* FALSE, with a sentence in the debugger's language in @error, once the text cannot be a reply. */
gboolean              ferry_xapi_reply_reader_feed   (FerryXapiReplyReader  *self,
                                                      const char            *data,
                                                      gsize                  length,
                                                      FerryXapiBatch        *batch,
                                                      GError               **error);
/* (transfer full): after the last piece */
FerryXapiReply       *ferry_xapi_reply_reader_finish (FerryXapiReplyReader  *self,
                                                      GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryXapiBatch, ferry_xapi_batch_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryXapiReply, ferry_xapi_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryXapiReplyReader, ferry_xapi_reply_reader_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a real xapi was asked and answered, from a file of recordings. Addresses 10.77.0.x have
 * become 127.0.0.x. */
typedef struct _Recording Conversation;

typedef struct
{
  double      t;        /* when it was sent, in seconds after the first */
  double      end;      /* when it was answered */
  const char *host;     /* "h1" to "h4" */
  const char *stream;   /* (nullable): a blocked event.from of a subscriber */
  const char *note;
  const char *path;
  const char *verb;     /* "POST", … */
  const char *method;   /* "" for what is no call */
  char       *request;  /* the body, exactly as it was sent */
  JsonObject *headers;  /* (nullable): of the request, as texts */
  JsonArray  *params;   /* (nullable) */
  guint       status;
  JsonNode   *reply;    /* (nullable): where it was JSON */
} Exchange;

/* (nullable): %NULL where the recordings are missing. @name: without ".jsonl.xz". */
Conversation      *conversation_load       (const char *name);
void            conversation_free       (Conversation  *self);
guint           conversation_get_length (Conversation  *self);
const Exchange *conversation_get        (Conversation  *self,
                                      guint       index);
/* (nullable): the result in a reply, where that is an object. */
JsonObject     *conversation_get_result (JsonNode   *reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Conversation, conversation_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-xapi-reply"

#include "drivers/xapi/ferry-xapi-reply.h"

#include <gio/gio.h>
#include <string.h>

/* No object and no list of counts comes near: a server that sends more is broken or hostile. */
#define MAX_PENDING_BYTES (32 * 1024 * 1024)

typedef enum
{
  READING_HEAD,   /* before the events */
  READING_EVENTS,
  READING_TAIL,
} ReaderState;

struct _FerryXapiReplyReader
{
  FerryXapiRowReader *rows;         /* (owned) */
  GString            *rest;         /* (owned): all but the events */
  GString            *pending;      /* (owned): text that is not done with */
  gsize               scanned;      /* so much of @pending was looked at */
  gsize               started;      /* where in @pending the string or event began */
  gsize               inner_start;  /* of the event's first object: its snapshot */
  gsize               inner_end;    /* 0: it had none */
  ReaderState         state;
  guint               depth;
  gboolean            in_string;
  gboolean            is_escaped;
  gboolean            after_events; /* the last name was "events" */
};

static void
clear_event (gpointer data)
{
  FerryXapiEvent *event = data;

  g_clear_pointer (&event->row, ferry_xapi_row_free);
}

FerryXapiBatch *
ferry_xapi_batch_new (void)
{
  FerryXapiBatch *self = g_new0 (FerryXapiBatch, 1);

  self->events = g_array_new (FALSE, FALSE, sizeof (FerryXapiEvent));
  g_array_set_clear_func (self->events, clear_event);
  self->names = ferry_xapi_names_new ();

  return self;
}

void
ferry_xapi_batch_free (FerryXapiBatch *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->events);
  g_hash_table_unref (self->names);
  g_free (self);
}

void
ferry_xapi_reply_free (FerryXapiReply *self)
{
  if (self == NULL)
    return;

  /* It may hold a session, which is as good as a password. */
  if (self->text != NULL)
    explicit_bzero (self->text, strlen (self->text));
  g_free (self->text);
  g_free (self->code);
  g_strfreev (self->params);
  g_free (self);
}

char *
ferry_xapi_reply_dup_string (FerryXapiReply *self)
{
  FerryXapiJson json = FERRY_XAPI_JSON (self->result);
  FerryXapiText string;

  if (!ferry_xapi_json_read_string (&json, &string))
    return NULL;

  return ferry_xapi_text_dup (string);
}

static gboolean
find_member (FerryXapiReply *self,
             const char     *wanted,
             FerryXapiText  *value)
{
  FerryXapiJson json = FERRY_XAPI_JSON (self->result);
  FerryXapiText name;

  if (!ferry_xapi_json_enter (&json, '{'))
    return FALSE;

  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, value))
    {
      if (ferry_xapi_text_equal (name, wanted))
        return TRUE;
    }

  return FALSE;
}

char *
ferry_xapi_reply_dup_member (FerryXapiReply *self,
                             const char     *name)
{
  FerryXapiText value;

  if (!find_member (self, name, &value) || *value.start != '"')
    return NULL;

  return ferry_xapi_text_dup ((FerryXapiText) { value.start + 1, value.end - 1 });
}

void
ferry_xapi_reply_get_counts (FerryXapiReply *self,
                             gint64          counts[FERRY_XAPI_N_CLASSES])
{
  FerryXapiText value, name;
  FerryXapiJson json;
  FerryXapiClass class_;

  for (guint i = 0; i < FERRY_XAPI_N_CLASSES; i++)
    counts[i] = -1;

  if (!find_member (self, "valid_ref_counts", &value))
    return;

  json = FERRY_XAPI_JSON (value);
  if (!ferry_xapi_json_enter (&json, '{'))
    return;

  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &value))
    {
      if (ferry_xapi_class_from_name (name, &class_))
        counts[class_] = ferry_xapi_text_to_int (value);
    }
}

/* The parameters, and before them the code if @code is given. */
static void
read_failure (FerryXapiReply *reply,
              FerryXapiText   list,
              gboolean        with_code)
{
  FerryXapiJson json = FERRY_XAPI_JSON (list);
  g_autoptr(GStrvBuilder) params = g_strv_builder_new ();
  FerryXapiText value;

  if (!ferry_xapi_json_enter (&json, '['))
    return;

  while (ferry_xapi_json_next_element (&json) && ferry_xapi_json_read_value (&json, &value))
    {
      g_autofree char *param = NULL;

      if (*value.start == '"')
        value = (FerryXapiText) { value.start + 1, value.end - 1 };
      param = ferry_xapi_text_dup (value);

      if (with_code && reply->code == NULL)
        reply->code = g_steal_pointer (&param);
      else
        g_strv_builder_add (params, param);
    }

  g_strfreev (reply->params);
  reply->params = g_strv_builder_end (params);
}

/* An error is a list in version 1.0, and whenever it comes from before the dispatch; an object in version 2.0. */
static void
read_error (FerryXapiReply *reply,
            FerryXapiText   error)
{
  FerryXapiJson json = FERRY_XAPI_JSON (error);
  FerryXapiText name, value;

  if (*error.start == '[')
    {
      read_failure (reply, error, TRUE);
      return;
    }

  if (!ferry_xapi_json_enter (&json, '{'))
    return;

  while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &value))
    {
      if (ferry_xapi_text_equal (name, "message") && *value.start == '"' && reply->code == NULL)
        reply->code = ferry_xapi_text_dup ((FerryXapiText) { value.start + 1, value.end - 1 });
      else if (ferry_xapi_text_equal (name, "data"))
        read_failure (reply, value, FALSE);
    }
}

static gboolean
read_envelope (FerryXapiReply  *reply,
               FerryXapiText    text,
               GError         **error)
{
  FerryXapiJson json = FERRY_XAPI_JSON (text);
  FerryXapiText name, value;
  gboolean is_answered = FALSE;

  if (ferry_xapi_json_enter (&json, '{'))
    {
      while (ferry_xapi_json_next_member (&json, &name) && ferry_xapi_json_read_value (&json, &value))
        {
          gboolean is_null = ferry_xapi_text_equal (value, "null");

          if (ferry_xapi_text_equal (name, "result") && !is_null)
            reply->result = value;
          else if (ferry_xapi_text_equal (name, "error") && !is_null)
            read_error (reply, value);
          is_answered |= ferry_xapi_text_equal (name, "result") || ferry_xapi_text_equal (name, "error");
        }
    }

  if (!json.failed && is_answered && (reply->result.start != NULL || reply->code != NULL))
    {
      if (reply->result.start == NULL)
        reply->result = (FerryXapiText) { text.end, text.end };
      return TRUE;
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "not a JSON-RPC reply");

  return FALSE;
}

FerryXapiReplyReader *
ferry_xapi_reply_reader_new (void)
{
  FerryXapiReplyReader *self = g_new0 (FerryXapiReplyReader, 1);

  self->rows = ferry_xapi_row_reader_new ();
  self->rest = g_string_new (NULL);
  self->pending = g_string_new (NULL);

  return self;
}

void
ferry_xapi_reply_reader_free (FerryXapiReplyReader *self)
{
  if (self == NULL)
    return;

  ferry_xapi_row_reader_free (self->rows);
  g_string_free (self->rest, TRUE);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

typedef struct
{
  FerryXapiText class_;
  FerryXapiText operation;
  FerryXapiText ref;
  FerryXapiText snapshot;
} EventText;

/* Like any value, but the splitter knows where an object ends. */
static gboolean
read_event_value (FerryXapiJson *json,
                  FerryXapiText  object,
                  FerryXapiText *value)
{
  if (json->next != object.start)
    return ferry_xapi_json_read_value (json, value);

  *value = object;
  json->next = object.end;

  return TRUE;
}

/* The members may come in any order; what is no string stays empty. */
static void
find_event_members (FerryXapiText  text,
                    FerryXapiText  object,
                    EventText     *event)
{
  FerryXapiJson json = FERRY_XAPI_JSON (text);
  FerryXapiText name, value;

  if (!ferry_xapi_json_enter (&json, '{'))
    return;

  while (ferry_xapi_json_next_member (&json, &name) && read_event_value (&json, object, &value))
    {
      FerryXapiText inside = { value.start + 1, value.end - 1 };

      if (ferry_xapi_text_equal (name, "snapshot"))
        event->snapshot = value;
      else if (*value.start != '"')
        continue;
      else if (ferry_xapi_text_equal (name, "class"))
        event->class_ = inside;
      else if (ferry_xapi_text_equal (name, "operation"))
        event->operation = inside;
      else if (ferry_xapi_text_equal (name, "ref"))
        event->ref = inside;
    }
}

static void
read_event (FerryXapiReplyReader *self,
            FerryXapiText         text,
            FerryXapiText         object,
            FerryXapiBatch       *batch)
{
  EventText found = { { NULL, NULL }, };
  FerryXapiEvent event = { 0, };

  find_event_members (text, object, &found);
  if (found.class_.start == NULL || found.ref.start == NULL ||
      !ferry_xapi_class_from_name (found.class_, &event.class_))
    return;

  event.ref = ferry_xapi_ref_parse (found.ref, batch->names);
  if (ferry_xapi_ref_is_null (event.ref))
    return;

  if (found.snapshot.start != NULL && !ferry_xapi_text_equal (found.operation, "del"))
    event.row = ferry_xapi_row_reader_read (self->rows, event.class_, event.ref, found.snapshot,
                                            batch->names);

  /* Neither gone nor told: nothing is known of it. */
  if (event.row == NULL && !ferry_xapi_text_equal (found.operation, "del"))
    return;

  g_array_append_val (batch->events, event);
}

/* What is before @end will not be looked at again. */
static void
drop_pending (FerryXapiReplyReader *self,
              gsize                 end)
{
  g_string_erase (self->pending, 0, (gssize) end);
  self->scanned -= MIN (self->scanned, end);
  self->started -= MIN (self->started, end);
  self->inner_start -= MIN (self->inner_start, end);
  self->inner_end -= MIN (self->inner_end, end);
}

static void
close_string (FerryXapiReplyReader *self,
              gsize                 end)
{
  const char *start = self->pending->str + self->started;

  self->in_string = FALSE;
  if (self->state == READING_HEAD && self->depth == 2)
    self->after_events = ferry_xapi_text_equal ((FerryXapiText) { start, self->pending->str + end },
                                                "events");
}

/* Past the end of the string, or to the end of what is there. */
static gsize
scan_string (FerryXapiReplyReader *self,
             gsize                 i)
{
  const char *text = self->pending->str;
  gsize length = self->pending->len;

  for (; i < length; i++)
    {
      if (self->is_escaped)
        {
          self->is_escaped = FALSE;
          continue;
        }

      i = (gsize) (ferry_xapi_json_find_special (text + i, text + length) - text);
      if (i >= length)
        break;

      if (text[i] == '"')
        {
          close_string (self, i);
          return i + 1;
        }

      self->is_escaped = TRUE;
    }

  return i;
}

static void
open_bracket (FerryXapiReplyReader *self,
              char                  bracket,
              gsize                 i,
              gsize                *done)
{
  self->depth++;

  if (self->state == READING_HEAD && self->depth == 3 && bracket == '[' && self->after_events)
    {
      g_string_append_len (self->rest, self->pending->str, (gssize) i + 1);
      self->state = READING_EVENTS;
      *done = i + 1;
    }
  else if (self->state == READING_EVENTS && self->depth == 4)
    {
      self->started = i;
      self->inner_start = 0;
      self->inner_end = 0;
    }
  else if (self->state == READING_EVENTS && self->depth == 5 && self->inner_end == 0)
    {
      self->inner_start = i;
    }
}

static void
close_bracket (FerryXapiReplyReader *self,
               gsize                 i,
               gsize                *done,
               FerryXapiBatch       *batch)
{
  const char *text = self->pending->str;

  self->depth--;
  if (self->state != READING_EVENTS)
    return;

  if (self->depth == 4 && self->inner_end == 0)
    {
      self->inner_end = i + 1;
    }
  else if (self->depth == 3)
    {
      read_event (self, (FerryXapiText) { text + self->started, text + i + 1 },
                  (FerryXapiText) { text + self->inner_start, text + self->inner_end }, batch);
      *done = i + 1;
    }
  else if (self->depth == 2)
    {
      self->state = READING_TAIL;
      *done = i;
    }
}

static gboolean
scan (FerryXapiReplyReader  *self,
      FerryXapiBatch        *batch,
      GError               **error)
{
  gsize done = 0;
  gsize i = self->scanned;

  while (i < self->pending->len)
    {
      char c = self->pending->str[i];

      if (self->in_string)
        {
          i = scan_string (self, i);
          continue;
        }

      if (c == '"')
        {
          self->in_string = TRUE;
          if (self->state == READING_HEAD)
            self->started = i + 1;
        }
      else if (c == '{' || c == '[')
        {
          open_bracket (self, c, i, &done);
        }
      else if (c == '}' || c == ']')
        {
          if (self->depth == 0)
            break;
          close_bracket (self, i, &done, batch);
        }
      else if (c == ',' && self->depth == 2)
        {
          self->after_events = FALSE;
        }
      i++;
    }

  if (i < self->pending->len)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "brackets do not match");
      return FALSE;
    }

  self->scanned = i;
  drop_pending (self, done);

  return TRUE;
}

gboolean
ferry_xapi_reply_reader_feed (FerryXapiReplyReader  *self,
                              const char            *data,
                              gsize                  length,
                              FerryXapiBatch        *batch,
                              GError               **error)
{
  g_string_append_len (self->pending, data, (gssize) length);
  if (!scan (self, batch, error))
    return FALSE;

  if (self->pending->len <= MAX_PENDING_BYTES)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "one object is too long");

  return FALSE;
}

FerryXapiReply *
ferry_xapi_reply_reader_finish (FerryXapiReplyReader  *self,
                                GError               **error)
{
  g_autoptr(FerryXapiReply) reply = g_new0 (FerryXapiReply, 1);
  FerryXapiText text;

  if (self->depth != 0 || self->in_string || self->state == READING_EVENTS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "the reply breaks off");
      return NULL;
    }

  g_string_append_len (self->rest, self->pending->str, (gssize) self->pending->len);
  g_string_truncate (self->pending, 0);

  text.start = reply->text = g_strndup (self->rest->str, self->rest->len);
  text.end = text.start + self->rest->len;
  if (!read_envelope (reply, text, error))
    return NULL;

  return g_steal_pointer (&reply);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-sim-exchange"

#include "simulator/ferry-sim-exchange.h"

#include "simulator/ferry-sim-faults.h"

struct _FerrySimExchange
{
  FerrySimPool      *pool;     /* (owned) */
  SoupServerMessage *message;  /* (owned) */
  FerrySimEnvelope  *envelope; /* (owned) */
  gulong             finished_handler;
  gulong             disconnected_handler;
  gboolean           is_gone;  /* the client hung up */
  GBytes            *parts[3]; /* (owned) (nullable): the reply */
};

static void
set_headers (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "cache-control", "no-cache, no-store");
  soup_message_headers_set_content_type (headers, "application/json", NULL);
  soup_message_headers_replace (headers, "Access-Control-Allow-Origin", "*");
  soup_message_headers_replace (headers, "Access-Control-Allow-Headers", "X-Requested-With");
}

/**
 * ferry_sim_exchange_set_json:
 * @message: a request
 * @body: (transfer full): the reply
 */
void
ferry_sim_exchange_set_json (SoupServerMessage *message,
                             char              *body)
{
  set_headers (message);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE,
                                    body, strlen (body));
}

static void
exchange_free (FerrySimExchange *self)
{
  g_clear_signal_handler (&self->finished_handler, self->message);
  g_clear_signal_handler (&self->disconnected_handler, self->message);
  for (guint i = 0; i < G_N_ELEMENTS (self->parts); i++)
    g_clear_pointer (&self->parts[i], g_bytes_unref);
  ferry_sim_envelope_free (self->envelope);
  g_object_unref (self->message);
  g_object_unref (self->pool);
  g_free (self);
}

static void
on_finished (SoupServerMessage *message,
             FerrySimExchange  *self)
{
  self->is_gone = TRUE;
}

/**
 * ferry_sim_exchange_new:
 * @pool: who answers
 * @message: the request over HTTP; paused until the reply
 * @envelope: (transfer full): what it asks
 *
 * Returns: (transfer full): what ferry_sim_exchange_reply() takes
 */
FerrySimExchange *
ferry_sim_exchange_new (FerrySimPool      *pool,
                        SoupServerMessage *message,
                        FerrySimEnvelope  *envelope)
{
  FerrySimExchange *self = g_new0 (FerrySimExchange, 1);

  self->pool = g_object_ref (pool);
  self->message = g_object_ref (message);
  self->envelope = envelope;
  self->finished_handler = g_signal_connect (message, "finished", G_CALLBACK (on_finished), self);
  /* A server that hangs up itself does not finish what is paused. */
  self->disconnected_handler = g_signal_connect (message, "disconnected", G_CALLBACK (on_finished), self);
  soup_server_message_pause (message);

  return self;
}

static GBytes *
take_text (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

static gboolean
takes_fault (FerrySimExchange  *self,
             FerrySimFaultKind  kind,
             gint64            *amount)
{
  return ferry_sim_faults_take (ferry_sim_pool_get_faults (self->pool), kind,
                                self->envelope->method, NULL, amount, NULL);
}

/* Half of a reply that promises to be whole, then nothing. */
static void
write_half (FerrySimExchange *self,
            GOutputStream    *output)
{
  g_autoptr(GByteArray) body = g_byte_array_new ();
  g_autofree char *head = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (self->parts); i++)
    {
      if (self->parts[i] != NULL)
        g_byte_array_append (body, g_bytes_get_data (self->parts[i], NULL),
                             (guint) g_bytes_get_size (self->parts[i]));
    }
  head = g_strdup_printf ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                          "content-length: %u\r\n\r\n", body->len);
  g_output_stream_write_all (output, head, strlen (head), NULL, NULL, NULL);
  g_output_stream_write_all (output, body->data, body->len / 2, NULL, NULL, NULL);
}

static void
hang_up (FerrySimExchange *self,
         gboolean          after_half)
{
  g_autoptr(GIOStream) stream = NULL;

  g_clear_signal_handler (&self->finished_handler, self->message);
  g_clear_signal_handler (&self->disconnected_handler, self->message);
  stream = soup_server_message_steal_connection (self->message);
  if (stream == NULL)
    return;

  if (after_half)
    write_half (self, g_io_stream_get_output_stream (stream));
  g_io_stream_close (stream, NULL, NULL);
}

static void
send_parts (FerrySimExchange *self)
{
  SoupMessageBody *body = soup_server_message_get_response_body (self->message);

  set_headers (self->message);
  for (guint i = 0; i < G_N_ELEMENTS (self->parts); i++)
    {
      if (self->parts[i] != NULL)
        soup_message_body_append_bytes (body, self->parts[i]);
    }
  soup_message_body_complete (body);
  soup_server_message_unpause (self->message);
}

static gboolean
send_reply (gpointer user_data)
{
  FerrySimExchange *self = user_data;

  if (!self->is_gone)
    {
      if (takes_fault (self, FERRY_SIM_FAULT_DROP_CONNECTION, NULL))
        hang_up (self, FALSE);
      else if (takes_fault (self, FERRY_SIM_FAULT_TRUNCATE_REPLY, NULL))
        hang_up (self, TRUE);
      else
        send_parts (self);
    }
  exchange_free (self);

  return G_SOURCE_REMOVE;
}

static void
send_later (FerrySimExchange *self,
            gint64            ms)
{
  g_autoptr(GSource) source = g_timeout_source_new ((guint) MAX (ms, 0));

  g_source_set_callback (source, send_reply, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/**
 * ferry_sim_exchange_reply:
 * @json: (nullable): the result
 * @failure: (nullable): why there is none
 * @exchange: (transfer full): who waits
 *
 * Sends the reply, or what a fault makes of it.
 */
void
ferry_sim_exchange_reply (GBytes          *json,
                          FerrySimFailure *failure,
                          gpointer         exchange)
{
  FerrySimExchange *self = exchange;
  gint64 latency_ms = 0;

  if (takes_fault (self, FERRY_SIM_FAULT_MALFORM_REPLY, NULL))
    {
      self->parts[0] = take_text (g_strdup ("{\"jsonrpc\":\"2.0\",\"result\":[}{,"));
    }
  else if (failure != NULL)
    {
      self->parts[0] = take_text (ferry_sim_envelope_write_failure (self->envelope, failure));
    }
  else
    {
      self->parts[0] = take_text (ferry_sim_envelope_begin_result (self->envelope));
      self->parts[1] = g_bytes_ref (json);
      self->parts[2] = take_text (ferry_sim_envelope_end_result (self->envelope));
    }

  if (takes_fault (self, FERRY_SIM_FAULT_LATENCY, &latency_ms))
    send_later (self, latency_ms);
  else
    send_reply (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "http-client.h"
#include "simulator/ferry-sim-pool.h"
#include "simulator/ferry-sim-service.h"
#include "simulator/ferry-sim-session.h"

typedef struct
{
  FerrySimService *service;
  HttpClient      *client;
  char            *base;
  char            *session;
} Fixture;

static char *
get_base (const FerrySimEndpoint *endpoint)
{
  return g_strdup_printf ("%s://%s", g_str_has_prefix (endpoint->uri, "xapi+http:") ? "http"
                                                                                     : "https",
                          strchr (endpoint->uri, '@') + 1);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  const FerrySimOptions *options = data;
  const FerrySimEndpoint *endpoint;
  g_autoptr(GError) error = NULL;

  f->service = ferry_sim_service_new (options);
  g_assert_true (ferry_sim_service_start (f->service, &error));
  g_assert_no_error (error);
  endpoint = ferry_sim_service_get_endpoint (f->service, 0);
  f->base = get_base (endpoint);
  f->client = http_client_new (f->base);
  f->session = http_client_log_in (f->client, endpoint->user, endpoint->password);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  http_client_free (f->client);
  ferry_sim_service_stop (f->service);
  g_assert_finalize_object (f->service);
  g_free (f->session);
  g_free (f->base);
}

#define assert_fails(f, expected, method, ...) G_STMT_START {                    \
  g_autofree char *text_ = http_client_call_badly ((f)->client, method, __VA_ARGS__); \
  g_assert_cmpstr (text_, ==, expected);                                         \
} G_STMT_END

static void
assert_post (Fixture    *f,
             const char *body,
             guint       expected_status,
             const char *expected_body)
{
  g_autofree char *quoted = g_strdup (body);
  g_autofree char *expected = g_strdup (expected_body);
  g_autofree char *reply = NULL;
  guint status;

  g_strdelimit (quoted, "'", '"');
  reply = http_client_post (f->client, "/jsonrpc", quoted, &status);
  g_assert_cmpuint (status, ==, expected_status);
  if (expected == NULL)
    return;
  g_strdelimit (expected, "'", '"');
  g_assert_cmpstr (reply, ==, expected);
}

static void
test_envelopes (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *one = NULL;

  assert_post (f, "{'method':'nosuch','params':[],'id':7}", 200,
               "{'result':null,'error':['MESSAGE_METHOD_UNKNOWN','nosuch'],'id':7}");
  assert_post (f, "{'jsonrpc':'2.0','method':'nosuch','id':'x'}", 200,
               "{'jsonrpc':'2.0','error':{'code':1,'message':'MESSAGE_METHOD_UNKNOWN',"
               "'data':['nosuch']},'id':'x'}");
  assert_post (f, "{'jsonrpc':'2.0','method':'nosuch','id':9007199254740993}", 200,
               "{'jsonrpc':'2.0','error':{'code':1,'message':'MESSAGE_METHOD_UNKNOWN',"
               "'data':['nosuch']},'id':9007199254740993}");
  one = g_strdup_printf ("{'method':'session.get_pool','params':['%s','%s'],'id':-1}",
                         f->session, f->session);
  assert_post (f, one, 200, "{'result':false,'error':null,'id':-1}");
  assert_post (f, "{'jsonrpc':'2.0','method':'VM.get_all','params':['a\\u0001b'],'id':5}", 200,
               "{'jsonrpc':'2.0','error':['INVALID_VALUE','Invalid UTF-8 string in parameter',"
               "'S(a\\u0001b)'],'id':0}");
}

static void
test_malformed (Fixture       *f,
                gconstpointer  data)
{
  static const char * const bodies[] = {
    "", "{", "[]", "nonsense", "{'method':'x','params':[],'id':1.5}",
    "{'method':'x','params':[],'id':null}", "{'method':'x','params':[]}",
    "{'method':'x','id':1}", "{'params':[],'id':1}", "{'jsonrpc':'1.0','method':'x','id':1}",
    "{'jsonrpc':'2.0','method':'x','params':'y','id':1}",
    "{'jsonrpc':'2.0','method':'x','params':[9223372036854775808],'id':1}",
    "[{'jsonrpc':'2.0','method':'x','params':[],'id':1}]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    assert_post (f, bodies[i], 500, NULL);
}

static void
test_limits (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *name = g_strnfill (300 * 1024, 'a');
  g_autofree char *large = NULL;
  g_autofree char *pad = g_strnfill (1100, 'x');
  gsize room = 300 * 1024;

  large = g_strdup_printf ("{\"method\":\"VM.get_by_name_label\",\"params\":[\"%s\",\"%s\"],"
                           "\"id\":1}", f->session, name);
  assert_post (f, large, 500, NULL);
  name[room - (strlen (large) - room)] = '\0';
  g_free (large);
  large = g_strdup_printf ("{\"method\":\"VM.get_by_name_label\",\"params\":[\"%s\",\"%s\"],"
                           "\"id\":1}", f->session, name);
  g_assert_cmpuint (strlen (large), ==, room);
  assert_post (f, large, 200, "{\"result\":[],\"error\":null,\"id\":1}");

  soup_message_headers_append (http_client_get_request_headers (f->client), "X-Pad", pad);
  assert_post (f, "{}", 431, NULL);
}

static void
test_refusals (Fixture       *f,
               gconstpointer  data)
{
  const char *s = f->session;

  assert_fails (f, "SESSION_INVALID OpaqueRef:nosuch", "VM.get_all", "'OpaqueRef:nosuch'");
  assert_fails (f, "MESSAGE_PARAMETER_COUNT_MISMATCH VM.get_record 1 -1", "VM.get_record", " ");
  assert_fails (f, "MESSAGE_PARAMETER_COUNT_MISMATCH VM.get_record 1 0", "VM.get_record", "'%s'",
                s);
  assert_fails (f, "MESSAGE_METHOD_UNKNOWN VM.nosuch", "Async.VM.nosuch", "'%s'", s);
  assert_fails (f, "HANDLE_INVALID VM OpaqueRef:NULL", "VM.get_record", "'%s','OpaqueRef:NULL'",
                s);
  assert_fails (f, "UUID_INVALID host x", "host.get_by_uuid", "'%s','x'", s);
  assert_fails (f, "INTERNAL_ERROR Failure(\"Expected string, got 'I(5)'\")", "VM.get_record",
                "'%s',5", s);
  assert_fails (f, "Fault No async mode for this operation (rpc: VM.get_all)",
                "Async.VM.get_all", "'%s'", s);
  assert_fails (f, "MESSAGE_REMOVED", "VBD_metrics.get_all_records", "'%s'", s);
  assert_fails (f, "EVENT_FROM_TOKEN_PARSE_FAILURE garbage", "event.from",
                "'%s',['vm'],'garbage',1.0", s);
  assert_fails (f, "INTERNAL_ERROR missing field name_label ", "VM.get_all_records_where",
                "'%s','field \\\"name_label\\\" = \\\"x\\\"'", s);
}

static void
make_bad_logins_quick (GObject  *pool,
                       gpointer  user_data)
{
  FerrySimSessions *sessions = ferry_sim_pool_get_sessions (FERRY_SIM_POOL (pool));

  ferry_sim_sessions_set_bad_login_delay (sessions, 10);
}

static void
test_logins (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *second = NULL;
  g_autoptr(JsonNode) result = NULL;

  ferry_sim_service_run_in_pool (f->service, 0, make_bad_logins_quick, NULL);
  assert_fails (f, "SESSION_AUTHENTICATION_FAILED root Authentication failure",
                "session.login_with_password", "'root','wrong'");
  second = http_client_log_in (f->client, "root", "ferry");
  result = http_client_call_well (f->client, "session.logout", "'%s'", second);
  g_assert_cmpstr (json_node_get_string (result), ==, "");
  g_autofree char *expected = g_strdup_printf ("SESSION_INVALID %s", second);
  assert_fails (f, expected, "VM.get_all", "'%s'", second);
}

static char *
find_ref (Fixture    *f,
          const char *klass,
          const char *name)
{
  g_autofree char *method = g_strconcat (klass, ".get_by_name_label", NULL);
  g_autoptr(JsonNode) result = http_client_call_well (f->client, method, "'%s','%s'",
                                                      f->session, name);
  JsonArray *refs = json_node_get_array (result);

  g_assert_cmpuint (json_array_get_length (refs), ==, 1);

  return g_strdup (json_array_get_string_element (refs, 0));
}

static void
test_setters (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *vm = find_ref (f, "VM", "web-01");
  g_autofree char *duplicate = g_strdup_printf ("MAP_DUPLICATE_KEY VM other_config %s k", vm);
  g_autoptr(JsonNode) text = NULL;
  g_autoptr(JsonNode) number = NULL;
  const char *s = f->session;

  json_node_unref (http_client_call_well (f->client, "VM.set_name_description",
                                          "'%s','%s','caf\\u00e9 \\t/'", s, vm));
  text = http_client_call_well (f->client, "VM.get_name_description", "'%s','%s'", s, vm);
  g_assert_cmpstr (json_node_get_string (text), ==, "caf\303\251 \t/");

  json_node_unref (http_client_call_well (f->client, "VM.set_user_version", "'%s','%s','6'",
                                          s, vm));
  number = http_client_call_well (f->client, "VM.get_user_version", "'%s','%s'", s, vm);
  g_assert_cmpint (json_node_get_int (number), ==, 6);

  json_node_unref (http_client_call_well (f->client, "VM.add_to_other_config",
                                          "'%s','%s','k','v'", s, vm));
  assert_fails (f, duplicate, "VM.add_to_other_config", "'%s','%s','k','v'", s, vm);
  json_node_unref (http_client_call_well (f->client, "VM.remove_from_other_config",
                                          "'%s','%s','k'", s, vm));
  json_node_unref (http_client_call_well (f->client, "VM.remove_from_other_config",
                                          "'%s','%s','k'", s, vm));
}

static JsonObject *
from (Fixture    *f,
      const char *classes,
      const char *token,
      JsonNode  **keep)
{
  g_clear_pointer (keep, json_node_unref);
  *keep = http_client_call_well (f->client, "event.from", "'%s',[%s],'%s',5.0", f->session,
                                 classes, token);

  return json_node_get_object (*keep);
}

static void
test_events (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *vm = find_ref (f, "VM", "web-01");
  g_autofree char *token = NULL;
  g_autoptr(JsonNode) keep = NULL;
  JsonObject *counts;
  JsonObject *reply;
  JsonObject *event;
  guint n_vms;

  reply = from (f, "'vm'", "", &keep);
  n_vms = json_array_get_length (json_object_get_array_member (reply, "events"));
  counts = json_object_get_object_member (reply, "valid_ref_counts");
  g_assert_cmpint (json_object_get_int_member (counts, "vm"), ==, n_vms);
  token = g_strdup (json_object_get_string_member (reply, "token"));
  g_assert_cmpuint (strlen (token), ==, 41);

  json_node_unref (http_client_call_well (f->client, "VM.set_name_label", "'%s','%s','web-1'",
                                          f->session, vm));
  json_node_unref (http_client_call_well (f->client, "VM.set_name_description",
                                          "'%s','%s','x'", f->session, vm));
  reply = from (f, "'VM'", token, &keep);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (reply, "events")), ==, 1);
  event = json_array_get_object_element (json_object_get_array_member (reply, "events"), 0);
  g_assert_cmpstr (json_object_get_string_member (event, "operation"), ==, "mod");
  g_assert_cmpstr (json_object_get_string_member (event, "class"), ==, "vm");
  g_assert_cmpstr (json_object_get_string_member (event, "timestamp"), ==, "0.0");
  g_assert_cmpstr (json_object_get_string_member (
    json_object_get_object_member (event, "snapshot"), "name_label"), ==, "web-1");
}

static void
test_injection (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *vm = find_ref (f, "VM", "web-01");
  g_autofree char *wrong = g_strdup_printf ("HANDLE_INVALID vm %s", vm);
  g_autoptr(JsonNode) injected = NULL;
  g_autoptr(JsonNode) keep = NULL;
  JsonObject *reply;

  injected = http_client_call_well (f->client, "event.inject", "'%s','VM','%s'", f->session, vm);
  reply = from (f, "'vm'", json_node_get_string (injected), &keep);
  g_assert_cmpint (strcmp (json_object_get_string_member (reply, "token"),
                           json_node_get_string (injected)), >, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (reply, "events")), ==, 1);
  assert_fails (f, wrong, "event.inject", "'%s','vm','%s'", f->session, vm);
}

static void
test_tasks (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *vm = find_ref (f, "VM", "web-01");
  g_autofree char *gone = NULL;
  g_autoptr(JsonNode) task = NULL;
  g_autoptr(JsonNode) record = NULL;
  JsonObject *object;
  const char *ref;

  task = http_client_call_well (f->client, "Async.VM.get_possible_hosts", "'%s','%s'",
                                f->session, vm);
  ref = json_node_get_string (task);
  record = http_client_call_well (f->client, "task.get_record", "'%s','%s'", f->session, ref);
  object = json_node_get_object (record);
  g_assert_cmpstr (json_object_get_string_member (object, "name_label"), ==,
                   "Async.VM.get_possible_hosts");
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "success");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (object, "result"),
                                   "<value><array><data><value>OpaqueRef:"));
  g_assert_cmpfloat (json_object_get_double_member (object, "progress"), ==, 1);

  json_node_unref (http_client_call_well (f->client, "task.destroy", "'%s','%s'",
                                          f->session, ref));
  gone = g_strdup_printf ("HANDLE_INVALID task %s", ref);
  assert_fails (f, gone, "task.get_record", "'%s','%s'", f->session, ref);
}

static void
test_pending_task (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(JsonNode) task = http_client_call_well (f->client, "task.create", "'%s','a','b'",
                                                    f->session);
  const char *ref = json_node_get_string (task);
  g_autofree char *twice = g_strdup_printf ("MAP_DUPLICATE_KEY task current_operations %s task",
                                            ref);
  g_autoptr(JsonNode) operations = NULL;

  json_node_unref (http_client_call_well (f->client, "task.destroy", "'%s','%s'",
                                          f->session, ref));
  operations = http_client_call_well (f->client, "task.get_current_operations", "'%s','%s'",
                                      f->session, ref);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (operations), "task"), ==,
                   "destroy");
  assert_fails (f, twice, "task.destroy", "'%s','%s'", f->session, ref);
}

static void
test_member (Fixture       *f,
             gconstpointer  data)
{
  const char *port = strrchr (f->base, ':');
  g_autofree char *base = g_strconcat ("http://127.0.0.2", port, NULL);
  g_autoptr(HttpClient) member = http_client_new (base);
  g_autofree char *login = NULL;
  g_autofree char *call = NULL;
  g_autofree char *unknown = NULL;

  login = http_client_call_badly (member, "session.login_with_password", "'root','wrong'");
  g_assert_cmpstr (login, ==, "HOST_IS_SLAVE 127.0.0.1");
  call = http_client_call_badly (member, "VM.get_all", "'%s'", f->session);
  g_assert_cmpstr (call, ==, "HOST_IS_SLAVE 127.0.0.1");
  unknown = http_client_call_badly (member, "VM.get_all", "'OpaqueRef:nosuch'");
  g_assert_cmpstr (unknown, ==, "SESSION_INVALID OpaqueRef:nosuch");
}

static void
test_https (Fixture       *f,
            gconstpointer  data)
{
  const FerrySimEndpoint *endpoint = ferry_sim_service_get_endpoint (f->service, 0);

  g_assert_true (g_str_has_prefix (endpoint->uri, "xapi://root@127.0.0.1:"));
  g_assert_cmpstr (http_client_get_fingerprint (f->client), ==, endpoint->fingerprint);
}

static void
order (Fixture    *f,
       const char *body)
{
  const FerrySimEndpoint *endpoint = ferry_sim_service_get_endpoint (f->service, 0);
  g_autoptr(HttpClient) control = http_client_new (endpoint->control_uri);
  g_autofree char *quoted = g_strdup (body);
  g_autofree char *reply = NULL;
  guint status;

  g_strdelimit (quoted, "'", '"');
  reply = http_client_post (control, "", quoted, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (reply, ==, "{}");
}

static void
test_faults (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *body = g_strdup_printf ("{\"method\":\"VM.get_all\",\"params\":[\"%s\"],"
                                           "\"id\":1}", f->session);
  g_autofree char *malformed = NULL;
  guint status;

  order (f, "{'do':'fail-call','subject':'VM.get_all','error':['HOST_STILL_BOOTING']}");
  assert_fails (f, "HOST_STILL_BOOTING", "VM.get_all", "'%s'", f->session);
  assert_post (f, body, 200, NULL);

  order (f, "{'do':'drop-connection','subject':'VM.get_all','times':2}");
  g_assert_null (http_client_post (f->client, "/jsonrpc", body, &status));
  order (f, "{'do':'disarm'}");
  order (f, "{'do':'truncate-reply','subject':'VM.get_all'}");
  g_assert_null (http_client_post (f->client, "/jsonrpc", body, &status));
  order (f, "{'do':'malform-reply','subject':'VM.get_all'}");
  malformed = http_client_post (f->client, "/jsonrpc", body, &status);
  g_assert_null (json_from_string (malformed, NULL));

  g_test_timer_start ();
  order (f, "{'do':'latency','subject':'VM.get_all','ms':150}");
  assert_post (f, body, 200, NULL);
  g_assert_cmpfloat (g_test_timer_elapsed (), >=, 0.15);
}

static void
test_restart (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *invalid = g_strdup_printf ("SESSION_INVALID %s", f->session);
  g_autofree char *again = NULL;
  g_autoptr(JsonNode) tasks = NULL;

  json_node_unref (http_client_call_well (f->client, "task.create", "'%s','a','b'", f->session));
  order (f, "{'do':'restart'}");
  assert_fails (f, invalid, "VM.get_all", "'%s'", f->session);
  again = http_client_log_in (f->client, "root", "ferry");
  tasks = http_client_call_well (f->client, "task.get_all", "'%s'", again);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (tasks)), ==, 0);
}

static void
test_lost_object (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *vm = find_ref (f, "VM", "web-01");
  g_autofree char *command = NULL;
  g_autofree char *token = NULL;
  g_autoptr(JsonNode) uuid = NULL;
  g_autoptr(JsonNode) keep = NULL;
  JsonObject *reply;
  gint64 n_before;

  uuid = http_client_call_well (f->client, "VM.get_uuid", "'%s','%s'", f->session, vm);
  reply = from (f, "'vm'", "", &keep);
  token = g_strdup (json_object_get_string_member (reply, "token"));
  n_before = json_object_get_int_member (
    json_object_get_object_member (reply, "valid_ref_counts"), "vm");
  command = g_strdup_printf ("{'do':'lose-object','class':'VM','uuid':'%s'}",
                             json_node_get_string (uuid));
  order (f, command);
  g_clear_pointer (&keep, json_node_unref);
  keep = http_client_call_well (f->client, "event.from", "'%s',['vbd'],'%s',0.1", f->session,
                                token);
  reply = json_node_get_object (keep);
  g_assert_cmpint (json_object_get_int_member (
    json_object_get_object_member (reply, "valid_ref_counts"), "vm"), ==, n_before - 1);
}

#define add(path, options, func) \
  g_test_add ("/sim-server/" path, Fixture, options, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  const FerrySimOptions plain = { .speed = 100 };
  const FerrySimOptions https = { .speed = 100, .https = TRUE };
  const FerrySimOptions control = { .speed = 100, .control = TRUE };

  g_test_init (&argc, &argv, NULL);

  add ("answers-in-the-envelope-it-was-asked-in", &plain, test_envelopes);
  add ("answers-an-error-page-to-what-is-no-call", &plain, test_malformed);
  add ("keeps-the-limits-of-xapi", &plain, test_limits);
  add ("refuses-with-exact-codes-and-parameters", &plain, test_refusals);
  add ("logs-in-and-out", &plain, test_logins);
  add ("sets-fields-leniently", &plain, test_setters);
  add ("tells-changes-once-per-object", &plain, test_events);
  add ("injects-events-behind-its-token", &plain, test_injection);
  add ("keeps-the-result-of-a-task", &plain, test_tasks);
  add ("only-marks-a-pending-task-for-destruction", &plain, test_pending_task);
  add ("sends-callers-of-members-to-the-coordinator", &plain, test_member);
  add ("shows-the-certificate-whose-fingerprint-it-tells", &https, test_https);
  add ("goes-wrong-when-told-to", &control, test_faults);
  add ("forgets-sessions-and-tasks-in-a-restart", &control, test_restart);
  add ("can-lose-an-object-without-an-event", &control, test_lost_object);

  return g_test_run ();
}

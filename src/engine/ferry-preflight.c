/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-preflight"

#include "engine/ferry-preflight-private.h"

#include <string.h>

#include "engine/ferry-inventory.h"

/* What is looked up once, however many VMs and hosts are asked about. */
typedef struct
{
  FerryInventory         *inventory;
  const FerryMoveRequest *request;    /* (nullable) */
  const FerryMoveRecord  *rechecked;  /* (nullable): the move that this check is for */
  GHashTable             *hosts;      /* (owned): interned key -> FerryPreflightHost */
  GHashTable             *speeds;     /* (owned): interned host key -> Mbit/s of its port */
  GPtrArray              *all_moves;  /* (owned) (element-type FerryMoveRecord) */
  FerryPreflightHost      gone;       /* stands for hosts that are not there any more */
} Check;

static void
preflight_host_free (FerryPreflightHost *host)
{
  g_clear_pointer (&host->findings, g_ptr_array_unref);
  g_free (host);
}

/* The migration network's ports where one is asked for, else those that the toolstacks talk over. */
static void
note_speeds (Check                    *check,
             const FerryNetworkRecord *network)
{
  const char *wanted = check->request != NULL ? check->request->network_key : NULL;

  for (guint i = 0; i < network->n_ports; i++)
    {
      const FerryNetworkPort *port = &network->ports[i];
      gboolean is_it = wanted != NULL ? g_str_equal (wanted, network->base.key)
                                      : port->is_management;

      if (is_it && port->speed_mbps > 0)
        g_hash_table_insert (check->speeds, (gpointer) port->host_key,
                             GSIZE_TO_POINTER (port->speed_mbps));
    }
}

static void
check_init (Check          *check,
            FerryInventory *inventory)
{
  g_autoptr(GPtrArray) networks = ferry_inventory_list (inventory, FERRY_KIND_NETWORK, NULL);

  check->inventory = inventory;
  check->hosts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) preflight_host_free);
  check->speeds = g_hash_table_new (NULL, NULL);
  check->all_moves = ferry_inventory_list (inventory, FERRY_KIND_MOVE, NULL);

  for (guint i = 0; i < networks->len; i++)
    note_speeds (check, g_ptr_array_index (networks, i));
}

static void
check_clear (Check *check)
{
  g_clear_pointer (&check->hosts, g_hash_table_unref);
  g_clear_pointer (&check->speeds, g_hash_table_unref);
  g_clear_pointer (&check->all_moves, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

static gboolean
is_under_way (const FerryMoveRecord *move)
{
  return move->state == FERRY_MOVE_WAITING || move->state == FERRY_MOVE_RUNNING ||
         move->state == FERRY_MOVE_CANCELLING;
}

/* What moves of ours will take on the host that the server does not know of yet, in bytes. */
static guint64
sum_waiting (Check      *check,
             const char *host_key)
{
  guint64 sum = 0;

  for (guint i = 0; check->rechecked == NULL && i < check->all_moves->len; i++)
    {
      const FerryMoveRecord *move = g_ptr_array_index (check->all_moves, i);
      const FerryVmRecord *vm;

      if (!is_under_way (move) || move->target_host_key != host_key)
        continue;

      vm = ferry_inventory_lookup_kind (check->inventory, move->vm_key, FERRY_KIND_VM);
      if (vm != NULL && vm->host_key != host_key && vm->scheduled_host_key != host_key)
        sum += ferry_preflight_compute_needed (vm);
    }

  return sum;
}

/* Moves that the host sends or receives now, whoever started them. */
static guint
count_moving (Check      *check,
              const char *host_key)
{
  g_autoptr(GPtrArray) vms = ferry_inventory_list_vms_on (check->inventory, host_key);
  guint n = 0;

  for (guint i = 0; i < vms->len; i++)
    {
      const FerryVmRecord *vm = g_ptr_array_index (vms, i);

      if (vm->scheduled_host_key != NULL)
        n++;
    }

  return n;
}

static FerryPreflightHost *
make_host (Check                 *check,
           const FerryHostRecord *record)
{
  FerryPreflightHost *host = g_new0 (FerryPreflightHost, 1);
  const char *key = record->base.key;

  host->record = record;
  host->pool = ferry_inventory_lookup_kind (check->inventory, record->pool_key, FERRY_KIND_POOL);
  host->connection = ferry_inventory_lookup_kind (check->inventory, record->base.connection_key,
                                                  FERRY_KIND_CONNECTION);
  ferry_preflight_parse_cpu (&host->cpu_hvm, record->cpu_features_hvm);
  ferry_preflight_parse_cpu (&host->cpu_pv, record->cpu_features_pv);
  host->used_bytes = record->memory_overhead_bytes +
                     ferry_inventory_get_promised_bytes (check->inventory, key) +
                     sum_waiting (check, key);
  host->n_moving = count_moving (check, key);
  host->speed_mbps = GPOINTER_TO_SIZE (g_hash_table_lookup (check->speeds, key));

  return host;
}

/* (transfer none): a host of the check; one without a record if it is gone. */
static FerryPreflightHost *
get_host (Check      *check,
          const char *key)
{
  const FerryHostRecord *record = ferry_inventory_lookup_kind (check->inventory, key,
                                                               FERRY_KIND_HOST);
  FerryPreflightHost *host;

  if (record == NULL)
    return &check->gone;

  host = g_hash_table_lookup (check->hosts, record->base.key);
  if (host == NULL)
    {
      host = make_host (check, record);
      g_hash_table_insert (check->hosts, (gpointer) record->base.key, host);
    }

  return host;
}

static const FerryMoveRecord *
find_own_move (Check      *check,
               const char *vm_key)
{
  for (guint i = 0; i < check->all_moves->len; i++)
    {
      const FerryMoveRecord *move = g_ptr_array_index (check->all_moves, i);

      if (move->vm_key == vm_key && is_under_way (move) &&
          (check->rechecked == NULL || move->base.key != check->rechecked->base.key))
        return move;
    }

  return NULL;
}

static gconstpointer
lookup (Check      *check,
        const char *key,
        FerryKind   kind)
{
  return key != NULL ? ferry_inventory_lookup_kind (check->inventory, key, kind) : NULL;
}

static void
preflight_vm_init (FerryPreflightVm *vm,
                   Check            *check,
                   const char       *key)
{
  const FerryVmRecord *record = lookup (check, key, FERRY_KIND_VM);

  *vm = (FerryPreflightVm) { .record = record };
  if (record == NULL)
    return;

  vm->pool = lookup (check, record->pool_key, FERRY_KIND_POOL);
  vm->connection = lookup (check, record->base.connection_key, FERRY_KIND_CONNECTION);
  if (record->host_key != NULL)
    vm->source = get_host (check, record->host_key);
  vm->move = find_own_move (check, record->base.key);
  ferry_preflight_parse_cpu (&vm->cpu, record->cpu_features);
  vm->needed_bytes = ferry_preflight_compute_needed (record);

  vm->storages = g_ptr_array_sized_new (record->n_disks);
  for (guint i = 0; i < record->n_disks; i++)
    g_ptr_array_add (vm->storages,
                     (gpointer) lookup (check, record->disks[i].storage_key, FERRY_KIND_STORAGE));

  vm->networks = g_ptr_array_sized_new (record->n_nics);
  for (guint i = 0; i < record->n_nics; i++)
    g_ptr_array_add (vm->networks,
                     (gpointer) lookup (check, record->nics[i].network_key, FERRY_KIND_NETWORK));
}

static void
preflight_vm_clear (FerryPreflightVm *vm)
{
  g_clear_pointer (&vm->storages, g_ptr_array_unref);
  g_clear_pointer (&vm->networks, g_ptr_array_unref);
  g_clear_pointer (&vm->findings, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FerryPreflightVm, preflight_vm_clear)

static GPtrArray *
new_findings (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_finding_unref);
}

/* Asks the rules of one scope, up to the first that says anything if @until_first.
 * Returns: (nullable): the last rule that said anything */
static const FerryPreflightRule *
ask_rules (FerryPreflightCase  *c,
           FerryPreflightScope  scope,
           gboolean             until_first)
{
  const FerryPreflightRule *spoke = NULL;

  for (const FerryPreflightRule *rule = ferry_preflight_get_rules (); rule->id != NULL; rule++)
    {
      guint n = c->findings->len;

      if (rule->scope != scope)
        continue;

      c->rule = rule;
      rule->look (c);
      if (c->findings->len == n)
        continue;

      spoke = rule;
      if (until_first)
        break;
    }

  return spoke;
}

static void
ask_about_vm (Check            *check,
              FerryPreflightVm *vm)
{
  FerryPreflightCase c = {
    .inventory = check->inventory,
    .request = check->request,
    .vm = vm,
  };

  if (vm->findings != NULL)
    return;

  vm->findings = new_findings ();
  c.findings = vm->findings;
  vm->is_stopped = ask_rules (&c, FERRY_PREFLIGHT_VM_LAST, TRUE) != NULL;
  if (!vm->is_stopped)
    ask_rules (&c, FERRY_PREFLIGHT_VM, FALSE);
}

static void
ask_about_host (Check              *check,
                FerryPreflightHost *host)
{
  FerryPreflightCase c = {
    .inventory = check->inventory,
    .request = check->request,
    .host = host,
  };

  if (host->findings != NULL)
    return;

  host->findings = new_findings ();
  c.findings = host->findings;
  ask_rules (&c, FERRY_PREFLIGHT_HOST, FALSE);
}

/* What only the user can lift weighs more than what choices would lift. */
static int
get_weight (const FerryFinding *finding)
{
  return finding->severity * 2 + (finding->needs_choices ? 0 : 1);
}

static int
compare_findings (gconstpointer a,
                  gconstpointer b)
{
  return get_weight (*(const FerryFinding **) b) - get_weight (*(const FerryFinding **) a);
}

static void
add_findings (GPtrArray *findings,
              GPtrArray *more)
{
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (findings, ferry_finding_ref (g_ptr_array_index (more, i)));
}

static FerryOutlook
get_outlook (GPtrArray *findings)
{
  const FerryFinding *worst = findings->len > 0 ? g_ptr_array_index (findings, 0) : NULL;

  if (worst == NULL || worst->severity < FERRY_SEVERITY_BLOCKS)
    return FERRY_OUTLOOK_CAN_GO;

  return worst->needs_choices ? FERRY_OUTLOOK_NEEDS_CHOICES : FERRY_OUTLOOK_CANNOT;
}

static FerryForecast
predict (FerryPreflightCase *c)
{
  FerryPreflightHost *source = c->vm->source;

  return ferry_forecast_live_move (&(FerryForecastQuestion) {
    .memory_bytes = ferry_preflight_get_memory (c->vm->record),
    .source_speed_mbps = source != NULL ? source->speed_mbps : 0,
    .target_speed_mbps = c->host->speed_mbps,
    .n_sharing = MAX (source != NULL ? source->n_moving : 0, c->host->n_moving),
  });
}

static FerryVerdict *
make_verdict (FerryPreflightCase *c,
              const char         *vm_key,
              const char         *host_key,
              FerryOutlook        outlook)
{
  gboolean has_after = c->vm->record != NULL && c->host->record != NULL &&
                       outlook != FERRY_OUTLOOK_UNKNOWN && !c->vm->is_stopped;

  return ferry_verdict_new (&(FerryVerdict) {
    .vm_key = vm_key,
    .host_key = host_key,
    .outlook = outlook,
    .findings = c->findings,
    .memory_after = has_after ? ferry_preflight_compute_after (c) : -1.0,
    .duration_min_s = c->forecast.duration_min_s,
    .duration_max_s = c->forecast.duration_max_s,
    .pause_min_ms = c->forecast.pause_min_ms,
    .pause_max_ms = c->forecast.pause_max_ms,
  });
}

/* The rules about the VM alone have said that no host can take it. */
static FerryVerdict *
judge_stopped (FerryPreflightCase *c,
               const char         *vm_key,
               const char         *host_key)
{
  FerryPreflightCase stopped = *c;

  stopped.findings = c->vm->findings;

  return make_verdict (&stopped, vm_key, host_key, FERRY_OUTLOOK_CANNOT);
}

static FerryVerdict *
judge (Check              *check,
       FerryPreflightVm   *vm,
       FerryPreflightHost *host,
       const char         *vm_key,
       const char         *host_key)
{
  g_autoptr(GPtrArray) findings = new_findings ();
  FerryPreflightCase c = {
    .inventory = check->inventory,
    .request = check->request,
    .vm = vm,
    .host = host,
    .forecast = { -1.0, -1.0, -1, -1 },
    .findings = findings,
  };
  const FerryPreflightRule *first = ask_rules (&c, FERRY_PREFLIGHT_FIRST, TRUE);
  FerryVerdict *verdict;

  if (first != NULL)
    return make_verdict (&c, vm_key, host_key, first->outlook);

  ask_about_vm (check, vm);
  if (vm->is_stopped)
    return judge_stopped (&c, vm_key, host_key);

  ask_about_host (check, host);
  c.forecast = predict (&c);
  add_findings (findings, vm->findings);
  add_findings (findings, host->findings);
  ask_rules (&c, FERRY_PREFLIGHT_PAIR, FALSE);
  /* The sort keeps the order of those that weigh the same. */
  if (findings->len > 1)
    g_ptr_array_sort (findings, compare_findings);

  verdict = make_verdict (&c, vm_key, host_key, get_outlook (findings));
  if (verdict->outlook == FERRY_OUTLOOK_CAN_GO)
    {
      host->counted_bytes += vm->needed_bytes;
      host->n_counted++;
    }

  return verdict;
}

static void
judge_vm (Check               *check,
          const char          *vm_key,
          FerryPreflightHost **hosts,
          const char * const  *host_keys,
          GPtrArray           *verdicts)
{
  g_auto(FerryPreflightVm) vm = { NULL };

  preflight_vm_init (&vm, check, vm_key);
  for (guint i = 0; host_keys[i] != NULL; i++)
    g_ptr_array_add (verdicts, judge (check, &vm, hosts[i], vm_key, host_keys[i]));
}

/* (transfer full): in the order of VMs, then hosts. A VM that is named twice is counted once. */
static GPtrArray *
judge_all (Check              *check,
           const char * const *vm_keys,
           const char * const *host_keys)
{
  GPtrArray *verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) ferry_verdict_unref);
  g_autoptr(GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_hosts = g_strv_length ((char **) host_keys);
  g_autofree FerryPreflightHost **hosts = g_new (FerryPreflightHost *, n_hosts);

  for (guint i = 0; i < n_hosts; i++)
    hosts[i] = get_host (check, host_keys[i]);

  for (guint i = 0; vm_keys[i] != NULL; i++)
    {
      gpointer place;

      if (!g_hash_table_lookup_extended (places, vm_keys[i], NULL, &place))
        {
          g_hash_table_insert (places, (gpointer) vm_keys[i], GUINT_TO_POINTER (verdicts->len));
          judge_vm (check, vm_keys[i], hosts, host_keys, verdicts);
          continue;
        }

      for (guint j = 0; j < n_hosts; j++)
        g_ptr_array_add (verdicts,
                         ferry_verdict_ref (g_ptr_array_index (verdicts,
                                                               GPOINTER_TO_UINT (place) + j)));
    }

  return verdicts;
}

static int
compare_hosts (gconstpointer a,
               gconstpointer b)
{
  const FerryHostRecord *first = *(const FerryHostRecord **) a;
  const FerryHostRecord *second = *(const FerryHostRecord **) b;
  int order = strcmp (first->base.name, second->base.name);

  return order != 0 ? order : strcmp (first->base.key, second->base.key);
}

/* (transfer container): the keys of all hosts, in the order of their names. */
static const char **
list_host_keys (FerryInventory *inventory)
{
  g_autoptr(GPtrArray) hosts = ferry_inventory_list (inventory, FERRY_KIND_HOST, NULL);
  const char **keys = g_new0 (const char *, hosts->len + 1);

  g_ptr_array_sort (hosts, compare_hosts);
  for (guint i = 0; i < hosts->len; i++)
    keys[i] = ((const FerryHostRecord *) g_ptr_array_index (hosts, i))->base.key;

  return keys;
}

GPtrArray *
ferry_preflight_check (FerryInventory     *inventory,
                       const char * const *vm_keys,
                       const char * const *host_keys)
{
  g_autofree const char **all_keys = NULL;
  g_auto(Check) check = { NULL };

  if (host_keys == NULL)
    host_keys = all_keys = list_host_keys (inventory);

  check_init (&check, inventory);

  return judge_all (&check, vm_keys, host_keys);
}

FerryVerdict *
ferry_preflight_check_pair (FerryInventory *inventory,
                            const char     *vm_key,
                            const char     *host_key)
{
  const char * const vm_keys[] = { vm_key, NULL };
  const char * const host_keys[] = { host_key, NULL };
  g_autoptr(GPtrArray) verdicts = ferry_preflight_check (inventory, vm_keys, host_keys);

  return ferry_verdict_ref (g_ptr_array_index (verdicts, 0));
}

GPtrArray *
ferry_preflight_check_request (FerryInventory         *inventory,
                               const FerryMoveRequest *request)
{
  const char * const host_keys[] = { request->host_key, NULL };
  g_auto(Check) check = { .request = request };

  check_init (&check, inventory);

  return judge_all (&check, (const char * const *) request->vm_keys, host_keys);
}

FerryVerdict *
ferry_preflight_check_move (FerryInventory         *inventory,
                            const FerryMoveRecord  *move,
                            const FerryMoveRequest *request)
{
  g_auto(FerryPreflightVm) vm = { NULL };
  g_auto(Check) check = { .request = request, .rechecked = move };

  check_init (&check, inventory);
  preflight_vm_init (&vm, &check, move->vm_key);

  return judge (&check, &vm, get_host (&check, move->target_host_key), move->vm_key,
                move->target_host_key);
}

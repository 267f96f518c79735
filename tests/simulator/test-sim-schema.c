/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "simulator/ferry-sim-schema.h"

static void
test_finding (void)
{
  const FerrySimClass *klass = ferry_sim_schema_find_class ("VM_metrics");
  const FerrySimField *field;

  g_assert_nonnull (klass);
  g_assert_cmpstr (klass->event_name, ==, "vm_metrics");
  g_assert_null (ferry_sim_schema_find_class ("vm_metrics"));
  g_assert_true (ferry_sim_schema_get_class (klass->index) == klass);

  field = ferry_sim_schema_find_field (klass, "memory_actual");
  g_assert_cmpint (field->type->kind, ==, FERRY_SIM_KIND_INT);
  g_assert_cmpstr (field->type->signature, ==, "x");
  g_assert_null (ferry_sim_schema_find_field (klass, "nosuch"));
}

static void
test_types (void)
{
  const FerrySimType *type;

  type = ferry_sim_schema_find_type ("(VM ref -> string set) map");
  g_assert_cmpint (type->kind, ==, FERRY_SIM_KIND_MAP);
  g_assert_cmpstr (type->key->name, ==, "VM");
  g_assert_cmpint (type->element->kind, ==, FERRY_SIM_KIND_SET);
  g_assert_cmpstr (type->signature, ==, "a{sas}");

  type = ferry_sim_schema_find_type ("enum vm_power_state");
  g_assert_cmpstr (type->values[0], ==, "Halted");
}

static void
test_messages (void)
{
  const FerrySimMessage *message = ferry_sim_schema_find_message ("VM.pool_migrate");

  g_assert_cmpuint (message->n_params, ==, 3);
  g_assert_cmpuint (message->n_required, ==, 3);
  g_assert_cmpint (message->role, ==, FERRY_SIM_ROLE_VM_POWER_ADMIN);
  g_assert_true (message->takes_session);
  g_assert_false (message->is_accessor);

  message = ferry_sim_schema_find_message ("session.login_with_password");
  g_assert_false (message->takes_session);
  g_assert_cmpuint (message->n_required, ==, 2);
  g_assert_cmpuint (message->n_params, ==, 4);

  g_assert_true (ferry_sim_schema_find_message ("VM.set_name_label")->is_accessor);
  g_assert_true (ferry_sim_schema_find_message ("VMPP.get_all_records")->is_removed);
  g_assert_null (ferry_sim_schema_find_message ("VM.nosuch"));
}

static void
check_relation (const FerrySimClass *klass,
                const FerrySimField *field)
{
  const FerrySimType *type = field->type;

  if (type->kind == FERRY_SIM_KIND_SET)
    type = type->element;
  g_assert_cmpint (type->kind, ==, FERRY_SIM_KIND_REF);
  g_assert_true (field->other->is_back_reference);
  g_assert_cmpint (field->other->type->kind, ==, FERRY_SIM_KIND_SET);
  g_assert_cmpstr (field->other->type->element->name, ==, klass->name);
  g_assert_true (ferry_sim_schema_find_field (ferry_sim_schema_find_class (type->name),
                                              field->other->name) == field->other);
}

static void
test_relations (void)
{
  guint n_relations = 0;

  for (guint i = 0; i < ferry_sim_schema_get_n_classes (); i++)
    {
      const FerrySimClass *klass = ferry_sim_schema_get_class (i);

      for (guint j = 0; j < klass->n_fields; j++)
        {
          const FerrySimField *field = &klass->fields[j];

          g_assert_true (g_variant_is_of_type (field->value,
                                               G_VARIANT_TYPE (field->type->signature)));
          if (field->other == NULL)
            continue;
          check_relation (klass, field);
          n_relations++;
        }
    }
  g_assert_cmpuint (n_relations, >, 40);
}

static void
test_roles (void)
{
  g_assert_cmpint (ferry_sim_role_from_name ("vm-admin"), ==, FERRY_SIM_ROLE_VM_ADMIN);
  g_assert_cmpint (ferry_sim_role_from_name ("nosuch"), ==, FERRY_SIM_ROLE_NONE);
  g_assert_cmpstr (ferry_sim_role_get_name (FERRY_SIM_ROLE_POOL_ADMIN), ==, "pool-admin");
  g_assert_cmpint (FERRY_SIM_ROLE_POOL_ADMIN, >, FERRY_SIM_ROLE_POOL_OPERATOR);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sim-schema/finds-classes-and-fields", test_finding);
  g_test_add_func ("/sim-schema/takes-types-apart", test_types);
  g_test_add_func ("/sim-schema/knows-what-messages-take", test_messages);
  g_test_add_func ("/sim-schema/pairs-both-sides-of-relations", test_relations);
  g_test_add_func ("/sim-schema/orders-roles-by-power", test_roles);

  return g_test_run ();
}

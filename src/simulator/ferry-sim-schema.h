/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  FERRY_SIM_KIND_VOID,
  FERRY_SIM_KIND_STRING,
  FERRY_SIM_KIND_ENUM,
  FERRY_SIM_KIND_REF,
  FERRY_SIM_KIND_DATETIME,
  FERRY_SIM_KIND_INT,
  FERRY_SIM_KIND_FLOAT,
  FERRY_SIM_KIND_BOOL,
  FERRY_SIM_KIND_SET,
  FERRY_SIM_KIND_MAP,
  FERRY_SIM_KIND_RECORD,
  FERRY_SIM_KIND_OPTION,
} FerrySimKind;

/* How much a role may do: a role may call what needs it or less. */
typedef enum
{
  FERRY_SIM_ROLE_NONE,
  FERRY_SIM_ROLE_READ_ONLY,
  FERRY_SIM_ROLE_VM_OPERATOR,
  FERRY_SIM_ROLE_VM_ADMIN,
  FERRY_SIM_ROLE_VM_POWER_ADMIN,
  FERRY_SIM_ROLE_POOL_OPERATOR,
  FERRY_SIM_ROLE_POOL_ADMIN,
} FerrySimRole;

typedef struct _FerrySimType FerrySimType;
typedef struct _FerrySimField FerrySimField;
typedef struct _FerrySimClass FerrySimClass;

/**
 * FerrySimType:
 * @kind: what it is
 * @name: (nullable): the class of a reference or record, the name of an enum
 * @values: (nullable) (array zero-terminated=1): an enum's values
 * @key: (nullable): of a map
 * @element: (nullable): of a set, a map's values or an option
 * @signature: the #GVariant type of such a value: `s` for text, enums, references and datetimes,
 *   `x` int, `d` float, `b` bool, `a` and the element's for a set, `a{s…}` for a map
 *   (keys are always text), `a{sv}` for a record
 */
struct _FerrySimType
{
  FerrySimKind         kind;
  const char          *name;
  const char * const  *values;
  const FerrySimType  *key;
  const FerrySimType  *element;
  const char          *signature;
};

/**
 * FerrySimField:
 * @name: as in records
 * @type: its type
 * @index: its place in the class
 * @writable: whether the XenAPI has setters for it
 * @value: what a new row has
 * @other: (nullable): the set of the class that this reference points at that follows this field
 * @is_back_reference: whether it is such a set, which nobody sets by hand
 */
struct _FerrySimField
{
  const char          *name;
  const FerrySimType  *type;
  guint                index;
  gboolean             writable;
  GVariant            *value;
  const FerrySimField *other;
  gboolean             is_back_reference;
};

typedef struct
{
  const char         *name;
  const FerrySimType *type;
  gboolean            optional;
} FerrySimParam;

/**
 * FerrySimMessage:
 * @owner: its class
 * @name: without the class
 * @result: type of what it answers
 * @params: (array length=n_params): without the session
 * @role: the least role that may call it
 * @takes_session: whether the first parameter on the wire is a session
 * @is_implicit: whether it is a getter or setter that every class has
 * @is_accessor: whether it reads or writes the database and nothing else: it makes no task and
 *   has no Async form
 * @is_for_hosts: whether the role client-cert may call it
 * @is_removed: whether it only answers MESSAGE_REMOVED
 */
typedef struct
{
  const FerrySimClass *owner;
  const char          *name;
  const FerrySimType  *result;
  const FerrySimParam *params;
  guint                n_params;
  guint                n_required;
  FerrySimRole         role;
  gboolean             takes_session;
  gboolean             is_implicit;
  gboolean             is_accessor;
  gboolean             is_for_hosts;
  gboolean             is_removed;
} FerrySimMessage;

struct _FerrySimClass
{
  const char            *name;
  const char            *event_name;   /* lower case, as in events */
  guint                  index;
  const FerrySimField   *fields;
  guint                  n_fields;
  const FerrySimMessage *messages;
  guint                  n_messages;
  gboolean               is_transient; /* lost when the coordinator restarts */
};

/* The one description of the XenAPI; constant, so any thread may read it. */
const FerrySimClass   *ferry_sim_schema_find_class   (const char          *name);
const FerrySimClass   *ferry_sim_schema_get_class    (guint                index);
guint                  ferry_sim_schema_get_n_classes (void);
const FerrySimField   *ferry_sim_schema_find_field   (const FerrySimClass *klass,
                                                      const char          *name);
/* @method: "VM.pool_migrate". */
const FerrySimMessage *ferry_sim_schema_find_message (const char          *method);
const FerrySimType    *ferry_sim_schema_find_type    (const char          *text);

FerrySimRole           ferry_sim_role_from_name      (const char          *name);
const char            *ferry_sim_role_get_name       (FerrySimRole         role);

G_END_DECLS

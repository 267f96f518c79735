/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * FerryKind:
 * @FERRY_KIND_CONNECTION: a pool or host that the user added, whatever its state (#FerryConnectionRecord)
 * @FERRY_KIND_POOL: #FerryPoolRecord; a standalone host has one too
 * @FERRY_KIND_HOST: #FerryHostRecord
 * @FERRY_KIND_VM: #FerryVmRecord; templates, snapshots and control domains never become records
 * @FERRY_KIND_STORAGE: #FerryStorageRecord (an SR, a libvirt pool)
 * @FERRY_KIND_DISK: #FerryDiskRecord (a VDI, a libvirt volume)
 * @FERRY_KIND_NETWORK: #FerryNetworkRecord
 * @FERRY_KIND_TASK: #FerryTaskRecord: work that a server does, whoever asked for it
 * @FERRY_KIND_MOVE: #FerryMoveRecord: a move that this program runs, ran, or will run
 */
typedef enum
{
  FERRY_KIND_CONNECTION,
  FERRY_KIND_POOL,
  FERRY_KIND_HOST,
  FERRY_KIND_VM,
  FERRY_KIND_STORAGE,
  FERRY_KIND_DISK,
  FERRY_KIND_NETWORK,
  FERRY_KIND_TASK,
  FERRY_KIND_MOVE,
} FerryKind;

#define FERRY_N_KINDS (FERRY_KIND_MOVE + 1)

/**
 * FerryRecord:
 * @kind: which of the records this is the head of
 * @key: (not nullable): names the thing across every connection; see ferry_key_new()
 * @connection_key: (not nullable): key of the connection that told of it; its own for a connection
 * @name: (not nullable): UTF-8, as the host reports it; may be empty
 *
 * The head of every record: what somebody said about one thing at one moment.
 *
 * A record never changes after it was made, so any thread may keep a reference
 * and read it without a lock.
 *
 * Keys, here and in every record, are interned #GRefString: two equal keys are
 * the same pointer, and a key that outlives its record is kept with
 * g_ref_string_acquire().
 */
typedef struct
{
  const FerryKind    kind;
  const char * const key;
  const char * const connection_key;
  const char * const name;
} FerryRecord;

#define FERRY_TYPE_RECORD (ferry_record_get_type ())

GType        ferry_record_get_type (void);
gpointer     ferry_record_ref      (gconstpointer record);
void         ferry_record_unref    (gpointer      record);
gboolean     ferry_record_equal    (gconstpointer a,
                                    gconstpointer b);

/* (transfer full): the one #GRefString for @text, the same for all threads: what keys are made with, instead of
 * g_ref_string_new_intern(), which may hand out a string that another thread is just freeing. */
char        *ferry_key_intern      (const char   *text);
/* A new interned key: "CONNECTION-ID/vm/UUID". (transfer full): g_ref_string_release() */
char        *ferry_key_new         (const char   *connection_id,
                                    FerryKind     kind,
                                    const char   *uuid);
/* "vm", "host", ...: stable, never translated; used in keys and JSON. */
const char  *ferry_kind_get_nick   (FerryKind     kind);

/**
 * FerryField:
 *
 * How one member of a record is copied, compared and freed. Each record type
 * describes itself with a table of these; ferry_record_make() does the rest.
 */
typedef enum
{
  FERRY_FIELD_VALUE,   /* plain bytes: numbers, enums, flags */
  FERRY_FIELD_STRING,  /* const char *, nullable */
  FERRY_FIELD_KEY,     /* const char *, nullable; interned */
  FERRY_FIELD_STRINGS, /* const char * const *, %NULL-terminated, nullable */
  FERRY_FIELD_KEYS,    /* the same, of interned keys */
  FERRY_FIELD_ARRAY,   /* const T *, with its count elsewhere; @elements describe T */
} FerryFieldType;

typedef struct _FerryField FerryField;

struct _FerryField
{
  FerryFieldType    type;
  gsize             offset;
  gsize             size;         /* of the value; of one element for arrays */
  gsize             count_offset; /* arrays: where the guint is that counts them */
  const FerryField *elements;     /* arrays: ends with a zero size */
};

#define FERRY_FIELD(Type, kind, member) \
  { FERRY_FIELD_##kind, G_STRUCT_OFFSET (Type, member), sizeof (((Type *) 0)->member), 0, NULL }
#define FERRY_FIELD_ARRAY_OF(Type, member, count, table) \
  { FERRY_FIELD_ARRAY, G_STRUCT_OFFSET (Type, member), sizeof (*((Type *) 0)->member), \
    G_STRUCT_OFFSET (Type, count), table }
#define FERRY_FIELD_END { FERRY_FIELD_VALUE, 0, 0, 0, NULL }

/* (transfer full): a record of @size bytes, a deep copy of @fields as @table says. For the record types. */
gpointer     ferry_record_make     (FerryKind         kind,
                                    gsize             size,
                                    const FerryField *table,
                                    gconstpointer     fields);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryRecord, ferry_record_unref)

/* Declares NAME_new() and its autoptr for a record struct whose first member is `FerryRecord base`. */
#define FERRY_DECLARE_RECORD(Type, prefix)                                     \
  Type *prefix##_new (const Type *fields) G_GNUC_WARN_UNUSED_RESULT;           \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (Type, ferry_record_unref)

/* Defines NAME_new() from the table `prefix##_fields`. */
#define FERRY_DEFINE_RECORD(Type, prefix, KIND)                                \
  Type *                                                                       \
  prefix##_new (const Type *fields)                                            \
  {                                                                            \
    return ferry_record_make (KIND, sizeof (Type), prefix##_fields, fields);   \
  }

G_END_DECLS

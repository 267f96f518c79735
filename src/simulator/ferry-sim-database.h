/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-schema.h"

G_BEGIN_DECLS

#define FERRY_TYPE_SIM_DATABASE (ferry_sim_database_get_type ())

G_DECLARE_FINAL_TYPE (FerrySimDatabase, ferry_sim_database, FERRY, SIM_DATABASE, GObject)

/* The null reference of the XenAPI. */
#define FERRY_SIM_NULL_REF "OpaqueRef:NULL"

FerrySimDatabase   *ferry_sim_database_new         (void);

/* Rows. A row is made with every field of its class at its default; the null @ref makes one. */
const char         *ferry_sim_database_create_row  (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref);
void                ferry_sim_database_delete_row  (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref);
gboolean            ferry_sim_database_has_row     (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref);
/* (transfer container): the refs themselves stay the database's. */
GPtrArray          *ferry_sim_database_list_refs   (FerrySimDatabase *self,
                                                    const char       *table);
guint               ferry_sim_database_count_rows  (FerrySimDatabase *self,
                                                    const char       *table);
const char         *ferry_sim_database_find_uuid   (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *uuid);

/* Fields. Values are GVariants by the schema's type:
 *   string, enum, ref, datetime: s   int: x   float: d   bool: b
 *   set(t): as (ints: ax)            map(k,v): a{ss} (other values: by schema, keys always text)
 * set() sinks a floating @value, keeps back references of the schema's relations right
 * (VM.VBDs follows VBD.VM; never set the "many" side by hand) and makes a new generation for
 * this row and for the rows at the other side of a reference that changed. Setting an equal value does nothing. */
void                ferry_sim_database_set         (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field,
                                                    GVariant         *value);
void                ferry_sim_database_set_string  (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field,
                                                    const char       *value);
void                ferry_sim_database_set_int     (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field,
                                                    gint64            value);
void                ferry_sim_database_set_boolean (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field,
                                                    gboolean          value);
void                ferry_sim_database_set_double  (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field,
                                                    double            value);
/* One key of a map(string,string); a %NULL value removes it. */
void                ferry_sim_database_set_key     (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field,
                                                    const char       *key,
                                                    const char       *value);

/* (transfer none): valid until the field is set again. Text getters answer "" (or the null ref's text) for what is unset. */
GVariant           *ferry_sim_database_get         (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field);
const char         *ferry_sim_database_get_string  (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field);
gint64              ferry_sim_database_get_int     (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field);
gboolean            ferry_sim_database_get_boolean (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field);
double              ferry_sim_database_get_double  (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field);
/* (nullable) (transfer none): the value of one key of a map. */
const char         *ferry_sim_database_get_key     (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref,
                                                    const char       *field,
                                                    const char       *key);

/* The record as get_record answers it: UTF-8 JSON text, serialised once and cached until the row changes. */
GBytes             *ferry_sim_database_get_json    (FerrySimDatabase *self,
                                                    const char       *table,
                                                    const char       *ref);

/* The same for who has the class at hand. */
GBytes             *ferry_sim_database_get_record  (FerrySimDatabase    *self,
                                                    const FerrySimClass *klass,
                                                    const char          *ref);

/* Serialises every row that has events and isn't yet, so that the first who asks needn't wait. */
void                ferry_sim_database_serialise_all (FerrySimDatabase *self);

/* Generations, for event.from: the database counts up by one for each change. */
guint64             ferry_sim_database_get_generation (FerrySimDatabase *self);

typedef enum
{
  FERRY_SIM_CHANGE_ADD,
  FERRY_SIM_CHANGE_MOD,
  FERRY_SIM_CHANGE_DEL,
} FerrySimChange;

typedef void (*FerrySimChangeFunc) (const FerrySimClass *klass,
                                    const char          *ref,
                                    FerrySimChange       change,
                                    guint64              generation,
                                    gpointer             user_data);

/* What happened after generation @since, one call per row: modified or added ones oldest first,
 * then what is left in the bounded lists of deleted rows. */
void                ferry_sim_database_foreach_change (FerrySimDatabase   *self,
                                                       guint64             since,
                                                       FerrySimChangeFunc  func,
                                                       gpointer            user_data);
/* Makes a new generation for a row without changing it. */
void                ferry_sim_database_touch          (FerrySimDatabase   *self,
                                                       const char         *table,
                                                       const char         *ref);
/* What a restart leaves: rows of transient classes are gone without a trace, all others are as
 * new, in generations after @generation (or the present one, if that is higher). */
void                ferry_sim_database_restart        (FerrySimDatabase   *self,
                                                       guint64             generation);
/* Deletes a row without keeping the deletion for anybody: a fault for tests. */
void                ferry_sim_database_lose_row       (FerrySimDatabase   *self,
                                                       const char         *table,
                                                       const char         *ref);

/* Signal "changed" (guint64 generation): something changed. */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-schema.h"

G_BEGIN_DECLS

/* What a #FerrySimDatabase is made of; nobody else needs it. */

typedef struct _FerrySimRow FerrySimRow;

typedef struct
{
  const FerrySimClass *klass;
  GHashTable          *rows;      /* ref -> FerrySimRow */
  GHashTable          *uuids;     /* uuid -> FerrySimRow */
  FerrySimRow         *first;     /* in the order in which they were made */
  FerrySimRow         *last;
  GArray              *deleted;   /* of FerrySimDeleted */
  GPtrArray           *defaults;  /* of char *: each field's "name":value at its default */
} FerrySimTable;

struct _FerrySimRow
{
  FerrySimTable *table;
  char          *ref;
  GVariant      *ref_value; /* (nullable): @ref as a value, shared by the fields that refer here */
  guint64        created;
  guint64        modified;
  GBytes        *json;      /* (nullable): serialised, until the next change */
  FerrySimRow   *older;     /* of all rows, by their last change */
  FerrySimRow   *newer;
  FerrySimRow   *previous;  /* of the table's rows, by when they were made */
  FerrySimRow   *next;
  gpointer       values[];  /* GVariant or, for back references, FerrySimMembers; %NULL: default */
};

/* The rows that refer here by one relation. */
typedef struct
{
  GPtrArray *rows;  /* of FerrySimRow, not owned */
  GVariant  *value; /* (nullable): the same as a value */
} FerrySimMembers;

typedef struct
{
  char    *ref;
  guint64  created;
  guint64  deleted;
} FerrySimDeleted;

FerrySimTable *ferry_sim_table_new         (const FerrySimClass *klass);
void           ferry_sim_table_free        (gpointer             data);

/* The reference as a value; the row's own. */
GVariant      *ferry_sim_row_get_ref_value (FerrySimRow         *row);
/* (transfer none): valid until the field changes. */
GVariant      *ferry_sim_row_get_value     (FerrySimRow         *row,
                                            const FerrySimField *field);
GBytes        *ferry_sim_row_serialise     (FerrySimRow         *row);

G_END_DECLS

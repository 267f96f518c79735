/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "simulator/ferry-sim-schema.h"

G_BEGIN_DECLS

/**
 * FerrySimDumpError:
 * @FERRY_SIM_DUMP_ERROR_UNREADABLE: the file can't be read at all
 * @FERRY_SIM_DUMP_ERROR_NOT_A_DUMP: it is something else than a pool's database
 * @FERRY_SIM_DUMP_ERROR_MALFORMED: it is damaged
 * @FERRY_SIM_DUMP_ERROR_TOO_LARGE: it is larger than any real pool's
 * @FERRY_SIM_DUMP_ERROR_EMPTY: it has no pool or no hosts
 *
 * Why a dump was not loaded. The message is a sentence for people, which does not name the file.
 */
typedef enum {
  FERRY_SIM_DUMP_ERROR_UNREADABLE,
  FERRY_SIM_DUMP_ERROR_NOT_A_DUMP,
  FERRY_SIM_DUMP_ERROR_MALFORMED,
  FERRY_SIM_DUMP_ERROR_TOO_LARGE,
  FERRY_SIM_DUMP_ERROR_EMPTY,
} FerrySimDumpError;

#define FERRY_SIM_DUMP_ERROR (ferry_sim_dump_error_quark ())

GQuark ferry_sim_dump_error_quark (void);

typedef struct {
  const FerrySimField *field;
  GVariant            *value; /* (owned) */
} FerrySimDumpCell;

typedef struct {
  const FerrySimClass *klass;
  char                *ref;   /* (owned) */
  GArray              *cells; /* (owned) (element-type FerrySimDumpCell) */
} FerrySimDumpRow;

/* (element-type FerrySimDumpRow) */
GPtrArray *ferry_sim_dump_reader_read (GInputStream  *stream,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

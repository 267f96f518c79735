/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "drivers/xapi/ferry-xapi-row.h"

G_BEGIN_DECLS

/**
 * FerryXapiFieldType:
 *
 * How a value becomes a member of the row.
 */
typedef enum
{
  FERRY_XAPI_FIELD_END,
  FERRY_XAPI_FIELD_REF,     /* FerryXapiRef */
  FERRY_XAPI_FIELD_REFS,    /* FerryXapiRef *, ends with the null reference; NULL for none */
  FERRY_XAPI_FIELD_STRING,  /* char *; NULL for "" */
  FERRY_XAPI_FIELD_SHARED,  /* char *, interned; NULL for "" */
  FERRY_XAPI_FIELD_INT,     /* gint64 */
  FERRY_XAPI_FIELD_DOUBLE,  /* double */
  FERRY_XAPI_FIELD_TIME,    /* gint64: Unix seconds */
  FERRY_XAPI_FIELD_BIT,     /* @mask of the row's bits, for true, "true" and "1" */
  FERRY_XAPI_FIELD_COUNT,   /* guint16: of a set's elements */
  FERRY_XAPI_FIELD_STRINGS, /* char **: of a set; NULL for none */
  FERRY_XAPI_FIELD_VALUES,  /* char **: of a map's values; NULL for none */
  FERRY_XAPI_FIELD_PAIRS,   /* char **: of a map's keys and values in turn; NULL for none */
  FERRY_XAPI_FIELD_KEYS,    /* FerryXapiRef *: of a map's keys */
  FERRY_XAPI_FIELD_POWER,   /* guint8: FerryPowerState */
  FERRY_XAPI_FIELD_TYPE,    /* guint8: FerryVirtualisation */
  FERRY_XAPI_FIELD_MAP,     /* @inside says which of a map's values are wanted */
  FERRY_XAPI_FIELD_HAS,     /* @mask, if a set has @word */
  FERRY_XAPI_FIELD_PRESENT, /* @mask, if it is there at all */
  FERRY_XAPI_FIELD_IS,      /* @mask, if it is @word */
} FerryXapiFieldType;

/**
 * FerryXapiField:
 * @name: of the member in JSON; fields of the same name follow each other
 * @type: what is done with the value
 * @offset: where it goes in the row
 * @mask: of the row's bits
 * @word: what to look for
 * @inside: fields of a map
 *
 * What is kept of one member of an object.
 */
typedef struct _FerryXapiField FerryXapiField;

struct _FerryXapiField
{
  const char           *name;
  FerryXapiFieldType    type;
  gsize                 offset;
  guint32               mask;
  const char           *word;
  const FerryXapiField *inside;
};

/**
 * FerryXapiClassInfo:
 * @name: as events spell it
 * @size: of its rows
 * @fields: what is kept; ends with a NULL name
 *
 * One class of objects.
 */
typedef struct
{
  const char           *name;
  gsize                 size;
  const FerryXapiField *fields;
} FerryXapiClassInfo;

extern const FerryXapiClassInfo ferry_xapi_classes[FERRY_XAPI_N_CLASSES];

G_END_DECLS

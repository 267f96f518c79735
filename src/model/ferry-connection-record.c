/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-connection-record"

#include "model/ferry-connection-record.h"

static const FerryField ferry_connection_record_fields[] = {
  FERRY_FIELD (FerryConnectionRecord, STRING, id),
  FERRY_FIELD (FerryConnectionRecord, STRING, uri),
  FERRY_FIELD (FerryConnectionRecord, VALUE, state),
  FERRY_FIELD (FerryConnectionRecord, STRING, step),
  FERRY_FIELD (FerryConnectionRecord, STRING, message),
  FERRY_FIELD (FerryConnectionRecord, VALUE, since),
  FERRY_FIELD (FerryConnectionRecord, VALUE, retry_at),
  FERRY_FIELD (FerryConnectionRecord, VALUE, can_migrate),
  FERRY_FIELD (FerryConnectionRecord, STRING, certificate_host),
  FERRY_FIELD (FerryConnectionRecord, VALUE, certificate_port),
  FERRY_FIELD (FerryConnectionRecord, STRING, certificate_sha256),
  FERRY_FIELD (FerryConnectionRecord, STRING, certificate_subject),
  FERRY_FIELD (FerryConnectionRecord, STRING, certificate_issuer),
  FERRY_FIELD (FerryConnectionRecord, VALUE, certificate_not_before),
  FERRY_FIELD (FerryConnectionRecord, VALUE, certificate_not_after),
  FERRY_FIELD (FerryConnectionRecord, STRING, certificate_pinned_sha256),
  FERRY_FIELD_END
};

FERRY_DEFINE_RECORD (FerryConnectionRecord, ferry_connection_record, FERRY_KIND_CONNECTION)

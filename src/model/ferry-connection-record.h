/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/ferry-record.h"

G_BEGIN_DECLS

/**
 * FerryConnectionState:
 * @FERRY_CONNECTION_DISCONNECTED: not asked to connect
 * @FERRY_CONNECTION_CONNECTING: under way; @step says how far
 * @FERRY_CONNECTION_CONNECTED: everything shown is current
 * @FERRY_CONNECTION_LOST: what is shown is old; trying again at @retry_at
 * @FERRY_CONNECTION_NEEDS_PASSWORD: waits for ferry_client_answer_password()
 * @FERRY_CONNECTION_UNTRUSTED: waits for ferry_client_answer_trust(); the certificate fields are set
 * @FERRY_CONNECTION_REFUSED: the server will not have us (no role, too old...); only the user can mend it
 */
typedef enum
{
  FERRY_CONNECTION_DISCONNECTED,
  FERRY_CONNECTION_CONNECTING,
  FERRY_CONNECTION_CONNECTED,
  FERRY_CONNECTION_LOST,
  FERRY_CONNECTION_NEEDS_PASSWORD,
  FERRY_CONNECTION_UNTRUSTED,
  FERRY_CONNECTION_REFUSED,
} FerryConnectionState;

/**
 * FerryConnectionRecord:
 * @base: its name is the user's label, or else the address
 * @id: #FerryConnectionSettings.id
 * @uri: as in the settings
 * @state: where it stands
 * @step: (nullable): translated; what it does now ("Reading virtual machines...")
 * @message: (nullable): translated sentence: why it is in this state
 * @since: Unix seconds: since when it is in this state
 * @retry_at: Unix seconds of the next try; 0 if none
 * @can_migrate: the driver offers moves and the user's role allows them
 * @certificate_host: (nullable): with the next members, the certificate to decide on; see #FerryCertificate
 */
typedef struct
{
  FerryRecord                base;
  const char * const         id;
  const char * const         uri;
  const FerryConnectionState state;
  const char * const         step;
  const char * const         message;
  const gint64               since;
  const gint64               retry_at;
  const gboolean             can_migrate;
  const char * const         certificate_host;
  const guint                certificate_port;
  const char * const         certificate_sha256;
  const char * const         certificate_subject;
  const char * const         certificate_issuer;
  const gint64               certificate_not_before;
  const gint64               certificate_not_after;
  const char * const         certificate_pinned_sha256;
} FerryConnectionRecord;

FERRY_DECLARE_RECORD (FerryConnectionRecord, ferry_connection_record)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ferry-target.h"

/* A migration takes a second or so. */
#define SPEED 30.0

struct _FerryTarget
{
  FerrySimService *service; /* (owned) (nullable) */
  char            *uri;
  char            *password;
  char            *sha256;
};

/* The simulator writes AA:BB:...; the model has lower-case digits. */
static char *
strip_colons (const char *fingerprint)
{
  GString *digits = g_string_new (NULL);

  for (const char *p = fingerprint != NULL ? fingerprint : ""; *p != '\0'; p++)
    {
      if (g_ascii_isxdigit (*p))
        g_string_append_c (digits, g_ascii_tolower (*p));
    }

  return g_string_free (digits, FALSE);
}

FerryTarget *
ferry_target_new (const char        *kind,
                  FerryTargetManner  manner)
{
  FerryTarget *self = g_new0 (FerryTarget, 1);
  FerrySimOptions options = { .speed = SPEED, .https = manner == FERRY_TARGET_SECURE };
  const FerrySimEndpoint *endpoint;
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (kind, ==, "xapi");
  self->service = ferry_sim_service_new (&options);
  ferry_sim_service_start (self->service, &error);
  g_assert_no_error (error);

  endpoint = ferry_sim_service_get_endpoint (self->service, 0);
  self->uri = g_strdup (endpoint->uri);
  self->password = g_strdup (endpoint->password);
  self->sha256 = strip_colons (endpoint->fingerprint);

  return self;
}

void
ferry_target_stop (FerryTarget *self)
{
  if (self->service != NULL)
    ferry_sim_service_stop (self->service);
  g_clear_object (&self->service);
}

void
ferry_target_free (FerryTarget *self)
{
  if (self == NULL)
    return;

  ferry_target_stop (self);
  g_free (self->uri);
  g_free (self->password);
  g_free (self->sha256);
  g_free (self);
}

FerryConnectionSettings *
ferry_target_dup_settings (FerryTarget *self)
{
  return ferry_connection_settings_copy (&(FerryConnectionSettings) { .id = (char *) "test", .uri = self->uri });
}

const char *
ferry_target_get_password (FerryTarget *self)
{
  return self->password;
}

const char *
ferry_target_get_sha256 (FerryTarget *self)
{
  return self->sha256;
}

void
ferry_target_run_in_pool (FerryTarget         *self,
                          FerrySimServiceFunc  function,
                          gpointer             user_data)
{
  ferry_sim_service_run_in_pool (self->service, 0, function, user_data);
}

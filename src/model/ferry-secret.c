/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-secret"

#include "model/ferry-secret.h"

#include <string.h>
#include <sys/mman.h>

struct _FerrySecret
{
  char *text;   /* pages of our own */
  gsize n_bytes;
};

/**
 * ferry_secret_new:
 * @text: UTF-8; the caller wipes his own copy
 *
 * Returns: (transfer full): a copy on pages of its own
 */
FerrySecret *
ferry_secret_new (const char *text)
{
  FerrySecret *self = g_atomic_rc_box_new (FerrySecret);

  self->n_bytes = strlen (text) + 1;
  self->text = mmap (NULL, self->n_bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  g_assert (self->text != MAP_FAILED);

  /* Both are best effort: a container may allow no locked memory. */
  (void) mlock (self->text, self->n_bytes);
  (void) madvise (self->text, self->n_bytes, MADV_DONTDUMP);
  memcpy (self->text, text, self->n_bytes);

  return self;
}

FerrySecret *
ferry_secret_ref (FerrySecret *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
ferry_secret_clear (gpointer data)
{
  FerrySecret *self = data;

  explicit_bzero (self->text, self->n_bytes);
  munmap (self->text, self->n_bytes);
}

void
ferry_secret_unref (FerrySecret *self)
{
  g_atomic_rc_box_release_full (self, ferry_secret_clear);
}

const char *
ferry_secret_peek (FerrySecret *self)
{
  return self->text;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "ferry-welcome-page"

#include "config.h"

#include "ui/connect/ferry-welcome-page.h"

/**
 * FerryWelcomePage:
 *
 * What the window shows while there is no connection.
 *
 * Threads: the UI thread.
 */
struct _FerryWelcomePage
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (FerryWelcomePage, ferry_welcome_page, ADW_TYPE_BIN)

static void
ferry_welcome_page_class_init (FerryWelcomePageClass *klass)
{
  gtk_widget_class_set_template_from_resource (
    GTK_WIDGET_CLASS (klass), "/org/ferryproject/Ferry/connect/ferry-welcome-page.ui");
}

static void
ferry_welcome_page_init (FerryWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

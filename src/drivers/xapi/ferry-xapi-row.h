/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "drivers/xapi/ferry-xapi-ref.h"

G_BEGIN_DECLS

/**
 * FerryXapiClass:
 *
 * The classes of objects that are kept; the rest is never asked for.
 */
typedef enum
{
  FERRY_XAPI_POOL,
  FERRY_XAPI_HOST,
  FERRY_XAPI_HOST_METRICS,
  FERRY_XAPI_VM,
  FERRY_XAPI_VM_METRICS,
  FERRY_XAPI_VM_GUEST_METRICS,
  FERRY_XAPI_VBD,
  FERRY_XAPI_VIF,
  FERRY_XAPI_VDI,
  FERRY_XAPI_SR,
  FERRY_XAPI_PBD,
  FERRY_XAPI_SM,
  FERRY_XAPI_NETWORK,
  FERRY_XAPI_PIF,
  FERRY_XAPI_PIF_METRICS,
  FERRY_XAPI_VGPU,
  FERRY_XAPI_VGPU_TYPE,
  FERRY_XAPI_PGPU,
  FERRY_XAPI_CERTIFICATE,
  FERRY_XAPI_TASK,
} FerryXapiClass;

#define FERRY_XAPI_N_CLASSES (FERRY_XAPI_TASK + 1)

/**
 * FerryXapiRow:
 * @ref: the object; first, since it is the key of its table
 * @uuid: the object's
 * @class_: what it is
 * @round: of the last full reading that had it
 * @is_shared: strings that many rows have are interned: see ferry_xapi_row_share()
 * @bits: of the class, see the enums below
 *
 * What is kept of an object: only what some record needs. Members of the
 * class's struct follow; strings are owned, and can be shared where many
 * objects have the same; sets of references end with the null reference.
 *
 * Threads: one at a time: filled by the worker that reads a reply, then handed over.
 */
typedef struct
{
  FerryXapiRef ref;
  FerryXapiRef uuid;
  guint8       class_;
  guint8       round;
  guint8       is_shared;
  guint32      bits;
} FerryXapiRow;

enum
{
  FERRY_XAPI_POOL_HA_ENABLED       = 1 << 0,
  FERRY_XAPI_POOL_HA_OVERCOMMIT    = 1 << 1,
  FERRY_XAPI_POOL_UPGRADING        = 1 << 2,
  FERRY_XAPI_POOL_NO_MOTION        = 1 << 3,
  FERRY_XAPI_POOL_STORAGE_MOTION   = 1 << 4,
  FERRY_XAPI_POOL_COMPRESSES       = 1 << 5,
  FERRY_XAPI_POOL_WLB_ENABLED      = 1 << 6,
};

typedef struct
{
  FerryXapiRow row;
  char        *name;
  char        *description;
  FerryXapiRef master;
  FerryXapiRef default_sr;
  gint64       ha_plan_exists_for;
  gint64       ha_failures_to_tolerate;
} FerryXapiPool;

enum
{
  FERRY_XAPI_HOST_ENABLED    = 1 << 0,
  FERRY_XAPI_HOST_HAS_IOMMU  = 1 << 1,
  FERRY_XAPI_HOST_HTTPS_ONLY = 1 << 2,
};

typedef struct
{
  FerryXapiRow  row;
  char         *name;
  char         *description;
  char         *address;
  FerryXapiRef  metrics;
  gint64        memory_overhead;
  char        **capabilities;
  char        **operations;
  char        **hardware_versions;
  char         *cpu_count;
  char         *socket_count;
  char         *cpu_vendor;
  char         *cpu_model;
  char         *features_hvm;
  char         *features_pv;
  char         *features;
  char         *product_brand;
  char         *product_version_text;
  char         *product_version;
  char         *platform_version;
  char         *xapi_build;
  char         *xapi;
  char         *xen;
  char         *boot_time;
} FerryXapiHost;

enum
{
  FERRY_XAPI_HOST_METRICS_LIVE = 1 << 0,
};

typedef struct
{
  FerryXapiRow row;
  gint64       memory_total;
} FerryXapiHostMetrics;

enum
{
  FERRY_XAPI_VM_TEMPLATE       = 1 << 0,
  FERRY_XAPI_VM_SNAPSHOT       = 1 << 1,
  FERRY_XAPI_VM_CONTROL_DOMAIN = 1 << 2,
  FERRY_XAPI_VM_NOMIGRATE      = 1 << 3,
  FERRY_XAPI_VM_NESTED         = 1 << 4,
  FERRY_XAPI_VM_UNRESTRICTED   = 1 << 5,
  FERRY_XAPI_VM_AUTO_POWEROFF = 1 << 6,
  FERRY_XAPI_VM_HA_ALWAYS_RUN  = 1 << 7,
  FERRY_XAPI_VM_MAY_MIGRATE    = 1 << 8,
};

typedef struct
{
  FerryXapiRow  row;
  char         *name;
  char         *description;
  char        **tags;
  FerryXapiRef  resident_on;
  FerryXapiRef  scheduled_on;
  FerryXapiRef  affinity;
  FerryXapiRef  metrics;
  FerryXapiRef  guest_metrics;
  FerryXapiRef  suspend_vdi;
  FerryXapiRef *vbds;
  FerryXapiRef *vifs;
  FerryXapiRef *vgpus;
  FerryXapiRef *attached_pcis;
  FerryXapiRef *operation_tasks;
  char        **operations;
  guint8        power_state;  /* FerryPowerState */
  guint8        domain_type;  /* FerryVirtualisation */
  guint16       n_snapshots;
  guint16       n_vusbs;
  guint16       n_vtpms;
  char         *hvm_boot_policy; /* shared */
  gint64        memory_overhead;
  gint64        memory_static_max;
  gint64        memory_dynamic_min;
  gint64        memory_dynamic_max;
  gint64        vcpus_max;
  gint64        hardware_version;
  double        shadow_multiplier;
  char         *cpu_vendor;   /* shared */
  char         *cpu_features; /* shared */
  char         *ha_restart_priority; /* shared */
  char         *blocked_migrate;
  char         *blocked_move;
} FerryXapiVm;

enum
{
  FERRY_XAPI_VM_METRICS_NOMIGRATE = 1 << 0,
  FERRY_XAPI_VM_METRICS_NESTED    = 1 << 1,
};

typedef struct
{
  FerryXapiRow row;
  FerryXapiRef vm; /* whose they are; set by the cache */
  gint64       memory_actual;
  gint64       vcpus_number;
  gint64       start_time;
  guint8       domain_type; /* FerryVirtualisation */
} FerryXapiVmMetrics;

enum
{
  FERRY_XAPI_GUEST_CAN_SUSPEND = 1 << 0,
};

typedef struct
{
  FerryXapiRow  row;
  FerryXapiRef  vm; /* whose they are; set by the cache */
  char         *os_name;     /* shared */
  char         *major;       /* shared */
  char         *minor;       /* shared */
  char         *micro;       /* shared */
  char         *build;       /* shared */
  char         *cant_suspend_reason;
  char        **networks;    /* "0/ip", address, ... */
} FerryXapiVmGuestMetrics;

enum
{
  FERRY_XAPI_VBD_BOOTABLE = 1 << 0,
  FERRY_XAPI_VBD_EMPTY    = 1 << 1,
  FERRY_XAPI_VBD_ATTACHED = 1 << 2,
};

typedef struct
{
  FerryXapiRow row;
  FerryXapiRef vm;
  FerryXapiRef vdi;
  char        *device;     /* shared */
  char        *userdevice; /* shared */
  char        *mode;       /* shared */
  char        *type;       /* shared */
} FerryXapiVbd;

enum
{
  FERRY_XAPI_VIF_ATTACHED = 1 << 0,
};

typedef struct
{
  FerryXapiRow row;
  FerryXapiRef vm;
  FerryXapiRef network;
  char        *device; /* shared */
  char        *mac;
} FerryXapiVif;

enum
{
  FERRY_XAPI_VDI_SHARABLE  = 1 << 0,
  FERRY_XAPI_VDI_READ_ONLY = 1 << 1,
  FERRY_XAPI_VDI_MANAGED   = 1 << 2,
  FERRY_XAPI_VDI_IS_MISSING = 1 << 3,
  FERRY_XAPI_VDI_SNAPSHOT  = 1 << 4,
  FERRY_XAPI_VDI_CBT       = 1 << 5,
  FERRY_XAPI_VDI_ENCRYPTED = 1 << 6,
  FERRY_XAPI_VDI_CACHING   = 1 << 7,
  FERRY_XAPI_VDI_SM_RESETS = 1 << 8,
};

typedef struct
{
  FerryXapiRow  row;
  FerryXapiRef  sr;
  FerryXapiRef *vbds;
  char         *name;
  char         *description;
  char         *on_boot; /* shared */
  char         *type;    /* shared */
  gint64        virtual_size;
  gint64        physical_utilisation;
} FerryXapiVdi;

enum
{
  FERRY_XAPI_SR_SHARED = 1 << 0,
  FERRY_XAPI_SR_TOOLS  = 1 << 1,
};

typedef struct
{
  FerryXapiRow  row;
  char         *name;
  char         *description;
  char         *type;
  char         *content_type;
  gint64        physical_size;
  gint64        physical_utilisation;
  gint64        virtual_allocation;
} FerryXapiSr;

enum
{
  FERRY_XAPI_PBD_ATTACHED = 1 << 0,
};

typedef struct
{
  FerryXapiRow row;
  FerryXapiRef host;
  FerryXapiRef sr;
} FerryXapiPbd;

enum
{
  FERRY_XAPI_SM_SNAPSHOT  = 1 << 0,
  FERRY_XAPI_SM_MIRROR    = 1 << 1,
  FERRY_XAPI_SM_MIRROR_IN = 1 << 2,
  FERRY_XAPI_SM_THIN      = 1 << 3,
};

typedef struct
{
  FerryXapiRow row;
  char        *type;
} FerryXapiSm;

enum
{
  FERRY_XAPI_NETWORK_ASSUMED_SHARED = 1 << 0,
  FERRY_XAPI_NETWORK_MANAGED        = 1 << 1,
};

typedef struct
{
  FerryXapiRow  row;
  char         *name;
  char         *description;
  char         *bridge;
  FerryXapiRef *pifs;
  gint64        mtu;
} FerryXapiNetwork;

enum
{
  FERRY_XAPI_PIF_ATTACHED   = 1 << 0,
  FERRY_XAPI_PIF_MANAGEMENT = 1 << 1,
};

typedef struct
{
  FerryXapiRow  row;
  FerryXapiRef  host;
  FerryXapiRef  network;
  FerryXapiRef  metrics;
  FerryXapiRef  bond_slave_of;
  FerryXapiRef *sriov_logical_of;
  char         *device;
  char         *ip;
  char        **ipv6;
  gint64        vlan;
} FerryXapiPif;

typedef struct
{
  FerryXapiRow row;
  gint64       speed;
} FerryXapiPifMetrics;

typedef struct
{
  FerryXapiRow row;
  FerryXapiRef vm;
  FerryXapiRef type;
  FerryXapiRef resident_on;
  FerryXapiRef pci;
} FerryXapiVgpu;

typedef struct
{
  FerryXapiRow row;
  char        *implementation;
} FerryXapiVgpuType;

enum
{
  FERRY_XAPI_PGPU_NVIDIA = 1 << 0,
};

typedef struct
{
  FerryXapiRow row;
} FerryXapiPgpu;

typedef struct
{
  FerryXapiRow row;
  FerryXapiRef host;
  char        *fingerprint;
  char        *type;
} FerryXapiCertificate;

enum
{
  FERRY_XAPI_TASK_CAN_CANCEL = 1 << 0,
};

typedef struct
{
  FerryXapiRow  row;
  FerryXapiRef  resident_on;
  FerryXapiRef  subtask_of;
  char         *name;   /* shared */
  char         *status; /* shared */
  double        progress;
  gint64        created;
  char        **error_info;
  char         *move_key;
} FerryXapiTask;

/* "vm_metrics": as events spell it */
const char   *ferry_xapi_class_get_name  (FerryXapiClass   class_);
/* FALSE: a class that is not kept */
gboolean      ferry_xapi_class_from_name (FerryXapiText    name,
                                          FerryXapiClass  *class_);

/**
 * FerryXapiRowReader:
 *
 * Turns the text of objects into rows.
 *
 * Threads: one at a time.
 */
typedef struct _FerryXapiRowReader FerryXapiRowReader;

FerryXapiRowReader *ferry_xapi_row_reader_new  (void);
void                ferry_xapi_row_reader_free (FerryXapiRowReader *self);
/* (transfer full) (nullable): NULL if @record is no object. Whatever is missing has its default, whatever is unknown is
 * skipped. @names: takes unusual references. */
FerryXapiRow       *ferry_xapi_row_reader_read (FerryXapiRowReader *self,
                                                FerryXapiClass      class_,
                                                FerryXapiRef        ref,
                                                FerryXapiText       record,
                                                FerryXapiNames     *names) G_GNUC_WARN_UNUSED_RESULT;
/* Interns what many rows have. From then on the row belongs to one thread: GLib may free an interned string that another
 * thread asks for, so no two threads may intern the same. */
void                ferry_xapi_row_share       (FerryXapiRow       *row);
void                ferry_xapi_row_free        (FerryXapiRow       *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FerryXapiRowReader, ferry_xapi_row_reader_free)

G_END_DECLS

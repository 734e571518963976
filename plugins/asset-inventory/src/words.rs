//! The words that registers use for kinds, states and methods.

use tickmark_plugin::register::Choice;

use crate::config::{Kind, Method};
use crate::specs::{Sanitisation, Status};

pub(crate) const KINDS: &[Choice<Kind>] = &[
    Choice::new(
        Kind::Server,
        "server",
        &[
            "host",
            "physical server",
            "bare metal",
            "on-prem server",
            "appliance",
        ],
    ),
    Choice::new(
        Kind::VirtualServer,
        "virtual-server",
        &[
            "vm",
            "virtual machine",
            "virtual server",
            "ec2 instance",
            "ec2",
            "aws::ec2::instance",
            "instance",
            "cloud instance",
            "compute instance",
            "node",
        ],
    ),
    Choice::new(
        Kind::Laptop,
        "laptop",
        &[
            "notebook",
            "macbook",
            "macbook pro",
            "macbook air",
            "workstation",
            "desktop",
            "computer",
            "pc",
            "thinkpad",
            "chromebook",
            "endpoint",
        ],
    ),
    Choice::new(
        Kind::DataStore,
        "data-store",
        &[
            "data store",
            "datastore",
            "database",
            "rds",
            "db instance",
            "dynamodb table",
            "bucket",
            "s3 bucket",
            "s3",
            "storage",
            "file share",
            "queue",
            "cache",
            "data warehouse",
        ],
    ),
    Choice::new(
        Kind::Network,
        "network",
        &[
            "network device",
            "router",
            "switch",
            "firewall",
            "access point",
            "load balancer",
            "vpn gateway",
        ],
    ),
    Choice::new(
        Kind::Mobile,
        "mobile",
        &[
            "phone",
            "smartphone",
            "mobile phone",
            "tablet",
            "ipad",
            "iphone",
        ],
    ),
    Choice::new(
        Kind::Media,
        "media",
        &[
            "disk",
            "hard disk",
            "hdd",
            "ssd",
            "drive",
            "usb stick",
            "usb drive",
            "tape",
            "removable media",
        ],
    ),
    Choice::new(
        Kind::Other,
        "other",
        &[
            "monitor",
            "printer",
            "saas",
            "application",
            "software",
            "licence",
            "license",
            "peripheral",
            "robot",
        ],
    ),
];

pub(crate) const STATUSES: &[Choice<Status>] = &[
    Choice::new(
        Status::InUse,
        "in-use",
        &[
            "active",
            "assigned",
            "deployed",
            "installed",
            "in production",
            "in service",
            "issued",
            "live",
            "operational",
            "running",
            "in repair",
        ],
    ),
    Choice::new(
        Status::InStock,
        "in-stock",
        &[
            "available",
            "ready to deploy",
            "spare",
            "storage",
            "stock",
            "ordered",
            "on order",
        ],
    ),
    Choice::new(
        Status::Retired,
        "retired",
        &[
            "archived",
            "decommissioned",
            "destroyed",
            "disposed",
            "disposed of",
            "donated",
            "end of life",
            "lost",
            "recycled",
            "returned",
            "scrapped",
            "sold",
            "stolen",
            "terminated",
            "written off",
        ],
    ),
];

/// Whether an agent protects.
pub(crate) const AGENT_STATES: &[Choice<bool>] = &[
    Choice::new(
        true,
        "active",
        &[
            "enabled",
            "healthy",
            "installed",
            "normal",
            "ok",
            "online",
            "protected",
            "running",
            // Whether a machine is switched on at this moment is not whether it is protected; when it was
            // last seen says more.
            "offline",
            "connected",
            "disconnected",
        ],
    ),
    Choice::new(
        false,
        "inactive",
        &[
            "disabled",
            "degraded",
            "error",
            "impaired communication",
            "misconfigured",
            "no sensor data",
            "not installed",
            "not protected",
            "reduced functionality",
            "reduced functionality mode",
            "rfm",
            "uninstalled",
            "unhealthy",
            "can be onboarded",
        ],
    ),
];

/// Whether an agent is restricted: the reduced functionality mode of Falcon, or the operational state of
/// Singularity, which is `na` while nothing restricts it.
pub(crate) const RESTRICTIONS: &[Choice<bool>] = &[
    Choice::new(
        true,
        "restricted",
        &[
            "auto fully disabled",
            "auto partially disabled",
            "db corruption",
            "disabled",
            "disabled error",
            "fully disabled",
            "partially disabled",
            "true",
            "yes",
            "1",
        ],
    ),
    Choice::new(false, "unrestricted", &["normal", "false", "no", "0"]),
];

/// What has left the premises, wanted or not. Nobody can sanitise it any more.
pub(crate) const GONE: &[&str] = &[
    "destroyed",
    "disposed",
    "disposed of",
    "donated",
    "lost",
    "recycled",
    "scrapped",
    "sold",
    "stolen",
];

/// Whether a log source delivers.
pub(crate) const SOURCE_STATES: &[Choice<bool>] = &[
    Choice::new(
        true,
        "enabled",
        &[
            "active",
            "connected",
            "healthy",
            "ok",
            "on",
            "receiving",
            "true",
            "yes",
            "1",
        ],
    ),
    Choice::new(
        false,
        "disabled",
        &[
            "disconnected",
            "down",
            "error",
            "failing",
            "inactive",
            "off",
            "paused",
            "silent",
            "unhealthy",
            "false",
            "no",
            "0",
        ],
    ),
];

/// Whether a disk is encrypted as a whole. Jamf's `Boot Partitions Encrypted` says nothing about the
/// other partitions, so it stands in neither list.
pub(crate) const ENCRYPTIONS: &[Choice<bool>] = &[
    Choice::new(
        true,
        "encrypted",
        &[
            "all partitions encrypted",
            "enabled",
            "filevault enabled",
            "fully encrypted",
            "on",
            "protection on",
            "true",
            "yes",
            "1",
        ],
    ),
    Choice::new(
        false,
        "not encrypted",
        &[
            "decrypted",
            "decrypting",
            "disabled",
            "encrypting",
            "encryption in progress",
            "false",
            "fully decrypted",
            "in progress",
            "no",
            "no partitions encrypted",
            "not enabled",
            "off",
            "partially encrypted",
            "pending",
            "protection off",
            "some partitions encrypted",
            "suspended",
            "unencrypted",
            "0",
        ],
    ),
];

pub(crate) const SANITISATIONS: &[Choice<Sanitisation>] = &[
    Choice::new(
        Sanitisation::By(Method::Clear),
        "clear",
        &[
            "cleared",
            "overwrite",
            "overwritten",
            "single pass overwrite",
            "secure wipe",
            "wipe",
            "wiped",
            "nist clear",
            "nist 800-88 clear",
        ],
    ),
    Choice::new(
        Sanitisation::By(Method::Purge),
        "purge",
        &[
            "purged",
            "block erase",
            "cryptographic erase",
            "crypto erase",
            "cryptographic erasure",
            "degauss",
            "degaussed",
            "erase all content and settings",
            "nist purge",
            "nist 800-88 purge",
            "sanitize",
            "secure erase",
        ],
    ),
    Choice::new(
        Sanitisation::By(Method::Destroy),
        "destroy",
        &[
            "destroyed",
            "crushed",
            "disintegrated",
            "drilled",
            "incinerated",
            "melted",
            "nist destroy",
            "nist 800-88 destroy",
            "physical destruction",
            "pulverised",
            "pulverized",
            "shred",
            "shredded",
            "shredding",
        ],
    ),
    Choice::new(
        Sanitisation::Insufficient,
        "insufficient",
        &[
            "delete",
            "deleted",
            "format",
            "formatted",
            "quick format",
            "factory reset",
            "reset",
            "reinstalled",
            "reimaged",
        ],
    ),
];

/// Whether a badge opens doors.
pub(crate) const BADGE_STATES: &[Choice<bool>] = &[
    Choice::new(
        true,
        "active",
        &["enabled", "issued", "on", "valid", "true", "yes", "1"],
    ),
    Choice::new(
        false,
        "inactive",
        &[
            "blocked",
            "cancelled",
            "canceled",
            "deactivated",
            "disabled",
            "expired",
            "lost",
            "off",
            "returned",
            "revoked",
            "suspended",
            "false",
            "no",
            "0",
        ],
    ),
];

//! The registers and their fields, with the names that common tools export them under.

mod office;

use tickmark_plugin::Input;
use tickmark_plugin::register::{Field, Spec};
use tickmark_plugin::roster::ROSTER;

use crate::config::Method;

pub(crate) use office::*;

pub(crate) const ASSET: Field = Field::new(
    "asset",
    "the asset's number or name",
    &[
        "asset id",
        "asset tag",
        "asset name",
        "asset number",
        "tag",
        "id",
        "resource id",
        "ci",
        "name",
        "hostname",
    ],
);
pub(crate) const HOST: Field = Field::new(
    "host",
    "the name under which other tools know the machine",
    &[
        "hostname",
        "host name",
        "device name",
        "computer name",
        "computername",
        "endpoint name",
        "machine name",
        "instance id",
        "asset name",
        "device",
        "endpoint",
        "name",
        "asset",
    ],
);
pub(crate) const SERIAL: Field = Field::new(
    "serial",
    "the serial number",
    &[
        "serial number",
        "serial no",
        "device serial",
        "serialnumber",
    ],
);
pub(crate) const KIND: Field = Field::new(
    "kind",
    "what it is, as in `laptop`",
    &[
        "type",
        "asset type",
        "category",
        "class",
        "device type",
        "ci class",
        "resource type",
    ],
);
pub(crate) const STATUS: Field = Field::new(
    "status",
    "in use, in stock or retired",
    &[
        "state",
        "asset status",
        "lifecycle",
        "lifecycle state",
        "install status",
    ],
);
pub(crate) const OWNER: Field = Field::new(
    "owner",
    "who answers for it",
    &[
        "asset owner",
        "assigned to",
        "assignee",
        "assigned user",
        "responsible",
        "custodian",
        "managed by",
    ],
);
pub(crate) const IN_SCOPE: Field = Field::new(
    "in-scope",
    "whether it belongs to the system under assessment",
    &["scope", "soc 2 scope", "soc2", "in audit scope"],
);
pub(crate) const RETIRED: Field = Field::new(
    "retired",
    "the day on which it was taken out of use",
    &[
        "retired on",
        "retirement date",
        "decommissioned",
        "decommissioned on",
        "end of life",
        "returned on",
    ],
);

pub(crate) static ASSETS: Spec = Spec {
    input: "assets",
    record: "asset",
    subject: &[&ASSET],
    unique: true,
    fields: &[
        &ASSET, &HOST, &SERIAL, &KIND, &STATUS, &OWNER, &IN_SCOPE, &RETIRED,
    ],
};

pub(crate) const SEEN: Field = Field::new(
    "last-seen",
    "when it last reported",
    &[
        "last seen date",
        "last seen at",
        "last active",
        "last active date",
        "last check-in",
        "last checkin",
        "last contact",
        "last event",
        "last event time",
        "last log",
        "last received",
        "last device update",
        "last inventory update",
        "last sync",
    ],
);
pub(crate) const AGENT_STATE: Field = Field::new(
    "agent-state",
    "whether the agent protects",
    &[
        "sensor status",
        "agent status",
        "health status",
        "sensor health state",
        "protection status",
        "status",
        "state",
    ],
);
pub(crate) const RESTRICTED: Field = Field::new(
    "restricted",
    "whether the agent protects with part of its functions only, or not at all",
    &["reduced functionality mode", "rfm", "operational state"],
);

pub(crate) static AGENTS: Spec = Spec {
    input: "agents",
    record: "agent",
    subject: &[&HOST],
    unique: false,
    fields: &[&HOST, &SERIAL, &SEEN, &AGENT_STATE, &RESTRICTED],
};

pub(crate) const SOURCE_STATE: Field = Field::new(
    "source-state",
    "whether the source is switched on",
    &["enabled", "status", "state", "active", "health"],
);

pub(crate) static LOG_SOURCES: Spec = Spec {
    input: "log-sources",
    record: "log source",
    subject: &[&HOST],
    unique: false,
    fields: &[&HOST, &SEEN, &SOURCE_STATE],
};

pub(crate) const ENCRYPTION: Field = Field::new(
    "encryption",
    "whether the disk is encrypted",
    &[
        "encrypted",
        "disk encryption",
        "disk encrypted",
        "is encrypted",
        "encryption status",
        "filevault 2 status",
        "filevault status",
        "filevault enabled",
        "filevault",
        "bitlocker status",
        "bitlocker",
        "storage encryption",
    ],
);

pub(crate) static DEVICES: Spec = Spec {
    input: "devices",
    record: "device",
    subject: &[&HOST],
    unique: false,
    fields: &[&HOST, &SERIAL, &ENCRYPTION, &SEEN],
};

pub(crate) const SANITISATION: Field = Field::new(
    "method",
    "how its media were sanitised",
    &[
        "sanitisation method",
        "sanitization method",
        "sanitisation",
        "sanitization",
        "disposal method",
        "destruction method",
        "wipe method",
    ],
);
pub(crate) const SANITISED: Field = Field::new(
    "date",
    "the day on which it was done",
    &[
        "sanitised on",
        "sanitized on",
        "disposal date",
        "disposed on",
        "destroyed on",
        "destruction date",
        "completed on",
        "completed",
    ],
);
pub(crate) const CERTIFICATE: Field = Field::new(
    "certificate",
    "the number or file of the certificate",
    &[
        "certificate number",
        "certificate no",
        "certificate id",
        "certificate of destruction",
        "cod",
        "certificate file",
        "proof",
    ],
);
pub(crate) const PERFORMED_BY: Field = Field::new(
    "performed-by",
    "who did it",
    &[
        "performed by",
        "disposed by",
        "destroyed by",
        "technician",
        "vendor",
        "by",
    ],
);

pub(crate) static DISPOSALS: Spec = Spec {
    input: "disposals",
    record: "disposal",
    subject: &[&ASSET],
    unique: false,
    fields: &[
        &ASSET,
        &SERIAL,
        &SANITISATION,
        &SANITISED,
        &CERTIFICATE,
        &PERFORMED_BY,
    ],
};

/// Where an asset is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    InUse,
    InStock,
    Retired,
}

/// What the log of disposals says about a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sanitisation {
    By(Method),
    /// What leaves data behind.
    Insufficient,
}

pub(crate) fn inputs() -> Vec<Input> {
    vec![
        ASSETS
            .input("The inventory of assets: servers, laptops, data stores, one row each, retired ones too.")
            .glob("assets/**/*inventory*.{csv,json,jsonl,yaml,yml}")
            .max_age_days(45),
        AGENTS
            .input("Every endpoint protection agent, as the console exports it (CrowdStrike Falcon: Host management, SentinelOne: Endpoints, Defender: Device inventory).")
            .glob("assets/**/*edr*.{csv,json,jsonl}")
            .glob("assets/**/*agents*.{csv,json,jsonl}")
            .max_age_days(14),
        LOG_SOURCES
            .input("Every source that the log platform receives, with its last event.")
            .glob("assets/**/*log-sources*.{csv,json,jsonl}")
            .max_age_days(14),
        DEVICES
            .input("Every managed computer, as the device management exports it (Jamf Pro: Advanced Computer Search, Intune: All devices, Kandji: Devices).")
            .glob("assets/**/*mdm*.{csv,json,jsonl}")
            .glob("assets/**/*devices*.{csv,json,jsonl}")
            .max_age_days(30),
        DISPOSALS
            .input("Media and devices that were sanitised or destroyed, one row each.")
            .glob("assets/**/*disposal*.{csv,json,yaml,yml}")
            .max_age_days(92),
        BADGES
            .input("Every badge of the access system, active and not.")
            .glob("office/**/*badge-holders*.{csv,json}")
            .glob("office/**/badges*.{csv,json}")
            .max_age_days(45),
        VISITORS
            .input("Visits to the offices, as reception or its app records them.")
            .glob("office/**/*visitors*.{csv,json}")
            .max_age_days(45),
        BADGE_REVIEWS
            .input("Reviews of who may enter, one row a review.")
            .glob("office/**/*badge-reviews*.{csv,json,yaml,yml}")
            .max_age_days(100),
        ROSTER
            .input("Everybody who works or worked here, as the HR system exports it.")
            .glob("hr/roster*.{csv,json}")
            .max_age_days(45),
    ]
}

//! Registers of what the outside is told.

use tickmark_plugin::register::{Field, Spec};

use super::ID;

pub(crate) const NOTICE_KIND: Field = Field::new(
    "kind",
    "incident, maintenance or change",
    &["type", "category", "notice type"],
);
pub(crate) const EVENT: Field = Field::new(
    "event",
    "when the incident was confirmed, or when the maintenance or change begins",
    &[
        "event at",
        "confirmed at",
        "effective on",
        "effective",
        "starts at",
        "scheduled for",
        "started at",
        "detected at",
    ],
);
pub(crate) const DUE: Field = Field::new(
    "due",
    "by when it had to be sent, where that was agreed",
    &["due at", "due on", "deadline", "notify by"],
);
pub(crate) const SENT: Field = Field::new(
    "sent",
    "when it was sent",
    &[
        "sent at",
        "sent on",
        "published at",
        "notified at",
        "notified on",
    ],
);
pub(crate) const RECIPIENTS: Field = Field::new(
    "recipients",
    "to whom it was sent",
    &["audience", "sent to", "customers", "to"],
);

pub(crate) static NOTICES: Spec = Spec {
    input: "notices",
    record: "notice",
    subject: &[&ID],
    unique: true,
    fields: &[&ID, &NOTICE_KIND, &EVENT, &DUE, &SENT, &RECIPIENTS],
};

pub(crate) const NAME: Field = Field::new(
    "name",
    "the subprocessor",
    &["subprocessor", "vendor", "entity", "company"],
);
pub(crate) const PURPOSE: Field = Field::new(
    "purpose",
    "what it does",
    &["service", "processing", "activity"],
);
pub(crate) const COUNTRY: Field = Field::new(
    "location",
    "where it processes",
    &["country", "region", "locations"],
);
pub(crate) const SINCE: Field = Field::new(
    "since",
    "since when it is used",
    &["added on", "effective on", "start", "in use since"],
);
pub(crate) const ANNOUNCED: Field = Field::new(
    "announced",
    "when customers were told of it",
    &["announced on", "notified on", "published on"],
);
pub(crate) const CHECKED: Field = Field::new(
    "reviewed",
    "when the entry was last checked",
    &["reviewed on", "last reviewed", "updated", "last updated"],
);

pub(crate) static SUBPROCESSORS: Spec = Spec {
    input: "subprocessors",
    record: "subprocessor",
    subject: &[&NAME],
    unique: true,
    fields: &[&NAME, &PURPOSE, &COUNTRY, &SINCE, &ANNOUNCED, &CHECKED],
};

//! The registers of an office: badges, visits, and reviews of who may enter.

use tickmark_plugin::register::{Field, Spec};

pub(crate) const BADGE: Field = Field::new(
    "badge",
    "the badge's number",
    &[
        "badge id",
        "badge number",
        "card number",
        "card id",
        "card",
        "token",
    ],
);
pub(crate) const HOLDER: Field = Field::new(
    "holder",
    "who carries it",
    &[
        "badge holder",
        "cardholder",
        "card holder",
        "email",
        "person",
        "user",
        "employee",
        "name",
        "full name",
    ],
);
pub(crate) const BADGE_STATUS: Field = Field::new(
    "badge-status",
    "whether it opens doors",
    &["card status", "status", "state", "active", "enabled"],
);

pub(crate) static BADGES: Spec = Spec {
    input: "badges",
    record: "badge",
    subject: &[&BADGE, &HOLDER],
    unique: true,
    fields: &[&BADGE, &HOLDER, &BADGE_STATUS],
};

pub(crate) const VISIT: Field = Field::new(
    "visit",
    "the visit's number",
    &["visit id", "entry", "id", "no"],
);
pub(crate) const VISITOR: Field = Field::new(
    "visitor",
    "who visited",
    &["visitor name", "guest", "guest name", "full name", "name"],
);
pub(crate) const VISITED: Field = Field::new(
    "host",
    "whom",
    &["host name", "escort", "visiting", "contact", "employee"],
);
pub(crate) const SIGNED_IN: Field = Field::new(
    "signed-in",
    "when the visitor came",
    &[
        "sign in",
        "sign in time",
        "check in",
        "check in time",
        "arrived",
        "arrival",
        "in",
    ],
);
pub(crate) const SIGNED_OUT: Field = Field::new(
    "signed-out",
    "when the visitor went",
    &[
        "sign out",
        "sign out time",
        "check out",
        "check out time",
        "left",
        "departure",
        "out",
    ],
);

pub(crate) static VISITORS: Spec = Spec {
    input: "visitors",
    record: "visit",
    subject: &[&VISIT, &VISITOR],
    unique: false,
    fields: &[&VISIT, &VISITOR, &VISITED, &SIGNED_IN, &SIGNED_OUT],
};

pub(crate) const REVIEWED: Field = Field::new(
    "date",
    "the day of the review",
    &["reviewed on", "review date", "completed on", "completed"],
);
pub(crate) const REVIEWER: Field =
    Field::new("reviewer", "who reviewed", &["reviewed by", "owner", "by"]);

pub(crate) static BADGE_REVIEWS: Spec = Spec {
    input: "badge-reviews",
    record: "review of badges",
    subject: &[&REVIEWED],
    unique: false,
    fields: &[&REVIEWED, &REVIEWER],
};

//! The registers of what is exercised: response to incidents, and recovery.

use tickmark_plugin::register::{Field, Spec};

pub(crate) const EXERCISE: Field = Field::new(
    "exercise",
    "what was exercised",
    &["scenario", "title", "name", "topic", "description"],
);
pub(crate) const DATE: Field = Field::new(
    "date",
    "the day",
    &[
        "held on",
        "exercise date",
        "tested on",
        "test date",
        "performed on",
        "conducted on",
        "completed on",
    ],
);
pub(crate) const LED_BY: Field = Field::new(
    "led-by",
    "who led it or took part",
    &[
        "facilitator",
        "facilitated by",
        "lead",
        "participants",
        "attendees",
        "tested by",
        "performed by",
    ],
);
pub(crate) const RESULT: Field =
    Field::new("result", "how it ended", &["outcome", "status", "state"]);
/// A tracker's own state, which may stand beside the result. Where there is no result, it is one.
pub(crate) const STATE: Field = Field::new("state", "whether it was held", &["status"]);

pub(crate) static EXERCISES: Spec = Spec {
    input: "exercises",
    record: "exercise",
    subject: &[&EXERCISE],
    unique: false,
    fields: &[&EXERCISE, &DATE, &LED_BY, &RESULT, &STATE],
};

pub(crate) const RECOVERED: Field = Field::new(
    "scope",
    "what was recovered",
    &[
        "resource",
        "resource name",
        "system",
        "database",
        "scenario",
        "exercise",
        "title",
        "name",
    ],
);

pub(crate) static RECOVERY_TESTS: Spec = Spec {
    input: "recovery-tests",
    record: "recovery test",
    subject: &[&RECOVERED],
    unique: false,
    fields: &[&RECOVERED, &DATE, &RESULT, &STATE],
};

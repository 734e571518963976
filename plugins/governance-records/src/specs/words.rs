//! The words that status and kind fields hold, and what they mean.

use tickmark_plugin::register::Choice;

/// Whether a meeting took place.
pub(crate) const HELD: &[Choice<bool>] = &[
    Choice::new(
        true,
        "held",
        &["done", "completed", "minuted", "approved", "closed"],
    ),
    Choice::new(
        false,
        "planned",
        &[
            "scheduled",
            "cancelled",
            "canceled",
            "postponed",
            "no quorum",
            "open",
            "upcoming",
        ],
    ),
];

/// Whether a control is in use.
pub(crate) const OPERATING: &[Choice<bool>] = &[
    Choice::new(
        true,
        "operating",
        &[
            "active",
            "implemented",
            "in place",
            "effective",
            "live",
            "in operation",
            "enabled",
        ],
    ),
    Choice::new(
        false,
        "planned",
        &[
            "retired",
            "draft",
            "not implemented",
            "inactive",
            "archived",
            "out of scope",
            "in progress",
            "designed",
        ],
    ),
];

/// What kind of evaluation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Test,
    Audit,
    Penetration,
}

pub(crate) const KINDS: &[Choice<Kind>] = &[
    Choice::new(
        Kind::Test,
        "control-test",
        &[
            "control testing",
            "test",
            "self assessment",
            "control self assessment",
            "test of controls",
            "monitoring",
        ],
    ),
    Choice::new(
        Kind::Audit,
        "internal-audit",
        &[
            "audit",
            "internal review",
            "internal assessment",
            "external audit",
            "readiness assessment",
        ],
    ),
    Choice::new(
        Kind::Penetration,
        "penetration-test",
        &["pentest", "pen test", "penetration testing"],
    ),
];

/// Whether an evaluation is done.
pub(crate) const EVALUATED: &[Choice<bool>] = &[
    Choice::new(
        true,
        "done",
        &[
            "completed",
            "complete",
            "closed",
            "performed",
            "reported",
            "final",
        ],
    ),
    Choice::new(
        false,
        "open",
        &[
            "planned",
            "scheduled",
            "in progress",
            "not started",
            "overdue",
            "pending",
            "cancelled",
            "canceled",
            "postponed",
            "draft",
        ],
    ),
];

/// What customers are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notice {
    Incident,
    Maintenance,
    Change,
}

pub(crate) const NOTICE_KINDS: &[Choice<Notice>] = &[
    Choice::new(
        Notice::Incident,
        "incident",
        &[
            "security incident",
            "breach",
            "data breach",
            "outage",
            "service incident",
        ],
    ),
    Choice::new(
        Notice::Maintenance,
        "maintenance",
        &["planned maintenance", "scheduled maintenance"],
    ),
    Choice::new(
        Notice::Change,
        "change",
        &[
            "subprocessor",
            "subprocessor change",
            "terms",
            "terms change",
            "service change",
            "deprecation",
            "policy change",
        ],
    ),
];

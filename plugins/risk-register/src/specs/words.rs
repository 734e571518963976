//! The words that status and level fields hold, and what they mean.

use tickmark_plugin::register::Choice;

/// How much a risk or finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Low,
    Medium,
    High,
    Critical,
}

pub(crate) const LEVELS: &[Choice<Level>] = &[
    Choice::new(
        Level::Low,
        "low",
        &[
            "very low",
            "minor",
            "informational",
            "info",
            "minimal",
            "lowest",
            "p4",
            "p5",
        ],
    ),
    Choice::new(Level::Medium, "medium", &["moderate", "med", "p3"]),
    Choice::new(Level::High, "high", &["major", "significant", "p2"]),
    Choice::new(
        Level::Critical,
        "critical",
        &["very high", "severe", "extreme", "blocker", "highest", "p1"],
    ),
];

/// Whether a risk is still to be looked after.
pub(crate) const RISK_STATES: &[Choice<bool>] = &[
    Choice::new(
        true,
        "open",
        &[
            "active",
            "identified",
            "in treatment",
            "treated",
            "mitigated",
            "monitoring",
            "monitored",
            "accepted",
            "in progress",
            "assessed",
            "new",
            "under review",
            "to do",
        ],
    ),
    Choice::new(
        false,
        "closed",
        &[
            "retired",
            "archived",
            "obsolete",
            "eliminated",
            "done",
            "resolved",
        ],
    ),
];

/// What is done about a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    Mitigate,
    Other,
}

pub(crate) const TREATMENTS: &[Choice<Treatment>] = &[
    Choice::new(
        Treatment::Mitigate,
        "mitigate",
        &[
            "treat",
            "reduce",
            "mitigation",
            "remediate",
            "modify",
            "control",
            "mitigated",
        ],
    ),
    Choice::new(
        Treatment::Other,
        "accept",
        &[
            "accepted",
            "acceptance",
            "retain",
            "tolerate",
            "transfer",
            "transferred",
            "share",
            "insure",
            "avoid",
            "avoided",
            "terminate",
            "avoidance",
        ],
    ),
];

/// Where a conflict of duties stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conflict {
    Resolved,
    Accepted,
    Open,
}

pub(crate) const CONFLICT_STATES: &[Choice<Conflict>] = &[
    Choice::new(
        Conflict::Resolved,
        "resolved",
        &["removed", "closed", "fixed", "revoked", "remediated"],
    ),
    Choice::new(
        Conflict::Accepted,
        "accepted",
        &["mitigated", "approved", "compensated", "exception"],
    ),
    Choice::new(
        Conflict::Open,
        "open",
        &[
            "new",
            "active",
            "in progress",
            "pending",
            "unresolved",
            "rejected",
        ],
    ),
];

/// Whether a finding is closed.
pub(crate) const FINDING_STATES: &[Choice<bool>] = &[
    Choice::new(
        true,
        "closed",
        &[
            "done",
            "resolved",
            "remediated",
            "completed",
            "complete",
            "verified",
            "fixed",
            "closed complete",
        ],
    ),
    Choice::new(
        false,
        "open",
        &[
            "new",
            "in progress",
            "to do",
            "todo",
            "ongoing",
            "reopened",
            "in review",
            "pending",
            "overdue",
            "blocked",
            "work in progress",
            "risk accepted",
            "accepted",
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
            "not effective",
            "ineffective",
            "failing",
        ],
    ),
];

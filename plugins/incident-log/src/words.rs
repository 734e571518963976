//! The words that registers use for severities, dispositions and results.

use tickmark_plugin::register::Choice;

use crate::config::Level;

/// A number alone is none of them: 1 is the worst to one tool, and 5 to another (Zabbix).
pub(crate) const LEVELS: &[Choice<Level>] = &[
    Choice::new(
        Level::Critical,
        "critical",
        &[
            "p0",
            "p1",
            "sev0",
            "sev1",
            "severity 1",
            "s1",
            "1 critical",
            "blocker",
            "highest",
            "urgent",
            "emergency",
        ],
    ),
    Choice::new(
        Level::High,
        "high",
        &["p2", "sev2", "severity 2", "s2", "2 high", "major", "error"],
    ),
    Choice::new(
        Level::Medium,
        "medium",
        &[
            "p3",
            "sev3",
            "severity 3",
            "s3",
            "3 moderate",
            "3 medium",
            "moderate",
            "normal",
            "warning",
        ],
    ),
    Choice::new(
        Level::Low,
        "low",
        &[
            "p4",
            "p5",
            "sev4",
            "sev5",
            "severity 4",
            "s4",
            "4 low",
            "5 planning",
            "minor",
            "lowest",
            "info",
            "informational",
            "information",
            "notice",
            "trivial",
        ],
    ),
];

/// What an alert was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disposition {
    Incident,
    Harmless,
    Undecided,
}

pub(crate) const DISPOSITIONS: &[Choice<Disposition>] = &[
    Choice::new(
        Disposition::Incident,
        "incident",
        &[
            "confirmed",
            "escalated",
            "malicious",
            "security incident",
            "true positive",
            "compromised",
        ],
    ),
    Choice::new(
        Disposition::Harmless,
        "harmless",
        &[
            "authorised activity",
            "authorized activity",
            "auto resolved",
            "benign",
            "benign positive",
            "benign true positive",
            "duplicate",
            "expected",
            "expected activity",
            "false alarm",
            "false positive",
            "fixed",
            "handled",
            "informational",
            "informational expected activity",
            "known issue",
            "maintenance",
            "mitigated",
            "no action needed",
            "no action required",
            "no impact",
            "not an incident",
            "remediated",
            "test",
        ],
    ),
    Choice::new(
        Disposition::Undecided,
        "undecided",
        &[
            "acknowledged",
            "in progress",
            "in review",
            "inconclusive",
            "investigating",
            "new",
            "not set",
            "open",
            "pending",
            "triggered",
            "undetermined",
            "unreviewed",
        ],
    ),
];

/// Whether a record of the log of incidents is one.
pub(crate) const DECISIONS: &[Choice<bool>] = &[
    Choice::new(
        true,
        "incident",
        &[
            "accepted",
            "availability incident",
            "breach",
            "confirmed",
            "declared",
            "operational incident",
            "privacy incident",
            "security incident",
            "true positive",
            "yes",
        ],
    ),
    Choice::new(
        false,
        "dismissed",
        &[
            "benign",
            "declined",
            "duplicate",
            "event",
            "false alarm",
            "false positive",
            "merged",
            "no",
            "no incident",
            "not an incident",
            "rejected",
            "test",
        ],
    ),
];

/// Whether an action is done.
pub(crate) const ACTION_STATES: &[Choice<bool>] = &[
    Choice::new(
        false,
        "open",
        &[
            "backlog",
            "blocked",
            "in progress",
            "in review",
            "new",
            "planned",
            "reopened",
            "started",
            "to do",
            "todo",
        ],
    ),
    Choice::new(
        true,
        "closed",
        &[
            "complete",
            "completed",
            "done",
            "fixed",
            "implemented",
            "resolved",
        ],
    ),
];

/// How an exercise or test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    Well,
    Badly,
    NotHeld,
}

pub(crate) const RESULTS: &[Choice<Ended>] = &[
    Choice::new(
        Ended::Well,
        "completed",
        &[
            "closed",
            "done",
            "held",
            "met",
            "ok",
            "pass",
            "passed",
            "succeeded",
            "success",
            "successful",
        ],
    ),
    Choice::new(
        Ended::Badly,
        "failed",
        &[
            "aborted",
            "completed with issues",
            "failure",
            "incomplete",
            "not met",
            "partial",
            "partially met",
            "unsuccessful",
        ],
    ),
    Choice::new(
        Ended::NotHeld,
        "planned",
        &[
            "cancelled",
            "canceled",
            "in progress",
            "postponed",
            "scheduled",
        ],
    ),
];

//! The words that status fields hold, and what they mean.

use tickmark_plugin::register::Choice;

/// Whether a policy is in force.
pub(crate) const POLICY_STATES: &[Choice<bool>] = &[
    Choice::new(
        true,
        "published",
        &[
            "approved",
            "active",
            "effective",
            "current",
            "in force",
            "final",
            "live",
            "in effect",
        ],
    ),
    Choice::new(
        false,
        "draft",
        &[
            "in review",
            "under review",
            "retired",
            "archived",
            "superseded",
            "obsolete",
            "withdrawn",
            "proposed",
            "rejected",
            "pending approval",
            "needs approval",
        ],
    ),
];

/// Whether what was asked of somebody is done.
pub(crate) const DONE_STATES: &[Choice<bool>] = &[
    Choice::new(
        true,
        "done",
        &[
            "completed",
            "complete",
            "acknowledged",
            "accepted",
            "signed",
            "agreed",
            "passed",
            "finished",
            "submitted",
            "finalized",
            "finalised",
            "closed",
            "yes",
        ],
    ),
    Choice::new(
        false,
        "open",
        &[
            "pending",
            "not started",
            "in progress",
            "assigned",
            "overdue",
            "past due",
            "declined",
            "failed",
            "expired",
            "sent",
            "viewed",
            "incomplete",
            "not completed",
            "draft",
            "no",
            "cancelled",
            "scheduled",
        ],
    ),
];

/// What a screening found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screened {
    Clear,
    Consider,
    Adverse,
    Open,
}

pub(crate) const RESULTS: &[Choice<Screened>] = &[
    Choice::new(
        Screened::Clear,
        "clear",
        &[
            "cleared",
            "passed",
            "pass",
            "meets requirements",
            "eligible",
            "satisfactory",
            "no findings",
        ],
    ),
    Choice::new(
        Screened::Consider,
        "consider",
        &[
            "review",
            "needs review",
            "flagged",
            "discrepancy",
            "complete with findings",
        ],
    ),
    Choice::new(
        Screened::Adverse,
        "adverse",
        &[
            "failed",
            "fail",
            "does not meet requirements",
            "not eligible",
            "ineligible",
            "adverse action",
        ],
    ),
    Choice::new(
        Screened::Open,
        "pending",
        &[
            "in progress",
            "invited",
            "suspended",
            "disputed",
            "cancelled",
            "canceled",
            "expired",
            "not started",
            "ordered",
        ],
    ),
];

/// Whether a result that was not clear was accepted.
pub(crate) const ADJUDICATIONS: &[Choice<bool>] = &[
    Choice::new(
        true,
        "engaged",
        &[
            "accepted", "approved", "cleared", "hired", "yes", "proceed", "eligible",
        ],
    ),
    Choice::new(
        false,
        "rejected",
        &[
            "adverse action",
            "pre adverse action",
            "post adverse action",
            "declined",
            "not eligible",
            "no",
            "pending",
            "open",
        ],
    ),
];

//! The words that registers use for tiers, states, reports and results.

use tickmark_plugin::register::Choice;

use crate::config::{ReportKind, Tier};

/// A number alone is none of them: 1 is the worst of tiers, and the least of risks.
pub(crate) const TIERS: &[Choice<Tier>] = &[
    Choice::new(
        Tier::Critical,
        "critical",
        &["tier 1", "1 critical", "severe", "very high"],
    ),
    Choice::new(Tier::High, "high", &["tier 2", "2 high", "important"]),
    Choice::new(
        Tier::Medium,
        "medium",
        &["tier 3", "3 medium", "3 moderate", "moderate"],
    ),
    Choice::new(
        Tier::Low,
        "low",
        &["tier 4", "4 low", "minimal", "negligible"],
    ),
];

/// Whether a vendor is used.
pub(crate) const STATUSES: &[Choice<bool>] = &[
    Choice::new(
        true,
        "active",
        &[
            "approved",
            "current",
            "in use",
            "live",
            "managed",
            "onboarded",
            "true",
            "yes",
        ],
    ),
    Choice::new(
        false,
        "inactive",
        &[
            "archived",
            "declined",
            "ended",
            "former",
            "offboarded",
            "rejected",
            "requested",
            "terminated",
            "under evaluation",
            "prospect",
            "proposed",
            "false",
            "no",
        ],
    ),
];

pub(crate) const REPORTS: &[Choice<ReportKind>] = &[
    Choice::new(
        ReportKind::Soc2Type2,
        "soc2-type2",
        &[
            "soc 2 type 2",
            "soc 2 type ii",
            "soc2 type ii",
            "soc 2 type 2 report",
        ],
    ),
    Choice::new(
        ReportKind::Soc2Type1,
        "soc2-type1",
        &["soc 2 type 1", "soc 2 type i", "soc2 type i"],
    ),
    Choice::new(
        ReportKind::Soc1Type2,
        "soc1-type2",
        &["soc 1 type 2", "soc 1 type ii", "soc1 type ii"],
    ),
    Choice::new(ReportKind::Soc3, "soc3", &["soc 3"]),
    Choice::new(
        ReportKind::Iso27001,
        "iso-27001",
        &[
            "iso/iec 27001",
            "iso 27001:2022",
            "iso/iec 27001:2022",
            "iso27001",
        ],
    ),
    Choice::new(
        ReportKind::PciDss,
        "pci-dss",
        &["pci dss aoc", "pci aoc", "pci", "pci dss level 1"],
    ),
];

/// Whether controls that a report expects of us are answered.
pub(crate) const ANSWERS: &[Choice<bool>] = &[
    Choice::new(
        true,
        "answered",
        &[
            "yes",
            "true",
            "complete",
            "completed",
            "done",
            "mapped",
            "met",
            "1",
        ],
    ),
    Choice::new(
        false,
        "open",
        &[
            "no",
            "false",
            "partial",
            "partly",
            "pending",
            "in progress",
            "not answered",
            "not started",
            "to do",
            "0",
        ],
    ),
];

/// Whether a vendor may be used after its assessment.
/// How an assessment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Assessed {
    Approved,
    Refused,
    Open,
}

pub(crate) const RESULTS: &[Choice<Assessed>] = &[
    Choice::new(
        Assessed::Approved,
        "approved",
        &[
            "accepted",
            "approved with conditions",
            "conditionally approved",
            "pass",
            "passed",
            "ok",
        ],
    ),
    Choice::new(
        Assessed::Refused,
        "rejected",
        &["declined", "denied", "failed", "not approved", "withdrawn"],
    ),
    Choice::new(Assessed::Open, "pending", &["in progress", "open"]),
];

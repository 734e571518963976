//! Registers of what is done: findings, controls, continuity, insurance.

use tickmark_plugin::register::{Field, Spec};

use super::{ID, OWNER, REVIEWED, STATUS, TITLE};

pub(crate) const SEVERITY: Field = Field::new(
    "severity",
    "low, medium, high or critical",
    &["priority", "risk rating", "rating", "criticality", "impact"],
);
pub(crate) const FOUND: Field = Field::new(
    "found",
    "when it was found",
    &[
        "found on",
        "opened",
        "opened on",
        "created",
        "created at",
        "identified on",
        "date identified",
        "detection date",
        "original detection date",
    ],
);
pub(crate) const DUE: Field = Field::new(
    "due",
    "by when it is to be closed",
    &[
        "due date",
        "due on",
        "target date",
        "scheduled completion date",
        "remediation due",
        "deadline",
    ],
);
pub(crate) const CLOSED: Field = Field::new(
    "closed",
    "when it was closed",
    &[
        "closed on",
        "closed at",
        "resolved",
        "resolved at",
        "completed on",
        "completion date",
        "actual completion date",
    ],
);
pub(crate) const CLOSURE: Field = Field::new(
    "evidence",
    "what shows that it was closed",
    &[
        "closure evidence",
        "evidence link",
        "verification",
        "resolution evidence",
        "proof",
    ],
);
pub(crate) const ESCALATED: Field = Field::new(
    "escalated",
    "when it was escalated",
    &["escalated on", "escalated at", "escalation date"],
);
pub(crate) const ESCALATED_TO: Field = Field::new(
    "escalated-to",
    "to whom",
    &["escalation", "escalated to", "reported to"],
);

pub(crate) static FINDINGS: Spec = Spec {
    input: "findings",
    record: "finding",
    subject: &[&ID, &TITLE],
    unique: true,
    fields: &[
        &ID,
        &TITLE,
        &OWNER,
        &SEVERITY,
        &STATUS,
        &FOUND,
        &DUE,
        &CLOSED,
        &CLOSURE,
        &ESCALATED,
        &ESCALATED_TO,
    ],
};

pub(crate) const CONTROL: Field = Field::new(
    "control",
    "the control's id",
    &["control id", "id", "control number", "key"],
);
pub(crate) const TREATED: Field = Field::new(
    "risks",
    "the ids of the risks that it treats",
    &["linked risks", "risk ids", "risk", "risk id", "mitigates"],
);

pub(crate) static CONTROLS: Spec = Spec {
    input: "controls",
    record: "control",
    subject: &[&CONTROL],
    // A matrix may have a row for each pair of risk and control.
    unique: false,
    fields: &[&CONTROL, &STATUS, &TREATED],
};

pub(crate) const PROCESS: Field = Field::new(
    "process",
    "the process or service",
    &[
        "name",
        "service",
        "business process",
        "function",
        "activity",
    ],
);
pub(crate) const RTO: Field = Field::new(
    "recovery-time",
    "how soon it has to run again",
    &[
        "rto",
        "rto hours",
        "recovery time objective",
        "maximum tolerable downtime",
        "mtd",
    ],
);
pub(crate) const RPO: Field = Field::new(
    "recovery-point",
    "how much data may be lost",
    &["rpo", "rpo hours", "recovery point objective"],
);

pub(crate) static PROCESSES: Spec = Spec {
    input: "impact-analysis",
    record: "process",
    subject: &[&PROCESS],
    unique: true,
    fields: &[&PROCESS, &OWNER, &RTO, &RPO, &REVIEWED],
};

pub(crate) const POLICY: Field = Field::new(
    "policy",
    "the policy's name or number",
    &["name", "policy number", "title", "id"],
);
pub(crate) const KIND: Field = Field::new(
    "kind",
    "what it covers",
    &["type", "coverage", "line", "cover"],
);
pub(crate) const INSURER: Field = Field::new(
    "insurer",
    "who insures",
    &["carrier", "underwriter", "provider", "company"],
);
pub(crate) const FROM: Field = Field::new(
    "from",
    "the first day of cover",
    &[
        "start",
        "effective",
        "effective on",
        "effective date",
        "inception",
        "valid from",
        "period start",
    ],
);
pub(crate) const UNTIL: Field = Field::new(
    "until",
    "the last day of cover",
    &[
        "end",
        "expires",
        "expires on",
        "expiry",
        "expiry date",
        "expiration date",
        "valid until",
        "period end",
    ],
);

pub(crate) static INSURANCES: Spec = Spec {
    input: "insurance",
    record: "insurance policy",
    subject: &[&POLICY],
    unique: false,
    fields: &[&POLICY, &KIND, &INSURER, &FROM, &UNTIL],
};

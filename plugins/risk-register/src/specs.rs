//! The registers: their fields, under the names that common tools export.

mod treatment;
mod words;

use tickmark_plugin::register::{Field, Spec};

pub(crate) use treatment::*;
pub(crate) use words::{
    CONFLICT_STATES, Conflict, FINDING_STATES, LEVELS, Level, OPERATING, RISK_STATES, TREATMENTS,
    Treatment,
};

pub(crate) const ID: Field = Field::new(
    "id",
    "the number",
    &[
        "key",
        "issue key",
        "number",
        "risk id",
        "reference",
        "ref",
        "sys id",
    ],
);
pub(crate) const TITLE: Field = Field::new(
    "title",
    "what it is",
    &[
        "name",
        "summary",
        "risk",
        "short description",
        "description",
        "scenario",
    ],
);
pub(crate) const OWNER: Field = Field::new(
    "owner",
    "who is responsible",
    &[
        "risk owner",
        "assignee",
        "owned by",
        "assigned to",
        "responsible",
    ],
);
pub(crate) const STATUS: Field = Field::new("status", "where it stands", &["state"]);

pub(crate) const CATEGORY: Field = Field::new(
    "category",
    "what kind of risk it is",
    &["categories", "type", "risk category", "tags", "labels"],
);
pub(crate) const LIKELIHOOD: Field = Field::new(
    "likelihood",
    "how likely it is",
    &["probability", "inherent likelihood"],
);
pub(crate) const IMPACT: Field = Field::new(
    "impact",
    "how bad it would be",
    &["inherent impact", "consequence", "severity"],
);
pub(crate) const LEVEL: Field = Field::new(
    "level",
    "low, medium, high or critical, with the treatment counted in",
    &[
        "residual level",
        "residual risk",
        "risk level",
        "rating",
        "risk rating",
        "priority",
    ],
);
pub(crate) const TREATMENT: Field = Field::new(
    "treatment",
    "mitigate, accept, transfer or avoid",
    &[
        "response",
        "treatment decision",
        "treatment option",
        "strategy",
        "decision",
        "treatment plan",
    ],
);
pub(crate) const REVIEWED: Field = Field::new(
    "reviewed",
    "when it was last reviewed",
    &[
        "reviewed on",
        "last reviewed",
        "last review",
        "last review date",
        "assessed on",
    ],
);
pub(crate) const NEXT_REVIEW: Field = Field::new(
    "next-review",
    "by when it is reviewed next",
    &[
        "next review date",
        "review due",
        "review by",
        "review date",
        "due",
    ],
);
pub(crate) const LINKED_CONTROLS: Field = Field::new(
    "controls",
    "the ids of the controls that treat it",
    &[
        "linked controls",
        "mitigating controls",
        "control ids",
        "control",
    ],
);

pub(crate) static RISKS: Spec = Spec {
    input: "risks",
    record: "risk",
    subject: &[&ID, &TITLE],
    unique: true,
    fields: &[
        &ID,
        &TITLE,
        &CATEGORY,
        &OWNER,
        &LIKELIHOOD,
        &IMPACT,
        &LEVEL,
        &TREATMENT,
        &STATUS,
        &REVIEWED,
        &NEXT_REVIEW,
        &LINKED_CONTROLS,
    ],
};

pub(crate) const HELD: Field = Field::new(
    "held",
    "when it was completed",
    &[
        "held on",
        "completed on",
        "date",
        "assessment date",
        "assessed on",
        "performed on",
    ],
);
pub(crate) const SCOPE: Field = Field::new(
    "scope",
    "what was assessed",
    &["subject", "area", "title", "name"],
);
pub(crate) const APPROVED_BY: Field = Field::new(
    "approved-by",
    "who approved the result",
    &["approver", "approved by", "signed off by"],
);
pub(crate) const REPORT: Field = Field::new(
    "report",
    "where the report is",
    &["document", "link", "reference", "evidence"],
);

pub(crate) static ASSESSMENTS: Spec = Spec {
    input: "risk-assessments",
    record: "risk assessment",
    subject: &[&ID, &SCOPE],
    unique: true,
    fields: &[&ID, &SCOPE, &HELD, &APPROVED_BY, &REPORT],
};

pub(crate) const CHANGED: Field = Field::new(
    "effective",
    "when the change took effect",
    &[
        "effective on",
        "effective date",
        "implemented on",
        "go live",
        "date",
        "onboarded on",
    ],
);
pub(crate) const ASSESSED: Field = Field::new(
    "assessed",
    "when its effect on risk was assessed",
    &[
        "assessed on",
        "risk reviewed on",
        "risk assessment date",
        "reviewed on",
    ],
);
pub(crate) const ASSESSOR: Field = Field::new(
    "assessed-by",
    "who assessed it",
    &["assessor", "reviewer", "reviewed by", "owner"],
);
pub(crate) const LINKED_RISKS: Field = Field::new(
    "risks",
    "the ids of the risks that it changes, or `no new risk`",
    &["risk", "linked risks", "risk ids", "risk id"],
);

pub(crate) static CHANGES: Spec = Spec {
    input: "changes",
    record: "change",
    subject: &[&ID, &TITLE],
    unique: true,
    fields: &[&ID, &TITLE, &CHANGED, &ASSESSED, &ASSESSOR, &LINKED_RISKS],
};

pub(crate) const PERSON: Field = Field::new(
    "person",
    "who holds both duties",
    &["user", "email", "account", "name", "employee"],
);
pub(crate) const DUTY: Field = Field::new(
    "duty",
    "the one duty",
    &[
        "role",
        "duty 1",
        "duty a",
        "role 1",
        "function 1",
        "conflicting role 1",
    ],
);
pub(crate) const OTHER_DUTY: Field = Field::new(
    "conflicts-with",
    "the other duty",
    &[
        "other duty",
        "duty 2",
        "duty b",
        "role 2",
        "function 2",
        "conflicting role 2",
    ],
);
pub(crate) const MITIGATION: Field = Field::new(
    "mitigation",
    "what makes up for the conflict",
    &[
        "compensating control",
        "mitigating control",
        "justification",
    ],
);
pub(crate) const ACCEPTED_BY: Field = Field::new(
    "accepted-by",
    "who accepted it",
    &["approved by", "approver", "risk owner"],
);
pub(crate) const ACCEPTED_ON: Field = Field::new(
    "accepted-on",
    "when it was accepted",
    &["approved on", "accepted", "approval date"],
);
pub(crate) const EXPIRES: Field = Field::new(
    "expires",
    "until when that holds",
    &["expires on", "expiry", "valid until", "review by"],
);

pub(crate) static CONFLICTS: Spec = Spec {
    input: "duty-conflicts",
    record: "conflict of duties",
    subject: &[&PERSON, &DUTY, &OTHER_DUTY],
    unique: true,
    fields: &[
        &PERSON,
        &DUTY,
        &OTHER_DUTY,
        &STATUS,
        &MITIGATION,
        &ACCEPTED_BY,
        &ACCEPTED_ON,
        &EXPIRES,
    ],
};

//! The registers and their fields, with the names that common tools export them under.

mod exercises;

use tickmark_plugin::Input;
use tickmark_plugin::register::{Field, Spec};
use tickmark_plugin::roster::ROSTER;

pub(crate) use exercises::*;

pub(crate) const ALERT: Field = Field::new(
    "alert",
    "the alert's number",
    &[
        "alert id",
        "id",
        "key",
        "number",
        "alias",
        "finding id",
        "incident number",
    ],
);
pub(crate) const SEVERITY: Field = Field::new(
    "severity",
    "how severe it is",
    &[
        "priority",
        "urgency",
        "level",
        "impact",
        "severity.label",
        "priority.name",
    ],
);
pub(crate) const CREATED: Field = Field::new(
    "created",
    "when it was raised",
    &[
        "created at",
        "created on",
        "created time",
        "raised at",
        "triggered at",
        "first seen",
        "opened",
        "time",
        "timestamp",
    ],
);
pub(crate) const ACKNOWLEDGED: Field = Field::new(
    "acknowledged",
    "when somebody took it up",
    &[
        "acknowledged at",
        "acknowledged on",
        "acknowledge time",
        "acked at",
        "ack time",
        "first response",
        "triaged at",
        "assigned at",
    ],
);
pub(crate) const DISPOSITION: Field = Field::new(
    "disposition",
    "what it was found to be",
    &[
        "verdict",
        "determination",
        "classification",
        "resolution",
        "outcome",
    ],
);
pub(crate) const DISPOSED: Field = Field::new(
    "disposed",
    "when that was decided",
    &[
        "disposition at",
        "decided at",
        "closed",
        "closed at",
        "closed on",
        "resolved",
        "resolved at",
        "resolved on",
    ],
);
pub(crate) const INCIDENT_OF: Field = Field::new(
    "incident",
    "the incident that it became or belongs to",
    &[
        "incident id",
        "incident key",
        "linked incident",
        "escalated to",
        "case",
        "parent",
    ],
);

pub(crate) static ALERTS: Spec = Spec {
    input: "alerts",
    record: "alert",
    subject: &[&ALERT],
    unique: true,
    fields: &[
        &ALERT,
        &SEVERITY,
        &CREATED,
        &ACKNOWLEDGED,
        &DISPOSITION,
        &DISPOSED,
        &INCIDENT_OF,
    ],
};

pub(crate) const INCIDENT: Field = Field::new(
    "incident",
    "the incident's number",
    &[
        "incident id",
        "incident key",
        "incident number",
        "id",
        "key",
        "number",
        "reference",
    ],
);
pub(crate) const DECISION: Field = Field::new(
    "decision",
    "whether it is an incident",
    &["classification", "assessment", "verdict", "outcome"],
);
pub(crate) const DETECTED: Field = Field::new(
    "detected",
    "when it was noticed",
    &[
        "detected at",
        "detected on",
        "detection time",
        "reported at",
        "created",
        "created at",
        "opened",
        "opened at",
        "started at",
    ],
);
pub(crate) const DECIDED: Field = Field::new(
    "decided",
    "when it was assessed and decided on",
    &[
        "decided at",
        "declared at",
        "declared",
        "triaged",
        "triaged at",
        "confirmed at",
        "classified at",
        "accepted at",
    ],
);
pub(crate) const CONTAINED: Field = Field::new(
    "contained",
    "when it stopped spreading",
    &[
        "contained at",
        "containment time",
        "mitigated",
        "mitigated at",
        "stabilised at",
        "stabilized at",
    ],
);
pub(crate) const RESOLVED: Field = Field::new(
    "resolved",
    "when it was over",
    &[
        "resolved at",
        "resolved on",
        "resolution time",
        "closed",
        "closed at",
        "closed on",
    ],
);
pub(crate) const RESTORED: Field = Field::new(
    "restored",
    "when the service was back",
    &[
        "restored at",
        "service restored",
        "recovered",
        "recovered at",
    ],
);
pub(crate) const ROOT_CAUSE: Field = Field::new(
    "root-cause",
    "why it happened",
    &["cause", "rca", "root cause summary", "root cause analysis"],
);
pub(crate) const POSTMORTEM: Field = Field::new(
    "postmortem",
    "the document that looks back",
    &[
        "post-mortem",
        "postmortem url",
        "postmortem link",
        "postmortem document",
        "retrospective",
        "retrospective url",
        "post incident review",
        "pir",
        "lessons learned",
    ],
);
pub(crate) const REVIEWED: Field = Field::new(
    "reviewed",
    "the day on which people looked back",
    &[
        "reviewed on",
        "postmortem date",
        "postmortem completed",
        "pir date",
        "retrospective date",
    ],
);
pub(crate) const NOTICE_REQUIRED: Field = Field::new(
    "notice-required",
    "whether customers or authorities have to be told",
    &[
        "notification required",
        "notify",
        "reportable",
        "customer impact",
        "customer notification required",
    ],
);
pub(crate) const NOTIFIED: Field = Field::new(
    "notified",
    "when they were told",
    &[
        "notified at",
        "notified on",
        "notification sent",
        "customers notified",
        "notification date",
    ],
);

pub(crate) static INCIDENTS: Spec = Spec {
    input: "incidents",
    record: "incident",
    subject: &[&INCIDENT],
    unique: true,
    fields: &[
        &INCIDENT,
        &SEVERITY,
        &DECISION,
        &DETECTED,
        &DECIDED,
        &CONTAINED,
        &RESOLVED,
        &RESTORED,
        &ROOT_CAUSE,
        &POSTMORTEM,
        &REVIEWED,
        &NOTICE_REQUIRED,
        &NOTIFIED,
    ],
};

pub(crate) const ACTION: Field = Field::new(
    "action",
    "the action's number or title",
    &[
        "action id",
        "id",
        "key",
        "ticket",
        "issue key",
        "title",
        "summary",
    ],
);
pub(crate) const OWNER: Field = Field::new(
    "owner",
    "who does it",
    &["assignee", "assigned to", "action owner", "responsible"],
);
pub(crate) const DUE: Field = Field::new(
    "due",
    "the day by which it is done",
    &["due date", "due on", "due at", "deadline"],
);
pub(crate) const CLOSED: Field = Field::new(
    "closed",
    "the day on which it was done",
    &[
        "closed on",
        "closed at",
        "completed",
        "completed on",
        "completed at",
        "resolved",
        "done on",
    ],
);
pub(crate) const ACTION_STATUS: Field = Field::new("status", "open or closed", &["state"]);

pub(crate) static ACTIONS: Spec = Spec {
    input: "actions",
    record: "action",
    subject: &[&ACTION],
    unique: true,
    fields: &[&ACTION, &INCIDENT_OF, &OWNER, &DUE, &CLOSED, &ACTION_STATUS],
};

pub(crate) fn inputs() -> Vec<Input> {
    vec![
        ALERTS
            .input("Alerts of the monitoring and of the security tools, as PagerDuty, Opsgenie or the SIEM exports them.")
            .glob("incidents/**/*alerts*.{csv,json,jsonl}")
            .max_age_days(14),
        INCIDENTS
            .input("Every incident with the time of each stage, those dismissed too. A file with its header alone says that there was none.")
            .glob("incidents/**/*incidents*.{csv,json,jsonl,yaml,yml}")
            .max_age_days(45),
        ACTIONS
            .input("What was decided after incidents, one row an action, as the tracker exports it.")
            .glob("incidents/**/*actions*.{csv,json,jsonl,yaml,yml}")
            .max_age_days(45),
        EXERCISES
            .input("Exercises of incident response, one row each.")
            .glob("incidents/**/*exercises*.{csv,json,yaml,yml}")
            .glob("incidents/**/*tabletop*.{csv,json,yaml,yml}")
            .max_age_days(92),
        RECOVERY_TESTS
            .input("Restores and failovers that were made to test recovery.")
            .glob("incidents/**/*recovery*.{csv,json,yaml,yml}")
            .glob("backup/**/restore*.{csv,json,yaml,yml}")
            .max_age_days(92),
        ROSTER
            .input("Everybody who works or worked here, as the HR system exports it.")
            .glob("hr/roster*.{csv,json}")
            .max_age_days(45),
    ]
}

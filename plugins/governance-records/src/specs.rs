//! The registers: their fields, under the names that common tools export.

mod outside;
mod words;

use tickmark_plugin::register::{Field, Spec};

pub(crate) use outside::*;
pub(crate) use words::{EVALUATED, HELD, KINDS, Kind, NOTICE_KINDS, Notice, OPERATING};

pub(crate) const ID: Field = Field::new("id", "the number", &["key", "number", "reference", "ref"]);
pub(crate) const OWNER: Field = Field::new(
    "owner",
    "who is responsible",
    &[
        "owned by",
        "responsible",
        "accountable",
        "assignee",
        "control owner",
    ],
);
pub(crate) const STATUS: Field = Field::new("status", "where it stands", &["state"]);

pub(crate) const BODY: Field = Field::new(
    "body",
    "the board or committee",
    &["committee", "meeting", "name", "forum"],
);
pub(crate) const HELD_ON: Field = Field::new(
    "held",
    "when it was held",
    &["held on", "date", "meeting date"],
);
pub(crate) const TOPICS: Field = Field::new(
    "topics",
    "what it dealt with",
    &["agenda", "subjects", "agenda items"],
);
pub(crate) const ATTENDEES: Field = Field::new(
    "attendees",
    "who was there",
    &["present", "participants", "attendance"],
);
pub(crate) const MINUTES: Field = Field::new(
    "minutes",
    "where the minutes are",
    &["minutes reference", "minutes file", "document", "link"],
);

pub(crate) static MEETINGS: Spec = Spec {
    input: "meetings",
    record: "meeting",
    subject: &[&ID, &BODY],
    unique: false,
    fields: &[&ID, &BODY, &HELD_ON, &TOPICS, &ATTENDEES, &MINUTES, &STATUS],
};

pub(crate) const MEMBER: Field = Field::new(
    "member",
    "the member's name",
    &["name", "director", "full name"],
);
pub(crate) const INDEPENDENT: Field = Field::new(
    "independent",
    "whether the member is independent of management",
    &["is independent", "independence"],
);
pub(crate) const DECLARED: Field = Field::new(
    "declared",
    "when independence was last declared",
    &[
        "declared on",
        "declaration date",
        "confirmed on",
        "independence declared",
    ],
);
pub(crate) const UNTIL: Field = Field::new(
    "until",
    "when the term ended, blank while it lasts",
    &["term end", "end date", "left"],
);

pub(crate) static MEMBERS: Spec = Spec {
    input: "members",
    record: "member",
    subject: &[&BODY, &MEMBER],
    unique: true,
    fields: &[&MEMBER, &BODY, &INDEPENDENT, &DECLARED, &UNTIL],
};

pub(crate) const DUTY: Field = Field::new(
    "duty",
    "the duty",
    &["activity", "task", "responsibility", "process", "role"],
);
pub(crate) const ACCOUNTABLE: Field = Field::new(
    "accountable",
    "the one person who answers for it",
    &["a", "accountable person", "owner"],
);
pub(crate) const RESPONSIBLE: Field = Field::new(
    "responsible",
    "who does it",
    &["r", "responsible person", "performed by"],
);

pub(crate) static DUTIES: Spec = Spec {
    input: "duties",
    record: "duty",
    subject: &[&DUTY],
    unique: true,
    fields: &[&DUTY, &ACCOUNTABLE, &RESPONSIBLE],
};

pub(crate) const TITLE: Field = Field::new(
    "title",
    "what it says",
    &[
        "name",
        "commitment",
        "objective",
        "text",
        "description",
        "statement",
    ],
);
pub(crate) const REVIEWED: Field = Field::new(
    "reviewed",
    "when it was last reviewed",
    &["reviewed on", "last reviewed", "last review", "review date"],
);
pub(crate) const CRITERIA: Field = Field::new(
    "criteria",
    "the criteria that it rests on, as in CC6.1",
    &["linked criteria", "tsc", "criterion", "soc 2 criteria"],
);
pub(crate) const MEASURE: Field = Field::new(
    "measure",
    "how one can tell whether it is met",
    &["metric", "target", "kpi", "slo", "indicator"],
);

pub(crate) static COMMITMENTS: Spec = Spec {
    input: "commitments",
    record: "commitment",
    subject: &[&ID, &TITLE],
    unique: true,
    fields: &[&ID, &TITLE, &OWNER, &REVIEWED, &CRITERIA, &MEASURE],
};

pub(crate) const CONTROL: Field = Field::new(
    "control",
    "the control's id",
    &["control id", "id", "control number", "key"],
);

pub(crate) static CONTROLS: Spec = Spec {
    input: "controls",
    record: "control",
    subject: &[&CONTROL],
    unique: true,
    fields: &[&CONTROL, &OWNER, &STATUS],
};

pub(crate) const KIND: Field = Field::new(
    "kind",
    "control-test, internal-audit or penetration-test",
    &["type", "category", "evaluation type"],
);
pub(crate) const SCOPE: Field = Field::new(
    "scope",
    "the control's id, or what was examined",
    &[
        "control",
        "control id",
        "controls",
        "subject",
        "area",
        "target",
    ],
);
pub(crate) const PLANNED: Field = Field::new(
    "planned",
    "when it was planned for",
    &[
        "planned on",
        "due",
        "due on",
        "scheduled",
        "scheduled for",
        "planned date",
    ],
);
pub(crate) const PERFORMED: Field = Field::new(
    "performed",
    "when it was done",
    &[
        "performed on",
        "completed",
        "completed on",
        "tested on",
        "date performed",
        "finished on",
    ],
);
pub(crate) const PERFORMER: Field = Field::new(
    "performed-by",
    "who did it",
    &[
        "performer",
        "tester",
        "auditor",
        "assessor",
        "tested by",
        "completed by",
    ],
);
pub(crate) const RESULT: Field = Field::new(
    "result",
    "what came out",
    &["outcome", "conclusion", "test result"],
);
pub(crate) const REPORT: Field = Field::new(
    "report",
    "where the report or workpaper is",
    &[
        "evidence",
        "report reference",
        "workpaper",
        "link",
        "document",
    ],
);

pub(crate) static EVALUATIONS: Spec = Spec {
    input: "evaluations",
    record: "evaluation",
    subject: &[&ID, &SCOPE],
    unique: true,
    fields: &[
        &ID, &KIND, &SCOPE, &PLANNED, &PERFORMED, &PERFORMER, &RESULT, &REPORT, &STATUS, &OWNER,
    ],
};

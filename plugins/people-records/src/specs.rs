//! The registers: their fields, under the names that common tools export.

mod words;

use tickmark_plugin::register::{Field, Spec};

pub(crate) use words::{ADJUDICATIONS, DONE_STATES, POLICY_STATES, RESULTS, Screened};

/// Whom a record is about.
pub(crate) const PERSON: Field = Field::new(
    "person",
    "the worker's address, number or name, as in the roster",
    &[
        "email",
        "work email",
        "employee email",
        "user email",
        "email address",
        "employee id",
        "user",
        "employee",
        "worker",
        "assignee",
        "candidate email",
        "employee name",
        "full name",
        "name",
    ],
);

pub(crate) const POLICY: Field = Field::new(
    "policy",
    "the policy's id or title",
    &[
        "policy id",
        "document",
        "policy name",
        "policy title",
        "document title",
    ],
);
pub(crate) const VERSION: Field = Field::new(
    "version",
    "the version",
    &["policy version", "document version", "revision"],
);
pub(crate) const ACKNOWLEDGED: Field = Field::new(
    "acknowledged",
    "when it was acknowledged",
    &[
        "acknowledged on",
        "acknowledged at",
        "accepted at",
        "accepted on",
        "signed at",
        "signed on",
        "completed on",
        "date",
    ],
);
pub(crate) const STATUS: Field =
    Field::new("status", "where it stands", &["state", "completion status"]);

pub(crate) static ACKNOWLEDGEMENTS: Spec = Spec {
    input: "acknowledgements",
    record: "acknowledgement",
    subject: &[&PERSON, &POLICY],
    unique: false,
    fields: &[&PERSON, &POLICY, &VERSION, &ACKNOWLEDGED, &STATUS],
};

pub(crate) const POLICY_ID: Field =
    Field::new("id", "the policy's id", &["policy id", "number", "code"]);
pub(crate) const POLICY_TITLE: Field = Field::new(
    "title",
    "the title",
    &["policy", "name", "policy name", "policy title"],
);
pub(crate) const KIND: Field =
    Field::new("kind", "what the policy is about", &["type", "category"]);
pub(crate) const ISSUED: Field = Field::new(
    "issued",
    "since when this version is in force",
    &[
        "effective on",
        "effective date",
        "effective from",
        "published on",
        "published at",
        "issued on",
        "approved on",
        "approved at",
        "approval date",
    ],
);
pub(crate) const FOR_ALL: Field = Field::new(
    "acknowledge",
    "whether everybody has to acknowledge it; blank is yes",
    &[
        "acknowledgement required",
        "requires acknowledgement",
        "acknowledge by all",
    ],
);

pub(crate) static POLICIES: Spec = Spec {
    input: "policies",
    record: "policy",
    subject: &[&POLICY_ID, &POLICY_TITLE],
    unique: true,
    fields: &[
        &POLICY_ID,
        &POLICY_TITLE,
        &KIND,
        &VERSION,
        &STATUS,
        &ISSUED,
        &FOR_ALL,
    ],
};

pub(crate) const COMPLETED: Field = Field::new(
    "completed",
    "when it was completed",
    &[
        "completed on",
        "completed at",
        "completion date",
        "date completed",
        "completed date",
        "report completed",
        "finished on",
    ],
);
pub(crate) const RESULT: Field = Field::new(
    "result",
    "clear, consider or adverse",
    &[
        "outcome",
        "report status",
        "overall result",
        "status",
        "assessment",
    ],
);
pub(crate) const ADJUDICATION: Field = Field::new(
    "adjudication",
    "what was decided where the result was not clear",
    &["adjudicated", "decision", "adjudication status"],
);

pub(crate) static SCREENINGS: Spec = Spec {
    input: "screenings",
    record: "screening",
    subject: &[&PERSON],
    unique: false,
    fields: &[&PERSON, &COMPLETED, &RESULT, &ADJUDICATION],
};

pub(crate) const COURSE: Field = Field::new(
    "course",
    "the course's name",
    &[
        "training",
        "course name",
        "training name",
        "module",
        "title",
        "campaign name",
        "content",
    ],
);

pub(crate) static TRAININGS: Spec = Spec {
    input: "trainings",
    record: "training",
    subject: &[&PERSON, &COURSE],
    unique: false,
    fields: &[&PERSON, &COURSE, &COMPLETED, &STATUS],
};

pub(crate) const REVIEWER: Field = Field::new(
    "reviewer",
    "who reviewed",
    &[
        "manager",
        "reviewed by",
        "manager email",
        "reviewer email",
        "evaluator",
    ],
);
pub(crate) const REVIEWED: Field = Field::new(
    "reviewed",
    "when the review was completed",
    &[
        "reviewed on",
        "review date",
        "completed on",
        "completed at",
        "completion date",
        "shared on",
        "signed on",
    ],
);

pub(crate) static REVIEWS: Spec = Spec {
    input: "performance-reviews",
    record: "performance review",
    subject: &[&PERSON],
    unique: false,
    fields: &[&PERSON, &REVIEWER, &REVIEWED, &STATUS],
};

pub(crate) const CASE: Field = Field::new(
    "id",
    "the case's number",
    &["case", "case id", "case number", "reference", "key"],
);
pub(crate) const REPORTED: Field = Field::new(
    "reported",
    "when it was reported",
    &[
        "reported on",
        "reported at",
        "opened",
        "opened on",
        "created at",
        "date reported",
    ],
);
pub(crate) const DECIDED: Field = Field::new(
    "decided",
    "when it was decided",
    &[
        "decided on",
        "decided at",
        "closed",
        "closed on",
        "closed at",
        "resolved",
        "resolved on",
    ],
);
pub(crate) const ACTION: Field = Field::new(
    "action",
    "what followed, `no violation` where nothing was found",
    &[
        "sanction",
        "outcome",
        "consequence",
        "decision",
        "resolution",
        "action taken",
    ],
);
pub(crate) const OWNER: Field = Field::new(
    "owner",
    "who is responsible",
    &[
        "handled by",
        "case owner",
        "assignee",
        "investigator",
        "contact person",
    ],
);

pub(crate) static VIOLATIONS: Spec = Spec {
    input: "violations",
    record: "violation",
    subject: &[&CASE],
    unique: true,
    fields: &[&CASE, &REPORTED, &DECIDED, &ACTION, &OWNER],
};

pub(crate) const CHANNEL: Field =
    Field::new("channel", "the channel's name", &["name", "id", "title"]);
pub(crate) const CONTACT: Field = Field::new(
    "contact",
    "its address, number or link",
    &["address", "url", "link", "phone", "email"],
);
pub(crate) const ANONYMOUS: Field = Field::new(
    "anonymous",
    "whether somebody can report without a name",
    &["anonymously", "anonymous reporting"],
);
pub(crate) const ANNOUNCED: Field = Field::new(
    "announced",
    "when staff were last told of it",
    &[
        "announced on",
        "last announced",
        "communicated on",
        "published on",
        "reviewed on",
    ],
);

pub(crate) static CHANNELS: Spec = Spec {
    input: "reporting-channels",
    record: "reporting channel",
    subject: &[&CHANNEL],
    unique: true,
    fields: &[&CHANNEL, &CONTACT, &ANONYMOUS, &ANNOUNCED, &OWNER],
};

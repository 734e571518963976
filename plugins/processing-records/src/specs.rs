//! The registers and their fields, with the names that common tools export them under.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Choice, Field, Record, Spec};

/// The input of validation tests, which is no register.
pub(crate) const VALIDATION_TESTS: &str = "validation-tests";

pub(crate) const PROCESS: Field = Field::new(
    "process",
    "the pipeline, job or interface",
    &[
        "pipeline",
        "job",
        "job name",
        "dag id",
        "dag",
        "workflow",
        "interface",
        "name",
    ],
);
pub(crate) const OWNER: Field = Field::new(
    "owner",
    "who answers for it",
    &["process owner", "responsible", "team"],
);
pub(crate) const VERSION: Field = Field::new(
    "version",
    "the version in force",
    &["revision", "spec version"],
);
pub(crate) const SCHEMA: Field = Field::new(
    "schema",
    "the schema or document that specifies it",
    &[
        "specification",
        "spec",
        "document",
        "openapi",
        "json schema",
        "reference",
    ],
);
pub(crate) const REVIEWED: Field = Field::new(
    "reviewed",
    "when it was last reviewed",
    &["last reviewed", "reviewed on", "review date"],
);

pub(crate) static SPECIFICATIONS: Spec = Spec {
    input: "specifications",
    record: "specification",
    subject: &[&PROCESS],
    unique: true,
    fields: &[&PROCESS, &OWNER, &VERSION, &SCHEMA, &REVIEWED],
};

pub(crate) const ID: Field = Field::new(
    "id",
    "its number",
    &[
        "run id",
        "dag run id",
        "record id",
        "message id",
        "delivery id",
        "key",
        "reference",
    ],
);
pub(crate) const REJECTED_AT: Field = Field::new(
    "rejected-at",
    "when it was rejected",
    &["rejected", "created at", "received at", "time", "date"],
);
pub(crate) const REASON: Field = Field::new(
    "reason",
    "why it was rejected",
    &["error", "message", "validation error"],
);
pub(crate) const REVIEWED_AT: Field = Field::new(
    "reviewed-at",
    "when somebody looked at it",
    &[
        "resolved at",
        "handled at",
        "closed at",
        "reviewed",
        "resolved",
    ],
);

pub(crate) static REJECTS: Spec = Spec {
    input: "rejects",
    record: "rejected record",
    subject: &[&ID],
    unique: true,
    fields: &[&ID, &REJECTED_AT, &REASON, &REVIEWED_AT],
};

pub(crate) const STARTED: Field = Field::new(
    "started",
    "when it began",
    &[
        "started at",
        "start time",
        "start date",
        "execution date",
        "date",
        "time",
    ],
);
pub(crate) const STATUS: Field = Field::new(
    "status",
    "how it ended",
    &["state", "result", "outcome", "conclusion"],
);
/// What a tool says beside its own state, which is `completed` whether it went well or not. Where one column
/// says both, both fields are that column.
pub(crate) const RESULT: Field = Field::new(
    "result",
    "what came of it, where another column says that it ended",
    &["outcome", "conclusion", "run result", "result state"],
);
pub(crate) const RECORDS_IN: Field = Field::new(
    "records-in",
    "how many records went in",
    &[
        "in",
        "input",
        "rows in",
        "rows read",
        "records read",
        "input count",
    ],
);
pub(crate) const RECORDS_OUT: Field = Field::new(
    "records-out",
    "how many came out",
    &[
        "out",
        "output",
        "rows out",
        "rows written",
        "records written",
        "output count",
    ],
);
pub(crate) const RECORDS_REJECTED: Field = Field::new(
    "records-rejected",
    "how many were rejected",
    &[
        "rejected",
        "rejects",
        "rows rejected",
        "errors",
        "reject count",
    ],
);

pub(crate) static JOB_RUNS: Spec = Spec {
    input: "job-runs",
    record: "run",
    subject: &[&PROCESS, &ID],
    unique: true,
    fields: &[
        &PROCESS,
        &ID,
        &STARTED,
        &STATUS,
        &RESULT,
        &RECORDS_IN,
        &RECORDS_OUT,
        &RECORDS_REJECTED,
    ],
};

pub(crate) const RECIPIENT: Field = Field::new(
    "recipient",
    "to whom",
    &["customer", "destination", "endpoint", "consumer", "to"],
);
pub(crate) const GENERATED: Field = Field::new(
    "generated",
    "how many items were made",
    &[
        "generated count",
        "produced",
        "expected",
        "records generated",
    ],
);
pub(crate) const DELIVERED: Field = Field::new(
    "delivered",
    "how many arrived",
    &[
        "delivered count",
        "sent",
        "acknowledged",
        "records delivered",
    ],
);

pub(crate) static DELIVERIES: Spec = Spec {
    input: "deliveries",
    record: "delivery",
    subject: &[&ID],
    unique: true,
    fields: &[&ID, &RECIPIENT, &GENERATED, &DELIVERED],
};

pub(crate) const AUTHORISED_BY: Field = Field::new(
    "authorised-by",
    "who authorised it",
    &["authorized by", "approved by", "owner", "contract"],
);
pub(crate) const UNTIL: Field = Field::new(
    "until",
    "the last day on which it is authorised",
    &["valid until", "expires", "ended", "end date"],
);

pub(crate) static RECIPIENTS: Spec = Spec {
    input: "recipients",
    record: "recipient",
    subject: &[&RECIPIENT],
    unique: true,
    fields: &[&RECIPIENT, &AUTHORISED_BY, &UNTIL],
};

pub(crate) const STORE: Field = Field::new(
    "store",
    "the store",
    &[
        "data store",
        "bucket",
        "database",
        "table",
        "dataset",
        "system",
        "name",
    ],
);
pub(crate) const VERIFIED: Field = Field::new(
    "verified",
    "when its items were verified",
    &["verified at", "verified on", "checked at", "date", "time"],
);
pub(crate) const ITEMS: Field = Field::new(
    "items",
    "how many items were verified",
    &[
        "objects",
        "records",
        "files",
        "checked",
        "count",
        "items checked",
    ],
);
pub(crate) const MISMATCHES: Field = Field::new(
    "mismatches",
    "how many did not match their checksum",
    &["errors", "corrupt", "failed", "failures", "mismatched"],
);

pub(crate) static VERIFICATIONS: Spec = Spec {
    input: "verifications",
    record: "verification",
    subject: &[&STORE, &VERIFIED],
    unique: true,
    fields: &[&STORE, &VERIFIED, &ITEMS, &MISMATCHES],
};

/// How a run ended, the worse the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ended {
    Well,
    NotYet,
    Badly,
}

pub(crate) const ENDED: &[Choice<Ended>] = &[
    Choice::new(
        Ended::Well,
        "succeeded",
        &[
            "success",
            "successful",
            "completed",
            "ok",
            "finished",
            "done",
        ],
    ),
    Choice::new(
        Ended::Badly,
        "failed",
        &[
            "failure",
            "error",
            "errored",
            "aborted",
            "timed out",
            "timeout",
            "cancelled",
            "canceled",
            "partial",
            "upstream failed",
            "startup failure",
        ],
    ),
    Choice::new(
        Ended::NotYet,
        "running",
        &[
            "queued",
            "pending",
            "pending run",
            "scheduled",
            "deferred",
            "in progress",
            "started",
            "up for retry",
            "up for reschedule",
        ],
    ),
];

/// How a run says that it ended, and in which word. The worse of its state and its result counts; one that
/// failed before it ended is a problem.
pub(crate) fn ended<'a>(record: &Record<'a>) -> Result<Option<(Ended, &'a str)>, Problem> {
    let mut counts: Option<(Ended, &str)> = None;
    for said in record.choices(&[&STATUS, &RESULT], ENDED)? {
        counts = match (counts, said) {
            (Some((Ended::NotYet, one)), (Ended::Badly, other))
            | (Some((Ended::Badly, one)), (Ended::NotYet, other)) => {
                return Err(record.problem(format!(
                    "it is both `{}` and `{}`, so that nobody can say whether it ended",
                    brief(one, 60),
                    brief(other, 60)
                )));
            }
            (Some(worse), said) if worse.0 >= said.0 => Some(worse),
            (_, said) => Some(said),
        };
    }
    Ok(counts)
}

pub(crate) fn inputs() -> Vec<Input> {
    vec![
        SPECIFICATIONS
            .input("What is processed and how: one row a pipeline, job or interface.")
            .glob("processing/**/specifications*.{csv,json,yaml,yml}")
            .max_age_days(366),
        Input::new(
            VALIDATION_TESTS,
            "Results of the tests of input validation, as JUnit XML (`pytest --junitxml`, \
             `mvn test`, `jest-junit`, `cargo nextest --profile ci`).",
        )
        .glob("processing/**/*junit*.xml")
        .glob("processing/**/TEST-*.xml")
        .max_age_days(30),
        REJECTS
            .input("Records that validation rejected, and when somebody looked at them.")
            .glob("processing/**/*reject*.{csv,json,jsonl}")
            .max_age_days(31),
        JOB_RUNS
            .input("Runs of the jobs with their counts, as the scheduler and the jobs log them.")
            .glob("processing/**/*runs*.{csv,json,jsonl}")
            .max_age_days(31),
        DELIVERIES
            .input("What was handed out, with what was made and what arrived.")
            .glob("processing/**/*deliver*.{csv,json,jsonl}")
            .max_age_days(31),
        RECIPIENTS
            .input("Who may receive output.")
            .glob("processing/**/*recipients*.{csv,json,yaml,yml}")
            .max_age_days(366),
        VERIFICATIONS
            .input("Runs that held stored items against their checksums.")
            .glob("processing/**/*verification*.{csv,json}")
            .max_age_days(31),
    ]
}

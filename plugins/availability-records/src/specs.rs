//! The registers and their fields, with the names that common tools export them under.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Choice, Field, Record, Spec};

pub(crate) const RESOURCE: Field = Field::new(
    "resource",
    "what is backed up, restored or measured",
    &[
        "resource name",
        "resource id",
        "resource arn",
        "vm name",
        "machine",
        "server",
        "database",
        "source",
        "system",
        "asset",
        "name",
    ],
);

pub(crate) const STARTED: Field = Field::new(
    "started",
    "when the job began",
    &[
        "started at",
        "start time",
        "creation date",
        "created at",
        "backup time",
        "time",
        "date",
    ],
);
pub(crate) const STATUS: Field = Field::new(
    "status",
    "how it ended",
    &["state", "result", "job status", "outcome", "conclusion"],
);
/// What a tool says beside its own state, which is `completed` whether it went well or not. Where one column
/// says both, both fields are that column.
pub(crate) const RESULT: Field = Field::new(
    "result",
    "what came of it, where another column says that it ended",
    &[
        "outcome",
        "conclusion",
        "validation status",
        "test result",
        "job result",
    ],
);

pub(crate) static BACKUP_JOBS: Spec = Spec {
    input: "backup-jobs",
    record: "backup job",
    subject: &[&RESOURCE],
    unique: false,
    fields: &[&RESOURCE, &STARTED, &STATUS, &RESULT],
};

pub(crate) const RPO_HOURS: Field = Field::new(
    "rpo-hours",
    "the most hours of data that may be lost",
    &[
        "rpo (hours)",
        "rpo h",
        "rpo (minutes)",
        "backup interval hours",
        "rpo",
    ],
);
pub(crate) const RETENTION_DAYS: Field = Field::new(
    "retention-days",
    "how many days backups are kept",
    &[
        "retention (days)",
        "delete after days",
        "keep days",
        "retention (months)",
        "retention (years)",
        "retention",
        "retention period",
    ],
);
pub(crate) const ENCRYPTED: Field = Field::new(
    "encrypted",
    "whether backups are encrypted",
    &["encryption", "is encrypted", "backups encrypted"],
);
pub(crate) const COPY: Field = Field::new(
    "copy",
    "where the copy in another place is",
    &[
        "off-site",
        "offsite copy",
        "copy region",
        "destination region",
        "copy destination",
        "replica",
    ],
);

pub(crate) static BACKUP_INVENTORY: Spec = Spec {
    input: "backup-inventory",
    record: "resource",
    subject: &[&RESOURCE],
    unique: true,
    fields: &[&RESOURCE, &RPO_HOURS, &RETENTION_DAYS, &ENCRYPTED, &COPY],
};

pub(crate) const DATE: Field = Field::new(
    "date",
    "the day on which it was done",
    &[
        "tested on",
        "test date",
        "performed on",
        "exercise date",
        "reviewed on",
        "completed on",
        "conducted on",
    ],
);
pub(crate) const RTO_TARGET: Field = Field::new(
    "rto-target",
    "how many hours it may take",
    &[
        "rto hours",
        "rto target (hours)",
        "rto target (minutes)",
        "rto (minutes)",
        "rto",
        "target rto",
    ],
);
pub(crate) const RTO_ACHIEVED: Field = Field::new(
    "rto-achieved",
    "how many hours it took",
    &[
        "duration hours",
        "rto achieved (hours)",
        "rto achieved (minutes)",
        "duration minutes",
        "actual rto",
        "rto actual",
    ],
);
pub(crate) const RPO_TARGET: Field = Field::new(
    "rpo-target",
    "how many hours of data may be lost",
    &[
        "rpo hours",
        "rpo target (hours)",
        "rpo target (minutes)",
        "rpo (minutes)",
        "rpo",
        "target rpo",
    ],
);
pub(crate) const RPO_ACHIEVED: Field = Field::new(
    "rpo-achieved",
    "how many hours of data were lost",
    &[
        "rpo achieved (hours)",
        "rpo achieved (minutes)",
        "actual rpo",
        "rpo actual",
    ],
);
pub(crate) const ISSUE: Field = Field::new(
    "issue",
    "the ticket that follows up what went wrong",
    &["issues", "follow-up", "ticket", "action", "actions"],
);
pub(crate) const ISSUE_CLOSED: Field = Field::new(
    "issue-closed",
    "the day on which the follow-up was closed",
    &["issues closed", "closed", "closed on", "resolved on"],
);
pub(crate) const ISSUE_DUE: Field = Field::new(
    "issue-due",
    "the day by which it has to be",
    &["due", "due date", "due on"],
);

pub(crate) static RESTORE_TESTS: Spec = Spec {
    input: "restore-tests",
    record: "restore test",
    subject: &[&RESOURCE, &DATE],
    unique: false,
    fields: &[
        &RESOURCE,
        &DATE,
        &STATUS,
        &RESULT,
        &RTO_TARGET,
        &RTO_ACHIEVED,
        &ISSUE,
        &ISSUE_CLOSED,
        &ISSUE_DUE,
    ],
};

pub(crate) const SCOPE: Field = Field::new(
    "scope",
    "what was exercised",
    &["scenario", "exercise", "title", "name", "description"],
);

pub(crate) static RECOVERY_EXERCISES: Spec = Spec {
    input: "recovery-exercises",
    record: "recovery exercise",
    subject: &[&SCOPE],
    unique: false,
    fields: &[
        &SCOPE,
        &DATE,
        &STATUS,
        &RESULT,
        &RTO_TARGET,
        &RTO_ACHIEVED,
        &RPO_TARGET,
        &RPO_ACHIEVED,
        &ISSUE,
        &ISSUE_CLOSED,
        &ISSUE_DUE,
    ],
};

pub(crate) const METRIC: Field = Field::new(
    "metric",
    "what is measured, as in `cpu`",
    &["measure", "dimension"],
);
pub(crate) const PEAK: Field = Field::new(
    "peak",
    "the highest use in percent",
    &[
        "peak %",
        "peak percent",
        "maximum",
        "max",
        "utilisation",
        "utilization",
        "usage",
        "p95",
    ],
);
pub(crate) const THRESHOLD: Field = Field::new(
    "threshold",
    "the use in percent from which more is needed",
    &["limit", "alarm", "threshold %"],
);
pub(crate) const PLAN: Field = Field::new(
    "plan",
    "the ticket of the planned extension",
    &["action", "ticket", "issue", "remediation"],
);

pub(crate) static CAPACITY: Spec = Spec {
    input: "capacity",
    record: "figure of use",
    subject: &[&RESOURCE, &METRIC],
    unique: true,
    fields: &[&RESOURCE, &METRIC, &PEAK, &THRESHOLD, &PLAN],
};

pub(crate) const REVIEWER: Field =
    Field::new("reviewer", "who reviewed", &["reviewed by", "owner", "by"]);

pub(crate) static CAPACITY_REVIEWS: Spec = Spec {
    input: "capacity-reviews",
    record: "capacity review",
    subject: &[&DATE],
    unique: false,
    fields: &[&DATE, &REVIEWER],
};

pub(crate) const SERVICE: Field = Field::new(
    "service",
    "the service",
    &["component", "system", "name", "page"],
);
pub(crate) const MONTH: Field =
    Field::new("month", "the month, as in `2026-10`", &["period", "date"]);
pub(crate) const AVAILABILITY: Field = Field::new(
    "availability",
    "the availability in percent",
    &["uptime", "uptime %", "availability %", "sli", "actual"],
);
pub(crate) const TARGET: Field = Field::new(
    "target",
    "the committed availability in percent",
    &["sla", "slo", "objective", "commitment", "target %"],
);
pub(crate) const CREDITED: Field = Field::new(
    "follow-up",
    "the ticket that follows up a month below the target",
    &["ticket", "issue", "postmortem", "credit"],
);

pub(crate) static UPTIME: Spec = Spec {
    input: "uptime",
    record: "month of a service",
    subject: &[&SERVICE, &MONTH],
    unique: true,
    fields: &[&SERVICE, &MONTH, &AVAILABILITY, &TARGET, &CREDITED],
};

/// How a job or a test ended, the worse the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ended {
    Well,
    NotYet,
    Badly,
    /// It was given up before its end, or never began. Of a backup that is a failure; an exercise did not
    /// take place.
    BrokenOff,
}

pub(crate) const ENDED: &[Choice<Ended>] = &[
    Choice::new(
        Ended::Well,
        "completed",
        &[
            "success",
            "successful",
            "succeeded",
            "ok",
            "passed",
            "pass",
            "met",
        ],
    ),
    Choice::new(
        Ended::Badly,
        "failed",
        &[
            "failure",
            "error",
            "partial",
            "warning",
            "timed out",
            "timeout",
            "not met",
            "completed with issues",
            "completed with errors",
            "completed with warnings",
        ],
    ),
    Choice::new(
        Ended::BrokenOff,
        "cancelled",
        &[
            "canceled",
            "cancelling",
            "canceling",
            "aborted",
            "aborting",
            "broken off",
            "expired",
            "postponed",
            "skipped",
            "stopped",
        ],
    ),
    Choice::new(
        Ended::NotYet,
        "running",
        &[
            "created",
            "pending",
            "queued",
            "scheduled",
            "planned",
            "in progress",
            "started",
            "validating",
        ],
    ),
];

/// How a record says that it ended, and in which word. The worse of its state and its result counts; one that
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
        BACKUP_JOBS
            .input("The log of backup jobs, as `aws backup list-backup-jobs` or the backup tool exports it.")
            .glob("backup/**/*jobs*.{csv,json,jsonl}")
            .max_age_days(14),
        BACKUP_INVENTORY
            .input("Everything that has to be backed up, one row a resource.")
            .glob("backup/**/inventory*.{csv,json,yaml,yml}")
            .max_age_days(92),
        RESTORE_TESTS
            .input("Restores that were made to test the backups.")
            .glob("backup/**/restore*.{csv,json,yaml,yml}")
            .max_age_days(92),
        RECOVERY_EXERCISES
            .input("Exercises of disaster recovery, with targets and what was achieved.")
            .glob("recovery/**/*exercise*.{csv,json,yaml,yml}")
            .glob("recovery/**/dr-test*.{csv,json,yaml,yml}")
            .max_age_days(366),
        CAPACITY
            .input("The use of what may run out, as the monitoring exports it.")
            .glob("capacity/**/*utili[sz]ation*.{csv,json}")
            .max_age_days(45),
        CAPACITY_REVIEWS
            .input("Reviews of capacity, one row a review.")
            .glob("capacity/**/*review*.{csv,json,yaml,yml}")
            .max_age_days(92),
        UPTIME
            .input("Availability by service and month, with what was committed.")
            .glob("availability/**/uptime*.{csv,json}")
            .max_age_days(45),
    ]
}

//! The registers and their fields, with the names that common tools export them under.

use tickmark_plugin::Input;
use tickmark_plugin::register::{Choice, Field, Spec};

/// The input of the notice itself, which is no register.
pub(crate) const NOTICE: &str = "notice";

pub(crate) const ID: Field = Field::new(
    "id",
    "its number",
    &["request id", "case", "ticket", "reference", "key", "number"],
);
pub(crate) const KIND: Field = Field::new(
    "kind",
    "access, correction, erasure, accounting, objection or portability",
    &["type", "request type", "right"],
);
pub(crate) const RECEIVED: Field = Field::new(
    "received",
    "when it arrived",
    &[
        "received on",
        "received at",
        "created",
        "created at",
        "opened",
        "date received",
        "date",
    ],
);
pub(crate) const VERIFIED: Field = Field::new(
    "verified",
    "when or how the identity was verified",
    &[
        "identity verified",
        "identity check",
        "id verified",
        "verification",
    ],
);
pub(crate) const DUE: Field = Field::new(
    "due",
    "by when it has to be answered",
    &["due date", "deadline", "due on"],
);
pub(crate) const CLOSED: Field = Field::new(
    "closed",
    "when it was answered",
    &[
        "closed on",
        "closed at",
        "completed",
        "answered",
        "resolved",
        "completed on",
    ],
);
pub(crate) const OUTCOME: Field = Field::new(
    "outcome",
    "fulfilled, denied or withdrawn",
    &["result", "decision", "resolution"],
);
pub(crate) const REASON: Field = Field::new(
    "reason",
    "why it was denied or extended",
    &["denial reason", "extension reason", "reason for denial"],
);
pub(crate) const INFORMED: Field = Field::new(
    "informed",
    "which vendors or recipients were told to do the same, or `no recipients`",
    &[
        "vendors informed",
        "recipients informed",
        "downstream notice",
        "processors notified",
    ],
);
pub(crate) const JURISDICTION: Field = Field::new(
    "jurisdiction",
    "whose law applies",
    &["region", "country", "law", "regulation"],
);

pub(crate) static REQUESTS: Spec = Spec {
    input: "requests",
    record: "request",
    subject: &[&ID],
    unique: true,
    fields: &[
        &ID,
        &KIND,
        &RECEIVED,
        &VERIFIED,
        &DUE,
        &CLOSED,
        &OUTCOME,
        &REASON,
        &INFORMED,
        &JURISDICTION,
    ],
};

/// What a data subject asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    Access,
    Correction,
    Erasure,
    Accounting,
    Other,
}

pub(crate) const RIGHTS: &[Choice<Right>] = &[
    Choice::new(
        Right::Access,
        "access",
        &["know", "right to know", "copy", "portability"],
    ),
    Choice::new(
        Right::Correction,
        "correction",
        &[
            "correct",
            "rectify",
            "rectification",
            "amend",
            "amendment",
            "update",
        ],
    ),
    Choice::new(
        Right::Erasure,
        "erasure",
        &["erase", "delete", "deletion", "right to be forgotten"],
    ),
    Choice::new(
        Right::Accounting,
        "accounting",
        &["accounting of disclosures", "disclosures"],
    ),
    Choice::new(
        Right::Other,
        "objection",
        &[
            "object",
            "opt-out",
            "restriction",
            "restrict",
            "withdraw",
            "other",
        ],
    ),
];

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Fulfilled,
    Denied,
    Withdrawn,
}

pub(crate) const DECISIONS: &[Choice<Decision>] = &[
    Choice::new(
        Decision::Fulfilled,
        "fulfilled",
        &[
            "completed",
            "granted",
            "done",
            "provided",
            "corrected",
            "deleted",
        ],
    ),
    Choice::new(
        Decision::Denied,
        "denied",
        &["rejected", "refused", "partially denied", "partial"],
    ),
    Choice::new(
        Decision::Withdrawn,
        "withdrawn",
        &["cancelled", "canceled", "abandoned"],
    ),
];

pub(crate) const SUBJECT: Field = Field::new(
    "subject",
    "the person, best under a pseudonym",
    &[
        "user",
        "user id",
        "data subject",
        "person",
        "subject id",
        "customer",
        "email hash",
    ],
);
pub(crate) const PURPOSE: Field = Field::new(
    "purpose",
    "for what",
    &["processing purpose", "scope", "consent type"],
);
pub(crate) const NOTICE_VERSION: Field = Field::new(
    "notice-version",
    "the version of the notice that the person saw",
    &[
        "policy version",
        "version",
        "consent version",
        "text version",
    ],
);
pub(crate) const GIVEN: Field = Field::new(
    "given",
    "when it was given",
    &[
        "given at",
        "consented at",
        "granted at",
        "timestamp",
        "date",
        "time",
    ],
);
pub(crate) const EXPLICIT: Field = Field::new(
    "explicit",
    "whether it was given expressly",
    &["explicit consent", "opt-in"],
);
pub(crate) const SENSITIVE: Field = Field::new(
    "sensitive",
    "whether it is about sensitive data",
    &["special category", "sensitive data", "special-category"],
);
pub(crate) const COLLECTED: Field = Field::new(
    "collected",
    "when the data was first collected",
    &["collected at", "first collected", "processing began"],
);
pub(crate) const WITHDRAWN: Field = Field::new(
    "withdrawn",
    "when it was withdrawn",
    &["withdrawn at", "revoked at", "revoked"],
);
pub(crate) const HONOURED: Field = Field::new(
    "honoured",
    "when the withdrawal was carried out",
    &["honoured at", "honored", "stopped at", "processing stopped"],
);

pub(crate) static CONSENTS: Spec = Spec {
    input: "consents",
    record: "consent",
    subject: &[&SUBJECT, &PURPOSE],
    unique: false,
    fields: &[
        &SUBJECT,
        &PURPOSE,
        &NOTICE_VERSION,
        &GIVEN,
        &EXPLICIT,
        &SENSITIVE,
        &COLLECTED,
        &WITHDRAWN,
        &HONOURED,
    ],
};

pub(crate) const NUMBER: Field = Field::new(
    "number",
    "its number in sequence",
    &["id", "no", "sequence", "entry"],
);
pub(crate) const DATE: Field = Field::new(
    "date",
    "when it was",
    &[
        "disclosed on",
        "disclosed at",
        "performed on",
        "reviewed on",
        "run on",
        "completed on",
        "on",
    ],
);
pub(crate) const RECIPIENT: Field = Field::new(
    "recipient",
    "to whom",
    &[
        "disclosed to",
        "third party",
        "vendor",
        "processor",
        "sub-processor",
        "name",
    ],
);
pub(crate) const BASIS: Field = Field::new(
    "basis",
    "on what basis",
    &["legal basis", "authority", "authorisation"],
);
pub(crate) const DATA: Field = Field::new(
    "data",
    "which data",
    &["data categories", "categories", "what"],
);

pub(crate) static DISCLOSURES: Spec = Spec {
    input: "disclosures",
    record: "disclosure",
    subject: &[&NUMBER],
    unique: true,
    fields: &[&NUMBER, &DATE, &RECIPIENT, &PURPOSE, &BASIS, &DATA],
};

pub(crate) const AGREEMENT: Field = Field::new(
    "agreement",
    "the agreement on the data",
    &["dpa", "contract", "data processing agreement", "dpa signed"],
);

pub(crate) static RECIPIENTS: Spec = Spec {
    input: "recipients",
    record: "recipient",
    subject: &[&RECIPIENT],
    unique: true,
    fields: &[&RECIPIENT, &PURPOSE, &BASIS, &AGREEMENT],
};

pub(crate) const DETECTED: Field = Field::new(
    "detected",
    "when it became known",
    &[
        "detected at",
        "discovered",
        "discovered at",
        "aware at",
        "known since",
    ],
);
pub(crate) const INCIDENT: Field = Field::new(
    "incident",
    "the incident in the log",
    &["incident id", "incident reference"],
);
pub(crate) const NOTIFIABLE: Field = Field::new(
    "notifiable",
    "whether it has to be notified",
    &["reportable", "notification required", "notify authority"],
);
pub(crate) const ASSESSED: Field = Field::new(
    "assessment",
    "why it has to be notified or not",
    &["risk assessment", "risk", "decision", "rationale", "reason"],
);
pub(crate) const AUTHORITY_TOLD: Field = Field::new(
    "authority-notified",
    "when the authority was told",
    &[
        "notified authority at",
        "authority notified at",
        "reported at",
        "dpa notified",
    ],
);
pub(crate) const SUBJECTS_TOLD: Field = Field::new(
    "subjects-notified",
    "when those concerned were told",
    &[
        "subjects notified at",
        "data subjects notified",
        "customers notified",
        "individuals notified",
    ],
);

pub(crate) static BREACHES: Spec = Spec {
    input: "breaches",
    record: "breach",
    subject: &[&ID],
    unique: true,
    fields: &[
        &ID,
        &INCIDENT,
        &DETECTED,
        &NOTIFIABLE,
        &ASSESSED,
        &DUE,
        &AUTHORITY_TOLD,
        &SUBJECTS_TOLD,
    ],
};

pub(crate) const PRIVACY: Field = Field::new(
    "privacy",
    "whether personal data was concerned",
    &[
        "personal data",
        "privacy incident",
        "pii involved",
        "involves pii",
        "personal data involved",
    ],
);

pub(crate) static INCIDENTS: Spec = Spec {
    input: "incidents",
    record: "incident",
    subject: &[&ID],
    unique: true,
    fields: &[&ID, &PRIVACY],
};

pub(crate) const ABOUT: Field = Field::new(
    "about",
    "what was reviewed: `breach-register`, `privacy-programme` or another",
    &["subject", "scope", "what", "topic", "review"],
);
pub(crate) const BY: Field = Field::new(
    "by",
    "who did it",
    &["reviewed by", "reviewer", "performed by", "owner"],
);

pub(crate) static REVIEWS: Spec = Spec {
    input: "reviews",
    record: "review",
    subject: &[&ABOUT, &DATE],
    unique: false,
    fields: &[&ABOUT, &DATE, &BY],
};

pub(crate) const ACTION: Field = Field::new(
    "action",
    "what was done about it",
    &["corrective action", "resolution", "response", "outcome"],
);

pub(crate) static COMPLAINTS: Spec = Spec {
    input: "complaints",
    record: "complaint",
    subject: &[&ID],
    unique: true,
    fields: &[&ID, &RECEIVED, &DUE, &CLOSED, &ACTION],
};

pub(crate) const DATASET: Field = Field::new(
    "dataset",
    "which data",
    &["data set", "store", "system", "table", "check"],
);
pub(crate) const DEFECTS: Field = Field::new(
    "defects",
    "the share of wrong records, in percent",
    &["defect rate", "error rate", "failed %", "defects %"],
);
pub(crate) const THRESHOLD: Field = Field::new(
    "threshold",
    "the share that is accepted, in percent",
    &["limit", "target", "tolerance"],
);
pub(crate) const TICKET: Field = Field::new(
    "ticket",
    "the ticket that follows it up",
    &["issue", "action", "follow-up"],
);

pub(crate) static QUALITY_CHECKS: Spec = Spec {
    input: "quality-checks",
    record: "quality check",
    subject: &[&DATASET, &DATE],
    unique: true,
    fields: &[&DATASET, &DATE, &DEFECTS, &THRESHOLD, &TICKET],
};

pub(crate) const VERSION: Field = Field::new(
    "version",
    "the version of the notice",
    &["notice version", "revision"],
);
pub(crate) const EFFECTIVE: Field = Field::new(
    "effective",
    "when it came into effect",
    &["effective date", "effective on", "published", "date"],
);
pub(crate) const TOLD: Field = Field::new(
    "told",
    "when people were told",
    &[
        "announced",
        "announced on",
        "users notified",
        "notified on",
        "customers told",
    ],
);

pub(crate) static NOTICE_CHANGES: Spec = Spec {
    input: "notice-changes",
    record: "version of the notice",
    subject: &[&VERSION],
    unique: true,
    fields: &[&VERSION, &EFFECTIVE, &TOLD],
};

pub(crate) fn inputs() -> Vec<Input> {
    vec![
        Input::new(
            NOTICE,
            "The privacy notice as it is published, as Markdown or HTML, with its version and the day \
             on which it came into effect.",
        )
        .glob("privacy/**/*privacy-notice*.{md,html}")
        .glob("privacy/**/*privacy-policy*.{md,html}")
        .max_age_days(92),
        NOTICE_CHANGES
            .input("Versions of the notice, and when people were told of them.")
            .glob("privacy/**/notice-changes*.{csv,json,yaml,yml}")
            .max_age_days(366),
        REQUESTS
            .input("Requests of data subjects.")
            .glob("privacy/**/*requests*.{csv,json}")
            .glob("privacy/**/dsar*.{csv,json}")
            .max_age_days(45),
        CONSENTS
            .input("Consents, one row each time somebody agreed or withdrew.")
            .glob("privacy/**/consents*.{csv,json,jsonl}")
            .max_age_days(45),
        DISCLOSURES
            .input("Disclosures of personal data to third parties.")
            .glob("privacy/**/disclosures*.{csv,json}")
            .max_age_days(92),
        RECIPIENTS
            .input("Third parties that receive personal data.")
            .glob("privacy/**/recipients*.{csv,json,yaml,yml}")
            .glob("privacy/**/sub-processors*.{csv,json,yaml,yml}")
            .max_age_days(92),
        BREACHES
            .input("Breaches of personal data, those below the threshold of notification too.")
            .glob("privacy/**/breach*.{csv,json,yaml,yml}")
            .max_age_days(92),
        INCIDENTS
            .input("The log of incidents, with whether personal data was concerned.")
            .glob("incidents/**/incident*.{csv,json}")
            .max_age_days(45),
        REVIEWS
            .input("Reviews of privacy: of the register of breaches, of the programme.")
            .glob("privacy/**/reviews*.{csv,json,yaml,yml}")
            .max_age_days(366),
        COMPLAINTS
            .input("Complaints about privacy.")
            .glob("privacy/**/complaints*.{csv,json}")
            .max_age_days(92),
        QUALITY_CHECKS
            .input("Checks of whether personal data is right and current.")
            .glob("privacy/**/*quality*.{csv,json}")
            .max_age_days(92),
    ]
}

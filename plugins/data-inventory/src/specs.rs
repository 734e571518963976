//! The registers and their fields, with the names that common tools export them under.

use tickmark_plugin::Input;
use tickmark_plugin::register::{Field, Spec};

pub(crate) const STORE: Field = Field::new(
    "store",
    "the data store",
    &[
        "data store",
        "dataset",
        "system",
        "asset",
        "asset name",
        "table",
        "bucket",
        "name",
    ],
);
pub(crate) const OWNER: Field = Field::new(
    "owner",
    "who answers for it",
    &["data owner", "business owner", "responsible"],
);
pub(crate) const CLASS: Field = Field::new(
    "classification",
    "its class in the classification scheme",
    &[
        "class",
        "data classification",
        "sensitivity",
        "confidentiality",
    ],
);
pub(crate) const RETENTION_DAYS: Field = Field::new(
    "retention-days",
    "how many days its records are kept",
    &[
        "retention (days)",
        "retention period (days)",
        "keep days",
        "retention (months)",
        "retention (years)",
        "retention",
        "retention period",
    ],
);
pub(crate) const ENCRYPTED: Field = Field::new(
    "encrypted",
    "whether it is encrypted",
    &["encryption", "encrypted at rest"],
);
pub(crate) const PUBLIC: Field = Field::new(
    "public",
    "whether it can be reached by anybody",
    &["publicly accessible", "public access", "internet facing"],
);
pub(crate) const REVIEWED: Field = Field::new(
    "reviewed",
    "when the row was last reviewed",
    &["last reviewed", "reviewed on", "review date", "last review"],
);
pub(crate) const PERSONAL: Field = Field::new(
    "personal-data",
    "whether it holds personal data",
    &[
        "personal information",
        "contains pii",
        "pii",
        "contains personal data",
    ],
);
pub(crate) const PURPOSE: Field = Field::new(
    "purpose",
    "what the personal data is used for",
    &["purposes", "processing purpose", "purpose of processing"],
);
pub(crate) const BASIS: Field = Field::new(
    "basis",
    "on what legal basis",
    &["legal basis", "lawful basis"],
);
pub(crate) const ADDED: Field = Field::new(
    "added",
    "when it was taken into use",
    &["created", "in use since", "added on"],
);
pub(crate) const ASSESSMENT: Field = Field::new(
    "assessment",
    "the impact assessment made for it",
    &["dpia", "pia", "assessment id", "privacy review"],
);

pub(crate) static DATA_STORES: Spec = Spec {
    input: "data-stores",
    record: "data store",
    subject: &[&STORE],
    unique: true,
    fields: &[
        &STORE,
        &OWNER,
        &CLASS,
        &RETENTION_DAYS,
        &ENCRYPTED,
        &PUBLIC,
        &REVIEWED,
        &PERSONAL,
        &PURPOSE,
        &BASIS,
        &ADDED,
        &ASSESSMENT,
    ],
};

pub(crate) const OLDEST: Field = Field::new(
    "oldest",
    "the day of the oldest record",
    &["oldest record", "oldest date", "min date", "earliest"],
);

pub(crate) static OLDEST_RECORDS: Spec = Spec {
    input: "oldest-records",
    record: "measured store",
    subject: &[&STORE],
    unique: true,
    fields: &[&STORE, &OLDEST],
};

pub(crate) const WHAT: Field = Field::new(
    "what",
    "what was disposed of",
    &["id", "reference", "data", "description", "item", "batch"],
);
pub(crate) const METHOD: Field = Field::new(
    "method",
    "how",
    &[
        "disposal method",
        "deletion method",
        "sanitisation method",
        "sanitization method",
    ],
);
pub(crate) const DONE: Field = Field::new(
    "done",
    "the day on which it was done",
    &[
        "date",
        "disposed on",
        "deleted on",
        "deletion date",
        "disposal date",
        "completed on",
    ],
);
pub(crate) const BY: Field = Field::new(
    "by",
    "who did or approved it",
    &[
        "approved by",
        "performed by",
        "disposed by",
        "deleted by",
        "job",
    ],
);
pub(crate) const PROOF: Field = Field::new(
    "proof",
    "the certificate, ticket or log that shows it",
    &["evidence", "certificate", "ticket", "log", "reference log"],
);

pub(crate) static DISPOSALS: Spec = Spec {
    input: "disposals",
    record: "disposal",
    subject: &[&WHAT],
    unique: false,
    fields: &[&WHAT, &STORE, &METHOD, &DONE, &BY, &PROOF],
};

pub(crate) const CUSTOMER: Field = Field::new(
    "customer",
    "the customer",
    &["account", "tenant", "customer name", "company"],
);
pub(crate) const ENDED: Field = Field::new(
    "ended",
    "when the contract ended",
    &[
        "contract end",
        "offboarded",
        "terminated on",
        "end date",
        "churned on",
    ],
);
pub(crate) const DUE: Field = Field::new(
    "due",
    "by when the data has to be deleted",
    &["due date", "delete by", "deadline"],
);

pub(crate) static CUSTOMER_EXITS: Spec = Spec {
    input: "customer-exits",
    record: "customer who left",
    subject: &[&CUSTOMER],
    unique: true,
    fields: &[&CUSTOMER, &ENDED, &DUE, &DONE, &PROOF],
};

pub(crate) const PARTY: Field = Field::new(
    "party",
    "with whom",
    &[
        "counterparty",
        "name",
        "employee",
        "vendor",
        "person",
        "email",
    ],
);
pub(crate) const SIGNED: Field = Field::new(
    "signed",
    "when it was signed",
    &["signed on", "date", "effective date"],
);
pub(crate) const EXPIRES: Field = Field::new(
    "expires",
    "when it ends",
    &["expires on", "expiry", "end date", "valid until"],
);

pub(crate) static AGREEMENTS: Spec = Spec {
    input: "agreements",
    record: "agreement",
    subject: &[&PARTY],
    unique: true,
    fields: &[&PARTY, &SIGNED, &EXPIRES],
};

pub(crate) const ID: Field = Field::new("id", "its number", &["assessment", "reference", "key"]);
pub(crate) const ASSESSED: Field = Field::new(
    "assessed",
    "when it was finished",
    &["date", "completed on", "approved on", "assessed on"],
);

pub(crate) static ASSESSMENTS: Spec = Spec {
    input: "assessments",
    record: "assessment",
    subject: &[&ID],
    unique: true,
    fields: &[&ID, &ASSESSED, &BY],
};

pub(crate) const USE: Field = Field::new(
    "use",
    "the use or export",
    &["id", "export", "query", "report", "request", "reference"],
);

pub(crate) static DATA_USES: Spec = Spec {
    input: "data-uses",
    record: "use of personal data",
    subject: &[&USE],
    unique: true,
    fields: &[&USE, &STORE, &PURPOSE, &DONE, &BY],
};

pub(crate) fn inputs() -> Vec<Input> {
    vec![
        DATA_STORES
            .input("The inventory of data stores, one row a store.")
            .glob("data/**/*inventory*.{csv,json,yaml,yml}")
            .glob("data/**/data-stores*.{csv,json,yaml,yml}")
            .max_age_days(92),
        OLDEST_RECORDS
            .input("The oldest record of each store, as a query over the stores reports it.")
            .glob("data/**/oldest-records*.{csv,json}")
            .max_age_days(92),
        DISPOSALS
            .input("The log of what was disposed of.")
            .glob("data/**/disposal*.{csv,json,yaml,yml}")
            .max_age_days(92),
        CUSTOMER_EXITS
            .input("Customers who left, and when their data was deleted.")
            .glob("data/**/customer-exits*.{csv,json,yaml,yml}")
            .max_age_days(92),
        AGREEMENTS
            .input("Confidentiality agreements, one row a party.")
            .glob("data/**/nda*.{csv,json}")
            .glob("data/**/*agreements*.{csv,json}")
            .max_age_days(92),
        ASSESSMENTS
            .input("Assessments of privacy impact.")
            .glob("privacy/**/*assessments*.{csv,json,yaml,yml}")
            .glob("privacy/**/dpia*.{csv,json,yaml,yml}")
            .max_age_days(366),
        DATA_USES
            .input("The log of exports and of uses of personal data outside its systems.")
            .glob("privacy/**/data-uses*.{csv,json}")
            .glob("privacy/**/exports*.{csv,json}")
            .max_age_days(92),
    ]
}

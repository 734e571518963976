//! The registers and their fields, with the names that common tools export them under.

use tickmark_plugin::Input;
use tickmark_plugin::register::{Field, Spec};
use tickmark_plugin::roster::ROSTER;

pub(crate) const VENDOR: Field = Field::new(
    "vendor",
    "the vendor's name",
    &[
        "vendor name",
        "supplier",
        "supplier name",
        "third party",
        "company",
        "processor",
        "subprocessor",
        "name",
    ],
);
pub(crate) const TIER: Field = Field::new(
    "tier",
    "how much depends on it",
    &[
        "criticality",
        "risk tier",
        "risk level",
        "vendor tier",
        "inherent risk",
        "impact",
        "risk",
    ],
);
pub(crate) const STATUS: Field = Field::new(
    "status",
    "whether it is used",
    &["vendor status", "state", "lifecycle", "active"],
);
pub(crate) const OWNER: Field = Field::new(
    "owner",
    "who answers for it here",
    &[
        "vendor owner",
        "business owner",
        "security owner",
        "relationship owner",
        "responsible",
    ],
);
pub(crate) const PERSONAL_DATA: Field = Field::new(
    "personal-data",
    "whether it processes personal data",
    &[
        "personal data",
        "processes personal data",
        "pii",
        "contains pii",
        "handles pii",
        "processes pii",
    ],
);
pub(crate) const SINCE: Field = Field::new(
    "since",
    "the day since which it is used",
    &[
        "start date",
        "contract start",
        "onboarded",
        "onboarded on",
        "first used",
        "in use since",
    ],
);
pub(crate) const CONTRACT: Field = Field::new(
    "contract",
    "the number or file of the contract",
    &[
        "contract reference",
        "agreement",
        "contract id",
        "msa",
        "contract file",
    ],
);
pub(crate) const CONTRACT_END: Field = Field::new(
    "contract-end",
    "its last day, or `open-ended`",
    &[
        "contract end date",
        "contract expiry",
        "expires",
        "renewal date",
        "contract until",
    ],
);
pub(crate) const REPORT: Field = Field::new(
    "report",
    "the kind of its auditor's report",
    &[
        "report type",
        "assurance report",
        "assurance",
        "certification",
        "soc report",
        "attestation",
    ],
);
pub(crate) const PERIOD_END: Field = Field::new(
    "report-period-end",
    "the last day that the report covers",
    &[
        "period end",
        "report end",
        "report period to",
        "soc period end",
        "report date end",
    ],
);
pub(crate) const BRIDGE: Field = Field::new(
    "bridge-letter-until",
    "the last day that a bridge letter covers",
    &[
        "bridge letter",
        "bridge until",
        "gap letter until",
        "gap letter",
    ],
);
pub(crate) const REVIEWED: Field = Field::new(
    "reviewed",
    "the day of its last review",
    &[
        "reviewed on",
        "last reviewed",
        "last review",
        "last review date",
        "last security review",
        "review date",
    ],
);
pub(crate) const CUECS: Field = Field::new(
    "user-entity-controls",
    "whether the controls that its report expects of us are answered",
    &[
        "cuecs",
        "cuecs answered",
        "cuec review",
        "cuecs mapped",
        "complementary user entity controls",
        "user entity controls answered",
    ],
);
pub(crate) const DPA: Field = Field::new(
    "dpa-signed",
    "the day on which the agreement on data processing was signed",
    &[
        "dpa",
        "dpa date",
        "dpa signed on",
        "dpa signed date",
        "data processing agreement",
    ],
);
pub(crate) const PRIVACY_REVIEWED: Field = Field::new(
    "privacy-reviewed",
    "the day on which its privacy was last reviewed",
    &[
        "privacy review",
        "privacy reviewed on",
        "last privacy review",
        "privacy review date",
    ],
);
pub(crate) const NOTICE_HOURS: Field = Field::new(
    "breach-notice-hours",
    "within how many hours it has agreed to tell of a breach",
    &[
        "notice hours",
        "breach notification hours",
        "breach notification (hours)",
        "incident notice hours",
        "breach notice days",
        "breach notification days",
        "breach notice",
        "breach notification",
    ],
);

pub(crate) static VENDORS: Spec = Spec {
    input: "vendors",
    record: "vendor",
    subject: &[&VENDOR],
    unique: true,
    fields: &[
        &VENDOR,
        &TIER,
        &STATUS,
        &OWNER,
        &PERSONAL_DATA,
        &SINCE,
        &CONTRACT,
        &CONTRACT_END,
        &REPORT,
        &PERIOD_END,
        &BRIDGE,
        &REVIEWED,
        &CUECS,
        &DPA,
        &PRIVACY_REVIEWED,
        &NOTICE_HOURS,
    ],
};

pub(crate) const ASSESSED: Field = Field::new(
    "date",
    "the day on which it was assessed",
    &[
        "assessed on",
        "assessment date",
        "completed on",
        "completed",
        "approved on",
    ],
);
pub(crate) const ASSESSOR: Field = Field::new(
    "assessor",
    "who assessed it",
    &[
        "assessed by",
        "reviewer",
        "reviewed by",
        "approved by",
        "by",
    ],
);
pub(crate) const RESULT: Field = Field::new(
    "result",
    "whether it may be used",
    &["decision", "outcome", "status", "approval"],
);

pub(crate) static ASSESSMENTS: Spec = Spec {
    input: "assessments",
    record: "assessment",
    subject: &[&VENDOR],
    unique: false,
    fields: &[&VENDOR, &ASSESSED, &ASSESSOR, &RESULT],
};

pub(crate) const INCIDENT: Field = Field::new(
    "incident",
    "the incident's number",
    &[
        "incident id",
        "notice",
        "notice id",
        "id",
        "key",
        "reference",
    ],
);
pub(crate) const RECEIVED: Field = Field::new(
    "received",
    "when the vendor told of it",
    &[
        "received at",
        "received on",
        "notified",
        "notified at",
        "notice date",
        "reported at",
    ],
);
pub(crate) const NOTICE_ASSESSED: Field = Field::new(
    "assessed",
    "when it was assessed here",
    &[
        "assessed at",
        "assessed on",
        "triaged at",
        "reviewed at",
        "reviewed on",
    ],
);
pub(crate) const ACTION: Field = Field::new(
    "action",
    "what was done, or the incident that it became",
    &[
        "action taken",
        "response",
        "outcome",
        "decision",
        "ticket",
        "linked incident",
    ],
);

pub(crate) static VENDOR_INCIDENTS: Spec = Spec {
    input: "vendor-incidents",
    record: "vendor's notice",
    subject: &[&INCIDENT, &VENDOR],
    unique: true,
    fields: &[&INCIDENT, &VENDOR, &RECEIVED, &NOTICE_ASSESSED, &ACTION],
};

pub(crate) fn inputs() -> Vec<Input> {
    vec![
        VENDORS
            .input("Every vendor with what it has agreed to and what is known of it, as Vanta, Drata, OneTrust or the sheet exports it.")
            .glob("vendors/**/*vendors*.{csv,json,jsonl,yaml,yml}")
            .glob("vendors/register*.{csv,json,yaml,yml}")
            .max_age_days(45),
        ASSESSMENTS
            .input("Assessments of vendors, one row each, those before their first use among them.")
            .glob("vendors/**/*assessments*.{csv,json,yaml,yml}")
            .max_age_days(92),
        VENDOR_INCIDENTS
            .input("Incidents that vendors told of. A file with its header alone says that there was none.")
            .glob("vendors/**/*incidents*.{csv,json,yaml,yml}")
            .glob("vendors/**/*notices*.{csv,json,yaml,yml}")
            .max_age_days(45),
        ROSTER
            .input("Everybody who works or worked here, as the HR system exports it.")
            .glob("hr/roster*.{csv,json}")
            .max_age_days(45),
    ]
}

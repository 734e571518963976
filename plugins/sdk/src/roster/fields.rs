//! The fields of a roster under the names that systems of human resources give them.

use crate::register::{Choice, Field, Spec};

/// The worker's number.
pub const ID: Field = Field::new(
    "id",
    "the worker's number",
    &[
        "employee id",
        "employee number",
        "employee no",
        "employee #",
        "worker id",
        "person id",
        "eid",
    ],
);
/// The worker's name.
pub const NAME: Field = Field::new(
    "name",
    "the full name",
    &[
        "full name",
        "employee name",
        "display name",
        "employee",
        "worker",
    ],
)
.in_parts(&[
    &["first name", "given name", "preferred first name"],
    &["last name", "surname", "family name"],
]);
/// The address at work.
pub const EMAIL: Field = Field::new(
    "email",
    "the address at work, or the login that stands for it",
    &[
        "work email",
        "email address",
        "company email",
        "primary email",
        "e-mail",
        "login",
        "username",
    ],
);
/// The job title.
pub const TITLE: Field = Field::new("title", "the job title", &["job title", "position", "role"]);
/// The department.
pub const DEPARTMENT: Field = Field::new("department", "the department", &["team", "division"]);
/// Whom the worker reports to.
pub const MANAGER: Field = Field::new(
    "manager",
    "whom the worker reports to: an address, number or name",
    &[
        "manager email",
        "supervisor email",
        "reports to",
        "reporting to",
        "supervisor",
        "manager name",
    ],
);
/// Employee or contractor.
pub const KIND: Field = Field::new(
    "type",
    "employee or contractor; blank is an employee",
    &[
        "employment type",
        "worker type",
        "employment status type",
        "classification",
    ],
);
/// The country.
pub const COUNTRY: Field = Field::new(
    "country",
    "the country of work",
    &["work country", "location country"],
);
/// The first day.
pub const START: Field = Field::new(
    "start",
    "the first day",
    &[
        "start date",
        "hire date",
        "date of hire",
        "original hire date",
        "joined",
        "hired",
    ],
);
/// The last day.
pub const END: Field = Field::new(
    "end",
    "the last day, blank while there is none",
    &[
        "end date",
        "termination date",
        "last day",
        "last working day",
        "leave date",
        "left on",
    ],
);
/// Active, on leave, left or not started.
pub const STATUS: Field = Field::new(
    "status",
    "active, on-leave, left or pending",
    &[
        "employment status",
        "employee status",
        "worker status",
        "state",
    ],
);

/// The roster, as the input `roster`.
pub static ROSTER: Spec = Spec {
    input: "roster",
    record: "worker",
    subject: &[&ID, &NAME],
    // Rehired workers may stand here twice; `Roster::read` sees to it.
    unique: false,
    fields: &[
        &ID,
        &NAME,
        &EMAIL,
        &TITLE,
        &DEPARTMENT,
        &MANAGER,
        &KIND,
        &COUNTRY,
        &START,
        &END,
        &STATUS,
    ],
};

/// What the status says; where a worker stands follows with the dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    Active,
    OnLeave,
    Left,
    Pending,
}

pub(super) const STATES: &[Choice<Stated>] = &[
    Choice::new(
        Stated::Active,
        "active",
        &[
            "employed",
            "current",
            "active employee",
            "working",
            "on probation",
            "probation",
            "on notice",
            "notice period",
        ],
    ),
    Choice::new(
        Stated::OnLeave,
        "on-leave",
        &[
            "leave",
            "loa",
            "leave of absence",
            "parental leave",
            "maternity leave",
            "sabbatical",
        ],
    ),
    Choice::new(
        Stated::Left,
        "left",
        &[
            "terminated",
            "inactive",
            "former",
            "offboarded",
            "leaver",
            "deactivated",
            "resigned",
            "departed",
            "dismissed",
            "retired",
        ],
    ),
    Choice::new(
        Stated::Pending,
        "pending",
        &[
            "prehire",
            "hired",
            "pending start",
            "not started",
            "future hire",
            "offer accepted",
        ],
    ),
];

pub(super) const KINDS: &[Choice<bool>] = &[
    Choice::new(
        false,
        "employee",
        &[
            "full time",
            "part time",
            "full time employee",
            "part time employee",
            "fte",
            "permanent",
            "regular",
            "intern",
            "apprentice",
            "working student",
            "temporary",
            "fixed term",
        ],
    ),
    Choice::new(
        true,
        "contractor",
        &[
            "consultant",
            "freelancer",
            "contingent",
            "contingent worker",
            "external",
            "agency",
            "1099",
        ],
    ),
];

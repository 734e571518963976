//! The CSV that IAM generates, row by row.
//!
//! Columns and their special values follow the AWS IAM User Guide, "Get credential reports for your
//! AWS account". A row whose values are not of that form is a problem, never a user with defaults.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use tickmark_plugin::prelude::*;

use crate::Config;

/// How IAM names the account's root user in the `user` column.
const ROOT: &str = "<root_account>";

/// All reports that were granted.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    /// Every user, each once.
    pub(crate) users: Vec<User>,
    /// What could not be understood.
    pub(crate) problems: Vec<Unclear>,
    /// The files, as places.
    pub(crate) files: Vec<Location>,
}

/// A row or file that could not be understood.
#[derive(Debug)]
pub(crate) struct Unclear {
    pub(crate) subject: String,
    /// Whether it is the root user's row; `None` where even that is unclear.
    pub(crate) root: Option<bool>,
    pub(crate) problem: Problem,
}

/// One row.
#[derive(Debug)]
pub(crate) struct User {
    /// `ACCOUNT/USER`, which stays the same from report to report.
    pub(crate) subject: String,
    pub(crate) root: bool,
    pub(crate) place: Location,
    /// The day whose state the report shows.
    pub(crate) day: Day,
    pub(crate) created: Day,
    pub(crate) password: Password,
    pub(crate) mfa: bool,
    pub(crate) keys: [Key; 2],
    pub(crate) certificates: [Certificate; 2],
    /// IAM's note that there are more keys or certificates than the columns can show.
    pub(crate) more_credentials: bool,
}

/// A console password.
#[derive(Debug)]
pub(crate) struct Password {
    pub(crate) enabled: Enabled,
    pub(crate) last_used: Used,
    /// `None` where IAM does not say (always so for the root user).
    pub(crate) changed: Option<Day>,
}

/// Whether there is a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Enabled {
    Yes,
    No,
    /// `not_supported`: the report does not say, as for the root user of many accounts.
    Unknown,
}

/// When a credential was last used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Used {
    On(Day),
    /// `N/A` or `no_information`: never, or not since IAM began to record it.
    Never,
    /// The report does not say.
    Unknown,
}

/// An access key.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) active: bool,
    pub(crate) rotated: Option<Day>,
    pub(crate) last_used: Used,
}

/// A signing certificate.
#[derive(Debug)]
pub(crate) struct Certificate {
    pub(crate) active: bool,
    pub(crate) rotated: Option<Day>,
}

impl Reports {
    /// Reads every granted report. Counts each report's rows into `report`.
    pub(crate) fn read(check: &Check<'_, Config>, input: &str, report: &mut Report) -> Self {
        let mut reports = Self::default();
        let mut seen = BTreeSet::new();
        for item in check.items(input) {
            reports.files.push(item.place());
            match reports.read_item(check, &item, &mut seen) {
                Ok(rows) => report.tally(&item, rows),
                Err(problem) => reports.problems.push(Unclear {
                    subject: item.path.to_string(),
                    root: None,
                    problem,
                }),
            }
        }
        reports
    }

    fn read_item(
        &mut self,
        check: &Check<'_, Config>,
        item: &Item,
        seen: &mut BTreeSet<String>,
    ) -> Result<usize, Problem> {
        let mut table = check.csv(item)?;
        let columns = Columns::find(&table)?;
        let day = check.shown_on(item);
        let mut whole = Whole::default();
        while let Some(row) = table.next() {
            let user = row.map_err(|problem| Unclear {
                subject: item.path.to_string(),
                root: None,
                problem,
            });
            let user = user.and_then(|row| {
                let (name, arn) = (&row[columns.user], &row[columns.arn]);
                whole.note(account(arn), name == ROOT);
                columns.user(&row, day).map_err(|problem| Unclear {
                    subject: subject(arn, name).unwrap_or_else(|| item.path.to_string()),
                    root: (!name.is_empty()).then_some(name == ROOT),
                    problem,
                })
            });
            match user {
                Ok(user) if !seen.insert(user.subject.clone()) => self.problems.push(Unclear {
                    subject: user.subject,
                    root: Some(user.root),
                    problem: Problem::new(
                        user.place,
                        "this user stands in two rows; grant one report an account",
                    ),
                }),
                Ok(user) => self.users.push(user),
                Err(problem) => self.problems.push(problem),
            }
        }
        self.problems.extend(whole.problems(item));
        Ok(table.rows())
    }
}

/// Whether a report is whole. IAM always writes the root user first, so an account without it was
/// cut or filtered.
#[derive(Debug, Default)]
struct Whole {
    /// Whether the account has a row for its root user.
    accounts: BTreeMap<String, bool>,
}

impl Whole {
    fn note(&mut self, account: Option<&str>, root: bool) {
        if let Some(account) = account {
            *self.accounts.entry(account.to_owned()).or_default() |= root;
        }
    }

    fn problems(self, item: &Item) -> Vec<Unclear> {
        let missing = |subject: String, message: &str| Unclear {
            subject,
            root: None,
            problem: Problem::new(item.place(), message),
        };
        if self.accounts.is_empty() {
            return vec![missing(
                format!("{}: {ROOT}", item.path),
                "the report has no row for the root user, so it is not whole; generate it again",
            )];
        }
        let without = self.accounts.into_iter().filter(|(_, root)| !root);
        without
            .map(|(account, _)| {
                missing(
                    format!("{account}/{ROOT}"),
                    "the report has users of this account but no row for its root user, so it is \
                     not whole; generate it again",
                )
            })
            .collect()
    }
}

/// The account in an ARN.
fn account(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|account| !account.is_empty())
}

/// `ACCOUNT/USER`, or as much of it as a malformed row has.
fn subject(arn: &str, user: &str) -> Option<String> {
    match account(arn) {
        Some(account) if !user.is_empty() => Some(format!("{account}/{user}")),
        _ if !user.is_empty() => Some(user.to_owned()),
        _ => (!arn.is_empty()).then(|| arn.to_owned()),
    }
}

/// Whether an ARN is that of a user: `arn:PARTITION:iam::ACCOUNT:root` or, with any path,
/// `arn:PARTITION:iam::ACCOUNT:user/PATH/NAME`.
fn is_arn_of(arn: &str, user: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, "iam", _, account, resource] = parts[..] else {
        return false;
    };
    !account.is_empty()
        && if user == ROOT {
            resource == "root"
        } else {
            resource
                .strip_prefix("user/")
                .and_then(|path| path.rsplit('/').next())
                == Some(user)
        }
}

struct Columns {
    user: Column,
    arn: Column,
    created: Column,
    password_enabled: Column,
    password_last_used: Column,
    password_last_changed: Column,
    mfa_active: Column,
    keys: [KeyColumns; 2],
    certificates: [CertificateColumns; 2],
    additional: Option<Column>,
}

struct KeyColumns {
    number: u8,
    active: Column,
    rotated: Column,
    last_used: Column,
}

struct CertificateColumns {
    number: u8,
    active: Column,
    rotated: Option<Column>,
}

impl Columns {
    fn find<R: Read>(table: &Table<R>) -> Result<Self, Problem> {
        let key = |number: u8| {
            Ok::<_, Problem>(KeyColumns {
                number,
                active: table.column(&format!("access_key_{number}_active"))?,
                rotated: table.column(&format!("access_key_{number}_last_rotated"))?,
                last_used: table.column(&format!("access_key_{number}_last_used_date"))?,
            })
        };
        let certificate = |number: u8| {
            Ok::<_, Problem>(CertificateColumns {
                number,
                active: table.column(&format!("cert_{number}_active"))?,
                rotated: table.find(&format!("cert_{number}_last_rotated")),
            })
        };
        Ok(Self {
            user: table.column("user")?,
            arn: table.column("arn")?,
            created: table.column("user_creation_time")?,
            password_enabled: table.column("password_enabled")?,
            password_last_used: table.column("password_last_used")?,
            password_last_changed: table.column("password_last_changed")?,
            mfa_active: table.column("mfa_active")?,
            keys: [key(1)?, key(2)?],
            certificates: [certificate(1)?, certificate(2)?],
            additional: table.find("additional_credentials_info"),
        })
    }

    fn user(&self, row: &Row<'_>, day: Day) -> Result<User, Problem> {
        let field = Field { row, day };
        let name = &row[self.user];
        if name.is_empty() || !is_arn_of(&row[self.arn], name) {
            return Err(field.problem(format!(
                "user `{name}` and arn `{}` do not name one and the same user",
                &row[self.arn]
            )));
        }
        let key = |columns: &KeyColumns| {
            let name = |what: &str| format!("access_key_{}_{what}", columns.number);
            Ok::<_, Problem>(Key {
                active: field.flag(&name("active"), columns.active)?,
                rotated: field.day(&name("last_rotated"), columns.rotated)?,
                last_used: field.used(&name("last_used_date"), columns.last_used)?,
            })
        };
        let certificate = |columns: &CertificateColumns| {
            let name = |what: &str| format!("cert_{}_{what}", columns.number);
            Ok::<_, Problem>(Certificate {
                active: field.flag(&name("active"), columns.active)?,
                rotated: columns
                    .rotated
                    .map_or(Ok(None), |column| field.day(&name("last_rotated"), column))?,
            })
        };
        let root = name == ROOT;
        Ok(User {
            subject: subject(&row[self.arn], name).unwrap_or_default(),
            root,
            place: row.place(),
            day,
            created: field
                .day("user_creation_time", self.created)?
                .ok_or_else(|| field.problem("user_creation_time holds no date"))?,
            password: self.password(&field, root)?,
            mfa: field.flag("mfa_active", self.mfa_active)?,
            keys: [key(&self.keys[0])?, key(&self.keys[1])?],
            certificates: [
                certificate(&self.certificates[0])?,
                certificate(&self.certificates[1])?,
            ],
            more_credentials: self
                .additional
                .is_some_and(|column| !matches!(row[column].trim(), "" | "N/A")),
        })
    }

    /// The password, where its three columns do not contradict each other.
    fn password(&self, field: &Field<'_>, root: bool) -> Result<Password, Problem> {
        let enabled = field.enabled(self.password_enabled)?;
        let last_used = field.used("password_last_used", self.password_last_used)?;
        let changed = field.day("password_last_changed", self.password_last_changed)?;
        if enabled == Enabled::Unknown && !root {
            return Err(field.problem(
                "password_enabled is `not_supported`, which IAM only says of the root user",
            ));
        }
        if enabled == Enabled::No
            && let Some(day) = changed
        {
            return Err(field.problem(format!(
                "password_enabled is false, but password_last_changed is {day}: it is unclear \
                 whether there is a password"
            )));
        }
        // `N/A` says that there is no password; one that was never used has `no_information`.
        let contradictory = enabled == Enabled::Yes && &field.row[self.password_last_used] == "N/A";
        Ok(Password {
            enabled,
            last_used: if contradictory {
                Used::Unknown
            } else {
                last_used
            },
            changed,
        })
    }
}

/// Reads single fields of one row.
struct Field<'a> {
    row: &'a Row<'a>,
    day: Day,
}

impl Field<'_> {
    fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.row.place(), message)
    }

    fn flag(&self, name: &str, column: Column) -> Result<bool, Problem> {
        match self.row[column].to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            other => Err(self.problem(format!("{name} is `{other}`, expected true or false"))),
        }
    }

    fn enabled(&self, column: Column) -> Result<Enabled, Problem> {
        if self.row[column].eq_ignore_ascii_case("not_supported") {
            return Ok(Enabled::Unknown);
        }
        self.flag("password_enabled", column)
            .map(|enabled| if enabled { Enabled::Yes } else { Enabled::No })
    }

    fn day(&self, name: &str, column: Column) -> Result<Option<Day>, Problem> {
        match &self.row[column] {
            "N/A" | "not_supported" | "no_information" => Ok(None),
            text => match Day::parse(text) {
                Ok(day) if day <= self.day => Ok(Some(day)),
                Ok(day) => Err(self.problem(format!(
                    "{name} is {day}, after the day the report shows ({})",
                    self.day
                ))),
                Err(error) => Err(self.problem(format!("{name}: {error}"))),
            },
        }
    }

    fn used(&self, name: &str, column: Column) -> Result<Used, Problem> {
        if &self.row[column] == "not_supported" {
            return Ok(Used::Unknown);
        }
        Ok(self.day(name, column)?.map_or(Used::Never, Used::On))
    }
}

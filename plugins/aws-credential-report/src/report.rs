//! The CSV that IAM generates, row by row.
//!
//! Columns and their special values follow the AWS IAM User Guide, "Get credential reports for your
//! AWS account". A row whose values are not of that form is a problem, never a user with defaults.

use std::collections::BTreeSet;
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
    /// `not_supported`: the report does not say, as for the root user of most accounts.
    Unknown,
}

/// When a credential was last used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Used {
    On(Day),
    /// `N/A` or `no_information`: never, or not since IAM began to record it.
    Never,
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
        let mut root = false;
        while let Some(row) = table.next() {
            let user = row.map_err(|problem| Unclear {
                subject: item.path.to_string(),
                root: None,
                problem,
            });
            let user = user.and_then(|row| {
                columns.user(&row, day).map_err(|problem| Unclear {
                    subject: subject(&row[columns.arn], &row[columns.user]),
                    root: Some(&row[columns.user] == ROOT),
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
                Ok(user) => {
                    root |= user.root;
                    self.users.push(user);
                }
                Err(problem) => self.problems.push(problem),
            }
        }
        if !root {
            // IAM always writes the root user first, so a report without it was cut or filtered.
            self.problems.push(Unclear {
                subject: format!("{}: {ROOT}", item.path),
                root: None,
                problem: Problem::new(
                    item.place(),
                    "the report has no readable row for the root user, so it is not whole; \
                     generate it again",
                ),
            });
        }
        Ok(table.rows())
    }
}

/// `ACCOUNT/USER` from the ARN, or as much of it as there is.
fn subject(arn: &str, user: &str) -> String {
    match arn.split(':').nth(4) {
        Some(account) if !account.is_empty() => format!("{account}/{user}"),
        _ => user.to_owned(),
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
    active: Column,
    rotated: Column,
    last_used: Column,
}

struct CertificateColumns {
    active: Column,
    rotated: Option<Column>,
}

impl Columns {
    fn find<R: Read>(table: &Table<R>) -> Result<Self, Problem> {
        let key = |number: u8| {
            Ok::<_, Problem>(KeyColumns {
                active: table.column(&format!("access_key_{number}_active"))?,
                rotated: table.column(&format!("access_key_{number}_last_rotated"))?,
                last_used: table.column(&format!("access_key_{number}_last_used_date"))?,
            })
        };
        let certificate = |number: u8| {
            Ok::<_, Problem>(CertificateColumns {
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
        let arn = &row[self.arn];
        if name.is_empty() || !arn.starts_with("arn:") {
            return Err(field.problem("the row names no user and ARN"));
        }
        let key = |columns: &KeyColumns| {
            Ok::<_, Problem>(Key {
                active: field.flag("access_key_active", columns.active)?,
                rotated: field.day("access_key_last_rotated", columns.rotated)?,
                last_used: field.used("access_key_last_used_date", columns.last_used)?,
            })
        };
        let certificate = |columns: &CertificateColumns| {
            Ok::<_, Problem>(Certificate {
                active: field.flag("cert_active", columns.active)?,
                rotated: columns
                    .rotated
                    .map_or(Ok(None), |column| field.day("cert_last_rotated", column))?,
            })
        };
        Ok(User {
            subject: subject(arn, name),
            root: name == ROOT,
            place: row.place(),
            day,
            created: field
                .day("user_creation_time", self.created)?
                .ok_or_else(|| field.problem("user_creation_time is empty"))?,
            password: Password {
                enabled: field.enabled(self.password_enabled)?,
                last_used: field.used("password_last_used", self.password_last_used)?,
                changed: field.day("password_last_changed", self.password_last_changed)?,
            },
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
        Ok(self.day(name, column)?.map_or(Used::Never, Used::On))
    }
}

impl Used {
    /// How the report has it, for people.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::On(day) => format!("last used {day}"),
            Self::Never => "never used".to_owned(),
        }
    }
}

//! Agreement with a credential report that others published and with what their tool said of it.
//!
//! The corpus is found through the environment variable `TICKMARK_CORPUS`; without it every trial is
//! skipped by name. What is expected is computed here a second time, straight from the fields, or
//! read from the tool's own report.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use tickmark_aws_credential_report::AwsCredentialReport;
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Day, Finding, Outcome, Report};

const CREDENTIALS: &str = "aws-greenpilot/files/sample_data/iam_credential_report.csv";
/// What the tool that the file was published with wrote about it.
const TOLD: &str = "aws-greenpilot/files/reports/sample_report.md";
/// The day on which it did.
const AS_OF: &str = "2026-08-18";

type Test = fn(&Path) -> Result<(), Failed>;

fn main() -> ExitCode {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let tests: [(String, Test); 4] = [
        (
            format!("{CREDENTIALS}: every verdict"),
            says_what_the_fields_say,
        ),
        (
            format!("{CREDENTIALS}: deciding values"),
            names_the_deciding_values,
        ),
        (format!("{CREDENTIALS}: lines and records"), cites_the_lines),
        (TOLD.to_owned(), fails_what_the_tool_reported),
    ];
    let trials = tests
        .into_iter()
        .map(|(name, test)| {
            let folder = corpus.clone();
            Trial::test(name, move || folder.as_deref().map_or(Ok(()), test))
                .with_ignored_flag(corpus.is_none())
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn read(corpus: &Path, file: &str) -> Result<String, Failed> {
    let path = corpus.join(file);
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn examine(corpus: &Path) -> Result<Report, Failed> {
    let evidence = MemoryEvidence::new().file(
        "credential-reports",
        CREDENTIALS,
        read(corpus, CREDENTIALS)?,
    );
    run::<AwsCredentialReport>("{}", AS_OF, &evidence)
        .map_err(|failure| format!("the check failed: {failure:?}").into())
}

fn expect<T: PartialEq + Debug>(what: &str, actual: &T, expected: &T) -> Result<(), Failed> {
    if actual == expected {
        Ok(())
    } else {
        Err(format!("{what}: expected {expected:?}, got {actual:?}").into())
    }
}

/// One row, by column name.
struct Fields(BTreeMap<String, String>);

impl Fields {
    fn all(corpus: &Path) -> Result<Vec<Self>, Failed> {
        let text = read(corpus, CREDENTIALS)?;
        let rows: Result<Vec<_>, _> = csv::Reader::from_reader(text.as_bytes())
            .into_deserialize()
            .collect();
        Ok(rows?.into_iter().map(Self).collect())
    }

    fn text(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    fn is(&self, column: &str) -> bool {
        self.text(column) == "true"
    }

    /// How many days before the day of judgement; `None` without a date.
    fn age(&self, column: &str) -> Option<i64> {
        let day = Day::parse(self.text(column)).ok()?;
        Some(Day::parse(AS_OF).ok()?.days_since(day))
    }

    fn subject(&self) -> String {
        format!("123456789012/{}", self.text("user"))
    }

    fn is_root(&self) -> bool {
        self.text("user") == "<root_account>"
    }

    /// The ages in these columns of active keys.
    fn of_keys(&self, column: &str) -> Vec<i64> {
        [1, 2]
            .into_iter()
            .filter(|number| self.is(&format!("access_key_{number}_active")))
            .filter_map(|number| self.age(&format!("access_key_{number}_{column}")))
            .collect()
    }

    /// Whether each control that concerns the user fails, by the thresholds of CIS AWS Foundations
    /// Benchmark 3.0.0 and the plugin's own of a year for passwords.
    fn fails(&self) -> BTreeMap<&'static str, bool> {
        let mut fails = BTreeMap::new();
        let password = self.is("password_enabled");
        let keys = self.of_keys("last_rotated");
        if self.is_root() {
            let used = ["password", "access_key_1", "access_key_2"].map(|what| {
                let column = if what == "password" { "" } else { "_date" };
                self.age(&format!("{what}_last_used{column}"))
            });
            fails.insert("root-mfa", !self.is("mfa_active"));
            fails.insert("root-access-keys-absent", !keys.is_empty());
            fails.insert(
                "root-unused",
                used.into_iter().flatten().any(|age| age <= 90),
            );
            return fails;
        }
        if password {
            fails.insert("console-mfa", !self.is("mfa_active"));
            let age = self.age("password_last_changed");
            fails.insert("password-age", age.is_none_or(|age| age > 365));
        }
        if !keys.is_empty() {
            fails.insert("access-keys-rotated", keys.iter().any(|age| *age > 90));
            fails.insert("single-active-key", keys.len() > 1);
        }
        let mut idle = self.of_keys("last_used_date");
        if password {
            idle.extend(self.age("password_last_used"));
        }
        if !idle.is_empty() {
            fails.insert(
                "unused-credentials-disabled",
                idle.iter().any(|age| *age >= 45),
            );
        }
        fails
    }
}

fn outcomes(report: &Report) -> BTreeSet<(&str, &str, Outcome)> {
    report
        .findings
        .iter()
        .map(|finding| {
            (
                finding.control.as_str(),
                finding.subject.as_str(),
                finding.outcome,
            )
        })
        .collect()
}

/// The same verdicts, no more and no fewer, as a second reading of the fields comes to.
fn says_what_the_fields_say(corpus: &Path) -> Result<(), Failed> {
    let report = examine(corpus)?;
    let rows: Vec<_> = Fields::all(corpus)?
        .into_iter()
        .map(|row| (row.subject(), row.fails()))
        .collect();
    let expected: BTreeSet<_> = rows
        .iter()
        .flat_map(|(subject, fails)| {
            fails.iter().map(move |(control, fails)| {
                let outcome = if *fails { Outcome::Fail } else { Outcome::Pass };
                (*control, subject.as_str(), outcome)
            })
        })
        .collect();
    expect("verdicts", &outcomes(&report), &expected)?;
    expect("findings", &report.findings.len(), &expected.len())
}

/// Facts read off the file by hand: control, user, outcome, deciding value.
const FACTS: &[(&str, &str, Outcome, &str)] = &[
    (
        "root-mfa",
        "<root_account>",
        Outcome::Fail,
        "mfa_active false",
    ),
    (
        "root-access-keys-absent",
        "<root_account>",
        Outcome::Fail,
        "access key 1 active",
    ),
    (
        "root-unused",
        "<root_account>",
        Outcome::Fail,
        "password last used 2026-08-01, 17 days ago",
    ),
    ("console-mfa", "alice", Outcome::Pass, "mfa_active true"),
    ("console-mfa", "bob", Outcome::Fail, "mfa_active false"),
    (
        "access-keys-rotated",
        "alice",
        Outcome::Pass,
        "access key 1 renewed 2026-06-01, 78 days ago",
    ),
    (
        "single-active-key",
        "ci-deploy",
        Outcome::Fail,
        "access key 1 and access key 2 active",
    ),
    (
        "unused-credentials-disabled",
        "alice",
        Outcome::Pass,
        "password last used 2026-08-17, 1 day ago; access key 1 last used 2026-08-17, 1 day ago",
    ),
    (
        "password-age",
        "former-contractor",
        Outcome::Fail,
        "password renewed 2024-06-01, 808 days ago",
    ),
];

fn one<'a>(report: &'a Report, control: &str, user: &str) -> Result<&'a Finding, Failed> {
    match report
        .about(control, &format!("123456789012/{user}"))
        .as_slice()
    {
        [finding] => Ok(finding),
        findings => Err(format!("{control}, {user}: {} findings", findings.len()).into()),
    }
}

fn names_the_deciding_values(corpus: &Path) -> Result<(), Failed> {
    let report = examine(corpus)?;
    for &(control, user, outcome, actual) in FACTS {
        let finding = one(&report, control, user)?;
        expect(control, &finding.outcome, &outcome)?;
        expect(control, &finding.actual.as_str(), &actual)?;
    }
    // Nobody has a signing certificate, which is a stated population of none.
    let certificates = report
        .populations
        .iter()
        .find(|population| population.control == "signing-certificates-rotated")
        .map(|population| population.size);
    expect("certificates", &certificates, &Some(0))
}

fn cites_the_lines(corpus: &Path) -> Result<(), Failed> {
    let report = examine(corpus)?;
    let users = Fields::all(corpus)?;
    expect("records", &report.tallies[0].records, &(users.len() as u64))?;
    for finding in &report.findings {
        let line = users
            .iter()
            .zip(2..)
            .find(|(row, _)| row.subject() == finding.subject)
            .map(|(_, line)| line);
        expect(&finding.subject, &finding.locations[0].line, &line)?;
    }
    Ok(())
}

/// Which control asks what the tool reports under a heading, and how many days it speaks of.
fn control_of(title: &str, text: &str) -> Option<(&'static str, Option<String>)> {
    let days = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let at = words.iter().position(|word| *word == "days")?;
        Some(format!("{} days ago", words.get(at.checked_sub(1)?)?))
    };
    Some(match title {
        "Root account has active access keys" => ("root-access-keys-absent", None),
        "Root account has no MFA" => ("root-mfa", None),
        "Console user without MFA" => ("console-mfa", None),
        "Inactive console user" => ("unused-credentials-disabled", days(text)),
        title if title.starts_with("Access key ") => ("access-keys-rotated", days(title)),
        _ => return None,
    })
}

/// Whatever the tool reported about a user fails here with the same number of days, and of the
/// questions that both ask nothing else fails.
fn fails_what_the_tool_reported(corpus: &Path) -> Result<(), Failed> {
    let report = examine(corpus)?;
    let text = read(corpus, TOLD)?
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let mut told = BTreeSet::new();
    let mut lines = 0;
    for line in text.lines() {
        // `- **TITLE** (USER): TEXT`
        let Some((title, rest)) = line
            .strip_prefix("- **")
            .and_then(|line| line.split_once("** ("))
        else {
            continue;
        };
        let Some((user, text)) = rest.split_once("): ") else {
            continue;
        };
        let Some((control, days)) = control_of(title, text) else {
            continue;
        };
        lines += 1;
        if user == "<root_account>" && control == "access-keys-rotated" {
            // Here a root user's key fails by its existence, whatever its age.
            expect(title, &"Access key 1 is 1681 days old", &title)?;
            continue;
        }
        let finding = one(&report, control, user)?;
        expect(line, &finding.outcome, &Outcome::Fail)?;
        let said = days.is_none_or(|days| finding.actual.contains(&days));
        expect(&finding.actual, &said, &true)?;
        told.insert((control, user.to_owned()));
    }
    expect("statements about users", &lines, &9)?;
    let asked: BTreeSet<&str> = told.iter().map(|(control, _)| *control).collect();
    let failed: BTreeSet<_> = report
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Fail)
        .filter_map(|finding| {
            let control = asked.get(finding.control.as_str())?;
            Some((*control, finding.subject.replace("123456789012/", "")))
        })
        .collect();
    expect("failing users", &failed, &told)
}

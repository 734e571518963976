//! Policies, and who acknowledged their current versions.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Record};
use tickmark_plugin::roster::Worker;
use tickmark_plugin::words::key;

use crate::records::{Records, Rows};
use crate::specs::{
    ACKNOWLEDGED, DONE_STATES, FOR_ALL, ISSUED, KIND, PERSON, POLICY, POLICY_ID, POLICY_STATES,
    POLICY_TITLE, STATUS, VERSION,
};

/// A policy in force.
struct Policy {
    label: String,
    names: Vec<String>,
    kind: String,
    version: Option<String>,
    issued: Option<Day>,
    for_all: bool,
}

/// What the register says about one worker and one policy.
enum Answer {
    On(Day),
    Never,
    Unclear(String),
}

/// Everybody acknowledged the current code of conduct
///
/// Every current worker acknowledged the version of the code of conduct that is in force, within
/// `acknowledgement-days` of starting or of its issue. Auditors sample workers and ask for the signed
/// code: it is how the organisation shows that its expectations reached everybody.
#[control(
    severity = High,
    method = Records,
    implements("CC1.1" = "The standards of conduct were made known to and accepted by every worker."),
    supports("CC1.5" = "Nobody can be held to account for rules they never accepted."),
    needs("roster", "acknowledgements", "policies"),
    remedy = "Have the worker acknowledge the current code of conduct and export the acknowledgements again.",
)]
pub(crate) fn code_of_conduct_acknowledged(records: &Records<'_>, findings: &mut Findings<'_>) {
    let words: Vec<String> = records
        .config
        .code_of_conduct
        .iter()
        .map(|word| key(word))
        .collect();
    let left_out = left_out(records);
    let is_code = |policy: &Policy| {
        let texts = || policy.names.iter().chain([&policy.kind]);
        texts().any(|text| words.iter().any(|word| text.contains(word.as_str())))
            && !texts().any(|text| OF_OTHERS.iter().any(|other| text.contains(other)))
            && policy.for_all
            && !policy.names.iter().any(|name| left_out.contains(name))
    };
    judge(records, findings, "code of conduct", is_code);
}

/// Everybody acknowledged the policies in force
///
/// Every current worker acknowledged every policy in force, in its current version, within
/// `acknowledgement-days` of starting or of its issue. `leave-out-policies`, or `acknowledge` = no in
/// the register of policies, names those that concern only some. Auditors take it as the proof that
/// duties were communicated, not merely written down.
#[control(
    severity = Medium,
    method = Records,
    implements("CC2.2" = "Objectives and duties, as the policies state them, reached everybody inside."),
    supports("CC5.3" = "Policies are put into action through people who know them."),
    needs("roster", "acknowledgements", "policies"),
    remedy = "Have the worker acknowledge the policies named, or state in the register of policies which concern only some.",
)]
pub(crate) fn published_policies_acknowledged(records: &Records<'_>, findings: &mut Findings<'_>) {
    let left_out = left_out(records);
    judge(records, findings, "policy in force", |policy| {
        policy.for_all && !policy.names.iter().any(|name| left_out.contains(name))
    });
}

/// Codes of conduct for those outside, which nobody inside acknowledges.
const OF_OTHERS: &[&str] = &["partner", "supplier", "thirdpart", "vendor"];

/// The policies that concern only some.
fn left_out(records: &Records<'_>) -> Vec<String> {
    let names = &records.config.leave_out_policies;
    names.iter().map(|name| key(name)).collect()
}

fn judge(
    records: &Records<'_>,
    findings: &mut Findings<'_>,
    what: &str,
    wanted: impl Fn(&Policy) -> bool,
) {
    if records.policies.is_absent()
        || records.acknowledgements.is_absent()
        || records.roster.is_absent()
    {
        return;
    }
    records.policies.report_problems(findings, &[&POLICY_TITLE]);
    let mut policies = Vec::new();
    for record in records.policies.records() {
        match policy(&record, records.as_of) {
            Ok(Some(policy)) if wanted(&policy) => policies.push(policy),
            Ok(_) => {}
            Err(problem) => findings.problem(&record.subject(), &problem),
        }
    }
    if policies.is_empty() {
        let finding = Finding::fail(what)
            .expected(format!("a {what} in the register of policies"))
            .actual("there is none");
        let files = records.policies.files().iter().cloned();
        findings.push(files.fold(finding, Finding::at));
    }
    let needs = [&PERSON, &POLICY, &ACKNOWLEDGED];
    let register = &records.acknowledgements;
    records.each_worker(findings, register, &needs, |worker, rows| {
        if !worker.is_current() || policies.is_empty() {
            return Ok(None);
        }
        acknowledgements(records, &policies, worker, rows).map(Some)
    });
}

/// One worker and all policies.
fn acknowledgements(
    records: &Records<'_>,
    policies: &[Policy],
    worker: &Worker,
    rows: &Rows<'_>,
) -> Result<Finding, Problem> {
    let days = records.config.acknowledgement_days;
    let expected = format!(
        "{} in its current version acknowledged within {days} days of start or issue",
        if policies.len() == 1 {
            policies[0].label.clone()
        } else {
            format!("each of {} policies", policies.len())
        }
    );
    let mut faults = Faults::new();
    let (mut open, mut done, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for policy in policies {
        let due = worker
            .start
            .max(policy.issued)
            .map(|from| from.plus_days(days.into()));
        match (answer(policy, &rows.rows, records.as_of)?, due) {
            (_, None) => {
                faults.unclear(format!("nobody states since when {} is due", policy.label));
            }
            (Answer::Unclear(why), _) => faults.unclear(why),
            (Answer::On(day), Some(due)) if day > due && due >= records.since => {
                faults.wrong(format!("{} acknowledged {day}, due {due}", policy.label));
            }
            (Answer::On(day), _) => done.push(day),
            (Answer::Never, Some(due)) if records.as_of <= due => {
                open.push(format!("{} due {due}", policy.label));
            }
            (Answer::Never, Some(_)) => missing.push(policy.label.as_str()),
        }
    }
    if !missing.is_empty() {
        let missed = rows
            .missed(
                worker,
                format!(
                    "not acknowledged: {}",
                    tickmark_plugin::brief(&missing.join(", "), 250)
                ),
            )
            .expected(expected);
        // What was acknowledged late is no less so for what is still open.
        return Ok(if faults.is_empty() {
            records.excused(worker, missed)
        } else {
            missed
        });
    }
    let Some(last) = done.iter().max().filter(|_| open.is_empty()) else {
        return Ok(if faults.is_empty() {
            let open = open.join(", ");
            Finding::not_applicable(&worker.label)
                .expected(expected)
                .actual(format!(
                    "not due yet: {}",
                    tickmark_plugin::brief(&open, 250)
                ))
        } else {
            faults.verdict(&worker.label, &expected, "")
        });
    };
    let fine = format!("{} acknowledged, the last on {last}", done.len());
    let finding = faults.verdict(&worker.label, &expected, &fine);
    Ok(rows
        .rows
        .iter()
        .take(3)
        .fold(finding, |finding, row| finding.at(row.place())))
}

fn answer(policy: &Policy, rows: &[Record<'_>], as_of: Day) -> Result<Answer, Problem> {
    let mut answer = Answer::Never;
    for row in rows.iter().filter(|row| policy.is_meant(row)) {
        if row.choice(&STATUS, DONE_STATES)? == Some(false) {
            continue;
        }
        let Some(day) = row.day(&ACKNOWLEDGED)?.filter(|day| *day <= as_of) else {
            continue;
        };
        match (policy.is_current(row, day), &answer) {
            (Ok(true), Answer::On(earlier)) if *earlier <= day => {}
            (Ok(true), _) => answer = Answer::On(day),
            (Err(why), Answer::Never) => answer = Answer::Unclear(why),
            (Ok(false) | Err(_), _) => {}
        }
    }
    Ok(answer)
}

impl Policy {
    /// Whether a row names this policy, by id or title, with or without its version behind it.
    fn is_meant(&self, row: &Record<'_>) -> bool {
        let Some(written) = row.key(&POLICY) else {
            return false;
        };
        self.names.iter().any(|name| {
            written.strip_prefix(name.as_str()).is_some_and(|rest| {
                rest.is_empty()
                    || rest
                        .strip_prefix(['v'])
                        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
            })
        })
    }

    /// Whether a row is about the version in force; an error says why nobody can tell.
    fn is_current(&self, row: &Record<'_>, day: Day) -> Result<bool, String> {
        let before = self.issued.is_some_and(|issued| day < issued);
        let stated = row.text(&VERSION).or_else(|| behind(row.text(&POLICY)?));
        match (stated.map(version), &self.version, self.issued) {
            (Some(theirs), Some(ours), _) if theirs != *ours => Ok(false),
            (Some(_), Some(ours), _) if before => Err(format!(
                "version {ours} of {} was acknowledged {day}, before it was issued",
                self.label
            )),
            (Some(_), Some(_), _) => Ok(true),
            (_, _, Some(_)) => Ok(!before),
            (_, _, None) => Err(format!(
                "neither a version nor a date tells which {} was acknowledged",
                self.label
            )),
        }
    }
}

/// The version behind the name of a policy: `Code of Conduct v2.1`.
fn behind(policy: &str) -> Option<&str> {
    let last = policy.rsplit(char::is_whitespace).next()?;
    let last = last.trim_matches(['(', ')']);
    let number = last.strip_prefix(['v', 'V'])?;
    let is_number = number.starts_with(|first: char| first.is_ascii_digit())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number.then_some(number)
}

/// A version without the letter before it and the zeros behind.
fn version(text: &str) -> String {
    let text = text.trim().trim_start_matches(['v', 'V', ' ', '.']);
    text.strip_suffix(".0").unwrap_or(text).to_lowercase()
}

fn policy(record: &Record<'_>, as_of: Day) -> Result<Option<Policy>, Problem> {
    let in_force = match record.choice(&STATUS, POLICY_STATES)? {
        Some(in_force) => in_force,
        None if record.has(&STATUS) => return Err(record.problem("`status` is not stated")),
        None => true,
    };
    let issued = record.day(&ISSUED)?;
    if !in_force {
        return Ok(None);
    }
    if let Some(issued) = issued.filter(|issued| *issued > as_of) {
        // Before its first version there is nothing to acknowledge.
        let first = record
            .text(&VERSION)
            .is_some_and(|text| ["0", "1"].contains(&version(text).as_str()));
        return if first {
            Ok(None)
        } else {
            Err(record.problem(format!(
                "this version is in force from {issued}; the version before it is not in the register"
            )))
        };
    }
    let names = [record.key(&POLICY_ID), record.key(&POLICY_TITLE)];
    Ok(Some(Policy {
        label: record
            .text(&POLICY_TITLE)
            .map_or_else(|| record.subject(), str::to_owned),
        names: names.into_iter().flatten().collect(),
        kind: record.key(&KIND).unwrap_or_default(),
        version: record.text(&VERSION).map(version),
        issued,
        for_all: record.flag(&FOR_ALL)?.unwrap_or(true),
    }))
}

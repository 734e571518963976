//! Disruption of the business: risks, impact analysis, insurance.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Record};
use tickmark_plugin::words::{denies, mentions, quoted};

use crate::records::Records;
use crate::specs::{FROM, INSURER, KIND, OWNER, POLICY, PROCESS, REVIEWED, RPO, RTO, UNTIL};

/// Risks of disruption are assessed
///
/// At least one open risk is about disruption of the business (see `disruption`) and was reviewed at most
/// `review-days` ago.
#[control(
    severity = Medium,
    method = Records,
    implements("CC9.1" = "Risks from potential disruptions of the business are identified and assessed."),
    needs("risks"),
    remedy = "Assess what could stop the business, and put it into the register.",
)]
pub(crate) fn disruption_risks_reviewed(records: &Records<'_>, findings: &mut Findings<'_>) {
    records.some_risk(findings, "risks of disruption", &records.config.disruption);
}

/// The business impact analysis is current
///
/// Every process or service in the analysis has one owner (a current worker, where the roster is given),
/// states how soon it has to run again and how much data may be lost, and was reviewed at most
/// `impact-days` ago. Recovery plans and their tests are measured by these numbers.
#[control(
    severity = Medium,
    method = Records,
    implements("CC9.1" = "What a disruption would mean is analysed, as the basis for mitigating it."),
    supports("A1.2" = "Recovery is designed to the times that the analysis sets."),
    needs("impact-analysis"),
    remedy = "Review the process with its owner, and state recovery time, recovery point and the day.",
)]
pub(crate) fn impact_analysis_current(records: &Records<'_>, findings: &mut Findings<'_>) {
    let days = records.config.impact_days;
    let expected = format!(
        "owner, recovery time and point, reviewed at most {days} days before {}",
        records.as_of
    );
    let needs = [&PROCESS, &OWNER, &RTO, &RPO, &REVIEWED];
    records.processes.judge(findings, &needs, |process| {
        let mut faults = Faults::new();
        records.roster.owner(&mut faults, process, &OWNER);
        for field in [&RTO, &RPO] {
            // `0`, `1 h` and `none lost` are answers; `no` and `to be defined` are none.
            let text = process.raw(field);
            let is_amount = text.contains(|letter: char| letter.is_ascii_digit());
            if is_amount || mentions(text, "lost") || mentions(text, "loss") {
                faults.stated(process, field);
            } else {
                faults.answered(process, field);
            }
        }
        let fine = records.recent(&mut faults, process, &REVIEWED, days)?;
        Ok(Some(faults.finding(process, &expected, &fine)))
    });
}

/// Insurance is in force throughout
///
/// For each kind of `insurances`, policies cover every day from the start of the assessment period (without
/// one, the as-of date) to its end, without a gap between renewals. A policy that names the kind beside a word
/// that may exclude it (`no cyber`) shows nothing. Insurance is a way to treat what remains of a risk; a lapse is
/// easily overlooked.
#[control(
    severity = Medium,
    method = Records,
    supports("CC9.1" = "What remains of the risk of disruption is transferred in part."),
    needs("insurance"),
    remedy = "Renew the insurance before it ends, and put the new policy into the list.",
)]
pub(crate) fn insurance_in_force(records: &Records<'_>, findings: &mut Findings<'_>) {
    let register = &records.insurances;
    if register.is_absent() {
        return;
    }
    let needs = [&POLICY, &KIND, &INSURER, &FROM, &UNTIL];
    register.report_problems(findings, &needs);
    let (first, last) = (records.check.since(0), records.check.until());
    for kind in &records.config.insurances {
        let mut covers: Vec<(Day, Day, Location)> = Vec::new();
        let mut unread = !register.problems(&needs).is_empty();
        let mut doubtful = None;
        for policy in register.records() {
            match is_of(&policy, kind) {
                IsOf::Kind => {}
                IsOf::Other => continue,
                IsOf::Unclear(text) => {
                    doubtful = Some((text, policy.place()));
                    continue;
                }
            }
            match cover(&policy) {
                Ok((from, until)) => covers.push((from, until, policy.place())),
                Err(problem) => {
                    unread = true;
                    findings.problem(&policy.subject(), &problem);
                }
            }
        }
        covers.sort_by_key(|(from, until, _)| (*from, *until));
        // The first day that no policy before covers.
        let mut open = first;
        let mut places = Vec::new();
        for (from, until, place) in covers {
            if from <= open && until >= open {
                open = until.plus_days(1);
                places.push(place);
            }
        }
        let covered = open > last;
        let subject = format!("{kind} insurance");
        let finding = match (covered, unread || doubtful.is_some()) {
            (true, _) => Finding::pass(subject),
            (false, true) => Finding::inconclusive(subject),
            (false, false) => Finding::fail(subject),
        };
        let finding = finding
            .expected(format!("in force from {first} to {last}"))
            .actual(match &doubtful {
                _ if covered => format!("in force until {}", open.plus_days(-1)),
                Some((text, _)) => format!(
                    "not in force on {open}, unless {} covers it (state kinds without what is excluded)",
                    quoted(text)
                ),
                None => format!("not in force on {open}"),
            });
        if let Some((_, place)) = doubtful.filter(|_| !covered) {
            places.push(place);
        }
        let places = if places.is_empty() {
            register.files().to_vec()
        } else {
            places
        };
        findings.push(places.into_iter().take(10).fold(finding, Finding::at));
    }
    findings.complete(register.files().to_vec());
}

/// Whether a policy is of a kind of insurance.
enum IsOf<'a> {
    Kind,
    Other,
    /// The text names the kind, and may exclude it.
    Unclear(&'a str),
}

fn is_of<'a>(policy: &Record<'a>, kind: &str) -> IsOf<'a> {
    let named: Vec<&str> = [policy.raw(&KIND), policy.raw(&POLICY)]
        .into_iter()
        .filter(|text| mentions(text, kind))
        .collect();
    match named.iter().find(|text| denies(text)) {
        Some(text) => IsOf::Unclear(text),
        None if named.is_empty() => IsOf::Other,
        None => IsOf::Kind,
    }
}

fn cover(policy: &Record<'_>) -> Result<(Day, Day), Problem> {
    if policy.text(&INSURER).is_none() {
        return Err(policy.problem("`insurer` is not stated"));
    }
    match (policy.day(&FROM)?, policy.day(&UNTIL)?) {
        (Some(from), Some(until)) if until >= from => Ok((from, until)),
        (Some(from), Some(until)) => {
            Err(policy.problem(format!("the cover ends {until}, before it begins {from}")))
        }
        _ => Err(policy.problem("`from` or `until` is not stated")),
    }
}

//! The rules. Each judges one incident; its comment and attribute are what tickmark shows about it.

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::incident::{Incident, any_day, day, text};

/// What the rules judge.
pub(crate) struct Subjects<'a> {
    pub(crate) incidents: &'a [Incident<'a>],
    pub(crate) files: &'a [Location],
    pub(crate) config: &'a Config,
}

impl Subjects<'_> {
    /// Judges each incident by itself. What cannot be judged is inconclusive, with its place.
    fn each(
        &self,
        findings: &mut Findings<'_>,
        judge: impl Fn(&Incident<'_>) -> Result<Finding, Problem>,
    ) {
        for incident in self.incidents {
            match judge(incident) {
                Ok(finding) => findings.push(finding),
                Err(problem) => findings.problem(incident.id, &problem),
            }
        }
        findings.complete(self.files.to_vec());
    }
}

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    incidents_led,
    incidents_resolved_in_time,
    incidents_reviewed,
    actions_followed_up,
    customers_notified,
];

/// Every incident has a commander
///
/// Someone by name led the response; without that nobody knew who decides.
#[control(
    severity = Medium,
    method = Records,
    implements("CC7.4" = "A named person led the response to each incident."),
    remedy = "Name the commander in the incident's file, and have the on-call guide name one at the start.",
)]
fn incidents_led(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    subjects.each(findings, |incident| {
        let commander = text(&incident.root, "commander")?;
        let place = incident
            .root
            .get("commander")
            .map_or_else(|| incident.root.place(), |at| at.place());
        Ok(Finding::when(commander.is_some(), incident.id)
            .expected("a commander by name")
            .actual(commander.map_or_else(|| "no commander".to_owned(), str::to_owned))
            .at(place)
            .occurred(incident.detected))
    });
}

/// Incidents end within the time that their severity allows
///
/// Counts whole days from detection to resolution; an incident that lasts counts to the day that the
/// file shows.
#[control(
    severity = High,
    method = Records,
    implements("CC7.4" = "Incidents were contained and ended within the time that the organisation set itself."),
    supports("CC7.5" = "An incident that has ended was recovered from."),
    remedy = "Find out what delayed the response, and record the resolution of incidents that are over.",
)]
fn incidents_resolved_in_time(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let limits = &subjects.config.resolve_within_days;
    subjects.each(findings, |incident| {
        let most = i64::from(match incident.severity {
            Severity::Critical => limits.critical,
            Severity::High => limits.high,
            Severity::Medium => limits.medium,
            Severity::Low => limits.low,
        });
        let expected = format!("resolved within {most} days of {}", incident.detected);
        let finding = match incident.resolved()? {
            Some(resolved) => {
                let days = resolved.day.days_since(incident.detected);
                Finding::when(days <= most, incident.id)
                    .actual(format!("resolved after {days} days, on {}", resolved.day))
                    .at(resolved.at.place())
            }
            None => {
                let days = incident.shown.days_since(incident.detected);
                let open = if days <= most {
                    // It may still end in time.
                    Finding::not_applicable(incident.id)
                } else {
                    Finding::fail(incident.id)
                };
                open.actual(format!("open for {days} days"))
                    .at(incident.root.place())
            }
        };
        Ok(finding.expected(expected).occurred(incident.detected))
    });
}

/// Critical and high incidents were reviewed
///
/// A review without blame finds what made the incident possible; it comes while people remember.
#[control(
    severity = Medium,
    method = Records,
    implements("CC7.5" = "What serious incidents taught was written down soon after they ended."),
    supports("CC7.3" = "Reviews show that incidents were analysed."),
    remedy = "Hold the review and record its day as `review` in the incident's file.",
)]
fn incidents_reviewed(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let most = i64::from(subjects.config.review_within_days);
    subjects.each(findings, |incident| {
        let finding = |finding: Finding| {
            finding
                .expected(format!("a review within {most} days of the resolution"))
                .occurred(incident.detected)
        };
        if !matches!(incident.severity, Severity::Critical | Severity::High) {
            return Ok(finding(Finding::not_applicable(incident.id))
                .actual("of medium or low severity")
                .at(incident.root.place()));
        }
        let Some(resolved) = incident.resolved()? else {
            return Ok(finding(Finding::not_applicable(incident.id))
                .actual("not resolved yet")
                .at(incident.root.place()));
        };
        if let Some(review) = day(&incident.root, "review", incident.shown)? {
            let days = review.day.days_since(resolved.day);
            if days < 0 {
                return Err(review
                    .at
                    .problem(format!("reviewed before its resolution ({})", resolved.day)));
            }
            return Ok(finding(Finding::when(days <= most, incident.id))
                .actual(format!("reviewed after {days} days, on {}", review.day))
                .at(review.at.place()));
        }
        let days = incident.shown.days_since(resolved.day);
        let open = if days <= most {
            Finding::not_applicable(incident.id)
        } else {
            Finding::fail(incident.id)
        };
        Ok(finding(open)
            .actual(format!("no review {days} days after the resolution"))
            .at(resolved.at.place()))
    });
}

/// Actions that came out of incidents were done
///
/// Each action has an owner and a due day, and what was due is done. Judged action by action.
#[control(
    severity = Medium,
    method = Records,
    implements("CC7.5" = "What reviews decided was carried out by its day."),
    supports("CC4.2" = "Deficiencies that incidents showed were followed up."),
    remedy = "Finish the action or agree on a new day, and give each action an owner and a due day.",
)]
fn actions_followed_up(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for incident in subjects.incidents {
        let Some(actions) = incident.root.get("actions") else {
            continue;
        };
        if actions.kind() != tickmark_plugin::Kind::Array {
            findings.problem(incident.id, &actions.problem("`actions` is no list"));
            continue;
        }
        for (number, action) in actions.items().enumerate() {
            // The list's order is the register's own, and an action has no better name.
            let subject = format!("{}, action {}", incident.id, number + 1);
            match followed_up(&subject, &action, incident) {
                Ok(finding) => findings.push(finding),
                Err(problem) => findings.problem(&subject, &problem),
            }
        }
    }
    findings.complete(subjects.files.to_vec());
}

fn followed_up(
    subject: &str,
    action: &At<'_>,
    incident: &Incident<'_>,
) -> Result<Finding, Problem> {
    let owner = text(action, "owner")?;
    let due = any_day(action, "due")?;
    let done = day(action, "done", incident.shown)?;
    let (Some(owner), Some(due)) = (owner, due) else {
        return Ok(Finding::fail(subject)
            .expected("an owner and a due day")
            .actual(if owner.is_none() {
                "no owner"
            } else {
                "no due day"
            })
            .at(action.place()));
    };
    let expected = format!("done by {}", due.day);
    Ok(match done {
        Some(done) => Finding::when(done.day <= due.day, subject)
            .expected(expected)
            .actual(format!("done on {} by {owner}", done.day))
            .at(done.at.place()),
        None if due.day < incident.shown => Finding::fail(subject)
            .expected(expected)
            .actual(format!("not done, owner {owner}"))
            .at(due.at.place()),
        None => Finding::not_applicable(subject)
            .expected(expected)
            .actual("not due yet")
            .at(due.at.place()),
    })
}

/// Customers learned of the incidents that affected them
///
/// Looks whether a day of notification is recorded, not at what contracts promise.
#[control(
    severity = Medium,
    method = Records,
    supports(
        "CC2.3" = "Those outside who were affected were told.",
        "CC7.4" = "Communication is a part of the response.",
    ),
    remedy = "Notify the customers and record the day as `customers-notified`.",
)]
fn customers_notified(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    subjects.each(findings, |incident| {
        let affected = incident
            .root
            .get("customers-affected")
            .ok_or_else(|| incident.root.problem("`customers-affected` is missing"))?;
        let is_affected = affected
            .as_bool()
            .ok_or_else(|| affected.problem("`customers-affected` is neither true nor false"))?;
        let expected = "a day of notification";
        if !is_affected {
            return Ok(Finding::not_applicable(incident.id)
                .expected(expected)
                .actual("no customer was affected")
                .at(affected.place()));
        }
        Ok(
            match day(&incident.root, "customers-notified", incident.shown)? {
                Some(notified) => Finding::pass(incident.id)
                    .actual(format!("notified on {}", notified.day))
                    .at(notified.at.place()),
                None => Finding::fail(incident.id)
                    .actual("no day of notification")
                    .at(affected.place()),
            }
            .expected(expected)
            .occurred(incident.detected),
        )
    });
}

#[cfg(test)]
mod tests;

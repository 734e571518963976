//! The board: its meetings, and who in it is independent.

use tickmark_plugin::people::Likeness;
use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Record, Recurrence};
use tickmark_plugin::roster::Holder;
use tickmark_plugin::words;

use crate::attendance::{Attendance, attendance, items};
use crate::records::{Records, ago, mentions};
use crate::specs::{
    ATTENDEES, BODY, DECLARED, HELD, HELD_ON, INDEPENDENT, MEMBER, MINUTES, STATUS, TOPICS, UNTIL,
};

/// The board deals with security regularly
///
/// A body that oversees the organisation met at most `oversight-days` ago (and in a Type 2 period without a
/// longer gap), with security among its topics and minutes to show it. A topic beside a word that may take it
/// back (`security deferred`) shows nothing. Auditors read those minutes for
/// CC1.2; here only date, topic and the reference are judged.
#[control(
    severity = Medium,
    method = Records,
    implements("CC1.2" = "The board exercises oversight of security in meetings that are on record."),
    needs("meetings"),
    remedy = "Put security on the agenda of the next board meeting, minute it, and add the meeting to the index.",
)]
pub(crate) fn oversight_meetings_held(records: &Records<'_>, findings: &mut Findings<'_>) {
    let recurrence = Recurrence {
        subject: "meetings of the board on security",
        every_days: records.config.oversight_days,
    };
    let needs = [&BODY, &HELD_ON, &TOPICS, &MINUTES];
    let meetings = &records.meetings;
    let recurs = |findings: &mut Findings<'_>, least: Topic| {
        meetings.recurs(records.check, findings, &needs, recurrence, |meeting| {
            Ok(held(records, meeting)?
                .filter(|_| is_minuted(records, meeting) && topic(records, meeting) >= least))
        });
    };
    let fails = |least| {
        let mut report = Report::new();
        recurs(&mut report.named("oversight-meetings-held"), least);
        let mut outcomes = report.findings.iter().map(|finding| finding.outcome);
        outcomes.any(|outcome| outcome == Outcome::Fail)
    };
    // Only where they decide it do meetings matter of which nobody can say whether they dealt with security.
    if fails(Topic::Named) && !fails(Topic::PerhapsDenied) {
        meetings.report_problems(findings, &needs);
        for meeting in meetings.records() {
            match held(records, &meeting) {
                Err(problem) => findings.problem(&meeting.subject(), &problem),
                Ok(Some(_))
                    if is_minuted(records, &meeting)
                        && topic(records, &meeting) == Topic::PerhapsDenied =>
                {
                    let problem = meeting.problem(format!(
                        "{} may say that security was not dealt with (name in `topics` what was)",
                        words::quoted(meeting.raw(&TOPICS))
                    ));
                    findings.problem(&meeting.subject(), &problem);
                }
                Ok(_) => {}
            }
        }
        findings.complete(meetings.files().to_vec());
    } else {
        recurs(findings, Topic::Named);
    }
}

/// Whether a meeting had security among its topics, the surer the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Topic {
    Missing,
    /// It stands beside a word that may take it back: `security deferred`.
    PerhapsDenied,
    Named,
}

fn topic(records: &Records<'_>, meeting: &Record<'_>) -> Topic {
    items(meeting.raw(&TOPICS))
        .filter(|item| mentions(item, &records.config.oversight_topics))
        .map(|item| {
            if words::denies(item) {
                Topic::PerhapsDenied
            } else {
                Topic::Named
            }
        })
        .max()
        .unwrap_or(Topic::Missing)
}

/// Whether a meeting is one of an overseeing body and has minutes.
fn is_minuted(records: &Records<'_>, meeting: &Record<'_>) -> bool {
    is_oversight(records, meeting) && meeting.reference(&MINUTES).is_some()
}

/// Meetings of the board have minutes and attendees
///
/// Every meeting of an overseeing body in the assessed time names who was there and where the minutes are.
/// A meeting without minutes cannot be shown to anybody.
#[control(
    severity = Low,
    method = Records,
    supports("CC1.2" = "Oversight can be shown for each meeting, not only for one."),
    needs("meetings"),
    remedy = "File the minutes, and put their reference and the attendees into the index.",
)]
pub(crate) fn oversight_meetings_minuted(records: &Records<'_>, findings: &mut Findings<'_>) {
    let needs = [&BODY, &HELD_ON, &ATTENDEES, &MINUTES];
    records.meetings.judge(findings, &needs, |meeting| {
        let Some(day) = held(records, meeting)? else {
            return Ok(None);
        };
        if day < records.since || !is_oversight(records, meeting) {
            return Ok(None);
        }
        let mut faults = Faults::new();
        faults.stated(meeting, &ATTENDEES);
        let minutes = meeting.reference(&MINUTES);
        if minutes.is_none() {
            faults.wrong("no minutes");
        }
        let minutes = minutes.unwrap_or_default();
        let finding = faults.finding(
            meeting,
            "attendees and minutes stated",
            &format!("minutes: {minutes}"),
        );
        Ok(Some(finding.occurred(day)))
    });
}

/// Members of the board are independent of management
///
/// At least `independent-members` members declare that they are independent, at most
/// `independence-days` ago, and none of them is on the roster of staff; where the meetings are known, one
/// of them was at the last that oversaw security. Auditors ask for these declarations.
#[control(
    severity = Medium,
    method = Records,
    implements("CC1.2" = "Those who oversee management are shown not to be part of it."),
    needs("members", "roster"),
    remedy = "Obtain the yearly declaration of independence, or appoint a member who can give it.",
)]
pub(crate) fn oversight_independent(records: &Records<'_>, findings: &mut Findings<'_>) {
    if records.members.is_absent() || records.roster.is_absent() {
        return;
    }
    records.roster.report_problems(findings);
    let days = records.config.independence_days;
    let expected = format!(
        "independence declared at most {days} days before {}, and not on the roster",
        records.as_of
    );
    let mut independent = Vec::new();
    let mut unread = false;
    let needs = [&MEMBER, &INDEPENDENT, &DECLARED];

    for member in records.members.records() {
        match counts(records, &member) {
            Ok(true) => independent.push(member),
            Ok(false) => {}
            Err(_) => unread = true,
        }
    }
    let members: Vec<&str> = independent
        .iter()
        .filter_map(|member| member.text(&MEMBER))
        .collect();
    unread |= !records.members.problems(&needs).is_empty();
    findings.push(enough(records, &independent, unread));
    if !members.is_empty()
        && let Some(finding) = last_meeting(records, &members)
    {
        findings.push(finding);
    }
    records.members.judge(findings, &needs, |member| {
        if member
            .last_day(&UNTIL)?
            .is_some_and(|day| day < records.as_of)
        {
            return Ok(None);
        }
        match member.flag(&INDEPENDENT)? {
            None => Err(member.problem("`independent` is not stated")),
            Some(false) => Ok(Some(
                member.not_applicable().actual("not an independent member"),
            )),
            Some(true) => {
                let declared = member.raw(&DECLARED);
                let faults = declaration(records, member)?;
                Ok(Some(faults.finding(
                    member,
                    &expected,
                    &format!("declared {declared}"),
                )))
            }
        }
    });
}

fn is_oversight(records: &Records<'_>, meeting: &Record<'_>) -> bool {
    /// Boards of the staff, which govern nobody.
    const STAFF: &[&str] = &[
        "advisory board",
        "architecture board",
        "change board",
        "change control board",
        "design board",
        "editorial board",
        "review board",
        "steering board",
    ];
    let body = meeting.raw(&BODY);
    let of_staff = words::words(body);
    let of_staff = STAFF.iter().any(|name| of_staff.contains(name));
    !of_staff && mentions(body, &records.config.oversight_bodies)
}

/// The day of a meeting that took place.
fn held(records: &Records<'_>, meeting: &Record<'_>) -> Result<Option<Day>, Problem> {
    let took_place = meeting.choice(&STATUS, HELD)? != Some(false);
    Ok(meeting
        .day(&HELD_ON)?
        .filter(|day| took_place && *day <= records.as_of))
}

fn declaration(records: &Records<'_>, member: &Record<'_>) -> Result<Faults, Problem> {
    let mut faults = Faults::new();
    let days = i64::from(records.config.independence_days);
    match member.day(&DECLARED)?.filter(|day| *day <= records.as_of) {
        None => faults.wrong("never declared"),
        Some(day) if records.as_of.days_since(day) > days => {
            faults.wrong(format!("declared {}", ago(records.as_of, day)));
        }
        Some(_) => {}
    }
    if let Some(name) = faults.stated(member, &MEMBER) {
        match records.roster.holder(name) {
            Holder::Worker(worker) | Holder::Title(worker) if worker.is_current() => {
                faults.wrong("is a worker of the roster");
            }
            Holder::Worker(_) | Holder::Title(_) | Holder::Nobody => {}
            Holder::Unnamed => faults.unclear("`member` names nobody"),
            Holder::Unclear(why) => faults.unclear(why),
        }
    }
    Ok(faults)
}

/// Whether a member is shown to be independent. An error stands where nobody can tell.
fn counts(records: &Records<'_>, member: &Record<'_>) -> Result<bool, Problem> {
    if member
        .last_day(&UNTIL)?
        .is_some_and(|day| day < records.as_of)
    {
        return Ok(false);
    }
    let says = member
        .flag(&INDEPENDENT)?
        .ok_or_else(|| member.problem("`independent` is not stated"))?;
    Ok(says && declaration(records, member)?.is_empty())
}

fn enough(records: &Records<'_>, independent: &[Record<'_>], unread: bool) -> Finding {
    let least = records.config.independent_members as usize;
    let subject = "independent members";
    let finding = match (independent.len() >= least, unread) {
        (true, _) => Finding::pass(subject),
        (false, true) => Finding::inconclusive(subject),
        (false, false) => Finding::fail(subject),
    };
    let finding = finding
        .expected(format!("at least {least}"))
        .actual(format!("{} are shown to be", independent.len()));
    let places: Vec<Location> = if independent.is_empty() {
        records.members.files().to_vec()
    } else {
        independent.iter().map(Record::place).collect()
    };
    places.into_iter().take(5).fold(finding, Finding::at)
}

/// Whether one of the independent members was at the last meeting that dealt with security.
fn last_meeting(records: &Records<'_>, members: &[&str]) -> Option<Finding> {
    let perhaps = last_with(records, members, Topic::PerhapsDenied)?;
    let named = last_with(records, members, Topic::Named);
    let agree = named.is_some_and(|named| named.outcome == perhaps.outcome);
    // Nobody can say which of the two was the last.
    let outcome = if agree {
        perhaps.outcome
    } else {
        Outcome::Inconclusive
    };
    Some(Finding { outcome, ..perhaps })
}

/// Whether one of the independent members was at the last meeting of which at least so much is sure.
fn last_with(records: &Records<'_>, members: &[&str], least: Topic) -> Option<Finding> {
    let meetings = records
        .meetings
        .records()
        .filter(|meeting| is_oversight(records, meeting) && topic(records, meeting) >= least);
    let (day, meeting) = meetings
        .filter_map(|meeting| Some((held(records, &meeting).ok()??, meeting)))
        .max_by_key(|(day, _)| *day)?;
    let Attendance { present, unclear } = attendance(meeting.raw(&ATTENDEES));
    let closest = present
        .iter()
        .flat_map(|attendee| {
            members
                .iter()
                .map(|member| records.roster.likeness(attendee, member))
        })
        .min();
    let subject = "independent member at the last meeting on security";
    let finding = match closest {
        Some(Likeness::Same) if !unclear => Finding::pass(subject),
        Some(Likeness::Same | Likeness::Unclear) => Finding::inconclusive(subject),
        Some(Likeness::Different) | None => Finding::fail(subject),
    };
    Some(
        finding
            .expected("an independent member was there")
            .actual(format!(
                "{day}: {}",
                tickmark_plugin::brief(&present.join(", "), 200)
            ))
            .at(meeting.place()),
    )
}

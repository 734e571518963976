//! The privacy notice: current, complete, and its changes told.

use tickmark_plugin::prelude::*;
use tickmark_plugin::words::quoted;

use crate::notice::Dated;
use crate::registers::Registers;
use crate::specs::{EFFECTIVE, TOLD, VERSION};

/// Puts down what could not be read. Whether there is something to judge.
fn readable(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) -> bool {
    for problem in &registers.notices.problems {
        findings.problem(&problem.place.path, problem);
    }
    !registers.notices.read.is_empty()
}

/// The privacy notice is current
///
/// The notice states the day on which it came into effect or was last reviewed, and that day is recent
/// enough (`notice-days`). It is read in front matter (`effective: 2026-03-01`), and in text that people
/// see, beside words about the notice itself: `Last updated: 1 March 2026`.
#[control(
    severity = Medium,
    method = Document,
    implements("P1.1" = "People are told by a notice that is kept current."),
    needs("notice"),
    remedy = "Go through the notice, correct it, and state the day in it.",
)]
pub(crate) fn notice_current(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    if !readable(registers, findings) {
        return;
    }
    let most = registers.config().notice_days;
    let as_of = registers.as_of();
    for notice in &registers.notices.read {
        let shown = notice.collected.unwrap_or(as_of);
        let finding = match &notice.dated {
            None => Finding::fail(&notice.path)
                .actual("no day beside `effective`, `updated` or `reviewed`")
                .at(Location::file(&notice.path)),
            Some(Dated::Unread(text, line)) => Finding::inconclusive(&notice.path)
                .actual(format!(
                    "{}, in which no day can be read; write it as `2026-03-01` or `1 March 2026`",
                    quoted(text)
                ))
                .at(Location::line(&notice.path, *line)),
            Some(Dated::On(day, line)) if *day > shown => Finding::inconclusive(&notice.path)
                .actual(format!("dated {day}, which is to come"))
                .at(Location::line(&notice.path, *line)),
            Some(Dated::On(day, line)) => {
                Finding::when(as_of.days_since(*day) <= i64::from(most), &notice.path)
                    .actual(format!("dated {day}"))
                    .at(Location::line(&notice.path, *line))
            }
        };
        findings.push(finding.expected(format!("dated at most {most} days before {as_of}")));
    }
    findings.complete(registers.notices.files.clone());
}

/// The privacy notice says what it has to
///
/// Each part of `notice-sections` has a heading with something said below it, or below the headings under
/// it (GDPR Art. 13 and 14). The title of the page is no part.
/// Whether what is said is true is for people to judge.
#[control(
    severity = High,
    method = Document,
    implements("P1.1" = "The notice covers what is collected, why, with what choice, for how long, for whom, and whom to ask."),
    needs("notice"),
    remedy = "Write the missing part under a heading of its own, or name in `notice-sections` the \
              words of the heading that has it.",
)]
pub(crate) fn notice_complete(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    if !readable(registers, findings) {
        return;
    }
    for notice in &registers.notices.read {
        for section in &registers.config().notice_sections {
            let subject = format!("{}: {}", notice.path, section.name);
            let finding = match notice.find(&section.words) {
                None => Finding::fail(subject)
                    .actual("no heading about it")
                    .at(Location::file(&notice.path)),
                Some(part) => Finding::when(part.says_something(), subject)
                    .actual(if part.says_something() {
                        format!("`{}`", part.heading)
                    } else {
                        format!("`{}`, with hardly a word below it", part.heading)
                    })
                    .at(Location::line(&notice.path, part.line)),
            };
            findings.push(finding.expected("a heading about it, with something said below"));
        }
    }
    findings.complete(registers.notices.files.clone());
}

/// People are told of a changed notice before it counts
///
/// Each version that came into effect was announced by then.
#[control(
    severity = Medium,
    method = Records,
    implements("P1.1" = "Those concerned are told of changes of the notice in time."),
    supports("CC2.3" = "Changes that matter outside are announced there."),
    needs("notice-changes"),
    remedy = "Tell people of the change now, and next time before it comes into effect.",
)]
pub(crate) fn notice_changes_announced(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let needs = [&VERSION, &EFFECTIVE, &TOLD];
    registers.notice_changes.judge(findings, &needs, |record| {
        let effective = record
            .day(&EFFECTIVE)?
            .ok_or_else(|| record.problem("when it came into effect is not stated"))?;
        if effective > record.shown_on() {
            return Ok(None);
        }
        let finding = match record.day(&TOLD)? {
            None => record.fail().actual("nobody was told"),
            Some(told) => record
                .when(told <= effective)
                .actual(format!("told on {told}")),
        };
        Ok(Some(finding.expected(format!("told by {effective}"))))
    });
}

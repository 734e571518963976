//! The rules, one function each, grouped by what they guard.

mod content;
mod running;
mod secrets;
mod sources;

use std::fmt::Write as _;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::stages::{Dockerfile, Instruction};

/// What each rule judges: all files of the evidence.
pub(crate) struct Subjects<'s> {
    pub(crate) files: &'s [Dockerfile],
    pub(crate) config: &'s Config,
}

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    sources::images_pinned,
    sources::base_images_from_allowed_registries,
    content::added_files_verified,
    content::downloads_not_run_unseen,
    content::sudo_not_used,
    running::runs_as_own_user,
    running::forbidden_ports_not_offered,
    running::health_check_declared,
    secrets::no_secrets_in_the_image,
];

/// What an instruction has against it.
enum Objection {
    Wrong(String),
    Unclear(String),
}

/// Judges each file by its instructions: the first that is wrong decides, else the first that is
/// unclear, else the file passes.
fn each(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
    expected: &str,
    fine: &str,
    object: impl Fn(&Dockerfile, &Instruction) -> Option<Objection>,
) {
    for file in subjects.files {
        let (mut wrong, mut unclear) = (Vec::new(), Vec::new());
        for (instruction, last) in file.instructions() {
            match object(file, instruction) {
                Some(Objection::Wrong(what)) => wrong.push((what, &instruction.place, last)),
                Some(Objection::Unclear(what)) => unclear.push((what, &instruction.place, last)),
                None => {}
            }
        }
        let (finding, told) = if wrong.is_empty() && unclear.is_empty() {
            let place = file.stages[0].place.clone();
            (Finding::pass(&file.subject).actual(fine).at(place), wrong)
        } else if wrong.is_empty() {
            (Finding::inconclusive(&file.subject), unclear)
        } else {
            (Finding::fail(&file.subject), wrong)
        };
        let finding = told
            .iter()
            .take(MAX_TOLD)
            .fold(finding, |finding, (_, place, _)| {
                finding.at((*place).clone())
            });
        let finding = if told.is_empty() {
            finding
        } else {
            finding.actual(list(&told))
        };
        findings.push(finding.expected(expected));
    }
}

/// How many instructions a finding tells of.
const MAX_TOLD: usize = 5;

fn list(told: &[(String, &Location, bool)]) -> String {
    let mut text = told
        .iter()
        .take(MAX_TOLD)
        .map(|(what, _, last)| {
            if *last {
                what.clone()
            } else {
                format!("{what} (in an earlier stage)")
            }
        })
        .collect::<Vec<_>>()
        .join("; ");
    if told.len() > MAX_TOLD {
        // Writing to a string cannot fail.
        let _ = write!(text, "; and {} more", told.len() - MAX_TOLD);
    }
    text
}

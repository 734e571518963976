//! All registers of a check.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Register;
use tickmark_plugin::roster::Roster;
use tickmark_plugin::words;

use crate::SECURITY_TXT;
use crate::config::Config;
use crate::security_txt::SecurityTxt;
use crate::specs;

/// Everything that the rules judge.
pub(crate) struct Records<'a> {
    pub(crate) check: &'a Check<'a, Config>,
    pub(crate) config: &'a Config,
    pub(crate) as_of: Day,
    /// What was due before this day is not asked about any more.
    pub(crate) since: Day,
    pub(crate) roster: Roster,
    pub(crate) meetings: Register,
    pub(crate) members: Register,
    pub(crate) duties: Register,
    pub(crate) commitments: Register,
    pub(crate) controls: Register,
    pub(crate) evaluations: Register,
    pub(crate) notices: Register,
    pub(crate) subprocessors: Register,
    pub(crate) contacts: Vec<(Item, Result<SecurityTxt, Problem>)>,
}

impl<'a> Records<'a> {
    pub(crate) fn read(check: &'a Check<'a, Config>, report: &mut Report) -> Self {
        let config = &check.config;
        let mut read = |spec, layout| Register::read(check, spec, layout, report);
        let contacts = check.items(SECURITY_TXT).into_iter();
        Self {
            check,
            config,
            as_of: check.as_of,
            since: check.since(config.look_back_days),
            meetings: read(&specs::MEETINGS, &config.meetings),
            members: read(&specs::MEMBERS, &config.members),
            duties: read(&specs::DUTIES, &config.duties),
            commitments: read(&specs::COMMITMENTS, &config.commitments),
            controls: read(&specs::CONTROLS, &config.controls),
            evaluations: read(&specs::EVALUATIONS, &config.evaluations),
            notices: read(&specs::NOTICES, &config.notices),
            subprocessors: read(&specs::SUBPROCESSORS, &config.subprocessors),
            roster: Roster::read(check, &config.roster, report),
            contacts: contacts
                .map(|item| {
                    let text = check
                        .text(&item)
                        .and_then(|text| SecurityTxt::read(&item, &text));
                    (item, text)
                })
                .collect(),
        }
    }
}

/// Whether a text has one of several words or rows of words, each in the singular or plural: `Boards` has
/// `board`, `Accessibility` has not `access`.
pub(crate) fn mentions(text: &str, wanted: &[String]) -> bool {
    let text = words::words(text);
    let text: Vec<&str> = text.split(' ').collect();
    wanted.iter().any(|wanted| {
        let wanted = words::words(wanted);
        let wanted: Vec<&str> = wanted.split(' ').collect();
        text.windows(wanted.len()).any(|here| {
            here.iter()
                .zip(&wanted)
                .all(|(here, wanted)| is_word(here, wanted))
        })
    })
}

fn is_word(text: &str, word: &str) -> bool {
    let plural = |one: &str, other: &str| {
        other
            .strip_prefix(one)
            .is_some_and(|ending| matches!(ending, "" | "s" | "es"))
            || one
                .strip_suffix('y')
                .is_some_and(|stem| other.strip_suffix("ies") == Some(stem))
    };
    plural(word, text) || plural(text, word)
}

/// A day as people read it: the day, and how long ago.
pub(crate) fn ago(as_of: Day, day: Day) -> String {
    format!("{day}, {} days before", as_of.days_since(day))
}

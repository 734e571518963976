//! What may be asked of everything that binds a branch.
//!
//! Each question takes any selection of bindings, because the same question is asked of what binds
//! the branch for certain, of what may bind it too, and of what nobody may bypass.

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::branch::Binding;
use crate::demand::{Checks, Demands, Setting, listed};

/// How many places a finding cites at most.
pub(crate) const PLACES: usize = 10;

/// Whether some bindings together meet a requirement.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) met: Met,
    /// The value that decided.
    pub(crate) actual: String,
    pub(crate) places: Vec<Location>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Met {
    Yes,
    No,
    /// A setting could not be understood.
    Unclear,
}

/// What may be asked of bindings.
pub(crate) type Question<'q, 'a> = &'q dyn Fn(&[&Binding<'a>]) -> Answer;

impl Answer {
    fn unclear(problem: &Problem) -> Self {
        Self {
            met: Met::Unclear,
            actual: problem.message.clone(),
            places: vec![problem.place.clone()],
        }
    }

    fn no(actual: String, places: impl Iterator<Item = Location>) -> Self {
        Self {
            met: Met::No,
            actual,
            places: places.take(PLACES).collect(),
        }
    }
}

/// Asks whether any binding has a setting that is on. `on` and `off` finish a sentence, as in
/// `required` and `not required`.
pub(crate) fn any<'a>(
    bindings: &[&Binding<'a>],
    setting: impl Fn(&'a Demands) -> &'a Setting<bool>,
    on: &str,
    off: &str,
) -> Answer {
    let mut unclear = None;
    for binding in bindings {
        match setting(binding.demands) {
            Ok(shown) if shown.value => {
                return Answer {
                    met: Met::Yes,
                    actual: format!("{on} by {}", binding.name),
                    places: vec![shown.place.clone()],
                };
            }
            Ok(_) => {}
            Err(problem) => unclear = unclear.or(Some(problem)),
        }
    }
    match unclear {
        Some(problem) => Answer::unclear(problem),
        None => Answer::no(
            format!("{off}{}", by(bindings)),
            bindings
                .iter()
                .filter_map(|binding| Some(setting(binding.demands).as_ref().ok()?.place.clone())),
        ),
    }
}

/// Asks for a number of approving reviews; the greatest that is demanded counts.
pub(crate) fn approvals(bindings: &[&Binding<'_>], minimum: u32) -> Answer {
    let greatest = bindings
        .iter()
        .filter_map(|binding| Some((binding, binding.demands.approvals.as_ref().ok()?)))
        .max_by_key(|(_, shown)| shown.value);
    if let Some((binding, shown)) = greatest
        && shown.value >= minimum
    {
        return Answer {
            met: Met::Yes,
            actual: format!("{} required by {}", shown.value, binding.name),
            places: vec![shown.place.clone()],
        };
    }
    for binding in bindings {
        if let Err(problem) = &binding.demands.approvals {
            return Answer::unclear(problem);
        }
        match &binding.demands.team_approvals {
            Err(problem) => return Answer::unclear(problem),
            Ok(teams) if teams.value => {
                return Answer {
                    met: Met::Unclear,
                    actual: format!(
                        "{} makes teams approve changes to certain files; whether that covers \
                         every change is not decided here",
                        binding.name
                    ),
                    places: vec![teams.place.clone()],
                };
            }
            Ok(_) => {}
        }
    }
    let count = greatest.map_or(0, |(_, shown)| shown.value);
    Answer::no(
        format!("{count} required{}", by(bindings)),
        bindings
            .iter()
            .filter_map(|binding| Some(binding.demands.approvals.as_ref().ok()?.place.clone())),
    )
}

/// Asks for the dismissal of stale approvals, which means nothing while no approval is required.
pub(crate) fn stale_approvals_dismissed(bindings: &[&Binding<'_>]) -> Answer {
    let dismissed = any(
        bindings,
        |demands| &demands.stale_dismissed,
        "dismissed",
        "not dismissed",
    );
    if dismissed.met != Met::Yes {
        return dismissed;
    }
    let approvals = approvals(bindings, 1);
    let owners = any(bindings, |demands| &demands.code_owners, "", "");
    if approvals.met == Met::Yes || owners.met == Met::Yes {
        return dismissed;
    }
    Answer {
        actual: format!("{}, but {} approvals", dismissed.actual, approvals.actual),
        ..approvals
    }
}

/// Asks for required checks.
pub(crate) fn checks(bindings: &[&Binding<'_>], config: &Config) -> Answer {
    let mut all = Checks::default();
    let mut unclear = None;
    let mut places = Vec::new();
    let mut empty = Vec::new();
    let mut names = Vec::new();
    for binding in bindings {
        match &binding.demands.checks {
            Ok(checks) if checks.value.is_empty() => empty.push(checks.place.clone()),
            Ok(checks) => {
                all.extend(&checks.value);
                places.push(checks.place.clone());
                names.push(binding.name.as_str());
            }
            Err(problem) => unclear = unclear.or(Some(problem)),
        }
    }
    let lacking: Vec<&String> = config
        .required_checks
        .iter()
        .filter(|name| !all.contexts.contains(*name))
        .collect();
    if all.is_empty() || !lacking.is_empty() {
        return match unclear {
            Some(problem) => Answer::unclear(problem),
            None if all.is_empty() => Answer::no(
                format!("no check is required{}", by(bindings)),
                empty.into_iter(),
            ),
            None => Answer::no(
                format!("not required: {}", listed(lacking)),
                places.into_iter().chain(empty),
            ),
        };
    }
    let required: BTreeSet<&String> = all.contexts.iter().chain(&all.others).collect();
    let required = format!("{} required by {}", listed(required), listed(names));
    if config.up_to_date {
        let up_to_date = any(
            bindings,
            |demands| &demands.up_to_date,
            "run on the newest state of the branch",
            "not run on the newest state of the branch",
        );
        return Answer {
            actual: format!("{required}; {}", up_to_date.actual),
            ..up_to_date
        };
    }
    places.truncate(PLACES);
    Answer {
        met: Met::Yes,
        actual: required,
        places,
    }
}

/// ` by branch protection, ruleset 7`, or nothing.
fn by(bindings: &[&Binding<'_>]) -> String {
    if bindings.is_empty() {
        return String::new();
    }
    format!(
        " by {}",
        listed(bindings.iter().map(|binding| &binding.name))
    )
}

//! From what binds a branch to a finding.
//!
//! Demands add up: a requirement is met when everything that binds the branch together meets it. It
//! is missed only when that is so even with everything that may bind the branch too; in between, the
//! evidence does not say.

use tickmark_plugin::prelude::*;

use crate::branch::{Binding, Branch, Open};
use crate::demand::{Bypass, Opening, listed};
use crate::question::{Met, PLACES, Question};

/// Decides a requirement for a branch.
pub(crate) fn decide<'a>(
    branch: &Branch<'a>,
    expected: impl std::fmt::Display,
    question: Question<'_, 'a>,
) -> Finding {
    let certain: Vec<&Binding<'a>> = branch.bindings.iter().collect();
    let answer = question(&certain);
    let finding = match answer.met {
        Met::Yes => Finding::pass(&branch.subject)
            .actual(&answer.actual)
            .located(answer.places),
        Met::No | Met::Unclear => {
            let open = hopes(branch, &certain, question, |_| true);
            if answer.met == Met::No && open.is_empty() {
                Finding::fail(&branch.subject)
                    .actual(missed(&answer.actual, branch))
                    .located(answer.places)
                    .located(branch.nothing_else.iter().map(|it| it.place.clone()))
            } else {
                undecided(branch, &answer.actual, &open).located(answer.places)
            }
        }
    };
    finding.expected(expected)
}

/// A requirement whose bypass is judged.
pub(crate) struct Gate<'q, 'a> {
    /// As a sentence names it.
    pub(crate) what: &'static str,
    pub(crate) question: Question<'q, 'a>,
    /// Who may go around it.
    pub(crate) opening: fn(&Bypass) -> &Opening,
}

/// Whether a gate holds everybody.
enum Hold {
    Everybody {
        /// What holds, in words.
        by: String,
        places: Vec<Location>,
    },
    /// Somebody goes around it, or the evidence does not say.
    NotShown(Finding),
}

/// Decides whether nobody may go around the gates that are in force.
///
/// Whoever may bypass one rule is still held by another that demands the same. A gate that is not in
/// force for certain is left to its own control. Where no gate of the change procedure itself is in
/// force, there is nothing that could hold anybody.
pub(crate) fn decide_bypass<'a>(
    branch: &Branch<'a>,
    expected: impl std::fmt::Display,
    procedure: &[Gate<'_, 'a>],
    further: &[Gate<'_, 'a>],
) -> Finding {
    let certain: Vec<&Binding<'a>> = branch.bindings.iter().collect();
    let in_force = |gate: &&Gate<'_, 'a>| (gate.question)(&certain).met == Met::Yes;
    if !procedure.iter().any(|gate| in_force(&gate)) {
        return none_in_force(branch, procedure).expected(expected);
    }
    let mut held = Vec::new();
    let mut places = Vec::new();
    let mut doubt: Option<Finding> = None;
    for gate in procedure.iter().chain(further).filter(in_force) {
        match gate.hold(branch, &certain) {
            Hold::Everybody { by, places: at } => {
                held.push(by);
                places.extend(at);
            }
            Hold::NotShown(finding) if finding.outcome == Outcome::Fail => {
                return finding.expected(expected);
            }
            Hold::NotShown(finding) => doubt = doubt.or(Some(finding)),
        }
    }
    doubt
        .unwrap_or_else(|| {
            Finding::pass(&branch.subject)
                .actual(format!("nobody may bypass {}", held.join(", ")))
                .located(places)
        })
        .expected(expected)
}

impl<'a> Gate<'_, 'a> {
    fn opening<'b>(&self, binding: &'b Binding<'a>) -> &'b Opening {
        (self.opening)(&binding.bypass)
    }

    /// Decides whether a gate that is in force holds everybody.
    fn hold(&self, branch: &Branch<'a>, certain: &[&Binding<'a>]) -> Hold {
        let only = |keep: fn(&Opening) -> bool| -> Vec<&Binding<'a>> {
            certain
                .iter()
                .copied()
                .filter(|binding| keep(self.opening(binding)))
                .collect()
        };
        let what = self.what;
        let closed = only(|opening| matches!(opening, Opening::Closed(_)));
        if (self.question)(&closed).met == Met::Yes {
            let by = self.contributing(closed);
            return Hold::Everybody {
                by: format!(
                    "{what} ({})",
                    listed(by.iter().map(|binding| &binding.name))
                ),
                places: by
                    .iter()
                    .map(|binding| self.opening(binding).place())
                    .collect(),
            };
        }
        let ways = self.contributing(only(|opening| !matches!(opening, Opening::Closed(_))));
        let who = listed(
            ways.iter()
                .map(|binding| format!("{}: {}", binding.name, self.opening(binding).why())),
        );
        let places = ways.iter().map(|binding| self.opening(binding).place());
        let not_open = only(|opening| !matches!(opening, Opening::Open { .. }));
        let open = hopes(branch, &not_open, self.question, |binding| {
            !matches!(self.opening(binding), Opening::Open { .. })
        });
        Hold::NotShown(
            if (self.question)(&not_open).met == Met::No && open.is_empty() {
                Finding::fail(&branch.subject)
                    .actual(format!("{what} can be bypassed; {who}"))
                    .located(places)
            } else {
                let actual = format!("whether {what} can be bypassed is not shown; {who}");
                undecided(branch, &actual, &open).located(places)
            },
        )
    }

    /// Those that meet the requirement by themselves; all, where only all together do.
    fn contributing<'b>(&self, bindings: Vec<&'b Binding<'a>>) -> Vec<&'b Binding<'a>> {
        let alone: Vec<_> = bindings
            .iter()
            .copied()
            .filter(|binding| (self.question)(&[binding]).met != Met::No)
            .collect();
        if alone.is_empty() { bindings } else { alone }
    }
}

/// Without any gate there is nothing to go around, which is worse than a gate with a way around it.
fn none_in_force<'a>(branch: &Branch<'a>, gates: &[Gate<'_, 'a>]) -> Finding {
    let certain: Vec<&Binding<'a>> = branch.bindings.iter().collect();
    let mut places = Vec::new();
    for gate in gates {
        let answer = (gate.question)(&certain);
        let open = hopes(branch, &certain, gate.question, |_| true);
        if answer.met == Met::Unclear || !open.is_empty() {
            let actual = format!("{}: {}", gate.what, answer.actual);
            return undecided(branch, &actual, &open).located(answer.places);
        }
        places.extend(answer.places);
    }
    let gates: Vec<_> = gates.iter().map(|gate| gate.what).collect();
    let actual = format!(
        "neither {}, so there is nothing to go around",
        gates.join(" nor ")
    );
    Finding::fail(&branch.subject)
        .actual(missed(&actual, branch))
        .located(places)
        .located(branch.nothing_else.iter().map(|it| it.place.clone()))
}

/// What may still meet a requirement that `certain` does not meet. Only open bindings that `counts`
/// accepts are considered.
fn hopes<'b, 'a>(
    branch: &'b Branch<'a>,
    certain: &[&Binding<'a>],
    question: Question<'_, 'a>,
    counts: impl Fn(&Binding<'a>) -> bool,
) -> Vec<&'b Open<'a>> {
    let met_with = |more: &[&Binding<'a>]| question(&[certain, more].concat()).met != Met::No;
    let open: Vec<&Open<'a>> = branch
        .open
        .iter()
        .filter(|open| open.binding.as_ref().is_none_or(&counts))
        .collect();
    let bindings: Vec<_> = open
        .iter()
        .filter_map(|open| open.binding.as_ref())
        .collect();
    if bindings.len() == open.len() && !met_with(&bindings) {
        return Vec::new();
    }
    // Those that could decide alone say most; where none could, all of them together might.
    let alone: Vec<_> = open
        .iter()
        .copied()
        .filter(|open| {
            open.binding
                .as_ref()
                .is_none_or(|binding| met_with(&[binding]))
        })
        .collect();
    if alone.is_empty() { open } else { alone }
}

/// A requirement of which the evidence does not say whether it is met. What binds the branch comes
/// first, where anything does; then what may bind it too.
fn undecided(branch: &Branch<'_>, actual: &str, open: &[&Open<'_>]) -> Finding {
    let known = (!branch.bindings.is_empty()).then_some(actual);
    let reasons: Vec<&str> = known
        .into_iter()
        .chain(open.iter().map(|open| open.why.as_str()))
        .collect();
    Finding::inconclusive(&branch.subject)
        .actual(reasons.join("; "))
        .located(open.iter().filter_map(|open| open.place.cloned()))
}

/// A missed requirement in words, with what shows that nothing else meets it.
fn missed(actual: &str, branch: &Branch<'_>) -> String {
    let mut words = vec![actual];
    words.extend(branch.nothing_else.iter().map(|it| it.why));
    words.join("; ")
}

/// Adds places, up to a sensible number and each once.
trait Located {
    fn located(self, places: impl IntoIterator<Item = Location>) -> Self;
}

impl Located for Finding {
    fn located(mut self, places: impl IntoIterator<Item = Location>) -> Self {
        for place in places {
            if self.locations.len() < PLACES && !self.locations.contains(&place) {
                self = self.at(place);
            }
        }
        self
    }
}

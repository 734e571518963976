//! The tables in which the providers' files say what is safe: a question has rows, a row names a
//! resource type, an attribute, what it should be and what holds where nothing is configured.
//!
//! A new resource type is a new row. What a row cannot say is a function of the provider's.

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

use crate::Config;
use crate::keys::own_key;
use crate::links::Links;
use crate::plan::{Estate, Resource};
use crate::verdict::Verdict;
use crate::view::{Leaf, State};
use crate::words::{listed, shown};

/// What judges a resource.
pub(crate) struct Scene<'e, 'd> {
    pub(crate) estate: &'e Estate<'d>,
    pub(crate) links: Links<'e, 'd>,
    pub(crate) config: &'e Config,
}

/// A line of a table.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) kind: &'static str,
    /// The row concerns only resources with this value.
    only: Option<(&'static str, Want)>,
    test: Test,
}

pub(crate) type Judge = for<'e, 'd> fn(&Scene<'e, 'd>, &'e Resource<'d>) -> Verdict;

#[derive(Clone, Copy)]
enum Test {
    Attribute(&'static str, Want, Unset),
    /// An attribute that names a key of KMS.
    Key(&'static str, Unset),
    /// The service gives no choice.
    Always(&'static str),
    Judge(Judge),
}

/// What a value should be.
#[derive(Clone, Copy)]
pub(crate) enum Want {
    True,
    False,
    /// Anything but nothing.
    Set,
    Nothing,
    OneOf(&'static [&'static str]),
    /// All that begin with one of the first are good, with one of the second bad; nothing is known of
    /// others.
    Begins(&'static [&'static str], &'static [&'static str]),
    NoneOf(&'static [&'static str]),
    AtLeast(fn(&Config) -> u32),
    /// Zero stands for without end.
    AtLeastOrZero(fn(&Config) -> u32),
    /// A list of so many elements.
    Several(usize),
    /// A list with all of these elements.
    Holds(&'static [&'static str]),
}

/// What it means that nothing is configured.
#[derive(Clone, Copy)]
pub(crate) enum Unset {
    Fails(&'static str),
    Passes(&'static str),
    Unclear(&'static str),
    Skips(&'static str),
}

use Unset::{Fails, Passes, Skips, Unclear};

/// A row about an attribute.
pub(crate) const fn row(
    kind: &'static str,
    attribute: &'static str,
    want: Want,
    unset: Unset,
) -> Row {
    Row {
        kind,
        only: None,
        test: Test::Attribute(attribute, want, unset),
    }
}

/// A row about an attribute that names a key of KMS, which has to be the organisation's own.
pub(crate) const fn key(kind: &'static str, attribute: &'static str, unset: Unset) -> Row {
    Row {
        kind,
        only: None,
        test: Test::Key(attribute, unset),
    }
}

/// A row about a service that gives no choice.
pub(crate) const fn always(kind: &'static str, why: &'static str) -> Row {
    Row {
        kind,
        only: None,
        test: Test::Always(why),
    }
}

/// A row whose answer takes more than one attribute.
pub(crate) const fn judged(kind: &'static str, judge: Judge) -> Row {
    Row {
        kind,
        only: None,
        test: Test::Judge(judge),
    }
}

impl Row {
    /// The row concerns only resources whose attribute is so.
    pub(crate) const fn only(mut self, attribute: &'static str, want: Want) -> Self {
        self.only = Some((attribute, want));
        self
    }

    pub(crate) fn judge<'e, 'd>(
        &self,
        scene: &Scene<'e, 'd>,
        resource: &'e Resource<'d>,
    ) -> Verdict {
        if let Some((attribute, want)) = self.only {
            let unset = Skips("does not concern this resource");
            let applies = attribute_verdict(scene.config, resource, attribute, want, unset);
            match applies.outcome {
                Outcome::Pass => {}
                Outcome::Inconclusive => return applies,
                _ => {
                    return Verdict {
                        outcome: Outcome::NotApplicable,
                        ..applies
                    };
                }
            }
        }
        match self.test {
            Test::Always(why) => Verdict::pass(why, resource.place()).expected(why),
            Test::Judge(judge) => judge(scene, resource),
            Test::Key(attribute, unset) => own_key(scene, resource, attribute, unset),
            Test::Attribute(attribute, want, unset) => {
                attribute_verdict(scene.config, resource, attribute, want, unset)
            }
        }
    }
}

/// Judges all values at the end of a path: each has to be as wanted.
pub(crate) fn attribute_verdict(
    config: &Config,
    resource: &Resource<'_>,
    attribute: &str,
    want: Want,
    unset: Unset,
) -> Verdict {
    let expected = format!("{attribute} {}", want.words(config));
    let answers: Vec<Verdict> = resource
        .leaves(attribute)
        .iter()
        .map(|leaf| leaf_verdict(config, attribute, leaf, want, unset))
        .collect();
    Verdict::all(answers)
        .unwrap_or_else(|| Verdict::unclear(format!("{attribute} is not shown"), resource.place()))
        .expected(expected)
}

/// Judges one value.
pub(crate) fn leaf_verdict(
    config: &Config,
    attribute: &str,
    leaf: &Leaf<'_>,
    want: Want,
    unset: Unset,
) -> Verdict {
    let place = leaf.place();
    match &leaf.state {
        State::Unknown => Verdict::unclear(format!("{attribute} is known only after apply"), place),
        State::Known {
            value,
            secret,
            unknown: _,
        } if !is_nothing(value) => {
            let what = format!("{attribute} is {}", shown(value, *secret));
            match want.met_by(value, config) {
                Some(true) => Verdict::pass(what, place),
                _ if leaf.partly_unknown() => Verdict::unclear(
                    format!("{what}, of which parts are known after apply"),
                    place,
                ),
                Some(false) => Verdict::fail(what, place),
                None => Verdict::unclear(format!("{what}, which decides nothing"), place),
            }
        }
        State::Known { .. } | State::Unset | State::Absent if matches!(want, Want::Nothing) => {
            Verdict::pass(format!("{attribute} is not set"), place)
        }
        State::Absent if matches!(unset, Passes(_)) => Verdict::unclear(
            format!("the plan says nothing of {attribute}, not even that it is unset"),
            place,
        ),
        State::Known { .. } | State::Unset | State::Absent => {
            let what = format!("{attribute} is not set: {}", unset.why());
            match unset {
                Fails(_) => Verdict::fail(what, place),
                Passes(_) => Verdict::pass(what, place),
                Unclear(_) => Verdict::unclear(what, place),
                Skips(_) => Verdict::not_applicable(what, place),
            }
        }
    }
}

/// An empty text or list is how many providers write that nothing is set.
fn is_nothing(value: &At<'_>) -> bool {
    match value.kind() {
        Kind::String => value.as_str() == Some(""),
        Kind::Array | Kind::Object => value.is_empty(),
        _ => false,
    }
}

/// A number, also where the provider writes it as text.
pub(crate) fn number(value: &At<'_>) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}

/// A boolean, also where the provider writes it as text.
pub(crate) fn boolean(value: &At<'_>) -> Option<bool> {
    value.as_bool().or_else(|| match value.as_str() {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => None,
    })
}

impl Want {
    /// Nothing where the value is of another kind.
    fn met_by(self, value: &At<'_>, config: &Config) -> Option<bool> {
        let text = || value.as_str().map(str::to_owned);
        let begins = |text: &str, with: &[&str]| with.iter().any(|start| text.starts_with(start));
        match self {
            Self::True => boolean(value),
            Self::False => boolean(value).map(|value| !value),
            Self::Set => Some(true),
            Self::Nothing => Some(false),
            Self::OneOf(good) => {
                text().map(|text| good.iter().any(|it| it.eq_ignore_ascii_case(&text)))
            }
            Self::NoneOf(bad) => {
                text().map(|text| !bad.iter().any(|it| it.eq_ignore_ascii_case(&text)))
            }
            Self::Begins(good, bad) => text().and_then(|text| {
                if begins(&text, good) {
                    Some(true)
                } else {
                    begins(&text, bad).then_some(false)
                }
            }),
            Self::AtLeast(least) => number(value).map(|value| value >= i64::from(least(config))),
            Self::AtLeastOrZero(least) => {
                number(value).map(|value| value == 0 || value >= i64::from(least(config)))
            }
            Self::Several(least) => (value.kind() == Kind::Array).then(|| value.len() >= least),
            Self::Holds(all) => (value.kind() == Kind::Array).then(|| {
                all.iter()
                    .all(|one| value.items().any(|item| item.as_str() == Some(one)))
            }),
        }
    }

    fn words(self, config: &Config) -> String {
        match self {
            Self::True => "is true".to_owned(),
            Self::False => "is false".to_owned(),
            Self::Set => "is set".to_owned(),
            Self::Nothing => "is not set".to_owned(),
            Self::OneOf([one]) => format!("is {one}"),
            Self::OneOf(good) => format!("is one of {}", listed(good)),
            Self::Begins(good, _) => format!("begins with {}", good.join(" or ")),
            Self::NoneOf(bad) => format!("is none of {}", listed(bad)),
            Self::AtLeast(least) => format!("is at least {}", least(config)),
            Self::AtLeastOrZero(least) => {
                format!("is at least {}, or 0 for without end", least(config))
            }
            Self::Several(least) => format!("has at least {least} elements"),
            Self::Holds(all) => format!("holds {}", all.join(" and ")),
        }
    }
}

impl Unset {
    fn why(self) -> &'static str {
        match self {
            Fails(why) | Passes(why) | Unclear(why) | Skips(why) => why,
        }
    }
}

/// Judges all resources that the tables know, as the findings of one control.
pub(crate) fn judge(scene: &Scene<'_, '_>, tables: &[&[Row]], findings: &mut Findings<'_>) {
    for resource in &scene.estate.resources {
        if resource.data {
            continue;
        }
        let answers: Vec<Verdict> = tables
            .iter()
            .flat_map(|table| table.iter())
            .filter(|row| row.kind == resource.kind)
            .map(|row| row.judge(scene, resource))
            .collect();
        if let Some(verdict) = Verdict::all(answers) {
            findings.push(conclude(scene.config, resource, verdict));
        }
    }
    finish(scene, findings);
}

/// Judges only resources of the types named.
pub(crate) fn judge_some(
    scene: &Scene<'_, '_>,
    tables: &[&[Row]],
    kinds: &[String],
    findings: &mut Findings<'_>,
) {
    let rows: Vec<Row> = tables
        .iter()
        .flat_map(|table| table.iter())
        .copied()
        .filter(|row| kinds.iter().any(|kind| kind == row.kind))
        .collect();
    judge(scene, &[&rows], findings);
}

/// Adds what could not be read, and states that nothing else is there.
pub(crate) fn finish(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    for (subject, problem) in &scene.estate.problems {
        findings.problem(subject, problem);
    }
    let places: Vec<Location> = scene
        .estate
        .files
        .iter()
        .map(|file| file.place.clone())
        .collect();
    if !places.is_empty() || !scene.estate.problems.is_empty() {
        findings.complete(places);
    }
}

/// The finding about a resource. Where only what is applied counts, a plan to be safe is no pass.
pub(crate) fn conclude(config: &Config, resource: &Resource<'_>, mut verdict: Verdict) -> Finding {
    if config.require_applied && verdict.outcome == Outcome::Pass && !resource.change.applied() {
        verdict.outcome = Outcome::Inconclusive;
        verdict.actual = format!(
            "planned and not applied ({}): {}",
            resource.change.name(),
            verdict.actual
        );
    }
    verdict
        .finding(&resource.subject)
        .attribute("change", resource.change.name())
}

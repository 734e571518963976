//! The rule on alarms for events.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;

use super::Subjects;
use super::trails::covers;
use crate::alarm::{Alarm, Metric, MetricFilter, by_metric};
use crate::estate::Estate;
use crate::event::{RECOMMENDATIONS, Recommendation, Sample, is_indiscriminate};
use crate::pattern::Truth;
use crate::source::{ALARMS, METRIC_FILTERS, TRAILS};
use crate::trail::{Status, Trail};
use crate::verdict::Verdict;

const EXPECTED: &str = "a metric filter on the trail's log group that matches every such event, and \
                        an alarm on its metric with an action";

/// Somebody is alarmed of changes that an intruder would make
///
/// A record that nobody reads warns nobody. For each recommendation 4.1 to 4.15 of the CIS AWS
/// Foundations Benchmark 3.0.0 the log group of a trail that covers all regions needs metric filters
/// that match the events, and alarms on their metrics with actions enabled that send a message (SNS, an
/// incident, an `OpsItem`). Filters are compared by what they match, not by their text; one that matches
/// nearly every event warns of none. An alarm that cannot sound is none: where an event counts 0 or stays
/// below the threshold of a maximum. Whether somebody receives the message (the topic's subscribers), and
/// how many events it should take, is not judged. `alarmed-events` names what is expected.
#[control(
    severity = Medium,
    method = Configuration,
    implements("CC7.2" = "Changes and sign-ins that indicate an attack are recognised and raise an alarm."),
    supports("CC7.3" = "A message is sent about events that somebody has to evaluate."),
    needs("trails", "trail-status", "event-selectors", "metric-filters", "alarms"),
    remedy = "Create the metric filter of the recommendation on the trail's log group and an alarm on \
              its metric that notifies a topic somebody reads; then collect filters and alarms again.",
)]
pub(crate) fn events_alarmed(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let estate = subjects.estate;
    if estate.places(TRAILS, None).is_empty() {
        return;
    }
    let candidates: Vec<Candidate<'_>> = estate
        .trails
        .iter()
        .map(|trail| Candidate::new(estate, trail))
        .collect();
    let expected = |it: &&Recommendation| subjects.config.alarmed_events.contains(&it.event);
    for recommendation in RECOMMENDATIONS.iter().filter(expected) {
        let none = estate.absent(TRAILS, None, "the account has no trail");
        let verdicts = candidates
            .iter()
            .map(|candidate| candidate.alarms_of(recommendation));
        let finding = Verdict::any(verdicts, none).finding(&recommendation.subject(), EXPECTED);
        findings.push(finding);
    }
}

/// A trail whose log group may raise alarms.
struct Candidate<'a> {
    trail: &'a Trail,
    /// Whether events of all regions arrive in the log group.
    arrives: Verdict,
    filters: Vec<Filter<'a>>,
    /// The alarms of the log group's region, and what each does.
    metrics: BTreeMap<Metric, Vec<(&'a Alarm, Verdict)>>,
    unfiltered: Verdict,
    unalarmed: Verdict,
    left_out: &'a [String],
}

struct Filter<'a> {
    filter: &'a MetricFilter,
    indiscriminate: bool,
}

impl<'a> Candidate<'a> {
    fn new(estate: &'a Estate, trail: &'a Trail) -> Self {
        let place = vec![trail.place.clone()];
        let (group, region, account) = trail.log_group().unwrap_or_default();
        let delivers = match &trail.log_group {
            None => Verdict::no("the trail delivers to no log group", place),
            Some(arn) if group.is_empty() => {
                Verdict::unknown(format!("`{arn}` is no log group"), place)
            }
            Some(_) if !estate.accounts.is_empty() && !estate.accounts.contains(account) => {
                Verdict::unknown(
                    format!("the log group is of account {account}, whose alarms are not here"),
                    place,
                )
            }
            Some(_) => estate
                .statuses
                .get(&trail.arn)
                .map_or_else(|| Verdict::yes(group, place), Status::reaches_log_group),
        };
        let on_group = |filter: &&MetricFilter| {
            filter.log_group == group && filter.region.as_deref().is_none_or(|of| of == region)
        };
        Self {
            trail,
            arrives: Verdict::all([covers(estate, trail), delivers]),
            filters: estate
                .filters
                .iter()
                .filter(on_group)
                .map(|filter| Filter {
                    filter,
                    indiscriminate: filter.pattern.as_ref().is_some_and(is_indiscriminate),
                })
                .collect(),
            metrics: by_metric(&estate.alarms, &estate.composites, region),
            unfiltered: estate.absent(METRIC_FILTERS, Some(region), "no metric filter matches"),
            unalarmed: estate.absent(ALARMS, Some(region), "no alarm on its metric"),
            left_out: estate
                .selectors
                .get(&trail.arn)
                .map_or(&[][..], |selectors| &selectors.left_out),
        }
    }

    fn alarms_of(&self, recommendation: &Recommendation) -> Verdict {
        if !self.arrives.is_yes() {
            return self.arrives.clone();
        }
        // Samples of the same fate are told together.
        let mut told: BTreeMap<String, (Verdict, Vec<&str>)> = BTreeMap::new();
        let samples = recommendation.samples();
        let count = samples.len();
        for sample in samples {
            let verdict = self.alarm_of(sample);
            let entry = told
                .entry(verdict.reason())
                .or_insert_with(|| (verdict, Vec::new()));
            entry.1.push(sample.name());
        }
        Verdict::all(told.into_values().map(|(verdict, names)| {
            if names.len() == count && verdict.is_yes() {
                verdict
            } else {
                verdict.about(&names.join(", "))
            }
        }))
    }

    fn alarm_of(&self, sample: Sample) -> Verdict {
        if sample.left_out(self.left_out) {
            let place = vec![self.trail.place.clone()];
            return Verdict::no("the trail leaves out events of this service", place);
        }
        let mut others = Vec::new();
        // Told only where there is nothing better to tell.
        let mut vague = None;
        for filter in &self.filters {
            match self.filter_of(filter, sample) {
                Some(verdict) if verdict.is_yes() => return verdict,
                other if filter.indiscriminate => vague = vague.or(other),
                other => others.extend(other),
            }
        }
        Verdict::any(others, vague.unwrap_or_else(|| self.unfiltered.clone()))
    }

    /// What a filter does with an event; nothing if it does not match.
    fn filter_of(&self, filter: &Filter<'_>, sample: Sample) -> Option<Verdict> {
        let place = vec![filter.filter.place.clone()];
        let name = tickmark_plugin::brief(&filter.filter.name, 80);
        let Some(pattern) = &filter.filter.pattern else {
            let why = format!("the pattern of the filter {name} is none for JSON events");
            return Some(Verdict::unknown(why, place));
        };
        match sample.matched_by(pattern) {
            Truth::No => return None,
            Truth::Maybe => {
                let why = format!("the filter {name} matches under further conditions only");
                return Some(Verdict::unknown(why, place));
            }
            Truth::Yes => {}
        }
        if filter.indiscriminate {
            let why = format!("no filter but {name}, which matches nearly every event");
            return Some(Verdict::no(why, place));
        }
        let alarms = filter.filter.metrics.iter().flat_map(|counted| {
            let alarms = self.metrics.get(&counted.metric).into_iter().flatten();
            alarms.map(|(alarm, does)| {
                Verdict::all([does.clone(), alarm.hears(counted), counted.seen.clone()])
            })
        });
        let alarm = Verdict::any(alarms, self.unalarmed.clone());
        Some(Verdict::all([alarm, Verdict::yes("", place)]).named(&format!("filter {name}")))
    }
}

//! Metric filters and alarms: whether an event of a log group ends in a message to somebody.

use std::collections::BTreeMap;

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::pattern::Pattern;
use crate::record::{flag, list, name, text, texts};
use crate::verdict::Verdict;

/// A metric's namespace and name.
pub(crate) type Metric = (String, String);

#[derive(Debug)]
pub(crate) struct MetricFilter {
    pub(crate) name: String,
    pub(crate) log_group: String,
    pub(crate) region: Option<String>,
    /// Nothing where the pattern is not one for JSON events.
    pub(crate) pattern: Option<Pattern>,
    pub(crate) metrics: Vec<Counted>,
    pub(crate) place: Location,
}

/// A metric that a filter counts in.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) metric: Metric,
    /// What an alarm of the metric as a whole sees of it.
    pub(crate) seen: Verdict,
    /// What an event adds; nothing where that is no number.
    value: Option<f64>,
    /// `None` is AWS's own word for no unit.
    unit: String,
    /// Whether it also counts where no event matches.
    fills: bool,
}

impl Counted {
    fn read(at: &At<'_>) -> Result<Self, Problem> {
        let metric = (name(at, "metricNamespace")?, name(at, "metricName")?);
        let places = vec![at.place()];
        let value = text(at, "metricValue")?.unwrap_or_default();
        let counts: Option<f64> = value.trim().parse().ok();
        let counts = counts.filter(|value| value.is_finite());
        let seen = if counts.is_some_and(|value| value <= 0.0) {
            Verdict::no(format!("metricValue {value} counts nothing"), places)
        } else if counts.is_none() {
            Verdict::unknown(
                format!("metricValue {} is no number", brief(&value, 40)),
                places,
            )
        } else if at.get("dimensions").is_some_and(|parts| !parts.is_empty()) {
            // Each combination of dimensions is a metric of its own.
            Verdict::unknown("counts by dimensions", places)
        } else {
            Verdict::yes("", places)
        };
        Ok(Self {
            metric,
            seen,
            value: counts,
            unit: text(at, "unit")?.unwrap_or_else(|| "None".to_owned()),
            fills: at.get("defaultValue").is_some_and(|value| !value.is_null()),
        })
    }
}

impl MetricFilter {
    pub(crate) fn read(at: &At<'_>, region: Option<&String>) -> Result<Self, Problem> {
        let mut metrics = Vec::new();
        for metric in list(at, "metricTransformations")? {
            metrics.push(Counted::read(&metric)?);
        }
        Ok(Self {
            name: name(at, "filterName")?,
            log_group: name(at, "logGroupName")?,
            region: region.cloned(),
            pattern: text(at, "filterPattern")?.and_then(|text| Pattern::parse(&text)),
            metrics,
            place: at.place(),
        })
    }
}

#[derive(Debug)]
pub(crate) struct Alarm {
    name: String,
    arn: Option<String>,
    region: Option<String>,
    metric: Option<Metric>,
    /// Metrics from which it calculates.
    parts: Vec<Metric>,
    dimensions: bool,
    /// The unit to which it restricts the metric; without one it takes every unit.
    unit: Option<String>,
    /// What it makes of the values of a period: `Sum`, `Maximum`, `p99`.
    statistic: Option<String>,
    actions_enabled: Option<bool>,
    actions: usize,
    /// Whether one of the actions is a message to people.
    messages: bool,
    operator: Option<String>,
    threshold: Option<String>,
    limit: Option<f64>,
    place: Location,
}

impl Alarm {
    pub(crate) fn read(at: &At<'_>, region: Option<String>) -> Result<Self, Problem> {
        let mut parts = Vec::new();
        for part in list(at, "Metrics")? {
            if let Some(metric) = part.path(&["MetricStat", "Metric"]) {
                parts.extend(metric_of(&metric)?);
            }
        }
        Ok(Self {
            name: name(at, "AlarmName")?,
            arn: text(at, "AlarmArn")?,
            region,
            metric: metric_of(at)?,
            parts,
            dimensions: !list(at, "Dimensions")?.is_empty(),
            unit: text(at, "Unit")?,
            statistic: match text(at, "Statistic")? {
                Some(statistic) => Some(statistic),
                None => text(at, "ExtendedStatistic")?,
            },
            actions_enabled: flag(at, "ActionsEnabled")?,
            actions: texts(at, "AlarmActions")?.len(),
            messages: texts(at, "AlarmActions")?
                .iter()
                .any(|action| is_message(action)),
            operator: text(at, "ComparisonOperator")?,
            threshold: at.get("Threshold").map(|value| value.summary()),
            limit: at.get("Threshold").and_then(|value| value.as_f64()),
            place: at.place(),
        })
    }

    /// Whether it tells somebody when its metric counts an event.
    fn verdict(&self, composites: &[Composite]) -> Verdict {
        let places = vec![self.place.clone()];
        let named = |what: &str| format!("alarm {} {what}", brief(&self.name, 80));
        let tells = match (self.actions_enabled, self.actions) {
            (Some(true), 1..) if !self.messages => Verdict::unknown(
                named("has no action that is a message (SNS, an incident, an OpsItem)"),
                places.clone(),
            ),
            (Some(true), 1..) => Verdict::yes(named("has an action"), places.clone()),
            (Some(true), 0) => Verdict::no(named("has no action"), places.clone()),
            (Some(false), _) => Verdict::no(named("has its actions disabled"), places.clone()),
            (None, _) => Verdict::unknown(named("does not say ActionsEnabled"), places.clone()),
        };
        let by_another = composites.iter().find(|it| it.acts && it.rests_on(self));
        let tells = match by_another {
            Some(other) if tells.is_no() => Verdict::unknown(
                format!(
                    "{}, but the composite alarm {} may tell of it",
                    tells.reason(),
                    brief(&other.name, 80)
                ),
                vec![self.place.clone(), other.place.clone()],
            ),
            _ => tells,
        };
        let rises = match self.operator.as_deref() {
            Some("GreaterThanOrEqualToThreshold" | "GreaterThanThreshold") => {
                Verdict::yes("", places.clone())
            }
            _ => Verdict::unknown(
                named(&format!(
                    "compares by {}",
                    self.operator
                        .as_deref()
                        .unwrap_or("nothing that the answer says")
                )),
                places.clone(),
            ),
        };
        let plain = if self.dimensions || self.metric.is_none() {
            Verdict::unknown(named("watches only a part of the metric"), places)
        } else {
            Verdict::yes("", places)
        };
        if tells.is_yes() && rises.is_yes() && plain.is_yes() {
            let threshold = self.threshold.as_deref().unwrap_or("unknown");
            return Verdict::yes(
                named(&format!("(threshold {threshold})")),
                vec![self.place.clone()],
            );
        }
        Verdict::all([tells, rises, plain])
    }

    /// Whether what a filter counts for an event is of the alarm's unit and can reach its threshold.
    pub(crate) fn hears(&self, counted: &Counted) -> Verdict {
        let places = vec![self.place.clone()];
        let named = |what: &str| format!("alarm {} {what}", brief(&self.name, 80));
        // Of an alarm that calculates from several metrics `verdict` says all there is.
        if self.metric.is_none() {
            return Verdict::yes("", places);
        }
        if let Some(unit) = self.unit.as_ref().filter(|unit| **unit != counted.unit) {
            let why = format!(
                "watches the unit {}, and the filter counts in {}",
                brief(unit, 40),
                brief(&counted.unit, 40)
            );
            return Verdict::unknown(named(&why), places);
        }
        let Some(statistic) = &self.statistic else {
            return Verdict::unknown(named("does not say its Statistic"), places);
        };
        if ["Sum", "SampleCount"].contains(&statistic.as_str()) {
            return Verdict::yes("", places);
        }
        let statistic = brief(statistic, 40);
        let (Some(limit), Some(value)) = (self.limit, counted.value) else {
            return Verdict::unknown(named("does not say its Threshold"), places);
        };
        let beyond = match self.operator.as_deref() {
            Some("GreaterThanThreshold") => limit >= value,
            _ => limit > value,
        };
        if beyond {
            let why = format!("takes the {statistic}, and no event reaches its threshold {limit}");
            return Verdict::no(named(&why), places);
        }
        if statistic != "Maximum" && counted.fills {
            let why = format!("takes the {statistic}, which the filter's defaultValue lowers");
            return Verdict::unknown(named(&why), places);
        }
        Verdict::yes("", places)
    }
}

/// Whether an action of an alarm reaches people, and does not only stop a machine or scale a group.
fn is_message(action: &str) -> bool {
    action.starts_with("arn:")
        && [":sns:", ":ssm-incidents:", ":opsitem:"]
            .iter()
            .any(|service| action.contains(service))
}

fn metric_of(at: &At<'_>) -> Result<Option<Metric>, Problem> {
    Ok(text(at, "Namespace")?.zip(text(at, "MetricName")?))
}

/// An alarm that rests on others.
#[derive(Debug)]
pub(crate) struct Composite {
    name: String,
    rule: String,
    acts: bool,
    place: Location,
}

impl Composite {
    pub(crate) fn read(at: &At<'_>) -> Result<Self, Problem> {
        Ok(Self {
            name: name(at, "AlarmName")?,
            rule: text(at, "AlarmRule")?.unwrap_or_default(),
            acts: flag(at, "ActionsEnabled")? != Some(false)
                && !texts(at, "AlarmActions")?.is_empty(),
            place: at.place(),
        })
    }

    fn rests_on(&self, alarm: &Alarm) -> bool {
        self.rule.contains(&alarm.name)
            || alarm
                .arn
                .as_ref()
                .is_some_and(|arn| self.rule.contains(arn))
    }
}

/// The alarms of a region and what each does, by metric.
pub(crate) fn by_metric<'a>(
    alarms: &'a [Alarm],
    composites: &[Composite],
    region: &str,
) -> BTreeMap<Metric, Vec<(&'a Alarm, Verdict)>> {
    let mut verdicts: BTreeMap<Metric, Vec<(&Alarm, Verdict)>> = BTreeMap::new();
    let of_region = |alarm: &&Alarm| alarm.region.as_deref().is_none_or(|of| of == region);
    for alarm in alarms.iter().filter(of_region) {
        for metric in alarm.metric.iter().chain(&alarm.parts) {
            verdicts
                .entry(metric.clone())
                .or_default()
                .push((alarm, alarm.verdict(composites)));
        }
    }
    verdicts
}

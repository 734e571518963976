//! The result's own properties: the counts, where each criterion stands, the decision, and whatever
//! makes the result doubtful.

use serde_json::{Value, json};

use super::Document;
use super::ids::control;
use super::text::{NAMESPACE, explained, lines, maybe, prop};
use crate::readiness::Comparison;

impl Document<'_> {
    pub(super) fn properties(&self) -> Vec<Value> {
        let mut props = self.assessment();
        props.extend(self.counts());
        props.extend(self.statuses());
        props.extend(self.decision());
        props.extend(self.doubts());
        props.extend(self.idle_waivers());
        props.extend(self.result.baseline.iter().flat_map(changes));
        props
    }

    fn assessment(&self) -> Vec<Value> {
        let info = &self.result.readiness.assessment;
        let mut props = vec![
            prop("type", &info.kind.to_string()),
            prop("as-of", &info.as_of.to_string()),
        ];
        if let Some((first, last)) = info.period {
            props.push(prop("period-start", &first.to_string()));
            props.push(prop("period-end", &last.to_string()));
        }
        props.extend(maybe("organisation", info.organisation.as_deref()));
        props.extend(maybe("system", info.system.as_deref()));
        let categories = info.categories.iter();
        props.extend(categories.map(|category| prop("category", category.name())));
        props.extend(maybe("config-sha256", info.config_sha256.as_deref()));
        props
    }

    fn counts(&self) -> impl Iterator<Item = Value> {
        let summary = &self.result.readiness.summary;
        let counts = [
            ("criteria-relevant", summary.relevant),
            ("criteria-ready", summary.ready),
            ("criteria-excepted", summary.excepted),
            ("criteria-unproven", summary.unproven),
            ("criteria-gap", summary.gap),
            ("criteria-not-relevant", summary.not_relevant),
            ("criteria-out-of-scope", summary.out_of_scope),
        ];
        std::iter::once(prop("is-ready", &summary.is_ready.to_string())).chain(
            counts
                .into_iter()
                .map(|(name, count)| prop(name, &count.to_string())),
        )
    }

    /// Where each of the 61 criteria stands; the class is its control id.
    fn statuses(&self) -> impl Iterator<Item = Value> {
        self.result.readiness.criteria.iter().map(|criterion| {
            json!({
                "name": "criterion-status",
                "ns": NAMESPACE,
                "value": criterion.status.name(),
                "class": control(criterion.id),
                "remarks": lines(&criterion.reason)
            })
        })
    }

    fn decision(&self) -> Vec<Value> {
        let gate = &self.result.gate;
        let mut props = vec![
            explained("gate-met", &gate.met.to_string(), &gate.conclusion),
            prop("exit-code", &gate.exit_code.to_string()),
        ];
        props.extend(gate.rules.iter().map(|rule| {
            let held = if rule.held { "held" } else { "broken" };
            explained("gate-rule", &format!("{}: {held}", rule.rule), &rule.detail)
        }));
        props
    }

    fn doubts(&self) -> Vec<Value> {
        let readiness = &self.result.readiness;
        let unevaluated = readiness
            .unevaluated
            .iter()
            .map(|reason| explained("unevaluated", reason.code.name(), &reason.message));
        let mapping = readiness
            .mapping
            .iter()
            .map(|note| explained("mapping", note.code.name(), &note.message));
        let unusable = readiness
            .unusable_plugins
            .iter()
            .map(|plugin| prop("unusable-plugin", plugin));
        let ambiguous = readiness
            .ambiguous_plugins
            .iter()
            .map(|plugin| prop("ambiguous-plugin", plugin));
        unevaluated
            .chain(mapping)
            .chain(unusable)
            .chain(ambiguous)
            .collect()
    }
}

/// What has changed since an earlier result.
fn changes(baseline: &Comparison) -> Vec<Value> {
    let mut props = vec![
        prop("baseline-as-of", &baseline.as_of.to_string()),
        prop("baseline-sha256", &baseline.sha256),
        prop("baseline-known", &baseline.known.to_string()),
    ];
    for (name, changes) in [
        ("new", &baseline.new),
        ("fixed", &baseline.fixed),
        ("unseen", &baseline.unseen),
    ] {
        let name = format!("baseline-{name}");
        props.extend(changes.iter().map(|change| {
            let words = format!("{} {}", change.control, change.subject);
            explained(&name, &change.id, &words)
        }));
    }
    props.extend(baseline.criteria.iter().map(|change| {
        let value = format!(
            "{}: {}, before {}",
            change.id,
            change.now.name(),
            change.before.name()
        );
        prop("baseline-criterion", &value)
    }));
    props
}

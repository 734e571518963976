//! Which rule decided where a criterion stands, which were asked before it and did not apply, and which
//! were not asked any more. The verdict is the result's; where none of the rules gives it on what the
//! result holds, that is said.

use super::tree::Node;
use crate::model::Relation;
use crate::readiness::{CriterionResult, CriterionStatus, Edge};

/// The rules, in the order in which they are asked. The first that applies decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    OutOfScope,
    NotRelevant,
    Failing,
    Unproven,
    Lapsed,
    NotShown,
    Doubtful,
    Waived,
    Shown,
}

impl Rule {
    const ALL: [Self; 9] = [
        Self::OutOfScope,
        Self::NotRelevant,
        Self::Failing,
        Self::Unproven,
        Self::Lapsed,
        Self::NotShown,
        Self::Doubtful,
        Self::Waived,
        Self::Shown,
    ];

    fn words(self) -> &'static str {
        match self {
            Self::OutOfScope => "a category that was not chosen is out of scope",
            Self::NotRelevant => "a criterion that is declared not relevant is set aside",
            Self::Failing => "a failing control makes a gap, even one that only supports",
            Self::Unproven => "an implementing control that is unproven leaves it unproven",
            Self::Lapsed => {
                "an attestation or subservice organisation that does not hold leaves it unproven"
            }
            Self::NotShown => {
                "without a passing implementing control, attestation or inheritance it is unproven"
            }
            Self::Doubtful => {
                "a supporting control that is unproven, and so may fail, leaves it unproven"
            }
            Self::Waived => "a failure that a valid waiver accepts makes it excepted",
            Self::Shown => {
                "an implementing control, attestation or inheritance that stands makes it ready"
            }
        }
    }

    fn gives(self) -> CriterionStatus {
        match self {
            Self::OutOfScope => CriterionStatus::OutOfScope,
            Self::NotRelevant => CriterionStatus::NotRelevant,
            Self::Failing => CriterionStatus::Gap,
            Self::Unproven | Self::Lapsed | Self::NotShown | Self::Doubtful => {
                CriterionStatus::Unproven
            }
            Self::Waived => CriterionStatus::Excepted,
            Self::Shown => CriterionStatus::Ready,
        }
    }

    /// What makes it apply: the names of what it speaks of.
    fn witnesses(self, criterion: &CriterionResult) -> Option<Vec<String>> {
        let edges = |wanted: &dyn Fn(&Edge) -> bool| -> Option<Vec<String>> {
            let names: Vec<String> = criterion
                .controls
                .iter()
                .filter(|edge| wanted(edge))
                .map(|edge| edge.control.to_string())
                .collect();
            (!names.is_empty()).then_some(names)
        };
        let standings = |holds: bool| -> Vec<String> {
            criterion
                .standings
                .iter()
                .filter(|standing| standing.holds == holds)
                .map(|standing| format!("{} {}", standing.basis.name(), standing.index + 1))
                .collect()
        };
        let implements = |edge: &Edge| edge.relation == Relation::Implements;
        let shown = || {
            let mut names = edges(&|edge| {
                implements(edge) && matches!(edge.status.as_str(), "passes" | "attested" | "waived")
            })
            .unwrap_or_default();
            names.extend(standings(true));
            names
        };
        match self {
            Self::OutOfScope | Self::NotRelevant => {
                (criterion.status == self.gives()).then(Vec::new)
            }
            Self::Failing => edges(&|edge| edge.status == "fails"),
            Self::Unproven => edges(&|edge| implements(edge) && edge.status == "unproven"),
            Self::Lapsed => Some(standings(false)).filter(|names| !names.is_empty()),
            Self::NotShown => shown().is_empty().then(Vec::new),
            Self::Doubtful => edges(&|edge| edge.status == "unproven"),
            // A report holds by a waived control where that answers what it expects of its customers;
            // that it does is the result's verdict.
            Self::Waived => edges(&|edge| edge.status == "waived").or_else(|| {
                let by_standing = criterion.status == CriterionStatus::Excepted;
                by_standing.then(|| standings(true))
            }),
            Self::Shown => Some(shown()).filter(|names| !names.is_empty()),
        }
    }
}

/// The rule that decided, with the others below it.
pub(super) fn node(criterion: &CriterionResult) -> Node {
    let decided = Rule::ALL
        .into_iter()
        .find_map(|rule| Some((rule, rule.witnesses(criterion)?)));
    let Some((rule, witnesses)) = decided.filter(|(rule, _)| rule.gives() == criterion.status)
    else {
        return Node::default()
            .strong("rule:")
            .plain("what this result holds about the criterion does not lead to its status");
    };
    let mut node = Node::default().strong("rule:").plain(rule.words());
    if !witnesses.is_empty() {
        node.push(Node::field("on account of", &witnesses.join(", ")));
    }
    let before = Rule::ALL.into_iter().take_while(|other| *other != rule);
    node.extend(before.map(|other| Node::field("did not apply", other.words())));
    let after = Rule::ALL
        .into_iter()
        .skip_while(|other| *other != rule)
        .skip(1);
    node.extend(after.map(|other| Node::field("not asked any more", other.words())));
    node
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample;

    fn rule(id: &str) -> Option<Rule> {
        let result = sample();
        let criterion = result
            .readiness
            .criteria
            .iter()
            .find(|criterion| criterion.id.id() == id)
            .unwrap();
        Rule::ALL
            .into_iter()
            .find(|rule| rule.witnesses(criterion).is_some())
            .filter(|rule| rule.gives() == criterion.status)
    }

    #[test]
    fn the_first_rule_that_applies_is_the_one_that_decided() {
        for (id, expected) in [
            ("CC1.1", Rule::Shown),
            ("CC1.2", Rule::Lapsed),
            ("CC2.1", Rule::NotShown),
            ("CC6.1", Rule::Failing),
            ("CC6.2", Rule::Unproven),
            ("CC6.3", Rule::Waived),
            ("CC6.4", Rule::NotRelevant),
            ("CC6.5", Rule::Shown),
            ("CC6.6", Rule::NotShown),
            ("A1.2", Rule::Shown),
            ("P1.1", Rule::OutOfScope),
        ] {
            assert_eq!(rule(id), Some(expected), "{id}");
        }
    }

    #[test]
    fn a_verdict_that_nothing_leads_to_is_called_that() {
        let mut criterion = sample().readiness.criteria[1].clone();
        criterion.status = CriterionStatus::Ready;
        criterion.standings.clear();
        let mut out = Vec::new();
        let palette = crate::report::style::Palette { enabled: false };
        node(&criterion).write(200, palette, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("does not lead to its status"), "{text}");
    }
}

//! What is doubtful about the mapping of controls to criteria.

use std::collections::{BTreeMap, BTreeSet};

use super::result::{MappingCode, MappingNote};
use crate::criteria::Criterion;
use crate::model::Relation;

/// An edge as a plugin states it, before anybody asks whether its criterion exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim<'a> {
    /// The plugin's id.
    pub plugin: &'a str,
    /// The control's id within the plugin.
    pub control: &'a str,
    /// The criterion, as the plugin writes it.
    pub criterion: &'a str,
    /// What the control does for it.
    pub relation: Relation,
    /// Why.
    pub rationale: &'a str,
}

/// Everything that is doubtful, sorted. `relevant` are the criteria that something should implement,
/// `stood_for` those for which an attestation or a subservice organisation stands.
pub fn lint(
    claims: &[Claim<'_>],
    relevant: &BTreeSet<Criterion>,
    stood_for: &BTreeSet<Criterion>,
) -> Vec<MappingNote> {
    let mut notes = BTreeSet::new();
    let mut implementing: BTreeSet<Criterion> = stood_for.clone();
    let mut supporting: BTreeMap<Criterion, BTreeSet<String>> = BTreeMap::new();
    let mut claimed: BTreeMap<(Criterion, &str), BTreeSet<&str>> = BTreeMap::new();
    for claim in claims {
        let control = format!("{}/{}", claim.plugin, claim.control);
        let note = |code: MappingCode, message: String| MappingNote {
            code,
            criterion: Some(claim.criterion.to_owned()),
            control: Some(control.clone()),
            message,
        };
        let Ok(criterion) = Criterion::from_spelling(claim.criterion) else {
            notes.insert(note(
                MappingCode::UnknownCriterion,
                format!(
                    "`{control}` serves `{}`, which is no criterion",
                    claim.criterion
                ),
            ));
            continue;
        };
        if claim.rationale.trim().is_empty() {
            notes.insert(note(
                MappingCode::NoRationale,
                format!("`{control}` does not say why it serves {criterion}"),
            ));
        }
        match claim.relation {
            Relation::Implements => {
                implementing.insert(criterion);
                claimed
                    .entry((criterion, claim.control))
                    .or_default()
                    .insert(claim.plugin);
            }
            Relation::Supports => {
                supporting.entry(criterion).or_default().insert(control);
            }
        }
    }
    for ((criterion, control), plugins) in claimed {
        if plugins.len() > 1 {
            let names: Vec<&str> = plugins.into_iter().collect();
            notes.insert(MappingNote {
                code: MappingCode::ClaimedTwice,
                criterion: Some(criterion.id().to_owned()),
                control: Some(control.to_owned()),
                message: format!(
                    "the plugins {} each have a control `{control}` that implements {criterion}",
                    names.join(" and ")
                ),
            });
        }
    }
    for &criterion in relevant.difference(&implementing) {
        let (code, message) = match supporting.get(&criterion) {
            Some(controls) => (
                MappingCode::SupportedOnly,
                format!(
                    "{criterion} has supporting controls only: {}",
                    controls.iter().cloned().collect::<Vec<_>>().join(", ")
                ),
            ),
            None => (
                MappingCode::NotCovered,
                format!("nothing covers {criterion} {}", criterion.title()),
            ),
        };
        notes.insert(MappingNote {
            code,
            criterion: Some(criterion.id().to_owned()),
            control: None,
            message,
        });
    }
    notes.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim<'a>(plugin: &'a str, control: &'a str, criterion: &'a str) -> Claim<'a> {
        Claim {
            plugin,
            control,
            criterion,
            relation: Relation::Implements,
            rationale: "because",
        }
    }

    fn criteria(names: &[&str]) -> BTreeSet<Criterion> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    fn codes(notes: &[MappingNote]) -> Vec<(&'static str, Option<&str>)> {
        notes
            .iter()
            .map(|note| (note.code.name(), note.criterion.as_deref()))
            .collect()
    }

    #[test]
    fn each_doubt_is_named_once() {
        let relevant = criteria(&["CC6.1", "CC6.2", "CC6.3", "CC7.1", "CC9.2"]);
        let claims = [
            claim("one", "mfa", "CC6.1"),
            claim("two", "mfa", "soc2_cc6_1"),
            claim("one", "odd", "CC6.9"),
            Claim {
                rationale: "  ",
                ..claim("one", "bare", "CC6.2")
            },
            Claim {
                relation: Relation::Supports,
                ..claim("one", "helps", "CC6.3")
            },
        ];
        let notes = lint(&claims, &relevant, &criteria(&["CC9.2"]));
        assert_eq!(
            codes(&notes),
            [
                ("unknown-criterion", Some("CC6.9")),
                ("no-rationale", Some("CC6.2")),
                ("claimed-twice", Some("CC6.1")),
                ("supported-only", Some("CC6.3")),
                ("not-covered", Some("CC7.1")),
            ]
        );
    }

    #[test]
    fn a_sound_mapping_gives_no_note_in_any_order() {
        let relevant = criteria(&["CC6.1", "CC6.2"]);
        let mut claims = vec![claim("one", "a", "CC6.1"), claim("two", "b", "CC6.2")];
        assert!(lint(&claims, &relevant, &BTreeSet::new()).is_empty());
        claims.reverse();
        assert!(lint(&claims, &relevant, &BTreeSet::new()).is_empty());
    }
}

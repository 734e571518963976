//! One unit: what it is granted, and what its evidence already fails to show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::reason::{Reason, ReasonCode};
use super::{Materials, PlannedCheck, PlannedUnit, age};
use crate::config::CheckConfig;
use crate::evidence::{Item, Pattern};
use crate::model::{Control, Input};

/// One input of one unit.
#[derive(Debug, Clone)]
pub struct PlannedInput {
    /// The input's name.
    pub name: String,
    /// What was looked for.
    pub patterns: Vec<String>,
    /// The files, sorted by path.
    pub items: Vec<Item>,
    /// What is wrong with single files, by path. A finding that cites one of them is not proof.
    pub flawed: BTreeMap<Arc<str>, Reason>,
    /// What is wrong with the input as a whole.
    pub missing: Option<Reason>,
    required: bool,
}

/// How many records some files should hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedCount {
    /// The number that the collector stated.
    pub items: u64,
    /// The files.
    pub files: Vec<Arc<str>>,
}

pub(super) fn plan_unit(
    materials: Materials<'_>,
    index: usize,
    planned: &PlannedCheck,
    check: &CheckConfig,
    target: Option<String>,
) -> PlannedUnit {
    let unit = Unit {
        materials,
        check,
        target: target.as_deref(),
    };
    let inputs: Vec<PlannedInput> = planned
        .descriptor
        .as_ref()
        .map(|descriptor| {
            descriptor
                .inputs
                .iter()
                .map(|input| unit.input(input))
                .collect()
        })
        .unwrap_or_default();
    let paths: BTreeSet<&str> = inputs
        .iter()
        .flat_map(|input| &input.items)
        .map(|item| &*item.path)
        .collect();
    let stated_counts = materials
        .manifest
        .stated_counts(paths.iter().copied())
        // A count over files that this unit does not see is for the check to hold, or for another one.
        .filter(|(_, files)| files.iter().all(|file| paths.contains(&**file)))
        .map(|(items, files)| StatedCount {
            items,
            files: files.to_vec(),
        })
        .collect();
    let standing = planned
        .controls
        .iter()
        .map(|control| unit.standing(planned, &control.control, &inputs))
        .collect();
    let blocked = inputs
        .iter()
        .any(|input| input.required && input.items.is_empty());
    PlannedUnit {
        check: index,
        target,
        runs: planned.failure.is_none() && planned.disabled.is_none() && !blocked,
        inputs,
        stated_counts,
        standing,
    }
}

/// What is stated of files that several units of a check see together, and none of them alone.
pub(super) fn counts_over(materials: Materials<'_>, units: &[PlannedUnit]) -> Vec<StatedCount> {
    if units.len() < 2 {
        return Vec::new();
    }
    let paths: BTreeSet<&str> = units
        .iter()
        .flat_map(|unit| &unit.inputs)
        .flat_map(|input| &input.items)
        .map(|item| &*item.path)
        .collect();
    materials
        .manifest
        .stated_counts(paths.iter().copied())
        .filter(|(_, files)| files.iter().all(|file| paths.contains(&**file)))
        .map(|(items, files)| StatedCount {
            items,
            files: files.to_vec(),
        })
        .filter(|stated| {
            let held = units.iter().flat_map(|unit| &unit.stated_counts);
            !held.into_iter().any(|known| known == stated)
        })
        .collect()
}

struct Unit<'a> {
    materials: Materials<'a>,
    check: &'a CheckConfig,
    target: Option<&'a str>,
}

impl Unit<'_> {
    fn reason(&self, code: ReasonCode, message: String) -> Reason {
        Reason {
            code,
            check: self.check.name.clone(),
            target: self.target.map(ToOwned::to_owned),
            message,
        }
    }

    /// The patterns of an input: configured, else the plugin's own.
    fn patterns(&self, input: &Input) -> Vec<Pattern> {
        let for_target = |pattern: &Pattern| match self.target {
            Some(name) => pattern.for_target(name).ok(),
            None => Some(pattern.clone()),
        };
        match self.check.evidence.get(&input.name) {
            Some(patterns) => patterns.iter().filter_map(for_target).collect(),
            None => Pattern::parse_all(&input.default_globs),
        }
    }

    fn input(&self, input: &Input) -> PlannedInput {
        let patterns = self.patterns(input);
        let (mut items, mut flawed) = (Vec::new(), BTreeMap::new());
        for entry in self.materials.listing.matching(&patterns) {
            if let Some(refusal) = &entry.refusal {
                let reason = self.reason(
                    ReasonCode::UnreadableInput,
                    format!("`{}` was not read: {refusal}", entry.path),
                );
                flawed.insert(entry.path.clone(), reason);
                continue;
            }
            let provenance = self.materials.manifest.provenance(&entry.path).cloned();
            let item = Item {
                path: entry.path.clone(),
                size: entry.size,
                provenance,
            };
            if let Some(reason) = self.freshness(input, &item) {
                flawed.insert(item.path.clone(), reason);
            }
            items.push(item);
        }
        let written: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        let missing = (items.is_empty() && flawed.is_empty()).then(|| {
            self.reason(
                ReasonCode::MissingInput,
                self.missing_message(input, &patterns, &written),
            )
        });
        // Where nothing is there at all, the input is missing, and that says enough.
        if missing.is_none() || !input.required {
            for (path, provenance) in self.materials.manifest.absent(&patterns) {
                let day = crate::date::utc_day(provenance.collected);
                let reason = self.reason(
                    ReasonCode::IncompleteEvidence,
                    format!("`{path}` is not there, and evidence.toml says that it was collected on {day}; collect it again, or remove the entry"),
                );
                flawed.insert(path.clone(), reason);
            }
            for (pattern, stated) in self.materials.manifest.emptied(&patterns) {
                let reason = self.reason(
                    ReasonCode::IncompleteEvidence,
                    format!("there is no file `{pattern}`, and evidence.toml states {stated} records in such files; collect them again, or remove the entry"),
                );
                flawed.insert(pattern.into(), reason);
            }
            flawed.extend(self.unmatched(input, &patterns));
        }
        PlannedInput {
            name: input.name.clone(),
            patterns: written,
            items,
            flawed,
            missing,
            required: input.required,
        }
    }

    /// The patterns that configuration names for an input and that match nothing: evidence that was meant
    /// to be there. A plugin's own patterns are places where something may be.
    fn unmatched(&self, input: &Input, patterns: &[Pattern]) -> Vec<(Arc<str>, Reason)> {
        if !self.check.evidence.contains_key(&input.name) {
            return Vec::new();
        }
        patterns
            .iter()
            .filter(|pattern| {
                let one = std::slice::from_ref(*pattern);
                self.materials.listing.matching(one).is_empty()
            })
            .map(|pattern| {
                let written = pattern.to_string();
                let one = std::slice::from_ref(pattern);
                let message = self.missing_message(input, one, std::slice::from_ref(&written));
                (
                    written.into(),
                    self.reason(ReasonCode::MissingInput, message),
                )
            })
            .collect()
    }

    fn missing_message(&self, input: &Input, patterns: &[Pattern], written: &[String]) -> String {
        let name = &input.name;
        let directory = patterns.iter().find(|pattern| {
            pattern.is_literal() && self.materials.listing.has_directory(pattern.as_str())
        });
        match directory {
            Some(pattern) => format!(
                "input `{name}` missing: `{pattern}` is a directory; write `{pattern}/**` for the files in it"
            ),
            None if written.is_empty() => {
                format!("input `{name}` missing: no files are named for it")
            }
            None => format!("input `{name}` missing (looked for {})", written.join(", ")),
        }
    }

    /// What is wrong with a file's date, if anything.
    fn freshness(&self, input: &Input, item: &Item) -> Option<Reason> {
        let as_of = self.materials.config.assessment.as_of;
        let limit = self
            .check
            .max_age_days
            .get(&input.name)
            .copied()
            .or(input.max_age_days);
        let path = &item.path;
        let Some(provenance) = &item.provenance else {
            let limit = limit?;
            if self.check.accept_undated.contains(&input.name) {
                return None;
            }
            return Some(self.reason(
                ReasonCode::UndatedInput,
                format!("`{path}` has no known date, and input `{}` may be at most {limit} days old; state it in evidence.toml", input.name),
            ));
        };
        let day = crate::date::utc_day(provenance.collected);
        let days = age(provenance.collected, as_of);
        if days < 0 {
            return Some(self.reason(
                ReasonCode::PostdatedInput,
                format!("`{path}` was collected on {day}, after the as-of date {as_of}"),
            ));
        }
        let limit = limit?;
        (days > i64::from(limit)).then(|| {
            self.reason(
                ReasonCode::StaleInput,
                format!("`{path}` is {days} days old (collected {day}), input `{}` may be at most {limit} days old", input.name),
            )
        })
    }

    /// What already stands in the way of a control.
    fn standing(
        &self,
        planned: &PlannedCheck,
        control: &Control,
        inputs: &[PlannedInput],
    ) -> BTreeSet<Reason> {
        let mut reasons = BTreeSet::new();
        if let Some(why) = &planned.disabled {
            reasons.insert(self.reason(
                ReasonCode::CheckDisabled,
                format!("the check `{}` is switched off: {why}", self.check.name),
            ));
            return reasons;
        }
        if let Some(failure) = &planned.failure {
            reasons.insert(self.reason(failure.kind.into(), failure.message.clone()));
            return reasons;
        }
        let needed_by_some: BTreeSet<&str> = planned
            .controls
            .iter()
            .flat_map(|control| &control.control.needs)
            .map(String::as_str)
            .collect();
        for input in inputs {
            let needs = input.required || control.needs.contains(&input.name);
            if needs {
                reasons.extend(input.missing.clone());
            }
            // Nobody says who uses an input that is neither required nor needed, so its flaws count
            // for everybody.
            if needs || !needed_by_some.contains(input.name.as_str()) {
                reasons.extend(input.flawed.values().cloned());
            }
        }
        reasons
    }
}

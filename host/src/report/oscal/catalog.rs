//! The 61 criteria as an OSCAL catalog, so that every control id of a result resolves.
//!
//! Identifiers are those of TSP section 100, titles are tickmark's own words: the criteria's text is
//! copyrighted and not here. The catalog is the same for every result. It travels twice: embedded in
//! the results, which so can be read alone, and as a file of its own, because tools that import
//! catalogs (trestle among them) take files and look into no attachment.

use serde_json::{Value, json};

use super::ids::{constant, control, objective};
use super::text::line;
use crate::criteria::{Category, Criterion};

/// The OSCAL release that is written. Readers of 1.2 take it, and those that know only 1.1 do too.
pub(super) const OSCAL_VERSION: &str = "1.1.3";

/// When the catalog's content was changed last. Change it together with the snapshot.
const LAST_MODIFIED: &str = "2026-11-22T00:00:00Z";

/// What the catalog catalogues.
const EDITION: &str = "2017 with the points of focus revised in 2022";

/// The catalog.
pub(super) fn catalog() -> Value {
    let groups: Vec<Value> = Category::ALL.into_iter().map(group).collect();
    json!({
        "catalog": {
            "uuid": constant("catalog"),
            "metadata": {
                "title": "Trust Services Criteria, in tickmark's words",
                "last-modified": LAST_MODIFIED,
                "version": EDITION,
                "oscal-version": OSCAL_VERSION,
                "remarks": "Identifiers of TSP section 100. The criteria's own text is not included."
            },
            "groups": groups
        }
    })
}

fn group(category: Category) -> Value {
    let controls: Vec<Value> = Criterion::all()
        .filter(|criterion| criterion.category() == category)
        .map(entry)
        .collect();
    json!({
        "id": category.name(),
        "class": "category",
        "title": category.name(),
        "controls": controls
    })
}

fn entry(criterion: Criterion) -> Value {
    let id = control(criterion);
    json!({
        "id": id,
        "class": "criterion",
        "title": line(criterion.title()),
        "props": [{ "name": "label", "value": criterion.id() }],
        "parts": [
            {
                "id": format!("{id}_smt"),
                "name": "statement",
                "prose": line(criterion.title())
            },
            {
                "id": objective(criterion),
                "name": "assessment-objective",
                "prose": line(&format!("Something shows that {} is met: {}", criterion.id(), criterion.title()))
            }
        ]
    })
}

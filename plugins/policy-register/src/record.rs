//! One document or one register row: which policy it is about, and what it says of it.

use std::collections::BTreeSet;
use std::rc::Rc;

use tickmark_plugin::words::key;
use tickmark_plugin::{Day, Location};

use crate::facts::Facts;
use crate::fields::FieldMap;
use crate::kinds::name_of_path;
use crate::settings::{FieldKind, Settings};
use crate::value::Stated;

/// Longer titles and identifiers are a sign of damage.
const MAX_NAME: usize = 200;

/// Where a record comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Document,
    Register,
}

/// A document's front matter or a register's row.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) origin: Origin,
    pub(crate) path: Rc<str>,
    /// The front matter or the row as a whole.
    pub(crate) place: Location,
    pub(crate) title: Option<String>,
    pub(crate) ids: Vec<String>,
    /// The document that a row names.
    pub(crate) link: Option<String>,
    pub(crate) kinds: BTreeSet<String>,
    pub(crate) facts: Facts,
}

impl Record {
    /// Reads a record. `known_until` is the last day of which it can tell. The error says why it
    /// cannot be told which policy it is about.
    pub(crate) fn new(
        origin: Origin,
        place: Location,
        mut fields: FieldMap,
        settings: &Settings,
        known_until: Day,
    ) -> Result<Self, String> {
        let path: Rc<str> = Rc::from(place.path.as_str());
        let title = names(&fields.take(FieldKind::Title)).into_iter().next();
        let ids = names(&fields.take(FieldKind::Id));
        let link = names(&fields.take(FieldKind::Document)).into_iter().next();
        if origin == Origin::Register && title.is_none() && ids.is_empty() {
            return Err("the row names no policy".to_owned());
        }
        let too_long = |name: &String| name.chars().count() > MAX_NAME;
        if title.iter().chain(&ids).any(too_long) {
            return Err(format!(
                "the title or identifier has more than {MAX_NAME} characters"
            ));
        }
        let file = match origin {
            Origin::Document => Some(name_of_path(&path)),
            Origin::Register => link.as_deref().map(name_of_path),
        };
        let kinds = kinds(&mut fields, title.as_deref(), file, settings);
        let facts = Facts::read(&mut fields, settings, known_until);
        Ok(Self {
            origin,
            path,
            place,
            title,
            ids,
            link,
            kinds,
            facts,
        })
    }
}

/// The texts of fields that name something, without doubles.
fn names(stated: &[Stated]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for text in stated.iter().filter_map(|stated| stated.value.text()) {
        let known = names.iter().any(|name| key(name) == key(text));
        if !known && !key(text).is_empty() {
            names.push(text.to_owned());
        }
    }
    names
}

/// What the record says of its kind: by the field for it, else by the title, else by the file's name,
/// else by the criteria.
fn kinds(
    fields: &mut FieldMap,
    title: Option<&str>,
    file: Option<&str>,
    settings: &Settings,
) -> BTreeSet<String> {
    let stated = fields.take(FieldKind::Kind);
    let named = stated
        .iter()
        .flat_map(|stated| stated.value.texts())
        .flat_map(|text| settings.kinds.named(text))
        .collect();
    let titled = |text: Option<&str>| match text {
        Some(text) => settings.kinds.titled(text),
        None => BTreeSet::new(),
    };
    let criteria = fields.take(FieldKind::Criteria);
    let criteria: Vec<&str> = criteria
        .iter()
        .flat_map(|stated| stated.value.texts())
        .collect();
    [named, titled(title), titled(file)]
        .into_iter()
        .find(|kinds| !kinds.is_empty())
        .unwrap_or_else(|| settings.kinds.serving(&criteria))
}

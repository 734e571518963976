//! Which resource another one belongs to: by a value that both hold, or by the reference that the
//! configuration makes where the value is known only after apply.
//!
//! References that lead nowhere are not guessed at. Whoever asks learns that something may belong to
//! the resource, and cannot call it missing.

mod way;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use tickmark_plugin::prelude::*;

use crate::plan::{Estate, Resource};
use crate::view::State;
use way::Way;

/// How many variables and outputs a reference may lead through.
const MAX_HOPS: usize = 16;

/// How many of those that may belong to a resource are told.
const MOST_POSSIBLE: usize = 5;

/// Attributes by which others name a resource.
const NAMES: [&str; 9] = [
    "id",
    "arn",
    "name",
    "bucket",
    "identifier",
    "cluster_identifier",
    "invoke_arn",
    "resource_id",
    "self_link",
];

/// The ways between the resources of an estate.
pub(crate) struct Links<'e, 'd> {
    estate: &'e Estate<'d>,
    /// By kind and what others may call it.
    named: HashMap<(&'d str, &'d str), Vec<usize>>,
    /// By file, module instance, kind and name.
    placed: HashMap<(usize, &'d str, &'d str, &'d str, bool), Vec<usize>>,
    /// The module instances of each file.
    modules: BTreeMap<usize, BTreeSet<&'d str>>,
    kinds: HashMap<&'d str, Vec<usize>>,
    indices: RefCell<BTreeMap<Query<'d>, Rc<Index>>>,
}

/// All resources of a kind that name one of another kind through an attribute.
type Query<'d> = (&'static str, &'static str, &'d str);

/// What belongs to which resource.
#[derive(Debug, Default)]
struct Index {
    certain: BTreeMap<usize, Vec<usize>>,
    possible: BTreeMap<usize, Vec<usize>>,
    /// May belong to anything in the same file.
    anywhere: Vec<usize>,
}

/// What belongs to one resource.
#[derive(Default)]
pub(crate) struct Linked<'e, 'd> {
    pub(crate) certain: Vec<&'e Resource<'d>>,
    /// May belong to it: the evidence does not say.
    pub(crate) possible: Vec<&'e Resource<'d>>,
}

impl<'e, 'd> Linked<'e, 'd> {
    /// All that belong or may belong to it, and whether that is certain.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'e Resource<'d>, bool)> {
        let certain = self.certain.iter().map(|&resource| (resource, true));
        certain.chain(self.possible.iter().map(|&resource| (resource, false)))
    }
}

/// Where a reference leads.
#[derive(Debug, Default)]
struct Target {
    found: Vec<usize>,
    /// There may be more than what was found.
    open: bool,
    /// It may be another one of the same name.
    doubtful: bool,
}

impl<'e, 'd> Links<'e, 'd> {
    pub(crate) fn of(estate: &'e Estate<'d>) -> Self {
        let (mut named, mut placed) = (HashMap::new(), HashMap::new());
        let mut modules: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        let mut kinds = HashMap::new();
        for (number, resource) in estate.resources.iter().enumerate() {
            let place = (
                resource.file,
                resource.module,
                resource.kind,
                resource.name,
                resource.data,
            );
            placed.entry(place).or_insert_with(Vec::new).push(number);
            modules
                .entry(resource.file)
                .or_default()
                .insert(resource.module);
            kinds
                .entry(resource.kind)
                .or_insert_with(Vec::new)
                .push(number);
            for name in NAMES.iter().filter_map(|key| resource.text(key)) {
                let known: &mut Vec<usize> = named.entry((resource.kind, name)).or_default();
                if known.last() != Some(&number) {
                    known.push(number);
                }
            }
        }
        Self {
            estate,
            named,
            placed,
            modules,
            kinds,
            indices: RefCell::default(),
        }
    }

    /// All managed resources of a kind.
    pub(crate) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &'e Resource<'d>> {
        let estate = self.estate;
        let numbers = self.kinds.get(kind).map_or(&[][..], Vec::as_slice);
        numbers
            .iter()
            .map(|&number| &estate.resources[number])
            .filter(|resource| !resource.data)
    }

    /// The resources of a kind whose `attribute` names `resource`.
    pub(crate) fn to(
        &self,
        resource: &Resource<'d>,
        kind: &'static str,
        attribute: &'static str,
    ) -> Linked<'e, 'd> {
        let index = self.index(kind, attribute, resource.kind);
        let Some(number) = self.number(resource) else {
            return Linked::default();
        };
        let all = |numbers: Option<&Vec<usize>>| -> Vec<&'e Resource<'d>> {
            numbers
                .into_iter()
                .flatten()
                .map(|&number| &self.estate.resources[number])
                .collect()
        };
        let mut possible = all(index.possible.get(&number));
        possible.extend(
            index
                .anywhere
                .iter()
                .map(|&number| &self.estate.resources[number])
                .filter(|other| other.file == resource.file)
                .take(MOST_POSSIBLE),
        );
        Linked {
            certain: all(index.certain.get(&number)),
            possible,
        }
    }

    /// The one resource of a kind, data sources among them, that an attribute names. `None` where that
    /// cannot be told, or where it is none of those.
    pub(crate) fn named_by(
        &self,
        resource: &Resource<'d>,
        attribute: &str,
        kind: &'static str,
    ) -> Option<&'e Resource<'d>> {
        let target = self.target(resource, attribute, kind);
        match target.found.as_slice() {
            &[number] if !target.open && !target.doubtful => Some(&self.estate.resources[number]),
            _ => None,
        }
    }

    /// The data sources that an attribute's value comes from. `None` where that cannot be told.
    pub(crate) fn sources(
        &self,
        resource: &Resource<'d>,
        attribute: &str,
        kind: &str,
    ) -> Option<Vec<&'e Resource<'d>>> {
        let mut target = Target::default();
        self.expression(resource, attribute, kind, &mut target);
        (!target.open && !target.found.is_empty()).then(|| {
            target
                .found
                .iter()
                .map(|&number| &self.estate.resources[number])
                .collect()
        })
    }

    fn number(&self, resource: &Resource<'d>) -> Option<usize> {
        let place = (
            resource.file,
            resource.module,
            resource.kind,
            resource.name,
            resource.data,
        );
        self.placed
            .get(&place)?
            .iter()
            .copied()
            .find(|&number| std::ptr::eq(&raw const self.estate.resources[number], resource))
    }

    fn index(&self, kind: &'static str, attribute: &'static str, to: &'d str) -> Rc<Index> {
        if let Some(index) = self.indices.borrow().get(&(kind, attribute, to)) {
            return index.clone();
        }
        let mut index = Index::default();
        for (number, resource) in self.estate.resources.iter().enumerate() {
            if resource.kind != kind || resource.data {
                continue;
            }
            let target = self.target(resource, attribute, to);
            if target.open {
                index.anywhere.push(number);
            }
            let map = if target.open || target.doubtful || target.found.len() > 1 {
                &mut index.possible
            } else {
                &mut index.certain
            };
            for found in target.found {
                map.entry(found).or_default().push(number);
            }
        }
        let index = Rc::new(index);
        self.indices
            .borrow_mut()
            .insert((kind, attribute, to), index.clone());
        index
    }

    fn target(&self, resource: &Resource<'d>, attribute: &str, to: &'d str) -> Target {
        let mut target = Target::default();
        match resource.leaf(attribute).state {
            State::Known { value, .. } => {
                let name = value.as_str().unwrap_or_default();
                target.found = self.named.get(&(to, name)).cloned().unwrap_or_default();
                self.keep_near(resource, name, &mut target);
            }
            State::Unset | State::Absent => {}
            State::Unknown => self.expression(resource, attribute, to, &mut target),
        }
        target
    }

    /// Of what a value names, that of the same file is meant. In another file, of another account perhaps,
    /// something may have the same plain name; it is meant for certain only where the value is an ARN, an
    /// address or an id of its own.
    fn keep_near(&self, from: &Resource<'d>, value: &str, target: &mut Target) {
        let near = |number: &usize| self.estate.resources[*number].file == from.file;
        if target.found.iter().any(near) {
            target.found.retain(near);
        } else if !value.contains([':', '/']) {
            let plain = |number: &usize| {
                let resource = &self.estate.resources[*number];
                ["name", "identifier", "cluster_identifier"]
                    .iter()
                    .any(|key| resource.text(key) == Some(value))
            };
            target.doubtful = target.found.iter().any(plain);
        }
    }

    /// Follows an attribute's expression to resources of a kind.
    fn expression(&self, from: &Resource<'d>, attribute: &str, kind: &str, target: &mut Target) {
        let Some(config) = &from.config else {
            target.open = true;
            return;
        };
        let expression = config.path(&["expressions", attribute]);
        let references = texts(expression.and_then(|it| it.get("references")).as_ref());
        let mut way = Way {
            links: self,
            from,
            kind,
            target,
            hops: 0,
        };
        way.follow(&references, from.module, Some(config));
        if target.found.is_empty() {
            target.open = true;
        }
    }
}

fn texts<'d>(list: Option<&At<'d>>) -> Vec<&'d str> {
    list.into_iter()
        .flat_map(At::items)
        .filter_map(|item| item.as_str())
        .collect()
}

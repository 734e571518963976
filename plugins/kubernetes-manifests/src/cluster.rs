//! All objects of the evidence together: what one object says about another is looked up here.

use std::collections::BTreeMap;
use std::rc::Rc;

use tickmark_plugin::Kind as Shape;
use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::Config;
use crate::census::Census;
use crate::field;
use crate::kind::{Kind, Named};
use crate::object::{self, Object};
use crate::reader::{Files, Unclear, is_list};
use crate::workload::Workload;

/// How deeply lists may stand inside lists.
const LIST_DEPTH: usize = 4;

/// The objects that rules read, by kind.
#[derive(Debug, Default)]
pub(crate) struct Objects<'a> {
    pub(crate) all: Vec<Object<'a>>,
    pub(crate) problems: Vec<Unclear>,
    pub(crate) census: Census,
}

/// Everything that rules look at.
#[derive(Debug)]
pub(crate) struct Cluster<'a> {
    pub(crate) config: &'a Config,
    by_kind: BTreeMap<Kind, Vec<&'a Object<'a>>>,
    by_namespace: BTreeMap<Kind, BTreeMap<&'a str, Vec<&'a Object<'a>>>>,
    /// Autoscalers by what they scale, as `namespace/kind/name`.
    scalers: BTreeMap<String, &'a Object<'a>>,
    pub(crate) workloads: Vec<Workload<'a>>,
    pub(crate) problems: Vec<Unclear>,
    pub(crate) files: Vec<Location>,
    /// Whether there are network policies of another system.
    pub(crate) other_network_policies: bool,
}

impl<'a> Objects<'a> {
    /// Finds the objects in documents.
    pub(crate) fn find(files: &'a Files, config: &Config) -> Self {
        let mut objects = Self {
            census: files.census.clone(),
            ..Self::default()
        };
        for document in &files.documents {
            let root = document.root();
            let path: Rc<str> = Rc::from(root.place().path);
            objects.visit(&path, &root, None, 0, config);
        }
        objects
    }

    fn visit(
        &mut self,
        path: &Rc<str>,
        at: &At<'a>,
        inherited: Option<(&str, &str)>,
        depth: usize,
        config: &Config,
    ) {
        if at.kind() != Shape::Object {
            return self.broken(path, None, at.problem("an element is no object"), None);
        }
        let text = |key| field::get(at, key).and_then(|value| value.as_str());
        let version = text("apiVersion").or(inherited.map(|(version, _)| version));
        let kind = text("kind").or(inherited.map(|(_, kind)| kind));
        let (Some(version), Some(kind)) = (version, kind) else {
            let problem = at.problem("an element has no `apiVersion` and `kind`");
            return self.broken(path, None, problem, None);
        };
        if is_list(at, kind) && depth < LIST_DEPTH {
            let items = match field::list(at, "items") {
                Ok(items) => items,
                Err(problem) => return self.broken(path, None, problem, None),
            };
            // The API leaves both out of the elements of a typed list.
            let element = kind.strip_suffix("List").filter(|kind| !kind.is_empty());
            if is_page(at) {
                self.page(path, at, element.map(|kind| Kind::named(version, kind)));
            }
            for item in items {
                let inherited = element.map(|kind| (version, kind));
                self.visit(path, &item, inherited, depth + 1, config);
            }
            return;
        }
        match Kind::named(version, kind) {
            Named::Judged(kind) => match Object::read(at, kind, config) {
                Ok(object) => {
                    self.census.record(path);
                    self.all.push(object);
                }
                Err((subject, problem)) => self.broken(path, subject, problem, Some(kind)),
            },
            Named::UnknownVersion(kind) => {
                let problem = at.problem(format!(
                    "the version `{}` of {} is not known",
                    brief(version, 60),
                    kind.name()
                ));
                let subject = match Object::read(at, kind, config) {
                    Ok(object) => Some(object.subject),
                    Err((subject, _)) => subject,
                };
                self.broken(path, subject, problem, Some(kind));
            }
            Named::Recipe(what) => {
                self.broken(path, None, at.problem(format!("this is {what}")), None);
            }
            Named::Other => {
                self.census.other(path, version, kind);
            }
        }
    }

    /// Says that a list is only a part of what the cluster holds, if a rule reads its elements.
    fn page(&mut self, path: &Rc<str>, at: &At<'a>, element: Option<Named>) {
        let kind = match element {
            None => None,
            Some(Named::Judged(kind) | Named::UnknownVersion(kind)) => Some(kind),
            Some(Named::Recipe(_) | Named::Other) => return,
        };
        let problem = at.problem(
            "the list is only one page of what the cluster holds (`continue`); export it whole, as \
             `kubectl get` does",
        );
        self.broken(path, None, problem, kind);
    }

    fn broken(
        &mut self,
        path: &Rc<str>,
        subject: Option<String>,
        problem: Problem,
        kind: Option<Kind>,
    ) {
        self.census.record(path);
        self.problems.push(Unclear {
            subject: subject.unwrap_or_else(|| path.to_string()),
            problem,
            kind,
        });
    }
}

impl<'a> Cluster<'a> {
    /// Puts the objects in order. `problems` are those of the files and of the objects.
    pub(crate) fn of(
        objects: &'a [Object<'a>],
        census: &Census,
        mut problems: Vec<Unclear>,
        config: &'a Config,
    ) -> Self {
        let mut by_kind: BTreeMap<Kind, Vec<&Object<'_>>> = BTreeMap::new();
        let mut by_namespace: BTreeMap<_, BTreeMap<_, Vec<&Object<'_>>>> = BTreeMap::new();
        let mut known = BTreeMap::new();
        let mut scalers = BTreeMap::new();
        for object in objects {
            if object.kind == Kind::HorizontalPodAutoscaler
                && let Ok((kind, name)) = object.scale_target()
            {
                scalers
                    .entry(format!("{}/{kind}/{name}", object.namespace))
                    .or_insert(object);
            }
            by_kind.entry(object.kind).or_default().push(object);
            by_namespace
                .entry(object.kind)
                .or_default()
                .entry(object.namespace.as_str())
                .or_default()
                .push(object);
            known.insert(
                (object.kind, object.namespace.as_str(), object.name.as_str()),
                object,
            );
        }
        let mut workloads = Vec::new();
        for object in objects.iter().filter(|object| object.kind.bears_pods()) {
            match Workload::read(object) {
                Ok(mut workload) => {
                    if let Some((kind, name)) = owner(object, &known) {
                        workload.owned = true;
                        workload.kind = kind;
                        workload.subject = object::subject(kind.name(), &object.namespace, &name);
                        workload.name = name;
                        if is_former_revision(&workload) {
                            continue;
                        }
                    }
                    workloads.push(workload);
                }
                Err(problem) => problems.push(Unclear {
                    subject: object.subject.clone(),
                    problem,
                    kind: Some(object.kind),
                }),
            }
        }
        Self {
            config,
            by_kind,
            by_namespace,
            scalers,
            workloads,
            problems,
            files: census.files().map(|path| Location::file(path)).collect(),
            other_network_policies: census.other_network_policies,
        }
    }

    /// The objects of a kind, in the order of files.
    pub(crate) fn kind(&self, kind: Kind) -> &[&'a Object<'a>] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The objects of a kind in a namespace; an empty one stands for the whole cluster.
    pub(crate) fn within(&self, kind: Kind, namespace: &str) -> &[&'a Object<'a>] {
        self.by_namespace
            .get(&kind)
            .and_then(|namespaces| namespaces.get(namespace))
            .map_or(&[], Vec::as_slice)
    }

    /// Why a workload of a namespace that seems to have no autoscaler may have one.
    pub(crate) fn scaler_doubt(&self, namespace: &str) -> Option<Problem> {
        const KIND: Kind = Kind::HorizontalPodAutoscaler;
        let elsewhere = |subject: &str| {
            subject
                .strip_prefix(KIND.name())
                .and_then(|rest| rest.trim_start().split_once('/'))
                .is_some_and(|(other, _)| other != namespace)
        };
        let unreadable = self
            .problems
            .iter()
            .find(|unclear| unclear.kind == Some(KIND) && !elsewhere(&unclear.subject))
            .map(|unclear| unclear.problem.clone());
        let problem = unreadable.or_else(|| {
            let scalers = self.within(KIND, namespace).iter();
            scaler_problem(scalers.copied())
        })?;
        Some(Problem::new(
            problem.place,
            format!(
                "an autoscaler that may set the number of copies could not be read: {}",
                problem.message
            ),
        ))
    }

    /// The autoscaler of a workload. One whose target cannot be read is nobody's.
    pub(crate) fn scaler_of(&self, workload: &Workload<'a>) -> Option<&'a Object<'a>> {
        let kind = workload.kind.name();
        let target = format!("{}/{kind}/{}", workload.object.namespace, workload.name);
        self.scalers.get(&target).copied()
    }

    /// Why an object of a kind that was not found may exist all the same.
    pub(crate) fn doubt(&self, kind: Kind) -> Option<&Unclear> {
        self.problems
            .iter()
            .find(|unclear| unclear.kind.is_none_or(|known| known == kind))
    }

    /// Whether a namespace belongs to the cluster itself, as the configuration says.
    pub(crate) fn is_exempt(&self, namespace: &str) -> bool {
        self.config
            .exempt_namespaces
            .iter()
            .any(|exempt| exempt == namespace)
    }
}

/// Why the target of an autoscaler cannot be read.
fn scaler_problem<'a>(mut scalers: impl Iterator<Item = &'a Object<'a>>) -> Option<Problem> {
    scalers.find_map(|scaler| scaler.scale_target().err())
}

/// Whether a list is one page of several, and not the last one (`metav1.ListMeta`).
fn is_page(list: &At<'_>) -> bool {
    let Some(metadata) = field::get(list, "metadata") else {
        return false;
    };
    let goes_on = field::get(&metadata, "continue").is_some_and(|token| token.as_str() != Some(""));
    let remaining =
        field::get(&metadata, "remainingItemCount").is_some_and(|count| count.as_i64() != Some(0));
    goes_on || remaining
}

/// Whether it is a revision that its owner has replaced and keeps for going back.
fn is_former_revision(workload: &Workload<'_>) -> bool {
    workload.object.kind == Kind::ReplicaSet && matches!(workload.replicas(), Ok(Some((0, _))))
}

/// The topmost owner of an object that is known, where a workload made it.
fn owner<'a>(
    object: &Object<'a>,
    known: &BTreeMap<(Kind, &str, &str), &Object<'a>>,
) -> Option<(Kind, String)> {
    // Pod, ReplicaSet, Deployment; or Pod, Job, CronJob.
    const STEPS: usize = 3;
    let mut found = None;
    let mut here = object;
    for _ in 0..STEPS {
        let Some((kind, name)) = controller(here) else {
            break;
        };
        if let Some(next) = known.get(&(kind, object.namespace.as_str(), name)) {
            found = Some((kind, name.to_owned()));
            here = next;
            continue;
        }
        // A ReplicaSet's name is that of its Deployment and the hash of its pods.
        let hash = here.labels.get("pod-template-hash");
        let deployment = hash
            .filter(|_| kind == Kind::ReplicaSet)
            .and_then(|hash| name.strip_suffix(hash)?.strip_suffix('-'));
        return Some(match deployment {
            Some(deployment) => (Kind::Deployment, deployment.to_owned()),
            None => (kind, name.to_owned()),
        });
    }
    found
}

/// The workload that controls an object.
fn controller<'a>(object: &Object<'a>) -> Option<(Kind, &'a str)> {
    let owners = field::list(&object.metadata, "ownerReferences").ok()?;
    owners.iter().find_map(|owner| {
        let controls = matches!(field::flag(owner, "controller"), Ok(Some((true, _))));
        let text = |key| field::get(owner, key).and_then(|value| value.as_str());
        match Kind::named(text("apiVersion")?, text("kind")?) {
            Named::Judged(kind) if controls && kind.bears_pods() => Some((kind, text("name")?)),
            _ => None,
        }
    })
}

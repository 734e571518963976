//! Pods and what makes them: the pod that a workload runs, and its containers.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::field::{self, Read};
use crate::kind::Kind;
use crate::object::Object;
use crate::selector::{self, Labels};

/// A workload with the pod that it runs.
#[derive(Debug)]
pub(crate) struct Workload<'a> {
    /// The kind and name under which it is judged: those of the topmost owner that is known.
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) subject: String,
    /// Whether another workload made it.
    pub(crate) owned: bool,
    pub(crate) object: &'a Object<'a>,
    /// The pod's `metadata`.
    pub(crate) metadata: Option<At<'a>>,
    pub(crate) labels: Labels<'a>,
    /// The pod's `spec`.
    pub(crate) spec: At<'a>,
    /// The pod's `securityContext`.
    pub(crate) security: Option<At<'a>>,
    pub(crate) containers: Vec<Container<'a>>,
    /// Whether the pod runs on Windows.
    pub(crate) windows: bool,
    /// Whether the pod has users of its own (`hostUsers: false`).
    pub(crate) own_users: bool,
}

/// A container of a pod.
#[derive(Debug)]
pub(crate) struct Container<'a> {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) at: At<'a>,
    /// The container's `securityContext`.
    pub(crate) security: Option<At<'a>>,
}

/// What a container is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Main,
    /// Runs before the others and ends.
    Init,
    /// An init container that keeps running beside the others.
    Sidecar,
    /// Was added to a running pod to look into it.
    Ephemeral,
}

impl<'a> Workload<'a> {
    /// Reads the pod of an object that bears one.
    pub(crate) fn read(object: &'a Object<'a>) -> Read<Self> {
        let steps: &[&str] = match object.kind {
            Kind::Pod => &[],
            Kind::PodTemplate => &["template"],
            Kind::CronJob => &["spec", "jobTemplate", "spec", "template"],
            _ => &["spec", "template"],
        };
        let pod = field::path(&object.at, steps)?.ok_or_else(|| {
            object.at.problem(format!(
                "the {} has no `{}`",
                object.kind.name(),
                steps.join(".")
            ))
        })?;
        let metadata = field::object(&pod, "metadata")?;
        let spec =
            field::object(&pod, "spec")?.ok_or_else(|| pod.problem("the pod has no `spec`"))?;
        let mut containers = Vec::new();
        for (key, role) in [
            ("containers", Role::Main),
            ("initContainers", Role::Init),
            ("ephemeralContainers", Role::Ephemeral),
        ] {
            for at in field::list(&spec, key)? {
                containers.push(Container::read(at, role)?);
            }
        }
        if !containers.iter().any(|one| one.role == Role::Main) {
            return Err(
                spec.problem("the pod has no containers; Kubernetes refuses such an object")
            );
        }
        let windows = match field::object(&spec, "os")? {
            Some(os) => field::text(&os, "name")?.is_some_and(|(name, _)| name == "windows"),
            None => false,
        };
        Ok(Self {
            kind: object.kind,
            name: object.name.clone(),
            subject: object.subject.clone(),
            owned: false,
            labels: selector::labels(metadata.as_ref())?,
            metadata,
            security: field::object(&spec, "securityContext")?,
            windows,
            own_users: field::flag(&spec, "hostUsers")?.is_some_and(|(host, _)| !host),
            containers,
            spec,
            object,
        })
    }

    /// Containers that run as long as the pod does.
    pub(crate) fn running(&self) -> impl Iterator<Item = &Container<'a>> {
        self.containers
            .iter()
            .filter(|container| matches!(container.role, Role::Main | Role::Sidecar))
    }

    /// An annotation of the pod.
    pub(crate) fn annotations(&self) -> Read<Vec<(&'a str, At<'a>)>> {
        let annotations = self
            .metadata
            .as_ref()
            .map(|metadata| field::object(metadata, "annotations"))
            .transpose()?
            .flatten();
        Ok(annotations.map_or_else(Vec::new, |annotations| field::members(&annotations)))
    }

    /// How many copies it runs where it says so itself: the number and its place.
    pub(crate) fn replicas(&self) -> Read<Option<(i64, At<'a>)>> {
        match field::object(&self.object.at, "spec")? {
            Some(spec) => field::number(&spec, "replicas"),
            None => Ok(None),
        }
    }
}

impl<'a> Container<'a> {
    fn read(at: At<'a>, role: Role) -> Read<Self> {
        if at.kind() != tickmark_plugin::Kind::Object {
            return Err(at.problem("a container is no object; Kubernetes refuses such an object"));
        }
        // Kubernetes wants a name; what else stands there is judged all the same.
        let name = field::text(&at, "name")?
            .map(|(name, _)| name)
            .filter(|name| !name.is_empty())
            .unwrap_or("without a name");
        let sidecar = role == Role::Init
            && field::text(&at, "restartPolicy")?.is_some_and(|(policy, _)| policy == "Always");
        Ok(Self {
            name: name.to_owned(),
            role: if sidecar { Role::Sidecar } else { role },
            security: field::object(&at, "securityContext")?,
            at,
        })
    }

    /// How findings name it.
    pub(crate) fn label(&self) -> String {
        let role = match self.role {
            Role::Main => "container",
            Role::Init => "init container",
            Role::Sidecar => "sidecar",
            Role::Ephemeral => "ephemeral container",
        };
        format!("{role} {}", brief(&self.name, 63))
    }
}

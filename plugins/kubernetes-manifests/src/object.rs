//! One object of a cluster: its kind, its name and where it stands.

use tickmark_plugin::Kind as Shape;
use tickmark_plugin::prelude::*;

use crate::Config;
use crate::field::{self, Read};
use crate::kind::Kind;
use crate::selector::{self, Labels};

/// An object that some rule reads.
#[derive(Debug)]
pub(crate) struct Object<'a> {
    pub(crate) kind: Kind,
    /// Empty for objects of the whole cluster.
    pub(crate) namespace: String,
    /// Whether the manifest names no namespace.
    pub(crate) namespace_left_out: bool,
    pub(crate) name: String,
    /// `Deployment payments/api`.
    pub(crate) subject: String,
    pub(crate) at: At<'a>,
    pub(crate) metadata: At<'a>,
    pub(crate) labels: Labels<'a>,
}

/// Members whose text may hold `{{` although the manifest was rendered: they are somebody else's
/// templates, or code.
const FREE_TEXT: &[&str] = &[
    "annotations",
    "args",
    "binaryData",
    "command",
    "data",
    "description",
    "env",
    "managedFields",
    "status",
];

impl<'a> Object<'a> {
    /// Reads what every object has. The error comes with the best subject that is known.
    pub(crate) fn read(
        at: &At<'a>,
        kind: Kind,
        config: &Config,
    ) -> Result<Self, (Option<String>, Problem)> {
        let nameless = |problem| (None, problem);
        let metadata = field::object(at, "metadata")
            .map_err(nameless)?
            .ok_or_else(|| nameless(at.problem("the object has no `metadata`")))?;
        let named = match field::text(&metadata, "name").map_err(nameless)? {
            Some((name, _)) if !name.is_empty() => name.to_owned(),
            _ => match field::text(&metadata, "generateName").map_err(nameless)? {
                Some((prefix, _)) if !prefix.is_empty() => format!("{prefix}*"),
                _ => return Err(nameless(metadata.problem("the object has no name"))),
            },
        };
        let namespace = field::text(&metadata, "namespace").map_err(nameless)?;
        let namespace = namespace
            .map(|(name, _)| name)
            .filter(|name| !name.is_empty());
        let namespace_left_out = namespace.is_none() && !kind.is_cluster_wide();
        let namespace = if kind.is_cluster_wide() {
            String::new()
        } else {
            namespace.unwrap_or(&config.default_namespace).to_owned()
        };
        let subject = subject(kind.name(), &namespace, &named);
        if let Some(place) = template(at) {
            return Err((
                Some(subject),
                place.problem(
                    "the value is a template that was not rendered (`{{`); collect the output of \
                     `helm template` or what the cluster holds",
                ),
            ));
        }
        let labels = selector::labels(Some(&metadata))
            .map_err(|problem| (Some(subject.clone()), problem))?;
        Ok(Self {
            kind,
            namespace,
            namespace_left_out,
            name: named,
            subject,
            at: at.clone(),
            metadata,
            labels,
        })
    }

    /// The object's `spec`.
    pub(crate) fn spec(&self) -> Read<At<'a>> {
        field::object(&self.at, "spec")?.ok_or_else(|| {
            self.at
                .problem(format!("the {} has no `spec`", self.kind.name()))
        })
    }

    /// The kind and name that an autoscaler scales.
    pub(crate) fn scale_target(&self) -> Read<(&'a str, &'a str)> {
        let spec = self.spec()?;
        let target = field::object(&spec, "scaleTargetRef")?
            .ok_or_else(|| spec.problem("the autoscaler names no `scaleTargetRef`"))?;
        let text = |key: &str| -> Read<&'a str> {
            field::text(&target, key)?
                .map(|(text, _)| text)
                .ok_or_else(|| target.problem(format!("`scaleTargetRef` has no `{key}`")))
        };
        Ok((text("kind")?, text("name")?))
    }

    /// The text of an annotation.
    pub(crate) fn annotation(&self, key: &str) -> Read<Option<(&'a str, At<'a>)>> {
        match field::object(&self.metadata, "annotations")? {
            Some(annotations) => field::text(&annotations, key),
            None => Ok(None),
        }
    }

    /// Says so where the namespace is assumed.
    pub(crate) fn noted(&self, finding: Finding) -> Finding {
        if self.namespace_left_out {
            finding.attribute(
                "namespace",
                format!("{}, because the manifest names none", self.namespace),
            )
        } else {
            finding
        }
    }
}

/// How findings name an object.
pub(crate) fn subject(kind: &str, namespace: &str, name: &str) -> String {
    if namespace.is_empty() {
        format!("{kind} {name}")
    } else {
        format!("{kind} {namespace}/{name}")
    }
}

/// A value that holds a template, if there is one outside free text.
fn template<'a>(at: &At<'a>) -> Option<At<'a>> {
    // Depth is bounded by the reader of documents; a stack keeps the order of the file.
    let mut open = vec![at.clone()];
    while let Some(value) = open.pop() {
        match value.kind() {
            Shape::String if value.as_str().is_some_and(|text| text.contains("{{")) => {
                return Some(value);
            }
            Shape::Array => {
                let items: Vec<_> = value.items().collect();
                open.extend(items.into_iter().rev());
            }
            Shape::Object => {
                let members: Vec<_> = value
                    .members()
                    .filter(|(name, _)| !FREE_TEXT.contains(name))
                    .map(|(_, member)| member)
                    .collect();
                open.extend(members.into_iter().rev());
            }
            _ => {}
        }
    }
    None
}

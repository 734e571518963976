//! Reads plans and states as `terraform show -json` prints them into one list of resources.
//!
//! Each resource keeps its planned values, which of them are unknown until apply, and the expressions
//! that the configuration gives for it. What cannot be read becomes a problem; nothing is judged here.

use std::collections::HashMap;

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

/// How deeply modules may be nested. Terraform sets no bound; people stay far below.
const MAX_MODULES: usize = 64;

/// Everything that the files hold.
#[derive(Default)]
pub(crate) struct Estate<'d> {
    pub(crate) resources: Vec<Resource<'d>>,
    pub(crate) files: Vec<PlanFile<'d>>,
    /// What could not be read, with the subject it would have been about.
    pub(crate) problems: Vec<(String, Problem)>,
}

/// One plan or state.
pub(crate) struct PlanFile<'d> {
    /// Short and stable; the first part of every subject.
    pub(crate) label: String,
    /// Where its resources stand: shows what there is, and what there is not.
    pub(crate) place: Location,
    /// Modules of the configuration by their names, joined with dots. A state has none.
    pub(crate) modules: HashMap<String, At<'d>>,
    /// How many managed resources it holds, malformed ones included.
    pub(crate) records: usize,
}

/// A resource or data source.
pub(crate) struct Resource<'d> {
    /// Which file it stands in.
    pub(crate) file: usize,
    pub(crate) subject: String,
    pub(crate) kind: &'d str,
    pub(crate) name: &'d str,
    /// The address of the module instance, empty for the root module.
    pub(crate) module: &'d str,
    /// The key or number of the instance, as JSON writes it.
    pub(crate) index: Option<String>,
    pub(crate) data: bool,
    pub(crate) values: At<'d>,
    /// Mirrors `values`: `true` where a value is known only after apply.
    pub(crate) unknown: Option<At<'d>>,
    /// Mirrors `values`: `true` where a value is a secret.
    pub(crate) sensitive: Option<At<'d>>,
    /// The resource in the configuration.
    pub(crate) config: Option<At<'d>>,
    pub(crate) change: Change,
}

/// What applying the plan would do to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// A state: this is what there is.
    State,
    Kept,
    Create,
    /// Change in place or replace.
    Update,
    /// The plan does not list the resource's change, so what is unknown cannot be told from what is
    /// unset.
    Unlisted,
}

impl<'d> Estate<'d> {
    /// Adds a file and answers how many managed resources it holds. An error is about the whole
    /// file.
    pub(crate) fn add(&mut self, label: &str, document: &'d Document) -> Result<usize, Problem> {
        let root = document.root();
        version(&root)?;
        if root.get("errored").and_then(|value| value.as_bool()) == Some(true) {
            return Err(root.problem("planning ended with an error, so the plan is not whole"));
        }
        if root.get("complete").and_then(|value| value.as_bool()) == Some(false) {
            return Err(root.problem(
                "the plan leaves changes out (it was targeted, or changes are deferred); plan the \
                 whole configuration",
            ));
        }
        let (state, values) = match (root.get("planned_values"), root.get("values")) {
            (Some(values), None) => (false, values),
            (None, Some(values)) => (true, values),
            _ => {
                return Err(root.problem(
                    "expected either planned_values (a plan) or values (a state); make the file \
                     with `terraform show -json`",
                ));
            }
        };
        let mut changes = HashMap::new();
        for change in root.get("resource_changes").iter().flat_map(At::items) {
            let address = change.get("address").and_then(|address| address.as_str());
            // What is left over of an earlier apply has the address of its successor.
            if let Some(address) = address
                && change.get("deposed").is_none()
            {
                changes.insert(address, change);
            }
        }
        let file = self.files.len();
        self.files.push(PlanFile {
            label: label.to_owned(),
            place: values.place(),
            modules: modules(&root),
            records: 0,
        });
        let mut reading = Reading {
            estate: self,
            file,
            state,
            changes,
            configured: HashMap::new(),
        };
        reading.configured();
        if let Some(module) = values.get("root_module") {
            reading.module(&module, "", 0);
        }
        // Data sources that could be read while planning.
        if let Some(module) = root.path(&["prior_state", "values", "root_module"]) {
            reading.state = true;
            reading.data_only(&module);
        }
        Ok(self.files[file].records)
    }
}

fn version(root: &At<'_>) -> Result<(), Problem> {
    let version = root.get("format_version");
    let text = version.as_ref().and_then(At::as_str);
    match text.and_then(|text| text.split('.').next()) {
        // 0.x was written by Terraform 0.12 to 1.0 and differs in nothing that is read here.
        Some("0" | "1") => Ok(()),
        Some(_) => Err(root.problem(format!(
            "format_version {} is not supported, expected 1.x",
            version.map_or_else(String::new, |version| version.summary())
        ))),
        None if root.get("lineage").is_some() || root.get("terraform_version").is_some() => {
            Err(root.problem(
                "this is Terraform's own state file; convert it with `terraform show -json`",
            ))
        }
        None => Err(root
            .problem("there is no format_version; make the file with `terraform show -json PLAN`")),
    }
}

/// The modules of the configuration.
fn modules<'d>(root: &At<'d>) -> HashMap<String, At<'d>> {
    let mut found = HashMap::new();
    let mut open: Vec<(String, At<'d>)> = root
        .path(&["configuration", "root_module"])
        .map(|module| (String::new(), module))
        .into_iter()
        .collect();
    while let Some((path, module)) = open.pop() {
        for (name, call) in module.get("module_calls").iter().flat_map(At::members) {
            if let Some(module) = call.get("module") {
                open.push((join(&path, name), module));
            }
        }
        found.insert(path, module);
    }
    found
}

pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

struct Reading<'e, 'd> {
    estate: &'e mut Estate<'d>,
    file: usize,
    state: bool,
    changes: HashMap<&'d str, At<'d>>,
    /// Resources of the configuration by module and address within it.
    configured: HashMap<(String, &'d str), At<'d>>,
}

impl<'d> Reading<'_, 'd> {
    fn configured(&mut self) {
        for (path, module) in &self.estate.files[self.file].modules {
            for resource in module.get("resources").iter().flat_map(At::items) {
                if let Some(address) = resource.get("address").and_then(|it| it.as_str()) {
                    self.configured.insert((path.clone(), address), resource);
                }
            }
        }
    }

    fn problem(&mut self, value: &At<'_>, message: &str) {
        let place = value.place();
        let label = &self.estate.files[self.file].label;
        let subject = format!("{label}: {}", place.pointer.as_deref().unwrap_or_default());
        self.estate
            .problems
            .push((subject, Problem::new(place, message)));
    }

    fn module(&mut self, module: &At<'d>, address: &'d str, depth: usize) {
        if depth > MAX_MODULES {
            self.problem(module, "modules are nested too deeply");
            return;
        }
        let path = module_names(address).join(".");
        for node in module.get("resources").iter().flat_map(At::items) {
            if let Err(message) = self.resource(&node, address, &path) {
                self.estate.files[self.file].records += 1;
                self.problem(&node, message);
            }
        }
        for child in module.get("child_modules").iter().flat_map(At::items) {
            match child.get("address").and_then(|address| address.as_str()) {
                Some(address) => self.module(&child, address, depth + 1),
                None => self.problem(&child, "a module without an address"),
            }
        }
    }

    fn data_only(&mut self, module: &At<'d>) {
        let mut open = vec![(module.clone(), "")];
        while let Some((module, address)) = open.pop() {
            let path = module_names(address).join(".");
            for node in module.get("resources").iter().flat_map(At::items) {
                if node.get("mode").and_then(|mode| mode.as_str()) == Some("data") {
                    // Nothing is judged by a data source alone, so a malformed one harms nobody.
                    let _ = self.resource(&node, address, &path);
                }
            }
            for child in module.get("child_modules").iter().flat_map(At::items) {
                let address = child.get("address").and_then(|it| it.as_str());
                open.push((child.clone(), address.unwrap_or_default()));
            }
        }
    }

    fn resource(&mut self, node: &At<'d>, module: &'d str, path: &str) -> Result<(), &'static str> {
        let text = |key| node.get(key).and_then(|value| value.as_str());
        let address = text("address").ok_or("a resource without an address")?;
        let kind = text("type").ok_or("a resource without a type")?;
        let name = text("name").ok_or("a resource without a name")?;
        let data = match text("mode") {
            Some("managed") => false,
            Some("data") => true,
            _ => return Err("a resource that is neither managed nor data"),
        };
        let values = node
            .get("values")
            .filter(|values| values.kind() == Kind::Object)
            .ok_or("a resource without values")?;
        let change = self
            .changes
            .get(address)
            .and_then(|change| change.get("change"));
        let within = if data {
            format!("data.{kind}.{name}")
        } else {
            format!("{kind}.{name}")
        };
        let file = &mut self.estate.files[self.file];
        if !data {
            file.records += 1;
        }
        let resource = Resource {
            file: self.file,
            subject: format!("{}: {address}", file.label),
            kind,
            name,
            module,
            index: node
                .get("index")
                .filter(|index| !index.is_null())
                .map(|index| index.summary()),
            data,
            unknown: change.as_ref().and_then(|it| it.get("after_unknown")),
            sensitive: node.get("sensitive_values"),
            config: self
                .configured
                .get(&(path.to_owned(), within.as_str()))
                .cloned(),
            change: if self.state {
                Change::State
            } else {
                Change::of(change.as_ref())
            },
            values,
        };
        self.estate.resources.push(resource);
        Ok(())
    }
}

impl Change {
    fn of(change: Option<&At<'_>>) -> Self {
        let Some(actions) = change.and_then(|change| change.get("actions")) else {
            return Self::Unlisted;
        };
        let mut kinds = actions.items();
        match (kinds.next().as_ref().and_then(At::as_str), kinds.next()) {
            (Some("no-op" | "read"), None) => Self::Kept,
            (Some("create"), None) => Self::Create,
            _ => Self::Update,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::State => "none: this is a state",
            Self::Kept => "no-op",
            Self::Create => "create",
            Self::Update => "update",
            Self::Unlisted => "not listed",
        }
    }

    /// Whether the values shown are those that are in force.
    pub(crate) fn applied(self) -> bool {
        matches!(self, Self::State | Self::Kept)
    }
}

/// The names in a module's address: `a` and `b` in `module.a["x.y"].module.b[0]`.
pub(crate) fn module_names(address: &str) -> Vec<&str> {
    steps(address)
        .into_iter()
        .filter(|step| *step != "module")
        .map(|step| step.split('[').next().unwrap_or(step))
        .collect()
}

/// The parts of an address or reference, taken apart at dots outside brackets and quotes.
pub(crate) fn steps(address: &str) -> Vec<&str> {
    let (mut steps, mut start, mut quoted, mut escaped, mut depth) =
        (Vec::new(), 0, false, false, 0);
    for (at, letter) in address.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth -= 1,
            '.' if !quoted && depth == 0 => {
                steps.push(&address[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < address.len() {
        steps.push(&address[start..]);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart_outside_of_quotes() {
        assert_eq!(
            steps("module.a[\"x.y\\\"]\"].module.b[0].aws_s3_bucket.c"),
            [
                "module",
                "a[\"x.y\\\"]\"]",
                "module",
                "b[0]",
                "aws_s3_bucket",
                "c"
            ]
        );
        assert_eq!(module_names("module.a[\"x.y\"].module.b[0]"), ["a", "b"]);
        assert!(module_names("").is_empty());
    }
}

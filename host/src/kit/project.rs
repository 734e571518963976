//! A plugin author's folder: the component and the golden cases.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, list, nearest};

/// Where a project's component is built to.
const DIST: &str = "dist";
/// Where a project's golden cases are.
const CASES: &str = "cases";

/// What is to be tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The component's file.
    pub component: PathBuf,
    /// The folders of the golden cases, by name.
    pub cases: BTreeMap<String, PathBuf>,
    /// Whether only some of the cases were chosen.
    pub is_selection: bool,
}

impl Project {
    /// Finds the parts of a project: `path` is its folder, or a component without one. `component`
    /// names the file where it is not the only one in `dist`.
    pub fn find(path: &Path, component: Option<&Path>) -> Result<Self, Diagnostic> {
        let metadata = std::fs::metadata(path).map_err(|error| {
            Diagnostic::error(
                Code::UnreadableFile,
                format!("cannot read {}: {error}", path.display()),
            )
            .help("give a plugin's folder, or a `.wasm` component")
        })?;
        let (component, cases) = if metadata.is_dir() {
            let component = match component {
                Some(component) => component.to_owned(),
                None => only_component(&path.join(DIST))?,
            };
            (component, cases(&path.join(CASES))?)
        } else if component.is_some() {
            return Err(Diagnostic::error(
                Code::BadValue,
                format!(
                    "{} is a file, and `--component` names another",
                    path.display()
                ),
            )
            .help("give the folder that holds the cases"));
        } else {
            (path.to_owned(), BTreeMap::new())
        };
        if !component.is_file() {
            return Err(Diagnostic::error(
                Code::UnreadableFile,
                format!("there is no file {}", component.display()),
            )
            .help("build the component first"));
        }
        Ok(Self {
            component,
            cases,
            is_selection: false,
        })
    }

    /// Leaves out all cases but some.
    pub fn only(mut self, names: &[String]) -> Result<Self, Diagnostic> {
        if names.is_empty() {
            return Ok(self);
        }
        let known = || self.cases.keys().map(String::as_str);
        if let Some(name) = names.iter().find(|&name| !self.cases.contains_key(name)) {
            let help = match nearest(name, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if self.cases.is_empty() => "there are no cases".to_owned(),
                None => format!("the cases are {}", list(known())),
            };
            return Err(
                Diagnostic::error(Code::BadValue, format!("there is no case `{name}`")).help(help),
            );
        }
        self.is_selection = names.len() < self.cases.len();
        self.cases.retain(|case, _| names.contains(case));
        Ok(self)
    }
}

fn only_component(dist: &Path) -> Result<PathBuf, Diagnostic> {
    let mut found: Vec<PathBuf> = match std::fs::read_dir(dist) {
        Ok(entries) => entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "wasm")
            })
            .collect(),
        Err(_) => Vec::new(),
    };
    found.sort();
    match <[PathBuf; 1]>::try_from(found) {
        Ok([component]) => Ok(component),
        Err(none) if none.is_empty() => Err(Diagnostic::error(
            Code::UnreadableFile,
            format!("there is no `.wasm` component in {}", dist.display()),
        )
        .help("build the plugin first, or name the file: `--component FILE`")),
        Err(several) => {
            let names: Vec<String> = several
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            Err(Diagnostic::error(
                Code::Duplicate,
                format!(
                    "there are several components: {}",
                    list(names.iter().map(String::as_str))
                ),
            )
            .help("remove the ones that are not meant, or name one: `--component FILE`"))
        }
    }
}

/// The folders in `cases`. A project without any is fine; one that cannot be listed is not.
fn cases(directory: &Path) -> Result<BTreeMap<String, PathBuf>, Diagnostic> {
    let unreadable = |error: std::io::Error| {
        Diagnostic::error(
            Code::UnreadableFile,
            format!("cannot list {}: {error}", directory.display()),
        )
    };
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut cases = BTreeMap::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if !path.is_dir() {
            continue;
        }
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(Diagnostic::error(
                Code::BadValue,
                format!("the name of {} is not UTF-8", path.display()),
            )
            .help("rename the case"));
        };
        cases.insert(name.to_owned(), path);
    }
    Ok(cases)
}

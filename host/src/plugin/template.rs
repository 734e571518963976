//! A new plugin, written from the template of its language.
//!
//! A template is a whole project in which the plugin is called `sample-plugin`; a new plugin is that
//! project under the author's name, with the contract beside it.

use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use crate::contract;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The plugin's name in the templates: as an id, as a name in code, as the name of a type.
const ID: &str = "sample-plugin";
const SNAKE: &str = "sample_plugin";
const PASCAL: &str = "SamplePlugin";
/// How a file's name ends that must not have its own name here: cargo takes a directory with a
/// `Cargo.toml` for a package of its own and leaves it out of this one.
const RENAMED: &str = ".in";

/// A language that there is a template for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// Rust, with the crate tickmark-plugin
    Rust,
    /// Python, with componentize-py
    Python,
    /// JavaScript, with componentize-qjs
    Javascript,
    /// C, with the bindings of wit-bindgen
    C,
    /// Go, with the bindings of wit-bindgen
    Go,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 5] = [
        Self::Rust,
        Self::Python,
        Self::Javascript,
        Self::C,
        Self::Go,
    ];

    /// The name of its template.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::Javascript => "javascript",
            Self::C => "c",
            Self::Go => "go",
        }
    }

    /// The command that builds a plugin from its template.
    pub fn build_command(self) -> &'static str {
        match self {
            Self::Rust | Self::C | Self::Go => "make",
            Self::Python => "python build.py",
            Self::Javascript => "npm ci && npm run build",
        }
    }
}

/// Why a new plugin was not written.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The name is no plugin's id.
    #[error(
        "`{0}` cannot be a plugin's name: lower-case ASCII letters, digits and single hyphens, a letter first, a letter or digit last, at most 64 characters"
    )]
    BadName(String),
    /// Something is there already.
    #[error("{} is there already and is not empty", .0.display())]
    Exists(PathBuf),
    /// A file could not be written.
    #[error("cannot write {}: {error}", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// Where.
    pub directory: PathBuf,
    /// Relative to it, sorted.
    pub files: Vec<PathBuf>,
}

/// Writes a new plugin into a directory that does not exist or is empty.
pub fn write_template(
    language: Language,
    name: &str,
    directory: &Path,
) -> Result<Written, TemplateError> {
    if !is_name(name) {
        return Err(TemplateError::BadName(name.chars().take(80).collect()));
    }
    let is_taken = match std::fs::read_dir(directory) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    };
    if is_taken {
        return Err(TemplateError::Exists(directory.to_owned()));
    }
    let mut files = files(language, name);
    files.sort();
    for (path, content) in &files {
        let path = directory.join(path);
        path.parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, content))
            .map_err(|error| TemplateError::Unwritable { path, error })?;
    }
    Ok(Written {
        directory: directory.to_owned(),
        files: files.into_iter().map(|(path, _)| path).collect(),
    })
}

/// Whether a name works as an id, as a crate's, a package's and a module's name.
fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !name.ends_with('-')
        && !name.contains("--")
}

/// The files of a new plugin, with the contract's among them.
fn files(language: Language, name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let names = Names::new(name);
    let mut files: Vec<(PathBuf, Vec<u8>)> = contract::FILES
        .iter()
        .map(|(file, text)| (Path::new("wit").join(file), text.as_bytes().to_vec()))
        .collect();
    let mut pending: Vec<&DirEntry<'_>> = TEMPLATES
        .get_dir(language.name())
        .map(|template| template.entries().iter().collect())
        .unwrap_or_default();
    while let Some(entry) = pending.pop() {
        match entry {
            DirEntry::Dir(directory) => pending.extend(directory.entries()),
            DirEntry::File(file) => {
                let path = file
                    .path()
                    .strip_prefix(language.name())
                    .unwrap_or(file.path())
                    .to_string_lossy()
                    .into_owned();
                let path = path.strip_suffix(RENAMED).unwrap_or(&path);
                files.push((names.fill(path).into(), names.fill_bytes(file.contents())));
            }
        }
    }
    files
}

struct Names {
    id: String,
    snake: String,
    pascal: String,
}

impl Names {
    fn new(id: &str) -> Self {
        let pascal = id
            .split('-')
            .map(|word| {
                let mut letters = word.chars();
                letters.next().map_or_else(String::new, |first| {
                    first.to_ascii_uppercase().to_string() + letters.as_str()
                })
            })
            .collect();
        Self {
            id: id.to_owned(),
            snake: id.replace('-', "_"),
            pascal,
        }
    }

    fn fill(&self, text: &str) -> String {
        text.replace(ID, &self.id)
            .replace(SNAKE, &self.snake)
            .replace(PASCAL, &self.pascal)
    }

    fn fill_bytes(&self, content: &[u8]) -> Vec<u8> {
        match std::str::from_utf8(content) {
            Ok(text) => self.fill(text).into_bytes(),
            Err(_) => content.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_in_the_three_ways_of_the_languages() {
        let names = Names::new("vendor-register-2");
        assert_eq!(
            names.fill("sample-plugin sample_plugin SamplePlugin"),
            "vendor-register-2 vendor_register_2 VendorRegister2"
        );
    }

    #[test]
    fn names_that_some_language_would_refuse_are_refused() {
        for good in ["a", "vendor-register", "k8s"] {
            assert!(is_name(good), "{good}");
        }
        for bad in [
            "",
            "-a",
            "a-",
            "a--b",
            "A",
            "2fa",
            "a_b",
            "../a",
            &"a".repeat(65),
        ] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    /// The SDK lies beside the plugin until it is published; what it needs is written there again.
    #[test]
    fn the_sdk_in_the_rust_template_needs_what_the_sdk_needs() {
        let read = |path: &str| -> toml::Table {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            std::fs::read_to_string(path).unwrap().parse().unwrap()
        };
        let workspace = read("../Cargo.toml");
        for (own, copy) in [
            ("../plugins/sdk", "templates/rust/vendor/tickmark-plugin"),
            (
                "../plugins/sdk/macros",
                "templates/rust/vendor/tickmark-plugin/macros",
            ),
        ] {
            let own = read(&format!("{own}/Cargo.toml"));
            let copy = read(&format!("{copy}/Cargo.toml.in"));
            let needed: toml::Table = own["dependencies"]
                .as_table()
                .unwrap()
                .iter()
                .map(|(name, dependency)| match dependency.get("workspace") {
                    Some(_) => (
                        name.clone(),
                        workspace["workspace"]["dependencies"][name].clone(),
                    ),
                    None => (name.clone(), dependency.clone()),
                })
                .collect();
            for (name, dependency) in &needed {
                let mut dependency = dependency.clone();
                if let Some(table) = dependency.as_table_mut()
                    && table.contains_key("path")
                {
                    // It lies beside, so that its version is the one that is there.
                    table.remove("version");
                }
                assert_eq!(copy["dependencies"].get(name), Some(&dependency), "{name}");
            }
            let copied = copy["dependencies"].as_table().unwrap();
            assert_eq!(copied.len(), needed.len());
        }
    }

    #[test]
    fn every_language_has_a_template_with_all_that_a_plugin_needs() {
        for language in Language::ALL {
            let files = files(language, "vendor-register");
            let names: Vec<String> = files
                .iter()
                .map(|(path, _)| path.to_string_lossy().into_owned())
                .collect();
            for needed in [
                "README.md",
                ".gitignore",
                ".github/workflows/ci.yml",
                "wit/plugin.wit",
            ] {
                assert!(
                    names.iter().any(|name| name == needed),
                    "{language:?}: {needed} is missing from {names:?}"
                );
            }
            let is_case = |name: &&String| name.starts_with("cases/");
            assert!(
                names
                    .iter()
                    .filter(is_case)
                    .any(|name| name.ends_with("expected.json")),
                "{language:?}: {names:?}"
            );
            assert!(
                names.iter().all(|name| !name.ends_with(RENAMED)),
                "{language:?}: {names:?}"
            );
            for (path, content) in files {
                let text = String::from_utf8_lossy(&content);
                for name in [ID, SNAKE, PASCAL] {
                    assert!(!text.contains(name), "{language:?}: {}", path.display());
                }
            }
        }
    }
}

//! How policies read `input`: as one thing, or as a list of things.
//!
//! Rules are silent about what they were not written for. A rule about one object says nothing about a list
//! of them, and one that goes over a list says nothing about its elements, or speaks where it should not.

use std::collections::BTreeMap;

use regorus::Engine;
use regorus::unstable::{Expr, Module};

use crate::references::{self, Names};

/// The ways in which something reads `input`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reads {
    /// A field by its name: `input.kind`.
    pub(crate) fields: bool,
    /// Each element, whatever its key: `input[_]`, `some one in input`.
    pub(crate) elements: bool,
    /// The whole of it, of which anything can be made: `count(input)`, `input[key]`.
    pub(crate) whole: bool,
}

impl Reads {
    /// Whether a list makes sense to it.
    pub(crate) fn lists(self) -> bool {
        self.elements || self.whole
    }

    /// Whether it only goes over lists.
    pub(crate) fn only_lists(self) -> bool {
        self.elements && !self.fields && !self.whole
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.fields |= other.fields;
        self.elements |= other.elements;
        self.whole |= other.whole;
    }

    /// Takes note of one step into `input`.
    pub(crate) fn step(&mut self, path: &Expr) {
        match path {
            Expr::RefDot { refr, .. } if is_input(refr) => self.fields = true,
            Expr::RefBrack { refr, index, .. } if is_input(refr) => match index.as_ref() {
                Expr::String { .. } | Expr::RawString { .. } => self.fields = true,
                Expr::Number { .. } => self.elements = true,
                Expr::Var { span, .. } if span.text() == "_" => self.elements = true,
                // A key with a name may be held against texts further on.
                _ => self.whole = true,
            },
            Expr::Var { .. } if is_input(path) => self.whole = true,
            _ => {}
        }
    }
}

/// Whether an expression is `input` itself.
pub(crate) fn is_input(expression: &Expr) -> bool {
    matches!(expression, Expr::Var { span, .. } if span.text() == "input")
}

/// What is known of one package.
#[derive(Default)]
struct Package {
    reads: Reads,
    /// What it takes from `data`.
    asks: Vec<Vec<String>>,
}

/// How the rules of each package read `input`, those of other packages that they use among them.
pub(crate) fn of(engine: &mut Engine) -> BTreeMap<Vec<String>, Reads> {
    let files: BTreeMap<String, Vec<String>> = engine
        .get_policy_package_components()
        .unwrap_or_default()
        .into_iter()
        .map(|package| (package.source_file, package.components))
        .collect();
    let mut packages: BTreeMap<Vec<String>, Package> = BTreeMap::new();
    for module in engine.get_modules() {
        let path = module.package.span.source.get_path();
        let name = files.get(path.as_str()).cloned().unwrap_or_default();
        packages.entry(name).or_default().add(module);
    }
    // What a package uses may use something in turn.
    let mut is_new = true;
    while is_new {
        is_new = false;
        let known: Vec<(Vec<String>, Reads)> = packages
            .iter()
            .map(|(name, package)| (name.clone(), package.reads))
            .collect();
        for package in packages.values_mut() {
            let before = package.reads;
            for (name, reads) in &known {
                let asked =
                    |steps: &Vec<String>| steps.starts_with(name) || name.starts_with(steps);
                if package.asks.iter().any(asked) {
                    package.reads.add(*reads);
                }
            }
            is_new |= package.reads != before;
        }
    }
    packages
        .into_iter()
        .map(|(name, package)| (name, package.reads))
        .collect()
}

impl Package {
    fn add(&mut self, module: &Module) {
        let mut names = Names::new();
        for (name, import) in references::imports(module) {
            names.insert(name, import.steps.clone());
            self.asks.push(import.steps);
        }
        for import in &module.imports {
            // `import input as plan` gives a name that is not followed.
            if is_input(&import.refr) && import.r#as.is_some() {
                self.reads.whole = true;
            }
            if let Expr::RefDot { .. } | Expr::RefBrack { .. } = import.refr.as_ref() {
                self.reads.add(references::root_reads(&import.refr));
            }
        }
        for rule in &module.policy {
            let (found, reads) = references::of(rule, &names);
            self.reads.add(reads);
            self.asks.extend(found.into_iter().map(|one| one.steps));
        }
    }
}

//! Policies, loaded into an engine, and the rules that they declare.
//!
//! A policy file is evidence written by somebody else: it may be wrong, and it may try to run for
//! ever. Where one does not parse, no rule can be trusted to be whole, so nothing is decided.

use std::collections::{BTreeMap, BTreeSet};

use regorus::{Engine, Value};
use tickmark_plugin::{Check, Document, Failure, Item, Location, Problem};

use crate::config::{BuiltinErrors, Config, PREFIXES, RegoVersion};
use crate::reads::{self, Reads};
use crate::{DATA, POLICIES, builtins, references, steps, values};

/// A rule whose results decide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rule {
    pub(crate) package: String,
    pub(crate) name: String,
    /// As the engine wants it, `data.main.deny`.
    path: String,
}

impl Rule {
    /// As people write it, `main.deny`.
    pub(crate) fn written(&self) -> String {
        format!("{}.{}", self.package, self.name)
    }

    pub(crate) fn is_warning(&self) -> bool {
        self.name.starts_with("warn")
    }

    /// What `exception` rules call it: its name without the first part.
    pub(crate) fn exception_name(&self) -> &str {
        PREFIXES
            .iter()
            .find_map(|prefix| self.name.strip_prefix(prefix))
            .map_or("", |rest| rest.trim_start_matches('_'))
    }
}

/// All policies and data.
pub(crate) struct Policies {
    engine: Engine,
    /// The rules that decide, sorted.
    pub(crate) rules: Vec<Rule>,
    /// The rules that except others.
    exceptions: BTreeSet<Rule>,
    pub(crate) files: Vec<Location>,
    /// Whether a policy looks into lists of Kubernetes by itself.
    pub(crate) reads_lists: bool,
    /// How the rules of each package read their input.
    reads: BTreeMap<String, Reads>,
    /// Why nothing can be decided, with the file.
    pub(crate) problems: Vec<(String, Problem)>,
}

impl Policies {
    pub(crate) fn load(check: &Check<'_, Config>) -> Result<Self, Failure> {
        let mut policies = Self {
            engine: engine(check)
                .map_err(|error| Failure::Other(format!("the engine cannot be set up: {error}")))?,
            rules: Vec::new(),
            exceptions: BTreeSet::new(),
            files: Vec::new(),
            reads_lists: false,
            reads: BTreeMap::new(),
            problems: Vec::new(),
        };
        for item in check.items(POLICIES) {
            if let Err(problem) = policies.policy(check, &item) {
                policies.problems.push((item.path.to_string(), problem));
            }
        }
        for item in check.items(DATA) {
            if let Err(problem) = policies.data(check, &item) {
                policies.problems.push((item.path.to_string(), problem));
            }
        }
        if policies.problems.is_empty() {
            policies.problems = policies.unprovided();
        }
        policies.reads = reads::of(&mut policies.engine)
            .into_iter()
            .map(|(package, reads)| (package.join("."), reads))
            .collect();
        policies.rules.sort();
        policies.rules.dedup();
        Ok(policies)
    }

    fn policy(&mut self, check: &Check<'_, Config>, item: &Item) -> Result<(), Problem> {
        let text = check.text(item)?;
        self.files.push(item.place());
        // A policy that names its input otherwise may do anything with it.
        self.reads_lists |= ["input.items", "\"items\"", "import input as"]
            .iter()
            .any(|reading| text.as_str().contains(reading));
        let path = item.path.to_string();
        if let Some(line) = too_deep(text.as_str()) {
            return Err(Problem::new(
                Location::line(&path, line),
                "the policy is nested too deeply",
            ));
        }
        self.engine
            .add_policy(path.clone(), text.as_str().to_owned())
            .map_err(|error| {
                let (line, why) = explain(&error);
                let place = line.map_or_else(|| item.place(), |line| Location::line(&path, line));
                let hint = match check.config.rego_version {
                    RegoVersion::V1 if why.contains("`if`") || why.contains("`contains`") => {
                        "; for Rego before OPA 1.0 set `rego-version`"
                    }
                    _ => "",
                };
                Problem::new(place, format!("the policy does not parse: {why}{hint}"))
            })?;
        self.declared(&path, text.as_str())
            .map_err(|why| Problem::new(item.place(), why))
    }

    /// Finds the rules that a policy declares. Words that look like one are asked for one by one,
    /// because the engine does not list them.
    fn declared(&mut self, path: &str, text: &str) -> Result<(), String> {
        let packages = self
            .engine
            .get_policy_package_components()
            .map_err(|error| explain(&error).1)?;
        let Some(package) = packages
            .into_iter()
            .rev()
            .find(|package| package.source_file == path)
        else {
            return Ok(());
        };
        let words: BTreeSet<&str> = text
            .split(|one: char| !one.is_ascii_alphanumeric() && one != '_')
            .filter(|word| {
                *word == EXCEPTION || PREFIXES.iter().any(|prefix| word.starts_with(prefix))
            })
            .collect();
        for word in words {
            if !self
                .engine
                .has_declared_rule_rooted_at(path, word)
                .unwrap_or(false)
            {
                continue;
            }
            let rule = Rule {
                package: package.components.join("."),
                name: word.to_owned(),
                path: rule_path(&package.components, word),
            };
            if word == EXCEPTION {
                self.exceptions.insert(rule);
            } else if is_decisive(word) {
                self.rules.push(rule);
            }
        }
        Ok(())
    }

    fn data(&mut self, check: &Check<'_, Config>, item: &Item) -> Result<(), Problem> {
        for document in documents(check, item)? {
            let value = values::of(&document.root())?;
            self.engine.add_data(value).map_err(|error| {
                let why = explain(&error).1;
                Problem::new(item.place(), format!("the data cannot be used: {why}"))
            })?;
        }
        Ok(())
    }

    /// What the policies take from `data`, by an import or in place, and no policy and no data provide. It has
    /// no value, and a rule that asks for it never fires.
    fn unprovided(&mut self) -> Vec<(String, Problem)> {
        let mut asked = BTreeSet::new();
        for module in self.engine.get_modules() {
            let path = module.package.span.source.get_path();
            let mut names = references::Names::new();
            for (name, import) in references::imports(module) {
                names.insert(name, import.steps.clone());
                asked.insert((path.clone(), import.line, import.steps, "imported"));
            }
            for rule in &module.policy {
                for reference in references::of(rule, &names).0 {
                    asked.insert((path.clone(), reference.line, reference.steps, "asked for"));
                }
            }
        }
        let data = self.engine.get_data();
        let keys = data.as_object().ok();
        asked.retain(|(_, _, steps, how)| {
            // What data has besides may be optional: the policy says so by asking in place.
            let in_data = keys.is_some_and(|keys| {
                steps
                    .first()
                    .is_some_and(|root| keys.contains_key(&Value::from(root.as_str())))
            });
            !(self.provides(steps) || *how == "asked for" && in_data)
        });
        // An import that leads nowhere says all that there is to say about its uses.
        let is_told = |path: &str, steps: &[String]| {
            asked.iter().any(|(file, _, import, how)| {
                *how == "imported" && file == path && steps.starts_with(import)
            })
        };
        asked
            .iter()
            .filter(|(path, _, steps, how)| *how == "imported" || !is_told(path, steps))
            .map(|(path, line, steps, how)| {
                let message = format!(
                    "`data.{}` is {how}, and no policy and no data provide it (add its file to \
                     `policies` or `data`)",
                    values::message(&steps.join("."))
                );
                let line = usize::try_from(*line).unwrap_or(1);
                (
                    path.clone(),
                    Problem::new(Location::line(path, line), message),
                )
            })
            .collect()
    }

    /// Whether a path below `data` leads to a package, to a rule of one, or to data.
    fn provides(&self, steps: &[String]) -> bool {
        let packages = self
            .engine
            .get_policy_package_components()
            .unwrap_or_default();
        let by_policy = packages.iter().any(|package| {
            let parts = &package.components;
            match steps.strip_prefix(parts.as_slice()) {
                Some([]) => true,
                Some([rule, ..]) => self
                    .engine
                    .has_declared_rule_rooted_at(&package.source_file, rule)
                    .unwrap_or(false),
                None => parts.starts_with(steps),
            }
        });
        let data = self.engine.get_data();
        let found = steps.iter().try_fold(&data, |at, step| {
            at.as_object().ok()?.get(&Value::from(step.as_str()))
        });
        by_policy || found.is_some()
    }

    /// How a rule reads its input. Of one that is not known it may be anything.
    pub(crate) fn reads(&self, rule: &Rule) -> Reads {
        self.reads.get(&rule.package).copied().unwrap_or(Reads {
            fields: true,
            elements: true,
            whole: true,
        })
    }

    /// Everything that can be asked about one document.
    pub(crate) fn about(&self, document: Value) -> Question<'_> {
        let mut question = Question {
            policies: self,
            engine: self.engine.clone(),
            document,
        };
        question.engine.set_input(question.document.clone());
        question
    }
}

const EXCEPTION: &str = "exception";

/// How deeply brackets may be nested. The engine's own limit lies higher, but each unclosed bracket
/// doubles the time that its parser takes.
const MAX_NESTING: usize = 12;

/// The line on which brackets, those in texts and comments left out, are nested too deeply.
fn too_deep(policy: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut line = 1;
    let mut letters = policy.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => line += 1,
            '#' => {
                line += usize::from(letters.any(|one| one == '\n'));
            }
            '`' => {
                let text = letters.by_ref().take_while(|&one| one != '`');
                line += text.filter(|&one| one == '\n').count();
            }
            '"' => loop {
                match letters.next() {
                    Some('\\') => {
                        letters.next();
                    }
                    // Texts end with their line at the latest; the parser says what is wrong.
                    None | Some('"') => break,
                    Some('\n') => {
                        line += 1;
                        break;
                    }
                    Some(_) => {}
                }
            },
            '(' | '[' | '{' => {
                depth += 1;
                if depth > MAX_NESTING {
                    return Some(line);
                }
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn is_decisive(word: &str) -> bool {
    PREFIXES.iter().any(|prefix| {
        word.strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    })
}

/// One document before the policies.
pub(crate) struct Question<'a> {
    policies: &'a Policies,
    engine: Engine,
    document: Value,
}

impl Question<'_> {
    /// The value of a rule, or why it has none.
    pub(crate) fn value(&mut self, rule: &Rule) -> Result<Value, String> {
        self.engine.eval_rule(rule.path.clone()).map_err(|error| {
            // What an evaluation that broke off leaves behind is nothing to build on.
            self.engine = self.policies.engine.clone();
            self.engine.set_input(self.document.clone());
            explain(&error).1
        })
    }

    /// Whether the policies except a rule, or why that cannot be told.
    pub(crate) fn excepts(&mut self, rule: &Rule) -> Result<bool, String> {
        let policies = self.policies;
        let name = Value::from(rule.exception_name());
        for exception in &policies.exceptions {
            if exception.package != rule.package {
                continue;
            }
            let excepted = match self.value(exception)? {
                Value::Set(lists) => lists.iter().any(|list| holds(list, &name)),
                Value::Array(lists) => lists.iter().any(|list| holds(list, &name)),
                Value::Undefined => false,
                _ => return Err("`exception` is no set of lists of rules".to_owned()),
            };
            if excepted {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn holds(list: &Value, name: &Value) -> bool {
    match list {
        Value::Array(names) => names.iter().any(|one| one == name),
        Value::Set(names) => names.contains(name),
        _ => false,
    }
}

fn engine(check: &Check<'_, Config>) -> anyhow::Result<Engine> {
    let config = &check.config;
    let mut engine = Engine::new();
    engine.set_rego_v0(config.rego_version == RegoVersion::V0);
    engine.set_strict_builtin_errors(config.builtin_errors == BuiltinErrors::Inconclusive);
    engine.set_execution_timer_config(steps::limit(config.max_steps));
    // What a policy prints is nobody's business, and a component has nowhere to print it.
    engine.set_gather_prints(true);
    builtins::add(&mut engine, check.as_of)?;
    Ok(engine)
}

fn rule_path(package: &[String], rule: &str) -> String {
    let mut path = "data".to_owned();
    for part in package.iter().map(String::as_str).chain([rule]) {
        let is_word = part
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || one == '_')
            && !part.starts_with(|one: char| one.is_ascii_digit());
        if is_word {
            path.push('.');
            path.push_str(part);
        } else {
            path.push_str(&format_quoted(part));
        }
    }
    path
}

fn format_quoted(part: &str) -> String {
    format!("[{}]", Value::from(part))
}

/// The documents of a file, those that hold nothing left out.
pub(crate) fn documents(check: &Check<'_, Config>, item: &Item) -> Result<Vec<Document>, Problem> {
    let extension = item.path.rsplit_once('.').map_or("", |(_, end)| end);
    let mut documents = match extension.to_ascii_lowercase().as_str() {
        "json" => vec![check.json(item)?],
        "yaml" | "yml" => Document::yaml_all(&item.path, &check.bytes(item)?)?,
        _ => {
            return Err(Problem::new(
                item.place(),
                "the file is neither JSON nor YAML by its name",
            ));
        }
    };
    documents.retain(|document| !document.root().is_null());
    if documents.is_empty() {
        return Err(Problem::new(item.place(), "the file holds nothing"));
    }
    Ok(documents)
}

/// An error of the engine, without the source lines that it shows: where, and what.
fn explain(error: &anyhow::Error) -> (Option<usize>, String) {
    let text = error.to_string();
    if text.contains("exceeded time limit") {
        return (
            None,
            "the rule takes more steps than `max-steps` allows".to_owned(),
        );
    }
    let line = text.lines().find_map(|line| {
        let place = line.trim().strip_prefix("--> ")?;
        place.rsplit(':').nth(1)?.parse().ok()
    });
    let what = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("error: "))
        .unwrap_or(&text);
    (line, values::message(what))
}

//! A Dockerfile as stages: what each is built from, and its instructions in order.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::prelude::*;
use tickmark_plugin::reexport::serde_json;

use crate::image::Image;
use crate::lines::Lines;
use crate::words::{self, Values};

/// Every instruction that there is.
const KEYWORDS: &[&str] = &[
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// One file.
#[derive(Debug)]
pub(crate) struct Dockerfile {
    pub(crate) subject: String,
    pub(crate) stages: Vec<Stage>,
    pub(crate) escape: char,
    names: BTreeSet<String>,
}

/// What follows one `FROM`.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) base: Base,
    pub(crate) place: Location,
    pub(crate) instructions: Vec<Instruction>,
    /// What `ENV` has set at its end.
    env: Values,
}

/// The most stages and the most variables that are read; far more than anybody writes.
const MAX_STAGES: usize = 500;
const MAX_VARIABLES: usize = 1000;

/// What a stage is built from.
#[derive(Debug, Clone)]
pub(crate) enum Base {
    /// An earlier stage of the same file, by its number.
    Stage(usize),
    /// Nothing.
    Scratch,
    /// An image from elsewhere.
    Image(Image),
    /// As written: only the build decides.
    Unknown(String),
}

/// One instruction inside a stage.
#[derive(Debug)]
pub(crate) struct Instruction {
    pub(crate) keyword: String,
    /// `--name=value` before the arguments.
    pub(crate) flags: Vec<(String, String)>,
    pub(crate) rest: String,
    pub(crate) heredocs: Vec<String>,
    /// Runs when another image is built from this one.
    pub(crate) onbuild: bool,
    /// The words of a `USER`, `EXPOSE`, `ADD` or `COPY` with their variables replaced; `None` where
    /// only the build decides.
    pub(crate) arguments: Vec<Option<String>>,
    pub(crate) place: Location,
}

impl Dockerfile {
    pub(crate) fn read(text: &Text, path: &str) -> Result<Self, Problem> {
        let read = Lines::read(text)?;
        let escape = read.escape;
        let mut globals = Values::new();
        let mut stages: Vec<Stage> = Vec::new();
        let mut names = BTreeMap::<String, usize>::new();
        let mut values = Values::new();
        for line in read.lines {
            let place = Location::line(path, line.number);
            let (keyword, rest, onbuild) = if line.keyword == "ONBUILD" {
                let (inner, rest) = line
                    .rest
                    .split_once(char::is_whitespace)
                    .unwrap_or((line.rest.as_str(), ""));
                (inner.to_ascii_uppercase(), rest.trim().to_owned(), true)
            } else {
                (line.keyword, line.rest, false)
            };
            if !KEYWORDS.contains(&keyword.as_str()) || (onbuild && keyword == "ONBUILD") {
                return Err(Problem::new(
                    place,
                    "the line begins with no instruction of a Dockerfile",
                ));
            }
            if rest.is_empty() {
                return Err(Problem::new(place, format!("{keyword} without arguments")));
            }
            let (flags, rest) = flags(&keyword, &rest);
            if keyword == "FROM" && !onbuild {
                let (base, name) = from(&rest, escape, &globals, &names)
                    .ok_or_else(|| Problem::new(place.clone(), "FROM names no image"))?;
                values = match base {
                    Base::Stage(number) => stages[number].env.clone(),
                    _ => Values::new(),
                };
                if let Some(name) = name {
                    names.insert(name, stages.len());
                }
                if stages.len() == MAX_STAGES {
                    let message = format!("the file has more than {MAX_STAGES} stages");
                    return Err(Problem::new(place, message));
                }
                stages.push(Stage {
                    base,
                    place,
                    instructions: Vec::new(),
                    env: values.clone(),
                });
                continue;
            }
            let Some(stage) = stages.last_mut() else {
                if keyword != "ARG" {
                    return Err(Problem::new(
                        place,
                        format!("{keyword} stands before the first FROM"),
                    ));
                }
                for (name, value) in pairs("ARG", &rest, escape) {
                    let value = value.and_then(|value| words::value(&value, escape, &globals));
                    globals.insert(name, value);
                }
                continue;
            };
            if !onbuild && matches!(keyword.as_str(), "ARG" | "ENV") {
                stage.set(&keyword, &rest, &mut values, &globals, escape);
                if values.len() > MAX_VARIABLES {
                    let message = format!("the file sets more than {MAX_VARIABLES} variables");
                    return Err(Problem::new(place, message));
                }
            }
            let instruction = Instruction {
                arguments: arguments(&keyword, &rest, escape, &values),
                keyword,
                flags,
                rest,
                heredocs: line.heredocs,
                onbuild,
                place,
            };
            stage.instructions.push(instruction);
        }
        if stages.is_empty() {
            return Err(Problem::new(
                Location::file(path),
                "the file has no FROM, so it is no Dockerfile",
            ));
        }
        Ok(Self {
            subject: path.to_owned(),
            stages,
            escape,
            names: names.into_keys().collect(),
        })
    }

    /// The instructions of every stage, and whether their stage is the last.
    pub(crate) fn instructions(&self) -> impl Iterator<Item = (&Instruction, bool)> {
        let last = self.stages.len() - 1;
        self.stages
            .iter()
            .enumerate()
            .flat_map(move |(number, stage)| {
                stage
                    .instructions
                    .iter()
                    .map(move |instruction| (instruction, number == last))
            })
    }

    /// Whether a name, or a number, is one of the file's stages.
    pub(crate) fn is_stage(&self, name: &str) -> bool {
        self.names.contains(&name.to_lowercase())
            || name
                .parse()
                .is_ok_and(|number: usize| number < self.stages.len())
    }

    /// The last stage and those it is built from, nearest first.
    pub(crate) fn last(&self) -> Vec<&Stage> {
        let mut chain: Vec<&Stage> = self.stages.last().into_iter().collect();
        while let Some(Base::Stage(number)) = chain.last().map(|stage| &stage.base) {
            chain.push(&self.stages[*number]);
        }
        chain
    }

    /// The last instruction of a kind that the built image has from this file.
    pub(crate) fn effective(&self, keyword: &str) -> Option<&Instruction> {
        self.last().into_iter().find_map(|stage| {
            stage
                .instructions
                .iter()
                .rev()
                .find(|instruction| instruction.keyword == keyword && !instruction.onbuild)
        })
    }
}

impl Instruction {
    pub(crate) fn flag(&self, name: &str) -> Option<&str> {
        self.flags
            .iter()
            .find(|(flag, _)| flag == name)
            .map(|(_, value)| value.as_str())
    }

    /// The names and values of an `ENV` or `ARG`, as written.
    pub(crate) fn pairs(&self, escape: char) -> Vec<(String, Option<String>)> {
        pairs(&self.keyword, &self.rest, escape)
    }

    /// The text that a shell runs: the arguments or, in the JSON form, its elements
    /// line by line, of which the last one after `-c` is a script.
    pub(crate) fn command(&self) -> String {
        let arguments = json(&self.rest).map_or_else(|| self.rest.clone(), |list| list.join("\n"));
        let mut text = arguments;
        // A here-document is a script where it is the command, or a shell reads it; else it is text.
        let first = self.rest.split_whitespace().next().unwrap_or_default();
        let shell = first.rsplit('/').next().unwrap_or_default();
        if first.starts_with("<<") || matches!(shell, "ash" | "bash" | "dash" | "sh" | "zsh") {
            for body in &self.heredocs {
                text.push('\n');
                text.push_str(body);
            }
        }
        text
    }
}

impl Stage {
    /// Notes what an `ENV` or `ARG` makes variables stand for. An argument's default can be changed
    /// by the build; it is taken as what it says.
    fn set(
        &mut self,
        keyword: &str,
        rest: &str,
        values: &mut Values,
        globals: &Values,
        escape: char,
    ) {
        let found: Vec<_> = pairs(keyword, rest, escape)
            .into_iter()
            .map(|(name, value)| {
                let value = match value {
                    Some(value) => words::value(&value, escape, values),
                    None => globals.get(&name).cloned().flatten(),
                };
                (name, value)
            })
            .collect();
        for (name, value) in found {
            if keyword == "ENV" {
                self.env.insert(name.clone(), value.clone());
            } else if self.env.contains_key(&name) {
                // An `ENV` wins over an `ARG` of the same name.
                continue;
            }
            values.insert(name, value);
        }
    }
}

fn arguments(keyword: &str, rest: &str, escape: char, values: &Values) -> Vec<Option<String>> {
    if !matches!(keyword, "ADD" | "COPY" | "EXPOSE" | "USER") {
        return Vec::new();
    }
    json(rest)
        .unwrap_or_else(|| words::split(rest, escape))
        .iter()
        .map(|word| words::value(word, escape, values))
        .collect()
}

fn flags(keyword: &str, rest: &str) -> (Vec<(String, String)>, String) {
    const WITH_FLAGS: &[&str] = &["ADD", "COPY", "FROM", "HEALTHCHECK", "RUN"];
    let mut flags = Vec::new();
    let mut rest = rest;
    while WITH_FLAGS.contains(&keyword) {
        let Some(after) = rest.strip_prefix("--") else {
            break;
        };
        let (flag, remaining) = after.split_once(char::is_whitespace).unwrap_or((after, ""));
        let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
        flags.push((name.to_owned(), value.to_owned()));
        rest = remaining.trim_start();
    }
    (flags, rest.to_owned())
}

fn from(
    rest: &str,
    escape: char,
    globals: &Values,
    names: &BTreeMap<String, usize>,
) -> Option<(Base, Option<String>)> {
    let words = words::split(rest, escape);
    let name = match words.as_slice() {
        [_] => None,
        [_, keyword, name] if keyword.eq_ignore_ascii_case("as") => Some(name.to_lowercase()),
        _ => return None,
    };
    let written = words.first()?;
    let base = match words::value(written, escape, globals) {
        None => Base::Unknown(written.clone()),
        Some(image) if image.is_empty() => Base::Unknown(written.clone()),
        Some(image) => match names.get(&image.to_lowercase()) {
            Some(&number) => Base::Stage(number),
            None if image == "scratch" => Base::Scratch,
            None => Base::Image(Image::parse(&image)),
        },
    };
    Some((base, name))
}

fn pairs(keyword: &str, rest: &str, escape: char) -> Vec<(String, Option<String>)> {
    let words = words::split(rest, escape);
    if keyword == "ENV" && words.first().is_some_and(|first| !first.contains('=')) {
        // The old form: one name, and the rest of the line.
        let (name, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        return vec![(name.to_owned(), Some(value.trim().to_owned()))];
    }
    words
        .iter()
        .map(|word| match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word.clone(), None),
        })
        .collect()
}

fn json(text: &str) -> Option<Vec<String>> {
    text.starts_with('[')
        .then(|| serde_json::from_str(text).ok())
        .flatten()
}

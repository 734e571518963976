//! Workflow and action files as jobs and steps with their places. Nothing is judged here: whatever
//! has another shape than GitHub documents becomes a problem, and the rest is read on.

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

/// What is in the evidence, parsed.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    parsed: Vec<Document>,
    /// Each file, for populations.
    pub(crate) places: Vec<Location>,
    problems: Vec<Unclear>,
}

/// Something that could not be understood, and what it is about.
#[derive(Debug)]
pub(crate) struct Unclear {
    pub(crate) subject: String,
    pub(crate) problem: Problem,
}

/// A workflow, or an action that is made of steps.
#[derive(Debug)]
pub(crate) struct File<'a> {
    pub(crate) subject: String,
    pub(crate) root: At<'a>,
    /// What starts it, by name; nothing for an action.
    pub(crate) triggers: Vec<(&'a str, At<'a>)>,
    pub(crate) jobs: Vec<Job<'a>>,
    pub(crate) workflow: bool,
}

/// A job of a workflow; or the steps of an action.
#[derive(Debug)]
pub(crate) struct Job<'a> {
    pub(crate) subject: String,
    pub(crate) key: &'a str,
    pub(crate) at: At<'a>,
    pub(crate) steps: Vec<Step<'a>>,
    /// The reusable workflow that the job is, or the action's image.
    pub(crate) uses: Option<At<'a>>,
}

/// One step of a job.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    pub(crate) subject: String,
    pub(crate) at: At<'a>,
    pub(crate) uses: Option<At<'a>>,
    pub(crate) run: Option<At<'a>>,
}

/// Everything that could be read.
#[derive(Debug, Default)]
pub(crate) struct Files<'a> {
    pub(crate) files: Vec<File<'a>>,
    pub(crate) problems: Vec<Unclear>,
}

impl Documents {
    pub(crate) fn read<C>(check: &Check<'_, C>, input: &str, report: &mut Report) -> Self {
        let mut documents = Self::default();
        for item in check.items(input) {
            match check.yaml(&item) {
                Ok(document) => {
                    report.tally(&item, 1);
                    documents.parsed.push(document);
                }
                Err(problem) => documents.problems.push(Unclear {
                    subject: item.path.to_string(),
                    problem,
                }),
            }
            documents.places.push(item.place());
        }
        documents
    }

    pub(crate) fn files(&self) -> Files<'_> {
        let mut files = Files::default();
        for unclear in &self.problems {
            files.problem(&unclear.subject, unclear.problem.clone());
        }
        for document in &self.parsed {
            let root = document.root();
            let path = root.place().path;
            if root.get("runs").is_some() && root.get("jobs").is_none() {
                files.action(path, &root);
            } else {
                files.workflow(path, &root);
            }
        }
        files
    }
}

impl<'a> Files<'a> {
    fn problem(&mut self, subject: &str, problem: Problem) {
        self.problems.push(Unclear {
            subject: subject.to_owned(),
            problem,
        });
    }

    /// GitHub reads anchors and aliases but no merge keys; other readers do, and would see more.
    fn plain(&mut self, subject: &str, at: &At<'a>) {
        if let Some(merge) = at.get("<<") {
            self.problem(
                subject,
                merge.problem("a YAML merge key (`<<`), which GitHub does not read"),
            );
        }
    }

    fn workflow(&mut self, path: String, root: &At<'a>) {
        let (Some(on), Some(jobs)) = (root.get("on"), root.get("jobs")) else {
            let message =
                "neither a workflow (`on` and `jobs`) nor an action (`runs`): nothing is examined";
            return self.problem(&path, root.problem(message));
        };
        self.plain(&path, root);
        self.plain(&path, &jobs);
        let triggers = triggers(&on);
        if triggers.is_empty() {
            self.problem(&path, on.problem("`on` names no event"));
        }
        if jobs.kind() != Kind::Object || jobs.is_empty() {
            self.problem(&path, jobs.problem("`jobs` holds no job"));
        }
        let jobs: Vec<_> = jobs
            .members()
            .filter(|(key, _)| *key != "<<")
            .filter_map(|(key, at)| {
                let subject = format!("{path}, job {key}");
                self.job(subject, key, at)
            })
            .collect();
        // Without a job that can be read, nothing about the file is known.
        if jobs.is_empty() {
            return;
        }
        self.files.push(File {
            subject: path,
            root: root.clone(),
            triggers,
            jobs,
            workflow: true,
        });
    }

    fn job(&mut self, subject: String, key: &'a str, at: At<'a>) -> Option<Job<'a>> {
        if at.kind() != Kind::Object {
            self.problem(&subject, at.problem("the job is no map of keys and values"));
            return None;
        }
        self.plain(&subject, &at);
        let uses = at.get("uses");
        if let Some(uses) = uses.as_ref().filter(|uses| uses.as_str().is_none()) {
            self.problem(&subject, uses.problem("`uses` is no text"));
        }
        let steps = if let Some(steps) = at.get("steps") {
            self.steps(&subject, &steps)
        } else {
            if uses.is_none() {
                self.problem(
                    &subject,
                    at.problem("the job has neither `steps` nor `uses`"),
                );
            }
            Vec::new()
        };
        Some(Job {
            subject,
            key,
            at,
            steps,
            uses,
        })
    }

    fn action(&mut self, path: String, root: &At<'a>) {
        let Some(runs) = root.get("runs") else {
            return;
        };
        self.plain(&path, root);
        self.plain(&path, &runs);
        let using = runs.get("using");
        let using = using.as_ref().and_then(At::as_str).unwrap_or_default();
        let mut steps = Vec::new();
        let mut uses = None;
        match using {
            "composite" => match runs.get("steps") {
                Some(at) => steps = self.steps(&path, &at),
                None => self.problem(&path, runs.problem("the composite action has no `steps`")),
            },
            "docker" => {
                uses = runs.get("image").filter(|image| {
                    image
                        .as_str()
                        .is_none_or(|text| text.starts_with("docker://"))
                });
            }
            _ if using.starts_with("node") => {}
            _ => self.problem(&path, runs.problem("`runs.using` names no kind of action")),
        }
        let job = Job {
            subject: path.clone(),
            key: "",
            at: runs,
            steps,
            uses,
        };
        self.files.push(File {
            subject: path,
            root: root.clone(),
            triggers: Vec::new(),
            jobs: vec![job],
            workflow: false,
        });
    }

    fn steps(&mut self, subject: &str, steps: &At<'a>) -> Vec<Step<'a>> {
        if steps.kind() != Kind::Array {
            self.problem(subject, steps.problem("`steps` is no list"));
            return Vec::new();
        }
        let mut read: Vec<Step<'a>> = Vec::new();
        let mut seen = std::collections::BTreeMap::<String, usize>::new();
        for at in steps.items() {
            if at.kind() != Kind::Object {
                self.problem(subject, at.problem("the step is no map of keys and values"));
                continue;
            }
            self.plain(subject, &at);
            let (uses, run) = (at.get("uses"), at.get("run"));
            for (key, value) in [("uses", &uses), ("run", &run)] {
                if let Some(value) = value.as_ref().filter(|value| value.as_str().is_none()) {
                    self.problem(subject, value.problem(format!("`{key}` is no text")));
                }
            }
            if uses.is_none() && run.is_none() {
                self.problem(subject, at.problem("the step has neither `uses` nor `run`"));
                continue;
            }
            let name = step_name(&at);
            let number = seen.entry(name.clone()).or_default();
            *number += 1;
            let name = match *number {
                1 => name,
                number => format!("{name} ({number})"),
            };
            read.push(Step {
                subject: format!("{subject}, step {name}"),
                at,
                uses,
                run,
            });
        }
        read
    }
}

/// What stays the same when steps are moved: the id, the name, else the action without its version.
fn step_name(at: &At<'_>) -> String {
    let text = |key: &str| {
        at.get(key)
            .and_then(|value| value.as_str().map(str::to_owned))
    };
    text("id")
        .or_else(|| text("name"))
        .or_else(|| text("uses").map(|uses| uses.split('@').next().unwrap_or_default().to_owned()))
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "without a name".to_owned())
}

fn triggers<'a>(on: &At<'a>) -> Vec<(&'a str, At<'a>)> {
    match on.kind() {
        Kind::String => on
            .as_str()
            .map(|name| (name, on.clone()))
            .into_iter()
            .collect(),
        Kind::Array => on
            .items()
            .filter_map(|item| item.as_str().map(|name| (name, item)))
            .collect(),
        _ => on.members().collect(),
    }
}

impl<'a> File<'a> {
    pub(crate) fn on(&self, event: &str) -> Option<&At<'a>> {
        self.triggers
            .iter()
            .find(|(name, _)| *name == event)
            .map(|(_, at)| at)
    }

    /// The events that start it, as a reader would list them.
    pub(crate) fn events(&self) -> String {
        let names: Vec<&str> = self.triggers.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }
}

impl<'a> Step<'a> {
    /// The action that the step uses, in lower case and without its version.
    pub(crate) fn action(&self) -> Option<String> {
        let uses = self.uses.as_ref()?.as_str()?;
        Some(
            uses.split('@')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase(),
        )
    }

    /// A value handed to the action. GitHub compares the names of inputs without case.
    pub(crate) fn with(&self, name: &str) -> Option<At<'a>> {
        let with = self.at.get("with")?;
        with.members()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

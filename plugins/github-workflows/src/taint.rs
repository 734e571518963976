//! Which contexts outsiders can write, and whether a text's expressions carry one of them.
//!
//! Values are followed through `env`, job outputs and the matrix of the same file. What a step
//! computes (`steps.X.outputs`) and what a script writes to `$GITHUB_ENV` is not followed.

use tickmark_plugin::{At, Kind};

use crate::Config;
use crate::expressions::{Context, Segment, contexts};
use crate::files::{File, Job, Step};

/// What anybody can write who may open an issue, a pull request or a discussion, or whose commit is
/// built. Source: GitHub's security hardening guide ("Understanding the risk of script injections")
/// and the list that actionlint 1.7 keeps.
const UNTRUSTED: &[&str] = &[
    "github.head_ref",
    "github.event.changes.body.from",
    "github.event.changes.title.from",
    "github.event.check_run.check_suite.head_branch",
    "github.event.check_suite.head_branch",
    "github.event.check_suite.head_commit.message",
    "github.event.comment.body",
    "github.event.commits.*.author.email",
    "github.event.commits.*.author.name",
    "github.event.commits.*.committer.email",
    "github.event.commits.*.committer.name",
    "github.event.commits.*.message",
    "github.event.discussion.body",
    "github.event.discussion.title",
    "github.event.discussion_comment.body",
    "github.event.head_commit.author.email",
    "github.event.head_commit.author.name",
    "github.event.head_commit.committer.email",
    "github.event.head_commit.committer.name",
    "github.event.head_commit.message",
    "github.event.issue.body",
    "github.event.issue.title",
    "github.event.merge_group.head_commit.message",
    "github.event.pages.*.page_name",
    "github.event.pages.*.title",
    "github.event.pull_request.body",
    "github.event.pull_request.head.label",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.head.repo.default_branch",
    "github.event.pull_request.head.repo.description",
    "github.event.pull_request.head.repo.homepage",
    "github.event.pull_request.title",
    "github.event.review.body",
    "github.event.review_comment.body",
    "github.event.workflow_run.display_title",
    "github.event.workflow_run.head_branch",
    "github.event.workflow_run.head_commit.author.email",
    "github.event.workflow_run.head_commit.author.name",
    "github.event.workflow_run.head_commit.message",
    "github.event.workflow_run.head_repository.description",
    "github.event.workflow_run.pull_requests.*.head.ref",
];

/// Fields of an event whose text outsiders write wherever they stand (the hardening guide names the
/// endings).
const UNTRUSTED_ENDINGS: &[&str] = &["body", "email", "head_ref", "message", "page_name", "title"];
/// Parts of an event that only people with rights in the repository write. Inputs of a manual start
/// and the payload of a dispatch are judged by `trust-manual-inputs`, whatever they are called.
const OWN_PARTS: &[&str] = &[
    "client_payload",
    "enterprise",
    "inputs",
    "installation",
    "label",
    "milestone",
    "organization",
    "release",
    "repository",
    "sender",
];

/// How many steps a value is followed.
const MAX_STEPS: usize = 8;

/// What stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Taint {
    /// Outsiders can write it.
    Untrusted(String),
    /// The file does not say who writes it.
    Unknown(String),
}

/// The place of a text, for following values.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'s, 'a> {
    pub(crate) file: &'s File<'a>,
    pub(crate) job: &'s Job<'a>,
    pub(crate) step: Option<&'s Step<'a>>,
    pub(crate) config: &'s Config,
}

impl<'a> Scope<'_, 'a> {
    /// What in a text is not the repository's own, each once.
    pub(crate) fn taints(&self, text: &str) -> Vec<Taint> {
        let mut found = Vec::new();
        self.follow(text, MAX_STEPS, &mut found);
        found.dedup();
        found
    }

    fn follow(&self, text: &str, steps: usize, found: &mut Vec<Taint>) {
        match contexts(text) {
            Ok(contexts) => {
                for context in contexts {
                    self.context(&context, steps, found);
                }
            }
            Err(why) => found.push(Taint::Unknown(why)),
        }
    }

    fn context(&self, context: &Context, steps: usize, found: &mut Vec<Taint>) {
        if self.is_untrusted(context) {
            return found.push(Taint::Untrusted(context.text.clone()));
        }
        let names = context.names();
        match names.as_deref().unwrap_or_default() {
            ["env", name] => self.through(self.env(name).as_ref(), context, steps, found),
            ["matrix", name] => {
                for value in self.matrix(name) {
                    self.through(Some(&value), context, steps, found);
                }
            }
            ["needs", job, "outputs", output] => {
                let job = self
                    .file
                    .jobs
                    .iter()
                    .find(|other| other.key.eq_ignore_ascii_case(job));
                let value = job.and_then(|job| member(&job.at.get("outputs")?, output));
                self.through(value.as_ref(), context, steps, found);
            }
            ["inputs", name] | ["github", "event", "inputs", name] => {
                if let Some(why) = self.input(name) {
                    found.push(Taint::Unknown(format!("{}: {why}", context.text)));
                }
            }
            ["inputs"] | ["github", "event", "inputs"] if context.whole => {
                if let Some(why) = self.input("") {
                    found.push(Taint::Unknown(format!("{}: {why}", context.text)));
                }
            }
            ["github", "event", "client_payload", ..] if !self.config.trust_manual_inputs => {
                found.push(Taint::Untrusted(context.text.clone()));
            }
            _ => {}
        }
    }

    /// Follows the value that a context stands for.
    fn through(
        &self,
        value: Option<&At<'a>>,
        context: &Context,
        steps: usize,
        found: &mut Vec<Taint>,
    ) {
        let Some(text) = value.and_then(At::as_str) else {
            return;
        };
        if steps == 0 {
            let why = format!("{} leads through too many values", context.text);
            return found.push(Taint::Unknown(why));
        }
        let mut inner = Vec::new();
        self.follow(text, steps - 1, &mut inner);
        found.extend(inner.into_iter().map(|taint| match taint {
            Taint::Untrusted(from) => Taint::Untrusted(format!("{} (from {from})", context.text)),
            Taint::Unknown(why) => Taint::Unknown(why),
        }));
    }

    /// The value of `env` that a name stands for: the step's, else the job's, else the workflow's.
    pub(crate) fn env(&self, name: &str) -> Option<At<'a>> {
        let step = self.step.map(|step| &step.at);
        [step, Some(&self.job.at), Some(&self.file.root)]
            .into_iter()
            .flatten()
            .find_map(|at| member(&at.get("env")?, name))
    }

    /// What a dimension of the matrix may be.
    fn matrix(&self, name: &str) -> Vec<At<'a>> {
        let Some(matrix) = self.job.at.path(&["strategy", "matrix"]) else {
            return Vec::new();
        };
        if matrix.as_str().is_some() {
            return vec![matrix];
        }
        let mut values = Vec::new();
        if let Some(dimension) = member(&matrix, name) {
            match dimension.kind() {
                Kind::Array => values.extend(dimension.items()),
                _ => values.push(dimension),
            }
        }
        if let Some(include) = matrix.get("include") {
            if include.as_str().is_some() {
                values.push(include);
            } else {
                values.extend(include.items().filter_map(|entry| member(&entry, name)));
            }
        }
        values
    }

    /// Why an input may hold what outsiders wrote.
    fn input(&self, name: &str) -> Option<&'static str> {
        let harmless = |event: &str| {
            let kind = self
                .file
                .on(event)
                .and_then(|at| at.path(&["inputs"]))
                .and_then(|inputs| member(&inputs, name))
                .and_then(|input| input.get("type")?.as_str());
            matches!(kind, Some("boolean" | "number" | "choice" | "environment"))
        };
        if !self.config.trust_caller_inputs {
            if !self.file.workflow {
                return Some("what the action's callers hand in is not to be seen here");
            }
            if self.file.on("workflow_call").is_some() && !harmless("workflow_call") {
                return Some("what the workflow's callers hand in is not to be seen here");
            }
        }
        let manual = self.file.on("workflow_dispatch").is_some() && !harmless("workflow_dispatch");
        (manual && !self.config.trust_manual_inputs)
            .then_some("whoever starts the workflow writes it, and is not trusted")
    }

    fn is_untrusted(&self, context: &Context) -> bool {
        let own = self.config.untrusted_contexts.iter().map(String::as_str);
        if UNTRUSTED
            .iter()
            .copied()
            .chain(own)
            .any(|pattern| matches(pattern, context))
        {
            return true;
        }
        match context.path.as_slice() {
            [
                Segment::Name(github),
                Segment::Name(event),
                Segment::Name(part),
                ..,
                Segment::Name(last),
            ] if github == "github" && event == "event" => {
                UNTRUSTED_ENDINGS.contains(&last.as_str()) && !OWN_PARTS.contains(&part.as_str())
            }
            _ => false,
        }
    }
}

/// Whether a context is what the pattern names, or holds it and is written out as a whole.
fn matches(pattern: &str, context: &Context) -> bool {
    let mut wanted = pattern.split('.');
    for segment in &context.path {
        let Some(name) = wanted.next() else {
            return false;
        };
        let fits = match segment {
            Segment::Any => true,
            Segment::Name(given) => name == "*" || name.eq_ignore_ascii_case(given),
        };
        if !fits {
            return false;
        }
    }
    wanted.next().is_none() || context.whole
}

/// A member by its name, which GitHub compares without case.
pub(crate) fn member<'a>(at: &At<'a>, name: &str) -> Option<At<'a>> {
    at.members()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

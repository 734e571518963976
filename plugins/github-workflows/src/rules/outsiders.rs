//! Code of outsiders, and the rights with which it may come to run.

use tickmark_plugin::prelude::*;

use super::Subjects;
use super::changes::repository;
use super::scripts::{PRIVILEGED, scripts};
use crate::expressions::{Context, Segment, contexts};
use crate::files::{File, Job, Step};
use crate::taint::{Scope, member};

/// Contexts that name a pull request's own code, or where to find it.
const HEADS: &[&[&str]] = &[
    &["github", "event", "issue", "number"],
    &["github", "event", "number"],
    &["github", "event", "pull_request", "head"],
    &["github", "event", "pull_request", "merge_commit_sha"],
    &["github", "event", "pull_request", "number"],
    &["github", "event", "workflow_run", "head_branch"],
    &["github", "event", "workflow_run", "head_commit"],
    &["github", "event", "workflow_run", "head_repository"],
    &["github", "event", "workflow_run", "head_sha"],
    &["github", "event", "workflow_run", "pull_requests"],
    &["github", "head_ref"],
];

/// Those of them that are a number alone, which comments and labels need as well.
const NUMBERS: &[&[&str]] = &[
    &["github", "event", "issue", "number"],
    &["github", "event", "number"],
    &["github", "event", "pull_request", "number"],
];

/// Inputs of actions for which a number only says what is talked about.
const TALK: &[&str] = &[
    "body",
    "comment",
    "issue",
    "issue-number",
    "issue_number",
    "key",
    "labels",
    "message",
    "name",
    "text",
    "title",
];

/// Actions that report on a pull request, mark it, or keep files: whatever they are told, no commit
/// comes into the working copy through them. Taken from the manuals of those that are used most.
pub(super) const REPORTING: &[&str] = &[
    "8398a7/action-slack",
    "actions-cool/issues-helper",
    "actions-ecosystem/action-add-labels",
    "actions-ecosystem/action-remove-labels",
    "actions/add-to-project",
    "actions/cache",
    "actions/cache/restore",
    "actions/cache/save",
    "actions/download-artifact",
    "actions/github-script",
    "actions/labeler",
    "actions/stale",
    "actions/upload-artifact",
    "amannn/action-semantic-pull-request",
    "codecov/codecov-action",
    "coverallsapp/github-action",
    "dawidd6/action-download-artifact",
    "dependabot/fetch-metadata",
    "dorny/test-reporter",
    "enricomi/publish-unit-test-result-action",
    "hmarr/auto-approve-action",
    "juliangruber/approve-pull-request-action",
    "louisbrunner/checks-action",
    "marocchino/sticky-pull-request-comment",
    "mshick/add-pr-comment",
    "myrotvorets/set-commit-status-action",
    "peter-evans/create-or-update-comment",
    "peter-evans/enable-pull-request-automerge",
    "peter-evans/find-comment",
    "slackapi/slack-github-action",
    "thollander/actions-comment-pull-request",
];

/// Contexts that name the repository's own code.
const OWN: &[&[&str]] = &[
    &["github", "base_ref"],
    &["github", "event", "pull_request", "base"],
    &["github", "event", "repository"],
    &["github", "ref"],
    &["github", "ref_name"],
    &["github", "repository"],
    &["github", "sha"],
    &["github", "workflow_sha"],
    &["secrets"],
    &["vars"],
];

/// Code from forks never runs with the repository's own rights
///
/// `pull_request_target`, `workflow_run` and comments start a workflow with the repository's secrets
/// and a token that may write, although an outsider caused it. Such a workflow must not check out the
/// outsider's code: its build scripts, tests and settings would run with those rights. Judged by the
/// `ref` and `repository` of each checkout, by `git` and `gh` commands, by what other actions are told
/// of the pull request, and by the steps of the repository's own composite actions; guards in `if` are
/// not weighed. Actions that only comment, label, notify or keep files may be told of it. Data that an
/// earlier run left (artifacts, caches) is not examined. Source: `OpenSSF` Scorecard,
/// Dangerous-Workflow; GitHub Security Lab, "Preventing pwn requests".
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.8" = "Code that nobody in the organisation has reviewed does not run with its secrets and rights."),
    supports("CC6.1" = "Secrets of the pipeline are out of reach of people outside."),
    supports("CC8.1" = "Changes take effect through review, not by opening a pull request."),
    remedy = "Build pull requests under `pull_request`, which has neither secrets nor rights to write, \
              and leave to `pull_request_target` or `workflow_run` what needs rights, without checking \
              out the pull request.",
)]
pub(crate) fn outsiders_code_without_rights(
    subjects: &Subjects<'_, '_>,
    findings: &mut Findings<'_>,
) {
    for file in subjects.workflows() {
        let on = file.root.get("on");
        let place = on.as_ref().map_or_else(|| file.root.place(), At::place);
        let privileged: Vec<&str> = PRIVILEGED
            .iter()
            .copied()
            .filter(|event| file.on(event).is_some())
            .collect();
        let callable = file.on("workflow_call").is_some();
        if privileged.is_empty() && !callable {
            findings.push(
                Finding::pass(&file.subject)
                    .expected(EXPECTED)
                    .actual(format!("started by {}", file.events()))
                    .at(place),
            );
            continue;
        }
        findings.push(judge(subjects, file, &privileged, place));
    }
}

const EXPECTED: &str = "no checkout of a pull request's code where outsiders start the workflow";

/// How surely a step brings in outsiders' code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Brings {
    No,
    /// An action or workflow of the repository itself that is not among the evidence.
    Unseen,
    Perhaps,
    Yes,
}

fn judge(
    subjects: &Subjects<'_, '_>,
    file: &File<'_>,
    privileged: &[&str],
    place: Location,
) -> Finding {
    let mut worst: Option<(Brings, String, Location)> = None;
    for job in &file.jobs {
        let steps = job.steps.iter().map(|step| {
            let site = Site {
                subjects,
                repository: repository(&file.subject),
                scope: Scope {
                    file,
                    job,
                    step: Some(step),
                    config: subjects.config,
                },
                caller: None,
            };
            let brings = brings(step, &site, MAX_NESTED);
            (brings, step.subject.clone(), step.at.place())
        });
        let call = job.uses.as_ref().map(|uses| {
            (
                called(subjects, file, job),
                job.subject.clone(),
                uses.place(),
            )
        });
        for (brings, subject, place) in steps.chain(call) {
            if brings > worst.as_ref().map_or(Brings::No, |(known, _, _)| *known) {
                worst = Some((brings, subject, place));
            }
        }
    }
    let events = privileged.join(", ");
    let step = |subject: &str| {
        let rest = subject
            .strip_prefix(file.subject.as_str())
            .unwrap_or(subject);
        rest.trim_start_matches(", ").to_owned()
    };
    let finding = match worst {
        // Called by others only: with which rights is not to be seen here.
        Some((_, subject, place)) if privileged.is_empty() => Finding::inconclusive(&file.subject)
            .actual(format!(
                "{} may bring in a pull request's code; which events start the callers is not to be seen",
                step(&subject)
            ))
            .at(place),
        Some((Brings::Yes, subject, place)) => Finding::fail(&file.subject)
            .actual(format!(
                "started by {events}; {} brings in the pull request's code",
                step(&subject)
            ))
            .at(place),
        Some((Brings::Unseen, subject, place)) => Finding::inconclusive(&file.subject)
            .actual(format!(
                "started by {events}; what {} runs is not among the evidence: add that file of the repository",
                step(&subject)
            ))
            .at(place),
        Some((_, subject, place)) => Finding::inconclusive(&file.subject)
            .actual(format!(
                "started by {events}; whether {} brings in the pull request's code is not to be seen",
                step(&subject)
            ))
            .at(place),
        None if privileged.is_empty() => Finding::pass(&file.subject)
            .actual(format!("started by {}, and brings in no such code", file.events())),
        None => Finding::pass(&file.subject)
            .actual(format!("started by {events}, and brings in no such code")),
    };
    finding.expected(EXPECTED).at(place)
}

/// A called workflow that is told the pull request's head may check it out. One of the same
/// repository is judged by itself, if it is there.
fn called(subjects: &Subjects<'_, '_>, file: &File<'_>, job: &Job<'_>) -> Brings {
    let told = job.at.get("with").is_some_and(|with| {
        with.members()
            .filter_map(|(_, value)| contexts(value.as_str()?).ok())
            .flatten()
            .any(|context| leads(&context, HEADS))
    });
    let path = job.uses.as_ref().and_then(|uses| own_path(uses.as_str()?));
    let unseen = path.is_some_and(|path| {
        let path = inside(repository(&file.subject), path);
        !subjects.files.iter().any(|file| file.subject == path)
    });
    match (told, unseen) {
        (true, _) => Brings::Perhaps,
        (false, true) => Brings::Unseen,
        (false, false) => Brings::No,
    }
}

/// How deep composite actions are followed into one another. GitHub allows ten; nobody nests so deep,
/// and the work grows with each.
const MAX_NESTED: usize = 4;
/// How many steps a value is followed.
const MAX_STEPS: usize = 8;

/// A step where it runs: in its job, or in a composite action that another step uses.
struct Site<'s, 'a> {
    subjects: &'s Subjects<'s, 'a>,
    /// The folder of the repository whose workflow runs.
    repository: &'s str,
    scope: Scope<'s, 'a>,
    caller: Option<&'s Site<'s, 'a>>,
}

/// What stands behind a text.
#[derive(Default)]
struct Behind {
    contexts: Vec<Context>,
    /// Whether `refs/pull/` is written out somewhere.
    pulls: bool,
    unreadable: bool,
}

impl<'a> Site<'_, 'a> {
    fn behind(&self, text: &str) -> Behind {
        let mut behind = Behind::default();
        self.follow(text, MAX_STEPS, &mut behind);
        behind
    }

    /// Follows a text through `env` and through the inputs of composite actions.
    fn follow(&self, text: &str, steps: usize, behind: &mut Behind) {
        behind.pulls |= text.contains("refs/pull/");
        let (Ok(contexts), Some(left)) = (contexts(text), steps.checked_sub(1)) else {
            behind.unreadable = true;
            return;
        };
        for context in contexts {
            let names = context.names();
            match (names.as_deref().unwrap_or_default(), self.caller) {
                (["env", name], _) => {
                    if let Some((site, value)) = self.env(name) {
                        site.follow(&value.summary(), left, behind);
                    }
                    // An earlier step may have written another value to `$GITHUB_ENV`.
                    behind.contexts.push(context);
                }
                (["inputs", name], Some(caller)) => {
                    if let Some(value) = caller.scope.step.and_then(|step| step.with(name)) {
                        caller.follow(&value.summary(), left, behind);
                    } else if let Some(value) = self.default(name) {
                        self.follow(&value.summary(), left, behind);
                    }
                }
                _ => behind.contexts.push(context),
            }
        }
    }

    /// A value of `env`, and where it is written: composite actions have that of their callers too.
    fn env(&self, name: &str) -> Option<(&Self, At<'a>)> {
        match self.scope.env(name) {
            Some(value) => Some((self, value)),
            None => self.caller?.env(name),
        }
    }

    /// What an input of the action is where the caller gives none.
    fn default(&self, name: &str) -> Option<At<'a>> {
        member(&self.scope.file.root.get("inputs")?, name)?.get("default")
    }

    /// Every `env` that a script of the step sees, with where it is written; the step's own first.
    fn environments(&self) -> Vec<(&Self, At<'a>)> {
        let mut all = Vec::new();
        let mut site = Some(self);
        while let Some(at) = site {
            let step = at.scope.step.map(|step| &step.at);
            let levels = [step, Some(&at.scope.job.at), Some(&at.scope.file.root)];
            all.extend(
                levels
                    .into_iter()
                    .flatten()
                    .filter_map(|level| level.get("env"))
                    .map(|env| (at, env)),
            );
            site = at.caller;
        }
        all
    }
}

fn brings(step: &Step<'_>, site: &Site<'_, '_>, depth: usize) -> Brings {
    let scripts = scripts(step);
    let written = scripts
        .iter()
        .filter_map(At::as_str)
        .map(|text| script(text, site))
        .max()
        .unwrap_or(Brings::No);
    let Some(action) = step.action() else {
        return written;
    };
    let used =
        if let Some(path) = own_path(&step.uses.as_ref().map(At::summary).unwrap_or_default()) {
            own_action(path, step, site, depth)
        } else if REPORTING.contains(&action.as_str()) {
            Brings::No
        } else {
            let checkout = action
                .rsplit('/')
                .next()
                .is_some_and(|name| name.contains("checkout"));
            let places = if checkout {
                ["ref", "repository"]
                    .into_iter()
                    .filter_map(|input| step.with(input))
                    .map(|value| source(&value.summary(), site))
                    .max()
            } else {
                None
            };
            if action == "actions/checkout" {
                places.unwrap_or(Brings::No)
            } else {
                places.unwrap_or(Brings::No).max(told(step, &scripts, site))
            }
        };
    written.max(used)
}

/// The path of an action or workflow of the same repository.
fn own_path(uses: &str) -> Option<&str> {
    uses.strip_prefix("./").map(|path| path.trim_matches('/'))
}

/// A path of a repository as a path of the evidence.
fn inside(repository: &str, path: &str) -> String {
    [repository, path]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/")
}

/// What the steps of the repository's own action bring in. Of a program, what it is told decides.
fn own_action(path: &str, step: &Step<'_>, site: &Site<'_, '_>, depth: usize) -> Brings {
    let folder = inside(site.repository, path);
    let file = ["action.yml", "action.yaml"].iter().find_map(|name| {
        let path = inside(&folder, name);
        let files = site.subjects.files.iter();
        files.into_iter().find(|file| file.subject == path)
    });
    let Some(file) = file else {
        return told(step, &[], site).max(Brings::Unseen);
    };
    let Some(depth) = depth.checked_sub(1) else {
        return Brings::Perhaps;
    };
    let composite = file.jobs.iter().any(|job| job.at.get("steps").is_some());
    if !composite {
        return told(step, &[], site);
    }
    let steps = file
        .jobs
        .iter()
        .flat_map(|job| job.steps.iter().map(move |step| (job, step)));
    steps
        .map(|(job, step)| {
            let inner = Site {
                subjects: site.subjects,
                repository: site.repository,
                scope: Scope {
                    file,
                    job,
                    step: Some(step),
                    config: site.scope.config,
                },
                caller: Some(site),
            };
            brings(step, &inner, depth)
        })
        .max()
        .unwrap_or(Brings::No)
}

/// Whether an action is told where the pull request's code is; scripts among its inputs are judged as
/// scripts.
fn told(step: &Step<'_>, scripts: &[At<'_>], site: &Site<'_, '_>) -> Brings {
    let Some(with) = step.at.get("with") else {
        return Brings::No;
    };
    let told = with.members().any(|(name, value)| {
        if scripts.iter().any(|script| script.place() == value.place()) {
            return false;
        }
        let talk = TALK.iter().any(|talk| name.eq_ignore_ascii_case(talk));
        let behind = site.behind(&value.summary());
        behind.pulls
            || behind
                .contexts
                .iter()
                .any(|context| leads(context, HEADS) && !(talk && starts(context, NUMBERS)))
    });
    if told { Brings::Perhaps } else { Brings::No }
}

/// Where a checkout's `ref` or `repository` leads.
fn source(text: &str, site: &Site<'_, '_>) -> Brings {
    let behind = site.behind(text);
    if behind.pulls || behind.contexts.iter().any(|context| starts(context, HEADS)) {
        Brings::Yes
    } else if !behind.unreadable && behind.contexts.iter().all(|context| starts(context, OWN)) {
        Brings::No
    } else {
        Brings::Perhaps
    }
}

/// Words of a script that lead to a pull request's code without an expression: variables that the
/// runner sets, fields of GitHub's answers, and what `actions/github-script` calls them.
const MARKS: &[&str] = &[
    "GITHUB_EVENT_PATH",
    "GITHUB_HEAD_REF",
    "context.issue",
    "context.payload",
    ".head.",
    "gh pr diff",
    "headRef",
    "headRepository",
    "refs/pull/",
];

fn script(text: &str, site: &Site<'_, '_>) -> Brings {
    let words = words(text);
    let commands = commands(&words);
    if commands.contains(&Command::PullRequest) {
        return Brings::Yes;
    }
    if commands.is_empty() {
        return Brings::No;
    }
    let plain = words.join(" ");
    let marked = MARKS
        .iter()
        .any(|mark| text.contains(mark) || plain.contains(mark))
        || words.iter().any(|word| {
            word.split(['=', '+', ':'])
                .any(|part| part.starts_with("pull/"))
        });
    let from_afar = commands.contains(&Command::FromAfar);
    if marked || told_script(text, site, from_afar) {
        Brings::Perhaps
    } else {
        Brings::No
    }
}

/// Whether a script has values that lead to the pull request's code: from expressions in its text, its
/// step's `env`, and what it uses of the job's and workflow's `env`. What a command that fetches from
/// afar is given by earlier steps and jobs may be such a value.
fn told_script(text: &str, site: &Site<'_, '_>, from_afar: bool) -> bool {
    let leads_there = |behind: &Behind| {
        behind.pulls
            || behind.contexts.iter().any(|context| {
                let computed = matches!(
                    context.path.first(),
                    Some(Segment::Name(head)) if head == "steps" || head == "needs"
                );
                leads(context, HEADS) || (from_afar && computed)
            })
    };
    if leads_there(&site.behind(text)) {
        return true;
    }
    let own = site.scope.step.and_then(|step| step.at.get("env"));
    let own = own.as_ref().map(At::place);
    site.environments().into_iter().any(|(at, env)| {
        let whole = own.as_ref() == Some(&env.place());
        env.members()
            .filter(|(name, _)| whole || text.contains(name))
            .any(|(_, value)| leads_there(&at.behind(&value.summary())))
    })
}

/// A script's words without the marks of shells and of JavaScript around them.
fn words(text: &str) -> Vec<&str> {
    text.split(|character: char| {
        character.is_whitespace() || "\"'`()[]{},;|&<>\\".contains(character)
    })
    .filter(|word| !word.is_empty())
    .collect()
}

/// What a command does to the working copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command {
    /// Goes to a pull request, whichever.
    PullRequest,
    /// Takes commits or files from elsewhere.
    FromAfar,
    /// Uses what is there already.
    Here,
}

fn commands(words: &[&str]) -> Vec<Command> {
    let mut found: Vec<Command> = words
        .iter()
        .enumerate()
        .filter_map(|(index, word)| {
            let name = word.rsplit('/').next().unwrap_or_default();
            let rest = arguments(&words[index + 1..]);
            match name {
                "git" | "git.exe" => git(rest),
                "gh" | "gh.exe" => gh(rest),
                "curl" | "wget" | "Invoke-WebRequest" | "iwr" => Some(download(words)?),
                _ => None,
            }
        })
        .collect();
    found.dedup();
    found
}

fn git(rest: &[&str]) -> Option<Command> {
    match *rest.first()? {
        "clone" | "fetch" | "pull" | "remote" | "submodule" => Some(Command::FromAfar),
        "am" | "apply" | "checkout" | "cherry-pick" | "merge" | "rebase" | "reset" | "restore"
        | "switch" | "worktree" => Some(Command::Here),
        _ => None,
    }
}

fn gh(rest: &[&str]) -> Option<Command> {
    match rest {
        ["co", ..] | ["pr", "checkout" | "co", ..] => Some(Command::PullRequest),
        ["repo", "clone" | "sync", ..] => Some(Command::FromAfar),
        ["api", rest @ ..] => download(rest),
        _ => None,
    }
}

/// A download is one of code where it asks for an archive, a patch or a file of the repository.
fn download(words: &[&str]) -> Option<Command> {
    const CODE: &[&str] = &[
        "/archive/",
        "/contents/",
        "/tarball",
        "/zipball",
        "codeload.",
        "raw.githubusercontent",
        ".diff",
        ".patch",
    ];
    words
        .iter()
        .any(|word| CODE.iter().any(|code| word.contains(code)))
        .then_some(Command::FromAfar)
}

/// What follows a program's own options, as in `git -C folder fetch`.
fn arguments<'w, 't>(mut words: &'w [&'t str]) -> &'w [&'t str] {
    const WITH_VALUE: &[&str] = &["-C", "-R", "-c", "--git-dir", "--repo", "--work-tree"];
    while let Some(word) = words.first().filter(|word| word.starts_with('-')) {
        let skip = if WITH_VALUE.contains(word) { 2 } else { 1 };
        words = words.get(skip..).unwrap_or_default();
    }
    words
}

/// Whether a context may lead to one of the list: by its name, by a part of it that is computed, or
/// because everything it holds is written out.
fn leads(context: &Context, lists: &[&[&str]]) -> bool {
    lists.iter().any(|wanted| {
        let fits = context
            .path
            .iter()
            .zip(*wanted)
            .all(|(segment, name)| match segment {
                Segment::Name(given) => given == name,
                Segment::Any => true,
            });
        fits && (context.whole || context.path.len() >= wanted.len())
    })
}

fn starts(context: &Context, lists: &[&[&str]]) -> bool {
    lists.iter().any(|wanted| {
        context.path.len() >= wanted.len()
            && context
                .path
                .iter()
                .zip(*wanted)
                .all(|(segment, name)| matches!(segment, Segment::Name(given) if given == name))
    })
}

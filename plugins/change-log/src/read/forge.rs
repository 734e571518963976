//! Changes from the APIs of GitHub (`gh`, REST, GraphQL) and GitLab.
//!
//! A member that is not there is a problem, and never an empty list: an export without reviews says nothing
//! about them.

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Kind, Moment};

use super::{Entry, pages};
use crate::change::{Account, Change, CheckRun, CheckState, Review, ReviewState};

/// Reads one pull or merge request; nothing where it was not merged.
pub(super) fn change(at: &At<'_>, item: &Item, shown_on: Day) -> Entry {
    if at.kind() != Kind::Object {
        return Err(at.problem("expected an object, one change"));
    }
    let number = first(at, &[&["number"], &["iid"]])
        .filter(|number| matches!(number.kind(), Kind::Number | Kind::String))
        .ok_or_else(|| at.problem("the change has no `number`"))?
        .summary();
    let merged = match first_or_null(at, &["mergedAt", "merged_at"]) {
        Some(merged) if merged.is_null() => {
            let state = first(at, &[&["state"]]).and_then(|state| state.as_str());
            return match state {
                Some(state) if state.eq_ignore_ascii_case("merged") => Err(at.problem(format!(
                    "change {number} is merged, and `merged_at` is null"
                ))),
                _ => Ok(None),
            };
        }
        Some(merged) => moment(&merged)?,
        None => match first(at, &[&["state"]]).and_then(|state| state.as_str()) {
            Some(state) if !state.eq_ignore_ascii_case("merged") => return Ok(None),
            _ => return Err(at.problem(format!("change {number} has no `mergedAt`"))),
        },
    };
    Ok(Some(Change {
        subject: format!("{}#{number}", repository(at, item)),
        shas: shas(at),
        author: first(at, &[&["author"], &["user"]]).and_then(|author| account(&author)),
        merged,
        base: text(
            at,
            &[&["baseRefName"], &["base", "ref"], &["target_branch"]],
        ),
        labels: labels(at),
        reviews: reviews(at),
        checks: checks(at),
        place: at.place(),
        shown_on,
        number,
    }))
}

/// The first member that is there and not null.
fn first<'a>(at: &At<'a>, paths: &[&[&str]]) -> Option<At<'a>> {
    paths
        .iter()
        .filter_map(|path| at.path(path))
        .find(|value| !value.is_null())
}

fn first_or_null<'a>(at: &At<'a>, names: &[&str]) -> Option<At<'a>> {
    names.iter().find_map(|name| at.get(name))
}

fn text(at: &At<'_>, paths: &[&[&str]]) -> Option<String> {
    first(at, paths)?.as_str().map(str::to_owned)
}

fn moment(at: &At<'_>) -> Result<Moment, Problem> {
    let written = at
        .as_str()
        .ok_or_else(|| at.problem(format!("{} is not a time", at.summary())))?;
    Moment::parse(written, None).map_err(|error| at.problem(error.to_string()))
}

/// A time that is there and not the placeholder that `gh` writes for one that is not.
fn time(at: &At<'_>, names: &[&str]) -> Result<Option<Moment>, Problem> {
    let paths: Vec<[&str; 1]> = names.iter().map(|&name| [name]).collect();
    let paths: Vec<&[&str]> = paths.iter().map(<[&str; 1]>::as_slice).collect();
    match first(at, &paths) {
        Some(time)
            if time
                .as_str()
                .is_some_and(|text| text.is_empty() || text.starts_with("0001-")) =>
        {
            Ok(None)
        }
        Some(time) => moment(&time).map(Some),
        None => Ok(None),
    }
}

/// `owner/name`, from what the change says of its place, else from the file's name.
fn repository(at: &At<'_>, item: &Item) -> String {
    let named = text(
        at,
        &[
            &["base", "repo", "full_name"],
            &["baseRepository", "nameWithOwner"],
            &["repository", "nameWithOwner"],
        ],
    );
    let of_url = || {
        let url = text(at, &[&["url"], &["html_url"], &["web_url"]])?;
        let path = url.split_once("://")?.1.split_once('/')?.1.to_owned();
        let path = path.strip_prefix("repos/").unwrap_or(&path).to_owned();
        ["/pull/", "/pulls/", "/-/merge_requests/"]
            .iter()
            .find_map(|mark| path.split_once(mark))
            .map(|(repository, _)| repository.to_owned())
    };
    named.or_else(of_url).unwrap_or_else(|| {
        let name = item.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default().to_owned()
    })
}

fn shas(at: &At<'_>) -> Vec<String> {
    [
        &["mergeCommit", "oid"][..],
        &["merge_commit_sha"],
        &["squash_commit_sha"],
        &["headRefOid"],
        &["head", "sha"],
        &["sha"],
    ]
    .iter()
    .filter_map(|path| text(at, &[path]))
    .collect()
}

fn account(at: &At<'_>) -> Option<Account> {
    let name = match at.as_str() {
        Some(name) => name.to_owned(),
        None => text(at, &[&["login"], &["username"]])?,
    };
    let bot = at.get("is_bot").and_then(|bot| bot.as_bool()) == Some(true)
        || at.get("bot").and_then(|bot| bot.as_bool()) == Some(true)
        || ["type", "__typename"]
            .iter()
            .any(|kind| text(at, &[&[kind]]).is_some_and(|kind| kind == "Bot"))
        || name.ends_with("[bot]")
        || name.starts_with("app/")
        || is_app(&name);
    (!name.is_empty()).then_some(Account {
        name,
        bot,
        exact: true,
    })
}

/// Whether an account is that of an app or a token. `gh` writes the reviews of apps without a mark.
fn is_app(name: &str) -> bool {
    const APPS: &[&str] = &[
        "chatgpt-codex-connector",
        "codecov",
        "coderabbitai",
        "copilot-pull-request-reviewer",
        "copilot-swe-agent",
        "cursor",
        "dependabot",
        "dependabot-preview",
        "gemini-code-assist",
        "github-actions",
        "github-advanced-security",
        "greptile-apps",
        "mergify",
        "pre-commit-ci",
        "renovate",
        "snyk-bot",
        "sonarqubecloud",
        "sourcery-ai",
    ];
    // Access tokens of GitLab act as `project_42_bot_0a1b` or `group_42_bot`.
    let of_token = ["project_", "group_"].iter().any(|kind| {
        name.strip_prefix(kind)
            .and_then(|rest| rest.split_once("_bot"))
            .is_some_and(|(id, rest)| {
                !id.is_empty()
                    && id.bytes().all(|byte| byte.is_ascii_digit())
                    && (rest.is_empty() || rest.starts_with('_'))
            })
    });
    of_token || APPS.iter().any(|app| app.eq_ignore_ascii_case(name))
}

fn labels(at: &At<'_>) -> Vec<String> {
    let Some(labels) = at.get("labels") else {
        return Vec::new();
    };
    let labels = labels.get("nodes").unwrap_or(labels);
    labels
        .items()
        .filter_map(|label| match label.as_str() {
            Some(label) => Some(label.to_owned()),
            None => text(&label, &[&["name"]]),
        })
        .collect()
}

fn reviews(at: &At<'_>) -> Result<Vec<Review>, Problem> {
    if let Some(connection) = first(at, &[&["reviews"]]) {
        pages::whole(&connection, "reviews")?;
    }
    if let Some(reviews) = first(at, &[&["reviews", "nodes"], &["reviews"]]) {
        return list(&reviews, "reviews")?.iter().map(review).collect();
    }
    let approvals = first(at, &[&["approved_by"], &["approvals", "approved_by"]])
        .ok_or_else(|| at.problem("the export has no `reviews`"))?;
    list(&approvals, "approved_by")?
        .iter()
        .map(|approval| {
            Ok(Review {
                author: account(&approval.get("user").unwrap_or_else(|| approval.clone())),
                stranger: None,
                state: ReviewState::Approved,
                at: time(approval, &["approved_at"])?,
            })
        })
        .collect()
}

fn list<'a>(at: &At<'a>, name: &str) -> Result<Vec<At<'a>>, Problem> {
    if at.kind() == Kind::Array {
        Ok(at.items().collect())
    } else {
        Err(at.problem(format!("`{name}` is {}, expected a list", at.summary())))
    }
}

fn review(at: &At<'_>) -> Result<Review, Problem> {
    let state = text(at, &[&["state"]]).ok_or_else(|| at.problem("a review has no `state`"))?;
    let state = match state.to_ascii_uppercase().as_str() {
        "APPROVED" => ReviewState::Approved,
        "CHANGES_REQUESTED" => ReviewState::ChangesRequested,
        "DISMISSED" => ReviewState::Dismissed,
        "COMMENTED" | "PENDING" => ReviewState::Comment,
        _ => {
            return Err(at.problem(format!(
                "the review's state `{}` is not known",
                tickmark_plugin::brief(&state, 40)
            )));
        }
    };
    // Anybody may approve a change of a public repository. Who belongs to the organisation in private reads
    // as a contributor or as nobody, so that a stranger cannot be told from a member.
    let association = text(at, &[&["authorAssociation"], &["author_association"]]);
    let stranger = association.filter(|association| {
        !["OWNER", "MEMBER", "COLLABORATOR"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(association))
    });
    Ok(Review {
        author: first(at, &[&["author"], &["user"]]).and_then(|author| account(&author)),
        stranger,
        state,
        at: time(at, &["submittedAt", "submitted_at"])?,
    })
}

fn checks(at: &At<'_>) -> Result<Vec<CheckRun>, Problem> {
    if let Some(rollup) = first(at, &[&["statusCheckRollup"], &["status_check_rollup"]]) {
        if let Some(connection) = first(&rollup, &[&["contexts"]]) {
            pages::whole(&connection, "checks")?;
        }
        if let Some(contexts) = first(&rollup, &[&["contexts", "nodes"], &["contexts"]]) {
            let runs: Vec<CheckRun> = list(&contexts, "contexts")?
                .iter()
                .map(check_run)
                .collect::<Result<_, _>>()?;
            agree(&rollup, &runs)?;
            return Ok(runs);
        }
        if rollup.kind() == Kind::Array {
            return rollup.items().map(|check| check_run(&check)).collect();
        }
        return Ok(vec![check_run(&rollup)?]);
    }
    // `gh` writes null, not an empty list, where nothing ran.
    if at.get("statusCheckRollup").is_some() {
        return Ok(Vec::new());
    }
    let runs = first(at, &[&["check_runs"]]);
    let statuses = first(at, &[&["statuses"]]);
    if runs.is_some() || statuses.is_some() {
        let mut all = Vec::new();
        for (listed, name) in [(runs, "check_runs"), (statuses, "statuses")] {
            if let Some(listed) = listed {
                for check in list(&listed, name)? {
                    all.push(check_run(&check)?);
                }
            }
        }
        return Ok(all);
    }
    if let Some(rollup) = first(at, &[&["commits", "nodes"]])
        .and_then(|commits| commits.items().last())
        .and_then(|last| last.path(&["commit", "statusCheckRollup"]))
    {
        return if rollup.is_null() {
            Ok(Vec::new())
        } else {
            Ok(vec![check_run(&rollup)?])
        };
    }
    match first_or_null(at, &["head_pipeline", "pipeline"]) {
        Some(pipeline) if pipeline.is_null() => Ok(Vec::new()),
        Some(pipeline) => Ok(vec![check_run(&pipeline)?]),
        None => Err(at.problem("the export has no checks (`statusCheckRollup`)")),
    }
}

/// The sum that a rollup states has to come from the checks that are here.
fn agree(rollup: &At<'_>, runs: &[CheckRun]) -> Result<(), Problem> {
    let Some(state) = text(rollup, &[&["state"]]) else {
        return Ok(());
    };
    let has = |wanted: CheckState| runs.iter().any(|run| run.state == wanted);
    let agrees = match state.to_ascii_uppercase().as_str() {
        "FAILURE" | "ERROR" => has(CheckState::Failed),
        "PENDING" | "EXPECTED" => has(CheckState::Running),
        _ => true,
    };
    if agrees {
        Ok(())
    } else {
        Err(rollup.problem(format!(
            "the checks together are `{}`, which none of those in the export is",
            tickmark_plugin::brief(&state, 40)
        )))
    }
}

/// A check run, a status, or the sum of several.
fn check_run(at: &At<'_>) -> Result<CheckRun, Problem> {
    let state = text(at, &[&["conclusion"]])
        .filter(|state| !state.is_empty())
        .or_else(|| text(at, &[&["state"], &["status"]]))
        .ok_or_else(|| at.problem("a check has no `conclusion` or `state`"))?;
    let state = match state.to_ascii_uppercase().as_str() {
        "SUCCESS" | "SUCCESSFUL" => CheckState::Passed,
        "NEUTRAL" | "SKIPPED" => CheckState::Neutral,
        "FAILURE" | "FAILED" | "ERROR" | "CANCELLED" | "CANCELED" | "TIMED_OUT"
        | "ACTION_REQUIRED" | "STARTUP_FAILURE" | "STALE" => CheckState::Failed,
        "PENDING"
        | "EXPECTED"
        | "QUEUED"
        | "IN_PROGRESS"
        | "WAITING"
        | "REQUESTED"
        | "RUNNING"
        | "CREATED"
        | "PREPARING"
        | "WAITING_FOR_RESOURCE"
        | "SCHEDULED"
        | "MANUAL" => CheckState::Running,
        _ => {
            return Err(at.problem(format!(
                "the check's state `{}` is not known",
                tickmark_plugin::brief(&state, 40)
            )));
        }
    };
    let name = text(at, &[&["name"], &["context"]]).unwrap_or_else(|| "checks".to_owned());
    let name = match text(at, &[&["workflowName"]]).filter(|workflow| !workflow.is_empty()) {
        Some(workflow) => format!("{workflow} / {name}"),
        None => name,
    };
    let started = time(at, &["startedAt", "started_at", "createdAt", "created_at"])?;
    let ended = time(at, &["completedAt", "completed_at", "finished_at"])?;
    // A status is set at one moment.
    let is_status = at.get("context").is_some();
    Ok(CheckRun {
        name,
        state,
        started,
        ended: if is_status { ended.or(started) } else { ended },
        suite: suite(at),
    })
}

/// The suite or the run of a workflow that a check belongs to.
fn suite(at: &At<'_>) -> Option<String> {
    if let Some(id) = first(at, &[&["check_suite", "id"], &["checkSuite", "id"]]) {
        return Some(id.summary());
    }
    let url = text(at, &[&["detailsUrl"], &["details_url"], &["html_url"]])?;
    let (_, rest) = url.split_once("/actions/runs/")?;
    rest.split('/').next().map(str::to_owned)
}

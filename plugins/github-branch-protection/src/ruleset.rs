//! Rulesets: whole ones, and the entries of lists, which name a ruleset without its rules.
//!
//! A ruleset binds a branch when it is active, targets branches, and its conditions match the
//! repository and the branch. Each of these can be unknown, and an unknown never counts as a match.

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;
use tickmark_plugin::reexport::serde_json::Value;

use crate::conditions::{Conditions, Cover, Subject};
use crate::demand::{Bypass, Demands, Opening, listed, present, unexpected};
use crate::layout::Owner;
use crate::pattern::Work;
use crate::repository::RepositoryName;
use crate::rule;

/// Names a ruleset: its source in lower case, and its number there.
pub(crate) type RulesetKey = (String, i64);

/// A ruleset or an entry of a list.
#[derive(Debug, Clone)]
pub(crate) struct Ruleset {
    pub(crate) key: RulesetKey,
    /// As a sentence names it.
    pub(crate) name: String,
    pub(crate) source: Source,
    pub(crate) state: State,
    pub(crate) place: Location,
    /// Nothing in an entry of a list, which says no more than that the ruleset exists.
    pub(crate) content: Option<Content>,
}

/// Where a ruleset is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    In(Owner),
    Enterprise,
}

/// Whether a ruleset binds anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// Enforced on branches.
    Active,
    /// Disabled, only evaluated, or not about branches.
    Idle,
    /// The evidence does not say; why.
    Unknown(String),
}

/// What only a whole ruleset says.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) demands: Demands,
    pub(crate) bypass: Bypass,
    conditions: Conditions,
    /// Everything that decides, for the comparison with another copy.
    raw: Vec<Option<Value>>,
    /// The list of actors, which GitHub withholds from those who may not change the ruleset.
    actors: Option<Value>,
}

impl Ruleset {
    /// Reads a ruleset or an entry of a list. `owner` is whose rulesets the file holds, where its
    /// path says so; `day` the day whose state it shows.
    pub(crate) fn read(answer: &At<'_>, owner: Option<&Owner>, day: Day) -> Result<Self, Problem> {
        let number = answer
            .get("id")
            .ok_or_else(|| answer.problem("the ruleset has no `id`"))?;
        let number = number
            .as_i64()
            .ok_or_else(|| unexpected(&number, "id", "a whole number"))?;
        for key in ["created_at", "updated_at"] {
            not_after(answer, key, day)?;
        }
        let (source, source_name) = source(answer, owner)?;
        let title = answer.get("name").and_then(|name| name.as_str());
        Ok(Self {
            key: (source_name.to_ascii_lowercase(), number),
            name: match title {
                Some(title) => format!("ruleset {number} ({title})"),
                None => format!("ruleset {number}"),
            },
            state: state(answer),
            place: answer.place(),
            content: present(answer, "rules")
                .map(|rules| content(answer, &rules, &source))
                .transpose()?,
            source,
        })
    }

    /// Takes over what another copy of the same ruleset adds. An error says how they contradict
    /// each other; the ruleset then no longer counts.
    pub(crate) fn merge(&mut self, other: Self) -> Result<(), String> {
        let conflict = match (&mut self.content, other.content) {
            _ if self.state != other.state => true,
            (_, None) => false,
            (mine @ None, theirs) => {
                *mine = theirs;
                self.place = other.place;
                false
            }
            (Some(mine), Some(theirs)) => {
                let conflict = mine.raw != theirs.raw
                    || (mine.actors.is_some()
                        && theirs.actors.is_some()
                        && mine.actors != theirs.actors);
                if mine.actors.is_none() {
                    mine.actors = theirs.actors;
                    mine.bypass = theirs.bypass;
                }
                conflict
            }
        };
        if conflict {
            let why = format!(
                "two answers about {} contradict each other; collect them again together",
                self.name
            );
            self.state = State::Unknown(why.clone());
            self.content = None;
            return Err(why);
        }
        Ok(())
    }

    /// Whether the ruleset's conditions cover a branch, whatever its state.
    pub(crate) fn covers(&self, subject: Subject<'_>, work: &Work) -> Cover {
        let Some(content) = &self.content else {
            return Cover::Unclear("the ruleset itself is not among the evidence".to_owned());
        };
        content.conditions.cover(subject, work)
    }
}

/// A time that lies after the day whose state the file shows contradicts the file.
fn not_after(answer: &At<'_>, key: &str, day: Day) -> Result<(), Problem> {
    let Some(time) = present(answer, key) else {
        return Ok(());
    };
    let text = time
        .as_str()
        .ok_or_else(|| unexpected(&time, key, "a time"))?;
    match Day::parse(text) {
        Ok(when) if when <= day => Ok(()),
        Ok(when) => Err(time.problem(format!(
            "`{key}` is {when}, after the day the file shows ({day})"
        ))),
        Err(error) => Err(time.problem(format!("`{key}`: {error}"))),
    }
}

fn source(answer: &At<'_>, owner: Option<&Owner>) -> Result<(Source, String), Problem> {
    let name = answer
        .get("source")
        .ok_or_else(|| answer.problem("the ruleset does not say its `source`"))?;
    let text = name
        .as_str()
        .filter(|text| !text.is_empty())
        .ok_or_else(|| unexpected(&name, "source", "the name of a repository or organisation"))?;
    let kind = answer
        .get("source_type")
        .ok_or_else(|| answer.problem("the ruleset does not say its `source_type`"))?;
    match kind.as_str() {
        Some("Repository") => {
            let repository = match owner {
                // Some versions of GitHub Enterprise Server leave the owner out.
                Some(Owner::Repository(repository)) if !text.contains('/') => {
                    (repository.name().eq_ignore_ascii_case(text)).then(|| repository.clone())
                }
                _ => RepositoryName::parse(text),
            }
            .ok_or_else(|| unexpected(&name, "source", "a repository as owner/name"))?;
            let text = repository.to_string();
            Ok((Source::In(Owner::Repository(repository)), text))
        }
        Some("Organization") => Ok((
            Source::In(Owner::Organization(text.to_ascii_lowercase())),
            text.to_owned(),
        )),
        Some("Enterprise") => Ok((Source::Enterprise, text.to_owned())),
        _ => Err(unexpected(
            &kind,
            "source_type",
            "Repository, Organization or Enterprise",
        )),
    }
}

fn state(answer: &At<'_>) -> State {
    let text = |key| answer.get(key).and_then(|value| value.as_str());
    match (text("target"), text("enforcement")) {
        (Some("tag" | "push" | "repository"), _) | (_, Some("disabled" | "evaluate")) => {
            State::Idle
        }
        (Some("branch"), Some("active")) => State::Active,
        // Lists of older versions do not say the target.
        (None, Some("active")) if answer.get("rules").is_none() => State::Active,
        (Some("branch"), enforcement) => State::Unknown(format!(
            "its `enforcement` is {}, expected active, evaluate or disabled",
            enforcement.unwrap_or("missing")
        )),
        (target, _) => State::Unknown(format!(
            "its `target` is {}, expected branch, tag, push or repository",
            target.unwrap_or("missing")
        )),
    }
}

fn content(answer: &At<'_>, rules: &At<'_>, source: &Source) -> Result<Content, Problem> {
    if rules.kind() != Kind::Array {
        return Err(unexpected(rules, "rules", "a list"));
    }
    Ok(Content {
        demands: rule::demands(rules.items(), &rules.place()),
        bypass: bypass(answer),
        conditions: Conditions::read(answer, source),
        raw: ["conditions", "rules"]
            .map(|key| answer.get(key).map(|value| value.to_json()))
            .to_vec(),
        actors: answer.get("bypass_actors").map(|actors| actors.to_json()),
    })
}

/// Who may bypass the ruleset.
fn bypass(answer: &At<'_>) -> Bypass {
    let Some(actors) = answer.get("bypass_actors") else {
        return Bypass::same(&withheld(answer));
    };
    if actors.kind() != Kind::Array {
        let problem = unexpected(&actors, "bypass_actors", "a list");
        return Bypass::same(&Opening::unclear(problem));
    }
    let open_to = |actors: &mut dyn Iterator<Item = At<'_>>, place: Location| {
        let who = listed(actors.map(|it| actor(&it)));
        if who.is_empty() {
            Opening::Closed(place)
        } else {
            Opening::Open {
                who: format!("{who} (`bypass_actors`)"),
                place,
            }
        }
    };
    let all = open_to(&mut actors.items(), actors.place());
    Bypass {
        reviews: all.clone(),
        checks: all,
        // On pull requests only: that is no way to push or to delete.
        pushes: open_to(
            &mut actors.items().filter(|actor| mode(actor) != "pull_request"),
            actors.place(),
        ),
    }
}

/// What is known of the bypass where GitHub withholds the list: at most what the account that
/// collected the answer may do itself.
fn withheld(answer: &At<'_>) -> Opening {
    let own = answer
        .get("current_user_can_bypass")
        .and_then(|own| Some((own.as_str()?, own.place())));
    match own {
        Some((mode @ ("always" | "pull_requests_only" | "exempt"), place)) => Opening::Open {
            who: format!(
                "the account that collected the answer (`current_user_can_bypass` is {mode})"
            ),
            place,
        },
        _ => Opening::Unknown {
            why: "GitHub withheld `bypass_actors`; collect the ruleset with a token that may \
                  change it"
                .to_owned(),
            place: answer.place(),
        },
    }
}

/// When an actor may bypass; GitHub's default where that is not said.
fn mode<'a>(actor: &At<'a>) -> &'a str {
    actor
        .get("bypass_mode")
        .and_then(|mode| mode.as_str())
        .unwrap_or("always")
}

/// An actor in words, as in `Team 234 (always)`.
fn actor(actor: &At<'_>) -> String {
    let text = |key| actor.get(key).and_then(|value| value.as_str());
    let kind = text("actor_type").unwrap_or("an actor of unknown type");
    let number = actor.get("actor_id").and_then(|id| id.as_i64());
    // The numbers of GitHub's own roles.
    let role = match (kind, number) {
        ("RepositoryRole", Some(2)) => " maintain".to_owned(),
        ("RepositoryRole", Some(4)) => " write".to_owned(),
        ("RepositoryRole", Some(5)) => " admin".to_owned(),
        ("OrganizationAdmin" | "EnterpriseOwner" | "DeployKey", _) | (_, None) => String::new(),
        (_, Some(number)) => format!(" {number}"),
    };
    format!("{kind}{role} ({})", mode(actor))
}

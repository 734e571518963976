//! What one result says: about what, how severe, since when, and whether it is still open.

use tickmark_plugin::sla::Rating;
use tickmark_plugin::{At, Day, Location, Problem, brief, words};

use crate::Config;
use crate::invocation::utc_day;
use crate::secrets::is_secret_rule;
use crate::tool::{Level, ToolRules, rating, tags, text};

/// How much of a fingerprint a subject keeps.
const MAX_FINGERPRINT: usize = 40;

/// What stands for the rule where a result names none.
const NO_RULE: &str = "no rule";

/// How much of a commit's name a subject keeps.
const SHORT_COMMIT: usize = 12;

/// A result that somebody has to do something about, or once had to.
#[derive(Debug, Clone)]
pub(crate) struct Observation {
    /// Rule and file, with what keeps it apart from others alike. Unique within all scans.
    pub(crate) subject: String,
    pub(crate) rule: String,
    pub(crate) tags: Vec<String>,
    pub(crate) state: State,
    pub(crate) rating: Rating,
    /// What the rating follows from.
    pub(crate) because: String,
    pub(crate) since: Since,
    pub(crate) secret: bool,
    /// Whether its rule is one of CodeQL's that are not about security.
    pub(crate) quality: bool,
    pub(crate) place: Location,
}

/// Whether a result is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    /// The tool leaves it to a person: `open` or `review`.
    Undecided(&'static str),
    Suppressed(Suppression),
}

/// A result that somebody decided to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Suppression {
    pub(crate) in_source: bool,
    pub(crate) justification: Option<String>,
}

/// Since when a result is open.
#[derive(Debug, Clone)]
pub(crate) enum Since {
    Day(Day, &'static str, Location),
    Unreadable(String),
    Unknown,
}

/// What a result is read with.
pub(crate) struct Context<'a> {
    /// The addresses of the run's artifacts, which results may name by index.
    pub(crate) artifacts: &'a [Option<String>],
    pub(crate) rules: &'a ToolRules,
    pub(crate) overrides: &'a [(usize, Level)],
    /// The day of the scan.
    pub(crate) on: Day,
    /// Whether the run names the one that it was held against.
    pub(crate) baseline: bool,
    pub(crate) config: &'a Config,
}

impl Observation {
    /// Nothing where the result reports no problem: what passed, what is gone.
    pub(crate) fn read(result: &At<'_>, context: &Context<'_>) -> Result<Option<Self>, Problem> {
        if result.kind() != tickmark_plugin::Kind::Object {
            return Err(result.problem("the result is no object"));
        }
        let Some(state) = state(result)? else {
            return Ok(None);
        };
        let reference = result.get("rule");
        let id = text(result, "ruleId").or_else(|| text(reference.as_ref()?, "id"));
        let known = reference
            .and_then(|reference| context.rules.find(id.as_deref(), &reference))
            .or_else(|| context.rules.find(id.as_deref(), result));
        let rule = known.map(|index| &context.rules.rules[index]);
        let refers = result.get("ruleIndex").is_some() || result.get("rule").is_some();
        if id.is_none() && rule.is_none() && refers {
            // The rule might be one that makes the result worse than its level.
            return Err(result.problem("the result names no rule that its tool lists"));
        }
        let (rating, because) = rated(result, known, context)?;
        let id = id
            .or_else(|| rule.map(|rule| rule.id.clone()))
            .unwrap_or_else(|| NO_RULE.to_owned());
        let mut tags = tags(result);
        let secret = rule.is_some_and(|rule| rule.secret)
            || is_secret_rule(&id, tags.iter().map(String::as_str), context.config);
        tags.extend(rule.iter().flat_map(|rule| rule.tags.iter().cloned()));
        Ok(Some(Self {
            subject: subject(result, &id, secret, context.artifacts),
            rule: id,
            tags,
            state,
            rating,
            because,
            since: since(result, context),
            secret,
            quality: rule.is_some_and(|rule| rule.quality),
            place: result.place(),
        }))
    }

    /// The result in a few words.
    pub(crate) fn words(&self) -> String {
        format!("{} severity ({})", self.rating, brief(&self.because, 60))
    }
}

/// Nothing for a result that is not, or no longer, a problem.
fn state(result: &At<'_>) -> Result<Option<State>, Problem> {
    let word = |name: &str, or: &'static str| -> Result<String, Problem> {
        result.get(name).map_or(Ok(or.to_owned()), |value| {
            value
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| value.problem(format!("`{name}` is no text")))
        })
    };
    let baseline = word("baselineState", "unchanged")?;
    match baseline.as_str() {
        "absent" => return Ok(None),
        "new" | "unchanged" | "updated" => {}
        other => {
            return Err(result.problem(format!(
                "`{}` is no baseline state of SARIF 2.1.0",
                brief(other, 40)
            )));
        }
    }
    let kind = word("kind", "fail")?;
    let open = match kind.as_str() {
        "pass" | "notApplicable" | "informational" => return Ok(None),
        "fail" => State::Open,
        "open" => State::Undecided("open"),
        "review" => State::Undecided("review"),
        other => {
            return Err(result.problem(format!(
                "`{}` is no kind of result of SARIF 2.1.0",
                brief(other, 40)
            )));
        }
    };
    Ok(Some(suppression(result)?.map_or(open, State::Suppressed)))
}

/// A result is suppressed when it has suppressions and none of them is under review or rejected
/// (SARIF 2.1.0, 3.27.23); a suppression without a status is accepted (3.35.3).
fn suppression(result: &At<'_>) -> Result<Option<Suppression>, Problem> {
    let Some(list) = result.get("suppressions").filter(|list| !list.is_null()) else {
        return Ok(None);
    };
    if list.kind() != tickmark_plugin::Kind::Array {
        return Err(list.problem("`suppressions` is no list"));
    }
    let mut found: Option<Suppression> = None;
    for suppression in list.items() {
        match suppression.get("status").map(|status| status.as_str()) {
            None | Some(Some("accepted")) => {}
            Some(Some("underReview" | "rejected")) => return Ok(None),
            Some(_) => return Err(suppression.problem("the suppression has an unknown status")),
        }
        let in_source = suppression.get("kind").and_then(|kind| kind.as_str()) == Some("inSource");
        let justification =
            text(&suppression, "justification").filter(|why| !words::is_placeholder(why));
        found = Some(match found {
            // The suppression that says why is the one to show.
            Some(former) if former.justification.is_some() => former,
            _ => Suppression {
                in_source,
                justification,
            },
        });
    }
    Ok(found)
}

/// The severity that the result states, or its rule, or that its level stands for.
fn rated(
    result: &At<'_>,
    known: Option<usize>,
    context: &Context<'_>,
) -> Result<(Rating, String), Problem> {
    let rule = known.map(|index| &context.rules.rules[index]);
    if let Some(rated) = rating(result).or_else(|| rule.and_then(|rule| rule.rating.clone())) {
        return Ok(rated);
    }
    let level = match result.get("level") {
        Some(level) => level
            .as_str()
            .and_then(Level::parse)
            .ok_or_else(|| level.problem("the result has an unknown level"))?,
        None => known
            .and_then(|known| {
                let changed = context.overrides.iter().find(|(rule, _)| *rule == known);
                changed.map(|(_, level)| *level)
            })
            .or_else(|| rule.and_then(|rule| rule.level))
            .unwrap_or(Level::Warning),
    };
    let rating = match level {
        Level::Error => Rating::High,
        Level::Warning => Rating::Medium,
        Level::Note | Level::None => Rating::Low,
    };
    Ok((rating, format!("level {}", level.name())))
}

/// Since when the result is open: as the tool or a result management system says; the day of the scan,
/// where the baseline did not have it; the day of the commit, where Gitleaks tells it.
fn since(result: &At<'_>, context: &Context<'_>) -> Since {
    let first = result.path(&["provenance", "firstDetectionTimeUtc"]);
    if let Some(first) = first {
        return match first.as_str().and_then(utc_day) {
            Some(day) => Since::Day(day, "first detected", first.place()),
            None => Since::Unreadable(format!(
                "firstDetectionTimeUtc is `{}`, which is no time",
                brief(&first.summary(), 60)
            )),
        };
    }
    // Without a baseline that the run names, `new` says nothing: some tools write it at every result.
    if let Some(state) = result.get("baselineState")
        && state.as_str() == Some("new")
        && context.baseline
    {
        return Since::Day(context.on, "new in the scan of", state.place());
    }
    let commit = result.path(&["partialFingerprints", "commitSha"]);
    if commit.is_some()
        && let Some(date) = result.path(&["partialFingerprints", "date"])
        && let Some(day) = date.as_str().and_then(utc_day)
    {
        return Since::Day(day, "committed", date.place());
    }
    Since::Unknown
}

fn subject(result: &At<'_>, rule: &str, secret: bool, artifacts: &[Option<String>]) -> String {
    let locations = result.get("locations");
    let location = locations.iter().flat_map(At::items).next();
    let place = location
        .as_ref()
        .and_then(|location| artifact(location, artifacts).or_else(|| logical(location)));
    let mut subject = match place {
        Some(place) => format!("{rule} in {place}"),
        None => rule.to_owned(),
    };
    if let Some(fingerprint) = fingerprint(result, secret) {
        subject.push_str(" [");
        subject.push_str(&brief(&fingerprint, MAX_FINGERPRINT));
        subject.push(']');
    }
    subject
}

fn artifact(location: &At<'_>, artifacts: &[Option<String>]) -> Option<String> {
    let artifact = location.path(&["physicalLocation", "artifactLocation"])?;
    text(&artifact, "uri").or_else(|| {
        let index = usize::try_from(artifact.get("index")?.as_i64()?).ok()?;
        artifacts.get(index)?.clone()
    })
}

fn logical(location: &At<'_>) -> Option<String> {
    let first = location.get("logicalLocations")?.items().next()?;
    text(&first, "fullyQualifiedName").or_else(|| text(&first, "name"))
}

/// What stays the same while the lines around a result change. For a secret only the commit, because
/// nothing says what else a tool has put there.
fn fingerprint(result: &At<'_>, secret: bool) -> Option<String> {
    let partial = result.get("partialFingerprints");
    let commit = partial
        .as_ref()
        .and_then(|partial| text(partial, "commitSha"));
    if secret || commit.is_some() {
        return commit.map(|commit| commit.chars().take(SHORT_COMMIT).collect());
    }
    let whole = result.get("fingerprints");
    let mut all: Vec<(bool, &str, &str)> = Vec::new();
    for (first, list) in [(false, &whole), (true, &partial)] {
        for (name, value) in list.iter().flat_map(At::members) {
            // Where a result begins in its line tells nothing apart.
            if name != "primaryLocationStartColumnFingerprint"
                && let Some(value) = value.as_str()
            {
                all.push((first, name, value));
            }
        }
    }
    // Whole fingerprints before partial ones, each kind by name, so that the order in the file does
    // not matter.
    all.sort_unstable();
    all.first()
        .map(|(_, _, value)| (*value).to_owned())
        .or_else(|| text(result, "correlationGuid"))
}

//! Reads Scorecard's results: a repository, a day, and a score from 0 to 10 for each check. A score of
//! -1 is Scorecard's word for "cannot say".

use std::collections::BTreeMap;

use tickmark_plugin::Kind;
use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::Config;

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    pub(crate) cards: Vec<Card>,
    /// What could not be understood, by file.
    pub(crate) problems: Vec<(String, Problem)>,
}

/// The result of one repository.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) repository: String,
    pub(crate) place: Location,
    pub(crate) day: Result<Day, String>,
    pub(crate) day_place: Location,
    checks: BTreeMap<String, Vec<Score>>,
    checks_place: Location,
}

/// What Scorecard says of one check.
#[derive(Debug)]
pub(crate) struct Score {
    /// From -1 to 10.
    pub(crate) value: i64,
    pub(crate) reason: String,
    /// The first of the details that warn.
    pub(crate) warning: Option<String>,
    /// What the maintainers say of it.
    pub(crate) annotations: Vec<String>,
    pub(crate) place: Location,
}

impl Scores {
    pub(crate) fn read(check: &Check<'_, Config>, input: &str, report: &mut Report) -> Self {
        let mut scores = Self::default();
        for item in check.items(input) {
            let before = scores.cards.len() + scores.problems.len();
            let documents = match documents(check, &item) {
                Ok(documents) => documents,
                Err(problem) => {
                    scores.problem(&item, problem);
                    Vec::new()
                }
            };
            for document in &documents {
                if let Err(problem) = scores.card(&item, document) {
                    scores.problem(&item, problem);
                }
            }
            report.tally(&item, (scores.cards.len() + scores.problems.len()) - before);
        }
        scores
    }

    fn problem(&mut self, item: &Item, problem: Problem) {
        self.problems.push((item.path.to_string(), problem));
    }

    fn card(&mut self, item: &Item, document: &Document) -> Result<(), Problem> {
        let root = document.root();
        let checks = root
            .get("checks")
            .filter(|checks| checks.kind() == Kind::Array)
            .ok_or_else(|| {
                let hint = if root.get("findings").is_some() {
                    "this is Scorecard's list of probes; write the scores with `--format=json`"
                } else {
                    "this is no result of Scorecard: there are no `checks`"
                };
                root.problem(hint)
            })?;
        let name = root
            .path(&["repo", "name"])
            .ok_or_else(|| root.problem("the result names no repository"))?;
        let repository = name
            .as_str()
            .filter(|name| !name.trim().is_empty())
            .ok_or_else(|| name.problem("the result names no repository"))?;
        let date = root.get("date");
        let day = match (
            date.as_ref().and_then(At::as_str),
            item.collected.as_deref(),
        ) {
            (Some(text), _) => Day::parse(text).map_err(|error| error.to_string()),
            (None, Some(time)) => Day::parse(time).map_err(|error| error.to_string()),
            (None, None) => Err("the result has no date".to_owned()),
        };
        let mut card = Card {
            repository: brief(repository, 150).into_owned(),
            place: name.place(),
            day,
            day_place: date.map_or_else(|| root.place(), |date| date.place()),
            checks: BTreeMap::new(),
            checks_place: checks.place(),
        };
        for check in checks.items() {
            match score(&check) {
                Ok((name, score)) => card.checks.entry(name).or_default().push(score),
                Err(problem) => self.problem(item, problem),
            }
        }
        self.cards.push(card);
        Ok(())
    }
}

/// A file holds one result, over many lines or on one, or a result on each line.
fn documents(check: &Check<'_, Config>, item: &Item) -> Result<Vec<Document>, Problem> {
    match check.json(item) {
        Ok(document) => Ok(vec![document]),
        Err(problem) => {
            let lines: Vec<Document> = check.json_lines(item)?.into_iter().flatten().collect();
            let count = check
                .text(item)?
                .lines()
                .filter(|line| !line.text.trim().is_empty())
                .count();
            // One damaged line makes the file doubtful: which repository it was for, nobody knows.
            if lines.len() > 1 && lines.len() == count {
                Ok(lines)
            } else {
                Err(problem)
            }
        }
    }
}

fn score(check: &At<'_>) -> Result<(String, Score), Problem> {
    let text = |key| check.get(key).and_then(|value| value.as_str());
    let name = text("name").ok_or_else(|| check.problem("the check has no name"))?;
    let at = check
        .get("score")
        .ok_or_else(|| check.problem(format!("the check {} has no score", brief(name, 60))))?;
    let value = at
        .as_i64()
        .filter(|value| (-1..=10).contains(value))
        .ok_or_else(|| at.problem(format!("{} is no score", brief(&at.summary(), 40))))?;
    let texts = |key| -> Vec<String> {
        check
            .get(key)
            .iter()
            .flat_map(At::items)
            .filter_map(|text| Some(brief(text.as_str()?, 200).into_owned()))
            .collect()
    };
    let score = Score {
        value,
        reason: brief(text("reason").unwrap_or("no reason is given"), 150).into_owned(),
        warning: texts("details")
            .into_iter()
            .find(|detail| detail.starts_with("Warn")),
        annotations: texts("annotations"),
        place: at.place(),
    };
    Ok((name.to_owned(), score))
}

impl Card {
    /// The scores of a check; the place where they would stand when there is none.
    pub(crate) fn scores(&self, check: &str) -> Result<&[Score], &Location> {
        self.checks
            .get(check)
            .map(Vec::as_slice)
            .ok_or(&self.checks_place)
    }
}

//! The SARIF files of a check, read one after the other, so that one large tree is held at a time.

use std::collections::BTreeMap;

use tickmark_plugin::{Check, Day, Findings, Item, Kind, Location, Problem, Report, brief};

use crate::Config;
use crate::run::{Run, category};

/// The only version of SARIF that is read.
const VERSION: &str = "2.1.0";

/// How many places are given for a population of none.
const MAX_PLACES: usize = 20;

/// Everything that was scanned.
#[derive(Debug)]
pub(crate) struct Scans {
    pub(crate) runs: Vec<Run>,
    /// What could not be read: subject and problem.
    problems: Vec<(String, Problem)>,
    pub(crate) as_of: Day,
}

impl Scans {
    pub(crate) fn read(check: &Check<'_, Config>, input: &str, report: &mut Report) -> Self {
        let mut scans = Self {
            runs: Vec::new(),
            problems: Vec::new(),
            as_of: check.as_of,
        };
        for item in check.items(input) {
            if let Err(problem) = scans.file(check, &item, report) {
                scans.problems.push((item.path.to_string(), problem));
            }
        }
        scans.tell_apart();
        scans
    }

    fn file(
        &mut self,
        check: &Check<'_, Config>,
        item: &Item,
        report: &mut Report,
    ) -> Result<(), Problem> {
        let document = check.json(item)?;
        let root = document.root();
        if root.kind() != Kind::Object {
            return Err(root.problem("the file is no SARIF log: it holds no object"));
        }
        let version = root
            .get("version")
            .ok_or_else(|| root.problem("the file is no SARIF log: it states no version"))?;
        if version.as_str() != Some(VERSION) {
            return Err(version.problem(format!(
                "the version is `{}`, expected {VERSION}; convert the file (`sarif transform`) or have the tool write {VERSION}",
                brief(&version.summary(), 40)
            )));
        }
        let runs = root
            .get("runs")
            .ok_or_else(|| root.problem("the file has no list of runs"))?;
        if runs.kind() != Kind::Array {
            return Err(runs.problem("`runs` is no list"));
        }
        if runs.is_empty() {
            return Err(runs.problem("the file holds no run, so nothing was scanned"));
        }
        let collected = item
            .collected
            .as_deref()
            .and_then(|time| Day::parse(time).ok());
        let mut listed = 0;
        let first = self.runs.len();
        let mut categories = Vec::new();
        for run in runs.items() {
            match Run::read(&run, item, collected, self.as_of, &check.config) {
                Ok(read) => {
                    listed += read.listed;
                    categories.push(category(&run));
                    self.runs.push(read);
                }
                Err(problem) => self.problems.push((item.path.to_string(), problem)),
            }
        }
        name_runs(&mut self.runs[first..], &categories);
        report.tally(item, listed);
        Ok(())
    }

    /// Gives every result a subject of its own.
    fn tell_apart(&mut self) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for run in &mut self.runs {
            for observation in &mut run.observations {
                let whole = format!("{}: {}", run.subject, observation.subject);
                let count = seen.entry(whole.clone()).or_default();
                *count += 1;
                observation.subject = if *count == 1 {
                    whole
                } else {
                    format!("{whole} ({count})")
                };
            }
        }
    }

    /// Ends a control's findings: what could not be read, and how many subjects there were.
    pub(crate) fn close(&self, findings: &mut Findings<'_>) {
        for (subject, problem) in &self.problems {
            findings.problem(subject, problem);
        }
        if self.problems.is_empty() && !self.runs.is_empty() {
            findings.complete(self.places());
        }
    }

    /// A file in which something could have stood.
    pub(crate) fn somewhere(&self) -> Option<Location> {
        let run = self.runs.first().map(|run| &run.place);
        run.or_else(|| self.problems.first().map(|(_, problem)| &problem.place))
            .map(|place| Location::file(&place.path))
    }

    fn places(&self) -> Vec<Location> {
        self.runs
            .iter()
            .take(MAX_PLACES)
            .map(|run| run.place.clone())
            .collect()
    }
}

/// Runs of one tool in one file are told apart by their category, else by their number.
fn name_runs(runs: &mut [Run], categories: &[Option<String>]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (run, category) in runs.iter_mut().zip(categories) {
        if let Some(category) = category {
            run.subject = format!("{} ({category})", run.subject);
        }
        let count = seen.entry(run.subject.clone()).or_default();
        *count += 1;
        if *count > 1 {
            run.subject = format!("{} (run {count})", run.subject);
        }
    }
}

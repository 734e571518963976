//! What all scanners have in common: a scan of one target, its checks, and what came of each.
//!
//! The readers in `sources` fill this, the rules judge it; neither knows the other. Passing results
//! are summed up as they come, because a large account has tens of thousands of them.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::prelude::*;

use crate::config::{Rating, Scanner};
use crate::words::brief;

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Results {
    pub(crate) scans: Vec<Scan>,
    /// What could not be understood: the scanner, the file, the problem.
    pub(crate) problems: Vec<(Scanner, String, Problem)>,
    /// The files that were read to their end.
    pub(crate) files: Vec<(Scanner, Location)>,
}

/// One run of a scanner over one target.
#[derive(Debug)]
pub(crate) struct Scan {
    pub(crate) scanner: Scanner,
    /// The account, host or cluster.
    pub(crate) target: String,
    /// The benchmark, profile or version, where the file names it.
    pub(crate) benchmark: String,
    pub(crate) when: When,
    /// The place that stands for the scan as a whole.
    pub(crate) place: Location,
    pub(crate) checks: BTreeMap<String, Tested>,
    pub(crate) counts: Counts,
    /// How many results the file holds for it, of whatever kind.
    pub(crate) rows: usize,
    /// Where the scanner's own totals contradict its rows.
    pub(crate) contradictions: Vec<Problem>,
}

/// When a scan was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum When {
    /// On this day.
    On(Day),
    /// The file does not say, for this reason.
    Unknown(String),
}

impl When {
    /// The day, where it is known.
    pub(crate) fn day(&self) -> Option<Day> {
        match self {
            Self::On(day) => Some(*day),
            Self::Unknown(_) => None,
        }
    }
}

/// One check of a scan, over all the resources that it looked at.
#[derive(Debug, Default)]
pub(crate) struct Tested {
    pub(crate) title: String,
    pub(crate) rating: Rating,
    /// Labels that the scanner gives the check: its own criteria tags, controls of NIST SP 800-53.
    pub(crate) tags: BTreeSet<String>,
    /// The benchmark's section.
    pub(crate) section: String,
    pub(crate) passes: usize,
    pub(crate) first_pass: Option<Location>,
    /// Everything that did not simply pass.
    pub(crate) rows: Vec<Row>,
}

/// What came of one check on one resource.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Empty where the check looks at the target as a whole.
    pub(crate) resource: String,
    pub(crate) verdict: Verdict,
    /// What the scanner said.
    pub(crate) note: String,
    pub(crate) place: Location,
    pub(crate) exception: Option<Exception>,
}

/// What a scanner says of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Pass,
    Fail,
    /// The check could not be carried out, or what came of it is not known.
    Error,
    /// The check was left out in this scan.
    Unchecked,
    /// The benchmark leaves the check to a person.
    Manual,
    NotApplicable,
    /// The profile does not have the check. Counted, never judged.
    NotSelected,
}

/// What a scanner was told to overlook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exception {
    /// As in "muted in Prowler".
    pub(crate) kind: &'static str,
    pub(crate) reason: Option<String>,
    pub(crate) until: Until,
}

/// How long an exception holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Until {
    Day(Day),
    /// The format has a place for the end, and it is empty.
    Open,
    /// The format has no place for it.
    Unsaid,
    /// The text is no date.
    Unreadable(String),
}

/// How many results there are of each kind.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) errors: usize,
    pub(crate) unchecked: usize,
    pub(crate) manual: usize,
    pub(crate) not_applicable: usize,
    pub(crate) not_selected: usize,
}

impl Counts {
    fn add(&mut self, verdict: Verdict) {
        let count = match verdict {
            Verdict::Pass => &mut self.passed,
            Verdict::Fail => &mut self.failed,
            Verdict::Error => &mut self.errors,
            Verdict::Unchecked => &mut self.unchecked,
            Verdict::Manual => &mut self.manual,
            Verdict::NotApplicable => &mut self.not_applicable,
            Verdict::NotSelected => &mut self.not_selected,
        };
        *count += 1;
    }

    /// How many results the profile asked for.
    pub(crate) fn asked_for(self) -> usize {
        self.passed + self.failed + self.errors + self.unchecked + self.manual + self.not_applicable
    }

    /// How many the scanner should have decided and did not.
    pub(crate) fn open(self) -> usize {
        self.errors + self.unchecked
    }
}

/// What a check is, beside what came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct About {
    pub(crate) check: String,
    pub(crate) title: String,
    pub(crate) rating: Rating,
    pub(crate) tags: BTreeSet<String>,
    pub(crate) section: String,
}

impl Scan {
    pub(crate) fn new(scanner: Scanner, target: &str, place: Location) -> Self {
        Self {
            scanner,
            target: brief(target, 120),
            benchmark: String::new(),
            when: When::Unknown("the file does not say when the scan was made".to_owned()),
            place,
            checks: BTreeMap::new(),
            counts: Counts::default(),
            rows: 0,
            contradictions: Vec::new(),
        }
    }

    /// The scan as a subject.
    pub(crate) fn subject(&self) -> String {
        let base = format!("{} {}", self.scanner, self.target);
        if self.benchmark.is_empty() {
            base
        } else {
            format!("{base} ({})", brief(&self.benchmark, 60))
        }
    }

    /// Adds what came of a check.
    pub(crate) fn add(&mut self, about: About, row: Row) {
        self.counts.add(row.verdict);
        self.rows += 1;
        let check = self.checks.entry(about.check).or_default();
        check.rating = check.rating.max(about.rating);
        check.tags.extend(about.tags);
        if check.title.is_empty() {
            check.title = about.title;
        }
        if check.section.is_empty() {
            check.section = about.section;
        }
        match row.verdict {
            Verdict::Pass => {
                check.passes += 1;
                check.first_pass.get_or_insert(row.place);
            }
            Verdict::NotSelected => {}
            _ => check.rows.push(row),
        }
    }

    /// Notes a time of this scan; the latest counts.
    pub(crate) fn seen_on(&mut self, day: Day) {
        self.when = match self.when {
            When::On(known) if known >= day => When::On(known),
            _ => When::On(day),
        };
    }
}

impl Results {
    /// Notes something that could not be understood.
    pub(crate) fn problem(&mut self, scanner: Scanner, item: &Item, problem: Problem) {
        self.problems
            .push((scanner, item.path.to_string(), problem));
    }

    /// Takes the scans of a file; `whole` where it was read to its end. A scan without any result
    /// shows nothing, not even that there was a scan.
    pub(crate) fn file(
        &mut self,
        scanner: Scanner,
        item: &Item,
        mut scans: Vec<Scan>,
        whole: bool,
    ) {
        scans.retain(|scan| scan.rows > 0);
        if whole && scans.is_empty() {
            let problem = Problem::new(item.place(), "the file holds no result of any check");
            self.problem(scanner, item, problem);
        } else if whole {
            self.files.push((scanner, item.place()));
        }
        self.scans.extend(scans);
    }

    /// Whether anything of this scanner was given, readable or not.
    pub(crate) fn has(&self, scanner: Scanner) -> bool {
        self.scans.iter().any(|scan| scan.scanner == scanner)
            || self.problems.iter().any(|(of, _, _)| *of == scanner)
    }
}

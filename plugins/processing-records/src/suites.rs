//! Results of test suites in the XML of `JUnit`, as many test runners write it.
//!
//! Totals in attributes are not trusted: the cases are counted, and a suite whose totals say otherwise
//! is a problem.

use roxmltree::{Document, Node, ParsingOptions};
use tickmark_plugin::prelude::*;
use tickmark_plugin::words::key;

/// One suite and how its cases ended.
#[derive(Debug, Clone)]
pub(crate) struct Suite {
    pub(crate) name: String,
    pub(crate) place: Location,
    pub(crate) passed: usize,
    pub(crate) skipped: usize,
    /// The names of cases that failed or broke off, the first few.
    pub(crate) failed: Vec<String>,
    pub(crate) failures: usize,
}

/// All suites of an input.
#[derive(Debug, Clone, Default)]
pub(crate) struct Suites {
    pub(crate) run: Vec<Suite>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) files: Vec<Location>,
}

/// How many failing cases are named.
const NAMED: usize = 3;

impl Suites {
    pub(crate) fn read<C>(check: &Check<'_, C>, input: &str) -> Self {
        let mut suites = Self::default();
        for item in check.items(input) {
            suites.files.push(item.place());
            let read = check.text(&item).and_then(|text| suites.add(&item, &text));
            if let Err(problem) = read {
                suites.problems.push(problem);
            }
        }
        suites
    }

    fn add(&mut self, item: &Item, text: &Text) -> Result<(), Problem> {
        let options = ParsingOptions {
            // Results of tests have no document type; one may hold entities that grow without bound.
            allow_dtd: false,
            ..ParsingOptions::default()
        };
        let document = Document::parse_with_options(text.as_str(), options).map_err(|error| {
            let line = usize::try_from(error.pos().row).unwrap_or(1);
            Problem::new(
                Location::line(&item.path, line),
                format!("the file is not well-formed XML: {error}"),
            )
        })?;
        let root = document.root_element();
        if !["testsuites", "testsuite"].contains(&root.tag_name().name()) {
            return Err(Problem::new(
                item.place(),
                format!(
                    "the file is no test result: its root is `{}`, expected `testsuites`",
                    tickmark_plugin::brief(root.tag_name().name(), 60)
                ),
            ));
        }
        let before = self.run.len() + self.problems.len();
        for node in root.descendants().filter(is_suite) {
            if let Err(problem) = totals(item, &document, node) {
                self.problems.push(problem);
                // What failed has failed, however much else is missing.
                self.run
                    .extend(Suite::of(item, &document, node).filter(|suite| suite.failures > 0));
            } else {
                self.run.extend(Suite::of(item, &document, node));
            }
        }
        if self.run.len() + self.problems.len() == before {
            return Err(Problem::new(item.place(), "the file holds no test case"));
        }
        Ok(())
    }
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Well,
    Badly,
    NotRun,
}

impl Ended {
    /// By its elements, and by the words with which `GoogleTest` and `CTest` tell that a case was not run.
    fn of(case: Node<'_, '_>) -> Self {
        const NOT_RUN: &[&str] = &[
            "disabled",
            "filtered",
            "ignored",
            "notrun",
            "pending",
            "skipped",
            "suppressed",
            "untested",
        ];
        const BADLY: &[&str] = &[
            "aborted",
            "broken",
            "cancelled",
            "error",
            "fail",
            "failed",
            "failure",
            "interrupted",
            "timeout",
        ];
        let says = |words: &[&str]| {
            ["status", "result"]
                .iter()
                .filter_map(|name| case.attribute(*name))
                .any(|word| words.contains(&key(word).as_str()))
        };
        if breakages(case) > 0 || says(BADLY) {
            Self::Badly
        } else if is_marked_skipped(&case) || says(NOT_RUN) {
            Self::NotRun
        } else {
            Self::Well
        }
    }
}

fn is_suite(node: &Node<'_, '_>) -> bool {
    node.has_tag_name("testsuites") || node.has_tag_name("testsuite")
}

fn is_case(node: &Node<'_, '_>) -> bool {
    node.has_tag_name("testcase")
}

/// How many failures and errors a case holds. It may hold several, and runners count them differently.
fn breakages(case: Node<'_, '_>) -> usize {
    case.children()
        .filter(|child| child.has_tag_name("failure") || child.has_tag_name("error"))
        .count()
}

fn is_marked_skipped(case: &Node<'_, '_>) -> bool {
    case.children().any(|child| child.has_tag_name("skipped"))
}

fn place(item: &Item, document: &Document<'_>, node: Node<'_, '_>) -> Location {
    let line = document.text_pos_at(node.range().start).row;
    Location::line(&item.path, usize::try_from(line).unwrap_or(1))
}

fn name<'a>(item: &'a Item, node: Node<'a, '_>) -> &'a str {
    node.attribute("name").unwrap_or(&item.path).trim()
}

/// Holds the totals that a suite states against the cases in it and in the suites below it.
fn totals(item: &Item, document: &Document<'_>, node: Node<'_, '_>) -> Result<(), Problem> {
    let stated = |attribute: &str| {
        node.attribute(attribute)
            .and_then(|text| text.trim().parse::<usize>().ok())
    };
    let wrong = |stated: usize, what: &str, held: usize| {
        let name = name(item, node);
        Err(Problem::new(
            place(item, document, node),
            format!("the suite `{name}` states {stated} {what} and holds {held}"),
        ))
    };
    let cases: Vec<Node<'_, '_>> = node.descendants().filter(is_case).collect();
    let broken: usize = cases
        .iter()
        .filter(|case| Ended::of(**case) == Ended::Badly)
        .map(|case| breakages(*case).max(1))
        .sum();
    // Fewer may be stated, because a runner counts a case that broke twice once. More were not written down,
    // as where a suite could not be loaded.
    let failed = stated("failures")
        .unwrap_or(0)
        .saturating_add(stated("errors").unwrap_or(0));
    if failed > broken {
        return wrong(failed, "failures and errors", broken);
    }
    // A suite of suites may state its own cases or all of them.
    let is_leaf = !node.children().any(|child| is_suite(&child));
    if let Some(tests) = stated("tests")
        && (tests > cases.len() || is_leaf && tests != cases.len())
    {
        return wrong(tests, "tests", cases.len());
    }
    let marked = cases.iter().filter(|case| is_marked_skipped(case)).count();
    let not_run = cases
        .iter()
        .filter(|case| Ended::of(**case) == Ended::NotRun)
        .count();
    if let Some(skipped) = stated("skipped")
        && is_leaf
        && ![marked, not_run].contains(&skipped)
    {
        return wrong(skipped, "skipped", marked);
    }
    Ok(())
}

impl Suite {
    /// The suite's own cases. Nothing where it holds none.
    fn of(item: &Item, document: &Document<'_>, node: Node<'_, '_>) -> Option<Self> {
        let cases: Vec<(Ended, Node<'_, '_>)> = node
            .children()
            .filter(is_case)
            .map(|case| (Ended::of(case), case))
            .collect();
        let count = |wanted: Ended| cases.iter().filter(|(ended, _)| *ended == wanted).count();
        (!cases.is_empty()).then(|| Self {
            name: name(item, node).to_owned(),
            place: place(item, document, node),
            passed: count(Ended::Well),
            skipped: count(Ended::NotRun),
            failures: count(Ended::Badly),
            failed: cases
                .iter()
                .filter(|(ended, _)| *ended == Ended::Badly)
                .take(NAMED)
                .map(|(_, case)| {
                    case.attribute("name")
                        .unwrap_or("a case without a name")
                        .to_owned()
                })
                .collect(),
        })
    }
}

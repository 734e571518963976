//! Results of test suites in the XML of `JUnit`, as many test runners write it.
//!
//! Totals in attributes are not trusted: the cases are counted, and a suite whose totals say otherwise
//! is a problem.

use roxmltree::{Document, Node, ParsingOptions};
use tickmark_plugin::prelude::*;

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
        let before = self.run.len();
        for suite in root
            .descendants()
            .filter(|node| node.has_tag_name("testsuite"))
        {
            let cases: Vec<Node<'_, '_>> = suite
                .children()
                .filter(|node| node.has_tag_name("testcase"))
                .collect();
            if !cases.is_empty() {
                let suite = self::suite(item, &document, suite, &cases)?;
                self.run.push(suite);
            }
        }
        if self.run.len() == before {
            return Err(Problem::new(item.place(), "the file holds no test case"));
        }
        Ok(())
    }
}

fn suite(
    item: &Item,
    document: &Document<'_>,
    node: Node<'_, '_>,
    cases: &[Node<'_, '_>],
) -> Result<Suite, Problem> {
    let line = document.text_pos_at(node.range().start).row;
    let place = Location::line(&item.path, usize::try_from(line).unwrap_or(1));
    let name = node.attribute("name").unwrap_or(&item.path).trim();
    let has = |case: &Node<'_, '_>, names: &[&str]| {
        case.children()
            .any(|child| names.iter().any(|name| child.has_tag_name(*name)))
    };
    let failing: Vec<&Node<'_, '_>> = cases
        .iter()
        .filter(|case| has(case, &["failure", "error"]))
        .collect();
    let skipped = cases.iter().filter(|case| has(case, &["skipped"])).count();
    for (attribute, counted) in [("tests", cases.len()), ("skipped", skipped)] {
        let stated = node
            .attribute(attribute)
            .and_then(|text| text.parse::<usize>().ok());
        if let Some(stated) = stated.filter(|&stated| stated != counted)
            && node
                .children()
                .all(|child| !child.has_tag_name("testsuite"))
        {
            return Err(Problem::new(
                place,
                format!("the suite `{name}` states {stated} {attribute} and holds {counted}"),
            ));
        }
    }
    Ok(Suite {
        name: name.to_owned(),
        place,
        passed: cases.len() - failing.len() - skipped.min(cases.len() - failing.len()),
        skipped,
        failures: failing.len(),
        failed: failing
            .iter()
            .take(NAMED)
            .map(|case| {
                case.attribute("name")
                    .unwrap_or("a case without a name")
                    .to_owned()
            })
            .collect(),
    })
}

//! XCCDF results (1.1 and 1.2), alone, inside their benchmark, or wrapped in ARF as OpenSCAP writes
//! them.
//!
//! The file is walked once and never held as a whole, because ARF carries the benchmark and every
//! OVAL result along. Names are compared without their namespaces. Entities that a document defines
//! itself are not expanded: a document type declaration is refused.

mod lines;
mod result;

use std::collections::BTreeMap;
use std::io::Read;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use tickmark_plugin::prelude::*;

use lines::Lines;
use result::{RuleResult, short};

use super::{day, target_of};
use crate::Config;
use crate::config::{Rating, Scanner};
use crate::results::{Results, Scan, When};
use crate::words::brief;

/// How deeply elements may be nested. Results of OpenSCAP stay below 30.
const MAX_DEPTH: usize = 256;
/// The longest text that is kept, in bytes.
const MAX_TEXT: usize = 4096;

pub(super) fn read(check: &Check<'_, Config>, item: &Item, results: &mut Results) {
    let mut walk = Walk::new(item);
    let outcome = match check.evidence.open(&item.path) {
        Ok(reader) => walk.file(reader),
        Err(error) => Err(Problem::new(
            item.place(),
            format!("the file cannot be read: {error}"),
        )),
    };
    let whole = outcome.is_ok();
    if let Err(problem) = outcome {
        // What stands before the place is still examined.
        walk.test
            .take()
            .into_iter()
            .for_each(|test| walk.scans.push(test.scan));
        results.problem(Scanner::Xccdf, item, problem);
    } else if walk.scans.is_empty() {
        let problem = Problem::new(
            item.place(),
            "there is no TestResult; write results with `oscap xccdf eval --results-arf`",
        );
        results.problem(Scanner::Xccdf, item, problem);
    }
    for problem in std::mem::take(&mut walk.problems) {
        results.problem(Scanner::Xccdf, item, problem);
    }
    let whole = whole && !walk.scans.is_empty();
    results.file(Scanner::Xccdf, item, walk.scans, whole);
}

struct Walk<'a> {
    item: &'a Item,
    depth: usize,
    line: usize,
    /// The rule whose definition is open, with its depth.
    rule: Option<(usize, String)>,
    rules: BTreeMap<String, (Rating, String)>,
    test: Option<Test>,
    scans: Vec<Scan>,
    problems: Vec<Problem>,
    /// The text being collected, with the depth of its element.
    text: Option<(usize, String)>,
}

/// A `TestResult` that is open.
struct Test {
    depth: usize,
    scan: Scan,
    named: bool,
    result: Option<RuleResult>,
}

impl<'a> Walk<'a> {
    fn new(item: &'a Item) -> Self {
        Self {
            item,
            depth: 0,
            line: 1,
            rule: None,
            rules: BTreeMap::new(),
            test: None,
            scans: Vec::new(),
            problems: Vec::new(),
            text: None,
        }
    }

    fn place(&self, line: usize) -> Location {
        Location::line(&self.item.path, line)
    }

    fn file(&mut self, reader: impl Read) -> Result<(), Problem> {
        let mut reader = Reader::from_reader(Lines::new(reader));
        reader.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        let mut any = false;
        loop {
            buffer.clear();
            self.line = reader.get_ref().line;
            let event = reader.read_event_into(&mut buffer).map_err(|error| {
                Problem::new(
                    self.place(self.line),
                    format!("the file is not valid XML: {error}"),
                )
            })?;
            if reader.get_ref().control {
                return Err(
                    self.problem("the file holds a control character, which XML does not allow")
                );
            }
            match event {
                Event::Start(_) if any && self.depth == 0 => {
                    return Err(self.problem("there is something after the end of the document"));
                }
                Event::Start(element) => {
                    any = true;
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(self.problem("the XML is nested too deeply"));
                    }
                    self.start(&element)?;
                }
                Event::End(element) => {
                    let name = String::from_utf8_lossy(element.local_name().as_ref()).into_owned();
                    self.end(&name);
                    self.depth = self.depth.saturating_sub(1);
                }
                Event::Text(text) => {
                    let text = text
                        .decode()
                        .map_err(|_| self.problem("the text is not UTF-8"))?;
                    self.collect(&text);
                }
                Event::CData(text) => {
                    let text = text
                        .decode()
                        .map_err(|_| self.problem("the text is not UTF-8"))?;
                    self.collect(&text);
                }
                Event::GeneralRef(reference) => {
                    let name = reference.decode().unwrap_or_default().into_owned();
                    let known = reference.resolve_char_ref().ok().flatten();
                    match known.map(String::from).or_else(|| predefined(&name)) {
                        Some(text) => self.collect(&text),
                        None => return Err(self.problem("the file uses an entity of its own")),
                    }
                }
                Event::DocType(_) => {
                    return Err(self.problem(
                        "the file has a document type declaration, which results of XCCDF never do",
                    ));
                }
                Event::Eof if !any => return Err(self.problem("the file is empty, expected XML")),
                Event::Eof if self.depth > 0 => {
                    return Err(self.problem("the file ends inside an element: it was cut"));
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn problem(&self, message: &str) -> Problem {
        Problem::new(self.place(self.line), message)
    }

    fn collect(&mut self, text: &str) {
        if let Some((_, collected)) = &mut self.text
            && collected.len() < MAX_TEXT
        {
            collected.push_str(text);
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Problem> {
        let (depth, line) = (self.depth, self.line);
        let local = element.local_name();
        let mut wanted = false;
        match (local.as_ref(), &mut self.test) {
            (b"Rule", None) => {
                let id = self.attribute(element, "id")?.unwrap_or_default();
                let rating = self.attribute(element, "severity")?.unwrap_or_default();
                self.rules
                    .insert(id.clone(), (Rating::parse(&rating), String::new()));
                self.rule = Some((depth, id));
            }
            (b"title", None) => {
                wanted = self
                    .rule
                    .as_ref()
                    .is_some_and(|(rule, _)| depth == rule + 1);
            }
            (b"TestResult", None) => {
                let mut scan = Scan::new(Scanner::Xccdf, target_of(self.item), self.place(line));
                let time = match self.attribute(element, "end-time")? {
                    Some(time) => Some(time),
                    None => self.attribute(element, "start-time")?,
                };
                if let Some(time) = time {
                    scan.when = day(&time).map_or_else(
                        || {
                            When::Unknown(format!(
                                "the scan's time `{}` cannot be read",
                                brief(&time, 40)
                            ))
                        },
                        When::On,
                    );
                }
                self.test = Some(Test {
                    depth,
                    scan,
                    named: false,
                    result: None,
                });
            }
            (name, Some(test)) => {
                let below = depth - test.depth;
                match (name, below) {
                    (b"rule-result", 1) => {
                        let rule = RuleResult {
                            depth,
                            line,
                            ..RuleResult::default()
                        };
                        self.rule_result(element, rule)?;
                    }
                    (b"profile", 1) => {
                        if let Some(profile) = self.attribute(element, "idref")?
                            && let Some(test) = &mut self.test
                        {
                            test.scan.benchmark = brief(short(&profile), 120);
                        }
                    }
                    (b"result", 2) => {
                        wanted = true;
                        if let Some(result) = &mut test.result {
                            result.result_line = line;
                        }
                    }
                    (b"target", 1) | (b"instance", 2) | (b"old-result" | b"remark", 3) => {
                        wanted = true;
                    }
                    (b"override", 2) => {
                        if let Some(result) = &mut test.result {
                            result.overridden.push(<(String, String)>::default());
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        if wanted {
            self.text = Some((depth, String::new()));
        }
        Ok(())
    }

    fn rule_result(
        &mut self,
        element: &BytesStart<'_>,
        mut result: RuleResult,
    ) -> Result<(), Problem> {
        result.rule = self.attribute(element, "idref")?.unwrap_or_default();
        let rating = self.attribute(element, "severity")?.unwrap_or_default();
        result.rating = Rating::parse(&rating);
        result.unchecked = self.attribute(element, "role")?.as_deref() == Some("unchecked");
        if let Some(test) = &mut self.test {
            test.result = Some(result);
        }
        Ok(())
    }

    fn attribute(&self, element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Problem> {
        let found = element
            .try_get_attribute(name)
            .map_err(|error| self.problem(&format!("the file is not valid XML: {error}")))?;
        found
            .map(|attribute| {
                attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .map(|value| value.trim().to_owned())
            })
            .transpose()
            .map_err(|_| self.problem("an attribute cannot be read"))
    }

    fn end(&mut self, name: &str) {
        let depth = self.depth;
        if self.text.as_ref().is_some_and(|(of, _)| *of == depth)
            && let Some((_, text)) = self.text.take()
        {
            self.keep(name, text.trim());
        }
        if self.rule.as_ref().is_some_and(|(of, _)| *of == depth) {
            self.rule = None;
        }
        let Some(test) = &mut self.test else { return };
        if test.depth == depth {
            if let Some(test) = self.test.take() {
                self.scans.push(test.scan);
            }
        } else if test
            .result
            .as_ref()
            .is_some_and(|result| result.depth == depth)
            && let Some(result) = test.result.take()
        {
            self.result(result);
        }
    }

    fn keep(&mut self, name: &str, value: &str) {
        let Some(test) = &mut self.test else {
            if let Some((_, id)) = &self.rule
                && let Some((_, title)) = self.rules.get_mut(id)
            {
                *title = brief(value, 160);
            }
            return;
        };
        let overridden = |result: &mut RuleResult, remark: bool| {
            if let Some((old, why)) = result.overridden.last_mut() {
                value.clone_into(if remark { why } else { old });
            }
        };
        match (name, &mut test.result) {
            ("target", None) if !test.named && !value.is_empty() => {
                test.scan.target = brief(value, 120);
                test.named = true;
            }
            ("result", Some(result)) => value.clone_into(&mut result.result),
            ("instance", Some(result)) if result.instance.is_empty() => {
                result.instance = brief(value, 120);
            }
            ("old-result", Some(result)) => overridden(result, false),
            ("remark", Some(result)) => overridden(result, true),
            _ => {}
        }
    }

    fn result(&mut self, result: RuleResult) {
        if result.rule.is_empty() {
            let problem = Problem::new(self.place(result.line), "the rule-result names no rule");
            return self.problems.push(problem);
        }
        let definition = self.rules.get(&result.rule).cloned().unwrap_or_default();
        let (about, row) = result.row(self.item, definition);
        if let Some(test) = &mut self.test {
            test.scan.add(about, row);
        }
    }
}

/// The entities that every XML document has.
fn predefined(name: &str) -> Option<String> {
    let text = match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "apos" => "'",
        "quot" => "\"",
        _ => return None,
    };
    Some(text.to_owned())
}

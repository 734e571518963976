//! What the rules of a control say about a document, as findings.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::{
    At, Attribute, Check, Failure, Finding, Kind, Location, Problem, Report, Severity,
};

use crate::DOCUMENTS;
use crate::config::{Config, Decided, Exceptions, Warnings};
use crate::lists::{Form, Judged};
use crate::policies::{Policies, Question, Rule, documents};
use crate::values::{self, Said, brief};

/// The longest name of a subject, and of what a finding shows.
const MAX_SUBJECT: usize = 160;
const MAX_SHOWN: usize = 280;
/// The most places that a finding cites.
const MAX_PLACES: usize = 10;

/// A control with the rules that its patterns name.
struct Examined<'a> {
    decided: &'a Decided,
    rules: Vec<&'a Rule>,
    expected: String,
}

/// What a rule says about a document, or why that cannot be told.
#[derive(Clone)]
struct Answer {
    said: Result<Vec<Said>, String>,
    excepted: bool,
}

/// Examines all documents with all policies.
pub(crate) fn examine(check: &Check<'_, Config>) -> Result<Report, Failure> {
    let mut report = Report::new();
    let policies = Policies::load(check)?;
    let controls = examined(check, &policies, &mut report);
    if policies.problems.is_empty() {
        for item in check.items(DOCUMENTS) {
            let documents = match documents(check, &item) {
                Ok(documents) => documents,
                Err(problem) => {
                    undecided(&controls, &item.path, &problem, &mut report);
                    continue;
                }
            };
            for (index, document) in documents.iter().enumerate() {
                let number = (documents.len() > 1).then_some(index + 1);
                match Judged::all(document.root(), policies.reads_lists) {
                    Ok(all) => {
                        let single = documents.len() == 1 && all.len() == 1;
                        for judged in &all {
                            let subject = subject(judged, single, number);
                            judge(check, &policies, &controls, judged, &subject, &mut report);
                        }
                    }
                    Err(problem) => undecided(&controls, &item.path, &problem, &mut report),
                }
            }
        }
    }
    for control in &controls {
        let id = &control.decided.control.id;
        if report.findings.iter().any(|one| one.control == *id) {
            report.named(id).complete(Vec::new());
        }
    }
    Ok(report)
}

/// Finds the rules of each control. A pattern that names none leaves the control undecided.
fn examined<'a>(
    check: &'a Check<'_, Config>,
    policies: &'a Policies,
    report: &mut Report,
) -> Vec<Examined<'a>> {
    let namespaces = &check.config.namespaces;
    let mut unmapped: BTreeSet<String> = policies.rules.iter().map(Rule::written).collect();
    let mut controls = Vec::new();
    for decided in &check.config.controls {
        let mut findings = report.declared(&decided.control);
        for (path, problem) in &policies.problems {
            findings.problem(path, problem);
        }
        let mut rules = BTreeSet::new();
        for pattern in &decided.rules {
            let before = rules.len();
            rules.extend(
                policies
                    .rules
                    .iter()
                    .filter(|rule| pattern.names(namespaces, &rule.package, &rule.name)),
            );
            let named = policies
                .rules
                .iter()
                .any(|rule| pattern.names(namespaces, &rule.package, &rule.name));
            if rules.len() == before && !named && policies.problems.is_empty() {
                let mut finding = Finding::inconclusive(format!("rule {}", pattern.written))
                    .expected("a rule of this name in the policies")
                    .actual("the policies declare none");
                finding.locations = policies.files.iter().take(MAX_PLACES).cloned().collect();
                findings.push(finding);
            }
        }
        for rule in &rules {
            unmapped.remove(&rule.written());
        }
        let written: Vec<&str> = decided
            .rules
            .iter()
            .map(|one| one.written.as_str())
            .collect();
        controls.push(Examined {
            decided,
            rules: rules.into_iter().collect(),
            expected: brief(&format!("no result of {}", written.join(", ")), MAX_SHOWN),
        });
    }
    if !unmapped.is_empty() {
        let names: Vec<String> = unmapped.into_iter().collect();
        report.attributes.push(Attribute {
            key: "unmapped-rules".to_owned(),
            value: brief(&names.join(", "), MAX_SHOWN),
        });
    }
    controls
}

/// Records for every control what stands in the way of judging a file.
fn undecided(controls: &[Examined<'_>], subject: &str, problem: &Problem, report: &mut Report) {
    for control in controls {
        let id = &control.decided.control.id;
        report.named(id).problem(subject, problem);
    }
}

/// What a document is called: its path and, in a file of several or for an object of Kubernetes,
/// what it calls itself. `number` is that of the document where a file holds several.
fn subject(judged: &Judged<'_>, single: bool, number: Option<usize>) -> String {
    let place = judged.at.place();
    let path = match number {
        Some(number) if judged.form != Form::Thing && judged.form != Form::List => {
            format!("{}: document {number}", place.path)
        }
        _ => place.path,
    };
    let text = |keys: &[&str]| judged.at.path(keys).and_then(|at| at.as_str());
    let name = match (judged.kind(), text(&["metadata", "name"])) {
        (Some(kind), _) if judged.form == Form::List => format!("{path}: {kind}"),
        (Some(kind), Some(name)) => match text(&["metadata", "namespace"]) {
            Some(space) => format!("{path}: {kind} {space}/{name}"),
            None => format!("{path}: {kind} {name}"),
        },
        _ if judged.form != Form::Thing => match place.pointer.as_deref() {
            // The whole document.
            None | Some("") => path,
            Some(pointer) => format!("{path}: {pointer}"),
        },
        _ if single => path,
        _ => format!("{path}: a document without kind and name"),
    };
    brief(&name, MAX_SUBJECT)
}

fn judge(
    check: &Check<'_, Config>,
    policies: &Policies,
    controls: &[Examined<'_>],
    judged: &Judged<'_>,
    subject: &str,
    report: &mut Report,
) {
    let root = &judged.at;
    let value = match judged.value() {
        Ok(value) => value,
        Err(problem) => return undecided(controls, subject, &problem, report),
    };
    let mut question = policies.about(value);
    let mut answers: BTreeMap<&Rule, Answer> = BTreeMap::new();
    for control in controls {
        let mut verdict = Verdict::default();
        let concerned = |rule: &&&Rule| judged.concerns(policies.reads(rule));
        let rules: Vec<&Rule> = control.rules.iter().filter(concerned).copied().collect();
        for &rule in &rules {
            let answer = answers
                .entry(rule)
                .or_insert_with(|| answer(&mut question, rule))
                .clone();
            verdict.add(check, root, subject, rule, answer);
        }
        if rules.is_empty() {
            continue;
        }
        let mut findings = report.named(&control.decided.control.id);
        for finding in verdict.conclude(control, &rules, root, subject) {
            findings.push(finding);
        }
    }
}

fn answer(question: &mut Question<'_>, rule: &Rule) -> Answer {
    let said = question.value(rule).and_then(|value| values::said(&value));
    let fired = said.as_ref().is_ok_and(|said| !said.is_empty());
    match question.excepts(rule) {
        Ok(excepted) => Answer {
            said,
            excepted: fired && excepted,
        },
        Err(why) if fired => Answer {
            said: Err(format!("its exceptions cannot be told: {why}")),
            excepted: false,
        },
        Err(_) => Answer {
            said,
            excepted: false,
        },
    }
}

/// What it means that no rule said anything about a document. About one in which there is nothing to
/// speak of, the strictest rules are silent: an export that went wrong, or an error in the place of one.
fn silence(root: &At<'_>, subject: &str, actual: &str) -> Finding {
    match root.kind() {
        Kind::Object if root.members().next().is_some() => {
            Finding::pass(subject).actual(brief(actual, MAX_SHOWN))
        }
        Kind::Array if root.items().next().is_some() => {
            Finding::pass(subject).actual(brief(actual, MAX_SHOWN))
        }
        Kind::Array => Finding::not_applicable(subject).actual("an empty list"),
        Kind::Object => Finding::inconclusive(subject)
            .actual("the document is empty, so that no rule has anything to speak of"),
        _ => Finding::inconclusive(subject).actual(
            "the document is a single value, neither an object nor a list, so that no rule has anything to speak of",
        ),
    }
}

/// What all rules of a control say about a document.
#[derive(Default)]
struct Verdict {
    undecided: Vec<String>,
    excepted: Vec<String>,
    failures: Vec<Failing>,
    /// How many failures had a name so far.
    named: BTreeMap<String, usize>,
}

/// One result. Each is a finding of its own, so that what accepts one accepts no other.
struct Failing {
    name: String,
    message: String,
    place: Location,
    is_warning: bool,
}

impl Verdict {
    fn add(
        &mut self,
        check: &Check<'_, Config>,
        root: &At<'_>,
        subject: &str,
        rule: &Rule,
        answer: Answer,
    ) {
        let written = rule.written();
        let said = match answer.said {
            Ok(said) => said,
            Err(why) => return self.undecided.push(format!("{written}: {why}")),
        };
        let is_warning = rule.is_warning();
        if is_warning && check.config.warnings == Warnings::Ignore {
            return;
        }
        for one in said {
            let message = format!("{written}: {}", one.message);
            if answer.excepted && check.config.exceptions == Exceptions::NotApplicable {
                self.excepted.push(message);
                continue;
            }
            let about = match one.about() {
                Some(about) => format!("{subject}: {about}"),
                None => subject.to_owned(),
            };
            let name = self.tell_apart(format!("{about}: {written}: {}", one.whole));
            self.failures.push(Failing {
                name,
                message,
                place: one.place(root),
                is_warning: is_warning && check.config.warnings != Warnings::Fail,
            });
        }
    }

    /// Results alike in all that names them are counted.
    fn tell_apart(&mut self, name: String) -> String {
        let count = self.named.entry(name.clone()).or_default();
        *count += 1;
        match *count {
            1 => name,
            count => format!("{name} ({count})"),
        }
    }

    fn conclude(
        self,
        control: &Examined<'_>,
        rules: &[&Rule],
        root: &At<'_>,
        subject: &str,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        let decided = self.undecided.is_empty();
        for why in self.undecided {
            findings.push(
                Finding::inconclusive(subject)
                    .actual(brief(&why, MAX_SHOWN))
                    .at(root.place()),
            );
        }
        for failing in self.failures {
            let mut finding = Finding::fail(failing.name)
                .actual(brief(&failing.message, MAX_SHOWN))
                .at(failing.place);
            if failing.is_warning {
                finding = finding.severity(Severity::Low, "the policy only warns");
            }
            findings.push(finding);
        }
        if findings.is_empty() && !self.excepted.is_empty() {
            let why = format!("excepted by the policy: {}", self.excepted.join("; "));
            findings.push(
                Finding::not_applicable(subject)
                    .actual(brief(&why, MAX_SHOWN))
                    .at(root.place()),
            );
        } else if findings.is_empty() && decided {
            let names: Vec<String> = rules.iter().map(|rule| rule.written()).collect();
            let actual = format!("no result of {}", names.join(", "));
            findings.push(silence(root, subject, &actual).at(root.place()));
        }
        for finding in &mut findings {
            finding.expected.clone_from(&control.expected);
        }
        findings
    }
}

//! Holds assertions against subjects. Whatever cannot be evaluated is inconclusive, with the reason.

use std::collections::BTreeSet;
use std::sync::Arc;

use cel::common::ast::IdedExpr;
use cel::common::types::CelBool;
use cel::{Context, Env, ExecutionError, Value};
use tickmark_plugin::{Check, Failure, Finding, Findings, Item, Location, Problem};

use crate::config::{Assertion, Assertions};
use crate::expression::{AS_OF, COLLECTED, DOCUMENT, ITEM, KEY, PATH};
use crate::functions;
use crate::moment::Moment;
use crate::source::{Content, Rows, Source, select};
use crate::subject::{Origin, Subject, missing_column};
use crate::value::{self, MAX_SHOWN, MAX_SUBJECT, brief};

/// Evaluates assertions.
pub(crate) struct Judge<'a> {
    check: &'a Check<'a, Assertions>,
    env: Arc<Env>,
}

/// What one assertion has seen so far.
#[derive(Default)]
struct Seen {
    /// Names of the subjects.
    subjects: BTreeSet<String>,
    /// Where it can be seen that there are none.
    empty: Vec<Location>,
    /// How many there should be, where the files say so.
    stated: Option<i64>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(check: &'a Check<'a, Assertions>) -> Result<Self, Failure> {
        let env = functions::environment()
            .map_err(|error| Failure::Other(format!("the functions cannot be set up: {error}")))?;
        Ok(Self {
            check,
            env: Arc::new(env),
        })
    }

    /// Examines all files of an assertion's input.
    pub(crate) fn assertion(
        &self,
        assertion: &Assertion,
        sources: &[Source],
        findings: &mut Findings<'_>,
    ) {
        let mut seen = Seen::default();
        for source in sources {
            match &source.content {
                Ok(content) => self.content(assertion, &source.item, content, &mut seen, findings),
                Err(problem) => seen.problem(&source.item.path, problem, findings),
            }
        }
        seen.conclude(assertion, findings);
    }

    fn content(
        &self,
        assertion: &Assertion,
        item: &Item,
        content: &Content,
        seen: &mut Seen,
        findings: &mut Findings<'_>,
    ) {
        let documents = match content {
            Content::Rows(_) => 1,
            Content::Documents(documents) => documents.len(),
        };
        for index in 0..documents {
            let scope = match self.scope(assertion, item, content, index) {
                Ok(scope) => scope,
                Err(problem) => {
                    seen.problem(&item.path, &problem, findings);
                    continue;
                }
            };
            seen.state(assertion, item, &scope, findings);
            match content {
                Content::Rows(rows) => {
                    table(assertion, item, rows, &scope, seen, findings);
                }
                Content::Documents(documents) => {
                    let selection = select(&documents[index], &assertion.for_each);
                    for problem in &selection.problems {
                        seen.problem(&item.path, problem, findings);
                    }
                    seen.empty.extend(selection.empty);
                    for one in selection.found {
                        let subject = Subject {
                            origin: Origin::Value(one.at),
                            key: one.key,
                            name: &item.path,
                        };
                        seen.push(examine(assertion, &subject, &scope), findings);
                    }
                }
            }
        }
    }

    /// The variables that belong to a file.
    fn scope(
        &self,
        assertion: &Assertion,
        item: &Item,
        content: &Content,
        document: usize,
    ) -> Result<Context<'static, 'static>, Problem> {
        let mut scope = Context::with_env(self.env.clone());
        scope.add_variable_from_value(PATH, value::text(&item.path));
        for (name, day) in [
            (AS_OF, self.check.as_of),
            (COLLECTED, self.check.shown_on(item)),
        ] {
            let moment = Moment::of(day)
                .ok_or_else(|| Problem::new(item.place(), format!("`{name}` has no time")))?;
            scope.add_variable_as_val(name, Box::new(moment));
        }
        let uses_document = assertion
            .expressions()
            .chain(&assertion.population)
            .any(|expression| expression.uses_document);
        if uses_document {
            scope.add_variable_from_value(DOCUMENT, content.whole(document)?);
        }
        Ok(scope)
    }
}

impl Seen {
    fn push(&mut self, finding: Finding, findings: &mut Findings<'_>) {
        self.subjects.insert(finding.subject.clone());
        findings.push(finding);
    }

    fn problem(&mut self, path: &str, problem: &Problem, findings: &mut Findings<'_>) {
        self.subjects.insert(path.to_owned());
        findings.problem(path, problem);
    }

    /// Adds how many subjects a file should hold.
    fn state(
        &mut self,
        assertion: &Assertion,
        item: &Item,
        context: &Context<'_, '_>,
        findings: &mut Findings<'_>,
    ) {
        let Some(expression) = &assertion.population else {
            return;
        };
        let error = match Value::resolve(&expression.tree, context) {
            Ok(Value::Int(size)) if size >= 0 => {
                self.stated = Some(self.stated.unwrap_or(0).saturating_add(size));
                return;
            }
            Ok(_) => "the result is no number of subjects".to_owned(),
            Err(error) => explain(&error),
        };
        let message = format!("`population` cannot be told: {error}");
        self.problem(&item.path, &Problem::new(item.place(), message), findings);
    }

    /// States the population: what the files say, or as many as were found.
    fn conclude(self, assertion: &Assertion, findings: &mut Findings<'_>) {
        let examined = self.subjects.len();
        if assertion.population.is_none() {
            if examined > 0 || !self.empty.is_empty() {
                findings.complete(self.empty);
            }
            return;
        }
        match self.stated.map(usize::try_from) {
            Some(Ok(0)) if examined == 0 && !self.empty.is_empty() => findings.none(self.empty),
            Some(Ok(size)) if size > 0 && size >= examined => findings.population(size),
            Some(Ok(size)) => {
                let actual = format!("{size} stated, {examined} found");
                let mut finding = Finding::inconclusive("population")
                    .expected("as many subjects as the files state")
                    .actual(actual);
                for place in self.empty {
                    finding = finding.at(place);
                }
                findings.push(finding);
            }
            Some(Err(_)) | None => {}
        }
    }
}

fn table(
    assertion: &Assertion,
    item: &Item,
    rows: &Rows,
    context: &Context<'_, '_>,
    seen: &mut Seen,
    findings: &mut Findings<'_>,
) {
    let header = Location::line(&item.path, 1);
    if rows.rows.is_empty() {
        // Without rows only the header shows that this is the right table.
        match assertion
            .expressions()
            .find_map(|expression| missing_column(rows, expression))
        {
            Some(column) => {
                let message = format!(
                    "there are no rows and no column `{}`",
                    brief(&column, MAX_SUBJECT)
                );
                seen.problem(&item.path, &Problem::new(header, message), findings);
            }
            None => seen.empty.push(header),
        }
        return;
    }
    for row in &rows.rows {
        match row {
            Err(problem) => seen.problem(&item.path, problem, findings),
            Ok(cells) => {
                let subject = Subject {
                    origin: Origin::Row(rows, cells),
                    key: cells.cells.first().map_or("", AsRef::as_ref).to_owned(),
                    name: cells.cells.first().map_or("", AsRef::as_ref),
                };
                seen.push(examine(assertion, &subject, context), findings);
            }
        }
    }
}

/// Examines one subject.
fn examine(assertion: &Assertion, subject: &Subject<'_>, context: &Context<'_, '_>) -> Finding {
    let mut scope = context.new_inner_scope();
    scope.add_variable_from_value(KEY, value::text(&subject.key));
    let place = subject.place();
    let unnamed = |why: String| {
        Finding::inconclusive(format!("{}, unnamed", brief(&place.path, MAX_SUBJECT)))
            .expected(&assertion.expected)
            .actual(why)
            .at(place.clone())
    };
    match subject.value() {
        Ok(value) => scope.add_variable_from_value(ITEM, value),
        Err(problem) => return unnamed(problem.message).at(problem.place),
    }
    let name = match &assertion.subject {
        None => subject.name.to_owned(),
        Some(expression) => match Value::resolve_val(&expression.tree, &scope) {
            Ok(name) => value::shown(name.as_ref()),
            Err(error) => {
                return unnamed(format!("`subject` cannot be told: {}", explain(&error)));
            }
        },
    };
    let name = brief(name.trim(), MAX_SUBJECT);
    if name.is_empty() {
        return unnamed("the subject's name is empty".to_owned());
    }
    let finding = match decide(assertion, &scope) {
        Ok(None) => Finding::not_applicable(name).actual("`when` is false"),
        Ok(Some(holds)) => {
            let actual = assertion
                .actual
                .as_ref()
                .and_then(|actual| Value::resolve_val(&actual.tree, &scope).ok())
                .map(|actual| value::shown(actual.as_ref()))
                .filter(|actual| !actual.trim().is_empty())
                .unwrap_or_else(|| subject.seen(&assertion.assert, holds));
            Finding::when(holds, name).actual(actual)
        }
        Err(why) => Finding::inconclusive(name).actual(why),
    };
    let mut finding = finding.expected(brief(&assertion.expected, MAX_SHOWN));
    finding.locations = subject.places(&assertion.assert);
    finding
}

/// Whether the assertion holds; `None` where it does not concern the subject.
fn decide(assertion: &Assertion, scope: &Context<'_, '_>) -> Result<Option<bool>, String> {
    if let Some(when) = &assertion.when
        && !truth("when", &when.tree, scope)?
    {
        return Ok(None);
    }
    let holds = truth("assert", &assertion.assert.tree, scope)?;
    if holds
        && let Some(strict) = &assertion.assert.strict
        && !truth("assert", strict, scope)?
    {
        return Err(
            "`assert` holds only because a list that it goes over is empty; where that is right, say so, \
             as in `size(users) == 0 || users.all(...)`"
                .to_owned(),
        );
    }
    Ok(Some(holds))
}

fn truth(field: &str, tree: &IdedExpr, scope: &Context<'_, '_>) -> Result<bool, String> {
    let value = Value::resolve_val(tree, scope)
        .map_err(|error| format!("`{field}` cannot be evaluated: {}", explain(&error)))?;
    value
        .as_ref()
        .downcast_ref::<CelBool>()
        .map(|truth| *truth.inner())
        .ok_or_else(|| {
            let name = value.as_ref().get_type().name();
            format!("`{field}` is a {name}, expected true or false")
        })
}

/// An error without the values that led to it, which may be large or secret.
fn explain(error: &ExecutionError) -> String {
    let words = match error {
        ExecutionError::NoSuchKey(key) => format!("there is no `{key}`"),
        ExecutionError::UnsupportedBinaryOperator(operator, left, right) => format!(
            "`{operator}` does not go with a {} and a {}",
            left.type_of(),
            right.type_of()
        ),
        ExecutionError::ValuesNotComparable(left, right) => format!(
            "a {} and a {} cannot be compared",
            left.type_of(),
            right.type_of()
        ),
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => {
            "a number is divided by zero".to_owned()
        }
        ExecutionError::Overflow(operator, ..) => format!("`{operator}` overflows"),
        ExecutionError::IndexOutOfBounds(_) => "a list has no element at the index".to_owned(),
        ExecutionError::NoSuchOverload(_)
        | ExecutionError::UndeclaredReference(_)
        | ExecutionError::FunctionError { .. }
        | ExecutionError::UnexpectedType { .. }
        | ExecutionError::InvalidArgumentCount { .. } => error.to_string(),
        _ => "the expression does not go with the value".to_owned(),
    };
    brief(&words, MAX_SHOWN)
}

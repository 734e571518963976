//! `JUnit`'s XML, which pipelines show beside other tests.

use std::fmt::Write as _;
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use crate::kit::{Problem, TestResult, Tested, Verdict, Weight};
use crate::report::junit::write_inert;

/// Writes the result. It holds no times, so that the same result gives the same bytes.
pub fn render(result: &TestResult, out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("tickmark plugin test");
    for (name, tested) in [
        ("cases", &result.cases),
        ("conformance", &result.conformance),
    ] {
        let mut suite = TestSuite::new(name);
        if let Some(plugin) = &result.plugin {
            suite.add_properties([
                Property::new("plugin", plugin.id.as_str()),
                Property::new("version", plugin.version.as_str()),
                Property::new("sha256", plugin.sha256.as_str()),
            ]);
        }
        suite.add_test_cases(tested.iter().map(|tested| {
            let mut case = test_case(tested);
            let plugin = result.plugin.as_ref();
            let id = plugin.map_or("plugin", |plugin| plugin.id.as_str());
            case.set_classname(format!("{id}.{name}"));
            case
        }));
        report.add_test_suite(suite);
    }
    let xml = report.to_string().map_err(io::Error::other)?;
    write_inert(&xml, out)
}

fn test_case(tested: &Tested) -> TestCase {
    let status = match tested.verdict {
        Verdict::Pass => TestCaseStatus::success(),
        Verdict::Skipped => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(tested.detail.as_str());
            status
        }
        Verdict::Fail => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let first = tested.problems.first();
            status.set_message(first.map_or(tested.detail.as_str(), |first| &first.message));
            status.set_description(lines(tested, Weight::Error));
            status
        }
    };
    let mut case = TestCase::new(tested.name.as_str(), status);
    let warnings = lines(tested, Weight::Warning);
    if !warnings.is_empty() {
        case.set_system_out(warnings);
    }
    case
}

/// The problems of one weight, each on lines of its own.
fn lines(tested: &Tested, weight: Weight) -> String {
    let mut text = String::new();
    for problem in tested
        .problems
        .iter()
        .filter(|problem| problem.weight == weight)
    {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}{}", problem.message, cause(problem));
        for more in problem.shown.iter().chain(&problem.help) {
            let _ = writeln!(text, "{more}");
        }
    }
    text
}

/// What shows a problem, in brackets.
pub(super) fn cause(problem: &Problem) -> String {
    let parts: Vec<String> = [
        problem.case.as_ref().map(|case| format!("case {case}")),
        problem.file.clone(),
        problem.mutation.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join(", "))
    }
}

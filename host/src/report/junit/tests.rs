use std::collections::BTreeSet;

use quick_junit::{NonSuccessKind, Report, TestCaseStatus};

use super::super::samples::{HOSTILE, failing, hostile, result};
use super::*;
use crate::model::Outcome;

fn report(result: &AssessmentResult) -> (String, Report) {
    let paths = Paths {
        evidence: "evidence".to_owned(),
        config: Some("tickmark.toml".to_owned()),
        ..Paths::default()
    };
    let mut out = Vec::new();
    render(result, &paths, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    // This reader knows named references only.
    let plain = text.replace("&#35;", "#").replace("&#58;", ":");
    let report = Report::deserialize_from_str(&plain).unwrap();
    (text, report)
}

/// How the tests of a suite ended: passed, failed, error, skipped.
fn ended(suite: &TestSuite) -> [usize; 4] {
    let mut ended = [0; 4];
    for case in &suite.test_cases {
        ended[match &case.status {
            TestCaseStatus::Success { .. } => 0,
            TestCaseStatus::NonSuccess {
                kind: NonSuccessKind::Failure,
                ..
            } => 1,
            TestCaseStatus::NonSuccess { .. } => 2,
            TestCaseStatus::Skipped { .. } => 3,
        }] += 1;
    }
    ended
}

#[test]
fn it_reads_as_it_should() {
    let text = report(&result()).0;
    // The criteria are many and alike.
    let (head, rest) = text.split_once("<testcase name=\"CC1.2").unwrap();
    let (_, tail) = rest.split_once("<testsuite name=\"gate\"").unwrap();
    insta::assert_snapshot!(format!("{head}…\n    <testsuite name=\"gate\"{tail}"));
}

#[test]
fn the_first_suite_holds_every_criterion_with_its_status() {
    let (_, report) = report(&result());
    let criteria = &report.test_suites[0];
    assert_eq!(criteria.name.as_str(), "criteria");
    assert_eq!(criteria.tests, 61);
    let count = |name: &str| -> usize {
        let property = criteria
            .properties
            .iter()
            .find(|property| property.name.as_str() == name)
            .unwrap();
        property.value.as_str().parse().unwrap()
    };
    let aside = count("excepted") + count("not-relevant") + count("out-of-scope");
    assert_eq!(
        ended(criteria),
        [count("ready"), count("gap"), count("unproven"), aside]
    );
}

#[test]
fn what_is_unproven_is_an_error_and_what_was_accepted_is_skipped() {
    let (_, report) = report(&result());
    let suite = |name: &str| {
        report
            .test_suites
            .iter()
            .find(|suite| suite.name.as_str() == name)
            .map(ended)
            .unwrap()
    };
    assert_eq!(suite("plugin.fails"), [0, 4, 0, 0]);
    assert_eq!(suite("plugin.unproven"), [0, 0, 2, 0]);
    assert_eq!(suite("plugin.waived"), [0, 0, 0, 2]);
    assert_eq!(suite("plugin.passes"), [2, 0, 0, 1]);
    assert_eq!(suite("plugin.attested"), [1, 0, 0, 0]);
    assert_eq!(suite("checks"), [1, 0, 2, 1]);
    assert_eq!(suite("gate"), [1, 1, 1, 0]);
}

#[test]
fn a_status_that_is_not_known_is_no_pass() {
    let mut result = result();
    for control in &mut result.readiness.controls {
        "certified".clone_into(&mut control.status);
    }
    for check in &mut result.readiness.checks {
        for unit in &mut check.units {
            "maybe".clone_into(&mut unit.state);
        }
    }
    let (_, report) = report(&result);
    for suite in &report.test_suites[2..] {
        assert!(matches!(
            suite.test_cases[0].status,
            TestCaseStatus::NonSuccess {
                kind: NonSuccessKind::Error,
                ..
            }
        ));
    }
}

#[test]
fn hostile_texts_stay_text_and_no_test_loses_its_name() {
    let cases = |report: &Report| -> Vec<[usize; 4]> {
        report.test_suites[..3].iter().map(ended).collect()
    };
    let usual = cases(&report(&result()).1);
    for text in HOSTILE.into_iter().chain(["", "x"]) {
        let mut result = hostile(text);
        result.readiness.findings.push(failing("x"));
        let (xml, report) = report(&result);
        assert_eq!(cases(&report), usual, "{text}");
        assert_eq!(xml, super::super::inert::text(&xml));
        assert!(!xml.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{xml}");
        let mut names = BTreeSet::new();
        for case in report
            .test_suites
            .iter()
            .flat_map(|suite| &suite.test_cases)
        {
            let class = case.classname.as_ref().unwrap().as_str();
            assert!(!case.name.is_empty() && !class.is_empty());
            assert!(names.insert((class, case.name.as_str())), "{text}");
        }
    }
}

#[test]
fn a_report_stays_below_its_limit_and_says_what_is_missing() {
    let mut result = result();
    for number in 0..500 {
        let mut finding = failing(&format!("<more> {number}"));
        finding.outcome = Outcome::Pass;
        result.readiness.findings.push(finding);
    }
    let mut out = Vec::new();
    render_within(150_000, &result, &Paths::default(), &mut out).unwrap();
    assert!(out.len() < 150_000, "{}", out.len());
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("findings-left-out"));
    for subject in ["zero", "one", "four", "two"] {
        assert!(
            text.contains(&format!("\"{subject} on ")),
            "the worst come first"
        );
    }
}

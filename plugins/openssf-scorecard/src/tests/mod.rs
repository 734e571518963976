//! The plugin on results that these tests write down as Scorecard writes them.

use std::collections::BTreeSet;

use tickmark_plugin::testing::{MemoryEvidence, damaged, run};
use tickmark_plugin::{Failure, Finding, Outcome, Plugin, Relation, Report};

use crate::OpenssfScorecard;

const AS_OF: &str = "2026-11-22";
const REPOSITORY: &str = "github.com/birchwood-health/portal";
const GOOD: &[u8] = include_bytes!("../../cases/good/evidence/scorecard/portal.json");

fn check(name: &str, score: &str, reason: &str) -> String {
    format!(
        r#"{{"details": ["Info: seen", "Warn: {name} warns"], "score": {score}, "reason": "{reason}", "name": "{name}"}}"#
    )
}

fn card(date: &str, checks: &[String]) -> String {
    format!(
        r#"{{"date": "{date}", "repo": {{"name": "{REPOSITORY}", "commit": "1f2e"}},
"scorecard": {{"version": "v5.2.1"}}, "score": 5.0, "checks": [
{}], "metadata": null}}"#,
        checks.join(",\n")
    )
}

fn judge_with(config: &str, content: &str) -> Report {
    let evidence = MemoryEvidence::new().file("results", "scorecard/portal.json", content);
    run::<OpenssfScorecard>(config, AS_OF, &evidence).unwrap()
}

fn judge(checks: &[String]) -> Report {
    judge_with("{}", &card("2026-11-20T04:00:00Z", checks))
}

fn one<'a>(report: &'a Report, control: &str, subject: &str) -> &'a Finding {
    let findings = report.about(control, subject);
    assert_eq!(
        findings.len(),
        1,
        "{control}: {:#?}",
        report.outcomes(control)
    );
    findings[0]
}

fn hold(report: &Report, control: &str, outcome: Outcome, says: &str) {
    let finding = one(report, control, REPOSITORY);
    assert_eq!(finding.outcome, outcome, "{finding:#?}");
    assert!(finding.actual.contains(says), "{finding:#?}");
}

#[test]
fn the_minimum_is_that_of_the_risk() {
    let report = judge(&[
        check("Branch-Protection", "8", "good"),
        check("Code-Review", "7", "7 of 10 changes"),
        check("Dangerous-Workflow", "9", "odd"),
        check("SAST", "5", "half"),
        check("CI-Tests", "2", "few"),
    ]);
    hold(
        &report,
        "branches-protected",
        Outcome::Pass,
        "8 of 10: good",
    );
    hold(
        &report,
        "changes-reviewed",
        Outcome::Fail,
        "7 of 10: 7 of 10 changes; Warn: Code-Review warns",
    );
    hold(&report, "workflows-safe", Outcome::Fail, "9 of 10");
    hold(&report, "static-analysis-used", Outcome::Pass, "5 of 10");
    hold(&report, "changes-tested", Outcome::Fail, "2 of 10");
    let failing = one(&report, "changes-reviewed", REPOSITORY);
    let place = &failing.locations[0];
    assert_eq!(
        (place.line, place.pointer.as_deref()),
        (Some(4), Some("/checks/1/score"))
    );
}

#[test]
fn a_control_can_have_its_own_minimum() {
    let content = card("2026-11-20", &[check("Code-Review", "9", "nearly all")]);
    let report = judge_with(r#"{"minimums": {"changes-reviewed": 10}}"#, &content);
    hold(&report, "changes-reviewed", Outcome::Fail, "9 of 10");
    let report = judge_with(r#"{"high-minimum": 9}"#, &content);
    hold(&report, "changes-reviewed", Outcome::Pass, "9 of 10");
}

#[test]
fn minus_one_is_open_or_concerns_nothing() {
    let report = judge(&[
        check("Branch-Protection", "-1", "internal error: no permission"),
        check("Signed-Releases", "-1", "no releases found"),
        check("CI-Tests", "-1", "no pull request found"),
        check("Code-Review", "-1", "no releases found"),
    ]);
    hold(
        &report,
        "branches-protected",
        Outcome::Inconclusive,
        "cannot say: internal error",
    );
    hold(
        &report,
        "releases-signed",
        Outcome::NotApplicable,
        "no releases found",
    );
    // Changes without pull requests are what the check is about.
    hold(
        &report,
        "changes-tested",
        Outcome::Inconclusive,
        "no pull request",
    );
    hold(
        &report,
        "changes-reviewed",
        Outcome::Inconclusive,
        "cannot say",
    );
}

#[test]
fn a_check_that_is_not_there_is_open() {
    let report = judge(&[check("SAST", "10", "all")]);
    hold(
        &report,
        "vulnerabilities-fixed",
        Outcome::Inconclusive,
        "not among the results",
    );
}

#[test]
fn a_number_that_is_no_score_is_a_problem() {
    for score in ["11", "-2", "7.5", "\"10\"", "null"] {
        let report = judge(&[check("SAST", score, "all")]);
        assert!(
            report
                .findings
                .iter()
                .all(|finding| finding.outcome != Outcome::Pass
                    || finding.control == "results-recent"),
            "{score}"
        );
        let problem = one(&report, "static-analysis-used", "scorecard/portal.json");
        assert!(problem.actual.contains("no score"), "{score}");
    }
}

#[test]
fn annotations_are_named_and_change_nothing() {
    let annotated = check("Binary-Artifacts", "0", "1 binary").replace(
        "\"name\"",
        "\"annotations\": [\"The files are for tests.\"], \"name\"",
    );
    let report = judge(&[annotated]);
    hold(&report, "binaries-absent", Outcome::Fail, "0 of 10");
    let finding = one(&report, "binaries-absent", REPOSITORY);
    assert_eq!(finding.attributes[0].value, "The files are for tests.");
}

#[test]
fn results_grow_old() {
    let dated = |date: &str| judge_with("{}", &card(date, &[]));
    hold(
        &dated("2026-11-15"),
        "results-recent",
        Outcome::Pass,
        "7 days",
    );
    hold(
        &dated("2026-11-14T23:00:00Z"),
        "results-recent",
        Outcome::Fail,
        "8 days",
    );
    hold(
        &dated("2026-11-23"),
        "results-recent",
        Outcome::Inconclusive,
        "after",
    );
    hold(
        &dated("22/11/2026"),
        "results-recent",
        Outcome::Inconclusive,
        "not a date",
    );
}

#[test]
fn a_line_may_be_a_repository() {
    let line = |name: &str| {
        card("2026-11-20", &[check("SAST", "10", "all")])
            .replace('\n', "")
            .replace(REPOSITORY, name)
    };
    let text = format!("{}\n{}\n", line("github.com/a/b"), line("github.com/a/c"));
    let report = judge_with("{}", &text);
    assert_eq!(report.outcomes("static-analysis-used").len(), 2);
    assert_eq!(
        one(&report, "static-analysis-used", "github.com/a/c").locations[0].line,
        Some(2)
    );
    // A line that is cut leaves the whole file open.
    let report = judge_with("{}", &text[..text.len() - 10]);
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.outcome == Outcome::Inconclusive)
    );
}

#[test]
fn expected_repositories_are_missed() {
    let config = r#"{"expected-repositories": ["GitHub.com/birchwood-health/portal", "github.com/birchwood-health/letters"]}"#;
    let report = judge_with(config, &card("2026-11-20", &[]));
    assert_eq!(
        report.outcomes("expected-repositories-scored"),
        [
            ("GitHub.com/birchwood-health/portal", Outcome::Pass),
            ("github.com/birchwood-health/letters", Outcome::Fail)
        ]
    );
}

#[test]
fn probes_and_other_json_are_refused() {
    for (content, says) in [
        (
            r#"{"date": "2026-11-20", "repo": {"name": "a"}, "findings": []}"#,
            "--format=json",
        ),
        ("{}", "no result of Scorecard"),
        ("[]", "no result of Scorecard"),
        (r#"{"checks": []}"#, "no repository"),
        ("", "empty"),
    ] {
        let report = judge_with("{}", content);
        let problem = one(&report, "changes-reviewed", "scorecard/portal.json");
        assert!(
            problem.actual.contains(says),
            "{content}: {}",
            problem.actual
        );
        assert!(report.populations.is_empty());
    }
}

#[test]
fn damage_never_shows_more() {
    let passes = |report: &Report| -> BTreeSet<(String, String)> {
        report
            .findings
            .iter()
            .filter(|finding| finding.outcome == Outcome::Pass)
            .map(|finding| (finding.control.clone(), finding.subject.clone()))
            .collect()
    };
    let read = |content: Vec<u8>| {
        let evidence = MemoryEvidence::new().file("results", "a.json", content);
        run::<OpenssfScorecard>("{}", AS_OF, &evidence).unwrap()
    };
    let whole = passes(&read(GOOD.to_vec()));
    assert!(whole.len() > 5);
    for (name, content) in damaged(GOOD) {
        let report = read(content);
        assert!(passes(&report).is_subset(&whole), "{name}");
        if name.starts_with("cut") || name == "empty" || name == "UTF-16" {
            assert!(passes(&report).is_empty(), "{name}");
        }
    }
}

#[test]
fn names_that_are_none_are_refused() {
    for config in [
        r#"{"leave-out": ["branch-protected"]}"#,
        r#"{"minimums": {"Code-Review": 10}}"#,
        r#"{"minimums": {"changes-reviewed": 11}}"#,
    ] {
        let failure = run::<OpenssfScorecard>(config, AS_OF, &MemoryEvidence::new());
        assert!(matches!(failure, Err(Failure::Config(_))), "{config}");
    }
}

#[test]
fn a_score_meets_no_criterion_by_itself() {
    let controls = OpenssfScorecard::descriptor(None).controls;
    assert!(
        controls
            .iter()
            .flat_map(|control| &control.mappings)
            .all(|mapping| mapping.relation == Relation::Supports)
    );
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<OpenssfScorecard>(env!("CARGO_MANIFEST_DIR"));
}

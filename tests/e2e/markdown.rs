//! The report for a pull request.

use crate::example::EXAMPLE;
use crate::support::{
    Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT, good, repository, run_in,
};

/// What GitHub takes as one comment.
const COMMENT: usize = 65_536;

#[test]
fn the_examples_report_reads_as_it_should() {
    let answer = run_in(&repository(), &["check", EXAMPLE, "--format", "markdown"]);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    assert!(answer.stdout.len() < COMMENT);
    insta::assert_snapshot!("example-markdown", answer.stdout);
}

#[test]
fn it_comes_with_other_formats_from_one_run_with_the_same_counts() {
    let assessment = good();
    let (code, outcome) = assessment.check_with(&["--format", "markdown=report.md"]);
    assert_eq!(code, 0);
    let text = std::fs::read_to_string(assessment.path().join("report.md")).unwrap();
    for status in [
        "ready",
        "excepted",
        "unproven",
        "gap",
        "not-relevant",
        "out-of-scope",
    ] {
        let rows = text
            .lines()
            .filter(|line| line.starts_with("| ") && line.ends_with(&format!("| {status} |")))
            .count();
        assert_eq!(rows, outcome.count(status), "{status}");
    }
}

#[test]
fn an_account_cannot_write_into_the_comment() {
    let hostile = "<img src=x> @team [x](mailto:y@x.example) `a";
    let report = GOOD_REPORT
        .replace("\nann,", &format!("\n{hostile},"))
        .replace("user/ann,", &format!("user/{hostile},"))
        .replace(
            "true,2026-11-19T09:00:00+00:00,2026-05-05T09:00:00+00:00,N/A,true",
            "true,2026-11-19T09:00:00+00:00,2026-05-05T09:00:00+00:00,N/A,false",
        );
    let assessment = Assessment::with_config(GOOD_CHECK)
        .file("evidence/aws/credential-report.csv", report)
        .file("evidence/evidence.toml", GOOD_PROVENANCE);
    let answer = assessment.run(&["check", "--format", "markdown"]);
    let subject = format!("· ``210987654321/{hostile}``: expected");
    assert!(answer.stdout.contains(&subject), "{}", answer.stdout);
}

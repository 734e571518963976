//! What a parser makes of the document, as the sites that show it do.

use comrak::nodes::{NodeHtmlBlock, NodeValue};

use super::document::MOST_BYTES;
use super::render;
use crate::readiness::{AssessmentResult, CriterionStatus};
use crate::report::sample::{HOSTILE, hostile, sample, with_texts};

/// GitHub's dialect, with what other sites add to it.
pub(crate) fn as_sites_do() -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    options.extension.autolink = true;
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.alerts = true;
    options
}

pub(crate) fn text(result: &AssessmentResult) -> String {
    let mut out = Vec::new();
    render(result, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Holds that a document is made of our own structure, and that nothing foreign acts: no links, images
/// or HTML but our folds, and no mention, reference or heading in plain text.
pub(crate) fn assert_inert(text: &str) {
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, text, &as_sites_do());
    let mut depth = 0;
    for node in root.descendants() {
        match &node.data.borrow().value {
            NodeValue::Document
            | NodeValue::Paragraph
            | NodeValue::Code(_)
            | NodeValue::Strong
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::Heading(_)
            | NodeValue::Table(_)
            | NodeValue::TableRow(_)
            | NodeValue::TableCell => {}
            NodeValue::Text(text) => {
                assert!(
                    !text.contains(['@', '#', '<', '`', '$', '\u{1b}']),
                    "{text}"
                );
            }
            NodeValue::HtmlBlock(NodeHtmlBlock { literal, .. }) => {
                let literal = literal.trim();
                if literal == "</details>" {
                    depth -= 1;
                } else {
                    let summary = literal
                        .strip_prefix("<details><summary>")
                        .and_then(|rest| rest.strip_suffix("</summary>"))
                        .unwrap_or_else(|| panic!("{literal}"));
                    assert!(!summary.contains(['<', '&', '@']), "{summary}");
                    depth += 1;
                }
                assert!((0..=1).contains(&depth), "folds are closed");
            }
            other => panic!("{other:?}\n{text}"),
        }
    }
    assert_eq!(depth, 0);
}

#[test]
fn a_report_reads_as_it_should() {
    insta::assert_snapshot!(text(&sample()));
}

#[test]
fn no_text_of_a_result_acts_as_markdown() {
    assert_inert(&text(&sample()));
    let hostile = text(&hostile());
    assert!(hostile.contains("`@team/all`"), "{hostile}");
    assert_inert(&hostile);
    for word in HOSTILE.split(' ') {
        assert_inert(&text(&with_texts(&|_| word.to_owned())));
        assert_inert(&text(&with_texts(&|text| {
            format!("\n\n{word}{text}\n{word}\n")
        })));
    }
}

#[test]
fn the_six_counts_and_all_criteria_can_be_read_from_it() {
    let result = sample();
    let text = text(&result);
    for status in CriterionStatus::ALL {
        let expected = result
            .readiness
            .criteria
            .iter()
            .filter(|criterion| criterion.status == status)
            .count();
        assert!(expected > 0);
        let rows = text
            .lines()
            .filter(|line| {
                line.starts_with("| ") && line.ends_with(&format!("| {} |", status.name()))
            })
            .count();
        assert_eq!(rows, expected, "{}", status.name());
    }
    let summary = result.readiness.summary;
    let counts = format!(
        "| {} | {} | {} | {} | {} | {} |",
        summary.ready,
        summary.excepted,
        summary.unproven,
        summary.gap,
        summary.not_relevant,
        summary.out_of_scope
    );
    assert!(text.contains(&counts), "{text}");
}

#[test]
fn it_stays_below_what_a_comment_holds_and_says_what_was_cut() {
    let mut result = sample();
    let readiness = &mut result.readiness;
    // Everything long, and everything there many times.
    for finding in &mut readiness.findings {
        finding.actual = "🔒".repeat(5_000).into();
        finding.expected = "`".repeat(5_000).into();
        finding.subject = "x".repeat(5_000).into();
    }
    for criterion in &mut readiness.criteria {
        criterion.reason = "very long ".repeat(1_000);
        criterion.controls.truncate(1);
    }
    readiness.waivers = vec![readiness.waivers[0].clone(); 300];
    readiness.attestations = vec![readiness.attestations[0].clone(); 300];
    readiness.unevaluated = vec![readiness.unevaluated[0].clone(); 3_000];
    readiness.assessment.organisation = Some("🔒 ".repeat(50_000));
    result.gate.conclusion = "why ".repeat(50_000);
    result.gate.rules = vec![result.gate.rules[0].clone(); 500];
    let text = text(&result);
    assert!(text.len() <= MOST_BYTES, "{}", text.len());
    assert!(text.contains("left out because of the length"));
    assert!(text.contains("was cut to what a comment can hold"));
    assert!(text.contains("| P8.1 |"), "the criteria are never cut");
    assert_inert(&text);
}

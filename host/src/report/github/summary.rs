//! The step's summary: Markdown that GitHub shows on the page of the run.

use super::super::failures::{counts, verdict};
use super::super::markup::markdown;
use crate::readiness::{AssessmentResult, CriterionStatus};

/// What stands at the end of a summary that was cut.
const CUT: &str =
    "\nCut here: GitHub shows at most 1 MiB for a step. The other formats hold the rest.\n";

/// The summary, at most this many bytes long. What is longer is cut behind a line, and says so; where
/// not even that fits, there is nothing.
pub fn render(result: &AssessmentResult, most: usize) -> String {
    shorten(page(result), most)
}

fn page(result: &AssessmentResult) -> String {
    let summary = &result.readiness.summary;
    let mut lines = vec![
        format!("## tickmark: {}", verdict(summary)),
        String::new(),
        format!(
            "{} of {} criteria shown ready",
            summary.ready, summary.relevant
        ),
        String::new(),
        "| status | criteria |".to_owned(),
        "| --- | ---: |".to_owned(),
    ];
    for (status, count) in counts(summary) {
        lines.push(format!("| {status} | {count} |"));
    }
    for (title, status) in [
        ("Gaps", CriterionStatus::Gap),
        ("Unproven", CriterionStatus::Unproven),
        ("Excepted", CriterionStatus::Excepted),
    ] {
        lines.extend(table(result, title, status));
    }
    lines.push(String::new());
    lines.push(markdown(&result.gate.conclusion));
    lines.push(String::new());
    lines.join("\n")
}

/// The criteria of one status; a gap with the most severe failure first.
fn table(result: &AssessmentResult, title: &str, status: CriterionStatus) -> Vec<String> {
    let mut criteria: Vec<_> = result
        .readiness
        .criteria
        .iter()
        .filter(|criterion| criterion.status == status)
        .collect();
    if criteria.is_empty() {
        return Vec::new();
    }
    criteria.sort_by_key(|criterion| std::cmp::Reverse(criterion.severity));
    let mut lines = vec![
        format!("\n### {title}\n"),
        "| criterion | severity | why |".to_owned(),
        "| --- | --- | --- |".to_owned(),
    ];
    lines.extend(criteria.iter().map(|criterion| {
        format!(
            "| {} {} | {} | {} |",
            criterion.id.id(),
            markdown(&criterion.title),
            criterion.severity.map_or("", |severity| severity.name()),
            markdown(&criterion.reason)
        )
    }));
    lines
}

fn shorten(mut page: String, most: usize) -> String {
    if page.len() <= most {
        return page;
    }
    let room = most.saturating_sub(CUT.len());
    let end = page.as_bytes()[..room.min(page.len())]
        .iter()
        .rposition(|byte| *byte == b'\n');
    match end {
        Some(end) => {
            page.truncate(end + 1);
            page.push_str(CUT);
            page
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{HOSTILE, hostile, result};
    use super::*;

    #[test]
    fn it_reads_as_it_should() {
        insta::assert_snapshot!(render(&result(), 1 << 20));
    }

    #[test]
    fn a_hostile_text_stays_in_its_cell() {
        let shape = |page: &str| -> Vec<usize> {
            page.lines()
                .map(|line| line.replace("\\|", "").matches('|').count())
                .collect()
        };
        let usual = shape(&render(&result(), 1 << 20));
        for text in HOSTILE {
            let page = render(&hostile(text), 1 << 20);
            assert_eq!(shape(&page), usual, "{page}");
            assert!(!page.contains(['<', '>', '\u{1b}', '\u{202e}']), "{page}");
            assert_eq!(page, super::super::super::inert::text(&page));
        }
    }

    #[test]
    fn what_is_too_long_is_cut_behind_a_line_and_says_so() {
        let result = result();
        let whole = render(&result, 1 << 20);
        for most in 0..whole.len() {
            let cut = render(&result, most);
            assert!(cut.len() <= most);
            assert!(cut.is_empty() || cut.ends_with(CUT), "{cut}");
        }
        assert_eq!(render(&result, whole.len()), whole);
    }
}

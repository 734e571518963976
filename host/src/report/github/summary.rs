//! The step's summary: Markdown that GitHub shows on the page of the run.

use super::super::inert;
use crate::readiness::AssessmentResult;

/// What stands at the end of a summary that was cut.
const CUT: &str =
    "\nCut here: GitHub shows at most 1 MiB for a step. The other formats hold the rest.\n";

/// The summary, at most this many bytes long. What is longer is cut behind a line, and says so; where
/// not even that fits, there is nothing.
pub fn render(result: &AssessmentResult, most: usize) -> String {
    shorten(page(result), most)
}

fn page(result: &AssessmentResult) -> String {
    let mut page = Vec::new();
    // Writing to memory cannot fail. Were it to, no summary is better than half of one.
    if super::super::markdown::render(result, &mut page).is_err() {
        page.clear();
    }
    inert::text(&String::from_utf8_lossy(&page))
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
    fn a_hostile_text_commands_nothing() {
        for text in HOSTILE {
            let page = render(&hostile(text), 1 << 20);
            assert!(!page.contains(['\u{1b}', '\u{202e}']), "{page}");
            assert_eq!(page, inert::text(&page));
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

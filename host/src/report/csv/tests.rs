use std::collections::BTreeMap;

use ::csv::{Reader, StringRecord};

use super::*;
use crate::criteria::COUNT;
use crate::report::hostile::{HOSTILE, hostile};
use crate::report::sample::sample;

fn text(result: &AssessmentResult) -> String {
    let mut bytes = Vec::new();
    render(result, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn records(text: &str) -> Vec<StringRecord> {
    let mut reader = Reader::from_reader(text.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

/// How many criteria have which status.
fn counts(text: &str) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for record in records(text) {
        if &record[0] == "criterion" {
            *counts.entry(record[2].to_owned()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn the_table_reads_as_it_should() {
    let shown: Vec<String> = text(&sample())
        .lines()
        .filter(|line| !line.starts_with("criterion,") || line.contains("(implements"))
        .map(ToOwned::to_owned)
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn the_rows_of_criteria_give_the_summary() {
    let result = sample();
    let summary = &result.readiness.summary;
    let counts = counts(&text(&result));
    let expected = [
        ("ready", summary.ready),
        ("excepted", summary.excepted),
        ("unproven", summary.unproven),
        ("gap", summary.gap),
        ("not-relevant", summary.not_relevant),
        ("out-of-scope", summary.out_of_scope),
    ];
    assert_eq!(
        counts,
        expected
            .map(|(status, count)| (status.to_owned(), count))
            .into()
    );
    assert_eq!(counts.values().sum::<u32>() as usize, COUNT);
}

#[test]
fn no_text_of_a_result_begins_a_formula_or_a_row() {
    let plain = text(&sample());
    for hostile_text in HOSTILE {
        let result = hostile(hostile_text);
        let text = text(&result);
        assert_eq!(
            records(&text).len(),
            records(&plain).len(),
            "{hostile_text:?}"
        );
        // What a spreadsheet sees where the comma separates, and where the semicolon does.
        let lines = text.split("\r\n");
        let cells = lines.flat_map(|line| line.split(';')).map(str::to_owned);
        let fields = records(&text)
            .into_iter()
            .flat_map(|record| record.iter().map(ToOwned::to_owned).collect::<Vec<_>>());
        for cell in cells.chain(fields) {
            let begin = cell.trim_start_matches([' ', '"', '\u{a0}']);
            assert!(!begin.starts_with(['=', '+', '-', '@']), "{cell}");
            assert!(!cell.contains(char::is_control), "{cell:?}");
        }
        assert_eq!(counts(&text), counts(&plain));
    }
}

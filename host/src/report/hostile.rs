//! What the tests of formats for programs need beside the sample: hostile texts one by one, and schemas.

use serde_json::Value;

use crate::readiness::AssessmentResult;
use crate::report::sample::with_every_text;

/// The sample with a text in front of every string that may be any string.
pub(crate) fn hostile(text: &str) -> AssessmentResult {
    let mut result = with_every_text(&|before| format!("{text}{before}"));
    for finding in &mut result.readiness.findings {
        let attributes = std::mem::take(&mut finding.attributes).into_iter();
        finding.attributes = attributes
            .map(|(key, value)| (format!("{text}{key}"), value))
            .collect();
    }
    result
}

/// Texts that mean something to some reader.
pub(crate) const HOSTILE: [&str; 16] = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) ![b](http://e.example/c)",
    "# *a* _b_ `c` ~d~ ^e^ | f |\n---\n1. g",
    "{{ insert: param, x }} ${{ secrets.X }}",
    "::error file=a::b\r\n##[error]c",
    "=cmd|'/C calc'!A0;=1+1",
    "+1,\"-1\"\r\n@SUM(A1)\t=2",
    "]]><!-- &amp; &#60; &lt; -->",
    "\u{1b}[31m\u{7}\u{0}\u{9b}0m",
    "\u{202e}\u{2066}\u{200b}\u{feff}\u{85}\u{2028}",
    "   ",
    "\n\n\t ",
    "../../etc/passwd?x=#y%zz:\\",
    "//e.example/x",
    "🦀日本語é\u{a0}",
];

/// A schema from `tests/schemas`.
pub(crate) fn schema(name: &str) -> jsonschema::Validator {
    let path = format!("{}/../tests/schemas/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// Fails with what a schema finds wrong.
pub(crate) fn assert_valid(schema: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> = schema
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

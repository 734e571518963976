//! Resolving, where no line of a file is needed to see what is meant. Messages with lines are held by
//! the end-to-end tests.

use super::*;

fn load_text(text: &str) -> Result<Config, Vec<Diagnostic>> {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join(FILE_NAME), text).unwrap();
    load(directory.path(), day("2026-11-22"))
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

const HEAD: &str = "[assessment]\norganisation = \"Acme\"\nsystem = \"API\"\n";

#[test]
fn what_is_not_configured_has_its_default() {
    let config = load_text(HEAD).unwrap();
    assert_eq!(config.assessment.as_of, day("2026-11-22"), "today");
    assert_eq!(config.assessment.kind, AssessmentKind::Type1);
    assert_eq!(
        config.assessment.categories,
        BTreeSet::from([Category::Security])
    );
    assert!(config.evidence_root.ends_with("evidence"));
    assert!(config.plugins.embedded);
    assert_eq!(config.gate, GateRules::default());
    assert_eq!(config.relevant().count(), 33);
}

#[test]
fn limits_are_set_in_units_that_people_write() {
    let config = load_text(&format!(
        "{HEAD}[[check]]\nplugin = \"p\"\nlimits = {{ memory-mib = 512, time-seconds = 30, finding-kib = 1 }}\n"
    ))
    .unwrap();
    let limits = config.checks[0].limits;
    assert_eq!(limits.memory_bytes, 512 * 1024 * 1024);
    assert_eq!(limits.time.as_secs(), 30);
    assert_eq!(limits.finding_bytes, 1024);
    assert_eq!(limits.findings, Limits::default().findings);
}

#[test]
fn dates_may_be_dates_or_strings_but_not_times() {
    for as_of in ["2026-02-28", "\"2026-02-28\""] {
        let config = load_text(&format!("{HEAD}as-of = {as_of}\n")).unwrap();
        assert_eq!(config.assessment.as_of, day("2026-02-28"));
    }
    for as_of in ["2026-02-28T10:00:00Z", "\"2026-02-29\"", "\"\"", "20260228"] {
        assert!(
            load_text(&format!("{HEAD}as-of = {as_of}\n")).is_err(),
            "{as_of}"
        );
    }
}

#[test]
fn a_waiver_covers_the_subjects_that_its_pattern_names_and_no_other() {
    let config = load_text(&format!(
        "{HEAD}[[waiver]]\ncontrol = \"a/b\"\nsubject = \"prod-*.example (x)\"\nreason = \"A reason that is a sentence.\"\nowner = \"Ann\"\napproved-by = \"Bob\"\napproved-on = 2026-01-01\nexpires = 2027-01-02\n"
    ))
    .unwrap();
    let waiver = &config.waivers[0];
    assert!(waiver.covers("a/b", "prod-1.example (x)"));
    for (control, subject) in [
        ("a/b", "prod-1xexample (x)"),
        ("a/b", "my prod-1.example (x)"),
        ("a/b", "prod-1.example (x) "),
        ("a/c", "prod-1.example (x)"),
    ] {
        assert!(!waiver.covers(control, subject), "{control} {subject}");
    }
    assert!(waiver.is_valid_on(day("2026-01-01")));
    assert!(waiver.is_valid_on(day("2027-01-01")));
    assert!(!waiver.is_valid_on(day("2025-12-31")));
    assert!(!waiver.is_valid_on(day("2027-01-02")));
}

#[test]
fn the_longest_waiver_is_366_days() {
    let waiver = |expires: &str| {
        load_text(&format!(
            "{HEAD}[[waiver]]\ncontrol = \"a/b\"\nsubject = \"*\"\nreason = \"A reason that is a sentence.\"\nowner = \"Ann\"\napproved-by = \"Bob\"\napproved-on = 2026-01-01\nexpires = {expires}\n"
        ))
    };
    assert!(waiver("2027-01-02").is_ok());
    assert!(waiver("2027-01-03").is_err());
    assert!(waiver("2026-01-01").is_err());
}

#[test]
fn a_type_2_assessment_has_a_period() {
    let config = load_text(&format!(
        "{HEAD}type = 2\nperiod = {{ start = 2026-01-01, end = 2026-06-30 }}\n"
    ))
    .unwrap();
    assert_eq!(
        config.assessment.kind,
        AssessmentKind::Type2 {
            start: day("2026-01-01"),
            end: day("2026-06-30")
        }
    );
    for rest in [
        "type = 2\n",
        "type = 1\nperiod = { start = 2026-01-01, end = 2026-06-30 }\n",
        "type = 2\nperiod = { start = 2026-06-30, end = 2026-01-01 }\n",
        "type = 3\n",
    ] {
        assert!(load_text(&format!("{HEAD}{rest}")).is_err(), "{rest}");
    }
}

#[test]
fn the_files_schema_is_one_that_we_ourselves_would_accept() {
    assert!(Validator::new(schemars::schema_for!(File).to_value()).is_ok());
}

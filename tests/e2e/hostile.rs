//! Plugins that attack their host, each beside a check that must not notice.
//!
//! For every attack: the program survives, the other check's answer is as without the attacker, the
//! result names what happened, and nothing that the attacker touched reads as ready.

use crate::support::{
    Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT, Outcome, good, repository,
};

/// An assessment with an honest check and an attacker.
fn attacked(config: &str, limits: &str) -> Assessment {
    let plugins = repository().join("tests/guests/dist");
    Assessment::with_config(&format!(
        "[plugins]\ndirectories = [{:?}]\n{GOOD_CHECK}\n[[check]]\nplugin = \"hostile\"\nconfig = {{ {config} }}\nlimits = {{ {limits} }}\n",
        plugins.to_str().unwrap()
    ))
    .file("evidence/aws/credential-report.csv", GOOD_REPORT)
    .file("evidence/evidence.toml", GOOD_PROVENANCE)
    .file("evidence/hostile/plain.txt", "plain\n")
    .file("evidence/hostile/unread.txt", "unread\n")
    .file("evidence/secret.txt", "not granted\n")
    .file("outside.txt", "outside\n")
}

/// What must hold whatever the attacker does.
fn unharmed(outcome: &Outcome) {
    let (_, alone) = good().check();
    for control in [
        "aws-credential-report/console-mfa",
        "aws-credential-report/root-mfa",
    ] {
        assert_eq!(outcome.control(control), "passes");
        assert_eq!(outcome.findings(control), alone.findings(control));
    }
    assert_eq!(
        outcome.criterion("CC6.2"),
        "ready",
        "the attacker does not map to it"
    );
}

/// Runs an attack during `check` and expects its unit to fail in one way.
fn fails(attack: &str, limits: &str, kind: &str, message: &str) {
    let (code, outcome) = attacked(&format!("check = \"{attack}\""), limits).check();
    assert_eq!(code, 2, "{attack}");
    let unit = outcome.unit("hostile");
    assert_eq!(unit["state"], "failed", "{attack}");
    assert_eq!(unit["failure"]["kind"], kind, "{attack}");
    let said = unit["failure"]["message"].as_str().unwrap();
    assert!(said.contains(message), "{attack}: {said}");
    for control in ["hostile/present", "hostile/seen"] {
        assert_eq!(outcome.control(control), "unproven", "{attack}");
        assert_eq!(outcome.reasons(control)[0].0, kind, "{attack}");
        assert!(
            outcome.findings(control).is_empty(),
            "{attack}: nothing of it is believed"
        );
    }
    assert_eq!(outcome.criterion("CC6.1"), "unproven", "{attack}");
    unharmed(&outcome);
}

#[test]
fn without_an_attack_the_attacker_is_a_plugin_like_any_other() {
    let (code, outcome) = attacked("", "").check();
    assert_eq!(code, 0);
    assert_eq!(outcome.control("hostile/present"), "passes");
    assert_eq!(outcome.criterion("CC6.1"), "ready");
    unharmed(&outcome);
}

#[test]
fn an_endless_loop_is_ended_by_the_clock() {
    fails("loop", "time-seconds = 1", "timed-out", "longer than 1 s");
}

#[test]
fn a_crash_is_named() {
    fails("trap", "", "trapped", "unreachable");
}

#[test]
fn endless_recursion_crashes_the_guest_alone() {
    fails("recursion", "", "trapped", "crashed");
}

#[test]
fn hoarding_memory_ends_at_the_limit() {
    fails("memory", "memory-mib = 64", "out-of-memory", "64 MiB");
}

#[test]
fn a_huge_string_is_not_taken_over() {
    fails("huge-string", "", "too-much-output", "128 MiB at once");
}

#[test]
fn a_long_string_in_a_finding_is_refused_with_the_limit_to_raise() {
    fails("long-string", "", "too-much-output", "`finding-kib`");
}

#[test]
fn many_strings_in_one_buffer_cost_what_they_pretend_to_be() {
    fails("aliases", "", "too-much-output", "128 MiB at once");
}

#[test]
fn a_flood_of_findings_is_refused_with_the_limit_to_raise() {
    fails("many-findings", "", "too-much-output", "`findings`");
}

#[test]
fn a_control_that_was_not_declared_is_refused() {
    fails(
        "undeclared-control",
        "",
        "bad-report",
        "`another` is not declared",
    );
}

#[test]
fn citing_what_was_not_read_is_refused() {
    fails(
        "unread-citation",
        "",
        "bad-report",
        "`hostile/never-read.txt`, which it did not read",
    );
}

#[test]
fn citing_what_was_only_opened_is_refused() {
    fails(
        "open-only",
        "",
        "bad-report",
        "`hostile/plain.txt`, which it did not read",
    );
}

#[test]
fn a_place_at_line_0_is_refused() {
    fails(
        "line-zero",
        "",
        "bad-report",
        "cites line 0 of `hostile/plain.txt`, and lines are counted from 1",
    );
}

#[test]
fn a_pass_without_a_place_is_refused() {
    fails("no-citation", "", "bad-report", "passes without citing");
}

#[test]
fn a_population_smaller_than_what_was_examined_is_refused() {
    fails("small-population", "", "bad-report", "states 0 subjects");
}

#[test]
fn an_empty_population_without_what_shows_it_is_refused() {
    fails(
        "empty-population",
        "",
        "bad-report",
        "no subjects without citing",
    );
}

#[test]
fn a_plugin_that_gives_up_is_quoted_without_its_escape_sequences() {
    fails("config", "", "plugin-failed", "\\u{1b}[31mno");
    fails("evidence", "", "plugin-failed", "not mine");
}

#[test]
fn a_population_larger_than_what_was_examined_leaves_the_control_unproven() {
    let (code, outcome) = attacked("check = \"large-population\"", "").check();
    assert_eq!(code, 2);
    assert_eq!(outcome.control("hostile/present"), "unproven");
    assert_eq!(
        outcome.reasons("hostile/present"),
        [(
            "incomplete-examination".to_owned(),
            "2 of 1000 subjects were examined".to_owned()
        )]
    );
    unharmed(&outcome);
}

#[test]
fn silence_is_not_a_pass() {
    let (code, outcome) = attacked("check = \"silence\"", "").check();
    assert_eq!(code, 2);
    assert_eq!(outcome.control("hostile/present"), "unproven");
    assert_eq!(outcome.reasons("hostile/present")[0].0, "nothing-examined");
    unharmed(&outcome);
}

#[test]
fn evidence_that_was_granted_and_never_read_is_listed() {
    let (code, outcome) = attacked("check = \"read-nothing\"", "").check();
    assert_eq!(code, 2);
    assert_eq!(outcome.control("hostile/present"), "unproven");
    let unread = outcome.unit("hostile")["unread"].as_array().unwrap();
    assert_eq!(unread.len(), 2, "{unread:?}");
    assert!(
        outcome
            .unit("aws-credential-report")
            .get("unread")
            .is_none()
    );
}

#[test]
fn a_count_that_contradicts_the_collector_leaves_everything_unproven() {
    let assessment = attacked("check = \"wrong-tally\"", "");
    assessment.write(
        "evidence/hostile/evidence.toml",
        "[[evidence]]\npath = \"*.txt\"\ncollected = 2026-11-20T10:00:00Z\nitems = 7\n",
    );
    let (code, outcome) = assessment.check();
    assert_eq!(code, 2);
    for control in ["hostile/present", "hostile/seen"] {
        assert_eq!(outcome.control(control), "unproven");
        assert_eq!(outcome.reasons(control)[0].0, "incomplete-evidence");
    }
    unharmed(&outcome);
}

#[test]
fn no_spelling_of_a_path_reads_what_was_not_granted() {
    let (code, outcome) = attacked("check = \"strange-paths\"", "").check();
    assert_eq!(code, 0, "{:?}", outcome.findings("hostile/present"));
    assert_eq!(outcome.control("hostile/present"), "passes");
    unharmed(&outcome);
}

#[test]
fn holding_files_open_ends_at_a_limit_and_leaves_the_unit_unproven() {
    let (code, outcome) = attacked("check = \"open-files\"", "").check();
    assert_eq!(code, 0);
    assert_eq!(
        outcome.findings("hostile/present")[0]["actual"],
        "64 files open"
    );
    unharmed(&outcome);
}

#[test]
fn a_flood_of_log_lines_changes_nothing_and_is_cut() {
    let assessment = attacked("check = \"log-flood\"", "");
    let (code, outcome) = assessment.check();
    assert_eq!(code, 0);
    assert_eq!(outcome.control("hostile/present"), "passes");
    unharmed(&outcome);
    let answer = assessment.run(&["check", "--verbose"]);
    assert!(answer.stderr.contains("further messages were dropped"));
    assert!(answer.stderr.len() < 200 * 1024, "64 KiB are kept");
}

#[test]
fn text_that_acts_on_a_reader_is_made_visible_everywhere() {
    let assessment = attacked("check = \"injection\"", "");
    let (code, outcome) = assessment.check();
    assert_eq!(code, 1);
    assert_eq!(outcome.findings("hostile/present").len(), 10);
    unharmed(&outcome);
    for format in ["terminal", "json"] {
        let text = assessment
            .run(&["check", "--format", format, "--all"])
            .stdout;
        let acts = |letter: char| {
            (letter.is_control() && letter != '\n')
                || matches!(
                    letter,
                    '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{e0041}'
                )
        };
        assert!(!text.contains(acts), "{format}");
        assert!(
            !text.lines().any(|line| line.starts_with("::")),
            "{format}: a build log would obey"
        );
    }
}

#[test]
fn a_secret_that_a_plugin_copies_is_not_passed_on() {
    let assessment = attacked("check = \"secret\"", "");
    let token = format!("ghp_{}", "a1B2c3D4e5F6".repeat(3));
    assessment.write(
        "evidence/hostile/plain.txt",
        format!("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n{token}\n"),
    );
    let (_, outcome) = assessment.check();
    let text = outcome.0.to_string();
    assert!(text.contains("[private key removed]") || text.contains("[GitHub token removed]"));
    assert!(
        !text.contains("b3BlbnNzaC1rZXk") && !text.contains(&token),
        "{text}"
    );
    unharmed(&outcome);
}

/// Runs an attack during `describe` with a configuration.
fn cannot_describe(attack: &str, kind: &str, message: &str) {
    let (code, outcome) = attacked(&format!("describe = \"{attack}\""), "").check();
    assert_eq!(code, 2, "{attack}");
    let unit = outcome.unit("hostile");
    assert_eq!(unit["state"], "failed", "{attack}");
    assert_eq!(unit["failure"]["kind"], kind, "{attack}");
    let said = unit["failure"]["message"].as_str().unwrap();
    assert!(said.contains(message), "{attack}: {said}");
    assert_eq!(outcome.control("hostile/present"), "unproven", "{attack}");
    assert_eq!(outcome.criterion("CC6.1"), "unproven", "{attack}");
    unharmed(&outcome);
}

#[test]
fn a_plugin_that_cannot_describe_its_check_leaves_its_controls_unproven() {
    cannot_describe("trap", "trapped", "unreachable");
    cannot_describe("memory", "out-of-memory", "256 MiB");
    cannot_describe("doubled-control", "bad-report", "declared twice");
    cannot_describe("many-controls", "too-much-output", "at once");
    cannot_describe("huge-title", "too-much-output", "at once");
    cannot_describe("injected-id", "bad-report", "\\u{1b}[2Jpresent");
}

#[test]
fn a_plugin_that_describes_for_ever_is_ended_by_the_clock() {
    cannot_describe("loop", "timed-out", "longer than 10 s");
}

#[test]
fn a_mapping_to_a_criterion_that_does_not_exist_makes_the_plugin_unusable() {
    let answer = attacked("describe = \"unknown-criterion\"", "").run(&["check"]);
    assert_eq!(answer.code, 3);
    assert!(
        answer.stderr.contains("maps its control `present` wrongly"),
        "{}",
        answer.stderr
    );
    assert!(
        answer
            .stderr
            .contains("`CC6.99` is not a Trust Services Criterion"),
        "{}",
        answer.stderr
    );
}

#[test]
fn one_check_never_sees_the_evidence_or_configuration_of_another() {
    // Two uses of one plugin: each reads its own file, and the result shows who read what.
    let plugins = repository().join("tests/guests/dist");
    let assessment = Assessment::with_config(&format!(
        "[plugins]\ndirectories = [{:?}]\n\
         [[check]]\nplugin = \"hostile\"\nname = \"one\"\nconfig = {{ check = \"strange-paths\" }}\nevidence = {{ files = \"hostile/plain.txt\" }}\n\
         [[check]]\nplugin = \"hostile\"\nname = \"two\"\nevidence = {{ files = \"secret.txt\" }}\n",
        plugins.to_str().unwrap()
    ))
    .file("evidence/hostile/plain.txt", "plain\n")
    .file("evidence/secret.txt", "for the other check\n");
    let (code, outcome) = assessment.check();
    assert_eq!(code, 0);
    assert_eq!(outcome.control("hostile/present"), "passes");
    let read: Vec<(&str, &str)> = outcome.0["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            (
                file["path"].as_str().unwrap(),
                file["read-by"][0].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(read, [("hostile/plain.txt", "one"), ("secret.txt", "two")]);
}

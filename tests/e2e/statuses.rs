//! Statuses, scope, waivers, targets and the gate, through the program.

use crate::support::{Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT};

const NO_MFA: &str = "bob,arn:aws:iam::210987654321:user/bob,2025-01-05T09:00:00+00:00,true,2026-11-19T09:00:00+00:00,2026-05-05T09:00:00+00:00,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n";

fn failing(rest: &str) -> Assessment {
    let provenance = GOOD_PROVENANCE.replace("items = 3", "items = 4");
    Assessment::with_config(&format!("{rest}\n{GOOD_CHECK}"))
        .file(
            "evidence/aws/credential-report.csv",
            format!("{GOOD_REPORT}{NO_MFA}"),
        )
        .file("evidence/evidence.toml", provenance)
}

fn waiver(approved: &str, expires: &str) -> String {
    format!(
        "[[waiver]]\ncontrol = \"aws-credential-report/console-mfa\"\nsubject = \"*/bob\"\nreason = \"Break-glass user in a sealed envelope.\"\nowner = \"Ann Example\"\napproved-by = \"Carl Example\"\napproved-on = {approved}\nexpires = {expires}\nticket = \"SEC-7\"\n"
    )
}

#[test]
fn every_result_lists_all_sixty_one_criteria_each_in_one_status() {
    let (_, outcome) = failing("").check();
    let all = [
        "ready",
        "excepted",
        "unproven",
        "gap",
        "not-relevant",
        "out-of-scope",
    ];
    let total: usize = all.iter().map(|status| outcome.count(status)).sum();
    assert_eq!(total, 61);
    assert_eq!(
        outcome.count("out-of-scope"),
        28,
        "only security was chosen"
    );
    assert!(
        outcome.0["criteria"]
            .as_array()
            .unwrap()
            .iter()
            .all(|criterion| !criterion["reason"].as_str().unwrap().is_empty()),
        "each with its reason"
    );
}

#[test]
fn an_open_failure_is_a_gap_and_keeps_the_gate_from_being_met() {
    let (code, outcome) = failing("").check();
    assert_eq!(code, 1);
    assert_eq!(outcome.criterion("CC6.1"), "gap");
    assert_eq!(
        outcome.why("CC6.1"),
        "aws-credential-report/console-mfa fails"
    );
    assert_eq!(
        outcome.criterion("CC6.6"),
        "gap",
        "a supporting control that fails counts too"
    );
}

#[test]
fn a_waiver_counts_from_its_approval_until_the_day_before_it_expires() {
    for (approved, expires, code, status, state) in [
        ("2026-11-22", "2026-11-23", 0, "excepted", "used"),
        ("2026-11-23", "2026-12-01", 1, "gap", "not-yet-valid"),
        ("2026-11-01", "2026-11-22", 1, "gap", "expired"),
    ] {
        let (exit, outcome) = failing(&waiver(approved, expires)).check();
        assert_eq!(
            (exit, outcome.criterion("CC6.1")),
            (code, status),
            "{approved} {expires}"
        );
        assert_eq!(outcome.0["waivers"][0]["state"], state);
        let finding = outcome.findings("aws-credential-report/console-mfa")[0];
        assert_eq!(
            finding["outcome"], "fail",
            "a waived finding is still shown"
        );
    }
}

#[test]
fn a_waived_supporting_control_never_makes_a_criterion_ready() {
    let (_, outcome) = failing(&waiver("2026-11-01", "2026-12-01")).check();
    assert_eq!(
        outcome.control("aws-credential-report/console-mfa"),
        "waived"
    );
    assert_eq!(
        outcome.criterion("CC6.6"),
        "unproven",
        "nothing implements it"
    );
}

#[test]
fn a_waiver_that_covers_nothing_is_said_so() {
    let unused = waiver("2026-11-01", "2026-12-01").replace("*/bob", "*/nobody");
    let (code, outcome) = failing(&unused).check();
    assert_eq!(code, 1);
    assert_eq!(outcome.0["waivers"][0]["state"], "unused");
}

#[test]
fn not_relevant_and_out_of_scope_criteria_keep_their_reasons() {
    let scope = "[scope.not-relevant]\n\"CC6.4\" = \"We have no premises.\"\n";
    let (_, outcome) = failing(scope).check();
    assert_eq!(outcome.criterion("CC6.4"), "not-relevant");
    assert_eq!(outcome.why("CC6.4"), "We have no premises.");
    assert_eq!(outcome.criterion("A1.1"), "out-of-scope");
    assert_eq!(outcome.0["summary"]["relevant"], 32);
}

#[test]
fn a_category_that_is_chosen_comes_into_scope() {
    let assessment = failing("").file("x", "");
    let config = std::fs::read_to_string(assessment.path().join("tickmark.toml")).unwrap();
    assessment.write(
        "tickmark.toml",
        config.replace(
            "system = \"API\"\n",
            "system = \"API\"\ncategories = [\"availability\"]\n",
        ),
    );
    let (_, outcome) = assessment.check();
    assert_eq!(outcome.criterion("A1.1"), "unproven");
    assert_eq!(
        outcome.criterion("CC6.1"),
        "gap",
        "security is always in scope"
    );
}

#[test]
fn the_gate_can_be_relaxed_by_severity_and_tightened_by_readiness() {
    for (gate, code) in [
        ("fail-on = \"critical\"", 1),
        ("require-ready = [\"CC6.2\"]\nfail-on = \"critical\"", 1),
        ("minimum-ready = 90", 1),
    ] {
        assert_eq!(
            failing(&format!("[gate]\n{gate}\n")).check().0,
            code,
            "{gate}"
        );
    }
    let good = |gate: &str| {
        Assessment::with_config(&format!("[gate]\n{gate}\n{GOOD_CHECK}"))
            .file("evidence/aws/credential-report.csv", GOOD_REPORT)
            .file("evidence/evidence.toml", GOOD_PROVENANCE)
            .check()
            .0
    };
    assert_eq!(good("require-ready = [\"CC6.1\", \"CC6.2\"]"), 0);
    assert_eq!(good("require-ready = [\"CC8.1\"]"), 1);
    assert_eq!(good("minimum-ready = 9"), 0, "3 of 33 are 9.09 %");
    assert_eq!(good("minimum-ready = 10"), 1);
    let low = "two,arn:aws:iam::210987654321:user/two,2025-01-05T09:00:00+00:00,false,N/A,N/A,N/A,false,true,2026-10-01T09:00:00+00:00,2026-11-20T07:00:00+00:00,eu-west-1,s3,true,2026-10-01T09:00:00+00:00,2026-11-20T07:00:00+00:00,eu-west-1,s3,false,N/A,false,N/A\n";
    let two_keys = |gate: &str| {
        Assessment::with_config(&format!("{gate}\n{GOOD_CHECK}"))
            .file(
                "evidence/aws/credential-report.csv",
                format!("{GOOD_REPORT}{low}"),
            )
            .file(
                "evidence/evidence.toml",
                GOOD_PROVENANCE.replace("items = 3", "items = 4"),
            )
    };
    assert_eq!(
        two_keys("[gate]\nfail-on = \"high\"").check().0,
        0,
        "a medium failure is let through"
    );
    assert_eq!(two_keys("").check().0, 1);
    assert_eq!(two_keys("").check_with(&["--fail-on", "high"]).0, 0);
    assert_eq!(two_keys("").check_with(&["--exit-code", "42"]).0, 42);
}

#[test]
fn the_exit_code_for_what_could_not_be_evaluated_is_never_renumbered() {
    let assessment = failing("");
    assessment.remove("evidence/evidence.toml");
    assert_eq!(assessment.check_with(&["--exit-code", "0"]).0, 2);
}

#[test]
fn a_check_that_is_switched_off_shows_nothing_and_is_no_error() {
    let off = "[[check]]\nplugin = \"aws-credential-report\"\nname = \"old account\"\ndisabled = \"The account is being closed.\"\n";
    let (code, outcome) = Assessment::with_config(&format!("{off}{GOOD_CHECK}"))
        .file("evidence/aws/credential-report.csv", GOOD_REPORT)
        .file("evidence/evidence.toml", GOOD_PROVENANCE)
        .check();
    assert_eq!(code, 0);
    assert_eq!(
        outcome.control("aws-credential-report/console-mfa"),
        "unproven"
    );
    assert_eq!(outcome.criterion("CC6.1"), "unproven");
    assert_eq!(
        outcome.reasons("aws-credential-report/console-mfa")[0].0,
        "check-disabled"
    );
}

#[test]
fn nothing_evaluated_at_all_is_never_green() {
    assert_eq!(
        Assessment::with_config("")
            .file("evidence/x", "")
            .run(&["check"])
            .code,
        2
    );
    let answer = Assessment::new().file("evidence/x", "").run(&["check"]);
    assert_eq!(answer.code, 2);
    assert!(
        answer
            .stdout
            .ends_with("exit 2: no control was evaluated\n"),
        "{}",
        answer.stdout
    );
}

#[test]
fn targets_are_judged_each_by_itself_and_a_listed_one_must_have_evidence() {
    let check = |targets: &str| {
        format!(
            "[[check]]\nplugin = \"aws-credential-report\"\ntargets = {targets}\nevidence = {{ credential-reports = \"accounts/{{target}}/report.csv\" }}\naccept-undated = [\"credential-reports\"]\n"
        )
    };
    let with = |targets: &str| {
        Assessment::with_config(&check(targets))
            .file("evidence/accounts/prod/report.csv", GOOD_REPORT)
            .file(
                "evidence/accounts/dev/report.csv",
                format!("{GOOD_REPORT}{NO_MFA}"),
            )
            .check()
    };
    let (code, outcome) = with("\"accounts/{target}\"");
    assert_eq!(code, 1);
    let failing: Vec<&str> = outcome
        .findings("aws-credential-report/console-mfa")
        .iter()
        .filter(|finding| finding["outcome"] == "fail")
        .map(|finding| finding["target"].as_str().unwrap())
        .collect();
    assert_eq!(failing, ["dev"]);
    let (code, outcome) = with("[\"prod\"]");
    assert_eq!((code, outcome.criterion("CC6.1")), (0, "ready"));
    let (code, outcome) = with("[\"prod\", \"stage\"]");
    assert_eq!((code, outcome.criterion("CC6.1")), (2, "unproven"));
    let missing = &outcome.unevaluated()[0];
    assert_eq!(missing.0, "missing-input");
    assert!(
        missing.1.contains("accounts/stage/report.csv"),
        "{missing:?}"
    );
    let (code, outcome) = with("\"nothing/{target}\"");
    assert_eq!(
        (code, outcome.criterion("CC6.1")),
        (2, "unproven"),
        "no target is not no problem"
    );
}

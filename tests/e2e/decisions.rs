//! What people decide: waivers' concerns, attestations and inheritance, each on the day before, on and
//! after its date.

use serde_json::Value;

use crate::support::{Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT};

/// An assessment in order, with decisions before its check.
fn with(decisions: &str) -> Assessment {
    Assessment::with_config(&format!("{decisions}\n{GOOD_CHECK}"))
        .file("evidence/aws/credential-report.csv", GOOD_REPORT)
        .file("evidence/evidence.toml", GOOD_PROVENANCE)
        .file("evidence/board/minutes-2026-q3.md", "# Minutes\n")
        .file("evidence/vendors/cloud/report.pdf", "%PDF-1.7 report\n")
        .file("evidence/vendors/cloud/bridge.pdf", "%PDF-1.7 letter\n")
}

fn attestation(rest: &str) -> String {
    format!(
        "[[attestation]]\ncriteria = [\"CC1.2\"]\nstatement = \"The board reviews security every quarter.\"\nowner = \"Ann Example\"\n{rest}\n"
    )
}

const MINUTES: &str = "evidence = \"board/*.md\"";

#[test]
fn an_attestation_counts_from_its_date_until_the_day_before_it_expires() {
    let text = attestation(&format!(
        "date = 2026-03-10\nexpires = 2026-06-10\n{MINUTES}"
    ));
    let assessment = with(&text);
    for (as_of, status, state) in [
        ("2026-03-09", "unproven", "not-yet-made"),
        ("2026-03-10", "ready", "current"),
        ("2026-06-09", "ready", "current"),
        ("2026-06-10", "unproven", "expired"),
    ] {
        let (_, outcome) = assessment.check_with(&["--as-of", as_of]);
        let attested = &outcome.0["attestations"][0];
        assert_eq!(
            (outcome.criterion("CC1.2"), attested["state"].as_str()),
            (status, Some(state)),
            "{as_of}"
        );
    }
}

#[test]
fn an_attestation_says_how_long_it_counts_in_one_of_two_ways() {
    let text = attestation(&format!("date = 2026-01-01\nvalid-days = 31\n{MINUTES}"));
    let assessment = with(&text);
    let (_, outcome) = assessment.check_with(&["--as-of", "2026-01-31"]);
    assert_eq!(outcome.0["attestations"][0]["expires"], "2026-02-01");
    assert_eq!(outcome.criterion("CC1.2"), "ready");
    for rest in [
        "date = 2026-01-01",
        "date = 2026-01-01\nvalid-days = 3\nexpires = 2026-02-01",
        "date = 2026-01-01\nexpires = 2026-01-01",
        "date = 2026-01-01\nexpires = 2027-01-03",
        "date = 2026-01-01\nvalid-days = 367",
    ] {
        let text = attestation(&format!("{rest}\n{MINUTES}"));
        assert_eq!(with(&text).run(&["check"]).code, 3, "{rest}");
    }
}

#[test]
fn an_expired_attestation_could_not_be_evaluated() {
    let text = attestation(&format!("date = 2026-01-01\nvalid-days = 31\n{MINUTES}"));
    let (code, outcome) = with(&text).check();
    assert_eq!(code, 2);
    assert_eq!(outcome.unevaluated()[0].0, "attestation-not-current");
    assert_eq!(
        with(&text).check_with(&["--soft-fail"]).0,
        2,
        "whatever --soft-fail says"
    );
}

#[test]
fn an_attestation_without_the_evidence_that_is_demanded_shows_nothing() {
    let dated = "date = 2026-11-01\nvalid-days = 90";
    let missing = attestation(&format!("{dated}\nevidence = \"board/minutes-2026-q4.md\""));
    let (code, outcome) = with(&missing).check();
    assert_eq!((code, outcome.criterion("CC1.2")), (2, "unproven"));
    let detail = outcome.0["attestations"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("board/minutes-2026-q4.md"), "{detail}");
    let empty = attestation(&format!("{dated}\n{MINUTES}"));
    let (code, outcome) = with(&empty)
        .file("evidence/board/minutes-2026-q3.md", "")
        .check();
    assert_eq!((code, outcome.criterion("CC1.2")), (2, "unproven"));
    let none = attestation(dated);
    let (code, outcome) = with(&none).check();
    assert_eq!((code, outcome.criterion("CC1.2")), (2, "unproven"));
    let reasoned = attestation(&format!(
        "{dated}\nwithout-evidence = \"The minutes are privileged; counsel keeps them.\""
    ));
    let (code, outcome) = with(&reasoned).check();
    assert_eq!((code, outcome.criterion("CC1.2")), (0, "ready"));
}

#[test]
fn what_an_attestation_cites_is_hashed_and_stands_among_the_evidence() {
    let text = attestation(&format!("date = 2026-11-01\nvalid-days = 90\n{MINUTES}"));
    let (_, outcome) = with(&text).check();
    let file = &outcome.0["attestations"][0]["evidence"][0];
    assert_eq!(file["path"], "board/minutes-2026-q3.md");
    assert_eq!(
        file["sha256"],
        "01e73faa7d0b6d6e883ce2e740ad65ecf31b7c05569489ee66f8c60c0110168e"
    );
    let listed = outcome.0["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["path"] == "board/minutes-2026-q3.md")
        .unwrap();
    assert_eq!(listed["read-by"][0], "attestation of CC1.2");
}

#[test]
fn an_attestation_outweighs_nothing_that_a_check_saw() {
    let bad = GOOD_REPORT.replace("N/A,true,false,N/A", "N/A,false,false,N/A");
    assert_ne!(bad, GOOD_REPORT);
    let text = "[[attestation]]\ncontrol = \"aws-credential-report/console-mfa\"\nstatement = \"Everybody has a hardware key.\"\nowner = \"Ann Example\"\ndate = 2026-11-01\nvalid-days = 90\nevidence = \"board/*.md\"\n[[attestation]]\ncriteria = [\"CC6.1\"]\nstatement = \"Access is restricted everywhere.\"\nowner = \"Ann Example\"\ndate = 2026-11-01\nvalid-days = 90\nevidence = \"board/*.md\"\n";
    let (code, outcome) = with(text)
        .file("evidence/aws/credential-report.csv", bad)
        .check();
    assert_eq!((code, outcome.criterion("CC6.1")), (1, "gap"));
    assert_eq!(
        outcome.control("aws-credential-report/console-mfa"),
        "fails"
    );
}

#[test]
fn an_attestation_stands_in_for_a_check_that_is_switched_off_and_for_no_broken_one() {
    let attested = |check: &str| {
        let attestations = ["console-mfa", "root-mfa", "root-unused"].map(|control| {
            format!(
                "[[attestation]]\ncontrol = \"aws-credential-report/{control}\"\nstatement = \"The account is watched by its provider.\"\nowner = \"Ann Example\"\ndate = 2026-11-01\nvalid-days = 90\nevidence = \"board/*.md\"\n"
            )
        });
        let text = format!("{check}{}", attestations.concat());
        Assessment::with_config(&text).file("evidence/board/minutes.md", "x\n")
    };
    let off = "[[check]]\nplugin = \"aws-credential-report\"\ndisabled = \"The provider keeps the account.\"\n";
    let (_, outcome) = attested(off).check();
    assert_eq!(
        outcome.control("aws-credential-report/console-mfa"),
        "attested"
    );
    let stale = "[[check]]\nplugin = \"aws-credential-report\"\n";
    let (code, outcome) = attested(stale)
        .file("evidence/aws/credential-report.csv", GOOD_REPORT)
        .check();
    assert_eq!(code, 2, "its evidence has no known date");
    assert_eq!(
        outcome.control("aws-credential-report/console-mfa"),
        "unproven"
    );
}

#[test]
fn an_attestation_of_a_control_that_no_check_has_is_said_so() {
    let text = "[[attestation]]\ncontrol = \"aws-credential-report/console-mfaa\"\nstatement = \"Everybody has a hardware key.\"\nowner = \"Ann Example\"\ndate = 2026-11-01\nvalid-days = 90\nevidence = \"board/*.md\"\n";
    let assessment = with(text);
    let answer = assessment.run(&["check"]);
    assert!(
        answer
            .stderr
            .contains("did you mean `aws-credential-report/console-mfa`?"),
        "{}",
        answer.stderr
    );
    let (_, outcome) = assessment.check();
    assert_eq!(outcome.0["attestations"][0]["state"], "unknown-control");
}

fn subservice(rest: &str) -> String {
    format!(
        "[[subservice]]\norganisation = \"Cloud Inc\"\nservice = \"data centres\"\nmethod = \"carve-out\"\ncriteria = [\"CC6.4\"]\nreport-type = \"soc-2-type-2\"\nperiod = {{ start = 2025-10-01, end = 2026-09-30 }}\nreport = \"vendors/cloud/report.pdf\"\n{rest}\n"
    )
}

fn state(outcome: &crate::support::Outcome) -> &Value {
    &outcome.0["subservices"][0]["state"]
}

#[test]
fn a_report_carries_from_the_first_day_of_its_period_to_the_last() {
    let assessment = with(&subservice(""));
    for (as_of, status, wanted) in [
        ("2025-09-30", "unproven", "not-yet-covered"),
        ("2025-10-01", "ready", "current"),
        ("2026-09-30", "ready", "current"),
        ("2026-10-01", "unproven", "lapsed"),
    ] {
        let (_, outcome) = assessment.check_with(&["--as-of", as_of]);
        assert_eq!(
            (outcome.criterion("CC6.4"), state(&outcome).as_str()),
            (status, Some(wanted)),
            "{as_of}"
        );
    }
    let (code, outcome) = assessment.check();
    assert_eq!(code, 2);
    let lapsed = &outcome.unevaluated()[0];
    assert_eq!(lapsed.0, "report-not-current");
    assert!(lapsed.1.contains("53 days before"), "{lapsed:?}");
}

#[test]
fn a_bridge_letter_carries_to_its_last_day() {
    let letter = "bridge-letter = { until = 2026-12-31, file = \"vendors/cloud/bridge.pdf\" }";
    let assessment = with(&subservice(letter));
    for (as_of, status) in [
        ("2026-10-01", "ready"),
        ("2026-12-31", "ready"),
        ("2027-01-01", "unproven"),
    ] {
        let (_, outcome) = assessment.check_with(&["--as-of", as_of]);
        assert_eq!(outcome.criterion("CC6.4"), status, "{as_of}");
    }
    assessment.remove("evidence/vendors/cloud/bridge.pdf");
    let (code, outcome) = assessment.check();
    assert_eq!((code, outcome.criterion("CC6.4")), (2, "unproven"));
    assert_eq!(state(&outcome), "without-report");
}

#[test]
fn a_report_that_is_not_there_carries_nothing() {
    let assessment = with(&subservice(""));
    assessment.remove("evidence/vendors/cloud/report.pdf");
    let (code, outcome) = assessment.check_with(&["--as-of", "2026-09-30"]);
    assert_eq!(code, 2);
    assert_eq!(outcome.criterion("CC6.4"), "unproven");
    assert!(
        outcome.0["subservices"][0]["detail"]
            .as_str()
            .unwrap()
            .contains("vendors/cloud/report.pdf")
    );
    let unnamed = subservice("").replace("report = \"vendors/cloud/report.pdf\"\n", "");
    let (_, outcome) = with(&unnamed).check_with(&["--as-of", "2026-09-30"]);
    assert_eq!(outcome.criterion("CC6.4"), "unproven");
}

#[test]
fn a_report_on_design_carries_no_assessment_of_operation() {
    let design = subservice("")
        .replace("soc-2-type-2", "soc-2-type-1")
        .replace(
            "period = { start = 2025-10-01, end = 2026-09-30 }",
            "as-of = 2026-11-22",
        );
    let (_, outcome) = with(&design).check();
    assert_eq!(outcome.criterion("CC6.4"), "ready");
    let assessment = with(&design);
    let config = std::fs::read_to_string(assessment.path().join("tickmark.toml")).unwrap();
    assessment.write(
        "tickmark.toml",
        config.replace(
            "system = \"API\"\n",
            "system = \"API\"\ntype = 2\nperiod = { start = 2026-05-01, end = 2026-10-31 }\n",
        ),
    );
    let (_, outcome) = assessment.check();
    assert_eq!(outcome.criterion("CC6.4"), "unproven");
    assert_eq!(state(&outcome), "design-only");
}

#[test]
fn what_the_organisation_expects_of_us_must_be_answered() {
    let expected = |answer: &str| {
        let letter = "bridge-letter = { until = 2026-12-31, file = \"vendors/cloud/bridge.pdf\" }";
        let control = format!(
            "{letter}\n[[subservice.user-entity-control]]\nid = \"CUEC-3\"\nexpects = \"Customers protect the root user.\"\n{answer}\n"
        );
        subservice(&control)
    };
    let of = |answer: &str, more: &str| {
        let (code, outcome) = with(&format!("{}{more}", expected(answer))).check();
        let control = &outcome.0["subservices"][0]["user-entity-controls"][0];
        (
            code,
            outcome.criterion("CC6.4").to_owned(),
            control["state"].as_str().unwrap().to_owned(),
        )
    };
    let found = |code: i32, status: &str, state: &str| (code, status.to_owned(), state.to_owned());
    assert_eq!(of("", ""), found(0, "unproven", "open"));
    assert_eq!(
        of("controls = [\"aws-credential-report/root-mfa\"]", ""),
        found(0, "ready", "met")
    );
    assert_eq!(
        of("controls = [\"aws-credential-report/no-such\"]", ""),
        found(0, "unproven", "not-met")
    );
    let attested = |days: u16| {
        format!(
            "[[attestation]]\nname = \"root\"\nstatement = \"Two people hold the root user's key.\"\nowner = \"Ann Example\"\ndate = 2026-11-01\nvalid-days = {days}\nevidence = \"board/*.md\"\n"
        )
    };
    assert_eq!(
        of("attestations = [\"root\"]", &attested(60)),
        found(0, "ready", "met")
    );
    assert_eq!(
        of("attestations = [\"root\"]", &attested(21)),
        found(2, "unproven", "not-met")
    );
    let unknown = with(&expected("attestations = [\"rot\"]")).run(&["check"]);
    assert_eq!(unknown.code, 3, "{}", unknown.stderr);
}

#[test]
fn a_failing_control_outweighs_what_others_carry() {
    let carried =
        subservice("bridge-letter = { until = 2026-12-31, file = \"vendors/cloud/bridge.pdf\" }")
            .replace("CC6.4", "CC6.1");
    let bad = GOOD_REPORT.replace("N/A,true,false,N/A", "N/A,false,false,N/A");
    let (_, outcome) = with(&carried)
        .file("evidence/aws/credential-report.csv", bad)
        .check();
    assert_eq!(outcome.criterion("CC6.1"), "gap");
}

fn waiver(subject: &str, expires: &str) -> String {
    format!(
        "[[waiver]]\ncontrol = \"aws-credential-report/console-mfa\"\nsubject = \"{subject}\"\nreason = \"Break-glass user in a sealed envelope.\"\nowner = \"Ann Example\"\napproved-by = \"Carl Example\"\napproved-on = 2026-11-01\nexpires = {expires}\n"
    )
}

fn failing(decisions: &str) -> Assessment {
    let bad = GOOD_REPORT.replace("N/A,true,false,N/A", "N/A,false,false,N/A");
    with(decisions).file("evidence/aws/credential-report.csv", bad)
}

fn concerns(outcome: &crate::support::Outcome) -> Vec<&str> {
    outcome.0["waivers"][0]["concerns"]
        .as_array()
        .map(|concerns| concerns.iter().map(|one| one.as_str().unwrap()).collect())
        .unwrap_or_default()
}

#[test]
fn what_is_doubtful_about_a_waiver_is_said_and_can_keep_the_gate_from_being_met() {
    for (subject, expires, wanted) in [
        ("*/ann", "2026-12-23", Vec::new()),
        ("*/ann", "2026-12-22", vec!["expires-soon"]),
        ("*/ann", "2026-11-23", vec!["expires-soon"]),
        ("*/ann", "2026-11-22", vec!["expired"]),
        ("*/nobody", "2026-12-23", vec!["unused"]),
        ("*", "2026-12-23", vec!["over-broad"]),
        ("*:*", "2026-12-23", vec!["unused", "over-broad"]),
    ] {
        let assessment = failing(&waiver(subject, expires));
        let (_, outcome) = assessment.check();
        assert_eq!(concerns(&outcome), wanted, "{subject} {expires}");
        for concern in wanted {
            let (code, outcome) = assessment.check_with(&["--deny-waivers", concern]);
            assert_eq!(code, 1, "{concern}");
            let rules = outcome.0["gate"]["rules"].as_array().unwrap();
            let rule = rules.iter().find(|rule| rule["rule"] == "waivers.deny");
            assert_eq!(rule.unwrap()["held"], false);
        }
    }
    let unknown = waiver("*/ann", "2026-12-23").replace("console-mfa", "console-mfaa");
    let assessment = failing(&unknown);
    let (_, outcome) = assessment.check();
    assert_eq!(concerns(&outcome), ["unused", "unknown-control"]);
    let answer = assessment.run(&["check"]);
    assert!(
        answer
            .stderr
            .contains("did you mean `aws-credential-report/console-mfa`?"),
        "{}",
        answer.stderr
    );
}

#[test]
fn a_waiver_may_run_no_longer_than_the_policy_allows() {
    let policy = "[gate.waivers]\nmaximum-days = 30\n";
    let with_policy = |expires: &str| {
        let text = format!("{policy}{}", waiver("*/ann", expires));
        failing(&text).run(&["check"])
    };
    assert_eq!(with_policy("2026-12-01").code, 0);
    let refused = with_policy("2026-12-02");
    assert_eq!(refused.code, 3);
    assert!(
        refused
            .stderr
            .contains("runs for 31 days, at most 30 are allowed"),
        "{}",
        refused.stderr
    );
}

#[test]
fn mistakes_in_decisions_are_shown_where_they_are() {
    let said = |decisions: &str| {
        let answer = with(decisions).run(&["check"]);
        assert_eq!(answer.code, 3, "{}", answer.stdout);
        answer.stderr
    };
    insta::assert_snapshot!(
        "bad-attestation",
        said(
            "[[attestation]]\ncriteria = [\"CC12.1\"]\ncontrol = \"mfa\"\nstatement = \"ok\"\nowner = \"Ann\"\ndate = 2026-01-01\nevidence = \"../secret\"\nwithout-evidence = \"none\"\n"
        )
    );
    insta::assert_snapshot!(
        "bad-subservice",
        said(
            "[[subservice]]\norganisation = \"Cloud Inc\"\nservice = \"data centres\"\nmethod = \"carve-out\"\ncriteria = \"CC6.44\"\nreport-type = \"soc-2-type-2\"\nperiod = { start = 2026-10-01, end = 2025-09-30 }\nreport = \"vendors/*.pdf\"\nbridge-letter = { until = 2025-01-01, file = \"x.pdf\" }\n"
        )
    );
    insta::assert_snapshot!(
        "bad-report-type",
        said(
            "[[subservice]]\norganisation = \"Cloud Inc\"\nservice = \"data centres\"\nmethod = \"carved-out\"\ncriteria = \"CC6.4\"\nreport-type = \"iso-27001\"\nunit = 1\n"
        )
    );
}

#[test]
fn hostile_values_are_refused_in_every_table() {
    let waiver = waiver("*/ann", "2026-12-01");
    let attestation = attestation(&format!("date = 2026-11-01\nvalid-days = 30\n{MINUTES}"));
    let subservice = subservice("");
    let expected = format!(
        "{subservice}[[subservice.user-entity-control]]\nid = \"CUEC 1\"\nexpects = \"Customers do their part.\"\n"
    );
    let gate = "[gate]\nmay-be-unproven = [\"CC1.1\"]\nbaseline = \"b.json\"\n".to_owned();
    let scope = "[scope.not-relevant]\n\"CC6.4\" = \"We have no premises.\"\n".to_owned();
    // Each is right but for one value.
    for (table, from, to) in [
        (&waiver, "Ann Example", "Ann\\u001b[2J"),
        (&waiver, "*/ann", "*/\\u202eann"),
        (&waiver, "sealed envelope", "sealed\\u0007envelope"),
        (&waiver, "Carl Example", "Carl\\nExample"),
        (&waiver, "2026-12-01", "\"2026-12-01\\u200b\""),
        (&attestation, "Ann Example", "\\u009b31m"),
        (&attestation, "every quarter", "every\\u0000quarter"),
        (&attestation, "board/*.md", "board/\\u2066*.md"),
        (&attestation, "valid-days = 30", "valid-days = -1"),
        (
            &attestation,
            "valid-days = 30",
            "valid-days = 99999999999999999999",
        ),
        (&attestation, "valid-days = 30", "valid-days = \"30\""),
        (&attestation, "[\"CC1.2\"]", "[]"),
        (&attestation, "[\"CC1.2\"]", "[[\"CC1.2\"]]"),
        (&subservice, "Cloud Inc", "Cloud\\u001b]0;x\\u0007"),
        (&subservice, "data centres", "data\\u2028centres"),
        (&subservice, "\"carve-out\"", "[\"carve-out\"]"),
        (&subservice, "vendors/cloud/report.pdf", "/etc/passwd"),
        (&subservice, "vendors/cloud/report.pdf", "vendors/../../x"),
        (&subservice, "2025-10-01", "2025-10-01T00:00:00Z"),
        (&expected, "CUEC 1", "\\u001b[0m"),
        (&expected, "Customers do", "Customers\\u0008do"),
        (&gate, "CC1.1", "CC1.1\\u200d"),
        (&gate, "b.json", "\\u001bb.json"),
        (
            &gate,
            "may-be-unproven",
            "minimum-ready = 101\nmay-be-unproven",
        ),
        (
            &gate,
            "may-be-unproven",
            "maximum-unproven = -1\nmay-be-unproven",
        ),
        (
            &gate,
            "may-be-unproven",
            "ratchet = \"yes\"\nmay-be-unproven",
        ),
        (
            &gate,
            "may-be-unproven",
            "waivers = { deny = [\"old\"] }\nmay-be-unproven",
        ),
        (
            &gate,
            "may-be-unproven",
            "waivers = { maximum-days = 367 }\nmay-be-unproven",
        ),
        (&scope, "no premises", "no\\u202epremises"),
    ] {
        assert!(table.contains(from), "{from} is not in {table}");
        let answer = with(&table.replacen(from, to, 1)).run(&["check"]);
        assert_eq!(answer.code, 3, "{to}: {}", answer.stdout);
        assert_eq!(answer.stdout, "", "{to}");
        assert!(
            answer.stderr.contains("tickmark.toml:"),
            "{}",
            answer.stderr
        );
        let acts = |letter: char| {
            (letter.is_control() && letter != '\n')
                || matches!(letter, '\u{200b}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!answer.stderr.contains(acts), "{:?}", answer.stderr);
    }
}

#[test]
fn only_a_plugins_own_configuration_may_hold_what_nobody_sees() {
    let said = |check: &str| Assessment::with_config(check).run(&["check"]).stderr;
    let unseen = "characters that cannot be seen";
    let check = "[[check]]\nplugin = \"aws-credential-report\"\n";
    // An input may be called `config` too.
    let input = said(&format!("{check}evidence = {{ config = \"a\\u202eb\" }}\n"));
    assert!(input.contains(unseen), "{input}");
    let own = said(&format!("{check}config = {{ x = \"a\\u202eb\" }}\n"));
    assert!(!own.contains(unseen), "{own}");
}

#[test]
fn in_a_type_2_assessment_a_report_covers_the_period_from_its_first_day() {
    let period = |start: &str| {
        let text = format!("type = 2\nperiod = {{ start = {start}, end = 2026-09-30 }}\n");
        let letter = "bridge-letter = { until = 2026-12-31, file = \"vendors/cloud/bridge.pdf\" }";
        with(&format!("{text}{}", subservice(letter)))
    };
    let (_, outcome) = period("2025-10-01").check();
    assert_eq!(outcome.criterion("CC6.4"), "ready");
    let (_, outcome) = period("2025-09-01").check();
    assert_eq!(outcome.criterion("CC6.4"), "unproven");
    let told = &outcome.unevaluated()[0].1;
    assert!(told.contains("nothing covers the time between"), "{told}");
}

#[test]
fn a_period_that_has_not_begun_is_refused() {
    let text = "type = 2\nperiod = { start = 2026-11-23, end = 2027-05-31 }\n";
    let answer = with(text).run(&["check"]);
    assert_eq!(answer.code, 3);
    assert!(
        answer.stderr.contains("after the as-of date 2026-11-22"),
        "{}",
        answer.stderr
    );
}

#[test]
fn a_bridge_letter_is_no_substitute_for_the_next_report() {
    let letter = "bridge-letter = { until = 2027-12-31, file = \"vendors/cloud/bridge.pdf\" }";
    let (code, outcome) = with(&subservice(letter)).check();
    assert_eq!((code, outcome.criterion("CC6.4")), (2, "unproven"));
    let told = &outcome.unevaluated()[0].1;
    assert!(told.contains("goes on for 457 days"), "{told}");
}

#[test]
fn what_is_cited_was_there_on_the_as_of_date_and_is_whole() {
    let text = attestation(&format!("date = 2026-11-01\nvalid-days = 90\n{MINUTES}"));
    let stated = |path: &str, day: &str| {
        let entry = format!("[[evidence]]\npath = \"{path}\"\ncollected = {day}T10:00:00Z\n");
        with(&text).file(
            "evidence/evidence.toml",
            format!("{GOOD_PROVENANCE}{entry}"),
        )
    };
    let of = |path: &str, day: &str| {
        let (_, outcome) = stated(path, day).check();
        (
            outcome.criterion("CC1.2").to_owned(),
            outcome
                .unevaluated()
                .pop()
                .map_or(String::new(), |(_, told)| told),
        )
    };
    assert_eq!(of("board/*.md", "2026-11-22").0, "ready");
    let (status, why) = of("board/*.md", "2026-11-23");
    assert_eq!(status, "unproven");
    assert!(why.contains("after the as-of date"), "{why}");
    let (status, why) = of("board/signatures.md", "2026-11-20");
    assert_eq!(status, "unproven");
    assert!(why.contains("`board/signatures.md` is not there"), "{why}");
}

/// Two accounts, each of which has a user without a second factor.
fn two_accounts(decisions: &str, rest: &str) -> Assessment {
    let user = "bob,arn:aws:iam::210987654321:user/bob,2025-01-05T09:00:00+00:00,true,2026-11-19T09:00:00+00:00,2026-05-05T09:00:00+00:00,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n";
    let report = format!("{GOOD_REPORT}{user}");
    Assessment::with_config(&format!(
        "{decisions}\n[[check]]\nplugin = \"aws-credential-report\"\nname = \"sandbox\"\ntargets = \"accounts/{{target}}\"\nevidence = {{ credential-reports = \"accounts/{{target}}/report.csv\" }}\naccept-undated = [\"credential-reports\"]\n{rest}"
    ))
    .file("evidence/accounts/one/report.csv", &report)
    .file("evidence/accounts/two/report.csv", &report)
}

fn accepted(rest: &str) -> String {
    format!(
        "[[waiver]]\ncontrol = \"aws-credential-report/console-mfa\"\nsubject = \"*/bob\"\nreason = \"A user of the sandbox, without any right.\"\nowner = \"Ann Example\"\napproved-by = \"Carl Example\"\napproved-on = 2026-11-01\nexpires = 2027-02-01\n{rest}\n"
    )
}

#[test]
fn a_waiver_can_be_for_one_target_and_one_check() {
    let of = |rest: &str| {
        let (code, outcome) = two_accounts(&accepted(rest), "").check();
        let concerns = outcome.0["waivers"][0]["concerns"].clone();
        (code, outcome.criterion("CC6.1").to_owned(), concerns)
    };
    let none = Value::Null;
    let several = serde_json::json!(["several-targets"]);
    let unused = serde_json::json!(["unused"]);
    assert_eq!(of(""), (0, "excepted".to_owned(), several));
    assert_eq!(of("target = \"one\""), (1, "gap".to_owned(), none));
    assert_eq!(of("check = \"other\""), (1, "gap".to_owned(), unused));
}

#[test]
fn an_attestation_leaves_an_accepted_failure_accepted() {
    let attested = "[[attestation]]\ncontrol = \"aws-credential-report/console-mfa\"\nstatement = \"Staging has the same rules, which the platform enforces.\"\nowner = \"Ann Example\"\ndate = 2026-11-01\nvalid-days = 90\nwithout-evidence = \"Nobody can export a report from there.\"\n";
    let decisions = format!("{attested}{}", accepted(""));
    let staging = "\n[[check]]\nplugin = \"aws-credential-report\"\nname = \"staging\"\ndisabled = \"no access to staging\"\n";
    let (_, outcome) = two_accounts(&decisions, staging).check();
    assert_eq!(
        outcome.control("aws-credential-report/console-mfa"),
        "waived"
    );
    assert_ne!(outcome.criterion("CC6.1"), "ready");
}

//! Evidence that was meant to be there, and is not: it must not vanish without a trace.

use crate::support::{Assessment, GOOD_REPORT};

const DAY: &str = "collected = 2026-11-20T10:00:00Z\n";

/// A check of the credential reports that `rest` names.
fn check(rest: &str) -> String {
    format!("[[check]]\nplugin = \"aws-credential-report\"\n{rest}\n")
}

fn entry(path: &str, rest: &str) -> String {
    format!("[[evidence]]\npath = \"{path}\"\n{DAY}{rest}\n")
}

fn with(rest: &str, manifest: &str) -> Assessment {
    Assessment::with_config(&check(rest))
        .file("evidence/accounts/prod/report.csv", GOOD_REPORT)
        .file("evidence/evidence.toml", manifest)
}

/// The exit code, where CC6.1 stands, and the codes of what could not be evaluated.
fn judged(assessment: &Assessment) -> (i32, String, Vec<String>) {
    let (code, outcome) = assessment.check();
    let codes = outcome.unevaluated().into_iter().map(|(code, _)| code);
    (code, outcome.criterion("CC6.1").to_owned(), codes.collect())
}

fn unproven(reason: &str) -> (i32, String, Vec<String>) {
    (2, "unproven".to_owned(), vec![reason.to_owned()])
}

fn ready() -> (i32, String, Vec<String>) {
    (0, "ready".to_owned(), Vec::new())
}

#[test]
fn each_pattern_that_is_named_must_match_something() {
    let provenance = entry("accounts/**", "");
    for named in ["accounts/stage/report.csv", "accounts/stage/*.csv"] {
        let evidence = format!(
            "evidence = {{ credential-reports = [\"accounts/prod/report.csv\", \"{named}\"] }}"
        );
        let assessment = with(&evidence, &provenance);
        assert_eq!(judged(&assessment), unproven("missing-input"), "{named}");
        let (_, outcome) = assessment.check();
        assert!(outcome.unevaluated()[0].1.contains(named));
        let other = GOOD_REPORT.replace("210987654321", "321098765432");
        assessment.write("evidence/accounts/stage/report.csv", other);
        assert_eq!(judged(&assessment), ready(), "{named}");
    }
}

#[test]
fn targets_need_files_of_their_own() {
    for evidence in [
        "",
        "evidence = { credential-reports = \"accounts/prod/*.csv\" }",
    ] {
        for targets in ["[\"prod\", \"stage\"]", "\"accounts/{target}\""] {
            let rest = format!("targets = {targets}\n{evidence}");
            let answer = with(&rest, &entry("accounts/**", "")).run(&["check"]);
            assert_eq!(answer.code, 3, "{rest}");
            let told = "no pattern of its `evidence` names `{target}`";
            assert!(answer.stderr.contains(told), "{}", answer.stderr);
        }
    }
}

const EACH: &str = "targets = \"accounts/{target}\"\nevidence = { credential-reports = \"accounts/{target}/report.csv\" }";

#[test]
fn a_target_without_evidence_is_a_target() {
    let provenance = entry("accounts/prod/report.csv", "");
    assert_eq!(judged(&with(EACH, &provenance)), ready());
    let emptied = with(EACH, &provenance);
    std::fs::create_dir_all(emptied.path().join("evidence/accounts/stage")).unwrap();
    assert_eq!(judged(&emptied), unproven("missing-input"));
    let gone = entry("accounts/stage/report.csv", "");
    let stated = with(EACH, &format!("{provenance}{gone}"));
    assert_eq!(judged(&stated), unproven("missing-input"));
}

#[test]
fn records_that_were_counted_and_whose_files_are_gone_are_missed() {
    let evidence = "evidence = { credential-reports = \"accounts/*/report.csv\" }";
    let provenance = entry("accounts/prod/report.csv", "");
    let stage = |path: &str, items: &str| format!("{provenance}{}", entry(path, items));
    let of = |manifest: &str| judged(&with(evidence, manifest));
    let missed = unproven("incomplete-evidence");
    assert_eq!(of(&stage("accounts/stage/*.csv", "items = 9")), missed);
    assert_eq!(of(&stage("accounts/s*/report.csv", "items = 9")), missed);
    // Another kind of file, another folder, and what nobody has counted.
    assert_eq!(of(&stage("accounts/stage/*.json", "items = 9")), ready());
    assert_eq!(of(&stage("hosts/*/report.csv", "items = 9")), ready());
    assert_eq!(of(&stage("accounts/stage/*.csv", "")), ready());
}

#[test]
fn records_are_counted_over_all_targets() {
    let with_both = |items: u32| {
        with(
            EACH,
            &entry("accounts/*/report.csv", &format!("items = {items}")),
        )
        .file("evidence/accounts/stage/report.csv", GOOD_REPORT)
    };
    assert_eq!(judged(&with_both(6)), ready());
    let short = with_both(40);
    assert_eq!(judged(&short), unproven("incomplete-evidence"));
    let (_, outcome) = short.check();
    let (_, message) = &outcome.unevaluated()[0];
    assert!(
        message.contains("states 40 records") && message.contains("found 6"),
        "{message}"
    );
}

#[cfg(unix)]
#[test]
fn a_manifest_behind_a_link_counts_and_one_that_leads_nowhere_is_an_error() {
    use std::os::unix::fs::symlink;
    let evidence = "evidence = { credential-reports = \"accounts/*/report.csv\" }";
    let assessment = Assessment::with_config(&check(evidence))
        .file("evidence/accounts/prod/report.csv", GOOD_REPORT)
        .file(
            "evidence/about/prod.toml",
            entry("accounts/**", "items = 500"),
        );
    let link = assessment.path().join("evidence/evidence.toml");
    symlink("about/prod.toml", &link).unwrap();
    assert_eq!(judged(&assessment), unproven("incomplete-evidence"));
    std::fs::remove_file(&link).unwrap();
    symlink("about/nothing.toml", &link).unwrap();
    let answer = assessment.run(&["check"]);
    assert_eq!(answer.code, 3);
    assert!(answer.stderr.contains("evidence.toml"), "{}", answer.stderr);
}

#[test]
fn checks_that_mean_two_by_one_control_are_refused() {
    let asserted = |name: &str, title: &str, criterion: &str| {
        format!(
            "[[check]]\nplugin = \"assertions\"\nname = \"{name}\"\n\
             [[check.config.input]]\nname = \"{name}\"\nglobs = [\"{name}.csv\"]\n\
             [[check.config.assertion]]\nid = \"encrypted\"\ntitle = \"{title}\"\n\
             criteria = [{{ criterion = \"{criterion}\", relation = \"implements\", rationale = \"Nobody else reads it.\" }}]\n\
             severity = \"high\"\nmethod = \"records\"\nremedy = \"Encrypt it.\"\ninput = \"{name}\"\nassert = \"item.enc == 'on'\"\n"
        )
    };
    let run = |title: &str, criterion: &str| {
        let one = asserted("laptops", "Disks are encrypted", "CC6.7");
        let other = asserted("databases", title, criterion);
        Assessment::with_config(&format!("{one}{other}"))
            .file("evidence/laptops.csv", "name,enc\nA,on\n")
            .file("evidence/databases.csv", "name,enc\nB,on\n")
            .run(&["check"])
    };
    for (title, criterion) in [
        ("Databases are encrypted", "CC6.7"),
        ("Disks are encrypted", "CC6.1"),
    ] {
        let answer = run(title, criterion);
        assert_eq!(answer.code, 3, "{}", answer.stdout);
        let told = "both have a control `assertions/encrypted`";
        assert!(answer.stderr.contains(told), "{}", answer.stderr);
    }
    assert_eq!(run("Disks are encrypted", "CC6.7").code, 0);
}

//! Same inputs, same bytes: whatever the threads, the files' order, the checks' order, the place.

use crate::support::{Assessment, GOOD_REPORT, repository};

const ACCOUNTS: usize = 12;

fn account(number: usize) -> String {
    GOOD_REPORT.replace("210987654321", &format!("{:012}", 100_000_000_000 + number))
}

fn assessment(order: impl Iterator<Item = usize>, checks: [&str; 3]) -> Assessment {
    let mut assessment = Assessment::with_config(&checks.concat());
    for number in order {
        assessment = assessment.file(
            &format!("evidence/aws/{number}/credential-report.csv"),
            account(number),
        );
    }
    assessment
        .file(
            "evidence/evidence.toml",
            "[[evidence]]\npath = \"aws/**\"\ncollected = 2026-11-20T10:00:00Z\n",
        )
        .file("evidence/hosts/b/sshd_config", "PermitRootLogin yes\n")
        .file("evidence/hosts/a/sshd_config", "PermitRootLogin no\n")
}

const ALL: &str = "[[check]]\nplugin = \"aws-credential-report\"\nname = \"all\"\n";
const EACH: &str = "[[check]]\nplugin = \"aws-credential-report\"\nname = \"each\"\ntargets = \"aws/{target}\"\nevidence = { credential-reports = \"aws/{target}/*.csv\" }\n";
const SSH: &str = "[[check]]\nplugin = \"sshd-config\"\naccept-undated = [\"server-config\"]\n";

#[test]
fn neither_threads_nor_orders_nor_place_change_a_byte() {
    let one = assessment(0..ACCOUNTS, [ALL, EACH, SSH]);
    let first = one
        .run(&["check", "--format", "json", "--jobs", "1"])
        .stdout;
    assert!(first.len() > 10_000);
    for jobs in ["2", "8", "64"] {
        let again = one
            .run(&["check", "--format", "json", "--jobs", jobs])
            .stdout;
        assert_eq!(first, again, "{jobs} jobs");
    }
    let other = assessment((0..ACCOUNTS).rev(), [SSH, EACH, ALL]);
    let again = other.run(&["check", "--format", "json"]).stdout;
    // The configuration's digest is the one thing that rightly differs.
    let without_digest = |text: &str| -> String {
        text.lines()
            .filter(|line| {
                !line.trim_start().starts_with("\"config-sha256\": ") || line.starts_with("      ")
            })
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(without_digest(&first), without_digest(&again));
}

#[test]
fn neither_locale_nor_time_zone_changes_a_byte() {
    let one = assessment(0..2, [ALL, EACH, SSH]);
    let run = |zone: &str, language: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_tickmark"))
            .args(["check", "--format", "json"])
            .current_dir(one.path())
            .env("TZ", zone)
            .env("LC_ALL", language)
            .env("LANG", language)
            .output()
            .unwrap()
            .stdout
    };
    let first = run("UTC", "C");
    assert_eq!(first, run("Pacific/Kiritimati", "tr_TR.UTF-8"));
    assert_eq!(first, run("America/Adak", "de_DE.UTF-8"));
}

#[test]
fn a_plugin_is_the_same_wherever_it_comes_from() {
    let one = assessment(0..2, [ALL, EACH, SSH]);
    let dist = repository().join("plugins/dist");
    let dist = dist.to_str().unwrap();
    let embedded = one.run(&["check", "--format", "json"]).stdout;
    let beside = one
        .run(&["check", "--format", "json", "--plugins", dist])
        .stdout;
    let instead = one
        .run(&[
            "check",
            "--format",
            "json",
            "--no-embedded",
            "--plugins",
            dist,
        ])
        .stdout;
    assert_eq!(embedded, beside);
    assert_eq!(embedded, instead);
}

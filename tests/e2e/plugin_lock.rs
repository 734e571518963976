//! `tickmark.lock`: a run uses the plugins that somebody looked at, and no others.

use crate::guests::{hostile, with_custom_section};
use crate::support::{Answer, Assessment, GOOD_CHECK, answer, command, good};

/// An assessment with a plugin that did not come with the program.
fn assessment() -> Assessment {
    Assessment::with_config(
        "[plugins]\ndirectories = [\"plugins\"]\n[[check]]\nplugin = \"hostile\"\n",
    )
    .file("evidence/hostile/a.txt", "")
    .file("plugins/hostile.wasm", hostile())
}

fn locked() -> Assessment {
    let assessment = assessment();
    assert_eq!(assessment.run(&["plugin", "lock"]).code, 0);
    assessment
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

fn refused(answer: &Answer, parts: &[&str]) {
    assert_eq!(answer.code, 3, "{}", answer.stderr);
    assert_eq!(answer.stdout, "", "nothing was run");
    let text = answer
        .stderr
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for part in parts {
        assert!(text.contains(part), "{part}:\n{}", answer.stderr);
    }
}

fn in_pipeline(assessment: &Assessment, ci: &str, arguments: &[&str]) -> Answer {
    let mut command = command(assessment.path(), arguments);
    command.env("CI", ci);
    answer(command)
}

#[test]
fn locking_writes_what_there_is_and_says_what_changed() {
    let assessment = assessment();
    let digest = sha256(&hostile());
    let first = assessment.run(&["plugin", "lock"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let added = format!(
        "added    hostile 0.1.0 (hostile.wasm) sha256 {digest}\nwrote ./tickmark.lock: 1 locked\n"
    );
    assert_eq!(first.stdout, added);
    let text = std::fs::read_to_string(assessment.path().join("tickmark.lock")).unwrap();
    assert!(
        text.contains(&digest) && text.starts_with("# Written by"),
        "{text}"
    );
    let again = assessment.run(&["plugin", "lock"]);
    assert_eq!(again.stdout, "./tickmark.lock is up to date: 1 locked\n");
    let other = with_custom_section(hostile());
    assessment.write("plugins/hostile.wasm", &other);
    let changed = assessment.run(&["plugin", "lock"]).stdout;
    assert!(changed.starts_with("changed  hostile"), "{changed}");
    assert!(
        changed.contains(&digest) && changed.contains(&sha256(&other)),
        "{changed}"
    );
    assessment.remove("plugins/hostile.wasm");
    let removed = assessment.run(&["plugin", "lock"]).stdout;
    assert!(removed.starts_with("removed  hostile"), "{removed}");
}

#[test]
fn where_everything_is_embedded_there_is_nothing_to_lock() {
    let assessment = good();
    let answer = assessment.run(&["plugin", "lock"]);
    assert!(
        answer.stdout.starts_with("nothing to lock"),
        "{}",
        answer.stdout
    );
    assert!(!assessment.path().join("tickmark.lock").exists());
    assert_eq!(in_pipeline(&assessment, "true", &["check"]).code, 0);
    // A copy of an embedded plugin is that plugin.
    let dist = crate::support::repository().join("plugins/dist");
    let dist = dist.to_str().unwrap();
    let answer = assessment.run(&["check", "--locked", "--no-embedded", "--plugins", dist]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
}

#[test]
fn a_locked_run_uses_what_is_locked() {
    assert_eq!(locked().run(&["check", "--locked"]).code, 0);
}

#[test]
fn a_locked_run_refuses_a_plugin_that_is_not_locked() {
    let answer = assessment().run(&["check", "--locked"]);
    refused(
        &answer,
        &[
            "error[plugin-not-locked]: the plugin ./plugins/hostile.wasm is not in ./tickmark.lock",
            &format!("found sha256 {}, locked none", sha256(&hostile())),
            "`tickmark plugin lock`",
        ],
    );
}

#[test]
fn a_locked_run_refuses_a_plugin_that_differs_and_names_both_digests() {
    let assessment = locked();
    let other = with_custom_section(hostile());
    assessment.write("plugins/hostile.wasm", &other);
    let refusal = format!(
        "error[plugin-differs]: the plugin ./plugins/hostile.wasm is not the `hostile` that ./tickmark.lock names: found sha256 {}, locked {}",
        sha256(&other),
        sha256(&hostile())
    );
    refused(&assessment.run(&["check", "--locked"]), &[&refusal]);
    // The lock file is obeyed for what it names, whoever runs.
    refused(&assessment.run(&["check"]), &[&refusal]);
    refused(&assessment.run(&["check", "--no-locked"]), &[&refusal]);
    // Under another name too.
    std::fs::rename(
        assessment.path().join("plugins/hostile.wasm"),
        assessment.path().join("plugins/renamed.wasm"),
    )
    .unwrap();
    refused(
        &assessment.run(&["check"]),
        &["plugins/renamed.wasm is not the `hostile`"],
    );
    refused(
        &assessment.run(&["check", "--locked"]),
        &[
            "plugins/renamed.wasm is not in ./tickmark.lock",
            "names the plugin `hostile`",
        ],
    );
}

#[test]
fn a_plugin_that_is_not_locked_is_not_even_compiled_by_a_locked_run() {
    // It would never end when asked what it is; nobody asks.
    let assessment = locked().file(
        "plugins/endless.wasm",
        crate::guests::guest("(loop $l (br $l)) unreachable"),
    );
    let start = std::time::Instant::now();
    refused(
        &assessment.run(&["check", "--locked"]),
        &["plugins/endless.wasm is not in"],
    );
    assert!(start.elapsed() < std::time::Duration::from_secs(9));
}

#[test]
fn a_locked_plugin_that_is_gone_is_an_error_of_a_locked_run() {
    let assessment = locked().config(GOOD_CHECK);
    refused(
        &assessment.run(&["check", "--locked"]),
        &[
            "./tickmark.lock names the plugin `hostile` 0.1.0 (hostile.wasm, sha256",
            "which is not there",
        ],
    );
    assert_eq!(
        assessment
            .run(&["check", "--locked", "--plugins", "plugins", "--dry-run"])
            .code,
        0
    );
}

#[test]
fn without_a_demand_a_plugin_beside_the_lock_file_is_warned_of() {
    let assessment = assessment().file("tickmark.lock", "version = 1\n");
    let answer = assessment.run(&["check"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(
        answer
            .stderr
            .contains("warning[plugin-not-locked]: the plugin `hostile`"),
        "{}",
        answer.stderr
    );
    assessment.remove("tickmark.lock");
    let answer = assessment.run(&["check"]);
    assert!(
        !answer.stderr.contains("lock"),
        "who has no lock file hears nothing of it"
    );
}

#[test]
fn a_pipeline_demands_the_lock_file_unless_told_otherwise() {
    let assessment = assessment();
    for yes in ["true", "1", "woodpecker"] {
        refused(
            &in_pipeline(&assessment, yes, &["check"]),
            &["is not in ./tickmark.lock"],
        );
    }
    refused(
        &in_pipeline(&assessment, "true", &["explain", "CC6.1"]),
        &["is not in"],
    );
    for no in ["", "0", "false", "False"] {
        assert_eq!(in_pipeline(&assessment, no, &["check"]).code, 0, "CI={no}");
    }
    assert_eq!(
        in_pipeline(&assessment, "true", &["check", "--no-locked"]).code,
        0
    );
    let update = in_pipeline(&assessment, "true", &["check", "--update-lock"]);
    assert_eq!(update.code, 0, "{}", update.stderr);
    assert!(
        update.stderr.contains("added    hostile"),
        "{}",
        update.stderr
    );
    assert_eq!(in_pipeline(&assessment, "true", &["check"]).code, 0);
}

#[test]
fn the_command_that_is_advised_is_the_one_that_helps() {
    let assessment = Assessment::new()
        .file("evidence/hostile/a.txt", "")
        .file("more plugins/hostile.wasm", hostile());
    let arguments = ["check", "--locked", "--plugins", "more plugins"];
    let answer = assessment.run(&arguments);
    refused(
        &answer,
        &["`tickmark plugin lock --plugins 'more plugins'`"],
    );
    let lock = assessment.run(&["plugin", "lock", "--plugins", "more plugins"]);
    assert_eq!(lock.code, 0, "{}", lock.stderr);
    assert_eq!(assessment.run(&arguments).code, 0);
}

#[test]
fn what_is_no_lock_file_is_never_passed_over() {
    let assessment = assessment().file("tickmark.lock", "<<<<<<< HEAD\n");
    refused(
        &assessment.run(&["check"]),
        &["error[bad-lock-file]: ./tickmark.lock is no lock file"],
    );
    assert_eq!(assessment.run(&["plugin", "lock"]).code, 3);
    assessment.write("tickmark.lock", "version = 9\n");
    refused(&assessment.run(&["check"]), &["version 9 of the format"]);
}

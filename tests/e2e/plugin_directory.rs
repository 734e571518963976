//! A plugin directory with everything in it that can lie in a directory: each file has its own message,
//! and the good plugins run.

#![cfg(unix)]

use std::os::unix::fs::{PermissionsExt, symlink};

use crate::guests::{hostile, wat, with_custom_section};
use crate::support::{Answer, Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT, cache};
use crate::unprivileged;

/// Checks that must run, whatever lies beside their plugins.
fn assessment() -> Assessment {
    Assessment::with_config(&format!(
        "[plugins]\ndirectories = [\"plugins\"]\n{GOOD_CHECK}\n[[check]]\nplugin = \"hostile\"\n"
    ))
    .file("evidence/aws/credential-report.csv", GOOD_REPORT)
    .file("evidence/evidence.toml", GOOD_PROVENANCE)
    .file("evidence/hostile/a.txt", "")
    .file("plugins/hostile.wasm", hostile())
}

/// The program's message as one line: help and line breaks are for people.
fn said(answer: &Answer, message: &str) {
    let text = answer
        .stderr
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(text.contains(message), "{message}:\n{}", answer.stderr);
}

/// A directory with one of each kind of file.
fn zoo() -> Assessment {
    let assessment = assessment()
        .file("plugins/text.wasm", "hello\n")
        .file("plugins/empty.wasm", "")
        .file("plugins/module.wasm", wat("(module)"))
        .file(
            "plugins/world.wasm",
            wat("(component (import \"acme:thing/api@1.0.0\" (instance)))"),
        )
        .file(
            "plugins/future.wasm",
            wat("(component (import \"tickmark:plugin/evidence@0.2.0\" (instance)))"),
        )
        .file(
            "plugins/far-future.wasm",
            wat("(component (import \"tickmark:plugin/evidence@1.0.0\" (instance)))"),
        )
        .file("plugins/source.wat", "(component)")
        .file("plugins/machine.cwasm", "\x7fELF")
        .file("plugins/disguised.wasm", "\x7fELF")
        .file("plugins/folder.wasm/x", "")
        .file("plugins/README.md", "What these plugins are.");
    let plugins = assessment.path().join("plugins");
    symlink("loop.wasm", plugins.join("loop.wasm")).unwrap();
    symlink("nowhere", plugins.join("dead.wasm")).unwrap();
    nix::unistd::mkfifo(&plugins.join("fifo.wasm"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    assessment
}

const MESSAGES: [&str; 13] = [
    "plugins/text.wasm is no plugin: the file is not WebAssembly",
    "plugins/empty.wasm is no plugin: the file is empty",
    "plugins/module.wasm is no plugin: the file is a core WebAssembly module, not a component",
    "plugins/world.wasm is no plugin: the component was built for another world",
    "plugins/future.wasm is no plugin: the component was built for version 0.2.0 of the contract tickmark:plugin, and this program speaks 0.1.0",
    "plugins/far-future.wasm is no plugin: the component was built for version 1.0.0 of the contract",
    "plugins/source.wat is no plugin: the file is WebAssembly text",
    "plugins/machine.cwasm is no plugin: the file is compiled machine code, which is never loaded from a file",
    "plugins/disguised.wasm is no plugin: the file is compiled machine code, which is never loaded",
    "plugins/folder.wasm is no plugin: it is a directory, expected a regular file",
    "plugins/loop.wasm is no plugin: it is a symbolic link that cannot be followed: filesystem loop",
    "plugins/dead.wasm is no plugin: it is a symbolic link to something that does not exist",
    "plugins/fifo.wasm is no plugin: it is a FIFO, expected a regular file",
];

#[test]
fn each_file_that_is_no_plugin_has_its_own_message_and_the_good_ones_run() {
    let assessment = zoo();
    let answer = assessment.run(&["check", "--format", "json"]);
    for message in MESSAGES {
        said(&answer, message);
    }
    assert_eq!(
        answer.stderr.matches("warning[bad-plugin]").count(),
        MESSAGES.len()
    );
    assert!(!answer.stderr.contains("README.md"));
    assert_eq!(
        answer.code, 0,
        "no check wants one of them: {}",
        answer.stderr
    );
    let result: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    let unusable = result["unusable-plugins"].as_array().unwrap();
    assert_eq!(
        unusable.len(),
        MESSAGES.len(),
        "the result lists them: {unusable:?}"
    );
    assert_eq!(result["checks"][0]["units"][0]["state"], "ran");
    assert_eq!(result["checks"][1]["units"][0]["state"], "ran");
}

#[test]
fn with_strict_plugins_nothing_is_run_beside_a_file_that_is_no_plugin() {
    let answer = zoo().run(&["check", "--strict-plugins"]);
    assert_eq!(answer.code, 3);
    assert_eq!(answer.stdout, "");
    for message in MESSAGES {
        said(&answer, message);
    }
    assert_eq!(assessment().run(&["check", "--strict-plugins"]).code, 0);
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let assessment = assessment().file("plugins/secret.wasm", hostile());
    let secret = assessment.path().join("plugins/secret.wasm");
    std::fs::set_permissions(secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    let place = tempfile::tempdir().unwrap();
    unprivileged::give(place.path());
    let answer = unprivileged::run(assessment.path(), &place.path().join("cache"), &["check"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    said(
        &answer,
        "plugins/secret.wasm is no plugin: it cannot be read: permission denied",
    );
}

#[test]
fn machine_code_out_of_the_cache_is_no_plugin_either() {
    let assessment = assessment();
    assert_eq!(assessment.run(&["plugin", "compile", "plugins"]).code, 0);
    let entry = std::fs::read_dir(cache())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            path.extension()
                .is_some_and(|extension| extension == "code")
        })
        .unwrap();
    let entry = std::fs::read(entry).unwrap();
    assessment.write("plugins/entry.wasm", &entry);
    let answer = assessment.run(&["check"]);
    said(
        &answer,
        "plugins/entry.wasm is no plugin: the file is compiled machine code",
    );
    assert_eq!(answer.code, 0);
}

#[test]
fn two_plugins_with_one_id_are_both_refused_by_name_and_the_others_run() {
    let assessment = assessment()
        .file("plugins/one.wasm", with_custom_section(hostile()))
        .file(
            "plugins/two.wasm",
            with_custom_section(with_custom_section(hostile())),
        );
    let answer = assessment.run(&["check", "--format", "json"]);
    assert_eq!(answer.code, 2, "a check wants one of them");
    said(
        &answer,
        "plugins/hostile.wasm is not used: it calls itself `hostile` and so does `one.wasm`, `two.wasm`; keep one of them",
    );
    said(
        &answer,
        "plugins/one.wasm is not used: it calls itself `hostile`",
    );
    said(
        &answer,
        "plugins/two.wasm is not used: it calls itself `hostile`",
    );
    assert!(answer.stderr.contains("[plugin-conflict]"));
    let result: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(result["checks"][0]["units"][0]["state"], "ran");
    assert_eq!(result["unevaluated"][0]["code"], "refused");
    let strict = assessment.run(&["check", "--strict-plugins"]);
    assert_eq!(strict.code, 3);
    assert!(
        strict.stderr.contains("error[plugin-conflict]"),
        "{}",
        strict.stderr
    );
}

#[test]
fn a_copy_of_a_plugin_that_came_along_and_another_of_its_id_are_both_refused() {
    let dist = crate::support::repository().join("plugins/dist/aws-credential-report.wasm");
    let own = std::fs::read(dist).unwrap();
    // Whichever of the two is found first.
    for (copy, other) in [("a.wasm", "b.wasm"), ("b.wasm", "a.wasm")] {
        let assessment = Assessment::with_config(&format!(
            "[plugins]\ndirectories = [\"plugins\"]\n{GOOD_CHECK}"
        ))
        .file("evidence/aws/credential-report.csv", GOOD_REPORT)
        .file("evidence/evidence.toml", GOOD_PROVENANCE)
        .file(&format!("plugins/{copy}"), &own)
        .file(
            &format!("plugins/{other}"),
            with_custom_section(own.clone()),
        );
        let answer = assessment.run(&["check", "--no-embedded"]);
        assert_eq!(answer.code, 2, "{}", answer.stdout);
        said(
            &answer,
            &format!(
                "plugins/{copy} is not used: it calls itself `aws-credential-report` and so does `{other}`"
            ),
        );
        said(
            &answer,
            &format!(
                "plugins/{other} is not used: it calls itself `aws-credential-report` and so does `{copy}`"
            ),
        );
    }
}

#[test]
fn a_broken_file_named_like_a_plugin_that_another_file_holds_is_listed() {
    let assessment = assessment()
        .file("plugins/other.wasm", hostile())
        .file("plugins/hostile.wasm", "no plugin");
    let answer = assessment.run(&["check", "--format", "json"]);
    let result: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    let unusable = result["unusable-plugins"].as_array().unwrap();
    assert_eq!(unusable.len(), 1, "{unusable:?}");
    assert!(unusable[0].as_str().unwrap().starts_with("hostile.wasm"));
}

#[test]
fn two_plugins_with_one_id_that_no_check_wants_are_never_green() {
    let assessment = Assessment::with_config(&format!(
        "[plugins]\ndirectories = [\"plugins\"]\n{GOOD_CHECK}"
    ))
    .file("evidence/aws/credential-report.csv", GOOD_REPORT)
    .file("evidence/evidence.toml", GOOD_PROVENANCE)
    .file("plugins/one.wasm", hostile())
    .file("plugins/two.wasm", with_custom_section(hostile()));
    let answer = assessment.run(&["check"]);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    assert!(
        answer
            .stdout
            .contains("one.wasm: it calls itself `hostile` and so does `two.wasm`"),
        "{}",
        answer.stdout
    );
}

#[test]
fn a_plugin_that_shadows_an_embedded_one_is_an_error_that_names_both() {
    let dist = crate::support::repository().join("plugins/dist/access-review.wasm");
    let shadow = with_custom_section(std::fs::read(dist).unwrap());
    // Whether or not a check wants the embedded one.
    for check in [GOOD_CHECK, "[[check]]\nplugin = \"access-review\"\n"] {
        let assessment =
            Assessment::with_config(&format!("[plugins]\ndirectories = [\"plugins\"]\n{check}"))
                .file("evidence/a.txt", "")
                .file("plugins/mine.wasm", &shadow);
        let answer = assessment.run(&["check"]);
        assert_eq!(answer.code, 3);
        said(
            &answer,
            "error[plugin-conflict]: two different plugins call themselves `access-review`: access-review.wasm (embedded) and ./plugins/mine.wasm",
        );
        let alone = assessment.run(&["plugin", "list", "--plugins", "plugins"]);
        assert_eq!(alone.code, 3);
    }
}

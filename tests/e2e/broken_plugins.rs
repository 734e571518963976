//! Files that stand where a plugin should: each is named with what is wrong, and the others run.

use crate::guests::{guest, hostile, wat};
use crate::support::{Answer, Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT};

/// A directory of plugins with one file in it, beside a check that must not notice.
fn beside(name: &str, content: &[u8]) -> Answer {
    Assessment::with_config(&format!(
        "[plugins]\ndirectories = [\"plugins\"]\n{GOOD_CHECK}\n[[check]]\nplugin = \"broken\"\n"
    ))
    .file("evidence/aws/credential-report.csv", GOOD_REPORT)
    .file("evidence/evidence.toml", GOOD_PROVENANCE)
    .file(&format!("plugins/{name}"), content)
    .run(&["check"])
}

fn refused(content: &[u8], message: &str) {
    let answer = beside("broken.wasm", content);
    assert_eq!(answer.code, 2, "{message}: {}", answer.stderr);
    let text = answer
        .stdout
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(text.contains(message), "{message}: {}", answer.stdout);
    assert!(
        answer.stderr.contains("broken.wasm is no plugin"),
        "{}",
        answer.stderr
    );
    assert!(
        text.contains("CC6.2 Account issue and removal"),
        "the other check has run"
    );
}

#[test]
fn an_empty_file_is_no_plugin() {
    refused(b"", "the file is empty");
}

#[test]
fn text_is_no_plugin() {
    refused(b"hello\n", "the file is not WebAssembly");
    refused(b"(component)", "the file is WebAssembly text");
}

#[test]
fn machine_code_is_never_loaded() {
    let mut code = b"\x7fELF".to_vec();
    code.extend([0; 1024]);
    refused(&code, "which is never loaded from a file");
}

#[test]
fn a_core_module_is_no_component() {
    refused(
        &wat("(module)"),
        "a core WebAssembly module, not a component",
    );
}

#[test]
fn a_truncated_component_is_damaged() {
    let whole = hostile();
    refused(&whole[..whole.len() / 2], "the component is damaged");
    refused(&whole[..10], "the component is damaged");
}

#[test]
fn a_corrupt_component_is_damaged() {
    let mut corrupt = hostile();
    let middle = corrupt.len() / 2;
    for byte in &mut corrupt[middle..middle + 64] {
        *byte ^= 0xff;
    }
    let answer = beside("broken.wasm", &corrupt);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("is no plugin"), "{}", answer.stderr);
}

#[test]
fn a_component_for_another_world_is_told_what_was_expected() {
    refused(
        &wat("(component (import \"acme:thing/api@1.0.0\" (instance)))"),
        "it imports `acme:thing/api@1.0.0`, which this host does not offer",
    );
    refused(
        &wat("(component)"),
        "it exports nothing, expected `tickmark:plugin/checker@0.1.0`",
    );
    for import in [
        "wasi:http/outgoing-handler@0.2.6",
        "wasi:keyvalue/store@0.2.0-draft",
        "wasi:cli/environment@0.3.0",
    ] {
        refused(
            &wat(&format!("(component (import \"{import}\" (instance)))")),
            &format!(
                "it imports `{import}`, which this host does not offer: of WASI a plugin gets version 0.2 without HTTP"
            ),
        );
    }
    refused(
        &wat("(component (import \"tickmark:plugin/evidence@9.0.0\" (instance)))"),
        "built for version 9.0.0 of the contract tickmark:plugin, and this program speaks 0.1.0",
    );
}

#[test]
fn a_component_with_the_right_names_and_the_wrong_types_does_not_fit() {
    let component = wat("(component
            (core module $m (func (export \"f\")))
            (core instance $i (instantiate $m))
            (func $f (canon lift (core func $i \"f\")))
            (instance $checker (export \"describe\" (func $f)) (export \"check\" (func $f)))
            (export \"tickmark:plugin/checker@0.1.0\" (instance $checker)))");
    refused(
        &component,
        "does not fit the contract tickmark:plugin@0.1.0",
    );
}

#[test]
fn a_plugin_that_cannot_say_what_it_is_is_refused_and_the_others_run() {
    refused(&guest("unreachable"), "it cannot describe itself: trapped");
    refused(
        &guest("(drop (memory.grow (i32.const 60000))) unreachable"),
        "it cannot describe itself: out-of-memory",
    );
    // A pointer to nowhere, and one to a list that would fill the world.
    refused(
        &guest("(i32.const -4)"),
        "it cannot describe itself: trapped",
    );
    refused(
        &guest(
            "(i32.store (i32.const 8) (i32.const 0)) (i32.store (i32.const 12) (i32.const -1)) (i32.const 0)",
        ),
        "it cannot describe itself",
    );
}

#[test]
fn a_plugin_that_never_says_what_it_is_is_ended_by_the_clock() {
    refused(
        &guest("(loop $l (br $l)) unreachable"),
        "it cannot describe itself: timed-out",
    );
}

#[test]
fn a_plugin_file_that_is_no_regular_file_is_named() {
    let assessment = Assessment::with_config(&format!(
        "[plugins]\ndirectories = [\"plugins\"]\n{GOOD_CHECK}"
    ))
    .file("evidence/aws/credential-report.csv", GOOD_REPORT)
    .file("evidence/evidence.toml", GOOD_PROVENANCE)
    .file("plugins/directory.wasm/x", "");
    let answer = assessment.run(&["check"]);
    assert!(
        answer
            .stderr
            .contains("it is a directory, expected a regular file"),
        "{}",
        answer.stderr
    );
    assert_eq!(answer.code, 0, "no check uses it");
}

#[test]
fn two_copies_of_one_plugin_are_one_plugin() {
    let assessment = Assessment::with_config(
        "[plugins]\ndirectories = [\"plugins\"]\n[[check]]\nplugin = \"hostile\"\n",
    )
    .file("evidence/hostile/a.txt", "")
    .file("plugins/one.wasm", hostile())
    .file("plugins/two.wasm", hostile());
    assert_eq!(assessment.run(&["check"]).code, 0);
}

#[test]
fn without_a_configuration_a_file_that_is_no_plugin_is_not_passed_over() {
    let assessment = Assessment::new()
        .file("evidence/aws/credential-report.csv", GOOD_REPORT)
        .file("evidence/evidence.toml", GOOD_PROVENANCE)
        .file("plugins/broken.wasm", "x");
    let answer = assessment.run(&["check", "--as-of", "2026-11-22", "--plugins", "plugins"]);
    assert_eq!(answer.code, 2, "every plugin was meant to run");
    assert!(
        answer
            .stdout
            .contains("broken.wasm: the file is not WebAssembly"),
        "{}",
        answer.stdout
    );
}

//! The README, and that of the examples: each command is run, and what is shown is what comes out.

#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use crate::support::repository;

/// Commands that cannot be run inside a test, because they are what runs the tests or need a
/// WebAssembly toolchain. Continuous integration runs them.
const ELSEWHERE: [&str; 3] = [
    "cargo test",
    "cargo run -p tickmark-plugin-builder -- build",
    "cargo bench",
];
/// Stands for any lines.
const OMISSION: &str = "…";

/// A command and the lines that the README shows below it.
struct Example {
    command: String,
    shown: Vec<String>,
}

fn examples(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside {
            match (line.strip_prefix("$ "), examples.last_mut()) {
                (Some(command), _) => examples.push(Example {
                    command: command.to_owned(),
                    shown: Vec::new(),
                }),
                (None, Some(example)) => example.shown.push(line.to_owned()),
                (None, None) => panic!("output before a command: {line}"),
            }
        }
    }
    examples
}

/// A directory with the repository's examples and plugins, and evidence of its own.
fn workplace() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for name in ["examples", "plugins"] {
        std::os::unix::fs::symlink(repository().join(name), directory.path().join(name)).unwrap();
    }
    let evidence = directory.path().join("evidence/aws");
    std::fs::create_dir_all(&evidence).unwrap();
    std::fs::write(
        evidence.join("credential-report.csv"),
        crate::support::GOOD_REPORT,
    )
    .unwrap();
    directory
}

/// Runs a command as a shell would, with the program in its path, and gives what it printed.
fn run(command: &str, directory: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_tickmark"));
    let tickmark = command.replace("cargo run -- ", "tickmark ");
    let words: Vec<&str> = tickmark.split(' ').collect();
    assert_eq!(words[0], "tickmark", "{command}");
    let output = Command::new(program)
        .args(&words[1..])
        .current_dir(directory)
        .env_remove("CI")
        .env("TICKMARK_CACHE_DIR", crate::support::cache())
        .output()
        .unwrap();
    let code = output.status.code();
    assert!(
        code == Some(0) || (["check", "report"].contains(&words[1]) && code == Some(2)),
        "{command}: {output:?}"
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Whether lines are those shown, where an omission stands for any number of them.
fn matches(shown: &[String], lines: &[&str]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == OMISSION => {
            (0..=lines.len()).any(|skipped| matches(rest, &lines[skipped..]))
        }
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, lines)| line == first && matches(rest, lines)),
    }
}

fn holds(path: &str, at_least: usize) {
    let text = std::fs::read_to_string(repository().join(path)).unwrap();
    let examples = examples(&text);
    assert!(examples.len() >= at_least, "{path}: {}", examples.len());
    let directory = workplace();
    for example in &examples {
        if ELSEWHERE.contains(&example.command.as_str()) {
            continue;
        }
        let output = run(&example.command, directory.path());
        let lines: Vec<&str> = output.lines().collect();
        assert!(
            example.shown.is_empty() || matches(&example.shown, &lines),
            "`{}` does not print what {path} shows:\n{}\nbut:\n{output}",
            example.command,
            example.shown.join("\n")
        );
    }
}

#[test]
fn every_command_runs_and_prints_what_is_shown() {
    holds("README.md", 11);
}

#[test]
fn the_walk_through_the_example_is_true() {
    holds("examples/README.md", 4);
}

#[test]
fn the_configuration_shown_is_valid() {
    let text = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let blocks: Vec<&str> = text
        .split("```toml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    let [config, provenance, decisions] = blocks[..] else {
        panic!("the README shows three files, not {}", blocks.len());
    };
    let directory = workplace();
    let config = format!("{config}\n{decisions}");
    std::fs::write(directory.path().join("tickmark.toml"), config).unwrap();
    std::fs::write(directory.path().join("evidence/evidence.toml"), provenance).unwrap();
    run("tickmark check --dry-run", directory.path());
}

//! The other commands, as a person uses them.

use serde_json::Value;

use crate::support::{
    Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT, good, repository, run_in,
};

#[test]
fn criteria_lists_all_sixty_one() {
    let answer = good().run(&["criteria", "--json"]);
    let list: Vec<Value> = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(list.len(), 61);
    let text = good().run(&["criteria"]).stdout;
    assert_eq!(
        text.lines().filter(|line| line.starts_with("  ")).count(),
        61
    );
}

#[test]
fn inspect_says_what_a_component_was_made_with_and_what_it_asks_for() {
    let inspect = |name: &str| {
        let file = repository().join("tests/guests/dist").join(name);
        let file = file.to_str().unwrap();
        let text = good().run(&["plugin", "inspect", file]).stdout;
        let json = good().run(&["plugin", "inspect", "--json", file]).stdout;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (text, serde_json::from_str::<Value>(&json).unwrap())
    };
    let (text, json) = inspect("hostile.wasm");
    assert!(
        text.contains("made with processed-by: wit-bindgen-rust"),
        "{text}"
    );
    assert!(
        text.contains("asks for its evidence, a log imports"),
        "{text}"
    );
    assert_eq!(
        json["made-with"]["processed-by"].as_array().unwrap().len(),
        2
    );
    let (text, _) = inspect("runtime.wasm");
    for authority in ["files (refused)", "the network (refused)", "random bytes"] {
        assert!(text.contains(authority), "{authority}: {text}");
    }
}

#[test]
fn plugins_are_listed_and_inspected() {
    let list = good().run(&["plugin", "list", "--json"]);
    let list: Vec<Value> = serde_json::from_str(&list.stdout).unwrap();
    assert!(
        list.iter()
            .any(|plugin| plugin["id"] == "aws-credential-report")
    );
    for plugin in &list {
        let id = plugin["id"].as_str().unwrap();
        assert!(
            plugin["imports"]
                .as_array()
                .unwrap()
                .iter()
                .all(|import| import.as_str().unwrap().starts_with("tickmark:plugin/")),
            "{id} imports nothing but the contract"
        );
        let size = plugin["size"].as_u64().unwrap();
        assert!(size < 1_572_864, "{id} is larger than 1.5 MiB: {size}");
        let text = good().run(&["plugin", "inspect", id]).stdout;
        assert!(text.contains(plugin["sha256"].as_str().unwrap()), "{id}");
    }
    let file = repository().join("tests/guests/dist/hostile.wasm");
    let text = good()
        .run(&["plugin", "inspect", file.to_str().unwrap()])
        .stdout;
    assert!(text.contains("Attacks on the host"), "{text}");
}

#[test]
fn explain_walks_from_a_criterion_to_the_evidence_line_and_the_digests() {
    let assessment = good();
    let criterion = assessment.run(&["explain", "CC6.1"]).stdout;
    assert!(criterion.contains("ready"), "{criterion}");
    assert!(
        criterion.contains("aws-credential-report/console-mfa"),
        "{criterion}"
    );
    assert!(
        criterion.contains("aws/credential-report.csv:3"),
        "{criterion}"
    );
    let control = assessment
        .run(&["explain", "aws-credential-report/console-mfa"])
        .stdout;
    assert!(control.contains("implements CC6.1"), "{control}");
    assert!(control.contains("1 of 1 subjects"), "{control}");
    let (_, outcome) = assessment.check();
    let finding = outcome.findings("aws-credential-report/console-mfa")[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let text = assessment.run(&["explain", &finding]).stdout;
    for part in [
        "mfa_active true",
        "aws/credential-report.csv:3",
        "sha256:",
        "aws iam get-credential-report",
        "CC6.1",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let uncovered = assessment.run(&["explain", "CC1.2"]).stdout;
    assert!(
        uncovered.contains("no configured check covers it"),
        "{uncovered}"
    );
    let code = assessment.run(&["explain", "stale-input"]).stdout;
    assert!(code.contains("Collect it again"), "{code}");
}

#[test]
fn explain_reads_a_result_that_was_written_before() {
    let assessment = good();
    let fresh = assessment.run(&["explain", "CC6.1"]).stdout;
    assert_eq!(
        assessment
            .run(&["check", "--format", "json=result.json"])
            .code,
        0
    );
    assessment.remove("evidence/aws/credential-report.csv");
    assert_eq!(
        assessment
            .run(&["explain", "CC6.1", "--result", "result.json"])
            .stdout,
        fresh
    );
    assessment.write("old.json", "{\"version\": 99}");
    let answer = assessment.run(&["explain", "CC6.1", "--result", "old.json"]);
    assert_eq!(answer.code, 3);
    assert!(
        answer.stderr.contains("format version 99"),
        "{}",
        answer.stderr
    );
}

#[test]
fn init_writes_a_configuration_that_runs() {
    let assessment = Assessment::new()
        .file("evidence/aws/credential-report.csv", GOOD_REPORT)
        .file("evidence/evidence.toml", GOOD_PROVENANCE);
    let answer = assessment.run(&["init"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let text = std::fs::read_to_string(assessment.path().join("tickmark.toml")).unwrap();
    assert!(
        text.contains("plugin = \"aws-credential-report\""),
        "{text}"
    );
    assert!(
        text.contains("# plugin = \"sshd-config\""),
        "others are there, commented out: {text}"
    );
    assert!(
        text.contains("\n# - assertions: Assertions in CEL\n"),
        "a check that needs rules of one's own is not proposed, but named: {text}"
    );
    assert!(!text.contains("plugin = \"rego\""), "{text}");
    let (code, outcome) = assessment.check_with(&["--as-of", "2026-11-22"]);
    assert_eq!(code, 0);
    assert_eq!(outcome.criterion("CC6.1"), "ready");
    assert_eq!(assessment.run(&["init"]).code, 3, "it overwrites nothing");
    assert_eq!(assessment.run(&["init", "--force"]).code, 0);
    // Uncommenting everything gives a valid file too.
    let all = text.lines().map(uncomment).collect::<Vec<_>>().join(
        "
",
    );
    assessment.write("tickmark.toml", all);
    let answer = assessment.run(&["check", "--dry-run"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
}

/// The lines of commented-out checks without the mark; other comments as they are.
fn uncomment(line: &str) -> &str {
    match line.strip_prefix("# ") {
        Some(rest) if rest.starts_with('[') || rest.starts_with("plugin =") => rest,
        Some(rest) if rest.contains(" = [\"") => rest,
        _ => line,
    }
}

#[test]
fn a_dry_run_shows_what_would_be_granted_and_runs_nothing() {
    let answer = good().run(&["check", "--dry-run"]);
    assert_eq!(answer.code, 0);
    insta::assert_snapshot!(answer.stdout);
}

#[test]
fn without_a_configuration_whatever_matches_is_run() {
    let assessment = Assessment::new()
        .file("evidence/aws/credential-report.csv", GOOD_REPORT)
        .file("evidence/evidence.toml", GOOD_PROVENANCE);
    let (code, outcome) = assessment.check_with(&["--as-of", "2026-11-22"]);
    assert_eq!(code, 0);
    assert_eq!(outcome.criterion("CC6.1"), "ready");
    assert_eq!(
        outcome.0["checks"].as_array().unwrap().len(),
        1,
        "only one plugin has evidence"
    );
}

#[test]
fn the_published_schemas_are_those_that_the_program_uses() {
    for (name, file) in [
        ("config", "tickmark-toml.schema.json"),
        ("evidence", "evidence-toml.schema.json"),
        ("result", "result.schema.json"),
        ("diff", "diff.schema.json"),
        ("public", "public.schema.json"),
        ("expected", "expected-json.schema.json"),
        ("plugin-test", "plugin-test.schema.json"),
    ] {
        let printed = good().run(&["schema", name]).stdout;
        let path = repository().join("host/schemas").join(file);
        if std::env::var_os("TICKMARK_UPDATE").is_some() {
            std::fs::write(&path, &printed).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            printed, published,
            "run with TICKMARK_UPDATE=1 to publish {file} again"
        );
    }
}

#[test]
fn results_satisfy_the_published_schema() {
    let schema: Value = serde_json::from_str(&good().run(&["schema", "result"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let example = repository().join("examples/northwind-robotics");
    let results = [
        good().run(&["check", "--format", "json"]).stdout,
        run_in(
            &repository(),
            &["check", example.to_str().unwrap(), "--format", "json"],
        )
        .stdout,
    ];
    for result in results {
        let result: Value = serde_json::from_str(&result).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&result)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn completions_and_the_manual_are_printed() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let answer = good().run(&["completions", shell]);
        assert_eq!(answer.code, 0);
        assert!(answer.stdout.contains("tickmark"), "{shell}");
    }
    let manual = good().run(&["man"]);
    assert_eq!(manual.code, 0);
    assert!(
        manual.stdout.contains(".TH tickmark 1"),
        "{}",
        manual.stdout
    );
    assert!(
        manual
            .stdout
            .contains("tickmark.lock: the plugins outside the program"),
        "subcommands of subcommands too"
    );
    assert!(
        !manual.stdout.contains("compile-worker"),
        "what is hidden stays hidden"
    );
}

#[test]
fn colours_are_used_only_where_they_are_wanted() {
    let plain = good().run(&["check"]).stdout;
    assert!(!plain.contains('\u{1b}'), "not in a pipe");
    let coloured = good().run(&["check", "--color", "always"]).stdout;
    assert!(coloured.contains('\u{1b}'));
    let stripped = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(
        stripped, plain,
        "colour is never the only carrier of a meaning"
    );
}

#[test]
fn several_formats_come_from_one_run() {
    let assessment = good();
    let answer = assessment.run(&[
        "check",
        "--format",
        "terminal",
        "--format",
        "json=result.json",
        "--format",
        "terminal=report.txt",
    ]);
    assert_eq!(answer.code, 0);
    let written = std::fs::read_to_string(assessment.path().join("report.txt")).unwrap();
    assert_eq!(written, answer.stdout);
    let result: Value = serde_json::from_str(
        &std::fs::read_to_string(assessment.path().join("result.json")).unwrap(),
    )
    .unwrap();
    assert_eq!(result["summary"]["ready"], 3);
    assert!(answer.stdout.contains("ready 3 "), "{}", answer.stdout);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let assessment = Assessment::with_config(GOOD_CHECK)
        .file("evidence/aws/credential-report.csv", GOOD_REPORT)
        .file("evidence/evidence.toml", GOOD_PROVENANCE);
    let mut child = Command::new(env!("CARGO_BIN_EXE_tickmark"))
        .args(["check", "--format", "json"])
        .current_dir(assessment.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.is_empty(), "{stderr}");
}

#[test]
fn coverage_names_what_there_is_for_each_criterion() {
    let config = good();
    let answer = config.run(&["criteria", "--coverage", "--json"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let coverage: Value = serde_json::from_str(&answer.stdout).unwrap();
    let criteria = coverage["criteria"].as_array().unwrap();
    let of = |id: &str| criteria.iter().find(|one| one["id"] == id).unwrap();
    let ways: Vec<(&str, &str)> = of("CC6.1")["implemented-by"]
        .as_array()
        .unwrap()
        .iter()
        .map(|way| (way["kind"].as_str().unwrap(), way["by"].as_str().unwrap()))
        .collect();
    assert!(
        ways.contains(&("configuration", "aws-credential-report/root-mfa")),
        "{ways:?}"
    );
    assert_eq!(of("CC1.2")["implemented-by"].as_array().unwrap().len(), 0);
    let text = config.run(&["criteria", "--coverage"]).stdout;
    assert!(text.contains("nothing implements it: state it"), "{text}");
    assert!(text.contains("by kind: configuration 3,"), "{text}");
    assert_eq!(config.run(&["criteria", "--coverage", "--lint"]).code, 3);
}

/// What comes with the program can show something for every criterion; where it cannot decide, a person
/// states it or a provider's report is inherited.
#[test]
fn every_criterion_has_something_that_implements_it() {
    let place = Assessment::new();
    let answer = place.run(&["criteria", "--coverage", "--json"]);
    let coverage: Value = serde_json::from_str(&answer.stdout).unwrap();
    let criteria = coverage["criteria"].as_array().unwrap();
    assert_eq!(criteria.len(), 61);
    let implemented = |kinds: &[&str]| {
        criteria
            .iter()
            .filter(|criterion| {
                let ways = criterion["implemented-by"].as_array().unwrap();
                ways.iter()
                    .any(|way| kinds.contains(&way["kind"].as_str().unwrap()))
            })
            .count()
    };
    assert_eq!(implemented(&["configuration", "records", "document"]), 61);
    assert!(implemented(&["configuration", "records"]) >= 52);
}

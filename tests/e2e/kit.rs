//! `plugin test`: golden cases and conformance, on plugins that behave and on one that does not.

use std::path::Path;

use serde_json::Value;

use crate::support::{Answer, Assessment, GOOD_PROVENANCE, GOOD_REPORT, repository, run_in};

/// The tests of a component on the cases of a folder, as JSON.
fn tested(directory: &Path, arguments: &[&str]) -> (i32, Value) {
    let mut all = vec!["plugin", "test", "--format", "json"];
    all.extend(arguments);
    let answer = run_in(directory, &all);
    let value = serde_json::from_str(&answer.stdout)
        .unwrap_or_else(|error| panic!("no result: {error}\n{}", answer.stderr));
    (answer.code, value)
}

fn find<'a>(result: &'a Value, list: &str, name: &str) -> &'a Value {
    result[list]
        .as_array()
        .unwrap()
        .iter()
        .find(|tested| tested["name"] == name)
        .unwrap_or_else(|| panic!("there is no {name} among the {list}"))
}

/// The problems of a conformance check that a case shows: weight and message.
fn problems<'a>(result: &'a Value, check: &str, case: &str) -> Vec<(&'a str, &'a str)> {
    let problems = find(result, "conformance", check)["problems"].as_array();
    problems
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .filter(|problem| problem["case"] == case)
        .map(|problem| {
            (
                problem["weight"].as_str().unwrap(),
                problem["message"].as_str().unwrap(),
            )
        })
        .collect()
}

fn hostile() -> String {
    let path = repository().join("tests/guests/dist/hostile.wasm");
    path.to_str().unwrap().to_owned()
}

fn embedded(id: &str) -> String {
    let path = repository().join(format!("plugins/dist/{id}.wasm"));
    path.to_str().unwrap().to_owned()
}

/// A project with one golden case of the AWS plugin.
fn project() -> Assessment {
    Assessment::new()
        .file(
            "cases/one/tickmark.toml",
            "[assessment]\norganisation = \"Acme\"\nsystem = \"API\"\nas-of = 2026-11-22\n\n[[check]]\nplugin = \"aws-credential-report\"\n",
        )
        .file("cases/one/evidence/aws/credential-report.csv", GOOD_REPORT)
        .file("cases/one/evidence/evidence.toml", GOOD_PROVENANCE)
}

/// Tests a project's golden cases with the AWS plugin.
fn golden(project: &Assessment, arguments: &[&str]) -> Answer {
    let component = embedded("aws-credential-report");
    let mut all = vec![
        "plugin",
        "test",
        "--no-conformance",
        "--component",
        &component,
    ];
    all.extend(arguments);
    project.run(&all)
}

#[test]
fn every_plugin_that_comes_with_the_program_holds() {
    let schema: Value =
        serde_json::from_str(&run_in(&repository(), &["schema", "plugin-test"]).stdout).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut ids: Vec<String> = std::fs::read_dir(repository().join("plugins/dist"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "wasm")
        })
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    ids.sort();
    assert!(ids.len() >= 5);
    for id in &ids {
        let folder = format!("plugins/{id}");
        let component = embedded(id);
        let (code, result) = tested(&repository(), &[&folder, "--component", &component]);
        assert_eq!(code, 0, "{id}: {result:#}");
        assert_eq!(result["plugin"]["id"], id.as_str());
        assert_eq!(result["summary"]["failed"], 0, "{id}");
        assert_eq!(result["summary"]["skipped"], 0, "{id}");
        let cases = result["cases"].as_array().unwrap();
        for name in ["good", "bad"] {
            assert!(
                cases.iter().any(|case| case["name"] == name),
                "{id}: {name}"
            );
        }
        assert!(schema.is_valid(&result), "{id}");
        if id == "sshd-config" {
            let emptied = problems(&result, "fails-closed", "bad");
            let said =
                "`sshd-config/password-login-disabled` passes only once the file holds nothing";
            assert!(
                emptied.contains(&("warning", said)),
                "an empty drop-in may be meant, and is worth a look: {emptied:?}"
            );
        }
    }
}

#[test]
fn what_a_plugin_logs_in_a_case_is_shown_on_demand() {
    let project = attacked("chatty", "check = \"log-flood\"", Assessment::new());
    let component = hostile();
    let mut arguments = vec![
        "plugin",
        "test",
        "--no-conformance",
        "--update",
        "--component",
        &component,
    ];
    assert_eq!(project.run(&arguments).stderr, "");
    arguments.push("--verbose");
    let answer = project.run(&arguments);
    assert!(
        answer.stderr.contains("hostile info: xxx"),
        "{}",
        answer.stderr
    );
}

/// What an attack during `check` is called, where it is found, and a part of the message.
const ATTACKS: [(&str, &str, &str); 18] = [
    ("trap", "contract", "trapped"),
    ("recursion", "contract", "trapped"),
    ("loop", "within-limits", "timed-out"),
    ("memory", "within-limits", "out-of-memory"),
    ("huge-string", "within-limits", "too-much-output"),
    ("long-string", "within-limits", "too-much-output"),
    ("aliases", "within-limits", "too-much-output"),
    ("many-findings", "within-limits", "too-much-output"),
    (
        "undeclared-control",
        "contract",
        "`another` is not declared",
    ),
    ("unread-citation", "contract", "which it did not read"),
    ("open-only", "contract", "which it did not read"),
    ("line-zero", "contract", "counted from 1"),
    ("no-citation", "contract", "without citing"),
    ("small-population", "contract", "reports on"),
    ("empty-population", "contract", "without citing"),
    ("log-flood", "", ""),
    ("strange-paths", "", ""),
    ("injection", "", ""),
];

/// The same for attacks on the description.
const DESCRIPTIONS: [(&str, &str); 6] = [
    ("trap", "trapped"),
    ("memory", "out-of-memory"),
    ("doubled-control", "declared twice"),
    ("many-controls", "too-much-output"),
    ("huge-title", "too-much-output"),
    ("injected-id", "no identifier"),
];

fn attacked(name: &str, config: &str, project: Assessment) -> Assessment {
    // Only what runs for ever is cut short; the others have all the time that a busy machine needs.
    let seconds = if config.contains("loop") { 1 } else { 60 };
    project
        .file(
            &format!("cases/{name}/tickmark.toml"),
            format!("[assessment]\norganisation = \"Acme\"\nsystem = \"API\"\nas-of = 2026-11-22\n\n[[check]]\nplugin = \"hostile\"\nconfig = {{ {config} }}\nlimits = {{ time-seconds = {seconds} }}\n"),
        )
        .file(&format!("cases/{name}/evidence/hostile/plain.txt"), "plain\n")
}

#[test]
fn each_way_to_misbehave_is_found_and_named() {
    let mut project = Assessment::new();
    for (attack, _, _) in ATTACKS {
        project = attacked(attack, &format!("check = \"{attack}\""), project);
    }
    for (attack, _) in DESCRIPTIONS {
        let config = format!("describe = \"{attack}\"");
        project = attacked(&format!("describe-{attack}"), &config, project);
    }
    project = attacked("unknown", "describe = \"unknown-criterion\"", project);
    project = attacked("none", "", project);
    let component = hostile();
    let (code, result) = tested(project.path(), &["--component", &component, "--update"]);
    assert_eq!(code, 1);
    for (attack, check, message) in ATTACKS {
        assert_eq!(
            find(&result, "cases", attack)["verdict"],
            "pass",
            "{attack}"
        );
        for name in ["contract", "within-limits"] {
            let found = problems(&result, name, attack);
            if name == check {
                assert!(
                    found
                        .iter()
                        .any(|(weight, said)| *weight == "error" && said.contains(message)),
                    "{attack}: {found:?}"
                );
            } else {
                assert!(found.is_empty(), "{attack}: {found:?}");
            }
        }
    }
    for (attack, message) in DESCRIPTIONS {
        let found = problems(&result, "describes-itself", &format!("describe-{attack}"));
        assert!(
            found.iter().any(|(_, said)| said.contains(message)),
            "{attack}: {found:?}"
        );
    }
    let unknown = find(&result, "cases", "unknown");
    assert_eq!(unknown["verdict"], "fail");
    assert!(unknown.to_string().contains("CC6.99"), "{unknown}");
    assert_eq!(
        find(&result, "conformance", "clean-output")["verdict"],
        "pass"
    );
    let open = problems(&result, "fails-closed", "none");
    assert!(
        open.iter().any(|(weight, said)| *weight == "error"
            && said.contains("on account of a file that holds nothing")),
        "an empty file is no evidence: {open:?}"
    );
}

#[test]
fn a_case_without_expectations_fails_until_they_are_written() {
    let project = project();
    let answer = golden(&project, &[]);
    assert_eq!(answer.code, 1);
    assert!(
        answer.stdout.contains("there is no expected.json"),
        "{}",
        answer.stdout
    );
    assert!(answer.stdout.contains("--update"), "{}", answer.stdout);
    let answer = golden(&project, &["--update"]);
    assert_eq!(answer.code, 0, "{}", answer.stdout);
    assert!(
        answer.stdout.contains("expected.json written"),
        "{}",
        answer.stdout
    );
    let path = project.path().join("cases/one/expected.json");
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(!written.contains("sha256"), "nothing that a build changes");
    assert!(written.contains("aws/credential-report.csv:3"), "{written}");
    assert_eq!(golden(&project, &[]).code, 0);
    let answer = golden(&project, &["--update"]);
    assert!(answer.stdout.contains("as it was"), "{}", answer.stdout);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), written);
}

#[test]
fn a_difference_is_shown_line_by_line() {
    let project = project();
    golden(&project, &["--update"]);
    let path = "cases/one/evidence/aws/credential-report.csv";
    project.write(
        path,
        GOOD_REPORT.replace("N/A,true,false,N/A", "N/A,false,false,N/A"),
    );
    let answer = golden(&project, &[]);
    assert_eq!(answer.code, 1);
    for line in [
        "-              \"actual\": \"mfa_active true\"",
        "+              \"actual\": \"mfa_active false\"",
    ] {
        assert!(answer.stdout.contains(line), "{}", answer.stdout);
    }
    let answer = golden(&project, &["--update"]);
    assert!(
        answer.stdout.contains("expected.json changed"),
        "{}",
        answer.stdout
    );
    assert_eq!(golden(&project, &[]).code, 0);
}

#[test]
fn a_case_that_could_say_something_else_tomorrow_or_is_none_fails() {
    for (config, message) in [
        (
            "[assessment]\norganisation = \"Acme\"\nsystem = \"API\"\n\n[[check]]\nplugin = \"aws-credential-report\"\n",
            "names no day",
        ),
        (
            "[assessment]\norganisation = \"Acme\"\nsystem = \"API\"\nas-of = 2026-11-22\n",
            "configures no check",
        ),
        (
            "[assessment]\norganisation = \"Acme\"\nsystem = \"API\"\nas-of = 2026-11-22\n\n[[check]]\nplugin = \"sshd-config\"\n",
            "the plugin under test is `aws-credential-report`",
        ),
        (
            "[assessment]\norganistion = \"Acme\"\n",
            "did you mean `organisation`",
        ),
    ] {
        let project = project();
        project.write("cases/one/tickmark.toml", config);
        let answer = golden(&project, &["--update"]);
        assert_eq!(answer.code, 1, "{message}");
        assert!(
            answer.stdout.contains(message),
            "{message}: {}",
            answer.stdout
        );
        assert!(
            !project.path().join("cases/one/expected.json").exists(),
            "{message}"
        );
    }
    let project = project();
    project.remove("cases/one/tickmark.toml");
    let answer = golden(&project, &[]);
    assert_eq!(answer.code, 1);
    assert!(
        answer.stdout.contains("tickmark.toml is missing"),
        "{}",
        answer.stdout
    );
    for (text, message) in [
        ("{", "malformed"),
        (
            "{\"version\": 1, \"units\": [], \"more\": 1}",
            "unknown field",
        ),
        ("{\"version\": 99}", "format version 99"),
    ] {
        let project = self::project().file("cases/one/expected.json", text);
        let answer = golden(&project, &[]);
        assert_eq!(answer.code, 1, "{message}");
        assert!(
            answer.stdout.contains(message),
            "{message}: {}",
            answer.stdout
        );
    }
}

#[test]
fn a_case_that_tests_nothing_is_called_suspicious() {
    let project = attacked("quiet", "check = \"silence\"", Assessment::new());
    let component = hostile();
    let arguments = ["--component", &component, "--update", "--no-conformance"];
    let (code, result) = tested(project.path(), &arguments);
    assert_eq!(code, 0);
    let problem = &find(&result, "cases", "quiet")["problems"][0];
    assert_eq!(problem["weight"], "warning");
    assert!(
        problem.to_string().contains("may test nothing"),
        "{problem}"
    );
}

#[test]
fn without_anything_to_test_nothing_is_run() {
    let empty = Assessment::new().file("dist/readme.txt", "");
    let two = Assessment::new()
        .file("dist/a.wasm", "")
        .file("dist/b.wasm", "");
    for (project, arguments, message) in [
        (
            &empty,
            &["."][..],
            "there is no `.wasm` component in ./dist",
        ),
        (
            &two,
            &["."],
            "there are several components: `./dist/a.wasm`, `./dist/b.wasm`",
        ),
        (&empty, &["nowhere"], "cannot read nowhere"),
        (
            &empty,
            &[".", "--component", "x.wasm"],
            "there is no file x.wasm",
        ),
        (
            &two,
            &[".", "--component", "dist/a.wasm", "--only", "x"],
            "there is no case `x`",
        ),
    ] {
        let mut all = vec!["plugin", "test"];
        all.extend(arguments);
        let answer = project.run(&all);
        assert_eq!(answer.code, 3, "{message}");
        assert!(
            answer.stderr.contains(message),
            "{message}: {}",
            answer.stderr
        );
    }
}

#[test]
fn a_file_that_is_no_plugin_fails_by_name() {
    let project = project().file("dist/text.wasm", "not a component");
    let (code, result) = tested(project.path(), &["."]);
    assert_eq!(code, 1);
    let loads = find(&result, "conformance", "loads");
    assert!(loads.to_string().contains("not WebAssembly"), "{loads}");
    assert_eq!(find(&result, "cases", "one")["verdict"], "skipped");
}

#[test]
fn a_component_alone_is_tested_on_made_up_evidence() {
    let component = embedded("sshd-config");
    let (code, result) = tested(&repository(), &[&component]);
    assert_eq!(code, 0, "{result:#}");
    assert!(result["cases"].as_array().unwrap().is_empty());
    for check in ["places", "exercised", "populations"] {
        assert_eq!(find(&result, "conformance", check)["verdict"], "skipped");
    }
    let damaged = &find(&result, "conformance", "damaged-evidence")["detail"];
    assert!(
        damaged.as_str().unwrap().contains("damaged files"),
        "{damaged}"
    );
}

#[test]
fn damaged_files_are_kept_where_that_is_asked_for() {
    let project = attacked("none", "", Assessment::new());
    let component = hostile();
    let arguments = ["--component", &component, "--update", "--keep", "kept"];
    let (code, result) = tested(project.path(), &arguments);
    assert_eq!(code, 1);
    let problem = &find(&result, "conformance", "fails-closed")["problems"][0];
    let kept = project.path().join(problem["kept"].as_str().unwrap());
    assert!(kept.exists(), "{problem}");
    assert_eq!(problem["file"], "hostile/plain.txt");
    assert!(
        kept.ends_with(format!(
            "none/{}/hostile/plain.txt",
            problem["mutation"].as_str().unwrap()
        )),
        "{problem}"
    );
}

#[test]
fn every_format_comes_from_one_run_and_is_the_same_each_time() {
    let directory = Assessment::new();
    let folder = repository().join("plugins/github-branch-protection");
    let component = embedded("github-branch-protection");
    let run = |number: u32, jobs: &str| {
        let answer = directory.run(&[
            "plugin",
            "test",
            folder.to_str().unwrap(),
            "--component",
            &component,
            "--jobs",
            jobs,
            "--format",
            "human",
            "--format",
            &format!("json={number}.json"),
            "--format",
            &format!("junit={number}.xml"),
        ]);
        assert_eq!(answer.code, 0, "{}", answer.stdout);
        let read = |kind: &str| {
            std::fs::read_to_string(directory.path().join(format!("{number}.{kind}"))).unwrap()
        };
        (answer.stdout, read("json"), read("xml"))
    };
    let one = run(1, "1");
    assert_eq!(one, run(2, "4"));
    let (page, json, junit) = one;
    assert!(page.contains("everything that was tested holds"), "{page}");
    let result: Value = serde_json::from_str(&json).unwrap();
    for suite in ["cases", "conformance"] {
        let count = result[suite].as_array().unwrap().len();
        let line = format!("<testsuite name=\"{suite}\" tests=\"{count}\"");
        assert!(junit.contains(&line), "{junit}");
    }
    assert!(
        junit.contains("classname=\"github-branch-protection.cases\""),
        "{junit}"
    );
}

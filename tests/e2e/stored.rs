//! A stored result, shown again.

use serde_json::{Value, json};

use crate::support::{Assessment, good, repository, run_in};

/// An assessment with its result beside it, changed in some way.
fn stored(change: impl Fn(&mut Value)) -> Assessment {
    let assessment = good();
    let (_, mut outcome) = assessment.check();
    change(&mut outcome.0);
    assessment.write("result.json", outcome.0.to_string());
    assessment
}

#[test]
fn a_stored_result_is_rendered_as_the_run_rendered_it() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str| directory.path().join(name).display().to_string();
    let first = file("first.json");
    let checked = run_in(
        &repository(),
        &[
            "check",
            "--format",
            &format!("json={first}"),
            "examples/northwind-robotics",
        ],
    );
    let second = file("second.json");
    let reported = run_in(
        &repository(),
        &["report", &first, "--format", &format!("json={second}")],
    );
    assert_eq!(reported.code, checked.code, "{}", reported.stderr);
    assert_eq!(
        std::fs::read(&second).unwrap(),
        std::fs::read(&first).unwrap()
    );
}

#[test]
fn the_exit_code_and_the_last_line_are_those_of_the_result() {
    let assessment = stored(|_| ());
    let checked = assessment.run(&["check"]);
    let reported = assessment.run(&["report", "result.json"]);
    assert_eq!(reported.code, checked.code);
    assert_eq!(
        reported.stdout.lines().last(),
        checked.stdout.lines().last()
    );
    assert!(
        reported.stdout.contains("--result result.json"),
        "{}",
        reported.stdout
    );
}

#[test]
fn a_result_that_contradicts_itself_is_refused() {
    for (change, why) in [
        (
            (|result: &mut Value| result["summary"]["ready"] = json!(61)) as fn(&mut Value),
            "its summary does not count its criteria",
        ),
        (
            |result| result["summary"]["is-ready"] = json!(true),
            "its summary does not count its criteria",
        ),
        (
            |result| drop(result["criteria"].as_array_mut().unwrap().pop()),
            "does not list the 61 criteria",
        ),
        (
            |result| result["criteria"][1] = result["criteria"][0].clone(),
            "does not list the 61 criteria",
        ),
        (|result| result["version"] = json!(2), "format version 2"),
    ] {
        let answer = stored(change).run(&["report", "result.json"]);
        assert_eq!(answer.code, 3, "{why}");
        assert!(answer.stderr.contains(why), "{}", answer.stderr);
        assert_eq!(answer.stdout, "");
    }
}

#[test]
fn what_would_act_on_a_terminal_is_made_visible() {
    let assessment = stored(|result| {
        result["gate"]["conclusion"] = json!("fine\nexit 0: \u{1b}[2Jall is well\u{202e}");
        result["criteria"][0]["title"] = json!("\u{9b}31m");
    });
    let answer = assessment.run(&["report", "result.json"]);
    let last = answer.stdout.lines().last().unwrap();
    assert!(
        last.ends_with("fine\\u{a}exit 0: \\u{1b}[2Jall is well\\u{202e}"),
        "{last}"
    );
    assert!(!answer.stdout.contains(['\u{1b}', '\u{9b}', '\u{202e}']));
}

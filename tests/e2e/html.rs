//! The HTML report of a real run. What a browser makes of it is for `tests/browser`.

use crate::support::{good, repository, run_in};

const EXAMPLE: &str = "examples/northwind-robotics";

#[test]
fn a_run_and_its_stored_result_give_the_same_page() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str| directory.path().join(name).display().to_string();
    let checked = run_in(
        &repository(),
        &[
            "check",
            "--format",
            &format!("html={}", file("checked.html")),
            "--format",
            &format!("json={}", file("result.json")),
            EXAMPLE,
        ],
    );
    assert_eq!(checked.code, 2, "{}", checked.stderr);
    let reported = run_in(
        &repository(),
        &["report", &file("result.json"), "--format", "html"],
    );
    let page = std::fs::read_to_string(file("checked.html")).unwrap();
    assert_eq!(page, reported.stdout);
    assert!(page.contains("<title>Not ready: Northwind Robotics, fleet API as of 2026-11-22"));
}

#[test]
fn the_page_names_every_file_with_the_digest_of_what_was_read() {
    let assessment = good();
    let (_, outcome) = assessment.check();
    let page = assessment.run(&["check", "--format", "html"]).stdout;
    for file in outcome.0["evidence"].as_array().unwrap() {
        for name in ["path", "sha256"] {
            assert!(page.contains(file[name].as_str().unwrap()), "{file}");
        }
    }
}

//! Actions, reusable workflows, images and runners.

use super::*;

fn uses(uses: &str) -> Outcome {
    outcome(&steps(&format!("      - uses: {uses}\n")), "actions-pinned")
}

#[test]
fn a_full_commit_passes_and_the_finding_names_it_and_its_line() {
    let report = examine(&steps(&format!("      - uses: acme/build@{SHA}\n")));
    let finding = only(&report, "actions-pinned");
    assert_eq!(finding.outcome, Outcome::Pass);
    assert_eq!(finding.actual, format!("acme/build@{SHA}"));
    assert_eq!(
        finding.subject,
        format!("{PATH}, job build, step acme/build")
    );
    assert_eq!(finding.locations[0].line, Some(7));
    assert_eq!(
        finding.locations[0].pointer.as_deref(),
        Some("/jobs/build/steps/0/uses")
    );
}

#[test]
fn anything_that_can_be_moved_fails() {
    for text in [
        "acme/build@v4",
        "acme/build@main",
        "acme/build",
        "acme/build@0123456",
        "acme/build@0123456789abcdef0123456789abcdef0123456g",
        "docker://alpine:3.20",
        "docker://alpine",
    ] {
        assert_eq!(uses(text), Outcome::Fail, "{text}");
    }
}

#[test]
fn images_pass_by_digest() {
    let digest = "ab".repeat(32);
    assert_eq!(
        uses(&format!("docker://alpine:3.20@sha256:{digest}")),
        Outcome::Pass
    );
    assert_eq!(uses("docker://alpine@sha256:abcd"), Outcome::Fail);
}

#[test]
fn files_of_the_same_repository_are_no_subjects() {
    let report = examine(&steps("      - uses: ./.github/actions/build\n"));
    let population = report
        .populations
        .iter()
        .find(|population| population.control == "actions-pinned")
        .unwrap();
    assert_eq!((population.size, population.shown_by.len()), (0, 1));
}

#[test]
fn trusted_owners_are_compared_by_whole_names() {
    let config = r#"{"trusted-action-owners": ["Actions", "docker/login-action"]}"#;
    for (name, expected) in [
        ("actions/checkout", Outcome::Pass),
        ("actions-rs/toolchain", Outcome::Fail),
        ("docker/login-action", Outcome::Pass),
        ("docker/build-push-action", Outcome::Fail),
    ] {
        let report = configured(config, &steps(&format!("      - uses: {name}@v4\n")));
        assert_eq!(only(&report, "actions-pinned").outcome, expected, "{name}");
    }
}

#[test]
fn reusable_workflows_and_steps_of_actions_are_judged_too() {
    let call = "on: push\njobs:\n  call:\n    uses: acme/flows/.github/workflows/a.yml@main\n";
    assert_eq!(outcome(call, "actions-pinned"), Outcome::Fail);
    let action = "name: a\nruns:\n  using: composite\n  steps:\n    - uses: acme/build@v1\n";
    assert_eq!(outcome(action, "actions-pinned"), Outcome::Fail);
    let docker = "name: a\nruns:\n  using: docker\n  image: docker://alpine:3\n";
    assert_eq!(outcome(docker, "actions-pinned"), Outcome::Fail);
}

#[test]
fn steps_of_one_name_are_told_apart() {
    let report = examine(&steps(
        "      - uses: acme/build@v1\n      - uses: acme/build@v2\n",
    ));
    assert_eq!(
        report.outcomes("actions-pinned"),
        [
            (
                ".github/workflows/ci.yml, job build, step acme/build",
                Outcome::Fail
            ),
            (
                ".github/workflows/ci.yml, job build, step acme/build (2)",
                Outcome::Fail
            ),
        ]
    );
}

#[test]
fn containers_and_services_want_a_digest() {
    let job = |rest: &str| format!("on: push\njobs:\n  a:\n    runs-on: x\n{rest}    steps: []\n");
    let digest = "0f".repeat(32);
    for (container, expected) in [
        ("node:22".to_owned(), Outcome::Fail),
        (format!("node:22@sha256:{digest}"), Outcome::Pass),
        ("'${{ matrix.image }}'".to_owned(), Outcome::Inconclusive),
        ("''".to_owned(), Outcome::NotApplicable),
    ] {
        for shape in [
            format!("    container: {container}\n"),
            format!("    container:\n      image: {container}\n"),
            format!("    services:\n      db:\n        image: {container}\n"),
        ] {
            assert_eq!(
                outcome(&job(&shape), "container-images-pinned"),
                expected,
                "{shape}"
            );
        }
    }
    let none = examine(&job("    container: null\n"));
    assert!(none.outcomes("container-images-pinned").is_empty());
}

fn runs_on(visibility: &str, text: &str) -> Outcome {
    let workflow = format!("on: push\njobs:\n  a:\n{text}    steps: []\n");
    let config =
        format!(r#"{{"repository-visibility": "{visibility}", "hosted-runners": ["depot-*"]}}"#);
    only(&configured(&config, &workflow), "own-runners-unreachable").outcome
}

#[test]
fn only_labels_as_github_makes_them_are_githubs() {
    for (label, expected) in [
        ("ubuntu-latest", Outcome::Pass),
        ("Ubuntu-22.04-arm", Outcome::Pass),
        ("ubuntu-slim", Outcome::Pass),
        ("ubuntu-latest-16-cores", Outcome::Pass),
        ("ubuntu-24.04-8core", Outcome::Pass),
        ("windows-2025", Outcome::Pass),
        ("windows-11-arm", Outcome::Pass),
        ("windows-2025-vs2026", Outcome::Pass),
        ("macos-15-xlarge", Outcome::Pass),
        ("macos-latest-large", Outcome::Pass),
        ("ubuntu-build-onprem", Outcome::Inconclusive),
        ("ubuntu-latest-vpc", Outcome::Inconclusive),
        ("ubuntu", Outcome::Inconclusive),
        ("windows-", Outcome::Inconclusive),
    ] {
        let text = format!("    runs-on: {label}\n");
        assert_eq!(runs_on("public", &text), expected, "{label}");
    }
}

#[test]
fn own_runners_are_judged_by_who_can_reach_them() {
    for (visibility, text, expected) in [
        ("public", "    runs-on: ubuntu-24.04\n", Outcome::Pass),
        ("public", "    runs-on: depot-ubuntu-4\n", Outcome::Pass),
        (
            "public",
            "    runs-on: [self-hosted, linux]\n",
            Outcome::Fail,
        ),
        ("public", "    runs-on: gpu-box\n", Outcome::Inconclusive),
        (
            "private",
            "    runs-on: [self-hosted, linux]\n",
            Outcome::Pass,
        ),
        (
            "unknown",
            "    runs-on: self-hosted\n",
            Outcome::Inconclusive,
        ),
        (
            "unknown",
            "    runs-on: { group: big }\n",
            Outcome::Inconclusive,
        ),
        (
            "public",
            "    runs-on: ${{ vars.RUNNER }}\n",
            Outcome::Inconclusive,
        ),
        (
            "public",
            "    strategy:\n      matrix:\n        os: [ubuntu-24.04, self-hosted]\n    runs-on: ${{ matrix.os }}\n",
            Outcome::Fail,
        ),
        (
            "public",
            "    strategy:\n      matrix:\n        os: [ubuntu-24.04]\n        include:\n          - os: macos-15\n    runs-on: ${{ matrix.os }}\n",
            Outcome::Pass,
        ),
        (
            "public",
            "    strategy:\n      matrix: ${{ fromJSON(vars.M) }}\n    runs-on: ${{ matrix.os }}\n",
            Outcome::Inconclusive,
        ),
    ] {
        assert_eq!(runs_on(visibility, text), expected, "{visibility} {text}");
    }
}

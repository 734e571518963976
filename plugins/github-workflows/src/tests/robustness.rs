//! Damaged and hostile files.

use tickmark_plugin::testing::damaged;

use super::*;

const GOOD: &str = "name: ci\non:\n  pull_request:\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    permissions:\n      contents: read\n    steps:\n      - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567 # v4\n        with:\n          persist-credentials: false\n      - name: Test\n        run: make test\n        env:\n          TITLE: ${{ github.event.pull_request.title }}\n";

#[test]
fn a_good_workflow_passes_everything_it_is_judged_by() {
    let report = examine(GOOD);
    assert!(report.findings.len() > 6);
    for finding in &report.findings {
        assert_eq!(finding.outcome, Outcome::Pass, "{finding:#?}");
    }
}

#[test]
fn no_damage_panics_and_what_is_no_workflow_passes_nothing() {
    for (name, content) in damaged(GOOD.as_bytes()) {
        let evidence = MemoryEvidence::new().file("workflows", PATH, content.clone());
        let report = run::<GithubWorkflows>("{}", "2026-11-22", &evidence).unwrap();
        assert!(!report.findings.is_empty(), "{name}");
        let passes = report
            .findings
            .iter()
            .any(|finding| finding.outcome == Outcome::Pass);
        // Only the beginning of the file, with a job in it, can still show something.
        let job = String::from_utf8(content).is_ok_and(|text| text.contains("  build:\n    runs"));
        assert!(!passes || (job && name.starts_with("cut")), "{name}");
    }
}

#[test]
fn a_malformed_part_is_inconclusive_for_every_control_and_the_rest_is_judged() {
    let text = "on: push\njobs:\n  good:\n    steps:\n      - uses: acme/x@v1\n  bad: 3\n  odd:\n    steps:\n      - run: [a]\n      - 7\n      - name: nothing\n";
    let report = examine(text);
    for control in ["actions-pinned", "no-credentials-in-clear"] {
        let inconclusive = report
            .outcomes(control)
            .iter()
            .filter(|(_, outcome)| *outcome == Outcome::Inconclusive)
            .count();
        assert!(inconclusive >= 4, "{control}");
    }
    assert_eq!(
        report.about(
            "actions-pinned",
            ".github/workflows/ci.yml, job good, step acme/x"
        )[0]
        .outcome,
        Outcome::Fail
    );
}

#[test]
fn what_is_neither_workflow_nor_action_is_inconclusive() {
    for text in [
        "",
        "name: x\n",
        "[]",
        "on: push\njobs: {}\n",
        "on: []\njobs:\n  a: {steps: []}\n",
        "on: push\njobs:\n  a: {}\n",
        "runs:\n  using: magic\n",
        "a: 1\n---\nb: 2\n",
    ] {
        let report = examine(text);
        assert!(
            report
                .findings
                .iter()
                .any(|finding| finding.outcome == Outcome::Inconclusive),
            "{text}"
        );
    }
}

#[test]
fn anchors_are_read_and_merge_keys_are_not() {
    let anchors = "on: push\njobs:\n  a:\n    steps: &steps\n      - uses: acme/x@v1\n  b:\n    steps: *steps\n";
    assert_eq!(examine(anchors).outcomes("actions-pinned").len(), 2);
    let merge = "on: push\njobs:\n  a: &a\n    steps: []\n  b:\n    <<: *a\n    runs-on: x\n";
    let report = examine(merge);
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.actual.contains("merge key"))
    );
}

#[test]
fn long_values_are_cut_and_hostile_nesting_survives() {
    let long = "x".repeat(100_000);
    let report = examine(&steps(&format!("      - uses: {long}@v1\n")));
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.actual.len() < 1100)
    );
    let deep = format!("${{{{ {}a{} }}}}", "(".repeat(1000), ")".repeat(1000));
    examine(&steps(&format!("      - run: {deep}\n")));
}

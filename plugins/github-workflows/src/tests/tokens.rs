//! Permissions, checkouts, secrets, required jobs.

use super::*;

fn token(top: &str, job: &str) -> Outcome {
    let text = format!("on: push\n{top}jobs:\n  a:\n    runs-on: x\n{job}    steps: []\n");
    outcome(&text, "token-permissions-limited")
}

#[test]
fn the_jobs_permissions_win_over_the_workflows() {
    for (top, job, expected) in [
        ("permissions: write-all\n", "", Outcome::Fail),
        (
            "permissions: write-all\n",
            "    permissions: {}\n",
            Outcome::Pass,
        ),
        (
            "permissions: {}\n",
            "    permissions: write-all\n",
            Outcome::Fail,
        ),
        ("permissions: read-all\n", "", Outcome::Pass),
        ("permissions:\n  contents: read\n", "", Outcome::Pass),
        ("permissions:\n  contents: write\n", "", Outcome::Pass),
        (
            "",
            "    permissions:\n      contents: write\n",
            Outcome::Pass,
        ),
        ("permissions:\n  contents: wri\n", "", Outcome::Inconclusive),
        ("permissions:\n  content: read\n", "", Outcome::Inconclusive),
        ("permissions:\n", "", Outcome::Inconclusive),
        ("permissions: all\n", "", Outcome::Inconclusive),
    ] {
        assert_eq!(token(top, job), expected, "{top}{job}");
    }
}

#[test]
fn rights_to_write_for_every_job_fail() {
    let text =
        "on: push\npermissions:\n  packages: write\njobs:\n  a: {steps: []}\n  b: {steps: []}\n";
    let report = examine(text);
    let finding = report.about(
        "token-permissions-limited",
        ".github/workflows/ci.yml, job b",
    )[0];
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(finding.actual, "workflow, for every job: write to packages");
    assert_eq!(finding.locations[0].line, Some(3));
}

#[test]
fn without_permissions_the_organisations_setting_decides() {
    let text = "on: push\njobs:\n  a: {steps: []}\n";
    for (default, expected) in [
        ("unknown", Outcome::Inconclusive),
        ("restricted", Outcome::Pass),
        ("permissive", Outcome::Fail),
    ] {
        let config = format!(r#"{{"default-token-permissions": "{default}"}}"#);
        let report = configured(&config, text);
        assert_eq!(only(&report, "token-permissions-limited").outcome, expected);
    }
    let called = "on: workflow_call\njobs:\n  a: {steps: []}\n";
    assert_eq!(
        outcome(called, "token-permissions-limited"),
        Outcome::NotApplicable
    );
}

#[test]
fn reading_everything_can_be_refused() {
    let report = configured(
        r#"{"allow-read-all": false}"#,
        "on: push\npermissions: read-all\njobs:\n  a: {steps: []}\n",
    );
    let finding = only(&report, "token-permissions-limited");
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(finding.actual, "workflow: read-all");
}

#[test]
fn checkouts_must_be_told_not_to_keep_the_token() {
    for (with, expected) in [
        ("", Outcome::Fail),
        ("persist-credentials: true", Outcome::Fail),
        ("persist-credentials: false", Outcome::Pass),
        ("Persist-Credentials: 'false'", Outcome::Pass),
        (
            "persist-credentials: '${{ inputs.keep }}'",
            Outcome::Inconclusive,
        ),
        ("persist-credentials: fal", Outcome::Inconclusive),
    ] {
        let text = steps(&format!(
            "      - uses: Actions/Checkout@{SHA}\n        with: {{ {with} }}\n"
        ));
        assert_eq!(
            outcome(&text, "checkout-token-not-kept"),
            expected,
            "{with}"
        );
    }
}

#[test]
fn all_secrets_at_once_fail() {
    for (uses, secrets, expected, severity) in [
        (
            "acme/x/.github/workflows/a.yml@main",
            "inherit",
            Outcome::Fail,
            false,
        ),
        ("./.github/workflows/a.yml", "inherit", Outcome::Fail, true),
        (
            "./.github/workflows/a.yml",
            "{ ALL: '${{ toJSON(secrets) }}' }",
            Outcome::Fail,
            false,
        ),
        (
            "./.github/workflows/a.yml",
            "{ KEY: '${{ secrets.KEY }}' }",
            Outcome::Pass,
            false,
        ),
        (
            "./.github/workflows/a.yml",
            "inher",
            Outcome::Inconclusive,
            false,
        ),
    ] {
        let text = format!("on: push\njobs:\n  a:\n    uses: {uses}\n    secrets: {secrets}\n");
        let report = examine(&text);
        let finding = only(&report, "secrets-handed-over-by-name");
        assert_eq!(finding.outcome, expected, "{uses} {secrets}");
        assert_eq!(finding.severity.is_some(), severity);
    }
}

#[test]
fn secrets_belong_into_the_environment() {
    for (step, expected) in [
        ("run: deploy ${{ secrets.KEY }}", Outcome::Fail),
        ("run: deploy ${{ secrets['key'] }}", Outcome::Fail),
        ("run: gh auth ${{ secrets.GITHUB_TOKEN }}", Outcome::Pass),
        (
            "{ run: deploy, env: { KEY: '${{ secrets.KEY }}' } }",
            Outcome::Pass,
        ),
        (
            "{ run: deploy, env: { ALL: '${{ toJSON(secrets) }}' } }",
            Outcome::Fail,
        ),
        (
            "{ run: deploy, env: { ONE: '${{ secrets[matrix.name] }}' } }",
            Outcome::Fail,
        ),
        ("run: deploy ${{ secrets.", Outcome::Inconclusive),
    ] {
        let text = steps(&format!("      - {step}\n"));
        assert_eq!(outcome(&text, "secrets-out-of-scripts"), expected, "{step}");
    }
}

#[test]
fn secrets_in_the_environment_of_job_and_workflow_are_seen() {
    for (workflow, job, run, expected) in [
        (
            "{ ALL: '${{ toJSON(secrets) }}' }",
            "{}",
            "x",
            Outcome::Fail,
        ),
        (
            "{}",
            "{ ALL: '${{ toJSON(secrets) }}' }",
            "x",
            Outcome::Fail,
        ),
        (
            "{}",
            "{ KEY: '${{ secrets.KEY }}' }",
            "x ${{ env.KEY }}",
            Outcome::Fail,
        ),
        (
            "{}",
            "{ KEY: '${{ secrets.KEY }}' }",
            "x $KEY",
            Outcome::Pass,
        ),
        (
            "{}",
            "{ T: '${{ secrets.GITHUB_TOKEN }}' }",
            "x ${{ env.T }}",
            Outcome::Pass,
        ),
        ("{}", "{ KEY: '${{ secrets.' }", "x", Outcome::Inconclusive),
    ] {
        let text = format!(
            "on: push\nenv: {workflow}\njobs:\n  a:\n    env: {job}\n    steps:\n      - run: {run}\n"
        );
        assert_eq!(outcome(&text, "secrets-out-of-scripts"), expected, "{text}");
    }
}

#[test]
fn credentials_in_clear_fail_and_are_not_repeated() {
    let token = format!("ghp_{}", "a1".repeat(18));
    for text in [
        steps(&format!("      - run: push\n        env: {{ TOKEN: {token} }}\n")),
        steps(&format!("      - run: curl -H token={token} x\n")),
        "on: push\njobs:\n  a:\n    container:\n      image: x\n      credentials: { username: u, password: hunter2 }\n    steps: []\n".to_owned(),
        format!("on: push\njobs:\n  a:\n    container: {{ image: x, env: {{ T: {token} }} }}\n    steps: []\n"),
        format!("on: push\njobs:\n  a:\n    services: {{ db: {{ image: x, env: {{ T: {token} }} }} }}\n    steps: []\n"),
        format!("on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    secrets: {{ T: {token} }}\n"),
    ] {
        let report = examine(&text);
        let finding = only(&report, "no-credentials-in-clear");
        assert_eq!(finding.outcome, Outcome::Fail, "{text}");
        let told = format!("{:?}", report.findings);
        assert!(!told.contains(&token) && !told.contains("hunter2"));
    }
    let fine = "on: push\njobs:\n  a:\n    container:\n      image: x\n      credentials: { username: u, password: '${{ secrets.P }}' }\n    steps: []\n";
    assert_eq!(outcome(fine, "no-credentials-in-clear"), Outcome::Pass);
}

#[test]
fn unsafe_commands_are_found_wherever_env_may_stand() {
    const NAME: &str = "ACTIONS_ALLOW_UNSECURE_COMMANDS";
    for (text, expected) in [
        (
            format!("on: push\nenv: {{ {NAME}: true }}\njobs:\n  a: {{steps: []}}\n"),
            Outcome::Fail,
        ),
        (
            steps(&format!("      - run: x\n        env: {{ {NAME}: '1' }}\n")),
            Outcome::Fail,
        ),
        (
            steps(&format!(
                "      - run: x\n        env: {{ {NAME}: false }}\n"
            )),
            Outcome::Pass,
        ),
        (
            steps(&format!(
                "      - run: x\n        env: {{ {NAME}: '${{{{ vars.A }}}}' }}\n"
            )),
            Outcome::Inconclusive,
        ),
        (
            steps(&format!(
                "      - run: echo \"{NAME}=true\" >> $GITHUB_ENV\n"
            )),
            Outcome::Fail,
        ),
        (
            steps(&format!(
                "      - run: echo \"{NAME}=false\" >> $GITHUB_ENV\n"
            )),
            Outcome::Pass,
        ),
        (
            steps(&format!(
                "      - run: echo \"{NAME}=$ON\" >> $GITHUB_ENV\n"
            )),
            Outcome::Inconclusive,
        ),
        (steps("      - run: x\n"), Outcome::Pass),
    ] {
        assert_eq!(outcome(&text, "unsafe-commands-off"), expected, "{text}");
    }
}

#[test]
fn required_jobs_must_run_on_every_pull_request_and_count() {
    let config = r#"{"required-jobs": ["test"]}"#;
    for (text, expected) in [
        (
            "on: pull_request\njobs:\n  test: {steps: []}\n",
            Outcome::Pass,
        ),
        (
            "on: [push, merge_group]\njobs:\n  test: {steps: []}\n",
            Outcome::Pass,
        ),
        ("on: push\njobs:\n  test: {steps: []}\n", Outcome::Fail),
        (
            "on: pull_request\njobs:\n  lint: {steps: []}\n",
            Outcome::Fail,
        ),
        (
            "on:\n  pull_request:\n    paths: [src/**]\njobs:\n  test: {steps: []}\n",
            Outcome::Fail,
        ),
        (
            "on: pull_request\njobs:\n  test: {continue-on-error: true, steps: []}\n",
            Outcome::Fail,
        ),
        (
            "on: pull_request\njobs:\n  test: {if: github.actor != 'x', steps: []}\n",
            Outcome::Inconclusive,
        ),
    ] {
        let report = configured(config, text);
        assert_eq!(
            only(&report, "required-jobs-run").outcome,
            expected,
            "{text}"
        );
    }
    let report = examine("on: push\njobs:\n  a: {steps: []}\n");
    assert!(
        report.outcomes("required-jobs-run").is_empty(),
        "not claimed"
    );
}

#[test]
fn required_jobs_must_run_at_each_commit_and_their_steps_must_count() {
    let config = r#"{"required-jobs": ["test"]}"#;
    let typed = |types: &str| {
        format!("on: {{ pull_request: {{ types: {types} }} }}\njobs:\n  test: {{steps: []}}\n")
    };
    let stepped =
        |steps: &str| format!("on: pull_request\njobs:\n  test: {{ steps: [{steps}] }}\n");
    for (text, expected) in [
        (typed("[closed]"), Outcome::Fail),
        (typed("labeled"), Outcome::Fail),
        (typed("[opened, reopened]"), Outcome::Fail),
        (
            typed("[opened, synchronize, reopened, ready_for_review]"),
            Outcome::Pass,
        ),
        (
            stepped("{ run: test, continue-on-error: true }"),
            Outcome::Fail,
        ),
        (
            stepped("{ run: build }, { run: test, continue-on-error: true }"),
            Outcome::Inconclusive,
        ),
        (
            stepped("{ run: build }, { run: test, continue-on-error: '${{ matrix.x }}' }"),
            Outcome::Inconclusive,
        ),
        (
            stepped("{ run: test }, { uses: codecov/codecov-action@v5, continue-on-error: true }"),
            Outcome::Pass,
        ),
        (
            stepped("{ run: test, continue-on-error: false }"),
            Outcome::Pass,
        ),
        (
            "on: { merge_group: { types: [checks_requested] }, pull_request: { types: [closed] } }\njobs:\n  test: {steps: []}\n".to_owned(),
            Outcome::Pass,
        ),
    ] {
        let report = configured(config, &text);
        assert_eq!(
            only(&report, "required-jobs-run").outcome,
            expected,
            "{text}"
        );
    }
}

#[test]
fn workflows_for_named_branches_must_name_the_main_ones() {
    for (filter, main, expected) in [
        ("branches: [main]", r#"["main"]"#, Outcome::Pass),
        ("branches: main", r#"["main"]"#, Outcome::Pass),
        ("branches: ['**']", "[]", Outcome::Pass),
        ("branches: [main]", "[]", Outcome::Inconclusive),
        (
            "branches: [main, 'release/*']",
            r#"["main", "release/1"]"#,
            Outcome::Pass,
        ),
        (
            "branches: ['release/*']",
            r#"["release/1/a"]"#,
            Outcome::Fail,
        ),
        ("branches: [main]", r#"["main", "next"]"#, Outcome::Fail),
        (
            "branches: ['**', '!main']",
            r#"["main"]"#,
            Outcome::Inconclusive,
        ),
        ("branches-ignore: [docs]", r#"["main"]"#, Outcome::Pass),
        ("branches-ignore: [main]", r#"["main"]"#, Outcome::Fail),
    ] {
        let config = format!(r#"{{"required-jobs": ["test"], "main-branches": {main}}}"#);
        let text =
            format!("on: {{ pull_request: {{ {filter} }} }}\njobs:\n  test: {{steps: []}}\n");
        let report = configured(&config, &text);
        assert_eq!(
            only(&report, "required-jobs-run").outcome,
            expected,
            "{filter} {main}"
        );
    }
}

//! What outsiders can put into the pipeline.

use super::*;

const SCRIPTS: &str = "scripts-without-untrusted-input";
const CHECKOUT: &str = "outsiders-code-without-rights";

fn script(text: &str) -> Outcome {
    outcome(&steps(&format!("      - run: echo {text}\n")), SCRIPTS)
}

#[test]
fn what_outsiders_write_fails_in_every_spelling() {
    for text in [
        "${{ github.event.issue.title }}",
        "${{ github.head_ref }}",
        "${{ GITHUB['event'].issue['body'] }}",
        "${{ github.event.commits[0].message }}",
        "${{ github.event.pull_request.head.ref || 'main' }}",
        "${{ format('{0}', github.event.comment.body) }}",
        "${{ toJSON(github.event) }}",
        "${{ toJson(github) }}",
        "${{ join(github.event.commits.*.message, ' ') }}",
        "${{ fromJSON(toJSON(github.event)).anything }}",
        "${{ github.event[vars.WHICH].title }}",
        "${{ github.event.workflow_run.head_branch }}",
    ] {
        assert_eq!(script(text), Outcome::Fail, "{text}");
    }
}

#[test]
fn what_they_cannot_write_or_what_only_decides_passes() {
    for text in [
        "hello",
        "${{ github.sha }}",
        "${{ github.event.issue.number }}",
        "${{ github.event.pull_request.base.ref }}",
        "${{ github.event.repository.description }}",
        "${{ contains(github.event.issue.title, 'x') }}",
        "${{ github.event.issue.title == 'x' && 'yes' || 'no' }}",
        "${{ 'github.event.issue.title' }}",
        "${{ github.event }}",
        "${{ toJSON(github.event.repository.name) }}",
    ] {
        assert_eq!(script(text), Outcome::Pass, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_inconclusive() {
    for text in [
        "${{ github.event.iss",
        "${{ nonsense( }}",
        "${{ 1 + 1 }}",
        "${{ unknown(github.sha) }}",
    ] {
        assert_eq!(script(text), Outcome::Inconclusive, "{text}");
    }
}

#[test]
fn the_finding_names_the_context_the_step_and_the_place() {
    let report = examine(&steps(
        "      - name: Greet\n        run: |\n          echo hello\n          echo \"${{ github.head_ref }}\"\n",
    ));
    let finding = only(&report, SCRIPTS);
    assert_eq!(finding.subject, format!("{PATH}, job build, step Greet"));
    assert_eq!(finding.actual, "github.head_ref");
    assert_eq!(
        finding.locations[0].pointer.as_deref(),
        Some("/jobs/build/steps/0/run")
    );
    assert!(finding.severity.is_none());
    let worse = examine(
        "on: issue_comment\njobs:\n  a:\n    steps:\n      - run: echo ${{ github.event.comment.body }}\n",
    );
    assert!(only(&worse, SCRIPTS).severity.is_some());
}

#[test]
fn through_the_environment_is_fine_but_not_back_out_of_it() {
    let env = "      - env: { TITLE: '${{ github.event.issue.title }}' }\n        run: echo ";
    assert_eq!(
        outcome(&steps(&format!("{env}\"$TITLE\"\n")), SCRIPTS),
        Outcome::Pass
    );
    let report = examine(&steps(&format!("{env}${{{{ env.TITLE }}}}\n")));
    let finding = only(&report, SCRIPTS);
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(finding.actual, "env.TITLE (from github.event.issue.title)");
}

#[test]
fn values_are_followed_through_outputs_and_the_matrix() {
    let outputs = "on: push\njobs:\n  a:\n    outputs: { t: '${{ github.head_ref }}' }\n    steps: []\n  b:\n    needs: a\n    steps:\n      - run: echo ${{ needs.a.outputs.t }}\n";
    assert_eq!(outcome(outputs, SCRIPTS), Outcome::Fail);
    let matrix = "on: push\njobs:\n  a:\n    strategy:\n      matrix:\n        t: ['${{ github.head_ref }}']\n    steps:\n      - run: echo ${{ matrix.t }}\n";
    assert_eq!(outcome(matrix, SCRIPTS), Outcome::Fail);
    let circle = "on: push\nenv: { A: '${{ env.B }}', B: '${{ env.A }}' }\njobs:\n  a:\n    steps:\n      - run: echo ${{ env.A }}\n";
    assert_eq!(outcome(circle, SCRIPTS), Outcome::Inconclusive);
}

#[test]
fn scripts_of_actions_are_scripts_and_other_inputs_are_not() {
    let with = |action: &str, input: &str| {
        steps(&format!(
            "      - uses: {action}@{SHA}\n        with: {{ {input}: 'x(\"${{{{ github.head_ref }}}}\")' }}\n"
        ))
    };
    assert_eq!(
        outcome(&with("actions/github-script", "script"), SCRIPTS),
        Outcome::Fail
    );
    assert!(
        examine(&with("actions/github-script", "result-encoding"))
            .outcomes(SCRIPTS)
            .iter()
            .all(|(_, outcome)| *outcome != Outcome::Fail)
    );
}

#[test]
fn inputs_are_judged_by_who_hands_them_in() {
    let manual = "on:\n  workflow_dispatch:\n    inputs:\n      v: { type: string }\n      c: { type: choice }\njobs:\n  a:\n    steps:\n      - run: echo ${{ inputs.v }} ${{ github.event.inputs.c }}\n";
    assert_eq!(outcome(manual, SCRIPTS), Outcome::Pass);
    let report = configured(r#"{"trust-manual-inputs": false}"#, manual);
    assert_eq!(only(&report, SCRIPTS).outcome, Outcome::Inconclusive);
    let called = "on:\n  workflow_call:\n    inputs:\n      v: { type: string }\njobs:\n  a:\n    steps:\n      - run: echo ${{ inputs.v }}\n";
    assert_eq!(outcome(called, SCRIPTS), Outcome::Inconclusive);
    assert_eq!(
        outcome(&called.replace("string", "boolean"), SCRIPTS),
        Outcome::Pass
    );
    let report = configured(r#"{"trust-caller-inputs": true}"#, called);
    assert_eq!(only(&report, SCRIPTS).outcome, Outcome::Pass);
    let action = "name: a\nruns:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.v }}\n      shell: bash\n";
    assert_eq!(outcome(action, SCRIPTS), Outcome::Inconclusive);
}

#[test]
fn manual_inputs_are_trusted_or_not_whatever_they_are_called() {
    for text in [
        "${{ github.event.inputs.message }}",
        "${{ toJSON(github.event.inputs) }}",
        "${{ github.event.client_payload.title }}",
    ] {
        let text = format!(
            "on: [workflow_dispatch, repository_dispatch]\njobs:\n  a:\n    steps:\n      - run: echo {text}\n"
        );
        assert_eq!(outcome(&text, SCRIPTS), Outcome::Pass, "{text}");
        let report = configured(r#"{"trust-manual-inputs": false}"#, &text);
        assert_ne!(only(&report, SCRIPTS).outcome, Outcome::Pass, "{text}");
    }
}

#[test]
fn further_contexts_can_be_configured() {
    let text = steps("      - run: echo ${{ github.ref_name }}\n");
    assert_eq!(outcome(&text, SCRIPTS), Outcome::Pass);
    let report = configured(r#"{"untrusted-contexts": ["github.ref_name"]}"#, &text);
    assert_eq!(only(&report, SCRIPTS).outcome, Outcome::Fail);
}

fn started(on: &str, step: &str) -> Outcome {
    let text = format!("on: {on}\njobs:\n  a:\n    steps:\n      - {step}\n");
    outcome(&text, CHECKOUT)
}

#[test]
fn outsiders_code_under_a_privileged_event_fails() {
    for (on, step) in [
        (
            "pull_request_target",
            "{ uses: actions/checkout@v4, with: { ref: '${{ github.event.pull_request.head.sha }}' } }",
        ),
        (
            "[push, pull_request_target]",
            "{ uses: actions/checkout@v4, with: { ref: 'refs/pull/${{ github.event.number }}/merge' } }",
        ),
        (
            "{ workflow_run: { workflows: [ci] } }",
            "{ uses: actions/checkout@v4, with: { ref: '${{ github.event.workflow_run.head_sha }}' } }",
        ),
        (
            "pull_request_target",
            "{ uses: actions/checkout@v4, env: { R: '${{ github.head_ref }}' }, with: { ref: '${{ env.R }}' } }",
        ),
        ("issue_comment", "run: gh  pr checkout 12"),
    ] {
        assert_eq!(started(on, step), Outcome::Fail, "{on} {step}");
    }
}

#[test]
fn other_code_or_other_events_pass() {
    for (on, step) in [
        (
            "pull_request",
            "{ uses: actions/checkout@v4, with: { ref: '${{ github.event.pull_request.head.sha }}' } }",
        ),
        ("pull_request_target", "uses: actions/checkout@v4"),
        (
            "pull_request_target",
            "{ uses: actions/checkout@v4, with: { ref: '${{ github.event.pull_request.base.sha }}' } }",
        ),
        (
            "pull_request_target",
            "{ uses: actions/checkout@v4, with: { ref: main } }",
        ),
        ("pull_request_target", "run: echo hello"),
    ] {
        assert_eq!(started(on, step), Outcome::Pass, "{on} {step}");
    }
}

#[test]
fn what_is_not_to_be_seen_is_inconclusive() {
    for (on, step) in [
        (
            "issue_comment",
            "{ uses: actions/checkout@v4, with: { ref: '${{ steps.pr.outputs.sha }}' } }",
        ),
        (
            "pull_request_target",
            "{ run: 'git fetch origin $SHA', env: { SHA: '${{ github.event.pull_request.head.sha }}' } }",
        ),
        (
            "workflow_call",
            "{ uses: actions/checkout@v4, with: { ref: '${{ github.event.pull_request.head.sha }}' } }",
        ),
    ] {
        assert_eq!(started(on, step), Outcome::Inconclusive, "{on} {step}");
    }
    let call = "on: pull_request_target\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    with: { ref: '${{ github.head_ref }}' }\n";
    assert_eq!(outcome(call, CHECKOUT), Outcome::Inconclusive);
}

/// A privileged workflow with these steps, beside an action of the same repository.
fn beside(step: &str, action: Option<&str>) -> Outcome {
    let workflow = format!("on: pull_request_target\njobs:\n  a:\n    steps:\n      - {step}\n");
    let mut evidence = MemoryEvidence::new().file("workflows", PATH, workflow);
    if let Some(action) = action {
        evidence = evidence.file("workflows", ".github/actions/get/action.yml", action);
    }
    let report = run::<GithubWorkflows>("{}", "2026-11-22", &evidence).unwrap();
    only(&report, CHECKOUT).outcome
}

#[test]
fn the_repositorys_own_actions_are_followed_with_what_they_are_told() {
    const HEAD: &str = "{ uses: ./.github/actions/get, with: { Ref: '${{ github.event.pull_request.head.sha }}' } }";
    const BASE: &str = "{ uses: ./.github/actions/get, with: { ref: '${{ github.sha }}' } }";
    let composite = |step: &str| {
        format!(
            "inputs: {{ ref: {{ required: true }} }}\nruns:\n  using: composite\n  steps:\n    - {step}\n"
        )
    };
    let checkout = composite("{ uses: actions/checkout@v4, with: { ref: '${{ inputs.ref }}' } }");
    let fetch = composite(
        "{ run: 'git fetch origin \"$REF\"', shell: bash, env: { REF: '${{ inputs.ref }}' } }",
    );
    let head = composite(
        "{ uses: actions/checkout@v4, with: { ref: '${{ github.event.pull_request.head.sha }}' } }",
    );
    let circle = composite("{ uses: ./.github/actions/get }");
    let program = "runs:\n  using: node20\n  main: index.js\n";
    for (step, action, expected) in [
        (HEAD, Some(checkout.as_str()), Outcome::Fail),
        (BASE, Some(checkout.as_str()), Outcome::Pass),
        (HEAD, Some(fetch.as_str()), Outcome::Inconclusive),
        (BASE, Some(fetch.as_str()), Outcome::Pass),
        (BASE, Some(head.as_str()), Outcome::Fail),
        (BASE, Some(circle.as_str()), Outcome::Inconclusive),
        (HEAD, Some(program), Outcome::Inconclusive),
        (BASE, Some(program), Outcome::Pass),
        (BASE, None, Outcome::Inconclusive),
    ] {
        assert_eq!(beside(step, action), expected, "{step} {action:?}");
    }
}

#[test]
fn own_actions_are_looked_for_in_their_own_repository() {
    let workflow =
        "on: pull_request_target\njobs:\n  a:\n    steps:\n      - uses: ./.github/actions/get\n";
    let harmless = "runs:\n  using: composite\n  steps: [{ run: make, shell: bash }]\n";
    for (folder, expected) in [("one", Outcome::Pass), ("two", Outcome::Inconclusive)] {
        let evidence = MemoryEvidence::new()
            .file("workflows", &format!("one/{PATH}"), workflow)
            .file(
                "workflows",
                &format!("{folder}/.github/actions/get/action.yaml"),
                harmless,
            );
        let report = run::<GithubWorkflows>("{}", "2026-11-22", &evidence).unwrap();
        assert_eq!(only(&report, CHECKOUT).outcome, expected, "{folder}");
    }
}

#[test]
fn an_own_action_or_workflow_outside_the_evidence_is_said_to_be_missing() {
    for job in [
        "steps: [{ uses: ./.github/actions/get }]",
        "uses: ./.github/workflows/b.yml",
    ] {
        let report = examine(&format!("on: issue_comment\njobs:\n  a:\n    {job}\n"));
        let finding = only(&report, CHECKOUT);
        assert_eq!(finding.outcome, Outcome::Inconclusive);
        assert!(
            finding.actual.contains("not among the evidence"),
            "{finding:?}"
        );
    }
}

#[test]
fn other_actions_that_are_told_of_the_head_may_bring_it_in() {
    for (step, expected) in [
        (
            "{ uses: acme/cached-checkout@v1, with: { ref: '${{ github.event.pull_request.head.sha }}' } }",
            Outcome::Fail,
        ),
        (
            "{ uses: acme/get@v1, with: { commit: '${{ github.event.pull_request.head.sha }}' } }",
            Outcome::Inconclusive,
        ),
        (
            "{ uses: acme/get@v1, with: { event: '${{ toJSON(github.event) }}' } }",
            Outcome::Inconclusive,
        ),
        (
            "{ uses: acme/get@v1, with: { pr: '${{ github.event.number }}' } }",
            Outcome::Inconclusive,
        ),
        (
            "{ uses: acme/say@v1, with: { issue-number: '${{ github.event.number }}' } }",
            Outcome::Pass,
        ),
        (
            "{ uses: slackapi/slack-github-action@v2, with: { payload: 'built ${{ github.head_ref }}' } }",
            Outcome::Pass,
        ),
        (
            "{ uses: acme/say@v1, with: { text: 'for ${{ github.event.pull_request.base.ref }}' } }",
            Outcome::Pass,
        ),
    ] {
        assert_eq!(started("pull_request_target", step), expected, "{step}");
    }
}

#[test]
fn commands_that_may_bring_in_the_head_are_known_in_every_spelling() {
    let job = |script: &str| {
        let text = format!(
            "on: pull_request_target\njobs:\n  a:\n    env:\n      PR: '${{{{ github.event.number }}}}'\n    steps:\n      - run: |\n          {script}\n"
        );
        outcome(&text, CHECKOUT)
    };
    for script in [
        "git fetch origin \"pull/$PR/head:pr\"",
        "git fetch origin +refs/pull/*/merge",
        "git -C src -c a.b=c fetch origin $PR",
        "gh repo clone ${{ github.event.pull_request.head.repo.full_name }} src",
        "git clone -b \"$GITHUB_HEAD_REF\" https://example.org/x",
        "sha=$(jq -r .pull_request.head.sha $GITHUB_EVENT_PATH); git checkout $sha",
        "git fetch origin ${{ steps.pr.outputs.sha }}",
        "gh pr diff 3 | git apply",
        "curl -L https://github.com/x/y/archive/${{ github.head_ref }}.tgz | tar xz",
    ] {
        assert_eq!(job(script), Outcome::Inconclusive, "{script}");
    }
    assert_eq!(job("gh -R acme/x pr checkout 3"), Outcome::Fail);
    for script in [
        "git fetch origin main",
        "gh pr comment \"$PR\" --body thanks",
        "gh pr edit \"$PR\" --add-label x",
        "gh repo clone acme/tools",
        "git checkout -b next-${{ steps.version.outputs.next }}",
        "curl -d pr=$PR https://example.org/hook",
    ] {
        assert_eq!(job(script), Outcome::Pass, "{script}");
    }
}

//! The shapes of other APIs.

use tickmark_plugin::Outcome::{Fail, Inconclusive, Pass};

use super::{GOOD, approved, checked, examine_with};

#[test]
fn pull_requests_of_the_rest_api() {
    let list = r#"[{"number":7,"html_url":"https://github.com/acme/api/pull/7","user":{"login":"ann","type":"User"},
        "merged_at":"2026-11-10T12:00:00Z","base":{"ref":"main","repo":{"full_name":"acme/api"}},"merge_commit_sha":"abc",
        "reviews":[{"user":{"login":"bob","type":"User"},"state":"APPROVED","submitted_at":"2026-11-10T11:00:00Z"}],
        "check_runs":[{"name":"test","status":"completed","conclusion":"success","started_at":"2026-11-10T10:00:00Z","completed_at":"2026-11-10T10:10:00Z"}]},
        {"number":8,"html_url":"https://github.com/acme/api/pull/8","user":{"login":"ann","type":"User"},
        "merged_at":"2026-11-10T12:00:00Z","base":{"ref":"main"},
        "reviews":[{"user":{"login":"helper","type":"Bot"},"state":"APPROVED","submitted_at":"2026-11-10T11:00:00Z"}],
        "check_runs":[]}]"#;
    let report = examine_with("{}", &[("changes", "pull-requests.json", list)]);
    assert_eq!(
        report.outcomes("changes-approved"),
        [("acme/api#7", Pass), ("acme/api#8", Fail)]
    );
    assert_eq!(
        report.outcomes("changes-checked"),
        [("acme/api#7", Pass), ("acme/api#8", Fail)]
    );
}

#[test]
fn pull_requests_of_the_graphql_api() {
    let answer = r#"{"data":{"repository":{"pullRequests":{"nodes":[
        {"number":7,"url":"https://github.com/acme/api/pull/7","author":{"__typename":"User","login":"ann"},
        "mergedAt":"2026-11-10T12:00:00Z","baseRefName":"main","labels":{"nodes":[]},
        "reviews":{"nodes":[{"author":{"__typename":"User","login":"bob"},"state":"APPROVED","submittedAt":"2026-11-10T11:00:00Z"}]},
        "commits":{"nodes":[{"commit":{"statusCheckRollup":{"state":"SUCCESS"}}}]}}]}}}}"#;
    let report = examine_with("{}", &[("changes", "pull-requests.json", answer)]);
    assert_eq!(report.one("changes-approved", "acme/api#7").outcome, Pass);
    // The sum of all checks has no time.
    assert_eq!(
        report.one("changes-checked", "acme/api#7").outcome,
        Inconclusive
    );
    let config = r#"{"checks-without-times": true}"#;
    let report = examine_with(config, &[("changes", "pull-requests.json", answer)]);
    assert_eq!(report.one("changes-checked", "acme/api#7").outcome, Pass);
}

#[test]
fn merge_requests_of_gitlab() {
    let lines = concat!(
        r#"{"iid":3,"web_url":"https://gitlab.com/acme/ops/api/-/merge_requests/3","author":{"username":"ann"},"#,
        r#""merged_at":"2026-11-10T12:00:00.000Z","target_branch":"main","labels":["x"],"squash_commit_sha":"abcdef0123","#,
        r#""approved_by":[{"user":{"username":"bob"},"approved_at":"2026-11-10T11:00:00.000Z"}],"#,
        r#""head_pipeline":{"status":"success","finished_at":"2026-11-10T11:30:00.000Z"}}"#,
        "\n",
        r#"{"iid":4,"web_url":"https://gitlab.com/acme/ops/api/-/merge_requests/4","author":{"username":"ann"},"#,
        r#""merged_at":"2026-11-10T12:00:00.000Z","target_branch":"main","#,
        r#""approved_by":[{"user":{"username":"bob"}}],"head_pipeline":null}"#,
        "\nbroken\n",
    );
    let report = examine_with("{}", &[("changes", "merge-requests.jsonl", lines)]);
    assert_eq!(
        report.outcomes("changes-approved"),
        [
            ("acme/ops/api#3", Pass),
            ("acme/ops/api#4", Inconclusive),
            ("merge-requests.jsonl", Inconclusive)
        ]
    );
    assert_eq!(
        report.one("changes-checked", "acme/ops/api#4").outcome,
        Fail
    );
    assert_eq!(report.tallies[0].records, 3);
}

#[test]
fn what_is_no_list_of_changes_shows_nothing() {
    for content in ["{}", "7", "[7]", "[]"] {
        let report = examine_with("{}", &[("changes", "pull-requests.json", content)]);
        assert!(
            report
                .findings
                .iter()
                .all(|finding| finding.outcome == Inconclusive)
        );
    }
    let empty = examine_with("{}", &[("changes", "pull-requests.json", "[]")]);
    assert!(empty.findings.is_empty());
    assert!(
        empty
            .populations
            .iter()
            .all(|population| population.size == 0)
    );
}

#[test]
fn an_answer_that_was_cut_off_is_not_the_population() {
    let unclear = |text: &str| {
        let report = examine_with("{}", &[("changes", "changes/page.json", text)]);
        report
            .outcomes("changes-approved")
            .iter()
            .any(|(_, outcome)| *outcome == Inconclusive)
    };
    let page = |members: &str| {
        format!(r#"{{"data":{{"repository":{{"pullRequests":{{{members}"nodes":[{GOOD}]}}}}}}}}"#)
    };
    assert!(!unclear(&page("")));
    assert!(!unclear(&page(
        r#""totalCount":1,"pageInfo":{"hasNextPage":false},"#
    )));
    assert!(unclear(&page(r#""totalCount":240,"#)));
    let first = page(r#""pageInfo":{"hasNextPage":true},"#);
    assert!(unclear(&first));
    assert!(unclear(&page("").replacen(
        '{',
        r#"{"errors":[{"message":"timeout"}],"#,
        1
    )));
    // The last page may lie beside it.
    let last = page("")
        .replace("12\"", "13\"")
        .replace("\"number\":12", "\"number\":13");
    let report = examine_with(
        "{}",
        &[
            ("changes", "changes/page-1.json", &first),
            ("changes", "changes/page-2.json", &last),
        ],
    );
    assert_eq!(
        report.outcomes("changes-approved"),
        [("acme/api#12", Pass), ("acme/api#13", Pass)]
    );
}

#[test]
fn reviews_and_checks_that_were_cut_off_show_nothing() {
    let review =
        r#"{"author":{"login":"bob"},"state":"APPROVED","submittedAt":"2026-11-10T11:00:00Z"}"#;
    let list = format!("[{review}]");
    for (members, outcome) in [
        ("", Pass),
        (r#""totalCount":1,"#, Pass),
        (r#""totalCount":31,"#, Inconclusive),
        (r#""pageInfo":{"hasNextPage":true},"#, Inconclusive),
    ] {
        let connection = format!("{{{members}\"nodes\":{list}}}");
        assert_eq!(approved(&list, &connection).0, outcome, "{members}");
    }
    let start = GOOD.find(r#"[{"__typename""#).unwrap();
    let runs = &GOOD[start..GOOD.len() - 1];
    for (members, outcome) in [
        ("", Pass),
        (r#""state":"SUCCESS","#, Pass),
        (r#""state":"FAILURE","#, Inconclusive),
        (r#""state":"PENDING","#, Inconclusive),
    ] {
        let rollup = format!("{{{members}\"contexts\":{{\"nodes\":{runs}}}}}");
        assert_eq!(checked(runs, &rollup).0, outcome, "{members}");
    }
    let rollup = format!(r#"{{"contexts":{{"totalCount":31,"nodes":{runs}}}}}"#);
    assert_eq!(checked(runs, &rollup).0, Inconclusive);
}

#[test]
fn apps_and_strangers_are_no_second_person() {
    for app in [
        "github-actions",
        "Renovate",
        "project_42_bot_0a1b",
        "group_7_bot",
    ] {
        let to = format!(r#"{{"login":"{app}"}}"#);
        assert_eq!(approved(r#"{"login":"bob"}"#, &to).0, Fail, "{app}");
    }
    for person in ["project_manager", "bot-fan"] {
        let to = format!(r#"{{"login":"{person}"}}"#);
        assert_eq!(approved(r#"{"login":"bob"}"#, &to).0, Pass, "{person}");
    }
    for (association, outcome) in [
        ("OWNER", Pass),
        ("MEMBER", Pass),
        ("COLLABORATOR", Pass),
        ("CONTRIBUTOR", Inconclusive),
        ("NONE", Inconclusive),
    ] {
        let to = format!(r#""authorAssociation":"{association}","state":"APPROVED""#);
        assert_eq!(
            approved(r#""state":"APPROVED""#, &to).0,
            outcome,
            "{association}"
        );
    }
}

#[test]
fn jobs_of_two_workflows_with_one_name_are_two_checks() {
    let run = |suite: u32, conclusion: &str, minute: u32| {
        format!(
            r#"{{"name":"build","conclusion":"{conclusion}","check_suite":{{"id":{suite}}},
            "started_at":"2026-11-10T10:0{minute}:00Z","completed_at":"2026-11-10T10:1{minute}:00Z"}}"#
        )
    };
    let of = |first: u32, second: u32| {
        let list = format!(
            r#"[{{"number":7,"html_url":"https://github.com/acme/api/pull/7","user":{{"login":"ann","type":"User"}},
            "merged_at":"2026-11-10T12:00:00Z","base":{{"ref":"main"}},"reviews":[],
            "check_runs":[{},{}]}}]"#,
            run(first, "failure", 0),
            run(second, "success", 1)
        );
        let report = examine_with("{}", &[("changes", "pull-requests.json", &list)]);
        report.one("changes-checked", "acme/api#7").outcome
    };
    assert_eq!(of(11, 12), Fail);
    // The same suite once more is the check that was mended.
    assert_eq!(of(11, 11), Pass);
}

#[test]
fn a_merged_request_without_its_time_is_not_left_out() {
    let line = r#"{"iid":7,"web_url":"https://gitlab.com/acme/ops/api/-/merge_requests/7","state":"merged","merged_at":null,"author":{"username":"ann"},"target_branch":"main","approved_by":[],"head_pipeline":null}"#;
    let report = examine_with("{}", &[("changes", "merge-requests.jsonl", line)]);
    let told = &report.findings.iter().find(|it| it.outcome == Inconclusive);
    assert!(told.is_some_and(|it| it.actual.contains("is merged, and `merged_at` is null")));
    let open = line.replace("\"merged\"", "\"opened\"");
    let report = examine_with("{}", &[("changes", "merge-requests.jsonl", &open)]);
    assert!(report.findings.iter().all(|it| it.outcome != Inconclusive));
}

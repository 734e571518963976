//! Registers of a small plugin that judges tasks.

use crate::Outcome::{Fail, Inconclusive, NotApplicable, Pass};
use crate::prelude::*;
use crate::register::{Choice, Field, Layout, Record, Recurrence, Register, Spec};
use crate::testing::{MemoryEvidence, damaged, run};

const ID: Field = Field::new("id", "the task's number", &["key", "ticket"]);
const OWNER: Field = Field::new("owner", "who is responsible", &["assignee", "user.login"]);
const OPENED: Field = Field::new("opened", "when it was opened", &["created_at"]);
const CLOSED: Field = Field::new("closed", "when it was closed", &["closed_at"]);
const STATUS: Field = Field::new("status", "open or closed", &["state"]);

static TASKS: Spec = Spec {
    input: "tasks",
    record: "task",
    subject: &[&ID],
    unique: true,
    fields: &[&ID, &OWNER, &OPENED, &CLOSED, &STATUS],
};

const STATES: &[Choice<bool>] = &[
    Choice::new(true, "open", &["todo", "in progress"]),
    Choice::new(false, "closed", &["done"]),
];

struct Tasks;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Config {
    tasks: Layout,
}

type Judge = fn(&Register, &mut Findings<'_>);

/// Every task has an owner
#[control(severity = Low, method = Records, supports("CC1.5" = "test"), remedy = "Name one.")]
fn owned(tasks: &Register, findings: &mut Findings<'_>) {
    tasks.filled(findings, &[&OWNER]);
}

/// Tasks are closed in time
#[control(severity = Low, method = Records, supports("CC1.5" = "test"), remedy = "Close it.")]
fn timely(tasks: &Register, findings: &mut Findings<'_>) {
    tasks.judge(findings, &[&OPENED, &CLOSED], |record| {
        let Some(opened) = record.moment(&OPENED)? else {
            return Ok(Some(record.inconclusive().actual("no date of opening")));
        };
        Ok(Some(record.done_within(
            "closed",
            opened,
            record.moment(&CLOSED)?,
            48,
        )))
    });
}

/// Words of the status are understood
#[control(severity = Low, method = Records, supports("CC1.5" = "test"), remedy = "Map it.")]
fn settled(tasks: &Register, findings: &mut Findings<'_>) {
    tasks.judge(findings, &[&STATUS], |record: &Record<'_>| {
        Ok(record.choice(&STATUS, STATES)?.map(|open| {
            record
                .when(!open)
                .expected("closed")
                .actual(record.raw(&STATUS))
        }))
    });
}

const RULES: &[Rule<Judge>] = &[owned, timely, settled];

impl Plugin for Tasks {
    const ID: &'static str = "tasks";
    const VERSION: &'static str = "1.0.0";
    const TITLE: &'static str = "Tasks";
    const DESCRIPTION: &'static str = "A test.";
    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![TASKS.input("A list.")]
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        let mut controls = RULES.controls();
        controls.push(often.control.to_control());
        controls
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        check.config.tasks.validate(&TASKS)?;
        let mut report = Report::new();
        let tasks = Register::read(check, &TASKS, &check.config.tasks, &mut report);
        for rule in RULES {
            (rule.check)(&tasks, &mut report.rule(rule));
        }
        (often.check)(check, &tasks, &mut report.rule(&often));
        Ok(report)
    }
}

type Often = fn(&Check<'_, Config>, &Register, &mut Findings<'_>);

/// Tasks are opened often
#[control(severity = Low, method = Records, supports("CC1.5" = "test"), remedy = "Open one.")]
fn often(check: &Check<'_, Config>, tasks: &Register, findings: &mut Findings<'_>) {
    let recurrence = Recurrence {
        subject: "tasks",
        every_days: 30,
    };
    tasks.recurs(check, findings, &[&OPENED], recurrence, |record| {
        record.day(&OPENED)
    });
}

const _: &[Rule<Often>] = &[often];

fn examine(config: &str, path: &str, content: &str) -> Report {
    let evidence = MemoryEvidence::new().file("tasks", path, content);
    run::<Tasks>(config, "2026-11-22", &evidence).unwrap()
}

const CSV: &str = "Key,Assignee,created_at,closed_at,State,ignored
T-1,Ann Doe,2026-11-01T10:00:00Z,2026-11-02T09:00:00Z,done,x
T-2,,2026-11-01,2026-11-09,Closed,x
T-3,Bob,2026-11-20,,in progress,x
T-4,Bob,yesterday,,waiting,x
";

#[test]
fn csv_is_judged_row_by_row() {
    let report = examine("{}", "tasks.csv", CSV);
    assert_eq!(
        report.outcomes("owned"),
        [("T-1", Pass), ("T-2", Fail), ("T-3", Pass), ("T-4", Pass)]
    );
    assert_eq!(
        report.outcomes("timely"),
        [
            ("T-1", Pass),
            ("T-2", Fail),
            ("T-3", NotApplicable),
            ("T-4", Inconclusive)
        ]
    );
    assert_eq!(
        report.outcomes("settled"),
        [
            ("T-1", Pass),
            ("T-2", Pass),
            ("T-3", Fail),
            ("T-4", Inconclusive)
        ]
    );
    let late = report.about("timely", "T-2")[0];
    assert_eq!(late.actual, "closed after 8 days");
    assert_eq!(late.locations[0].line, Some(3));
    assert_eq!(report.tallies[0].records, 4);
    assert!(
        report
            .populations
            .iter()
            .all(|population| population.size == if population.control == "often" { 2 } else { 4 })
    );
}

/// The problem that keeps `owned` from passing throughout, if there is one.
fn obstacle(files: &[(&str, &str)]) -> Option<String> {
    let evidence = files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (path, content)| {
            evidence.file("tasks", path, *content)
        });
    let report = run::<Tasks>("{}", "2026-11-22", &evidence).unwrap();
    report
        .findings
        .iter()
        .find(|finding| finding.control == "owned" && finding.outcome == Inconclusive)
        .map(|finding| finding.actual.clone())
}

#[test]
fn a_page_alone_is_not_the_register() {
    let page = |id: u32, rest: &str| {
        format!(r#"{{"items": [{{"key": "T-{id}", "assignee": "ann"}}]{rest}}}"#)
    };
    for rest in [
        r#", "NextToken": "abc""#,
        r#", "has_more": true, "next_page": "https://api.example/?page=2""#,
        r#", "@odata.nextLink": "https://graph.example/2""#,
        r#", "pageInfo": {"hasNextPage": true, "endCursor": "x"}"#,
        r#", "_links": {"next": {"href": "https://api.example/?page=2"}}"#,
        r#", "limit": 1, "offset": 0, "more": true, "total": null"#,
        r#", "response_metadata": {"next_cursor": "abc"}"#,
        r#", "pagination_meta": {"after": "abc"}"#,
        r#", "meta": {"pagination": {"next_offset": 100}}"#,
        r#", "isLast": false"#,
        r#", "last": false, "number": 0"#,
    ] {
        let first = page(1, rest);
        let obstacle_of_one = obstacle(&[("a/1.json", &first)]).expect(rest);
        assert!(
            obstacle_of_one.contains("further page"),
            "{obstacle_of_one}"
        );
        // The last page in another folder is that of another answer.
        let last = page(2, "");
        assert!(obstacle(&[("a/1.json", &first), ("b/2.json", &last)]).is_some());
        assert_eq!(
            obstacle(&[("a/1.json", &first), ("a/2.json", &last)]),
            None,
            "{rest}"
        );
    }
    for rest in [
        r#", "total": 240"#,
        r#", "meta": {"total_count": 2}"#,
        r#", "@odata.count": 3"#,
        r#", "totalElements": 2, "last": true"#,
        r#", "page": {"totalElements": 2, "number": 0}"#,
        r#", "meta": {"pagination": {"total": 2}}"#,
        r#", "pagination_meta": {"total_record_count": 2}"#,
    ] {
        let told = obstacle(&[("a/1.json", &page(1, rest))]).expect(rest);
        assert!(told.contains("of which 1 are here"), "{told}");
    }
    for rest in [
        r#", "has_more": false, "next_page": null, "total": 1, "count": 1"#,
        r#", "next": "", "IsTruncated": false"#,
        r#", "more": false, "next_offset": 0, "pagination_meta": {"after": null}"#,
        r#", "after": "2026-11-01", "links": {"last": "https://api.example/?page=1"}"#,
    ] {
        assert_eq!(obstacle(&[("a/1.json", &page(1, rest))]), None, "{rest}");
    }
}

#[test]
fn pages_that_are_left_out_are_missed() {
    let page = |id: &str, rest: &str| {
        format!(r#"{{"items": [{{"key": "T-{id}", "assignee": "ann"}}], {rest}}}"#)
    };
    let offset = |at: u32, more: bool| {
        page(
            &at.to_string(),
            &format!(r#""offset": {at}, "limit": 1, "more": {more}"#),
        )
    };
    let (first, second, third) = (offset(0, true), offset(1, true), offset(2, false));
    assert_eq!(
        obstacle(&[
            ("a/1.json", &first),
            ("a/2.json", &second),
            ("a/3.json", &third)
        ]),
        None
    );
    let told = obstacle(&[("a/1.json", &first), ("a/3.json", &third)]).unwrap();
    assert!(told.contains("leave out the records from 1 to 2"), "{told}");
    let number = |at: u32| page(&at.to_string(), &format!(r#""page": {at}"#));
    let told = obstacle(&[("a/1.json", &number(1)), ("a/3.json", &number(3))]).unwrap();
    assert!(told.contains("the page 2"), "{told}");
    assert_eq!(
        obstacle(&[("a/1.json", &number(1)), ("a/2.json", &number(2))]),
        None
    );
    // Two answers, of which one is cut off: the end of the other is not its end.
    let cut = page("1", r#""paging": {"next": "https://api.example/?after=x"}"#);
    let whole = [page("2", r#""paging": {}"#), page("3", r#""paging": {}"#)];
    let told = obstacle(&[
        ("a/1.json", &cut),
        ("a/2.json", &whole[0]),
        ("a/3.json", &whole[1]),
    ]);
    assert!(told.unwrap().contains("a folder of its own"));
    // Two answers of two records each, of which one is whole.
    let part = page("1", r#""total": 2"#);
    let both = r#"{"items": [{"key": "T-2", "assignee": "ann"}, {"key": "T-3", "assignee": "ann"}], "total": 2}"#;
    assert!(obstacle(&[("a/1.json", &part), ("a/2.json", both)]).is_some());
    for rest in [
        r#""total": {"value": 250, "relation": "eq"}"#,
        r#""timed_out": true"#,
        r#""truncated": true"#,
        r#""incomplete_results": true"#,
    ] {
        assert!(
            obstacle(&[("a/1.json", &page("1", rest))]).is_some(),
            "{rest}"
        );
    }
    let fine =
        r#""total": {"value": 1, "relation": "eq"}, "timed_out": false, "page": 1, "startAt": 0"#;
    assert_eq!(obstacle(&[("a/1.json", &page("1", fine))]), None);
}

#[test]
fn a_mark_of_doubt_beside_a_word_is_no_word() {
    let of = |status: &str| {
        let content = format!("id,owner,status\n1,ann,{status}\n");
        let evidence = MemoryEvidence::new().file("tasks", "tasks.csv", content);
        let check = Check {
            config: (),
            as_of: Day::parse("2026-11-22").unwrap(),
            period: None,
            target: None,
            evidence: &evidence,
        };
        let layout = Layout {
            values: [(
                "status".to_owned(),
                [("[ ] done".to_owned(), "open".to_owned())].into(),
            )]
            .into(),
            ..Layout::default()
        };
        let tasks = Register::read(&check, &TASKS, &layout, &mut Report::new());
        let record = tasks.records().next().unwrap();
        record.choice(&STATUS, STATES).ok().flatten()
    };
    assert_eq!(of("done"), Some(false));
    assert_eq!(of("✅ Done"), Some(false));
    assert_eq!(of("[ ] done"), Some(true));
    for text in ["❌ done", "☐ done", "done?", "~~done~~", "!done", "[] done"] {
        assert_eq!(of(text), None, "{text}");
    }
}

#[test]
fn a_day_beside_a_time_is_judged_only_where_the_time_of_day_cannot_matter() {
    let of = |opened: &str, closed: &str| {
        let content = format!("id,owner,opened,closed,status\n1,ann,{opened},{closed},done\n");
        let evidence = MemoryEvidence::new().file("tasks", "tasks.csv", content);
        let report = run::<Tasks>("{}", "2026-11-22", &evidence).unwrap();
        let finding = report
            .findings
            .iter()
            .find(|finding| finding.control == "timely");
        finding.map(|finding| finding.outcome)
    };
    // The limit is 48 hours.
    assert_eq!(of("2026-11-01T00:30Z", "2026-11-02"), Some(Pass));
    assert_eq!(of("2026-11-01T00:30Z", "2026-11-03"), Some(Inconclusive));
    assert_eq!(of("2026-11-01T00:30Z", "2026-11-04"), Some(Fail));
    assert_eq!(of("2026-11-01", "2026-11-03"), Some(Pass));
    assert_eq!(of("2026-11-01", "2026-11-04"), Some(Fail));
}

#[test]
fn columns_that_nobody_asks_for_may_have_one_name() {
    let told = |content: &str| obstacle(&[("tasks.csv", content)]);
    assert_eq!(told("key,Labels,Labels,assignee,,\nT-1,a,b,ann,,\n"), None);
    assert_eq!(told("key;assignee\nT-1;ann\n"), None);
    let told = told("key,assignee,Assignee\nT-1,ann,bob\n").unwrap();
    assert!(told.contains("say in `columns` which"), "{told}");
}

#[test]
fn what_stands_on_the_way_to_the_list_counts() {
    let obstacle = |rows: &str, content: &str| {
        let evidence = MemoryEvidence::new().file("tasks", "a/1.json", content);
        let config = format!(r#"{{"tasks": {{"rows": "{rows}"}}}}"#);
        let report = run::<Tasks>(&config, "2026-11-22", &evidence).unwrap();
        let finding = report
            .findings
            .iter()
            .find(|finding| finding.control == "owned" && finding.outcome == Inconclusive);
        finding.map(|finding| finding.actual.clone())
    };
    let list = r#"[{"key": "T-1", "assignee": "ann"}]"#;
    let graph = |rest: &str| format!(r#"{{"data": {{"tasks": {{"nodes": {list}, {rest}}}}}}}"#);
    let rows = "/data/tasks/nodes";
    let told = obstacle(rows, &graph(r#""pageInfo": {"hasNextPage": true}"#));
    assert!(told.unwrap().contains("further page"));
    let told = obstacle(rows, &graph(r#""totalCount": 2"#));
    assert!(told.unwrap().contains("of which 1 are here"));
    let told = obstacle(rows, &graph(r#""errors": ["forbidden"]"#));
    assert!(told.unwrap().contains("tells of an error"));
    let whole = graph(r#""totalCount": 1, "pageInfo": {"hasNextPage": false}"#);
    assert_eq!(obstacle(rows, &whole), None);
    assert_eq!(obstacle("", list), None);
}

#[test]
fn an_answer_that_tells_of_an_error_is_no_register() {
    for content in [
        r#"{"error": "forbidden", "errors": []}"#,
        r#"{"items": [{"key": "T-1", "assignee": "ann"}], "errors": [{"code": 403}]}"#,
        r#"{"errors": []}"#,
    ] {
        assert!(obstacle(&[("tasks.json", content)]).is_some(), "{content}");
    }
    let fine = r#"{"items": [{"key": "T-1", "assignee": "ann"}], "errors": [], "error": null}"#;
    assert_eq!(obstacle(&[("tasks.json", fine)]), None);
}

#[test]
fn json_and_yaml_and_json_lines_say_the_same_as_csv() {
    let json = r#"{"items": [
        {"key": "T-1", "user": {"login": "ann"}, "created_at": "2026-11-01", "closed_at": "2026-11-02", "state": "done"},
        {"key": "T-2", "user": null, "created_at": "2026-11-01", "closed_at": null, "state": "TODO"}
    ]}"#;
    let report = examine("{}", "tasks.json", json);
    assert_eq!(report.outcomes("owned"), [("T-1", Pass), ("T-2", Fail)]);
    let place = &report.about("timely", "T-2")[0].locations[0];
    assert_eq!(
        (place.line, place.pointer.as_deref()),
        (Some(3), Some("/items/1"))
    );

    let yaml = "- {key: T-1, user: {login: ann}, created_at: 2026-11-01, closed_at: 2026-11-02, state: done}\n- key: T-2\n  user:\n  created_at: 2026-11-01\n  closed_at:\n  state: TODO\n";
    let lines = "{\"key\": \"T-1\", \"user\": {\"login\": \"ann\"}, \"created_at\": \"2026-11-01\", \"closed_at\": \"2026-11-02\", \"state\": \"done\"}\n\n{\"key\": \"T-2\", \"created_at\": \"2026-11-01\", \"state\": \"TODO\"}\n";
    for (path, content) in [("tasks.yaml", yaml), ("tasks.jsonl", lines)] {
        let other = examine("{}", path, content);
        for control in ["owned", "timely", "settled"] {
            assert_eq!(
                other.outcomes(control),
                report.outcomes(control),
                "{path} {control}"
            );
        }
    }
    let other = examine("{}", "tasks.jsonl", lines);
    assert_eq!(other.about("timely", "T-2")[0].locations[0].line, Some(3));
}

#[test]
fn configuration_maps_columns_words_and_dates() {
    let config = r#"{"tasks": {"columns": {"owner": "Wer"}, "values": {"status": {"Erledigt": "closed"}}, "date-formats": ["%d.%m.%Y"]}}"#;
    let report = examine(
        config,
        "tasks.csv",
        "id,Wer,opened,closed,status\nT-1,Eva,01.11.2026,02.11.2026,erledigt\n",
    );
    for control in ["owned", "timely", "settled", "often"] {
        assert!(
            report
                .outcomes(control)
                .iter()
                .all(|(_, outcome)| *outcome == Pass),
            "{control}"
        );
    }
    let evidence = MemoryEvidence::new().file("tasks", "tasks.csv", CSV);
    let failure = run::<Tasks>(
        r#"{"tasks": {"columns": {"ownr": "x"}}}"#,
        "2026-11-22",
        &evidence,
    );
    assert!(matches!(failure, Err(Failure::Config(text)) if text.contains("no field `ownr`")));
}

#[test]
fn a_column_that_is_missing_leaves_the_control_unproven_and_the_others_judged() {
    let report = examine(
        "{}",
        "tasks.csv",
        "id,opened,closed\nT-1,2026-11-01,2026-11-02\n",
    );
    assert_eq!(report.outcomes("owned"), [("tasks.csv", Inconclusive)]);
    assert_eq!(report.outcomes("timely"), [("T-1", Pass)]);
    let configured = examine(
        r#"{"tasks": {"columns": {"owner": "Wer"}}}"#,
        "tasks.csv",
        "id,owner\nT-1,Eva\n",
    );
    assert_eq!(configured.outcomes("owned"), [("tasks.csv", Inconclusive)]);
}

#[test]
fn a_file_of_another_kind_shows_no_empty_population() {
    for (path, content) in [
        ("tasks.csv", "a,b\n"),
        ("tasks.csv", ""),
        ("tasks.json", "{}"),
        ("tasks.json", "{\"a\": [], \"b\": []}"),
        ("tasks.jsonl", "\n"),
        ("tasks.yaml", "just text"),
    ] {
        let report = examine("{}", path, content);
        assert_eq!(
            report.outcomes("owned"),
            [(path, Inconclusive)],
            "{content:?}"
        );
    }
}

#[test]
fn an_empty_register_shows_that_nothing_occurred() {
    for (path, content) in [
        ("tasks.csv", "id,owner,opened,closed,status\n"),
        ("tasks.json", "[]"),
    ] {
        let report = examine("{}", path, content);
        assert!(report.outcomes("owned").is_empty(), "{path}");
        let population = report
            .populations
            .iter()
            .find(|population| population.control == "owned")
            .unwrap();
        assert_eq!((population.size, population.shown_by.len()), (0, 1));
        assert_eq!(report.outcomes("often"), [("tasks", Fail)]);
    }
}

#[test]
fn a_record_that_stands_there_twice_is_unclear() {
    let report = examine("{}", "tasks.csv", "id,owner\nT-1,Ann\nT-1,\nT-2,Bob\n");
    assert_eq!(
        report.outcomes("owned"),
        [("T-1", Pass), ("T-2", Pass), ("tasks.csv", Inconclusive)]
    );
    assert!(
        report.about("owned", "tasks.csv")[0]
            .actual
            .contains("a second time")
    );
}

#[test]
fn what_lies_in_the_future_shows_no_recurrence() {
    let outcome = |days: &[&str]| {
        let rows: Vec<String> = std::iter::once("id,opened".to_owned())
            .chain(days.iter().map(|day| format!("T-{day},{day}")))
            .collect();
        let report = examine(
            "{}",
            "tasks.csv",
            &rows.join(
                "
",
            ),
        );
        report.about("often", "tasks")[0].outcome
    };
    assert_eq!(outcome(&["2026-10-23"]), Pass);
    assert_eq!(outcome(&["2026-10-22"]), Fail);
    assert_eq!(outcome(&["2026-10-22", "2026-12-01"]), Fail);
    assert_eq!(outcome(&[]), Fail);
}

#[test]
fn many_rows_are_told_together_and_counted_right() {
    use std::fmt::Write as _;
    let mut text = "id,owner\n".to_owned();
    for number in 0..40_000 {
        let owner = if number % 2 == 0 { "Ann" } else { "" };
        let _ = writeln!(text, "T-{number},{owner}");
    }
    let report = examine("{}", "tasks.csv", &text);
    let of = |outcome| {
        report
            .findings
            .iter()
            .filter(|finding| finding.control == "owned" && finding.outcome == outcome)
            .count()
    };
    assert_eq!((of(Pass), of(Fail)), (10_001, 10_001));
    let population = report
        .populations
        .iter()
        .find(|population| population.control == "owned")
        .unwrap();
    assert_eq!(population.size, 40_000);
    let further = &report.about("owned", "further subjects");
    let counts: Vec<&str> = further
        .iter()
        .map(|finding| finding.attributes[0].value.as_str())
        .collect();
    assert_eq!(counts, ["10000", "10000"]);
}

#[test]
fn damage_never_makes_a_register_say_more() {
    for (name, content) in damaged(CSV.as_bytes()) {
        for path in ["tasks.csv", "tasks.json", "tasks.yaml", "tasks.jsonl"] {
            let evidence = MemoryEvidence::new().file("tasks", path, content.clone());
            let report = run::<Tasks>("{}", "2026-11-22", &evidence).unwrap();
            for (subject, outcome) in report.outcomes("settled") {
                assert!(
                    outcome != Pass || ["T-1", "T-2"].contains(&subject),
                    "{name} {path}: {subject}"
                );
            }
        }
    }
}

#[test]
fn only_a_name_is_a_reference() {
    let content = "id,owner\n1,pending\n2,yes\n3,not yet\n4,n/a\n5,CERT-7\n6,0\n\
        7,To be written\n8,under investigation\n9,not approved\n10,Willow Bank No. 4\n11,failed\n\
        12,Notary report 7\n13,Will Smith\n14,No. 42\n15,no ticket\n16,none yet\n\
        17,will follow\n18,Not affected by it\n19,not yet known\n\
        20,No tickets of ours affected\n21,not planned yet\n";
    let evidence = MemoryEvidence::new().file("tasks", "tasks.csv", content);
    let check = Check {
        config: (),
        as_of: Day::parse("2026-11-22").unwrap(),
        period: None,
        target: None,
        evidence: &evidence,
    };
    let tasks = Register::read(&check, &TASKS, &Layout::default(), &mut Report::new());
    let named: Vec<&str> = tasks
        .records()
        .filter_map(|record| record.reference(&OWNER))
        .collect();
    assert_eq!(
        named,
        [
            "CERT-7",
            "Willow Bank No. 4",
            "Notary report 7",
            "Will Smith",
            "No. 42",
        ]
    );
    let answered: Vec<&str> = tasks
        .records()
        .filter_map(|record| record.answer(&OWNER))
        .filter(|text| !named.contains(text))
        .collect();
    assert_eq!(
        answered,
        ["Not affected by it", "No tickets of ours affected"]
    );
}

#[test]
fn spans_are_told_so_that_late_reads_as_late() {
    for (closed, told) in [
        ("2026-11-01T10:01:30Z", "closed after 1 minute"),
        ("2026-11-01T11:00:00Z", "closed after 1 hour"),
        ("2026-11-01T12:01:00Z", "closed after 2 hours 1 minute"),
        ("2026-11-03T10:00:00Z", "closed after 48 hours"),
        ("2026-11-04T11:00:00Z", "closed after 3 days 1 hour"),
        ("2026-11-14T11:00:00Z", "closed after 13 days"),
    ] {
        let csv = format!(
            "key,assignee,created_at,closed_at,state\nT-1,Ann,2026-11-01T10:00:00Z,{closed},done\n"
        );
        let report = examine("{}", "tasks.csv", &csv);
        assert_eq!(report.about("timely", "T-1")[0].actual, told);
    }
}

#[test]
fn what_is_done_before_or_after_its_time_shows_nothing() {
    let content = "id,opened,closed\n1,2026-11-20T10:00:00Z,2026-11-20T09:00:00Z\n\
        2,2026-11-22T10:00:00Z,2026-11-23T09:00:00Z\n3,2026-11-20T10:00:00Z,2026-11-20T09:58:00Z\n\
        4,2027-11-20T10:00:00Z,\n";
    let report = examine("{}", "tasks.csv", content);
    assert_eq!(
        report.outcomes("timely"),
        [
            ("1", Inconclusive),
            ("2", Inconclusive),
            ("3", Pass),
            ("4", Inconclusive)
        ]
    );
}

#[test]
fn what_is_open_is_judged_when_the_file_was_collected() {
    let content = "id,opened,closed\n1,2026-11-18T10:00:00Z,\n2,2026-11-18T04:00:00Z,\n";
    let at = |time: &str| {
        let evidence = MemoryEvidence::new().collected("tasks", "tasks.csv", time, content);
        let report = run::<Tasks>("{}", "2026-11-22", &evidence).unwrap();
        let outcomes = report.outcomes("timely");
        outcomes
            .iter()
            .map(|(_, outcome)| *outcome)
            .collect::<Vec<_>>()
    };
    assert_eq!(at("2026-11-20T06:00:00Z"), [NotApplicable, Fail]);
    assert_eq!(at("2026-11-20T12:00:00Z"), [Fail, Fail]);
}

#[test]
fn the_column_of_a_field_is_known_as_its_file_writes_it() {
    let columns = |path: &str, content: &str, layout: &Layout| {
        let evidence = MemoryEvidence::new().file("tasks", path, content);
        let check = Check {
            config: (),
            as_of: Day::parse("2026-11-22").unwrap(),
            period: None,
            target: None,
            evidence: &evidence,
        };
        let tasks = Register::read(&check, &TASKS, layout, &mut Report::new());
        let record = tasks.records().next().unwrap();
        let found = |field| record.column(field).unwrap_or("none").to_owned();
        (
            [found(&ID), found(&OWNER), found(&OPENED)],
            [&ID, &OWNER, &OPENED].map(|field| record.is_as_documented(field)),
        )
    };
    let known = |names: [&str; 3], documented| (names.map(str::to_owned), documented);
    let plain = Layout::default();
    assert_eq!(
        columns("t.csv", "I D,Assignee %\n1,Ann\n", &plain),
        known(["I D", "Assignee %", "none"], [true, false, false])
    );
    let mapped = Layout {
        columns: [("owner".to_owned(), "who %".to_owned())].into(),
        ..Layout::default()
    };
    assert_eq!(
        columns("t.csv", "key,Who %\n1,Ann\n", &mapped),
        known(["key", "Who %", "none"], [false, true, false])
    );
    let nested = r#"[{"key": 1, "user": {"login": "ann"}, "createdAt": "2026-11-01"}]"#;
    assert_eq!(
        columns("t.json", nested, &plain),
        known(["key", "user.login", "createdAt"], [false; 3])
    );
    let several = r#"[{"id": 1, "assignee": "ann"}, {"id": 2, "owner": "ann"}]"#;
    assert_eq!(
        columns("t.json", several, &plain),
        known(["id", "none", "none"], [true, false, false])
    );
}

#[test]
fn several_columns_of_one_thing_are_all_heard() {
    const RESULT: Field = Field::new("result", "what came of it", &[]);
    static SPEC: Spec = Spec {
        fields: &[&ID, &STATUS, &RESULT],
        ..TASKS
    };
    let heard = |content: &str, field: &str| {
        let evidence = MemoryEvidence::new().file("tasks", "tasks.csv", content);
        let check = Check {
            config: (),
            as_of: Day::parse("2026-11-22").unwrap(),
            period: None,
            target: None,
            evidence: &evidence,
        };
        let layout = Layout {
            columns: [("status".to_owned(), "result".to_owned())]
                .into_iter()
                .filter(|_| !content.contains("status"))
                .collect(),
            values: [(
                field.to_owned(),
                [("fertig".to_owned(), "done".to_owned())].into(),
            )]
            .into(),
            ..Layout::default()
        };
        let tasks = Register::read(&check, &SPEC, &layout, &mut Report::new());
        let record = tasks.records().next().unwrap();
        let heard = record.choices(&[&STATUS, &RESULT], STATES);
        heard.map(|heard| heard.into_iter().map(|(open, _)| open).collect::<Vec<_>>())
    };
    assert_eq!(
        heard("id,status,result\n1,done,open\n", "status").unwrap(),
        [false, true]
    );
    assert_eq!(
        heard("id,status,result\n1,,open\n", "status").unwrap(),
        [true]
    );
    assert!(heard("id,status,result\n1,done,odd\n", "status").is_err());
    assert!(heard("id,status,result\n1,done,fertig\n", "status").is_err());
    // One column for both needs a meaning only once, whichever field it is given for.
    for field in ["status", "result"] {
        assert_eq!(heard("id,result\n1,fertig\n", field).unwrap(), [false]);
    }
}

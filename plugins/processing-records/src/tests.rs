//! The plugin on registers written here in the forms that tools export.

use tickmark_plugin::Outcome::{self, Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::Report;
use tickmark_plugin::testing::{MemoryEvidence, hold_damage, hold_manual, run};

use crate::ProcessingRecords;

const RUNS: &str = "dag_id,run_id,start_date,state,rows read,rows written,rows rejected
billing,r1,2026-11-18T01:00:00Z,success,100,98,2
billing,r2,2026-11-19T01:00:00Z,success,100,99,0
billing,r3,2026-11-20T01:00:00Z,failed,100,0,0
billing,r4,2026-11-20T05:00:00Z,success,100,100,0
invoices,r1,2026-11-18T01:00:00Z,failed,,,
invoices,r2,2026-11-20T01:00:00Z,success,5,5,
";

const SUITES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="orders validation" tests="2" failures="0" errors="0" skipped="0" timestamp="2026-11-20T08:00:00">
    <testcase classname="orders" name="rejects a negative amount" time="0.01"/>
    <testcase classname="orders" name="rejects an unknown currency" time="0.01"/>
  </testsuite>
  <testsuite name="telemetry validation" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="telemetry" name="rejects a future timestamp"><failure message="accepted"/></testcase>
    <testcase classname="telemetry" name="rejects text"/>
  </testsuite>
  <testsuite name="maps validation" tests="1" skipped="1">
    <testcase classname="maps" name="rejects a broken polygon"><skipped/></testcase>
  </testsuite>
</testsuites>
"#;

fn evidence(files: &[(&str, &str)]) -> MemoryEvidence {
    files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (input, content)| {
            let path = match *input {
                "validation-tests" => "validation.xml".to_owned(),
                input => format!("{input}.csv"),
            };
            evidence.collected(input, &path, "2026-11-21T06:00:00Z", *content)
        })
}

fn configured(config: &str, files: &[(&str, &str)]) -> Report {
    run::<ProcessingRecords>(config, "2026-11-22", &evidence(files)).unwrap()
}

fn examine(files: &[(&str, &str)]) -> Report {
    configured("{}", files)
}

fn outcome(report: &Report, control: &str, subject: &str) -> (Outcome, String) {
    let findings = report.about(control, subject);
    assert_eq!(findings.len(), 1, "{control} {subject}: {findings:?}");
    (findings[0].outcome, findings[0].actual.clone())
}

#[test]
fn specifications_have_an_owner_a_version_and_a_recent_review() {
    let list = "pipeline,owner,version,schema,last reviewed
billing,Priya,3,schemas/billing.json,2026-05-01
old,Priya,1,schemas/old.json,2025-05-01
blank,,,,
planned,Priya,1,schemas/p.json,2027-01-01
tomorrow,Priya,1,schemas/p.json,2026-11-22
unspecified,Priya,1,not yet,2026-11-01
drafted,Priya,draft,schemas/d.json,2026-11-01
unowned,pending,1,no schema,2026-11-01
";
    let report = examine(&[("specifications", list), ("job-runs", RUNS)]);
    let of = |process| outcome(&report, "processing-specified", process);
    assert_eq!(of("billing"), (Pass, "3 reviewed on 2026-05-01".to_owned()));
    assert_eq!(of("old").0, Fail);
    assert_eq!(of("blank").1, "`owner`, `version`, `schema` not stated");
    assert_eq!(of("planned").0, Inconclusive);
    assert_eq!(of("tomorrow").0, Inconclusive);
    assert_eq!(of("unspecified").1, "`schema` not stated");
    assert_eq!(of("drafted").1, "`version` not stated");
    assert_eq!(of("unowned").1, "`owner`, `schema` not stated");
    assert_eq!(outcome(&report, "runs-specified", "billing").0, Pass);
    assert_eq!(outcome(&report, "runs-specified", "invoices").0, Fail);
}

#[test]
fn suites_pass_fail_or_show_nothing() {
    let report = examine(&[("validation-tests", SUITES)]);
    let of = |suite| outcome(&report, "validation-tests-pass", suite);
    assert_eq!(
        of("orders validation"),
        (Pass, "2 cases passed, 0 skipped".to_owned())
    );
    assert_eq!(
        of("telemetry validation"),
        (
            Fail,
            "1 of 2 cases failed, as `rejects a future timestamp`".to_owned()
        )
    );
    assert_eq!(of("maps validation").0, Inconclusive);
    let place = &report.about("validation-tests-pass", "telemetry validation")[0].locations[0];
    assert_eq!(place.line, Some(7));
    let config = r#"{"expected-suites": ["Orders validation", "billing validation"]}"#;
    let report = configured(config, &[("validation-tests", SUITES)]);
    assert_eq!(
        outcome(&report, "validation-tests-pass", "billing validation").0,
        Fail
    );
}

/// Suites as their runner's XML, and what is found about each subject.
fn of_suites(suites: &str) -> Vec<(String, Outcome, String)> {
    let text = format!("<testsuites>{suites}</testsuites>");
    let report = examine(&[("validation-tests", &text)]);
    let findings = report.findings.into_iter();
    findings
        .map(|one| (one.subject, one.outcome, one.actual))
        .collect()
}

#[test]
fn failures_that_are_only_counted_are_problems() {
    const FILE: &str = "validation.xml";
    let cases = "<testcase name=\"a\"/><testcase name=\"b\"/>";
    for (suites, message) in [
        (
            format!(
                "<testsuite name=\"ok\" tests=\"2\" failures=\"2\" errors=\"1\">{cases}</testsuite>"
            ),
            "the suite `ok` states 3 failures and errors and holds 0",
        ),
        (
            "<testsuite name=\"import\" tests=\"0\" errors=\"1\"/>".to_owned(),
            "the suite `import` states 1 failures and errors and holds 0",
        ),
        (
            format!(
                "<testsuite name=\"all\" failures=\"1\"><testsuite name=\"some\">{cases}</testsuite></testsuite>"
            ),
            "the suite `all` states 1 failures and errors and holds 0",
        ),
    ] {
        let found = of_suites(&suites);
        assert!(
            found.contains(&(FILE.to_owned(), Inconclusive, message.to_owned())),
            "{found:?}"
        );
    }
    let text = format!(
        "<testsuites tests=\"2\" failures=\"1\"><testsuite name=\"ok\">{cases}</testsuite></testsuites>"
    );
    let report = examine(&[("validation-tests", &text)]);
    assert_eq!(
        outcome(&report, "validation-tests-pass", FILE).0,
        Inconclusive
    );
    let broken = "<testcase name=\"a\"><failure/></testcase>";
    let found = of_suites(&format!(
        "<testsuite name=\"one\" failures=\"2\">{broken}</testsuite>"
    ));
    assert_eq!(
        found.iter().filter(|one| one.1 == Fail).count(),
        1,
        "{found:?}"
    );
    assert_eq!(found.len(), 2);
}

#[test]
fn a_case_that_broke_twice_may_be_counted_once_or_twice() {
    let case = "<testcase name=\"a\"><failure/><error/></testcase>";
    for errors in [0, 1] {
        let found = of_suites(&format!(
            "<testsuite name=\"s\" tests=\"1\" failures=\"1\" errors=\"{errors}\">{case}</testsuite>"
        ));
        let [(subject, found, _)] = &found[..] else {
            panic!("{found:?}");
        };
        assert_eq!((subject.as_str(), *found), ("s", Fail));
    }
}

#[test]
fn cases_that_were_not_run_are_skipped() {
    // As GoogleTest writes a disabled case beside one that ran, and CTest one whose program is not there.
    let run = "<testcase name=\"a\" status=\"run\" result=\"completed\"/>";
    let disabled = "<testcase name=\"DISABLED_b\" status=\"notrun\" result=\"suppressed\"/>";
    let missing = "<testcase name=\"c\" status=\"notrun\"><skipped message=\"\"/></testcase>";
    let broken = "<testcase name=\"d\" status=\"fail\"/>";
    let of = |cases: &str, skipped: usize| {
        let found = of_suites(&format!(
            "<testsuite name=\"s\" failures=\"0\" skipped=\"{skipped}\">{cases}</testsuite>"
        ));
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].1, found[0].2.clone())
    };
    assert_eq!(
        of(disabled, 0),
        (Inconclusive, "all 1 cases were skipped".to_owned())
    );
    assert_eq!(of(disabled, 1).0, Inconclusive);
    assert_eq!(of(missing, 1).0, Inconclusive);
    assert_eq!(of(run, 0), (Pass, "1 cases passed, 0 skipped".to_owned()));
    let both = format!("{run}{disabled}");
    assert_eq!(of(&both, 0), (Pass, "1 cases passed, 1 skipped".to_owned()));
    assert_eq!(of(broken, 0).0, Fail);
}

#[test]
fn totals_that_disagree_and_files_of_another_kind_are_problems() {
    for text in [
        SUITES.replace("tests=\"2\" failures=\"0\"", "tests=\"3\" failures=\"0\""),
        "<report/>".to_owned(),
        "<testsuites/>".to_owned(),
        "<testsuites><testsuite name=\"a\" tests=\"0\"/></testsuites>".to_owned(),
        "<!DOCTYPE a [<!ENTITY b \"c\">]><testsuites/>".to_owned(),
        String::new(),
    ] {
        let report = examine(&[("validation-tests", &text)]);
        assert!(
            report
                .outcomes("validation-tests-pass")
                .iter()
                .any(|(_, outcome)| *outcome == Inconclusive),
            "{text}"
        );
        assert!(
            report
                .outcomes("validation-tests-pass")
                .iter()
                .all(|(_, outcome)| *outcome != Pass),
            "{text}"
        );
    }
}

#[test]
fn rejected_records_are_looked_at_in_time() {
    let log = "id,rejected at,error,resolved at
R-1,2026-11-10T08:00:00Z,bad amount,2026-11-12T08:00:00Z
R-2,2026-11-10T08:00:00Z,bad amount,2026-11-14T08:00:00Z
R-3,2026-11-10T08:00:00Z,bad amount,
R-4,2026-11-20T08:00:00Z,bad amount,
R-5,2026-11-20T08:00:00Z,,2026-11-20T09:00:00Z
R-6,yesterday,bad amount,
";
    let report = examine(&[("rejects", log)]);
    for (id, expected) in [
        ("R-1", Pass),
        ("R-2", Fail),
        ("R-3", Fail),
        ("R-4", NotApplicable),
        ("R-5", Fail),
        ("R-6", Inconclusive),
    ] {
        assert_eq!(
            outcome(&report, "rejected-records-reviewed", id).0,
            expected,
            "{id}"
        );
    }
}

#[test]
fn runs_account_for_every_record() {
    let report = examine(&[("job-runs", RUNS)]);
    let of = |run| outcome(&report, "runs-reconcile", run);
    assert_eq!(
        of("billing r1"),
        (Pass, "100 in, 98 out, 2 rejected".to_owned())
    );
    assert_eq!(
        of("billing r2"),
        (Fail, "100 in, 99 out, 0 rejected".to_owned())
    );
    assert_eq!(of("invoices r2").0, Inconclusive);
    assert!(report.about("runs-reconcile", "billing r3").is_empty());
    let report = examine(&[("job-runs", &RUNS.replace("2026-11-18T01", "2026-11-28T01"))]);
    for control in ["runs-reconcile", "failed-runs-repeated"] {
        assert_eq!(outcome(&report, control, "billing r1").0, Inconclusive);
    }
}

#[test]
fn failed_runs_are_repeated_in_time() {
    let report = examine(&[("job-runs", RUNS)]);
    let of = |run| outcome(&report, "failed-runs-repeated", run);
    assert_eq!(of("billing r1").0, Pass);
    assert_eq!(
        of("billing r3"),
        (Pass, "followed by a good run after 4 hours".to_owned())
    );
    assert_eq!(
        of("invoices r1"),
        (Fail, "followed by a good run after 48 hours".to_owned())
    );
    let report = examine(&[("job-runs", &RUNS.replace("success", "green"))]);
    assert_eq!(
        outcome(&report, "failed-runs-repeated", "billing r3").0,
        Fail
    );
    assert_eq!(
        outcome(&report, "failed-runs-repeated", "billing r1").0,
        Inconclusive
    );
}

#[test]
fn a_run_that_has_not_ended_is_no_success() {
    let runs = "process,id,started,status
orders,1,2026-01-20T10:00:00Z,queued
orders,2,2026-11-21T05:00:00Z,running
orders,3,2026-11-20T05:00:00Z,running
orders,4,2026-12-20,scheduled
orders,5,2026-11-20,pending
orders,6,2026-11-19,pending
";
    let report = examine(&[("job-runs", runs)]);
    for (run, expected) in [
        ("1", Inconclusive),
        ("2", NotApplicable),
        ("3", Inconclusive),
        ("4", NotApplicable),
        ("5", NotApplicable),
        ("6", Inconclusive),
    ] {
        let found = outcome(&report, "failed-runs-repeated", &format!("orders {run}"));
        assert_eq!(found.0, expected, "{run}: {}", found.1);
    }
}

#[test]
fn a_state_beside_the_result_does_not_hide_it() {
    let of = |head: &str, said: &str| {
        let runs = format!(
            "process,id,started,{head},records in,records out,records rejected\n\
             orders,1,2026-11-18T05:00:00Z,{said},5,5,0\n"
        );
        let report = examine(&[("job-runs", &runs)]);
        let reconciled = report.about("runs-reconcile", "orders 1");
        (
            outcome(&report, "failed-runs-repeated", "orders 1").0,
            reconciled.first().map(|one| one.outcome),
        )
    };
    for (head, said, expected) in [
        ("status,result", "completed,failed", (Fail, None)),
        ("status,conclusion", "completed,failure", (Fail, None)),
        ("status,conclusion", "completed,timed_out", (Fail, None)),
        ("state,result", "completed,failed", (Fail, None)),
        ("state,result", "failed,completed", (Fail, None)),
        ("state,outcome", "done,running", (Inconclusive, None)),
        (
            "state,outcome",
            "done,so so",
            (Inconclusive, Some(Inconclusive)),
        ),
        (
            "state,outcome",
            "running,failed",
            (Inconclusive, Some(Inconclusive)),
        ),
        ("status,conclusion", "completed,success", (Pass, Some(Pass))),
        ("status,conclusion", "completed,", (Pass, Some(Pass))),
        ("status", "completed", (Pass, Some(Pass))),
        ("result", "success", (Pass, Some(Pass))),
        ("conclusion", "success", (Pass, Some(Pass))),
    ] {
        assert_eq!(of(head, said), expected, "{head}: {said}");
    }
}

#[test]
fn a_conclusion_in_json_counts_beside_the_status() {
    let of = |said: &str| {
        let runs = format!(
            r#"[{{"name": "orders", "run_id": 1, "started_at": "2026-11-18T05:00:00Z", {said}}}]"#
        );
        let evidence =
            MemoryEvidence::new().collected("job-runs", "r.json", "2026-11-21T06:00:00Z", runs);
        let report = run::<ProcessingRecords>("{}", "2026-11-22", &evidence).unwrap();
        outcome(&report, "failed-runs-repeated", "orders 1").0
    };
    assert_eq!(of(r#""status": "completed", "result": "failed""#), Fail);
    assert_eq!(
        of(r#""status": "completed", "conclusion": "failure""#),
        Fail
    );
    assert_eq!(
        of(r#""status": "completed", "conclusion": "success""#),
        Pass
    );
    assert_eq!(of(r#""status": "success", "conclusion": null"#), Pass);
}

#[test]
fn deliveries_are_complete_and_go_where_they_may() {
    let deliveries = "delivery id,customer,generated,delivered
D-1,Acme,10,10
D-2,Acme,10,9
D-3,Evil,10,10
D-4,Former,1,1
D-5,,1,
D-6,Nobody's,1,1
D-7,To be,1,1
D-8,reports@ac-me.com,1,1
";
    let recipients = "customer,approved by,valid until
ACME,Dana,
Former,Dana,2026-01-01
Nobody's,,
To be,pending,
reports@acme.com,Dana,
";
    let report = examine(&[("deliveries", deliveries), ("recipients", recipients)]);
    let complete = |id| outcome(&report, "deliveries-complete", id).0;
    assert_eq!(
        (complete("D-1"), complete("D-2"), complete("D-5")),
        (Pass, Fail, Inconclusive)
    );
    let authorised = |id| outcome(&report, "recipients-authorised", id).0;
    for (id, expected) in [
        ("D-1", Pass),
        ("D-3", Fail),
        ("D-4", Fail),
        ("D-5", Fail),
        ("D-6", Fail),
        ("D-7", Fail),
        ("D-8", Fail),
    ] {
        assert_eq!(authorised(id), expected, "{id}");
    }
}

#[test]
fn an_authorisation_holds_that_is_the_only_one_and_whose_end_is_known() {
    let authorised = |rows: &str| {
        let recipients = format!("customer,approved by,valid until\n{rows}");
        let deliveries = "delivery id,customer,generated,delivered\nD-1,Clinic West,1,1\n";
        let report = examine(&[("deliveries", deliveries), ("recipients", &recipients)]);
        outcome(&report, "recipients-authorised", "D-1").0
    };
    assert_eq!(authorised("Clinic West,Dana,\n"), Pass);
    assert_eq!(authorised("Clinic West,Dana,n/a\n"), Pass);
    assert_eq!(authorised("Clinic West,Dana,unknown\n"), Inconclusive);
    let ended = "clinic-west,Dana,2024-01-31\n";
    let endless = "Clinic West,Dana,\n";
    assert_eq!(authorised(&format!("{ended}{endless}")), Inconclusive);
    assert_eq!(authorised(&format!("{endless}{ended}")), Inconclusive);
}

#[test]
fn the_latest_verification_of_a_store_counts() {
    let log = "store,date,objects,errors
orders,2026-09-01,100,3
orders,2026-11-01,100,0
maps,2026-11-01,100,1
old,2026-10-01,100,0
vacant,2026-11-01,0,0
unsaid,2026-11-01,100,
planned,2026-12-01,,
future,2026-11-01,100,0
future,2026-12-01,100,0
damaged,2026-11-01,100,1
damaged,2026-12-01,100,0
odd,soon,100,0
evening,2026-11-20T02:00:00Z,100,0
evening,2026-11-20T20:00:00Z,100,7
mended,2026-11-20T20:00:00Z,100,0
mended,2026-11-20T02:00:00Z,100,7
untimed,2026-11-20,100,7
untimed,2026-11-20T20:00:00Z,100,0
";
    let report = examine(&[("verifications", log)]);
    let of = |store| outcome(&report, "stored-items-verified", store);
    assert_eq!(
        of("orders"),
        (Pass, "0 of 100 items damaged on 2026-11-01".to_owned())
    );
    assert_eq!(of("maps").0, Fail);
    assert_eq!(of("old"), (Fail, "last verified on 2026-10-01".to_owned()));
    assert_eq!(of("vacant").0, Inconclusive);
    assert_eq!(of("unsaid").0, Inconclusive);
    assert_eq!(of("planned").0, Fail);
    assert_eq!(of("future").0, Inconclusive);
    assert_eq!(of("damaged").0, Fail);
    assert_eq!(of("odd").0, Inconclusive);
    assert_eq!(
        of("evening"),
        (Fail, "7 of 100 items damaged on 2026-11-20".to_owned())
    );
    assert_eq!(of("mended").0, Pass);
    assert_eq!(of("untimed").0, Fail);
}

#[test]
fn without_registers_nothing_is_said() {
    let report = examine(&[]);
    assert!(report.findings.is_empty());
    assert!(report.populations.is_empty());
}

#[test]
fn damage_never_makes_more_pass() {
    let good = evidence(&[("job-runs", RUNS), ("validation-tests", SUITES)]);
    hold_damage::<ProcessingRecords>("{}", "2026-11-22", &good, |_, _| false);
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    hold_manual::<ProcessingRecords>(env!("CARGO_MANIFEST_DIR"));
}

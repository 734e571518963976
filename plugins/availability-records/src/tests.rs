//! The plugin on registers written here in the forms that tools export.

use tickmark_plugin::Outcome::{self, Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::testing::{MemoryEvidence, hold_damage, hold_manual, run};
use tickmark_plugin::{Check, Day, Period, Plugin, Report};

use crate::{AvailabilityRecords, Config};

const INVENTORY: &str = "Resource,RPO (hours),Retention (days),Encrypted,Copy region
fleet-db,24,35,yes,us-east-1
robot-logs,24,35,yes,us-east-1
";

const JOBS: &str = "Resource Name,Creation Date,State
fleet-db,2026-11-19T02:00:00Z,COMPLETED
fleet-db,2026-11-20T02:10:00Z,COMPLETED
fleet-db,2026-11-21T02:05:00Z,COMPLETED
robot-logs,2026-11-19T03:00:00Z,COMPLETED
robot-logs,2026-11-20T03:00:00Z,COMPLETED
robot-logs,2026-11-21T03:00:00Z,COMPLETED
";

/// Evidence of which every file was collected on the same day.
fn evidence(files: &[(&str, &str)]) -> MemoryEvidence {
    files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (input, content)| {
            let path = format!("{input}.csv");
            evidence.collected(input, &path, "2026-11-21T06:00:00Z", *content)
        })
}

fn examine(files: &[(&str, &str)]) -> Report {
    run::<AvailabilityRecords>("{}", "2026-11-22", &evidence(files)).unwrap()
}

fn outcome(report: &Report, control: &str, subject: &str) -> (Outcome, String) {
    let findings = report.about(control, subject);
    assert_eq!(findings.len(), 1, "{control} {subject}: {findings:?}");
    (findings[0].outcome, findings[0].actual.clone())
}

fn backups(jobs: &str, inventory: &str) -> Report {
    examine(&[("backup-jobs", jobs), ("backup-inventory", inventory)])
}

#[test]
fn backups_in_time_pass_and_cite_the_last_job() {
    let report = backups(JOBS, INVENTORY);
    let finding = report.about("backups-run-in-time", "fleet-db")[0];
    assert_eq!(finding.outcome, Pass);
    assert_eq!(
        finding.actual,
        "3 good backups, the last 2026-11-21T02:05:00Z"
    );
    let places: Vec<_> = finding
        .locations
        .iter()
        .map(|place| (place.path.as_str(), place.line))
        .collect();
    assert_eq!(
        places,
        [
            ("backup-inventory.csv", Some(2)),
            ("backup-jobs.csv", Some(4))
        ]
    );
}

#[test]
fn a_gap_an_old_backup_and_a_resource_without_one_fail() {
    let jobs = JOBS
        .replace(
            "fleet-db,2026-11-20T02:10:00Z,COMPLETED",
            "fleet-db,2026-11-20T02:10:00Z,FAILED",
        )
        .replace(
            "robot-logs,2026-11-21T03:00:00Z,COMPLETED",
            "robot-logs,2026-11-21T03:00:00Z,RUNNING",
        )
        .replace(
            "robot-logs,2026-11-20T03:00:00Z,COMPLETED",
            "robot-logs,2026-11-20T03:00:00Z,ABORTED",
        );
    let inventory = format!("{INVENTORY}billing-db,,35,yes,us-east-1\n");
    let report = backups(&jobs, &inventory);
    assert_eq!(
        outcome(&report, "backups-run-in-time", "fleet-db"),
        (
            Fail,
            "48 hours without a good backup until 2026-11-21T02:05:00Z".to_owned()
        )
    );
    assert_eq!(
        outcome(&report, "backups-run-in-time", "robot-logs"),
        (
            Fail,
            "the last good backup began 2026-11-19T03:00:00Z".to_owned()
        )
    );
    assert_eq!(
        outcome(&report, "backups-run-in-time", "billing-db"),
        (Fail, "no good backup in the log".to_owned())
    );
}

#[test]
fn a_status_that_nobody_knows_is_no_good_backup() {
    let report = backups(&JOBS.replace("COMPLETED", "Fertig"), INVENTORY);
    assert_eq!(
        outcome(&report, "backups-run-in-time", "fleet-db").0,
        Inconclusive
    );
    let config = r#"{"backup-jobs": {"values": {"status": {"Fertig": "completed"}}}}"#;
    let files = [
        ("backup-jobs", &*JOBS.replace("COMPLETED", "Fertig")),
        ("backup-inventory", INVENTORY),
    ];
    let report = run::<AvailabilityRecords>(config, "2026-11-22", &evidence(&files)).unwrap();
    assert_eq!(outcome(&report, "backups-run-in-time", "fleet-db").0, Pass);
}

#[test]
fn a_failed_job_is_repeated_in_time_or_fails() {
    let jobs = "resource,started,status
a,2026-11-18T02:00:00Z,failed
a,2026-11-18T09:00:00Z,success
b,2026-11-18T02:00:00Z,failed
b,2026-11-20T02:00:00Z,success
c,2026-11-20T02:00:00Z,partial
d,2026-11-17T02:00:00Z,error
e,2026-11-17T02:00:00Z,ok
";
    let report = examine(&[("backup-jobs", jobs)]);
    for (resource, expected) in [("a", Pass), ("b", Fail), ("d", Fail), ("e", Pass)] {
        assert_eq!(
            report.about("failed-backups-repeated", resource)[0].outcome,
            expected,
            "{resource}"
        );
    }
    let open = report.about("failed-backups-repeated", "c")[0];
    assert_eq!((open.outcome, open.locations[0].line), (Fail, Some(6)));
}

#[test]
fn backups_are_held_against_the_time_at_which_the_log_was_collected() {
    let of = |objective: &str, collected: &str, started: &str| {
        let inventory = format!("resource,rpo-hours\na,{objective}\n");
        let jobs = format!("resource,started,status\na,{started},completed\n");
        let evidence = MemoryEvidence::new()
            .collected("backup-inventory", "inventory.csv", collected, inventory)
            .collected("backup-jobs", "jobs.csv", collected, jobs);
        let report = run::<AvailabilityRecords>("{}", "2026-11-22", &evidence).unwrap();
        outcome(&report, "backups-run-in-time", "a")
    };
    let time = "2026-11-21T23:50:00Z";
    for (objective, collected, started, expected) in [
        ("1", time, "2026-11-21T22:50:00Z", Pass),
        ("1", time, "2026-11-21T00:10:00Z", Fail),
        ("24", time, "2026-11-20T18:00:00Z", Pass),
        ("24", time, "2026-11-20T00:10:00Z", Fail),
        // The clocks of two systems may differ by a little, not by a year.
        ("24", time, "2026-11-21T23:52:00Z", Pass),
        ("24", time, "2026-11-22T20:00:00Z", Inconclusive),
        ("24", time, "2027-11-20T20:00:00Z", Inconclusive),
        // Without a time of collection the end of its day counts.
        ("24", "2026-11-21", "2026-11-20T20:00:00Z", Pass),
        ("4", "2026-11-21", "2026-11-21T15:00:00Z", Pass),
        ("4", "2026-11-21", "2026-11-21T04:00:00Z", Inconclusive),
        ("4", "2026-11-21", "2026-11-20T04:00:00Z", Fail),
        // Days are counted as days, and cannot show hours.
        ("24", time, "2026-11-20", Pass),
        ("24", time, "2026-11-19", Fail),
        ("24", time, "2026-11-22", Inconclusive),
        ("4", time, "2026-11-21", Inconclusive),
    ] {
        let found = of(objective, collected, started);
        assert_eq!(found.0, expected, "{objective} {collected} {started}");
    }
    assert_eq!(
        of("24", time, "2026-11-20").1,
        "1 good backups, the last 2026-11-20 (by the day)"
    );
}

#[test]
fn of_several_logs_the_one_collected_last_shows_what_is_missing() {
    let log = |day: &str, status: &str| {
        format!("resource,started,status\na,2026-11-{day}T02:00:00Z,{status}\n")
    };
    let evidence = MemoryEvidence::new()
        .collected(
            "backup-inventory",
            "i.csv",
            "2026-11-21T06:00:00Z",
            "resource\na\n",
        )
        .collected(
            "backup-jobs",
            "1.csv",
            "2026-11-10T06:00:00Z",
            log("10", "ok"),
        )
        .collected(
            "backup-jobs",
            "2.csv",
            "2026-11-21T06:00:00Z",
            log("21", "failed"),
        );
    let report = run::<AvailabilityRecords>("{}", "2026-11-22", &evidence).unwrap();
    assert_eq!(outcome(&report, "backups-run-in-time", "a").0, Fail);
}

#[test]
fn a_good_backup_is_none_after_a_failure_unless_it_came_after_it() {
    let jobs = "resource,started,status
day,2026-11-18,failed
day,2026-11-18,success
half,2026-11-18T20:00:00Z,failed
half,2026-11-18,success
at-once,2026-11-18T20:00:00Z,failed
at-once,2026-11-18T20:00:00Z,success
next,2026-11-18,failed
next,2026-11-19,success
";
    let report = examine(&[("backup-jobs", jobs)]);
    for (resource, expected) in [
        ("day", Inconclusive),
        ("half", Inconclusive),
        ("at-once", Fail),
        ("next", Pass),
    ] {
        let found = report.about("failed-backups-repeated", resource);
        assert!(
            found.iter().any(|one| one.outcome == expected),
            "{resource}: {found:?}"
        );
    }
}

#[test]
fn a_job_that_has_not_ended_is_no_success() {
    let jobs = "resource,started,status
queued,2026-01-20T02:00:00Z,pending
running,2026-11-21T05:00:00Z,RUNNING
planned,2026-12-01T02:00:00Z,scheduled
aborting,2026-11-21T05:00:00Z,ABORTING
aborted,2026-11-18T05:00:00Z,ABORTED
";
    let report = examine(&[("backup-jobs", jobs)]);
    for (resource, expected) in [
        ("queued", Inconclusive),
        ("running", NotApplicable),
        ("planned", NotApplicable),
        ("aborting", NotApplicable),
        ("aborted", Fail),
    ] {
        let found = outcome(&report, "failed-backups-repeated", resource);
        assert_eq!(found.0, expected, "{found:?}");
    }
}

#[test]
fn what_an_inventory_does_not_state_is_not_protected() {
    let inventory = "resource,retention-days,encrypted,copy
good,30,true,eu-west-1
yes,30,true,yes
pending,30,true,pending
unnamed,30,true,no copy yet
short,29,true,eu-west-1
plain,30,no,eu-west-1
here,30,yes,none
blank,,,
";
    let report = examine(&[("backup-inventory", inventory)]);
    let of = |resource| outcome(&report, "backups-kept-and-copied", resource);
    assert_eq!(of("good").0, Pass);
    assert_eq!(
        of("yes"),
        (
            Inconclusive,
            "in which place the copy is is not stated (`yes`)".to_owned()
        )
    );
    for resource in ["pending", "unnamed"] {
        assert_eq!(of(resource).1, "no copy in another place", "{resource}");
    }
    assert_eq!(of("short"), (Fail, "kept for 29 days".to_owned()));
    assert_eq!(of("plain"), (Fail, "not encrypted".to_owned()));
    assert_eq!(of("here"), (Fail, "no copy in another place".to_owned()));
    assert_eq!(
        of("blank"),
        (
            Fail,
            "no retention stated; encryption not stated; no copy in another place".to_owned()
        )
    );
}

#[test]
fn an_objective_is_read_with_its_unit() {
    let of = |config: &str, column: &str, objective: &str| {
        let inventory = format!("resource,{column}\na,{objective}\n");
        let jobs =
            "resource,started,status\na,2026-11-20T02:00:00Z,ok\na,2026-11-21T02:00:00Z,ok\n";
        let evidence = evidence(&[("backup-jobs", jobs), ("backup-inventory", &inventory)]);
        let report = run::<AvailabilityRecords>(config, "2026-11-22", &evidence).unwrap();
        outcome(&report, "backups-run-in-time", "a").0
    };
    for (column, objective, expected) in [
        ("RPO", "60", Inconclusive),
        ("RPO", "soon", Inconclusive),
        ("RPO", "30 m", Inconclusive),
        ("RPO", "60 minutes", Fail),
        ("RPO (minutes)", "60", Fail),
        ("RPO", "24 hours", Pass),
        ("RPO", "1 day", Pass),
        ("RPO (hours)", "24", Pass),
        ("rpo-hours", "24", Pass),
        ("rpoHours", "24", Pass),
        ("RPO (hours)", "60 min", Fail),
        ("RPO", "", Pass),
    ] {
        assert_eq!(
            of("{}", column, objective),
            expected,
            "{column}: {objective}"
        );
    }
    let mapped = r#"{"backup-inventory": {"columns": {"rpo-hours": "RPO"}}}"#;
    assert_eq!(of(mapped, "RPO", "24"), Pass);
}

#[test]
fn retention_and_encryption_are_read_as_inventories_write_them() {
    let of = |head: &str, kept: &str, encrypted: &str| {
        let inventory = format!("resource,{head},encrypted,copy\na,{kept},{encrypted},eu-west-1\n");
        let report = examine(&[("backup-inventory", &inventory)]);
        outcome(&report, "backups-kept-and-copied", "a")
    };
    for (head, kept, encrypted, expected) in [
        ("retention", "35", "yes", Inconclusive),
        ("retention", "monthly", "yes", Inconclusive),
        ("retention", "2 weeks", "yes", Fail),
        ("retention", "24 months", "AES-256", Pass),
        ("retention", "10 years", "Yes (AES-256)", Pass),
        ("retention (months)", "12", "enabled", Pass),
        ("retention (days)", "35", "yes", Pass),
        ("retention (days)", "35", "disabled", Fail),
        ("retention (days)", "35", "Yes (planned)", Inconclusive),
        ("retention (days)", "0", "yes", Fail),
    ] {
        let found = of(head, kept, encrypted);
        assert_eq!(
            found.0, expected,
            "{head}: {kept}, {encrypted}: {}",
            found.1
        );
    }
    assert_eq!(
        of("retention", "24 months", "AES-256").1,
        "kept for 24 months, encrypted, copy in eu-west-1"
    );
}

#[test]
fn targets_are_compared_in_one_unit() {
    let of = |target: &str, achieved: &str, values: &str| {
        let tests =
            format!("resource,date,result,{target},{achieved}\na,2026-11-01,passed,{values}\n");
        let report = examine(&[("restore-tests", &tests)]);
        outcome(&report, "restore-tests-met-targets", "a 2026-11-01").0
    };
    assert_eq!(of("RTO", "actual RTO", "60,4"), Inconclusive);
    assert_eq!(of("RTO", "actual RTO", "60 minutes,4 hours"), Fail);
    assert_eq!(of("RTO", "actual RTO", "4 hours,45 min"), Pass);
    assert_eq!(of("rto (minutes)", "rto achieved (hours)", "60,2"), Fail);
    assert_eq!(of("RTO target", "RTO achieved", "4,2.5"), Pass);
    assert_eq!(
        of("RTO target (hours)", "RTO achieved (hours)", "4,2.5"),
        Pass
    );
}

#[test]
fn every_resource_is_restored_in_a_test() {
    let tests = "resource,date,result,RTO target,RTO achieved,issue,closed,due
fleet-db,2026-08-22,passed,4,2.5,,,
robot-logs,2026-08-21,passed,8,3,,,
robot-logs,2026-11-01,failed,8,,SEC-9,,2026-12-01
robot-logs,2026-12-09,planned,8,,,,
";
    let report = examine(&[("restore-tests", tests), ("backup-inventory", INVENTORY)]);
    assert_eq!(outcome(&report, "restores-tested", "fleet-db").0, Pass);
    assert_eq!(
        outcome(&report, "restores-tested", "robot-logs"),
        (Fail, "last restored on 2026-08-21".to_owned())
    );
    let report = examine(&[
        ("restore-tests", "resource,date,status\n"),
        ("backup-inventory", INVENTORY),
    ]);
    assert_eq!(
        outcome(&report, "restores-tested", "fleet-db"),
        (Fail, "no restore that ended well is recorded".to_owned())
    );
}

#[test]
fn a_state_beside_the_result_does_not_hide_it() {
    let restored = |config: &str, head: &str, said: &str| {
        let tests = format!("resource,date,{head}\nfleet-db,2026-11-01,{said}\n");
        let evidence = evidence(&[
            ("restore-tests", &tests),
            ("backup-inventory", "resource\nfleet-db\n"),
        ]);
        let report = run::<AvailabilityRecords>(config, "2026-11-22", &evidence).unwrap();
        outcome(&report, "restores-tested", "fleet-db").0
    };
    for (head, said, expected) in [
        ("status,result", "Completed,Failed", Fail),
        ("result,status", "Failed,Completed", Fail),
        ("Status,ValidationStatus", "COMPLETED,FAILED", Fail),
        ("Status,ValidationStatus", "COMPLETED,TIMED_OUT", Fail),
        ("state,outcome", "completed,aborted", Fail),
        ("status,result", "Failed,Completed", Fail),
        ("status,result", "Running,Failed", Inconclusive),
        ("status,result", "Completed,half of it", Inconclusive),
        ("Status,ValidationStatus", "COMPLETED,SUCCESSFUL", Pass),
        ("status,result", "Completed,Passed", Pass),
        ("status,result", "Completed,", Pass),
        ("status,result", ",Passed", Pass),
        ("status", "Completed", Pass),
        ("result", "Passed", Pass),
        ("conclusion", "success", Pass),
    ] {
        assert_eq!(restored("{}", head, said), expected, "{head}: {said}");
    }
    let columns = r#"{"restore-tests": {"columns": {"status": "Ergebnis"},
        "values": {"status": {"gut": "completed", "schlecht": "failed"}}}}"#;
    assert_eq!(restored(columns, "Ergebnis", "gut"), Pass);
    assert_eq!(restored(columns, "Ergebnis,result", "gut,failed"), Fail);
    for field in ["status", "result"] {
        let values =
            format!(r#"{{"restore-tests": {{"values": {{"{field}": {{"gut": "completed"}}}}}}}}"#);
        assert_eq!(restored(&values, "result", "gut"), Pass, "{field}");
    }
}

#[test]
fn an_exercise_that_ended_and_failed_missed_its_targets() {
    let of = |said: &str| {
        let rows = format!(
            "scenario,date,status,outcome,rto target,rto achieved,rpo target,rpo achieved\n\
             failover,2026-03-01,{said},4,3,1,0.5\n"
        );
        let report = examine(&[("recovery-exercises", &rows)]);
        (
            outcome(&report, "recovery-exercised", "recovery exercises").0,
            outcome(&report, "recovery-exercises-met-targets", "failover").0,
        )
    };
    assert_eq!(of("Completed,Failed"), (Pass, Fail));
    assert_eq!(of("Completed,Cancelled"), (Fail, NotApplicable));
    assert_eq!(of("Completed,Passed"), (Pass, Pass));
}

#[test]
fn a_job_that_ended_and_failed_is_no_good_backup() {
    let jobs = JOBS.replace("State", "State,Result").replace(
        "2026-11-21T03:00:00Z,COMPLETED",
        "2026-11-21T03:00:00Z,COMPLETED,FAILED",
    );
    let jobs = jobs.replace("COMPLETED\n", "COMPLETED,OK\n");
    let report = backups(&jobs, INVENTORY);
    assert_eq!(outcome(&report, "backups-run-in-time", "fleet-db").0, Pass);
    let found = report.about("failed-backups-repeated", "robot-logs");
    assert!(found.iter().any(|one| one.outcome != Pass), "{found:?}");
}

#[test]
fn a_missed_target_is_followed_up() {
    let tests = "resource,date,result,RTO target,RTO achieved,issue,closed,due
met,2026-11-01,passed,4,4,,,
missed,2026-11-01,passed,4,4.5,,,
closed,2026-11-01,passed,4,9,SEC-1,2026-11-10,2026-11-05
due,2026-11-01,failed,4,9,SEC-2,,2026-12-01
overdue,2026-11-01,failed,4,9,SEC-3,,2026-11-21
undated,2026-11-01,failed,4,9,SEC-4,,
unmeasured,2026-11-01,passed,4,,,,
early,2026-11-01,passed,4,9,SEC-5,2026-10-10,
unticketed,2026-11-01,failed,4,9,pending,2026-11-10,
unissued,2026-11-01,failed,4,9,no issue,2026-11-10,
unclosed,2026-11-01,failed,4,9,SEC-6,2027-01-10,
cancelled,2026-11-01,cancelled,4,,SEC-7,2026-11-02,
planned,2026-12-24,planned,4,,,,
done,2026-12-24,passed,4,3,,,
";
    let report = examine(&[("restore-tests", tests)]);
    let of = |name: &str| {
        outcome(
            &report,
            "restore-tests-met-targets",
            &format!("{name} 2026-11-01"),
        )
    };
    for (name, expected) in [
        ("met", Pass),
        ("missed", Fail),
        ("closed", Pass),
        ("due", Pass),
        ("overdue", Fail),
        ("undated", Fail),
        ("unmeasured", Fail),
        ("early", Fail),
        ("unticketed", Fail),
        ("unissued", Fail),
        ("unclosed", Inconclusive),
        ("cancelled", NotApplicable),
    ] {
        assert_eq!(of(name).0, expected, "{name}");
    }
    assert_eq!(
        of("missed").1,
        "4.5 hours to recover, 4 allowed; no issue follows it up"
    );
    assert!(
        report
            .about("restore-tests-met-targets", "planned 2026-12-24")
            .is_empty()
    );
    assert_eq!(
        outcome(&report, "restore-tests-met-targets", "done 2026-12-24").0,
        Inconclusive
    );
}

#[test]
fn recovery_is_exercised_and_not_only_planned() {
    let header =
        "scenario,date,status,rto target,rto achieved,rpo target,rpo achieved,issue,closed,due\n";
    let of = |rows: &str| {
        let report = examine(&[("recovery-exercises", &format!("{header}{rows}"))]);
        outcome(&report, "recovery-exercised", "recovery exercises").0
    };
    assert_eq!(of("failover,2026-03-01,completed,4,3,1,0.5,,,\n"), Pass);
    assert_eq!(of("failover,2025-11-20,completed,4,3,1,0.5,,,\n"), Fail);
    assert_eq!(of("failover,2026-12-09,planned,4,,1,,,,\n"), Fail);
    assert_eq!(of("failover,2026-11-09,planned,4,,1,,,,\n"), Fail);
    for broken_off in ["cancelled", "Aborted", "postponed"] {
        let row = format!("failover,2026-05-04,{broken_off},4,,1,,DR-7,2026-05-05,\n");
        assert_eq!(of(&row), Fail, "{broken_off}");
    }
    // After the day that the file shows: whatever it means, it may be the exercise that is missing.
    assert_eq!(
        of("failover,2026-11-22,completed,4,3,1,0.5,,,\n"),
        Inconclusive
    );
    assert_eq!(of(""), Fail);
    let rows = "failover,2026-03-01,completed,4,3,1,2,,,\n";
    let report = examine(&[("recovery-exercises", &format!("{header}{rows}"))]);
    assert_eq!(
        outcome(&report, "recovery-exercises-met-targets", "failover"),
        (
            Fail,
            "2 hours of data lost, 1 allowed; no issue follows it up".to_owned()
        )
    );
}

#[test]
fn use_above_the_threshold_needs_a_plan() {
    let capacity = "resource,metric,peak,threshold,plan
fleet-db,storage,79.9%,,
fleet-db,cpu,81,,
fleet-db,connections,93,90,INFRA-7
fleet-db,memory,85,90,
fleet-db,iops,140,,
fleet-db,swap,,,
vm,share,0.97,,
vm,small share,0.79,,
vm,small percentage,0.97%,,
vm,share of a share,0.97,0.8,
vm,below a share,0.6,0.8,
vm,above a share,85,0.8,
vm,between,50,0.8,
vm,limit,99.9,500,
vm,no plan,98,,no
vm,plan to come,98,,not planned yet
";
    let report = examine(&[("capacity", capacity)]);
    let about = |subject: &str| outcome(&report, "capacity-sufficient", subject);
    let of = |metric: &str| about(&format!("fleet-db {metric}"));
    for (metric, expected) in [
        ("share", Inconclusive),
        ("small share", Pass),
        ("small percentage", Pass),
        ("share of a share", Fail),
        ("below a share", Pass),
        ("above a share", Fail),
        ("between", Inconclusive),
        ("limit", Inconclusive),
        ("no plan", Fail),
        ("plan to come", Fail),
    ] {
        assert_eq!(about(&format!("vm {metric}")).0, expected, "{metric}");
    }
    assert_eq!(
        about("vm share").1,
        "0.97 may be a percentage or a share of one (write it with `%`)"
    );
    assert_eq!(of("storage"), (Pass, "79.9 %".to_owned()));
    assert_eq!(of("cpu"), (Fail, "81 %, nothing is planned".to_owned()));
    assert_eq!(
        of("connections"),
        (Pass, "93 %, INFRA-7 is planned".to_owned())
    );
    assert_eq!(of("memory").0, Pass);
    assert_eq!(of("iops").0, Inconclusive);
    assert_eq!(of("swap").0, Inconclusive);
}

#[test]
fn a_review_of_capacity_needs_a_reviewer() {
    let of = |rows: &str| {
        let report = examine(&[("capacity-reviews", &format!("date,reviewed by\n{rows}"))]);
        outcome(&report, "capacity-reviewed", "capacity reviews").0
    };
    assert_eq!(of("2026-09-01,Priya\n"), Pass);
    assert_eq!(of("2026-09-01,TBD\n"), Fail);
    assert_eq!(of("2026-09-01,pending\n"), Fail);
    assert_eq!(of("2026-11-22,Priya\n"), Inconclusive);
    assert_eq!(of("2026-08-01,Priya\n"), Fail);
    assert_eq!(of("1.9.2026,Priya\n"), Inconclusive);
}

#[test]
fn months_below_the_target_and_months_missing_are_named() {
    let uptime = "service,month,uptime,sla,ticket
api,2026-08,99.99,99.9,
api,2026-09,99.2,99.9,INC-4
api,2026-10,99.5,99.9,
web,2026-09-01,100,99.9,
credited,2026-10,97.0,99.9,no
shares,2026-10,0.9996,0.9995,
mixed,2026-10,97.0,0.999,
mixed,2026-09,99.95,0.999,
later,2026-12,100,99.9,
";
    let report = examine(&[("uptime", uptime)]);
    let of = |subject: &str| outcome(&report, "uptime-as-committed", subject);
    assert_eq!(of("api 2026-08").0, Pass);
    assert_eq!(
        of("api 2026-09"),
        (Pass, "99.2 %, followed up in INC-4".to_owned())
    );
    assert_eq!(
        of("api 2026-10"),
        (Fail, "99.5 %, not followed up".to_owned())
    );
    assert_eq!(
        of("credited 2026-10"),
        (Fail, "97 %, not followed up".to_owned())
    );
    assert_eq!(of("shares 2026-10").0, Pass);
    assert_eq!(of("mixed 2026-10").0, Inconclusive);
    assert_eq!(of("mixed 2026-09").0, Pass);
    assert_eq!(of("later 2026-12").0, Inconclusive);
    assert_eq!(of("web 2026-08"), (Fail, "the month is missing".to_owned()));
    assert_eq!(of("web 2026-10"), (Fail, "the month is missing".to_owned()));
    assert!(
        report
            .about("uptime-as-committed", "web 2026-09")
            .is_empty()
    );
}

/// The report about a Type 2 period that ends on the day of judgement.
fn in_period_from(start: &str, files: &[(&str, &str)]) -> Report {
    AvailabilityRecords::check(&Check {
        config: Config::default(),
        as_of: Day::parse("2026-11-22").unwrap(),
        period: Some(Period {
            start: start.to_owned(),
            end: "2026-11-22".to_owned(),
        }),
        target: None,
        evidence: &evidence(files),
    })
    .unwrap()
}

#[test]
fn a_log_that_begins_in_the_middle_of_the_period_shows_less() {
    let files = [("backup-jobs", JOBS), ("backup-inventory", INVENTORY)];
    for (start, expected) in [
        ("2026-05-22", Inconclusive),
        ("2026-11-17", Inconclusive),
        ("2026-11-18", Pass),
        ("2026-11-19", Pass),
        ("2026-11-20", Pass),
    ] {
        let report = in_period_from(start, &files);
        let (outcome, actual) = outcome(&report, "backups-run-in-time", "fleet-db");
        assert_eq!(outcome, expected, "{start}: {actual}");
    }
    let gap = JOBS.replace(
        "2026-11-20T02:10:00Z,COMPLETED",
        "2026-11-20T02:10:00Z,FAILED",
    );
    let report = in_period_from(
        "2026-05-22",
        &[("backup-jobs", &gap), ("backup-inventory", INVENTORY)],
    );
    assert_eq!(outcome(&report, "backups-run-in-time", "fleet-db").0, Fail);
}

#[test]
fn days_of_a_log_are_counted_from_the_start_of_the_period() {
    let of = |first: &str| {
        let jobs = format!("resource,started,status\na,{first},ok\na,2026-11-20,ok\n");
        let inventory = "resource,rpo-hours\na,48\n";
        let files = [("backup-jobs", &*jobs), ("backup-inventory", inventory)];
        let report = in_period_from("2026-11-16", &files);
        outcome(&report, "backups-run-in-time", "a").0
    };
    assert_eq!(of("2026-11-18"), Pass);
    assert_eq!(of("2026-11-19"), Inconclusive);
}

#[test]
fn months_of_the_period_that_are_missing_leave_it_open() {
    let uptime = "service,month,uptime,sla,ticket
api,2026-08,99.99,99.9,
api,2026-09,99.95,99.9,
api,2026-10,99.95,99.9,
";
    let found = |start: &str, uptime: &str| {
        let report = in_period_from(start, &[("uptime", uptime)]);
        let months: Vec<(String, Outcome)> = report
            .findings
            .iter()
            .filter(|one| one.outcome != Pass)
            .map(|one| (one.subject.clone(), one.outcome))
            .collect();
        months
    };
    assert_eq!(
        found("2026-05-22", uptime),
        [
            ("api 2026-07".to_owned(), Inconclusive),
            ("api 2026-06".to_owned(), Inconclusive)
        ]
    );
    assert_eq!(
        found("2026-07-01", uptime),
        [("api 2026-07".to_owned(), Inconclusive)]
    );
    assert_eq!(found("2026-07-02", uptime), []);
    let rows = uptime.replace("api,2026-09,99.95,99.9,\n", "api,2026-07,99.95,99.9,\n");
    assert_eq!(
        found("2026-07-01", &rows),
        [("api 2026-09".to_owned(), Fail)]
    );
}

#[test]
fn without_registers_nothing_is_said() {
    let report = examine(&[]);
    assert!(report.findings.is_empty());
    assert!(report.populations.is_empty());
}

#[test]
fn damage_never_makes_more_pass() {
    let good = evidence(&[("backup-jobs", JOBS), ("backup-inventory", INVENTORY)]);
    hold_damage::<AvailabilityRecords>("{}", "2026-11-22", &good, |_, _| false);
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    hold_manual::<AvailabilityRecords>(env!("CARGO_MANIFEST_DIR"));
}

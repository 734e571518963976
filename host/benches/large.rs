//! Large evidence: what one check of a plugin that comes with the program takes, in CPU time and memory of the
//! whole process, and whether its answer is right.
//!
//! Each case runs once, because a run takes seconds and its figures are compared with limits, not with each
//! other. Without `--bench` the evidence is a hundredth as large.

#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot be set up may panic"
)]
#![expect(clippy::print_stdout, reason = "the figures")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// One of so many records fails.
const FAILING: usize = 1_000;

type Writing = fn(&mut dyn Write, usize) -> io::Result<()>;

struct Case {
    name: &'static str,
    plugin: &'static str,
    control: &'static str,
    records: usize,
    files: &'static [(&'static str, Writing)],
    /// Limits of the check, as they stand in the configuration.
    limits: &'static str,
    /// What the result says of the check instead of an answer.
    failure: Option<&'static str>,
}

const CASES: &[Case] = &[
    Case {
        name: "Terraform plan, 20,000 resources",
        plugin: "terraform-plan",
        control: "terraform-plan/storage-encrypted",
        records: 20_000,
        files: &[("terraform/plan.json", plan)],
        limits: "",
        failure: None,
    },
    Case {
        name: "SARIF, 25,000 results",
        plugin: "sarif-results",
        control: "sarif-results/findings-fixed-in-time",
        records: 25_000,
        files: &[("scans/codeql.sarif", sarif)],
        limits: "",
        failure: None,
    },
    Case {
        name: "100,000 merged changes, CSV",
        plugin: "change-log",
        control: "change-log/changes-approved",
        records: 100_000,
        files: &[("changes/pull-requests.csv", changes)],
        limits: "",
        failure: None,
    },
    Case {
        name: "the same as JSON lines, with reviews and checks",
        plugin: "change-log",
        control: "change-log/changes-approved",
        records: 100_000,
        files: &[("changes/pull-requests.jsonl", change_lines)],
        limits: "",
        failure: None,
    },
    Case {
        name: "1,000,000 assets, CSV",
        plugin: "asset-inventory",
        control: "asset-inventory/assets-owned",
        records: 1_000_000,
        files: &[("assets/inventory.csv", assets)],
        limits: "",
        failure: None,
    },
    Case {
        name: "1,000,000 alerts, CSV",
        plugin: "incident-log",
        control: "incident-log/alerts-triaged-in-time",
        records: 1_000_000,
        files: &[("incidents/alerts.csv", alerts)],
        limits: "",
        failure: None,
    },
    Case {
        name: "1,000,000 assets and the 1,000,000 agents on them, CSV",
        plugin: "asset-inventory",
        control: "asset-inventory/endpoints-protected",
        records: 1_000_000,
        files: &[
            ("assets/inventory.csv", assets),
            ("assets/edr-agents.csv", agents),
        ],
        limits: "",
        failure: Some("out-of-memory"),
    },
    Case {
        name: "the same with `memory-mib = 512, time-seconds = 60`",
        plugin: "asset-inventory",
        control: "asset-inventory/endpoints-protected",
        records: 1_000_000,
        files: &[
            ("assets/inventory.csv", assets),
            ("assets/edr-agents.csv", agents),
        ],
        limits: "limits = { memory-mib = 512, time-seconds = 60 }\n",
        failure: None,
    },
];

fn fails(number: usize) -> bool {
    number.is_multiple_of(FAILING)
}

fn plan(to: &mut dyn Write, records: usize) -> io::Result<()> {
    let each = |to: &mut dyn Write, of: &dyn Fn(usize) -> Value| -> io::Result<()> {
        for number in 0..records {
            write!(to, "{}{}", if number == 0 { "" } else { "," }, of(number))?;
        }
        Ok(())
    };
    let values = |number: usize| {
        json!({"id": format!("vol-{number:017x}"), "availability_zone": "eu-central-1a", "size": 64,
               "type": "gp3", "iops": 3000, "throughput": 125, "encrypted": !fails(number),
               "kms_key_id": "arn:aws:kms:eu-central-1:482913057716:key/1f6c2a90-7d3b-4f52-9a35-5f0f4b7c6e21",
               "tags": {"service": "telemetry"}})
    };
    let base = |number: usize| {
        json!({"address": format!("aws_ebs_volume.v{number}"), "mode": "managed",
               "type": "aws_ebs_volume", "name": format!("v{number}")})
    };
    let with = |number: usize, key: &str, value: Value| {
        let mut resource = base(number);
        resource[key] = value;
        resource
    };
    write!(
        to,
        r#"{{"format_version":"1.2","terraform_version":"1.9.8","planned_values":{{"root_module":{{"resources":["#
    )?;
    each(to, &|number| with(number, "values", values(number)))?;
    write!(to, r#"]}}}},"resource_changes":["#)?;
    each(to, &|number| {
        let change = json!({"actions": ["no-op"], "before": values(number), "after": values(number),
                            "after_unknown": {}, "before_sensitive": {}, "after_sensitive": {}});
        with(number, "change", change)
    })?;
    write!(to, r#"],"configuration":{{"root_module":{{"resources":["#)?;
    each(to, &|number| with(number, "expressions", json!({})))?;
    write!(to, "]}}}}}}")
}

fn sarif(to: &mut dyn Write, records: usize) -> io::Result<()> {
    write!(
        to,
        r#"{{"version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"CodeQL","rules":[{{"id":"js/sql-injection","properties":{{"security-severity":"8.8"}}}}]}}}},"invocations":[{{"executionSuccessful":true,"endTimeUtc":"2026-11-19T02:11:40Z"}}],"results":["#
    )?;
    let step = |number: usize| {
        json!({"location": {"physicalLocation": {"artifactLocation": {"uri": format!("src/module{}/query.ts", number % 997)},
                                                 "region": {"startLine": number % 4001 + 1, "startColumn": 11, "endColumn": 42}},
                            "message": {"text": "user-controlled value"}}})
    };
    for number in 0..records {
        let first = if fails(number) {
            "2026-01-12T02:11:40Z"
        } else {
            "2026-11-12T02:11:40Z"
        };
        let result = json!({
            "ruleId": "js/sql-injection", "ruleIndex": 0,
            "message": {"text": "This query depends on a value that the user provides."},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": format!("src/module{}/query.ts", number % 997)},
                "region": {"startLine": number + 1}}}],
            "partialFingerprints": {"primaryLocationLineHash": format!("{number:016x}:1")},
            "provenance": {"firstDetectionTimeUtc": first},
            "codeFlows": [{"threadFlows": [{"locations": [step(number), step(number + 1), step(number + 2), step(number + 3)]}]}]
        });
        write!(to, "{}{result}", if number == 0 { "" } else { "," })?;
    }
    write!(to, "]}}]}}")
}

fn changes(to: &mut dyn Write, records: usize) -> io::Result<()> {
    writeln!(
        to,
        "Change,Repository,Author,Merged,Base,Approved By,Approved At,Checks,Checks At,SHA"
    )?;
    for number in 0..records {
        let review = if fails(number) {
            ","
        } else {
            "oprice,2026-11-10T11:00:00Z"
        };
        writeln!(
            to,
            "{number},fleet-api,mtanaka,2026-11-10T12:00:00Z,main,{review},success,2026-11-10T10:10:00Z,{number:040x}"
        )?;
    }
    Ok(())
}

fn change_lines(to: &mut dyn Write, records: usize) -> io::Result<()> {
    let check = |name: &str| {
        json!({"__typename": "CheckRun", "name": name, "workflowName": "ci", "status": "COMPLETED",
               "conclusion": "SUCCESS", "startedAt": "2026-11-10T10:00:00Z", "completedAt": "2026-11-10T10:10:00Z"})
    };
    for number in 0..records {
        let reviewer = if fails(number) { "mtanaka" } else { "oprice" };
        let change = json!({
            "number": number, "url": format!("https://github.com/northwind/fleet-api/pull/{number}"),
            "author": {"is_bot": false, "login": "mtanaka"}, "mergedAt": "2026-11-10T12:00:00Z",
            "baseRefName": "main", "labels": [], "mergeCommit": {"oid": format!("{number:040x}")},
            "reviews": [{"author": {"login": reviewer}, "state": "APPROVED", "submittedAt": "2026-11-10T11:00:00Z"}],
            "statusCheckRollup": [check("test"), check("lint"), check("build"), check("package")]
        });
        writeln!(to, "{change}")?;
    }
    Ok(())
}

fn assets(to: &mut dyn Write, records: usize) -> io::Result<()> {
    writeln!(
        to,
        "Asset Tag,Name,Serial Number,Type,Status,Owner,In Scope,Retired On"
    )?;
    for number in 0..records {
        let owner = if fails(number) { "" } else { "Mei Tanaka" };
        writeln!(
            to,
            "NW-{number},robot-{number:07}.northwind.example,SN{number:012},Server,Running,{owner},yes,"
        )?;
    }
    Ok(())
}

fn agents(to: &mut dyn Write, records: usize) -> io::Result<()> {
    writeln!(to, "Hostname,Serial Number,Last Seen,Sensor Status")?;
    for number in (0..records).filter(|number| !fails(*number)) {
        writeln!(
            to,
            "robot-{number:07}.northwind.example,SN{number:012},2026-11-20T05:10:00Z,Normal"
        )?;
    }
    Ok(())
}

fn alerts(to: &mut dyn Write, records: usize) -> io::Result<()> {
    writeln!(
        to,
        "Alert ID,Priority,Created At,Acknowledged At,Disposition,Closed At,Incident"
    )?;
    for number in 0..records {
        let day = if fails(number) { 7 } else { 5 };
        writeln!(
            to,
            "A-{number},P1,2026-11-05T10:00:00Z,2026-11-{day:02}T10:05:00Z,false positive,2026-11-{day:02}T10:40:00Z,"
        )?;
    }
    Ok(())
}

/// Writes the evidence and the configuration; answers how large the evidence is, in bytes.
fn prepare(case: &Case, records: usize, directory: &Path) -> io::Result<u64> {
    let mut size = 0;
    for (path, writing) in case.files {
        let path = directory.join("evidence").join(path);
        fs::create_dir_all(path.parent().expect("a folder"))?;
        let mut file = BufWriter::new(File::create(&path)?);
        writing(&mut file, records)?;
        file.flush()?;
        size += fs::metadata(&path)?.len();
    }
    fs::write(
        directory.join("evidence/evidence.toml"),
        "[[evidence]]\npath = \"**\"\ncollected = 2026-11-20T06:00:00Z\n",
    )?;
    let config = format!(
        "[assessment]\norganisation = \"Northwind Robotics\"\nsystem = \"fleet API\"\nas-of = 2026-11-22\n\n\
         [[check]]\nplugin = \"{}\"\n{}",
        case.plugin, case.limits
    );
    fs::write(directory.join("tickmark.toml"), config)?;
    Ok(size)
}

/// CPU time of all children so far; nothing where the system does not say.
#[cfg(unix)]
fn spent() -> Option<Duration> {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let time = |of: nix::sys::time::TimeVal| {
        let micros = of.tv_sec() * 1_000_000 + of.tv_usec();
        u64::try_from(micros).ok().map(Duration::from_micros)
    };
    Some(time(usage.user_time())? + time(usage.system_time())?)
}

#[cfg(not(unix))]
fn spent() -> Option<Duration> {
    None
}

/// Waits for a process and answers the most memory that it had, in MiB; nothing where the system does not
/// say.
fn watch(mut process: Child) -> Option<u64> {
    let path = format!("/proc/{}/status", process.id());
    let mut peak = None;
    while process.try_wait().expect("it is a child").is_none() {
        let status = fs::read_to_string(&path).unwrap_or_default();
        let most = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|text| text.trim().split(' ').next()?.parse::<u64>().ok());
        peak = most.map(|kib| kib / 1024).or(peak);
        std::thread::sleep(Duration::from_millis(5));
    }
    peak
}

fn measure(case: &Case, whole: bool) {
    let records = if whole {
        case.records
    } else {
        case.records / 100
    };
    let directory = tempfile::tempdir().expect("a directory");
    let size = prepare(case, records, directory.path()).expect("the evidence is written");
    let before = spent();
    let process = Command::new(env!("CARGO_BIN_EXE_tickmark"))
        .args(["check", "--format", "json=result.json"])
        .current_dir(directory.path())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let peak = watch(process);
    let took = spent()
        .zip(before)
        .map(|(after, before)| after.saturating_sub(before));
    let result = fs::read(directory.path().join("result.json")).expect("there is a result");
    let result: Value = serde_json::from_slice(&result).expect("it is JSON");
    let outcome = answer(case, records, &result, whole);
    let unknown = || "?".to_owned();
    println!(
        "{}: {} MB, {} s CPU, {} MiB: {outcome}",
        case.name,
        size / 1_000_000,
        took.map_or_else(unknown, |took| format!("{:.1}", took.as_secs_f64())),
        peak.map_or_else(unknown, |peak| peak.to_string()),
    );
}

/// What the result says of the control. Whatever was not expected ends the benchmark.
fn answer(case: &Case, records: usize, result: &Value, whole: bool) -> String {
    let unevaluated: Vec<&str> = result["unevaluated"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["code"].as_str())
        .collect();
    if let Some(failure) = case.failure.filter(|_| whole) {
        assert!(
            unevaluated.contains(&failure),
            "{}: {unevaluated:?}",
            case.name
        );
        return failure.to_owned();
    }
    let control = result["controls"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|control| control["id"] == case.control)
        .expect("the control is in the result");
    let counts = &control["counts"];
    let failing = records.div_ceil(FAILING);
    assert_eq!(
        counts["fail"], failing,
        "{}: {counts} {unevaluated:?}",
        case.name
    );
    // Beyond some thousands passes are told together, and still counted one by one.
    assert_eq!(control["examined"], records, "{}: {control}", case.name);
    assert_eq!(counts["inconclusive"], 0, "{}: {counts}", case.name);
    format!("{failing} of {records} fail, as they should")
}

fn main() {
    let whole = std::env::args().any(|argument| argument == "--bench");
    for case in CASES {
        measure(case, whole);
    }
}

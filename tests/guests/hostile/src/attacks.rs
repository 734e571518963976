//! The attacks, by name.

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Control, Location, Population, Tally};

use crate::{Config, FILES, RULES};

/// Attacks on the call that describes the plugin.
pub(crate) fn describe(attack: &str, controls: &mut Vec<Control>) {
    match attack {
        "loop" => spin(),
        "trap" => panic!("as configured"),
        "memory" => drop(hoard()),
        "unknown-criterion" => "CC6.99".clone_into(&mut controls[0].mappings[0].criterion),
        "doubled-control" => controls.push(controls[0].clone()),
        "many-controls" => {
            for number in 0..100_000 {
                let mut control = controls[0].clone();
                control.id = format!("control-{number}");
                controls.push(control);
            }
        }
        "huge-title" => controls[0].title = "x".repeat(32 * 1024 * 1024),
        "injected-id" => "\u{1b}[2Jpresent".clone_into(&mut controls[0].id),
        other => panic!("there is no attack `{other}`"),
    }
}

/// Attacks on the call that checks evidence. `report` is what an honest plugin would report.
pub(crate) fn check(
    attack: &str,
    check: &Check<'_, Config>,
    mut report: Report,
) -> Result<Report, Failure> {
    match attack {
        "loop" => spin(),
        "trap" => panic!("as configured"),
        "recursion" => {
            report.findings[0].actual = recurse(u64::MAX).to_string();
        }
        "memory" => drop(hoard()),
        "huge-string" => report.findings[0].actual = "x".repeat(200 * 1024 * 1024),
        "long-string" => report.findings[0].actual = "x".repeat(64 * 1024),
        "aliases" => report.findings = aliases(&report.findings[0]),
        "many-findings" => many_findings(&mut report),
        "log-flood" => flood(),
        "strange-paths" => strange_paths(check, &mut report),
        "open-files" => open_files(check, &mut report),
        "undeclared-control" => "another".clone_into(&mut report.findings[0].control),
        "unread-citation" => {
            report.findings[0].locations = vec![Location::file("hostile/never-read.txt")];
        }
        "line-zero" => report.findings[0].locations[0].line = Some(0),
        "no-citation" => report.findings[0].locations.clear(),
        "small-population" => report.populations.push(population(0, &report)),
        "empty-population" => {
            report.findings.clear();
            report.populations.push(Population {
                control: "present".to_owned(),
                size: 0,
                sample: None,
                shown_by: Vec::new(),
            });
        }
        "large-population" => report.populations.push(population(1000, &report)),
        "wrong-tally" => {
            for item in check.items(FILES) {
                report.tallies.push(Tally {
                    path: item.path.to_string(),
                    records: 1,
                });
            }
        }
        "silence" => report.findings.clear(),
        "injection" => inject(&mut report),
        "secret" => copy_secret(check, &mut report),
        "config" => return Err(Failure::Config("\u{1b}[31mno\u{1b}[0m".to_owned())),
        "evidence" => return Err(Failure::Evidence("not mine".to_owned())),
        other => panic!("there is no attack `{other}`"),
    }
    Ok(report)
}

/// Runs for ever, with a call and a loop that the compiler cannot remove.
fn spin() -> ! {
    let mut count = 0_u64;
    loop {
        count = std::hint::black_box(count.wrapping_add(1));
    }
}

fn recurse(depth: u64) -> u64 {
    let room = std::hint::black_box([depth; 64]);
    if room[0] == 0 {
        return 0;
    }
    recurse(room[1] - 1).wrapping_add(room[2])
}

fn hoard() -> Vec<Vec<u8>> {
    let mut hoard = Vec::new();
    loop {
        hoard.push(std::hint::black_box(vec![1_u8; 1024 * 1024]));
    }
}

/// Findings whose strings are all one buffer: cheap for the guest, expensive for a host that copies.
#[expect(
    unsafe_code,
    clippy::same_length_and_capacity,
    reason = "safe code cannot alias strings"
)]
fn aliases(model: &Finding) -> Vec<Finding> {
    const SIZE: usize = 1024 * 1024;
    let buffer: &'static mut [u8] = Box::leak(vec![b'x'; SIZE].into_boxed_slice());
    let pointer = buffer.as_mut_ptr();
    (0..10_000)
        .map(|_| {
            let mut finding = model.clone();
            // SAFETY: none is claimed. The strings share a buffer and are freed more than once, if
            // ever; the host has given up long before.
            finding.actual = unsafe { String::from_raw_parts(pointer, SIZE, SIZE) };
            finding
        })
        .collect()
}

fn many_findings(report: &mut Report) {
    let model = report.findings[0].clone();
    report.findings = (0..150_000)
        .map(|number| {
            let mut finding = model.clone();
            finding.subject = number.to_string();
            finding
        })
        .collect();
}

fn flood() {
    let message = "x".repeat(1024);
    for _ in 0..100_000 {
        tickmark_plugin::bindings::tickmark::plugin::log::write(
            tickmark_plugin::Level::Info,
            &message,
        );
    }
}

/// Asks for what was not granted, in every spelling. What it gets becomes a failing finding.
fn strange_paths(check: &Check<'_, Config>, report: &mut Report) {
    let strange = [
        "",
        ".",
        "..",
        "/",
        "/etc/passwd",
        "../outside.txt",
        "hostile/../secret.txt",
        "hostile/../../outside.txt",
        "./hostile/plain.txt",
        "hostile//plain.txt",
        "hostile/./plain.txt",
        "HOSTILE/plain.txt",
        "hostile/plain.txt/",
        "hostile/plain.txt\0",
        "secret.txt",
        "hostile",
        "evidence.toml",
        "tickmark.toml",
        "../tickmark.toml",
        "/proc/self/environ",
        "/dev/zero",
        "file:///etc/passwd",
        "C:\\Windows\\win.ini",
    ];
    for path in strange {
        let read = check.evidence.read(path);
        let opened = check.evidence.open(path).map(|_| ());
        if read.is_ok() || opened.is_ok() {
            report.findings[0].outcome = Outcome::Fail;
            report.findings[0].actual = format!("the host gave away `{path}`");
        }
    }
    for input in ["credential-reports", "other", "", "*", FILES] {
        let listed = check.evidence.list(input);
        if input != FILES && listed.is_ok() {
            report.findings[0].outcome = Outcome::Fail;
            report.findings[0].actual = format!("the host listed `{input}`");
        }
    }
}

/// Holds as many files open as it can.
fn open_files(check: &Check<'_, Config>, report: &mut Report) {
    let path = check.items(FILES)[0].path.clone();
    let mut open = Vec::new();
    for _ in 0..10_000 {
        match check.evidence.open(&path) {
            Ok(reader) => open.push(reader),
            Err(_) => break,
        }
    }
    report.findings[0].actual = format!("{} files open", open.len());
}

/// What an honest plugin would report, of files that were only opened.
pub(crate) fn open_only(check: &Check<'_, Config>) -> Report {
    let mut report = Report::new();
    for item in check.items(FILES) {
        drop(check.evidence.open(&item.path));
        let finding = Finding::pass(&*item.path)
            .expected("a file")
            .actual("a file");
        for rule in RULES {
            report.rule(rule).push(finding.clone().at(item.place()));
        }
    }
    report
}

fn population(size: u64, report: &Report) -> Population {
    Population {
        control: "present".to_owned(),
        size,
        sample: None,
        shown_by: report.findings[0].locations.clone(),
    }
}

/// Text that acts on a terminal, a web page, a spreadsheet, a pull-request comment, a build log.
fn inject(report: &mut Report) {
    let strings = [
        "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m",
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://example.invalid\")",
        "::error file=x,line=1::owned",
        "a\n::set-output name=x::y\r\n",
        "| x | [y](javascript:z) | `",
        "\u{202e}drowssap\u{202c}",
        "\u{200b}\u{feff}\u{e0041}",
    ];
    let model = report.findings[0].clone();
    report.findings.extend(strings.iter().map(|text| {
        let mut finding = model.clone();
        finding.outcome = Outcome::Fail;
        (*text).clone_into(&mut finding.subject);
        (*text).clone_into(&mut finding.expected);
        (*text).clone_into(&mut finding.actual);
        finding
    }));
}

fn copy_secret(check: &Check<'_, Config>, report: &mut Report) {
    let item = &check.items(FILES)[0];
    let text = check.text(item).unwrap();
    text.as_str().clone_into(&mut report.findings[0].actual);
}

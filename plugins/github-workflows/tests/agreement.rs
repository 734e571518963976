//! Agreement with zizmor on the workflows that actionlint is tested with.
//!
//! The corpus is found through the environment variable `TICKMARK_CORPUS`; without it every trial is
//! skipped by name. zizmor's answer for each file stands beside the files. The two are compared by
//! file and line, or by file alone where they cite different lines of one thing, and every difference
//! is listed in `differences.rs` with whose it is.

#[path = "agreement/differences.rs"]
mod differences;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use differences::SHARED;
use libtest_mimic::{Arguments, Failed, Trial};
use tickmark_github_workflows::GithubWorkflows;
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Outcome, Report};

const FOLDER: &str = "gha-actionlint";
const TOLD: &str = "gha-actionlint/expected/zizmor.json";

/// Findings as file and line.
type Lines = BTreeSet<(String, u64)>;

/// One of zizmor's audits and the control that asks the same.
struct Shared {
    audit: &'static str,
    control: &'static str,
    /// Whether both cite the same line: a job's key and its value, or a script and the expression in
    /// it, are lines apart. Line 0 stands for any.
    lines: bool,
    /// What zizmor reports and this plugin does not: file, line, why.
    theirs: &'static [(&'static str, u64, &'static str)],
    /// What this plugin reports and zizmor does not.
    ours: &'static [(&'static str, u64, &'static str)],
}

fn main() -> ExitCode {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let trials = SHARED
        .iter()
        .map(|shared| {
            let folder = corpus.clone();
            Trial::test(
                format!("{} and {}", shared.audit, shared.control),
                move || {
                    folder
                        .as_deref()
                        .map_or(Ok(()), |corpus| agree(corpus, shared))
                },
            )
            .with_ignored_flag(corpus.is_none())
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn agree(corpus: &Path, shared: &Shared) -> Result<(), Failed> {
    let told: serde_json::Value = serde_json::from_slice(&std::fs::read(corpus.join(TOLD))?)?;
    let skipped = told["not_analysed"]
        .as_object()
        .ok_or("zizmor's answer lists what it did not analyse")?;
    let mut theirs = Lines::new();
    for row in told["results"]
        .as_array()
        .ok_or("zizmor's answer has results")?
    {
        if row[1] == shared.audit {
            let file = row[0].as_str().ok_or("a file")?;
            let line = row[4].as_u64().ok_or("a line")?;
            theirs.insert((file.to_owned(), if shared.lines { line } else { 0 }));
        }
    }
    let mut ours = Lines::new();
    for file in files(&corpus.join(FOLDER).join("files"))? {
        if skipped.contains_key(&file) {
            continue;
        }
        let content = std::fs::read(corpus.join(FOLDER).join("files").join(&file))?;
        let report = examine(&file, content)?;
        ours.extend(report.findings.iter().filter_map(|finding| {
            let line = u64::from(finding.locations.first()?.line?);
            let line = if shared.lines { line } else { 0 };
            let wrong = finding.outcome == Outcome::Fail
                || (finding.outcome == Outcome::Inconclusive
                    && finding.expected != "well-formed evidence");
            (wrong && finding.control == shared.control).then(|| (file.clone(), line))
        }));
    }
    let listed = |list: &[(&str, u64, &str)]| -> Lines {
        list.iter()
            .map(|(file, line, _)| ((*file).to_owned(), *line))
            .collect()
    };
    let only = |left: &Lines, right: &Lines, known: &Lines| {
        let found: Lines = left.difference(right).cloned().collect();
        let new: Vec<_> = found.difference(known).cloned().collect();
        let gone: Vec<_> = known.difference(&found).cloned().collect();
        (new, gone)
    };
    let theirs_only = only(&theirs, &ours, &listed(shared.theirs));
    let ours_only = only(&ours, &theirs, &listed(shared.ours));
    let none = (Vec::new(), Vec::new());
    if theirs_only == none && ours_only == none {
        return Ok(());
    }
    Err(format!(
        "zizmor alone (new, no longer): {theirs_only:?}; tickmark alone (new, no longer): {ours_only:?}"
    )
    .into())
}

fn examine(file: &str, content: Vec<u8>) -> Result<Report, Failed> {
    let evidence = MemoryEvidence::new().file("workflows", file, content);
    run::<GithubWorkflows>("{}", "2026-11-22", &evidence)
        .map_err(|failure| format!("{file}: the check failed: {failure:?}").into())
}

/// The YAML files below a folder, with `/` between segments.
fn files(root: &Path) -> Result<Vec<String>, Failed> {
    let mut open = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|end| end == "yaml" || end == "yml")
            {
                let name = path
                    .strip_prefix(root)?
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

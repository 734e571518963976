//! Agreement with checkov on plans that others published, and with a second count of what their files
//! hold.
//!
//! The corpus is found through the environment variable `TICKMARK_CORPUS`; without it every trial is
//! skipped by name. Where this plugin and checkov differ, [`DIFFERENCES`] says whose it is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use tickmark_plugin::reexport::serde_json::{self, Value};
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Finding, Outcome, Report};
use tickmark_terraform_plan::TerraformPlan;

const TRIVY: &str = "tfplan-trivy/files/pkg/iac/scanners/terraformplan/tfjson/testdata";
const CHECKOV: &str = "tfplan-trivy/expected/checkov.json";
const OPENTOFU: &str = "tfplan-opentofu/files/internal/command/testdata";

/// checkov's checks and the controls that ask the same.
const SAME: [(&str, &str); 9] = [
    ("CKV_AWS_18", "object-access-logged"),
    ("CKV_AWS_19", "storage-encrypted"),
    ("CKV_AWS_20", "object-storage-private"),
    ("CKV_AWS_57", "object-storage-private"),
    ("CKV2_AWS_6", "object-storage-private"),
    ("CKV_AWS_21", "objects-versioned"),
    ("CKV_AWS_24", "administration-ports-closed"),
    ("CKV_AWS_25", "administration-ports-closed"),
    ("CKV_AWS_145", "customer-managed-keys"),
];

/// Check, outcome of checkov, our outcome, and whose the difference is.
const DIFFERENCES: [(&str, &str, Outcome, &str); 3] = [
    (
        "CKV_AWS_20",
        "passed",
        Outcome::Inconclusive,
        "definition: checkov asks only whether the ACL is public-read, which it is not; we ask whether \
         the bucket is private, which nothing shows without a public access block",
    ),
    (
        "CKV_AWS_57",
        "passed",
        Outcome::Inconclusive,
        "definition: the same for public-read-write",
    ),
    (
        "CKV2_AWS_6",
        "failed",
        Outcome::Inconclusive,
        "definition: checkov fails a bucket without a public access block; S3 blocks by itself for new \
         buckets, so that the plan does not show the bucket to be open",
    ),
];

type Test = fn(&Path) -> Result<(), Failed>;

fn main() -> ExitCode {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let tests: [(&str, Test); 3] = [
        (
            "tfplan-trivy: every verdict that checkov gives too",
            agrees_with_checkov,
        ),
        ("tfplan-trivy: every resource is counted", counts_resources),
        (
            "tfplan-opentofu: resources of no provider pass nothing",
            passes_nothing,
        ),
    ];
    let trials = tests
        .into_iter()
        .map(|(name, test)| {
            let folder = corpus.clone();
            Trial::test(name, move || folder.as_deref().map_or(Ok(()), test))
                .with_ignored_flag(corpus.is_none())
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn read(path: &Path) -> Result<String, Failed> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn json(path: &Path) -> Result<Value, Failed> {
    Ok(serde_json::from_str(&read(path)?)?)
}

/// All JSON files below a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "json") {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        return Err("the corpus holds no plans".into());
    }
    Ok(found)
}

fn examine(path: &Path) -> Result<Report, Failed> {
    let evidence = MemoryEvidence::new().file("plans", "terraform/x/plan.json", read(path)?);
    let config = r#"{"customer-managed-keys": ["aws_s3_bucket"]}"#;
    run::<TerraformPlan>(config, "2026-11-22", &evidence)
        .map_err(|failure| format!("the check failed: {failure:?}").into())
}

fn agrees_with_checkov(corpus: &Path) -> Result<(), Failed> {
    let told = json(&corpus.join(CHECKOV))?;
    let mut reports: BTreeMap<String, Report> = BTreeMap::new();
    let mut compared = 0;
    let mut differing = [0_usize; DIFFERENCES.len()];
    for check in told["checks"].as_array().ok_or("checkov says nothing")? {
        let text = |column: usize| check[column].as_str().unwrap_or_default();
        let (id, result, file, resource) = (text(0), text(1), text(2), text(3));
        let Some((_, control)) = SAME.iter().find(|(same, _)| *same == id) else {
            continue;
        };
        let file = file.rsplit('/').next().unwrap_or_default();
        if !reports.contains_key(file) {
            reports.insert(file.to_owned(), examine(&corpus.join(TRIVY).join(file))?);
        }
        let finding = only(&reports[file], control, resource)?;
        let equal = match result {
            "passed" => finding.outcome == Outcome::Pass,
            _ => finding.outcome == Outcome::Fail,
        };
        compared += 1;
        if !equal {
            let known = DIFFERENCES
                .iter()
                .position(|(same, theirs, ours, _)| {
                    (*same, *theirs, *ours) == (id, result, finding.outcome)
                })
                .ok_or_else(|| format!("{file}: {resource}: {id} {result}, {finding:?}"))?;
            differing[known] += 1;
        }
    }
    if compared < 32 || differing.contains(&0) {
        return Err(format!("{compared} compared, differences {differing:?}").into());
    }
    Ok(())
}

fn only<'r>(report: &'r Report, control: &str, resource: &str) -> Result<&'r Finding, Failed> {
    let subject = format!("x: {resource}");
    match report.about(control, &subject).as_slice() {
        [finding] => Ok(finding),
        found => Err(format!("{} findings of {control} about {resource}", found.len()).into()),
    }
}

/// Managed resources, counted a second time.
fn managed(module: &Value) -> u64 {
    let own = module["resources"].as_array().map_or(0, |resources| {
        resources
            .iter()
            .filter(|it| it["mode"] == "managed")
            .count() as u64
    });
    let children = module["child_modules"].as_array();
    own + children.map_or(0, |children| children.iter().map(managed).sum())
}

fn counts_resources(corpus: &Path) -> Result<(), Failed> {
    for path in files(&corpus.join(TRIVY))? {
        let expected = managed(&json(&path)?["planned_values"]["root_module"]);
        let report = examine(&path)?;
        let counted: u64 = report.tallies.iter().map(|tally| tally.records).sum();
        if counted != expected {
            return Err(format!("{}: {counted} instead of {expected}", path.display()).into());
        }
    }
    Ok(())
}

/// The plans of `OpenTofu`'s own tests hold resources of a provider that nobody knows. Each is read; the
/// one whose planning failed is inconclusive throughout.
fn passes_nothing(corpus: &Path) -> Result<(), Failed> {
    for path in files(&corpus.join(OPENTOFU))? {
        let plan = json(&path)?;
        let report = examine(&path)?;
        let whole = plan["errored"] != true;
        let counted: u64 = report.tallies.iter().map(|tally| tally.records).sum();
        let expected = managed(&plan["planned_values"]["root_module"]);
        let as_expected = if whole {
            report.findings.is_empty() && counted == expected
        } else {
            !report.findings.is_empty()
                && report
                    .findings
                    .iter()
                    .all(|finding| finding.outcome == Outcome::Inconclusive)
        };
        if !as_expected {
            return Err(format!(
                "{}: {counted} resources, {:?}",
                path.display(),
                report.findings
            )
            .into());
        }
    }
    Ok(())
}

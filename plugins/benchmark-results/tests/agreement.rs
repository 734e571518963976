//! Agreement with real results and with what the scanners' own tools say of them. `TICKMARK_CORPUS`
//! names the folder that holds them; without it every trial is skipped by name.
//!
//! Differences:
//! - kube-bench's own test data are shortened: their totals are those of the whole report. Theirs; the
//!   plugin says that the totals contradict the results.
//! - Heimdall (`inspecjs`) calls a skipped control "Not Reviewed"; here it is unchecked, which is the
//!   same, and keeps the scan from being complete. A matter of definition.
//! - Heimdall calls a control of which some tests were skipped passed; here it is unchecked. A matter of
//!   definition. No file of the corpus has one.

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use tickmark_benchmark_results::BenchmarkResults;
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Outcome, Report};

type Judgement = Result<(), Failed>;

const PROWLER: &str = "reports-prowler/files/examples/output/example_output_";
const KUBE_BENCH: &str = "reports-kubebench/files/cmd/testdata/";
const INSPEC: &str = "reports-inspec/files/test/fixtures/reporters/";

fn main() {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let trial = |name: &str, judge: fn(&Path) -> Judgement| {
        let corpus = corpus.clone();
        Trial::test(name, move || corpus.as_deref().map_or(Ok(()), judge))
            .with_ignored_flag(std::env::var_os("TICKMARK_CORPUS").is_none())
    };
    let trials = vec![
        trial(
            "prowler: the statuses are those that Prowler wrote",
            prowler,
        ),
        trial("prowler: a file for another tool is refused", prowler_csv),
        trial(
            "kube-bench: shortened reports contradict their totals",
            kube_bench,
        ),
        trial("inspec: controls are judged as Heimdall does", inspec),
        trial("inspec: other reporters are refused", inspec_others),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn judge(corpus: &Path, input: &str, file: &str) -> Result<Report, Failed> {
    let content = std::fs::read(corpus.join(file))?;
    let evidence = MemoryEvidence::new().collected(input, file, "2026-11-20T00:00:00Z", content);
    run::<BenchmarkResults>("{}", "2026-11-22", &evidence)
        .map_err(|failure| format!("{failure:?}").into())
}

/// What `scan-complete` counted, one line a scan.
fn counts(report: &Report) -> Vec<&str> {
    report
        .findings
        .iter()
        .filter(|finding| finding.control == "scan-complete")
        .map(|finding| finding.actual.as_str())
        .collect()
}

fn expect<T: PartialEq + std::fmt::Debug>(found: &T, expected: &T) -> Judgement {
    if found == expected {
        Ok(())
    } else {
        Err(format!("found {found:#?}, expected {expected:#?}").into())
    }
}

fn none_passes(report: &Report, file: &str) -> Judgement {
    let passing = report
        .findings
        .iter()
        .find(|finding| finding.outcome == Outcome::Pass);
    passing.map_or(
        Ok(()),
        |finding| Err(format!("{file}: {finding:#?}").into()),
    )
}

fn prowler(corpus: &Path) -> Judgement {
    // Counted in the files' `status_code`.
    let totals = [
        (
            "aws",
            "5 results: 0 passed, 2 failed, 0 errors, 0 unchecked, 3 left to a person",
        ),
        (
            "azure",
            "5 results: 0 passed, 5 failed, 0 errors, 0 unchecked, 0 left to a person",
        ),
        (
            "gcp",
            "5 results: 3 passed, 2 failed, 0 errors, 0 unchecked, 0 left to a person",
        ),
        (
            "kubernetes",
            "6 results: 1 passed, 5 failed, 0 errors, 0 unchecked, 0 left to a person",
        ),
    ];
    for (provider, total) in totals {
        let report = judge(corpus, "prowler", &format!("{PROWLER}{provider}.ocsf.json"))?;
        let counted = counts(&report);
        if counted.len() != 1 || !counted[0].starts_with(total) {
            return Err(format!("{provider}: {counted:#?}").into());
        }
        // 14 February 2025, in every example.
        let days: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.control == "scan-recent")
            .map(|finding| (finding.outcome, finding.occurred.clone()))
            .collect();
        expect(&days, &vec![(Outcome::Fail, Some("2025-02-14".to_owned()))])?;
    }
    Ok(())
}

fn prowler_csv(corpus: &Path) -> Judgement {
    let file = format!("{PROWLER}gcp.csv");
    none_passes(&judge(corpus, "prowler", &file)?, &file)
}

fn kube_bench(corpus: &Path) -> Judgement {
    for (file, contradictions) in [
        ("result.json", "states 15 results PASS, and 1 are there"),
        (
            "result_no_totals.json",
            "states 15 results PASS, and 1 are there",
        ),
        (
            "controlsCollection.json",
            "states 7 results PASS, and 1 are there",
        ),
        (
            "passedControlsCollection.json",
            "states 7 results PASS, and 1 are there",
        ),
    ] {
        let report = judge(corpus, "kube-bench", &format!("{KUBE_BENCH}{file}"))?;
        let counted = counts(&report);
        if counted.len() != 1 || !counted[0].contains(contradictions) {
            return Err(format!("{file}: {counted:#?}").into());
        }
        let outcomes: Vec<(String, Outcome)> = report
            .outcomes("failed-checks-fixed")
            .into_iter()
            .filter_map(|(subject, outcome)| {
                Some((subject.rsplit_once(": ")?.1.to_owned(), outcome))
            })
            .collect();
        let mut expected = vec![
            ("1.1.1".to_owned(), Outcome::Pass),
            ("2.1".to_owned(), Outcome::Pass),
            ("3.1.1".to_owned(), Outcome::NotApplicable),
        ];
        if file.starts_with("passed") {
            expected.remove(0);
        }
        expect(&outcomes, &expected)?;
    }
    Ok(())
}

fn inspec(corpus: &Path) -> Judgement {
    // inspecjs 2: three passed and one failed; two passed and one not reviewed.
    for (file, total) in [
        (
            "json_output",
            "4 results: 3 passed, 1 failed, 0 errors, 0 unchecked",
        ),
        (
            "json_merged_output",
            "3 results: 2 passed, 0 failed, 0 errors, 1 unchecked",
        ),
    ] {
        let report = judge(corpus, "hdf", &format!("{INSPEC}{file}"))?;
        let counted = counts(&report);
        if counted.len() != 1 || !counted[0].starts_with(total) {
            return Err(format!("{file}: {counted:#?}").into());
        }
    }
    Ok(())
}

fn inspec_others(corpus: &Path) -> Judgement {
    for file in [
        "json_min_output",
        "junit_output",
        "yaml_output",
        "cli_output",
    ] {
        none_passes(&judge(corpus, "hdf", &format!("{INSPEC}{file}"))?, file)?;
    }
    Ok(())
}

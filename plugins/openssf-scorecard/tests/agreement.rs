//! Agreement with the results in Scorecard's own tests. `TICKMARK_CORPUS` names the folder that holds
//! them; without it every trial is skipped by name.
//!
//! Those results are of made-up checks (`Check-Name`), so that what can agree is their shape: the
//! repository, the day, and that no score of a check that is not there is made up.

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use tickmark_openssf_scorecard::OpenssfScorecard;
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Outcome, Report};

type Judgement = Result<(), Failed>;

const SCORES: &str = "reports-scorecard/files/pkg/scorecard/testdata/";
const CRON: &str = "reports-scorecard/files/cron/internal/format/testdata/";

fn main() {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let trial = |name: &str, judge: fn(&Path) -> Judgement| {
        let corpus = corpus.clone();
        Trial::test(name, move || corpus.as_deref().map_or(Ok(()), judge))
            .with_ignored_flag(std::env::var_os("TICKMARK_CORPUS").is_none())
    };
    let trials = vec![
        trial("results with a time", |corpus| {
            let files = [
                "check1",
                "check1_annotations",
                "check2",
                "check3",
                "check4",
                "check5",
                "check6",
            ];
            files
                .iter()
                .try_for_each(|file| dated(corpus, &format!("{SCORES}{file}.json"), "2023-03-02"))
        }),
        trial("results with a day", |corpus| {
            let files = ["check1", "check2", "check3", "check4", "check5", "check6"];
            files
                .iter()
                .try_for_each(|file| dated(corpus, &format!("{CRON}{file}.json"), "2021-08-25"))
        }),
        trial("probes are no scores", |corpus| {
            let report = judge(corpus, &format!("{SCORES}probe1.json"))?;
            open(&report, "results-recent")
        }),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn judge(corpus: &Path, file: &str) -> Result<Report, Failed> {
    let evidence = MemoryEvidence::new().file("results", file, std::fs::read(corpus.join(file))?);
    run::<OpenssfScorecard>("{}", "2026-11-22", &evidence)
        .map_err(|failure| format!("{failure:?}").into())
}

fn dated(corpus: &Path, file: &str, day: &str) -> Judgement {
    let report = judge(corpus, file)?;
    open(&report, "changes-reviewed")?;
    match report.about("results-recent", "org/name").as_slice() {
        [finding]
            if finding.outcome == Outcome::Fail && finding.occurred.as_deref() == Some(day) =>
        {
            Ok(())
        }
        other => Err(format!("{file}: {other:#?}").into()),
    }
}

fn open(report: &Report, control: &str) -> Judgement {
    let outcomes = report.outcomes(control);
    if !outcomes.is_empty()
        && outcomes
            .iter()
            .all(|(_, outcome)| *outcome == Outcome::Inconclusive)
    {
        Ok(())
    } else {
        Err(format!("{control}: {outcomes:?}").into())
    }
}

//! Recorded exchanges with the API: a branch without protection, then with bare protection, then with
//! reviews and a check that bind administrators.

use std::path::Path;

use tickmark_plugin::Outcome::{Fail, Pass};
use tickmark_plugin::reexport::serde_json::{self, Value, json};

use crate::{Judgement, hold, run_on};

pub(crate) const FOLDER: &str =
    "github-octokit-fixtures/files/scenarios/api.github.com/branch-protection";

pub(crate) const FILES: [&str; 2] = ["normalized-fixture.json", "raw-fixture.json"];

pub(crate) fn judge(path: &Path) -> Judgement {
    let exchanges: Vec<Value> = serde_json::from_slice(&std::fs::read(path)?)?;
    let answers: Vec<(&str, &Value)> = exchanges
        .iter()
        .filter_map(|exchange| {
            let address = exchange["path"].as_str()?.strip_prefix("/repos/")?;
            let answered = matches!(exchange["status"].as_u64(), Some(200 | 404));
            (answered && address.ends_with("/branches/main/protection"))
                .then_some((address, &exchange["response"]))
        })
        .collect();
    let expected = [
        // `Branch not protected`.
        [Fail; 11],
        // Nothing is ticked, so only force pushes and deletion are blocked.
        [
            Fail, Fail, Fail, Fail, Fail, Fail, Fail, Pass, Pass, Fail, Fail,
        ],
        // One approval, stale ones dismissed; one check; administrators are bound.
        [
            Pass, Fail, Pass, Fail, Fail, Pass, Pass, Pass, Pass, Fail, Fail,
        ],
    ];
    if answers.len() != expected.len() {
        return Err(format!("{} answers, not {}", answers.len(), expected.len()).into());
    }
    for ((address, answer), outcomes) in answers.into_iter().zip(&expected) {
        let place = format!("github/{address}.json");
        let rules = place.replace("protection.json", "rules.json");
        let report = run_on(
            &json!({}),
            &[(&place, answer.to_string().as_bytes()), (&rules, b"[]")],
        )?;
        let (repository, _) = address
            .split_once("/branches/")
            .ok_or("the address names no branch")?;
        hold(&report, &format!("{repository}:main"), outcomes)?;
    }
    Ok(())
}

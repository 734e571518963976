//! Damaged evidence, and what no plugin may make of it.

use std::collections::BTreeSet;

use super::{MemoryEvidence, run};
use crate::{Outcome, Plugin, Report};

/// Holds a plugin to what its good evidence shows, when one file after the other is damaged: no panic, and
/// nothing passes that did not pass before. An empty file leaves something inconclusive. Where all files
/// are empty or of another format nothing passes, and no population is said to be empty.
///
/// `may_differ` tells of an input and the name of a version (see [`damaged`]) that the passes may be about
/// something else: a list that ends in the middle of a name names another subject.
///
/// # Panics
///
/// Where the plugin says more than the damaged evidence shows.
pub fn hold_damage<P: Plugin>(
    config: &str,
    as_of: &str,
    good: &MemoryEvidence,
    may_differ: impl Fn(&str, &str) -> bool,
) {
    let examine = |evidence: &MemoryEvidence| match run::<P>(config, as_of, evidence) {
        Ok(report) => report,
        Err(failure) => panic!("the plugin refuses damaged evidence: {failure:?}"),
    };
    let known = examine(good).passes();
    assert!(!known.is_empty(), "the good evidence shows nothing");
    for (input, path) in good.paths() {
        for (version, content) in damaged(good.content(path)) {
            let report = examine(&good.clone().replaced(path, content));
            let more: Vec<_> = report.passes().difference(&known).cloned().collect();
            assert!(
                more.is_empty() || may_differ(input, &version),
                "{path}, {version}: {more:?}"
            );
            assert!(
                version != "empty" || report.of_outcome(Outcome::Inconclusive).next().is_some(),
                "{path} is empty, and nothing is inconclusive"
            );
        }
    }
    for content in ["", "\0", "<html></html>", "{}", "[", "a,b\n1,2\n"] {
        let evidence = good.paths().fold(good.clone(), |evidence, (_, path)| {
            evidence.replaced(path, content)
        });
        let report = examine(&evidence);
        assert!(report.passes().is_empty(), "{content:?}");
        let mut populations = report.populations.iter();
        assert!(
            populations.all(|population| population.size > 0),
            "{content:?}"
        );
    }
}

/// Damaged versions of a file, each with a name: empty, cut off at many places, in other encodings,
/// binary. A plugin must survive each of them, and none may make it say more than it can know.
pub fn damaged(sample: &[u8]) -> Vec<(String, Vec<u8>)> {
    const CUTS: usize = 40;
    let mut versions = vec![
        ("empty".to_owned(), Vec::new()),
        ("one zero byte".to_owned(), vec![0]),
        (
            "all bytes".to_owned(),
            (0..=255).cycle().take(4096).collect(),
        ),
        (
            "UTF-16".to_owned(),
            [0xff, 0xfe]
                .into_iter()
                .chain(sample.iter().flat_map(|&byte| [byte, 0]))
                .collect(),
        ),
        (
            "Latin-1 inside".to_owned(),
            [
                &sample[..sample.len() / 2],
                b"\xe4\xf6\xfc",
                &sample[sample.len() / 2..],
            ]
            .concat(),
        ),
        (
            "zero bytes inside".to_owned(),
            [
                &sample[..sample.len() / 2],
                b"\0\0",
                &sample[sample.len() / 2..],
            ]
            .concat(),
        ),
        ("twice".to_owned(), sample.repeat(2)),
    ];
    for cut in 1..CUTS {
        let length = sample.len() * cut / CUTS;
        versions.push((
            format!("cut after {length} bytes"),
            sample[..length].to_vec(),
        ));
    }
    versions
}

impl Report {
    /// What passes: control and subject.
    pub fn passes(&self) -> BTreeSet<(String, String)> {
        self.of_outcome(Outcome::Pass).collect()
    }

    fn of_outcome(&self, outcome: Outcome) -> impl Iterator<Item = (String, String)> + '_ {
        self.findings
            .iter()
            .filter(move |finding| finding.outcome == outcome)
            .map(|finding| (finding.control.clone(), finding.subject.clone()))
    }
}

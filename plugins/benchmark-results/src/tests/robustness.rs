use std::collections::BTreeSet;

use tickmark_plugin::testing::damaged;

use super::*;

const GOOD: [(&str, &str, &[u8]); 4] = [
    (
        "prowler",
        "p.ocsf.json",
        include_bytes!(
            "../../cases/good/evidence/prowler/prowler-output-731204558890-20261119031244.ocsf.json"
        ),
    ),
    (
        "hdf",
        "h.json",
        include_bytes!("../../cases/good/evidence/inspec/portal-db-1.json"),
    ),
    (
        "kube-bench",
        "k.json",
        include_bytes!("../../cases/good/evidence/kube-bench/portal/ip-10-4-1-20.json"),
    ),
    (
        "xccdf",
        "x.xml",
        include_bytes!("../../cases/good/evidence/scap/portal-web-1.arf.xml"),
    ),
];

fn passes(report: &Report) -> BTreeSet<(&str, &str)> {
    report
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Pass)
        .map(|finding| (finding.control.as_str(), finding.subject.as_str()))
        .collect()
}

#[test]
fn damage_never_shows_more() {
    for (input, path, content) in GOOD {
        let whole = run::<BenchmarkResults>(
            "{}",
            AS_OF,
            &MemoryEvidence::new().collected(input, path, COLLECTED, content),
        )
        .unwrap();
        for (name, damaged) in damaged(content) {
            let evidence = MemoryEvidence::new().collected(input, path, COLLECTED, damaged.clone());
            let report = run::<BenchmarkResults>("{}", AS_OF, &evidence).unwrap();
            assert!(
                passes(&report).is_subset(&passes(&whole)),
                "{input}, {name}"
            );
            if damaged.trim_ascii() != content.trim_ascii() {
                let open: BTreeSet<&str> = report
                    .findings
                    .iter()
                    .filter(|finding| finding.outcome == Outcome::Inconclusive)
                    .map(|finding| finding.control.as_str())
                    .collect();
                for control in [
                    "failed-checks-fixed",
                    "scan-recent",
                    "scan-complete",
                    "exceptions-justified",
                ] {
                    assert!(
                        open.contains(control),
                        "{input}, {name}: {control} is not open"
                    );
                }
            }
        }
    }
}

#[test]
fn each_format_given_as_another_passes_nothing() {
    for (input, _, _) in GOOD {
        for (other, path, content) in GOOD {
            if input != other {
                let evidence = MemoryEvidence::new().collected(input, path, COLLECTED, content);
                let report = run::<BenchmarkResults>("{}", AS_OF, &evidence).unwrap();
                assert!(
                    passes(&report).is_empty(),
                    "{other} as {input}: {:?}",
                    passes(&report)
                );
            }
        }
    }
}

#[test]
fn long_values_are_cut() {
    let long = "x".repeat(100_000);
    let content = String::from_utf8(GOOD[0].2.to_vec())
        .unwrap()
        .replace("birchwood-letters", &long);
    let report = judge_with("{}", &[("prowler", "a.ocsf.json", &content)]);
    for finding in &report.findings {
        assert!(
            finding.subject.chars().count() <= 400,
            "{}",
            finding.subject.len()
        );
        assert!(finding.actual.chars().count() <= 400);
        assert!(finding.expected.chars().count() <= 300);
    }
}

#[test]
fn deep_nesting_is_survived() {
    for content in [
        "[".repeat(200_000),
        "[{\"a\":".repeat(100_000),
        format!("[{{\"a\":{}}}]", "[".repeat(100_000)),
    ] {
        for input in ["prowler", "hdf", "kube-bench"] {
            let report = judge_with("{}", &[(input, "a.json", &content)]);
            assert!(passes(&report).is_empty());
        }
    }
}

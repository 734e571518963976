//! Agreement with what OpenSSL and pyca/cryptography read in the certificates of a public test site.
//!
//! The corpus is found through the environment variable `TICKMARK_CORPUS`; without it every trial is
//! skipped by name.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Finding, Outcome, Report};
use tickmark_x509_certificates::X509Certificates;

const FILES: &str = "x509-badssl/files";
const EXPECTED: &str = "x509-badssl/expected/x509.json";
/// The day for which the tools were asked.
const AS_OF: &str = "2026-11-22";

/// Leaves that no mark shows to be of a public authority, so that a leaf alone stays open. The tools
/// say nothing about it: a matter of definition.
const OPEN: [&str; 4] = [
    "chain/fallback.pem",
    "chain/subdomain-dsdtestprovider.pem",
    "chain/subdomain-edellroot.pem",
    "chain/subdomain-superfish.pem",
];

type Test = fn(&str, &Report, &[Value]) -> Result<(), Failed>;

fn main() -> ExitCode {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let tests: [(&str, Test); 5] = [
        ("when certificates end", ends),
        ("keys", keys),
        ("signature algorithms", signatures),
        ("who follows whom", order),
        ("alternative names", names),
    ];
    let trials = tests
        .into_iter()
        .map(|(name, test)| {
            let folder = corpus.clone();
            Trial::test(format!("{FILES}: {name}"), move || {
                folder
                    .as_deref()
                    .map_or(Ok(()), |folder| every_file(folder, test))
            })
            .with_ignored_flag(corpus.is_none())
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn every_file(corpus: &Path, test: Test) -> Result<(), Failed> {
    let told: Value = serde_json::from_slice(&read(&corpus.join(EXPECTED))?)?;
    let told = told.as_object().ok_or("no object")?;
    check(told.len() >= 30, || format!("only {} files", told.len()))?;
    for (file, answer) in told {
        let content = read(&corpus.join(FILES).join(file))?;
        let evidence = MemoryEvidence::new().file("certificates", file, content);
        let report = run::<X509Certificates>("{}", AS_OF, &evidence)
            .map_err(|failure| format!("{file}: {failure:?}"))?;
        let certificates = answer["certificates"].as_array().ok_or("no array")?;
        let count = report.tallies[0].records;
        check(count == certificates.len() as u64, || {
            format!("{file}: {count} certificates")
        })?;
        test(file, &report, certificates)?;
    }
    Ok(())
}

fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), Failed> {
    if holds {
        Ok(())
    } else {
        Err(otherwise().into())
    }
}

fn text<'a>(certificate: &'a Value, field: &str) -> &'a str {
    certificate[field].as_str().unwrap_or_default()
}

/// The findings of a control in the order of the certificates.
fn findings<'a>(report: &'a Report, control: &str) -> Vec<&'a Finding> {
    let all = report.findings.iter();
    all.filter(|finding| finding.control == control).collect()
}

/// Compares for each certificate the deciding value's beginning and the outcome.
fn each(
    file: &str,
    report: &Report,
    control: &str,
    certificates: &[Value],
    expected: impl Fn(&Value) -> (String, Outcome),
) -> Result<(), Failed> {
    let findings = findings(report, control);
    check(findings.len() == certificates.len(), || {
        format!("{file}: {} findings", findings.len())
    })?;
    for (finding, certificate) in findings.into_iter().zip(certificates) {
        let (actual, outcome) = expected(certificate);
        let agrees = finding.actual.starts_with(&actual) && finding.outcome == outcome;
        check(agrees, || {
            format!("{file}: expected {outcome:?} `{actual}`, got {finding:?}")
        })?;
    }
    Ok(())
}

fn ends(file: &str, report: &Report, certificates: &[Value]) -> Result<(), Failed> {
    each(file, report, "certificates-current", certificates, |told| {
        let day = text(told, "not_after").get(..10).unwrap_or_default();
        if told["expired_on_2026_11_22"] == Value::Bool(true) {
            (format!("expired on {day}"), Outcome::Fail)
        } else {
            let left = told["days_left_on_2026_11_22"].as_i64();
            let enough = left.is_some_and(|days| days >= 30);
            let outcome = if enough { Outcome::Pass } else { Outcome::Fail };
            (format!("valid until {day}"), outcome)
        }
    })
}

fn keys(file: &str, report: &Report, certificates: &[Value]) -> Result<(), Failed> {
    each(file, report, "key-strength", certificates, |told| {
        let key = text(told, "key");
        let (shown, strong) = match key.split_once('-') {
            Some(("RSA", bits)) => (
                format!("RSA, {bits} bits"),
                bits.parse::<u32>().is_ok_and(|bits| bits >= 2048),
            ),
            Some(("EC", "secp256r1")) => ("EC P-256".to_owned(), true),
            Some(("EC", "secp384r1")) => ("EC P-384".to_owned(), true),
            _ => (format!("not expected here: {key}"), false),
        };
        let outcome = if strong { Outcome::Pass } else { Outcome::Fail };
        (shown, outcome)
    })
}

fn signatures(file: &str, report: &Report, certificates: &[Value]) -> Result<(), Failed> {
    each(file, report, "signature-algorithm", certificates, |told| {
        let (shown, outcome) = match text(told, "sig") {
            "sha1WithRSAEncryption" => ("SHA-1 with RSA", Outcome::Fail),
            "sha256WithRSAEncryption" => ("SHA-256 with RSA", Outcome::Pass),
            "sha384WithRSAEncryption" => ("SHA-384 with RSA", Outcome::Pass),
            "sha512WithRSAEncryption" => ("SHA-512 with RSA", Outcome::Pass),
            "ecdsa-with-SHA256" => ("SHA-256 with ECDSA", Outcome::Pass),
            "ecdsa-with-SHA384" => ("SHA-384 with ECDSA", Outcome::Pass),
            other => (other, Outcome::Inconclusive),
        };
        (shown.to_owned(), outcome)
    })
}

fn order(file: &str, report: &Report, certificates: &[Value]) -> Result<(), Failed> {
    let found = findings(report, "chain-in-order");
    let [finding] = found.as_slice() else {
        return Err(format!("{file}: {found:?}").into());
    };
    let follows = certificates
        .windows(2)
        .all(|pair| pair[0]["issuer"] == pair[1]["subject"]);
    let expected = if certificates[0]["self_signed"] == Value::Bool(true) || !follows {
        Outcome::Fail
    } else if certificates.len() > 1 {
        Outcome::Pass
    } else if OPEN.iter().any(|open| file.ends_with(open)) {
        Outcome::Inconclusive
    } else {
        Outcome::Fail
    };
    check(finding.outcome == expected, || {
        format!("{file}: expected {expected:?}, got {finding:?}")
    })
}

fn names(file: &str, report: &Report, certificates: &[Value]) -> Result<(), Failed> {
    let first = certificates.get(..1).unwrap_or_default();
    each(
        file,
        report,
        "alternative-names",
        first,
        |told| match told["san"].get(0).and_then(Value::as_str) {
            Some(name) => (name.to_lowercase(), Outcome::Pass),
            None => ("no alternative names".to_owned(), Outcome::Fail),
        },
    )
}

//! Real files and what came with them: `sshd -T` of Debian 12, and ssh-audit's view of servers.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use tickmark_plugin::Outcome;
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_sshd_config::SshdConfig;
use tickmark_sshd_config::effective::{Version, effective_configuration};

use crate::compare;

/// A real file, and what `sshd -T` answered for it.
const ANSWERED: [(&str, &str, &str); 3] = [
    (
        "debian12-default",
        "files/sshd_config",
        "expected/files_sshd_config.sshd-T.txt",
    ),
    (
        "Azure+sonic-openssh",
        "files/sshd_config",
        "expected/files_sshd_config.sshd-T.txt",
    ),
    (
        "dev-sec",
        "rendered/sshd_config",
        "expected/rendered_sshd_config.sshd-T.txt",
    ),
];

/// The keywords of these answers that cannot be compared; `compare` says why. All others must be.
const NOT_COMPARED: [&str; 12] = [
    "gssapicleanupcredentials",
    "gssapikexalgorithms",
    "gssapistorecredentialsonrekey",
    "gssapistrictacceptorcheck",
    "hostkey",
    "ipqos",
    "kerberosorlocalpasswd",
    "kerberosticketcleanup",
    "listenaddress",
    "modulifile",
    "pidfile",
    "xauthlocation",
];

/// All of them were made by this release.
const RELEASE: Version = Version::new(9, 2);

pub(crate) fn trials() -> Vec<Trial> {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(|path| PathBuf::from(path).join("sshd"));
    let skipped = corpus.is_none();
    let corpus = corpus.unwrap_or_default();
    let mut trials = Vec::new();
    for (folder, file, expected) in ANSWERED {
        let folder_path = corpus.join(folder);
        trials.push(Trial::test(
            format!("{folder} reads as sshd -T reads it"),
            move || effective(&folder_path.join(file), &folder_path.join(expected)),
        ));
        let folder_path = corpus.join(folder);
        trials.push(Trial::test(
            format!("{folder} is judged alike from its file and from sshd -T"),
            move || judged_alike(&folder_path.join(file), &folder_path.join(expected)),
        ));
    }
    let audit = corpus.join("ssh-audit-results/files/test/docker/expected_results");
    let path = audit.clone();
    trials.push(Trial::test(
        "OpenSSH 8.0 offers by default what ssh-audit saw",
        move || offers_by_default(&path.join("openssh_8.0p1_test1.json")),
    ));
    trials.push(Trial::test(
        "weak algorithms are those that ssh-audit fails",
        move || graded_like_ssh_audit(&audit),
    ));
    trials
        .into_iter()
        .map(|trial| trial.with_ignored_flag(skipped))
        .collect()
}

fn effective(file: &Path, expected: &Path) -> Result<(), Failed> {
    let content = fs::read(file)?;
    let files = [("etc/ssh/sshd_config", content.as_slice())];
    let ours = effective_configuration(files, "etc/ssh/sshd_config", RELEASE, None)
        .map_err(|problems| problems.join("\n"))?;
    let theirs = compare::parse(&fs::read_to_string(expected)?);
    let comparison = compare::compare(RELEASE, &ours, &theirs);
    if !comparison.differences.is_empty() {
        return Err(comparison.differences.join("\n").into());
    }
    if !comparison.left.iter().eq(&NOT_COMPARED) {
        return Err(format!("not compared: {:?}", comparison.left).into());
    }
    if comparison.alike + NOT_COMPARED.len() != theirs.len() {
        return Err(format!("only {} keywords were compared", comparison.alike).into());
    }
    Ok(())
}

/// The file with its release and nothing hidden, and the output of `sshd -T`, must give the same
/// outcome for the server under every control.
fn judged_alike(file: &Path, dump: &Path) -> Result<(), Failed> {
    let from_file = outcomes(
        r#"{"openssh-version": "9.2", "includes-complete": true}"#,
        "h/etc/ssh/sshd_config",
        &fs::read(file)?,
        "h",
    )?;
    let from_dump = outcomes(
        r#"{"openssh-version": "9.2", "no-match-blocks": true}"#,
        "h/sshd-T.txt",
        &fs::read(dump)?,
        "h/sshd-T.txt",
    )?;
    if from_file.len() < 15 || from_file != from_dump {
        return Err(format!("{from_file:?}\n{from_dump:?}").into());
    }
    Ok(())
}

fn outcomes(
    config: &str,
    path: &str,
    content: &[u8],
    subject: &str,
) -> Result<Vec<(String, Outcome)>, Failed> {
    let evidence = MemoryEvidence::new().file("server-config", path, content);
    let report = run::<SshdConfig>(config, "2026-11-22", &evidence)
        .map_err(|failure| format!("{failure:?}"))?;
    let mut outcomes: Vec<(String, Outcome)> = report
        .findings
        .iter()
        .filter(|finding| finding.subject == subject)
        .map(|finding| (finding.control.clone(), finding.outcome))
        .collect();
    outcomes.sort();
    Ok(outcomes)
}

fn algorithms<'a>(results: &'a Value, kind: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let list = results[kind].as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .filter_map(|entry| Some((entry["algorithm"].as_str()?, &entry["notes"])))
}

fn offers_by_default(results: &Path) -> Result<(), Failed> {
    let results: Value = serde_json::from_slice(&fs::read(results)?)?;
    let release = Version::new(8, 0);
    let files = [("sshd_config", &b""[..])];
    let ours = effective_configuration(files, "sshd_config", release, None)
        .map_err(|problems| problems.join("\n"))?;
    for (kind, keyword) in [
        ("kex", "kexalgorithms"),
        ("enc", "ciphers"),
        ("mac", "macs"),
    ] {
        let theirs: Vec<&str> = algorithms(&results, kind).map(|(name, _)| name).collect();
        if ours[keyword] != [theirs.join(",")] {
            return Err(format!("{keyword}: {:?} here, {theirs:?} there", ours[keyword]).into());
        }
    }
    Ok(())
}

/// Reasons for which ssh-audit lowers an algorithm and this plugin does not, with the start of the
/// algorithms' names: RFC 9142 recommends the NIST curves and allows group 14 with SHA-256, which
/// groups a server has in its moduli file no configuration shows, releases before 8.5 have no defence
/// against quantum computers, and the Terrapin attack is answered by the strict key exchange and not
/// by the cipher.
const OTHER_REASONS: [(&str, &str); 7] = [
    ("suspected as being backdoored", "ec"),
    ("weak random number generator", "ecdsa-"),
    (
        "small 1024-bit modulus",
        "diffie-hellman-group-exchange-sha256",
    ),
    (
        "112-bits of symmetric strength",
        "diffie-hellman-group14-sha256",
    ),
    ("post-quantum", ""),
    ("Terrapin", "chacha20-"),
    ("encrypt-and-MAC", ""),
];

fn graded_like_ssh_audit(folder: &Path) -> Result<(), Failed> {
    let mut compared = 0;
    let mut differences = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with("openssh_") || name.contains("policy") {
            continue;
        }
        let results: Value = serde_json::from_slice(&fs::read(&path)?)?;
        for (kind, keyword, control) in [
            ("kex", "KexAlgorithms", "strong-key-exchange"),
            ("enc", "Ciphers", "strong-ciphers"),
            ("mac", "MACs", "strong-macs"),
            ("key", "HostKeyAlgorithms", "strong-host-keys"),
        ] {
            for (algorithm, notes) in algorithms(&results, kind) {
                let reasons = ["fail", "warn"]
                    .iter()
                    .filter_map(|level| notes[level].as_array())
                    .flatten()
                    .filter_map(Value::as_str)
                    .filter(|reason| {
                        !OTHER_REASONS.iter().any(|(other, start)| {
                            reason.contains(other) && algorithm.starts_with(start)
                        })
                    });
                let theirs = if reasons.count() > 0 {
                    Outcome::Fail
                } else {
                    Outcome::Pass
                };
                let line = format!("{keyword} {algorithm}\n");
                let found = outcomes("{}", "h/etc/ssh/sshd_config", line.as_bytes(), "h")?;
                let ours = found.iter().find(|(own, _)| own == control);
                compared += 1;
                if ours.map(|(_, outcome)| *outcome) != Some(theirs) {
                    differences.push(format!("{name}: {algorithm}: {ours:?}, not {theirs:?}"));
                }
            }
        }
    }
    if compared < 100 {
        return Err(format!("only {compared} algorithms were compared").into());
    }
    if !differences.is_empty() {
        return Err(differences.join("\n").into());
    }
    Ok(())
}

//! Lines that sshd refuses, and damaged and hostile files.

use tickmark_plugin::testing::damaged;

use super::*;
use Outcome::{Inconclusive, Pass};

fn judge_bytes(path: &str, content: Vec<u8>) -> Report {
    let evidence = MemoryEvidence::new().file("server-config", path, content);
    run::<SshdConfig>("{}", "2026-11-22", &evidence).unwrap()
}

fn all_pass(report: &Report) -> bool {
    report
        .findings
        .iter()
        .all(|finding| finding.outcome == Pass)
}

#[test]
fn a_line_that_sshd_refuses_is_inconclusive_everywhere_and_the_rest_is_judged() {
    for (line, message) in [
        (
            "PasswordAuthentification no",
            "sshd knows no keyword `PasswordAuthentification`",
        ),
        ("Banner", "`Banner` has no argument"),
        ("MaxSessions many", "MaxSessions: `many` is not a number"),
        ("MaxSessions 3 4", "MaxSessions: too many arguments"),
        ("UseDNS maybe", "UseDNS: `maybe` is none of yes, no"),
        ("Match User", "Match: the criterion User lacks its argument"),
        ("\"Port 22", "a quote around its keyword is not closed"),
        (
            "Ciphers rot13",
            "Ciphers: sshd knows no algorithm `rot13` here",
        ),
        ("Include", "`Include` has no argument"),
    ] {
        let report = judge_main(&format!("{STRICT}{line}\n"));
        for control in CONTROLS {
            let findings = report.about(control, HOST);
            assert_eq!(findings.len(), 2, "{line} under {control}");
            assert_eq!(findings[0].outcome, Pass, "{line} under {control}");
            assert_eq!(findings[1].outcome, Inconclusive);
            assert!(
                findings[1].actual.contains(message),
                "{}",
                findings[1].actual
            );
            assert_eq!(findings[1].locations[0].line, Some(32));
        }
    }
}

#[test]
fn many_refused_lines_are_counted() {
    let report = judge_main(&format!("{STRICT}{}", "Nonsense 1\n".repeat(50)));
    let findings = report.about("strict-modes", HOST);
    assert_eq!(findings.len(), 22);
    assert_eq!(
        findings[21].actual,
        "30 further lines that sshd would refuse"
    );
}

#[test]
fn damaged_files_are_survived() {
    // The last line matters: cut off, it leaves a default that fails.
    let text = strict_but("PermitRootLogin no");
    for (name, bytes) in damaged(text.as_bytes()) {
        // Twice the same lines say the same.
        let harmless = name == "twice";
        let report = judge_bytes(MAIN, bytes);
        assert!(!report.findings.is_empty(), "{name}");
        assert_eq!(all_pass(&report), harmless, "{name}");
    }
}

#[test]
fn bytes_that_are_no_text_are_problems_with_their_line() {
    for line in [
        &b"Banner \xff\xfe"[..],
        b"Banner \0",
        b"\xef\xbb\xbfBanner x",
    ] {
        let content = [STRICT.as_bytes(), line, b"\n"].concat();
        let report = judge_bytes(MAIN, content);
        let findings = report.about("strict-modes", HOST);
        assert_eq!(findings.len(), 2, "{line:?}");
        assert_eq!(findings[1].locations[0].line, Some(32));
    }
    let comment = [STRICT.as_bytes(), b"# gr\xfc\xdfe\n"].concat();
    assert!(all_pass(&judge_bytes(MAIN, comment)));
}

#[test]
fn lists_of_any_length_stay_short_in_the_report() {
    let users = "somebody ".repeat(5_000);
    let word = "x".repeat(50_000);
    let report = judge_main(&format!(
        "{STRICT}AllowUsers {users}\n{word} yes\nUseDNS {word}\n"
    ));
    for finding in &report.findings {
        assert!(finding.actual.len() < 5_000, "{}", finding.control);
        assert!(finding.subject.len() <= 1024);
    }
}

#[test]
fn very_many_lines_are_judged_in_time() {
    let lines = "AllowUsers a b c\nSubsystem x /bin/y\n".repeat(20_000);
    assert!(!judge_main(&lines).findings.is_empty());
}

#[test]
fn very_many_blocks_are_judged_in_time() {
    let blocks: Vec<String> = (0..3_000)
        .map(|number| format!("Match Group g{number}\nPasswordAuthentication no\n"))
        .collect();
    let report = judge_main(&format!("{STRICT}{}", blocks.concat()));
    let further = "hosts/web-1 (further pairs of Match blocks)";
    let rest = about(&report, "password-login-disabled", further);
    assert_eq!(rest.outcome, Inconclusive);
}

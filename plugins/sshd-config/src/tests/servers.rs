//! Several servers in one check, files without a server, and no files at all.

use super::*;
use Outcome::{Fail, Inconclusive, Pass};

#[test]
fn each_server_is_judged_by_its_own_files() {
    let report = judge(&[
        ("hosts/a/etc/ssh/sshd_config", "Include sshd_config.d/*\n"),
        ("hosts/a/etc/ssh/sshd_config.d/x.conf", STRICT),
        ("hosts/b/etc/ssh/sshd_config", &strict_but("MaxAuthTries 9")),
        ("exports/c.sshd_config", STRICT),
    ]);
    assert_eq!(
        report.outcomes("max-auth-tries"),
        [
            ("exports/c.sshd_config", Pass),
            ("hosts/a", Pass),
            ("hosts/b", Fail)
        ]
    );
    assert!(report.attributes.is_empty());
    assert_eq!(report.populations[0].size, 3);
}

#[test]
fn a_file_whose_server_was_not_granted_is_inconclusive_under_every_control() {
    let lost = "hosts/b/etc/ssh/sshd_config.d/50-cloud-init.conf";
    for main in [
        MAIN,
        "sshd_config",
        "hosts/sshd_config",
        "etc/ssh/sshd_config",
    ] {
        let report = judge(&[(main, STRICT), (lost, "PasswordAuthentication yes\n")]);
        for control in CONTROLS {
            let finding = about(&report, control, lost);
            assert_eq!(finding.outcome, Inconclusive, "{control} beside {main}");
            assert_eq!(finding.locations[0].path, lost);
        }
    }
}

#[test]
fn a_file_beside_a_server_that_nothing_includes_is_named() {
    let spare = "hosts/web-1/etc/ssh/sshd_config.d/50-spare.conf";
    let report = judge(&[(MAIN, STRICT), (spare, "PermitRootLogin yes\n")]);
    hold_all(&report, Pass);
    assert_eq!(report.attributes.len(), 1);
    assert_eq!(report.attributes[0].key, "not-read-by-sshd");
    assert_eq!(report.attributes[0].value, spare);
}

#[test]
fn no_files_are_no_servers_and_no_statement_about_how_many_there_are() {
    let report = judge(&[]);
    assert!(report.findings.is_empty());
    assert!(report.populations.is_empty());
}

#[test]
fn a_main_file_without_anything_in_it_is_not_taken_for_a_server_on_defaults() {
    for content in ["", "\n", " \r\n\t\n"] {
        let report = judge_main(content);
        for control in CONTROLS {
            let inconclusive = report
                .about(control, HOST)
                .into_iter()
                .filter(|finding| finding.outcome == Inconclusive)
                .any(|finding| finding.actual.contains("empty"));
            assert!(inconclusive, "{control} with {content:?}");
        }
    }
}

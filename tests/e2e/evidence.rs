//! The evidence folder: dates, links, odd files, and what cannot be read.

use crate::support::{Assessment, GOOD_CHECK, GOOD_PROVENANCE, GOOD_REPORT, good};

const CONTROL: &str = "aws-credential-report/console-mfa";
const REPORT: &str = "evidence/aws/credential-report.csv";

/// The good report a month older, collected at a time.
fn dated(collected: &str) -> Assessment {
    let provenance = format!("[[evidence]]\npath = \"aws/*.csv\"\ncollected = {collected}\n");
    let older = GOOD_REPORT
        .replace("2026-10-01", "2026-09-01")
        .replace("2026-11-19", "2026-10-19")
        .replace("2026-11-20", "2026-10-20");
    Assessment::with_config(GOOD_CHECK)
        .file(REPORT, older)
        .file("evidence/evidence.toml", provenance)
}

fn unproven(assessment: &Assessment, code: &str, message: &str) {
    let (exit, outcome) = assessment.check();
    assert_eq!(exit, 2, "{code}");
    assert_eq!(outcome.control(CONTROL), "unproven", "{code}");
    let reasons = outcome.reasons(CONTROL);
    assert_eq!(reasons[0].0, code, "{reasons:?}");
    assert!(reasons[0].1.contains(message), "{reasons:?}");
    assert_eq!(outcome.count("ready"), 0, "{code}");
}

#[test]
fn evidence_in_order_is_ready_and_its_origin_stands_in_the_result() {
    let (exit, outcome) = good().check();
    assert_eq!(exit, 0);
    assert_eq!(outcome.criterion("CC6.1"), "ready");
    let file = &outcome.0["evidence"][0];
    assert_eq!(file["path"], "aws/credential-report.csv");
    assert_eq!(file["size"], GOOD_REPORT.len());
    assert_eq!(
        file["provenance"]["source"],
        "AWS IAM, account 210987654321"
    );
    assert_eq!(file["provenance"]["collected"], "2026-11-20T10:00:00Z");
    let digest = file["sha256"].as_str().unwrap();
    assert_eq!(digest.len(), 64);
}

#[test]
fn the_greatest_age_is_allowed_and_a_day_more_is_stale() {
    // The input allows 30 days; the as-of date is 2026-11-22.
    assert_eq!(dated("2026-10-23T00:00:00Z").check().0, 0);
    unproven(&dated("2026-10-22T23:59:59Z"), "stale-input", "31 days old");
}

#[test]
fn a_collection_date_counts_in_utc() {
    // Two o'clock in the morning in Helsinki is still the day before in UTC.
    unproven(
        &dated("2026-10-23T01:59:59+02:00"),
        "stale-input",
        "31 days old",
    );
    assert_eq!(dated("2026-10-23T02:00:00+02:00").check().0, 0);
}

#[test]
fn evidence_from_after_the_as_of_date_shows_another_state() {
    assert_eq!(dated("2026-11-22T23:59:59Z").check().0, 0);
    unproven(
        &dated("2026-11-23T00:00:00Z"),
        "postdated-input",
        "after the as-of date",
    );
}

#[test]
fn evidence_without_a_date_is_unproven_unless_it_is_accepted_by_name() {
    let undated = Assessment::with_config(GOOD_CHECK).file(REPORT, GOOD_REPORT);
    unproven(&undated, "undated-input", "no known date");
    let accepted = Assessment::with_config(
        "[[check]]\nplugin = \"aws-credential-report\"\naccept-undated = [\"credential-reports\"]\n",
    )
    .file(REPORT, GOOD_REPORT);
    assert_eq!(accepted.check().0, 0);
}

#[test]
fn a_maximum_age_can_be_changed_for_a_check() {
    let strict = Assessment::with_config(
        "[[check]]\nplugin = \"aws-credential-report\"\nmax-age-days = { credential-reports = 1 }\n",
    )
    .file(REPORT, GOOD_REPORT)
    .file("evidence/evidence.toml", GOOD_PROVENANCE);
    unproven(&strict, "stale-input", "2 days old");
}

#[test]
fn a_cut_export_contradicts_its_collector() {
    let assessment = good();
    let cut: Vec<&str> = GOOD_REPORT.lines().take(3).collect();
    assessment.write(REPORT, cut.join("\n"));
    unproven(
        &assessment,
        "incomplete-evidence",
        "states 3 records for `aws/credential-report.csv`, the plugin found 2",
    );
}

#[test]
fn missing_evidence_is_unproven_and_says_what_was_looked_for() {
    let assessment = good();
    assessment.remove(REPORT);
    assessment.remove("evidence/evidence.toml");
    unproven(
        &assessment,
        "missing-input",
        "input `credential-reports` missing (looked for aws/**/credential-report*.csv",
    );
}

#[test]
fn a_directory_where_a_file_is_expected_is_named() {
    let assessment = Assessment::with_config(
        "[[check]]\nplugin = \"aws-credential-report\"\nevidence = { credential-reports = \"aws\" }\n",
    )
    .file(REPORT, GOOD_REPORT)
    .file("evidence/evidence.toml", GOOD_PROVENANCE);
    unproven(
        &assessment,
        "missing-input",
        "`aws` is a directory; write `aws/**`",
    );
}

#[test]
fn content_that_is_not_utf8_is_inconclusive_with_its_line() {
    let assessment = good();
    let mut bytes = GOOD_REPORT.as_bytes().to_vec();
    bytes.extend(b"\xff\xfe\n");
    assessment.write(REPORT, bytes);
    let (exit, outcome) = assessment.check();
    assert_eq!(exit, 2);
    assert_eq!(outcome.control(CONTROL), "unproven");
    let findings = outcome.findings(CONTROL);
    let open = findings
        .iter()
        .find(|finding| finding["outcome"] == "inconclusive")
        .unwrap();
    assert_eq!(open["locations"][0]["line"], 5);
    assert!(
        findings.iter().any(|finding| finding["outcome"] == "pass"),
        "the rest is examined"
    );
}

#[test]
fn removing_evidence_makes_unproven_and_mending_it_makes_ready() {
    let assessment = good();
    let bad = GOOD_REPORT.replace(
        ",true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\nann",
        ",false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\nann",
    );
    assert_ne!(bad, GOOD_REPORT);
    assessment.write(REPORT, bad);
    let (exit, outcome) = assessment.check();
    assert_eq!((exit, outcome.criterion("CC6.1")), (1, "gap"));
    assessment.write(REPORT, GOOD_REPORT);
    let (exit, outcome) = assessment.check();
    assert_eq!((exit, outcome.criterion("CC6.1")), (0, "ready"));
    assessment.remove(REPORT);
    let (exit, outcome) = assessment.check();
    assert_eq!((exit, outcome.criterion("CC6.1")), (2, "unproven"));
}

#[test]
fn a_file_that_was_collected_by_name_and_is_gone_leaves_what_would_read_it_unproven() {
    let entry = GOOD_PROVENANCE.replace("credential-report.csv", "other/credential-report.csv");
    assert_ne!(entry, GOOD_PROVENANCE);
    let entry = entry.replace("items = 3", "items = 2");
    let assessment = Assessment::with_config(
        "[[check]]\nplugin = \"aws-credential-report\"\nevidence = { credential-reports = \"aws/**/credential-report.csv\" }\n",
    )
    .file(REPORT, GOOD_REPORT)
    .file("evidence/evidence.toml", format!("{GOOD_PROVENANCE}{entry}"));
    let (code, outcome) = assessment.check();
    assert_eq!((code, outcome.criterion("CC6.1")), (2, "unproven"));
    let reasons = outcome.reasons("aws-credential-report/console-mfa");
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    let (reason, message) = &reasons[0];
    assert_eq!(reason, "incomplete-evidence");
    assert!(
        message.starts_with("`aws/other/credential-report.csv` is not there, and evidence.toml says that it was collected on 2026-11-20"),
        "{message}"
    );
    // Its entry gone too, nobody has stated that there is such a file.
    assessment.write("evidence/evidence.toml", GOOD_PROVENANCE);
    let (code, outcome) = assessment.check();
    assert_eq!((code, outcome.criterion("CC6.1")), (0, "ready"));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    /// The assessment in order, with something else in the report's place.
    fn instead(place: impl FnOnce(&std::path::Path)) -> Assessment {
        let assessment = good();
        assessment.remove(REPORT);
        place(&assessment.path().join(REPORT));
        assessment
    }

    #[test]
    fn a_link_out_of_the_folder_is_refused() {
        let outside = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(outside.path(), GOOD_REPORT).unwrap();
        let absolute = instead(|path| symlink(outside.path(), path).unwrap());
        unproven(
            &absolute,
            "unreadable-input",
            "leads out of the evidence folder",
        );

        let relative = instead(|path| symlink("../../report.csv", path).unwrap())
            .file("report.csv", GOOD_REPORT);
        unproven(
            &relative,
            "unreadable-input",
            "leads out of the evidence folder",
        );

        let dangling = instead(|path| symlink("nowhere.csv", path).unwrap());
        unproven(
            &dangling,
            "unreadable-input",
            "leads out of the evidence folder or nowhere",
        );

        let around = instead(|path| symlink("credential-report.csv", path).unwrap());
        unproven(
            &around,
            "unreadable-input",
            "leads out of the evidence folder or nowhere",
        );
    }

    #[test]
    fn a_link_inside_the_folder_is_followed() {
        let inside = instead(|path| symlink("exports/today.csv", path).unwrap())
            .file("evidence/aws/exports/today.csv", GOOD_REPORT);
        assert_eq!(inside.check().0, 0);
    }

    #[test]
    fn a_link_to_a_directory_is_not_followed_and_not_passed_over() {
        let elsewhere = tempfile::tempdir().unwrap();
        std::fs::write(elsewhere.path().join("credential-report.csv"), GOOD_REPORT).unwrap();
        let assessment = Assessment::with_config(GOOD_CHECK)
            .file("evidence/x.txt", "")
            .file("other/credential-report.csv", GOOD_REPORT);
        symlink(elsewhere.path(), assessment.path().join("evidence/aws")).unwrap();
        unproven(
            &assessment,
            "unreadable-input",
            "leads out of the evidence folder",
        );
        std::fs::remove_file(assessment.path().join("evidence/aws")).unwrap();
        std::fs::create_dir(assessment.path().join("evidence/real")).unwrap();
        symlink("real", assessment.path().join("evidence/aws")).unwrap();
        unproven(
            &assessment,
            "unreadable-input",
            "a symbolic link to a directory",
        );
    }

    #[test]
    fn a_fifo_does_not_hang_the_host() {
        let fifo = instead(|path| {
            let status = std::process::Command::new("mkfifo")
                .arg(path)
                .status()
                .unwrap();
            assert!(status.success());
        });
        unproven(
            &fifo,
            "unreadable-input",
            "it is a FIFO, expected a regular file",
        );
    }

    #[test]
    fn a_device_is_refused() {
        let device = instead(|path| symlink("/dev/zero", path).unwrap());
        unproven(
            &device,
            "unreadable-input",
            "leads out of the evidence folder",
        );
    }

    #[test]
    fn a_socket_is_refused() {
        let mut listener = None;
        let socket = instead(|path| {
            listener = Some(std::os::unix::net::UnixListener::bind(path).unwrap());
        });
        unproven(
            &socket,
            "unreadable-input",
            "it is a socket, expected a regular file",
        );
    }

    #[test]
    fn a_name_that_is_not_utf8_is_not_passed_over() {
        let assessment = good();
        let name = std::ffi::OsStr::from_bytes(b"credential-report-\xff.csv");
        std::fs::write(assessment.path().join("evidence/aws").join(name), "x").unwrap();
        let (exit, outcome) = assessment.check();
        assert_eq!(exit, 2);
        assert_eq!(outcome.control(CONTROL), "unproven");
        let reasons = outcome.reasons(CONTROL);
        assert_eq!(reasons[0].0, "unreadable-input");
        assert!(
            reasons[0].1.contains("its name is not UTF-8"),
            "{reasons:?}"
        );
    }

    #[test]
    fn a_name_that_acts_on_a_terminal_is_shown_harmless() {
        let assessment = good();
        let name = "credential-report-\u{1b}[2J\u{202e}.csv";
        std::fs::write(assessment.path().join("evidence/aws").join(name), "x").unwrap();
        let answer = assessment.run(&["check", "--all"]);
        assert_eq!(answer.code, 2);
        assert!(!answer.stdout.contains('\u{1b}') && !answer.stdout.contains('\u{202e}'));
        assert!(
            answer.stdout.contains("control or invisible"),
            "{}",
            answer.stdout
        );
    }

    #[test]
    fn a_file_without_permission_is_named() {
        use std::os::unix::fs::PermissionsExt;
        let assessment = good();
        let path = assessment.path().join(REPORT);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
        if std::fs::read(&path).is_ok() {
            // The superuser may read everything, so there is nothing to see.
            return;
        }
        unproven(&assessment, "unreadable-input", "permission denied");
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_with_the_limit_to_raise() {
    let assessment = Assessment::with_config(
        "[[check]]\nplugin = \"aws-credential-report\"\nlimits = { file-mib = 1 }\n",
    )
    .file("evidence/evidence.toml", GOOD_PROVENANCE);
    let row = GOOD_REPORT.lines().nth(2).unwrap();
    let large = format!("{GOOD_REPORT}{}", format!("{row}\n").repeat(8000));
    assert!(large.len() > 1024 * 1024);
    assessment.write(REPORT, large);
    unproven(&assessment, "unreadable-input", "raise `file-mib`");
}

#[test]
fn a_provenance_file_with_a_mistake_stops_the_run_and_shows_the_line() {
    for (text, message) in [
        (
            "[[evidence]]\npath = \"aws/*.csv\"\n",
            "the key `collected` is missing",
        ),
        (
            "[[evidence]]\npath = \"aws/*.csv\"\ncollected = 2026-11-20\n",
            "is not a time with its offset",
        ),
        (
            "[[evidence]]\npath = \"aws/*.csv\"\ncollected = 2026-11-20T10:00:00\n",
            "is not a time with its offset",
        ),
        (
            "[[evidence]]\npath = \"../x\"\ncollected = 2026-11-20T10:00:00Z\n",
            "leads out of the evidence folder",
        ),
        (
            "[[evidence]]\npath = \"aws/*\"\ncollected = 2026-11-20T10:00:00Z\n[[evidence]]\npath = \"**/*.csv\"\ncollected = 2026-11-20T10:00:00Z\n",
            "two entries speak for `aws/credential-report.csv`",
        ),
        (
            "[[evidence]]\npath = \"a\"\ncollected = 2026-11-20T10:00:00Z\nitem = 3\n",
            "unknown key `item`",
        ),
        ("[[evidence\n", "not valid TOML"),
    ] {
        let assessment = good();
        assessment.write("evidence/evidence.toml", text);
        let answer = assessment.run(&["check"]);
        assert_eq!(answer.code, 3, "{message}");
        assert!(
            answer.stderr.contains(message),
            "{message}: {}",
            answer.stderr
        );
        assert!(
            answer.stderr.contains("evidence.toml:"),
            "{}",
            answer.stderr
        );
    }
}

#[test]
fn the_nearest_provenance_file_counts() {
    let assessment = good().file(
        "evidence/aws/evidence.toml",
        "[[evidence]]\npath = \"*.csv\"\ncollected = 2026-01-01T00:00:00Z\n",
    );
    unproven(&assessment, "stale-input", "325 days old");
}

#[test]
fn a_provenance_entry_that_speaks_for_no_file_is_a_warning() {
    let assessment = good();
    let more = format!(
        "{GOOD_PROVENANCE}[[evidence]]\npath = \"gone.csv\"\ncollected = 2026-11-20T10:00:00Z\n"
    );
    assessment.write("evidence/evidence.toml", more);
    let answer = assessment.run(&["check"]);
    assert_eq!(answer.code, 0);
    assert!(
        answer.stderr.contains("this entry speaks for no file"),
        "{}",
        answer.stderr
    );
    assert!(assessment.run(&["check", "--quiet"]).stderr.is_empty());
}

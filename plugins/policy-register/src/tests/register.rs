//! The register, alone and beside documents.

use super::*;

const HEADER: &str = "Policy,ID,Version,Status,Owner,Author,Approved By,Approval Date,\
Last Review Date,Review Frequency,Next Review Date,File";
const CONDUCT: &str = "Code of Conduct,COC-1,1.2,Approved,Jane Doe,Jane Doe,Mary Major,\
2026-03-01,2026-03-01,Annual,2027-03-01,conduct.md";

fn register(rows: &[&str]) -> String {
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

fn both(rows: &[&str], documents: &[(&str, &Document)]) -> Report {
    let documents: Vec<(&str, String)> = documents
        .iter()
        .map(|(path, document)| (*path, document.text()))
        .collect();
    let evidence = evidence(&documents).file("register", "policies/policies.csv", register(rows));
    examine_with("{}", &evidence)
}

const MATCHES: &str = "register-matches-documents";

#[test]
fn a_row_in_order_passes_every_question_and_its_line_is_cited() {
    let report = examine_register(&register(&[CONDUCT]));
    let controls = GENERAL.iter().chain(&["code-of-conduct-in-force"]);
    for control in controls {
        let finding = finding(&report, control, "Code of Conduct");
        assert_eq!(finding.outcome, Outcome::Pass, "{control}: {finding:?}");
        assert_eq!(finding.locations[0].path, "policies/policies.csv");
        assert_eq!(finding.locations[0].line, Some(2));
    }
    assert_eq!(report.tallies[0].records, 1);
    assert_eq!(
        report.outcomes(MATCHES),
        [("policy register", Outcome::NotApplicable)]
    );
}

#[test]
fn each_empty_cell_fails_its_own_question() {
    for (cell, control) in [
        (",Jane Doe,Jane Doe,", "policies-owned"),
        (",1.2,", "policies-versioned"),
        (",Mary Major,", "policies-approved"),
    ] {
        let emptied = match cell {
            ",Jane Doe,Jane Doe," => CONDUCT.replacen(cell, ",,Jane Doe,", 1),
            cell => CONDUCT.replacen(cell, ",-,", 1),
        };
        let report = examine_register(&register(&[&emptied]));
        assert_eq!(
            outcome(&report, control, "Code of Conduct"),
            Outcome::Fail,
            "{emptied}"
        );
    }
}

#[test]
fn a_malformed_row_is_inconclusive_with_its_line_under_every_control() {
    for row in ["Short,row", ",,1.0,Approved,,,,,,,,", "\"Open,x,,,,,,,,,,"] {
        let report = examine_register(&register(&[CONDUCT, row]));
        for control in &report.populations {
            let control = control.control.as_str();
            if control == MATCHES {
                continue;
            }
            let troubled: Vec<&Finding> = report
                .findings
                .iter()
                .filter(|finding| finding.control == control)
                .filter(|finding| finding.outcome == Outcome::Inconclusive)
                .collect();
            let cited = troubled
                .iter()
                .flat_map(|finding| &finding.locations)
                .any(|place| place.line == Some(3));
            assert!(cited, "{row}: {control}");
        }
        assert_eq!(
            outcome(&report, "policies-owned", "Code of Conduct"),
            Outcome::Pass
        );
        assert_eq!(report.tallies[0].records, 2);
    }
}

#[test]
fn rows_without_anything_in_them_are_no_records() {
    let report = examine_register(&register(&[CONDUCT, ",,,,,,,,,,,", " , ,,,,,,,,,,"]));
    assert_eq!(
        report.outcomes("policies-owned"),
        [("Code of Conduct", Outcome::Pass)]
    );
    assert_eq!(report.tallies[0].records, 1);
}

#[test]
fn a_register_that_does_not_name_its_policies_is_no_register() {
    for text in [
        "",
        "Owner,Version\nJane Doe,1\n",
        "a;b;c\nx;y;z\n",
        "Title,Title\na,b\n",
    ] {
        let report = examine_register(text);
        for control in GENERAL {
            assert_eq!(
                report.outcomes(control),
                [("policies/policies.csv", Outcome::Inconclusive)],
                "{text:?}"
            );
        }
        for (control, kind, _) in KIND_CONTROLS {
            assert_eq!(report.outcomes(control), [(kind, Outcome::Inconclusive)]);
        }
    }
}

#[test]
fn an_empty_register_lacks_every_required_policy() {
    let report = examine_register(&register(&[]));
    let required = finding(&report, "required-policies-present", "code-of-conduct");
    assert_eq!(required.outcome, Outcome::Fail);
    assert_eq!(required.actual, "no policy was found at all");
    for control in GENERAL {
        assert!(report.outcomes(control).is_empty());
        let population = report
            .populations
            .iter()
            .find(|population| population.control == control)
            .unwrap();
        assert_eq!(population.size, 0);
        assert_eq!(population.shown_by[0].path, "policies/policies.csv");
    }
}

#[test]
fn a_row_and_a_document_of_one_policy_are_one_policy() {
    let document = Document::new("Code of Conduct").without("approved_by");
    let report = both(&[CONDUCT], &[("policies/conduct.md", &document)]);
    for control in GENERAL {
        assert_eq!(
            report.outcomes(control),
            [("Code of Conduct", Outcome::Pass)]
        );
    }
    let approved = finding(&report, "policies-approved", "Code of Conduct");
    let paths: Vec<&str> = approved
        .locations
        .iter()
        .map(|place| place.path.as_str())
        .collect();
    assert!(paths.contains(&"policies/conduct.md") && paths.contains(&"policies/policies.csv"));
    let matches = finding(&report, MATCHES, "Code of Conduct");
    assert_eq!(matches.outcome, Outcome::Pass);
    assert_eq!(matches.locations.len(), 2);
}

#[test]
fn rows_and_documents_are_tied_by_title_identifier_or_file() {
    for (path, document) in [
        ("policies/a.md", Document::new("code  of Conduct")),
        (
            "policies/a.md",
            Document::new("Our Values").with("id", "coc1"),
        ),
        ("policies/conduct.md", Document::new("Our Values")),
    ] {
        let report = both(&[CONDUCT], &[(path, &document)]);
        assert_eq!(report.outcomes(MATCHES).len(), 1, "{path}");
        assert_eq!(report.outcomes(MATCHES)[0].1, Outcome::Pass, "{path}");
    }
    let elsewhere = Document::new("Our Values");
    let report = both(
        &[CONDUCT],
        &[
            ("policies/a/conduct.md", &elsewhere),
            (
                "policies/b/conduct.md",
                &elsewhere.clone().with("title", "B"),
            ),
        ],
    );
    assert_eq!(
        report.outcomes(MATCHES).len(),
        3,
        "a file name that fits two documents ties neither"
    );
    let similar = Document::new("Our Values");
    let report = both(&[CONDUCT], &[("policies/misconduct.md", &similar)]);
    assert_eq!(
        report.outcomes(MATCHES).len(),
        2,
        "half a file name is no file name"
    );
}

#[test]
fn a_contradiction_fails_the_register_and_leaves_the_value_open() {
    for (field, value, control) in [
        ("owner", "Bob Roe", "policies-owned"),
        ("version", "2.0", "policies-versioned"),
        ("status", "retired", "policies-in-force"),
        ("approved_on", "2026-02-01", "policies-approved"),
        ("approved_by", "Bob Roe", "policies-approved"),
        ("author", "Bob Roe", "policies-approved"),
        ("next_review", "2027-02-01", "policies-reviewed-on-time"),
        ("review_interval", "6 months", "policies-reviewed-on-time"),
        ("last_reviewed", "2026-03-02", "policies-reviewed-on-time"),
    ] {
        let document = Document::new("Code of Conduct").with(field, value);
        let report = both(&[CONDUCT], &[("policies/conduct.md", &document)]);
        let open = finding(&report, control, "Code of Conduct");
        assert_eq!(open.outcome, Outcome::Inconclusive, "{field}: {open:?}");
        assert_eq!(open.locations.len(), 2, "{field}");
        let matches = finding(&report, MATCHES, "Code of Conduct");
        assert_eq!(matches.outcome, Outcome::Fail, "{field}");
        assert!(
            matches.actual.contains(value),
            "{field}: {}",
            matches.actual
        );
    }
}

#[test]
fn different_spellings_of_one_value_are_no_contradiction() {
    for (field, value) in [
        ("owner", "jane.doe@example.com"),
        ("version", "v1.2.0"),
        ("status", "in force"),
        ("approved_on", "1 March 2026"),
        ("review_interval", "365 days"),
    ] {
        let document = Document::new("Code of Conduct").with(field, value);
        let report = both(&[CONDUCT], &[("policies/conduct.md", &document)]);
        assert_eq!(
            outcome(&report, MATCHES, "Code of Conduct"),
            Outcome::Pass,
            "{field}"
        );
    }
    let unsure = Document::new("Code of Conduct").with("owner", "'@sparkle'");
    let report = both(&[CONDUCT], &[("policies/conduct.md", &unsure)]);
    assert_eq!(
        outcome(&report, MATCHES, "Code of Conduct"),
        Outcome::Inconclusive
    );
}

#[test]
fn a_document_without_a_row_fails_and_a_row_without_a_document_is_open() {
    let report = both(
        &[CONDUCT, "Old Policy,,1,Retired,,,,,,,,"],
        &[
            ("policies/a.md", &Document::new("Access Control Policy")),
            (
                "policies/b.md",
                &Document::new("Older Policy").with("status", "retired"),
            ),
        ],
    );
    assert_eq!(
        report.outcomes(MATCHES),
        [
            ("Access Control Policy", Outcome::Fail),
            ("Code of Conduct", Outcome::Inconclusive),
            ("Old Policy", Outcome::NotApplicable),
            ("Older Policy", Outcome::NotApplicable),
        ]
    );
}

#[test]
fn a_broken_register_leaves_open_what_documents_say() {
    let evidence = evidence(&[("policies/a.md", Document::new("Code of Conduct").text())]).file(
        "register",
        "policies/policies.csv",
        "Owner\nJane Doe\n",
    );
    let report = examine_with("{}", &evidence);
    for control in GENERAL.iter().chain(&["code-of-conduct-in-force", MATCHES]) {
        assert_eq!(
            outcome(&report, control, "policies/policies.csv"),
            Outcome::Inconclusive,
            "{control}"
        );
    }
}

#[test]
fn two_rows_of_one_policy_are_two_versions() {
    let old = CONDUCT.replace(",1.2,Approved,", ",1.1,Superseded,");
    let report = examine_register(&register(&[&old, CONDUCT]));
    assert_eq!(
        report.outcomes("policies-in-force"),
        [("Code of Conduct", Outcome::Pass)]
    );
    let twice = examine_register(&register(&[CONDUCT, CONDUCT]));
    assert_eq!(
        twice.outcomes("policies-in-force"),
        [("Code of Conduct", Outcome::Inconclusive)]
    );
}

#[test]
fn the_approval_of_another_version_is_not_the_documents_own() {
    let document = Document::new("Code of Conduct")
        .with("version", "2.0")
        .without("approved_by")
        .without("approved_on")
        .without("last_reviewed");
    let report = both(&[CONDUCT], &[("policies/conduct.md", &document)]);
    for control in [
        "policies-approved",
        "policies-reviewed-on-time",
        "code-of-conduct-in-force",
    ] {
        assert_eq!(
            outcome(&report, control, "Code of Conduct"),
            Outcome::Inconclusive,
            "{control}"
        );
    }
}

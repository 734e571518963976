//! The plugin on the documents that strongdm/comply ships: what it reads must be what they say.
//!
//! The corpus is found through the environment variable `TICKMARK_CORPUS`; without it every trial is
//! skipped by name. The facts below were read off the files by hand; the lines at which the broken
//! headers break are those that `PyYAML` names.

use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Finding, Outcome, Report};
use tickmark_policy_register::PolicyRegister;

const AS_OF: &str = "2026-11-22";
const FOLDER: &str = "policy-strongdm-comply/files";

/// What the headers say: file, name, acronym or id, the line of the only revision (which is of
/// 2018-06-01 wherever there is one), and the required kind that the document is of.
const HEADERS: &str = "
example/policies/access.md          | Access Onboarding and Termination Policy | AOTP        | 9  | access-control
example/policies/application.md     | Application Security Policy              | ASP         | 7  |
example/policies/availability.md    | Availability Policy                      | AP          | 8  |
example/policies/change.md          | System Change Policy                     | SCP         | 8  | change-management
example/policies/classification.md  | Data Classification Policy               | DCP         | 7  | data-classification
example/policies/conduct.md         | Code of Conduct Policy                   | COCP        | 7  | code-of-conduct
example/policies/confidentiality.md | Confidentiality Policy                   | CP          | 8  |
example/policies/continuity.md      | Business Continuity Policy               | BCP         | 7  | business-continuity
example/policies/cyber.md           | Cyber Risk Assessment Policy             | CRP         | 7  | risk-management
example/policies/datacenter.md      | Datacenter Policy                        | DP          | 7  |
example/policies/development.md     | Software Development Lifecycle Policy    | SDLCP       | 7  |
example/policies/disaster.md        | Disaster Recovery Policy                 | DRP         | 8  | business-continuity
example/policies/encryption.md      | Encryption Policy                        | EP          | 7  |
example/policies/incident.md        | Security Incident Response Policy        | SIRP        | 9  | incident-response
example/policies/information.md     | Information Security Policy              | ISP         | 7  | information-security
example/policies/log.md             | Log Management Policy                    | LMP         | 7  |
example/policies/media.md           | Removable Media and Cloud Storage Policy | MCP         | 7  |
example/policies/office.md          | Office Security Policy                   | OSP         | 7  |
example/policies/password.md        | Password Policy                          | PWP         | 7  |
example/policies/policy.md          | Policy Training Policy                   | PTP         | 7  |
example/policies/privacy.md         | Privacy Management Policy                | PMP         | 24 |
example/policies/processing.md      | Processing Integrity Policy              | PIP         | 11 |
example/policies/remote.md          | Remote Access Policy                     | REAP        | 9  |
example/policies/retention.md       | Data Retention Policy                    | RP          | 9  |
example/policies/risk.md            | Risk Assessment Policy                   | RIAP        | 7  | risk-management
example/policies/vendor.md          | Vendor Management Policy                 | VMP         | 7  | vendor-management
example/policies/workstation.md     | Workstation Policy                       | WP          | 7  |
example/narratives/control.md       | Control Environment Narrative            | CEN         | 14 |
example/narratives/organizational.md| Organizational Narrative                 | ON          | 13 |
example/narratives/products.md      | Products and Services Narrative          | PSN         | 4  |
example/narratives/security.md      | Security Architecture Narrative          | SEN         | 10 |
example/narratives/system.md        | System Architecture Narrative            | SAN         | 4  |
example/procedures/offboarding.md   | Offboard User                            | offboard    |    |
example/procedures/onboarding.md    | Onboard New User                         | onboard     |    |
example/procedures/patch.md         | Apply OS patches                         | patch       |    |
example/procedures/workstation.md   | Collect Workstation Details              | workstation |    |
";

/// Headers that are no YAML, with the line at which they break.
const BROKEN: [(&str, u32); 3] = [
    ("fixtures/narratives/invalid-control.md", 5),
    ("fixtures/policies/invalid-access.md", 10),
    ("fixtures/procedures/invalid-workstation.md", 2),
];

/// Files without a header, which by their name are expected to have none.
const PLAIN: [&str; 3] = [
    "example/narratives/README.md",
    "example/policies/README.md",
    "example/procedures/README.md",
];

/// What every policy is asked.
const QUESTIONS: [&str; 5] = [
    "policies-in-force",
    "policies-owned",
    "policies-versioned",
    "policies-approved",
    "policies-reviewed-on-time",
];

/// One line of `HEADERS`.
#[derive(Clone, Copy)]
struct Header {
    file: &'static str,
    name: &'static str,
    acronym: &'static str,
    revision: Option<u32>,
    kind: Option<&'static str>,
}

fn headers() -> impl Iterator<Item = Header> {
    HEADERS.lines().filter_map(|line| {
        let mut cells = line.split('|').map(str::trim);
        Some(Header {
            file: cells.next()?,
            name: cells.next()?,
            acronym: cells.next()?,
            revision: cells.next()?.parse().ok(),
            kind: cells.next().filter(|kind| !kind.is_empty()),
        })
    })
}

type Test = Box<dyn FnOnce(&Path) -> Result<(), Failed> + Send>;

fn main() -> ExitCode {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let skipped = corpus.is_none();
    let folder = corpus.unwrap_or_default().join(FOLDER);
    let mut tests: Vec<(&str, Test)> = vec![("example/policies", Box::new(lacks_one_kind))];
    for header in headers() {
        tests.push((
            header.file,
            Box::new(move |folder| says_what_it_says(folder, header)),
        ));
    }
    for (file, line) in BROKEN {
        tests.push((
            file,
            Box::new(move |folder| breaks_where_it_breaks(folder, file, line)),
        ));
    }
    for file in PLAIN {
        tests.push((file, Box::new(move |folder| is_passed_over(folder, file))));
    }
    let trials = tests
        .into_iter()
        .map(|(name, test)| {
            let folder = folder.clone();
            Trial::test(name, move || test(&folder)).with_ignored_flag(skipped)
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn add(evidence: MemoryEvidence, folder: &Path, file: &str) -> Result<MemoryEvidence, Failed> {
    let path = folder.join(file);
    let content = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(evidence.file("documents", file, content))
}

fn examine(evidence: &MemoryEvidence) -> Result<Report, Failed> {
    run::<PolicyRegister>("{}", AS_OF, evidence)
        .map_err(|failure| format!("the check failed: {failure:?}").into())
}

fn one<'a>(report: &'a Report, control: &str, subject: &str) -> Result<&'a Finding, Failed> {
    match report.about(control, subject).as_slice() {
        [finding] => Ok(finding),
        findings => Err(format!("{control}, {subject}: {} findings", findings.len()).into()),
    }
}

fn expect<T: PartialEq + Debug>(what: &str, actual: &T, expected: &T) -> Result<(), Failed> {
    if actual == expected {
        Ok(())
    } else {
        Err(format!("{what}: expected {expected:?}, got {actual:?}").into())
    }
}

fn says_what_it_says(folder: &Path, header: Header) -> Result<(), Failed> {
    // A row with nothing but the acronym is only tied to the document if both read the same.
    let register = format!("ID\n{}\n", header.acronym);
    let evidence = add(MemoryEvidence::new(), folder, header.file)?;
    let report = examine(&evidence.file("register", "register.csv", register))?;
    let finding = |control: &str| one(&report, control, header.name);
    for (control, outcome) in [
        ("register-matches-documents", Outcome::Pass),
        ("policies-in-force", Outcome::Inconclusive),
        ("policies-owned", Outcome::Fail),
        ("policies-approved", Outcome::Fail),
        ("policies-reviewed-on-time", Outcome::Fail),
    ] {
        expect(control, &finding(control)?.outcome, &outcome)?;
        expect(control, &report.outcomes(control).len(), &1)?;
    }
    let version = finding("policies-versioned")?;
    if header.revision.is_some() {
        let actual = version.actual.as_str();
        expect("version", &version.outcome, &Outcome::Pass)?;
        expect("revision", &actual, &"version of 2018-06-01")?;
        expect("line", &version.locations[0].line, &header.revision)?;
    } else {
        expect("version", &version.outcome, &Outcome::Fail)?;
    }
    // A kind of which there is a policy is open, because comply's header has no status.
    let kinds = report.outcomes("required-policies-present");
    let mut found = kinds
        .into_iter()
        .filter(|(_, outcome)| *outcome == Outcome::Inconclusive)
        .map(|(kind, _)| kind);
    expect("kind", &found.next(), &header.kind)?;
    expect("another kind", &found.next(), &None)
}

fn breaks_where_it_breaks(folder: &Path, file: &str, line: u32) -> Result<(), Failed> {
    let report = examine(&add(MemoryEvidence::new(), folder, file)?)?;
    for question in QUESTIONS {
        let finding = one(&report, question, file)?;
        expect(question, &finding.outcome, &Outcome::Inconclusive)?;
        expect("line", &finding.locations[0].line, &Some(line))?;
        let named = finding
            .actual
            .starts_with("the front matter is not valid YAML");
        expect(&finding.actual, &named, &true)?;
    }
    Ok(())
}

fn is_passed_over(folder: &Path, file: &str) -> Result<(), Failed> {
    let report = examine(&add(MemoryEvidence::new(), folder, file)?)?;
    expect("ignored", &report.attributes[0].value.as_str(), &file)?;
    let shown = report
        .findings
        .iter()
        .any(|finding| finding.outcome != Outcome::Inconclusive);
    expect("shows something", &shown, &false)
}

/// Of the required kinds comply's examples lack a policy on acceptable use, and nothing says that
/// the others are in force.
fn lacks_one_kind(folder: &Path) -> Result<(), Failed> {
    let policies: Vec<Header> = headers()
        .filter(|header| header.file.starts_with("example/policies/"))
        .collect();
    let evidence = policies
        .iter()
        .try_fold(MemoryEvidence::new(), |evidence, header| {
            add(evidence, folder, header.file)
        })?;
    let report = examine(&evidence)?;
    for question in QUESTIONS {
        expect(question, &report.outcomes(question).len(), &policies.len())?;
    }
    for (kind, outcome) in report.outcomes("required-policies-present") {
        let expected = if kind == "acceptable-use" {
            Outcome::Fail
        } else {
            Outcome::Inconclusive
        };
        expect(kind, &outcome, &expected)?;
    }
    expect(
        "continuity plans",
        &report.outcomes("business-continuity-plan-in-force"),
        &vec![
            ("Business Continuity Policy", Outcome::Fail),
            ("Disaster Recovery Policy", Outcome::Fail),
        ],
    )
}

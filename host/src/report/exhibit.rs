//! A result for the reports' tests: every kind of thing occurs in it, and every status.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::date;
use serde_json::Value;

use crate::criteria::{Category, Criterion};
use crate::evidence::Provenance;
use crate::failure::{Failure, FailureKind};
use crate::model::{ControlId, Location, Method, Outcome, Relation};
use crate::plan::{Reason, ReasonCode};
use crate::readiness::*;
use crate::severity::Severity;

fn criterion(id: &str) -> Criterion {
    id.parse().unwrap()
}

fn reason(code: ReasonCode, message: &str) -> Reason {
    Reason {
        code,
        check: "accounts".into(),
        target: Some("prod".into()),
        message: message.into(),
    }
}

fn cited(path: &str) -> CitedFile {
    CitedFile {
        path: path.into(),
        size: 12,
        sha256: "ab".repeat(32),
    }
}

fn control(name: &str, status: &str, serves: &[(&str, Relation)]) -> ControlResult {
    ControlResult {
        id: ControlId::new("accounts", name),
        title: format!("{name} holds"),
        description: "What is examined.".into(),
        severity: Severity::High,
        method: Method::Configuration,
        status: status.into(),
        attestation: None,
        reasons: Vec::new(),
        not_applicable: Vec::new(),
        counts: Counts::default(),
        examined: 2,
        population: Some(3),
        samples: vec!["every second".into()],
        remediation: "Turn it on.\nThen look again.".into(),
        criteria: serves
            .iter()
            .map(|(id, relation)| CriterionEdge {
                criterion: criterion(id),
                relation: *relation,
                rationale: "because".into(),
            })
            .collect(),
    }
}

fn finding(control: &str, subject: &str, outcome: Outcome, waiver: Option<usize>) -> Finding {
    Finding {
        id: format!("{control}-{subject}"),
        control: ControlId::new("accounts", control),
        check: "accounts".into(),
        target: Some("prod".into()),
        subject: subject.into(),
        outcome,
        waiver,
        severity: Severity::Critical,
        severity_reason: Some("it is an administrator".into()),
        expected: "on".into(),
        actual: "off".into(),
        locations: vec![
            Location {
                path: "iam/users.csv".into(),
                line: Some(7),
                column: Some(2),
                pointer: Some("/users/0".into()),
            },
            Location {
                path: "not/read.csv".into(),
                line: None,
                column: None,
                pointer: None,
            },
        ],
        occurred: Some("2026-11-19T10:00:00Z".into()),
        attributes: BTreeMap::from([("manager".into(), "ann".into())]),
    }
}

/// Where the criteria stand on what.
fn standing(id: &str) -> Option<(CriterionStatus, &'static [&'static str])> {
    Some(match id {
        "CC1.1" => (CriterionStatus::Ready, &["passes"]),
        "CC1.2" | "CC1.3" => (CriterionStatus::Ready, &[]),
        "CC6.1" => (CriterionStatus::Gap, &["fails", "waived"]),
        "CC6.2" => (CriterionStatus::Excepted, &["waived"]),
        "CC6.3" => (CriterionStatus::Unproven, &["unproven"]),
        "CC9.1" => (CriterionStatus::NotRelevant, &[]),
        _ => return None,
    })
}

fn criteria() -> Vec<CriterionResult> {
    Criterion::all()
        .map(|id| {
            let beyond = if id.category() == Category::Security {
                CriterionStatus::Unproven
            } else {
                CriterionStatus::OutOfScope
            };
            let (status, controls) = standing(id.id()).unwrap_or((beyond, &[]));
            let basis = match id.id() {
                "CC1.2" => Some((Basis::Attestation, 0)),
                "CC1.3" => Some((Basis::Inheritance, 0)),
                _ => None,
            };
            CriterionResult {
                id,
                category: id.category(),
                title: id.title().into(),
                status,
                reason: format!("{} for a reason", status.name()),
                reasons: match id.id() {
                    "CC6.3" => vec![reason(ReasonCode::MissingInput, "input missing")],
                    _ => Vec::new(),
                },
                severity: (status == CriterionStatus::Gap).then_some(Severity::Critical),
                controls: controls
                    .iter()
                    .map(|name| Edge {
                        control: ControlId::new("accounts", name),
                        relation: Relation::Implements,
                        rationale: "because".into(),
                        status: (*name).into(),
                    })
                    .collect(),
                standings: basis
                    .map(|(basis, index)| Standing {
                        basis,
                        index,
                        holds: true,
                        reason: "it stands".into(),
                    })
                    .into_iter()
                    .collect(),
            }
        })
        .collect()
}

fn controls() -> Vec<ControlResult> {
    use Relation::Implements;
    let fails = [("CC6.1", Implements)];
    let waived = [("CC6.1", Implements), ("CC6.2", Implements)];
    let mut unproven = control("unproven", "unproven", &[("CC6.3", Implements)]);
    unproven.reasons = vec![reason(ReasonCode::MissingInput, "input missing")];
    let mut attested = control("attested", "attested", &[]);
    attested.attestation = Some(1);
    let mut absent = control("absent", "not-applicable", &[]);
    absent.not_applicable = vec![NotApplicable::NoOccurrence];
    vec![
        absent,
        attested,
        control("fails", "fails", &fails),
        control("passes", "passes", &[("CC1.1", Implements)]),
        unproven,
        control("waived", "waived", &waived),
    ]
}

fn waiver(state: WaiverState, concerns: Vec<WaiverConcern>) -> WaiverResult {
    WaiverResult {
        control: "accounts/waived".into(),
        subject: "legacy*".into(),
        reason: "it goes away in March".into(),
        owner: "Ann Owner".into(),
        approved_by: "Bob Approver".into(),
        approved_on: date(2026, 11, 1),
        expires: date(2027, 3, 1),
        ticket: Some("SEC-1".into()),
        state,
        concerns,
        findings: u64::from(state == WaiverState::Used),
    }
}

fn attestations() -> Vec<AttestationResult> {
    let board = AttestationResult {
        criteria: vec![criterion("CC1.2")],
        control: None,
        statement: "The board meets every quarter.".into(),
        owner: "Cai Chair".into(),
        date: date(2026, 10, 1),
        // Beyond what OSCAL's dates reach.
        expires: date(9999, 12, 31),
        evidence: vec![cited("board/minutes.pdf")],
        without_evidence: None,
        state: AttestationState::Current,
        detail: "it is current".into(),
    };
    let expired = AttestationResult {
        criteria: Vec::new(),
        control: Some("accounts/attested".into()),
        evidence: Vec::new(),
        without_evidence: Some("nothing is written down".into()),
        expires: date(2026, 11, 1),
        state: AttestationState::Expired,
        detail: "its day has passed".into(),
        ..board.clone()
    };
    vec![board, expired]
}

fn subservice() -> SubserviceResult {
    SubserviceResult {
        organisation: "Cloud Ltd".into(),
        service: "hosting".into(),
        method: SubserviceMethod::CarveOut,
        criteria: vec![criterion("CC1.3")],
        report_type: "SOC 2 Type 2".into(),
        period: (date(2025, 10, 1), date(2026, 9, 30)),
        report: Some(cited("vendors/report.pdf")),
        bridge_letter: Some(BridgeLetterResult {
            until: date(2026, 12, 31),
            file: Some(cited("vendors/letter.pdf")),
        }),
        covered_until: date(2026, 12, 31),
        state: SubserviceState::Current,
        detail: "the report covers the day".into(),
        user_entity_controls: vec![UserEntityControlResult {
            id: "CUEC-1".into(),
            expectation: "Customers review access.".into(),
            controls: vec!["accounts/passes".into()],
            attestations: vec![0],
            state: AnswerState::Met,
            detail: "it is met".into(),
        }],
    }
}

fn baseline() -> Comparison {
    let change = FindingChange {
        id: "fails-root".into(),
        control: ControlId::new("accounts", "fails"),
        target: Some("prod".into()),
        subject: "root".into(),
        severity: Severity::Critical,
        elsewhere: "absent".into(),
    };
    Comparison {
        as_of: date(2026, 10, 22),
        sha256: "cd".repeat(32),
        known: 1,
        new: vec![change.clone()],
        fixed: vec![change],
        criteria: vec![CriterionChange {
            id: criterion("CC1.1"),
            before: CriterionStatus::Gap,
            now: CriterionStatus::Ready,
        }],
    }
}

fn check() -> CheckResult {
    CheckResult {
        name: "accounts".into(),
        plugin: "accounts".into(),
        config_sha256: "ef".repeat(32),
        disabled: None,
        units: vec![UnitResult {
            target: Some("prod".into()),
            state: "failed".into(),
            failure: Some(Failure::new(FailureKind::Trapped, "it crashed")),
            inputs: vec![InputResult {
                name: "users".into(),
                patterns: vec!["iam/*.csv".into()],
                files: vec!["iam/users.csv".into()],
            }],
            unread: vec!["iam/roles.csv".into()],
        }],
    }
}

fn evidence(path: &str, provenance: Option<Provenance>) -> EvidenceResult {
    EvidenceResult {
        path: path.into(),
        size: 12,
        sha256: "ab".repeat(32),
        provenance,
        read_by: vec!["accounts".into()],
    }
}

/// The result.
pub(crate) fn exhibit() -> AssessmentResult {
    let criteria = criteria();
    let count = |status| {
        let equal = criteria
            .iter()
            .filter(|criterion| criterion.status == status);
        u32::try_from(equal.count()).unwrap()
    };
    let summary = Summary {
        is_ready: false,
        relevant: 32,
        ready: count(CriterionStatus::Ready),
        excepted: count(CriterionStatus::Excepted),
        unproven: count(CriterionStatus::Unproven),
        gap: count(CriterionStatus::Gap),
        not_relevant: count(CriterionStatus::NotRelevant),
        out_of_scope: count(CriterionStatus::OutOfScope),
    };
    AssessmentResult {
        readiness: Readiness {
            version: RESULT_VERSION,
            tool: ToolInfo {
                name: "tickmark".into(),
                version: "0.1.0".into(),
            },
            assessment: AssessmentInfo {
                organisation: Some("Acme".into()),
                system: Some("API".into()),
                kind: 2,
                as_of: date(2026, 11, 22),
                period: Some((date(2026, 6, 1), date(2026, 11, 30))),
                categories: vec![Category::Security],
                config_sha256: Some("01".repeat(32)),
            },
            summary,
            criteria,
            controls: controls(),
            findings: vec![
                finding("fails", "root", Outcome::Fail, None),
                finding("waived", "legacy-1", Outcome::Fail, Some(0)),
                finding("unproven", "ann", Outcome::Inconclusive, None),
                finding("passes", "bob", Outcome::Pass, None),
                finding("absent", "cat", Outcome::NotApplicable, None),
            ],
            checks: vec![check()],
            plugins: vec![PluginResult {
                id: "accounts".into(),
                version: "1.0.0".into(),
                title: "Accounts".into(),
                sha256: "23".repeat(32),
            }],
            evidence: vec![
                evidence("board/minutes.pdf", None),
                evidence(
                    "iam/users.csv",
                    Some(Provenance {
                        collected: "2026-11-20T06:20:00Z".parse().unwrap(),
                        source: Some("IAM".into()),
                        query: Some("list users".into()),
                        collected_by: Some("nightly job".into()),
                    }),
                ),
            ],
            waivers: vec![
                waiver(WaiverState::Used, vec![WaiverConcern::ExpiresSoon]),
                waiver(WaiverState::Expired, vec![WaiverConcern::Expired]),
            ],
            attestations: attestations(),
            subservices: vec![subservice()],
            mapping: vec![MappingNote {
                code: MappingCode::NoRationale,
                criterion: Some("CC6.1".into()),
                control: Some("accounts/fails".into()),
                message: "no rationale".into(),
            }],
            unusable_plugins: vec!["broken.wasm".into()],
            ambiguous_plugins: vec!["twice.wasm".into()],
            unevaluated: vec![reason(ReasonCode::MissingInput, "input missing")],
        },
        gate: GateResult {
            exit_code: 2,
            met: false,
            rules: vec![RuleResult {
                rule: "fail-on".into(),
                held: false,
                detail: "1 control fails".into(),
            }],
            conclusion: "the gate is not met".into(),
        },
        baseline: Some(baseline()),
    }
}

/// The same result with a text in front of every string that may be any string.
pub(crate) fn hostile(text: &str) -> AssessmentResult {
    let mut value = serde_json::to_value(exhibit()).unwrap();
    for pointer in FREE.iter() {
        prepend(text, value.pointer_mut(pointer).unwrap());
    }
    let mut result: AssessmentResult = serde_json::from_value(value).unwrap();
    for finding in &mut result.readiness.findings {
        let attributes = std::mem::take(&mut finding.attributes).into_iter();
        finding.attributes = attributes
            .map(|(key, value)| (format!("{text}{key}"), value))
            .collect();
    }
    result
}

/// The places that may hold any string: a result that holds a strange one there can still be read.
static FREE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let value = serde_json::to_value(exhibit()).unwrap();
    let mut places = Vec::new();
    strings("", &value, &mut places);
    places.retain(|place| {
        let mut changed = value.clone();
        prepend("?", changed.pointer_mut(place).unwrap());
        serde_json::from_value::<AssessmentResult>(changed).is_ok()
    });
    places
});

fn prepend(text: &str, to: &mut Value) {
    *to = format!("{text}{}", to.as_str().unwrap()).into();
}

/// The places of all strings.
fn strings(at: &str, value: &Value, places: &mut Vec<String>) {
    match value {
        Value::String(_) => places.push(at.to_owned()),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                strings(&format!("{at}/{index}"), item, places);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                strings(&format!("{at}/{name}"), field, places);
            }
        }
        _ => {}
    }
}

/// Texts that mean something to some reader.
pub(crate) const HOSTILE: [&str; 16] = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) ![b](http://e.example/c)",
    "# *a* _b_ `c` ~d~ ^e^ | f |\n---\n1. g",
    "{{ insert: param, x }} ${{ secrets.X }}",
    "::error file=a::b\r\n##[error]c",
    "=cmd|'/C calc'!A0;=1+1",
    "+1,\"-1\"\r\n@SUM(A1)\t=2",
    "]]><!-- &amp; &#60; &lt; -->",
    "\u{1b}[31m\u{7}\u{0}\u{9b}0m",
    "\u{202e}\u{2066}\u{200b}\u{feff}\u{85}\u{2028}",
    "   ",
    "\n\n\t ",
    "../../etc/passwd?x=#y%zz:\\",
    "//e.example/x",
    "🦀日本語é\u{a0}",
];

/// A schema from `tests/schemas`.
pub(crate) fn schema(name: &str) -> jsonschema::Validator {
    let path = format!("{}/../tests/schemas/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// Fails with what a schema finds wrong.
pub(crate) fn assert_valid(schema: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> = schema
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

//! What people decided, with its dates and persons held against each other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use regex::Regex;

use super::Resolver;
use crate::config::decision::{Attestation, Subservice, UserEntityControl, Waiver};
use crate::config::document::Origin;
use crate::config::file::{
    AttestationTable, ReportType, SubserviceTable, Texts, UserEntityControlTable, WaiverTable,
};
use crate::criteria::Criterion;
use crate::diagnostic::{Code, nearest};
use crate::evidence::Pattern;

/// The longest a waiver or an attestation may run. Beyond a year nobody remembers why something was
/// accepted or stated.
pub(super) const LONGEST_DAYS: u16 = 366;
/// The shortest text that can be a sentence.
const SENTENCE: usize = 20;

impl Resolver {
    /// `longest`: for how many days a waiver may run.
    pub(super) fn waiver(
        &mut self,
        table: WaiverTable,
        longest: u16,
        origin: &Origin,
    ) -> Option<Waiver> {
        let approved_on = self.date(&table.approved_on, &origin.child("approved-on"))?;
        let expires = self.date(&table.expires, &origin.child("expires"))?;
        let days = crate::date::days_between(approved_on, expires);
        let mut refuse = |key: &str, message: String, help: &str| {
            self.error(&origin.child(key), Code::BadWaiver, message, help);
        };
        if days <= 0 {
            refuse(
                "expires",
                "the waiver expires before it is approved".to_owned(),
                "`expires` is the first day on which the waiver is no longer valid",
            );
        } else if days > i64::from(longest) {
            refuse(
                "expires",
                format!("the waiver runs for {days} days, at most {longest} are allowed"),
                "choose an earlier day and decide again then",
            );
        }
        if same_person(&table.owner, &table.approved_by) {
            refuse(
                "approved-by",
                "the waiver's owner has approved it".to_owned(),
                "have another person approve it",
            );
        }
        if !is_sentence(&table.reason) {
            refuse(
                "reason",
                "the waiver's reason is not a sentence".to_owned(),
                "say why the failure is accepted and what limits the damage",
            );
        }
        let pattern = format!(
            "(?s)^{}$",
            regex::escape(&table.subject).replace(r"\*", ".*")
        );
        let matcher = Regex::new(&pattern)
            .map_err(|error| {
                refuse(
                    "subject",
                    format!("the pattern is unusable: {error}"),
                    "shorten it",
                );
            })
            .ok();
        self.control_name(&table.control, &origin.child("control"), Code::BadWaiver);
        Some(Waiver {
            control: table.control,
            subject: table.subject,
            matcher: matcher?,
            check: table.check,
            target: table.target,
            reason: table.reason.trim().to_owned(),
            owner: table.owner,
            approved_by: table.approved_by,
            approved_on,
            expires,
            ticket: table.ticket,
            origin: Some(origin.clone()),
        })
    }

    /// Says so where a text cannot be a control's name.
    fn control_name(&mut self, name: &str, origin: &Origin, code: Code) {
        if name.split('/').filter(|part| !part.is_empty()).count() != 2 {
            self.error(
                origin,
                code,
                format!("`{name}` does not name a control"),
                "write PLUGIN/CONTROL, as in `aws-credential-report/console-mfa`",
            );
        }
    }

    pub(super) fn attestations(
        &mut self,
        tables: Vec<AttestationTable>,
        origin: &Origin,
    ) -> Vec<Attestation> {
        let mut names = BTreeSet::new();
        let mut attestations = Vec::new();
        for (index, table) in tables.into_iter().enumerate() {
            let here = origin.child(index);
            if let Some(name) = &table.name
                && !names.insert(name.clone())
            {
                self.error(
                    &here.child("name"),
                    Code::Duplicate,
                    format!("two attestations are named `{name}`"),
                    "give each a name of its own",
                );
            }
            attestations.extend(self.attestation(table, &here));
        }
        attestations
    }

    fn attestation(&mut self, table: AttestationTable, origin: &Origin) -> Option<Attestation> {
        let date = self.date(&table.date, &origin.child("date"));
        let expires = match (&table.expires, table.valid_days) {
            (Some(text), None) => self.date(text, &origin.child("expires")),
            (None, Some(days)) => {
                date.and_then(|date| date.checked_add(Span::new().days(days)).ok())
            }
            (one, _) => {
                let message = if one.is_some() {
                    "the attestation has both `expires` and `valid-days`"
                } else {
                    "the attestation has no end"
                };
                self.error(
                    origin,
                    Code::BadAttestation,
                    message,
                    "say either `expires = 2027-11-22`, the first day on which it no longer counts, or `valid-days = 365`",
                );
                None
            }
        };
        if let (Some(date), Some(expires)) = (date, expires) {
            let days = crate::date::days_between(date, expires);
            if !(1..=i64::from(LONGEST_DAYS)).contains(&days) {
                self.error(
                    &origin.child("expires"),
                    Code::BadAttestation,
                    format!("the attestation counts for {days} days, expected 1 to {LONGEST_DAYS}"),
                    "`expires` is the first day on which it no longer counts; attest again then",
                );
            }
        }
        if !is_sentence(&table.statement) {
            self.error(
                &origin.child("statement"),
                Code::BadAttestation,
                "the attestation's statement is not a sentence",
                "say what is done, by whom and how often, so that a reader can ask about it",
            );
        }
        self.evidence_or_reason(&table, origin);
        if let Some(control) = &table.control {
            self.control_name(control, &origin.child("control"), Code::BadAttestation);
        }
        let (few, help) = match (&table.criteria, &table.control, &table.name) {
            (Some(_), Some(_), _) => (
                "the attestation stands for criteria and for a control",
                "make two of it",
            ),
            (None, None, None) => (
                "the attestation stands for nothing",
                "name its `criteria`, its `control`, or give it a `name` and let a user-entity control be answered by it",
            ),
            _ => ("", ""),
        };
        if !few.is_empty() {
            self.error(origin, Code::BadAttestation, few, help);
        }
        let criteria = table.criteria.as_ref().map_or_else(BTreeSet::new, |texts| {
            self.criteria(texts, &origin.child("criteria"))
        });
        let evidence = table.evidence.as_ref().map_or_else(Vec::new, |texts| {
            self.patterns(texts, &origin.child("evidence"), false)
        });
        Some(Attestation {
            name: table.name,
            criteria,
            control: table.control,
            statement: table.statement.trim().to_owned(),
            owner: table.owner,
            date: date?,
            expires: expires?,
            evidence,
            without_evidence: table.without_evidence,
            origin: Some(origin.clone()),
        })
    }

    fn evidence_or_reason(&mut self, table: &AttestationTable, origin: &Origin) {
        match (&table.evidence, &table.without_evidence) {
            (Some(_), Some(_)) => self.error(
                &origin.child("without-evidence"),
                Code::BadAttestation,
                "the attestation has evidence, and a reason for having none",
                "remove one of the two",
            ),
            (None, Some(reason)) if !is_sentence(reason) => self.error(
                &origin.child("without-evidence"),
                Code::BadAttestation,
                "the reason for having no evidence is not a sentence",
                "say why no file can show it",
            ),
            // Neither is no mistake of the file's: the attestation is kept and shows nothing.
            _ => {}
        }
    }

    pub(super) fn subservice(
        &mut self,
        table: SubserviceTable,
        attestations: &BTreeMap<String, usize>,
        origin: &Origin,
    ) -> Option<Subservice> {
        let period = self.report_period(&table, origin);
        let bridge_letter = table.bridge_letter.as_ref().and_then(|letter| {
            let here = origin.child("bridge-letter");
            let until = self.date(&letter.until, &here.child("until"))?;
            if let Some((_, end)) = period
                && until <= end
            {
                self.error(
                    &here.child("until"),
                    Code::BadSubservice,
                    format!("the bridge letter ends on {until}, and the report covers {end}"),
                    "`until` is the last day that the letter covers, behind the report's period",
                );
            }
            Some((until, self.file(&letter.file, &here.child("file"))?))
        });
        let report = table
            .report
            .as_ref()
            .and_then(|path| self.file(path, &origin.child("report")));
        let criteria = self.criteria(&table.criteria, &origin.child("criteria"));
        let user_entity_controls = table
            .user_entity_control
            .into_iter()
            .enumerate()
            .map(|(index, control)| {
                let here = origin.child("user-entity-control").child(index);
                self.user_entity_control(control, attestations, &here)
            })
            .collect();
        Some(Subservice {
            organisation: table.organisation,
            service: table.service,
            method: table.method,
            criteria,
            report_type: match table.report_type {
                ReportType::Soc2Type1 => 1,
                ReportType::Soc2Type2 => 2,
            },
            period: period?,
            report,
            bridge_letter,
            user_entity_controls,
            origin: Some(origin.clone()),
        })
    }

    fn report_period(&mut self, table: &SubserviceTable, origin: &Origin) -> Option<(Date, Date)> {
        let (message, help) = match (table.report_type, &table.period, &table.as_of) {
            (ReportType::Soc2Type2, Some(period), None) => {
                return self.period(period, &origin.child("period"));
            }
            (ReportType::Soc2Type1, None, Some(day)) => {
                let day = self.date(day, &origin.child("as-of"))?;
                return Some((day, day));
            }
            (ReportType::Soc2Type2, ..) => (
                "a Type 2 report has a `period`, and no `as-of`",
                "write `period = { start = 2025-10-01, end = 2026-09-30 }`, both days as the report states them",
            ),
            (ReportType::Soc2Type1, ..) => (
                "a Type 1 report has an `as-of`, and no `period`",
                "write `as-of = 2026-09-30`, the day that the report states",
            ),
        };
        self.error(origin, Code::BadSubservice, message, help);
        None
    }

    fn user_entity_control(
        &mut self,
        table: UserEntityControlTable,
        attestations: &BTreeMap<String, usize>,
        origin: &Origin,
    ) -> UserEntityControl {
        for (index, control) in table.controls.iter().enumerate() {
            let here = origin.child("controls").child(index);
            self.control_name(control, &here, Code::BadSubservice);
        }
        let positions = table
            .attestations
            .iter()
            .enumerate()
            .filter_map(|(index, name)| {
                let position = attestations.get(name).copied();
                if position.is_none() {
                    let known = attestations.keys().map(String::as_str);
                    let help = match nearest(name, known) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "give the attestation that answers it a `name`".to_owned(),
                    };
                    self.error(
                        &origin.child("attestations").child(index),
                        Code::BadSubservice,
                        format!("there is no attestation `{name}`"),
                        help,
                    );
                }
                position
            })
            .collect();
        UserEntityControl {
            id: table.id,
            expectation: table.expects,
            controls: table.controls,
            attestations: positions,
        }
    }

    fn criteria(&mut self, texts: &Texts, origin: &Origin) -> BTreeSet<Criterion> {
        texts
            .iter()
            .filter_map(|(index, name)| {
                let here = index.map_or_else(|| origin.clone(), |index| origin.child(index));
                self.criterion(name, &here, false)
            })
            .collect()
    }

    /// One file, not a pattern for several.
    fn file(&mut self, path: &str, origin: &Origin) -> Option<Pattern> {
        let pattern = self
            .patterns(&Texts::One(path.to_owned()), origin, false)
            .pop()?;
        if !pattern.is_literal() {
            self.error(
                origin,
                Code::BadGlob,
                format!("`{path}` may name several files"),
                "name one file, relative to the evidence folder",
            );
        }
        Some(pattern)
    }
}

fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() >= SENTENCE && text.contains(char::is_whitespace)
}

/// Whether two names are written for one person: letters' case and space do not tell people apart.
fn same_person(one: &str, other: &str) -> bool {
    let plain = |name: &str| {
        name.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    plain(one) == plain(other)
}

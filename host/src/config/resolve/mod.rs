//! From the file's shape to a [`Config`]: names, dates and patterns parsed, contradictions named.

mod decision;
mod visible;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

use super::document::{Document, Origin};
use super::file::{AssessmentTable, CheckTable, File, GateTable, LimitsTable, PeriodTable, Texts};
use super::schema::Validator;
use super::{Assessment, AssessmentKind, CheckConfig, Config, GateRules, PluginSources, Targets};
use crate::criteria::{Category, Criterion};
use crate::diagnostic::{Code, Diagnostic};
use crate::evidence::Pattern;
use crate::limits::Limits;
use crate::severity::Severity;

use decision::LONGEST_DAYS;

static SCHEMA: LazyLock<Option<Validator>> =
    LazyLock::new(|| Validator::new(schemars::schema_for!(File).to_value()).ok());

pub(super) fn resolve(
    document: &Arc<Document>,
    directory: &Path,
    digest: String,
    today: Date,
) -> Result<Config, Vec<Diagnostic>> {
    let root = document.origin("");
    let unseen = visible::refusals(document.value(), &root);
    if !unseen.is_empty() {
        return Err(unseen);
    }
    if let Some(schema) = SCHEMA.as_ref() {
        let refusals = schema.refusals(document.value());
        if !refusals.is_empty() {
            return Err(refusals
                .iter()
                .map(|refusal| refusal.diagnostic(&root, None))
                .collect());
        }
    }
    let file: File = serde_json::from_value(document.value().clone()).map_err(|error| {
        vec![root.at_value(
            Diagnostic::error(Code::BadValue, error.to_string()),
            "in this file",
        )]
    })?;
    let mut resolver = Resolver {
        diagnostics: Vec::new(),
    };
    let config = resolver.config(file, &root, directory, digest, today);
    if resolver.diagnostics.is_empty() {
        Ok(config)
    } else {
        Err(resolver.diagnostics)
    }
}

/// Collects what is wrong while it goes on resolving, so that one run names every mistake.
struct Resolver {
    diagnostics: Vec<Diagnostic>,
}

impl Resolver {
    fn config(
        &mut self,
        file: File,
        root: &Origin,
        directory: &Path,
        digest: String,
        today: Date,
    ) -> Config {
        let assessment = self.assessment(file.assessment, &root.child("assessment"), today);
        let mut names = BTreeSet::new();
        let checks = file
            .check
            .into_iter()
            .enumerate()
            .map(|(index, table)| {
                let origin = root.child("check").child(index);
                let check = self.check(table, origin.clone());
                if !names.insert(check.name.clone()) {
                    self.error(
                        &origin,
                        Code::Duplicate,
                        format!("two checks are named `{}`", check.name),
                        "give each check a `name` of its own",
                    );
                }
                check
            })
            .collect();
        let relevant = root.child("scope").child("not-relevant");
        let not_relevant = file
            .scope
            .not_relevant
            .into_iter()
            .filter_map(|(name, reason)| {
                let origin = relevant.child(&name);
                if reason.trim().is_empty() {
                    self.error(
                        &origin,
                        Code::BadValue,
                        format!("`{name}` is declared not relevant without a reason"),
                        "say why the criterion does not concern the system",
                    );
                }
                Some((self.criterion(&name, &origin, true)?, reason))
            })
            .collect();
        let longest = file.gate.waivers.maximum_days.unwrap_or(LONGEST_DAYS);
        let waivers = file
            .waiver
            .into_iter()
            .enumerate()
            .filter_map(|(index, table)| {
                self.waiver(table, longest, &root.child("waiver").child(index))
            })
            .collect();
        let attestations = self.attestations(file.attestation, &root.child("attestation"));
        let by_name = attestations
            .iter()
            .enumerate()
            .filter_map(|(index, one)| Some((one.name.clone()?, index)))
            .collect();
        let subservices = file
            .subservice
            .into_iter()
            .enumerate()
            .filter_map(|(index, table)| {
                self.subservice(table, &by_name, &root.child("subservice").child(index))
            })
            .collect();
        Config {
            digest: Some(digest),
            assessment,
            evidence_root: directory.join(file.evidence.root),
            plugins: PluginSources {
                embedded: file.plugins.embedded,
                directories: file
                    .plugins
                    .directories
                    .iter()
                    .map(|path| directory.join(path))
                    .collect::<Vec<PathBuf>>(),
            },
            checks,
            not_relevant,
            waivers,
            attestations,
            subservices,
            gate: self.gate(file.gate, directory, &root.child("gate")),
            from_file: true,
        }
    }

    fn assessment(&mut self, table: AssessmentTable, origin: &Origin, today: Date) -> Assessment {
        let as_of = table
            .as_of
            .and_then(|text| self.date(&text, &origin.child("as-of")))
            .unwrap_or(today);
        let kind = match (table.kind, table.period) {
            (2, Some(period)) => match self.period(&period, &origin.child("period")) {
                Some((start, end)) => {
                    if start > as_of {
                        self.error(
                            &origin.child("period"),
                            Code::BadValue,
                            format!("the period begins on {start}, after the as-of date {as_of}"),
                            "a period that has not begun shows nothing; assess it from its first day on",
                        );
                    }
                    AssessmentKind::Type2 { start, end }
                }
                None => AssessmentKind::Type1,
            },
            (2, None) => {
                self.error(
                    origin,
                    Code::MissingKey,
                    "a Type 2 assessment needs a `period`",
                    "add `period = { start = 2026-01-01, end = 2026-06-30 }`",
                );
                AssessmentKind::Type1
            }
            (_, Some(_)) => {
                self.error(
                    &origin.child("period"),
                    Code::BadValue,
                    "a Type 1 assessment is made as of a date and has no period",
                    "remove `period`, or set `type = 2`",
                );
                AssessmentKind::Type1
            }
            (_, None) => AssessmentKind::Type1,
        };
        let mut categories: BTreeSet<Category> = table.categories.into_iter().collect();
        categories.insert(Category::Security);
        Assessment {
            organisation: Some(table.organisation),
            system: Some(table.system),
            kind,
            as_of,
            categories,
        }
    }

    /// The first and the last day of a period.
    fn period(&mut self, table: &PeriodTable, origin: &Origin) -> Option<(Date, Date)> {
        let start = self.date(&table.start, &origin.child("start"));
        let end = self.date(&table.end, &origin.child("end"));
        let (start, end) = (start?, end?);
        if start > end {
            self.error(
                origin,
                Code::BadValue,
                "the period ends before it starts",
                "`start` and `end` are the first and the last day",
            );
        }
        Some((start, end))
    }

    fn check(&mut self, table: CheckTable, origin: Origin) -> CheckConfig {
        let evidence = table
            .evidence
            .iter()
            .map(|(input, texts)| {
                let here = origin.child("evidence").child(input);
                let patterns = self.patterns(texts, &here, table.targets.is_some());
                (input.clone(), patterns)
            })
            .collect();
        let targets = match &table.targets {
            None => Targets::None,
            Some(texts) => {
                let here = origin.child("targets");
                let mut named = table.evidence.values().flat_map(Texts::iter);
                let errors = self.diagnostics.len();
                let targets = self.targets(texts, &here);
                if self.diagnostics.len() == errors
                    && !named.any(|(_, text)| text.contains("{target}"))
                {
                    // Every target would be granted the same files, and one would speak for all.
                    self.error(
                        &here,
                        Code::BadGlob,
                        "the check has targets, and no pattern of its `evidence` names `{target}`",
                        "say where each target's files lie, as in `evidence = { INPUT = \"hosts/{target}/**\" }`",
                    );
                }
                targets
            }
        };
        let name = table.name.unwrap_or_else(|| table.plugin.clone());
        if name.chars().any(char::is_control) {
            self.error(
                &origin.child("name"),
                Code::BadValue,
                "a check's name holds control characters",
                "use letters, digits and hyphens",
            );
        }
        CheckConfig {
            name,
            plugin: table.plugin,
            evidence,
            config: table.config,
            targets,
            max_age_days: table.max_age_days,
            accept_undated: table.accept_undated.into_iter().collect(),
            limits: limits(&table.limits),
            disabled: table.disabled,
            origin: Some(origin),
        }
    }

    fn patterns(&mut self, texts: &Texts, origin: &Origin, targeted: bool) -> Vec<Pattern> {
        texts
            .iter()
            .filter_map(|(index, text)| {
                let here = index.map_or_else(|| origin.clone(), |index| origin.child(index));
                match Pattern::parse(text) {
                    Ok(pattern) if pattern.has_target() && !targeted => {
                        self.error(
                            &here,
                            Code::BadGlob,
                            format!("`{text}` names `{{target}}`, but the check has no targets"),
                            "add `targets` to the check",
                        );
                        None
                    }
                    Ok(pattern) => Some(pattern),
                    Err(error) => {
                        let code = if error.is_outside() {
                            Code::OutsideRoot
                        } else {
                            Code::BadGlob
                        };
                        self.error(&here, code, error.to_string(), error.help());
                        None
                    }
                }
            })
            .collect()
    }

    fn targets(&mut self, texts: &Texts, origin: &Origin) -> Targets {
        match texts {
            Texts::One(text) => match Pattern::parse(text) {
                Ok(pattern) if pattern.has_target() => Targets::Found(pattern),
                Ok(_) => {
                    self.error(
                        origin,
                        Code::BadGlob,
                        format!("`{text}` does not say where the target's name stands"),
                        "write `{target}` for one path segment, as in `hosts/{target}`, or give a list of names",
                    );
                    Targets::None
                }
                Err(error) => {
                    self.error(origin, Code::BadGlob, error.to_string(), error.help());
                    Targets::None
                }
            },
            Texts::Several(names) => {
                for (index, name) in names.iter().enumerate() {
                    let plain = !name.is_empty()
                        && !matches!(name.as_str(), "." | "..")
                        && !name.contains(['/', '\\', '*', '?', '[', ']', '{', '}'])
                        && !name.chars().any(char::is_control);
                    if !plain {
                        self.error(
                            &origin.child(index),
                            Code::BadValue,
                            format!("`{name}` cannot be a target's name"),
                            "a name is one path segment, without wildcards",
                        );
                    }
                }
                Targets::Listed(names.iter().cloned().collect())
            }
        }
    }

    fn gate(&mut self, table: GateTable, directory: &Path, origin: &Origin) -> GateRules {
        let mut list = |key: &str, names: &[String]| -> BTreeSet<Criterion> {
            names
                .iter()
                .enumerate()
                .filter_map(|(index, name)| {
                    self.criterion(name, &origin.child(key).child(index), false)
                })
                .collect()
        };
        let require_ready = list("require-ready", &table.require_ready);
        let may_be_unproven = list("may-be-unproven", &table.may_be_unproven);
        for (key, wanted) in [("new-only", table.new_only), ("ratchet", table.ratchet)] {
            if wanted && table.baseline.is_none() {
                self.error(
                    &origin.child(key),
                    Code::MissingKey,
                    format!("`{key}` needs a `baseline` to compare with"),
                    "name a result that `tickmark check --format json=PATH` wrote",
                );
            }
        }
        GateRules {
            fail_on: table.fail_on.unwrap_or(Severity::Low),
            require_ready,
            minimum_ready: table.minimum_ready,
            minimum_coverage: table.minimum_coverage,
            maximum_unproven: table.maximum_unproven,
            may_be_unproven,
            baseline: table.baseline.map(|path| directory.join(path)),
            new_only: table.new_only,
            ratchet: table.ratchet,
            denied_waivers: table.waivers.deny.into_iter().collect(),
            maximum_waivers: table.waivers.maximum,
        }
    }

    fn criterion(&mut self, name: &str, origin: &Origin, at_key: bool) -> Option<Criterion> {
        match name.parse() {
            Ok(criterion) => Some(criterion),
            Err(error) => {
                let diagnostic = Diagnostic::error(Code::UnknownCriterion, error.to_string())
                    .help("`tickmark criteria` lists all 61");
                self.diagnostics.push(if at_key {
                    origin.at_key(diagnostic, "no such criterion")
                } else {
                    origin.at_value(diagnostic, "no such criterion")
                });
                None
            }
        }
    }

    fn date(&mut self, text: &str, origin: &Origin) -> Option<Date> {
        // `Date` also reads the date of a date-time, whose time would silently be dropped.
        match text.parse::<Date>() {
            Ok(date) if text.len() == "YYYY-MM-DD".len() => Some(date),
            _ => {
                self.error(
                    origin,
                    Code::BadValue,
                    format!("`{text}` is not a date"),
                    "write a calendar day (UTC), as in 2026-11-22",
                );
                None
            }
        }
    }

    fn error(
        &mut self,
        origin: &Origin,
        code: Code,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let diagnostic = Diagnostic::error(code, message).help(help);
        self.diagnostics.push(origin.at_value(diagnostic, "here"));
    }
}

fn limits(table: &LimitsTable) -> Limits {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    let mut limits = Limits::default();
    let set = |limit: &mut u64, value: Option<u32>, unit: u64| {
        if let Some(value) = value {
            *limit = u64::from(value) * unit;
        }
    };
    set(&mut limits.memory_bytes, table.memory_mib, MIB);
    set(&mut limits.findings, table.findings, 1);
    set(&mut limits.finding_bytes, table.finding_kib, KIB);
    set(&mut limits.report_bytes, table.report_mib, MIB);
    set(&mut limits.file_bytes, table.file_mib, MIB);
    set(&mut limits.log_bytes, table.log_kib, KIB);
    if let Some(seconds) = table.time_seconds {
        limits.time = std::time::Duration::from_secs(u64::from(seconds));
    }
    limits
}

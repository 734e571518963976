//! What the test kit found out, as reports write it. Its schema is published.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of this format. It changes when a reader of the old one would misread the new one.
pub const TEST_VERSION: u32 = 1;

/// What testing a plugin came to. Every list is in a stable order, and equal inputs give equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "tickmark plugin test")]
pub struct TestResult {
    /// The version of this format.
    pub version: u32,
    /// The plugin; absent where the component could not be loaded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plugin: Option<TestedPlugin>,
    /// The golden cases, by name.
    pub cases: Vec<Tested>,
    /// What must hold for any plugin.
    pub conformance: Vec<Tested>,
    /// How many came to what.
    pub summary: TestSummary,
}

/// The plugin that was tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct TestedPlugin {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of the component.
    pub sha256: String,
}

/// How many golden cases and conformance checks came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct TestSummary {
    /// Held, with or without warnings.
    pub passed: u32,
    /// Did not hold.
    pub failed: u32,
    /// Could not be decided.
    pub skipped: u32,
    /// Warnings, wherever they were given.
    pub warnings: u32,
}

/// One golden case or conformance check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Tested {
    /// The case's folder, or the check's name.
    pub name: String,
    /// What it came to.
    pub verdict: Verdict,
    /// What was done, or why nothing could be.
    pub detail: String,
    /// What is wrong, errors first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub problems: Vec<Problem>,
}

/// What a golden case or conformance check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// It could not be decided, or was not asked for.
    Skipped,
}

impl Verdict {
    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Skipped => "skipped",
        }
    }
}

/// How bad a problem is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The plugin must be mended.
    Error,
    /// Worth a look; nothing fails for it.
    Warning,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Problem {
    /// How bad it is.
    pub weight: Weight,
    /// What is wrong.
    pub message: String,
    /// The case that shows it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub case: Option<String>,
    /// The evidence file that was changed to show it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<String>,
    /// How that file was changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mutation: Option<String>,
    /// Where the changed file was kept.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kept: Option<String>,
    /// Several lines that show more: a difference, a message with its place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shown: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub help: Option<String>,
}

impl Problem {
    /// Something that fails the test.
    pub(super) fn error(message: impl Into<String>) -> Self {
        Self {
            weight: Weight::Error,
            message: message.into(),
            case: None,
            file: None,
            mutation: None,
            kept: None,
            shown: None,
            help: None,
        }
    }

    /// Something worth a look.
    pub(super) fn warning(message: impl Into<String>) -> Self {
        Self {
            weight: Weight::Warning,
            ..Self::error(message)
        }
    }

    /// The same problem, shown by a case.
    pub(super) fn in_case(mut self, case: &str) -> Self {
        self.case = Some(case.to_owned());
        self
    }

    /// The same problem with lines that show more.
    pub(super) fn shown(mut self, lines: impl Into<String>) -> Self {
        self.shown = Some(lines.into());
        self
    }

    /// The same problem with advice.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Tested {
    /// Decides by the problems: any error fails it.
    pub(super) fn new(
        name: impl Into<String>,
        detail: impl Into<String>,
        mut problems: Vec<Problem>,
    ) -> Self {
        problems.sort();
        problems.dedup();
        let is_bad = problems
            .iter()
            .any(|problem| problem.weight == Weight::Error);
        Self {
            name: name.into(),
            verdict: if is_bad { Verdict::Fail } else { Verdict::Pass },
            detail: detail.into(),
            problems,
        }
    }

    /// Not decided, and why.
    pub(super) fn skipped(name: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            verdict: Verdict::Skipped,
            detail: why.into(),
            problems: Vec::new(),
        }
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.problems
            .iter()
            .filter(|problem| problem.weight == Weight::Warning)
            .count()
    }
}

impl TestResult {
    /// Puts the parts together.
    pub(super) fn new(
        plugin: Option<TestedPlugin>,
        cases: Vec<Tested>,
        conformance: Vec<Tested>,
    ) -> Self {
        let mut summary = TestSummary::default();
        for tested in cases.iter().chain(&conformance) {
            match tested.verdict {
                Verdict::Pass => summary.passed += 1,
                Verdict::Fail => summary.failed += 1,
                Verdict::Skipped => summary.skipped += 1,
            }
            summary.warnings += u32::try_from(tested.warnings()).unwrap_or(u32::MAX);
        }
        Self {
            version: TEST_VERSION,
            plugin,
            cases,
            conformance,
            summary,
        }
    }

    /// Whether everything that was decided holds.
    pub fn holds(&self) -> bool {
        self.summary.failed == 0
    }
}

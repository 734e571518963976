//! Why a unit gave no report.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The ways in which a unit fails. The names are part of the interface.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The time limit ended it.
    TimedOut,
    /// The memory limit stood in its way.
    OutOfMemory,
    /// It crashed.
    Trapped,
    /// It reported more than it may.
    TooMuchOutput,
    /// The host would not run it.
    Refused,
    /// Its report breaks the contract.
    BadReport,
    /// The plugin itself said that it cannot answer.
    PluginFailed,
    /// The run was ended by the person who started it.
    Cancelled,
}

impl FailureKind {
    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::TimedOut => "timed-out",
            Self::OutOfMemory => "out-of-memory",
            Self::Trapped => "trapped",
            Self::TooMuchOutput => "too-much-output",
            Self::Refused => "refused",
            Self::BadReport => "bad-report",
            Self::PluginFailed => "plugin-failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A failure with its reason.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub struct Failure {
    /// In which way.
    pub kind: FailureKind,
    /// Why, and what to do.
    pub message: String,
}

impl Failure {
    /// A failure.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.kind.name(), self.message)
    }
}

impl std::error::Error for Failure {}

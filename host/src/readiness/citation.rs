//! What became of the files that people cite.

use super::result::CitedFile;
use crate::evidence::CitedEvidence;

/// The cited files, in the configuration's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citations {
    /// One for each attestation.
    pub attestations: Vec<Citation>,
    /// One for each subservice organisation.
    pub subservices: Vec<ReportCitation>,
}

/// The files that an attestation cites.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citation {
    /// Those that were read, by path.
    pub files: Vec<CitedEvidence>,
    /// Why others were not, in words.
    pub problems: Vec<String>,
}

/// The files of a subservice organisation; `None` where none is configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportCitation {
    /// Its report, or why it was not read.
    pub report: Option<Result<CitedEvidence, String>>,
    /// Its bridge letter, or why it was not read.
    pub bridge_letter: Option<Result<CitedEvidence, String>>,
}

impl From<&CitedEvidence> for CitedFile {
    fn from(file: &CitedEvidence) -> Self {
        Self {
            path: file.path.clone(),
            size: file.size,
            sha256: base16ct::lower::encode_string(&file.sha256),
        }
    }
}

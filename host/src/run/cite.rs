//! The files that attestations and subservice organisations cite.

use jiff::civil::Date;

use crate::config::{Attestation, Config, Subservice};
use crate::evidence::{CitedEvidence, Listing, Manifest, Pattern, Root};
use crate::readiness::{Citation, Citations, ReportCitation};

/// Reads and hashes every file that a person cites.
pub fn cite(config: &Config, root: &Root, listing: &Listing, manifest: &Manifest) -> Citations {
    let desk = Desk {
        root,
        listing,
        manifest,
        as_of: config.assessment.as_of,
    };
    Citations {
        attestations: config
            .attestations
            .iter()
            .map(|attestation| desk.attestation(attestation))
            .collect(),
        subservices: config
            .subservices
            .iter()
            .map(|subservice| desk.report(subservice))
            .collect(),
    }
}

#[derive(Clone, Copy)]
struct Desk<'a> {
    root: &'a Root,
    listing: &'a Listing,
    manifest: &'a Manifest,
    as_of: Date,
}

impl Desk<'_> {
    fn pattern(self, pattern: &Pattern) -> Result<Vec<CitedEvidence>, String> {
        crate::evidence::cite(self.root, self.listing, self.manifest, pattern, self.as_of)
    }

    fn attestation(self, attestation: &Attestation) -> Citation {
        let mut citation = Citation::default();
        for pattern in &attestation.evidence {
            match self.pattern(pattern) {
                Ok(files) => citation.files.extend(files),
                Err(problem) => citation.problems.push(problem),
            }
        }
        citation.files.sort();
        citation.files.dedup();
        citation
    }

    fn report(self, subservice: &Subservice) -> ReportCitation {
        // A literal name matches one file.
        let one = |pattern: &Pattern| {
            let mut files = self.pattern(pattern)?;
            files
                .pop()
                .ok_or_else(|| format!("there is no file `{pattern}`"))
        };
        ReportCitation {
            report: subservice.report.as_ref().map(one),
            bridge_letter: subservice
                .bridge_letter
                .as_ref()
                .map(|(_, pattern)| one(pattern)),
        }
    }
}

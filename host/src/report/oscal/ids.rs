//! Identifiers: UUIDs of version 5 (RFC 9562), computed from what they name.
//!
//! All of a document's UUIDs stand in a namespace of the document's own, which is the digest of the
//! whole result: the same result gives the same file, and no two results share an identifier, so that
//! several files can be read together. What is the same from run to run is said by the properties
//! `finding-id`, `control` and `criterion`.

use std::fmt::Display;
use std::io;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::text::NAMESPACE;
use crate::criteria::Criterion;
use crate::readiness::AssessmentResult;

/// The UUIDs of one document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids {
    document: Uuid,
}

impl Ids {
    pub(super) fn of_result(result: &AssessmentResult) -> io::Result<Self> {
        let mut digest = Sha256::new();
        digest.update(serde_json::to_vec(result)?);
        Ok(Self {
            document: own("result", &digest.finalize()),
        })
    }

    /// The document itself.
    pub(super) fn document(self) -> String {
        self.document.to_string()
    }

    /// Something in the document, by its kind and its name among its kind.
    pub(super) fn of(self, kind: &str, name: impl Display) -> String {
        let name = format!("{kind}/{name}");
        Uuid::new_v5(&self.document, name.as_bytes()).to_string()
    }
}

/// A UUID that does not depend on a result.
pub(super) fn constant(name: &str) -> String {
    own(name, &[]).to_string()
}

fn own(kind: &str, name: &[u8]) -> Uuid {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE.as_bytes());
    let kind = Uuid::new_v5(&namespace, kind.as_bytes());
    Uuid::new_v5(&kind, name)
}

/// A criterion's id in the catalog: `cc6.1`.
pub(super) fn control(criterion: Criterion) -> String {
    criterion.id().to_ascii_lowercase()
}

/// The id of a criterion's objective, which findings speak of: `cc6.1_obj`.
pub(super) fn objective(criterion: Criterion) -> String {
    format!("{}_obj", control(criterion))
}

//! The back matter: evidence files with their digests, the catalog, and a plan that `import-ap` can
//! point to.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

use super::Document;
use super::catalog::{OSCAL_VERSION, catalog};
use super::text::{compact, href, line, lines, maybe, midnight, prop};
use crate::evidence::Provenance;
use crate::readiness::CitedFile;

/// What is known about one file.
struct File<'a> {
    size: u64,
    sha256: &'a str,
    provenance: Option<&'a Provenance>,
    read_by: &'a [String],
}

impl Document<'_> {
    /// All resources.
    pub(super) fn resources(&self) -> Vec<Value> {
        let files = self.files().into_iter();
        [self.plan_resource(), self.catalog_resource()]
            .into_iter()
            .chain(files.map(|(path, file)| self.file_resource(path, &file)))
            .collect()
    }

    /// The files that were read, and those that people cite.
    fn files(&self) -> BTreeMap<&str, File<'_>> {
        let readiness = &self.result.readiness;
        let mut files = BTreeMap::new();
        for CitedFile { path, size, sha256 } in self.cited() {
            let file = File {
                size: *size,
                sha256,
                provenance: None,
                read_by: &[],
            };
            files.insert(path.as_str(), file);
        }
        for read in &readiness.evidence {
            let file = File {
                size: read.size,
                sha256: &read.sha256,
                provenance: read.provenance.as_deref(),
                read_by: &read.read_by,
            };
            files.insert(&read.path, file);
        }
        files
    }

    fn cited(&self) -> impl Iterator<Item = &CitedFile> {
        let readiness = &self.result.readiness;
        let attested = readiness
            .attestations
            .iter()
            .flat_map(|entry| &entry.evidence);
        let reports = readiness.subservices.iter().flat_map(|entry| {
            let letter = entry.bridge_letter.as_ref();
            entry
                .report
                .iter()
                .chain(letter.and_then(|letter| letter.file.as_ref()))
        });
        attested.chain(reports)
    }

    /// The reference to a file's resource.
    pub(super) fn evidence(&self, path: &str) -> String {
        format!("#{}", self.ids.of("evidence", path))
    }

    /// A link to a file's resource.
    pub(super) fn file_link(&self, file: &CitedFile) -> Value {
        json!({ "href": self.evidence(&file.path), "rel": "reference", "text": line(&file.path) })
    }

    fn file_resource(&self, path: &str, file: &File<'_>) -> Value {
        let provenance = file.provenance;
        let collected = provenance.map(|provenance| provenance.collected.to_string());
        let mut props = vec![prop("size", &file.size.to_string())];
        props.extend(maybe("collected", collected.as_deref()));
        for (name, value) in [
            (
                "source",
                provenance.and_then(|known| known.source.as_deref()),
            ),
            ("query", provenance.and_then(|known| known.query.as_deref())),
            (
                "collected-by",
                provenance.and_then(|known| known.collected_by.as_deref()),
            ),
        ] {
            props.extend(maybe(name, value));
        }
        props.extend(file.read_by.iter().map(|reader| prop("read-by", reader)));
        json!({
            "uuid": self.ids.of("evidence", path),
            "title": line(path),
            "description": "A file of evidence. Its path is relative to the evidence folder.",
            "props": props,
            "rlinks": [{
                "href": href(path),
                "hashes": [{ "algorithm": "SHA-256", "value": super::text::string(file.sha256) }]
            }]
        })
    }

    fn catalog_resource(&self) -> Value {
        attached(
            &self.ids.of("resource", "catalog"),
            "Catalog of the Trust Services Criteria",
            "The controls that this document names. The format oscal-catalog writes the same as a file.",
            ("tickmark-catalog.json", "application/oscal.catalog+json"),
            &catalog(),
        )
    }

    fn plan_resource(&self) -> Value {
        attached(
            &self.ids.of("resource", "plan"),
            "Assessment plan",
            "What was to be assessed, as far as the results themselves say it.",
            (
                "tickmark-plan.json",
                "application/oscal.assessment-plan+json",
            ),
            &self.plan(),
        )
    }

    /// A plan with the same controls as the results: `import-ap` must lead to one, and tickmark's
    /// configuration is none.
    fn plan(&self) -> Value {
        let info = &self.result.readiness.assessment;
        let no_ssp = self.ids.of("plan", "no-ssp");
        json!({
            "assessment-plan": {
                "uuid": self.ids.of("plan", ""),
                "metadata": {
                    "title": "Plan of a SOC 2 readiness assessment",
                    "last-modified": midnight(info.as_of),
                    "version": info.as_of.to_string(),
                    "oscal-version": OSCAL_VERSION
                },
                "import-ssp": {
                    "href": format!("#{no_ssp}"),
                    "remarks": "There is no system security plan."
                },
                "reviewed-controls": compact(self.selections()),
                "back-matter": {
                    "resources": [{
                        "uuid": no_ssp,
                        "title": "No system security plan",
                        "description": lines("tickmark's configuration names the system, and no OSCAL document describes it.")
                    }]
                }
            }
        })
    }
}

/// A resource that holds a document.
fn attached(
    uuid: &str,
    title: &str,
    description: &str,
    name: (&str, &str),
    document: &Value,
) -> Value {
    json!({
        "uuid": uuid,
        "title": title,
        "description": description,
        "base64": {
            "filename": name.0,
            "media-type": name.1,
            "value": Base64::encode_string(document.to_string().as_bytes())
        }
    })
}

//! Whose key data is encrypted with.

use tickmark_plugin::prelude::*;

use crate::plan::Resource;
use crate::table::{Scene, Unset, Want, attribute_verdict};
use crate::verdict::Verdict;
use crate::view::Leaf;

/// How the names of keys begin that AWS keeps for a service.
const SERVICE_ALIAS: &str = "alias/aws/";

/// A KMS key of the organisation's own is named.
///
/// Many services write the key that they use into the state, also where nobody chose one: then it is
/// the service's own, or an account's default. Only a key that the configuration asks for, or that
/// stands in the same file, is known to be one's own.
pub(crate) fn own_key(
    scene: &Scene<'_, '_>,
    resource: &Resource<'_>,
    attribute: &str,
    unset: Unset,
) -> Verdict {
    let verdict = attribute_verdict(scene.config, resource, attribute, Want::Set, unset);
    if verdict.outcome != Outcome::Pass {
        return verdict;
    }
    let answers = resource
        .leaves(attribute)
        .iter()
        .map(|leaf| whose(scene, resource, attribute, leaf))
        .collect();
    let expected = verdict.expected.clone();
    let owned = Verdict::all(answers).unwrap_or(verdict);
    Verdict { expected, ..owned }
}

fn whose(
    scene: &Scene<'_, '_>,
    resource: &Resource<'_>,
    attribute: &str,
    leaf: &Leaf<'_>,
) -> Verdict {
    let unset = Unset::Unclear("no key is named");
    let named = crate::table::leaf_verdict(scene.config, attribute, leaf, Want::Set, unset);
    let Some(key) = leaf.known().and_then(At::as_str) else {
        return named;
    };
    let told = |why: &str| format!("{}, {why}", named.actual);
    if is_service_key(scene, resource, key) {
        return Verdict::fail(told("which AWS keeps"), leaf.place());
    }
    match leaf.configured {
        _ if is_in_file(scene, resource, key) => named,
        Some(true) => named,
        Some(false) => Verdict::unclear(
            told("which nobody configured: the service chose it"),
            leaf.place(),
        ),
        None => Verdict::unclear(
            told("and whether it is one's own or the service's is not shown"),
            leaf.place(),
        ),
    }
}

/// Whether a name is that of a key which AWS keeps, or of one that the file knows by such an alias.
fn is_service_key(scene: &Scene<'_, '_>, resource: &Resource<'_>, key: &str) -> bool {
    let is_service_alias = |name: &str| {
        let alias = name.rsplit_once(':').map_or(name, |(_, alias)| alias);
        alias.starts_with(SERVICE_ALIAS)
    };
    is_service_alias(key)
        || same_file(scene, resource).any(|other| {
            other.kind == "aws_kms_alias"
                && other.text("name").is_some_and(is_service_alias)
                && names(other, &["arn", "target_key_arn", "target_key_id"], key)
        })
}

/// Whether the key, or an alias of it, is a resource of the same file.
fn is_in_file(scene: &Scene<'_, '_>, resource: &Resource<'_>, key: &str) -> bool {
    same_file(scene, resource)
        .filter(|other| !other.data)
        .any(|other| match other.kind {
            "aws_kms_key" | "aws_kms_replica_key" | "aws_kms_external_key" => {
                names(other, &["arn", "key_id", "id"], key)
            }
            "aws_kms_alias" => names(other, &["arn", "name", "target_key_arn"], key),
            _ => false,
        })
}

fn same_file<'e, 'd>(
    scene: &Scene<'e, 'd>,
    resource: &Resource<'_>,
) -> impl Iterator<Item = &'e Resource<'d>> {
    let (estate, file) = (scene.estate, resource.file);
    estate
        .resources
        .iter()
        .filter(move |other| other.file == file)
}

fn names(other: &Resource<'_>, attributes: &[&str], key: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| other.text(attribute) == Some(key))
}

//! Amazon Web Services: what is safe, resource type by resource type. Sources are the provider's
//! documentation (version 5 and 6) for attributes and defaults, and AWS's for what a service does by
//! itself.

mod firewall;
mod identity;
mod more;
mod recorded;
mod s3;
mod scaling;
mod served;
mod stored;
mod trail;

use tickmark_plugin::brief;

use crate::plan::Resource;
use crate::table::Scene;
use crate::table::Unset::{self, Fails, Unclear};
use crate::verdict::Verdict;

pub(crate) use identity::{FULL_RIGHTS, PUBLIC_POLICIES, SERVICE_WIDE_RIGHTS};
pub(crate) use recorded::{
    CHANGES_RECORDED, FLOWS_LOGGED, IMAGES_SCANNED, LOGS_KEPT, OBJECT_ACCESS_LOGGED,
    REQUESTS_LOGGED, THREATS_DETECTED, TRAILS_PROTECTED, TRAILS_WHOLE,
};
pub(crate) use served::{
    ADMINISTRATION_CLOSED, BACKED_UP, DATABASES_CLOSED, DELETION_PROTECTED, METADATA_GUARDED,
    PASSWORDS, SCALING, SPREAD, TLS_CURRENT, TRANSPORT_ENCRYPTED,
};
pub(crate) use stored::{
    DATA_PRIVATE, ENCRYPTED, EXPIRING, KEYS_ROTATED, OBJECTS_PRIVATE, OWN_KEYS, VERSIONED,
};

const OFF: Unset = Fails("off by default");
const ACCOUNT: Unset = Unclear("a default of the account decides");

/// An object store that nobody marked as confidential is no subject of rules about confidential
/// content. Nothing where it is marked.
pub(crate) fn unclassified<'e, 'd>(
    scene: &Scene<'e, 'd>,
    store: &'e Resource<'d>,
    attributes: &[&str],
) -> Option<Verdict> {
    let tag = &scene.config.classification_tag;
    let mut unknown = None;
    for attribute in attributes {
        let tags = store.leaf(attribute);
        if let Some(value) = tags.known().and_then(|tags| tags.get(tag))
            && let Some(class) = value.as_str()
        {
            let confidential = scene
                .config
                .confidential_values
                .iter()
                .any(|known| known.eq_ignore_ascii_case(class));
            return (!confidential).then(|| {
                let what = format!("{tag} is {}", brief(class, 60));
                Verdict::not_applicable(what, value.place())
            });
        }
        if tags.is_unknown() || tags.partly_unknown() {
            unknown = Some(tags.place());
        }
    }
    Some(match unknown {
        // The provider adds tags of its own to `tags_all`; what `tags` holds is known.
        Some(place)
            if !s3::is_unset(&store.leaf("tags").state) && store.leaf("tags").is_unknown() =>
        {
            Verdict::unclear(
                format!("whether there is a tag {tag} is known after apply"),
                place,
            )
        }
        _ => Verdict::not_applicable(format!("there is no tag {tag}"), store.place()),
    })
}

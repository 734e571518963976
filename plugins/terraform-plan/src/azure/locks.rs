//! Locks, which keep resources from being deleted: a lock covers what is inside its scope.

use crate::plan::Resource;
use crate::table::Unset::Unclear;
use crate::table::Want::OneOf;
use crate::table::{Scene, attribute_verdict};
use crate::verdict::Verdict;

const LOCK: &str = "azurerm_management_lock";
const GROUP: &str = "azurerm_resource_group";

/// What a resource is inside of: the attribute that names it, and its type.
type Outside = (&'static str, &'static str);

const SERVER_AND_GROUP: [Outside; 2] = [
    ("server_id", "azurerm_mssql_server"),
    ("resource_group_name", GROUP),
];
const GROUP_ONLY: [Outside; 1] = [("resource_group_name", GROUP)];

/// A lock covers the resource, or the group that it is in.
pub(crate) fn locked<'e, 'd>(scene: &Scene<'e, 'd>, resource: &'e Resource<'d>) -> Verdict {
    judge(scene, resource, &GROUP_ONLY)
}

/// A lock covers the database, its server, or the group that the server is in.
pub(crate) fn database_locked<'e, 'd>(
    scene: &Scene<'e, 'd>,
    database: &'e Resource<'d>,
) -> Verdict {
    judge(scene, database, &SERVER_AND_GROUP)
}

fn judge<'e, 'd>(
    scene: &Scene<'e, 'd>,
    resource: &'e Resource<'d>,
    outside: &[Outside],
) -> Verdict {
    let mut covering = Vec::new();
    let mut perhaps = None;
    let mut inner = Some(resource);
    linked(scene, resource, &mut covering, &mut perhaps);
    for &(attribute, kind) in outside {
        let next = inner.and_then(|inner| scene.links.named_by(inner, attribute, kind));
        if let Some(next) = next {
            linked(scene, next, &mut covering, &mut perhaps);
        } else {
            // Which one it is in is not known, so that each lock of one may cover it.
            let mut locks = scene.links.of_kind(LOCK);
            perhaps = perhaps.or_else(|| {
                locks.find(|lock| lock.file == resource.file && scope_of(lock) == Some(kind))
            });
        }
        inner = next;
    }
    for lock in scene.links.of_kind(LOCK) {
        match inside(resource, lock) {
            Some(true) => covering.push(lock),
            Some(false) => {}
            None => perhaps = perhaps.or(Some(lock)),
        }
    }
    let answers = covering
        .into_iter()
        .map(|lock| {
            let kept = OneOf(&["CanNotDelete", "ReadOnly"]);
            attribute_verdict(
                scene.config,
                lock,
                "lock_level",
                kept,
                Unclear("it is required"),
            )
        })
        .collect();
    Verdict::any(answers)
        .unwrap_or_else(|| match perhaps {
            Some(lock) => Verdict::unclear(
                "whether a lock covers it is not known before apply",
                lock.place(),
            ),
            None => Verdict::fail(format!("no {LOCK} covers it"), resource.place()),
        })
        .expected("a lock against deletion covers it, or what it is in")
}

/// The locks whose scope is a resource.
fn linked<'e, 'd>(
    scene: &Scene<'e, 'd>,
    resource: &Resource<'d>,
    covering: &mut Vec<&'e Resource<'d>>,
    perhaps: &mut Option<&'e Resource<'d>>,
) {
    let linked = scene.links.to(resource, LOCK, "scope");
    covering.extend(linked.certain);
    let of_another = |lock: &Resource<'_>| scope_of(lock).is_some_and(|kind| kind != resource.kind);
    *perhaps = perhaps.or_else(|| {
        let mut possible = linked.possible.into_iter();
        possible.find(|lock| !of_another(lock))
    });
}

/// The type of the resource whose `id` is plainly the scope of a lock.
fn scope_of<'d>(lock: &Resource<'d>) -> Option<&'d str> {
    let references = lock
        .config
        .as_ref()?
        .path(&["expressions", "scope", "references"])?;
    let mut references = references.items().filter_map(|item| item.as_str());
    let first = references.next()?;
    let (address, attribute) = first.rsplit_once('.')?;
    let (kind, _) = address.split_once('.')?;
    let plain = kind.starts_with("azurerm_")
        && kind != "azurerm_subscription"
        && attribute == "id"
        && references.all(|other| first.starts_with(other));
    plain.then_some(kind)
}

/// Whether a resource is inside a scope that the plan knows as text, such as a subscription. `None`
/// where the plan knows too little of the resource.
fn inside(resource: &Resource<'_>, lock: &Resource<'_>) -> Option<bool> {
    let Some(scope) = lock.text("scope") else {
        return Some(false);
    };
    let scope = scope.trim_end_matches('/').to_ascii_lowercase();
    if !scope.starts_with("/subscriptions/") {
        return None;
    }
    let within = |id: &str| {
        let id = id.to_ascii_lowercase();
        let rest = id.strip_prefix(&scope);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if let Some(id) = resource.text("id") {
        return Some(within(id));
    }
    if resource.text("server_id").is_some_and(within) {
        return Some(true);
    }
    let mut steps = scope
        .split('/')
        .skip_while(|step| *step != "resourcegroups");
    match (
        steps.nth(1),
        steps.next(),
        resource.text("resource_group_name"),
    ) {
        // A whole subscription, or a group of an unknown name.
        (None, ..) | (Some(_), None, None) => None,
        // A group of this name, in some subscription.
        (Some(group), None, Some(name)) if group.eq_ignore_ascii_case(name) => None,
        // Another group, or something in one that is there already.
        _ => Some(false),
    }
}

//! Lists of objects of Kubernetes, as `kubectl get` writes them. Policies are written for an object, and a
//! rule that never sees one has nothing to say; so each object of a list is judged by itself.

use regorus::Value;
use tickmark_plugin::{At, Kind, Problem};

use crate::values;

/// How deeply lists may lie in lists; `kubectl` nests none.
const MAX_DEPTH: usize = 4;

/// What policies judge at a time: a document, or an object of a list.
pub(crate) struct Judged<'a> {
    pub(crate) at: At<'a>,
    /// The version and kind that a list states for its objects, because the API leaves both out of the
    /// objects of a typed list.
    inherited: Option<(&'a str, &'a str)>,
    pub(crate) is_list: bool,
}

impl<'a> Judged<'a> {
    /// A document, or the objects of the list that it is. The list as a whole is among them where a policy
    /// looks into lists by itself.
    pub(crate) fn all(root: At<'a>, lists_too: bool) -> Result<Vec<Self>, Problem> {
        let mut all = Vec::new();
        visit(root, None, lists_too, 0, &mut all)?;
        Ok(all)
    }

    pub(crate) fn kind(&self) -> Option<&'a str> {
        text(&self.at, "kind").or(self.inherited.map(|(_, kind)| kind))
    }

    pub(crate) fn value(&self) -> Result<Value, Problem> {
        match self.inherited {
            None => values::of(&self.at),
            Some((version, kind)) => {
                values::with(&self.at, &[("apiVersion", version), ("kind", kind)])
            }
        }
    }
}

fn visit<'a>(
    at: At<'a>,
    inherited: Option<(&'a str, &'a str)>,
    lists_too: bool,
    depth: usize,
    all: &mut Vec<Judged<'a>>,
) -> Result<(), Problem> {
    let items = at.get("items");
    let kind = text(&at, "kind").filter(|kind| {
        *kind == "List" || kind.ends_with("List") && items.as_ref().is_some_and(is_items)
    });
    let (Some(kind), Some(items)) = (kind, items) else {
        if kind.is_some() {
            return Err(at.problem("the list has no `items`"));
        }
        all.push(Judged {
            at,
            inherited,
            is_list: false,
        });
        return Ok(());
    };
    if !is_items(&items) {
        return Err(items.problem("the `items` of the list are no list"));
    }
    if depth >= MAX_DEPTH {
        return Err(at.problem("lists are nested too deeply"));
    }
    let version = text(&at, "apiVersion").unwrap_or_default();
    let element = kind.strip_suffix("List").filter(|kind| !kind.is_empty());
    if lists_too {
        all.push(Judged {
            at,
            inherited: None,
            is_list: true,
        });
    }
    for item in items.items() {
        if item.kind() != Kind::Object {
            return Err(item.problem("an element of the list is no object"));
        }
        let inherited = element.map(|kind| (version, kind));
        if inherited.is_none() && text(&item, "kind").is_none() {
            return Err(item.problem("an element of the list has no `kind`"));
        }
        visit(item, inherited, lists_too, depth + 1, all)?;
    }
    Ok(())
}

/// An empty list is written as `null` by some.
fn is_items(items: &At<'_>) -> bool {
    matches!(items.kind(), Kind::Array | Kind::Null)
}

fn text<'a>(at: &At<'a>, key: &str) -> Option<&'a str> {
    at.get(key)?.as_str()
}

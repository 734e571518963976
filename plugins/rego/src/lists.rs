//! Lists: those of Kubernetes, as `kubectl get` writes them, and documents that are a list. Policies are written
//! for an object, and a rule that never sees one has nothing to say; so each object of a list is judged by
//! itself.

use regorus::Value;
use tickmark_plugin::{At, Kind, Problem};

use crate::reads::Reads;
use crate::values;

/// How deeply lists may lie in lists; `kubectl` nests none.
const MAX_DEPTH: usize = 4;

/// What something is that policies judge, which decides what rules are asked about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A document, or an object of a list of Kubernetes.
    Thing,
    /// A list of Kubernetes as a whole.
    List,
    /// A list that is no object, as a whole.
    Array,
    /// An element of such a list.
    Element,
    /// An element that is an object of nothing but objects, as it may be a list whose elements have names.
    Group,
    /// An element of a list in which there are only single values.
    Value,
}

/// What policies judge at a time: a document, or an object of a list.
pub(crate) struct Judged<'a> {
    pub(crate) at: At<'a>,
    /// The version and kind that a list states for its objects, because the API leaves both out of the
    /// objects of a typed list.
    inherited: Option<(&'a str, &'a str)>,
    pub(crate) form: Form,
}

impl<'a> Judged<'a> {
    /// A document, or the objects of the list that it is. The list as a whole is among them where a policy
    /// looks into lists by itself.
    pub(crate) fn all(root: At<'a>, lists_too: bool) -> Result<Vec<Self>, Problem> {
        let mut all = Vec::new();
        visit(root, None, Form::Thing, lists_too, 0, &mut all)?;
        Ok(all)
    }

    /// Whether rules that read their input so have to be asked about it.
    pub(crate) fn concerns(&self, reads: Reads) -> bool {
        match self.form {
            Form::Thing | Form::List | Form::Group => true,
            Form::Array => reads.lists(),
            Form::Element => !reads.only_lists(),
            Form::Value => !reads.lists(),
        }
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
    form: Form,
    lists_too: bool,
    depth: usize,
    all: &mut Vec<Judged<'a>>,
) -> Result<(), Problem> {
    if at.kind() == Kind::Array && !at.is_empty() {
        return elements(&at, lists_too, depth, all);
    }
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
            form,
        });
        return Ok(());
    };
    if !is_items(&items) {
        return Err(items.problem("the `items` of the list are no list"));
    }
    not_too_deep(&at, depth)?;
    let version = text(&at, "apiVersion").unwrap_or_default();
    let element = kind.strip_suffix("List").filter(|kind| !kind.is_empty());
    if lists_too {
        all.push(Judged {
            at,
            inherited: None,
            form: Form::List,
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
        visit(item, inherited, form, lists_too, depth + 1, all)?;
    }
    Ok(())
}

/// A list that is a document, as Conftest takes it: each element is judged by itself. The list as a whole is
/// among them for rules that go over it, as over the documents that Conftest combines.
fn elements<'a>(
    list: &At<'a>,
    lists_too: bool,
    depth: usize,
    all: &mut Vec<Judged<'a>>,
) -> Result<(), Problem> {
    not_too_deep(list, depth)?;
    all.push(Judged {
        at: list.clone(),
        inherited: None,
        form: Form::Array,
    });
    let is_single = |at: &At<'_>| !matches!(at.kind(), Kind::Array | Kind::Object);
    let only_values = list.items().all(|item| is_single(&item));
    for item in list.items() {
        let form = if only_values {
            Form::Value
        } else if !item.is_empty() && item.members().all(|(_, at)| at.kind() == Kind::Object) {
            Form::Group
        } else {
            Form::Element
        };
        visit(item, None, form, lists_too, depth + 1, all)?;
    }
    Ok(())
}

fn not_too_deep(list: &At<'_>, depth: usize) -> Result<(), Problem> {
    if depth >= MAX_DEPTH {
        return Err(list.problem("lists are nested too deeply"));
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

//! IAM policy documents: JSON inside a text, or the statements of `aws_iam_policy_document` where the
//! text is known only after apply.

use std::rc::Rc;

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Kind, addresses};

use crate::plan::Resource;
use crate::table::Scene;
use crate::view::{Leaf, State, View};

/// A statement, as far as it is known.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a statement is a handful of facts, each of which stands for itself"
)]
#[derive(Debug, Clone, Default)]
pub(crate) struct Statement {
    pub(crate) allow: bool,
    pub(crate) actions: Words,
    pub(crate) not_actions: bool,
    pub(crate) resources: Words,
    pub(crate) not_resources: bool,
    /// Anybody at all may be the principal.
    pub(crate) anyone: bool,
    /// Principals that are known only after apply.
    pub(crate) principals_open: bool,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) conditions_open: bool,
}

/// Texts of which some may be unknown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub(crate) known: Vec<String>,
    pub(crate) open: bool,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Condition {
    operator: String,
    key: String,
    values: Words,
}

/// A policy that an attribute holds.
pub(crate) enum Policy {
    Known(Vec<Statement>),
    Unset,
    Unknown,
    Malformed(String),
}

/// Condition keys that bind a request to somebody or some network known. The list is that by which
/// Amazon S3 decides that a policy is not public, with the keys that services add.
const BINDING: [&str; 17] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceowner",
    "aws:sourceorgid",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourceip",
    "aws:userid",
    "aws:vpcsourceip",
    "kms:calleraccount",
    "s3:dataaccesspointarn",
    "s3:dataaccesspointaccount",
    "lambda:eventsourcetoken",
];

impl Policy {
    /// The policy in an attribute of a resource.
    pub(crate) fn of<'d>(scene: &Scene<'_, 'd>, resource: &Resource<'d>, attribute: &str) -> Self {
        match Self::in_text(&resource.leaf(attribute)) {
            Self::Unknown => scene
                .links
                .sources(resource, attribute, "aws_iam_policy_document")
                .map_or(Self::Unknown, |sources| {
                    Self::Known(
                        sources
                            .into_iter()
                            .flat_map(|source| source_statements(source))
                            .collect(),
                    )
                }),
            known => known,
        }
    }

    /// The policy that a value holds as text.
    pub(crate) fn in_text(leaf: &Leaf<'_>) -> Self {
        match &leaf.state {
            State::Known { value, .. } => match value.as_str().map(str::trim) {
                Some("") => Self::Unset,
                Some(text) => Self::parse(text),
                None => Self::Malformed("expected JSON in a text".to_owned()),
            },
            State::Unset | State::Absent => Self::Unset,
            State::Unknown => Self::Unknown,
        }
    }

    /// Where the policy stands: in the attribute, or in the data source that makes it.
    pub(crate) fn place<'d>(
        scene: &Scene<'_, 'd>,
        resource: &Resource<'d>,
        attribute: &str,
    ) -> Location {
        let leaf = resource.leaf(attribute);
        let source = match leaf.state {
            State::Unknown => scene
                .links
                .sources(resource, attribute, "aws_iam_policy_document"),
            _ => None,
        };
        source
            .and_then(|sources| Some(sources.first()?.place()))
            .unwrap_or_else(|| leaf.place())
    }

    fn parse(text: &str) -> Self {
        match Document::json(&Rc::from("policy"), text.as_bytes()) {
            Err(problem) => Self::Malformed(problem.message.replace("the file", "the policy")),
            Ok(document) => {
                let root = document.root();
                match root.get("Statement") {
                    Some(list) if list.kind() == Kind::Array => {
                        Self::Known(list.items().map(|item| Statement::json(&item)).collect())
                    }
                    Some(one) if one.kind() == Kind::Object => {
                        Self::Known(vec![Statement::json(&one)])
                    }
                    _ => Self::Malformed("the policy has no Statement".to_owned()),
                }
            }
        }
    }
}

fn source_statements(source: &Resource<'_>) -> Vec<Statement> {
    let view = source.view();
    if let State::Known { value, .. } = view.get("json").leaf().state
        && let Some(text) = value.as_str()
        && let Policy::Known(statements) = Policy::parse(text)
    {
        return statements;
    }
    let inherited = [
        "source_policy_documents",
        "override_policy_documents",
        "source_json",
    ];
    let more = inherited
        .iter()
        .any(|key| !matches!(view.get(key).leaf().state, State::Unset | State::Absent));
    let mut statements: Vec<Statement> = view.get("statement").items().map_or_else(
        || vec![Statement::open()],
        |items| items.iter().map(Statement::block).collect(),
    );
    if more {
        statements.push(Statement::open());
    }
    statements
}

/// One text or a list of them.
fn texts(value: Option<&At<'_>>) -> Words {
    let known = match value {
        Some(value) if value.kind() == Kind::Array => value
            .items()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect(),
        Some(value) => value.as_str().map(str::to_owned).into_iter().collect(),
        None => Vec::new(),
    };
    Words { known, open: false }
}

fn block_texts(view: &View<'_>) -> Words {
    let leaf = view.leaf();
    Words {
        open: leaf.is_unknown() || leaf.partly_unknown(),
        known: texts(leaf.known()).known,
    }
}

impl Statement {
    fn json(statement: &At<'_>) -> Self {
        let principal = statement.get("Principal");
        let anyone = principal.as_ref().is_some_and(|principal| {
            principal.as_str() == Some("*")
                || texts(principal.get("AWS").as_ref())
                    .known
                    .iter()
                    .any(|it| it == "*")
        }) || (statement.get("NotPrincipal").is_some());
        let mut conditions = Vec::new();
        for (operator, keys) in statement.get("Condition").iter().flat_map(At::members) {
            for (key, values) in keys.members() {
                conditions.push(Condition {
                    operator: operator.to_ascii_lowercase(),
                    key: key.to_ascii_lowercase(),
                    values: texts(Some(&values)),
                });
            }
        }
        let get = |key| statement.get(key);
        Self {
            allow: statement.get("Effect").and_then(|it| it.as_str()) == Some("Allow"),
            not_actions: get("NotAction").is_some(),
            actions: texts(get("Action").or_else(|| get("NotAction")).as_ref()),
            not_resources: get("NotResource").is_some(),
            resources: texts(get("Resource").or_else(|| get("NotResource")).as_ref()),
            anyone,
            principals_open: false,
            conditions,
            conditions_open: false,
        }
    }

    fn block(statement: &View<'_>) -> Self {
        let effect = statement.get("effect").leaf();
        let mut anyone = false;
        let mut principals_open = effect.is_unknown();
        match statement.get("principals").items() {
            None => principals_open = true,
            Some(principals) => {
                for principal in principals {
                    let identifiers = block_texts(&principal.get("identifiers"));
                    let kind = block_texts(&principal.get("type"));
                    principals_open |= identifiers.open || kind.open;
                    anyone |= kind.known.iter().any(|kind| kind == "*" || kind == "AWS")
                        && identifiers.known.iter().any(|name| name == "*");
                }
            }
        }
        // Everybody else, as in the JSON form.
        anyone |= statement
            .get("not_principals")
            .items()
            .is_some_and(|others| others.into_iter().next().is_some());
        let conditions = statement.get("condition").items();
        let not = |key| !block_texts(&statement.get(key)).known.is_empty();
        let (not_actions, not_resources) = (not("not_actions"), not("not_resources"));
        Self {
            // Without an effect the data source allows.
            allow: effect.known().and_then(At::as_str) != Some("Deny"),
            actions: block_texts(&statement.get(if not_actions {
                "not_actions"
            } else {
                "actions"
            })),
            not_actions,
            resources: block_texts(&statement.get(if not_resources {
                "not_resources"
            } else {
                "resources"
            })),
            not_resources,
            anyone,
            principals_open,
            conditions_open: conditions.is_none(),
            conditions: conditions
                .unwrap_or_default()
                .iter()
                .map(|condition| Condition {
                    operator: block_texts(&condition.get("test"))
                        .known
                        .concat()
                        .to_ascii_lowercase(),
                    key: block_texts(&condition.get("variable"))
                        .known
                        .concat()
                        .to_ascii_lowercase(),
                    values: block_texts(&condition.get("values")),
                })
                .collect(),
        }
    }

    /// A statement of which nothing is known.
    fn open() -> Self {
        let open = || Words {
            known: Vec::new(),
            open: true,
        };
        Self {
            allow: true,
            actions: open(),
            resources: open(),
            principals_open: true,
            conditions_open: true,
            ..Self::default()
        }
    }

    /// Whether a condition binds the statement to somebody known. `None` where the evidence does not
    /// say.
    pub(crate) fn bound(&self) -> Option<bool> {
        let binding = |condition: &&Condition| {
            let positive = [
                "stringequals",
                "stringlike",
                "arnequals",
                "arnlike",
                "ipaddress",
            ];
            BINDING.contains(&condition.key.as_str())
                && positive
                    .iter()
                    .any(|operator| condition.operator.contains(operator))
                && !condition.operator.contains("not")
                && !condition.operator.ends_with("ifexists")
        };
        let narrow =
            |values: &Words| !values.known.is_empty() && values.known.iter().all(|it| is_fixed(it));
        let binding: Vec<&Condition> = self.conditions.iter().filter(binding).collect();
        if binding
            .iter()
            .any(|condition| narrow(&condition.values) && !condition.values.open)
        {
            Some(true)
        } else if self.conditions_open || binding.iter().any(|condition| condition.values.open) {
            None
        } else {
            Some(false)
        }
    }

    /// Whether the statement denies whatever does not come over TLS. `None` where it does so of something
    /// that the evidence does not name.
    pub(crate) fn demands_tls(&self) -> Option<bool> {
        let whole = self
            .resources
            .known
            .iter()
            .any(|name| name == "*" || (name.ends_with("/*") && is_whole(name)));
        if !self.denies_without_tls() {
            Some(false)
        } else if whole {
            Some(true)
        } else {
            (!self.resources.open).then_some(false)
        }
    }

    fn denies_without_tls(&self) -> bool {
        !self.allow
            && self.anyone
            && self
                .actions
                .known
                .iter()
                .any(|action| action == "*" || action == "s3:*")
            // A further condition would leave other requests alone, and the bucket's own name its objects.
            && self.conditions.len() == 1
            && !self.conditions_open
            && !self.not_resources
            && self.conditions.iter().any(|condition| {
                condition.key == "aws:securetransport"
                    && condition.operator == "bool"
                    && condition
                        .values
                        .known
                        .iter()
                        .any(|value| value.eq_ignore_ascii_case("false"))
            })
    }
}

/// Whether a value of a condition means somebody in particular. AWS calls a policy public where a wildcard
/// or a variable stands in such a value. It may stand behind what is fixed: in an ARN behind the account or,
/// where the service has none in its ARNs, in an object's key; behind the organisation in its paths; behind
/// the role in the id of a session.
fn is_fixed(value: &str) -> bool {
    let wild = |text: &str| text.contains(['*', '?']) || text.contains("${");
    if let Some(world) = addresses::is_world(value, addresses::Widest::default()) {
        return !world;
    }
    if !wild(value) {
        return !value.is_empty();
    }
    let parts: Vec<&str> = value.splitn(6, ':').collect();
    if let ["arn", _, service, _, account, rest] = parts[..] {
        let bucket = rest.split('/').next().unwrap_or_default();
        let of_bucket = service == "s3" && !bucket.is_empty() && !wild(bucket);
        return of_bucket || (!account.is_empty() && !wild(account) && !wild(service));
    }
    if value.starts_with("o-") {
        return value
            .split_once('/')
            .is_some_and(|(organisation, _)| !wild(organisation));
    }
    value
        .strip_suffix(":*")
        .is_some_and(|role| role.len() > 16 && !wild(role))
}

/// Whether an ARN with `/*` at its end is of all objects of a bucket, and not of a folder.
fn is_whole(arn: &str) -> bool {
    let name = arn.rsplit(':').next().unwrap_or_default();
    name.matches('/').count() == 1
}

//! Expressions, read and held against what they may refer to before anything is examined.

use std::collections::BTreeSet;

use cel::common::ast::operators;
use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue};
use cel::parser::PrattParser;

use crate::functions::{AMONG, DIFFERS, NAMES, SAME};
use crate::vacuous;

/// The longest expression, in bytes, and the most nodes that it may have once macros are expanded.
/// Both are far above what anybody can review.
const MAX_LENGTH: usize = 4096;
const MAX_NODES: usize = 5000;
/// How deeply an expression may be nested, so that evaluation needs little stack.
const MAX_DEPTH: u16 = 64;
/// How deep the tree may be: `1+1+1+...` nests without any parenthesis.
const MAX_TREE_DEPTH: usize = 200;
/// The names of types, for `type(x) == int`.
const TYPES: &[&str] = &[
    "bool",
    "bytes",
    "double",
    "int",
    "list",
    "map",
    "null_type",
    "string",
    "uint",
];

/// The variables that expressions can use.
pub(crate) const ITEM: &str = "item";
pub(crate) const KEY: &str = "key";
pub(crate) const DOCUMENT: &str = "document";
pub(crate) const PATH: &str = "path";
pub(crate) const AS_OF: &str = "as_of";
pub(crate) const COLLECTED: &str = "collected";

/// The variables there are for each subject.
pub(crate) const FOR_SUBJECTS: &[&str] = &[ITEM, KEY, DOCUMENT, PATH, AS_OF, COLLECTED];
/// The variables there are for a whole file.
pub(crate) const FOR_FILES: &[&str] = &[DOCUMENT, PATH, AS_OF, COLLECTED];

/// One step from a value into it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// An expression that was read.
#[derive(Debug, Clone)]
pub(crate) struct Expression {
    pub(crate) source: String,
    pub(crate) tree: IdedExpr,
    /// The same, where nothing to go over shows nothing.
    pub(crate) strict: Option<IdedExpr>,
    /// The parts of the subject that it looks at.
    pub(crate) looks_at: BTreeSet<Vec<Step>>,
    pub(crate) uses_document: bool,
}

impl Expression {
    /// Reads an expression that may use some variables. The error says where it is wrong.
    pub(crate) fn parse(source: &str, variables: &[&str]) -> Result<Self, String> {
        if source.len() > MAX_LENGTH {
            return Err(format!("the expression is longer than {MAX_LENGTH} bytes"));
        }
        let mut tree = PrattParser::new()
            .max_recursion_depth(MAX_DEPTH)
            .max_expression_node_count(MAX_NODES)
            .parse(source)
            .map_err(|errors| first_error(&errors))?;
        let mut walk = Walk {
            variables,
            bound: Vec::new(),
            looks_at: BTreeSet::new(),
            uses_document: false,
            unknown: None,
            depth: 0,
        };
        walk.visit(&mut tree);
        if let Some(unknown) = walk.unknown {
            return Err(unknown.message(source, variables));
        }
        Ok(Self {
            source: source.split_whitespace().collect::<Vec<_>>().join(" "),
            looks_at: walk.looks_at,
            uses_document: walk.uses_document,
            strict: vacuous::strict(&tree),
            tree,
        })
    }
}

fn first_error(errors: &cel::ParseErrors) -> String {
    errors.errors.first().map_or_else(
        || "it is no expression".to_owned(),
        |error| {
            let (line, column) = error.pos;
            if line > 0 {
                format!("{} (line {line}, column {column})", error.msg)
            } else {
                error.msg.clone()
            }
        },
    )
}

enum Unknown {
    Variable(String),
    Function(String),
    Struct(String),
    Depth,
}

impl Unknown {
    fn message(&self, source: &str, variables: &[&str]) -> String {
        let (what, name, known) = match self {
            Self::Variable(name) => ("variable", name, variables),
            Self::Function(name) => ("function", name, NAMES),
            Self::Struct(name) => ("type", name, &[][..]),
            Self::Depth => {
                return format!("the expression is nested more than {MAX_TREE_DEPTH} deep");
            }
        };
        let place = place_of(source, name)
            .map(|(line, column)| format!(" (line {line}, column {column})"))
            .unwrap_or_default();
        let known = if known.is_empty() {
            String::new()
        } else {
            format!("; there are {}", known.join(", "))
        };
        format!("there is no {what} `{name}`{place}{known}")
    }
}

/// Line and column, from 1, of the first use of a word.
fn place_of(source: &str, word: &str) -> Option<(usize, usize)> {
    let part_of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    source
        .match_indices(word)
        .find(|(start, _)| {
            !source[..*start].ends_with(part_of_name)
                && !source[start + word.len()..].starts_with(part_of_name)
        })
        .map(|(start, _)| {
            let before = &source[..start];
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|&one| one != '\n').count() + 1;
            (line, column)
        })
}

/// Goes over an expression once: finds what it refers to, and puts our equality in place.
struct Walk<'a> {
    variables: &'a [&'a str],
    bound: Vec<String>,
    looks_at: BTreeSet<Vec<Step>>,
    uses_document: bool,
    unknown: Option<Unknown>,
    depth: usize,
}

impl Walk<'_> {
    fn visit(&mut self, node: &mut IdedExpr) {
        if let Some(steps) = self.steps_into_item(node) {
            self.looks_at.insert(steps);
        }
        self.visit_parts(node);
    }

    /// Goes on below a node without noting it again as a shorter way into the subject.
    fn visit_parts(&mut self, node: &mut IdedExpr) {
        if self.depth == MAX_TREE_DEPTH {
            self.note(Unknown::Depth);
            return;
        }
        self.depth += 1;
        self.visit_kind(node);
        self.depth -= 1;
    }

    fn visit_kind(&mut self, node: &mut IdedExpr) {
        match &mut node.expr {
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::Ident(name) => self.variable(name),
            Expr::List(list) => list.elements.iter_mut().for_each(|one| self.visit(one)),
            Expr::Map(map) => {
                for entry in &mut map.entries {
                    match &mut entry.expr {
                        EntryExpr::MapEntry(entry) => {
                            self.visit(&mut entry.key);
                            self.visit(&mut entry.value);
                        }
                        EntryExpr::StructField(field) => self.visit(&mut field.value),
                    }
                }
            }
            Expr::Select(select) => self.continue_way(&mut select.operand),
            Expr::Struct(made) => self.note(Unknown::Struct(made.type_name.clone())),
            Expr::Literal(_) | Expr::Unspecified => {}
        }
    }

    /// Visits the operand of a selection: where it leads into the subject, the longer way has been
    /// noted.
    fn continue_way(&mut self, operand: &mut IdedExpr) {
        if self.steps_into_item(operand).is_some() {
            self.visit_parts(operand);
        } else {
            self.visit(operand);
        }
    }

    fn note(&mut self, unknown: Unknown) {
        self.unknown.get_or_insert(unknown);
    }

    fn variable(&mut self, name: &str) {
        if name.starts_with('@') || self.bound.iter().any(|bound| bound == name) {
            return;
        }
        if !self.variables.contains(&name) && !TYPES.contains(&name) {
            self.note(Unknown::Variable(name.to_owned()));
        }
        self.uses_document |= name == DOCUMENT;
    }

    fn call(&mut self, call: &mut CallExpr) {
        match call.func_name.as_str() {
            operators::EQUALS => SAME.clone_into(&mut call.func_name),
            operators::NOT_EQUALS => DIFFERS.clone_into(&mut call.func_name),
            operators::IN => AMONG.clone_into(&mut call.func_name),
            name if name.starts_with(|first: char| first.is_ascii_alphabetic())
                && !NAMES.contains(&name) =>
            {
                self.note(Unknown::Function(name.to_owned()));
            }
            _ => {}
        }
        if let Some(target) = &mut call.target {
            self.visit(target);
        }
        let is_index = call.func_name == operators::INDEX;
        for (position, argument) in call.args.iter_mut().enumerate() {
            if is_index && position == 0 {
                self.continue_way(argument);
            } else {
                self.visit(argument);
            }
        }
    }

    fn comprehension(&mut self, comprehension: &mut ComprehensionExpr) {
        self.visit(&mut comprehension.iter_range);
        self.visit(&mut comprehension.accu_init);
        let before = self.bound.len();
        self.bound.push(comprehension.iter_var.clone());
        self.bound.extend(comprehension.iter_var2.clone());
        self.bound.push(comprehension.accu_var.clone());
        self.visit(&mut comprehension.loop_cond);
        self.visit(&mut comprehension.loop_step);
        self.visit(&mut comprehension.result);
        self.bound.truncate(before);
    }

    /// The way into the subject that an expression spells, as `item.disks[0].encrypted` does.
    fn steps_into_item(&self, node: &IdedExpr) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        let mut expr = &node.expr;
        loop {
            match expr {
                Expr::Ident(name) => {
                    let is_item = name == ITEM && !self.bound.iter().any(|bound| bound == ITEM);
                    steps.reverse();
                    return is_item.then_some(steps);
                }
                Expr::Select(select) => {
                    steps.push(Step::Key(select.field.clone()));
                    expr = &select.operand.expr;
                }
                Expr::Call(call) if call.func_name == operators::INDEX => {
                    let [operand, index] = call.args.as_slice() else {
                        return None;
                    };
                    steps.push(match &index.expr {
                        Expr::Literal(LiteralValue::String(key)) => {
                            Step::Key(key.inner().to_owned())
                        }
                        Expr::Literal(LiteralValue::Int(index)) => {
                            Step::Index(usize::try_from(*index.inner()).ok()?)
                        }
                        _ => return None,
                    });
                    expr = &operand.expr;
                }
                _ => return None,
            }
        }
    }
}

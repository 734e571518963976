//! Where a policy asks for `data` by name, and how for `input`. The engine answers a name that nothing provides
//! with no value, and a rule that needs it never fires.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Literal, Module, Query, Ref, Rule, RuleAssign, RuleHead};

use crate::reads::{Reads, is_input};

/// A path below `data`, as far as it is written out, and the line on which it stands.
pub(crate) struct Reference {
    pub(crate) line: u32,
    pub(crate) steps: Vec<String>,
}

/// The steps of a path, as in `data.lib["a-b"]`. Nothing for what is no path.
fn steps_of(path: &Expr, steps: &mut Vec<String>) -> Option<()> {
    match path {
        Expr::Var { span, .. } => steps.push(span.text().to_owned()),
        Expr::RefDot { refr, field, .. } => {
            steps_of(refr, steps)?;
            steps.push(field.0.text().to_owned());
        }
        Expr::RefBrack { refr, index, .. } => {
            steps_of(refr, steps)?;
            let Expr::String { value, .. } = index.as_ref() else {
                return None;
            };
            steps.push(value.as_string().ok()?.to_string());
        }
        _ => return None,
    }
    Some(())
}

/// What a policy calls the paths below `data` that it imports.
pub(crate) type Names = BTreeMap<String, Vec<String>>;

/// The paths below `data` that a policy imports, each with the name that it has from then on.
pub(crate) fn imports(module: &Module) -> Vec<(String, Reference)> {
    module
        .imports
        .iter()
        .filter_map(|import| {
            let mut steps = Vec::new();
            steps_of(&import.refr, &mut steps)?;
            let name = match &import.r#as {
                Some(name) => name.text().to_owned(),
                None => steps.last()?.clone(),
            };
            let line = import.span.line;
            (steps.remove(0) == "data").then_some((name, Reference { line, steps }))
        })
        .collect()
}

/// How a path reads `input`, at its root.
pub(crate) fn root_reads(mut path: &Expr) -> Reads {
    let mut reads = Reads::default();
    loop {
        reads.step(path);
        match path {
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } if !is_input(refr) => {
                path = refr;
            }
            _ => return reads,
        }
    }
}

/// All paths below `data` that a rule asks for, and how it reads `input`.
pub(crate) fn of(rule: &Rule, names: &Names) -> (Vec<Reference>, Reads) {
    let mut walk = Walk {
        names,
        open: Vec::new(),
        found: Vec::new(),
        reads: Reads::default(),
    };
    match rule {
        Rule::Spec { head, bodies, .. } => {
            match head {
                RuleHead::Compr { refr, assign, .. } => {
                    walk.inside(refr);
                    walk.assigned(assign.as_ref());
                }
                RuleHead::Set { refr, key, .. } => {
                    walk.inside(refr);
                    walk.open.extend(key);
                }
                RuleHead::Func { args, assign, .. } => {
                    walk.open.extend(args);
                    walk.assigned(assign.as_ref());
                }
            }
            for body in bodies {
                walk.assigned(body.assign.as_ref());
                walk.query(&body.query);
            }
        }
        Rule::Default { value, .. } => walk.open.push(value),
    }
    walk.finish()
}

/// Expressions still to be looked at.
struct Walk<'a> {
    names: &'a Names,
    open: Vec<&'a Ref<Expr>>,
    found: Vec<Reference>,
    reads: Reads,
}

impl<'a> Walk<'a> {
    fn finish(mut self) -> (Vec<Reference>, Reads) {
        while let Some(expression) = self.open.pop() {
            self.expression(expression);
        }
        (self.found, self.reads)
    }

    /// What a statement goes over, element by element where it gives the key no name.
    fn gone_over(&mut self, collection: &'a Ref<Expr>, has_key: bool) {
        if is_input(collection) && !has_key {
            self.reads.elements = true;
        } else {
            self.open.push(collection);
        }
    }

    fn assigned(&mut self, assign: Option<&'a RuleAssign>) {
        self.open.extend(assign.map(|assign| &assign.value));
    }

    fn query(&mut self, query: &'a Query) {
        for statement in &query.stmts {
            // What a statement replaces is not asked for, what it puts there may be.
            self.open
                .extend(statement.with_mods.iter().map(|with| &with.r#as));
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn {
                    key,
                    value,
                    collection,
                    ..
                } => {
                    self.open.extend(key);
                    self.open.push(value);
                    self.gone_over(collection, key.is_some());
                }
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.open.push(expr),
                Literal::Every {
                    key, domain, query, ..
                } => {
                    self.gone_over(domain, key.is_some());
                    self.query(query);
                }
            }
        }
    }

    /// What stands in the brackets of a path.
    fn inside(&mut self, path: &'a Expr) {
        match path {
            Expr::RefDot { refr, .. } => self.inside(refr),
            Expr::RefBrack { refr, index, .. } => {
                self.open.push(index);
                self.inside(refr);
            }
            Expr::Var { .. } => {}
            other => self.expression(other),
        }
    }

    fn expression(&mut self, expression: &'a Expr) {
        match expression {
            Expr::String { .. }
            | Expr::RawString { .. }
            | Expr::Number { .. }
            | Expr::Bool { .. }
            | Expr::Null { .. } => {}
            Expr::Var { .. } => self.reads.step(expression),
            Expr::Array { items, .. } | Expr::Set { items, .. } => self.open.extend(items),
            Expr::Object { fields, .. } => {
                for (_, key, value) in fields {
                    self.open.extend([key, value]);
                }
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.open.push(term);
                self.query(query);
            }
            Expr::ObjectCompr {
                key, value, query, ..
            } => {
                self.open.extend([key, value]);
                self.query(query);
            }
            Expr::Call { fcn, params, .. } => {
                self.open.push(fcn);
                self.open.extend(params);
            }
            Expr::UnaryExpr { expr, .. } => self.open.push(expr),
            Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                self.path(expression);
                self.reads.add(root_reads(expression));
                self.inside(expression);
            }
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. }
            | Expr::AssignExpr { lhs, rhs, .. } => self.open.extend([lhs, rhs]),
            Expr::Membership {
                key,
                value,
                collection,
                ..
            } => {
                self.open.extend(key);
                self.open.extend([value, collection]);
            }
        }
    }

    /// Keeps a path below `data`, up to the first step that is known only when the policy runs.
    fn path(&mut self, mut path: &Expr) {
        let line = path.span().line;
        loop {
            let mut steps = Vec::new();
            if steps_of(path, &mut steps).is_some() {
                let rest = steps.split_off(1);
                let steps = match self.names.get(&steps[0]) {
                    Some(imported) => [imported.as_slice(), &rest].concat(),
                    None if steps[0] == "data" => rest,
                    None => return,
                };
                if !steps.is_empty() {
                    self.found.push(Reference { line, steps });
                }
                return;
            }
            match path {
                Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => path = refr,
                _ => return,
            }
        }
    }
}

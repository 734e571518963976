//! Expressions that hold only because there is nothing to go over: `users.all(u, u.mfa)` is true where there
//! are no users, and shows nothing about them.

use cel::common::ast::operators;
use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue};

/// The same expression, in which `all` of nothing does not hold. Nothing where it would be the same.
///
/// `!findings.exists(...)` stays as it is: that nothing is there can be what an expression is about.
pub(crate) fn strict(tree: &IdedExpr) -> Option<IdedExpr> {
    let mut strict = tree.clone();
    visit(&mut strict).then_some(strict)
}

/// Goes where truth comes from. Answers whether anything became stricter.
fn visit(node: &mut IdedExpr) -> bool {
    match &mut node.expr {
        Expr::Call(call) => {
            let parts = match call.func_name.as_str() {
                operators::LOGICAL_AND | operators::LOGICAL_OR => call.args.as_mut_slice(),
                operators::CONDITIONAL => call.args.get_mut(1..).unwrap_or_default(),
                _ => &mut [],
            };
            parts
                .iter_mut()
                .fold(false, |changed, part| visit(part) | changed)
        }
        Expr::Comprehension(comprehension) => {
            let changed = visit(&mut comprehension.loop_step);
            // `all` begins with true and goes on with `and`; nothing else does.
            let begins_true = matches!(
                &comprehension.accu_init.expr,
                Expr::Literal(LiteralValue::Boolean(start)) if *start.inner()
            );
            let goes_on = matches!(
                &comprehension.loop_step.expr,
                Expr::Call(step) if step.func_name == operators::LOGICAL_AND
            );
            if begins_true && goes_on {
                comprehension.accu_init = not_empty(&comprehension.iter_range);
                return true;
            }
            changed
        }
        _ => false,
    }
}

/// `size(range) > 0`.
fn not_empty(range: &IdedExpr) -> IdedExpr {
    let id = range.id;
    let call = |name: &str, args: Vec<IdedExpr>| IdedExpr {
        id,
        expr: Expr::Call(CallExpr {
            func_name: name.to_owned(),
            target: None,
            args,
        }),
    };
    let none = IdedExpr {
        id,
        expr: Expr::Literal(LiteralValue::Int(0.into())),
    };
    call(
        operators::GREATER,
        vec![call("size", vec![range.clone()]), none],
    )
}

//! Calls of functions that do not exist, found when a file is compiled rather than in front of a buyer.

use crate::docs::Placed;
use crate::mistake::Fact;
use rhai::{AST, ASTNode, Engine, Expr, FnCallExpr, Position, Stmt};
use std::collections::BTreeSet;
use understand::nearest;

/// What the interpreter itself answers, without a function.
const BUILT_IN: [&str; 1] = ["type_of"];

/// The names of all functions that any plugin may call.
pub(crate) fn offered(engine: &Engine) -> BTreeSet<String> {
    let signatures = engine.gen_fn_signatures(true);
    let named = signatures
        .iter()
        .filter_map(|signature| signature.split('(').next());
    named.chain(BUILT_IN).map(str::to_owned).collect()
}

/// The calls in a file of what is neither offered nor written in it.
pub(crate) fn unknown(ast: &AST, offered: &BTreeSet<String>) -> Vec<Placed> {
    let written: BTreeSet<&str> = ast.iter_functions().map(|function| function.name).collect();
    let mut unknown = Vec::new();
    let mut check = |call: &FnCallExpr, position: Position| {
        let name = call.name.as_str();
        if call.op_token.is_some() || written.contains(name) || offered.contains(name) {
            return;
        }
        let known = written
            .iter()
            .copied()
            .chain(offered.iter().map(String::as_str));
        let fact = Fact::FunctionUnknown {
            name: name.to_owned(),
            nearest: nearest(name, known).map(str::to_owned),
        };
        unknown.push((
            position.line().unwrap_or(1),
            position.position().unwrap_or(1),
            fact,
        ));
    };
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        match path.last() {
            Some(ASTNode::Expr(
                Expr::FnCall(call, position) | Expr::MethodCall(call, position),
            )) => check(call, *position),
            Some(ASTNode::Stmt(Stmt::FnCall(call, position))) => check(call, *position),
            _ => {}
        }
        true
    });
    unknown
}

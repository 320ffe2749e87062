//! What a state means is said in the domain: nobody else compares one. Others ask a function of the domain with a name
//! (`stands`, `is_unsent`), or list states by it for a query.

use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{BinOp, Expr, Token};

use super::held;
use super::source::{Source, is_test, sources};

/// Tables whose `state` is that of a procedure; a letter's or a job's own is none.
const TABLES: &[&str] =
    &["statement", "destination", "registration", "allocation", "body", "person", "appointment", "note", "meeting"];

struct Comparisons {
    lines: Vec<(usize, String)>,
}

/// The innermost thing that an expression is about: behind references, wrappers and method calls.
fn spine(expr: &Expr) -> &Expr {
    match expr {
        Expr::Reference(inner) => spine(&inner.expr),
        Expr::Paren(inner) => spine(&inner.expr),
        Expr::Unary(inner) => spine(&inner.expr),
        Expr::Try(inner) => spine(&inner.expr),
        Expr::MethodCall(call) if !is_state_method(call) => spine(&call.receiver),
        Expr::Call(call) if call.args.len() == 1 && wraps(&call.func) => spine(&call.args[0]),
        other => other,
    }
}

/// `Some(…)`, `Ok(…)`.
fn wraps(function: &Expr) -> bool {
    matches!(function, Expr::Path(path) if path.path.is_ident("Some") || path.path.is_ident("Ok"))
}

fn is_state_method(call: &syn::ExprMethodCall) -> bool {
    call.method == "state" && call.args.is_empty()
}

fn named_state(name: &str) -> bool {
    name == "state" || name.ends_with("_state")
}

/// A value called `state`, or a member of an enum called `State`.
fn is_state(expr: &Expr) -> bool {
    match spine(expr) {
        Expr::Path(path) => {
            let names: Vec<String> = path.path.segments.iter().map(|part| part.ident.to_string()).collect();
            names.iter().any(|name| name == "State") || names.last().is_some_and(|name| named_state(name))
        }
        Expr::Field(field) => matches!(&field.member, syn::Member::Named(name) if named_state(&name.to_string())),
        Expr::MethodCall(call) => is_state_method(call),
        _ => false,
    }
}

fn names_a_state(tokens: impl ToTokens) -> bool {
    let text = tokens.to_token_stream().to_string();
    text.contains("State ::")
}

/// `statement::state`, a column.
fn is_column(expr: &Expr) -> bool {
    let Expr::Path(path) = expr else { return false };
    let names: Vec<String> = path.path.segments.iter().map(|part| part.ident.to_string()).collect();
    matches!(names.as_slice(), [.., table, column] if column == "state" && TABLES.contains(&table.as_str()))
}

/// Has text written out in it: `"void"`, `["sent", "closed"]`.
fn spelled(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(lit) => matches!(lit.lit, syn::Lit::Str(_)),
        Expr::Array(array) => array.elems.iter().any(spelled),
        Expr::Reference(inner) => spelled(&inner.expr),
        _ => names_a_state(expr),
    }
}

impl Comparisons {
    fn add(&mut self, at: &impl Spanned, what: impl ToTokens) {
        self.lines.push((at.span().start().line, what.to_token_stream().to_string()));
    }
}

impl<'ast> Visit<'ast> for Comparisons {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        if matches!(expr.op, BinOp::Eq(_) | BinOp::Ne(_)) && (is_state(&expr.left) || is_state(&expr.right)) {
            self.add(expr, expr);
        }
        syn::visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_let(&mut self, expr: &'ast syn::ExprLet) {
        if names_a_state(&expr.pat) {
            self.add(expr, expr);
        }
        syn::visit::visit_expr_let(self, expr);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let compares = matches!(call.method.to_string().as_str(), "eq" | "ne" | "eq_any" | "ne_all");
        let first = call.args.first();
        if compares && is_column(&call.receiver) && first.is_some_and(spelled)
            || call.method == "contains" && first.is_some_and(is_state)
        {
            self.add(call, call);
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    /// What stands in a macro is read where it is a list of expressions; `matches!` has a pattern.
    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        if item.path.is_ident("matches") {
            let first = |input: syn::parse::ParseStream<'_>| {
                let expr: Expr = input.parse()?;
                let rest: proc_macro2::TokenStream = input.parse()?;
                Ok((expr, rest))
            };
            if let Ok((expr, rest)) = first.parse2(item.tokens.clone())
                && (is_state(&expr) || names_a_state(rest))
            {
                self.add(item, item);
            }
        } else if let Ok(all) = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(item.tokens.clone()) {
            // The parsed copies live no longer than this, so that they are read by a reader of their own.
            let mut inner = Comparisons { lines: Vec::new() };
            all.iter().for_each(|expr| Visit::visit_expr(&mut inner, expr));
            self.lines.extend(inner.lines);
        }
    }
}

pub fn state_comparisons(source: &Source) -> Vec<String> {
    if source.is_in(&["src/domain/"]) {
        return Vec::new();
    }
    let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
    let mut reader = Comparisons { lines: Vec::new() };
    reader.visit_file(&file);
    reader.lines.into_iter().map(|(line, what)| source.at(line, &what)).collect()
}

#[test]
fn only_the_domain_compares_states() {
    held(sources(), &[], state_comparisons);
}

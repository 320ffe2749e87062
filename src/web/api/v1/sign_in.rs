//! Signing a program in, and whom it speaks for.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::Value;

use super::sent::{self, wrong};
use super::types;
use crate::domain::form::FieldProblem;
use crate::domain::people::Actor;
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::{origin, token};

/// An access token for an address and a password.
pub async fn enter(request: HttpRequest, app: App, payload: web::Payload) -> Result<HttpResponse, Problem> {
    let fields = sent::object(&request, payload.into_inner()).await?;
    if let Some(name) = fields.keys().find(|name| !matches!(name.as_str(), "email" | "password")) {
        let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
        return Err(wrong(&name, said!("form-unknown-field", name = name.clone())));
    }
    let mut problems = Vec::new();
    let mut text = |name: &str| match fields.get(name) {
        Some(Value::String(text)) if !text.trim().is_empty() && !text.contains('\0') => text.clone(),
        Some(Value::String(_)) | None => {
            problems.push(FieldProblem { field: name.to_owned(), said: said!("form-required") });
            String::new()
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            problems.push(FieldProblem { field: name.to_owned(), said: said!("form-not-text") });
            String::new()
        }
    };
    let (email, password) = (text("email"), text("password"));
    if !problems.is_empty() {
        return Err(Problem::Fields(problems));
    }
    let given = token::sign_in(&app, &email, &password, &origin::peer(&request)).await?;
    Ok(HttpResponse::Ok().json(given))
}

/// Whom the token speaks for.
pub async fn me(caller: Caller) -> Result<HttpResponse, Problem> {
    let administrator = matches!(&caller.actor, Actor::Person { administrator: true, .. });
    Ok(HttpResponse::Ok().json(types::Me {
        id: caller.id,
        name: caller.name.clone(),
        email: caller.email.clone(),
        administrator,
        roles: caller.roles.iter().map(|held| types::Role::of(&caller.words, held)).collect(),
        today: caller.today,
    }))
}

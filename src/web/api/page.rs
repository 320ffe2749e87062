//! The page about the API: its operations and its acts, from the same lists as the routes.

use actix_web::HttpResponse;

use super::{Operation, openapi};
use crate::domain::ask::asks;
use crate::domain::named::Named;
use crate::links;
use crate::web::app::App;
use crate::web::auth::Visitor;
use crate::web::error::Problem;
use crate::web::frame;
use crate::web::view::api::{Act, Api as View, Operation as Shown};

/// For everybody: it shows rules and no data.
pub async fn show(app: App, visitor: Visitor) -> Result<HttpResponse, Problem> {
    let page = frame::page(&app, visitor.caller.as_ref(), app.words.t("api-title"), None);
    let words = page.words.clone();
    let operations = Operation::ALL.iter().map(|one| Shown {
        method: one.method().name().to_uppercase(),
        path: one.path().to_owned(),
        about: words.t(&format!("api-op-{}", one.slug())),
    });
    let mut acts = Vec::new();
    for path in openapi::acts() {
        for kind in &path.kinds {
            acts.push(Act {
                path: path.path.clone(),
                verb: words.t(&format!("act-{}-{}", kind.slug(), path.act.replace('_', "-"))),
                procedure: words.t(&format!("procedure-{}", kind.slug())),
                href: links::procedure(kind.name(), None),
                fields: asks(*kind, path.act).unwrap_or_default().iter().map(|ask| ask.name.to_owned()).collect(),
            });
        }
    }
    frame::html(&View { operations: operations.collect(), acts, document: links::OPENAPI.to_owned(), page })
}

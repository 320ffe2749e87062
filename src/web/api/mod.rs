//! The API: one list of operations. The routes, the OpenAPI document and the page `/api` are made from it, so that
//! nothing is served that is not documented, and nothing documented that is not served.

pub mod openapi;
mod page;
pub mod schemas;
mod v1;

use actix_web::Route;
use actix_web::web::{ServiceConfig, post, resource};

use super::routes::get;
use crate::domain::named::Named;
use crate::links;
use crate::named;
use v1::{acts, bodies, files, notes, several, sign_in, statements, templates};

named! {
    /// What a program can ask for. The words about each are the message `api-op-<slug>`.
    pub enum Operation {
        SignIn = "sign_in",
        Me = "me",
        Home = "home",
        Statements = "statements",
        Draft = "draft",
        Record = "record",
        RecordOwn = "record_own",
        Statement = "statement",
        Notes = "notes",
        Note = "note",
        Act = "act",
        Several = "several",
        File = "file",
        Intake = "intake",
        Bodies = "bodies",
        Body = "body",
        Templates = "templates",
        AddTemplate = "add_template",
        CorrectTemplate = "correct_template",
        EndTemplate = "end_template",
        PutBackTemplate = "put_back_template",
        People = "people",
        Procedure = "procedure",
    }
}

/// How an operation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "get",
            Method::Post => "post",
        }
    }
}

impl Operation {
    pub fn path(self) -> &'static str {
        match self {
            Operation::SignIn => links::API_SIGN_IN,
            Operation::Me => links::API_ME,
            Operation::Home => links::API_HOME,
            Operation::Statements | Operation::Draft => links::API_STATEMENTS,
            Operation::Record => links::API_RECORD,
            Operation::RecordOwn => links::API_RECORD_OWN,
            Operation::Statement => links::API_STATEMENT,
            Operation::Notes | Operation::Note => links::API_NOTES,
            Operation::Act => links::API_ACT,
            Operation::Several => links::API_ACTS,
            Operation::File => links::API_FILES,
            Operation::Intake => links::API_INTAKE,
            Operation::Bodies => links::API_BODIES,
            Operation::Body => links::API_BODY,
            Operation::Templates | Operation::AddTemplate => links::API_TEMPLATES,
            Operation::CorrectTemplate => links::API_CORRECT_TEMPLATE,
            Operation::EndTemplate => links::API_END_TEMPLATE,
            Operation::PutBackTemplate => links::API_PUT_BACK_TEMPLATE,
            Operation::People => links::API_PEOPLE,
            Operation::Procedure => links::API_PROCEDURE,
        }
    }

    pub fn method(self) -> Method {
        match self {
            Operation::SignIn
            | Operation::Draft
            | Operation::Record
            | Operation::RecordOwn
            | Operation::Note
            | Operation::Act
            | Operation::Several
            | Operation::File
            | Operation::Intake
            | Operation::AddTemplate
            | Operation::CorrectTemplate
            | Operation::EndTemplate
            | Operation::PutBackTemplate => Method::Post,
            Operation::Me
            | Operation::Home
            | Operation::Statements
            | Operation::Statement
            | Operation::Notes
            | Operation::Bodies
            | Operation::Body
            | Operation::Templates
            | Operation::People
            | Operation::Procedure => Method::Get,
        }
    }

    /// Whether it can be asked for without an access token.
    pub fn is_open(self) -> bool {
        matches!(self, Operation::SignIn | Operation::Procedure)
    }

    fn route(self) -> Route {
        match self {
            Operation::SignIn => post().to(sign_in::enter),
            Operation::Me => get().to(sign_in::me),
            Operation::Home => get().to(statements::home),
            Operation::Statements => get().to(statements::register),
            Operation::Draft => post().to(acts::draft),
            Operation::Record => post().to(acts::record),
            Operation::RecordOwn => post().to(acts::record_own),
            Operation::Statement => get().to(statements::show),
            Operation::Notes => get().to(notes::list),
            Operation::Note => post().to(notes::write),
            Operation::Act => post().to(acts::act),
            Operation::Several => post().to(several::several),
            Operation::File => post().to(files::store),
            Operation::Intake => post().to(files::intake),
            Operation::Bodies => get().to(bodies::all),
            Operation::Body => get().to(bodies::one),
            Operation::Templates => get().to(templates::list),
            Operation::AddTemplate => post().to(templates::add),
            Operation::CorrectTemplate => post().to(templates::correct),
            Operation::EndTemplate => post().to(templates::end),
            Operation::PutBackTemplate => post().to(templates::put_back),
            Operation::People => get().to(bodies::people),
            Operation::Procedure => get().to(bodies::procedure),
        }
    }
}

/// The routes of the API. A path stands once, with all its methods; paths without gaps come before those that would
/// swallow them, which is the order of the list.
pub fn configure(config: &mut ServiceConfig) {
    config.service(resource(links::API_PAGE).route(get().to(page::show)));
    config.service(resource(links::OPENAPI).route(get().to(openapi::serve)));
    let mut paths: Vec<&'static str> = Vec::new();
    for operation in Operation::ALL {
        if !paths.contains(&operation.path()) {
            paths.push(operation.path());
        }
    }
    for path in paths {
        let here = Operation::ALL.iter().filter(|operation| operation.path() == path);
        config.service(here.fold(resource(path), |at, operation| at.route(operation.route())));
    }
}

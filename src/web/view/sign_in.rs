//! The page where people sign in; in a demo database also the people one can be.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/sign_in/sign_in.html")]
pub struct SignIn {
    pub page: Page,
    pub action: String,
    /// The form's own fields, as the founder names them; e-mail and password.
    pub fields: Vec<Field>,
    pub problems: Vec<Problem>,
    /// Where to go afterwards.
    pub then: String,
    /// People of the demo, none elsewhere.
    pub people: Vec<DemoPerson>,
}

/// Somebody of the demo whom the reader can be without a password.
pub struct DemoPerson {
    pub id: String,
    pub name: String,
    /// None for those who only set the deployment up.
    pub body: Option<Body>,
    pub action: String,
    /// What this person may do, a sentence each.
    pub may: Vec<String>,
}

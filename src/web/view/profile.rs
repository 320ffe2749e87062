//! The page of whoever is signed in: how they read and hear, and their password.

use askama::Template;

use super::Page;
use super::parts::*;

#[derive(Template)]
#[template(path = "pages/profile/profile.html")]
pub struct Profile {
    pub page: Page,
    pub facts: Vec<Fact>,
    pub problems: Vec<Problem>,
    pub preference: Form,
    pub password: Form,
}

/// One of the two forms.
pub struct Form {
    pub action: String,
    pub fields: Vec<Field>,
}

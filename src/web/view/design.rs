//! All parts on one page, so that one sees at once what a change of the stylesheet does. Filled by the route with the
//! demo's words.

use askama::Template;

use super::Page;
use super::diagram::Diagram;
use super::parts::*;
use crate::web::markdown::Html;

#[derive(Template)]
#[template(path = "pages/design/design.html")]
pub struct Design {
    pub page: Page,
    pub bodies: Vec<Body>,
    pub chips: Vec<Chip>,
    pub balls: Vec<Ball>,
    pub possible: Vec<Offer>,
    pub refused: Vec<Offer>,
    pub facts: Vec<Fact>,
    pub problems: Vec<Problem>,
    pub fields: Vec<Field>,
    pub files: Vec<FileLink>,
    pub letters: Vec<LetterRow>,
    pub history: Vec<Entry>,
    pub pager: Pager,
    pub links: Vec<Link>,
    pub diagram: Diagram,
    pub text: Html,
}

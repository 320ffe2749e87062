//! What each page needs, as plain values: a view struct a page, its template beside it in `templates/pages`. Nothing here
//! asks the database or knows a rule; handlers fill these and render them.

pub mod act;
pub mod allocating;
pub mod api;
pub mod body;
pub mod design;
pub mod diagram;
pub mod field;
pub mod home;
pub mod intake;
pub mod letter;
pub mod meeting;
pub mod note;
pub mod draft;
pub mod numbers;
pub mod parts;
pub mod person;
pub mod problem;
pub mod procedure;
pub mod record;
pub mod profile;
pub mod register;
pub mod several;
pub mod setup;
pub mod sign_in;
pub mod statement;
pub mod templates;

use crate::web::assets;
use crate::words::Words;

/// What stands on every page around its subject.
#[derive(Clone)]
pub struct Page {
    /// The page's own title, also its `h1` where the template does not say another.
    pub title: String,
    pub words: Words,
    pub frame: Frame,
    /// The person who is signed in.
    pub person: Option<Person>,
    /// The token that every form carries.
    pub csrf: String,
    /// Sentences about what has just been done.
    pub flash: Vec<Flash>,
    /// Set in a demo database.
    pub demo: Option<Demo>,
    /// Letters wait because the database is a copy: told to those whom it concerns.
    pub held: Option<String>,
}

/// The addresses around the page; the founder's `links` gives them.
#[derive(Clone, Default)]
pub struct Frame {
    pub home: String,
    pub nav: Vec<NavLink>,
    /// Where the search field goes (`q` is added), empty when nobody is signed in.
    pub search: String,
    /// What was searched for.
    pub query: String,
    pub sign_in: String,
    pub sign_out: String,
    /// What stands in the menu of who is signed in.
    pub menu: Vec<parts::Link>,
}

/// One place of the navigation.
#[derive(Clone)]
pub struct NavLink {
    pub place: Place,
    pub href: String,
    pub current: bool,
}

/// The places of the navigation, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Home,
    Register,
    Meetings,
    LogStatement,
    WriteStatement,
    Procedures,
    PostOffice,
}

impl Place {
    /// The message with its name.
    pub fn key(self) -> &'static str {
        match self {
            Place::Home => "ui-nav-home",
            Place::Register => "ui-nav-register",
            Place::Meetings => "ui-nav-meetings",
            Place::LogStatement => "ui-nav-log",
            Place::WriteStatement => "ui-nav-write",
            Place::Procedures => "ui-nav-procedures",
            Place::PostOffice => "ui-nav-post-office",
        }
    }

    /// The letter that goes there after `g`.
    pub fn letter(self) -> &'static str {
        match self {
            Place::Home => "h",
            Place::Register => "r",
            Place::Meetings => "m",
            Place::LogStatement => "l",
            Place::WriteStatement => "n",
            Place::Procedures => "p",
            Place::PostOffice => "o",
        }
    }
}

/// Who is signed in.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    /// The roles with their bodies, one line each.
    pub roles: Vec<String>,
}

/// A sentence about what has just been done.
#[derive(Clone)]
pub struct Flash {
    pub sentence: String,
    pub good: bool,
}

/// The strip of a demo database.
#[derive(Clone)]
pub struct Demo {
    /// The demo's today, as shown.
    pub today: parts::Moment,
}

impl Page {
    /// A page for nobody in particular: sign-in, errors.
    pub fn bare(words: Words, title: impl Into<String>) -> Page {
        Page {
            title: title.into(),
            words,
            frame: Frame::default(),
            person: None,
            csrf: String::new(),
            flash: Vec::new(),
            demo: None,
            held: None,
        }
    }

    /// A message without gaps.
    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// A message whose gap is `$count`.
    pub fn n<C: Count>(&self, key: &str, count: C) -> String {
        self.words.n(key, count.count())
    }

    /// A message with one gap filled by text.
    pub fn fill(&self, key: &str, name: &str, value: impl AsRef<str>) -> String {
        self.words.fill(key, name, value.as_ref())
    }

    /// The address of a file of `static/`.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }
}

/// A number as templates hand it over, by value or by reference.
pub trait Count {
    /// The number.
    fn count(self) -> i64;
}

impl Count for usize {
    fn count(self) -> i64 {
        i64::try_from(self).unwrap_or(i64::MAX)
    }
}

impl Count for i64 {
    fn count(self) -> i64 {
        self
    }
}

impl<T: Count + Copy> Count for &T {
    fn count(self) -> i64 {
        (*self).count()
    }
}

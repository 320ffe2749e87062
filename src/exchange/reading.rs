//! What a statement says about itself, read from the form it is written on, each value with the line it stands on. What
//! is not found is absent: a person fills it in, and nothing here guesses.

use serde::{Deserialize, Serialize};

use super::document::Document;
use super::forms::{itu_t, letter, three_gpp};

/// The form a statement is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    ItuT,
    ThreeGpp,
    Letter,
    Unknown,
}

/// The values that a form can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Number,
    Reference,
    StudyPeriod,
    Language,
    Questions,
    PlaceAndDates,
    /// The letter's own date, ISO.
    Date,
    Source,
    Title,
    ForAction,
    ForComment,
    ForInformation,
    Approval,
    /// An ISO date; empty when the words printed there hold no date.
    Deadline,
    ContactName,
    ContactOrganisation,
    ContactCountry,
    ContactTel,
    ContactEmail,
    Keywords,
    Abstract,
    Body,
    /// The number of the statement that this one answers, or the words that name it.
    ReplyTo,
    Attachments,
}

impl Field {
    /// The stable name: in JSON, in message keys and as the name of a form's input.
    pub fn name(self) -> &'static str {
        match self {
            Field::Number => "number",
            Field::Reference => "reference",
            Field::StudyPeriod => "study_period",
            Field::Language => "language",
            Field::Questions => "questions",
            Field::PlaceAndDates => "place_and_dates",
            Field::Date => "date",
            Field::Source => "source",
            Field::Title => "title",
            Field::ForAction => "for_action",
            Field::ForComment => "for_comment",
            Field::ForInformation => "for_information",
            Field::Approval => "approval",
            Field::Deadline => "deadline",
            Field::ContactName => "contact_name",
            Field::ContactOrganisation => "contact_organisation",
            Field::ContactCountry => "contact_country",
            Field::ContactTel => "contact_tel",
            Field::ContactEmail => "contact_email",
            Field::Keywords => "keywords",
            Field::Abstract => "abstract",
            Field::Body => "body",
            Field::ReplyTo => "reply_to",
            Field::Attachments => "attachments",
        }
    }
}

/// One value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub field: Field,
    /// The value in our spelling: an ISO date, `ITU-T SG99` where only `SG99` is printed.
    pub value: String,
    /// The words of the document.
    pub printed: String,
    /// First and last line, counted from 0, in `Document::lines`.
    pub line: usize,
    pub to_line: usize,
    /// False where the value was completed or taken from running text: a person should look.
    pub sure: bool,
    /// Keeps the fields of one contact together.
    #[serde(default)]
    pub group: usize,
}

impl Found {
    /// A value that is what is printed.
    pub fn printed(field: Field, text: impl Into<String>, line: usize, to_line: usize) -> Found {
        let text = text.into();
        Found { field, value: text.clone(), printed: text, line, to_line, sure: true, group: 0 }
    }

    /// The same place and words, read as this value.
    pub fn read_as(self, value: impl Into<String>, sure: bool) -> Found {
        Found { value: value.into(), sure, ..self }
    }

    /// The same value, of the n-th contact.
    pub fn of_group(self, group: usize) -> Found {
        Found { group, ..self }
    }
}

/// All that was found, in the order of the fields as the form has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub form: Form,
    pub values: Vec<Found>,
}

impl Reading {
    /// The first value of a field.
    pub fn first(&self, field: Field) -> Option<&Found> {
        self.values.iter().find(|found| found.field == field)
    }

    /// The first value of a field, as text.
    pub fn text(&self, field: Field) -> Option<&str> {
        self.first(field).map(|found| found.value.as_str())
    }

    /// Every value of a field, in order.
    pub fn all(&self, field: Field) -> impl Iterator<Item = &Found> {
        self.values.iter().filter(move |found| found.field == field)
    }

    /// Every value of a field, as text.
    pub fn texts(&self, field: Field) -> Vec<&str> {
        self.all(field).map(|found| found.value.as_str()).collect()
    }

    /// The contacts, each with the fields found for it.
    pub fn contacts(&self) -> Vec<Vec<&Found>> {
        let is_contact = |field: Field| match field {
            Field::ContactName
            | Field::ContactOrganisation
            | Field::ContactCountry
            | Field::ContactTel
            | Field::ContactEmail => true,
            Field::Number
            | Field::Reference
            | Field::StudyPeriod
            | Field::Language
            | Field::Questions
            | Field::PlaceAndDates
            | Field::Date
            | Field::Source
            | Field::Title
            | Field::ForAction
            | Field::ForComment
            | Field::ForInformation
            | Field::Approval
            | Field::Deadline
            | Field::Keywords
            | Field::Abstract
            | Field::Body
            | Field::ReplyTo
            | Field::Attachments => false,
        };
        let mut contacts: Vec<Vec<&Found>> = Vec::new();
        for found in self.values.iter().filter(|found| is_contact(found.field)) {
            match contacts.last_mut().filter(|contact| contact.iter().any(|one| one.group == found.group)) {
                Some(contact) => contact.push(found),
                None => contacts.push(vec![found]),
            }
        }
        contacts
    }

    /// Whether the statement answers another one: it says to which, or its title says so.
    pub fn is_reply(&self) -> bool {
        let title = self.text(Field::Title).unwrap_or_default().to_lowercase();
        self.first(Field::ReplyTo).is_some()
            || ["reply ls", "ls reply", "ls/r", "ls/o/r", "response ls", "reply to"].iter().any(|it| title.contains(it))
    }
}

/// Reads a statement. The kind of form is told by its labels; a text without any is `Unknown`, with its body only.
pub fn read_statement(document: &Document) -> Reading {
    let form = form_of(document);
    let mut values = match form {
        Form::ItuT => itu_t::read(document),
        Form::ThreeGpp => three_gpp::read(document),
        Form::Letter => letter::read(document),
        Form::Unknown => super::forms::rows::body(document, 0).into_iter().collect(),
    };
    values.retain(|found| !found.printed.trim().is_empty());
    values.sort_by_key(|found| (found.group, found.field));
    values.sort_by_key(|found| found.field.name().starts_with("contact").then_some(found.group));
    Reading { form, values }
}

/// Labels weigh more than names: a 3GPP statement may speak of ITU-T in every paragraph.
fn form_of(document: &Document) -> Form {
    let head: Vec<String> = document.lines.iter().take(80).map(|line| line.trim().to_lowercase()).collect();
    let has = |label: &str| head.iter().any(|line| line.split('\t').any(|cell| cell.trim().starts_with(label)));
    let count = |labels: &[&str]| labels.iter().filter(|label| has(label)).count();
    let itu = count(&["for action", "for information to", "for comment", "question(s)", "approval", "study period"]);
    let itu = itu + count(&["telecommunication standardization", "standardization sector", "deadline"]);
    let own = count(&["response to:", "release:", "work item:", "send any reply ls", "contact person:", "3gpp tsg"]);
    let own = own + count(&["1. overall description", "1\toverall description", "source:"]);
    let letter =
        count(&["to:", "from:", "cc:", "date:", "purpose:", "for information", "for action", "liaison statement"]);
    let letter = letter + count(&["from", "dear ", "subject:", "title:", "deadline:", "source:"]);
    match () {
        () if (itu >= 3 || (itu == 2 && has("question(s)"))) && itu >= own => Form::ItuT,
        () if own >= 3 && has("title:") => Form::ThreeGpp,
        () if letter >= 3 && (has("to:") || has("to\t") || has("from:")) => Form::Letter,
        () => Form::Unknown,
    }
}

//! The statement as it goes out: what the document and the letters are made from. Frozen with the letter's row, so that
//! the document is the same whenever the worker makes it; a preview is the same value without a number.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Level, StatementFacts};
use crate::domain::content::{Contact, FileRef};
use crate::domain::named::Named;
use crate::domain::reference::Purpose;
use crate::domain::said::Said;
use crate::said;

/// One statement as the ITU-T form prints it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outgoing {
    pub number: Option<String>,
    pub study_period: String,
    pub language: String,
    pub questions: Vec<String>,
    pub prepared_at: String,
    pub group: String,
    pub source: String,
    pub title: String,
    pub for_action: Vec<String>,
    pub for_comment: Vec<String>,
    pub for_information: Vec<String>,
    pub approval: Option<Said>,
    pub deadline: Option<NaiveDate>,
    pub contacts: Vec<Contact>,
    pub abstract_text: String,
    pub body: String,
    pub files: Vec<FileRef>,
    pub issued_on: Option<NaiveDate>,
}

/// What goes out of these facts under this number.
pub fn outgoing(facts: &StatementFacts, number: Option<String>, issued_on: Option<NaiveDate>) -> Outgoing {
    let to = |purpose: Purpose| -> Vec<String> {
        facts.standing().filter(|to| to.purpose == purpose).map(|to| to.name().to_owned()).collect()
    };
    Outgoing {
        number,
        study_period: facts.study_period.clone(),
        language: facts.content.language.clone(),
        questions: facts.questions.clone(),
        prepared_at: facts.content.prepared_at.clone(),
        group: facts.owner.root_name().to_owned(),
        source: facts.owner.root_name().to_owned(),
        title: facts.title.clone(),
        for_action: to(Purpose::Action),
        for_comment: to(Purpose::Comment),
        for_information: to(Purpose::Information),
        approval: facts.level.map(|level| approval(facts, level)),
        deadline: facts.content.deadline(),
        contacts: facts.content.contacts.clone(),
        abstract_text: facts.content.abstract_text.clone(),
        body: facts.content.body.clone(),
        files: facts.content.files.clone(),
        issued_on,
    }
}

/// `SG17 chair by correspondence, 16 Aug 2023` and its like.
fn approval(facts: &StatementFacts, level: Level) -> Said {
    let record = facts.decision.as_ref();
    let text = |field: &str| record.and_then(|r| r.get(field)).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let body = facts.owner.root_name().to_owned();
    let said = match level {
        Level::ChairByCorrespondence => said!("approval-by-correspondence", body = body),
        Level::RapporteurGroup | Level::WorkingParty | Level::StudyGroup => {
            said!("approval-at-meeting", body = body, meeting = text("meeting"))
        }
    };
    let said = said.term("level", format!("level-{}", level.slug()));
    match text("on").parse::<NaiveDate>() {
        Ok(on) => said.with("on", on),
        Err(_) => said.with("on", ""),
    }
}

//! The statement as it goes out: what the document and the letters are made from. Frozen with the letter's row, so that
//! the document is the same whenever the worker makes it; a preview is the same value without a number.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Level, StatementFacts};
use crate::domain::content::{Contact, FileRef};
use crate::domain::reference::{self, Purpose};
use crate::domain::said::{Arg, Said};
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
    /// The number of the working party, `4/17`, where there is one.
    pub working_party: String,
    pub source: String,
    /// The source with its full name: `ITU-T Study Group 17`; none signs as `source`.
    pub signed: Option<Said>,
    pub title: String,
    pub answers: Vec<AnsweredThere>,
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

/// A statement that this one answers, as its sender knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnsweredThere {
    pub number: Option<String>,
    pub source: String,
    pub title: String,
    pub date: Option<NaiveDate>,
}

/// What goes out of these facts under this number.
pub fn outgoing(facts: &StatementFacts, number: Option<String>, issued_on: Option<NaiveDate>) -> Outgoing {
    let to = |purpose: Purpose| -> Vec<String> {
        facts.standing().filter(|to| to.purpose == purpose).map(outside_name).collect()
    };
    let owner = &facts.owner;
    Outgoing {
        number,
        study_period: facts.study_period.clone(),
        language: facts.content.language.clone(),
        questions: facts.questions.clone(),
        prepared_at: facts.content.prepared_at.clone(),
        group: owner.study_group().unwrap_or(owner.root_name()).to_owned(),
        working_party: owner.working_party().map(|name| name.trim_start_matches("WP")).unwrap_or_default().to_owned(),
        source: owner.outside_root_name(),
        signed: owner.study_group().map(|number| said!("document-study-group-source", number = number)),
        title: facts.title.clone(),
        answers: facts.answered().into_iter().map(answered).collect(),
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

/// The name of a destination as it is written outside.
fn outside_name(to: &super::To) -> String {
    to.body.as_ref().map_or_else(|| to.printed.clone(), |body| body.outside_name())
}

fn answered(there: &super::AnsweredHere) -> AnsweredThere {
    let super::title::Answered { number, source, date } = there.answered.clone();
    AnsweredThere { number, source, title: there.title.clone(), date }
}

/// `Agreed by ITU-T SG17 at its meeting (Geneva, 21 February - 3 March 2023)` and its like, for the form.
fn approval(facts: &StatementFacts, level: Level) -> Said {
    let record = facts.decision.as_ref();
    let text = |field: &str| record.and_then(|r| r.get(field)).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let owner = &facts.owner;
    let root = owner.outside_root_name();
    let on = text("on").parse::<NaiveDate>().map(Arg::from).unwrap_or_else(|_| Arg::from(""));
    let at = |who: &str| match place_and_dates(&text("meeting"), owner.root_name()) {
        Some(place) => said!("approval-at-meeting", body = who, meeting = place),
        None => said!("approval-at-meeting-on", body = who).with("on", on.clone()),
    };
    match level {
        Level::ChairByCorrespondence => said!("approval-by-correspondence", body = root).with("on", on),
        Level::StudyGroup => at(&root),
        Level::WorkingParty => {
            at(&owner.working_party().map_or(root, |name| reference::outside_name(owner.side, name)))
        }
        Level::RapporteurGroup => {
            let meeting = place_and_dates(&text("meeting"), &owner.short_name).unwrap_or_default();
            said!("approval-at-rapporteur-group", body = owner.outside_name(), meeting = meeting)
        }
        Level::WorkingGroup => {
            let meeting = place_and_dates(&text("meeting"), &owner.short_name).unwrap_or_default();
            said!("approval-recommended", body = owner.outside_name(), meeting = meeting)
        }
        Level::Resolution => match place_and_dates(&text("meeting"), owner.root_name()) {
            Some(place) => said!("approval-by-resolution", body = root, decision = text("decision"), meeting = place),
            None => said!("approval-by-resolution-on", body = root, decision = text("decision")).with("on", on.clone()),
        },
        Level::Ballot => said!("approval-by-ballot", body = root, decision = text("decision")).with("on", on),
        Level::BetweenMeetings => said!("approval-between-meetings", body = root).with("on", on),
        Level::Own => said!("approval-at-own-level", body = root, own = text("own_level")).with("on", on),
    }
}

/// The meeting as typed, without the body's own name before the place.
fn place_and_dates(meeting: &str, body: &str) -> Option<String> {
    let meeting = meeting.trim();
    let rest = meeting.strip_prefix("ITU-T ").unwrap_or(meeting);
    let whole = |rest: &&str| !rest.starts_with(char::is_alphanumeric);
    let rest = rest.strip_prefix(body).filter(whole).map_or(meeting, |rest| rest.trim_start_matches([',', ':', ' ']));
    (!rest.is_empty()).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_is_named_by_its_place_and_dates() {
        let geneva = Some("Geneva, 21 February - 3 March 2023".to_owned());
        for typed in [
            "SG17, Geneva, 21 February - 3 March 2023",
            "ITU-T SG17: Geneva, 21 February - 3 March 2023",
            "Geneva, 21 February - 3 March 2023",
        ] {
            assert_eq!(place_and_dates(typed, "SG17"), geneva, "{typed}");
        }
        assert_eq!(place_and_dates("SG17", "SG17"), None);
        assert_eq!(place_and_dates("SG170 meeting", "SG17"), Some("SG170 meeting".to_owned()));
    }
}

//! Corrections of bodies, people and addresses, and a body that is merged into another, as a form asks for them.

use super::reader::Reader;
use super::records::{address, chosen, days, names, one_series, parents, zone};
use crate::domain::command::{Kind, RecordCommand};
use crate::domain::named::Named;
use crate::domain::procedure::record::Act;
use crate::domain::record::{self, BodyCorrection, PersonCorrection};
use crate::domain::reference::{BodyKind, Side};
use crate::said;

pub(super) fn command(kind: Kind, act: Act, from: &mut Reader<'_>) -> Option<RecordCommand> {
    match (act, kind) {
        (Act::Correct, Kind::Body) => body(from).map(Box::new).map(RecordCommand::CorrectBody),
        (Act::Correct, Kind::Person) => person(from).map(Box::new).map(RecordCommand::CorrectPerson),
        (Act::EndAddress, Kind::Body) => {
            let (entry, on) = (from.id_required("address_entry"), from.day_required("ended_on"));
            Some(RecordCommand::EndAddress { entry: entry?, on: on? })
        }
        (Act::CorrectAddress, Kind::Body) => {
            let (entry, to) = (from.id_required("address_entry"), address(from));
            Some(RecordCommand::CorrectAddress { entry: entry?, to: Box::new(to?) })
        }
        (Act::MergeInto, Kind::Body) => Some(RecordCommand::MergeInto { into: from.id_required("into_body")? }),
        (_, _) => None,
    }
}

fn body(from: &mut Reader<'_>) -> Option<BodyCorrection> {
    let kind = from.choice("body_kind").and_then(|name| BodyKind::from_name(&name));
    let (short_name, title) = names(from);
    let side = chosen::<Side>(from, "side");
    let (parents, zone) = (parents(from), zone(from));
    let ((valid_from, valid_to), go_live) = (days(from), from.day("go_live"));
    let study_period = from.some_text("study_period");
    let (sent_numbers, received_numbers) = (one_series(from, "sent_numbers"), one_series(from, "received_numbers"));
    Some(BodyCorrection {
        kind,
        short_name,
        title,
        side: side?,
        zone,
        parents,
        valid_from: valid_from?,
        valid_to,
        study_period,
        go_live,
        sent_numbers,
        received_numbers,
    })
}

fn person(from: &mut Reader<'_>) -> Option<PersonCorrection> {
    let (name, email) = (from.text_required("person_name"), from.text_required("email"));
    if !email.is_empty() && !record::is_address(&email) {
        from.problem("email", said!("form-address"));
    }
    let (organisation, country, tel) = (from.text("organisation"), from.text("country"), from.text("tel"));
    Some(PersonCorrection { name, email, organisation, country, tel })
}

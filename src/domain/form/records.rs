//! Bodies, people, appointments and meetings as a form writes them down, and the day on which they end.

use chrono::NaiveDate;
use chrono_tz::Tz;
use uuid::Uuid;

use super::mended;
use super::reader::Reader;
use crate::domain::command::{Command, Kind, MeetingCommand, RecordCommand, TemplateCommand};
use crate::domain::meeting::{Held, MeetingRecord};
use crate::domain::named::Named;
use crate::domain::numbering::{PLACE, Series};
use crate::domain::people::Role;
use crate::domain::procedure::meeting;
use crate::domain::procedure::record::Act;
use crate::domain::record::{self, AddressRecord, AppointmentRecord, BodyRecord, PersonRecord, Recorded};
use crate::domain::reference::{AddressKind, BodyKind, MeetingKind, Side};
use crate::domain::template::Template;
use crate::said;

/// The highest next number of a series: none comes near.
const MOST: i64 = 1_000_000_000;

pub(super) fn command(kind: Kind, act: Act, from: &mut Reader<'_>) -> Option<Command> {
    let born = |record: Recorded| Command::Record(RecordCommand::Record(Box::new(record)));
    match (act, kind) {
        (Act::Record, Kind::Body) => body(from).map(Recorded::Body).map(born),
        (Act::Record, Kind::Person) => person(from).map(Recorded::Person).map(born),
        (Act::Record, Kind::Appointment) => appointment(from).map(Recorded::Appointment).map(born),
        (Act::End, Kind::Body | Kind::Person | Kind::Appointment) => {
            let on = from.day_required("ended_on")?;
            Some(Command::Record(RecordCommand::End { kind, on }))
        }
        (Act::TakeBack, Kind::Body | Kind::Person | Kind::Appointment) => {
            Some(Command::Record(RecordCommand::TakeBack { kind }))
        }
        (Act::AddAddress, Kind::Body) => {
            address(from).map(|entry| Command::Record(RecordCommand::AddAddress(Box::new(entry))))
        }
        (Act::Correct | Act::EndAddress | Act::CorrectAddress | Act::MergeInto, _) => {
            mended::command(kind, act, from).map(Command::Record)
        }
        (Act::ReserveNumber | Act::ReleaseNumber | Act::VoidNumber, Kind::Body) => {
            numbers(act, from).map(Command::Record)
        }
        (Act::AddTemplate | Act::CorrectTemplate | Act::EndTemplate | Act::PutBackTemplate, Kind::Body) => {
            templates(act, from).map(RecordCommand::Template).map(Command::Record)
        }
        (
            Act::Record
            | Act::End
            | Act::AddAddress
            | Act::TakeBack
            | Act::Absorb
            | Act::ReserveNumber
            | Act::ReleaseNumber
            | Act::VoidNumber
            | Act::AddTemplate
            | Act::CorrectTemplate
            | Act::EndTemplate
            | Act::PutBackTemplate,
            _,
        ) => None,
    }
}

/// A number of a body is reserved, released or made void.
fn numbers(act: Act, from: &mut Reader<'_>) -> Option<RecordCommand> {
    let (scheme, period) = (from.choice("number_series"), from.text("number_period"));
    if scheme.is_none() {
        from.missing("number_series");
    }
    let of = |scheme| Series { scheme, period };
    if act == Act::ReserveNumber {
        let (number, reserved_for) = (from.some_text("series_number"), from.text_required("reserved_for"));
        return Some(RecordCommand::ReserveNumber { of: of(scheme?), number, reserved_for });
    }
    let (number, of) = (from.text_required("series_number"), of(scheme?));
    Some(match act {
        Act::VoidNumber => RecordCommand::VoidNumber { of, number },
        _ => RecordCommand::ReleaseNumber { of, number },
    })
}

/// A template of a body is added, corrected, ended or put back.
fn templates(act: Act, from: &mut Reader<'_>) -> Option<TemplateCommand> {
    let of = if act == Act::AddTemplate { None } else { from.id_required("template") };
    if matches!(act, Act::EndTemplate | Act::PutBackTemplate) {
        let template = of?;
        return Some(match act {
            Act::EndTemplate => TemplateCommand::End { template },
            _ => TemplateCommand::PutBack { template },
        });
    }
    let (name, abstract_text) = (from.text_required("template_name"), from.text("template_abstract"));
    if !name.is_empty() && !record::is_name(&name) {
        from.problem("template_name", said!("form-name"));
    }
    let words = Box::new(Template { name, abstract_text, text: from.text_required("template_text") });
    Some(match act {
        Act::AddTemplate => TemplateCommand::Add(words),
        _ => TemplateCommand::Correct { template: of?, to: words },
    })
}

fn body(from: &mut Reader<'_>) -> Option<BodyRecord> {
    let kind = chosen::<BodyKind>(from, "body_kind");
    let (short_name, title) = names(from);
    let side = chosen::<Side>(from, "side");
    let parents = parents(from);
    let zone = zone(from);
    let (valid_from, go_live) = (from.day_required("valid_from"), from.day("go_live"));
    let kept_here = from.tick("kept_here");
    let (study_period, series) = (from.some_text("study_period"), side.map(|side| series(from, side)));
    Some(BodyRecord {
        kind: kind?,
        title,
        short_name,
        side: side?,
        zone,
        kept_here,
        parents,
        valid_from: valid_from?,
        valid_to: None,
        study_period,
        go_live,
        addresses: Vec::new(),
        series: series?,
    })
}

/// Its short name, and the long one, which is the short one where it is left open.
pub(super) fn names(from: &mut Reader<'_>) -> (String, String) {
    let (short_name, title) = (from.text_required("short_name"), from.text("full_name"));
    if !short_name.is_empty() && !record::is_name(&short_name) {
        from.problem("short_name", said!("form-name"));
    }
    let title = if title.is_empty() { short_name.clone() } else { title };
    (short_name, title)
}

pub(super) fn zone(from: &mut Reader<'_>) -> String {
    let zone = from.text_required("zone");
    if !zone.is_empty() && zone.parse::<Tz>().is_err() {
        from.problem("zone", said!("form-zone"));
    }
    zone
}

/// What it belongs to, each once, and no second without a first.
pub(super) fn parents(from: &mut Reader<'_>) -> Vec<Uuid> {
    let (one, other, third) = (from.id("parent"), from.id("other_parent"), from.id("third_parent"));
    if one.is_some() && one == other {
        from.problem("other_parent", said!("form-parent-twice"));
    }
    if third.is_some() && (third == one || third == other) {
        from.problem("third_parent", said!("form-parent-twice"));
    }
    if one.is_none() && (other.is_some() || third.is_some()) {
        from.missing("parent");
    }
    one.into_iter().chain(other).chain(third).collect()
}

/// The series of numbers that the body gives here.
fn series(from: &mut Reader<'_>, side: Side) -> Vec<(String, String, i64)> {
    let fields = [("sent_numbers", "ls"), ("received_numbers", side.receives_as())];
    let named = fields.into_iter().filter_map(|(field, scheme)| {
        let (form, next) = one_series(from, field)?;
        Some((scheme.to_owned(), form, next))
    });
    named.collect()
}

/// The form of the numbers of one series, and the next of them; none where it is left open.
pub(super) fn one_series(from: &mut Reader<'_>, field: &str) -> Option<(String, i64)> {
    let form = from.some_text(field)?;
    // `SG17-LS{n} 43` begins at 43.
    let (form, next) = match form.rsplit_once(' ') {
        Some((form, next)) if form.contains(PLACE) => (form.trim().to_owned(), next.parse().ok()),
        _ => (form, Some(1)),
    };
    let next = next.filter(|next: &i64| (1..=MOST).contains(next) && form.matches(PLACE).count() == 1);
    if next.is_none() {
        from.problem(field, said!("form-series"));
    }
    next.map(|next| (form, next))
}

fn person(from: &mut Reader<'_>) -> Option<PersonRecord> {
    let (name, email) = (from.text_required("person_name"), from.text_required("email"));
    if !email.is_empty() && !record::is_address(&email) {
        from.problem("email", said!("form-address"));
    }
    let (organisation, country, tel) = (from.text("organisation"), from.text("country"), from.text("tel"));
    Some(PersonRecord { name, email, organisation, country, tel, administrator: from.tick("administrator") })
}

fn appointment(from: &mut Reader<'_>) -> Option<AppointmentRecord> {
    let person = from.id_required("person");
    let role = chosen::<Role>(from, "role");
    let body = from.id_required("serves");
    let (begins, to) = days(from);
    let decision = from.text_required("appointing_decision");
    Some(AppointmentRecord { person: person?, role: role?, body: body?, from: begins?, to, decision })
}

fn meeting(from: &mut Reader<'_>) -> Option<MeetingRecord> {
    let body = from.id_required("convenes");
    let jointly_with: Vec<_> = from.id("jointly_with").into_iter().filter(|with| Some(*with) != body).collect();
    let kind = chosen::<MeetingKind>(from, "meeting_kind");
    let title = from.text_required("meeting_title");
    let Held { starts, ends, place } = held(from)?;
    Some(MeetingRecord { body: body?, jointly_with, kind: kind?, title, place, starts, ends })
}

/// What is done to a meeting.
pub(super) fn meeting_command(act: meeting::Act, from: &mut Reader<'_>) -> Option<Command> {
    Some(Command::Meeting(match act {
        meeting::Act::Record => MeetingCommand::Record(Box::new(meeting(from)?)),
        meeting::Act::Reschedule => MeetingCommand::Reschedule(held(from)?),
        meeting::Act::Cancel => MeetingCommand::Cancel,
        meeting::Act::TakeBack => MeetingCommand::TakeBack,
    }))
}

/// When and where; it ends on no day before it begins.
fn held(from: &mut Reader<'_>) -> Option<Held> {
    let (starts, ends) = (from.day_required("starts_on"), from.day_required("ends_on"));
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends < starts
    {
        from.problem("ends_on", said!("form-ends-before", begins = starts));
    }
    Some(Held { starts: starts?, ends: ends?, place: from.text("place") })
}

/// One of a list that must be chosen from.
pub(super) fn chosen<T: Named>(from: &mut Reader<'_>, field: &str) -> Option<T> {
    let found = from.choice(field).and_then(|name| T::from_name(&name));
    if found.is_none() && !from.problems.iter().any(|problem| problem.field == field) {
        from.problem(field, said!("form-required"));
    }
    found
}

/// One address of a body; it ends on no day before it begins.
pub(super) fn address(from: &mut Reader<'_>) -> Option<AddressRecord> {
    let kind = from.choice("address_kind").and_then(|name| AddressKind::from_name(&name));
    if kind.is_none() {
        from.problem("address_kind", said!("form-required"));
    }
    let (name, address) = (from.text_required("address_name"), from.text_required("address"));
    if !address.is_empty() && !record::is_address(&address) {
        from.problem("address", said!("form-address"));
    }
    let (begins, to) = days(from);
    Some(AddressRecord { kind: kind?, name, address, from: begins?, to })
}

/// From when to when.
pub(super) fn days(from: &mut Reader<'_>) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let (begins, to) = (from.day_required("valid_from"), from.day("valid_to"));
    if let (Some(begins), Some(to)) = (begins, to)
        && to < begins
    {
        from.problem("valid_to", said!("form-ends-before", begins = begins));
    }
    (begins, to)
}

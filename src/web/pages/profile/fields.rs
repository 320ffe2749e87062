//! The fields of the profile, and what was typed in them read into values that cannot be wrong.

use chrono_tz::{TZ_VARIANTS, Tz};
use serde_json::Value;

use crate::domain::digest::{Preference, Rhythm};
use crate::domain::form::FieldProblem;
use crate::domain::said::Said;
use crate::said;
use crate::web::form::Submitted;
use crate::web::view::parts::{Choice, Control, Field};
use crate::words::Words;
use crate::write::upkeep::credential::SHORTEST;

const HOURS: u8 = 24;

/// A preference as the form shows it.
pub(super) fn of(kept: &Preference) -> Submitted {
    let mut form = Submitted::default();
    let digest = if kept.rhythm.on { "yes" } else { "no" };
    let all = [
        ("language", kept.language.clone()),
        ("zone", kept.rhythm.zone.name().to_owned()),
        ("digest", digest.to_owned()),
        ("digest_hour", kept.rhythm.hour.to_string()),
    ];
    form.fields.extend(all.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))));
    form
}

/// What was typed, or what is wrong with it, field by field.
pub(super) fn read(form: &Submitted) -> Result<Preference, Vec<FieldProblem>> {
    let mut wrong = Vec::new();
    let mut at = |field: &str, said: Said| wrong.push(FieldProblem { field: field.to_owned(), said });
    let language = form.text("language");
    if !Words::languages().contains(&language) {
        at("language", said!("profile-no-language"));
    }
    let zone: Tz = form.text("zone").trim().parse().unwrap_or_else(|_| {
        at("zone", said!("profile-no-zone"));
        chrono_tz::UTC
    });
    let on = match form.text("digest") {
        "yes" => true,
        "no" => false,
        _ => {
            at("digest", said!("profile-no-choice"));
            false
        }
    };
    let hour = form.text("digest_hour").parse().ok().filter(|hour| *hour < HOURS).unwrap_or_else(|| {
        at("digest_hour", said!("profile-no-hour"));
        0
    });
    let preference = Preference { language: language.to_owned(), rhythm: Rhythm { zone, hour, on } };
    if wrong.is_empty() { Ok(preference) } else { Err(wrong) }
}

/// Language, zone and digest, as typed.
pub(super) fn preference(words: &Words, typed: &Submitted, wrong: &[FieldProblem]) -> Vec<Field> {
    let choice = |name: &str, value: String, label: String| Choice {
        chosen: typed.text(name) == value,
        value,
        label,
        ..Choice::default()
    };
    let languages = Words::languages()
        .into_iter()
        .map(|tag| choice("language", tag.to_owned(), words.fill("profile-language-is", "tag", tag)))
        .collect();
    let hours = (0..HOURS).map(|hour| choice("digest_hour", hour.to_string(), format!("{hour:02}:00"))).collect();
    let digest =
        ["yes", "no"].map(|value| choice("digest", value.to_owned(), words.t(&format!("digest-{value}")))).to_vec();
    let zone = Control::Suggest {
        value: typed.text("zone").to_owned(),
        suggestions: TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect(),
    };
    let fields = [
        Field::of("language", words.t("field-language"), Control::Select { choices: languages, blank: false }),
        Field::of("zone", words.t("profile-zone"), zone).hint(words.t("profile-zone-hint")),
        Field::of("digest", words.t("field-digest"), Control::Radios { choices: digest }),
        Field::of("digest_hour", words.t("field-digest-hour"), Control::Select { choices: hours, blank: false }),
    ];
    told(words, fields.map(Field::required), wrong)
}

/// The old password and the new one twice; nobody is shown what was typed.
pub(super) fn password(words: &Words, wrong: &[FieldProblem]) -> Vec<Field> {
    let secret =
        |autocomplete| Control::Text { value: String::new(), kind: "password", autocomplete: Some(autocomplete) };
    let least = words.say(&said!("field-password-new-hint", least = SHORTEST as i64));
    let fields = [
        Field::of("password_old", words.t("field-password-old"), secret("current-password")).required(),
        Field::of("password_new", words.t("field-password-new"), secret("new-password")).required().hint(least),
        Field::of("password_again", words.t("field-password-again"), secret("new-password")).required(),
    ];
    told(words, fields, wrong)
}

/// The fields with the sentences that belong to them.
fn told<const N: usize>(words: &Words, fields: [Field; N], wrong: &[FieldProblem]) -> Vec<Field> {
    let with = |field: Field| {
        let of: Vec<&FieldProblem> = wrong.iter().filter(|one| one.field == field.name).collect();
        of.into_iter().fold(field, |field, one| field.error(words.say(&one.said)))
    };
    fields.into_iter().map(with).collect()
}

//! Every route on one screen. The addresses are those of `links`.

use actix_web::guard::{Any, Get, Head};
use actix_web::web::{self, ServiceConfig, post, resource};
use actix_web::{HttpResponse, Route};

use super::api;
use super::error::Problem;
use super::pages::bodies::{numbers, templates};
use super::pages::liaisons::{allocating, draft, file, intake, notes, past, preview, register, several, statement};
use super::pages::records::corrected;
use super::pages::{
    acts, bodies, design, home, letters, machine, meetings, people, procedures, profile, records, setup, sign_in,
    undelivered,
};
use crate::links;

/// All routes.
pub fn all(config: &mut ServiceConfig) {
    config
        .service(resource(links::HEALTH).route(get().to(machine::health)))
        .service(resource(links::ROBOTS).route(get().to(machine::robots)))
        .service(resource(links::SECURITY).route(get().to(machine::security)))
        .service(resource(links::ASSET).route(get().to(machine::asset)))
        .service(resource(links::SIGN_IN).route(get().to(sign_in::show)).route(post().to(sign_in::enter)))
        .service(resource(links::SIGN_IN_AS).route(post().to(sign_in::enter_as)))
        .service(resource(links::SIGN_OUT).route(post().to(sign_in::leave)))
        .service(resource(links::HOME).route(get().to(home::show)))
        .service(resource(links::PROFILE).route(get().to(profile::show)).route(post().to(profile::keep)))
        .service(resource(links::OWN_PASSWORD).route(post().to(profile::change_password)))
        .configure(liaisons)
        .service(resource(links::ACT).route(get().to(acts::show)).route(post().to(acts::done)))
        .service(resource(links::NUMBER).route(get().to(acts::number)))
        .service(resource(links::FILE).route(get().to(file::show)))
        .service(resource(links::BODIES).route(get().to(bodies::index)))
        .service(resource(links::BODY).route(get().to(bodies::show)).route(post().to(bodies::add_address)))
        .service(resource(links::NUMBERS).route(get().to(numbers::show)))
        .service(resource(links::SET_ASIDE).route(get().to(numbers::form)).route(post().to(numbers::done)))
        .service(resource(links::TEMPLATES).route(get().to(templates::show)))
        .service(resource(links::NEW_TEMPLATE).route(get().to(templates::new)).route(post().to(templates::add)))
        .service(resource(links::TEMPLATE).route(get().to(templates::form)).route(post().to(templates::done)))
        .service(resource(links::PEOPLE).route(get().to(people::index)))
        .service(resource(links::PERSON).route(get().to(people::show)))
        .service(resource(links::PASSWORD).route(post().to(people::give_password)))
        .service(resource(links::MEETINGS).route(get().to(meetings::index)))
        .service(resource(links::MEETING).route(get().to(meetings::show)))
        .service(resource(links::MEETING_LIST).route(get().to(meetings::list)))
        .configure(written_down)
        .service(resource(links::SETUP).route(get().to(setup::show)))
        .service(resource(links::MAIL_SERVER).route(post().to(setup::keep_mail_server)))
        .service(resource(links::TEST_LETTER).route(post().to(setup::send_test_letter)))
        .service(resource(links::RELEASE).route(post().to(setup::release_letters)))
        .service(resource(links::ALL_AGAIN).route(post().to(undelivered::all)))
        .service(resource(links::PROCEDURES).route(get().to(procedures::index)))
        .service(resource(links::PROCEDURE).route(get().to(procedures::show)))
        .service(resource(links::LETTERS).route(get().to(letters::index)))
        .service(resource(links::LETTER).route(get().to(letters::show)))
        .service(resource(links::LETTER_RAW).route(get().to(letters::raw)))
        .service(resource(links::LETTER_FILE).route(get().to(letters::file)))
        .configure(api::configure)
        .service(resource(links::DESIGN).route(get().to(design::show)))
        .default_service(web::to(nothing));
}

/// Statements, from the register to one of them.
fn liaisons(config: &mut ServiceConfig) {
    config
        .service(resource(links::REGISTER).route(get().to(register::show)))
        .service(resource(links::NEW_DRAFT).route(get().to(draft::new)).route(post().to(draft::create)))
        .service(resource(links::PAST).route(get().to(past::form)).route(post().to(past::record)))
        .service(resource(links::INTAKE).route(get().to(intake::start)).route(post().to(intake::take)))
        .service(resource(links::INTAKE_FILE).route(get().to(intake::form)).route(post().to(intake::confirm)))
        .service(resource(links::ALLOCATING).route(get().to(allocating::show)).route(post().to(allocating::done)))
        .service(resource(links::SEVERAL).route(get().to(several::show)).route(post().to(several::done)))
        .service(resource(links::STATEMENT).route(get().to(statement::show)))
        .service(resource(links::EDIT).route(get().to(draft::edit)).route(post().to(draft::update)))
        .service(resource(links::NOTES).route(get().to(notes::show)).route(post().to(notes::write)))
        .service(resource(links::PREVIEW).route(get().to(preview::show)))
        .service(resource(links::DOCUMENT).route(get().to(preview::word)))
        .service(resource(links::LETTERS_AGAIN).route(post().to(undelivered::of_statement)));
}

/// The forms of records: bodies, people, appointments, meetings.
fn written_down(config: &mut ServiceConfig) {
    config
        .service(resource(links::NEW_RECORD).route(get().to(records::new)).route(post().to(records::create)))
        .service(resource(links::END_RECORD).route(get().to(records::end)).route(post().to(records::ended)))
        .service(resource(links::TAKE_BACK_RECORD).route(get().to(records::back)).route(post().to(records::taken_back)))
        .service(
            resource(links::CORRECT_RECORD).route(get().to(corrected::correct)).route(post().to(corrected::corrected)),
        )
        .service(resource(links::MERGE_RECORD).route(get().to(corrected::merge)).route(post().to(corrected::merged)))
        .service(
            resource(links::MEND_ADDRESS).route(get().to(corrected::entry)).route(post().to(corrected::entry_mended)),
        );
}

/// GET, and HEAD as its answer without the body.
pub(super) fn get() -> Route {
    web::route().guard(Any(Get()).or(Head()))
}

async fn nothing() -> Result<HttpResponse, Problem> {
    Err(Problem::Missing)
}

//! Letters that were given up, tried once more: those about a statement by the secretariat whose letters they are, all of
//! them by an administrator.

use actix_web::{HttpResponse, web};
use uuid::Uuid;

use crate::domain::people::Role;
use crate::domain::reference::BodyFacts;
use crate::domain::standing;
use crate::links;
use crate::read::statement::{self as page_of, Statement};
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::error::Problem;
use crate::web::form::Posted;
use crate::web::frame::{self, Done};

/// Those about one statement.
pub async fn of_statement(app: App, posted: Posted, handle: web::Path<String>) -> Result<HttpResponse, Problem> {
    let caller = posted.caller;
    let mut conn = app.reader.connection().await?;
    let page = page_of::load(&mut conn, &caller.sight, &handle, None, caller.today).await?.ok_or(Problem::Missing)?;
    drop(conn);
    let about = about(&caller, &page);
    if about.is_empty() {
        return Err(Problem::Missing);
    }
    app.upkeep.try_again(Some(&about), app.clock.now()).await?;
    done(&app, &links::statement(&handle))
}

/// All of them.
pub async fn all(app: App, posted: Posted) -> Result<HttpResponse, Problem> {
    if !posted.caller.actor.administrates() {
        return Err(Problem::Missing);
    }
    app.upkeep.try_again(None, app.clock.now()).await?;
    done(&app, links::SETUP)
}

fn done(app: &App, next: &str) -> Result<HttpResponse, Problem> {
    let mut answer = frame::see_other(next);
    frame::with_cookie(&mut answer, &Done::Kept("tried-again").cookie(&app.config))?;
    Ok(answer)
}

/// The subjects whose letters are those of the reader's own secretariat: the statement and its addressees at the sender,
/// each registration and its parts at the receiver.
pub fn about(caller: &Caller, page: &Statement) -> Vec<Uuid> {
    let keeps = |body: &BodyFacts| {
        let roles = [Role::Counsellor, Role::CommitteeManager];
        caller.actor.appointment_for(&roles, &body.authority(), caller.today).is_some()
    };
    let mut subjects = Vec::new();
    for received in page.registrations.iter().filter(|one| keeps(&one.facts.body)) {
        subjects.push(received.id);
        subjects.extend(received.allocations.iter().map(|part| part.id));
    }
    let owned = page.ours && page.facts.as_ref().is_some_and(|facts| keeps(&facts.owner));
    if owned || standing::is_issued_elsewhere(&page.state) && !subjects.is_empty() {
        subjects.push(page.id);
        subjects.extend(page.destinations.iter().map(|to| to.id));
    }
    subjects
}

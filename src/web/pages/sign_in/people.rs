//! The people of the demo, and what each may do: read off the tables, never written by hand.

use crate::domain::calendar;
use crate::domain::named::Named;
use crate::domain::procedure::engine::Who;
use crate::domain::procedure::printed::{self, Printed};
use crate::domain::said::Said;
use crate::facts::GENEVA;
use crate::links;
use crate::read::person::{self, Somebody};
use crate::web::app::App;
use crate::web::error::Problem;
use crate::web::view::parts::{Body, Side};
use crate::web::view::sign_in::DemoPerson;
use crate::words::Words;

/// Everybody whom one can be; first those whom the sentence above the list names, as it names them.
pub async fn list(app: &App) -> Result<Vec<DemoPerson>, Problem> {
    let today = calendar::today(app.clock.now(), GENEVA);
    let mut everybody = person::everybody(&mut *app.reader.connection().await?, today).await?;
    let tables = printed::all();
    let lead = app.words.t("sign-in-demo-lead");
    everybody.sort_by_key(|one| lead.find(&one.name).unwrap_or(usize::MAX));
    Ok(everybody.into_iter().map(|one| shown(one, &tables, &app.words)).collect())
}

fn shown(one: Somebody, tables: &[Printed], words: &Words) -> DemoPerson {
    let body = one.roles.first().map(|served| Body {
        name: served.body.clone(),
        side: if served.itu { Side::ItuT } else { Side::Partner },
        href: None,
    });
    let mut may: Vec<String> = one
        .roles
        .iter()
        .map(|served| {
            let role = format!("role-{}", served.role.slug());
            words.say(&Said::new("frame-role").term("role", role).with("body", served.body.as_str()))
        })
        .collect();
    let mut holds: Vec<Who> = one.roles.iter().map(|served| Who::Role(served.role)).collect();
    if one.administrator {
        holds.push(Who::Administrator);
    }
    may.extend(tables.iter().filter_map(|table| steps(table, &holds, words)));
    DemoPerson { id: one.id.to_string(), name: one.name, body, action: links::SIGN_IN_AS.to_owned(), may }
}

/// "Liaison statement: Submit for approval, Send …", in the order of the table.
fn steps(table: &Printed, holds: &[Who], words: &Words) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for row in table.rows.iter().filter(|row| row.who.iter().any(|who| holds.contains(who))) {
        let name = words.t(&format!("act-{}-{}", table.name, row.act.replace('_', "-")));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let what = format!("procedure-{}", table.name);
    (!names.is_empty()).then(|| words.say(&Said::new("sign-in-may").term("what", what).with("acts", names.join(", "))))
}

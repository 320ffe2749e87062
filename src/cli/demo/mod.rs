//! `entente demo`: SG17 and ISO/TC 307 as they stood on 16 August 2023. Everything goes through the door, each step by the
//! person and on the day it is said to have happened, so that history, numbers and deadlines are what they would be. The
//! bodies and the work are real; people are named by their role, what they write is invented.

mod bodies;
mod calendar;
mod letters;
mod people;
mod stage;
mod statements;
mod templates;

use std::process::ExitCode;

use chrono::{DateTime, TimeZone, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::failure::Failure;
use super::opened::Opened;
use super::{console, migrate};
use crate::config::Config;
use crate::said;
use crate::schema::{body, person, statement};
use crate::words::Words;
use stage::Stage;

/// The morning at which the demo begins: 09:30 in Geneva on the demo's today.
pub fn begins() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2023, 8, 16, 7, 30, 0).single().unwrap_or_default()
}

/// The verb.
pub async fn run(config: Config, words: &Words) -> Result<ExitCode, Failure> {
    let opened = Opened::open(config).await?;
    let made = async {
        migrate::up(&opened, words).await?;
        make(&opened, words).await
    };
    let made = made.await;
    opened.close().await?;
    made.map(|()| ExitCode::SUCCESS)
}

/// Makes the demo in an empty database; refuses any other.
pub async fn make(opened: &Opened, words: &Words) -> Result<(), Failure> {
    let now = Utc::now();
    let deployment = opened.deployment().await?;
    let upkeep = opened.upkeep();
    match deployment.demo {
        Some(demo) if !demo.complete => return Err(said!("cli-demo-cut-off").into()),
        Some(_) => return Err(said!("cli-demo-not-empty").into()),
        None if !deployment.empty || !upkeep.begin_demo(now).await? => return Err(said!("cli-demo-not-empty").into()),
        None => {}
    }
    tell(words, &words.t("cli-demo-bodies"));
    let mut stage = Stage::new(opened.door(), opened.pools.reader.clone());
    stage.furnish().await?;
    let steps = statements::steps()?;
    let mut month = String::new();
    for (done, step) in steps.iter().enumerate() {
        let this = step.at.format("%Y-%m").to_string();
        if this != month {
            let said = said!("cli-demo-steps", done = done as i64, all = steps.len() as i64, day = step.at);
            tell(words, &words.say(&said));
            month = this;
        }
        stage.play(step).await.map_err(|failure| {
            Failure::Said(said!("cli-demo-step", step = step.name(), why = failure.sentence(words)))
        })?;
    }
    tell(words, &words.t("cli-demo-letters"));
    letters::deliver(opened, begins(), words).await?;
    upkeep.keep_clock_offset(begins() - now).await?;
    upkeep.complete_demo(now).await?;
    made(opened, words).await
}

fn tell(words: &Words, what: &str) {
    console::progress(words.fill("cli-demo-making", "what", what));
}

async fn made(opened: &Opened, words: &Words) -> Result<(), Failure> {
    let mut conn = opened.pools.reader.connection().await?;
    let statements: i64 = statement::table.count().get_result(&mut conn).await?;
    let people: i64 = person::table.count().get_result(&mut conn).await?;
    let bodies: i64 = body::table.count().get_result(&mut conn).await?;
    let today = begins().date_naive();
    let said = said!("cli-demo-made", statements = statements, people = people, bodies = bodies, today = today);
    console::progress(words.say(&said));
    Ok(())
}

//! `entente doctor`: looks over the settings, the database and the letters; each line is ok, or says what to do.

use std::process::ExitCode;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Zurich;
use diesel::dsl::{count_star, max, min};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::console;
use super::failure::Failure;
use super::opened::Opened;
use crate::config::{self, Config, Unset};
use crate::db::migrate;
use crate::facts;
use crate::facts::deployment::Keeping;
use crate::said;
use crate::schema::outbox;
use crate::words::{Words, thousands};

/// A letter that waits longer than this is no longer on its way.
const LATE: TimeDelta = TimeDelta::minutes(15);
/// A backup older than this is worth a look.
const OLD: TimeDelta = TimeDelta::days(7);

struct Report<'a> {
    words: &'a Words,
    troubles: usize,
}

impl Report<'_> {
    fn ok(&self, what: &str, text: &str) {
        self.put("doctor-ok", what, text);
    }

    /// Something to do.
    fn look(&mut self, what: &str, text: &str) {
        self.troubles += 1;
        self.put("doctor-look", what, text);
    }

    fn put(&self, mark: &str, what: &str, text: &str) {
        console::labelled(&format!("{:4}  {}", self.words.t(mark), self.words.t(what)), 24, text);
    }
}

/// Prints the report. Exit code 1 when something is to be done.
pub async fn run(words: &Words) -> Result<ExitCode, Failure> {
    let mut report = Report { words, troubles: 0 };
    let config = match Config::from_environment() {
        Ok(config) => config,
        Err(error) => {
            report.look("doctor-settings", &error.to_string());
            return Ok(ExitCode::FAILURE);
        }
    };
    settings(&config, &mut report);
    match Opened::open(config).await {
        Ok(opened) => {
            let looked = database(&opened, &mut report).await;
            opened.close().await?;
            if let Err(failure) = looked {
                report.look("doctor-database", &failure.sentence(words));
            }
        }
        Err(failure) => report.look("doctor-database", &failure.sentence(words)),
    }
    Ok(if report.troubles == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn settings(config: &Config, report: &mut Report<'_>) {
    let words = report.words;
    for (setting, value) in config::as_set() {
        let text = match (value, setting.unset) {
            (Some(value), _) => format!("{}={value}", setting.name),
            (None, Unset::Is(means) | Unset::Derived(means) | Unset::Off(means)) => {
                words.say(&said!("doctor-setting-unset", name = setting.name, means = means))
            }
        };
        report.ok("doctor-settings", &text);
    }
    let key = if config.listens_on_loopback_only() { "doctor-listen-loopback" } else { "doctor-listen-open" };
    let text = words.fill(key, "listen", &config.listen);
    match config.listens_on_loopback_only() || config.public_url.starts_with("https://") {
        true => report.ok("doctor-listen", &text),
        false => report.look("doctor-listen", &text),
    }
    let antiword = config::search_path().iter().any(|folder| folder.join("antiword").is_file());
    match antiword {
        true => report.ok("doctor-reader", &words.t("doctor-reader-there")),
        false => report.look("doctor-reader", &words.t("doctor-reader-missing")),
    }
}

/// Which server letters go by, and who says so: the environment, or an administrator.
async fn mail(opened: &Opened, report: &mut Report<'_>) -> Result<(), Failure> {
    let words = report.words;
    if let Some(server) = &opened.config.smtp {
        report.ok("doctor-mail", &words.fill("doctor-mail-environment", "server", &format!("{server:?}")));
        return Ok(());
    }
    if opened.deployment().await?.demo.is_some() {
        report.ok("doctor-mail", &words.t("doctor-mail-demo"));
        return Ok(());
    }
    let kept = facts::mail_server::kept(&mut *opened.pools.reader.connection().await?).await?;
    let whole = opened.upkeep().mail_server().await?.is_some_and(|in_force| in_force.server.is_some());
    match kept {
        None => report.ok("doctor-mail", &words.t("doctor-mail-none")),
        Some(kept) => {
            let (server, at) = (kept.server.place(), words.instant(kept.stated_at, Zurich));
            let said = said!("doctor-mail-stated", server = server, by = kept.stated_by, at = at);
            report.ok("doctor-mail", &words.say(&said));
            if !whole {
                report.look("doctor-mail", &words.t("doctor-mail-incomplete"));
            }
        }
    }
    Ok(())
}

async fn database(opened: &Opened, report: &mut Report<'_>) -> Result<(), Failure> {
    let words = report.words;
    let pending = migrate::pending(&opened.urls.owner).await?;
    let text = match opened.cluster() {
        Some(cluster) => words.fill("doctor-database-private", "where", &cluster.socket_folder().display().to_string()),
        None => words.t("doctor-database-own"),
    };
    report.ok("doctor-database", &text);
    if !pending.is_empty() {
        report.look("doctor-migrations", &words.n("cli-migrate-first", pending.len() as i64));
        return Ok(());
    }
    report.ok("doctor-migrations", &words.t("doctor-migrations-none"));
    mail(opened, report).await?;
    history(opened, report).await?;
    let keeping = opened.keeping().await?;
    backup(opened, &keeping, report).await?;
    if !keeping.letters_leave {
        report.look("doctor-queue", &words.n("doctor-queue-held", keeping.waiting));
    }
    letters(opened, report).await
}

/// When it was last backed up. An empty database and a demo hold nothing that somebody would miss; a copy has no backup of
/// its own yet, whatever it was restored from.
async fn backup(opened: &Opened, keeping: &Keeping, report: &mut Report<'_>) -> Result<(), Failure> {
    let words = report.words;
    if let Some(from) = &keeping.restored {
        report.ok("doctor-backup", &words.fill("doctor-restored", "made", &words.instant(from.made_at, Zurich)));
    }
    let deployment = opened.deployment().await?;
    // What a copy knows of older backups it has from the original.
    let own =
        keeping.backup.as_ref().filter(|made| keeping.restored.as_ref().is_none_or(|from| made.at > from.made_at));
    match own {
        None if keeping.restored.is_some() && !deployment.empty => {
            let text = words.t("doctor-backup-copy");
            match deployment.demo {
                Some(_) => report.ok("doctor-backup", &text),
                None => report.look("doctor-backup", &text),
            }
        }
        None if deployment.empty || deployment.demo.is_some() => {
            report.ok("doctor-backup", &words.t("doctor-backup-none"))
        }
        None => report.look("doctor-backup", &words.t("doctor-backup-never")),
        Some(made) => {
            let at = words.instant(made.at, Zurich);
            let kilobytes = thousands(made.size.div_ceil(1024) as i64);
            let said = said!("doctor-backup-made", at = at, by = made.by.clone(), kilobytes = kilobytes);
            match Utc::now() - made.at > OLD {
                true => report.look("doctor-backup", &words.say(&said)),
                false => report.ok("doctor-backup", &words.say(&said)),
            }
        }
    }
    Ok(())
}

/// Each event keeps a digest of what was written with it: what was changed behind the program's back is found here.
async fn history(opened: &Opened, report: &mut Report<'_>) -> Result<(), Failure> {
    let looked = facts::payload::look_over(&mut *opened.pools.reader.connection().await?).await?;
    let (events, erased) = (looked.events, looked.erased);
    match looked.untrue.as_slice().first() {
        None => {
            let said = said!("doctor-history-true", count = events, erased = erased);
            report.ok("doctor-history", &report.words.say(&said));
        }
        Some(first) => {
            let count = looked.untrue.len() as i64;
            let said = said!("doctor-history-untrue", count = count, first = first.clone());
            report.look("doctor-history", &report.words.say(&said));
        }
    }
    Ok(())
}

async fn letters(opened: &Opened, report: &mut Report<'_>) -> Result<(), Failure> {
    let words = report.words;
    let now = opened.clock().await?.now();
    let mut conn = opened.pools.reader.connection().await?;
    let (count, oldest): (i64, Option<DateTime<Utc>>) = outbox::table
        .filter(outbox::state.eq("queued"))
        .select((count_star(), min(outbox::not_before)))
        .first(&mut conn)
        .await?;
    let since = oldest.map(|at| words.instant(at, Zurich)).unwrap_or_default();
    match oldest {
        None => report.ok("doctor-queue", &words.t("doctor-queue-empty")),
        Some(at) if now - at <= LATE => {
            report.ok("doctor-queue", &words.say(&said!("doctor-queue-waits", count = count, since = since)));
        }
        Some(_) => report.look("doctor-queue", &words.say(&said!("doctor-queue-old", count = count, since = since))),
    }
    let failed: i64 = outbox::table.filter(outbox::state.eq("failed")).select(count_star()).first(&mut conn).await?;
    if failed > 0 {
        report.look("doctor-queue", &words.n("doctor-failed", failed));
    }
    let last: Option<DateTime<Utc>> = outbox::table.select(max(outbox::sent_at)).first(&mut conn).await?;
    let text = match last {
        None => words.t("doctor-last-none"),
        Some(at) => words.fill("doctor-last-sent", "at", &words.instant(at, Zurich)),
    };
    report.ok("doctor-last", &text);
    Ok(())
}

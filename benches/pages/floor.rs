//! The limit beside which a page is measured: the SQL that the page itself sends, listened to in PostgreSQL's log and
//! sent again by pgbench, prepared, over the same sockets. What an act inserts and updates goes into tables of the same
//! shape and the same indexes on what it looks up, because the rules of the real ones allow it only once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_postgres::Client;

use super::http::Measured;

/// One statement as PostgreSQL was told it.
struct Said {
    sql: String,
    parameters: Vec<Option<String>>,
}

/// PostgreSQL writes down what it is told from here to `stop`.
pub struct Listening {
    log: PathBuf,
    from: u64,
}

impl Listening {
    pub async fn start(client: &Client, log: &Path) -> Listening {
        client.batch_execute("ALTER SYSTEM SET log_line_prefix = '@@'").await.unwrap();
        client.batch_execute("ALTER SYSTEM SET log_statement = 'all'").await.unwrap();
        client.batch_execute("SELECT pg_reload_conf()").await.unwrap();
        tokio::time::sleep(Duration::from_millis(1_000)).await;
        let from = fs::metadata(log).unwrap().len();
        Listening { log: log.to_owned(), from }
    }

    /// What was said since `start` or the last call, as a script for pgbench.
    pub fn script(&mut self, key: &str) -> String {
        let bytes = fs::read(&self.log).unwrap();
        let heard = String::from_utf8_lossy(&bytes[self.from as usize..]).into_owned();
        self.from = bytes.len() as u64;
        script(&said(&heard), key)
    }

    pub async fn stop(self, client: &Client) {
        client.batch_execute("ALTER SYSTEM RESET log_statement").await.unwrap();
        client.batch_execute("SELECT pg_reload_conf()").await.unwrap();
        tokio::time::sleep(Duration::from_millis(1_000)).await;
    }
}

fn said(log: &str) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for entry in log.split("@@").map(str::trim) {
        if let Some(rest) = entry.strip_prefix("LOG:  execute ") {
            let sql = rest.split_once(": ").map_or("", |(_, sql)| sql);
            all.push(Said { sql: sql.to_owned(), parameters: Vec::new() });
        } else if let Some(sql) = entry.strip_prefix("LOG:  statement: ") {
            all.push(Said { sql: sql.to_owned(), parameters: Vec::new() });
        } else if let (Some(list), Some(last)) = (entry.strip_prefix("DETAIL:  parameters: "), all.last_mut()) {
            last.parameters = parameters(list);
        }
    }
    all
}

/// `$1 = 'a''b', $2 = NULL` in their order.
fn parameters(list: &str) -> Vec<Option<String>> {
    let (mut all, mut rest) = (Vec::new(), list);
    while let Some((_, after)) = rest.split_once(" = ") {
        let Some(quoted) = after.strip_prefix('\'') else {
            all.push(None);
            rest = after.strip_prefix("NULL").unwrap_or(after);
            continue;
        };
        let (mut value, mut chars) = (String::new(), quoted.char_indices().peekable());
        let mut end = quoted.len();
        while let Some((at, char)) = chars.next() {
            if char != '\'' {
                value.push(char);
            } else if chars.next_if(|(_, next)| *next == '\'').is_some() {
                value.push('\'');
            } else {
                end = at + 1;
                break;
            }
        }
        all.push(Some(value));
        rest = &quoted[end..];
    }
    all
}

fn script(all: &[Said], key: &str) -> String {
    let event = all.iter().find(|one| one.sql.starts_with("INSERT INTO \"event\" "));
    let event = event.and_then(|one| one.parameters.first().cloned().flatten()).unwrap_or_default();
    let mut script = "\\set k random(1, 100000000000)\n".to_owned();
    for one in all {
        script += &filled(&beside(&one.sql), &one.parameters, key, &event);
        script += ";\n";
    }
    script
}

/// Writes go to the tables beside.
fn beside(sql: &str) -> String {
    for verb in ["INSERT INTO \"", "UPDATE \"", "DELETE FROM \"", "DELETE  FROM \""] {
        if let Some((table, rest)) = sql.strip_prefix(verb).and_then(|rest| rest.split_once('"')) {
            return format!("{verb}floor_{table}\" AS \"{table}\"{rest}");
        }
    }
    sql.to_owned()
}

/// The statement with its parameters in it. pgbench would take a colon in a text for a variable, hence the escapes.
fn filled(sql: &str, parameters: &[Option<String>], key: &str, event: &str) -> String {
    let (mut text, mut rest) = (String::new(), sql);
    while let Some((before, after)) = rest.split_once('$') {
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        text += before;
        let number: usize = after[..digits].parse().unwrap_or(0);
        text += &match parameters.get(number.wrapping_sub(1)) {
            Some(None) => "NULL".to_owned(),
            Some(Some(value)) if !key.is_empty() && value == key => "(:k)::text".to_owned(),
            Some(Some(value)) if !event.is_empty() && value == event => {
                "('00000000-0000-4000-8000-' || lpad((:k)::text, 12, '0'))::uuid".to_owned()
            }
            Some(Some(value)) => {
                let escaped = value.replace('\\', "\\\\").replace('\'', "''").replace(':', "\\x3A");
                format!("E'{escaped}'{}", kind(value))
            }
            None => format!("${}", &after[..digits]),
        };
        rest = &after[digits..];
    }
    text + rest
}

/// PostgreSQL's log does not say what a parameter is; only where it cannot find out by itself is it told.
fn kind(value: &str) -> &'static str {
    let first = value.strip_prefix('{').and_then(|rest| rest.split([',', '}']).next());
    if first.is_some_and(|first| uuid::Uuid::try_parse(first).is_ok()) { "::uuid[]" } else { "" }
}

/// Tables like those that these scripts write to.
pub async fn tables(client: &Client, scripts: &[String]) {
    let of = |word: &str| word.strip_prefix("\"floor_").and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let names: BTreeSet<String> = scripts.iter().flat_map(|script| script.split_whitespace()).filter_map(of).collect();
    for name in names {
        let like = "INCLUDING DEFAULTS INCLUDING IDENTITY";
        let like = if name == "command_key" { "INCLUDING ALL" } else { like };
        client.batch_execute(&format!("CREATE TABLE floor_{name} (LIKE {name} {like})")).await.unwrap();
        let first = if matches!(name.as_str(), "event_payload") { "event_id" } else { "id" };
        if name != "command_key" {
            let _ = client.batch_execute(&format!("CREATE INDEX ON floor_{name} ({first})")).await;
        }
        if name == "statement" {
            let copy = format!("INSERT INTO floor_{name} SELECT * FROM {name} WHERE state IN ('draft', 'in_review')");
            client.batch_execute(&copy).await.unwrap();
        }
    }
}

/// pgbench by so many at once: all on one script, or each on a script of its own, so that nobody waits for another's
/// row. A statement is prepared once a script and connection, hence no script is chosen by chance.
pub async fn measured(folder: &Path, host: &Path, scripts: &[String], clients: usize, long: Duration) -> Measured {
    let folder = folder.join(format!("pgbench-{}", uuid::Uuid::new_v4().simple()));
    fs::create_dir(&folder).unwrap();
    let (processes, each) = if scripts.len() == 1 { (1, clients) } else { (clients, 1) };
    let mut running = tokio::task::JoinSet::new();
    for (n, script) in scripts.iter().take(processes).enumerate() {
        fs::write(folder.join(format!("{n}.sql")), script).unwrap();
        let mut command = tokio::process::Command::new("pgbench");
        command.current_dir(&folder).args(["-n", "-M", "prepared", "-l", "-U", super::SUPERUSER, "-h"]).arg(host);
        command.args(["-c", &each.to_string(), "-j", &each.min(2).to_string(), "-T", &long.as_secs().to_string()]);
        command.args(["-f", &format!("{n}.sql"), super::DATABASE]);
        running.spawn(async move { command.output().await.unwrap() });
    }
    for output in running.join_all().await {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && !said.contains("aborted"), "pgbench: {said}");
    }
    let logs =
        fs::read_dir(&folder).unwrap().flatten().filter(|file| file.path().extension().is_none_or(|e| e != "sql"));
    let lines: Vec<String> = logs.map(|log| fs::read_to_string(log.path()).unwrap()).collect();
    let micros = |line: &str| line.split(' ').nth(2)?.parse().ok().map(Duration::from_micros);
    Measured::of(lines.iter().flat_map(|log| log.lines()).filter_map(micros).collect(), long)
}

//! `entente user`: a person who can sign in, and a password for one. The first administrator comes from here.

use std::io::{BufRead, IsTerminal, Write};
use std::process::{Command, ExitCode, Stdio};

use super::console;
use super::failure::Failure;
use super::opened::Opened;
use super::parts;
use crate::config::Config;
use crate::domain::command::{Command as Wanted, RecordCommand};
use crate::domain::people::Actor;
use crate::domain::record::{PersonRecord, Recorded, is_address};
use crate::facts;
use crate::said;
use crate::words::Words;
use crate::write::Order;

const LEAST: usize = 10;

/// People who can sign in.
#[derive(clap::Subcommand, Debug)]
pub enum User {
    /// Add a person; the password is asked for
    Add(Add),
    /// Give somebody a new password; it ends their sessions
    Password(Password),
}

/// Whose password.
#[derive(clap::Args, Debug)]
pub struct Password {
    /// The e-mail address, with which the person signs in
    email: String,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

/// One person.
#[derive(clap::Args, Debug)]
pub struct Add {
    /// The e-mail address, with which the person signs in
    email: String,
    /// The name as others see it
    #[arg(long)]
    name: String,
    #[arg(long, default_value = "")]
    organisation: String,
    /// Sets the deployment up (bodies, people, appointments); decides nothing of a body
    #[arg(long)]
    admin: bool,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

/// The verb.
pub async fn run(config: Config, user: &User, words: &Words) -> Result<ExitCode, Failure> {
    match user {
        User::Add(add) => add_somebody(config, add, words).await,
        User::Password(whose) => give_password(config, whose, words).await,
    }
}

async fn give_password(config: Config, whose: &Password, words: &Words) -> Result<ExitCode, Failure> {
    let password = password(whose.password_stdin, words)?;
    let opened = Opened::ready(config).await?;
    let given = async {
        let found = facts::find::person(&mut *opened.pools.reader.connection().await?, &whose.email).await?;
        let person = found.ok_or_else(|| Failure::from(said!("cli-no-person", name = whose.email.clone())))?;
        parts::keep_password(&opened.upkeep(), person, &password).await
    };
    let given = given.await;
    opened.close().await?;
    given?;
    console::line(words.fill("cli-password-given", "email", &whose.email));
    Ok(ExitCode::SUCCESS)
}

/// Adds the person, then keeps the password.
async fn add_somebody(config: Config, add: &Add, words: &Words) -> Result<ExitCode, Failure> {
    let password = password(add.password_stdin, words)?;
    let opened = Opened::ready(config).await?;
    let added = added(&opened, add, &password).await;
    opened.close().await?;
    let handle = added?;
    let said = said!("cli-user-added", handle = handle, name = add.name.clone(), email = add.email.clone());
    console::line(words.say(&said));
    Ok(ExitCode::SUCCESS)
}

async fn added(opened: &Opened, add: &Add, password: &str) -> Result<String, Failure> {
    let there = facts::find::person(&mut *opened.pools.reader.connection().await?, &add.email).await?;
    if there.is_some() {
        return Err(said!("cli-exists", email = add.email.clone()).into());
    }
    if !is_address(&add.email) {
        return Err(said!("form-address").into());
    }
    let record = PersonRecord {
        name: add.name.clone(),
        email: add.email.clone(),
        organisation: add.organisation.clone(),
        country: String::new(),
        tel: String::new(),
        administrator: add.admin,
    };
    let command = Wanted::Record(RecordCommand::Record(Box::new(Recorded::Person(record))));
    let now = opened.clock().await?.now();
    let receipt = opened.door().perform(now, &Actor::Importer, Order::new(command)).await?;
    parts::keep_password(&opened.upkeep(), receipt.subject, password).await?;
    Ok(receipt.handle)
}

fn password(from_stdin: bool, words: &Words) -> Result<String, Failure> {
    let hidden = !from_stdin && std::io::stdin().is_terminal();
    let password = asked("cli-password", hidden, words)?;
    if password.chars().count() < LEAST {
        return Err(said!("cli-password-short", least = LEAST as i64).into());
    }
    if hidden && asked("cli-password-again", true, words)? != password {
        return Err(said!("cli-passwords-differ").into());
    }
    Ok(password)
}

/// One line, not shown while it is typed. By the shell's `stty`, because the program forbids itself `unsafe`.
fn asked(key: &str, hidden: bool, words: &Words) -> Result<String, Failure> {
    if hidden {
        let _ = write!(std::io::stderr(), "{} ", words.t(key));
        echo("-echo");
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    if hidden {
        echo("echo");
        console::progress("");
    }
    read?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn echo(how: &str) {
    let _ = Command::new("stty").arg(how).stdin(Stdio::inherit()).status();
}

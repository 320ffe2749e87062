//! The command line: one verb, one file. Help texts are the comments of the arguments; whatever else is said comes from
//! the message files.

pub mod act;
mod backup;
pub mod cluster;
mod console;
pub mod demo;
mod doctor;
mod failure;
mod fields;
mod intake;
mod migrate;
pub mod opened;
mod outbox;
mod parts;
pub mod procedures;
pub mod read;
mod run;
mod show;
mod signals;
mod user;
mod worker;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::exchange::document::DocumentKind;
use crate::words::Words;
use failure::Failure;

const AFTER: &str = "\
Settings come from the environment; `entente doctor` lists them and says what is missing.
Exit codes: 0 done, 1 refused or not possible (a sentence says why), 2 the command was not understood.";

/// Entente tracks liaison statements between standards bodies: who sent what to whom, who has to act, and by when.
#[derive(Parser, Debug)]
#[command(name = "entente", version, after_help = AFTER, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Start everything in one process: database, web pages, letters. Ctrl-C stops it; starting again finds everything
    Run(run::Run),
    /// Start the web pages only
    Serve,
    /// Start the jobs only: letters on their way, sweeping
    Worker,
    /// Bring the database to this version of the program
    Migrate,
    /// Fill an empty database with the demo: SG17 and ISO/TC 307 as they stood on 16 August 2023
    Demo,
    /// Read liaison statements (Word, PDF, text) and print what they say, with the lines where it stands
    Intake(intake::Intake),
    /// Do one act, such as submitting a draft, under the same rules as the pages
    Act(act::Act),
    /// Print what is known of a statement or another object, and its history
    Show(show::Show),
    /// Print the procedures: which act leads where, who may do it, on what condition
    Procedures(procedures::Procedures),
    /// Look over settings, database and letters, and say what to do
    Doctor,
    /// Write everything (statements, history, files) into one file, also while the program serves
    Backup(backup::Backup),
    /// Put a backup into an empty database; no letter leaves it until you say so
    Restore(backup::Restore),
    /// Letters of a restored database: they wait until you let them leave
    #[command(subcommand)]
    Outbox(outbox::Outbox),
    /// People who can sign in
    #[command(subcommand)]
    User(user::User),
    /// The private database server
    #[command(subcommand)]
    Cluster(ClusterVerb),
    /// Read one document from standard input in a process that is shut in (used by the program itself)
    #[command(hide = true)]
    Read {
        /// pdf, docx, doc or text
        #[arg(value_parser = kind_of_document)]
        kind: DocumentKind,
    },
}

#[derive(Subcommand, Debug)]
enum ClusterVerb {
    /// Run a command while the private database server is up; DATABASE_URL tells the command where it is
    Run {
        /// Make a new server in /tmp and remove it afterwards, for tests
        #[arg(long)]
        throw_away: bool,
        /// The data folder, instead of the one that the settings name
        #[arg(long, value_name = "FOLDER")]
        data: Option<std::path::PathBuf>,
        /// The command and its arguments, after `--`
        #[arg(last = true, required = true, value_name = "COMMAND")]
        command: Vec<String>,
    },
}

fn kind_of_document(word: &str) -> Result<DocumentKind, String> {
    let known = || DocumentKind::ALL.map(DocumentKind::word).join(", ");
    DocumentKind::from_word(word).ok_or_else(known)
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    // The shut-in reader counts its memory: no threads, no settings.
    if let Verb::Read { kind } = cli.verb {
        return ExitCode::from(u8::try_from(read::run(kind)).unwrap_or(1));
    }
    let words = Words::english();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&Failure::from(error), &words),
    };
    match runtime.block_on(verb(cli.verb, &words)) {
        Ok(code) => code,
        Err(failure) => failed(&failure, &words),
    }
}

fn failed(failure: &Failure, words: &Words) -> ExitCode {
    eprintln!("entente: {}", failure.sentence(words));
    ExitCode::FAILURE
}

async fn verb(verb: Verb, words: &Words) -> Result<ExitCode, Failure> {
    match verb {
        Verb::Cluster(ClusterVerb::Run { throw_away, data, command }) => {
            return Ok(cluster::run(data, throw_away, command).await);
        }
        Verb::Intake(intake) => return intake::run(&intake, words).await,
        Verb::Procedures(which) => return procedures::verb(&which, words),
        Verb::Doctor => return doctor::run(words).await,
        Verb::Run(_)
        | Verb::Serve
        | Verb::Worker
        | Verb::Migrate
        | Verb::Demo
        | Verb::Act(_)
        | Verb::Show(_)
        | Verb::Backup(_)
        | Verb::Restore(_)
        | Verb::Outbox(_)
        | Verb::User(_)
        | Verb::Read { .. } => {}
    }
    let config = Config::from_environment()?;
    match verb {
        Verb::Run(how) => run::run(config, &how, words).await,
        Verb::Serve => worker::serve(config, words).await,
        Verb::Worker => worker::work(config, words).await,
        Verb::Migrate => migrate::run(config, words).await,
        Verb::Demo => demo::run(config, words).await,
        Verb::Act(what) => act::run(config, &what, words).await,
        Verb::Show(what) => show::run(config, &what, words).await,
        Verb::Backup(what) => backup::run(config, &what, words).await,
        Verb::Restore(what) => backup::restore(config, &what, words).await,
        Verb::Outbox(what) => outbox::run(config, &what, words).await,
        Verb::User(who) => user::run(config, &who, words).await,
        Verb::Intake(_) | Verb::Procedures(_) | Verb::Doctor | Verb::Cluster(_) | Verb::Read { .. } => {
            Ok(ExitCode::SUCCESS)
        }
    }
}

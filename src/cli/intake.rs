//! `entente intake FILE…`: what statements say, read as the intake page reads them, in the shut-in child process.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};

use super::console;
use super::failure::Failure;
use crate::domain::said::Said;
use crate::exchange::child;
use crate::exchange::document::{Document, DocumentKind};
use crate::exchange::reading::{Form, Found, Reading, read_statement};
use crate::said;
use crate::words::Words;

/// The largest upload that the pages take.
const MOST: u64 = 25 * 1024 * 1024;

/// Read statements.
#[derive(clap::Args, Debug)]
pub struct Intake {
    /// Word, PDF or text files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print JSON, one object a file
    #[arg(long)]
    json: bool,
}

/// Prints what each file says. Little found is no failure; a file that cannot be read is one.
pub async fn run(intake: &Intake, words: &Words) -> Result<ExitCode, Failure> {
    let program = std::env::current_exe()?;
    let mut all_read = true;
    for (index, path) in intake.files.iter().enumerate() {
        let name = path.display().to_string();
        let outcome = read(&program, path, &name).await;
        all_read &= outcome.is_ok();
        match (outcome, intake.json) {
            (Ok((document, reading)), false) => {
                if index > 0 {
                    console::line("");
                }
                print(&name, &document, &reading, words);
            }
            (Ok((document, reading)), true) => {
                let read =
                    json!({"file": name, "form": reading.form, "values": reading.values, "lines": document.lines});
                console::line(read.to_string());
            }
            (Err(said), false) => console::progress(format!("{name}: {}", words.say(&said))),
            (Err(said), true) => {
                let problem: Value = json!({"file": name, "problem": said.key, "sentence": words.say(&said)});
                console::line(problem.to_string());
            }
        }
    }
    Ok(if all_read { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn read(program: &Path, path: &Path, name: &str) -> Result<(Document, Reading), Said> {
    let no_file = |error: std::io::Error| said!("cli-no-file", why = error.to_string());
    let size = std::fs::metadata(path).map_err(no_file)?.len();
    if size > MOST {
        return Err(said!("cli-file-too-large", most = (MOST / 1024 / 1024) as i64));
    }
    let bytes = std::fs::read(path).map_err(no_file)?;
    let kind = DocumentKind::of(name, &bytes).ok_or_else(|| said!("cli-not-a-document"))?;
    let document = child::read(program, kind, &bytes).await.map_err(|error| error.said())?;
    let reading = read_statement(&document);
    Ok((document, reading))
}

fn print(name: &str, document: &Document, reading: &Reading, words: &Words) {
    let form = match reading.form {
        Form::ItuT => "cli-form-itu-t",
        Form::ThreeGpp => "cli-form-three-gpp",
        Form::Letter => "cli-form-letter",
        Form::Unknown => "cli-form-unknown",
    };
    let head = said!("cli-read", file = name.to_owned(), lines = document.lines.len() as i64).term("form", form);
    console::line(words.say(&head));
    let label = |found: &Found| words.t(&format!("found-{}", found.field.name().replace('_', "-")));
    let width = reading.values.iter().map(|found| label(found).chars().count()).max().unwrap_or_default();
    for found in &reading.values {
        let check = if found.sure { ' ' } else { '?' };
        let place = format!("{:>5}{check} ", found.line + 1);
        console::labelled(&format!("{place}{}", label(found)), width + place.len(), &shown(&found.value));
    }
    if reading.values.iter().any(|found| !found.sure) {
        console::line(words.t("cli-read-check"));
    }
}

/// A long text by its beginning; the whole of it stands in the document and in the JSON.
fn shown(value: &str) -> String {
    const LINES: usize = 6;
    let mut lines: Vec<&str> = value.lines().take(LINES).collect();
    if value.lines().count() > LINES {
        lines.push("…");
    }
    lines.join("\n")
}

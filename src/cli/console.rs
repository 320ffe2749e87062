//! What commands print: results on standard output, progress and warnings on standard error. A reader that went away
//! (`entente show … | head`) is no reason to fail.

use std::io::{IsTerminal, Write};

use tracing_subscriber::EnvFilter;

/// One line of a result.
pub fn line(text: impl AsRef<str>) {
    let _ = writeln!(std::io::stdout().lock(), "{}", text.as_ref());
}

/// One line of progress.
pub fn progress(text: impl AsRef<str>) {
    let _ = writeln!(std::io::stderr().lock(), "{}", text.as_ref());
}

/// Text under a label, its further lines indented to the same column.
pub fn labelled(label: &str, width: usize, text: &str) {
    let pad = " ".repeat(width.saturating_sub(label.chars().count()));
    for (index, part) in text.lines().enumerate() {
        match index {
            0 => line(format!("{label}{pad}  {part}")),
            _ => line(format!("{}  {part}", " ".repeat(width))),
        }
    }
}

/// Sends the log to standard error. A second call changes nothing.
pub fn log(filter: &str) {
    // What the web server says of its own threads is of no use to anybody, unless asked for. What is handed to the database
    // holds passwords: it is never logged, whatever is asked for.
    let filter =
        EnvFilter::try_new(format!("actix_server=warn,{filter},tokio_postgres::query=info")).unwrap_or_default();
    let colours = std::io::stderr().is_terminal();
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).try_init();
}

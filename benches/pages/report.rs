//! The figures as a section of `docs/measurements.md`, which it replaces.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::Duration;

use super::digest::Run;
use super::http::Measured;

/// One thing measured, and its limit.
pub struct Line {
    pub what: &'static str,
    pub clients: usize,
    pub ours: Measured,
    pub limit: Measured,
    /// Milliseconds of processor time a request, of the server process alone.
    pub cpu: f64,
    /// SQL statements a request.
    pub statements: usize,
}

const BEGIN: &str = "<!-- make bench: begin -->";
const END: &str = "<!-- make bench: end -->";

/// Prints the section and writes it into the document.
pub fn write(lines: &[Line], run: &Run, statements: u32, resident: u64) {
    let section = section(lines, run, statements, resident);
    println!("{section}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/measurements.md");
    let old = fs::read_to_string(path).unwrap_or_else(|_| format!("# Measurements\n\n{BEGIN}\n{END}\n"));
    let (before, rest) = old.split_once(BEGIN).unwrap_or((old.as_str(), ""));
    let after = rest.split_once(END).map_or("\n", |(_, after)| after);
    fs::write(path, format!("{before}{BEGIN}\n{section}{END}{after}")).unwrap();
}

fn section(lines: &[Line], run: &Run, statements: u32, resident: u64) -> String {
    let build = if cfg!(debug_assertions) {
        "**unoptimised build (`make bench PROFILE=dev`): our figures are several times slower than those of a release**"
    } else {
        "optimised build"
    };
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    let cpus = std::thread::available_parallelism().map_or(1, usize::from);
    let mut text = format!(
        "## Pages and acts\n\n{} at {}, {build}; {cpus} processors shared with everything, load {load} at the end. {statements} \
         statements; PostgreSQL with fsync on; one web process, {} MB resident. Limit: `pgbench -M prepared` with the SQL \
         of the same page on the same database, in the same run.\n\n",
        said("date", &["-u", "+%Y-%m-%d"]),
        said("git", &["rev-parse", "--short", "HEAD"]),
        resident / 1024
    );
    text += "| what | at once | SQL statements | ours: p50 / p99 ms | req/s | CPU ms/req | limit: p50 / p99 ms | req/s | ours / limit |\n";
    text += "|---|---|---|---|---|---|---|---|---|\n";
    for line in lines {
        let (ours, limit) = (line.ours, line.limit);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {:.1} / {:.1} | {:.0} | {:.1} | {:.1} / {:.1} | {:.0} | {:.2} |",
            line.what,
            line.clients,
            line.statements,
            ms(ours.p50),
            ms(ours.p99),
            ours.per_second,
            line.cpu,
            ms(limit.p50),
            ms(limit.p99),
            limit.per_second,
            ours.per_second / limit.per_second
        );
    }
    text += "\nThe limit of an act writes to tables of the same shape with fewer indexes and no triggers.\n";
    let Run { people, lines, ours, limit } = run;
    let _ = writeln!(
        text,
        "\nA digest run for {people} people with {lines} changes each, queued as one letter a person: {:.1} s in one process, {:.1} ms a \
         person; the same outcomes written by SQL in one transaction, without triggers: {:.1} s.",
        ours.as_secs_f64(),
        ms(*ours) / f64::from(*people),
        limit.as_secs_f64()
    );
    text
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

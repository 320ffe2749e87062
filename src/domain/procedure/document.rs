//! The procedures as documents: each table with its diagram, who may do what, and who is told what. What stands here is
//! made of keys; `say` turns them into words, so that the files in `docs/procedures` and the pages say the same.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::engine::{Audience, Who};
use super::printed::{Printed, PrintedCheck, PrintedRow};
use super::{allocation, destination, note, registration, statement};
use crate::domain::named::Named;
use crate::domain::notice::Notice;

type Say<'a> = &'a dyn Fn(&str) -> String;

fn slug(name: &str) -> String {
    name.replace('_', "-")
}

fn state(procedure: &str, name: &str, say: Say<'_>) -> String {
    say(&format!("state-{procedure}-{}", slug(name)))
}

fn act(procedure: &str, name: &str, say: Say<'_>) -> String {
    say(&format!("act-{procedure}-{}", slug(name)))
}

fn title(printed: &Printed, say: Say<'_>) -> String {
    say(&format!("procedure-{}", printed.name))
}

/// One line of a Markdown table; a bar in a cell would end it.
fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn table(heads: &[&str], rows: &[Vec<String>], say: Say<'_>) -> String {
    let heads: Vec<String> = heads.iter().map(|head| say(head)).collect();
    let rule = vec!["---".to_owned(); heads.len()];
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{}{}{rows}", line(&heads), line(&rule))
}

fn page(title: &str, lead: &str, say: Say<'_>) -> String {
    format!("<!-- {} -->\n\n# {title}\n\n{lead}\n", say("doc-generated"))
}

/// One procedure: its states, its diagram and its table.
pub fn markdown(printed: &Printed, say: Say<'_>) -> String {
    let about = say(&format!("procedure-{}-about", printed.name));
    let states: Vec<Vec<String>> = printed
        .states
        .iter()
        .map(|row| {
            let ends = row.terminal && row.waiting_for == "nobody";
            let waiting = if ends { say("doc-ends-here") } else { say(&format!("waiting-{}", row.waiting_for)) };
            vec![state(printed.name, row.name, say), waiting]
        })
        .collect();
    let rows: Vec<Vec<String>> = printed.rows.iter().map(|row| step(printed, row, say)).collect();
    let heads = ["doc-number", "doc-from", "doc-step", "doc-to", "doc-who", "doc-only-if", "doc-tells", "doc-clause"];
    format!(
        "{}\n## {}\n\n{}\n## {}\n\n{}\n## {}\n\n{}",
        page(&title(printed, say), &about, say),
        say("doc-states"),
        table(&["doc-state", "doc-waiting-for"], &states, say),
        say("doc-diagram"),
        diagram(printed, say),
        say("doc-steps"),
        table(&heads, &rows, say),
    )
}

fn step(printed: &Printed, row: &PrintedRow, say: Say<'_>) -> Vec<String> {
    let states = |names: &[&str], none: &str| match names {
        [] => say(none),
        names => names.iter().map(|name| state(printed.name, name, say)).collect::<Vec<_>>().join(", "),
    };
    let checks: Vec<String> = row.checks.iter().map(|check| guard(printed.name, check, say)).collect();
    let tells: Vec<String> = row.tell.iter().map(|audience| audience_name(*audience, say)).collect();
    let who: Vec<String> = row.who.iter().map(|who| say(&who.key())).collect();
    vec![
        row.id.to_owned(),
        states(&row.from, "doc-start"),
        act(printed.name, row.act, say),
        states(&row.to, "doc-same"),
        who.join(", "),
        checks.join("<br>"),
        tells.join(", "),
        row.clause.cite(),
    ]
}

fn guard(procedure: &str, check: &PrintedCheck, say: Say<'_>) -> String {
    let mut how = vec![say(&format!("severity-{}", check.severity.name())), say(&format!("nature-{}", check.nature))];
    how.extend(check.clause.map(|clause| clause.cite()));
    format!("{} ({})", say(&format!("guard-{procedure}-{}", slug(check.name))), how.join("; "))
}

fn audience_name(audience: Audience, say: Say<'_>) -> String {
    say(&format!("audience-{}", audience.slug()))
}

/// The transitions as Mermaid draws them: one arrow for each pair of states, with every step that takes it.
fn diagram(printed: &Printed, say: Say<'_>) -> String {
    let mut text = String::from("```mermaid\nstateDiagram-v2\n    direction LR\n");
    for row in &printed.states {
        // A String takes every write.
        let _ = writeln!(text, "    state \"{}\" as {}", state(printed.name, row.name, say), row.name);
    }
    let mut arrows: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for row in &printed.rows {
        let label = act(printed.name, row.act, say);
        for (from, to) in pairs(row) {
            match arrows.iter_mut().find(|arrow| (arrow.0, arrow.1) == (from, to)) {
                Some(arrow) if arrow.2.contains(&label) => {}
                Some(arrow) => arrow.2.push(label.clone()),
                None => arrows.push((from, to, vec![label.clone()])),
            }
        }
    }
    for (from, to, labels) in arrows {
        let _ = writeln!(text, "    {from} --> {to}: {}", labels.join(" / "));
    }
    for row in printed.states.iter().filter(|row| row.terminal) {
        let _ = writeln!(text, "    {} --> [*]", row.name);
    }
    text + "```\n"
}

fn pairs(row: &PrintedRow) -> Vec<(&'static str, &'static str)> {
    let froms = if row.from.is_empty() { vec!["[*]"] } else { row.from.clone() };
    let to = |from: &'static str| if row.to.is_empty() { vec![from] } else { row.to.clone() };
    froms.into_iter().flat_map(|from| to(from).into_iter().map(move |to| (from, to))).collect()
}

/// The subjects that a liaison statement is made of, in the order of its life: with its sender, with each addressee, in the
/// register of a receiver, with whoever it was given to.
const LIAISON: [&str; 4] = ["statement", "destination", "registration", "allocation"];

/// The whole life of a liaison statement on one sheet: what people do to each part of it, on both sides. What follows by
/// itself stands in the procedure of the part.
pub fn liaison(all: &[Printed], say: Say<'_>) -> String {
    let mut text = page(&say("doc-liaison-title"), &say("doc-liaison-lead"), say);
    for printed in LIAISON.iter().filter_map(|name| all.iter().find(|one| one.name == *name)) {
        let by_people = |row: &&PrintedRow| row.who.iter().any(|who| !matches!(who, Who::System | Who::Importer));
        let rows: Vec<Vec<String>> = printed
            .rows
            .iter()
            .filter(by_people)
            .map(|row| step(printed, row, say).into_iter().take(5).collect())
            .collect();
        let heads = ["doc-number", "doc-from", "doc-step", "doc-to", "doc-who"];
        let about = say(&format!("procedure-{}-about", printed.name));
        let (title, rows) = (title(printed, say), table(&heads, &rows, say));
        let _ = write!(text, "\n## {title}\n\n{about}\n\n{rows}\n[{title}]({}.md)\n", printed.name);
    }
    text
}

/// Who may do what: for each procedure, each role and state with the steps that the tables give them.
pub fn access(all: &[Printed], say: Say<'_>) -> String {
    let mut text = page(&say("doc-access-title"), &say("doc-access-lead"), say);
    for printed in all {
        let rows: Vec<Vec<String>> = actors(printed).into_iter().flat_map(|who| access_of(printed, who, say)).collect();
        let heads = ["doc-who", "doc-from", "doc-step"];
        let _ = write!(text, "\n## {}\n\n{}", title(printed, say), table(&heads, &rows, say));
    }
    text
}

/// Everybody whom the table names, roles in the order in which the handbook lists them.
fn actors(printed: &Printed) -> Vec<Who> {
    let roles = crate::domain::people::Role::ALL.iter().map(|role| Who::Role(*role));
    let others = [Who::Author, Who::Assignee, Who::Serving, Who::Administrator, Who::Importer, Who::System];
    let named = |who: &Who| printed.rows.iter().any(|row| row.who.contains(who));
    roles.chain(others).filter(named).collect()
}

fn access_of(printed: &Printed, who: Who, say: Say<'_>) -> Vec<Vec<String>> {
    let froms = std::iter::once(None).chain(printed.states.iter().map(|row| Some(row.name)));
    froms
        .filter_map(|from| {
            let reached = |row: &&PrintedRow| from.map_or(row.from.is_empty(), |from| row.from.contains(&from));
            let steps: BTreeSet<(usize, &str)> = printed
                .rows
                .iter()
                .enumerate()
                .filter(|(_, row)| reached(row) && row.who.contains(&who))
                .map(|(place, row)| (place, row.act))
                .collect();
            let names: Vec<String> = steps.iter().map(|(_, name)| act(printed.name, name, say)).collect();
            let from = from.map_or_else(|| say("doc-start"), |from| state(printed.name, from, say));
            (!names.is_empty()).then(|| vec![say(&who.key()), from, names.join(", ")])
        })
        .collect()
}

/// Who is told what, and when: every step that anybody hears of, with the notice that each audience gets.
pub fn mail(all: &[Printed], say: Say<'_>) -> String {
    let mut rows = Vec::new();
    for printed in all {
        for row in &printed.rows {
            let told = row.tell.iter().map(|audience| (*audience, letter(printed.name, row.act, *audience)));
            let others = readers(printed.name, row.act).iter().filter(|reader| !row.tell.contains(reader));
            for (audience, notice) in told.chain(others.map(|reader| (*reader, Some(Notice::Changed)))) {
                rows.push(vec![
                    title(printed, say),
                    row.id.to_owned(),
                    act(printed.name, row.act, say),
                    audience_name(audience, say),
                    notice.map(|notice| say(&format!("notice-{}", notice.slug()))).unwrap_or_default(),
                    notice.map(|notice| say(&format!("pace-{}", notice.pace().slug()))).unwrap_or_default(),
                    row.clause.cite(),
                ]);
            }
        }
    }
    let heads = ["doc-subject", "doc-number", "doc-step", "doc-tells", "doc-letter", "doc-pace", "doc-clause"];
    format!("{}\n{}", page(&say("doc-mail-title"), &say("doc-mail-lead"), say), table(&heads, &rows, say))
}

/// Who reads of an act in the digest, as the subject's own file has it.
fn readers(procedure: &str, act: &str) -> &'static [Audience] {
    match procedure {
        "statement" => statement::Act::from_name(act).map_or(&[], crate::domain::statement::readers),
        "registration" => registration::Act::from_name(act).map_or(&[], crate::domain::registration::readers),
        "allocation" => allocation::Act::from_name(act).map_or(&[], crate::domain::allocation::readers),
        "note" => note::Act::from_name(act).map_or(&[], crate::domain::note::readers),
        _ => &[],
    }
}

/// The letter that an audience gets of an act, as the subject's own file has it.
fn letter(procedure: &str, act: &str, audience: Audience) -> Option<Notice> {
    match procedure {
        "statement" => Some(crate::domain::statement::notice(statement::Act::from_name(act)?, audience)),
        "destination" => Some(crate::domain::destination::notice(destination::Act::from_name(act)?)),
        "registration" => Some(crate::domain::registration::notice(registration::Act::from_name(act)?, audience)),
        "allocation" => Some(crate::domain::allocation::notice(allocation::Act::from_name(act)?)),
        _ => None,
    }
}

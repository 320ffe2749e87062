//! The parts of a statement's page, from rows to what is shown.

use chrono::{DateTime, Utc};

use super::statement::{here, issued};
use crate::domain::content::FileRef;
use crate::domain::destination;
use crate::domain::named::Named;
use crate::domain::procedure::registration;
use crate::domain::procedure::statement::{Act, PROCEDURE};
use crate::domain::reference::Ladder;
use crate::links;
use crate::read::statement as read;
use crate::read::statement::{Allocation, Destination, Direction, Entry, Letter, Registration, Related, Statement};
use crate::said;
use crate::web::auth::Caller;
use crate::web::frame::{day, instant};
use crate::web::shown::{self, Turns};
use crate::web::view::diagram::Diagram;
use crate::web::view::parts::{Chip, Fact, FileLink, LetterRow, Offer, Returned, Tone, Value};
use crate::web::view::statement as view;
use crate::words::Words;

fn fact(words: &Words, key: &str, values: Vec<Value>) -> Option<Fact> {
    let values: Vec<Value> = values.into_iter().filter(|value| !value.text.is_empty()).collect();
    (!values.is_empty()).then(|| Fact { label: words.t(key), values })
}

fn plain(text: impl Into<String>) -> Vec<Value> {
    vec![Value { text: text.into(), ..Value::default() }]
}

fn dated(words: &Words, on: Option<chrono::NaiveDate>) -> Vec<Value> {
    on.map(|on| Value { text: words.date(on), iso: Some(on.to_string()), ..Value::default() }).into_iter().collect()
}

/// The facts of the statement, in the order of the ITU-T form.
pub fn facts(words: &Words, of: &Statement) -> Vec<Fact> {
    let source = Value { text: of.owner.name.clone(), side: Some(shown::side(of.owner.side)), ..Value::default() };
    let contacts = of.contacts.iter().map(|contact| {
        let note = [&contact.organisation, &contact.country, &contact.tel, &contact.email];
        let note: Vec<&str> = note.iter().map(|part| part.as_str()).filter(|part| !part.is_empty()).collect();
        Value { text: contact.name.clone(), note: Some(note.join(", ")), ..Value::default() }
    });
    let level = of.level.as_ref().map(|level| words.t(&format!("level-{}", level.replace('_', "-"))));
    let language = if of.language.is_empty() { String::new() } else { words.t(&format!("language-{}", of.language)) };
    let decision = of.decision.as_ref().filter(|_| of.level.is_some());
    let field = |name: &str| decision.and_then(|d| d.get(name)).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    [
        fact(words, "field-source", vec![source]),
        fact(words, "field-recorded", recorded(words, of)),
        fact(words, "field-author", plain(of.author.clone().unwrap_or_default())),
        fact(words, "field-questions", plain(of.questions.join(", "))),
        fact(words, "field-prepared-at", plain(&of.prepared_at)),
        fact(words, "field-level", plain(level.unwrap_or_default())),
        fact(words, "field-meeting", plain(field("meeting"))),
        fact(words, "field-decision", plain(field("decision"))),
        fact(words, "field-result", plain(field("result"))),
        fact(words, "field-own-level", plain(field("own_level"))),
        fact(words, "field-consulted", plain(field("consulted"))),
        fact(words, "field-document", plain(field("document"))),
        fact(words, "field-approval", plain(&of.approval)),
        fact(words, "field-issued-on", dated(words, of.issued_on)),
        fact(words, "field-deadline", dated(words, of.deadline)),
        fact(words, "field-contacts", contacts.collect()),
        fact(words, "field-keywords", plain(&of.keywords)),
        fact(words, "field-language", plain(language)),
        fact(words, "field-how-sent", plain(&of.how_sent)),
        fact(words, "field-forwarded", forwarded(words, of)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// That the other side wrote it down, and not its sender (PR-2).
fn recorded(words: &Words, of: &Statement) -> Vec<Value> {
    let Some(recorded) = &of.recorded else { return Vec::new() };
    let Some(body) = &recorded.other_side else { return Vec::new() };
    let on = crate::domain::calendar::today(recorded.at, crate::facts::GENEVA);
    plain(words.say(&said!("statement-recorded-by-other-side", body = body.clone(), on = on)))
}

/// Who passed it on to whom (PR-13); what the reader's own register says stands there.
fn forwarded(words: &Words, of: &Statement) -> Vec<Value> {
    let ours =
        |one: &&read::Forwarded| !of.registrations.iter().any(|mine| [one.from.id, one.to.id].contains(&mine.body.id));
    let said = |one: &read::Forwarded| {
        let (body, by) = (one.to.name.clone(), one.from.name.clone());
        Value { text: words.say(&said!("statement-forwarded", body = body, by = by, on = one.on)), ..Value::default() }
    };
    of.forwarded.iter().filter(ours).map(said).collect()
}

/// "You are here" in the procedure of the body whose it is.
pub fn picture(words: &Words, procedure: &str, state: &str, ladder: Option<Ladder>) -> Diagram {
    let mut printed = if procedure == "registration" { registration::PROCEDURE.printed() } else { PROCEDURE.printed() };
    if let Some(ladder) = ladder {
        printed.rows.retain(|row| row.checks.iter().all(|check| ladder.has(check.name)));
    }
    crate::web::pages::procedures::picture::around(&printed, state, words)
}

/// What came in has its acts where every object has them: those of its only register here, or, where that has none for
/// the reader, those of the reader's one part.
pub fn leading(one: &mut view::Registration) -> (Vec<Offer>, Vec<Offer>) {
    let refused = std::mem::take(&mut one.refused);
    let mut possible = std::mem::take(&mut one.possible);
    let mut parts = one.allocations.iter_mut().filter(|part| !part.possible.is_empty());
    if let (true, Some(part), None) = (possible.is_empty(), parts.next(), parts.next()) {
        possible = std::mem::take(&mut part.possible);
    }
    if possible.iter().any(|offer| offer.expected) {
        let rows = one.allocations.iter_mut().flat_map(|part| &mut part.possible);
        rows.for_each(|offer| offer.expected = false);
    }
    (possible, refused)
}

/// A destination and what it owes: what answered it, and what can be linked or taken off.
pub fn destination(caller: &Caller, turns: &Turns, of: &Statement, to: &Destination) -> view::Destination {
    let words = &caller.words;
    let waited = turns.waiting_for("destination", &to.state) == "partner";
    let due = to.expected_on.or(to.deadline);
    let late = waited && due.is_some_and(|on| crate::domain::calendar::is_past(on, caller.today));
    let mut reply = turns.chip(words, "destination", &to.state);
    if late {
        reply = Chip { label: words.t("statement-reply-overdue"), tone: Tone::Bad };
    }
    let possible = of.addressee(to).map(|facts| {
        let offers = destination::offers(&facts, here(caller));
        let (mut possible, _) = shown::offers(words, &to.handle, "destination", &offers);
        possible.iter_mut().for_each(|offer| offer.expected = false);
        possible
    });
    view::Destination {
        body: shown::body(&to.to),
        purpose: words.t(&format!("purpose-{}", to.purpose)),
        deadline: to.deadline.map(|on| day(words, on)),
        relative: due.filter(|_| waited).map(|on| words.relative(on, caller.today)),
        promised: to.expected_on.filter(|_| waited).map(|on| day(words, on)),
        late,
        reminded: to.reminded_on.filter(|_| waited).map(|on| day(words, on)),
        delivery: None,
        reply,
        answers: of.replies(to.id).map(|one| answer(words, to, one)).collect(),
        possible: possible.unwrap_or_default(),
    }
}

/// A linked reply: how much it answers, and by whom where that is another.
fn answer(words: &Words, to: &Destination, one: &Related) -> Value {
    let mut notes = vec![words.t(&format!("extent-{}-short", one.extent))];
    if one.from.id != to.to.id {
        notes.push(words.fill("statement-reply-from", "who", &one.from.name));
    }
    let (text, href) = (one.handle.clone(), Some(links::statement(&one.handle)));
    Value { text, href, note: Some(notes.join(", ")), ..Value::default() }
}

/// When and how it came, and by whom or to whom it was passed on.
pub fn registration_facts(words: &Words, page: &Statement, of: &Registration) -> Vec<Fact> {
    let channel = format!("channel-{}", of.channel);
    let channel = if words.has(&channel) { words.t(&channel) } else { of.channel.clone() };
    let said = |body: &str, on| words.say(&said!("statement-forwarded-with", body = body.to_owned(), on = on));
    let here = of.body.id;
    let by = page.forwarded.iter().filter(|one| one.to.id == here).flat_map(|one| plain(said(&one.from.name, one.on)));
    let to = page.forwarded.iter().filter(|one| one.from.id == here).flat_map(|one| plain(said(&one.to.name, one.on)));
    [
        fact(words, "field-received-on", dated(words, Some(of.received_on))),
        fact(words, "field-channel", plain(channel)),
        fact(words, "field-forwarded-by", by.collect()),
        fact(words, "field-forwarded-to", to.collect()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who has the open parts, by name.
pub fn open_assignees<'a>(open: impl Iterator<Item = &'a Allocation>) -> Option<String> {
    let mut names: Vec<&str> = open.map(|row| row.assignee.as_str()).collect();
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}

/// One Question's part.
pub fn allocation(caller: &Caller, turns: &Turns, row: &Allocation, possible: Vec<Offer>) -> view::Allocation {
    let words = &caller.words;
    let open = turns.waiting_for("allocation", &row.state) == "assignee";
    view::Allocation {
        body: shown::body(&row.body),
        leads: row.lead,
        assignee: row.assignee.clone(),
        due: Some(day(words, row.due)),
        rule: row.due_rule.as_ref().map(|rule| words.say(rule)),
        late: open && crate::domain::calendar::is_past(row.due, caller.today),
        chip: turns.chip(words, "allocation", &row.state),
        disposition: Some(row.note.clone()).filter(|note| !note.is_empty()),
        possible,
    }
}

/// The way to a reply for an allocation. Where one is in preparation already, another is possible and not expected
/// (PR-9).
pub fn reply(words: &Words, row: &Allocation, first: bool) -> Offer {
    let href = links::with_query(links::NEW_DRAFT, &[("answers", &row.handle)]);
    let label = words.t(if first { "statement-draft-reply" } else { "statement-draft-another" });
    Offer { label, href, clause: None, expected: first, refusals: Vec::new() }
}

/// The way to a corrigendum of what was sent (PR-9).
pub fn corrigendum(words: &Words, handle: &str) -> Offer {
    let href = links::with_query(links::NEW_DRAFT, &[("corrects", handle)]);
    let label = words.t("statement-corrigendum");
    Offer { label, href, clause: None, expected: false, refusals: Vec::new() }
}

/// Why the draft came back: its newest step, edits aside, is the return.
pub fn returned(words: &Words, id: uuid::Uuid, history: &[Entry]) -> Option<Returned> {
    // What the draft is written on, or takes in, answers nothing of it.
    let goes_on = [Act::Edit, Act::TakeOver, Act::GiveBack].map(Act::name);
    let newest = history.iter().find(|one| one.subject == id && !goes_on.contains(&one.act.as_str()))?;
    let reason = newest.reason.clone().filter(|_| newest.act == Act::Return.name())?;
    let by = newest.who.clone().unwrap_or_else(|| words.t("who-system"));
    let sentence = words.say(&said!("statement-returned", by = by, on = newest.occurred_on));
    Some(Returned { sentence, reason })
}

/// A file with its hash.
pub fn file(words: &Words, file: &FileRef, size: i64) -> FileLink {
    FileLink {
        name: file.name.clone(),
        href: links::file(&file.hash, &file.name),
        size: if size > 0 { words.n("file-size-kb", (size + 1023) / 1024) } else { String::new() },
        hash: file.hash.clone(),
        media_type: file.media_type.clone(),
        note: file.original.then(|| words.t("file-original")),
        remove: None,
    }
}

/// Another statement of the thread.
pub fn related(words: &Words, one: &Related) -> view::Related {
    let how = match one.direction {
        Direction::Answers => "thread-answers",
        Direction::AnsweredBy => "thread-answered-by",
        Direction::Corrects => "thread-corrects",
        Direction::CorrectedBy => "thread-corrected-by",
        Direction::MergedInto => "thread-merged-into",
        Direction::TookOver => "thread-took-over",
    };
    view::Related {
        how: words.t(how),
        handle: one.handle.clone(),
        href: links::statement(&one.handle),
        title: shown::title(words, &one.title),
        from: shown::body(&one.from),
        date: issued(words, one.issued_on),
        note: (!one.extent.is_empty()).then(|| words.t(&format!("extent-{}", one.extent))),
    }
}

/// A letter and where it stands.
pub fn letter(words: &Words, one: &Letter, mine: bool, now: DateTime<Utc>, stop: Option<&str>) -> LetterRow {
    let tone = match one.state.as_str() {
        "sent" => Tone::Good,
        "failed" => Tone::Bad,
        "cancelled" => Tone::Quiet,
        _ => Tone::Waiting,
    };
    let held = one.sent_at.is_none() && one.attempts == 0 && one.outside && one.not_before > now;
    let note = match (&one.problem, held) {
        (Some(problem), _) => Some(if words.has(problem) { words.t(problem) } else { problem.clone() }),
        (None, true) if tone == Tone::Waiting => {
            let at = words.instant(one.not_before, chrono_tz::Europe::Zurich);
            Some(words.say(&said!("letter-held-until", at = at)))
        }
        (None, _) => None,
    };
    let together = one.together.then(|| words.t("letter-together"));
    LetterRow {
        to: one.name.clone(),
        address: Some(one.address.clone()),
        notice: words.t(&format!("notice-{}", one.notice.replace('_', "-"))),
        why: one.reasons.iter().map(|reason| shown::why(words, reason, mine)).collect(),
        state: Chip { label: words.t(&format!("letter-{}", one.state)), tone },
        when: one.sent_at.map(|at| instant(words, at)),
        note: match (together, note) {
            (Some(together), Some(note)) => Some(format!("{together}: {note}")),
            (together, note) => together.or(note),
        },
        href: None,
        stop: stop.filter(|_| held && one.problem.is_none() && tone == Tone::Waiting).map(str::to_owned),
    }
}

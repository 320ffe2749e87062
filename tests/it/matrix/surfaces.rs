//! The three ways in: the forms of the pages, the API, the command line. Each is asked for an act in the same words and
//! answers in its own; here all answers become one.

use clap::Parser;
use entente::cli::act::{self, Act, Outcome};
use serde_json::{Map, Value, json};

use super::stage::{Stage, Subject};
use crate::api::{Answer as ApiAnswer, Client};
use crate::web::browser::{Browser, form};

/// The ways in, in the order in which they take turns.
pub const SURFACES: [Surface; 3] = [Surface::Pages, Surface::Api, Surface::CommandLine];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    Pages,
    Api,
    CommandLine,
}

/// What a surface answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Done,
    /// The rules say no because of the state.
    NotFromHere,
    /// The rules say no because of who asks.
    NotYours,
    /// The body decides by another procedure (PR-1).
    OtherLadder,
    /// A guard says no: state and role pass.
    Guard(String),
    /// There is no such act or no such subject for this person.
    Missing,
    /// Anything that says nothing of the rules.
    Else(String),
}

impl Answer {
    fn of_codes(codes: Vec<String>) -> Answer {
        match codes.first().map(String::as_str) {
            Some("not-from-here") => Answer::NotFromHere,
            Some("not-yours") => Answer::NotYours,
            Some("of_itu_ladder" | "of_committee_ladder" | "of_own_ladder" | "of_other_ladder") => Answer::OtherLadder,
            _ => Answer::Guard(codes.join(" ")),
        }
    }
}

/// One person at all three surfaces.
pub struct Player<'a> {
    stage: &'a Stage,
    pub who: &'static str,
    key: &'static str,
    client: Client<'a>,
    browser: Browser,
    csrf: String,
}

/// `entente act …` without the program around it.
#[derive(Parser)]
struct Line {
    #[command(flatten)]
    act: Act,
}

impl<'a> Player<'a> {
    pub async fn enters(stage: &'a Stage, who: &'static str, key: &'static str) -> Player<'a> {
        let (browser, csrf) = stage.house.browser(key).await;
        Player { stage, who, key, client: stage.house.client(key).await, browser, csrf }
    }

    /// The statement as the API shows it; none where it is not in sight.
    pub async fn reads(&self, page: &str) -> Option<Value> {
        let answer = self.client.get(&format!("/api/v1/liaisons/{page}")).await;
        (answer.status != 404).then(|| answer.good())
    }

    /// The statement's page; none where it is not in sight.
    pub async fn opens(&self, page: &str) -> Option<String> {
        let answer = self.browser.clone().get(&format!("/liaisons/{page}")).await;
        assert!(matches!(answer.status, 200 | 404), "{} {}", answer.status, answer.body);
        (answer.status == 200).then_some(answer.body)
    }

    /// The page with the form of an act.
    pub async fn form(&self, on: &Subject, act: &str) -> (u16, String) {
        let answer = self.browser.clone().get(&form_of(on, act)).await;
        (answer.status, answer.body)
    }

    pub async fn asks(&self, at: Surface, on: &Subject, act: &str) -> Answer {
        let fields = self.fields(on, act);
        match at {
            Surface::Pages => self.posts(&form_of(on, act), &fields).await,
            Surface::Api => {
                let path = format!("/api/v1/acts/{}/{}", on.handle, act.replace('_', "-"));
                of_api(self.client.post(&path, &Value::Object(fields)).await)
            }
            Surface::CommandLine => self.types(&[&on.handle, act], &fields).await,
        }
    }

    /// The same for an act that makes something new; none where the surface has no such way.
    pub async fn makes(&self, at: Surface, kind: &str, act: &str, of: &Subject) -> Option<Answer> {
        let fields = self.new_fields(act, of);
        Some(match (at, act) {
            (Surface::CommandLine, _) => self.types(&["--new", kind, act], &fields).await,
            (Surface::Api, "draft") => of_api(self.client.post("/api/v1/liaisons", &Value::Object(fields)).await),
            (Surface::Api, "record") => {
                of_api(self.client.post("/api/v1/liaisons/record", &Value::Object(fields)).await)
            }
            (Surface::Api, "record_own") => {
                of_api(self.client.post("/api/v1/liaisons/record-own", &Value::Object(fields)).await)
            }
            (Surface::Pages, "record_own") => self.posts("/liaisons/past", &fields).await,
            (Surface::Pages, "draft") => self.posts("/liaisons/new", &fields).await,
            (Surface::Pages, "record") => self.posts("/liaisons/intake/by-hand", &fields).await,
            (Surface::Api | Surface::Pages, _) => return None,
        })
    }

    async fn posts(&self, path: &str, fields: &Map<String, Value>) -> Answer {
        let pairs = pairs(fields);
        let mut all: Vec<(&str, &str)> = vec![("csrf", &self.csrf), ("key", ""), ("version", "")];
        all.extend(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let answer = self.browser.clone().ask("POST", path, &[], &form(&all)).await;
        match answer.status {
            303 => Answer::Done,
            404 => Answer::Missing,
            409 => of_page(&answer.body),
            status => Answer::Else(format!("{status} {}", answer.body)),
        }
    }

    async fn types(&self, words: &[&str], fields: &Map<String, Value>) -> Answer {
        let mut line: Vec<String> = vec!["act".into(), "--as".into(), format!("{}@example.org", self.key)];
        for (name, value) in fields {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            line.extend(["-f".into(), format!("{name}={value}")]);
        }
        line.extend(words.iter().map(|word| (*word).to_owned()));
        let line = Line::try_parse_from(&line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
        match act::perform(&self.stage.opened, &line.act).await {
            Ok(Outcome::Done { .. }) => Answer::Done,
            Ok(Outcome::Refused(refusals)) => Answer::of_codes(refusals.into_iter().map(|one| one.code).collect()),
            Ok(Outcome::NotRead(problems)) => Answer::Else(format!("{problems:?}")),
            Err(failure) if ["cli-missing", "cli-no-such-act"].contains(&failure.to_string().as_str()) => {
                Answer::Missing
            }
            Err(failure) => Answer::Else(failure.to_string()),
        }
    }

    /// The fields of an act, so that no guard refuses what the role may do; none it does not ask for.
    fn fields(&self, on: &Subject, act: &str) -> Map<String, Value> {
        let world = self.stage.world();
        let group = if on.ladder == "itu" { "Q10/17" } else { "ISO/TC 307/WG 1" };
        let (body, assignee) = (world.body(group), world.person("assignee"));
        let lead = matches!((on.ladder, on.state.as_str()), (_, "available") | ("iso_iec", "registered"));
        let allocation = json!([{"body": body, "assignee": assignee, "purpose": "action", "lead": lead}]);
        let own = match act {
            "draft" | "record" | "record_own" | "receive" => Value::Object(self.new_fields(act, on)),
            "edit" => json!({"topic": "changed terms"}),
            "agree_at_rapporteur_meeting" | "approve_at_wp" | "approve_at_sg" | "recommend_in_wg" | "consider" => {
                json!({"meeting": "SG17, Geneva"})
            }
            "approve_by_correspondence" => json!({"consulted": "Management team"}),
            "approve_by_resolution" => json!({"meeting": "Plenary", "decision": "Resolution 12"}),
            "approve_by_ballot" => json!({"decision": "CIB 4", "result": "12 yes, 0 no: approved"}),
            "approve_between_meetings" => json!({"agreed_with": "The chair, 5 March"}),
            "approve_at_own_level" => json!({"own_level": "Its board"}),
            "approve_as_amended" => amended(on.ladder),
            "correct_editorially" => changed_text(),
            "merge_into" => json!({"goes_into": self.stage.draft(on.ladder)}),
            "retract" => json!({"retraction": "Please disregard it.", "how_sent": "By mail."}),
            "remind" => json!({"reminder": "We await your reply.", "how_sent": "By mail."}),
            "send" | "record_sent" => json!({"how_sent": "By mail."}),
            "close" if on.kind == "statement" => json!({"follow_up": "Nothing is left."}),
            "make_available" => json!({"agreed_by": "Chair SG17"}),
            "forward" => {
                let to = if on.ladder == "itu" { "ISO/TC 307" } else { "SG17" };
                json!({"forward_to": world.body(to), "told_sender": "We forwarded it.", "how_sent": "By mail."})
            }
            "allocate" => json!({"allocations": allocation}),
            "reassign" => json!({"assignee": assignee}),
            "redirect" => json!({"body_id": body, "assignee": assignee}),
            "note" => json!({"no_reply_needed": true}),
            "answer" | "unlink" => json!({"reply": on.reply}),
            "correct" if on.kind == "statement" => json!({"source": world.body("ISO"), "title": "Liaison on wallets"}),
            "correct_questions" => json!({"questions": "Q10/17"}),
            "correct" if on.kind == "registration" => json!({"received_on": "2023-03-02", "channel": "by hand"}),
            "correct" if on.kind == "destination" => json!({"purpose": "action", "deadline": "2023-08-24"}),
            "take_action" => json!({"action": "Told the editors."}),
            _ => json!({}),
        };
        let Value::Object(mut fields) = own else { unreachable!("an object") };
        fields.insert("reason".into(), json!("Because."));
        fields
    }

    fn new_fields(&self, act: &str, of: &Subject) -> Map<String, Value> {
        let world = self.stage.world();
        let (source, here) = (world.body("ISO/IEC JTC 1/SC 27"), world.body("SG17"));
        let fields = match act {
            "draft" => json!({"owner": world.body("Q14/17"), "topic": "terms"}),
            "record" => json!({
                "source": source, "title": "Liaison on privacy", "body": "Text.",
                "receiving_body": here, "received_on": "2023-03-06",
            }),
            "record_own" => json!({"owner": world.body("SG17"), "past_state": "sent", "topic": "terms"}),
            "receive" => json!({"statement": of.statement, "receiving_body": here, "received_on": "2023-03-06"}),
            other => panic!("{other} makes nothing"),
        };
        fields.as_object().cloned().unwrap()
    }
}

/// A complete text that differs from the one that stands.
fn changed_text() -> Value {
    let contact = json!([{"name": "Rapporteur Q14/17", "email": "rapporteur@example.org"}]);
    json!({
        "topic": "terms", "prepared_at": "Geneva, 21 February - 3 March 2023", "abstract": "Terms.",
        "body": "Other words.", "contacts": contact,
    })
}

/// The changed text, and the decision of a level of that ladder.
fn amended(ladder: &str) -> Value {
    let decision = match ladder {
        "itu" => json!({"level": "study_group", "meeting": "Geneva"}),
        "iso_iec" => json!({"level": "resolution", "meeting": "Plenary", "decision": "Resolution 12"}),
        _ => json!({"level": "own", "own_level": "Its board"}),
    };
    let mut all = changed_text();
    all.as_object_mut().unwrap().extend(decision.as_object().cloned().unwrap());
    all
}

/// Editing has a page of its own.
fn form_of(on: &Subject, act: &str) -> String {
    match act {
        "edit" if on.kind == "statement" => format!("/liaisons/{}/edit", on.handle),
        _ => format!("/acts/{}/{}", on.handle, act.replace('_', "-")),
    }
}

fn of_api(answer: ApiAnswer) -> Answer {
    match answer.status {
        200 | 201 => Answer::Done,
        404 => Answer::Missing,
        409 => {
            let refusals = answer.json["refusals"].as_array().cloned().unwrap_or_default();
            Answer::of_codes(refusals.iter().filter_map(|one| one["code"].as_str().map(str::to_owned)).collect())
        }
        status => Answer::Else(format!("{status} {}", answer.text)),
    }
}

/// A page says it in a sentence.
pub fn of_page(body: &str) -> Answer {
    if body.contains("is not possible now") {
        Answer::NotFromHere
    } else if body.contains("This is not yours to do.") {
        Answer::NotYours
    } else if body.contains("decides by another procedure than this") || body.contains("has no such step between") {
        Answer::OtherLadder
    } else {
        let sentence = body.split("class=\"problems\"").nth(1).unwrap_or("no sentence").chars().take(600).collect();
        Answer::Guard(sentence)
    }
}

/// The fields as a browser sends them.
fn pairs(fields: &Map<String, Value>) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "on".to_owned(),
        Value::Bool(false) | Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut pairs = Vec::new();
    for (name, value) in fields {
        match value {
            Value::Array(rows) => {
                for (n, row) in rows.iter().enumerate() {
                    let cells = row.as_object().unwrap().iter();
                    pairs.extend(cells.map(|(cell, value)| (format!("{name}-{n}-{cell}"), text(value))));
                }
            }
            other => pairs.push((name.clone(), text(other))),
        }
    }
    pairs
}

//! Every word that the rules say stands in `locales/en`, and nothing stands in `rules.ftl` there that they do not say.

use std::collections::BTreeSet;
use std::path::Path;

use entente::domain::ask::{AskKind, asks, envelope};
use entente::domain::command::{Extent, Kind};
use entente::domain::named::Named;
use entente::domain::notice::{Notice, Pace};
use entente::domain::people::Role;
use entente::domain::procedure::engine::{Audience, Nature, Severity, WaitingFor, Who};
use entente::domain::procedure::{allocation, destination, meeting, note, record};
use entente::domain::procedure::{printed, registration, statement};
use entente::domain::reference::Purpose;
use entente::domain::statement::Level;
use fluent_bundle::{FluentBundle, FluentError, FluentResource};

const RULES: &str = include_str!("../../locales/en/rules.ftl");

/// The words of the rules in English; a missing key is shown as `⟦key⟧`.
pub fn say(key: &str) -> String {
    thread_local!(static BUNDLE: FluentBundle<FluentResource> = bundle());
    BUNDLE.with(|bundle| {
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned()
    })
}

fn bundle() -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec!["en".parse().unwrap()]);
    bundle.set_use_isolating(false);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en");
    // All files: labels and refusals of forms stand beside the pages that share them.
    for entry in walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file()) {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let resource = FluentResource::try_new(text).map_err(|(_, errors)| errors).unwrap();
        let twice = bundle.add_resource(resource).err().unwrap_or_default();
        let of_rules = |error: &FluentError| match error {
            FluentError::Overriding { id, .. } => lines().any(|(key, _)| key == id),
            FluentError::ParserError(_) | FluentError::ResolverError(_) => true,
        };
        assert!(!twice.iter().any(of_rules), "said twice: {twice:?}");
    }
    bundle
}

fn slug(name: &str) -> String {
    name.replace('_', "-")
}

fn all<T: Named>(prefix: &str, into: &mut BTreeSet<String>) {
    into.extend(T::ALL.iter().map(|member| format!("{prefix}-{}", member.slug())));
}

fn of_procedure<S: Named, A: Named, G: Named>(name: &str, into: &mut BTreeSet<String>) {
    into.insert(format!("procedure-{name}"));
    into.insert(format!("procedure-{name}-about"));
    all::<S>(&format!("state-{name}"), into);
    all::<G>(&format!("guard-{name}"), into);
    for act in A::ALL {
        let act = act.slug();
        into.extend([format!("act-{name}-{act}"), format!("act-{name}-{act}-does"), format!("done-{name}-{act}")]);
    }
}

/// What tables, closed sets and forms make keys of.
fn made() -> BTreeSet<String> {
    let mut keys = BTreeSet::from(["state-none".to_owned()]);
    of_procedure::<statement::State, statement::Act, statement::Guard>("statement", &mut keys);
    of_procedure::<destination::State, destination::Act, destination::Guard>("destination", &mut keys);
    of_procedure::<registration::State, registration::Act, registration::Guard>("registration", &mut keys);
    of_procedure::<allocation::State, allocation::Act, allocation::Guard>("allocation", &mut keys);
    of_procedure::<note::State, note::Act, note::Guard>("note", &mut keys);
    of_procedure::<meeting::State, meeting::Act, meeting::Guard>("meeting", &mut keys);
    of_procedure::<record::State, record::Act, record::Guard>("record", &mut keys);
    all::<Role>("role", &mut keys);
    all::<WaitingFor>("waiting", &mut keys);
    all::<Audience>("audience", &mut keys);
    all::<Severity>("severity", &mut keys);
    all::<Nature>("nature", &mut keys);
    all::<Notice>("notice", &mut keys);
    all::<Pace>("pace", &mut keys);
    all::<Purpose>("purpose", &mut keys);
    all::<Kind>("kind", &mut keys);
    all::<Level>("level", &mut keys);
    all::<Extent>("extent", &mut keys);
    let others = [Who::Author, Who::Doer, Who::Assignee, Who::Serving, Who::Administrator, Who::System, Who::Importer];
    keys.extend(others.map(Who::key));
    for procedure in printed::all() {
        for row in procedure.rows {
            let Some(kind) = Kind::from_name(procedure.name) else { continue };
            let Some(fields) = asks(kind, row.act) else { continue };
            for ask in fields.into_iter().chain(envelope(kind, row.act)) {
                keys.insert(format!("field-{}", slug(ask.name)));
                if let AskKind::Choice(choices) = ask.kind {
                    keys.extend(choices.iter().map(|choice| format!("{}-{}", slug(ask.name), slug(choice))));
                }
            }
        }
    }
    let cells = [
        "purpose",
        "deadline",
        "lead",
        "note",
        "printed",
        "name",
        "organisation",
        "country",
        "tel",
        "email",
        "original",
    ];
    keys.extend(cells.map(|cell| format!("field-{cell}")));
    keys
}

/// The keys that stand in the sources as they are.
fn written() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = ["due-rule-", "guard-", "reason-", "refused-", "form-", "doc-", "field-", "approval-"];
    let mut keys = in_folder(&root.join("src/domain"), &rules);
    for above in ["facts", "write"] {
        keys.extend(in_folder(&root.join("src").join(above), &["refused-"]));
    }
    keys
}

fn in_folder(folder: &Path, starts: &[&str]) -> BTreeSet<String> {
    let is_key = |text: &&str| {
        starts.iter().any(|start| text.len() > start.len() && text.starts_with(start))
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let mut keys = BTreeSet::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file()) {
        let source = std::fs::read_to_string(entry.path()).unwrap();
        keys.extend(source.split('"').filter(is_key).map(str::to_owned));
    }
    keys
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    let key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    RULES.lines().filter_map(|line| line.split_once(" =")).filter(move |(name, _)| name.chars().all(key))
}

#[test]
fn every_word_of_the_rules_is_there() {
    let bundle = bundle();
    let missing: Vec<String> = made().into_iter().chain(written()).filter(|key| !bundle.has_message(key)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn nothing_is_said_that_no_rule_says() {
    let used: BTreeSet<String> = made().into_iter().chain(written()).collect();
    let hint_of = |key: &str| key.strip_suffix("-hint").is_some_and(|field| used.contains(field));
    let idle: Vec<&str> = lines().map(|(key, _)| key).filter(|key| !used.contains(*key) && !hint_of(key)).collect();
    assert_eq!(idle, Vec::<&str>::new());
}

#[test]
fn no_page_says_act_or_ball() {
    for (key, text) in lines() {
        // The names of gaps are not shown.
        let shown: String = text.split('{').map(|part| part.rsplit('}').next().unwrap_or_default()).collect();
        let shown = shown.to_lowercase();
        let mut words = shown.split(|c: char| !c.is_alphabetic());
        assert!(!words.any(|word| matches!(word, "act" | "acts" | "ball")), "{key} ={text} (PR-25)");
    }
}

#[test]
fn a_refusal_is_a_whole_sentence_that_says_what_to_do() {
    for (key, text) in lines().filter(|(key, _)| key.starts_with("guard-") && key.ends_with("-no")) {
        if text.trim_start().starts_with("{ $count ->") {
            continue;
        }
        assert!(text.trim_end().ends_with('.'), "{key}");
        assert!(text.matches(['.', '?']).count() >= 2, "{key} says what is missing, but not what to do");
    }
}

//! Templates of replies: the list of a body, the form of one, and the offer at a draft.

use entente::domain::named::Named;
use entente::domain::template::Placeholder;
use entente::said;
use entente::web::view::parts::*;
use entente::web::view::{Place, templates};
use entente::words::Words;

use super::show;
use crate::pages::gallery::people::*;

pub fn all(words: &Words) -> Vec<(&'static str, String)> {
    vec![("templates", show(&kept(words))), ("template-form", show(&template(words)))]
}

/// The placeholders of templates, as their help lists them.
fn placeholders(words: &Words) -> Vec<Fact> {
    let one = |of: &Placeholder| Fact {
        label: of.mark(),
        values: vec![Value { text: words.t(&format!("placeholder-{}", of.slug())), ..Value::default() }],
    };
    Placeholder::ALL.iter().map(one).collect()
}

/// The templates of a body with all that its page can show.
fn kept(words: &Words) -> templates::Templates {
    let made = |key: &str, href: &str| Link { label: words.t(key), href: href.into() };
    let one = |name: &str, abstract_text: Option<&str>, acts| templates::Kept {
        name: name.into(),
        abstract_text: abstract_text.map(str::to_owned),
        text: "{{body}} thanks {{source}} for {{number}}.\n\nThe comments of our experts are attached.".into(),
        at: moment("6 Mar 2023, 10:00", "2023-03-06T09:00:00Z"),
        by: "Counsellor SG17".into(),
        acts,
    };
    let acts = || vec![made("templates-correct", "/a"), made("templates-end", "/b")];
    templates::Templates {
        page: page(words, &words.fill("templates-title", "name", "SG17"), Some(Place::Register)),
        back: Link { label: "SG17".into(), href: "/bodies/BO-1001".into() },
        acts: vec![made("act-record-add-template", "/bodies/BO-1001/templates/new")],
        in_use: vec![
            one("Comments attached", None, acts()),
            one("Received, with a reply to follow after the next meeting", Some("About {{number}}."), acts()),
        ],
        ended: vec![one("Thanks", None, vec![made("templates-put-back", "/c")])],
        history: Vec::new(),
        older_ended: Some("/bodies/BO-1001/templates?ended=1".into()),
        older_history: None,
        newest: Some("/bodies/BO-1001/templates".into()),
        placeholders: placeholders(words),
    }
}

/// The form of one, refused for a placeholder that is none.
fn template(words: &Words) -> templates::TemplateForm {
    let sentence = words.say(&said!("guard-placeholders-known-no", what = "{{dedline}}"));
    let long = |name: &str, value: &str| {
        Field::of(
            name,
            words.t(&format!("field-{}", name.replace('_', "-"))),
            Control::Long { value: value.into(), rows: 5, limit: None },
        )
    };
    let mut text = long("template_text", "Thank you. We reply by {{dedline}}.");
    text.errors = vec![sentence.clone()];
    let name = Control::Text { value: "Thanks".into(), kind: "text", autocomplete: None };
    templates::TemplateForm {
        page: page(words, &words.fill("templates-add-template", "name", "SG17"), None),
        back: Link { label: "SG17".into(), href: "/bodies/BO-1001/templates".into() },
        does: words.t("act-record-add-template-does"),
        problems: vec![Problem { field: Some("template_text".into()), sentence, clause: None, help: None }],
        stale: None,
        action: "/bodies/BO-1001/templates/new".into(),
        verb: words.t("act-record-add-template"),
        fields: vec![
            Field::of("template_name", words.t("field-template-name"), name),
            long("template_abstract", ""),
            text,
        ],
        placeholders: placeholders(words),
        key: "k".into(),
        version: None,
        blocked: false,
    }
}

/// The templates of its body, after one has been used.
pub fn offer(words: &Words) -> templates::Offer {
    let choice = |value: &str, label: &str, chosen| Choice {
        value: value.into(),
        label: label.into(),
        chosen,
        ..Choice::default()
    };
    let choices = vec![choice("1", "Thanks, no comments", true), choice("2", "Received, reply to follow", false)];
    let mut field = Field::of("template", words.t("draft-template"), Control::Select { choices, blank: true });
    field.hint = Some(words.t("draft-template-hint"));
    let used = words.fill("draft-template-used", "name", "Thanks, no comments");
    let missing = said!("draft-template-missing", marks = "{{number}}, {{deadline}}", count = 2_i64);
    templates::Offer { field, said: vec![used, words.t("draft-template-below"), words.say(&missing)] }
}

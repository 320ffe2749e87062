//! The fields of the mail server, and what was typed in them read into values that cannot be wrong.

use serde_json::Value;

use crate::config::{Secured, StatedServer, is_host};
use crate::domain::form::{self, FieldProblem};
use crate::domain::named::Named;
use crate::domain::record::is_address;
use crate::domain::said::Said;
use crate::facts::mail_server::Kept;
use crate::mail::compose::party;
use crate::said;
use crate::web::form::Submitted;
use crate::web::view::parts::{Choice, Control, Field};
use crate::words::Words;
use crate::write::upkeep::mail_server::{Password, Wanted};

/// The most characters of each.
const HOST: usize = 253;
const USER: usize = 256;
const PASSWORD: usize = 512;
const SENDER: usize = 400;
/// Where letters are handed in by programs (RFC 6409).
const SUBMISSION: &str = "587";

/// What the page knows of before.
pub(super) struct Before<'a> {
    pub kept: Option<&'a Kept>,
    /// The password that goes with it is there, or it has none.
    pub whole: bool,
    /// The sender that stands in the environment.
    pub sender_set: Option<&'a str>,
    /// The sender where nobody states one.
    pub sender_else: &'a str,
}

impl Before<'_> {
    /// A password is kept.
    fn password(&self) -> bool {
        self.whole && self.kept.is_some_and(|kept| kept.server.user.is_some())
    }
}

/// What is kept, as the form shows it.
pub(super) fn of(before: &Before<'_>) -> Submitted {
    let server = before.kept.map(|kept| &kept.server);
    let sender = before.kept.and_then(|kept| kept.sender.as_deref()).unwrap_or(before.sender_else);
    let all = [
        ("mail_host", server.map(|one| one.host.clone()).unwrap_or_default()),
        ("mail_port", server.map_or_else(|| SUBMISSION.to_owned(), |one| one.port.to_string())),
        ("mail_secured", server.map_or(Secured::StartTls, |one| one.secured).name().to_owned()),
        ("mail_user", server.and_then(|one| one.user.clone()).unwrap_or_default()),
        ("mail_sender", sender.to_owned()),
    ];
    let mut form = Submitted::default();
    form.fields.extend(all.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))));
    form
}

/// What was typed, or what is wrong with it, field by field.
pub(super) fn read(form: &Submitted, before: &Before<'_>) -> Result<Wanted, Vec<FieldProblem>> {
    let mut reading = Reading { form, wrong: Vec::new() };
    let host = reading.host();
    let port = reading.text("mail_port", 10).and_then(|port| {
        let port = port.parse().ok().filter(|port: &u16| *port > 0);
        reading.or("mail_port", port, said!("setup-mail-no-port"))
    });
    let secured = Secured::STATED.into_iter().find(|one| one.name() == form.text("mail_secured"));
    let secured = reading.or("mail_secured", secured, said!("setup-mail-no-security"));
    let forget = form.text("mail_forget") == "on";
    let user = reading.text("mail_user", USER).filter(|user| !user.is_empty() && !forget);
    let sender = match before.sender_set {
        Some(_) => before.kept.and_then(|kept| kept.sender.clone()),
        None => reading.sender(),
    };
    let server = match (host, port, secured) {
        (Some(host), Some(port), Some(secured)) => Some(StatedServer { host, port, secured, user: user.clone() }),
        _ => None,
    };
    let password = reading.password(user.as_deref(), forget, server.as_ref(), before);
    if server.as_ref().is_some_and(StatedServer::bares_the_password) {
        reading.at("mail_secured", said!("setup-mail-password-in-clear"));
    }
    match server {
        Some(server) if reading.wrong.is_empty() => {
            let seen = form.version.map(i64::from).unwrap_or_default();
            Ok(Wanted { server, sender, password, seen })
        }
        Some(_) | None => Err(reading.wrong),
    }
}

/// The form with the problems found so far.
struct Reading<'a> {
    form: &'a Submitted,
    wrong: Vec<FieldProblem>,
}

impl Reading<'_> {
    fn at(&mut self, field: &str, said: Said) {
        self.wrong.push(FieldProblem { field: field.to_owned(), said });
    }

    fn or<T>(&mut self, field: &str, value: Option<T>, said: Said) -> Option<T> {
        if value.is_none() {
            self.at(field, said);
        }
        value
    }

    /// One line without what cannot be seen.
    fn text(&mut self, field: &str, most: usize) -> Option<String> {
        match form::line(&self.form.fields, field, most) {
            Ok(text) => Some(text),
            Err(said) => {
                self.at(field, said);
                None
            }
        }
    }

    fn host(&mut self) -> Option<String> {
        let host = self.text("mail_host", HOST)?;
        // An address of IPv6 is commonly copied with its brackets.
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&host).to_owned();
        self.or("mail_host", Some(bare).filter(|host| is_host(host)), said!("setup-mail-no-host"))
    }

    fn sender(&mut self) -> Option<String> {
        let sender = self.text("mail_sender", SENDER)?;
        let whole = is_address(&party(&sender).address);
        self.or("mail_sender", Some(sender).filter(|_| whole), said!("setup-mail-no-sender"))
    }

    /// The one that is kept goes only to where it was given for: whoever sits at an administrator's open page could else
    /// have it sent to a server of their own.
    fn password(
        &mut self,
        user: Option<&str>,
        forget: bool,
        server: Option<&StatedServer>,
        before: &Before<'_>,
    ) -> Password {
        let typed = self.form.text("mail_password");
        if typed.chars().any(char::is_control) {
            self.at("mail_password", said!("form-one-line"));
        } else if typed.chars().count() > PASSWORD {
            let count = typed.chars().count() as i64;
            self.at("mail_password", said!("form-too-long", count = count, most = PASSWORD as i64));
        }
        match (user, typed) {
            (None, "") => Password::None,
            (None, _) if forget => {
                self.at("mail_forget", said!("setup-mail-forget-or-new"));
                Password::None
            }
            (None, _) => {
                if !self.wrong.iter().any(|one| one.field == "mail_user") {
                    self.at("mail_user", said!("setup-mail-no-user"));
                }
                Password::None
            }
            (Some(_), "") => {
                let same = server.is_none() || before.kept.map(|kept| &kept.server) == server;
                match before.password() {
                    true if same => {}
                    true => self.at("mail_password", said!("setup-mail-password-again")),
                    false => self.at("mail_password", said!("setup-mail-no-password")),
                }
                Password::Kept
            }
            (Some(_), typed) => Password::New(typed.to_owned()),
        }
    }
}

/// The fields, as typed; the password never.
pub(super) fn all(words: &Words, typed: &Submitted, wrong: &[FieldProblem], before: &Before<'_>) -> Vec<Field> {
    let value = |name: &str| typed.text(name).to_owned();
    let label = |name: &str| words.t(&format!("setup-{}", name.replace('_', "-")));
    let hint = |name: &str| words.t(&format!("setup-{}-hint", name.replace('_', "-")));
    let text = |name: &str, autocomplete| {
        let control = Control::Text { value: value(name), kind: "text", autocomplete };
        Field::of(name, label(name), control).hint(hint(name))
    };
    let secured = Secured::STATED.map(|one| Choice {
        value: one.name().to_owned(),
        label: words.t(&format!("setup-secured-{}", one.name())),
        note: Some(words.t(&format!("setup-secured-{}-note", one.name()))),
        chosen: typed.text("mail_secured") == one.name(),
        ..Choice::default()
    });
    let port = Control::Number { value: value("mail_port"), min: Some(1), max: Some(i64::from(u16::MAX)) };
    let mut fields = vec![
        text("mail_host", Some("off")).required(),
        Field::of("mail_port", label("mail_port"), port).required().hint(hint("mail_port")),
        Field::of("mail_secured", label("mail_secured"), Control::Radios { choices: secured.to_vec() }).required(),
        text("mail_user", Some("off")),
        password(words, typed, before),
    ];
    if before.password() {
        let tick = Choice {
            value: "on".to_owned(),
            label: label("mail_forget"),
            chosen: typed.text("mail_forget") == "on",
            ..Choice::default()
        };
        fields.push(Field::of("mail_forget", label("mail_forget"), Control::Checks { choices: vec![tick] }));
    }
    if before.sender_set.is_none() {
        fields.push(text("mail_sender", Some("off")).required());
    }
    let with = |field: Field| {
        let of: Vec<&FieldProblem> = wrong.iter().filter(|one| one.field == field.name).collect();
        of.into_iter().fold(field, |field, one| field.error(words.say(&one.said)))
    };
    fields.into_iter().map(with).collect()
}

fn password(words: &Words, typed: &Submitted, before: &Before<'_>) -> Field {
    let control = Control::Text { value: String::new(), kind: "password", autocomplete: Some("new-password") };
    let hint = match (typed.text("mail_password").is_empty(), before.password()) {
        (false, _) => "setup-mail-password-retype",
        (true, true) => "setup-mail-password-kept",
        (true, false) => "setup-mail-password-hint",
    };
    Field::of("mail_password", words.t("setup-mail-password"), control).hint(words.t(hint))
}

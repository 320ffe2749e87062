//! From keys to sentences: the Fluent messages of `locales/<language>/*.ftl`, embedded in the program. English is
//! complete; another language falls back to it key by key, and a key that nobody wrote shows itself as `⟦key⟧`.

pub mod pseudo;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::domain::said::{Arg, Said};

/// The language that has every message.
pub const COMPLETE: &str = "en";

#[derive(rust_embed::RustEmbed)]
#[folder = "locales/"]
struct Files;

type Bundle = FluentBundle<Arc<FluentResource>>;

/// The messages of each language, parsed once.
static RESOURCES: LazyLock<BTreeMap<String, Vec<Arc<FluentResource>>>> = LazyLock::new(resources);

/// The ready catalogues of the languages that have files, made once.
static CATALOGUES: LazyLock<BTreeMap<String, Words>> =
    LazyLock::new(|| RESOURCES.keys().map(|tag| (tag.clone(), Words::build(tag, tag, None))).collect());

/// The words of one language. Cheap to clone.
#[derive(Clone)]
pub struct Words {
    inner: Arc<Inner>,
}

struct Inner {
    tag: String,
    right_to_left: bool,
    /// The language asked for, then English.
    bundles: Vec<Bundle>,
}

impl Words {
    /// The words of the language that a tag such as `fr-CH` names, or English when there is none.
    pub fn for_language(tag: &str) -> Words {
        let primary = tag.split(['-', '_']).next().unwrap_or(COMPLETE).to_ascii_lowercase();
        let found = CATALOGUES.get(tag).or_else(|| CATALOGUES.get(&primary)).or_else(|| CATALOGUES.get(COMPLETE));
        match found {
            Some(words) => words.clone(),
            None => Words::build(COMPLETE, COMPLETE, None),
        }
    }

    /// The tags of the languages that there are.
    pub fn languages() -> Vec<&'static str> {
        CATALOGUES.keys().map(String::as_str).collect()
    }

    /// English, for programs that speak to nobody in particular.
    pub fn english() -> Words {
        Words::for_language(COMPLETE)
    }

    /// A catalogue shown under `tag` that is made of the messages of `source`, each piece of text changed by
    /// `transform`: this is how the pseudo-locales are made.
    fn build(tag: &str, source: &str, transform: Option<fn(&str) -> std::borrow::Cow<str>>) -> Words {
        let mut languages = vec![source];
        if source != COMPLETE {
            languages.push(COMPLETE);
        }
        let bundles = languages.into_iter().map(|language| bundle(language, transform)).collect();
        let primary = tag.split('-').next().unwrap_or(tag);
        let right_to_left = matches!(primary, "ar" | "he" | "fa" | "ur");
        Words { inner: Arc::new(Inner { tag: tag.to_owned(), right_to_left, bundles }) }
    }

    /// The tag for `lang="…"`.
    pub fn tag(&self) -> &str {
        &self.inner.tag
    }

    /// The direction for `dir="…"`.
    pub fn direction(&self) -> &'static str {
        if self.inner.right_to_left { "rtl" } else { "ltr" }
    }

    /// Whether a message has this key, in this language or in English.
    pub fn has(&self, key: &str) -> bool {
        self.inner.bundles.iter().any(|bundle| bundle.get_message(key).is_some_and(|message| message.value().is_some()))
    }

    /// The message without gaps.
    pub fn t(&self, key: &str) -> String {
        self.render(key, None)
    }

    /// The message whose only gap is `$count`.
    pub fn n<C: Copy + TryInto<i64>>(&self, key: &str, count: C) -> String {
        let mut args = FluentArgs::new();
        args.set("count", count.try_into().unwrap_or(i64::MAX));
        self.render(key, Some(&args))
    }

    /// The message with one gap filled by text.
    pub fn fill(&self, key: &str, name: &str, value: &str) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), value.to_owned());
        self.render(key, Some(&args))
    }

    /// The sentence that the domain said.
    pub fn say(&self, said: &Said) -> String {
        self.said(said, |date| self.date(date))
    }

    /// The same for a document that leaves, with whole months.
    pub fn say_formally(&self, said: &Said) -> String {
        self.said(said, |date| self.long_date(date))
    }

    fn said(&self, said: &Said, dated: impl Fn(NaiveDate) -> String) -> String {
        let mut args = FluentArgs::new();
        for (name, arg) in &said.args {
            let value = match arg {
                Arg::Text(text) => FluentValue::from(text.clone()),
                Arg::Count(count) => FluentValue::from(*count),
                Arg::Date(date) => FluentValue::from(dated(*date)),
                Arg::Term(key) => FluentValue::from(self.t(key)),
            };
            args.set(name.clone(), value);
        }
        self.render(&said.key, Some(&args))
    }

    /// `3 Mar 2023`.
    pub fn date(&self, date: NaiveDate) -> String {
        self.dated(date, "month-")
    }

    /// `3 March 2023`, as the forms of documents ask.
    pub fn long_date(&self, date: NaiveDate) -> String {
        self.dated(date, "month-long-")
    }

    fn dated(&self, date: NaiveDate, months: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("day", date.day().to_string());
        args.set("month", self.t(&format!("{months}{}", date.month())));
        args.set("year", date.year().to_string());
        self.render("date-day", Some(&args))
    }

    /// `3 Mar 2023, 14:05` in the zone given.
    pub fn instant(&self, instant: DateTime<Utc>, zone: Tz) -> String {
        let local = instant.with_timezone(&zone);
        let mut args = FluentArgs::new();
        args.set("date", self.date(local.date_naive()));
        args.set("time", format!("{:02}:{:02}", local.hour(), local.minute()));
        self.render("date-instant", Some(&args))
    }

    /// `in 6 days`, `tomorrow`, `today`, `yesterday`, `6 days ago`.
    pub fn relative(&self, date: NaiveDate, today: NaiveDate) -> String {
        let days = (date - today).num_days();
        match days {
            0 => self.t("date-today"),
            1 => self.t("date-tomorrow"),
            -1 => self.t("date-yesterday"),
            2.. => self.n("date-in-days", days),
            _ => self.n("date-days-ago", -days),
        }
    }

    fn render(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        for bundle in &self.inner.bundles {
            if let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) {
                // A gap that nobody filled shows as `{$name}`; the tests look for that too.
                return bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned();
            }
        }
        format!("⟦{key}⟧")
    }
}

fn resources() -> BTreeMap<String, Vec<Arc<FluentResource>>> {
    let mut languages: BTreeMap<String, Vec<Arc<FluentResource>>> = BTreeMap::new();
    for path in Files::iter() {
        let Some((language, _)) = path.split_once('/') else { continue };
        let Some(file) = Files::get(&path) else { continue };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        // A file with a mistake still gives its good messages; `tests/it/words.rs` refuses the mistake.
        let resource = FluentResource::try_new(text).unwrap_or_else(|(partial, _)| partial);
        languages.entry(language.to_owned()).or_default().push(Arc::new(resource));
    }
    languages
}

fn bundle(language: &str, transform: Option<fn(&str) -> std::borrow::Cow<str>>) -> Bundle {
    let locale: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // Marks of direction inside a sentence would be copied with it into letters, forms and documents; what people
    // typed stands in elements with `dir="auto"` instead.
    bundle.set_use_isolating(false);
    bundle.set_transform(transform);
    bundle.set_formatter(Some(grouped));
    for resource in RESOURCES.get(language).into_iter().flatten() {
        bundle.add_resource_overriding(resource.clone());
    }
    bundle
}

/// Numbers stand in groups of three: `1,000`.
fn grouped<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(thousands(number.value as i64)),
        FluentValue::String(_) | FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => None,
    }
}

/// A whole number in groups of three.
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut shown = if number < 0 { String::from("−") } else { String::new() };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

//! The fields of forms, as plain values; `templates/components/fields.html` shows them.

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    /// Sentences of a refusal, at the field.
    pub errors: Vec<String>,
    pub required: bool,
    /// What stands at an open field that some step will ask for: "needed before …".
    pub needed: Option<String>,
    pub control: Control,
    /// Where a value was read in a document.
    pub read: Option<ReadAt>,
}

/// How a field is filled in.
#[derive(Clone, Debug)]
pub enum Control {
    /// `kind` is the input's type: text, email, url, password …
    Text {
        value: String,
        kind: &'static str,
        autocomplete: Option<&'static str>,
    },
    /// `limit` shows a count of words and is a limit for people, not for the server.
    Long {
        value: String,
        rows: u8,
        limit: Option<usize>,
    },
    /// The value in ISO form; `relative` says how far away it is.
    Date {
        value: String,
        relative: Option<String>,
    },
    Number {
        value: String,
        min: Option<i64>,
        max: Option<i64>,
    },
    /// One of a list; a long one can be filtered by typing.
    Select {
        choices: Vec<Choice>,
        blank: bool,
    },
    /// One of a few, all in sight.
    Radios {
        choices: Vec<Choice>,
    },
    /// Any of a list; all carry the field's name.
    Checks {
        choices: Vec<Choice>,
    },
    /// Free text with suggestions.
    Suggest {
        value: String,
        suggestions: Vec<String>,
    },
    File {
        accept: String,
        several: bool,
    },
    Hidden {
        value: String,
    },
    /// Bodies with their purpose and deadline. Names: `<name>-<row>-body`, `-purpose`, `-deadline`.
    Destinations {
        bodies: Vec<Choice>,
        purposes: Vec<Choice>,
        rows: Vec<DestinationRow>,
    },
    /// Allocations, each a group of fields named `<name>-<row>-body` and so on.
    Allocations {
        rows: Vec<AllocationRow>,
    },
    /// Contacts. Names: `<name>-<row>-name`, `-organisation`, `-country`, `-telephone`, `-email`.
    Contacts {
        rows: Vec<ContactRow>,
    },
}

/// One choice of a list.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub note: Option<String>,
    pub group: Option<String>,
    pub chosen: bool,
}

/// One row of destinations in a form.
#[derive(Clone, Debug, Default)]
pub struct DestinationRow {
    pub body: String,
    /// The words as a document prints them, where no body here is known by them.
    pub printed: String,
    pub purpose: String,
    pub deadline: String,
    pub errors: Vec<String>,
    pub read: Option<ReadAt>,
}

impl DestinationRow {
    /// There is something to take out.
    pub fn is_filled(&self) -> bool {
        [&self.body, &self.printed, &self.purpose, &self.deadline].iter().any(|text| !text.is_empty())
    }
}

impl ContactRow {
    /// There is something to take out.
    pub fn is_filled(&self) -> bool {
        let all = [&self.name, &self.organisation, &self.country, &self.telephone, &self.email];
        all.iter().any(|text| !text.is_empty())
    }
}

/// One allocation in a form.
#[derive(Clone, Debug, Default)]
pub struct AllocationRow {
    pub fields: Vec<Field>,
}

/// One contact in a form.
#[derive(Clone, Debug, Default)]
pub struct ContactRow {
    pub name: String,
    pub organisation: String,
    pub country: String,
    pub telephone: String,
    pub email: String,
    pub errors: Vec<String>,
    pub read: Option<ReadAt>,
}

/// Where a value was found in the document beside the form.
#[derive(Clone, Debug)]
pub struct ReadAt {
    /// The line, counted from 1; its anchor is `line-<n>`.
    pub line: usize,
    pub sure: bool,
}

impl Field {
    /// A field that is not shown.
    pub fn hidden(name: &str, value: impl Into<String>) -> Field {
        Field {
            name: name.to_owned(),
            label: String::new(),
            hint: None,
            errors: Vec::new(),
            required: false,
            needed: None,
            control: Control::Hidden { value: value.into() },
            read: None,
        }
    }

    /// A line of text.
    pub fn text(name: &str, label: impl Into<String>, value: impl Into<String>) -> Field {
        let control = Control::Text { value: value.into(), kind: "text", autocomplete: None };
        Field { label: label.into(), control, ..Field::hidden(name, "") }
    }

    /// Any other field without hint, error or mark.
    pub fn of(name: &str, label: impl Into<String>, control: Control) -> Field {
        Field { label: label.into(), control, ..Field::hidden(name, "") }
    }

    /// The same field, asked for.
    pub fn required(self) -> Field {
        Field { required: true, ..self }
    }

    /// The same field with a hint.
    pub fn hint(self, hint: impl Into<String>) -> Field {
        Field { hint: Some(hint.into()), ..self }
    }

    /// The same field with a sentence of a refusal.
    pub fn error(mut self, sentence: impl Into<String>) -> Field {
        self.errors.push(sentence.into());
        self
    }

    /// The same field with the line where its value was found.
    pub fn read_at(self, line: usize, sure: bool) -> Field {
        Field { read: Some(ReadAt { line, sure }), ..self }
    }

    /// The only choice already says what the legend would.
    pub fn is_said_by(&self, choices: &[Choice]) -> bool {
        matches!(choices, [only] if only.label == self.label)
    }

    /// What explains the field, as ids for `aria-describedby`; empty when nothing does.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("{}-hint", self.name));
        }
        if !self.errors.is_empty() {
            ids.push(format!("{}-error", self.name));
        }
        ids.join(" ")
    }
}

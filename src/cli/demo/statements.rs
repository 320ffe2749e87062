//! The lives of the demo's statements, one file each: steps by day, person and act, with the fields of the act's form.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::failure::Failure;

/// The file of each statement.
macro_rules! files {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("statements/", $name, ".json")))),*] };
}

const FILES: &[(&str, &str)] = files![
    "tor",
    "tor-reply",
    "tor-second",
    "tc68",
    "sg16-info",
    "sc27-controls",
    "etsi-terms",
    "w3c-draft",
    "tsag-returned",
    "sg16-approved",
    "identity-question",
    "identity-answer",
    "in-sc27",
    "in-sg16",
    "in-etsi",
    "in-tsag",
    "in-tc68",
    "in-sg13",
    "in-w3c",
    "tc307-from-sc27",
    "tc307-from-tc68",
    "tc307-draft",
    "jwg4-recommended",
];

#[derive(Deserialize)]
struct Life {
    steps: Vec<Step>,
}

/// One step of one statement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The statement's name in the demo.
    #[serde(skip)]
    pub of: &'static str,
    pub at: NaiveDate,
    /// The address of the person before `@`.
    pub by: String,
    pub act: String,
    /// The act is one on the registration by this body.
    #[serde(default, rename = "in")]
    pub at_body: Option<String>,
    /// And there on the allocation to this one.
    #[serde(default, rename = "for")]
    pub allocated_to: Option<String>,
    #[serde(default)]
    pub fields: Map<String, Value>,
}

impl Step {
    /// For the sentence about a step that fails.
    pub fn name(&self) -> String {
        format!("{} {} {}", self.of, self.at, self.act)
    }
}

/// All steps in the order of their days; on one day in the order of the files.
pub fn steps() -> Result<Vec<Step>, Failure> {
    let mut all = Vec::new();
    for (name, text) in FILES {
        let life: Life =
            serde_json::from_str(text).map_err(|error| std::io::Error::other(format!("{name}: {error}")))?;
        all.extend(life.steps.into_iter().map(|step| Step { of: name, ..step }));
    }
    all.sort_by_key(|step| step.at);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_life_goes_forward_and_ends_before_the_demos_today() {
        for (name, text) in FILES {
            let life: Life = serde_json::from_str(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(life.steps.is_sorted_by_key(|step| step.at), "{name}");
            assert!(life.steps.iter().all(|step| step.at < super::super::begins().date_naive()), "{name}");
        }
    }
}

//! Templates of replies that a body keeps: added, corrected, ended and put back. None is ever deleted: what stood in one
//! stays in the history of the body.

use serde_json::Value;
use uuid::Uuid;

use super::RecordFacts;
use super::correct::Mended;
use crate::domain::command::TemplateCommand;
use crate::domain::decision::Decision;
use crate::domain::said::Said;
use crate::domain::template::{MOST, Template};
use crate::domain::text;
use crate::said;

/// What a command about a template rests on.
#[derive(Clone, Debug, Default)]
pub struct Keeping {
    /// The one that is named, and whether it has ended.
    pub there: Option<(Template, bool)>,
    /// Names of the others that the body uses.
    pub names: Vec<String>,
}

impl Keeping {
    pub(super) fn in_use(&self) -> Option<&Template> {
        self.there.as_ref().filter(|(_, ended)| !ended).map(|(template, _)| template)
    }

    pub(super) fn ended(&self) -> Option<&Template> {
        self.there.as_ref().filter(|(_, ended)| *ended).map(|(template, _)| template)
    }

    /// Another in use has the name that this one is to have.
    pub(super) fn name_free(&self, command: &TemplateCommand) -> bool {
        let wanted = match command {
            TemplateCommand::Add(template) | TemplateCommand::Correct { to: template, .. } => Some(&template.name),
            TemplateCommand::PutBack { .. } => self.there.as_ref().map(|(template, _)| &template.name),
            TemplateCommand::End { .. } => None,
        };
        !wanted.is_some_and(|wanted| self.names.iter().any(|name| text::same(name, wanted)))
    }

    pub(super) fn few(&self) -> bool {
        self.names.len() < MOST
    }
}

/// Every placeholder of the template is one that we fill.
pub(super) fn placeholders_known(command: &TemplateCommand) -> Result<(), Said> {
    let wanted = match command {
        TemplateCommand::Add(template) | TemplateCommand::Correct { to: template, .. } => template,
        TemplateCommand::End { .. } | TemplateCommand::PutBack { .. } => return Ok(()),
    };
    wanted.unknown().map_or(Ok(()), |what| Err(said!("guard-placeholders-known-no", what = what)))
}

/// The row as the command wants it.
pub(super) fn mended(command: &TemplateCommand) -> Mended {
    Mended::Template(match command {
        TemplateCommand::Add(template) => TemplateRow::Added((**template).clone()),
        TemplateCommand::Correct { template, to } => TemplateRow::Corrected { id: *template, to: (**to).clone() },
        TemplateCommand::End { template } => TemplateRow::Ended { id: *template },
        TemplateCommand::PutBack { template } => TemplateRow::PutBack { id: *template },
    })
}

/// The row as it becomes.
#[derive(Clone, Debug)]
pub enum TemplateRow {
    Added(Template),
    Corrected { id: Uuid, to: Template },
    Ended { id: Uuid },
    PutBack { id: Uuid },
}

/// What the history says of it: which template, and what is otherwise.
pub(super) fn tell(decision: &mut Decision, facts: &RecordFacts, command: &TemplateCommand) {
    let before = facts.around.keeping.as_ref().and_then(|keeping| keeping.there.as_ref()).map(|(there, _)| there);
    let after = match command {
        TemplateCommand::Add(template) => Some(&**template),
        TemplateCommand::Correct { to, .. } => Some(&**to),
        TemplateCommand::End { .. } | TemplateCommand::PutBack { .. } => None,
    };
    if let Some(name) = before.or(after).map(|one| one.name.clone()) {
        decision.brings("template", name);
    }
    let Some(after) = after else { return };
    let mut differs = |column: &str, of: fn(&Template) -> &String| {
        let text = |one: Option<&Template>| one.map_or(Value::Null, |one| Value::from(of(one).clone()));
        decision.changed(column, text(before), text(Some(after)));
    };
    differs("template_name", |one| &one.name);
    differs("template_abstract", |one| &one.abstract_text);
    differs("template_text", |one| &one.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Template {
        Template { name: name.into(), abstract_text: String::new(), text: "Thank you.".into() }
    }

    #[test]
    fn a_name_is_free_where_no_other_is_read_as_the_same() {
        let keeping =
            Keeping { there: Some((named("Thanks"), true)), names: vec!["No  comment".into(), "Noted".into()] };
        let add = |name: &str| keeping.name_free(&TemplateCommand::Add(Box::new(named(name))));
        assert!(add("Thanks") && !add("noted") && !add("NOTED\u{200b}"));
        let id = Uuid::nil();
        assert!(keeping.name_free(&TemplateCommand::PutBack { template: id }));
        let taken = Keeping { names: vec!["thanks".into()], ..keeping.clone() };
        assert!(!taken.name_free(&TemplateCommand::PutBack { template: id }));
        assert!(taken.name_free(&TemplateCommand::End { template: id }));
        assert!(keeping.few() && !Keeping { names: vec![String::new(); MOST], ..keeping }.few());
    }
}

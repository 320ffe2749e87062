//! Templates of replies as the API shows them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::domain::named::Named;
use crate::domain::procedure::record::Act;
use crate::domain::record;
use crate::domain::template::Placeholder;
use crate::links;
use crate::read::body::templates as read;
use crate::web::auth::Caller;
use crate::web::pages::bodies::keeper::Keeper;

/// The templates of a body.
#[derive(Serialize)]
pub struct Templates {
    /// Of the body: what a change of a template is compared with.
    version: i32,
    in_use: Vec<Template>,
    ended: Vec<Template>,
    older: Option<String>,
    placeholders: Vec<Mark>,
    /// The caller adds, corrects and ends them.
    keeps: bool,
}

#[derive(Serialize)]
struct Template {
    id: Uuid,
    name: String,
    #[serde(rename = "abstract")]
    abstract_text: String,
    text: String,
    at: DateTime<Utc>,
    by: Option<String>,
}

/// What can be filled.
#[derive(Serialize)]
struct Mark {
    mark: String,
    about: String,
}

impl Templates {
    pub fn of(caller: &Caller, found: &Keeper, page: read::Page) -> Templates {
        let here = links::api_templates(&found.handle);
        let about = |of: &Placeholder| caller.words.t(&format!("placeholder-{}", of.slug()));
        Templates {
            version: found.facts.version,
            in_use: page.in_use.into_iter().map(Template::of).collect(),
            ended: page.ended.into_iter().map(Template::of).collect(),
            older: page.older_ended.map(|key| links::with_query(&here, &[("ended", &key.to_string())])),
            placeholders: Placeholder::ALL.iter().map(|of| Mark { mark: of.mark(), about: about(of) }).collect(),
            keeps: record::may(&found.facts, &caller.actor, Act::AddTemplate, caller.today),
        }
    }
}

impl Template {
    fn of(one: read::Kept) -> Template {
        let read::Kept { id, template, at, by } = one;
        Template { id, name: template.name, abstract_text: template.abstract_text, text: template.text, at, by }
    }
}

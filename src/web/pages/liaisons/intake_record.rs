//! The confirmation of an intake: one transaction that may first write down a sender nobody knew, then the statement, its
//! addressees, its receipt and its registration.

use actix_web::HttpResponse;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::intake::Fields;
use super::intake_form::{self, Kept, Marks};
use crate::domain::command::{Command, Kind, RecordCommand};
use crate::domain::form::FieldProblem;
use crate::domain::record::{BodyRecord, Recorded, is_name};
use crate::domain::reference::{BodyKind, Side};
use crate::domain::text;
use crate::facts::GENEVA;
use crate::links;
use crate::said;
use crate::web::app::App;
use crate::web::auth::Caller;
use crate::web::doing::{self, Wanted};
use crate::web::error::Problem;
use crate::web::form::Submitted;
use crate::web::frame::{self, Done};
use crate::write::Order;

/// Names of bodies are no longer than this.
const NAME: usize = 200;

/// Confirms, or shows the form again with what is wrong and all that was typed.
pub async fn confirm(
    app: &App,
    caller: &Caller,
    hash: &str,
    kept: (Option<(String, String)>, Kept),
    mut form: Submitted,
) -> Result<HttpResponse, Problem> {
    if kept.0.is_none() {
        // By hand: the document comes along with the form, and stays with it where the form is shown again.
        doing::store_uploads(app, caller, &mut form, true).await?;
    }
    let marks = marks(caller, app, &kept, &form.fields).await?;
    if form.more.is_some() {
        return frame::html(&intake_form::view(app, caller, hash, &kept, &form, marks, None).await?);
    }
    let typed = form.fields.clone();
    if let Some((name, media_type)) = &kept.0 {
        let file = json!({"hash": hash, "name": name, "media_type": media_type, "original": true});
        form.fields.insert("files".into(), json!([file]));
    }
    let before = match sender(app, caller, &form.key, &mut form.fields).await? {
        Ok(before) => before,
        Err(problem) => {
            let why = Problem::Fields(vec![problem]);
            form.fields = typed;
            return frame::html_again(
                &intake_form::view(app, caller, hash, &kept, &form, marks, Some(&why)).await?,
                &why,
            );
        }
    };
    let wanted = Wanted { kind: Kind::Statement, subject: None, act: "record", before };
    match doing::perform(app, caller, wanted, &form).await {
        Ok(receipt) => {
            let mut answer = frame::see_other(&links::statement(&receipt.handle));
            if let Some(done) = Done::act("statement", "record", receipt.letters as u32) {
                frame::with_cookie(&mut answer, &done.cookie(&app.config))?;
            }
            Ok(answer)
        }
        Err(why @ (Problem::Refused(_) | Problem::Fields(_))) => {
            form.fields = typed;
            frame::html_again(&intake_form::view(app, caller, hash, &kept, &form, marks, Some(&why)).await?, &why)
        }
        Err(other) => Err(other),
    }
}

async fn marks(
    caller: &Caller,
    app: &App,
    kept: &(Option<(String, String)>, Kept),
    typed: &Fields,
) -> Result<Marks, Problem> {
    let mut conn = app.reader.connection().await?;
    let bodies = crate::read::bodies::all(&mut conn, caller.today).await?;
    let (fields, marks) = intake_form::proposed(caller, &kept.1, &bodies, kept.0.as_ref());
    Ok(intake_form::marks_of_rows(&fields, typed, marks))
}

/// The sender: a known body, or a provisional one to be written down first (PR-16). A chosen body wins over a typed name, and
/// a name that is here already is that body's.
async fn sender(
    app: &App,
    caller: &Caller,
    key: &str,
    fields: &mut Fields,
) -> Result<Result<Vec<Order>, FieldProblem>, Problem> {
    let text =
        |fields: &Fields, name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let name = text(fields, "source_new");
    fields.remove("source_new");
    if !text(fields, "source").is_empty() {
        return Ok(Ok(Vec::new()));
    }
    let short_name: String = text::seen(&name).split_whitespace().collect::<Vec<_>>().join(" ");
    if !is_name(&short_name) || short_name.chars().count() > NAME || short_name.chars().any(char::is_control) {
        return Ok(Err(FieldProblem { field: "source".into(), said: said!("intake-source-missing") }));
    }
    let known = crate::read::bodies::called(&mut *app.reader.connection().await?, &short_name, caller.today).await?;
    if let Some(known) = known {
        fields.insert("source".into(), json!(known));
        return Ok(Ok(Vec::new()));
    }
    let id = born_under(key, caller, &short_name);
    fields.insert("source".into(), json!(id));
    let command = Command::Record(RecordCommand::Record(Box::new(Recorded::Body(provisional(caller, short_name)))));
    Ok(Ok(vec![Order { born_as: Some(id), ..Order::new(command) }]))
}

/// The id of the new sender. The same form pressed again names the same one, so that it is the same order under its key.
fn born_under(key: &str, caller: &Caller, name: &str) -> Uuid {
    if key.is_empty() {
        return Uuid::now_v7();
    }
    let digest = Sha256::digest(format!("{} {key} {name}", caller.id));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn provisional(caller: &Caller, short_name: String) -> BodyRecord {
    let itu = short_name.to_lowercase().starts_with("itu");
    BodyRecord {
        kind: BodyKind::Provisional,
        title: short_name.clone(),
        short_name,
        side: if itu { Side::Itu } else { Side::Partner },
        zone: GENEVA.to_owned(),
        kept_here: false,
        parents: Vec::new(),
        valid_from: caller.today,
        valid_to: None,
        study_period: None,
        go_live: None,
        addresses: Vec::new(),
        series: Vec::new(),
    }
}

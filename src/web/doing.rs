//! From a form to the door: files are stored first, then the fields become a command, then one transaction.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::app::App;
use super::auth::Caller;
use super::error::Problem;
use super::form::Submitted;
use crate::domain::command::Kind;
use crate::domain::form;
use crate::write::upkeep::file;
use crate::write::{Order, Receipt};

/// What is to be done, beside the form itself.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub kind: Kind,
    /// The subject; none for an act that creates one.
    pub subject: Option<Uuid>,
    pub act: &'a str,
    /// Orders of the same transaction that come first.
    pub before: Vec<Order>,
}

/// Does what the form asks; the receipt is that of the act itself.
pub async fn perform(app: &App, caller: &Caller, wanted: Wanted<'_>, form: &Submitted) -> Result<Receipt, Problem> {
    let mut order = order(&wanted, &form.fields)?;
    order.version = form.version;
    order.key = Some(form.key.clone()).filter(|key| !key.is_empty());
    let mut orders = wanted.before;
    orders.push(order);
    let mut receipts = app.door.perform_all(app.clock.now(), &caller.actor, &orders).await?;
    receipts.pop().ok_or_else(|| Problem::Broken("no receipt".to_owned()))
}

/// The fields as an order, or what is wrong with them.
pub fn order(wanted: &Wanted<'_>, fields: &Map<String, Value>) -> Result<Order, Problem> {
    let command = form::command(wanted.kind, wanted.act, fields)?;
    let envelope = form::envelope(fields)?;
    Ok(Order {
        subject: wanted.subject,
        occurred_on: envelope.occurred_on,
        reason: envelope.reason,
        ..Order::new(command)
    })
}

/// Stores what was uploaded and writes it into the field `files`, beside the files that were there and are kept.
pub async fn store_uploads(app: &App, caller: &Caller, form: &mut Submitted, original: bool) -> Result<(), Problem> {
    let mut files: Vec<Value> = form.fields.get("files").and_then(Value::as_array).cloned().unwrap_or_default();
    files.retain(|file| file.get("drop").is_none());
    for upload in std::mem::take(&mut form.files).into_iter().filter(|upload| !upload.bytes.is_empty()) {
        let hash = file::upload(&app.upkeep, app.clock.now(), upload.handed(caller.id)).await?;
        files.push(json!({
            "hash": hex::encode(hash), "name": upload.name, "media_type": upload.media_type, "original": original,
        }));
    }
    form.fields.insert("files".to_owned(), Value::Array(files));
    Ok(())
}

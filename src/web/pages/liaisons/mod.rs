//! Liaison statements: register, object page, intake, draft and preview, and their files.

pub mod allocating;
mod allocating_rows;
mod bulk;
pub mod draft;
mod draft_beside;
mod draft_template;
mod draft_together;
pub mod file;
pub mod intake;
pub mod intake_form;
mod intake_record;
pub mod notes;
pub mod past;
pub mod preview;
pub mod register;
pub mod several;
pub mod statement;
pub(in crate::web::pages) mod statement_history;
pub mod statement_parts;

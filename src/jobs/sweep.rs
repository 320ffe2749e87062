//! Throws away what has served: files that nothing names, sessions that are over, old attempts to sign in, old receipts,
//! lines of digests that were told.
//! Sessions and attempts are kept in real time, all else in the deployment's.

use chrono::Utc;

use super::{JobError, Work};
use crate::write::upkeep::{file, sweep};

pub(super) async fn files(work: &Work) -> Result<String, JobError> {
    Ok(file::sweep(&work.upkeep, work.now()).await?.to_string())
}

pub(super) async fn sessions(work: &Work) -> Result<String, JobError> {
    Ok(sweep::sessions(&work.upkeep, Utc::now()).await?.to_string())
}

pub(super) async fn sign_in_attempts(work: &Work) -> Result<String, JobError> {
    Ok(sweep::sign_in_attempts(&work.upkeep, Utc::now()).await?.to_string())
}

pub(super) async fn digest_items(work: &Work) -> Result<String, JobError> {
    Ok(sweep::digest_items(&work.upkeep, work.now()).await?.to_string())
}

pub(super) async fn command_keys(work: &Work) -> Result<String, JobError> {
    Ok(sweep::command_keys(&work.upkeep, work.now()).await?.to_string())
}

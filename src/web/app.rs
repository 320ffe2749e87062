//! What every handler is given: the ways to ask and to change, the settings, the clock. No state of a process.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::config::Config;
use crate::db::Pool;
use crate::words::Words;
use crate::write::Door;
use crate::write::upkeep::Upkeep;

/// One deployment as its handlers see it. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Asks; its role cannot write.
    pub reader: Pool,
    pub door: Door,
    pub upkeep: Upkeep,
    pub config: Arc<Config>,
    pub clock: Clock,
    /// The database was made by `entente demo`.
    pub demo: bool,
    /// This program, for the child that reads foreign bytes.
    pub program: Arc<PathBuf>,
    pub words: Words,
}

/// The clock: real, or offset by the demo's fixed span.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    pub offset: TimeDelta,
}

impl Clock {
    /// Now, in the deployment's time. Sessions and retries use real time instead.
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + self.offset
    }
}

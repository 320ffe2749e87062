//! The database: the private cluster, the pools of connections for its two roles, and the migrations.

pub mod backup;
pub mod cluster;
pub mod migrate;
pub mod pools;
mod postgres;
mod server;

pub use cluster::{Cluster, ClusterError, Durability, Role, Setup};
pub use migrate::MigrateError;
pub use pools::{Connection, DbError, Pool, Pools};

use crate::config::DatabaseSettings;

/// The database in the private cluster.
pub const DATABASE: &str = "entente";

/// One database as its three roles see it.
#[derive(Clone)]
pub struct Urls {
    pub owner: String,
    pub writer: String,
    pub reader: String,
}

impl Urls {
    /// A database of the operator's own. Without addresses for writer and reader the owner puts their role on.
    pub fn of_settings(settings: &DatabaseSettings) -> Urls {
        let as_role = |role: Role| with_role(&settings.owner, role);
        Urls {
            owner: settings.owner.clone(),
            writer: settings.writer.clone().unwrap_or_else(|| as_role(Role::Writer)),
            reader: settings.reader.clone().unwrap_or_else(|| as_role(Role::Reader)),
        }
    }
}

/// Adds `options=-c role=…` to an address in either of the two forms that PostgreSQL knows.
fn with_role(url: &str, role: Role) -> String {
    let role = role.name();
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let separator = if url.contains('?') { '&' } else { '?' };
        format!("{url}{separator}options=-c%20role%3D{role}")
    } else {
        format!("{url} options='-c role={role}'")
    }
}

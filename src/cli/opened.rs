//! A deployment as a command opens it: the settings, the private cluster where there is one, the pools.

use std::sync::Arc;

use super::failure::Failure;
use crate::config::Config;
use crate::db::{Cluster, DATABASE, Durability, Pools, Setup, Urls, migrate};
use crate::facts;
use crate::facts::deployment::{Deployment, Keeping};
use crate::said;
use crate::web::app::{App, Clock};
use crate::words::Words;
use crate::write::Door;
use crate::write::upkeep::Upkeep;

/// An open deployment. `close` lets go of the cluster, which stops with its last user.
pub struct Opened {
    pub config: Arc<Config>,
    pub urls: Urls,
    pub pools: Pools,
    cluster: Option<Cluster>,
}

impl Opened {
    /// Reaches the database, starting the private cluster where the settings name no other.
    pub async fn open(config: Config) -> Result<Opened, Failure> {
        let (cluster, urls) = match &config.database {
            Some(settings) => (None, Urls::of_settings(settings)),
            None => {
                let (data, bin) = (config.data.clone(), config.pg_bin.clone());
                let cluster = Cluster::start(Setup { data, bin, durability: Durability::Durable }).await?;
                cluster.make_database(DATABASE).await?;
                let urls = cluster.urls(DATABASE);
                (Some(cluster), urls)
            }
        };
        let pools = Pools::new(&urls)?;
        Ok(Opened { config: Arc::new(config), urls, pools, cluster })
    }

    /// The same, refused when migrations are pending.
    pub async fn ready(config: Config) -> Result<Opened, Failure> {
        let opened = Opened::open(config).await?;
        match migrate::pending(&opened.urls.owner).await?.len() {
            0 => Ok(opened),
            count => Err(said!("cli-migrate-first", count = count as i64).into()),
        }
    }

    /// Says where the private cluster is; none with a database of the operator's own.
    pub fn cluster(&self) -> Option<&Cluster> {
        self.cluster.as_ref()
    }

    pub fn door(&self) -> Door {
        Door::new(self.pools.writer.clone(), self.config.hold_minutes)
    }

    pub fn upkeep(&self) -> Upkeep {
        Upkeep::new(self.pools.writer.clone())
    }

    /// What the database says of itself.
    pub async fn deployment(&self) -> Result<Deployment, Failure> {
        Ok(facts::deployment::load(&mut *self.pools.reader.connection().await?).await?)
    }

    /// What whoever looks after the database wants to know of it.
    pub async fn keeping(&self) -> Result<Keeping, Failure> {
        Ok(facts::deployment::keeping(&mut *self.pools.reader.connection().await?).await?)
    }

    /// The clock that this deployment goes by.
    pub async fn clock(&self) -> Result<Clock, Failure> {
        Ok(Clock { offset: self.deployment().await?.offset })
    }

    /// What the web's handlers are given.
    pub async fn app(&self, words: &Words) -> Result<App, Failure> {
        let deployment = self.deployment().await?;
        Ok(App {
            reader: self.pools.reader.clone(),
            door: self.door(),
            upkeep: self.upkeep(),
            config: Arc::clone(&self.config),
            clock: Clock { offset: deployment.offset },
            demo: deployment.demo.is_some_and(|demo| demo.complete),
            program: Arc::new(std::env::current_exe()?),
            words: words.clone(),
        })
    }

    /// Lets go. Blocks a thread of its own for as long as PostgreSQL takes to stop.
    pub async fn close(mut self) -> Result<(), Failure> {
        let Some(mut cluster) = self.cluster.take() else { return Ok(()) };
        drop(self.pools);
        match tokio::task::spawn_blocking(move || cluster.stop()).await {
            Ok(stopped) => Ok(stopped.map(|_| ())?),
            Err(error) => Err(std::io::Error::other(error).into()),
        }
    }
}

//! (to come)

pub mod cluster;
pub mod read;

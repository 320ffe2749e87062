//! (to come)

pub mod cluster;
pub mod procedures;
pub mod read;

//! (to come)

pub mod cluster;

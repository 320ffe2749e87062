//! Entente: the liaison and collaboration workflow tracker. The layers, lowest first; a module names only those above
//! it in this list (`tests/it/house_rules.rs` reads the imports).

pub mod domain;
pub mod words;
pub mod config;
pub mod links;
pub mod schema;
pub mod db;
pub mod facts;
pub mod read;
pub mod write;
pub mod exchange;
pub mod mail;
pub mod jobs;
pub mod web;
pub mod cli;

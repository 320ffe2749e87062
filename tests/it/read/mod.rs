//! What pages ask: how often, and how it is found.

mod counting;
mod filled;
mod home;
mod notes;
mod numbers;
mod templates;
mod owed;
mod pages;
mod queries;
mod tables;

//! Questions, over a connection whose role cannot write. Every query of a statement goes through what the asker may see:
//! `statement_sight` (their trees) or `statement_named` (they are named on it).

pub mod allocating;
mod asked;
pub mod bodies;
pub mod body;
pub mod caught;
pub mod digest;
pub mod file;
pub mod history;
pub mod home;
pub mod meetings;
mod numbers;
pub mod people;
pub mod person;
pub mod preference;
pub mod register;
pub mod replies;
pub mod seen;
pub mod several;
pub mod setup;
pub mod statement;
pub mod subject;

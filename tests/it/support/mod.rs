//! What tests stand on: a database a test, and people and bodies that came through the door.

pub mod database;
mod meetings;
pub mod people;

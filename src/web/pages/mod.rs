//! The handlers of pages, a folder a subject: who, what, ask, show.

pub mod acts;
pub mod bodies;
pub mod design;
pub mod home;
pub mod letters;
pub mod liaisons;
pub mod machine;
pub mod meetings;
pub mod people;
pub mod procedures;
pub mod records;
pub mod setup;
pub mod profile;
pub mod sign_in;
pub mod undelivered;

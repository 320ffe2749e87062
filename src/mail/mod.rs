//! Letters and their way: said from a row of the outbox (`compose`, `document`), written as bytes (`letter`), sent
//! (`post`), caught by the demo's and the tests' own server (`sink`) and shown again (`reading`). Which letter is due,
//! and when, is decided elsewhere.

pub mod compose;
pub mod document;
mod headers;
pub mod letter;
pub mod post;
pub mod reading;
pub mod sink;
mod smtp;

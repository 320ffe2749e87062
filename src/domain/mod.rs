//! The rules and nothing else: no clock, no SQL, no HTTP, no randomness, no async, no sentences.

pub mod said;
pub mod named;
pub mod clause;
pub mod calendar;
pub mod days;
pub mod text;
pub mod people;
pub mod reference;
pub mod procedure;
pub mod notice;
pub mod digest;
pub mod decision;
pub mod content;
pub mod together;
pub mod title;
pub mod numbering;
pub mod statement;
pub mod destination;
pub mod registration;
pub mod allocation;
pub mod meeting;
pub mod record;
pub mod standing;
pub mod command;
pub mod ask;
pub mod form;

//! The handlers of pages, a folder a subject: who, what, ask, show.

pub mod design;
pub mod letters;
pub mod procedures;
pub mod service;
pub mod sign_in;

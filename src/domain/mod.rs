//! The rules and nothing else: no clock, no SQL, no HTTP, no randomness, no async, no sentences.

pub mod said;

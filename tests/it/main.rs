//! The one integration test program; a module a layer or a subject.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod db;
mod deployment;
mod exchange;
mod mail;
// A test that cannot go on should stop where it stands.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod matrix;
mod pages;
mod procedures;
mod rules_words;
mod words;

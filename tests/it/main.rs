//! The one integration test program; a module a layer or a subject.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod api;
mod backup;
mod cli;
mod db;
mod deployment;
mod exchange;
mod faults;
mod house_rules;
mod jobs;
mod mail;
mod matrix;
mod pages;
mod procedures;
mod read;
mod rules_words;
mod scenarios;
mod support;
mod web;
mod words;
mod write;

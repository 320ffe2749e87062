//! What pages ask: how often, and how it is found.

mod counting;
mod filled;
mod home;
mod pages;
mod queries;

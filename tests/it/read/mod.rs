//! What pages ask: how often, and how it is found.

mod filled;
mod pages;
mod queries;

//! What pages ask: how often, and how it is found.

mod pages;
mod queries;

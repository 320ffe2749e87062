//! The one integration binary.

// A test that cannot go on should stop where it stands.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod pages;
mod words;

//! The pages.

mod gallery;
mod markdown;

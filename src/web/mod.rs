//! Pages and their looks.

pub mod app;
pub mod assets;
pub mod markdown;
pub mod view;

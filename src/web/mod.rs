//! Pages and their looks.

pub mod assets;
pub mod markdown;
pub mod view;

//! The first version of the API: the same reads, offers and door as the pages, in JSON.

pub mod acts;
pub mod bodies;
pub mod files;
pub mod notes;
pub mod several;
mod sent;
pub mod sign_in;
pub mod statements;
pub mod templates;
mod types;

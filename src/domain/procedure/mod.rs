//! The procedures: one file each with its states, acts, guards and THE TABLE, over one small engine. What a guard means
//! and what an act does is in the subject's own file above this folder.

pub mod engine;
pub mod printed;
pub mod document;

pub mod allocation;
pub mod destination;
pub mod meeting;
pub mod note;
pub mod record;
pub mod registration;
pub mod statement;

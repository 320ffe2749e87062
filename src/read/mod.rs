//! The only code that answers questions, over a connection that cannot write: SELECT, into plain structs.

pub mod caught;
pub mod person;

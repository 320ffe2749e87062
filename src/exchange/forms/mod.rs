//! The forms that statements come in, and the small grammars their values are written in.

pub mod addressees;
pub mod contacts;
pub mod dates;
pub mod itu_t;
pub mod letter;
pub mod numbers;
pub mod rows;
pub mod three_gpp;

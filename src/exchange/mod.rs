//! Bytes to values and back: documents read in a process of their own, statements read from forms, statements written.

pub mod child;
pub mod document;
pub mod forms;
pub mod reading;
pub mod statement_docx;
pub mod table_csv;
pub mod table_docx;
mod word;

//! Documents in and out, with invented papers.

mod children;
mod documents;
mod forms;
mod paper;
mod real;
mod statement_docx;
mod table_docx;

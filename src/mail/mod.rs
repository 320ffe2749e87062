//! Letters as bytes and their way to a server: written (`letter`), sent (`post`), caught by the demo's and the tests'
//! own server (`sink`) and shown again (`reading`). Which letter is due, and when, is decided elsewhere.

mod headers;
pub mod letter;
pub mod post;
pub mod reading;
pub mod sink;
mod smtp;

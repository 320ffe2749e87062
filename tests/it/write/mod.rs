//! The door and the walls around it, on a database of its own each.

mod attacks;
mod beside;
mod corrected;
mod corrected_heading;
mod corrected_receipt;
mod days;
mod door;
mod forged;
mod forwarded;
mod in_error;
mod ladder;
mod letters;
mod meetings;
mod merged;
pub mod moved;
mod numbers;
mod past;
mod payloads;
mod recorded;
mod set_aside;
mod templates;
mod reminded;
mod replies;
mod told;
mod undo;
mod undo_property;
mod walls;

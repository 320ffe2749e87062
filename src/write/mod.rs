//! The only code that changes rows. `Door::perform` is the one way to change a fact: it locks the subject, asks the
//! domain, writes the row, the event and the letters, and commits. Everything else that is written is upkeep, which no
//! rule reads.

mod bulk;
mod door;
mod order;
mod reach;
mod rows;
pub mod upkeep;

pub use bulk::{Bulk, Given, Once, Told};
pub use door::Door;
pub use order::{Error, Order, Receipt, Stale};

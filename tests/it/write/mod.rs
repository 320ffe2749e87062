//! The door and the walls around it, on a database of its own each.

mod attacks;
mod door;
mod letters;
mod numbers;
mod payloads;
mod told;
mod walls;

//! Part 3, flow: selected opportunities move through activities; work waits for people, people wait for customers.

mod desk;
mod effects;
mod threads;

pub(crate) use effects::in_words;
pub(crate) use threads::Desk;

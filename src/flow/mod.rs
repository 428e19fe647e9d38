//! Part 3, flow: selected opportunities move through activities; work waits for people, people wait for customers.

mod choices;
mod effects;
mod hours;
mod process;
mod rework;
mod signing;
mod threads;

#[cfg(test)]
mod tests;

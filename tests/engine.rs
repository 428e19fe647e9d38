//! The engine on its own: order, random numbers, waiting lines, working hours, and queueing theory.

#![allow(clippy::unwrap_used)]

#[path = "engine/calendar.rs"]
mod calendar;
#[path = "engine/hours.rs"]
mod hours;
#[path = "engine/stations.rs"]
mod stations;
#[path = "engine/streams.rs"]
mod streams;
#[path = "engine/theory.rs"]
mod theory;

//! The engine on its own: order, random numbers, waiting lines, working hours, and queueing theory.

mod calendar;
mod hours;
mod stations;
mod streams;
mod theory;

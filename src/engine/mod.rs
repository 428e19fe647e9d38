//! The discrete-event engine: calendar of events, random streams, working hours, tallies.
//!
//! It knows nothing of what is simulated with it.

pub mod calendar;
pub mod hours;
pub mod math;
pub mod queue;
pub mod station;
pub mod streams;
pub mod tally;
mod ziggurat;

pub use calendar::{Calendar, Ticket};
pub use hours::WorkingHours;
pub use queue::{Place, Queue};
pub use station::{Admission, Kind, Service, Station};
pub use streams::{Purpose, Stream, Streams};
pub use tally::{Tally, TimeWeighted};

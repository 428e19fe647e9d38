//! The discrete-event engine: a calendar of events, random streams, waiting lines, stations, working hours, measures.
//!
//! It knows nothing of what is simulated with it. A model owns its state and a [`Calendar`] of events of a type of its
//! own (a small `Copy` enum), takes the next event, changes its state, schedules what follows from it, and so on. There
//! are no callbacks, no boxes and no threads: a run is a loop.
//!
//! # The parts
//!
//! | part | what it does |
//! |---|---|
//! | [`Calendar`] | gives pending events in a total order (time, phase, sequence), lets them be cancelled |
//! | [`Streams`] | gives a random [`Stream`] for every key (seed, world, purpose, entity, index) |
//! | [`Queue`] | a waiting line with priorities, from which anyone may leave |
//! | [`Station`] | servers with a [`Queue`] in front, set-up times and working hours |
//! | [`Arena`] | things that come and go, and handles that cannot be mistaken |
//! | [`Table`], [`Fixed`] | things that stay, and positions of a type for each kind |
//! | [`WorkingHours`] | a clock that stands still at night and over the weekend |
//! | [`Tally`], [`TimeWeighted`] | means of observations, averages over time |
//! | [`math`] | the one door for transcendental functions |
//! | [`normal`] | the normal distribution from a table, where it is asked for often |
//!
//! # An example
//!
//! Customers arrive at random at one server (M/M/1). Theory says that at a load of 0.8 they spend 5 units of time in
//! the system, and that the line is 3.2 long.
//!
//! ```
//! use winflow::engine::{Admission, Calendar, Purpose, Station, Streams, Tally};
//!
//! #[derive(Clone, Copy)]
//! enum Event {
//!     Arrival,
//!     Done { came: f64, server: u32 },
//! }
//!
//! let streams = Streams::new(2024, 0);
//! let mut arrivals = streams.stream(Purpose::named("arrivals"), 0, 0);
//! let mut services = streams.stream(Purpose::named("services"), 0, 0);
//! let mut calendar = Calendar::new();
//! let mut station = Station::new(1);
//! let mut times = Tally::default();
//!
//! calendar.schedule(arrivals.exponential(1.25), 0, Event::Arrival);
//! while let Some(event) = calendar.next_until(200_000.0) {
//!     let now = calendar.now();
//!     // Who begins to be served now, if anyone: when they came, and by which server.
//!     let begins = match event {
//!         Event::Arrival => {
//!             calendar.schedule(now + arrivals.exponential(1.25), 0, Event::Arrival);
//!             match station.arrive(now, 0, now) {
//!                 Admission::Begins(service) => Some((now, service)),
//!                 Admission::Waits(_) => None,
//!             }
//!         }
//!         Event::Done { came, server } => {
//!             times.add(now - came);
//!             station.done(now, server)
//!         }
//!     };
//!     if let Some((came, service)) = begins {
//!         let end = station.end(now, service, services.exponential(1.0));
//!         calendar.schedule(end, 0, Event::Done { came, server: service.server });
//!     }
//! }
//! let line = station.queue_length().integral(200_000.0) / 200_000.0;
//! assert!((times.mean() - 5.0).abs() < 0.3, "{}", times.mean());
//! assert!((line - 3.2).abs() < 0.3, "{line}");
//! ```
//!
//! # Order and determinism
//!
//! Two events are never in doubt: the earlier comes first; at the same time, the one of the lower phase; in the same
//! phase, the one scheduled first. So a model can say, for instance, that work ends (phase 0) before new work is handed
//! out (phase 1). No result depends on an address, on a hash or on the number of threads; numbers come from
//! [`math`] and from arithmetic that IEEE 754 defines, so that every platform computes the same bits.
//!
//! A draw belongs to a key, not to a moment: customer 1,207 has the same patience whatever happened before. That is
//! what makes two policies comparable customer by customer.
//!
//! # Speed
//!
//! Pending events are 16-byte keys: the nearest in a short sorted list, the farther in unsorted segments that are
//! sorted when their time comes (an incremental quicksort). The events themselves stay in place in an arena. A
//! cancelled event stays until its time, or until the cancelled outnumber the others; then all of them are cleared
//! away at once. `benches/peers` compares the engine with others, model by model.

pub mod arena;
pub mod calendar;
pub mod hours;
pub mod math;
pub mod normal;
pub mod periods;
pub mod position;
pub mod queue;
pub mod station;
pub mod streams;
pub mod tally;
pub mod time;
mod ziggurat;

pub use arena::{Arena, Id};
pub use calendar::{Calendar, Ticket};
pub use hours::WorkingHours;
pub use periods::Periods;
pub(crate) use position::positions;
pub use position::{Fixed, Table};
pub use queue::{Place, Queue};
pub use station::{Admission, Kind, Service, Station};
pub use streams::{Purpose, Stream, Streams, name_key};
pub use tally::{Tally, TimeWeighted};

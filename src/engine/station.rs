//! Stations: servers that are free or busy, and those who wait for them.

use super::hours::WorkingHours;
use super::queue::{Place, Queue};
use super::tally::TimeWeighted;

/// A kind of work; a server that changes from one kind to another may need time to set up.
pub type Kind = u32;

/// The beginning of a service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// The server, to be named when the service is done.
    pub server: u32,
    /// Time that the server needs before the work itself, in the unit of time of the calendar.
    pub setup: f64,
}

/// What becomes of one who arrives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Admission {
    /// A server was free: the service begins now.
    Begins(Service),
    /// All servers are busy: this is the place in the line.
    Waits(Place),
}

#[derive(Debug, Clone, Copy)]
struct Wanting<T> {
    item: T,
    kind: Kind,
}

/// Servers with one waiting line in front of them.
///
/// A station decides who is served when and by whom; the model draws how long that takes and schedules the end. The
/// server freed last is the first to be busy again, but one that is set up for the kind of work goes before.
///
/// ```
/// use winflow::engine::{Admission, Station};
///
/// let mut station = Station::new(1);
/// let Admission::Begins(service) = station.arrive(0.0, 0, "first") else { unreachable!() };
/// let Admission::Waits(place) = station.arrive(1.0, 0, "second") else { unreachable!() };
/// station.arrive(2.0, 0, "third");
/// assert_eq!(station.leave(3.0, place), Some("second")); // loses patience
/// let (next, service) = station.done(4.0, service.server).unwrap();
/// assert_eq!(next, "third");
/// assert_eq!(station.done(6.0, service.server), None);
/// assert_eq!(station.busy().integral(6.0), 6.0);
/// ```
#[derive(Debug, Clone)]
pub struct Station<T> {
    queue: Queue<Wanting<T>>,
    idle: Vec<u32>,
    /// What each server did last; empty while setting up takes no time.
    last: Vec<Option<Kind>>,
    servers: u32,
    setup: f64,
    /// None for around the clock.
    hours: Option<WorkingHours>,
    busy: TimeWeighted,
}

impl<T: Copy> Station<T> {
    /// A station with that many servers, all free, that need no set-up and work around the clock.
    pub fn new(servers: u32) -> Self {
        Self {
            queue: Queue::new(),
            idle: (0..servers).rev().collect(),
            last: Vec::new(),
            servers,
            setup: 0.0,
            hours: None,
            busy: TimeWeighted::default(),
        }
    }

    /// The same station, whose servers need `setup` before a service of another kind than their last.
    #[must_use]
    pub fn with_setup(mut self, setup: f64) -> Self {
        self.setup = setup;
        self.last = if setup > 0.0 { vec![None; self.servers as usize] } else { Vec::new() };
        self
    }

    /// The same station, whose servers work in these hours only (times are then in hours).
    #[must_use]
    pub fn with_hours(mut self, hours: WorkingHours) -> Self {
        self.hours = Some(hours);
        self
    }

    /// Someone wants a service of kind 0.
    #[inline]
    pub fn arrive(&mut self, now: f64, priority: u8, item: T) -> Admission {
        self.arrive_for(now, priority, 0, item)
    }

    /// Someone wants a service of this kind.
    #[inline]
    pub fn arrive_for(&mut self, now: f64, priority: u8, kind: Kind, item: T) -> Admission {
        match self.free_server(kind) {
            Some(server) => {
                self.busy.change(now, 1.0);
                Admission::Begins(self.begin(server, kind))
            }
            None => Admission::Waits(self.queue.join(now, priority, Wanting { item, kind })),
        }
    }

    /// A server is done. The next in line is taken, if any waits; else the server is free.
    #[inline]
    pub fn done(&mut self, now: f64, server: u32) -> Option<(T, Service)> {
        if let Some(next) = self.queue.serve(now) {
            Some((next.item, self.begin(server, next.kind)))
        } else {
            self.idle.push(server);
            self.busy.change(now, -1.0);
            None
        }
    }

    /// Someone leaves the line; `None` if the service has begun or they left before.
    #[inline]
    pub fn leave(&mut self, now: f64, place: Place) -> Option<T> {
        self.queue.leave(now, place).map(|wanting| wanting.item)
    }

    /// When work of this length (in hours of work) is done that begins at `now` with this set-up.
    #[inline]
    pub fn end(&self, now: f64, service: Service, work: f64) -> f64 {
        let work = service.setup + work;
        match &self.hours {
            Some(hours) => hours.after(now, work),
            None => now + work,
        }
    }

    /// The waiting line, with its measures.
    pub fn queue_length(&self) -> &TimeWeighted {
        self.queue.length()
    }

    /// Number of busy servers, over time.
    pub fn busy(&self) -> &TimeWeighted {
        &self.busy
    }

    #[inline]
    fn free_server(&mut self, kind: Kind) -> Option<u32> {
        if !self.last.is_empty()
            && let Some(place) = self.idle.iter().rposition(|&server| self.last[server as usize] == Some(kind))
        {
            return Some(self.idle.remove(place));
        }
        self.idle.pop()
    }

    #[inline]
    fn begin(&mut self, server: u32, kind: Kind) -> Service {
        let mut setup = 0.0;
        if let Some(last) = self.last.get_mut(server as usize) {
            if *last != Some(kind) {
                setup = self.setup;
            }
            *last = Some(kind);
        }
        Service { server, setup }
    }
}

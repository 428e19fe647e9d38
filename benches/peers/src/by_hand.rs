//! The models as one would write them without an engine, over any agenda of pending events.

use crate::{Draws, Found, MM1_ARRIVAL_RATE, MM1_SERVICE_MEAN, PATIENCE, Route, Workload};
use std::collections::VecDeque;

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A customer comes.
    Arrival,
    /// A service ends.
    Done {
        /// Where.
        station: u8,
        /// Of whom.
        customer: u32,
    },
    /// A customer's patience ends, unless it has been served meanwhile.
    GiveUp {
        /// Whose.
        customer: u32,
        /// Which of the customer's waits.
        wait: u16,
    },
}

/// Pending events.
pub trait Agenda: Default {
    /// Adds an event.
    fn push(&mut self, at: f64, event: Event);
    /// Takes the next one and its time.
    fn pop(&mut self) -> Option<(f64, Event)>;
}

/// Runs a workload on an agenda.
pub fn run<A: Agenda>(workload: Workload, seed: u64) -> Found {
    match workload {
        Workload::Mm1 { customers } => mm1::<A>(customers, seed),
        Workload::Funnel { rate, servers, horizon } => funnel::<A>(rate, servers, horizon, seed),
    }
}

fn mm1<A: Agenda>(customers: u64, seed: u64) -> Found {
    let mut draws = Draws::new(seed);
    let mut agenda = A::default();
    let mut line: VecDeque<f64> = VecDeque::new();
    let (mut arrived, mut events, mut finished, mut total) = (0, 0, 0, 0.0);
    if customers > 0 {
        agenda.push(draws.exponential(1.0 / MM1_ARRIVAL_RATE), Event::Arrival);
    }
    while let Some((now, event)) = agenda.pop() {
        events += 1;
        if event == Event::Arrival {
            arrived += 1;
            if arrived < customers {
                agenda.push(now + draws.exponential(1.0 / MM1_ARRIVAL_RATE), Event::Arrival);
            }
            line.push_back(now);
            if line.len() == 1 {
                agenda.push(now + draws.exponential(MM1_SERVICE_MEAN), Event::Done { station: 0, customer: 0 });
            }
        } else {
            total += now - line.pop_front().unwrap_or(now);
            finished += 1;
            if !line.is_empty() {
                agenda.push(now + draws.exponential(MM1_SERVICE_MEAN), Event::Done { station: 0, customer: 0 });
            }
        }
    }
    Found { events, finished, mean: total / finished as f64 }
}

#[derive(Debug, Clone, Copy, Default)]
struct Customer {
    came: f64,
    waits: u16,
    is_waiting: bool,
    station: u8,
}

struct Funnel<A> {
    agenda: A,
    draws: Draws,
    idle: [usize; 3],
    lines: [VecDeque<(u32, u16)>; 3],
    customers: Vec<Customer>,
    free: Vec<u32>,
}

impl<A: Agenda> Funnel<A> {
    #[inline]
    fn serve(&mut self, now: f64, station: usize, customer: u32) {
        let time = self.draws.service(station);
        self.agenda.push(now + time, Event::Done { station: station as u8, customer });
    }

    #[inline]
    fn enter(&mut self, now: f64, station: usize, customer: u32) {
        if self.idle[station] > 0 {
            self.idle[station] -= 1;
            self.serve(now, station, customer);
            return;
        }
        let state = &mut self.customers[customer as usize];
        state.waits = state.waits.wrapping_add(1);
        state.is_waiting = true;
        state.station = station as u8;
        let wait = state.waits;
        self.lines[station].push_back((customer, wait));
        if station > 0 {
            let patience = self.draws.exponential(PATIENCE[station - 1]);
            self.agenda.push(now + patience, Event::GiveUp { customer, wait });
        }
    }

    #[inline]
    fn free_server(&mut self, now: f64, station: usize) {
        while let Some((customer, wait)) = self.lines[station].pop_front() {
            let state = &mut self.customers[customer as usize];
            if state.is_waiting && state.waits == wait {
                state.is_waiting = false;
                self.serve(now, station, customer);
                return;
            }
        }
        self.idle[station] += 1;
    }
}

fn funnel<A: Agenda>(rate: f64, servers: [usize; 3], horizon: f64, seed: u64) -> Found {
    let mut model = Funnel {
        agenda: A::default(),
        draws: Draws::new(seed),
        idle: servers,
        lines: Default::default(),
        customers: Vec::new(),
        free: Vec::new(),
    };
    let (mut events, mut finished, mut total) = (0, 0, 0.0);
    let first = model.draws.exponential(1.0 / rate);
    model.agenda.push(first, Event::Arrival);
    while let Some((now, event)) = model.agenda.pop() {
        if now > horizon {
            break;
        }
        match event {
            Event::Arrival => {
                events += 1;
                let next = now + model.draws.exponential(1.0 / rate);
                model.agenda.push(next, Event::Arrival);
                let customer = model.free.pop().unwrap_or_else(|| {
                    model.customers.push(Customer::default());
                    (model.customers.len() - 1) as u32
                });
                model.customers[customer as usize].came = now;
                model.enter(now, 0, customer);
            }
            Event::Done { station, customer } => {
                events += 1;
                model.free_server(now, station.into());
                match model.draws.route(station.into()) {
                    Route::To(next) => model.enter(now, next, customer),
                    Route::Finished => {
                        finished += 1;
                        total += now - model.customers[customer as usize].came;
                        model.free.push(customer);
                    }
                    Route::Lost => model.free.push(customer),
                }
            }
            Event::GiveUp { customer, wait } => {
                let state = &mut model.customers[customer as usize];
                if state.is_waiting && state.waits == wait {
                    events += 1;
                    state.is_waiting = false;
                    model.free.push(customer);
                }
            }
        }
    }
    Found { events, finished, mean: total / finished as f64 }
}

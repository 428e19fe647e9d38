//! The models on desque. It has no cancellation: an end of patience finds out by itself that it is void.

use desque::serial::{OkEvent, Simulation};
use desque::{SimState, SimTime};
use peers::{Draws, Found, Job, MM1_ARRIVAL_RATE, MM1_SERVICE_MEAN, PATIENCE, Route, Workload};
use std::cmp::Ordering;
use std::collections::VecDeque;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Time(f64);

impl Eq for Time {}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl SimTime for Time {}

fn schedule<S: SimState<Time>, E: OkEvent<S, Time> + 'static>(sim: &mut Simulation<S, Time>, delay: f64, event: E) {
    let at = Time(sim.current_time().0 + delay);
    sim.schedule(event, at).expect("delays are not negative");
}

struct Counter {
    draws: Draws,
    line: VecDeque<f64>,
    customers: u64,
    arrived: u64,
    events: u64,
    finished: u64,
    total: f64,
}

impl SimState<Time> for Counter {}

#[derive(Debug)]
struct Comes;

impl OkEvent<Counter, Time> for Comes {
    fn execute(&mut self, sim: &mut Simulation<Counter, Time>) {
        let now = sim.current_time().0;
        let state = sim.state_mut();
        state.events += 1;
        state.arrived += 1;
        state.line.push_back(now);
        let begins = state.line.len() == 1;
        if state.arrived < state.customers {
            let delay = state.draws.exponential(1.0 / MM1_ARRIVAL_RATE);
            schedule(sim, delay, Comes);
        }
        if begins {
            let delay = sim.state_mut().draws.exponential(MM1_SERVICE_MEAN);
            schedule(sim, delay, Goes);
        }
    }
}

#[derive(Debug)]
struct Goes;

impl OkEvent<Counter, Time> for Goes {
    fn execute(&mut self, sim: &mut Simulation<Counter, Time>) {
        let now = sim.current_time().0;
        let state = sim.state_mut();
        state.events += 1;
        state.total += now - state.line.pop_front().unwrap_or(now);
        state.finished += 1;
        if !state.line.is_empty() {
            let delay = state.draws.exponential(MM1_SERVICE_MEAN);
            schedule(sim, delay, Goes);
        }
    }
}

fn mm1(customers: u64, seed: u64) -> Found {
    let mut draws = Draws::new(seed);
    let first = draws.exponential(1.0 / MM1_ARRIVAL_RATE);
    let state = Counter { draws, line: VecDeque::new(), customers, arrived: 0, events: 0, finished: 0, total: 0.0 };
    let mut sim = Simulation::new(state, Time(0.0));
    if customers > 0 {
        schedule(&mut sim, first, Comes);
    }
    sim.run().expect("no event fails");
    let state = sim.state();
    Found { events: state.events, finished: state.finished, mean: state.total / state.finished as f64 }
}

#[derive(Debug, Clone, Copy, Default)]
struct Customer {
    came: f64,
    waits: u16,
    is_waiting: bool,
}

struct Funnel {
    draws: Draws,
    rate: f64,
    horizon: f64,
    idle: [usize; 3],
    lines: [VecDeque<(u32, u16)>; 3],
    customers: Vec<Customer>,
    free: Vec<u32>,
    events: u64,
    finished: u64,
    total: f64,
}

impl SimState<Time> for Funnel {
    fn is_complete(&self, now: &Time) -> bool {
        now.0 > self.horizon
    }
}

#[derive(Debug)]
struct Arrival;

#[derive(Debug)]
struct Done {
    station: u8,
    customer: u32,
}

#[derive(Debug)]
struct GiveUp {
    customer: u32,
    wait: u16,
}

fn serve(sim: &mut Simulation<Funnel, Time>, station: usize, customer: u32) {
    let time = sim.state_mut().draws.service(station);
    schedule(sim, time, Done { station: station as u8, customer });
}

fn enter(sim: &mut Simulation<Funnel, Time>, station: usize, customer: u32) {
    let model = sim.state_mut();
    if model.idle[station] > 0 {
        model.idle[station] -= 1;
        serve(sim, station, customer);
        return;
    }
    let state = &mut model.customers[customer as usize];
    state.waits = state.waits.wrapping_add(1);
    state.is_waiting = true;
    let wait = state.waits;
    model.lines[station].push_back((customer, wait));
    if station > 0 {
        let patience = model.draws.exponential(PATIENCE[station - 1]);
        schedule(sim, patience, GiveUp { customer, wait });
    }
}

fn free_server(sim: &mut Simulation<Funnel, Time>, station: usize) {
    let model = sim.state_mut();
    while let Some((customer, wait)) = model.lines[station].pop_front() {
        let state = &mut model.customers[customer as usize];
        if state.is_waiting && state.waits == wait {
            state.is_waiting = false;
            serve(sim, station, customer);
            return;
        }
    }
    model.idle[station] += 1;
}

/// The run ends with the first event after the horizon, which does not count.
fn is_over(sim: &Simulation<Funnel, Time>) -> bool {
    sim.current_time().0 > sim.state().horizon
}

impl OkEvent<Funnel, Time> for Arrival {
    fn execute(&mut self, sim: &mut Simulation<Funnel, Time>) {
        if is_over(sim) {
            return;
        }
        let now = sim.current_time().0;
        let model = sim.state_mut();
        model.events += 1;
        let customer = model.free.pop().unwrap_or_else(|| {
            model.customers.push(Customer::default());
            (model.customers.len() - 1) as u32
        });
        model.customers[customer as usize].came = now;
        let delay = model.draws.exponential(1.0 / model.rate);
        schedule(sim, delay, Arrival);
        enter(sim, 0, customer);
    }
}

impl OkEvent<Funnel, Time> for Done {
    fn execute(&mut self, sim: &mut Simulation<Funnel, Time>) {
        if is_over(sim) {
            return;
        }
        let now = sim.current_time().0;
        let station = usize::from(self.station);
        sim.state_mut().events += 1;
        free_server(sim, station);
        let model = sim.state_mut();
        match model.draws.route(station) {
            Route::To(next) => enter(sim, next, self.customer),
            Route::Finished => {
                model.finished += 1;
                model.total += now - model.customers[self.customer as usize].came;
                model.free.push(self.customer);
            }
            Route::Lost => model.free.push(self.customer),
        }
    }
}

impl OkEvent<Funnel, Time> for GiveUp {
    fn execute(&mut self, sim: &mut Simulation<Funnel, Time>) {
        if is_over(sim) {
            return;
        }
        let model = sim.state_mut();
        let state = &mut model.customers[self.customer as usize];
        if state.is_waiting && state.waits == self.wait {
            model.events += 1;
            state.is_waiting = false;
            model.free.push(self.customer);
        }
    }
}

fn funnel(rate: f64, servers: [usize; 3], horizon: f64, seed: u64) -> Found {
    let mut draws = Draws::new(seed);
    let first = draws.exponential(1.0 / rate);
    let state = Funnel {
        draws,
        rate,
        horizon,
        idle: servers,
        lines: Default::default(),
        customers: Vec::new(),
        free: Vec::new(),
        events: 0,
        finished: 0,
        total: 0.0,
    };
    let mut sim = Simulation::new(state, Time(0.0));
    schedule(&mut sim, first, Arrival);
    sim.run().expect("no event fails");
    let state = sim.state();
    Found { events: state.events, finished: state.finished, mean: state.total / state.finished as f64 }
}

fn main() {
    let job = Job::from_arguments();
    let found = match job.workload {
        Workload::Mm1 { customers } => mm1(customers, job.seed),
        Workload::Funnel { rate, servers, horizon } => funnel(rate, servers, horizon, job.seed),
    };
    found.print("desque", &job);
}

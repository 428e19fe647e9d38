//! The models on odem-rs, with servers as agents that sleep when nobody waits, as in its own example of M/M/1.
//!
//! Patience is an agent of its own, which finds out by itself whether it is void.

use odem_rs::prelude::*;
use peers::{Draws, Found, Job as Task, MM1_ARRIVAL_RATE, MM1_SERVICE_MEAN, PATIENCE, Route, Workload};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;
use std::task::Waker;

#[derive(Config)]
struct Simple {
    draws: RefCell<Draws>,
    line: RefCell<VecDeque<f64>>,
    asleep: RefCell<Option<Waker>>,
    events: Cell<u64>,
    finished: Cell<u64>,
    total: Cell<f64>,
}

struct Clerk;

impl Behavior<Simple> for Clerk {
    type Output = ();

    async fn actions(&self, sim: &Sim<Simple>) {
        let model = sim.global();
        loop {
            let next = model.line.borrow_mut().pop_front();
            if let Some(came) = next {
                let time = model.draws.borrow_mut().exponential(MM1_SERVICE_MEAN);
                sim.advance(time).await;
                model.events.set(model.events.get() + 1);
                model.finished.set(model.finished.get() + 1);
                model.total.set(model.total.get() + sim.now() - came);
            } else {
                *model.asleep.borrow_mut() = Some(waker().await);
                sleep().await;
            }
        }
    }
}

fn mm1(customers: u64, seed: u64) -> Found {
    let simulator = Simulator::new(Simple {
        draws: RefCell::new(Draws::new(seed)),
        line: RefCell::default(),
        asleep: RefCell::default(),
        events: Cell::new(0),
        finished: Cell::new(0),
        total: Cell::new(0.0),
    });
    let run = simulator.run(async |sim: &Sim<Simple>| {
        let model = sim.global();
        let clerk = pin!(Agent::new(Clerk));
        sim.activate(clerk);
        for _ in 0..customers {
            let time = model.draws.borrow_mut().exponential(1.0 / MM1_ARRIVAL_RATE);
            sim.advance(time).await;
            model.events.set(model.events.get() + 1);
            model.line.borrow_mut().push_back(sim.now());
            let asleep = model.asleep.borrow_mut().take();
            if let Some(asleep) = asleep {
                asleep.wake();
            }
        }
        while model.finished.get() < customers {
            sim.advance(10.0).await;
        }
        model.asleep.borrow_mut().take();
    });
    run.expect("the main process ends");
    let model = simulator.into_inner();
    let finished = model.finished.get();
    Found { events: model.events.get(), finished, mean: model.total.get() / finished as f64 }
}

#[derive(Debug, Clone, Copy, Default)]
struct Customer {
    came: f64,
    waits: u16,
    is_waiting: bool,
}

#[derive(Config)]
struct Funnel {
    draws: RefCell<Draws>,
    lines: [RefCell<VecDeque<(u32, u16)>>; 3],
    asleep: [RefCell<Vec<Waker>>; 3],
    customers: RefCell<Vec<Customer>>,
    free: RefCell<Vec<u32>>,
    events: Cell<u64>,
    finished: Cell<u64>,
    total: Cell<f64>,
}

struct Server {
    station: usize,
}

struct Patience {
    mean: f64,
    customer: u32,
    wait: u16,
}

impl Funnel {
    fn enter(&self, sim: &Sim<Funnel>, station: usize, customer: u32) {
        let wait = {
            let state = &mut self.customers.borrow_mut()[customer as usize];
            state.waits = state.waits.wrapping_add(1);
            state.is_waiting = true;
            state.waits
        };
        self.lines[station].borrow_mut().push_back((customer, wait));
        let asleep = self.asleep[station].borrow_mut().pop();
        if let Some(server) = asleep {
            server.wake();
        } else if station > 0 {
            sim.spawn(Patience { mean: PATIENCE[station - 1], customer, wait });
        }
    }

    fn take(&self, station: usize) -> Option<(u32, f64)> {
        let mut line = self.lines[station].borrow_mut();
        while let Some((customer, wait)) = line.pop_front() {
            let state = &mut self.customers.borrow_mut()[customer as usize];
            if state.is_waiting && state.waits == wait {
                state.is_waiting = false;
                return Some((customer, self.draws.borrow_mut().service(station)));
            }
        }
        None
    }

    fn done(&self, sim: &Sim<Funnel>, station: usize, customer: u32) {
        self.events.set(self.events.get() + 1);
        let route = self.draws.borrow_mut().route(station);
        match route {
            Route::To(next) => self.enter(sim, next, customer),
            Route::Finished => {
                self.finished.set(self.finished.get() + 1);
                self.total.set(self.total.get() + sim.now() - self.customers.borrow()[customer as usize].came);
                self.free.borrow_mut().push(customer);
            }
            Route::Lost => self.free.borrow_mut().push(customer),
        }
    }
}

impl Behavior<Funnel> for Server {
    type Output = ();

    async fn actions(&self, sim: &Sim<Funnel>) {
        let model = sim.global();
        loop {
            if let Some((customer, time)) = model.take(self.station) {
                sim.advance(time).await;
                model.done(sim, self.station, customer);
            } else {
                let waker = waker().await;
                model.asleep[self.station].borrow_mut().push(waker);
                sleep().await;
            }
        }
    }
}

impl Behavior<Funnel> for Patience {
    type Output = ();

    async fn actions(&self, sim: &Sim<Funnel>) {
        let model = sim.global();
        let time = model.draws.borrow_mut().exponential(self.mean);
        sim.advance(time).await;
        let state = &mut model.customers.borrow_mut()[self.customer as usize];
        if state.is_waiting && state.waits == self.wait {
            model.events.set(model.events.get() + 1);
            state.is_waiting = false;
            model.free.borrow_mut().push(self.customer);
        }
    }
}

fn funnel(rate: f64, servers: [usize; 3], horizon: f64, seed: u64) -> Found {
    let simulator = Simulator::new(Funnel {
        draws: RefCell::new(Draws::new(seed)),
        lines: Default::default(),
        asleep: Default::default(),
        customers: RefCell::default(),
        free: RefCell::default(),
        events: Cell::new(0),
        finished: Cell::new(0),
        total: Cell::new(0.0),
    });
    let run = simulator.run(async |sim: &Sim<Funnel>| {
        let model = sim.global();
        for (station, &number) in servers.iter().enumerate() {
            for _ in 0..number {
                sim.spawn(Server { station });
            }
        }
        loop {
            let time = model.draws.borrow_mut().exponential(1.0 / rate);
            sim.advance(time).await;
            if sim.now() > horizon {
                break;
            }
            model.events.set(model.events.get() + 1);
            let free = model.free.borrow_mut().pop();
            let customer = free.unwrap_or_else(|| {
                model.customers.borrow_mut().push(Customer::default());
                (model.customers.borrow().len() - 1) as u32
            });
            model.customers.borrow_mut()[customer as usize].came = sim.now();
            model.enter(sim, 0, customer);
        }
        for asleep in &model.asleep {
            asleep.borrow_mut().clear();
        }
    });
    run.expect("the main process ends");
    let model = simulator.into_inner();
    let finished = model.finished.get();
    Found { events: model.events.get(), finished, mean: model.total.get() / finished as f64 }
}

fn main() {
    let task = Task::from_arguments();
    let found = match task.workload {
        Workload::Mm1 { customers } => mm1(customers, task.seed),
        Workload::Funnel { rate, servers, horizon } => funnel(rate, servers, horizon, task.seed),
    };
    found.print("odem-rs", &task);
}

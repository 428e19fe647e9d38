//! The models on NeXosim, each as one component that schedules its own events (the least it can do). One unit of time
//! is a second, in whole nanoseconds.

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::EventSource;
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use peers::{Draws, Found, Job, MM1_ARRIVAL_RATE, MM1_SERVICE_MEAN, PATIENCE, Route, Workload};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a component finds is read by the main program after the run.
type Shared = Arc<Mutex<Found>>;

fn delay(time: f64) -> Duration {
    Duration::from_secs_f64(time).max(Duration::from_nanos(1))
}

fn time<M: Model>(cx: &Context<M>) -> f64 {
    cx.time().duration_since(MonotonicTime::EPOCH).as_secs_f64()
}

/// The generator cannot be saved and restored; this benchmark does neither.
struct Random(Draws);

impl Default for Random {
    fn default() -> Self {
        Self(Draws::new(0))
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Simple {
    #[serde(skip)]
    draws: Random,
    #[serde(skip)]
    shared: Shared,
    line: VecDeque<f64>,
    customers: u64,
    arrived: u64,
    events: u64,
    finished: u64,
    total: f64,
}

#[Model]
impl Simple {
    #[nexosim(schedulable)]
    async fn comes(&mut self, _: (), cx: &Context<Self>) {
        self.events += 1;
        self.arrived += 1;
        self.line.push_back(time(cx));
        if self.arrived < self.customers {
            let wait = delay(self.draws.0.exponential(1.0 / MM1_ARRIVAL_RATE));
            cx.schedule_event(wait, schedulable!(Self::comes), ()).expect("delays are positive");
        }
        if self.line.len() == 1 {
            self.serve(cx);
        }
    }

    #[nexosim(schedulable)]
    async fn goes(&mut self, _: (), cx: &Context<Self>) {
        self.events += 1;
        self.finished += 1;
        let now = time(cx);
        self.total += now - self.line.pop_front().unwrap_or(now);
        if !self.line.is_empty() {
            self.serve(cx);
        }
        if self.finished == self.customers {
            *self.shared.lock().expect("no thread fails") =
                Found { events: self.events, finished: self.finished, mean: self.total / self.finished as f64 };
        }
    }

    fn serve(&mut self, cx: &Context<Self>) {
        let wait = delay(self.draws.0.exponential(MM1_SERVICE_MEAN));
        cx.schedule_event(wait, schedulable!(Self::goes), ()).expect("delays are positive");
    }
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Customer {
    came: f64,
    waits: u16,
    is_waiting: bool,
}

#[derive(Default, Serialize, Deserialize)]
struct Funnel {
    #[serde(skip)]
    draws: Random,
    #[serde(skip)]
    shared: Shared,
    rate: f64,
    idle: [usize; 3],
    lines: [VecDeque<(u32, u16)>; 3],
    customers: Vec<Customer>,
    free: Vec<u32>,
    events: u64,
    finished: u64,
    total: f64,
}

#[Model]
impl Funnel {
    #[nexosim(schedulable)]
    async fn arrival(&mut self, _: (), cx: &Context<Self>) {
        self.events += 1;
        let wait = delay(self.draws.0.exponential(1.0 / self.rate));
        cx.schedule_event(wait, schedulable!(Self::arrival), ()).expect("delays are positive");
        let customer = self.free.pop().unwrap_or_else(|| {
            self.customers.push(Customer::default());
            (self.customers.len() - 1) as u32
        });
        self.customers[customer as usize].came = time(cx);
        self.enter(0, customer, cx);
    }

    #[nexosim(schedulable)]
    async fn done(&mut self, (station, customer): (u8, u32), cx: &Context<Self>) {
        self.events += 1;
        let station = usize::from(station);
        self.free_server(station, cx);
        match self.draws.0.route(station) {
            Route::To(next) => self.enter(next, customer, cx),
            Route::Finished => {
                self.finished += 1;
                self.total += time(cx) - self.customers[customer as usize].came;
                self.free.push(customer);
            }
            Route::Lost => self.free.push(customer),
        }
    }

    #[nexosim(schedulable)]
    async fn give_up(&mut self, (customer, wait): (u32, u16)) {
        let state = &mut self.customers[customer as usize];
        if state.is_waiting && state.waits == wait {
            self.events += 1;
            state.is_waiting = false;
            self.free.push(customer);
        }
    }

    async fn report(&mut self) {
        *self.shared.lock().expect("no thread fails") =
            Found { events: self.events, finished: self.finished, mean: self.total / self.finished as f64 };
    }

    fn serve(&mut self, station: usize, customer: u32, cx: &Context<Self>) {
        let wait = delay(self.draws.0.service(station));
        cx.schedule_event(wait, schedulable!(Self::done), (station as u8, customer)).expect("delays are positive");
    }

    fn enter(&mut self, station: usize, customer: u32, cx: &Context<Self>) {
        if self.idle[station] > 0 {
            self.idle[station] -= 1;
            self.serve(station, customer, cx);
            return;
        }
        let state = &mut self.customers[customer as usize];
        state.waits = state.waits.wrapping_add(1);
        state.is_waiting = true;
        let number = state.waits;
        self.lines[station].push_back((customer, number));
        if station > 0 {
            let wait = delay(self.draws.0.exponential(PATIENCE[station - 1]));
            cx.schedule_event(wait, schedulable!(Self::give_up), (customer, number)).expect("delays are positive");
        }
    }

    fn free_server(&mut self, station: usize, cx: &Context<Self>) {
        while let Some((customer, wait)) = self.lines[station].pop_front() {
            let state = &mut self.customers[customer as usize];
            if state.is_waiting && state.waits == wait {
                state.is_waiting = false;
                self.serve(station, customer, cx);
                return;
            }
        }
        self.idle[station] += 1;
    }
}

fn mm1(customers: u64, seed: u64) -> Found {
    let shared = Shared::default();
    if customers == 0 {
        return Found::default();
    }
    let model = Simple { draws: Random(Draws::new(seed)), shared: shared.clone(), customers, ..Simple::default() };
    let mailbox = Mailbox::new();
    let mut bench = SimInit::with_num_threads(1);
    let start = EventSource::new().connect(Simple::comes, &mailbox).register(&mut bench);
    let mut simulation = bench.add_model(model, mailbox, "mm1").init(MonotonicTime::EPOCH).expect("the bench is complete");
    simulation.process_event(&start, ()).expect("no event fails");
    simulation.run().expect("no event fails");
    *shared.lock().expect("no thread fails")
}

fn funnel(rate: f64, servers: [usize; 3], horizon: f64, seed: u64) -> Found {
    let shared = Shared::default();
    let model = Funnel { draws: Random(Draws::new(seed)), shared: shared.clone(), rate, idle: servers, ..Funnel::default() };
    let mailbox = Mailbox::new();
    let mut bench = SimInit::with_num_threads(1);
    let start = EventSource::new().connect(Funnel::arrival, &mailbox).register(&mut bench);
    let report = EventSource::new().connect(Funnel::report, &mailbox).register(&mut bench);
    let mut simulation = bench.add_model(model, mailbox, "funnel").init(MonotonicTime::EPOCH).expect("the bench is complete");
    simulation.process_event(&start, ()).expect("no event fails");
    simulation.step_until(Duration::from_secs_f64(horizon)).expect("no event fails");
    simulation.process_event(&report, ()).expect("no event fails");
    *shared.lock().expect("no thread fails")
}

fn main() {
    let job = Job::from_arguments();
    let found = match job.workload {
        Workload::Mm1 { customers } => mm1(customers, job.seed),
        Workload::Funnel { rate, servers, horizon } => funnel(rate, servers, horizon, job.seed),
    };
    found.print("nexosim", &job);
}

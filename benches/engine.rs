//! Events per second of the engine, and what its parts cost.
//!
//! `cargo bench --bench engine`. The three workloads are those of `benches/peers`, shortened, with a keyed stream for
//! every draw; the parts are the calendar with so many events pending, its cancellation, streams and their draws.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use winflow::engine::{Admission, Calendar, Place, Purpose, Service, Station, Streams, Tally, Ticket, TimeWeighted, math};

const ARRIVALS: Purpose = Purpose::named("arrivals");
const SERVICES: Purpose = Purpose::named("services");
const PATIENCE: Purpose = Purpose::named("patience");
const ROUTES: Purpose = Purpose::named("routes");

/// A network of stations, described by data.
struct Network {
    arrival_rate: f64,
    horizon: f64,
    stations: Vec<Node>,
}

struct Node {
    servers: u32,
    work: Work,
    /// Mean patience while waiting.
    patience: Option<f64>,
    /// Where customers go on to, with which probability; the others have finished.
    next: (usize, f64),
}

enum Work {
    Exponential { mean: f64 },
    LogNormal { mean: f64, sigma: f64 },
    Gamma { shape: f64, mean: f64 },
}

fn mm1() -> Network {
    let node = Node { servers: 1, work: Work::Exponential { mean: 1.0 }, patience: None, next: (0, 0.0) };
    Network { arrival_rate: 0.9, horizon: 1e5, stations: vec![node] }
}

fn funnel(scale: u32) -> Network {
    let sigma = math::sqrt(math::ln(2.0));
    let stations = vec![
        Node { servers: 4 * scale, work: Work::Exponential { mean: 1.0 }, patience: None, next: (1, 0.3) },
        Node { servers: 2 * scale, work: Work::LogNormal { mean: 1.5, sigma }, patience: Some(20.0), next: (2, 0.4) },
        Node { servers: 3 * scale, work: Work::Gamma { shape: 2.0, mean: 6.0 }, patience: Some(60.0), next: (1, 0.15) },
    ];
    Network { arrival_rate: 3.0 * f64::from(scale), horizon: 2e4 / f64::from(scale), stations }
}

#[derive(Clone, Copy)]
struct Customer {
    number: u64,
    visit: u64,
    came: f64,
    patience: Option<Ticket>,
}

#[derive(Clone, Copy)]
enum Event {
    Arrival,
    Done { station: u8, server: u32, customer: u32 },
    GiveUp { station: u8, place: Place },
}

struct Run<'a> {
    network: &'a Network,
    streams: Streams,
    calendar: Calendar<Event>,
    stations: Vec<Station<u32>>,
    customers: Vec<Customer>,
    free: Vec<u32>,
    times: Tally,
}

impl Run<'_> {
    fn begin(&mut self, station: usize, customer: u32, service: Service) {
        let Customer { number, visit, .. } = self.customers[customer as usize];
        let mut stream = self.streams.stream(SERVICES, number, visit);
        let work = match self.network.stations[station].work {
            Work::Exponential { mean } => stream.exponential(mean),
            Work::LogNormal { mean, sigma } => stream.log_normal(mean * math::exp(-0.5 * sigma * sigma), sigma),
            Work::Gamma { shape, mean } => stream.gamma(shape, mean),
        };
        let end = self.stations[station].end(self.calendar.now(), service, work);
        self.calendar.schedule(end, 0, Event::Done { station: station as u8, server: service.server, customer });
    }

    fn enter(&mut self, station: usize, customer: u32) {
        let now = self.calendar.now();
        let state = &mut self.customers[customer as usize];
        state.visit += 1;
        match self.stations[station].arrive(now, 0, customer) {
            Admission::Begins(service) => self.begin(station, customer, service),
            Admission::Waits(place) => {
                if let Some(mean) = self.network.stations[station].patience {
                    let patience = self.streams.stream(PATIENCE, state.number, state.visit).exponential(mean);
                    let event = Event::GiveUp { station: station as u8, place };
                    state.patience = Some(self.calendar.schedule(now + patience, 0, event));
                }
            }
        }
    }

    fn arrival(&mut self, number: u64) {
        let now = self.calendar.now();
        let wait = self.streams.stream(ARRIVALS, number, 0).exponential(1.0 / self.network.arrival_rate);
        self.calendar.schedule(now + wait, 0, Event::Arrival);
        let state = Customer { number, visit: 0, came: now, patience: None };
        let customer = self.free.pop().unwrap_or_else(|| {
            self.customers.push(state);
            (self.customers.len() - 1) as u32
        });
        self.customers[customer as usize] = state;
        self.enter(0, customer);
    }

    fn done(&mut self, station: usize, server: u32, customer: u32) {
        let now = self.calendar.now();
        if let Some((next, service)) = self.stations[station].done(now, server) {
            if let Some(ticket) = self.customers[next as usize].patience.take() {
                self.calendar.cancel(ticket);
            }
            self.begin(station, next, service);
        }
        let state = &self.customers[customer as usize];
        let (next, probability) = self.network.stations[station].next;
        if self.streams.stream(ROUTES, state.number, state.visit).chance(probability) {
            self.enter(next, customer);
        } else {
            self.times.add(now - state.came);
            self.free.push(customer);
        }
    }

    /// Runs to the horizon; the number of events.
    fn run(&mut self) -> u64 {
        let (mut events, mut arrived) = (0, 0);
        self.calendar.schedule(0.0, 0, Event::Arrival);
        while let Some(event) = self.calendar.next_until(self.network.horizon) {
            events += 1;
            match event {
                Event::Arrival => {
                    arrived += 1;
                    self.arrival(arrived);
                }
                Event::Done { station, server, customer } => self.done(station.into(), server, customer),
                Event::GiveUp { station, place } => {
                    if let Some(customer) = self.stations[usize::from(station)].leave(self.calendar.now(), place) {
                        self.customers[customer as usize].patience = None;
                        self.free.push(customer);
                    }
                }
            }
        }
        events
    }
}

fn run(network: &Network) -> u64 {
    let mut run = Run {
        network,
        streams: Streams::new(1, 0),
        calendar: Calendar::new(),
        stations: network.stations.iter().map(|node| Station::new(node.servers)).collect(),
        customers: Vec::new(),
        free: Vec::new(),
        times: Tally::default(),
    };
    let events = run.run();
    black_box(run.times);
    events
}

fn workloads(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("workloads");
    for (name, network) in [("mm1", mm1()), ("funnel", funnel(1)), ("funnel1000", funnel(1000))] {
        group.throughput(Throughput::Elements(run(&network)));
        group.bench_function(name, |bencher| bencher.iter(|| run(black_box(&network))));
    }
    group.finish();
}

/// Takes an event and schedules another, with so many pending; or schedules and cancels.
fn calendars(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("calendar");
    group.throughput(Throughput::Elements(1));
    for pending in [1_u32, 10, 100, 10_000, 1_000_000] {
        let mut stream = Streams::new(1, 0).stream(ARRIVALS, 0, 0);
        let mut calendar = Calendar::new();
        for number in 0..pending {
            calendar.schedule(stream.exponential(1.0), 0, number);
        }
        group.bench_function(BenchmarkId::new("take and schedule", pending), |bencher| {
            bencher.iter(|| {
                let event = calendar.next().unwrap_or_default();
                calendar.schedule(calendar.now() + stream.exponential(1.0), 0, event)
            });
        });
        group.bench_function(BenchmarkId::new("schedule and cancel", pending), |bencher| {
            bencher.iter(|| {
                let ticket = calendar.schedule(calendar.now() + stream.exponential(1.0), 0, 0);
                calendar.cancel(ticket)
            });
        });
    }
    group.finish();
}

fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("streams");
    let streams = Streams::new(1, 0);
    let mut entity = 0;
    group.bench_function("begin and draw an exponential", |bencher| {
        bencher.iter(|| {
            entity += 1;
            streams.stream(SERVICES, entity, 0).exponential(1.0)
        });
    });
    let mut stream = streams.stream(SERVICES, 0, 0);
    group.bench_function("uniform", |bencher| bencher.iter(|| stream.uniform()));
    group.bench_function("exponential", |bencher| bencher.iter(|| stream.exponential(1.0)));
    group.bench_function("normal", |bencher| bencher.iter(|| stream.normal()));
    group.bench_function("log-normal", |bencher| bencher.iter(|| stream.log_normal(1.0, 0.8)));
    group.bench_function("gamma", |bencher| bencher.iter(|| stream.gamma(2.0, 6.0)));
    group.finish();
}

fn measures(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("measures");
    let (mut tally, mut weighted, mut now) = (Tally::default(), TimeWeighted::default(), 0.0);
    group.bench_function("tally", |bencher| bencher.iter(|| tally.add(black_box(1.5))));
    group.bench_function("time-weighted", |bencher| {
        bencher.iter(|| {
            now += 1.0;
            weighted.change(now, black_box(1.0));
        });
    });
    group.finish();
}

criterion_group!(benches, workloads, calendars, draws, measures);
criterion_main!(benches);

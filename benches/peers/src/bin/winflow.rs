//! The models on winflow's engine: its calendar, stations and measures; with the variant `keyed`, its streams too.

use peers::{Draws, FIRST_GOES_ON, FIRST_MEAN, Found, Job, MM1_ARRIVAL_RATE, MM1_SERVICE_MEAN, PATIENCE, Route};
use peers::{SECOND_CV, SECOND_GOES_ON, SECOND_MEAN, THIRD_GOES_BACK, THIRD_MEAN, THIRD_SHAPE, Workload};
use winflow::engine::{Admission, Calendar, Place, Purpose, Station, Stream, Streams, Tally, Ticket};

/// Where the random numbers come from. `number` is the customer's, `visit` counts the customer's visits to stations.
trait Source {
    fn until_next(&mut self, mean: f64, number: u64) -> f64;
    fn simple_service(&mut self, number: u64) -> f64;
    fn service(&mut self, station: usize, number: u64, visit: u64) -> f64;
    fn patience(&mut self, mean: f64, number: u64, visit: u64) -> f64;
    fn route(&mut self, station: usize, number: u64, visit: u64) -> Route;
}

/// One generator for everything, with the samplers that all programs use.
impl Source for Draws {
    #[inline]
    fn until_next(&mut self, mean: f64, _number: u64) -> f64 {
        self.exponential(mean)
    }
    #[inline]
    fn simple_service(&mut self, _number: u64) -> f64 {
        self.exponential(MM1_SERVICE_MEAN)
    }
    #[inline]
    fn service(&mut self, station: usize, _number: u64, _visit: u64) -> f64 {
        Draws::service(self, station)
    }
    #[inline]
    fn patience(&mut self, mean: f64, _number: u64, _visit: u64) -> f64 {
        self.exponential(mean)
    }
    #[inline]
    fn route(&mut self, station: usize, _number: u64, _visit: u64) -> Route {
        Draws::route(self, station)
    }
}

/// A stream of its own for every draw, with the engine's samplers.
struct Keyed {
    streams: Streams,
    sigma: f64,
    median: f64,
}

const ARRIVALS: Purpose = Purpose::named("arrivals");
const SERVICE: Purpose = Purpose::named("service");
const PATIENCES: Purpose = Purpose::named("patience");
const ROUTES: Purpose = Purpose::named("routes");

impl Keyed {
    fn new(seed: u64) -> Self {
        let variance = winflow::engine::math::ln_1p(SECOND_CV * SECOND_CV);
        let median = SECOND_MEAN / winflow::engine::math::exp(0.5 * variance);
        Self { streams: Streams::new(seed, 0), sigma: variance.sqrt(), median }
    }
    #[inline]
    fn stream(&self, purpose: Purpose, number: u64, visit: u64) -> Stream {
        self.streams.stream(purpose, number, visit)
    }
}

impl Source for Keyed {
    #[inline]
    fn until_next(&mut self, mean: f64, number: u64) -> f64 {
        self.stream(ARRIVALS, number, 0).exponential(mean)
    }
    #[inline]
    fn simple_service(&mut self, number: u64) -> f64 {
        self.stream(SERVICE, number, 0).exponential(MM1_SERVICE_MEAN)
    }
    #[inline]
    fn service(&mut self, station: usize, number: u64, visit: u64) -> f64 {
        let mut stream = self.stream(SERVICE, number, visit);
        match station {
            0 => stream.exponential(FIRST_MEAN),
            1 => stream.log_normal(self.median, self.sigma),
            _ => stream.gamma(THIRD_SHAPE, THIRD_MEAN),
        }
    }
    #[inline]
    fn patience(&mut self, mean: f64, number: u64, visit: u64) -> f64 {
        self.stream(PATIENCES, number, visit).exponential(mean)
    }
    #[inline]
    fn route(&mut self, station: usize, number: u64, visit: u64) -> Route {
        let mut stream = self.stream(ROUTES, number, visit);
        match station {
            0 if stream.chance(FIRST_GOES_ON) => Route::To(1),
            1 if stream.chance(SECOND_GOES_ON) => Route::To(2),
            2 if stream.chance(THIRD_GOES_BACK) => Route::To(1),
            2 => Route::Finished,
            _ => Route::Lost,
        }
    }
}

#[derive(Clone, Copy)]
enum Simple {
    Comes,
    Goes { customer: Visitor, server: u32 },
}

#[derive(Clone, Copy)]
struct Visitor {
    came: f64,
    number: u32,
}

fn mm1<S: Source>(mut draws: S, customers: u64) -> Found {
    let mut calendar = Calendar::new();
    let mut station: Station<Visitor> = Station::new(1);
    let mut times = Tally::default();
    let (mut arrived, mut events) = (0, 0);
    if customers > 0 {
        calendar.schedule(draws.until_next(1.0 / MM1_ARRIVAL_RATE, arrived), 0, Simple::Comes);
    }
    while let Some(event) = calendar.next() {
        let now = calendar.now();
        events += 1;
        match event {
            Simple::Comes => {
                arrived += 1;
                if arrived < customers {
                    calendar.schedule(now + draws.until_next(1.0 / MM1_ARRIVAL_RATE, arrived), 0, Simple::Comes);
                }
                let customer = Visitor { came: now, number: arrived as u32 };
                if let Admission::Begins(service) = station.arrive(now, 0, customer) {
                    let end = station.end(now, service, draws.simple_service(arrived));
                    calendar.schedule(end, 0, Simple::Goes { customer, server: service.server });
                }
            }
            Simple::Goes { customer, server } => {
                times.add(now - customer.came);
                if let Some((customer, service)) = station.done(now, server) {
                    let end = station.end(now, service, draws.simple_service(customer.number.into()));
                    calendar.schedule(end, 0, Simple::Goes { customer, server: service.server });
                }
            }
        }
    }
    Found { events, finished: times.count(), mean: times.mean() }
}

#[derive(Clone, Copy)]
struct Customer {
    came: f64,
    number: u32,
    visit: u32,
    patience: Option<Ticket>,
}

#[derive(Clone, Copy)]
enum Event {
    Arrival,
    Done { station: u8, server: u32, customer: u32 },
    GiveUp { station: u8, place: Place },
}

struct Funnel<S> {
    calendar: Calendar<Event>,
    draws: S,
    stations: [Station<u32>; 3],
    customers: Vec<Customer>,
    free: Vec<u32>,
    arrived: u32,
    events: u64,
    times: Tally,
}

impl<S: Source> Funnel<S> {
    fn new(draws: S, servers: [usize; 3]) -> Self {
        Self {
            calendar: Calendar::new(),
            draws,
            stations: servers.map(|number| Station::new(number as u32)),
            customers: Vec::new(),
            free: Vec::new(),
            arrived: 0,
            events: 0,
            times: Tally::default(),
        }
    }

    #[inline]
    fn enter(&mut self, station: usize, customer: u32) {
        let now = self.calendar.now();
        let state = &mut self.customers[customer as usize];
        state.visit += 1;
        let (number, visit) = (state.number.into(), state.visit.into());
        match self.stations[station].arrive(now, 0, customer) {
            Admission::Begins(service) => {
                let end = self.stations[station].end(now, service, self.draws.service(station, number, visit));
                self.calendar.schedule(end, 0, Event::Done { station: station as u8, server: service.server, customer });
            }
            Admission::Waits(place) => {
                if station > 0 {
                    let patience = self.draws.patience(PATIENCE[station - 1], number, visit);
                    let event = Event::GiveUp { station: station as u8, place };
                    let ticket = self.calendar.schedule(now + patience, 0, event);
                    self.customers[customer as usize].patience = Some(ticket);
                }
            }
        }
    }

    #[inline]
    fn done(&mut self, station: usize, server: u32) {
        let now = self.calendar.now();
        if let Some((customer, service)) = self.stations[station].done(now, server) {
            let state = &mut self.customers[customer as usize];
            let (number, visit) = (state.number.into(), state.visit.into());
            if let Some(ticket) = state.patience.take() {
                self.calendar.cancel(ticket);
            }
            let end = self.stations[station].end(now, service, self.draws.service(station, number, visit));
            self.calendar.schedule(end, 0, Event::Done { station: station as u8, server: service.server, customer });
        }
    }

    #[inline]
    fn arrival(&mut self, rate: f64) {
        let now = self.calendar.now();
        self.arrived += 1;
        let state = Customer { came: now, number: self.arrived, visit: 0, patience: None };
        self.calendar.schedule(now + self.draws.until_next(1.0 / rate, self.arrived.into()), 0, Event::Arrival);
        let customer = match self.free.pop() {
            Some(customer) => {
                self.customers[customer as usize] = state;
                customer
            }
            None => {
                self.customers.push(state);
                (self.customers.len() - 1) as u32
            }
        };
        self.enter(0, customer);
    }

    fn run(&mut self, rate: f64, horizon: f64) {
        self.calendar.schedule(self.draws.until_next(1.0 / rate, 0), 0, Event::Arrival);
        while let Some(event) = self.calendar.next_until(horizon) {
            self.events += 1;
            match event {
                Event::Arrival => self.arrival(rate),
                Event::Done { station, server, customer } => {
                    self.done(station.into(), server);
                    let state = &self.customers[customer as usize];
                    match self.draws.route(station.into(), state.number.into(), state.visit.into()) {
                        Route::To(next) => self.enter(next, customer),
                        Route::Finished => {
                            self.times.add(self.calendar.now() - state.came);
                            self.free.push(customer);
                        }
                        Route::Lost => self.free.push(customer),
                    }
                }
                Event::GiveUp { station, place } => {
                    let now = self.calendar.now();
                    if let Some(customer) = self.stations[usize::from(station)].leave(now, place) {
                        self.customers[customer as usize].patience = None;
                        self.free.push(customer);
                    }
                }
            }
        }
    }
}

fn run<S: Source>(draws: S, workload: Workload) -> Found {
    match workload {
        Workload::Mm1 { customers } => mm1(draws, customers),
        Workload::Funnel { rate, servers, horizon } => {
            let mut model = Funnel::new(draws, servers);
            model.run(rate, horizon);
            Found { events: model.events, finished: model.times.count(), mean: model.times.mean() }
        }
    }
}

fn main() {
    let job = Job::from_arguments();
    match job.variant.as_deref() {
        None => run(Draws::new(job.seed), job.workload).print("winflow", &job),
        Some("keyed") => run(Keyed::new(job.seed), job.workload).print("winflow keyed", &job),
        Some(other) => panic!("no variant is called {other}"),
    }
}

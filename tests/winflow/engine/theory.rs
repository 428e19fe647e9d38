//! Queueing models built on the engine's public interface, against queueing theory.
//!
//! Each figure is the mean over independent replications with a fixed seed; its error is the standard error over them,
//! and |z| < 4 is asked for: a false alarm in 16,000 figures.

use winflow::engine::{Admission, Calendar, Place, Purpose, Station, Streams, Tally, Ticket};

const ARRIVALS: Purpose = Purpose::named("arrivals");
const SERVICES: Purpose = Purpose::named("services");
const PATIENCE: Purpose = Purpose::named("patience");
const REPLICATIONS: u64 = 40;

/// A station with exponential everything; times in units of the mean service.
#[derive(Clone, Copy)]
struct Model {
    arrival_rate: f64,
    servers: u32,
    /// Mean patience while waiting; infinite for none.
    patience: f64,
}

#[derive(Clone, Copy)]
struct Customer {
    number: u64,
    came: f64,
    ticket: Option<Ticket>,
}

#[derive(Clone, Copy)]
enum Event {
    Arrival,
    Done { server: u32, customer: u32 },
    GiveUp { place: Place },
}

/// What one replication finds after its warm-up.
struct Found {
    wait: f64,
    time_in_system: f64,
    share_waiting: f64,
    queue_length: f64,
    busy: f64,
    share_giving_up: f64,
}

struct Run {
    model: Model,
    calendar: Calendar<Event>,
    station: Station<u32>,
    streams: Streams,
    customers: Vec<Customer>,
}

impl Run {
    fn begin(&mut self, customer: u32, service: winflow::engine::Service) {
        let now = self.calendar.now();
        let work = self.streams.stream(SERVICES, self.customers[customer as usize].number, 0).exponential(1.0);
        let end = self.station.end(now, service, work);
        self.calendar.schedule(end, 0, Event::Done { server: service.server, customer });
    }

    fn run(mut self, warm_up: f64, end: f64) -> Found {
        let (mut waits, mut times, mut waiting, mut leaving) = Default::default();
        let add = |tally: &mut Tally, came: f64, value: f64| {
            if came >= warm_up {
                tally.add(value);
            }
        };
        let mut arrivals = self.streams.stream(ARRIVALS, 0, 0);
        let mut before = None;
        self.calendar.schedule(arrivals.exponential(1.0 / self.model.arrival_rate), 0, Event::Arrival);
        while let Some(event) = self.calendar.next_until(end) {
            let now = self.calendar.now();
            if now >= warm_up && before.is_none() {
                before = Some((self.station.queue_length().integral(warm_up), self.station.busy().integral(warm_up)));
            }
            match event {
                Event::Arrival => {
                    self.calendar.schedule(now + arrivals.exponential(1.0 / self.model.arrival_rate), 0, Event::Arrival);
                    let customer = self.customers.len() as u32;
                    let number = u64::from(customer);
                    self.customers.push(Customer { number, came: now, ticket: None });
                    match self.station.arrive(now, 0, customer) {
                        Admission::Begins(service) => {
                            add(&mut waits, now, 0.0);
                            add(&mut waiting, now, 0.0);
                            self.begin(customer, service);
                        }
                        Admission::Waits(place) => {
                            add(&mut waiting, now, 1.0);
                            if self.model.patience.is_finite() {
                                let patience = self.streams.stream(PATIENCE, number, 0).exponential(self.model.patience);
                                let ticket = self.calendar.schedule(now + patience, 0, Event::GiveUp { place });
                                self.customers[customer as usize].ticket = Some(ticket);
                            }
                        }
                    }
                }
                Event::Done { server, customer } => {
                    let came = self.customers[customer as usize].came;
                    add(&mut times, came, now - came);
                    add(&mut leaving, came, 0.0);
                    if let Some((next, service)) = self.station.done(now, server) {
                        let state = self.customers[next as usize];
                        if let Some(ticket) = state.ticket {
                            assert!(self.calendar.cancel(ticket), "patience has not ended");
                        }
                        add(&mut waits, state.came, now - state.came);
                        self.begin(next, service);
                    }
                }
                Event::GiveUp { place } => {
                    let customer = self.station.leave(now, place).expect("patience is cancelled when service begins");
                    add(&mut leaving, self.customers[customer as usize].came, 1.0);
                }
            }
        }
        let (queue, busy) = before.expect("the warm-up is shorter than the run");
        Found {
            wait: waits.mean(),
            time_in_system: times.mean(),
            share_waiting: waiting.mean(),
            queue_length: (self.station.queue_length().integral(end) - queue) / (end - warm_up),
            busy: (self.station.busy().integral(end) - busy) / (end - warm_up),
            share_giving_up: leaving.mean(),
        }
    }
}

fn replicate(model: Model) -> Vec<Found> {
    let run = |world| Run {
        model,
        calendar: Calendar::new(),
        station: Station::new(model.servers),
        streams: Streams::new(2, world),
        customers: Vec::new(),
    };
    let (warm_up, end) = (500.0, 500.0 + 20_000.0 / model.arrival_rate);
    (0..REPLICATIONS).map(|world| run(world).run(warm_up, end)).collect()
}

fn check(name: &str, found: &[Found], figure: impl Fn(&Found) -> f64, theory: f64) {
    let mut tally = Tally::default();
    found.iter().for_each(|one| tally.add(figure(one)));
    let z = (tally.mean() - theory) / tally.standard_error();
    println!("{name}: {:.5} (s.e. {:.5}), theory {theory:.5}, z = {z:.2}", tally.mean(), tally.standard_error());
    assert!(z.abs() < 4.0, "{name}: {} (s.e. {}), theory {theory}", tally.mean(), tally.standard_error());
}

/// Stationary distribution of the number in the system, cut off where it no longer counts.
fn stationary(model: Model) -> Vec<f64> {
    let servers = f64::from(model.servers);
    let mut shares = vec![1.0];
    for number in 1..2_000 {
        let number = f64::from(number);
        let leave = number.min(servers) + (number - servers).max(0.0) / model.patience;
        shares.push(shares[shares.len() - 1] * model.arrival_rate / leave);
    }
    let total: f64 = shares.iter().sum();
    shares.iter().map(|share| share / total).collect()
}

fn check_all(name: &str, model: Model) {
    let found = replicate(model);
    let shares = stationary(model);
    let servers = model.servers as usize;
    let mean = |value: &dyn Fn(usize) -> f64| shares.iter().enumerate().map(|(number, share)| share * value(number)).sum::<f64>();
    let queue_length = mean(&|number| number.saturating_sub(servers) as f64);
    let busy = mean(&|number| number.min(servers) as f64);
    check(&format!("{name}, queue length"), &found, |one| one.queue_length, queue_length);
    check(&format!("{name}, busy servers"), &found, |one| one.busy, busy);
    check(&format!("{name}, share that waits"), &found, |one| one.share_waiting, shares[servers..].iter().sum());
    if model.patience.is_finite() {
        check(&format!("{name}, share that gives up"), &found, |one| one.share_giving_up, 1.0 - busy / model.arrival_rate);
    } else {
        let wait = queue_length / model.arrival_rate;
        check(&format!("{name}, wait"), &found, |one| one.wait, wait);
        check(&format!("{name}, time in the system"), &found, |one| one.time_in_system, wait + 1.0);
    }
}

#[test]
fn one_server() {
    let model = Model { arrival_rate: 0.7, servers: 1, patience: f64::INFINITY };
    // The textbook's figures, as a check of the distribution used above.
    let length: f64 = stationary(model).iter().enumerate().map(|(number, share)| number as f64 * share).sum();
    assert!((length - 0.7 / 0.3).abs() < 1e-9);
    check_all("M/M/1", model);
}

#[test]
fn several_servers() {
    check_all("M/M/4", Model { arrival_rate: 3.0, servers: 4, patience: f64::INFINITY });
}

#[test]
fn one_server_and_impatience() {
    check_all("M/M/1+M", Model { arrival_rate: 1.2, servers: 1, patience: 3.0 });
}

#[test]
fn several_servers_and_impatience() {
    check_all("M/M/5+M", Model { arrival_rate: 5.5, servers: 5, patience: 2.0 });
}

#[test]
fn the_same_world_gives_the_same_bits() {
    let model = Model { arrival_rate: 1.2, servers: 1, patience: 3.0 };
    let bits = |found: Vec<Found>| found.iter().map(|one| [one.wait.to_bits(), one.queue_length.to_bits()]).collect::<Vec<_>>();
    assert_eq!(bits(replicate(model)), bits(replicate(model)));
}

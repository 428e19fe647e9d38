//! The models on winflow's engine: its calendar, stations and measures; with the variant `keyed`, its streams too.

use peers::{Draws, Found, Job, MM1_ARRIVAL_RATE, MM1_SERVICE_MEAN, PATIENCE, Route, Workload};
use winflow::engine::{Admission, Calendar, Place, Station, Tally, Ticket};

#[derive(Clone, Copy)]
enum Simple {
    Comes,
    Goes { came: f64, server: u32 },
}

fn mm1(customers: u64, seed: u64) -> Found {
    let mut draws = Draws::new(seed);
    let mut calendar = Calendar::new();
    let mut station: Station<f64> = Station::new(1);
    let mut times = Tally::default();
    let (mut arrived, mut events) = (0, 0);
    if customers > 0 {
        calendar.schedule(draws.exponential(1.0 / MM1_ARRIVAL_RATE), 0, Simple::Comes);
    }
    while let Some(event) = calendar.next() {
        let now = calendar.now();
        events += 1;
        match event {
            Simple::Comes => {
                arrived += 1;
                if arrived < customers {
                    calendar.schedule(now + draws.exponential(1.0 / MM1_ARRIVAL_RATE), 0, Simple::Comes);
                }
                if let Admission::Begins(service) = station.arrive(now, 0, now) {
                    let end = station.end(now, service, draws.exponential(MM1_SERVICE_MEAN));
                    calendar.schedule(end, 0, Simple::Goes { came: now, server: service.server });
                }
            }
            Simple::Goes { came, server } => {
                times.add(now - came);
                if let Some((came, service)) = station.done(now, server) {
                    let end = station.end(now, service, draws.exponential(MM1_SERVICE_MEAN));
                    calendar.schedule(end, 0, Simple::Goes { came, server: service.server });
                }
            }
        }
    }
    Found { events, finished: times.count(), mean: times.mean() }
}

#[derive(Clone, Copy)]
struct Customer {
    number: u64,
    came: f64,
    patience: Option<Ticket>,
}

#[derive(Clone, Copy)]
enum Event {
    Arrival,
    Done { station: u8, server: u32, customer: u32 },
    GiveUp { station: u8, place: Place },
}

struct Funnel {
    calendar: Calendar<Event>,
    draws: Draws,
    stations: [Station<u32>; 3],
    customers: Vec<Customer>,
    free: Vec<u32>,
    events: u64,
    times: Tally,
}

impl Funnel {
    fn new(servers: [usize; 3], seed: u64) -> Self {
        Self {
            calendar: Calendar::new(),
            draws: Draws::new(seed),
            stations: servers.map(|number| Station::new(number as u32)),
            customers: Vec::new(),
            free: Vec::new(),
            events: 0,
            times: Tally::default(),
        }
    }

    #[inline]
    fn enter(&mut self, station: usize, customer: u32) {
        let now = self.calendar.now();
        match self.stations[station].arrive(now, 0, customer) {
            Admission::Begins(service) => {
                let end = self.stations[station].end(now, service, self.draws.service(station));
                self.calendar.schedule(end, 0, Event::Done { station: station as u8, server: service.server, customer });
            }
            Admission::Waits(place) => {
                if station > 0 {
                    let patience = self.draws.exponential(PATIENCE[station - 1]);
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
            if let Some(ticket) = self.customers[customer as usize].patience.take() {
                self.calendar.cancel(ticket);
            }
            let end = self.stations[station].end(now, service, self.draws.service(station));
            self.calendar.schedule(end, 0, Event::Done { station: station as u8, server: service.server, customer });
        }
    }

    #[inline]
    fn arrival(&mut self, rate: f64) {
        let now = self.calendar.now();
        self.calendar.schedule(now + self.draws.exponential(1.0 / rate), 0, Event::Arrival);
        let state = Customer { number: self.events, came: now, patience: None };
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
        self.calendar.schedule(self.draws.exponential(1.0 / rate), 0, Event::Arrival);
        while let Some(event) = self.calendar.next_until(horizon) {
            self.events += 1;
            match event {
                Event::Arrival => self.arrival(rate),
                Event::Done { station, server, customer } => {
                    self.done(station.into(), server);
                    match self.draws.route(station.into()) {
                        Route::To(next) => self.enter(next, customer),
                        Route::Finished => {
                            self.times.add(self.calendar.now() - self.customers[customer as usize].came);
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

fn main() {
    let job = Job::from_arguments();
    let found = match job.workload {
        Workload::Mm1 { customers } => mm1(customers, job.seed),
        Workload::Funnel { rate, servers, horizon } => {
            let mut model = Funnel::new(servers, job.seed);
            model.run(rate, horizon);
            Found { events: model.events, finished: model.times.count(), mean: model.times.mean() }
        }
    };
    found.print("winflow", &job);
}

//! People, their skills, their selling hours, and the pools in which they share queues.

use crate::engine::streams::name_key;
use crate::engine::time::YEAR;
use crate::engine::{Fixed, Table};
use crate::measure::{Domain, PoolAt, RoleAt, Seat};
use crate::scenario::Scenario;
use crate::scenario::customer::Buying;
use crate::scenario::provider::{Part, Role};

/// Most domains of knowledge: a bound on memory.
pub const MOST_DOMAINS: usize = 8;

/// Skill in each domain.
pub type Skills = Fixed<Domain, f64, MOST_DOMAINS>;

/// Something for each part of the sales system.
pub type PerPart<T> = Fixed<Part, T, 3>;

/// All parts, in their order.
const PARTS: [Part; 3] = [Part::Dialogue, Part::Qualification, Part::Flow];

impl From<Part> for usize {
    fn from(part: Part) -> Self {
        part as Self
    }
}

impl Buying {
    /// How many domains of knowledge there are.
    pub fn domain_count(&self) -> usize {
        self.domains as usize
    }

    /// All of them.
    pub fn all_domains(&self) -> impl Iterator<Item = Domain> {
        Domain::up_to(self.domain_count())
    }
}

/// What is fixed about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Position of the role in the scenario.
    pub role: RoleAt,
    /// Number among the people of the role.
    pub index: usize,
    /// Key of the person's streams.
    pub key: u64,
    /// When somebody first takes the seat, in hours from the beginning of the window; `None`: they are there from the start.
    pub joins: Option<f64>,
    /// The domain that the person masters first.
    pub home_domain: Domain,
    /// Whether the person works in each part.
    pub parts: PerPart<bool>,
    /// Whether the person assists with activities of others.
    pub assists: bool,
    /// Share of working time for selling.
    pub selling_share: f64,
    /// Length of a stretch of selling and other work (hours).
    pub stretch_hours: f64,
    /// Selling time that can be saved up (hours).
    pub banked_hours: f64,
    /// Cost of an hour of selling time, EUR.
    pub cost_per_selling_hour: f64,
}

/// Whether people in a seat master a domain.
pub fn masters(profile: &Profile, role: &Role, domains: usize, domain: Domain) -> bool {
    let distance = (usize::from(domain) + domains - usize::from(profile.home_domain) % domains) % domains;
    (distance as f64) < role.domains_mastered
}

/// People who share queues.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Their positions among all people.
    pub members: Vec<Seat>,
    /// Parts in which at least one of them works.
    pub parts: PerPart<bool>,
}

/// Everybody in a scenario, and who shares a queue with whom.
pub fn staff(scenario: &Scenario) -> (Table<Seat, Profile>, Table<PoolAt, Pool>) {
    let hours_a_year = match scenario.time.calendar {
        crate::scenario::customer::CalendarKind::Continuous => YEAR,
        crate::scenario::customer::CalendarKind::Office => {
            scenario.time.work_hours_per_day * scenario.time.work_days_per_week * 365.25 / 7.0
        }
    };
    let domains = scenario.buying.domain_count();
    let seat = |position: usize, index: usize, joins: Option<f64>| {
        let (name, role) = &scenario.role.entries[position];
        Profile {
            role: RoleAt::from(position),
            index,
            key: name_key(name).wrapping_add((index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            joins,
            home_domain: Domain::from(index % domains),
            parts: PerPart::new(PARTS.map(|p| role.parts.contains(&p))),
            assists: !role.assists.is_empty(),
            selling_share: role.selling_share,
            stretch_hours: role.stretch_hours,
            banked_hours: role.banked_hours,
            cost_per_selling_hour: role.cost_per_year / (hours_a_year * role.selling_share),
        }
    };
    let people = |position: usize| scenario.role.entries[position].1.people as usize;
    let mut profiles: Table<Seat, Profile> = Table::new();
    for position in 0..scenario.role.len() {
        profiles.extend((0..people(position)).map(|index| seat(position, index, None)));
    }
    let size = scenario.organisation.pool_size as usize;
    let mut pools = deal_into_pools(&profiles, size);
    let mut next: Vec<usize> = (0..scenario.role.len()).map(people).collect();
    for (at, position, count) in hires(scenario) {
        for _ in 0..count {
            let member = profiles.push_and_get_key(seat(position, next[position], Some(at)));
            next[position] += 1;
            join_a_pool(&mut pools, &profiles[member], member, size);
        }
    }
    (profiles, pools)
}

/// Who is hired by events: when (hours from the beginning of the window), position of the role, and how many; in the order of time.
fn hires(scenario: &Scenario) -> Vec<(f64, usize, usize)> {
    let mut hires = Vec::new();
    for event in scenario.event.values() {
        let Ok(at) = event.begins(&scenario.time) else { continue };
        hires.extend(event.hired().filter_map(|(role, count)| Some((at, scenario.role.position(role)?, count))));
    }
    hires.sort_by(|a, b| a.0.total_cmp(&b.0));
    hires
}

/// Most people of a pool in which these parts are done, `size` being that of the firm. Those with no customers of their own are there for
/// everybody.
fn most_in_pool(parts: &PerPart<bool>, size: usize) -> usize {
    let has_customers = PARTS.into_iter().any(|part| parts[part]);
    if size == 0 || !has_customers { usize::MAX } else { size }
}

/// Whoever is hired joins the smallest pool with the same work that has room, or begins one.
fn join_a_pool(pools: &mut Table<PoolAt, Pool>, profile: &Profile, member: Seat, size: usize) {
    let most = most_in_pool(&profile.parts, size);
    let alike = pools.iter_mut().filter(|pool| pool.parts == profile.parts && pool.members.len() < most);
    match alike.min_by_key(|pool| pool.members.len()) {
        Some(pool) => pool.members.push(member),
        None => pools.push(Pool { members: vec![member], parts: profile.parts }),
    }
}

/// Deals the people who do the same parts into pools, domain by domain, so that each pool knows as much as it can.
fn deal_into_pools(profiles: &Table<Seat, Profile>, size: usize) -> Table<PoolAt, Pool> {
    let mut kinds: Vec<PerPart<bool>> = Vec::new();
    for profile in profiles {
        if !kinds.contains(&profile.parts) {
            kinds.push(profile.parts);
        }
    }
    let mut pools = Table::new();
    for parts in kinds {
        let mut members: Vec<Seat> = profiles.keys().filter(|&i| profiles[i].parts == parts).collect();
        members.sort_by_key(|&i| (profiles[i].home_domain, profiles[i].role, profiles[i].index));
        let count = members.len().div_ceil(most_in_pool(&parts, size));
        let first = pools.len();
        pools.extend((0..count).map(|_| Pool { members: Vec::new(), parts }));
        for (turn, member) in members.into_iter().enumerate() {
            pools[PoolAt::from(first + turn % count)].members.push(member);
        }
    }
    pools
}

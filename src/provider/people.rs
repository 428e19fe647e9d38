//! People, their skills, their selling hours, and the pools in which they share queues.

use super::pods::{PodAt, Pods};
use crate::engine::streams::name_key;
use crate::engine::time::{WEEK, YEAR};
use crate::engine::{Fixed, Table};
use crate::measure::{Domain, PoolAt, RoleAt, Seat};
use crate::scenario::Scenario;
use crate::scenario::customer::Buying;
use crate::scenario::member::Member;
use crate::scenario::provider::{Part, Role};

/// Most domains of knowledge: a bound on memory.
pub const MOST_DOMAINS: usize = 8;

/// Skill in each domain.
pub type Skills = Fixed<Domain, f64, MOST_DOMAINS>;

/// Something for each part of the sales system.
pub type PerPart<T> = Fixed<Part, T, 3>;

/// All parts, in their order.
pub const PARTS: [Part; 3] = [Part::Dialogue, Part::Qualification, Part::Flow];

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
    /// What is known of whoever is there first, if they are known by name.
    pub known: Option<Box<Known>>,
    /// Pod; `None`: of no pod.
    pub pod: Option<PodAt>,
    /// When somebody first takes the seat, in hours from the beginning of the window; `None`: they are there from the start.
    pub joins: Option<f64>,
    /// The domain that the person masters first.
    pub home_domain: Domain,
    /// Whether the person works in each part.
    pub parts: PerPart<bool>,
    /// Most of the person's selling time for each part; none: whatever is needed.
    pub part_shares: Option<PerPart<f64>>,
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

/// What is known of somebody by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Entry of `person`.
    pub entry: String,
    /// Name as it is shown.
    pub name: String,
    /// Their terms, which whoever succeeds them has, too.
    pub role: Role,
    /// Skill, of what is usual in the role; `None`: drawn.
    pub skill: Option<f64>,
    /// When they began, in hours from the beginning of the window; `None`: long ago, or when they join.
    pub since: Option<f64>,
    /// When they leave, in hours from the beginning of the window; `None`: it is not known.
    pub leaves: Option<f64>,
}

/// Whether people in a seat master a domain.
pub fn masters(profile: &Profile, role: &Role, domains: usize, domain: Domain) -> bool {
    let distance = (usize::from(domain) + domains - usize::from(profile.home_domain) % domains) % domains;
    (distance as f64) < role.domains_mastered
}

/// People who share queues.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Pod; `None`: of no pod.
    pub pod: Option<PodAt>,
    /// Their positions among all people.
    pub members: Vec<Seat>,
    /// Parts in which at least one of them works.
    pub parts: PerPart<bool>,
}

/// Everybody in a firm.
#[derive(Debug)]
pub struct Staff {
    /// People by seat.
    pub profiles: Table<Seat, Profile>,
    /// Who shares queues with whom.
    pub pools: Table<PoolAt, Pool>,
    /// The entry of each pod.
    pub pods: Vec<String>,
}

/// The most of its people's time that a role has for each part, if it says so.
fn shares_of_parts(role: &Role) -> Option<PerPart<f64>> {
    let share = |part: Part| role.parts.iter().zip(&role.part_shares).find(|(known, _)| **known == part).map_or(1.0, |(_, share)| *share);
    (!role.part_shares.is_empty()).then(|| PerPart::new(PARTS.map(share)))
}

/// Everybody in a scenario, and who shares a queue with whom.
pub fn staff(scenario: &Scenario) -> Staff {
    let hours_a_year = match scenario.time.calendar {
        crate::scenario::customer::CalendarKind::Continuous => YEAR,
        crate::scenario::customer::CalendarKind::Office => {
            scenario.time.work_hours_per_day * scenario.time.work_days_per_week * 365.25 / 7.0
        }
    };
    let domains = scenario.buying.domain_count();
    let before_the_window = scenario.time.warm_up_weeks.ceil() * WEEK + crate::market::arrivals::window_offset_hours(scenario);
    let seat = |position: usize, index: usize, joins: Option<f64>, named: Option<&(String, Member)>| {
        let (role_name, role) = &scenario.role.entries[position];
        let begins = named.and_then(|(_, member)| member.begins(&scenario.time).ok()).filter(|at| at.is_finite());
        // Whoever begins in the warm-up joins in it.
        let joins = joins.or(begins.filter(|at| before_the_window + at > 0.0));
        let key = match named {
            // Whoever has a name keeps what is drawn for it, whatever becomes of others.
            Some((entry, _)) => name_key(entry).rotate_left(23) ^ name_key("person"),
            None => name_key(role_name).wrapping_add((index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        };
        let known = named.map(|(entry, member)| {
            Box::new(Known {
                entry: entry.clone(),
                name: if member.name.is_empty() { entry } else { &member.name }.clone(),
                role: member.own_role(role, &scenario.time),
                skill: Some(member.skill).filter(|skill| *skill > 0.0),
                since: begins.filter(|_| joins.is_none()),
                leaves: member.leaves(&scenario.time).ok().filter(|at| at.is_finite()),
            })
        });
        let terms = known.as_ref().map_or(role, |known| &known.role);
        Profile {
            role: RoleAt::from(position),
            index,
            key,
            pod: None,
            joins,
            home_domain: Domain::from(index % domains),
            parts: PerPart::new(PARTS.map(|p| role.parts.contains(&p))),
            part_shares: shares_of_parts(role),
            assists: !role.assists.is_empty(),
            selling_share: terms.selling_share,
            stretch_hours: role.stretch_hours,
            banked_hours: role.banked_hours,
            cost_per_selling_hour: terms.cost_per_year / (hours_a_year * terms.selling_share),
            known,
        }
    };
    let people = |position: usize| scenario.role.entries[position].1.people as usize;
    let mut profiles: Table<Seat, Profile> = Table::new();
    for (position, (role, _)) in scenario.role.entries.iter().enumerate() {
        let at_first = |(_, member): &&(String, Member)| member.role == *role && member.is_there_at_first(&scenario.time);
        let mut named = scenario.person.entries.iter().filter(at_first);
        profiles.extend((0..people(position)).map(|index| seat(position, index, None, named.next())));
    }
    let mut pods = Pods::of(scenario);
    // Whoever begins in the warm-up takes what places those who are there have left.
    let mut in_order: Vec<Seat> = profiles.keys().collect();
    in_order.sort_by(|&a, &b| profiles[a].joins.unwrap_or(f64::NEG_INFINITY).total_cmp(&profiles[b].joins.unwrap_or(f64::NEG_INFINITY)));
    for seat in in_order {
        profiles[seat].pod = pods.place(scenario, &profiles[seat]);
    }
    let size = scenario.organisation.pool_size as usize;
    let mut pools = deal_into_pools(&profiles, size);
    let mut next: Vec<usize> = (0..scenario.role.len()).map(people).collect();
    for (at, position, named) in joins(scenario) {
        let mut profile = seat(position, next[position], Some(at), named);
        profile.pod = pods.place(scenario, &profile);
        let member = profiles.push_and_get_key(profile);
        next[position] += 1;
        join_a_pool(&mut pools, &profiles[member], member, size);
    }
    Staff { profiles, pools, pods: pods.names() }
}

/// When somebody joins (hours from the beginning of the window), the position of their role, and who it is if that is known.
type Joins<'s> = (f64, usize, Option<&'s (String, Member)>);

/// Who joins later, in the order of time.
fn joins(scenario: &Scenario) -> Vec<Joins<'_>> {
    let mut joins = Vec::new();
    for event in scenario.event.values() {
        let Ok(at) = event.begins(&scenario.time) else { continue };
        let hired = event.hired().filter_map(|(role, count)| Some((scenario.role.position(role)?, count)));
        joins.extend(hired.flat_map(|(role, count)| std::iter::repeat_n((at, role, None), count)));
    }
    for named in &scenario.person.entries {
        let at = named.1.joins_later(&scenario.time);
        joins.extend(at.zip(scenario.role.position(&named.1.role)).map(|(at, role)| (at, role, Some(named))));
    }
    joins.sort_by(|a, b| a.0.total_cmp(&b.0));
    joins
}

impl Profile {
    /// Whether they work in any part, or help others with it.
    pub fn meets_customers(&self) -> bool {
        self.assists || self.parts.iter().any(|does| *does)
    }

    /// What a scenario says of somebody by name.
    pub fn member<'s>(&self, scenario: &'s Scenario) -> Option<&'s Member> {
        scenario.person.get(&self.known.as_ref()?.entry)
    }

    /// When whoever is there first began, if that is known (hours from the beginning of the window).
    pub fn since(&self) -> Option<f64> {
        self.known.as_ref()?.since
    }

    /// Whether whoever is there first has a first day that is known.
    pub fn has_first_day(&self) -> bool {
        self.joins.is_some() || self.since().is_some()
    }
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
    let is_alike = |pool: &&mut Pool| pool.parts == profile.parts && pool.pod == profile.pod && pool.members.len() < most;
    match pools.iter_mut().filter(is_alike).min_by_key(|pool| pool.members.len()) {
        Some(pool) => pool.members.push(member),
        None => pools.push(Pool { members: vec![member], parts: profile.parts, pod: profile.pod }),
    }
}

/// Deals the people who do the same parts into pools, domain by domain, so that each pool knows as much as it can.
fn deal_into_pools(profiles: &Table<Seat, Profile>, size: usize) -> Table<PoolAt, Pool> {
    let mut kinds: Vec<(PerPart<bool>, Option<PodAt>)> = Vec::new();
    for profile in profiles {
        if !kinds.contains(&(profile.parts, profile.pod)) {
            kinds.push((profile.parts, profile.pod));
        }
    }
    let mut pools = Table::new();
    for (parts, pod) in kinds {
        let mut members: Vec<Seat> = profiles.keys().filter(|&i| (profiles[i].parts, profiles[i].pod) == (parts, pod)).collect();
        members.sort_by_key(|&i| (profiles[i].home_domain, profiles[i].role, profiles[i].index));
        let count = members.len().div_ceil(most_in_pool(&parts, size));
        let first = pools.len();
        pools.extend((0..count).map(|_| Pool { members: Vec::new(), parts, pod }));
        for (turn, member) in members.into_iter().enumerate() {
            pools[PoolAt::from(first + turn % count)].members.push(member);
        }
    }
    pools
}

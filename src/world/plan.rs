//! A scenario made ready to run: names resolved to positions, numbers to whole numbers, experience gathered.

use super::dated::{Dated, dated};
use super::patches::{Patches, patches};
use super::pay::PaySystem;
use crate::engine::math::{self, closed};
use crate::engine::time::{DAY, WEEK, YEAR};
use crate::engine::{Periods, Streams, Table, WorkingHours, positions, streams::name_key};
use crate::market::journey::{Journey, LeastEffort, Origin, margin_share};
use crate::market::need::Point;
use crate::measure::{Account, ChannelAt, OfferingAt, PoolAt, RoleAt, Seat, SegmentAt};
use crate::policy::catalogue::Catalogue;
use crate::provider::people::{PARTS, Pool, Profile, Staff, staff};
use crate::scenario::Scenario;
use crate::scenario::customer::{CalendarKind, Offering, Segment, Time};
use crate::scenario::provider::{Channel, ChannelKind, Part, Role};
use crate::scenario::relationship::Relationship;

positions! {
    /// A source of customers, in a plan.
    SourceAt: u16;
}

/// What experience says of customers of a segment, before one of them is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Experience {
    /// Mean joint surplus, in prices.
    pub surplus_mean: f64,
    /// Its variance.
    pub surplus_variance: f64,
    /// Mean size of the buying group.
    pub size: f64,
    /// Mean joint surplus of those in whom a mutual benefit is possible, in prices.
    pub possible_surplus: f64,
    /// Our mean margin on them, as a share of the price.
    pub possible_margin: f64,
}

/// Where journeys come from in the world.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Key of its streams.
    pub key: u64,
    /// Channel by which they come; `None`: they do not come by themselves.
    pub channel: Option<ChannelAt>,
    /// Segments and their cumulated shares.
    pub segments: Vec<(SegmentAt, f64)>,
    /// Projects an hour, on average.
    pub rate: f64,
    /// How they are spread over time.
    pub pattern: Pattern,
}

impl Source {
    /// The rate at a time (hours from the beginning of the window), customers an hour.
    pub fn rate_at(&self, at: f64) -> f64 {
        match self.pattern {
            Pattern::Poisson { seasonality } if seasonality > 0.0 => self.rate * season(seasonality, at).max(0.0),
            _ => self.rate,
        }
    }

    /// The highest rate in the year, customers an hour.
    fn highest_rate(&self) -> f64 {
        match self.pattern {
            Pattern::Poisson { seasonality } => self.rate * (1.0 + seasonality),
            _ => self.rate,
        }
    }
}

/// How customers of a source are spread over time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pattern {
    /// At random, with this swing over the year.
    Poisson {
        /// Share of the mean.
        seasonality: f64,
    },
    /// In batches in the middle of each quarter.
    Batches {
        /// Time over which a batch comes (hours).
        hours: f64,
    },
    /// As in a file.
    File,
}

/// A scenario ready to run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Working hours.
    pub hours: WorkingHours,
    /// Beginning of the measured window (hours).
    pub window_start: f64,
    /// Its end.
    pub window_end: f64,
    /// End of the run-out.
    pub horizon: f64,
    /// Months in the window.
    pub months: f64,
    /// Segments.
    pub segments: Table<SegmentAt, Segment>,
    /// Experience by segment.
    pub experience: Table<SegmentAt, Experience>,
    /// Number of accounts by segment.
    pub accounts: Table<SegmentAt, u32>,
    /// Offerings.
    pub offerings: Table<OfferingAt, Offering>,
    /// Their places in need space.
    pub places: Table<OfferingAt, Point>,
    /// Least effort of a deal.
    pub least: LeastEffort,
    /// Channels.
    pub channels: Table<ChannelAt, Channel>,
    /// Channels of the scenario; after them come that of those whom a customer sent and that of customers who come again.
    pub channels_declared: usize,
    /// Outbound channels, with the segments they touch and cumulated shares.
    pub outbound: Vec<(ChannelAt, Vec<(SegmentAt, f64)>)>,
    /// Where journeys come from.
    pub sources: Table<SourceAt, Source>,
    /// People.
    pub profiles: Table<Seat, Profile>,
    /// Pools.
    pub pools: Table<PoolAt, Pool>,
    /// The entry of each pod.
    pub pod_names: Vec<String>,
    /// Who delivers each offering.
    pub deliverers: Table<OfferingAt, Vec<Seat>>,
    /// Patches of each segment.
    pub patches: Patches,
    /// Weights of the queues in each part, for routing by weight.
    pub weights_of_pools: [Table<PoolAt, f64>; 3],
    /// Activities.
    pub catalogue: Catalogue,
    /// Most of ours on one customer.
    pub coverage: usize,
    /// Appointments that one of ours keeps going with one customer.
    pub threads_per_person: usize,
    /// Who is paid by which plan.
    pub pay: PaySystem,
    /// Quarters of the fiscal year.
    pub quarters: Periods,
    /// Whether we pursue customers of each segment.
    pub pursued: Table<SegmentAt, bool>,
    /// Share of the gap to what practice can bring that one activity closes.
    pub practice: f64,
    /// The scenario itself.
    pub scenario: Scenario,
    /// What happens on dates, in the order of time.
    pub dated: Vec<Dated>,
    /// The plan as it is from later dates on, one after the other.
    pub later: Vec<Plan>,
}

impl Plan {
    /// Makes a checked scenario ready, and what events make of it.
    pub fn new(scenario: &Scenario) -> Self {
        let mut plan = Self::of(scenario, None);
        let phases = scenario.phases().unwrap_or_default();
        for phase in &phases {
            let next = Self::of(&phase.scenario, Some(plan.later.last().unwrap_or(&plan)));
            plan.later.push(next);
        }
        if let Some(last) = plan.later.last().map(|last| last.pay.clone()) {
            plan.pay.shares_plans_of(&last);
            plan.later.iter_mut().for_each(|later| later.pay.shares_plans_of(&last));
        }
        plan.dated = dated(&plan, phases.iter().map(|phase| phase.at));
        plan
    }

    /// Makes a checked scenario ready as it is in one stretch of time, after the stretch before it.
    fn of(scenario: &Scenario, before: Option<&Self>) -> Self {
        let time = &scenario.time;
        let window_start = time.warm_up_weeks.ceil() * WEEK + crate::market::arrivals::window_offset_hours(scenario);
        let window_end = window_start + time.years * YEAR;
        let segments: Table<SegmentAt, Segment> = scenario.segment.values().cloned().collect();
        let offerings: Table<OfferingAt, Offering> = scenario.offering.values().cloned().collect();
        let Staff { profiles, pools, pods } = staff(scenario);
        let role_position = |name: &str| scenario.role.position(name).map(RoleAt::from);
        let helpers = |activity: &str| {
            let assist = |(name, role): &&(String, Role)| scenario.has_anybody(name) && role.assists.iter().any(|name| name == activity);
            scenario.role.entries.iter().filter(assist).filter_map(|(name, _)| role_position(name)).collect()
        };
        let catalogue = Catalogue::new(&scenario.activity.entries, &scenario.process, &scenario.heuristics, role_position, helpers);
        let mut plan = Self {
            hours: match time.calendar {
                CalendarKind::Continuous => WorkingHours::continuous(),
                CalendarKind::Office => {
                    WorkingHours::weekly(time.work_hours_per_day, time.work_days_per_week).without(days_off(time, window_start, window_end))
                }
            },
            window_start,
            window_end,
            horizon: window_end + time.run_out_years * YEAR,
            months: time.years * 12.0,
            accounts: segments.iter().map(|s| (s.accounts * scenario.market_scale).ceil().max(1.0) as u32).collect(),
            places: offerings.iter().map(|o| Point::new(o.fit_x, o.fit_y)).collect(),
            least: least_effort(scenario),
            channels: scenario.channel.values().cloned().chain(of_customers(&scenario.relationship)).collect(),
            channels_declared: scenario.channel.values().count(),
            outbound: Vec::new(),
            sources: sources(scenario),
            coverage: scenario.organisation.coverage as usize,
            threads_per_person: scenario.process.threads_per_person as usize,
            experience: Table::new(),
            pay: PaySystem::default(),
            quarters: time.quarters(window_start),
            pursued: scenario.segment.names().map(|name| pursues(scenario, name)).collect(),
            practice: closed(scenario.learning.by_doing, 0.01),
            segments,
            offerings,
            profiles,
            pools,
            pod_names: pods,
            deliverers: Table::new(),
            patches: Patches::new(),
            weights_of_pools: Default::default(),
            catalogue,
            scenario: scenario.clone(),
            dated: Vec::new(),
            later: Vec::new(),
        };
        plan.patches = patches(&plan);
        plan.deliverers = scenario.offering.names().map(|offering| plan.who_delivers(offering)).collect();
        plan.weights_of_pools = PARTS.map(|part| plan.weights(part));
        plan.outbound = plan
            .channels
            .iter_enumerated()
            .filter(|(_, c)| c.kind == ChannelKind::Outbound)
            .map(|(i, c)| (i, only_pursued(shares(scenario, &c.segment), &plan.pursued)))
            .filter(|(_, segments)| !segments.is_empty())
            .collect();
        let is_known =
            |before: &&Self| (&before.segments, &before.offerings, before.least) == (&plan.segments, &plan.offerings, plan.least);
        plan.experience = match before.filter(is_known) {
            Some(before) => before.experience.clone(),
            None => plan.segments.keys().map(|s| plan.gather_experience(s)).collect(),
        };
        plan.pay = PaySystem::new(&plan, before.map(|before| &before.pay));
        plan
    }

    fn who_delivers(&self, offering: &str) -> Vec<Seat> {
        self.profiles.keys().filter(|&seat| self.role_of(seat).delivers.iter().any(|name| name == offering)).collect()
    }

    /// The weight of each queue in a part: the sum of those of its people, in the order in which those who work in the part are numbered.
    fn weights(&self, part: Part) -> Table<PoolAt, f64> {
        let said = &self.scenario.organisation.routing_weights;
        let mut weights: Table<Seat, f64> = vec![0.0; self.profiles.len()].into();
        for (nth, seat) in self.profiles.keys().filter(|&seat| self.profiles[seat].parts[part]).enumerate() {
            weights[seat] = said.get(nth).copied().unwrap_or(1.0);
        }
        self.pools.iter().map(|pool| pool.members.iter().map(|&seat| weights[seat]).sum()).collect()
    }

    /// The highest rate at which customers of a source come at any time, customers an hour.
    pub fn highest_rate(&self, source: SourceAt) -> f64 {
        let rates = std::iter::once(self).chain(&self.later).map(|plan| plan.sources[source].highest_rate());
        rates.fold(0.0, f64::max)
    }

    /// From the first step of the flow to the signature, as the catalogue has it: the waits of its steps, each once in its own mode, and for
    /// an occasion to sign (hours).
    pub fn cycle_hours(&self) -> f64 {
        let steps = self.catalogue.flow.iter().map(|&step| self.catalogue.steps[step].listed_effort().delay_days);
        24.0 * (steps.sum::<f64>() + self.scenario.buying.signing_days)
    }

    /// A role.
    pub fn role(&self, role: RoleAt) -> &Role {
        &self.scenario.role.entries[usize::from(role)].1
    }

    /// The role as somebody has it.
    pub fn role_of(&self, seat: Seat) -> &Role {
        let profile = &self.profiles[seat];
        profile.known.as_ref().map_or_else(|| self.role(profile.role), |known| &known.role)
    }

    /// Name of one of ours, as it is shown: `Anna Müller`, or `seller 3`.
    pub fn person_name(&self, seat: Seat) -> String {
        let Some(profile) = self.profiles.get(seat) else { return String::new() };
        let number = || format!("{} {}", self.role_name(profile.role), profile.index + 1);
        profile.known.as_ref().map_or_else(number, |known| known.name.clone())
    }

    /// Name of a role.
    pub fn role_name(&self, role: RoleAt) -> &str {
        &self.scenario.role.entries[usize::from(role)].0
    }

    /// Pay of a seat that does not hang on sales, EUR a year.
    pub fn base_per_year(&self, seat: Seat) -> f64 {
        self.pay.base[seat] * self.pay.plan(seat).periods_per_year(&self.scenario.time)
    }

    /// Number of the fiscal quarter in which a time lies; 0 is the first that begins in the window.
    pub fn quarter(&self, at: f64) -> i64 {
        self.quarters.number(at)
    }

    /// Days since the fiscal quarter began in which a time lies.
    pub fn quarter_day(&self, at: f64) -> f64 {
        (at - self.quarters.around(at).0) / DAY
    }

    /// Whether anybody of a segment can come: by a project, by a channel of its own, or from a file.
    pub fn has_customers(&self, segment: SegmentAt) -> bool {
        let (name, traits) = &self.scenario.segment.entries[usize::from(segment)];
        let comes = |channel: &Channel| channel.segment == *name || !channel.csv_segment_column.is_empty();
        traits.projects_per_year > 0.0 || self.scenario.channel.values().any(comes) || self.scenario.segment.len() == 1
    }

    /// How many segments with customers stand before one: a number that an empty segment does not change.
    pub fn place_among_segments(&self, segment: SegmentAt) -> u64 {
        SegmentAt::up_to(usize::from(segment)).filter(|&before| self.has_customers(before)).count() as u64
    }

    /// Position of the channel of those whom a customer sent.
    pub fn sent_by_customer(&self) -> ChannelAt {
        ChannelAt::from(self.channels_declared)
    }

    /// Position of the channel of customers who come again.
    pub fn customer_again(&self) -> ChannelAt {
        ChannelAt::from(self.channels_declared + 1)
    }

    /// Name of a channel.
    pub fn channel_name(&self, channel: ChannelAt) -> &str {
        let declared = self.scenario.channel.entries.get(usize::from(channel)).map(|(name, _)| name.as_str());
        declared.unwrap_or(CHANNELS_OF_CUSTOMERS[usize::from(channel != self.sent_by_customer())])
    }

    /// What a firm knows of a segment from years of selling: the mean and spread of the joint surplus, from 2,000 customers
    /// of no world.
    fn gather_experience(&self, segment: SegmentAt) -> Experience {
        let streams = Streams::new(0x00e7_9e71_e4ce, 0);
        let mut surplus = crate::engine::Tally::default();
        let mut size = crate::engine::Tally::default();
        let mut possible = crate::engine::Tally::default();
        let mut margin = crate::engine::Tally::default();
        // A sample that is large enough: a numerical tolerance.
        for index in 0..2000u64 {
            let origin = Origin {
                number: index,
                key: index,
                segment,
                account: Account::FIRST,
                begins: 0.0,
                stops: f64::INFINITY,
                fit_scale: 1.0,
                gap_scale: 1.0,
                part: Default::default(),
                deal_size: None,
                size_factor: 1.0,
            };
            let journey = Journey::draw(&streams, origin, &self.segments[segment], &self.offerings.raw, self.least);
            surplus.add(journey.joint_surplus);
            size.add(journey.group_size as f64);
            if journey.possible {
                possible.add(journey.joint_surplus);
                let place = |o: &Offering| Point::new(o.fit_x, o.fit_y);
                let best =
                    self.offerings.iter().map(|o| margin_share(o, journey.realised_fit(&streams, &self.segments[segment], place(o))));
                margin.add(best.fold(f64::NEG_INFINITY, f64::max));
            }
        }
        Experience {
            surplus_mean: surplus.mean(),
            surplus_variance: surplus.variance(),
            size: size.mean(),
            possible_surplus: possible.mean(),
            possible_margin: margin.mean(),
        }
    }
}

/// Days on which nobody works, counted from the Monday at which a run begins whose window goes from one time to another (hours).
fn days_off(time: &Time, window_start: f64, window_end: f64) -> impl Iterator<Item = u32> {
    // Work that is begun near the end of the run is done after it.
    let after = (window_end - window_start) / DAY + 366.0 * (time.run_out_years + 1.0);
    let before = (window_start / DAY) as i32;
    time.days_off(before, after as i32).into_iter().filter_map(move |day| u32::try_from(before + day).ok())
}

/// Names of the two channels that no scenario declares: those whom a customer sent, and customers who come again.
pub const CHANNELS_OF_CUSTOMERS: [&str; 2] = ["sent by a customer", "customer again"];

/// The names of all channels of a scenario, in the order in which records have them.
pub fn channel_names(scenario: &Scenario) -> impl Iterator<Item = &str> {
    scenario.channel.names().chain(CHANNELS_OF_CUSTOMERS)
}

/// Those two channels.
fn of_customers(rule: &Relationship) -> [Channel; 2] {
    let again = Channel {
        kind: ChannelKind::Referral,
        start_share: rule.referral_start_share,
        intent_tau_hours: rule.referral_tau_hours,
        trust: rule.referral_trust,
        ..Channel::default()
    };
    [Channel { cost_per_touch: rule.referral_cost, ..again.clone() }, again]
}

/// The least hours of a deal: the steps that decide and those after it, once each, done with the customer.
fn least_effort(scenario: &Scenario) -> LeastEffort {
    let mut hours = 0.0;
    let mut kept: f64 = 1.0;
    for activity in scenario.activity.values().filter(|a| a.decides || a.after_sale) {
        hours += activity.done_with.customer_hours;
        if activity.after_sale {
            kept *= 1.0 - activity.done_with.adopt;
        }
    }
    LeastEffort { customer_cost: hours * scenario.buying.customer_hour_cost, adoption: 1.0 - kept }
}

/// Segments by name, or all by their number of projects, with cumulated shares.
fn shares(scenario: &Scenario, name: &str) -> Vec<(SegmentAt, f64)> {
    if let Some(position) = scenario.segment.position(name) {
        return vec![(SegmentAt::from(position), 1.0)];
    }
    let weights = weights(scenario.segment.values());
    let total: f64 = weights.iter().sum();
    let mut sum = 0.0;
    let shares = weights.into_iter().enumerate().filter(|(_, weight)| *weight > 0.0).map(|(i, weight)| {
        sum += weight / total;
        (SegmentAt::from(i), sum)
    });
    shares.collect()
}

/// How much segments weigh in what is typical: by their projects, or all alike where there are none. One without any weighs nothing.
pub(super) fn weights<'s>(segments: impl Iterator<Item = &'s Segment>) -> Vec<f64> {
    let projects: Vec<f64> = segments.map(|segment| segment.projects_per_year).collect();
    if projects.iter().any(|&count| count > 0.0) { projects } else { vec![1.0; projects.len()] }
}

fn pursues(scenario: &Scenario, segment: &str) -> bool {
    let pursue = &scenario.qualification.pursue;
    pursue.is_empty() || pursue.iter().any(|name| name == segment)
}

/// The cumulated shares of those segments that we pursue, made whole again.
fn only_pursued(shares: Vec<(SegmentAt, f64)>, pursued: &Table<SegmentAt, bool>) -> Vec<(SegmentAt, f64)> {
    if shares.iter().all(|&(segment, _)| pursued[segment]) {
        return shares;
    }
    let (mut before, mut sum) = (0.0, 0.0);
    let mut kept = Vec::new();
    for (segment, cumulated) in shares {
        if pursued[segment] {
            sum += cumulated - before;
            kept.push((segment, sum));
        }
        before = cumulated;
    }
    kept.iter_mut().for_each(|(_, share)| *share /= sum);
    kept
}

fn sources(scenario: &Scenario) -> Table<SourceAt, Source> {
    let mut sources = Table::new();
    for (position, (name, segment)) in scenario.segment.entries.iter().enumerate() {
        sources.push(Source {
            key: math_key("segment", name),
            channel: None,
            segments: vec![(SegmentAt::from(position), 1.0)],
            rate: segment.projects_per_year * scenario.market_scale / YEAR,
            pattern: Pattern::Poisson { seasonality: 0.0 },
        });
    }
    for (position, (name, channel)) in scenario.channel.entries.iter().enumerate() {
        let pattern = match channel.kind {
            _ if !channel.csv_file.is_empty() => Pattern::File,
            ChannelKind::Outbound => continue,
            ChannelKind::Event => Pattern::Batches { hours: 24.0 * channel.event_days },
            ChannelKind::Inbound | ChannelKind::Partner | ChannelKind::Referral => Pattern::Poisson { seasonality: channel.seasonality },
        };
        sources.push(Source {
            key: math_key("channel", name),
            channel: Some(ChannelAt::from(position)),
            segments: shares(scenario, &channel.segment),
            rate: channel.leads_per_year * scenario.market_scale / YEAR,
            pattern,
        });
    }
    sources
}

fn math_key(kind: &str, name: &str) -> u64 {
    name_key(kind).rotate_left(17) ^ name_key(name)
}

/// Picks a segment from cumulated shares by a uniform number.
pub fn pick(segments: &[(SegmentAt, f64)], uniform: f64) -> SegmentAt {
    segments.iter().find(|(_, sum)| uniform < *sum).or(segments.last()).map_or(SegmentAt::FIRST, |(segment, _)| *segment)
}

/// The swing of the year at a time, at least 0: 1 plus `seasonality` times a sine with its peak at the end of the first quarter.
pub fn season(seasonality: f64, at: f64) -> f64 {
    1.0 + seasonality * math::sin(core::f64::consts::TAU * at / YEAR)
}

//! One of our people as things go on: at work, on the desk, in the seat.

use super::journeys::JourneyId;
use super::opportunity::OpportunityId;
use super::opportunity::ThreadAt;
use crate::engine::{Purpose, Streams, Table, Ticket, WorkingHours, math};
use crate::measure::{ChannelAt, Domain, PoolAt, SegmentAt};
use crate::money::ledger::PayAccountAt;
use crate::provider::earnings::Earnings;
use crate::provider::insight::Insight;
use crate::provider::pace::Pace;
use crate::provider::people::{PARTS, PerPart, Profile, Skills, masters};
use crate::provider::tenure::Tenure;
use crate::provider::week::WeekCount;
use crate::scenario::provider::{Part, Role, SkillShape};
use std::collections::VecDeque;

const SKILL: Purpose = Purpose::named("skill of a person");

/// Parts in which room is counted: what one person usually has.
pub const ROOM_OF_ONE: f64 = 1_048_576.0;

/// Hours for each part of somebody new: as many as can be saved up.
const ALL_THAT_CAN_BE_SAVED: PerPart<f64> = PerPart::new([f64::INFINITY; 3]);

/// What a person has waiting on their own desk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ready {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// Thread of the opportunity.
    pub thread: ThreadAt,
    /// When the customer was ready (hours).
    pub since: f64,
    /// Merit, for queues ordered by value.
    pub value: f64,
    /// How often another one was taken although this one was the first in turn.
    pub passed_over: u32,
}

/// What a person is doing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Task {
    /// Answering a customer who came.
    Answer {
        /// The journey.
        journey: JourneyId,
        /// When the customer came (hours).
        came: f64,
        /// When the answer began (hours).
        began: f64,
    },
    /// Judging a new dialogue.
    Qualify {
        /// The opportunity.
        opportunity: OpportunityId,
        /// Hours of judging without set-up.
        hours: f64,
    },
    /// An activity of the flow.
    Step {
        /// The opportunity.
        opportunity: OpportunityId,
        /// Thread.
        thread: ThreadAt,
    },
    /// Seeking dialogues.
    Prospect {
        /// Position of the channel.
        channel: ChannelAt,
        /// Hours.
        hours: f64,
    },
}

/// Whether a person can take work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum State {
    /// Free, with nothing to do.
    Idle {
        /// Since when (hours).
        since: f64,
    },
    /// Out of selling time for now.
    Resting,
    /// Nobody holds the seat.
    Vacant,
    /// At work.
    Busy(Task),
}

/// One of our people in one world.
#[derive(Debug, Clone)]
pub struct Person {
    /// Skill in each domain as it is at work: less than the person's own while the ramp lasts.
    pub skill: Skills,
    /// Mean skill over the domains.
    pub skill_mean: f64,
    /// What that makes of hours, finding and room.
    pub pace: Pace,
    /// The time of the present person in the seat.
    pub tenure: Tenure,
    /// Ramp of activity by month (percent), where that of the role is one of bookings; empty: as the role has it.
    pub ramp: Vec<f64>,
    /// Pool.
    pub pool: PoolAt,
    /// What the person is doing.
    pub state: State,
    /// Until when the person is away (hours).
    pub away_until: f64,
    /// A pending wake-up, and its time (hours).
    pub wake: Option<(Ticket, f64)>,
    /// Ready work of the person's own.
    pub queue: VecDeque<Ready>,
    /// Opportunities of the flow that the person is on.
    pub wip: u32,
    /// Hours left for each part where these have shares, and as of when on the clock of working hours.
    left: (PerPart<f64>, f64),
    /// What this week has brought.
    pub week: WeekCount,
    /// What the person has learned from customers, by segment; empty at first.
    pub insight: Table<SegmentAt, Insight>,
    /// Number of touches made.
    pub touches: u64,
    /// Number of goes at prospecting, over all channels.
    pub outings: u64,
    /// Where the person stands with their pay.
    pub earnings: Earnings,
    /// The same for each component of the pay beside the plan itself.
    pub components: Vec<Earnings>,
    /// Hours put in, against the usual.
    pub effort: f64,
    /// Share of the expected pay of the last period that did not come.
    pub pay_disappointment: f64,
    /// Where in a stretch of work the person's clock began, as a share.
    rhythm: f64,
    credit: f64,
    credit_at: f64,
}

impl Person {
    /// Somebody new at their desk, with a full bank of hours.
    pub fn new(streams: &Streams, profile: &Profile, role: &Role, domains: usize, pool: PoolAt, earnings: Vec<Earnings>) -> Self {
        let (earnings, components) = first_and_others(earnings);
        let (skill, rhythm) = draw_person(streams, profile, role, domains, 0);
        let skill_mean = skill.iter().sum::<f64>() / domains as f64;
        Self {
            skill,
            skill_mean,
            pace: Pace::of(skill_mean, role, domains),
            tenure: Tenure::settled(skill),
            ramp: Vec::new(),
            pool,
            state: State::Idle { since: 0.0 },
            away_until: 0.0,
            wake: None,
            queue: VecDeque::new(),
            wip: 0,
            left: (ALL_THAT_CAN_BE_SAVED, 0.0),
            week: WeekCount::default(),
            insight: Table::new(),
            touches: 0,
            outings: 0,
            rhythm,
            earnings,
            components,
            effort: 1.0,
            pay_disappointment: 0.0,
            credit: profile.banked_hours,
            credit_at: 0.0,
        }
    }

    /// Whoever is there first began at a time before the run, and may not be up to speed yet.
    pub fn has_ramped_since(&mut self, streams: &Streams, profile: &Profile, role: &Role, domains: usize, since: f64) {
        self.tenure = Tenure::new(streams, profile.key, 0, role, self.tenure.skill, since);
        self.refresh_skill(0.0, role, domains);
    }

    /// The accounts of whoever holds the seat: that of the plan first, then those of its components.
    pub fn accounts(&self) -> impl Iterator<Item = PayAccountAt> + '_ {
        std::iter::once(&self.earnings).chain(&self.components).map(|earnings| earnings.account)
    }

    /// Somebody new is paid.
    pub fn is_paid(&mut self, earnings: Vec<Earnings>) {
        (self.earnings, self.components) = first_and_others(earnings);
    }

    /// How somebody stands with an account, if it is theirs.
    pub fn earnings_of(&mut self, account: PayAccountAt) -> Option<&mut Earnings> {
        std::iter::once(&mut self.earnings).chain(&mut self.components).find(|earnings| earnings.account == account)
    }

    /// Somebody new takes the seat, with a full bank of hours, at a time on the clock of working hours.
    pub fn succeed(&mut self, streams: &Streams, profile: &Profile, role: &Role, domains: usize, now: f64, worked: f64) {
        let number = self.tenure.number + 1;
        let (skill, rhythm) = draw_person(streams, profile, role, domains, number as u64);
        self.tenure = Tenure::new(streams, profile.key, number, role, skill, now);
        self.rhythm = rhythm;
        self.insight.clear();
        self.away_until = 0.0;
        (self.effort, self.pay_disappointment) = (1.0, 0.0);
        self.week = WeekCount::default();
        self.left = (ALL_THAT_CAN_BE_SAVED, worked);
        self.credit = profile.banked_hours;
        self.credit_at = worked;
        self.state = State::Idle { since: now };
        self.tenure.is_changing = true;
        self.refresh_skill(now, role, domains);
    }

    /// Customers for whom the person has room, in parts of what is usual.
    pub fn room(&self) -> u64 {
        (self.pace.room * ROOM_OF_ONE).round() as u64
    }

    /// Whether the person has nothing to do.
    pub fn is_idle(&self) -> bool {
        matches!(self.state, State::Idle { .. })
    }

    /// Whether the person is away at a time (hours).
    pub fn is_away(&self, now: f64) -> bool {
        now < self.away_until
    }

    /// Whether somebody holds the seat.
    pub fn is_there(&self) -> bool {
        self.state != State::Vacant
    }

    /// Works out the skill at work: the person's own, times the share of full speed that the ramp has come to.
    pub fn refresh_skill(&mut self, now: f64, role: &Role, domains: usize) {
        if !self.tenure.is_changing {
            return;
        }
        let months = if self.ramp.is_empty() { &role.ramp } else { &self.ramp };
        let share = self.tenure.share_of_full_speed(now, role, months);
        self.skill = self.tenure.skill.map(|s| s * share);
        self.skill_mean = self.skill.iter().sum::<f64>() / domains as f64;
        self.pace = Pace::of(self.skill_mean, role, domains);
        self.tenure.is_changing = share < 1.0;
    }

    /// Hours left for a part of which people have a share, at a time on the clock of working hours: what comes in, less what is spent, and no more
    /// than can be saved up.
    fn left_for(&self, profile: &Profile, share: f64, part: Part, worked: f64) -> f64 {
        let (left, at) = &self.left;
        (left[part] + share * profile.selling_share * (worked - at)).min(share * profile.banked_hours)
    }

    /// Notes hours spent in a part, from a time on the clock of working hours on.
    pub fn spends_in(&mut self, profile: &Profile, part: Part, worked: f64, hours: f64) {
        let Some(shares) = &profile.part_shares else { return };
        self.left = (PerPart::new(PARTS.map(|part| self.left_for(profile, shares[part], part, worked))), worked);
        self.left.0[part] -= hours;
    }

    /// Whether a part may take more of the person's time, at a time on the clock of working hours.
    pub fn has_time_for(&self, profile: &Profile, part: Part, worked: f64) -> bool {
        profile.part_shares.as_ref().is_none_or(|shares| shares[part] >= 1.0 || self.left_for(profile, shares[part], part, worked) > 0.0)
    }

    /// Takes hours off those at hand, for what is not selling, at a time on the clock of working hours.
    pub fn give_up_hours(&mut self, profile: &Profile, worked: f64, hours: f64) {
        self.settle_hours(profile, worked);
        self.credit -= hours;
    }

    /// Selling hours at hand at a time on the clock of working hours; negative when they have been overdrawn.
    pub fn credit(&self, profile: &Profile, worked: f64) -> f64 {
        (self.credit + profile.selling_share * self.effort * (worked - self.credit_at)).min(profile.banked_hours)
    }

    /// Working hours until the person has a pause in other work, at a time on the clock of working hours; 0 in a pause.
    ///
    /// Each stretch begins with other work, for all but the selling share of it. People's stretches do not begin together.
    pub fn until_pause(&self, profile: &Profile, worked: f64) -> f64 {
        let stretches = worked / profile.stretch_hours + self.rhythm;
        let into = (stretches - stretches.floor()) * profile.stretch_hours;
        let left = (1.0 - profile.selling_share) * profile.stretch_hours - into;
        if left > 1e-6 { left } else { 0.0 }
    }

    /// Spends `hours` that end at `worked` on the clock of working hours.
    pub fn spend(&mut self, profile: &Profile, worked: f64, hours: f64) {
        let at_start = self.credit(profile, worked - hours);
        self.credit = at_start + profile.selling_share * self.effort * hours - hours;
        self.credit_at = worked;
    }

    /// Books the selling hours up to `worked` on the clock of working hours, before effort changes.
    pub fn settle_hours(&mut self, profile: &Profile, worked: f64) {
        if worked > self.credit_at {
            self.credit = self.credit(profile, worked);
            self.credit_at = worked;
        }
    }

    /// The time at which selling hours at hand will be above `level` again: 0 when overdrawn hours have been made up.
    pub fn rested(&self, profile: &Profile, hours: &WorkingHours, now: f64, level: f64) -> f64 {
        let worked = hours.worked(now);
        let missing = (level - self.credit(profile, worked)).max(0.0);
        // A hair later, so that rounding never wakes somebody with nothing at hand.
        hours.next_open(hours.time_of(worked + missing / (profile.selling_share * self.effort) + 1e-6).max(now))
    }
}

/// That of the plan itself, and those of its components.
fn first_and_others(mut earnings: Vec<Earnings>) -> (Earnings, Vec<Earnings>) {
    let others = earnings.split_off(1);
    (earnings[0], others)
}

/// Skills in each domain, and where in a stretch of work the person begins.
fn draw_person(streams: &Streams, profile: &Profile, role: &Role, domains: usize, tenure: u64) -> (Skills, f64) {
    let mut stream = streams.stream(SKILL, profile.key, tenure);
    let drawn = draw_skill(&mut stream, role);
    // What is known is known of the first holder; whoever is there at first has no number yet.
    let known = profile.known.as_ref().filter(|_| tenure == u64::from(profile.joins.is_some())).and_then(|known| known.skill);
    let level = known.map_or(drawn, |own| own * role.skill_mean);
    let mut skill = Skills::default();
    for domain in Domain::up_to(domains) {
        skill[domain] = if masters(profile, role, domains, domain) { level } else { level * role.skill_outside };
    }
    (skill, stream.uniform())
}

fn draw_skill(stream: &mut crate::engine::Stream, role: &Role) -> f64 {
    let cv = role.skill_cv;
    if cv <= 0.0 {
        return role.skill_mean;
    }
    match role.skill_shape {
        SkillShape::LogNormal => {
            let variance = math::ln(1.0 + cv * cv);
            stream.log_normal(role.skill_mean * math::exp(-0.5 * variance), math::sqrt(variance))
        }
        SkillShape::Pareto => {
            // Shape a with this coefficient of variation: cv^2 = 1 / (a (a - 2)).
            let shape = 1.0 + math::sqrt(1.0 + 1.0 / (cv * cv));
            let least = role.skill_mean * (shape - 1.0) / shape;
            least / math::pow(1.0 - stream.uniform(), 1.0 / shape)
        }
    }
}

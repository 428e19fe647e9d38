//! What results are cut by, and to which group a customer or a person belongs.

use crate::measure::{FunnelRecord, Seat};
use crate::scenario::Scenario;
use crate::scenario::event::{PART, WHOLE_BUT_FOR_DAYS, quarter_names};
use crate::world::plan::{Plan, channel_names};
use jiff::Span;
use jiff::civil::Date;

/// What is in no group of a cut.
pub const NONE: &str = "(none)";

macro_rules! cuts {
    ($( $name:ident $word:literal $doc:literal; )*) => {
        /// What results are cut by.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Cut { $( #[doc = $doc] $name, )* }
        impl Cut {
            /// All of them.
            pub const ALL: &'static [Cut] = &[ $( Cut::$name, )* ];
            /// As it is written.
            pub fn word(self) -> &'static str { match self { $( Cut::$name => $word, )* } }
            /// What its groups are.
            pub fn definition(self) -> &'static str { match self { $( Cut::$name => $doc, )* } }
        }
    };
}

cuts! {
    Segment "segment" "The customer's segment.";
    Channel "channel" "The channel by which the customer came, or by which we met.";
    Offering "offering" "What was on offer.";
    GroupSize "group-size" "How many people buy.";
    DealSize "deal-size" "The list price of the deal.";
    Role "role" "The role of whoever has the customer, or closed the deal.";
    Person "person" "Whoever has the customer, or closed the deal.";
    Pod "pod" "The pod of whoever has the customer, or closed the deal.";
    Patch "patch" "The patch that the customer's account belongs to.";
    Plan "plan" "The pay plan of whoever has the customer, or closed the deal, by their role.";
    Quarter "quarter" "The fiscal quarter in which it happened.";
    Month "month" "The month in which it happened.";
}

impl Cut {
    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::GroupSize => "size of group",
            Self::DealSize => "size of deal",
            other => other.word(),
        }
    }

    /// Whether its groups are of people of ours.
    pub fn is_of_people(self) -> bool {
        matches!(self, Self::Role | Self::Person | Self::Pod | Self::Plan)
    }

    /// Whether its groups are periods.
    pub fn is_of_time(self) -> bool {
        matches!(self, Self::Quarter | Self::Month)
    }

    /// Whether its groups are of customers.
    pub fn is_of_customers(self) -> bool {
        !self.is_of_people() && !self.is_of_time()
    }

    /// The cut of a word.
    pub fn named(word: &str) -> Option<Self> {
        let plain = word.trim().to_lowercase().replace(['_', ' '], "-");
        Self::ALL.iter().copied().find(|cut| cut.word() == plain || format!("{}s", cut.word()) == plain)
    }
}

/// What stands between somebody's name and the number of their successor.
const SUCCESSOR: &str = ", successor ";

/// Upper ends of the groups of deals by size, EUR.
const SIZES: [(f64, &str); 8] = [
    (5e3, "below 5 kEUR"),
    (1e4, "5 to 10 kEUR"),
    (2.5e4, "10 to 25 kEUR"),
    (5e4, "25 to 50 kEUR"),
    (1e5, "50 to 100 kEUR"),
    (2.5e5, "100 to 250 kEUR"),
    (1e6, "250 kEUR to 1 MEUR"),
    (f64::INFINITY, "1 MEUR and more"),
];
/// Upper ends of the groups of buying groups.
const GROUPS: [(u8, &str); 5] =
    [(1, "1 person"), (2, "2 people"), (4, "3 to 4 people"), (7, "5 to 7 people"), (u8::MAX, "8 people and more")];

/// Knows the groups of a firm.
#[derive(Debug, Clone)]
pub struct Cutter {
    /// By what is cut: one cut, or two at once.
    pub cuts: Vec<Cut>,
    segments: Vec<String>,
    channels: Vec<String>,
    offerings: Vec<String>,
    roles: Vec<String>,
    plans: Vec<String>,
    people: Vec<String>,
    pods: Vec<String>,
    patches: Vec<String>,
    role_of: Vec<usize>,
    /// Days of the window.
    days: f64,
    /// First day of each quarter that begins before the window ends, with its name; the first may begin before the window.
    quarters: Vec<(f64, String)>,
    months: Vec<(f64, String)>,
}

impl Cutter {
    /// For a firm.
    pub fn new(cuts: &[Cut], plan: &Plan) -> Self {
        let scenario = &plan.scenario;
        let days = (plan.window_end - plan.window_start) / 24.0;
        let role = |seat: Seat| usize::from(plan.profiles[seat].role);
        let roles: Vec<String> = scenario.role.names().map(str::to_string).collect();
        let person = |seat: Seat| {
            let profile = &plan.profiles[seat];
            let named = profile.known.as_ref().map(|known| known.name.clone());
            named.unwrap_or_else(|| format!("{} {}", roles[role(seat)], profile.index + 1))
        };
        // Of several pods of an entry each has a number.
        let pod_name = |at: usize| {
            let name = plan.pod_names.get(at)?;
            let (before, all) = plan.pod_names.iter().enumerate().fold((0, 0), |(before, all), (place, other)| {
                (before + usize::from(other == name && place < at), all + usize::from(other == name))
            });
            Some(if all > 1 { format!("{name} {}", before + 1) } else { name.clone() })
        };
        let pod = |seat: Seat| plan.profiles[seat].pod.and_then(|pod| pod_name(usize::from(pod))).unwrap_or_else(|| NONE.to_string());
        Self {
            cuts: cuts.to_vec(),
            segments: scenario.segment.names().map(str::to_string).collect(),
            channels: channel_names(scenario).map(str::to_string).collect(),
            offerings: scenario.offering.names().map(str::to_string).collect(),
            plans: scenario.role.values().map(|role| role.plan.clone()).collect(),
            people: plan.profiles.keys().map(person).collect(),
            pods: plan.profiles.keys().map(pod).collect(),
            patches: scenario.patch.names().map(str::to_string).collect(),
            role_of: plan.profiles.keys().map(role).collect(),
            roles,
            days,
            quarters: quarter_names(&scenario.time, days),
            months: months(scenario, days),
        }
    }

    /// Days of the window.
    pub fn days(&self) -> f64 {
        self.days
    }

    /// The group of a customer in one cut, for what happened on a day; `None`: that day is in no period of the window. `holder` says which of
    /// those who have held a seat, from 1, held it on a day.
    pub fn group(&self, cut: Cut, customer: &FunnelRecord, day: f64, holder: &dyn Fn(Seat, f64) -> u16) -> Option<String> {
        let at =
            |list: &[String], place: Option<usize>| place.and_then(|place| list.get(place).cloned()).unwrap_or_else(|| NONE.to_string());
        Some(match cut {
            Cut::Segment => at(&self.segments, Some(usize::from(customer.segment))),
            Cut::Channel => at(&self.channels, customer.channel.map(usize::from)),
            Cut::Offering => at(&self.offerings, customer.offering.map(usize::from)),
            Cut::GroupSize => GROUPS.iter().find(|(most, _)| customer.group_size <= *most).map_or(NONE, |(_, name)| name).to_string(),
            Cut::DealSize => SIZES.iter().find(|(most, _)| customer.list_price < *most).map_or(NONE, |(_, name)| name).to_string(),
            Cut::Patch => at(&self.patches, customer.patch.map(usize::from)),
            Cut::Quarter => period(&self.quarters, day)?,
            Cut::Month => period(&self.months, day)?,
            Cut::Role | Cut::Person | Cut::Pod | Cut::Plan => {
                customer.owner.and_then(|seat| self.group_of(cut, seat, holder(seat, day))).unwrap_or_else(|| NONE.to_string())
            }
        })
    }

    /// The group of whoever holds a seat, the first or a successor, in a cut of people; `None` for any other cut.
    pub fn group_of(&self, cut: Cut, seat: Seat, holder: u16) -> Option<String> {
        let place = usize::from(seat);
        let role = self.role_of.get(place).copied()?;
        match cut {
            Cut::Role => self.roles.get(role).cloned(),
            Cut::Plan => self.plans.get(role).cloned(),
            Cut::Person => {
                let name = self.people.get(place)?;
                Some(if holder > 1 { format!("{name}{SUCCESSOR}{}", holder - 1) } else { name.clone() })
            }
            Cut::Pod => self.pods.get(place).cloned(),
            _ => None,
        }
    }

    /// Where a group stands among those of its cut: in the order of the firm, of size or of time.
    pub fn place(&self, cut: Cut, group: &str) -> usize {
        let later = group.split_once(SUCCESSOR).and_then(|(_, later)| later.parse::<usize>().ok()).unwrap_or(0).min(99);
        let group = if cut == Cut::Person { group.split(SUCCESSOR).next().unwrap_or(group) } else { group };
        let among = |list: &[String]| list.iter().position(|name| name == group);
        let dated = |list: &[(f64, String)]| list.iter().position(|(_, name)| name == group);
        let found = match cut {
            Cut::Segment => among(&self.segments),
            Cut::Channel => among(&self.channels),
            Cut::Offering => among(&self.offerings),
            Cut::GroupSize => GROUPS.iter().position(|(_, name)| *name == group),
            Cut::DealSize => SIZES.iter().position(|(_, name)| *name == group),
            Cut::Role => among(&self.roles),
            Cut::Plan => among(&self.plans),
            // By role, and within it by seat; successors after whom they follow.
            Cut::Person => among(&self.people).map(|seat| (self.role_of[seat] * 100_000 + seat) * 100 + later),
            Cut::Pod => among(&self.pods),
            Cut::Patch => among(&self.patches),
            Cut::Quarter => dated(&self.quarters),
            Cut::Month => dated(&self.months),
        };
        found.unwrap_or(usize::MAX)
    }
}

/// The name of the period in which a day lies.
fn period(periods: &[(f64, String)], day: f64) -> Option<String> {
    periods.iter().rev().find(|(from, _)| *from <= day + 1e-9).map(|(_, name)| name.clone())
}

/// The months of the window: the first day of each, and its name.
fn months(scenario: &Scenario, days: f64) -> Vec<(f64, String)> {
    let Ok(window) = scenario.time.window_start.parse::<Date>() else { return Vec::new() };
    let mut all = Vec::new();
    let mut month = window.first_of_month();
    loop {
        let from = f64::from(window.until(month).map_or(0, |span| span.get_days()));
        if from >= days {
            return all;
        }
        let Ok(next) = month.checked_add(Span::new().months(1)) else { return all };
        let until = f64::from(window.until(next).map_or(0, |span| span.get_days()));
        let is_part = from < -WHOLE_BUT_FOR_DAYS || until > days + WHOLE_BUT_FOR_DAYS;
        all.push((from, format!("{}-{:02}{}", month.year(), month.month(), if is_part { PART } else { "" })));
        month = next;
    }
}

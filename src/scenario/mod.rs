//! Scenario files: every key declared once, read, checked and resolved here.

mod checks;
pub mod customer;
pub mod factor;
pub mod fiscal;
pub mod groups;
pub mod guard;
pub mod heuristics;
pub mod keys;
pub mod limits;
mod load;
mod merge;
pub mod pay;
pub mod people;
pub mod problems;
pub mod provider;
pub mod read;
pub mod reference;
pub mod relationship;
pub mod response;
pub mod shipped;
pub mod study;
pub mod units;
mod write;

pub use load::{Loaded, from_json, load, load_text};
pub use problems::{Place, Problem, Problems};
pub use reference::schema;
pub use write::{Difference, differences, fingerprint, leaves, to_json, to_toml};

use customer::{Buying, Offering, Segment, Time};
use heuristics::Heuristics;
use keys::{Named, plain};
use pay::Plans;
use provider::{Activity, Channel, Dialogue, Flow, Organisation, Process, Qualification, Role};
use relationship::Relationship;
use response::Response;
use std::collections::BTreeMap;

crate::sections! {
    /// A whole scenario: a market and a sales system in it.
    pub struct Scenario {
        /// Name shown in results; it changes nothing.
        name: String = String::new() => plain();
        /// What the scenario is about, in a sentence.
        about: String = String::new() => plain();
        /// The clock.
        time: Time = Time::default() => plain();
        /// Scale of the market: multiplies arrivals, projects and accounts of all segments and channels.
        market_scale: f64 = 1.0 => keys::number("times", 0.0, 1e6).plausible(0.2, 5.0);
        /// Currencies of values in files, by their codes.
        currency: Named<provider::Currency> = Named::default() => plain();
        /// How groups decide.
        buying: Buying = Buying::default() => plain();
        /// Kinds of customers.
        segment: Named<Segment> = Named::default() => plain();
        /// What we can deliver.
        offering: Named<Offering> = Named::default() => plain();
        /// Ways in which dialogues begin.
        channel: Named<Channel> = Named::default() => plain();
        /// Kinds of jobs.
        role: Named<Role> = Named::default() => plain();
        /// Incentive plans; people of a role are paid by the one that it names.
        plan: Plans = pay::plain_salary() => plain();
        /// Who works with whom.
        organisation: Organisation = Organisation::default() => plain();
        /// How people learn, from work, from each other and from customer to customer.
        learning: people::Learning = people::Learning::default() => plain();
        /// How people are led.
        management: people::Management = people::Management::default() => plain();
        /// When dialogues are sought.
        dialogue: Dialogue = Dialogue::default() => plain();
        /// How opportunities are chosen.
        qualification: Qualification = Qualification::default() => plain();
        /// How activities are chosen.
        process: Process = Process::default() => plain();
        /// The catalogue of activities.
        activity: Named<Activity> = Named::default() => plain();
        /// How work moves.
        flow: Flow = Flow::default() => plain();
        /// What goes on after delivery.
        relationship: Relationship = Relationship::default() => plain();
        /// How people decide where they have a choice.
        response: Response = Response::default() => plain();
        /// What our people take for granted about customers.
        heuristics: Heuristics = Heuristics::default() => plain();
        /// Exact answers by measure id, where theory knows them.
        theory: BTreeMap<String, f64> = BTreeMap::new() => plain();
    }
}

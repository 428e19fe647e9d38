//! A whole scenario: its sections, in the order of the reference.

use super::customer::{Buying, Offering, Segment, Time};
use super::event::DatedEvent;
use super::heuristics::Heuristics;
use super::keys::{Named, number, plain};
use super::member::Member;
use super::pay::Plans;
use super::people::{Learning, Management};
use super::pod::{Patch, Pod};
use super::provider::{Activity, Channel, Currency, Dialogue, Flow, Organisation, Process, Qualification, Role};
use super::relationship::Relationship;
use super::response::Response;
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
        market_scale: f64 = 1.0 => number("times", 0.0, 1e6).plausible(0.2, 5.0);
        /// Currencies of values in files, by their codes.
        currency: Named<Currency> = Named::default() => plain();
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
        /// Our people by name, as far as they are known by name.
        person: Named<Member> = Named::default() => plain();
        /// Pods of people of several roles.
        pod: Named<Pod> = Named::default() => plain();
        /// Patches of accounts.
        patch: Named<Patch> = Named::default() => plain();
        /// Incentive plans; people of a role are paid by the one that it names.
        plan: Plans = super::pay::plain_salary() => plain();
        /// How people work together.
        organisation: Organisation = Organisation::default() => plain();
        /// How people learn, from work, from each other and from customer to customer.
        learning: Learning = Learning::default() => plain();
        /// How people are led.
        management: Management = Management::default() => plain();
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
        /// What happens on a date.
        event: Named<DatedEvent> = Named::default() => plain();
        /// Exact answers by measure id, where theory knows them.
        theory: BTreeMap<String, f64> = BTreeMap::new() => plain();
    }
}

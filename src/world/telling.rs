//! What happens is kept, where it is wanted.

use super::World;
use super::after_sale::Relationship;
use super::happening::{Activity, Customer, Happened, Happening};
use super::journeys::JourneyId;
use super::opportunity::{OpportunityId, ThreadAt};

impl World<'_> {
    /// Something happens with a customer. What it is is worked out only where it is kept.
    #[inline]
    pub(crate) fn happens(&mut self, journey: JourneyId, what: impl FnOnce() -> Happening) {
        if self.chronicle.is_some() {
            let happened = self.as_it_happened(journey, what());
            self.keep(happened);
        }
    }

    /// The same, by opportunity.
    #[inline]
    pub(crate) fn happens_with(&mut self, o: OpportunityId, what: impl FnOnce() -> Happening) {
        self.happens(self.opportunities[o].journey, what);
    }

    /// The same with a customer whose journey has ended, for an amount, EUR.
    #[inline]
    pub(crate) fn happens_after_sale(&mut self, customer: &Relationship, amount: f64, what: Happening) {
        if self.chronicle.is_none() {
            return;
        }
        let happened = Happened {
            at_hours: self.now(),
            what,
            customer: Customer {
                journey: customer.number,
                segment: customer.segment,
                account: customer.account,
                channel: None,
                begun_hours: f64::NAN,
                group_size: 0,
                possible: false,
            },
            owner: customer.sold_by,
            amount,
            chance: None,
        };
        self.keep(happened);
    }

    /// An activity of a thread.
    pub(crate) fn activity_of(&self, o: OpportunityId, thread: ThreadAt) -> Activity {
        let line = self.opportunities[o].threads[thread];
        Activity { step: line.step, mode: line.mode, serial: line.serial }
    }

    fn keep(&mut self, happened: Happened) {
        if let Some(chronicle) = &mut self.chronicle {
            chronicle.add(happened);
        }
    }

    fn as_it_happened(&self, id: JourneyId, what: Happening) -> Happened {
        let entry = &self.customers.journeys[id];
        let journey = &entry.journey;
        let customer = Customer {
            journey: journey.number,
            segment: journey.segment,
            account: journey.account,
            channel: entry.channel,
            begun_hours: journey.begins,
            group_size: journey.group_size,
            possible: journey.possible,
        };
        let opportunity = entry.opportunity.map(|o| &self.opportunities[o]);
        Happened {
            at_hours: self.now(),
            what,
            customer,
            owner: opportunity.and_then(|o| o.crew.first()).map(|member| member.person),
            amount: entry.opportunity.map_or(0.0, |o| self.price_of(o)),
            chance: opportunity.map(|o| o.belief.chance_of_yes(&self.plan.scenario.heuristics)),
        }
    }
}

//! What a customer database would hold of a world on the day on which its window ends, and apart from it the truth.
//!
//! Nothing in the database is known to the simulator alone: amounts are what was asked, probabilities what our people believe, reasons
//! what the customer said; segments are those of a register of firms, whether or not our people recognise them when they qualify.
//! `truth.csv` has the rest, by opportunity.

mod leads;
mod opportunity;

use super::dates::Dates;
use super::events::{SystemLog, Transition, segment_name};
use crate::measure::{Account, Ending, Seat, SegmentAt};
use crate::report::results::csv::{Lines, guarded, number};
use crate::world::happening::Customer;
use leads::{Lead, leads};
use opportunity::{Opportunity, Stage, opportunities};
use std::collections::BTreeMap;

/// Days from the last activity to the close that our people write down for an opportunity that is open.
const DAYS_TO_CLOSE: f64 = 45.0;

/// Chance that our people write down for a yes that is not signed.
const VERBAL_YES: f64 = 0.9;

/// The files of one system's database: name and text.
pub fn files(log: &SystemLog) -> Vec<(&'static str, String)> {
    let opportunities = opportunities(log);
    let export = Export { log, dates: log.dates(), today: hours_of_window(log), opportunities: &opportunities };
    vec![
        ("leads.csv", export.leads(&leads(log))),
        ("opportunities.csv", export.opportunities()),
        ("stage_history.csv", export.stage_history()),
        ("accounts.csv", export.accounts()),
        ("activities.csv", export.activities()),
        ("truth.csv", export.truth()),
    ]
}

/// The day of the export, in hours since the beginning of the window.
fn hours_of_window(log: &SystemLog) -> f64 {
    let plan = log.model.plan();
    plan.window_end - plan.window_start
}

/// One system's database as it is exported.
struct Export<'a> {
    log: &'a SystemLog,
    dates: Dates,
    today: f64,
    opportunities: &'a [Opportunity],
}

impl Export<'_> {
    fn leads(&self, leads: &[Lead]) -> String {
        let header = [
            "lead_id",
            "account_id",
            "account_name",
            "segment",
            "lead_source",
            "created_date",
            "first_response_date",
            "status",
            "closed_date",
            "opportunity_id",
        ];
        table(&header, leads.iter().map(|lead| self.lead(lead)))
    }

    fn lead(&self, lead: &Lead) -> Vec<String> {
        let plan = self.log.model.plan();
        let customer = &lead.customer;
        let day = |at: Option<f64>| at.map_or_else(String::new, |at| self.dates.day(at));
        vec![
            format!("lead-{:06}", customer.journey),
            account_id(customer),
            guarded(&self.account_name(customer)),
            guarded(&segment_name(plan, customer.segment)),
            customer.channel.map_or_else(String::new, |channel| guarded(plan.channel_name(channel))),
            self.dates.day(lead.came),
            day(lead.answered),
            lead.status().to_string(),
            day(lead.closed()),
            lead.converted.map_or_else(String::new, |_| opportunity_id(customer)),
        ]
    }

    fn opportunities(&self) -> String {
        let header = [
            "opportunity_id",
            "opportunity_name",
            "account_id",
            "account_name",
            "owner",
            "owner_role",
            "lead_source",
            "created_date",
            "stage",
            "stage_since",
            "amount_eur",
            "probability",
            "forecast_category",
            "close_date",
            "is_closed",
            "is_won",
            "loss_reason",
            "last_activity_date",
            "activities",
            "next_step",
        ];
        table(&header, self.opportunities.iter().map(|o| self.opportunity(o)))
    }

    fn opportunity(&self, o: &Opportunity) -> Vec<String> {
        let stage = o.stage();
        let since = o.stages.last().map_or(o.created, |entered| entered.at_hours);
        let (is_closed, is_won) = (stage.is_closed(), *stage == Stage::Won);
        let close = if is_closed { since } else { (o.last_activity + 24.0 * DAYS_TO_CLOSE).max(self.today) };
        let (owner, role) = self.person(o.owner);
        let next = o.activities.iter().rev().find(|a| a.transition == Transition::Start).map_or("", |a| a.name.as_str());
        vec![
            o.id(),
            guarded(&format!("{} deal {}", segment_name(self.log.model.plan(), o.customer.segment), o.customer.journey)),
            account_id(&o.customer),
            guarded(&self.account_name(&o.customer)),
            owner,
            role,
            o.customer.channel.map_or_else(String::new, |c| guarded(self.log.model.plan().channel_name(c))),
            self.dates.day(o.created),
            guarded(&stage.name()),
            self.dates.day(since),
            number(Some(o.amount.round())),
            probability(stage, o.probability),
            stage.forecast().to_string(),
            self.dates.day(close),
            is_closed.to_string(),
            is_won.to_string(),
            if is_closed && !is_won { o.reason.to_string() } else { String::new() },
            self.dates.day(o.last_activity),
            o.activities.len().to_string(),
            if is_closed { String::new() } else { guarded(next) },
        ]
    }

    fn stage_history(&self) -> String {
        let header = [
            "opportunity_id",
            "from_stage",
            "to_stage",
            "changed_at",
            "days_in_from_stage",
            "amount_eur",
            "probability",
            "forecast_category",
            "owner",
        ];
        let rows = self.opportunities.iter().flat_map(|o| {
            o.stages.iter().enumerate().map(move |(place, entered)| {
                let from = place.checked_sub(1).and_then(|before| o.stages.get(before));
                let days = from.map(|from| ((entered.at_hours - from.at_hours) / 2.4).round() / 10.0);
                vec![
                    o.id(),
                    from.map_or_else(String::new, |from| guarded(&from.stage.name())),
                    guarded(&entered.stage.name()),
                    self.dates.minute(entered.at_hours),
                    number(days),
                    number(Some(entered.amount.round())),
                    probability(&entered.stage, entered.probability),
                    entered.stage.forecast().to_string(),
                    self.person(entered.owner).0,
                ]
            })
        });
        table(&header, rows)
    }

    fn accounts(&self) -> String {
        let mut accounts: BTreeMap<(SegmentAt, Account), (&Opportunity, u64, u64)> = BTreeMap::new();
        for o in self.opportunities {
            let (_, all, won) = accounts.entry((o.customer.segment, o.customer.account)).or_insert((o, 0, 0));
            *all += 1;
            *won += u64::from(*o.stage() == Stage::Won);
        }
        let header = ["account_id", "account_name", "segment", "created_date", "opportunities", "opportunities_won", "is_customer"];
        let rows = accounts.into_values().map(|(first, all, won)| {
            vec![
                account_id(&first.customer),
                guarded(&self.account_name(&first.customer)),
                guarded(&segment_name(self.log.model.plan(), first.customer.segment)),
                self.dates.day(first.created),
                all.to_string(),
                won.to_string(),
                (won > 0).to_string(),
            ]
        });
        table(&header, rows)
    }

    fn activities(&self) -> String {
        let header = ["activity_id", "opportunity_id", "account_id", "type", "status", "started_at", "ended_at", "person", "role"];
        let rows = self.opportunities.iter().flat_map(|o| {
            let is_lost = o.stage().is_closed() && *o.stage() != Stage::Won;
            o.activities.iter().enumerate().map(move |(place, activity)| {
                let (person, role) = self.person(activity.person);
                let status = match (activity.transition, is_lost) {
                    (Transition::Start, false) => "in progress",
                    (Transition::Start, true) => "cancelled",
                    _ => "completed",
                };
                vec![
                    format!("{}-{:03}", o.id(), place + 1),
                    o.id(),
                    account_id(&o.customer),
                    guarded(&activity.name),
                    status.to_string(),
                    activity.began.map_or_else(String::new, |at| self.dates.minute(at)),
                    activity.ended.map_or_else(String::new, |at| self.dates.minute(at)),
                    person,
                    role,
                ]
            })
        });
        table(&header, rows)
    }

    fn truth(&self) -> String {
        let header = [
            "opportunity_id",
            "journey",
            "mutual_benefit_possible",
            "buying_group_size",
            "ending",
            "ending_title",
            "known_after_export",
            "customer_surplus_eur",
            "margin_eur",
            "regretted",
        ];
        let rows = self.opportunities.iter().map(|o| {
            let ending = o.truth.ending.unwrap_or(Ending::Open);
            vec![
                o.id(),
                o.customer.journey.to_string(),
                o.customer.possible.to_string(),
                o.customer.group_size.to_string(),
                ending.id().to_string(),
                ending.title().to_string(),
                o.truth.known_at.is_none_or(|at| at >= self.today).to_string(),
                number(o.truth.customer_surplus.map(f64::round)),
                number(o.truth.margin.map(f64::round)),
                o.truth.regretted.map_or_else(String::new, |regretted| regretted.to_string()),
            ]
        });
        table(&header, rows)
    }

    fn person(&self, person: Option<Seat>) -> (String, String) {
        let found = person.and_then(|p| self.log.person(p));
        found.map_or_else(Default::default, |(name, role)| (guarded(&name), guarded(role)))
    }

    fn account_name(&self, customer: &Customer) -> String {
        format!("{} account {}", segment_name(self.log.model.plan(), customer.segment), customer.account.number() + 1)
    }
}

fn account_id(customer: &Customer) -> String {
    format!("acc-{}-{:05}", customer.segment.number() + 1, customer.account.number() + 1)
}

fn opportunity_id(customer: &Customer) -> String {
    format!("opp-{:06}", customer.journey)
}

/// What our people believe; what is closed is sure, and a yes that is not signed is as good as usual.
fn probability(stage: &Stage, believed: Option<f64>) -> String {
    match stage {
        Stage::Won => "1".to_string(),
        Stage::VerbalYes => VERBAL_YES.to_string(),
        Stage::Lost | Stage::Disqualified => "0".to_string(),
        _ => number(believed.map(|p| (p * 100.0).round() / 100.0)),
    }
}

fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut lines = Lines::headed(header);
    for row in rows {
        lines.push(row);
    }
    lines.into_text()
}

//! Channels: F7.

use super::experiment::{Experiment, Variant, figure, one, quotient};
use crate::experiment::jackknife::Totals;
use crate::measure::{ChannelAt, Ending, Record};
use crate::scenario::Scenario;

const CHANNELS: [&str; 4] = ["web", "referral", "event", "list"];
const WEB: usize = 0;
const REFERRAL: usize = 1;
const EVENT: usize = 2;
const LIST: usize = 3;

/// Leads, their cost, deals, win-wins, and the cost of all work on those met.
const NUMBERS: usize = 5;

/// F7: the channels of the default market side by side.
pub fn channels() -> Experiment {
    Experiment {
        id: "F7",
        setting: "the default market; a lead is a customer who contacts us, or a contact on a list; costs are money and our hours",
        variants: vec![Variant::hero("default")],
        count: by_channel,
        figures: vec![
            figure("referral", |t| quotient(deals_a_lead(t, REFERRAL)?, deals_a_lead(t, WEB)?)),
            figure("event", |t| Some(deals_a_lead(t, WEB)? - deals_a_lead(t, EVENT)?)),
            figure("list", |t| Some(deals_a_lead(t, WEB)? - deals_a_lead(t, LIST)?)),
            figure("cheapest", cheapest_lead),
        ],
        worlds: 1.0,
        remark: "fit, trust and readiness to talk of a channel's leads are assumptions",
    }
}

fn by_channel(record: &Record, scenario: &Scenario) -> Vec<f64> {
    let mut sum = vec![0.0; NUMBERS * CHANNELS.len()];
    let payroll: f64 = scenario.role.values().map(|r| r.people * r.cost_per_year).sum::<f64>() * scenario.time.years;
    let cost_per_hour = quotient(payroll, record.people.iter().map(|p| p.hours).sum()).unwrap_or(0.0);
    for (place, name) in CHANNELS.iter().enumerate() {
        let Some(position) = scenario.channel.position(name).map(ChannelAt::from) else { continue };
        let numbers = &mut sum[NUMBERS * place..NUMBERS * (place + 1)];
        if let Some(channel) = record.channels.get(position) {
            numbers[0] = channel.touches;
            numbers[1] = channel.cost + channel.work_hours * cost_per_hour;
        }
        for journey in record.journeys.iter().filter(|j| j.channel == Some(position)) {
            numbers[2] += one(journey.price > 0.0);
            numbers[3] += one(journey.ending == Ending::WinWin);
            numbers[4] += journey.work_hours * cost_per_hour;
        }
    }
    sum
}

fn number(totals: &Totals, channel: usize, which: usize) -> f64 {
    totals[0][NUMBERS * channel + which]
}

fn deals_a_lead(totals: &Totals, channel: usize) -> Option<f64> {
    quotient(number(totals, channel, 2), number(totals, channel, 0))
}

/// What a win-win of the channel with the cheapest leads costs, over that of the channel with the cheapest win-wins, less 1.
fn cheapest_lead(totals: &Totals) -> Option<f64> {
    let cost_of_lead = |c: usize| quotient(number(totals, c, 1), number(totals, c, 0));
    let cost_of_win_win = |c: usize| quotient(number(totals, c, 1) + number(totals, c, 4), number(totals, c, 3));
    let mut lead = (0, f64::INFINITY);
    let mut least = f64::INFINITY;
    for channel in 0..CHANNELS.len() {
        if let Some(cost) = cost_of_lead(channel).filter(|cost| *cost < lead.1) {
            lead = (channel, cost);
        }
        least = least.min(cost_of_win_win(channel).unwrap_or(f64::INFINITY));
    }
    Some(quotient(cost_of_win_win(lead.0)?, least)? - 1.0)
}

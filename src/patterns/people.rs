//! People who learn from each other: F17.

use super::experiment::{Experiment, Variant, figure, growth, measured};
use crate::engine::Tally;
use crate::measure::{Measure, Record};
use crate::scenario::Scenario;

/// Weeks in which peers meet, and weeks after that which are looked at.
const MEETING_WEEKS: f64 = 26.0;
const AFTER_WEEKS: f64 = 26.0;

/// F17: half a year of weekly meetings, and half a year after them.
pub fn peer_meetings() -> Experiment {
    let team = |label: &str| Variant::of("mid", label).with("team").set("time.years=1.5");
    Experiment {
        id: "F17",
        setting: "teams of four; an hour per week with peers for 26 weeks, then none; revenue in those weeks and in the 26 after",
        variants: vec![
            team("no meetings").set("learning.peer_meeting_hours_per_week=0"),
            team("meetings").sets(&[
                "learning.peer_meeting_hours_per_week=1",
                "learning.peer_meetings_from_weeks=0",
                "learning.peer_meetings_until_weeks=26",
            ]),
        ],
        count: by_half_year,
        figures: vec![
            figure("meetings", |t| growth(Some(t[1][0]), Some(t[0][0]))),
            figure("lasts", |t| growth(Some(t[1][1]), Some(t[0][1]))),
            figure("pay-fades", |_| None),
            figure("dispersion", |t| Some(t[1][2] / t[1][3] - t[0][2] / t[0][3])),
        ],
        worlds: 3.0,
        remark: "joint pay that ends in the middle of a run is not tested",
    }
}

/// Bookings while they meet and after; coefficient of variation of bookings over people, as a world's value.
fn by_half_year(record: &Record, _: &Scenario) -> Vec<f64> {
    let mut sum = vec![0.0; 4];
    for deal in &record.deals {
        let weeks = deal.closed_days / 7.0;
        if (0.0..MEETING_WEEKS + AFTER_WEEKS).contains(&weeks) {
            sum[usize::from(weeks >= MEETING_WEEKS)] += deal.price;
        }
    }
    let mut bookings = Tally::default();
    record.people.iter().for_each(|p| bookings.add(p.bookings));
    if bookings.mean() > 0.0 {
        sum[2] = bookings.variance().sqrt() / bookings.mean();
        sum[3] = measured(record, Measure::Events)[1];
    }
    sum
}

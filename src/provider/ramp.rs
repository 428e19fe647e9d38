//! What somebody new has to do for the bookings that are expected of them month by month: bookings follow what is done by a cycle, so that a
//! ramp of bookings is solved for the ramp of activity behind it.

use crate::engine::time::MONTH;

/// Cycles of more months count as so many.
const MOST_MONTHS: usize = 48;
/// Of fewer deals a firm does not know how long they usually take.
const FEW_DEALS: f64 = 10.0;
/// Steps that change no month by so much (percent) change nothing.
const CLOSE: f64 = 1e-3;
/// Steps of the search; it gets no closer after these.
const STEPS: usize = 400;

/// How long deals of a firm have taken so far: what is done in a month shows in which later one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cycles {
    /// Deals by the number of months later.
    months: Vec<f64>,
    /// Deals in all.
    deals: f64,
}

impl Cycles {
    /// A deal took so long (hours). What is done at any time of a month shows, that much later, in one of two months.
    pub fn add(&mut self, hours: f64) {
        let later = (hours / MONTH).clamp(0.0, MOST_MONTHS as f64);
        let whole = later.floor() as usize;
        if self.months.len() < whole + 2 {
            self.months.resize(whole + 2, 0.0);
        }
        self.months[whole] += 1.0 - later.fract();
        self.months[whole + 1] += later.fract();
        self.deals += 1.0;
    }

    /// Shares of the deals by months later. Where there are few, all take as long as the process has it (hours).
    fn shares(&self, usual: f64) -> Vec<f64> {
        if self.deals >= FEW_DEALS {
            return self.months.iter().map(|deals| deals / self.deals).collect();
        }
        let mut alike = Self::default();
        alike.add(usual);
        alike.months
    }

    /// The ramp of activity, in percent by month, after which bookings come closest to a ramp of theirs (least squares; activity does not fall,
    /// and does not exceed the highest month of the ramp). Where the first months of bookings need what would have been done before,
    /// they are missed.
    pub fn activity_for(&self, bookings: &[f64], usual: f64) -> Vec<f64> {
        let shares = self.shares(usual);
        let most = bookings.iter().copied().fold(0.0, f64::max);
        let share = |later: usize| shares.get(later).copied().unwrap_or(0.0);
        let count = bookings.len();
        let reach = shares.len();
        let mut activity = bookings.to_vec();
        for _ in 0..STEPS {
            let shown = |month: usize, activity: &[f64]| {
                ((month + 1).saturating_sub(reach)..=month).map(|done| activity[done] * share(month - done)).sum::<f64>()
            };
            let missed: Vec<f64> = (0..count).map(|month| bookings[month] - shown(month, &activity)).collect();
            let before = activity.clone();
            // The shares add up to 1, so that a step of the whole slope does not overshoot.
            for (done, percent) in activity.iter_mut().enumerate() {
                let until = count.min(done + reach);
                *percent += (done..until).map(|month| missed[month] * share(month - done)).sum::<f64>();
            }
            activity = rising(&activity);
            activity.iter_mut().for_each(|percent| *percent = percent.clamp(0.0, most));
            if activity.iter().zip(&before).all(|(now, before)| (now - before).abs() < CLOSE) {
                break;
            }
        }
        activity
    }
}

/// The rising sequence that is closest: neighbours that fall are put together at their mean ("pool adjacent violators").
fn rising(values: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for &value in values {
        let mut block = (value, 1);
        while let Some(&(mean, count)) = blocks.last().filter(|(mean, _)| *mean > block.0) {
            blocks.pop();
            block = ((mean * count as f64 + block.0 * block.1 as f64) / (count + block.1) as f64, count + block.1);
        }
        blocks.push(block);
    }
    blocks.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: [f64; 6] = [0.0, 0.0, 30.0, 60.0, 90.0, 100.0];

    fn cycles(months: &[f64]) -> Cycles {
        let mut cycles = Cycles::default();
        (0..20).for_each(|_| months.iter().for_each(|later| cycles.add(MONTH * later)));
        cycles
    }

    /// If every deal takes two months, bookings are what was done two months before.
    #[test]
    fn with_one_cycle_activity_runs_ahead_by_it() {
        let found = cycles(&[2.0]).activity_for(&WRITTEN, 0.0);
        for (found, wanted) in found.iter().zip([30.0, 60.0, 90.0, 100.0, 100.0, 100.0]) {
            assert!((found - wanted).abs() < 0.5, "{found} {wanted}");
        }
        let few = Cycles::default().activity_for(&WRITTEN, 2.0 * MONTH);
        assert!((few[0] - 30.0).abs() < 0.5, "{few:?}");
    }

    /// Where some deals take one month and others three, what is found brings the bookings that were written, as far as they can be had.
    #[test]
    fn what_is_found_brings_what_was_written() {
        let cycles = cycles(&[1.0, 2.0, 3.0]);
        let found = cycles.activity_for(&WRITTEN, 0.0);
        assert!(found.windows(2).all(|pair| pair[0] <= pair[1] + 1e-9) && found[5] <= 100.0, "{found:?}");
        let booked = |month: usize| (1..=3).filter(|later| *later <= month).map(|later| found[month - later] / 3.0).sum::<f64>();
        for (month, written) in WRITTEN.iter().enumerate() {
            assert!((booked(month) - written).abs() < 12.0, "{month}: {} {written}", booked(month));
        }
    }

    #[test]
    fn falling_neighbours_are_put_together() {
        assert_eq!(rising(&[1.0, 3.0, 2.0, 4.0, 0.0]), [1.0, 2.25, 2.25, 2.25, 2.25]);
        assert_eq!(rising(&[1.0, 2.0]), [1.0, 2.0]);
    }
}

//! Periods one after another, of equal length or from date to date.

use super::time::{DAY, QUARTER};

/// Periods that follow each other without a gap.
#[derive(Debug, Clone, PartialEq)]
pub enum Periods {
    /// All of one length (hours), one of which begins at the origin.
    Even {
        /// A beginning.
        origin: f64,
        /// Length.
        length: f64,
    },
    /// From one beginning to the next (hours, rising, at least two). Before the first and after the last they go on in the length of
    /// the period there.
    Dated {
        /// The beginnings.
        starts: Vec<f64>,
        /// Which of them has the number 0.
        zero: usize,
    },
}

/// Place of the last of these times, which are at almost even distances, that is not after `at`; there is one, and a later one.
fn near(starts: &[f64], at: f64) -> usize {
    let (first, last, count) = (starts[0], starts[starts.len() - 1], starts.len());
    let mut place = (((at - first) / (last - first) * (count - 1) as f64) as usize).min(count - 2);
    while starts[place] > at {
        place -= 1;
    }
    while starts[place + 1] <= at {
        place += 1;
    }
    place
}

impl Periods {
    /// Number of the period in which a time lies.
    pub fn number(&self, at: f64) -> i64 {
        match self {
            Self::Even { origin, length } => ((at - origin) / length).floor() as i64,
            Self::Dated { starts, zero } => {
                let (first, last, count) = (starts[0], starts[starts.len() - 1], starts.len());
                let place = if at < first {
                    -(((first - at) / (starts[1] - first)).ceil() as i64)
                } else if at >= last {
                    ((count - 1) as i64).saturating_add(((at - last) / (last - starts[count - 2])).floor() as i64)
                } else {
                    near(starts, at) as i64
                };
                place.saturating_sub(*zero as i64)
            }
        }
    }

    /// Beginning and end (hours) of the period in which a time lies.
    pub fn around(&self, at: f64) -> (f64, f64) {
        match self {
            Self::Even { origin, length } => {
                let number = ((at - origin) / length).floor();
                (origin + number * length, origin + (number + 1.0) * length)
            }
            Self::Dated { zero, .. } => {
                let place = self.number(at).saturating_add(*zero as i64);
                (self.start(place), self.start(place.saturating_add(1)))
            }
        }
    }

    /// The period in which a time lies, if it lies in a window, or the end of the window cuts it by a day at most: a mean year has no whole
    /// number of days.
    pub fn whole_around(&self, at: f64, (from, to): (f64, f64)) -> Option<(f64, f64)> {
        Some(self.around(at)).filter(|(begin, end)| *begin >= from - 1e-6 && *end <= to + DAY)
    }

    /// Beginning at a place in the list, which may lie before or after it.
    fn start(&self, place: i64) -> f64 {
        let Self::Dated { starts, .. } = self else { return 0.0 };
        let last = starts.len() as i64 - 1;
        if place < 0 {
            starts[0] + place as f64 * (starts[1] - starts[0])
        } else if place > last {
            let length = starts[last as usize] - starts[last as usize - 1];
            starts[last as usize] + place.saturating_sub(last) as f64 * length
        } else {
            starts[place as usize]
        }
    }
}

impl Default for Periods {
    fn default() -> Self {
        Self::Even { origin: 0.0, length: QUARTER }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_ones_follow_each_other() {
        let periods = Periods::Even { origin: 10.0, length: 4.0 };
        assert_eq!([9.9, 10.0, 13.9, 14.0].map(|at| periods.number(at)), [-1, 0, 0, 1]);
        assert_eq!(periods.around(12.0), (10.0, 14.0));
    }

    #[test]
    fn what_a_window_cuts_by_more_than_a_day_is_not_whole() {
        let quarters = Periods::Even { origin: 0.0, length: QUARTER };
        let whole = |to: f64| quarters.whole_around(1.0, (0.0, to));
        assert_eq!([QUARTER, QUARTER - DAY].map(whole), [Some((0.0, QUARTER)); 2]);
        assert_eq!(whole(QUARTER - DAY - 1.0), None);
        assert_eq!(quarters.whole_around(1.0, (1.0, 1e6)), None);
    }

    #[test]
    fn dated_ones_go_on_at_both_ends() {
        let periods = Periods::Dated { starts: vec![0.0, 3.0, 7.0, 12.0], zero: 1 };
        let at = [-4.0, -3.0, -0.1, 0.0, 2.9, 3.0, 6.9, 7.0, 11.9, 12.0, 16.9, 17.0];
        assert_eq!(at.map(|at| periods.number(at)), [-3, -2, -2, -1, -1, 0, 0, 1, 1, 2, 2, 3]);
        assert_eq!(
            [-4.0, -0.1, 3.0, 11.9, 12.0, 17.0].map(|at| periods.around(at)),
            [(-6.0, -3.0), (-3.0, 0.0), (3.0, 7.0), (7.0, 12.0), (12.0, 17.0), (17.0, 22.0)]
        );
    }
}

//! A difference with its interval as a line of letters: `──●──│` for terminals.

use crate::experiment::verdicts::Standing;

/// Letters that a bar takes.
pub const LETTERS: usize = 21;
/// Farther than this from the baseline nothing is drawn: in per cent.
const FARTHEST: f64 = 100.0;
/// Ends of a scale, in per cent.
const ENDS: [f64; 7] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, FARTHEST];

/// A scale for several bars, the same to both sides of zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    end: f64,
}

impl Scale {
    /// The smallest scale that holds all these, as far as any does; in per cent.
    pub fn around(values: impl Iterator<Item = f64>) -> Self {
        let farthest = values.filter(|value| value.is_finite()).fold(0.0, |farthest: f64, value| farthest.max(value.abs()));
        Self { end: ENDS.into_iter().find(|end| *end >= farthest).unwrap_or(FARTHEST) }
    }

    /// Its ends and its middle, as the heading of a column.
    pub fn heading(&self) -> String {
        let (left, right) = (format!("−{} %", self.end), format!("+{} %", self.end));
        let room = LETTERS - left.chars().count() - right.chars().count();
        let before = LETTERS / 2 - left.chars().count();
        format!("{left}{}0{}{right}", " ".repeat(before), " ".repeat(room - before - 1))
    }

    fn place(&self, value: f64) -> usize {
        let share = ((value / self.end).clamp(-1.0, 1.0) + 1.0) / 2.0;
        (share * (LETTERS - 1) as f64).round() as usize
    }

    /// A bar: the mean as a mark of what it settles, the interval as a line, arrows where it goes on beyond the scale.
    ///
    /// ```
    /// use winflow::{experiment::verdicts::Standing, report::terminal::interval_bar::Scale};
    /// let scale = Scale::around([8.0].into_iter());
    /// assert_eq!(scale.bar(Some(4.0), Some([1.0, 8.0]), Standing::Better), "          │───●────  ");
    /// ```
    pub fn bar(&self, mean: Option<f64>, ci95: Option<[f64; 2]>, standing: Standing) -> String {
        let Some(mean) = mean.filter(|mean| mean.is_finite()) else { return " ".repeat(LETTERS) };
        let mut letters = [' '; LETTERS];
        let line = ci95.filter(|ends| ends.iter().all(|end| end.is_finite())).map(|[low, high]| (self.place(low), self.place(high)));
        if let Some((low, high)) = line {
            letters[low..=high].fill('─');
        }
        letters[LETTERS / 2] = if letters[LETTERS / 2] == '─' { '┼' } else { '│' };
        letters[self.place(mean)] = match standing {
            Standing::Better | Standing::Different => '●',
            Standing::Worse => '◆',
            Standing::NoDifference | Standing::Same | Standing::NotSettled => '○',
        };
        let ends = ci95.unwrap_or([mean, mean]);
        if ends[0] < -self.end {
            letters[0] = '◄';
        }
        if ends[1] > self.end {
            letters[LETTERS - 1] = '►';
        }
        letters.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_a_common_scale() {
        let scale = Scale::around([-13.0, 17.5].into_iter());
        assert_eq!(scale, Scale { end: 20.0 });
        assert_eq!(scale.heading(), "−20 %     0     +20 %");
        assert_eq!(scale.heading().chars().count(), LETTERS);
        assert_eq!(scale.bar(Some(-12.0), Some([-14.0, -10.0]), Standing::Worse), "   ─◆─    │          ");
        assert_eq!(scale.bar(Some(0.0), Some([-4.0, 4.0]), Standing::NotSettled), "        ──○──        ");
        assert_eq!(scale.bar(Some(2.0), Some([-2.0, 6.0]), Standing::NotSettled), "         ─┼○──       ");
        assert_eq!(scale.bar(Some(1e9), Some([-1e9, 2e9]), Standing::NotSettled), "◄─────────┼─────────►");
        assert_eq!(scale.bar(None, None, Standing::NotSettled).trim(), "");
        assert_eq!(scale.bar(Some(20.0), None, Standing::NotSettled).trim_start(), "│         ○");
        for end in ENDS {
            assert_eq!(Scale { end }.heading().chars().count(), LETTERS);
        }
        assert_eq!(Scale::around([f64::NAN, 1e300].into_iter()), Scale { end: FARTHEST });
    }
}

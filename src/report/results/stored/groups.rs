//! The buying group whose picture a run leaves behind.

use super::rows::{GroupFrame, GroupPicture};
use crate::market::need::Point;
use crate::measure::{Ending, JourneyRecord};
use crate::story::words;
use crate::world::plan::Plan;
use crate::world::portrait::{Frame, Portrait};
use serde::{Deserialize, Serialize};

/// Groups whose picture can be read: not two people, not a crowd.
const READABLE: std::ops::RangeInclusive<u8> = 3..=6;

/// What the choice of a customer hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Number of the journey.
    pub journey: u64,
    /// Size of the buying group.
    pub group_size: u8,
    /// Whether a mutual benefit was possible.
    pub possible: bool,
    /// Whether a dialogue began.
    pub met: bool,
    /// How it ended.
    pub ending: Ending,
}

impl From<&JourneyRecord> for Candidate {
    fn from(journey: &JourneyRecord) -> Self {
        Self {
            journey: journey.number,
            group_size: journey.group_size,
            possible: journey.possible,
            met: journey.dialogue_days.is_some(),
            ending: journey.ending,
        }
    }
}

/// The customer to portray, of the same customers under each system: one of a readable group that was met under all of them, best one whose
/// journey ended as win-win under the second and not under the first; the first such. `None` if nobody was met under all.
pub fn chosen(systems: &[Vec<Candidate>]) -> Option<u64> {
    let first = systems.first()?;
    let other = systems.get(1).unwrap_or(first);
    // Where settings bring other customers, a number is not the same customer under both.
    let is_same = |(a, b): (&Candidate, &Candidate)| (a.journey, a.group_size, a.possible) == (b.journey, b.group_size, b.possible);
    if first.len() != other.len() || !first.iter().zip(other).all(is_same) {
        return None;
    }
    let merit = |place: usize| {
        let (a, b) = (first[place], other[place]);
        let readable = READABLE.contains(&a.group_size) && a.possible;
        let changed = a.ending != Ending::WinWin && b.ending == Ending::WinWin;
        4 * u8::from(readable) + 2 * u8::from(b.ending == Ending::WinWin) + u8::from(changed)
    };
    let met = (0..first.len().min(other.len())).filter(|&place| first[place].met && other[place].met);
    // Of equals, the first.
    met.rev().max_by_key(|&place| merit(place)).map(|place| first[place].journey)
}

impl GroupPicture {
    /// A portrait as it is kept; `None` if we never met.
    pub fn new(scenario: &str, plan: &Plan, world: u64, journey: u64, ending: Ending, portrait: Portrait) -> Option<Self> {
        let point = |point: Point| vec![rounded(point.x), rounded(point.y)];
        let frame = |frame: Frame| GroupFrame {
            at_days: rounded(frame.at_days),
            after: words::portrayed(plan, &frame.after),
            wants: frame.wants.into_iter().map(|want| want.map(point)).collect(),
            met: frame.met,
            offering: point(frame.offering),
        };
        (!portrait.frames.is_empty()).then(|| Self {
            scenario: scenario.to_string(),
            world,
            journey,
            ending,
            needs: portrait.needs.into_iter().map(point).collect(),
            vetoes: portrait.vetoes,
            frames: portrait.frames.into_iter().map(frame).collect(),
        })
    }
}

/// To a thousandth, without a negative zero.
fn rounded(value: f64) -> f64 {
    let rounded = (value * 1000.0).round() / 1000.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_whom_only_the_second_system_won_is_chosen() {
        let one =
            |journey, group_size, ending| Candidate { journey, group_size, possible: true, met: ending != Ending::NeverReached, ending };
        let hero = vec![
            one(1, 4, Ending::NeverReached),
            one(2, 9, Ending::StatusQuo),
            one(3, 4, Ending::WinWin),
            one(4, 4, Ending::Indecision),
            one(5, 5, Ending::Indecision),
        ];
        let team: Vec<Candidate> =
            [1, 2, 3, 4, 5].map(|journey| one(journey, hero[journey as usize - 1].group_size, Ending::WinWin)).to_vec();
        assert_eq!(chosen(&[hero.clone(), team]), Some(4));
        assert_eq!(chosen(std::slice::from_ref(&hero)), Some(3));
        assert_eq!(chosen(&[hero[..1].to_vec()]), None);
        assert_eq!(chosen(&[]), None);
    }
}

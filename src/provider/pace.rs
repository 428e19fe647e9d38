//! How skill shows beside what is said in a meeting: in hours, in finding customers, and in how many somebody has room for.

use super::people::MOST_DOMAINS;
use crate::engine::math;
use crate::scenario::provider::Role;

/// Least and most skill, against what is typical of the role, that makes a difference: numerical bounds.
const BOUNDS: (f64, f64) = (0.05, 20.0);

/// What somebody's skill makes of hours, finding and room, as factors on the usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Hours of an activity.
    pub hours: f64,
    /// Chance that a touch or an answer becomes a dialogue.
    pub finding: f64,
    /// Customers for whom there is room.
    pub room: f64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { hours: 1.0, finding: 1.0, room: 1.0 }
    }
}

impl Pace {
    /// The pace at a mean skill over so many domains. Powers of the skill at work against what is typical of the role over all domains: a
    /// new person at 0.3 of their skill needs 2.3 times the hours, finds about half as many customers, and has room for three in ten.
    pub fn of(skill_mean: f64, role: &Role, domains: usize) -> Self {
        let typical = typical_skill(role, domains);
        if typical <= 0.0 {
            return Self::default();
        }
        let relative = (skill_mean / typical).clamp(BOUNDS.0, BOUNDS.1);
        let power = |exponent: f64| if exponent == 0.0 { 1.0 } else { math::pow(relative, exponent) };
        Self { hours: power(-role.hours_by_skill), finding: power(role.finding_by_skill), room: power(role.room_by_skill) }
    }
}

/// Mean skill over all domains of somebody of the role who has the usual skill and has learned nothing since.
fn typical_skill(role: &Role, domains: usize) -> f64 {
    let domains = domains.clamp(1, MOST_DOMAINS) as f64;
    let own = role.domains_mastered.clamp(0.0, domains);
    role.skill_mean * (own + (domains - own) * role.skill_outside) / domains
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0.3^0.7 = 0.4305, 0.3^0.5 = 0.5477.
    #[test]
    fn somebody_new_is_slow_and_finds_and_holds_less() {
        let role = Role { hours_by_skill: 0.7, finding_by_skill: 0.5, room_by_skill: 1.0, skill_outside: 1.0, ..Role::default() };
        let pace = Pace::of(0.3, &role, 4);
        assert!((pace.hours - 1.0 / 0.430_512).abs() < 1e-4 && (pace.finding - 0.547_723).abs() < 1e-6 && (pace.room - 0.3).abs() < 1e-12);
        assert_eq!(Pace::of(1.0, &role, 4), Pace::default());
    }

    #[test]
    fn what_is_typical_is_of_all_domains() {
        // One of three mastered, 0.3 in the others: 1.6 / 3.
        let role = Role { hours_by_skill: 1.0, domains_mastered: 1.0, skill_outside: 0.3, ..Role::default() };
        assert!((Pace::of(1.6 / 3.0, &role, 3).hours - 1.0).abs() < 1e-12);
    }

    #[test]
    fn at_zero_skill_makes_no_difference() {
        let role = Role { hours_by_skill: 0.0, finding_by_skill: 0.0, room_by_skill: 0.0, ..Role::default() };
        assert_eq!([Pace::of(0.2, &role, 2), Pace::of(3.0, &role, 2), Pace::of(0.0, &role, 2)], [Pace::default(); 3]);
    }
}

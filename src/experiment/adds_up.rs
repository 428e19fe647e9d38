//! Every world of every run has to add up: what is counted in two ways has to come out alike.

use crate::measure::Record;
use thiserror::Error;

/// A world whose totals do not add up: a fault of the simulation, of which no result may be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "world {world} of {system} does not add up: {total}. This is a fault of winflow, not of the scenario; no results were made of it. Please \
     report it, with the command, the scenario files, seed {seed} and winflow {}",
    env!("CARGO_PKG_VERSION")
)]
pub struct DoesNotAddUp {
    /// Name of the system.
    pub system: String,
    /// Number of the world.
    pub world: u64,
    /// Seed of the run.
    pub seed: u64,
    /// What was counted in two ways, and how it came out.
    pub total: String,
}

/// The record of a world of a system, if its totals add up. It costs eight comparisons: what they compare is counted anyway.
///
/// # Errors
/// If they do not.
pub fn adding_up(record: Record, system: &str, seed: u64) -> Result<Record, DoesNotAddUp> {
    match record.check.violation() {
        None => Ok(record),
        Some(total) => Err(DoesNotAddUp { system: system.to_string(), world: record.world, seed, total }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Check;

    #[test]
    fn a_record_that_does_not_add_up_is_refused_by_name() {
        let sound = Record { world: 7, check: Check { hours: (1e6, 1e6 + 1e-3), ..Check::default() }, ..Record::default() };
        assert!(adding_up(sound, "team", 1).is_ok(), "rounding is no fault");
        for check in [
            Check { little: (2.0, 3.0), ..Check::default() },
            Check { journeys: (7.0, 6.0), ..Check::default() },
            Check { deals: (1.0, 0.0), ..Check::default() },
            Check { hours: (1.0, f64::NAN), ..Check::default() },
            Check { money: (f64::INFINITY, f64::INFINITY), ..Check::default() },
            Check { after_sale: (1.0, 1.1), ..Check::default() },
            Check { credit: (-1.0, 1.0), ..Check::default() },
            Check { pay: (0.0, 0.01), ..Check::default() },
        ] {
            let said = adding_up(Record { world: 7, check, ..Record::default() }, "team", 3).expect_err("a fault").to_string();
            assert!(said.starts_with("world 7 of team does not add up: ") && said.contains("report it"), "{said}");
        }
    }
}

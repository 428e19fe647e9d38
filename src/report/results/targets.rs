//! What a year should bring, for charts and pages that hold results against it.

use crate::measure::Measure;
use crate::scenario::requirement::{Quantity, Requirement, Side};
use std::str::FromStr;

/// Targets that somebody has set; nothing is assumed where none is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Targets {
    /// Revenue a year, EUR.
    pub revenue_a_year: Option<f64>,
    /// Win-wins a year.
    pub win_wins_a_year: Option<f64>,
}

/// One target: `revenue_per_year >= 5 MEUR` or `win_win_deals_per_year >= 40`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// Revenue a year, EUR.
    Revenue(f64),
    /// Win-wins a year.
    WinWins(f64),
}

impl FromStr for Target {
    type Err = String;
    /// ```
    /// use winflow::report::results::targets::Target;
    /// assert_eq!("win_win_deals_per_year >= 40".parse(), Ok(Target::WinWins(40.0)));
    /// assert!("win_rate >= 30 %".parse::<Target>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, String> {
        let known = "Expected revenue_per_year >= 5 MEUR or win_win_deals_per_year >= 40.";
        let required = Requirement::parse(text).map_err(|wrong| format!("{}. {known}", wrong.message))?;
        let a_year = 12.0 * required.bound;
        if !matches!(required.side, Side::AtLeast | Side::Above) || a_year <= 0.0 {
            return Err(format!("a target has to be a minimum above 0. {known}"));
        }
        match required.quantity {
            Quantity::Mean(Measure::RevenuePerMonth) => Ok(Self::Revenue(a_year)),
            Quantity::Mean(Measure::WinWinDealsPerMonth) => Ok(Self::WinWins(a_year)),
            _ => Err(format!("targets are for revenue or win-wins. {known}")),
        }
    }
}

impl FromIterator<Target> for Targets {
    fn from_iter<I: IntoIterator<Item = Target>>(targets: I) -> Self {
        let mut all = Self::default();
        for target in targets {
            match target {
                Target::Revenue(value) => all.revenue_a_year = Some(value),
                Target::WinWins(value) => all.win_wins_a_year = Some(value),
            }
        }
        all
    }
}

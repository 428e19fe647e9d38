//! What a year should bring, for charts and pages that hold results against it.

use std::str::FromStr;

/// Targets that somebody has set; nothing is assumed where none is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Targets {
    /// Revenue a year, EUR.
    pub revenue_a_year: Option<f64>,
    /// Win-wins a year.
    pub win_wins_a_year: Option<f64>,
}

/// One target: `revenue_a_year=5000000` or `win_wins_a_year=40`.
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
    /// assert_eq!("win_wins_a_year=40".parse(), Ok(Target::WinWins(40.0)));
    /// assert!("revenue=3".parse::<Target>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, String> {
        let known = "expected revenue_a_year=EUR or win_wins_a_year=NUMBER";
        let (name, value) = text.split_once('=').ok_or(known)?;
        let value: f64 = value.trim().parse().map_err(|_| format!("'{value}' is not a number; {known}"))?;
        if !value.is_finite() || value <= 0.0 {
            return Err(format!("a target is more than 0; {known}"));
        }
        match name.trim() {
            "revenue_a_year" => Ok(Self::Revenue(value)),
            "win_wins_a_year" => Ok(Self::WinWins(value)),
            other => Err(format!("there is no target '{other}'; {known}")),
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

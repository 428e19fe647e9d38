//! Numbers on the command line, and what is said where none can be read.

use crate::import::words::shown;
use crate::measure::Measure;
use crate::report::results::words::grouped;
use crate::scenario::requirement::measure_meant;
use crate::scenario::units;
use crate::session::WarmUpWeeks;
use std::ops::RangeInclusive;

/// Reads whole numbers of a range.
pub fn whole<N: TryFrom<u64>>(range: RangeInclusive<u64>) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.trim().parse::<u64>().ok().filter(|number| range.contains(number));
        number.and_then(|number| N::try_from(number).ok()).ok_or_else(|| no_whole_number(text, &range))
    }
}

fn no_whole_number(text: &str, range: &RangeInclusive<u64>) -> String {
    if let Err(cause) = units::parse(text, "worlds", "")
        && cause.contains("write")
    {
        return format!("it {cause}");
    }
    match *range.end() {
        u64::MAX => format!("expected a whole number from {}", range.start()),
        most => format!("expected a whole number from {} to {}", range.start(), grouped(most as f64, 0)),
    }
}

/// Reads a length in years: `3`, or with another unit, such as `18 months`.
///
/// # Errors
/// What is wrong with it.
pub fn years(text: &str) -> Result<f64, String> {
    let range = 0.01..=20.0;
    match units::parse(text, "years", "years") {
        Ok(years) if range.contains(&years) => Ok(years),
        Err(cause) if cause.contains("write") => Err(format!("it {cause}")),
        _ => Err(format!("expected years from {} to {}, or a length such as \"18 months\"", range.start(), range.end())),
    }
}

/// Reads the length of a warm-up in weeks, or that it is to be detected.
///
/// # Errors
/// What is wrong with it.
pub fn warm_up(text: &str) -> Result<WarmUpWeeks, String> {
    let range = 0.0..=520.0;
    match (text, units::parse(text, "weeks", "warm_up_weeks")) {
        ("detect", _) => Ok(WarmUpWeeks::Detect),
        (_, Ok(weeks)) if range.contains(&weeks) => Ok(WarmUpWeeks::Fixed(weeks)),
        (_, Err(cause)) if cause.contains("write") => Err(format!("it {cause}")),
        _ => Err(format!("expected weeks from {} to {}, a length such as \"6 months\", or detect", range.start(), range.end())),
    }
}

/// Reads a share above nothing and at most all: `2%`, `2 %` or `0.02`.
///
/// # Errors
/// What is wrong with it.
pub fn share(text: &str) -> Result<f64, String> {
    let expected = "expected a share above 0 and up to 100 %, such as 2% or 0.02";
    match units::parse(text, "share", "") {
        Ok(share) if share > 0.0 && share <= 1.0 => Ok(share),
        Ok(share) if share > 1.0 && share <= 100.0 && units::unit_of(text).is_empty() => {
            Err(format!("{expected}: write {}% for {} in a hundred", text.trim(), text.trim()))
        }
        Err(cause) if cause.contains("write") => Err(format!("it {cause}")),
        _ => Err(expected.to_string()),
    }
}

/// Reads the id of a measure.
///
/// # Errors
/// What was probably meant.
pub fn measure(text: &str) -> Result<Measure, String> {
    let id = text.trim();
    Measure::ALL.iter().copied().find(|m| m.id() == id).ok_or_else(|| {
        let meant = measure_meant(id).map_or_else(String::new, |meant| format!("{meant} "));
        format!("no measure is called {}. {meant}winflow measures lists all", shown(id))
    })
}

/// Measures of one option, by their ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Ids(pub Vec<Measure>);

/// Reads ids of measures with commas between them.
///
/// # Errors
/// What was probably meant by each that is none.
pub fn measures(text: &str) -> Result<Ids, String> {
    let (mut known, mut wrong) = (Vec::new(), Vec::new());
    for id in text.split(',') {
        match measure(id) {
            Ok(measure) => known.push(measure),
            Err(why) => wrong.push(why),
        }
    }
    if wrong.is_empty() { Ok(Ids(known)) } else { Err(wrong.join("\n  ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_told_with_what_is() {
        let worlds = whole::<u64>(1..=100_000);
        assert_eq!((worlds("40"), worlds(" 7 ")), (Ok(40), Ok(7)));
        for (text, cure) in [
            ("0", "a whole number from 1 to 100,000"),
            ("-3", "a whole number from 1 to 100,000"),
            ("ten", "a whole number from 1 to 100,000"),
            ("2.5", "a whole number from 1 to 100,000"),
            ("2,000", "write 2000 or 2_000"),
        ] {
            assert!(worlds(text).is_err_and(|said| said.contains(cure)), "{text}: {:?}", worlds(text));
        }
        assert!(whole::<u64>(0..=u64::MAX)("-1").is_err_and(|said| said == "expected a whole number from 0"));
        assert!(years("2,5").is_err_and(|said| said.contains("write 2.5")));
        assert!(years("0").is_err_and(|said| said.contains("18 months")));
        assert_eq!((share("2%"), share("2 %"), share("0.02")), (Ok(0.02), Ok(0.02), Ok(0.02)));
        assert!(share("5").is_err_and(|said| said.contains("write 5%")));
        assert!(share("0").is_err() && share("-1%").is_err() && share("200%").is_err());
        assert!(measure("Attrition per year").is_err_and(|said| said.contains("Did you mean quits_per_year?")));
        assert!(measure("Win rate").is_err_and(|said| said.contains("Did you mean win_rate?")));
        assert!(measure("revenue_per_year").is_err_and(|said| said.contains("by the month: revenue_per_month")));
        assert_eq!(measures("win_rate, churn_rate"), Ok(Ids(vec![Measure::WinRate, Measure::ChurnRate])));
        assert!(measures("win_rat,churn_rat").is_err_and(|said| said.contains("win_rate?") && said.contains("churn_rate?")));
    }
}

//! What figures have to be read with care: rates over customers of whom many were still open, figures of a few cases, and figures that are the
//! same in every world, so that no interval can be told. Where a figure is shown, a mark stands after its name.

use super::document::{Document, MeasureResult, Possibility, ScenarioResult};
use super::words::{grouped, in_sentence, list};
use crate::measure::{Ending, Measure, Ratio};

/// Figures of fewer cases than these are marked.
const FEWEST_CASES: f64 = 20.0;
/// A share of customers still open below this is not named.
const FEW_OPEN: f64 = 0.01;
/// More measures than these are only counted.
const MOST_NAMED: usize = 6;
/// Measures that change while customers are open: of those who began in the window, and of win-wins, which are known after delivery.
const OF_CUSTOMERS: [Measure; 20] = [
    Measure::WinWinDealsPerMonth,
    Measure::WinWinsPerSellerHour,
    Measure::CostPerWinWinCustomer,
    Measure::WinWinRate,
    Measure::WinWinYield,
    Measure::CycleDaysP50,
    Measure::CycleDaysP90,
    Measure::NoDecisionRate,
    Measure::WinRate,
    Measure::MutualValueCaptured,
    Measure::FlowEfficiency,
    Measure::CustomerSurplusPerDeal,
    Measure::MarginPerDeal,
    Measure::RegretRate,
    Measure::LateDealShare,
    Measure::ChurnRate,
    Measure::LifetimeValuePerDeal,
    Measure::CommitmentsHeld,
    Measure::CommitmentsLost,
    Measure::LateNoDecisionRate,
];

/// What a measure is divided by, where that is a number of cases: one and several of them.
fn cases_of(measure: Measure) -> Option<[&'static str; 2]> {
    Some(match measure {
        Measure::WinWinRate | Measure::RegretRate | Measure::CustomerSurplusPerDeal => ["deal delivered", "deals delivered"],
        Measure::MarginPerDeal | Measure::LifetimeValuePerDeal => ["deal delivered", "deals delivered"],
        Measure::WinWinYield => ["customer with win-win potential", "customers with win-win potential"],
        Measure::NoDecisionRate | Measure::WinRate | Measure::QualificationPrecision | Measure::CommitmentsLost => {
            ["accepted opportunity", "accepted opportunities"]
        }
        Measure::QualificationRecall => ["qualified opportunity", "qualified opportunities"],
        Measure::CostPerRightDialogue => ["good-fit dialogue", "good-fit dialogues"],
        Measure::CostPerDialogue => ["dialogue", "dialogues"],
        Measure::CostPerWinWinCustomer => ["win-win", "win-wins"],
        Measure::LateDealShare | Measure::CommitmentsHeld => ["deal won", "deals won"],
        Measure::ChurnRate => ["yearly decision", "yearly decisions"],
        Measure::LateNoDecisionRate => ["late opportunity", "late opportunities"],
        Measure::CommitmentsRegained => ["commitment given up", "commitments given up"],
        Measure::WaitHoursMean | Measure::TimeInSystemHoursMean => {
            ["opportunity that left the pipeline", "opportunities that left the pipeline"]
        }
        _ => return None,
    })
}

/// Whether a measure is a share of cases, which is between none and all of them.
pub fn is_share_of_cases(measure: Measure) -> bool {
    measure.unit() == "share" && cases_of(measure).is_some()
}

/// How many cases a measure is of in all worlds, where they are so few that single ones decide.
pub fn few_cases_of(measure: Measure, worlds: &[Ratio]) -> Option<u64> {
    cases_of(measure)?;
    let cases: f64 = worlds.iter().map(|ratio| ratio.denominator).sum();
    (cases > 0.0 && cases < FEWEST_CASES).then_some(cases as u64)
}

/// What stands after the name of a measure: † where customers were still open, ‡ where there are few cases.
pub fn mark(document: &Document, measure: Measure) -> &'static str {
    let is_open = hangs_on_open(document, measure);
    let is_few = document.scenarios.iter().any(|system| system.measure(measure).is_some_and(|m| m.few_cases.is_some()));
    match (is_open, is_few) {
        (false, false) => "",
        (true, false) => " †",
        (false, true) => " ‡",
        (true, true) => " †‡",
    }
}

/// Whether a measure would change if customers who were open when the run ended had come to an end.
pub fn hangs_on_open(document: &Document, measure: Measure) -> bool {
    OF_CUSTOMERS.contains(&measure) && document.scenarios.iter().any(|system| open(system).is_some())
}

/// What has to be said of the named measures, a sentence or two for each kind.
pub fn notes(document: &Document) -> Vec<String> {
    [still_open(document), few_cases(document), no_spread(document)].into_iter().flatten().collect()
}

/// How many customers of a system were open when the run ended, and of how many; `None` if they are hardly any.
fn open(system: &ScenarioResult) -> Option<(u64, u64)> {
    let count = |possibility: &Possibility| possibility.possible + possibility.not_possible;
    let ended = |ending: Ending| count(&system.endings.0[ending as usize]);
    let all = system.endings.0.iter().map(count).sum::<u64>() - ended(Ending::NeverReached);
    let open = ended(Ending::Open);
    (all > 0 && open as f64 >= FEW_OPEN * all as f64).then_some((open, all))
}

/// Systems of which more than a few customers were still open when the run ended; `None` if there are none.
pub fn still_open(document: &Document) -> Option<String> {
    let told = |system: &ScenarioResult| {
        let (open, all) = open(system)?;
        let share = 100.0 * open as f64 / all as f64;
        Some(format!("{} of {} ({share:.0} %) of {}", grouped(open as f64, 0), grouped(all as f64, 0), system.name))
    };
    let systems: Vec<String> = document.scenarios.iter().filter_map(told).collect();
    (!systems.is_empty()).then(|| {
        format!(
            "† Customers still open when the run ended: {}. Figures marked † count them as not won, or leave them out: rates and win-wins are too low, and times are those of the faster deals. A longer time.run_out_years lets them finish.",
            list(&systems)
        )
    })
}

/// Named measures of so few cases that single ones decide; `None` if there are none.
pub fn few_cases(document: &Document) -> Option<String> {
    let several = document.scenarios.len() > 1;
    let told = |measure: Measure| {
        let of_system = |system: &ScenarioResult| {
            let few = system.measure(measure)?.few_cases?;
            let [single, plural] = cases_of(measure)?;
            let whose = if several { format!(" of {}", system.name) } else { String::new() };
            Some(format!("{few} {}{whose}", if few == 1 { single } else { plural }))
        };
        let found: Vec<String> = document.scenarios.iter().filter_map(of_system).collect();
        (!found.is_empty()).then(|| format!("{} ({})", in_sentence(measure), list(&found)))
    };
    let found: Vec<String> = document.named().filter_map(told).collect();
    (!found.is_empty()).then(|| format!("‡ Few cases over all worlds: {}. Single cases make the difference there.", few(found)))
}

/// Named measures of a system that are the same in every world; `None` if there are none.
fn no_spread(document: &Document) -> Option<String> {
    let is_flat = |m: &MeasureResult| m.ci95.is_some_and(|[low, high]| low == high);
    let flat = |measure: &Measure| document.scenarios.iter().filter_map(|s| s.measure(*measure)).any(is_flat);
    let found: Vec<String> = document.named().filter(flat).map(in_sentence).collect();
    (!found.is_empty()).then(|| {
        format!("No spread, because the figure is the same in every world: {}. These worlds cannot show how far off it may be.", few(found))
    })
}

fn few(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        names.truncate(MOST_NAMED);
        names.push(format!("{more} more"));
    }
    list(&names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Outcome;
    use crate::report::results::figures::Figures;
    use crate::report::results::sample::outcome;

    fn document(change: impl Fn(&mut Outcome)) -> Document {
        let mut outcome = outcome(&["hero"], 4);
        for row in &mut outcome.systems[0].worlds {
            row.endings[Ending::Open as usize] = [0, 0];
        }
        change(&mut outcome);
        Document::new(&outcome)
    }

    #[test]
    fn what_is_sound_is_not_marked() {
        let document = document(|_| ());
        assert_eq!((notes(&document), mark(&document, Measure::NoDecisionRate)), (Vec::new(), ""));
    }

    #[test]
    fn open_customers_mark_what_they_bear_on() {
        let document = document(|outcome| outcome.systems[0].worlds[0].endings[Ending::Open as usize] = [30, 60]);
        assert_eq!([Measure::NoDecisionRate, Measure::RevenuePerMonth].map(|m| mark(&document, m)), [" †", ""]);
        assert!(notes(&document)[0].starts_with("† Customers still open when the run ended: 90 of "), "{:?}", notes(&document));
        assert_eq!(Figures::of(&document, Measure::CycleDaysP50).label(), "Cycle time, median, days †");
    }

    #[test]
    fn few_cases_are_told_with_their_number() {
        let document = document(|outcome| {
            for (place, row) in outcome.systems[0].worlds.iter_mut().enumerate() {
                let only = if place == 0 { 1.0 } else { 0.0 };
                row.ratios[Measure::WinWinRate as usize] = Ratio { numerator: only, denominator: only };
            }
        });
        assert_eq!(mark(&document, Measure::WinWinRate), " ‡");
        let said = notes(&document).join(" ");
        assert!(said.contains("‡ Few cases over all worlds: win-win rate (1 deal delivered)."), "{said}");
        assert!(said.contains("No spread, because the figure is the same in every world: win-win rate."), "{said}");
        let figures = Figures::of(&document, Measure::WinWinRate);
        assert_eq!(figures.interval(Some([0.4, 1.3])), "40.0 % to 100.0 %", "more than all cannot be meant");
        let result = document.scenarios[0].measure(Measure::WinWinRate).expect("the measure");
        assert_eq!(figures.value_within(result.mean, result.ci95), "100.0 % (no spread)");
    }
}

//! What a year brings: quantile dot plots of revenue and win-wins, and of what has a target, a dot for each world in twenty (Kay, Kola, Hullman and Munson, CHI 2016;
//! dots are stacked as by Wilkinson, *The American Statistician* 53, 1999).

mod drawing;

use super::{ByWorld, brief, caveat, drawn};
use crate::measure::{LEAST_FOR_BAND, Measure, Ratio, predicted_quantile, quantile};
use crate::report::charts::grammar::{Axis, Picture, Said};
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Table};
use crate::report::results::targets::{Level, Targets};
use crate::report::results::words::{grouped, in_sentence, list, sentence};
use crate::scenario::requirement::Side;
use drawing::draw;

/// Dots of a system with as many worlds or more.
const DOTS: usize = 20;
/// Where values are.
const AXIS: (i32, i32) = (270, 930);
/// Largest radius of a dot, and how high dots may be stacked.
const RADIUS: i32 = 10;
const STACK: i32 = 170;
const MONTHS: f64 = 12.0;

/// What is plotted.
struct Subject {
    name: String,
    measure: Measure,
    /// "revenue", of a year; or "win rate".
    title: String,
    /// What is to be reached, for a year where that is what is plotted.
    target: Option<Level>,
    /// Its bound as it was asked for, if in another unit than that of the axis.
    asked: Option<String>,
}

impl Subject {
    fn new(name: &str, measure: Measure, targets: &Targets) -> Self {
        let title = in_sentence(measure).trim_end_matches(" per month").to_string();
        let mut subject = Self { name: name.to_string(), measure, title, target: None, asked: targets.in_another_unit(measure) };
        subject.target = targets.level(measure).map(|level| level.times(subject.factor()));
        subject
    }
    /// Whether a year's worth is plotted: of what is told by the month.
    fn is_yearly(&self) -> bool {
        self.measure.unit().ends_with("/month")
    }
    /// The bound of a line: as it was asked for, and in the unit of the axis.
    fn bound(&self, scale: &Scale, line: Level) -> String {
        let bound = scale.value(line.bound);
        self.asked.as_ref().map_or_else(|| bound.clone(), |asked| format!("{asked} ({bound})"))
    }
    fn factor(&self) -> f64 {
        if self.is_yearly() { MONTHS } else { 1.0 }
    }
    /// What stands after a value: " per year", or nothing.
    fn per_year(&self) -> &'static str {
        if self.is_yearly() { " per year" } else { "" }
    }
}

/// One system's outcomes.
struct Outcomes<'a> {
    system: &'a StoredSystem,
    /// What it has in each world, from the least to the most.
    sorted: Vec<f64>,
    dots: Vec<f64>,
}

/// A unit in which a year is told.
struct Scale {
    factor: f64,
    unit: &'static str,
    decimals: usize,
}

/// Revenue and win-wins of a year, and whatever else has a target.
pub(super) fn pictures(stored: &Stored, targets: &Targets) -> Vec<Picture> {
    let usual = [("dots-revenue", Measure::RevenuePerMonth), ("dots-win-wins", Measure::WinWinDealsPerMonth)];
    let mut subjects: Vec<Subject> = usual.iter().map(|(name, measure)| Subject::new(name, *measure, targets)).collect();
    for level in targets.levels() {
        if subjects.iter().all(|subject| subject.measure != level.measure) {
            subjects.push(Subject::new(&format!("dots-{}", level.measure.id().replace('_', "-")), level.measure, targets));
        }
    }
    subjects.iter().filter_map(|subject| picture(stored, subject)).collect()
}

/// What a system has in each world: a year's worth of a measure that is told by the month.
fn by_world(system: &StoredSystem, subject: &Subject) -> ByWorld {
    let of = |ratio: Ratio| Ratio { numerator: subject.factor() * ratio.numerator, ..ratio };
    let known = system.worlds.iter().map(|row| (row.world, of(row.ratios[subject.measure as usize])));
    known.filter(|(_, ratio)| (ratio.numerator / ratio.denominator).is_finite()).collect()
}

impl<'a> Outcomes<'a> {
    fn new(system: &'a StoredSystem, subject: &Subject) -> Self {
        let mut sorted: Vec<f64> = by_world(system, subject).values().map(|ratio| ratio.numerator / ratio.denominator).collect();
        sorted.sort_by(f64::total_cmp);
        let share = |dot: usize| (dot as f64 + 0.5) / DOTS as f64;
        let dots = if sorted.len() <= DOTS { sorted.clone() } else { (0..DOTS).filter_map(|dot| quantile(&sorted, share(dot))).collect() };
        Self { system, sorted, dots }
    }
    fn at(&self, share: f64) -> f64 {
        predicted_quantile(&self.sorted, share).unwrap_or(0.0)
    }
    /// Whether there are worlds enough to tell eight of ten.
    fn has_tenths(&self) -> bool {
        self.sorted.len() >= LEAST_FOR_BAND
    }
    /// What eight of ten worlds lie between; with too few worlds for that, what all do.
    fn span(&self) -> [f64; 2] {
        if self.has_tenths() {
            [self.at(0.1), self.at(0.9)]
        } else {
            [self.sorted.first(), self.sorted.last()].map(|end| end.copied().unwrap_or(0.0))
        }
    }
    /// Which worlds those are: "8 of 10 worlds", "all 3 worlds".
    fn of_worlds(&self) -> String {
        if self.has_tenths() { "8 of 10 worlds".to_string() } else { format!("all {} worlds", self.sorted.len()) }
    }
    fn reaching(&self, line: Level) -> usize {
        self.sorted.iter().filter(|value| line.is_reached(**value)).count()
    }
}

impl Scale {
    fn new(measure: Measure, axis: &Axis) -> Self {
        let largest = axis.ends.1.abs();
        let (factor, unit) = match measure.unit() {
            "share" => (100.0, " %"),
            "EUR per EUR" => (1.0, " EUR"),
            unit if unit.starts_with("EUR") && largest >= 2e6 => (1e-6, " million EUR"),
            unit if unit.starts_with("EUR") && largest >= 1e5 => (1e-3, " kEUR"),
            unit if unit.starts_with("EUR") => (1.0, " EUR"),
            "days" => (1.0, " days"),
            "hours" => (1.0, " hours"),
            _ => (1.0, ""),
        };
        let scaled = Axis::new((axis.ends.0 * factor, axis.ends.1 * factor), axis.pixels);
        Self { factor, unit, decimals: scaled.decimals() }
    }
    fn mark(&self, value: f64) -> String {
        grouped(value * self.factor, self.decimals)
    }
    fn value(&self, value: f64) -> String {
        format!("{}{}", grouped(value * self.factor, self.decimals + 1), self.unit)
    }
}

fn picture(stored: &Stored, subject: &Subject) -> Option<Picture> {
    let outcomes: Vec<Outcomes<'_>> = drawn(stored).iter().map(|system| Outcomes::new(system, subject)).collect();
    let outcomes: Vec<Outcomes<'_>> = outcomes.into_iter().filter(|one| !one.sorted.is_empty()).collect();
    let baseline = outcomes.first()?;
    // Without a target other systems are held against the middle world of the baseline.
    let median = || Level { measure: subject.measure, side: Side::AtLeast, bound: baseline.at(0.5) };
    let line = subject.target.or_else(|| (outcomes.len() > 1).then(median));
    let values = outcomes.iter().flat_map(|one| one.sorted.iter().copied());
    let axis = Axis::around(values.chain(line.map(|line| line.bound)), AXIS);
    let scale = Scale::new(subject.measure, &axis);
    let title = title(&outcomes, subject, line, &scale);
    let drawing = draw(stored, &outcomes, subject, (&title, line), (axis, &scale));
    let message = message(&outcomes, &scale);
    Some(Picture::new(subject.name.clone(), title, Said::AfterTitle(message), drawing, data(&outcomes, subject, line, &scale)))
}

/// In how many worlds the line is reached.
fn title(outcomes: &[Outcomes<'_>], subject: &Subject, line: Option<Level>, scale: &Scale) -> String {
    let per_year = subject.per_year();
    let of = |one: &Outcomes<'_>, line: Level| {
        let (all, reaching) = (one.sorted.len(), one.reaching(line));
        format!("{} of {} {} under {}", grouped(reaching as f64, 0), grouped(all as f64, 0), worlds(all), brief(&one.system.name))
    };
    let Some(line) = line else {
        let one = &outcomes[0];
        let range = one.span().map(|end| scale.value(end)).join(" to ");
        return match one.sorted.len() {
            1 => format!(
                "{}: {}{per_year} in the one world that was run",
                sentence(&brief(&one.system.name)),
                told(subject, scale, one.at(0.5))
            ),
            _ => format!("{}: {} of {range}{per_year} in {}", sentence(&brief(&one.system.name)), subject.title, one.of_worlds()),
        };
    };
    let reached = |one: &Outcomes<'_>| -> ByWorld {
        let reaches = |ratio: &Ratio| f64::from(u8::from(line.is_reached(ratio.numerator / ratio.denominator)));
        let worlds = by_world(one.system, subject);
        worlds.iter().map(|(world, ratio)| (*world, Ratio { numerator: reaches(ratio), denominator: 1.0 })).collect()
    };
    // What the title says is what is tested: in how many worlds the line is reached.
    let named: Vec<(&str, ByWorld)> = outcomes.iter().map(|one| (one.system.name.as_str(), reached(one))).collect();
    if subject.target.is_some() {
        let each: Vec<String> = outcomes.iter().map(|one| of(one, line)).collect();
        return format!("The target of {} is reached in {}{}", wanted(subject, scale, line), list(&each), caveat(&named));
    }
    let each: Vec<String> = outcomes[1..].iter().map(|one| of(one, line)).collect();
    let median = if outcomes[0].sorted.len() == 1 { "" } else { "'s median of" };
    let line = format!("at least {}{median} {} per year", brief(&outcomes[0].system.name), told(subject, scale, line.bound));
    format!("{} in {}{}", capitalised(&line), list(&each), caveat(&named))
}

/// "4.3 million EUR per year", "at most 90.0 days in median cycle time".
fn wanted(subject: &Subject, scale: &Scale, line: Level) -> String {
    if subject.is_yearly() {
        return line.told(format!("{} per year", told(subject, scale, line.bound)));
    }
    format!("{} {} in {}", line.side.words(), subject.bound(scale, line), subject.title)
}

/// "4.3 million EUR" or "12.0 win-wins".
fn told(subject: &Subject, scale: &Scale, value: f64) -> String {
    let value = scale.value(value);
    if scale.unit.is_empty() { format!("{value} {}", subject.title) } else { value }
}

/// With a capital letter at the beginning of a sentence.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn worlds(count: usize) -> &'static str {
    if count == 1 { "world" } else { "worlds" }
}

fn message(outcomes: &[Outcomes<'_>], scale: &Scale) -> String {
    let of = |one: &Outcomes<'_>| {
        let name = brief(&one.system.name);
        let (middle, span) = (scale.value(one.at(0.5)), one.span().map(|end| scale.value(end)).join(" and "));
        match one.sorted.len() {
            1 => format!("{name}: {middle} in the one world that was run"),
            2..LEAST_FOR_BAND => format!("{name}: {} are between {span}, the middle is {middle}", one.of_worlds()),
            _ => format!("{name}: half the worlds reach {middle}, {} are between {span}", one.of_worlds()),
        }
    };
    format!("{}.", outcomes.iter().map(of).collect::<Vec<_>>().join("; "))
}

fn data(outcomes: &[Outcomes<'_>], subject: &Subject, line: Option<Level>, scale: &Scale) -> Table {
    let unit = if scale.unit.is_empty() { String::new() } else { format!(",{}", scale.unit) };
    let caption = format!("{}{} over worlds{unit}", subject.title, subject.per_year());
    let mut columns: Vec<String> =
        ["system", "10th percentile over worlds", "median", "90th percentile", "worlds"].into_iter().map(String::from).collect();
    columns.extend(line.map(|line| format!("worlds that reach {}", line.told(told(subject, scale, line.bound)))));
    let mut data = Table::new(caption, columns);
    for one in outcomes {
        let is_known = |share: f64| share == 0.5 || one.has_tenths();
        let value = |share: f64| Some(one.at(share) * scale.factor).filter(|_| is_known(share));
        let quantiles = [0.1, 0.5, 0.9].map(|share| Cell::maybe(value(share), scale.decimals + 1));
        let counts = std::iter::once(one.sorted.len()).chain(line.map(|line| one.reaching(line)));
        let counts = counts.map(|count| Cell::number(count as f64, 0));
        data.push(std::iter::once(Cell::text(&one.system.name)).chain(quantiles).chain(counts));
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::stored::sample::simulated;

    #[test]
    fn few_worlds_have_no_eight_of_ten() {
        let told = |worlds: u64| {
            let pictures = pictures(&simulated(&["team"], worlds, 0.3), &Targets::default());
            pictures
                .into_iter()
                .map(|picture| format!("{} {} {}", picture.title, picture.message, picture.drawing.svg().expect("a drawing")))
                .collect::<String>()
        };
        let three = told(3);
        assert!(three.contains("all 3 worlds") && three.contains("spans all worlds") && !three.contains("8 of 10"), "{three}");
        assert!(told(1).contains("in the one world that was run") && !told(1).contains("half the worlds"));
        assert!(told(10).contains("8 of 10 worlds are between"));
    }

    /// Twenty worlds: the one has 1 to 20, the other 12 in all: above the median of 10.5 in twenty worlds against ten. Ten differ, all on one
    /// side; of ten worlds it would be five, which might be chance (a sixteenth).
    #[test]
    fn what_the_title_counts_is_what_is_tested() {
        let mut stored = simulated(&["hero", "team"], 20, 0.3);
        for (world, (a, b)) in (0..20).zip((1..=20).map(|a| (f64::from(a), 12.0))) {
            for (system, numerator) in stored.systems.iter_mut().zip([a, b]) {
                system.worlds[world].ratios[Measure::WinWinDealsPerMonth as usize] = Ratio { numerator, denominator: 12.0 };
            }
        }
        let pictures = pictures(&stored, &Targets::default());
        let title = &pictures[1].title;
        assert!(title.contains("in 20 of 20 worlds under team") && !title.contains("not settled"), "{title}");
    }
}

//! How journeys end, side by side: a bar for each system and ending, split by whether a mutual benefit
//! was possible.

use super::canvas::{CannotDraw, Canvas, Frame, GRID, MARGIN, MOST_SYSTEMS, NAME, SMALL, Text, WIDTH, pale, system_colour};
use super::differences::step;
use crate::experiment::statistics::ERROR;
use crate::experiment::verdicts::Standing;
use crate::measure::{Ending, Measure};
use crate::report::results::document::{DifferenceResult, Document, MeasureDifference, ScenarioResult};
use crate::report::results::settled::probable;
use crate::report::results::verdict::source;
use crate::report::results::words::list;
use plotters::style::WHITE;

/// Height of one bar, and room between the groups of bars.
const BAR: i32 = 22;
const GAP: i32 = 14;
/// Where bars begin, and the farthest that they reach.
const AXIS: (i32, i32) = (355, 900);
/// An ending of more journeys than this would leave no room for the others.
const TOO_MANY: f64 = 0.5;
/// An ending of fewer journeys than this would be a bar of no length, labelled 0.0 %.
const RARE: f64 = 0.0005;
/// The figures beside a bar.
const NUMBER: Text = Text::new(16.0);

/// Shares of all journeys that end in one way: possible, not possible.
pub(super) fn shares(system: &ScenarioResult, ending: Ending) -> [f64; 2] {
    let total: u64 = system.endings.0.iter().map(|e| e.possible + e.not_possible).sum();
    let of = system.endings.get(ending);
    [of.possible, of.not_possible].map(|n| if total == 0 { 0.0 } else { n as f64 / total as f64 })
}

/// What is drawn: the endings with bars, those told in words, and those too rare to see.
struct Plan<'a> {
    systems: &'a [ScenarioResult],
    drawn: Vec<Ending>,
    told: Vec<Ending>,
    rare: Vec<Ending>,
    longest: f64,
}

impl<'a> Plan<'a> {
    fn new(document: &'a Document) -> Self {
        let systems = &document.scenarios[..document.scenarios.len().min(MOST_SYSTEMS)];
        let largest = |ending: Ending| systems.iter().map(|s| shares(s, ending).iter().sum()).fold(0.0, f64::max);
        let (some, rare): (Vec<Ending>, Vec<Ending>) = Ending::ALL.iter().copied().partition(|e| largest(*e) >= RARE);
        let (told, drawn): (Vec<Ending>, Vec<Ending>) = some.into_iter().partition(|e| largest(*e) > TOO_MANY);
        let longest = drawn.iter().map(|e| largest(*e)).fold(0.0, f64::max);
        Self { systems, drawn, told, rare, longest }
    }

    fn group(&self) -> i32 {
        (BAR * self.systems.len() as i32).max(26) + GAP
    }

    fn x(&self, share: f64) -> i32 {
        let end = self.step() * (self.longest / self.step()).ceil().max(1.0);
        AXIS.0 + (share / end * f64::from(AXIS.1 - AXIS.0)).round() as i32
    }

    /// Distance of the marks on the axis.
    fn step(&self) -> f64 {
        step(20.0 * self.longest.max(0.005)) / 100.0
    }
}

/// The chart.
///
/// # Errors
/// If it cannot be drawn.
pub fn svg(document: &Document, setting: &str) -> Result<String, CannotDraw> {
    let plan = Plan::new(document);
    let names: Vec<String> = plan.systems.iter().map(|s| s.name.clone()).collect();
    let frame = Frame::new(&title(document), &subtitle(&plan), &footnote(document, &plan, &names, setting));
    let top = frame.top() + 16;
    let below = top + plan.group() * plan.drawn.len() as i32;
    let height = below + 68 + frame.bottom();
    let mut svg = String::new();
    let canvas = Canvas::new(&mut svg, height)?;
    frame.draw(&canvas, height)?;
    draw_axis(&canvas, &plan, top, below)?;
    for (place, ending) in plan.drawn.iter().enumerate() {
        draw_group(&canvas, &plan, *ending, top + plan.group() * place as i32 + GAP / 2)?;
    }
    canvas.finish()?;
    Ok(svg)
}

/// The finding: of the customers with whom a win-win was possible, with how many it came about.
pub(super) fn title(document: &Document) -> String {
    let systems = &document.scenarios[..document.scenarios.len().min(MOST_SYSTEMS)];
    let of_hundred = |system: &ScenarioResult| {
        let possible: u64 = system.endings.0.iter().map(|e| e.possible).sum();
        let reached = 100.0 * system.endings.get(Ending::WinWin).possible as f64 / possible as f64;
        let digits = usize::from(reached < 9.95);
        (possible > 0).then(|| format!("{reached:.digits$} under {}", system.name))
    };
    let each: Vec<String> = systems.iter().filter_map(of_hundred).collect();
    if each.is_empty() {
        return "How the journeys ended".to_string();
    }
    format!("Of 100 customers with whom a win-win was possible, it came about with {}{}", list(&each), caveat(document, systems))
}

/// What the worlds do not settle of win-win yield, which the title tells of: each of these systems against the first.
fn caveat(document: &Document, systems: &[ScenarioResult]) -> String {
    let shown = |d: &&DifferenceResult| systems.iter().any(|system| system.name == d.scenario);
    let differences: Vec<&DifferenceResult> = document.differences.iter().filter(shown).collect();
    if differences.is_empty() {
        return String::new();
    }
    if document.worlds < 2 {
        return "; one world settles nothing".to_string();
    }
    let yields = || differences.iter().filter_map(|d| Some((d, d.measure(Measure::WinWinYield)?)));
    let is_open = |d: &MeasureDifference| match (d.standing, d.p_adjusted, d.p_value) {
        (Standing::NotSettled, ..) => true,
        (Standing::Same, ..) | (_, Some(_), _) => false,
        // Not asked about, and so not yet corrected for the others that stand beside it.
        (_, None, p_value) => p_value.is_none_or(|p| p * differences.len() as f64 > ERROR),
    };
    let open: Vec<String> = yields().filter(|(_, d)| is_open(d)).map(|(d, _)| d.scenario.clone()).collect();
    let words = match (open.len(), differences.len()) {
        (0, _) => String::new(),
        (1, 1) => "; the difference is not settled".to_string(),
        (open, all) if open == all => "; the differences are not settled".to_string(),
        _ => format!("; not settled against {}: {}", systems[0].name, list(&open)),
    };
    let claims = |d: &MeasureDifference| matches!(d.standing, Standing::Better | Standing::Worse | Standing::Different) && !is_open(d);
    words + probable(yields().filter(|(_, d)| claims(d)).map(|(_, d)| d.warning))
}

fn subtitle(plan: &Plan<'_>) -> String {
    let mut text =
        "Share of all journeys begun in the window, by ending. Dark: a mutual benefit was possible; pale: it was not.".to_string();
    for &ending in &plan.told {
        let each: Vec<String> =
            plan.systems.iter().map(|s| format!("{:.1} % under {}", 100.0 * shares(s, ending).iter().sum::<f64>(), s.name)).collect();
        text.push_str(&format!(" Not drawn: {}, {}.", ending.title(), list(&each)));
    }
    text
}

fn footnote(document: &Document, plan: &Plan<'_>, names: &[String], setting: &str) -> String {
    let mut text = String::new();
    if !plan.rare.is_empty() {
        let rare: Vec<String> = plan.rare.iter().map(|e| e.title().to_string()).collect();
        text.push_str(&format!("Below 0.05 % under every system: {}. ", list(&rare)));
    }
    let left_out = document.scenarios.len() - names.len();
    if left_out > 0 {
        text.push_str(&format!("{left_out} more systems are in worlds.csv. "));
    }
    text + &source(document, names, setting)
}

fn draw_axis(canvas: &Canvas<'_>, plan: &Plan<'_>, top: i32, below: i32) -> Result<(), CannotDraw> {
    let marks = (plan.longest / plan.step()).ceil().max(1.0) as i32;
    for mark in 0..=marks {
        let share = f64::from(mark) * plan.step();
        canvas.line((plan.x(share), top), (plan.x(share), below), GRID, 1)?;
        canvas.text(&format!("{:.0} %", 100.0 * share), (plan.x(share), below + 18), SMALL.centred())?;
    }
    canvas.text("share of all journeys", ((AXIS.0 + AXIS.1) / 2, below + 44), SMALL.centred())
}

/// The bars of one ending, a system below the other.
fn draw_group(canvas: &Canvas<'_>, plan: &Plan<'_>, ending: Ending, top: i32) -> Result<(), CannotDraw> {
    let middle = top + (plan.group() - GAP) / 2;
    canvas.text(ending.title(), (MARGIN, middle), NAME)?;
    for (place, system) in plan.systems.iter().enumerate() {
        let y = top + BAR * place as i32;
        let [possible, not_possible] = shares(system, ending);
        let colour = system_colour(place);
        let (first, second) = (plan.x(possible), plan.x(possible + not_possible));
        let name = SMALL.fitted(&system.name, AXIS.0 - MARGIN - 158);
        canvas.text(&name, (AXIS.0 - 8, y + BAR / 2), SMALL.right())?;
        canvas.bar((AXIS.0, y + 2), (first, y + BAR - 2), colour)?;
        if second > first {
            canvas.framed((first, y + 2), (second, y + BAR - 2), pale(colour), colour)?;
        }
        let label = label(possible, not_possible);
        let end = second + 10 + NUMBER.width(&label).ceil() as i32;
        canvas.bar((second + 6, y + 1), (end, y + BAR - 1), WHITE)?;
        canvas.text(&label, (second + 8, y + BAR / 2), NUMBER)?;
    }
    Ok(())
}

/// "12.3 % (4.5 possible)", or only what there is to tell.
fn label(possible: f64, not_possible: f64) -> String {
    let total = format!("{:.1} %", 100.0 * (possible + not_possible));
    if possible >= RARE && not_possible >= RARE {
        format!("{total} ({:.1} possible, {:.1} not)", 100.0 * possible, 100.0 * not_possible)
    } else {
        total
    }
}

/// Keeps the room to the right of the longest bar: the longest label fits.
const _: () = assert!(WIDTH - AXIS.1 > 270);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::verdicts::Questions;
    use crate::measure::Ratio;
    use crate::report::results::sample::outcome;

    /// Forty worlds of four systems: the first has about half, the second as much but for chance, the others far more and less.
    fn compared(questions: &Questions) -> String {
        let mut made_up = outcome(&["a", "b", "c", "d"], 40);
        for (system, lift) in made_up.systems.iter_mut().zip([0.0, 0.5, 30.0, -20.0]) {
            for (world, row) in system.worlds.iter_mut().enumerate() {
                let chance = if lift == 0.5 { (world as f64 * 7.0) % 40.0 - 20.0 } else { (world as f64 * 3.0) % 5.0 };
                row.ratios[Measure::WinWinYield as usize] = Ratio { numerator: 50.0 + lift + chance, denominator: 100.0 };
                row.endings[Ending::WinWin as usize] = [0, 50];
                row.endings[Ending::Competitor as usize] = [0, 50];
            }
        }
        title(&Document::answering(&made_up, questions))
    }

    #[test]
    fn each_of_several_differences_that_is_not_settled_is_told() {
        let told = compared(&Questions { measures: vec![Measure::WinWinYield], ..Questions::default() });
        assert!(told.ends_with(" under d; not settled against a: b"), "{told}");
        let not_asked = compared(&Questions { measures: vec![Measure::RevenuePerMonth], ..Questions::default() });
        assert!(not_asked.ends_with(" under d; not settled against a: b"), "{not_asked}");
    }
}

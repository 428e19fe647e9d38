//! How journeys end, side by side: a bar for each system and ending, split by whether a mutual benefit
//! was possible.

use crate::experiment::statistics::ERROR;
use crate::experiment::verdicts::Standing;
use crate::measure::{Ending, Measure};
use crate::report::charts::grammar::{
    Axis, Canvas, Drawing, Frame, MARGIN, MOST_SYSTEMS, NAME, PAPER, Paint, SMALL, Text, Ticks, Unit, WIDTH,
};
use crate::report::results::document::{DifferenceResult, Document, MeasureDifference, ScenarioResult};
use crate::report::results::settled::probable;
use crate::report::results::verdict::source;
use crate::report::results::words::list;

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
struct Selection<'a> {
    systems: &'a [ScenarioResult],
    drawn: Vec<Ending>,
    told: Vec<Ending>,
    rare: Vec<Ending>,
    longest: f64,
}

impl<'a> Selection<'a> {
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

    /// Shares, in steps of one per cent at least.
    fn axis(&self) -> Axis {
        Axis::in_pieces([0.0, self.longest.max(0.005)].into_iter(), 5.0, 0.01, AXIS)
    }
}

/// The chart.
pub fn drawing(document: &Document, setting: &str) -> Drawing {
    let selection = Selection::new(document);
    let names: Vec<String> = selection.systems.iter().map(|s| s.name.clone()).collect();
    let frame = Frame::new(&title(document), &subtitle(&selection), &footnote(document, &selection, &names, setting));
    let top = frame.top() + 16;
    let below = top + selection.group() * selection.drawn.len() as i32;
    let mut canvas = frame.canvas(below + 68);
    let axis = selection.axis();
    axis.draw_across(&mut canvas, (top, below), &Ticks::plain(&|share| format!("{:.0} %", 100.0 * share)).in_unit(Unit::PERCENT));
    axis.caption(&mut canvas, "share of all journeys", below + 44);
    for (place, ending) in selection.drawn.iter().enumerate() {
        draw_group(&mut canvas, &selection, &axis, *ending, top + selection.group() * place as i32 + GAP / 2);
    }
    canvas.finish()
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
    format!("Of 100 customers with win-win potential, a win-win was reached with {}{}", list(&each), caveat(document, systems))
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

fn subtitle(selection: &Selection<'_>) -> String {
    let mut text =
        "Share of all journeys begun in the window, by ending. Dark: a mutual benefit was possible; pale: it was not.".to_string();
    for &ending in &selection.told {
        let each: Vec<String> =
            selection.systems.iter().map(|s| format!("{:.1} % under {}", 100.0 * shares(s, ending).iter().sum::<f64>(), s.name)).collect();
        text.push_str(&format!(" Not drawn: {}, {}.", ending.title(), list(&each)));
    }
    text
}

fn footnote(document: &Document, selection: &Selection<'_>, names: &[String], setting: &str) -> String {
    let mut text = String::new();
    if !selection.rare.is_empty() {
        let rare: Vec<String> = selection.rare.iter().map(|e| e.title().to_string()).collect();
        text.push_str(&format!("Below 0.05 % under every system: {}. ", list(&rare)));
    }
    let left_out = document.scenarios.len() - names.len();
    if left_out > 0 {
        text.push_str(&format!("{left_out} more systems are in worlds.csv. "));
    }
    text + &source(document, names, setting)
}

/// The bars of one ending, a system below the other.
fn draw_group(canvas: &mut Canvas, selection: &Selection<'_>, axis: &Axis, ending: Ending, top: i32) {
    let middle = top + (selection.group() - GAP) / 2;
    canvas.text(ending.title(), (MARGIN, middle), NAME);
    for (place, system) in selection.systems.iter().enumerate() {
        let y = top + BAR * place as i32;
        let [possible, not_possible] = shares(system, ending);
        let colour = Paint::system(place);
        let (first, second) = (axis.at(possible), axis.at(possible + not_possible));
        let name = SMALL.fitted(&system.name, AXIS.0 - MARGIN - 158);
        canvas.text(&name, (AXIS.0 - 8, y + BAR / 2), SMALL.right());
        canvas.bar((AXIS.0, y + 2), (first, y + BAR - 2), colour);
        if second > first {
            canvas.framed((first, y + 2), (second, y + BAR - 2), colour.pale(), colour);
        }
        let label = label(possible, not_possible);
        let end = second + 10 + NUMBER.width(&label).ceil() as i32;
        canvas.bar((second + 6, y + 1), (end, y + BAR - 1), PAPER);
        canvas.text(&label, (second + 8, y + BAR / 2), NUMBER);
    }
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

//! What the difference between two systems depends on: for each assumption, the mean difference at the low and at the high end of its range.

use crate::report::charts::grammar::{Axis, BETTER, Canvas, Drawing, Frame, GRID, MARGIN, NAME, SMALL, Ticks, Unit, WIDTH, WORSE};
use crate::report::results::influence::{AssumptionResult, ElementaryResult, InfluenceDocument, Method};
use crate::report::results::words::{grouped, in_sentence, list, short, signed};

/// Height of a row, and where its axis is.
const ROW: i32 = 62;
const AXIS: (i32, i32) = (430, 960);
/// More assumptions are left to the table.
const MOST: usize = 10;
/// Half of a 95 % interval in standard errors.
const HALF: f64 = 1.96;

/// The chart.
pub fn drawing(document: &InfluenceDocument, setting: &str) -> Drawing {
    let rows: Vec<&AssumptionResult> = document.told_apart().filter(|one| one.range.is_some()).take(MOST).collect();
    let frame = Frame::new(&document.headline(), &subtitle(document), &footnote(document, setting));
    let ends = rows.iter().flat_map(|one| [one.at_low, one.at_high]).flatten();
    let ends = ends.map(|[mean, error]| [mean, HALF * error]);
    let effects = rows.iter().filter_map(|one| one.elementary).map(|one| [one.mean, one.spread]);
    let reach = ends.chain(effects).flat_map(|[mean, reach]| [100.0 * (mean - reach), 100.0 * (mean + reach)]);
    let axis = Axis::in_pieces(reach.chain([-5.0, 5.0]), 5.0, 1.0, AXIS);
    let top = frame.top() + 30;
    let below = top + ROW * rows.len().max(1) as i32;
    let mut canvas = frame.canvas(below + 72);
    let sign = document.unit();
    axis.draw_across(
        &mut canvas,
        (top, below),
        &Ticks::around_zero(&|value| format!("{} {sign}", signed(value, 0))).in_unit(Unit { factor: 1.0, sign }),
    );
    axis.caption(&mut canvas, &SMALL.fitted(&caption(document), AXIS.1 - AXIS.0 + 200), below + 44);
    canvas.text(
        if document.method == Method::Morris { "size of the effect" } else { "share of the spread" },
        (WIDTH - MARGIN, top - 14),
        SMALL.right(),
    );
    for (place, one) in rows.iter().enumerate() {
        draw_row(&mut canvas, &axis, (one, sign), top + ROW * place as i32 + ROW / 2);
    }
    canvas.finish()
}

fn draw_row(canvas: &mut Canvas, axis: &Axis, (one, sign): (&AssumptionResult, &str), y: i32) {
    let room = AXIS.0 - MARGIN - 20;
    canvas.line((MARGIN, y + ROW / 2), (WIDTH - MARGIN, y + ROW / 2), GRID, 1);
    canvas.text(&NAME.fitted(&one.name(), room), (MARGIN, y - 11), NAME);
    canvas.text(&SMALL.fitted(&format!("drawn from {}", one.drawn_from()), room), (MARGIN, y + 11), SMALL);
    if let Some(ElementaryResult { mean, size, spread }) = one.elementary {
        let paint = if mean >= 0.0 { BETTER } else { WORSE };
        canvas.line((axis.at(100.0 * (mean - spread)), y), (axis.at(100.0 * (mean + spread)), y), paint, 3);
        canvas.circle((axis.at(100.0 * mean), y), 8, paint);
        canvas.text(&format!("{} {sign}", grouped(100.0 * size, 0)), (WIDTH - MARGIN, y), SMALL.right());
        return;
    }
    let (Some(low), Some(high)) = (one.at_low, one.at_high) else { return };
    let at = |[mean, _]: [f64; 2]| axis.at(100.0 * mean);
    let paint = if high[0] >= low[0] { BETTER } else { WORSE };
    canvas.line((at(low), y), (at(high), y), paint, 4);
    canvas.ring((at(low), y), 8, paint);
    canvas.circle((at(high), y), 8, paint);
    let Some((share, [from, to])) = one.share.zip(one.ci95) else { return };
    let share = [share, from, to].map(|share| grouped(100.0 * share, 0));
    canvas.text(&format!("{} % ({} to {})", share[0], share[1], share[2]), (WIDTH - MARGIN, y), SMALL.right());
}

fn caption(document: &InfluenceDocument) -> String {
    let InfluenceDocument { baseline: a, scenario: b, .. } = document;
    let unit = if document.unit() == "%" { "% of the mean of both" } else { document.unit() };
    match document.method {
        Method::Morris => format!("change of {b} less {a} over the whole range of the assumption, in {unit}"),
        _ => format!("{b} less {a}, mean over firms, in {unit}"),
    }
}

fn subtitle(document: &InfluenceDocument) -> String {
    let measure = in_sentence(document.measure.0);
    match document.method {
        Method::Morris => format!(
            "Change of the difference in {measure} where one assumption alone is moved: the mean over firms like this one (circle) and how much it varies between them (line). Right of zero more of it favours {}.",
            document.scenario
        ),
        _ => format!(
            "Mean difference in {measure} over firms like this one in the lowest fifth (open circle) and the highest fifth (filled circle) of each assumption's range. Right of zero {} is ahead.",
            document.scenario
        ),
    }
}

fn footnote(document: &InfluenceDocument, setting: &str) -> String {
    let names = list(&[document.baseline.clone(), document.scenario.clone()]);
    format!(
        "Blue: more of it favours {}; orange: less of it. {} firms, each assumption within a factor of {} of its value; the noise of worlds is taken out of the shares. All within this model's assumptions.\nSimulated: {names}; {setting}; seed {}; winflow {}.",
        document.scenario,
        grouped(document.plausible as f64, 0),
        short(document.factor),
        document.seed,
        env!("CARGO_PKG_VERSION")
    )
}

#[cfg(test)]
mod tests {
    use crate::report::charts::draw_influence;
    use crate::report::charts::grammar::legible;
    use crate::report::results::influence::sample::{document, moved_alone};

    #[test]
    fn no_text_is_cut_off_or_covers_another() {
        for told_apart in [1, 3, 12] {
            let charts = draw_influence(&document(told_apart), "customers: mid; 3 years").expect("a chart");
            assert_eq!(charts.len(), 1);
            legible(&charts, 6, "assumptions");
        }
        let charts = draw_influence(&moved_alone(12), "customers: mid; 3 years").expect("a chart");
        legible(&charts, 6, "elementary effects");
        assert!(draw_influence(&document(0), "customers: mid; 3 years").expect("none").is_empty());
    }
}

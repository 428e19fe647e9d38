//! From journeys begun to win-wins: how many a month, how many of 100 go on, and how long each part takes.
//!
//! Counts and conversions are ratios of totals with an interval over worlds; days are quantiles over all journeys of all worlds, because
//! times are skewed and a mean would be led by the longest.

mod drawing;

use super::journeys::{self, Backlog, is_won};
use super::sheet::{self, ByWorld, MONTH, count, fitted_name, footnote, shown, window_days};
use crate::experiment::statistics::{Estimate, estimate};
use crate::measure::{Ending, Ratio, quantile};
use crate::report::charts::caveat;
use crate::report::charts::grammar::{Frame, MARGIN, Picture, Said, WIDTH};
use crate::report::results::stored::rows::JourneyRow;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{grouped, list, sentence};
use drawing::{Layout, draw};
use std::collections::BTreeMap;

/// The stages, each within the one before.
const STAGES: [&str; 5] = ["journeys begun", "dialogues", "accepted", "won", "win-wins"];
/// The time between a stage and the next; none is kept of what comes after a deal.
const PARTS: [Option<&str>; 4] = [Some("start to dialogue"), Some("dialogue to qualified"), Some("accepted to decided"), None];
/// What becomes of them from each stage to the next.
const GO_ON: [&str; 4] = ["of 100: dialogue", "of 100: accepted", "of 100: won", "of 100: win-win"];
/// More often than this the longest bar is broken, so that the others can be seen.
const BREAK: f64 = 2.0;
const ROW: i32 = 26;
/// Where bars are, and where days are.
const BARS: (i32, i32) = (370, 620);
const DAYS: (i32, i32) = (800, 1020);

/// How far a journey came: the position of its stage.
fn reached(row: &JourneyRow) -> usize {
    match row {
        row if row.ending == Ending::WinWin => 4,
        row if is_won(row) => 3,
        row if row.let_in => 2,
        row if row.dialogue_days.is_some() => 1,
        _ => 0,
    }
}

/// Days that a journey spent in each part; nothing for parts that it did not come through.
fn days(row: &JourneyRow) -> [Option<f64>; 3] {
    let between = |from: Option<f64>, to: Option<f64>| Some((to? - from?).max(0.0));
    [
        between(Some(row.begun_days), row.dialogue_days),
        between(row.dialogue_days, row.judged_days),
        // The backlog before the limit on work in progress counts, and who left it too.
        between(journeys::let_in(row), row.ended_days),
    ]
}

/// Median, and what nine of ten stay within.
type Days = Option<[f64; 2]>;

/// One system.
struct Funnel {
    place: usize,
    name: String,
    /// Of each stage: journeys over months, by world, and in the mean.
    stages: [ByWorld; 5],
    a_month: [Estimate; 5],
    /// Of each stage but the first: journeys over those of the stage before.
    go_on: [Estimate; 4],
    /// Win-wins over journeys begun, by world.
    overall: ByWorld,
    days: [Days; 3],
    backlog: Option<Backlog>,
}

impl Funnel {
    fn new(place: usize, system: &StoredSystem) -> Option<Self> {
        if system.journeys.is_empty() {
            return None;
        }
        let mut counts: BTreeMap<u64, [f64; 5]> = journeys::worlds(system).into_iter().map(|world| (world, [0.0; 5])).collect();
        for row in &system.journeys {
            let of = counts.entry(row.world).or_default();
            of[..=reached(row)].iter_mut().for_each(|count| *count += 1.0);
        }
        let months = window_days(system) / MONTH;
        let stage = |stage: usize| counts.iter().map(|(world, n)| (*world, Ratio { numerator: n[stage], denominator: months })).collect();
        let part = |part: usize| -> Days {
            let sorted = journeys::sorted(system.journeys.iter().filter_map(|row| days(row)[part]));
            Some([quantile(&sorted, 0.5)?, quantile(&sorted, 0.9)?])
        };
        let stages: [ByWorld; 5] = [0, 1, 2, 3, 4].map(stage);
        let of = |from: usize, to: usize| share(&stages[from], &stages[to]);
        Some(Self {
            place,
            name: system.name.clone(),
            a_month: [0, 1, 2, 3, 4].map(|stage: usize| estimate(&sheet::ratios(&stages[stage]))),
            go_on: [0, 1, 2, 3].map(|part| estimate(&sheet::ratios(&of(part, part + 1)))),
            overall: of(0, 4),
            stages,
            days: [0, 1, 2].map(part),
            backlog: Backlog::of(system),
        })
    }

    /// Of one stage's journeys, those that come to another, in the mean.
    fn conversion(&self, from: usize, to: usize) -> Option<f64> {
        sheet::mean(&share(&self.stages[from], &self.stages[to]))
    }
}

/// Journeys of one stage over those of another, by world.
fn share(from: &ByWorld, to: &ByWorld) -> ByWorld {
    let of = |(world, a): (&u64, &Ratio)| Some((*world, Ratio { numerator: to.get(world)?.numerator, denominator: a.numerator }));
    from.iter().filter_map(of).collect()
}

/// The chart; `None` without journeys.
pub fn picture(stored: &Stored) -> Option<Picture> {
    let funnels: Vec<Funnel> = shown(stored).iter().enumerate().filter_map(|(place, system)| Funnel::new(place, system)).collect();
    if funnels.is_empty() {
        return None;
    }
    let layout = Layout::new(&funnels);
    let title = title(&funnels);
    let frame = Frame::new(&title, &subtitle(&funnels), &footnote(stored, &notes(&layout)));
    let top = frame.top() + 44;
    let below = top + layout.height();
    let mut canvas = frame.canvas(below + 66);
    draw(&mut canvas, &layout, (top, below));
    Some(Picture::new("funnel", title, Said::Apart(message(&funnels)), canvas.finish(), data(&funnels)))
}

fn of_hundred(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_string(), |share| sheet::three_digits(100.0 * share))
}

fn title(funnels: &[Funnel]) -> String {
    let each = sheet::under(funnels.iter().map(|f| (of_hundred(f.conversion(0, 4)), f.name.as_str())), " end as win-win");
    format!("Of 100 journeys begun, {each}{}", caveat::counted(&overall(funnels)))
}

/// Win-wins over journeys begun, by system and world.
fn overall(funnels: &[Funnel]) -> Vec<ByWorld> {
    funnels.iter().map(|f| f.overall.clone()).collect()
}

fn subtitle(funnels: &[Funnel]) -> String {
    let whiskers = if funnels.iter().any(|f| f.stages[0].len() > 1) { " Whiskers and brackets: 95 % interval of the mean." } else { "" };
    format!(
        "Journeys begun in the window: how many per month reach each stage, how many of 100 move on, and how long the stage took.{whiskers}"
    )
}

fn notes(layout: &Layout<'_>) -> String {
    let broken = layout.funnels.iter().filter_map(|f| f.a_month[0].mean).any(|mean| layout.is_broken(mean));
    let broken = if broken { " Broken bars are longer than drawn." } else { "" };
    format!(
        "Days: all journeys of all worlds that completed the stage; open ones are excluded. Accepted to decided includes the wait for a free slot in the pipeline, and lost or abandoned opportunities. Open and undelivered ones count as not having moved on.{broken}"
    )
}

fn message(funnels: &[Funnel]) -> String {
    let one = |f: &Funnel| {
        let [dialogue, let_in, won, win_win] = [(0, 1), (1, 2), (2, 3), (3, 4)].map(|(from, to)| of_hundred(f.conversion(from, to)));
        let days: Vec<String> = PARTS
            .iter()
            .zip(&f.days)
            .filter_map(|(part, days)| {
                let [median, p90] = (*days)?;
                Some(format!("{} {} days (90th percentile {})", (*part)?, grouped(median, digits(median)), grouped(p90, digits(p90))))
            })
            .collect();
        let days = if days.is_empty() { String::new() } else { format!(" Median times: {}.", list(&days)) };
        format!(
            "{}: {dialogue} of 100 journeys lead to a dialogue, {let_in} of 100 dialogues are accepted, {won} of 100 accepted are won, {win_win} of 100 won are win-wins.{days}{}",
            sentence(&fitted_name(&f.name)),
            f.backlog.map_or_else(String::new, |backlog| format!(
                " Accepted opportunities wait before entering the pipeline: {}.",
                backlog.words()
            ))
        )
    };
    let each: Vec<String> = funnels.iter().map(one).collect();
    let caveat = caveat::counted_about("For win-wins per journey begun", &overall(funnels));
    format!("{}{caveat}", each.join(" "))
}

/// Days below ten have a digit after the point.
fn digits(days: f64) -> usize {
    usize::from(days < 9.95)
}

/// Keeps the room of the longest label of days.
const _: () = assert!(WIDTH - MARGIN - DAYS.1 > 120);

fn data(funnels: &[Funnel]) -> Table {
    let columns = [
        "system",
        "stage",
        "journeys per month",
        "95 % interval from",
        "95 % interval to",
        "of 100 from the previous stage",
        "of 100: 95 % interval from",
        "of 100: 95 % interval to",
        "of 100 begun",
        "median days since the previous stage",
        "90th percentile, days",
    ];
    let maybe = |value: Option<f64>| Cell::maybe(value, value.map_or(0, sheet::decimals));
    let rows = funnels.iter().flat_map(|f| {
        STAGES.iter().enumerate().map(move |(stage, title)| {
            let (a_month, begun) = (f.a_month[stage], f.conversion(0, stage));
            let before = stage.checked_sub(1).map(|before| f.go_on[before]).unwrap_or_default();
            let ends = sheet::share_ends(&before);
            let days = stage.checked_sub(1).and_then(|part| f.days.get(part).copied().flatten());
            let hundred = |share: Option<f64>| maybe(share.map(|share| 100.0 * share));
            vec![
                Cell::text(f.name.as_str()),
                Cell::text(*title),
                maybe(a_month.mean),
                maybe(a_month.ci95.map(|[low, _]| low)),
                maybe(a_month.ci95.map(|[_, high]| high)),
                hundred(before.mean),
                hundred(ends.map(|[low, _]| low)),
                hundred(ends.map(|[_, high]| high)),
                hundred(begun),
                Cell::maybe(days.map(|[median, _]| median), 1),
                Cell::maybe(days.map(|[_, p90]| p90), 1),
            ]
        })
    });
    let worlds = funnels.iter().map(|f| f.stages[0].len()).max().unwrap_or(0);
    Table::filled(
        format!(
            "Journeys begun in the window, by the stage reached; {}. Days won: from acceptance to decision, including the wait for a free slot in the pipeline and lost opportunities",
            count(worlds, "world", "worlds")
        ),
        columns,
        rows,
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample::{journey, opportunity, stored};
    use super::*;

    #[test]
    fn stages_lie_within_each_other() {
        // A year, one world: 4 never met, 1 said no to, 2 lost, 1 forced, 2 win-wins: 10 begun, 6 met, 5 let in, 3 won, 2 win-wins.
        let mut stored = stored(&["a"], 1.0);
        let rows = &mut stored.systems[0].journeys;
        rows.extend((0..4).map(|number| journey(0, number, 1.0)));
        rows.push(JourneyRow { let_in: false, entered_days: None, ..opportunity(0, 4, [10.0, 12.0, 12.0], Ending::GoodNo) });
        rows.extend([5, 6].map(|number| opportunity(0, number, [10.0, 14.0, 50.0], Ending::StatusQuo)));
        rows.push(opportunity(0, 7, [10.0, 16.0, 100.0], Ending::ForceFit));
        rows.extend([8, 9].map(|number| opportunity(0, number, [10.0, 18.0, 118.0], Ending::WinWin)));
        let funnel = Funnel::new(0, &stored.systems[0]).expect("journeys");
        assert_eq!(funnel.backlog, None);
        let counts = [0, 1, 2, 3, 4].map(|stage| funnel.stages[stage][&0].numerator);
        assert_eq!(counts, [10.0, 6.0, 5.0, 3.0, 2.0]);
        assert_eq!(funnel.a_month[1].mean, Some(0.5));
        assert_eq!(funnel.conversion(2, 3), Some(0.6));
        // Five days before each dialogue; 2, 4, 4, 6, 8, 8 to the judgement; 36, 36, 84, 100, 100 to the decision.
        assert_eq!(funnel.days[0], Some([5.0, 5.0]));
        assert_eq!(funnel.days[1], Some([5.0, 8.0]));
        assert_eq!(funnel.days[2], Some([84.0, 100.0]));
        let picture = picture(&stored).expect("something");
        assert_eq!(picture.title, "Of 100 journeys begun, 20.0 end as win-win under a; one world settles nothing");
        assert!(picture.message.contains("60.0 of 100 accepted are won, 66.7 of 100 won are win-wins"), "{}", picture.message);
        assert_eq!(picture.data.rows.len(), 5);
    }

    #[test]
    fn the_wait_for_room_in_the_flow_counts() {
        // Let in on day 10: one enters on day 40 and is decided on day 100, one on day 60 and on day 80; one leaves on day 30 without ever
        // having entered; of one nobody judged, the dialogue counts: 5 to 50.
        let mut stored = stored(&["a"], 1.0);
        let rows = &mut stored.systems[0].journeys;
        rows.push(JourneyRow { entered_days: Some(40.0), ..opportunity(0, 0, [5.0, 10.0, 100.0], Ending::WinWin) });
        rows.push(JourneyRow { entered_days: Some(60.0), ..opportunity(0, 1, [5.0, 10.0, 80.0], Ending::StatusQuo) });
        rows.push(JourneyRow { entered_days: None, ..opportunity(0, 2, [5.0, 10.0, 30.0], Ending::TooSlow) });
        rows.push(JourneyRow { judged_days: None, entered_days: Some(5.0), ..opportunity(0, 3, [5.0, 0.0, 50.0], Ending::StatusQuo) });
        let funnel = Funnel::new(0, &stored.systems[0]).expect("journeys");
        assert_eq!(funnel.days[2].map(|[median, _]| median), Some(57.5), "20, 45, 70, 90");
        assert_eq!(funnel.backlog, Some(Backlog { let_in: 4, never_entered: 1, median: Some(30.0) }));
        let picture = picture(&stored).expect("something");
        assert!(
            picture.message.contains(
                "Accepted opportunities wait before entering the pipeline: a median of 30 days; 1 of 4 accepted never entered the pipeline."
            ),
            "{}",
            picture.message
        );
    }
}

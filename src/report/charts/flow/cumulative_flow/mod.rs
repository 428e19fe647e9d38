//! Cumulative flow, with ageing work: how many dialogues have begun, have been let in or not, and are over; and how old what is still
//! open at the end is, against the time that such work takes.
//!
//! The upward distance of two lines is the work between them; the distance from left to right is about how long it stays (Anderson, *Kanban*,
//! 2010; Vacanti, *Actionable Agile Metrics for Predictability*, 2015). That both hang together is Little's law: work in progress is what
//! begins a month times the months that it stays ("A proof for the queuing formula", *Operations Research* 9, 1961). The law holds for
//! totals, so that the lines are the mean of all worlds; what is old is told of one world, piece by piece.

mod drawing;
mod flow;

use super::dates::Dates;
use super::sheet::{self, ByWorld, count, fitted_name, footnote, shown};
use crate::measure::Ratio;
use crate::report::charts::caveat;
use crate::report::charts::grammar::{Frame, Picture, Said};
use crate::report::results::stored::Stored;
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{grouped, list, sentence};
use flow::{Ageing, Flow};

/// Everything about one system.
struct System {
    place: usize,
    flow: Flow,
    ageing: Option<Ageing>,
}

/// The chart; `None` if no dialogue began.
pub fn picture(stored: &Stored) -> Option<Picture> {
    let systems: Vec<System> = shown(stored)
        .iter()
        .enumerate()
        .filter_map(|(place, system)| Some(System { place, flow: Flow::new(system)?, ageing: Ageing::new(system) }))
        .collect();
    if systems.is_empty() {
        return None;
    }
    let title = title(&systems);
    let dates = Dates::of(stored);
    let frame = Frame::new(&title, &subtitle(&systems), &footnote(stored, &(notes(&systems) + &dates.note())));
    let top = frame.top();
    let mut canvas = frame.canvas(top + drawing::height(systems.len()));
    drawing::draw(&mut canvas, (&systems, &dates), top);
    Some(Picture::new("cumulative-flow", title, Said::Apart(message(&systems)), canvas.finish(), data(&systems)))
}

fn subtitle(systems: &[System]) -> String {
    let worlds = systems.iter().map(|s| s.flow.worlds).max().unwrap_or(0);
    let whose = if worlds > 1 { format!("mean over {}", count(worlds, "world", "worlds")) } else { "one world".to_string() };
    let across = if systems.iter().any(|s| s.flow.is_steady) { ", the horizontal distance is about how long it stays" } else { "" };
    format!(
        "Left, {whose}: the vertical distance between two lines is the work between them{across}. Right: opportunities open when the window ends, by age. Overdue: older than 85 % of those decided."
    )
}

fn title(systems: &[System]) -> String {
    let aged: Vec<(&System, &Ageing)> = systems.iter().filter_map(|s| Some((s, s.ageing.as_ref()?))).collect();
    if aged.is_empty() {
        let each = sheet::under(systems.iter().map(|s| (sheet::three_digits(s.flow.open_at_end()), s.flow.name.as_str())), "");
        return format!("Opportunities open when the window ends: {each}; none were decided before");
    }
    let share = |old: &ByWorld| {
        let hundred = sheet::mean(old).map(|share| 100.0 * share);
        hundred.map_or_else(|| "–".to_string(), |n| grouped(n, usize::from(n > 0.0 && n < 9.95)))
    };
    let each = sheet::under(aged.iter().map(|(s, ageing)| (share(&ageing.old), s.flow.name.as_str())), " are overdue");
    let shares: Vec<ByWorld> = aged.iter().map(|(_, ageing)| ageing.old.clone()).collect();
    format!("Of 100 open opportunities, {each}{}", caveat::counted(&shares))
}

fn notes(systems: &[System]) -> String {
    let ageing = systems.iter().find_map(|s| s.ageing.as_ref());
    let world = ageing.map_or_else(String::new, |ageing| format!(" Right: world {}, the first, not hand-picked.", ageing.world));
    let thinned = systems.iter().filter_map(|s| s.ageing.as_ref()).any(Ageing::is_thinned);
    let thinned = if thinned { format!(" At most {} opportunities are drawn, evenly over ages.", flow::MOST_DRAWN) } else { String::new() };
    let short: Vec<String> = systems.iter().filter(|s| !s.flow.is_steady).map(|s| fitted_name(&s.flow.name)).collect();
    let short = match short.is_empty() {
        true => String::new(),
        false => format!(" The window is too short for the lines of {} to show how long work stays.", list(&short)),
    };
    format!(
        "Customers whose journey began in the window; earlier ones are excluded, so the lines start together.{world}{thinned}{short} Days within: accepted and decided opportunities, from the dialogue, all worlds."
    )
}

fn message(systems: &[System]) -> String {
    let one = |s: &System| {
        let little = s.flow.little().map(|little| {
            format!(
                "in the second half of the window, {} opportunities are open on average: {} start per month and stay {} days (Little's law)",
                sheet::three_digits(little.open),
                sheet::three_digits(little.begun_a_month),
                grouped(little.days, 0)
            )
        });
        let old = s.ageing.as_ref().map(|ageing| {
            let total = |of: fn(&Ratio) -> f64| ageing.old.values().map(of).sum::<f64>() / ageing.old.len().max(1) as f64;
            format!(
                "of {} open at its end, {} are older than {} days (85 % of decided opportunities took no longer)",
                sheet::three_digits(total(|r| r.denominator)),
                sheet::three_digits(total(|r| r.numerator)),
                grouped(ageing.percentiles.p85.ceil(), 0)
            )
        });
        let told: Vec<String> = little.into_iter().chain(old).collect();
        let told = if told.is_empty() { "nothing was decided".to_string() } else { told.join("; ") };
        format!("{}: {told}.", sentence(&fitted_name(&s.flow.name)))
    };
    let each: Vec<String> = systems.iter().map(one).collect();
    let old: Vec<ByWorld> = systems.iter().filter_map(|s| Some(s.ageing.as_ref()?.old.clone())).collect();
    format!("Mean over worlds. {}{}", each.join(" "), caveat::counted_about("For the share that is overdue", &old))
}

fn data(systems: &[System]) -> Table {
    let columns = [
        "system",
        "month",
        "dialogues begun so far",
        "of these, qualified or closed",
        "of these, closed",
        "open, before qualification",
        "open, qualified",
    ];
    let rows = systems.iter().flat_map(|s| {
        let flow = &s.flow;
        flow.tabled().map(move |place| {
            let [begun, judged, over] = flow.at(place);
            let month = Cell::number(flow.months[place], 1);
            let numbers = [begun, judged, over, begun - judged, judged - over].map(|n| Cell::number(n, 1));
            [Cell::text(flow.name.as_str()), month].into_iter().chain(numbers).collect()
        })
    });
    let worlds = systems.iter().map(|s| s.flow.worlds).max().unwrap_or(0);
    Table::filled(format!("Dialogues of journeys begun in the window, mean over {}", count(worlds, "world", "worlds")), columns, rows)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{opportunity, stored};
    use super::*;
    use crate::measure::Ending;

    #[test]
    fn lines_count_and_ages_are_against_what_such_work_takes() {
        // A year in 53 stretches of 6.89 days. Every ten days one begins, is judged 5 days later and decided 100 days after it began; two
        // stay open from day 10 and day 300.
        let mut stored = stored(&["a"], 1.0);
        for number in 0..26 {
            let day = 10.0 * number as f64;
            stored.systems[0].journeys.push(opportunity(0, number, [day, day + 5.0, day + 100.0], Ending::StatusQuo));
        }
        for (number, day) in [(30, 10.0), (31, 300.0)] {
            stored.systems[0].journeys.push(opportunity(0, number, [day, day + 5.0, 0.0], Ending::Open));
        }
        let flow = Flow::new(&stored.systems[0]).expect("dialogues");
        let last = flow.months.len() - 1;
        assert_eq!((flow.at(0), flow.at(last)), ([1.0, 0.0, 0.0], [28.0, 28.0, 26.0]));
        assert_eq!(flow.open_at_end(), 2.0);
        let ageing = Ageing::new(&stored.systems[0]).expect("ages");
        assert_eq!((ageing.percentiles.p85, ageing.old[&0].numerator, ageing.old[&0].denominator), (100.0, 1.0, 2.0));
        let ages: Vec<f64> = ageing.pieces.iter().map(|piece| piece.age).collect();
        assert_eq!(ages, [65.25, 355.25]);
        let picture = picture(&stored).expect("something");
        assert_eq!(picture.title, "Of 100 open opportunities, 50 are overdue under a; one world settles nothing");
    }

    #[test]
    fn little_s_law_reads_off_the_lines() {
        // One a day begins and stays for 30 days: 30 open, 30.4 a month.
        let mut stored = stored(&["a"], 1.0);
        for day in 0..365 {
            let at = f64::from(day);
            stored.systems[0].journeys.push(opportunity(0, day as u64, [at, at + 2.0, at + 30.0], Ending::WinWin));
        }
        let little = Flow::new(&stored.systems[0]).and_then(|flow| flow.little()).expect("a law");
        assert!((little.open - 30.0).abs() < 0.6, "{little:?}");
        assert!((little.begun_a_month - 30.4375).abs() < 0.3 && (little.days - 30.0).abs() < 0.8, "{little:?}");
        // Of half a year with stays of 80 days those that are open come from too few: the law does not hold yet.
        let mut short = super::super::sample::stored(&["a"], 0.5);
        for day in 0..182 {
            let at = f64::from(day);
            short.systems[0].journeys.push(opportunity(0, day as u64, [at, at + 2.0, at + 80.0], Ending::WinWin));
        }
        assert_eq!(Flow::new(&short.systems[0]).and_then(|flow| flow.little()), None);
        let told = picture(&short).expect("something");
        assert!(!told.message.contains("Little"), "{}", told.message);
        assert!(!told.drawing.svg().expect("a drawing").contains("about 8"), "no stay is read off");
    }
}

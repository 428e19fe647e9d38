//! How long each system takes to find its level: the document, the words and the tables.

use super::csv::Lines;
use super::words::{grouped, sentence, signed};
use crate::experiment::warm_up::{BATCH, FIRST_PILOT_WORLD, Found};
use crate::scenario::customer::Start;
use crate::simulation::Model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How systems find their level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WarmUpDocument {
    /// Seed of every world.
    pub seed: u64,
    /// Number of the first pilot world; the others follow.
    pub first_world: u64,
    /// Number of pilot worlds.
    pub worlds: u64,
    /// Longest warm-up that any of the systems needs, in weeks; `null` if one of them has not found its level.
    pub needed_weeks: Option<u64>,
    /// The systems in the order given.
    pub systems: Vec<SystemWarmUp>,
}

/// How one system finds its level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemWarmUp {
    /// Name, unique in the document.
    pub name: String,
    /// What there is when the run begins: `empty` or `loaded`.
    pub start: String,
    /// Warm-up that the scenario has, in weeks.
    pub warm_up_weeks: f64,
    /// Warm-up that it needs, in weeks: the longest cut; `null` if no cut was found in one of the series.
    pub needed_weeks: Option<u64>,
    /// Whether what it has is enough for what it needs; `null` if that is not known.
    pub is_enough: Option<bool>,
    /// The series.
    pub series: Vec<SeriesWarmUp>,
}

/// A series from the beginning of the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesWarmUp {
    /// Which: `dialogues`, `wip` or `deals`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Unit in words.
    pub unit: String,
    /// Where MSER-5 cuts, in weeks; `null` if no cut was found in the first half.
    pub cut_weeks: Option<u64>,
    /// Mean after the cut.
    pub level: Option<f64>,
    /// Mean after the warm-up that the scenario has.
    pub level_as_set: Option<f64>,
    /// Mean over worlds, week by week.
    pub mean: Vec<f64>,
    /// One world in ten will be below, week by week; empty with fewer than nine worlds.
    pub p10: Vec<f64>,
    /// Nine worlds in ten will be below, week by week; empty with fewer than nine worlds.
    pub p90: Vec<f64>,
}

impl WarmUpDocument {
    /// From what was found in each system, by name.
    pub fn new(seed: u64, worlds: u64, systems: impl Iterator<Item = SystemWarmUp>) -> Self {
        let systems: Vec<SystemWarmUp> = systems.collect();
        let needed: Option<Vec<u64>> = systems.iter().map(|system| system.needed_weeks).collect();
        let needed_weeks = needed.and_then(|weeks| weeks.into_iter().max());
        Self { seed, first_world: FIRST_PILOT_WORLD, worlds, needed_weeks, systems }
    }

    /// What can be done, if the warm-up of a system is too short or not known.
    pub fn cure(&self) -> Option<String> {
        if self.systems.iter().all(|system| system.is_enough == Some(true)) {
            return None;
        }
        let is_loaded = self.systems.iter().all(|system| system.start == Start::Loaded.word());
        let loaded = if is_loaded { "" } else { ", or start with a loaded pipeline (--set time.start=loaded)" };
        Some(match self.needed_weeks {
            Some(needed) => format!("Run with --warm-up {needed}, or with --warm-up detect{loaded}."),
            None => format!(
                "winflow warm-up with --years 8 and --worlds 100 looks further ahead and more closely; or choose a length yourself, such as --warm-up 52{loaded}."
            ),
        })
    }

    /// As JSON, with a line break at the end.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// A row for each system, series and week.
    pub fn to_csv(&self) -> String {
        let at = |band: &[f64], week: usize| band.get(week).map_or_else(String::new, f64::to_string);
        let mut lines = Lines::headed(["scenario", "series", "unit", "week", "mean", "p10", "p90", "cut_weeks", "warm_up_weeks"]);
        for system in &self.systems {
            for series in &system.series {
                let cut = series.cut_weeks.map_or_else(String::new, |weeks| weeks.to_string());
                for (week, mean) in series.mean.iter().enumerate() {
                    lines.push([
                        system.name.as_str(),
                        &series.id,
                        &series.unit,
                        &(week + 1).to_string(),
                        &mean.to_string(),
                        &at(&series.p10, week),
                        &at(&series.p90, week),
                        &cut,
                        &system.warm_up_weeks.to_string(),
                    ]);
                }
            }
        }
        lines.into_text()
    }
}

impl SystemWarmUp {
    /// What was found in a system.
    pub fn new(name: &str, model: &Model, found: &[Found]) -> Self {
        let time = &model.scenario().time;
        let weeks: Option<Vec<usize>> = found.iter().map(Found::weeks).collect();
        let needed_weeks = weeks.and_then(|weeks| weeks.into_iter().max()).map(|weeks| weeks as u64);
        Self {
            name: name.to_string(),
            start: time.start.word().to_string(),
            warm_up_weeks: time.warm_up_weeks,
            needed_weeks,
            is_enough: needed_weeks.map(|needed| time.warm_up_weeks >= needed as f64),
            series: found.iter().map(|found| SeriesWarmUp::new(found, time.warm_up_weeks.ceil() as usize)).collect(),
        }
    }

    /// The series that takes longest: one without a cut, or else that with the longest cut.
    fn slowest(&self) -> Option<&SeriesWarmUp> {
        let mut slowest: Option<&SeriesWarmUp> = None;
        for series in &self.series {
            let weeks = |s: &SeriesWarmUp| s.cut_weeks.unwrap_or(u64::MAX);
            if slowest.is_none_or(|s| weeks(series) > weeks(s)) {
                slowest = Some(series);
            }
        }
        slowest
    }

    /// How many weeks were looked at.
    fn weeks(&self) -> usize {
        self.series.first().map_or(0, |s| s.mean.len())
    }

    /// Whether the warm-up is long enough, in a sentence.
    pub fn verdict(&self) -> String {
        let (name, slowest) = (&self.name, self.slowest().map_or("", |s| s.title.as_str()));
        let has = grouped(self.warm_up_weeks, 0);
        sentence(&match (self.needed_weeks, self.is_enough) {
            (Some(0), _) => format!("{name} needs no warm-up: it is in steady state from the first week; it has {has} weeks."),
            (Some(needed), Some(true)) => {
                format!("{has} weeks of warm-up are enough for {name}: it needs {needed} ({slowest}).")
            }
            (Some(needed), _) => {
                let off = self.series.iter().filter_map(SeriesWarmUp::off).fold(0.0, |most: f64, off| most.max(off.abs()));
                let off = format!("means after the warm-up are off by up to {} %", grouped(100.0 * off, 1));
                format!("{has} weeks of warm-up are too short for {name}: it needs {needed} ({slowest}); {off}.")
            }
            (None, _) if self.weeks() < 10 * BATCH => {
                format!("{name}: {} weeks are too few to detect a warm-up; at least {} are needed.", self.weeks(), 10 * BATCH)
            }
            (None, _) => format!("{name} does not reach a steady state in the first half of {} weeks ({slowest}).", self.weeks()),
        })
    }
}

impl SeriesWarmUp {
    fn new(found: &Found, set: usize) -> Self {
        Self {
            id: found.series.id().to_string(),
            title: found.series.title().to_string(),
            unit: found.series.unit().to_string(),
            cut_weeks: found.weeks().map(|weeks| weeks as u64),
            level: found.level(),
            level_as_set: found.level_after(set),
            mean: found.mean.clone(),
            p10: found.band.iter().map(|band| band.0).collect(),
            p90: found.band.iter().map(|band| band.1).collect(),
        }
    }

    /// The cut in words.
    pub fn cut(&self) -> String {
        self.cut_weeks.map_or_else(|| "not found".to_string(), |weeks| format!("{weeks} weeks"))
    }

    /// How far the mean after the warm-up that is set is from the level, as a share of it.
    fn off(&self) -> Option<f64> {
        let level = self.level.filter(|level| *level > 0.0)?;
        Some(self.level_as_set? / level - 1.0)
    }

    /// The same in words.
    pub fn off_in_words(&self) -> String {
        self.off().map_or_else(|| "–".to_string(), |off| format!("{} %", signed(100.0 * off, 1)))
    }

    /// The level with its unit.
    pub fn level_in_words(&self) -> String {
        self.level.map_or_else(|| "–".to_string(), |level| format!("{} {}", grouped(level, decimals(level)), self.unit))
    }
}

fn decimals(value: f64) -> usize {
    if value.abs() < 9.95 { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::WeekRecord;

    /// A system whose work in progress climbs for so many weeks, of so many, with so many weeks of warm-up.
    fn document(climbs: u32, weeks: u32, set: f64) -> WarmUpDocument {
        let week = |week: u32| WeekRecord { dialogues: 2, wip: week.min(climbs), deals: 1, ..Default::default() };
        let worlds: Vec<Vec<WeekRecord>> = vec![(0..weeks).map(week).collect(); 9];
        let scenario = crate::scenario::load("team", &[], &[format!("time.warm_up_weeks={set:?}")]).expect("a scenario").scenario;
        let system = SystemWarmUp::new("team", &Model::new(&scenario, Default::default()), &Found::all(&worlds));
        WarmUpDocument::new(7, 9, [system].into_iter())
    }

    /// After 26 weeks of a climb to 40: weeks 26 to 39 sum to 455, 60 weeks of 40 follow, over 74 weeks; 3.5 % below 40.
    #[test]
    fn verdicts_say_whether_it_is_enough_and_what_to_do() {
        let cases = [
            (document(20, 100, 26.0), "26 weeks of warm-up are enough for team: it needs 20 (work in progress)."),
            (
                document(40, 100, 26.0),
                "26 weeks of warm-up are too short for team: it needs 40 (work in progress); means after the warm-up are off by up to 3.5 %.",
            ),
            (document(99, 100, 26.0), "Team does not reach a steady state in the first half of 100 weeks (work in progress)."),
            (document(0, 40, 26.0), "Team: 40 weeks are too few to detect a warm-up; at least 50 are needed."),
            (document(0, 100, 0.0), "Team needs no warm-up: it is in steady state from the first week; it has 0 weeks."),
        ];
        for (document, said) in &cases {
            assert_eq!(document.systems[0].verdict(), *said);
        }
        let [enough, short, never, few, none] = cases.map(|(document, _)| document);
        assert_eq!((enough.cure(), none.cure(), enough.needed_weeks), (None, None, Some(20)));
        assert!(short.cure().is_some_and(|cure| cure.starts_with("Run with --warm-up 40,")));
        assert_eq!((never.needed_weeks, never.systems[0].is_enough), (None, None));
        assert!(never.cure().is_some_and(|cure| cure.contains("--years 8")) && few.cure().is_some());
    }

    #[test]
    fn the_document_can_be_read_again_and_its_table_has_a_row_for_each_week() {
        let document = document(20, 60, 26.0);
        let again: WarmUpDocument = serde_json::from_str(&document.to_json()).expect("a document");
        assert_eq!(again, document);
        let table = document.to_csv();
        assert_eq!(table.lines().count(), 1 + 3 * 60);
        assert_eq!(table.lines().nth(1 + 60 + 2), Some("team,wip,opportunities,3,2,2,2,20,26"));
    }
}

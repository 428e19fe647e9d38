//! In how many firms like it a comparison comes out as it does.

pub mod drawing;
pub mod one_world_each;

use super::failure::{Failure, WrongQuestion};
use super::host::{Host, Notice};
use super::systems::System;
use super::under_way::Session;
use crate::experiment::firms::draw::{Assumed, assumed};
use crate::experiment::firms::screened::list_of;
use crate::experiment::firms::tries::LookedAt;
use crate::experiment::firms::{Difference, FirmRow, NUMBERS_OF_A_WIDTH, SECOND_WORLD, WIDTHS, drawn_at, is_plausible, worlds_of};
use crate::experiment::runner::Arm;
use crate::experiment::{Outcome, WorldRow};
use crate::measure::Measure;
use crate::report::results::firms::{Drawn, FirmsResult};
use crate::scenario::{Loaded, Problems};
use drawing::Drawing;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Worlds of firms begin here, far from those of the comparison and from pilot worlds.
const FIRST_WORLD: u64 = 2_000_000;

/// In how many firms like the one that is described systems are compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Firms {
    /// In none: what comes out holds for the firm as it is described.
    #[default]
    None,
    /// In 300, or in fewer where worlds are large, so that it does not take much longer than a minute on an ordinary machine. In none where
    /// it would take long with the fewest, or where there are too few worlds to learn their noise from.
    Usual,
    /// In so many.
    Exactly(u64),
}

/// The first world of a firm, of a width whose numbers begin there.
fn world_of(numbers_from: u64, number: u64) -> u64 {
    FIRST_WORLD + numbers_from + 2 * number
}

/// Firms usually looked at, and the fewest that tell something.
const USUAL_FIRMS: u64 = 300;
const FEWEST_FIRMS: u64 = 60;
/// The noise of worlds is learnt from at least so many of the firm as it is described.
const FEWEST_WORLDS: u64 = 20;
/// So long (seconds of one core, estimated) the firms that are usually looked at may take, and so long the fewest.
const USUAL_SECONDS: f64 = 100.0;
const MOST_SECONDS: f64 = 600.0;

impl Firms {
    /// How many are looked at; `None` for none.
    ///
    /// # Errors
    /// If there is nothing to compare in them.
    pub(super) fn count(self, systems: &[System], worlds: u64, host: Host<'_>) -> Result<Option<u64>, WrongQuestion> {
        match (self, systems.len()) {
            (Self::None, _) | (Self::Usual, 0 | 1) => Ok(None),
            (Self::Usual, _) if worlds < FEWEST_WORLDS => Ok(None),
            (Self::Exactly(_), 0 | 1) => Err(WrongQuestion::FirmsOfSystems),
            (Self::Exactly(count), _) => Ok(Some(count)),
            (Self::Usual, _) => {
                let seconds = systems.iter().map(|system| system.model.effort().seconds).sum::<f64>() * worlds_of_one();
                let fits = |firms: u64, most: f64| firms as f64 * seconds <= most;
                let most = (USUAL_SECONDS / seconds.max(f64::MIN_POSITIVE)).min(USUAL_FIRMS as f64) as u64;
                if !fits(FEWEST_FIRMS, MOST_SECONDS) {
                    host.observer.notice(&Notice::FirmsLeftOut);
                    return Ok(None);
                }
                Ok(Some(most.max(FEWEST_FIRMS)))
            }
        }
    }
}

/// Worlds of every system for each firm that is asked for, over all widths.
fn worlds_of_one() -> f64 {
    let drawn: f64 = WIDTHS.iter().map(|(_, share)| share).sum();
    drawn * (1.0 + 1.0 / SECOND_WORLD as f64)
}

/// The assumptions that a question is known to depend on, if it was screened, as far as they are drawn for firms like these.
pub fn listed(loaded: &[Loaded], measure: Measure) -> Vec<String> {
    let scenarios: Vec<_> = loaded.iter().map(|loaded| &loaded.scenario).collect();
    let assumed = assumed(loaded, WIDTHS[0].0);
    let keys = list_of(&scenarios, measure).into_iter().flat_map(|list| &list.assumptions).map(|one| one.key.clone());
    keys.filter(|key| assumed.iter().any(|one| one.path == *key)).collect()
}

/// A comparison as it was described, and how many firms like it are looked at.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The systems, to be changed; the first is the baseline.
    pub loaded: &'a [Loaded],
    /// The same, ready to run.
    pub systems: &'a [System],
    /// What is compared.
    pub difference: Difference,
    /// How many firms.
    pub count: u64,
    /// Assumptions that the question is known to depend on, of which is kept what was drawn.
    pub listed: Vec<String>,
}

impl Asked<'_> {
    /// Compares the systems in firms like the one that is described, of which this came out.
    ///
    /// # Errors
    /// If a pay plan does not fit, it was interrupted, or is only a shard.
    pub fn compared(&self, outcome: &Outcome, session: &mut Session<'_>) -> Result<(Vec<FirmsResult>, Vec<FirmRow>), Failure> {
        let (mut rows, mut assumptions) = (Vec::new(), [0; WIDTHS.len()]);
        for (place, assumptions) in assumptions.iter_mut().enumerate() {
            let width = Width::new(self, place, session.seed())?;
            *assumptions = width.drawing.assumptions();
            let firms = width.firms();
            let seen = session.row_of_each(&width.tasks(&firms))?;
            rows.extend(width.rows(&firms, &seen));
        }
        let names: Vec<String> = self.systems.iter().map(|system| system.name.clone()).collect();
        let drawn = Drawn {
            systems: &names,
            difference: self.difference,
            pay_varies: rows.iter().any(|row| !row.pay_plan.is_empty()),
            asked: self.count,
            assumptions,
            seed: session.seed(),
            listed: &self.listed_at(),
        };
        let (baseline, others) = outcome.systems.split_at(1);
        let noise: Vec<_> = others.iter().map(|system| self.difference.noise(&baseline[0].worlds, &system.worlds)).collect();
        Ok((drawn.results(&rows, &noise), rows))
    }

    /// The assumptions that are listed, with their ranges.
    fn listed_at(&self) -> Vec<LookedAt> {
        self.listed.iter().filter_map(|key| LookedAt::new(&self.loaded.first()?.scenario, key)).collect()
    }

    /// Firms of the first width, with what was drawn for each.
    ///
    /// # Errors
    /// As [`compared`](Self::compared).
    pub fn seen(&self, session: &mut Session<'_>) -> Result<SeenFirms, Failure> {
        let width = Width::new(self, 0, session.seed())?;
        let firms = width.firms();
        let tasks = width.tasks(&firms);
        if session.is_shard() {
            session.part_of_each(&tasks)?;
        }
        let rows = width.rows(&firms, &session.row_of_each(&tasks)?);
        let assumptions = width.drawing.all_assumed();
        let mut places = vec![vec![f64::NAN; assumptions.len()]; drawn_at(0, self.count) as usize];
        firms.iter().for_each(|firm| places[firm.number as usize] = width.places(firm, &assumptions));
        Ok(SeenFirms { assumptions, rows, places })
    }

    /// Everything that is assumed under any pay plan, and whether there are several plans.
    ///
    /// # Errors
    /// If a pay plan does not fit.
    pub fn assumptions(&self) -> Result<(Vec<Assumed>, bool), Failure> {
        let drawing = Drawing::new(self.loaded, WIDTHS[0].0, 0, |_| false)?;
        Ok((drawing.all_assumed(), drawing.does_pay_vary()))
    }

    /// Runs a shard's part of that.
    ///
    /// # Errors
    /// If a pay plan does not fit, or it was interrupted.
    pub fn part(&self, session: &mut Session<'_>) -> Result<(), Failure> {
        for place in 0..WIDTHS.len() {
            let width = Width::new(self, place, session.seed())?;
            let firms = width.firms();
            session.part_of_each(&width.tasks(&firms))?;
        }
        Ok(())
    }
}

/// Firms of one width.
struct Width<'a> {
    asked: &'a Asked<'a>,
    place: u64,
    drawing: Drawing,
}

/// A firm that was drawn, under all systems.
struct Firm {
    number: u64,
    pay_plan: &'static str,
    /// The numbers that were drawn, in the order of what its plan has assumed.
    numbers: Vec<f64>,
    systems: Vec<System>,
}

/// Firms of one width as they were drawn and seen, for finding out what their spread depends on.
#[derive(Debug)]
pub struct SeenFirms {
    /// What was drawn, in the order of their places.
    pub assumptions: Vec<Assumed>,
    /// What was seen of each firm, of the last system against the baseline.
    pub rows: Vec<FirmRow>,
    /// Where each assumption of each firm is in its range, from 0 to 1; not a number where the firm has no such assumption.
    pub places: Vec<Vec<f64>>,
}

impl<'a> Width<'a> {
    fn new(asked: &'a Asked<'a>, place: usize, seed: u64) -> Result<Self, Problems> {
        let drawing = Drawing::new(asked.loaded, WIDTHS[place].0, seed, |_| false)?;
        Ok(Self { asked, place: place as u64, drawing })
    }

    /// Where a firm is in the range of each assumption.
    fn places(&self, firm: &Firm, assumptions: &[Assumed]) -> Vec<f64> {
        let keys = self.drawing.assumed(firm.pay_plan).iter();
        let of_key: BTreeMap<&str, f64> =
            keys.zip(&firm.numbers).map(|(key, number)| (key.path.as_str(), (number - key.low) / (key.high - key.low))).collect();
        assumptions.iter().map(|known| of_key.get(known.path.as_str()).copied().unwrap_or(f64::NAN)).collect()
    }

    fn world(&self, number: u64, second: u64) -> u64 {
        world_of(self.place * NUMBERS_OF_A_WIDTH, number) + second
    }

    /// Every firm that could be drawn.
    fn firms(&self) -> Vec<Firm> {
        (0..drawn_at(self.place as usize, self.asked.count)).into_par_iter().filter_map(|number| self.firm(number)).collect()
    }

    fn firm(&self, number: u64) -> Option<Firm> {
        let ready = |(loaded, as_described): (&Loaded, &System)| System::of_many(loaded, as_described.name.clone()).ok();
        let systems = |loaded: &[Loaded]| loaded.iter().zip(self.asked.systems).map(ready).collect::<Option<Vec<System>>>();
        let (draw, systems) = self.drawing.first(self.place * NUMBERS_OF_A_WIDTH + number, systems)?;
        Some(Firm { number, pay_plan: draw.pay_plan, numbers: self.drawing.numbers(draw), systems })
    }

    /// The worlds in which a firm is seen: one, or two.
    fn worlds(&self, firm: &Firm) -> impl Iterator<Item = u64> {
        let first = self.world(firm.number, 0);
        (0..worlds_of(firm.number)).map(move |second| first + second)
    }

    /// What has to be run: firm by firm, world by world, system by system.
    fn tasks<'f>(&self, firms: &'f [Firm]) -> Vec<(Arm<'f>, u64)> {
        let of_firm = |firm: &'f Firm| {
            let worlds: Vec<u64> = self.worlds(firm).collect();
            worlds.into_iter().flat_map(|world| firm.systems.iter().map(move |system| (system.arm(), world)))
        };
        firms.iter().flat_map(of_firm).collect()
    }

    /// What was seen of every firm: for each, of each system against the baseline. Of a firm that could not be drawn, nothing.
    fn rows(&self, firms: &[Firm], seen: &[WorldRow]) -> Vec<FirmRow> {
        let mut worlds = seen.chunks_exact(self.asked.systems.len());
        let (mut firms, mut rows) = (firms.iter().peekable(), Vec::new());
        for number in 0..drawn_at(self.place as usize, self.asked.count) {
            let Some(firm) = firms.next_if(|firm| firm.number == number) else {
                rows.extend(self.asked.systems[1..].iter().map(|system| self.no_firm(number, system)));
                continue;
            };
            let seen: Vec<&[WorldRow]> = worlds.by_ref().take(self.worlds(firm).count()).collect();
            // Which of the systems the firm has today, nobody knows.
            let plausible = seen.iter().all(|systems| systems.iter().any(|row| is_plausible(&row.ratios)));
            rows.extend((1..self.asked.systems.len()).map(|system| self.row(firm, plausible, system, &seen)));
        }
        rows
    }

    /// What was drawn for the assumptions that the question is known to depend on.
    fn values(&self, firm: &Firm) -> Vec<Option<f64>> {
        let keys = self.drawing.assumed(firm.pay_plan);
        let value = |key: &String| keys.iter().zip(&firm.numbers).find(|(known, _)| known.path == *key).map(|(_, number)| *number);
        self.asked.listed.iter().map(value).collect()
    }

    fn no_firm(&self, firm: u64, system: &System) -> FirmRow {
        let values = vec![None; self.asked.listed.len()];
        FirmRow { scenario: system.name.clone(), factor: WIDTHS[self.place as usize].0, firm, values, ..FirmRow::default() }
    }

    fn row(&self, firm: &Firm, plausible: bool, system: usize, seen: &[&[WorldRow]]) -> FirmRow {
        let difference = &self.asked.difference;
        let ratios = |world: &&[WorldRow]| [0, system].map(|place| world[place].ratios);
        FirmRow {
            scenario: self.asked.systems[system].name.clone(),
            factor: WIDTHS[self.place as usize].0,
            firm: firm.number,
            pay_plan: firm.pay_plan.to_string(),
            plausible,
            level: seen.iter().map(ratios).find_map(|[baseline, system]| difference.level(&baseline, &system)),
            differences: seen.iter().map(ratios).filter_map(|[baseline, system]| difference.between(&baseline, &system)).collect(),
            values: self.values(firm),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::layers::Layers;
    use crate::session::options::Options;
    use crate::session::sample::{Listener, options};
    use crate::session::systems;

    /// How many firms are looked at.
    fn count(firms: Firms, bases: &[&str], settings: &[&str], worlds: u64) -> (Option<u64>, usize) {
        let named: Vec<Layers> = bases.iter().map(|base| Layers::alone(*base)).collect();
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options { settings: settings.iter().map(|set| set.to_string()).collect(), years: None, ..options(folder.path()) };
        let systems = systems::load_all(&named, &options, Host::silent()).expect("systems");
        let listener = Listener::new();
        let count = firms.count(&systems, worlds, listener.host()).expect("a number");
        (count, listener.notices().len())
    }

    #[test]
    fn firms_are_looked_at_unless_worlds_are_few_or_large_or_nobody_wants_them() {
        let two = ["hero", "team"];
        assert_eq!(count(Firms::Usual, &two, &[], 40), (Some(300), 0));
        assert_eq!(count(Firms::Usual, &two, &[], 19), (None, 0));
        assert_eq!(count(Firms::None, &two, &[], 40), (None, 0));
        assert_eq!(count(Firms::Exactly(40), &two, &[], 2), (Some(40), 0));
        assert_eq!(count(Firms::Usual, &two[..1], &[], 40), (None, 0));
        let (some, _) = count(Firms::Usual, &two, &["time.years=12"], 40);
        assert!(some.is_some_and(|count| (FEWEST_FIRMS..300).contains(&count)), "{some:?}");
        assert_eq!(count(Firms::Usual, &two, &["time.years=20", "market_scale=50", "role.seller.people=200"], 40), (None, 1));
    }
}

//! Firms like the one that is described, each in a world of its own, in place of worlds of that one: the same firms and worlds wherever an
//! experiment looks, so that everything is paired within a firm. They are the firms of a comparison: number for number, and in its first worlds.

use super::drawing::{Draw, Drawing};
use super::world_of;
use crate::experiment::WorldRow;
use crate::experiment::firms::{WIDTHS, is_plausible};
use crate::experiment::runner::{Arm, Halt};
use crate::report::results::firms::FIRMS;
use crate::report::results::over_firms::{FirmLine, OverFirms, Standing, csv};
use crate::scenario::{Loaded, Problems};
use crate::session::failure::{Failure, NoAnswer, WrongQuestion};
use crate::session::options::Options;
use crate::session::systems::System;
use crate::session::under_way::Session;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// Systems of so many places of firms are made at once: no more are held in memory, but for those of a single firm.
const AT_ONCE: usize = 512;
/// With fewer firms nothing can be said of their spread.
const FEWEST: usize = 2;

/// Makes the systems of a firm at a place, given the systems as they are in that firm.
pub type SystemsAt<'a> = dyn Fn(&[Loaded], usize) -> Option<Vec<System>> + Sync + 'a;

/// Where an experiment looks at every firm: the points of a sweep, the cells of a map, the combinations of an explanation.
pub struct Places<'a> {
    /// Everything that is run in a firm, as it is described: how large it is.
    pub described: &'a [Arm<'a>],
    /// How many places there are.
    pub count: usize,
    /// The systems of a firm at a place; `None` where it contradicts itself.
    pub at: &'a SystemsAt<'a>,
}

/// What was seen of a firm: its rows by place, then by system; `None` if it contradicts itself.
type Seen = Option<(Draw, Vec<WorldRow>)>;

/// Firms like the one that is described.
#[derive(Debug)]
pub struct FirmsLikeIt {
    drawing: Drawing,
    /// All that were asked for, with what became of them.
    standings: Vec<(&'static str, Standing)>,
    /// Those that count, in their order.
    counting: Vec<Draw>,
}

/// How many firms are asked for, if any, in place of worlds.
///
/// # Errors
/// If both are.
pub fn asked(firms: Option<u64>, options: &Options) -> Result<Option<u64>, WrongQuestion> {
    if firms.is_some() && options.worlds.is_some() { Err(WrongQuestion::FirmsAndWorlds) } else { Ok(firms) }
}

/// What an experiment depends on, with the number of firms if any are asked for.
pub fn in_settings(mut settings: Value, firms: Option<u64>) -> Value {
    if let (Some(firms), Value::Object(settings)) = (firms, &mut settings) {
        settings.insert("firms".to_string(), firms.into());
    }
    settings
}

impl FirmsLikeIt {
    /// So many firms like the one of these systems. What `stays`, by the path of its key, is not drawn.
    ///
    /// # Errors
    /// If a pay plan does not fit.
    pub fn new(systems: &[Loaded], asked: u64, seed: u64, stays: impl Fn(&str) -> bool) -> Result<Self, Problems> {
        let drawing = Drawing::new(systems, WIDTHS[0].0, seed, stays)?;
        Ok(Self { drawing, standings: vec![("", Standing::Contradictory); asked as usize], counting: Vec::new() })
    }

    /// Draws every firm until it contradicts itself nowhere, and runs it. Those count whose figures are those of some firm in one at least of
    /// the rows that are looked at. Gives the rows of these: by place, then by system, then by firm.
    ///
    /// # Errors
    /// If it was interrupted, is only a shard, failed, or too few firms count.
    pub fn first(
        &mut self,
        session: &mut Session<'_>,
        places: &Places<'_>,
        is_looked_at: impl Fn(usize) -> bool,
    ) -> Result<Vec<Vec<WorldRow>>, Failure> {
        let stop = session.runner().stop;
        let numbers: Vec<u64> = (0..self.standings.len() as u64).collect();
        session.announce_fitting(places.described, &(0..numbers.len() as u64))?;
        let make = |number: &u64| self.drawing.first(*number, |loaded| places.of_firm(loaded, stop));
        let mut seen = run(session, places, &numbers, make)?;
        for (standing, seen) in self.standings.iter_mut().zip(&mut seen) {
            let Some((draw, rows)) = seen else { continue };
            let is_known = rows.iter().enumerate().any(|(place, row)| is_looked_at(place) && is_plausible(&row.ratios));
            *standing = (draw.pay_plan, if is_known { Standing::Counts } else { Standing::Implausible });
            if !is_known {
                *seen = None;
            }
        }
        self.counting = seen.iter().flatten().map(|(draw, _)| *draw).collect();
        self.enough()?;
        Ok(by_system(seen))
    }

    /// Runs the firms that count at further places. Gives their rows as [`first`](Self::first) does, and which of them, by their places among
    /// those that counted, contradict themselves there: they count no longer.
    ///
    /// # Errors
    /// As [`first`](Self::first).
    pub fn further(&mut self, session: &mut Session<'_>, places: &Places<'_>) -> Result<(Vec<Vec<WorldRow>>, Vec<usize>), Failure> {
        let stop = session.runner().stop;
        session.announce_fitting(places.described, &(0..self.counting.len() as u64))?;
        let make = |draw: &Draw| Some((*draw, places.of_firm(&self.drawing.systems(*draw)?, stop)?));
        let seen = run(session, places, &self.counting, make)?;
        let left_out: Vec<usize> = (0..seen.len()).filter(|place| seen[*place].is_none()).collect();
        for place in &left_out {
            self.standings[self.counting[*place].number as usize].1 = Standing::Contradictory;
        }
        self.counting = seen.iter().flatten().map(|(draw, _)| *draw).collect();
        self.enough()?;
        Ok((by_system(seen), left_out))
    }

    fn enough(&self) -> Result<(), NoAnswer> {
        let (drawn, counting) = (self.standings.len(), self.counting.len());
        if counting < FEWEST { Err(NoAnswer::FewFirms { drawn, counting }) } else { Ok(()) }
    }

    /// What is told of them, when a table of them was written.
    pub fn told(&self, session: &mut Session<'_>) -> OverFirms {
        session.write(FIRMS, csv(&self.lines()).as_bytes());
        self.result()
    }

    /// What is told of them.
    pub fn result(&self) -> OverFirms {
        let count = |wanted: Standing| self.standings.iter().filter(|(_, standing)| *standing == wanted).count() as u64;
        OverFirms {
            drawn: self.standings.len() as u64,
            contradictory: count(Standing::Contradictory),
            plausible: count(Standing::Counts),
            factor: WIDTHS[0].0,
            assumptions: self.drawing.assumptions(),
            pay_varies: self.drawing.does_pay_vary(),
        }
    }

    /// A line for each of them.
    pub fn lines(&self) -> Vec<FirmLine> {
        let mut world = 0;
        let line = |(number, (pay_plan, standing)): (usize, &(&'static str, Standing))| {
            let counts = *standing == Standing::Counts;
            world += u64::from(counts);
            FirmLine { firm: number as u64, pay_plan, standing: *standing, world: counts.then(|| world - 1) }
        };
        self.standings.iter().enumerate().map(line).collect()
    }
}

impl Places<'_> {
    /// The systems of a firm at all places; `None` if it contradicts itself at one, or everything is to end.
    fn of_firm(&self, loaded: &[Loaded], stop: &AtomicBool) -> Option<Vec<System>> {
        let mut systems = Vec::with_capacity(self.described.len());
        for place in 0..self.count {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            systems.extend((self.at)(loaded, place)?);
        }
        Some(systems)
    }
}

/// Makes and runs firms, some of them at a time. What is alike in a firm is run once.
fn run<F: Sync>(
    session: &mut Session<'_>,
    places: &Places<'_>,
    firms: &[F],
    make: impl Fn(&F) -> Option<(Draw, Vec<System>)> + Sync,
) -> Result<Vec<Seen>, Failure> {
    let of_one = places.described.len().max(1);
    let (mut before, mut seen) = (0, Vec::with_capacity(firms.len()));
    session.runner().promise((firms.len() * of_one) as u64);
    for some in firms.chunks((AT_ONCE / of_one).max(1)) {
        let made: Vec<Option<(Draw, Vec<System>)>> = some.par_iter().map(&make).collect();
        if session.runner().stop.load(Ordering::Relaxed) {
            return Err(session.halted(Halt::Interrupted));
        }
        let (tasks, which) = tasks(&made);
        session.runner().spare((some.len() * of_one).saturating_sub(tasks.len()) as u64);
        let rows = session.more_rows(&tasks, &mut before)?;
        if session.is_shard() {
            continue;
        }
        let of_firm = |(made, which): (Option<(Draw, Vec<System>)>, Vec<usize>)| {
            Some((made?.0, which.into_iter().map(|task| rows[task].clone()).collect()))
        };
        seen.extend(made.into_iter().zip(which).map(of_firm));
    }
    // A shard answers the first question only.
    session.unless_shard().map(|()| seen)
}

/// What has to be run, and which of that is the row of each system of each firm.
fn tasks(made: &[Option<(Draw, Vec<System>)>]) -> (Vec<(Arm<'_>, u64)>, Vec<Vec<usize>>) {
    let (mut tasks, mut which) = (Vec::new(), Vec::with_capacity(made.len()));
    for firm in made {
        let mut of_firm = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (draw, system) in firm.iter().flat_map(|(draw, systems)| systems.iter().map(move |system| (draw, system))) {
            let task = *known.entry(&system.fingerprint).or_insert_with(|| {
                tasks.push((system.arm(), world_of(0, draw.number)));
                tasks.len() - 1
            });
            of_firm.push(task);
        }
        which.push(of_firm);
    }
    (tasks, which)
}

/// The rows of each system, firm after firm; their worlds are numbered anew.
fn by_system(seen: Vec<Seen>) -> Vec<Vec<WorldRow>> {
    let mut systems: Vec<Vec<WorldRow>> = Vec::new();
    for (world, (_, rows)) in seen.into_iter().flatten().enumerate() {
        systems.resize_with(rows.len(), Vec::new);
        for (system, row) in systems.iter_mut().zip(rows) {
            system.push(WorldRow { world: world as u64, ..row });
        }
    }
    systems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::runner::Shard;
    use crate::scenario::load;
    use crate::session::host::Host;
    use crate::session::options::Keeping;
    use crate::session::sample::options;
    use serde_json::json;
    use std::path::Path;

    const FIRMS: u64 = 24;

    fn loaded() -> Vec<Loaded> {
        let sets = ["time.years=0.4", "time.warm_up_weeks=6", "time.run_out_years=0.3"].map(String::from);
        vec![load("mid", &["team".to_string()], &sets).expect("shipped")]
    }

    /// Firms, their rows at two places and at two more, and which of them were left out there.
    struct Tried {
        firms: FirmsLikeIt,
        rows: Vec<Vec<WorldRow>>,
        more: Vec<Vec<WorldRow>>,
        left_out: Vec<usize>,
    }

    /// Runs firms at two places, and then at two more, each with what it makes of a firm.
    fn tried(out: &Path, first: &SystemsAt<'_>, further: &SystemsAt<'_>, shard: Option<Shard>) -> Result<Tried, Failure> {
        let options = options(out);
        let options = Options { worlds: None, keeping: Keeping { shard, ..options.keeping }, ..options };
        let loaded = loaded();
        let systems = [System::new(&loaded[0], "team".to_string()).expect("valid")];
        let described = [systems[0].arm(); 2];
        let mut session = Session::begin(&options, Host::silent(), "sweep", "a test", json!({}), &systems)?;
        let mut firms = FirmsLikeIt::new(&loaded, FIRMS, session.seed(), |_| false)?;
        let rows = firms.first(&mut session, &Places { described: &described, count: 2, at: first }, |_| true)?;
        let (more, left_out) = firms.further(&mut session, &Places { described: &described, count: 2, at: further })?;
        Ok(Tried { firms, rows, more, left_out })
    }

    fn as_it_is(loaded: &[Loaded], _: usize) -> Option<Vec<System>> {
        Some(vec![System::of_many(&loaded[0], "team".to_string()).ok()?])
    }

    #[test]
    fn a_firm_is_the_same_wherever_it_is_looked_at() {
        let folder = tempfile::tempdir().expect("a folder");
        let Tried { firms, rows, more, left_out } = tried(folder.path(), &as_it_is, &as_it_is, None).expect("firms");
        assert!(rows.len() == 2 && rows[0] == rows[1] && rows == more && left_out.is_empty());
        assert!(rows[0].windows(2).all(|pair| pair[0].ratios != pair[1].ratios), "each firm is another");
        let result = firms.result();
        assert_eq!((result.drawn, result.contradictory, result.plausible), (FIRMS, 0, rows[0].len() as u64));
        assert!(result.pay_varies && result.assumptions > 300 && result.plausible > FIRMS / 2, "{result:?}");
        let worlds: Vec<u64> = firms.lines().iter().filter_map(|line| line.world).collect();
        assert_eq!(worlds, (0..result.plausible).collect::<Vec<_>>());
    }

    #[test]
    fn what_contradicts_itself_is_drawn_again_and_later_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let below = |most: f64| {
            move |loaded: &[Loaded], place: usize| if loaded[0].scenario.market_scale < most { as_it_is(loaded, place) } else { None }
        };
        let Tried { firms, rows, more, left_out } = tried(folder.path(), &below(1.4), &below(1.0), None).expect("firms");
        let result = firms.result();
        assert!(!left_out.is_empty() && more[0].len() == rows[0].len() - left_out.len());
        assert_eq!((result.contradictory, result.plausible), (left_out.len() as u64, more[0].len() as u64));
        let kept: Vec<&WorldRow> = rows[0].iter().enumerate().filter(|(place, _)| !left_out.contains(place)).map(|(_, row)| row).collect();
        assert!(kept.iter().zip(&more[0]).all(|(a, b)| a.ratios == b.ratios), "the others stay as they were");
        let nowhere = tried(&folder.path().join("nowhere"), &|_, _| None, &as_it_is, None).map(|_| ());
        assert!(matches!(nowhere, Err(Failure::NoAnswer(NoAnswer::FewFirms { drawn: 24, counting: 0 }))), "{nowhere:?}");
    }

    #[test]
    fn a_shard_runs_its_part_of_the_first_places() {
        let folder = tempfile::tempdir().expect("a folder");
        let worlds = [1, 2].map(|number| {
            let shard = Some(Shard { number, of: 2 });
            match tried(folder.path(), &as_it_is, &as_it_is, shard) {
                Err(Failure::ShardDone(done)) => done.worlds as u64,
                other => panic!("{:?}", other.map(|_| ())),
            }
        });
        assert_eq!(worlds.iter().sum::<u64>(), FIRMS, "two places are alike, and run once: {worlds:?}");
        assert!(worlds.iter().all(|worlds| *worlds > FIRMS / 4), "{worlds:?}");
    }
}

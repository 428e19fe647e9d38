//! Firms in which one assumption alone is moved: what is run for total and for elementary effects.

use super::failure::Failure;
use super::firms::Asked;
use super::firms::drawing::Drawing;
use super::systems::System;
use super::under_way::Session;
use crate::experiment::WorldRow;
use crate::experiment::firms::draw::{MOST_TRIES, PLANS, drawn};
use crate::experiment::firms::radial::{Moved, Row, To, moved};
use crate::experiment::firms::{WIDTHS, is_plausible};
use crate::experiment::runner::Arm;
use crate::scenario::Loaded;
use rayon::prelude::*;

/// Numbers of firms and of worlds begin here, far from those of firms that are drawn alone.
const FIRST_FIRM: [u64; 2] = [5_000_000, 7_000_000];
const FIRST_WORLD: [u64; 2] = [11_000_000, 13_000_000];
/// Every firm is seen in so many worlds.
const WORLDS: u64 = 2;
/// So many firms are made ready at a time.
const AT_A_TIME: usize = 256;

/// What is moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moving {
    /// An assumption, by the path of its key.
    Number(String),
    /// The pay plan.
    PayPlan,
}

/// Rows of firms in which each of some assumptions is moved.
pub(super) struct Radial<'a> {
    drawing: Drawing,
    seed: u64,
    asked: &'a Asked<'a>,
    moving: &'a [Moving],
    to: To,
}

/// The firms of a row: the first, the second if it is needed, and the first with each assumption moved, with how far; where nothing is moved,
/// there is no firm of its own.
struct Firms {
    first: Vec<System>,
    second: Option<Vec<System>>,
    moved: Vec<(Option<Vec<System>>, f64)>,
}

impl<'a> Radial<'a> {
    /// Of these systems, with what is moved and where to.
    ///
    /// # Errors
    /// If a pay plan does not fit.
    pub(super) fn new(asked: &'a Asked<'a>, moving: &'a [Moving], to: To, seed: u64) -> Result<Self, Failure> {
        Ok(Self { drawing: Drawing::new(asked.loaded, WIDTHS[0].0, seed, |_| false)?, seed, asked, moving, to })
    }

    /// Runs so many rows, a few at a time.
    ///
    /// # Errors
    /// If it was interrupted, or is only a shard.
    pub(super) fn rows(&self, count: u64, session: &mut Session<'_>) -> Result<Vec<Row>, Failure> {
        let of_a_row = self.moving.len() as u64 + 1 + u64::from(self.to == To::Second);
        let arms: Vec<Arm<'_>> = self.asked.systems.iter().map(System::arm).collect();
        let worlds = count * of_a_row * WORLDS;
        session.announce_fitting(&arms, &(0..worlds))?;
        session.runner().promise(worlds * arms.len() as u64);
        let numbers: Vec<u64> = (0..count).collect();
        let (mut before, mut rows) = (0, Vec::new());
        for some in numbers.chunks((AT_A_TIME / of_a_row as usize).max(1)) {
            let ready: Vec<(u64, Firms)> = some.par_iter().filter_map(|&number| Some((number, self.firms(number)?))).collect();
            let tasks: Vec<(Arm<'_>, u64)> = ready.iter().flat_map(|(number, firms)| self.tasks(*number, firms)).collect();
            session.runner().spare((some.len() as u64 * of_a_row * WORLDS * arms.len() as u64).saturating_sub(tasks.len() as u64));
            let seen = session.more_rows(&tasks, &mut before)?;
            if session.is_shard() {
                continue;
            }
            let mut worlds = seen.chunks_exact(arms.len());
            rows.extend(ready.iter().map(|(_, firms)| self.row(firms, &mut worlds)));
        }
        session.unless_shard().map(|()| rows)
    }

    fn place(&self) -> usize {
        usize::from(self.to == To::HalfAway)
    }

    /// The firms of a row; `None` if every draw has one that contradicts itself.
    fn firms(&self, row: u64) -> Option<Firms> {
        let seed = self.seed;
        let own = [0, 1].map(|which| FIRST_FIRM[self.place()] + 2 * row + which);
        (0..MOST_TRIES).find_map(|tries| {
            let [plan, second_plan] = own.map(|number| self.drawing.plan_of(number, tries));
            let numbers = |plan: &str, which: usize| drawn(self.drawing.assumed(plan), seed, own[which], tries);
            let firm = |plan: &str, numbers: &[(&str, f64)]| {
                let loaded = self.drawing.systems_with(plan, numbers)?;
                let ready = |(loaded, system): (&Loaded, &System)| System::of_many(loaded, system.name.clone()).ok();
                loaded.iter().zip(self.asked.systems).map(ready).collect::<Option<Vec<System>>>()
            };
            let [first, towards] = [0, 1].map(|which| numbers(plan, which));
            let (second, other_plan) = match self.to {
                To::Second => (Some(firm(second_plan, &numbers(second_plan, 1))?), second_plan),
                To::HalfAway => (None, another(plan, second_plan)),
            };
            let one = |moving: &Moving| match moving {
                Moving::PayPlan if other_plan == plan => Some((None, 0.0)),
                Moving::PayPlan => Some((Some(firm(other_plan, &numbers(other_plan, 0))?), 1.0)),
                Moving::Number(key) => match moved(self.drawing.assumed(plan), [&first, &towards], key, self.to) {
                    Some((numbers, by)) => Some((Some(firm(plan, &numbers)?), by)),
                    None => Some((None, 0.0)),
                },
            };
            Some(Firms { first: firm(plan, &first)?, second, moved: self.moving.iter().map(one).collect::<Option<_>>()? })
        })
    }

    fn worlds(&self, row: u64) -> std::ops::Range<u64> {
        let first = FIRST_WORLD[self.place()] + WORLDS * row;
        first..first + WORLDS
    }

    /// What has to be run: firm by firm, world by world, system by system.
    fn tasks<'f>(&self, row: u64, firms: &'f Firms) -> Vec<(Arm<'f>, u64)> {
        let of_firm = |firm: &'f [System]| self.worlds(row).flat_map(move |world| firm.iter().map(move |system| (system.arm(), world)));
        firms.all().flat_map(of_firm).collect()
    }

    /// What was seen of a row.
    fn row<'s>(&self, firms: &Firms, worlds: &mut impl Iterator<Item = &'s [WorldRow]>) -> Row {
        let mut see = || {
            let seen: Vec<&[WorldRow]> = worlds.by_ref().take(WORLDS as usize).collect();
            let counts = seen.iter().all(|systems| systems.iter().any(|row| is_plausible(&row.ratios)));
            let of = |world: &usize| {
                let systems = seen.get(*world)?;
                self.asked.difference.between(&systems.first()?.ratios, &systems.last()?.ratios)
            };
            let both = [of(&0), of(&1)];
            both[0].zip(both[1]).filter(|_| counts).map(|(a, b)| [a, b])
        };
        let first = see();
        let second = firms.second.as_ref().and_then(|_| see());
        let moved = firms.moved.iter().map(|(firm, by)| Moved { seen: if firm.is_some() { see() } else { first }, by: *by }).collect();
        Row { first, second, moved }
    }
}

impl Firms {
    fn all(&self) -> impl Iterator<Item = &[System]> {
        let moved = self.moved.iter().filter_map(|(firm, _)| firm.as_ref());
        [&self.first].into_iter().chain(&self.second).chain(moved).map(Vec::as_slice)
    }
}

/// Another plan than this: the one that was drawn, or the one after it.
fn another(plan: &str, drawn: &'static str) -> &'static str {
    let after = |name: &str| PLANS.iter().position(|known| *known == name).map(|place| PLANS[(place + 1) % PLANS.len()]);
    if drawn == plan { after(drawn).unwrap_or(drawn) } else { drawn }
}

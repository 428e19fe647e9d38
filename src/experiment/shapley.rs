//! Who of several makes a difference that they make together.
//!
//! Parts of a change, the players, can each be made or not; a coalition is a set of parts that are made, and its value is a
//! measure. The Shapley value of a part is what it adds to the value, averaged over all orders in which the parts can be made (Shapley,
//! "A value for n-person games", 1953). The shares add up to the whole difference, parts that always add the same get the same, and a part
//! that adds nothing gets nothing; as a way to divide a model's answer among its inputs: Owen, "Sobol' indices and Shapley value",
//! *SIAM/ASA Journal on Uncertainty Quantification* 2, 2014.
//!
//! Every share is a fixed combination of the coalitions' values, so its interval follows from theirs. Where there are too many coalitions to
//! run, orders are drawn (Castro, Gómez and Tejada, *Computers & Operations Research* 36, 2009), each with its reverse, which cancels
//! much of the error (antithetic pairs: Mitchell et al., *Journal of Machine Learning Research* 23, 2022). Each order divides the whole
//! difference, so shares from drawn orders add up to it too.
//!
//! The interaction of two parts is what both add together beyond what each adds alone, averaged over what else is made (Grabisch and Roubens,
//! *International Journal of Game Theory* 28, 1999).

use crate::engine::{Purpose, Streams};
use std::collections::BTreeSet;

/// The orders in which parts are made.
const ORDER: Purpose = Purpose::named("experiment.orders of parts");
/// More parts than these are not told apart.
pub const MOST_PLAYERS: usize = 60;
/// Fewer pairs of orders than these tell nothing of their error.
const FEWEST_PAIRS: usize = 3;
/// More pairs of orders than these are not drawn.
const MOST_PAIRS: usize = 1000;

/// A set of parts that are made: bit `i` for part `i`.
pub type Coalition = u64;

/// A combination of the values of coalitions: a weight for each coalition of a design, in their order.
pub type Weights = Vec<f64>;

/// Which coalitions are run, and how shares come of their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Design {
    /// Number of parts.
    pub players: usize,
    /// The coalitions, ascending: nothing is first and everything last.
    pub coalitions: Vec<Coalition>,
    /// Orders that were drawn, in pairs of an order and its reverse; none if every coalition is run.
    pub orders: Vec<Vec<usize>>,
}

impl Design {
    /// All coalitions if they are at most so many, else those along drawn orders.
    ///
    /// ```
    /// use winflow::experiment::shapley::Design;
    /// let design = Design::new(2, 100, 1);
    /// assert_eq!(design.coalitions, [0b00, 0b01, 0b10, 0b11]);
    /// assert_eq!(design.share(0), [-0.5, 0.5, -0.5, 0.5]);
    /// ```
    pub fn new(players: usize, most_coalitions: u64, seed: u64) -> Self {
        let all = 1u64.checked_shl(players as u32).filter(|_| players < 63);
        match all.filter(|all| *all <= most_coalitions.max(4)) {
            Some(all) => Self { players, coalitions: (0..all).collect(), orders: Vec::new() },
            None => Self::drawn(players.min(MOST_PLAYERS), most_coalitions, seed),
        }
    }

    /// Pairs of orders as long as their coalitions fit; also each part alone, and all but each.
    fn drawn(players: usize, most_coalitions: u64, seed: u64) -> Self {
        let everything: Coalition = (1 << players) - 1;
        let mut run: BTreeSet<Coalition> = (0..players).flat_map(|part| [1 << part, everything & !(1 << part)]).collect();
        run.extend([0, everything]);
        let (streams, mut orders) = (Streams::new(seed, 0), Vec::new());
        for pair in 0..MOST_PAIRS {
            let mut stream = streams.stream(ORDER, pair as u64, 0);
            let mut order: Vec<usize> = (0..players).collect();
            for place in (1..players).rev() {
                order.swap(place, stream.below(place as u64 + 1) as usize);
            }
            let reverse: Vec<usize> = order.iter().rev().copied().collect();
            let mut with_these = run.clone();
            with_these.extend([&order, &reverse].into_iter().flat_map(|order| along(order)));
            if pair >= FEWEST_PAIRS && with_these.len() as u64 > most_coalitions {
                break;
            }
            run = with_these;
            orders.extend([order, reverse]);
        }
        Self { players, coalitions: run.into_iter().collect(), orders }
    }

    /// Whether every coalition is run.
    pub fn is_exact(&self) -> bool {
        self.orders.is_empty()
    }

    /// The coalition of all parts.
    pub fn everything(&self) -> Coalition {
        (1 << self.players) - 1
    }

    /// Place of a coalition among those that are run.
    pub fn place(&self, coalition: Coalition) -> Option<usize> {
        self.coalitions.binary_search(&coalition).ok()
    }

    fn nothing(&self) -> Weights {
        vec![0.0; self.coalitions.len()]
    }

    fn add(&self, weights: &mut Weights, coalition: Coalition, weight: f64) {
        if let Some(place) = self.place(coalition) {
            weights[place] += weight;
        }
    }

    /// The share of a part: its Shapley value, or what is known of it from drawn orders.
    pub fn share(&self, part: usize) -> Weights {
        let mut weights = self.nothing();
        if self.is_exact() {
            for (place, &coalition) in self.coalitions.iter().enumerate() {
                let others = (coalition & !(1 << part)).count_ones() as usize;
                let weight = share_of_orders(others, self.players);
                weights[place] = if has(coalition, part) { weight } else { -weight };
            }
            return weights;
        }
        let one = 1.0 / self.orders.len() as f64;
        for order in &self.orders {
            self.add_marginal(&mut weights, order, part, one);
        }
        weights
    }

    /// The share of a part by each pair of orders alone: how much these differ is how far off the drawn orders can be.
    pub fn share_by_pair(&self, part: usize) -> Vec<Weights> {
        let of_pair = |pair: &[Vec<usize>]| {
            let mut weights = self.nothing();
            pair.iter().for_each(|order| self.add_marginal(&mut weights, order, part, 1.0 / pair.len() as f64));
            weights
        };
        self.orders.chunks(2).map(of_pair).collect()
    }

    /// What a part adds in an order.
    fn add_marginal(&self, weights: &mut Weights, order: &[usize], part: usize, weight: f64) {
        let before = order.iter().take_while(|other| **other != part).fold(0, |all, other| all | 1 << other);
        self.add(weights, before | 1 << part, weight);
        self.add(weights, before, -weight);
    }

    /// What a part adds as the only one.
    pub fn alone(&self, part: usize) -> Weights {
        let mut weights = self.nothing();
        self.add(&mut weights, 1 << part, 1.0);
        self.add(&mut weights, 0, -1.0);
        weights
    }

    /// What a part adds as the last one.
    pub fn last(&self, part: usize) -> Weights {
        let mut weights = self.nothing();
        self.add(&mut weights, self.everything(), 1.0);
        self.add(&mut weights, self.everything() & !(1 << part), -1.0);
        weights
    }

    /// The whole: everything less nothing.
    pub fn whole(&self) -> Weights {
        let mut weights = self.nothing();
        self.add(&mut weights, self.everything(), 1.0);
        self.add(&mut weights, 0, -1.0);
        weights
    }

    /// What two parts add together beyond what each adds: the interaction index, if every coalition is run.
    pub fn interaction(&self, one: usize, other: usize) -> Option<Weights> {
        let mut weights = self.nothing();
        for (place, &coalition) in self.coalitions.iter().enumerate().filter(|_| self.is_exact()) {
            let others = (coalition & !(1 << one) & !(1 << other)).count_ones() as usize;
            // Both parts count as one in an order of one part fewer.
            let weight = share_of_orders(others, self.players - 1);
            weights[place] = if has(coalition, one) == has(coalition, other) { weight } else { -weight };
        }
        self.is_exact().then_some(weights)
    }
}

fn has(coalition: Coalition, part: usize) -> bool {
    coalition >> part & 1 == 1
}

/// The coalitions along an order.
fn along(order: &[usize]) -> impl Iterator<Item = Coalition> + '_ {
    order.iter().scan(0, |made: &mut Coalition, part| {
        *made |= 1 << part;
        Some(*made)
    })
}

/// Share of all orders in which exactly certain `before` parts come before a part and the others after it:
/// `before! (players - before - 1)! / players!`.
fn share_of_orders(before: usize, players: usize) -> f64 {
    let choices = (1..=before).fold(1.0, |choices, i| choices * (players - 1 - before + i) as f64 / i as f64);
    1.0 / (players as f64 * choices)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(weights: &Weights, design: &Design, game: &impl Fn(Coalition) -> f64) -> f64 {
        weights.iter().zip(&design.coalitions).map(|(weight, coalition)| weight * game(*coalition)).sum()
    }

    fn shares(design: &Design, game: &impl Fn(Coalition) -> f64) -> Vec<f64> {
        (0..design.players).map(|part| value(&design.share(part), design, game)).collect()
    }

    fn close(actual: &[f64], expected: &[f64]) {
        let same = actual.len() == expected.len() && actual.iter().zip(expected).all(|(a, e)| (a - e).abs() < 1e-12);
        assert!(same, "{actual:?}, not {expected:?}");
    }

    /// A left glove and two right ones, of which a pair is worth 1: 2/3 for who has the left one, 1/6 for the others.
    #[test]
    fn the_glove_game() {
        let game = |c: Coalition| f64::from(u8::from(c & 0b001 > 0 && c & 0b110 > 0));
        let design = Design::new(3, 64, 1);
        close(&shares(&design, &game), &[2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]);
        // The right gloves replace each other: v(0,1,2) - v(0,1) - v(0,2) + v(0) = -1 and, without the left one, 0; half of each.
        close(&[value(&design.interaction(1, 2).expect("exact"), &design, &game)], &[-0.5]);
        close(&[value(&design.interaction(0, 1).expect("exact"), &design, &game)], &[0.5]);
        close(&[value(&design.alone(0), &design, &game), value(&design.last(0), &design, &game)], &[0.0, 1.0]);
    }

    #[test]
    fn an_additive_game_has_no_interactions() {
        let worth = [0.31, -0.05, 0.12, 0.0, 7.0];
        let game = |c: Coalition| 3.0 + (0..5).filter(|p| has(c, *p)).map(|p| worth[p]).sum::<f64>();
        let design = Design::new(5, 64, 1);
        close(&shares(&design, &game), &worth);
        for (one, other) in [(0, 1), (2, 4), (3, 4)] {
            close(&[value(&design.interaction(one, other).expect("exact"), &design, &game)], &[0.0]);
        }
    }

    #[test]
    fn alike_parts_get_alike_shares() {
        let game = |c: Coalition| f64::from(c.count_ones() * c.count_ones());
        close(&shares(&Design::new(4, 64, 1), &game), &[4.0; 4]);
    }

    /// Two parts that are worth 2 more together than apart share it; both stand in the interaction.
    #[test]
    fn a_known_interaction_is_found() {
        let game = |c: Coalition| {
            let worth = [1.0, 3.0, 0.5];
            (0..3).filter(|p| has(c, *p)).map(|p| worth[p]).sum::<f64>() + if c & 0b101 == 0b101 { 2.0 } else { 0.0 }
        };
        let design = Design::new(3, 8, 1);
        close(&shares(&design, &game), &[2.0, 3.0, 1.5]);
        close(&[value(&design.interaction(0, 2).expect("exact"), &design, &game)], &[2.0]);
        close(&[value(&design.interaction(0, 1).expect("exact"), &design, &game)], &[0.0]);
    }

    #[test]
    fn one_part_makes_the_whole() {
        let design = Design::new(1, 64, 1);
        assert_eq!(design.share(0), design.whole());
        assert_eq!(Design::new(0, 64, 1).coalitions, [0]);
    }

    /// A game of twelve parts that grows with the cube of their weights, less for some pairs: drawn orders against all 4,096 coalitions.
    #[test]
    fn drawn_orders_come_near_to_all_of_them() {
        let game = |c: Coalition| {
            let weight: f64 = (0..12).filter(|p| has(c, *p)).map(|p| (p % 5) as f64 + 0.5).sum();
            weight * weight * weight / 100.0 - if c & 0b11 == 0b11 { 2.0 } else { 0.0 }
        };
        let exact = shares(&Design::new(12, 4096, 1), &game);
        let design = Design::new(12, 900, 1);
        assert!(!design.is_exact() && design.coalitions.len() <= 900 && design.orders.len() > 60);
        let drawn = shares(&design, &game);
        let whole = value(&design.whole(), &design, &game);
        assert!((drawn.iter().sum::<f64>() - whole).abs() < 1e-9, "drawn orders divide the whole too");
        let mut outside = 0;
        for (part, (drawn, exact)) in drawn.iter().zip(&exact).enumerate() {
            let pairs: Vec<f64> = design.share_by_pair(part).iter().map(|weights| value(weights, &design, &game)).collect();
            let error = crate::experiment::combination::standard_error(&pairs, 0.0).expect("pairs");
            assert!((drawn - exact).abs() < 4.0 * error + 1e-9, "part {part}: {drawn}, not {exact} (standard error {error})");
            outside += u32::from((drawn - exact).abs() > 2.0 * error + 1e-9);
        }
        assert!(outside <= 3, "{outside} of 12 shares are two standard errors off");
        assert!(design.interaction(0, 1).is_none());
    }

    #[test]
    fn designs_stay_within_what_may_be_run() {
        for players in [2, 7, 8, 20, 60] {
            let design = Design::new(players, 127, 3);
            let least = 2 + 2 * players + 2 * FEWEST_PAIRS * players;
            assert!(design.coalitions.len() <= least.max(127), "{players}: {}", design.coalitions.len());
            assert_eq!(design, Design::new(players, 127, 3));
            assert!(design.is_exact() || design.orders.len() >= 2 * FEWEST_PAIRS);
            assert_eq!((design.coalitions[0], design.coalitions.last().copied()), (0, Some(design.everything())));
        }
        assert_ne!(Design::new(9, 64, 1), Design::new(9, 64, 2));
    }
}

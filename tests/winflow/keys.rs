//! No key is dead: moved up and down where it can matter, every numeric key makes another world. In `cargo test` one of both will do, for
//! the time that it takes; `WINFLOW_KEYS=all` asks for both.
//!
//! The firms below are laid out so that everything happens in one of them. A key passes in the first in which it moves; one that moves
//! in none is dead, or nothing here lets it matter yet.

use crate::common::all_of;
use crate::worlds::{model_of, scenario, try_scenario};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use winflow::measure::Record;
use winflow::scenario::keys::{Key, Kind, Leaf};
use winflow::scenario::{Scenario, leaves, reference};

/// Short worlds; what takes longer to matter has a firm of its own.
const SHORT: [&str; 3] = ["time.years=0.5", "time.warm_up_weeks=4", "time.run_out_years=0.5"];

/// Keys that set no mechanism: what they mean is tested beside what reads them.
const NO_MECHANISM: [(&str, &str); 3] = [
    ("theory.<measure>", "an exact answer to compare with"),
    ("currency.<name>.in_eur", "for values in files (reading.rs)"),
    ("channel.<name>.csv_header_line", "how a file is read (reading.rs)"),
];

/// A firm in which some keys matter.
struct Firm {
    names: &'static str,
    sets: &'static [&'static str],
}

const FIRMS: &[Firm] = &[
    Firm { names: "mid team commission", sets: &[] },
    Firm { names: "mid hero", sets: &[] },
    Firm {
        names: "mid team commission",
        sets: &[
            "time.years=2",
            "organisation.fuzzy_share=0.2",
            "learning.peer_meeting_hours_per_week=1",
            "learning.peer_meetings_from_weeks=2",
            "learning.peer_meetings_until_weeks=20",
            "learning.insight_strength=0.5",
            "management.coaching_hours_per_week=1",
            "management.review_every_days=14",
            "management.review_drops_after_days=45",
            "management.activity_target_per_week=20",
            "management.proposal_target_per_week=1",
            "role.seller.training_hours_per_year=40",
            "process.stance=negotiating",
            "channel.web.seasonality=0.3",
            "channel.web.cost_per_month=1000",
        ],
    },
    Firm {
        names: "mid hero accelerator",
        sets: &[
            "time.years=2",
            "plan.standard.base_share=0.6",
            "plan.standard.on_top_share=0.1",
            "plan.standard.period_weeks=4",
            "plan.standard.quota=0.3",
            "plan.standard.tier_from=[0,0.5,1]",
            "plan.standard.tier_rate=[0.5,1,2]",
            "plan.standard.cap=2",
            "plan.standard.bonus_at=[0.5]",
            "plan.standard.bonus=[0.1]",
            "plan.standard.ratchet=0.3",
            "plan.standard.ratchet_down=0.2",
            "plan.standard.quota_least=0.9",
            "plan.standard.quota_most=1.1",
            "plan.standard.draw=0.3",
            "plan.standard.team_share=0.3",
            "plan.standard.team_size=4",
            "plan.standard.win_win_bonus=0.02",
            "plan.standard.deferral_share=0.3",
            "plan.standard.clawback_share=0.5",
            "plan.standard.clawback_days=400",
        ],
    },
    Firm { names: "mid hero parts", sets: &["time.years=2"] },
    Firm { names: "mid hero events", sets: &["role.seller.quits_per_year=1", "role.seller.ramp=[20,60,90]"] },
    Firm {
        names: "mid hero",
        sets: &[
            "offering.standard.deliveries_per_month=2",
            "offering.standard.delivery_patience_days=60",
            "channel.list.tires_share=0.3",
            "segment.mid.accounts=300",
            "organisation.routing=weighted",
            "organisation.routing_weights=[4,3,2]",
            "organisation.most_customers_per_person=5",
        ],
    },
    Firm {
        names: "mid hero",
        sets: &[
            "role.seller.parts=[\"dialogue\",\"qualification\",\"flow\"]",
            "role.seller.part_shares=[0.4,0.3,0.5]",
            "role.seller.delivers=[\"standard\"]",
            "role.seller.delivery_share=0.5",
            "offering.standard.delivery_hours=30",
        ],
    },
    Firm { names: "mid hero engineers", sets: &[] },
    Firm { names: "mid hero commission approvals", sets: &[] },
    Firm { names: "mid line commission people", sets: &[] },
    Firm { names: "mid manipulative commission", sets: &["process.relieves_customer=0.3"] },
    Firm { names: "mid team checklist", sets: &["time.calendar=continuous"] },
    Firm {
        names: "mid team load-dependent",
        sets: &[
            "time.start=loaded",
            "time.fiscal_offset_weeks=3",
            "organisation.structured_handovers=true",
            "flow.wip_limit=2",
            "market_scale=2",
            "qualification.bar_rises_from=0.3",
        ],
    },
    Firm { names: "mid team", sets: &["time.start=loaded", "segment.mid.deadline_days_median=0", "segment.mid.patience_days=60"] },
    Firm {
        names: "mid done-to hero",
        sets: &[
            "process.threads_per_person=2",
            "dialogue.answer_after_hours=5",
            "activity.discover.rework_share=0.2",
            "activity.discover.done_to.learn=1",
            "activity.discover.done_to.sense_make=0.5",
            "activity.discover.done_to.persuade=0.5",
            "activity.discover.done_to.align=0.2",
            "activity.discover.done_to.resolve=0.5",
            "activity.discover.done_to.find=0.5",
            "activity.discover.done_to.relieve=0.3",
            "activity.discover.done_to.trust=0.05",
            "activity.adopt.done_to.adopt=0.3",
        ],
    },
    Firm {
        names: "mid rigid team",
        sets: &[
            "activity.discover.done_with.sense_make=3",
            "activity.discover.done_with.resolve=1",
            "role.seller.skill_mean=5",
            "activity.discover.done_with.persuade=0.5",
            "activity.discover.done_with.relieve=0.3",
            "buying.most_in_one_meeting=0.8",
        ],
    },
    Firm { names: "mid hero mutual-value", sets: &["time.years=2", "plan.standard.clawback_days=400"] },
    Firm {
        names: "mid hero commission",
        sets: &[
            "time.years=1",
            "plan.standard.clawback_share=1",
            "plan.standard.clawback_days=120",
            "relationship.refund_chance=1",
            "offering.standard.adoption_base=0.3",
        ],
    },
    Firm {
        names: "mid hero accelerator",
        sets: &["time.years=1", "time.fiscal_calendar=calendar", "time.fiscal_year_begins_month=6", "plan.standard.period_weeks=52"],
    },
    Firm { names: "mid hero monthly-quota", sets: &["time.years=2", "response.hold_habit=0.4"] },
    Firm {
        names: "mid team second-segment",
        sets: &[
            "time.years=2",
            "learning.insight_strength=1",
            "learning.insight_least_evidence=0.2",
            "relationship.refers_share=0.5",
            "relationship.referral_tau_hours=5",
        ],
    },
];

/// What a firm is before a key is moved.
struct Base {
    sets: Vec<String>,
    names: &'static str,
    leaves: Vec<Leaf>,
    record: Record,
}

impl Base {
    fn sets_one_like(&self, declared: &str) -> bool {
        self.sets.iter().skip(SHORT.len()).filter_map(|set| set.split_once('=')).any(|(path, _)| reference::is_like(declared, path))
    }
}

fn base(firm: &Firm) -> Base {
    let sets: Vec<String> = SHORT.iter().chain(firm.sets).map(|set| set.to_string()).collect();
    let scenario = built(firm.names, &sets);
    Base { names: firm.names, leaves: leaves(&scenario), record: model_of(&scenario).run(1, 0), sets }
}

fn built(names: &str, sets: &[String]) -> Scenario {
    scenario(names, &sets.iter().map(String::as_str).collect::<Vec<_>>())
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Up,
    Down,
}

/// Values that lie that way, the farthest that a reader would believe first.
fn moved(value: f64, key: &Key, way: Way) -> Vec<f64> {
    let spec = key.meta.spec;
    let (least, most) = spec.range;
    let (low, high) = spec.plausible.unwrap_or((least.max(value / 4.0), most.min(4.0 * value.abs() + 1.0)));
    let end = match way {
        Way::Up if high > value => high,
        Way::Up => most.min(2.0 * value.abs() + 1.0),
        Way::Down if low < value => low,
        Way::Down if value > 0.0 => least.max(value / 2.0),
        Way::Down => least.max(2.0 * value - 1.0),
    };
    let whole = |x: f64| {
        if !spec.is_whole {
            x
        } else if way == Way::Up {
            x.ceil()
        } else {
            x.floor()
        }
    };
    let all = [1.0, 0.5, 0.1].map(|part| whole(value + part * (end - value)));
    all.into_iter().filter(|&x| x != value && x >= least && x <= most).collect()
}

/// The texts that set a leaf to something that way.
fn settings(leaf: &Leaf, key: &Key, way: Way) -> Vec<String> {
    match leaf.value.as_array() {
        None => moved(leaf.value.as_f64().unwrap(), key, way).iter().map(|x| format!("{}={x}", leaf.path)).collect(),
        Some(list) => {
            let scale = if way == Way::Up { 1.5 } else { 0.5 };
            let scaled: Vec<String> = list.iter().filter_map(|x| Some((x.as_f64()? * scale).to_string())).collect();
            if scaled.is_empty() { Vec::new() } else { vec![format!("{}=[{}]", leaf.path, scaled.join(","))] }
        }
    }
}

/// Whether a setting makes another world; `None` if it is refused.
fn differs(base: &Base, set: &str) -> Option<bool> {
    WORLDS.fetch_add(1, Ordering::Relaxed);
    let sets: Vec<&str> = base.sets.iter().map(String::as_str).chain([set]).collect();
    Some(model_of(&try_scenario(base.names, &sets).ok()?).run(1, 0) != base.record)
}

fn is_alive(bases: &[Base], declared: &str, key: &Key, way: Way) -> bool {
    // A firm that sets the key was laid out for it.
    let (laid_out, others): (Vec<&Base>, Vec<&Base>) = bases.iter().partition(|base| base.sets_one_like(declared));
    laid_out.into_iter().chain(others).any(|base| {
        let mut leaves = base.leaves.iter().filter(|leaf| reference::is_like(declared, &leaf.path));
        // The farthest that is accepted.
        leaves.any(|leaf| settings(leaf, key, way).iter().find_map(|set| differs(base, set)) == Some(true))
    })
}

/// Worlds simulated so far.
static WORLDS: AtomicUsize = AtomicUsize::new(0);

#[test]
fn no_key_is_dead() {
    let bases: Vec<Base> = FIRMS.par_iter().map(base).collect();
    let entries: Vec<_> = reference::entries()
        .into_iter()
        .filter(|entry| matches!(entry.key.kind, Kind::Number | Kind::Numbers))
        .filter(|entry| !NO_MECHANISM.iter().any(|(path, _)| *path == entry.path))
        .collect();
    let both = all_of("WINFLOW_KEYS");
    let dead = |entry: &reference::Entry| -> Vec<Way> {
        let is_dead = |way: &Way| !is_alive(&bases, &entry.path, &entry.key, *way);
        let ways = [Way::Up, Way::Down];
        if both || ways.iter().all(is_dead) { ways.into_iter().filter(is_dead).collect() } else { Vec::new() }
    };
    let dead: Vec<String> = entries
        .par_iter()
        .with_max_len(1)
        .flat_map_iter(|entry| dead(entry).into_iter().map(move |way| format!("{} {way:?}", entry.path)))
        .collect();
    println!("{} numeric keys, {} worlds", entries.len(), WORLDS.load(Ordering::Relaxed));
    assert!(dead.is_empty(), "{} keys move nothing:\n{}", dead.len(), dead.join("\n"));
}

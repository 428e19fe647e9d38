//! What has to come out of the mechanisms: nothing in the code says these things, they result.
//!
//! Each test runs two settings in the same worlds and looks at the paired difference. The false-alarm rate is stated by `|z|`: a
//! direction counts when the difference is more than three standard errors from zero. Seeds are fixed, nothing is run again.

use crate::worlds::{self, total, value, z_between};
use winflow::measure::{Ending, JourneyRecord, Measure, Record};

const WORLDS: u64 = 24;

fn run(base: &str, sets: &[&str]) -> Vec<Record> {
    worlds::run(base, sets, 7, WORLDS)
}

fn journeys(records: &[Record], test: impl Fn(&&JourneyRecord) -> bool) -> f64 {
    records.iter().flat_map(|r| &r.journeys).filter(|j| test(j)).count() as f64
}

const QUIET: [&str; 5] =
    ["market_scale=0.5", "dialogue.prospect_below=0", "dialogue.prospect_until=0", "qualification.rule=none", "segment.mid.rivals_mean=0"];

/// pattern F1: one honest seller, no rivals, journeys in which a mutual benefit is possible.
#[test]
fn larger_groups_buy_less_and_decide_less() {
    let mut last = (1.0, 0.0);
    for size in [1, 3, 6, 10] {
        let group = format!("segment.mid.group_size_mean={size}");
        let mut sets = QUIET.to_vec();
        sets.extend(["segment.mid.group_size_shape=fixed", &group]);
        let records = run("hero", &sets);
        let met = |j: &&JourneyRecord| j.possible && j.let_in && j.ending != Ending::TooSlow;
        let all = journeys(&records, met);
        let bought = journeys(&records, |j| met(j) && j.price > 0.0) / all;
        let undecided = journeys(&records, |j| met(j) && matches!(j.ending, Ending::StatusQuo | Ending::Indecision)) / all;
        let error = (bought * (1.0 - bought) / all).sqrt();
        println!("groups of {size}: {bought:.3} buy (standard error {error:.3}), {undecided:.3} do not decide, of {all}");
        assert!(bought < last.0 - 3.0 * error, "purchases must fall with the number of people");
        assert!(undecided > last.1, "no decision must rise with the number of people");
        last = (bought, undecided);
    }
}

/// Meeting several of them at once: more win-wins in large groups, hours for nothing in small ones.
#[test]
fn several_of_ours_help_large_groups_and_waste_hours_on_small_ones() {
    let idle = ["dialogue.prospect_below=0", "dialogue.prospect_until=0"];
    let with = |size: &'static str, coverage: &'static str| run("team", &[idle[0], idle[1], size, coverage]);
    let (alone, three) = (
        with("segment.mid.group_size_mean=9", "organisation.coverage=1"),
        with("segment.mid.group_size_mean=9", "organisation.coverage=3"),
    );
    let gain = z_between("win-wins per month, groups of 9", &alone, &three, |r| value(r, Measure::WinWinDealsPerMonth));
    assert!(gain > 3.0, "several of ours must help with large groups");
    let hours = |r: &Record| r.journeys.iter().map(|j| j.work_hours).sum::<f64>();
    let won = |r: &Record| r.journeys.iter().filter(|j| j.ending == Ending::WinWin).count() as f64;
    let fixed = "segment.mid.group_size_shape=fixed";
    let small = |coverage: &'static str| run("team", &[idle[0], idle[1], fixed, "segment.mid.group_size_mean=2", coverage]);
    let (alone, three) = (small("organisation.coverage=1"), small("organisation.coverage=3"));
    let waste = z_between("hours per win-win, groups of 2", &alone, &three, |r| hours(r) / won(r));
    assert!(waste > 3.0, "several of ours must cost more hours per win-win with two people");
}

/// The same hours, messages that push our offering in place of messages that make sense of the need.
#[test]
fn persuasion_sells_more_and_makes_a_smaller_share_of_win_wins() {
    let mut pushing: Vec<String> = vec!["activity.discover.done_with.sense_make=0".into()];
    for activity in ["alternatives", "business-case", "design", "workshop", "concerns"] {
        pushing.push(format!("activity.{activity}.done_with.sense_make=0"));
        pushing.push(format!("activity.{activity}.done_with.persuade=0.38"));
    }
    let pushing: Vec<&str> = pushing.iter().map(String::as_str).collect();
    let (honest, pushed) = (run("hero", &[]), run("hero", &pushing));
    assert!(z_between("deals per month", &honest, &pushed, |r| value(r, Measure::DealsPerMonth)) > 3.0, "persuasion must sell more");
    assert!(
        z_between("win-win rate", &honest, &pushed, |r| value(r, Measure::WinWinRate)) < -3.0,
        "persuasion must make fewer of the won win-win"
    );
}

/// pattern F21: too little at once leaves people idle, too much makes them start again and again.
#[test]
fn throughput_is_an_inverted_u_over_work_in_progress() {
    let at = |limit: &'static str| run("hero", &["market_scale=4", "dialogue.prospect_below=0", "dialogue.prospect_until=0", limit]);
    let (few, right, many) = (at("flow.wip_limit=2"), at("flow.wip_limit=6"), at("flow.wip_limit=40"));
    let deals = |r: &Record| value(r, Measure::DealsPerMonth);
    assert!(z_between("deals per month, 2 to 6 at once", &few, &right, deals) > 3.0, "too little at once must cost throughput");
    assert!(z_between("deals per month, 6 to 40 at once", &right, &many, deals) < -3.0, "too much at once must cost throughput");
    let time = |r: &Record| value(r, Measure::TimeInSystemHoursMean);
    assert!(z_between("time in the flow, 6 to 40 at once", &right, &many, time) > 3.0, "too much at once must take longer");
    let efficiency = total(&run("hero", &[]), Measure::FlowEfficiency);
    println!("flow efficiency at the defaults: {efficiency:.3}");
    assert!((0.03..=0.20).contains(&efficiency));
}

/// pattern F6 and F20: a shared queue answers sooner, at the same load.
#[test]
fn pooling_shortens_answers() {
    let quiet = ["dialogue.prospect_below=0", "dialogue.prospect_until=0"];
    let pools: Vec<Vec<Record>> =
        ["1", "2", "4"].iter().map(|n| run("hero", &[quiet[0], quiet[1], &format!("organisation.pool_size={n}")])).collect();
    for pair in pools.windows(2) {
        let shorter = z_between("median answer delay", &pair[0], &pair[1], |r| value(r, Measure::AnswerDelayHoursP50));
        assert!(shorter < -3.0, "a larger pool must answer sooner");
    }
}

/// Prospecting stops when the pipeline is full and its fruit comes late: new dialogues of one pipeline vary more than at random.
#[test]
fn dialogues_swing_because_prospecting_stops() {
    let steady = ["channel.event.leads_per_year=0", "channel.web.leads_per_year=60", "channel.referral.leads_per_year=0"];
    let stops = run("hero", &[steady[0], steady[1], steady[2], "channel.list.lag_days=40"]);
    let goes_on = run("hero", &[steady[0], steady[1], steady[2], "channel.list.lag_days=40", "dialogue.prospecting_stops=false"]);
    let (with, without) = (total(&stops, Measure::DialogueDispersion), total(&goes_on, Measure::DialogueDispersion));
    println!("variance over mean of dialogues in four weeks: {with:.2} with the stop, {without:.2} without");
    assert!(z_between("without the stop", &stops, &goes_on, |r| value(r, Measure::DialogueDispersion)) < -3.0);
    assert!(with > 1.2, "with the stop they must vary more than Poisson arrivals");
}

/// guide: model, section 10: there are settings, each reached by keys that a user would recognise, in which either is ahead.
#[test]
fn hero_and_team_each_win_somewhere() {
    let per_hour = |r: &Record| value(r, Measure::WinWinsPerSellerHour);
    let compare = |what: &str, set: &str| z_between(what, &run("hero", &[set]), &run("team", &[set]), per_hour);
    assert!(compare("small groups: team - hero", "segment.mid.group_size_mean=1.5") < -3.0, "the hero must win with small groups");
    let dear = compare("dear coordination: team - hero", "organisation.coordination_work_hours_per_week=1");
    assert!(dear < -3.0, "the hero must win when coordination is dear");
    assert!(compare("large groups: team - hero", "segment.mid.group_size_mean=9") > 3.0, "the team must win with large groups");
    assert!(compare("narrow skill: team - hero", "role.seller.skill_outside=0.2") > 3.0, "the team must win with narrow skill");
}

/// Counts of a lone hero's new dialogues in four weeks, world by world.
fn dialogues_of_one_hero(stops: &str) -> Vec<Vec<f64>> {
    let stops = format!("dialogue.prospecting_stops={stops}");
    let sets = [
        "role.seller.people=1",
        "market_scale=0.08",
        "time.years=12",
        "channel.event.leads_per_year=0",
        "channel.web.leads_per_year=0",
        "channel.referral.leads_per_year=0",
        "channel.list.lag_days=40",
        "segment.mid.purchases_mean=1",
        &stops,
    ];
    worlds::run("hero", &sets, 7, 64)
        .iter()
        .map(|record| {
            let mut counts = vec![0.0; 12 * 13];
            for day in record.journeys.iter().filter_map(|j| j.dialogue_days) {
                if let Some(count) = counts.get_mut((day / 28.0).floor() as usize) {
                    *count += 1.0;
                }
            }
            // The first and the last half year only see some of the journeys.
            counts[7..counts.len() - 7].to_vec()
        })
        .collect()
}

fn autocorrelation(series: &[f64], lag: usize) -> f64 {
    let n = series.len() as f64;
    let mean = series.iter().sum::<f64>() / n;
    let variance: f64 = series.iter().map(|x| (x - mean) * (x - mean)).sum();
    series.windows(lag + 1).map(|w| (w[0] - mean) * (w[lag] - mean)).sum::<f64>() / variance
}

/// Mean autocorrelation over the worlds, and how many standard errors it is from zero.
fn mean_autocorrelation(what: &str, worlds: &[Vec<f64>], lag: usize) -> (f64, f64) {
    let values: Vec<f64> = worlds.iter().map(|w| autocorrelation(w, lag)).collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    let z = mean / (variance / n).sqrt();
    println!("{what}, {lag} times four weeks apart: autocorrelation {mean:.3}, z {z:.1}");
    (mean, z)
}

/// The swing has a period of months: after many dialogues come few some three months later, and many again after six.
#[test]
fn dialogues_of_a_lone_hero_swing_with_a_period_of_months() {
    let (stops, goes_on) = (dialogues_of_one_hero("true"), dialogues_of_one_hero("false"));
    let (trough, z_trough) = mean_autocorrelation("with the stop", &stops, 3);
    let (crest, z_crest) = mean_autocorrelation("with the stop", &stops, 6);
    let (trough_without, _) = mean_autocorrelation("without the stop", &goes_on, 3);
    let (crest_without, _) = mean_autocorrelation("without the stop", &goes_on, 6);
    assert!(z_trough < -3.0, "few must follow many after some three months");
    assert!(z_crest > 3.0, "many must come again after some six months");
    assert!(trough < trough_without && crest > crest_without, "the swing must be weaker without the stop");
}

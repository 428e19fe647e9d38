//! Every scenario that is accepted ends, in about the time that was estimated before: random scenarios, by the declared keys and ranges.

use crate::common::{Sandbox, all_of, code, stderr};
use crate::random::{Firms, SHORT};
use crate::worlds::{model_of, scenario};
use rand::SeedableRng;
use rand_pcg::Pcg64;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use winflow::simulation::Model;

/// Longer than a second by the estimate is for whoever asks for it.
const MOST_SECONDS: f64 = 0.5;
/// No world takes so much longer than estimated, however slow the machine and the build.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a world takes; none if it takes longer than anybody waits.
fn timed(model: Model) -> Option<Duration> {
    let (done, ended) = channel();
    let begun = Instant::now();
    std::thread::spawn(move || {
        model.run(1, 0);
        let _ = done.send(());
    });
    match ended.recv_timeout(PATIENCE) {
        Ok(()) => Some(begun.elapsed()),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => panic!("the world panicked"),
    }
}

#[test]
fn every_scenario_that_is_accepted_ends() {
    let tries = if all_of("WINFLOW_ENDS") { 20_000 } else { 120 };
    let seed = std::env::var("WINFLOW_ENDS_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(14);
    let mut rng = Pcg64::seed_from_u64(seed);
    let firms = Firms::new();
    let (mut run, mut large, mut slow) = (0, 0, Vec::new());
    for tried in 0..tries {
        if tried % 1000 == 999 {
            println!("{tried} tried, {run} run");
        }
        let (firm, sets) = firms.accepted(&mut rng);
        let words: Vec<&str> = sets.iter().map(String::as_str).collect();
        let model = model_of(&scenario(firm, &words));
        let effort = model.effort();
        if effort.seconds > MOST_SECONDS || effort.bytes > 1e9 {
            large += 1;
            continue;
        }
        run += 1;
        let took = timed(model).unwrap_or_else(|| panic!("does not end: {firm}, {sets:?}, {effort:?}"));
        if all_of("WINFLOW_ENDS") && took.as_secs_f64() > 0.1 + 3.0 * effort.seconds {
            slow.push(format!("{took:?} {firm} {sets:?} {effort:?}"));
            println!("{}", slow[slow.len() - 1]);
        }
    }
    println!("{run} worlds ended, {large} were too large, {} took longer than estimated", slow.len());
    assert!(run > large, "the scenarios are small enough to be run: {run} are, {large} are not");
}

/// What looped for ever before: it was never open at the opening.
#[test]
fn hours_a_day_that_are_rounded_end() {
    for hours in ["15.3", "16.7", "17.9", "20.05", "23.999"] {
        for firm in ["mid team", "mid hero"] {
            let hours = format!("time.work_hours_per_day={hours}");
            let sets = [&SHORT[..], &[hours.as_str()]].concat();
            assert!(timed(model_of(&scenario(firm, &sets))).is_some(), "{firm} {hours}");
        }
    }
}

/// A market in a single account takes as long as any other: its journeys are found without going through all of them.
#[test]
fn one_account_takes_no_longer_than_thousands() {
    let took = |accounts: &str| {
        let sets = ["segment.mid.projects_per_year=60000", accounts, SHORT[0], SHORT[1], SHORT[2], "relationship.refers_share=1"];
        timed(model_of(&scenario("mid team", &sets))).expect("it ends")
    };
    let (many, few) = (took("segment.mid.accounts=40000"), took("segment.mid.accounts=1"));
    assert!(few < many * 8 + Duration::from_secs(1), "{few:?} in one account, {many:?} in many");
}

/// What takes hours is announced with an estimate, and a single Ctrl-C ends it, in the middle of a world, too.
#[cfg(unix)]
#[test]
fn what_takes_hours_is_announced_and_one_interruption_ends_it() {
    let sandbox = Sandbox::new();
    let large = ["segment.mid.projects_per_year=1e6", "segment.mid.project_days=1", "time.years=20"].map(|set| ["--set", set]).concat();
    for arguments in [vec!["run", "mid", "--worlds", "2000"], vec!["trace", "team", "--set", "process.most_activities=1000"]] {
        let arguments = [&arguments[..], &large].concat();
        let child = sandbox.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        std::thread::sleep(Duration::from_secs(4));
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success());
        let begun = Instant::now();
        let output = child.wait_with_output().expect("ends");
        assert_eq!(code(&output), 130, "{arguments:?}: {}", stderr(&output));
        assert!(begun.elapsed() < Duration::from_secs(30), "{arguments:?}: {:?}", begun.elapsed());
        let said = stderr(&output);
        let is_announced = said.contains("This may take about") && said.contains("customers") && said.contains("accounts");
        assert!(is_announced || arguments[0] == "trace", "{said}");
    }
    let output = sandbox.run(&["run", "mid", "--worlds", "2", "--years", "0.1"]);
    assert!(!stderr(&output).contains("This may take"), "{}", stderr(&output));
}

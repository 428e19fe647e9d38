//! `winflow merge`: puts the shards of an experiment together.
//!
//! The worlds of all shards go into the folder of an unfinished run; going on with it finds them all there.

use super::arguments::{Arguments, Merge};
use super::failure::Failure;
use super::unfinished::Unfinished;
use crate::experiment::store::Store;
use crate::report::results::folder::{KEPT, PLAN, RunFolder};
use crate::report::results::words::list;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

/// Puts shards together and gives what is left to do: to go on with the whole.
///
/// # Errors
/// If shards are missing or do not belong together, or something cannot be read or written.
pub fn merge(arguments: &Merge) -> Result<Arguments, Failure> {
    let plans: Vec<Unfinished> = arguments.shards.iter().map(|folder| plan(folder)).collect::<Result<_, _>>()?;
    check(arguments, &plans)?;
    let first = &plans[0];
    let mut whole = whole(first, &arguments.out)?;
    let program = super::unfinished::program();
    if !arguments.quiet && plans.iter().any(|plan| plan.program != program) {
        super::terminal::say("Note: not all shards were run by this build of winflow. If its code was another, the result is a mixture.");
    }
    if let Some(simulation) = whole.simulation_mut() {
        (simulation.shard, simulation.resume) = (None, true);
        (simulation.threads, simulation.quiet) = (arguments.threads, arguments.quiet);
        (simulation.out, simulation.force) = (arguments.out.clone(), arguments.force);
    }
    put_together(arguments, first).map_err(|why| Failure::Other(format!("cannot put the shards together: {why}")))?;
    Ok(whole)
}

/// What a shard was about.
fn plan(folder: &Path) -> Result<Unfinished, Failure> {
    let wrong = |why: String| {
        let hint = "expected the folder of a finished shard, such as output/hero-vs-team.shard-1-of-2";
        Failure::Usage(format!("{} is no shard: {why}; {hint}", folder.display()))
    };
    let text = fs::read(folder.join(PLAN)).map_err(|e| wrong(format!("cannot read its {PLAN}: {e}")))?;
    serde_json::from_slice(&text).map_err(|e| wrong(format!("its {PLAN} cannot be read: {e}")))
}

/// Whether they belong together and are all there.
fn check(arguments: &Merge, plans: &[Unfinished]) -> Result<(), Failure> {
    let folders = || arguments.shards.iter().map(|folder| folder.display());
    let of = plans[0].shard.map_or(0, |shard| shard.of);
    for (plan, folder) in plans.iter().zip(folders()) {
        let first = arguments.shards[0].display();
        if plan.shard.is_none() {
            return Err(Failure::Usage(format!("{folder} is an unfinished run, not a shard: go on with it by --resume")));
        }
        let mut differs = plans[0].content_differs(plan);
        if plan.version != plans[0].version {
            differs.push(format!("{} and {} of winflow", plans[0].version, plan.version));
        }
        if plan.shard.is_some_and(|shard| shard.of != of) || words(plan) != words(&plans[0]) {
            differs.push(format!("winflow {} and winflow {}", plans[0].command.join(" "), plan.command.join(" ")));
        }
        if !differs.is_empty() {
            return Err(Failure::Other(format!("{first} and {folder} are not parts of one experiment:\n  {}", differs.join("\n  "))));
        }
    }
    let there: Vec<u64> = plans.iter().filter_map(|plan| plan.shard.map(|shard| shard.number)).collect();
    let missing: Vec<String> = (1..=of).filter(|number| !there.contains(number)).map(|number| number.to_string()).collect();
    if !missing.is_empty() {
        let verb = if missing.len() == 1 { "shard is" } else { "shards are" };
        return Err(Failure::Other(format!("not all parts are there: of {of} the {verb} missing that has number {}", list(&missing))));
    }
    Ok(())
}

/// The words of a command that make a difference to its result.
fn words(plan: &Unfinished) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = plan.command.iter();
    while let Some(word) = rest.next() {
        let takes_value = ["--shard", "--threads", "--out"].contains(&word.as_str());
        let is_left_out = ["--shard=", "--threads=", "--out="].iter().any(|flag| word.starts_with(flag));
        if takes_value {
            rest.next();
        } else if !is_left_out && !["--quiet", "--force", "--resume"].contains(&word.as_str()) {
            words.push(word.clone());
        }
    }
    words
}

/// The command of the whole.
fn whole(plan: &Unfinished, out: &Path) -> Result<Arguments, Failure> {
    let words = std::iter::once("winflow".to_string()).chain(words(plan)).map(OsString::from);
    // So that it can be gone on with where it is.
    let place = ["--out".into(), out.as_os_str().to_owned()];
    let line: Vec<OsString> = words.chain(place).collect();
    super::parsed(&line).map_err(|said| Failure::Other(format!("the command of the shards cannot be understood: {said}")))
}

/// Puts the worlds of all shards into the folder of an unfinished run of the whole.
fn put_together(arguments: &Merge, first: &Unfinished) -> Result<(), String> {
    let plan = Unfinished { shard: None, program: super::unfinished::program(), ..first.clone() };
    let mut judge = |_: &Path, text: &[u8]| match plan.difference(text) {
        None => crate::report::results::folder::Leftover::GoOn,
        Some(_) => crate::report::results::folder::Leftover::Leave,
    };
    let folder = RunFolder::begin_or_go_on(&arguments.out, &first.name, &mut judge).map_err(|e| e.to_string())?;
    folder.write(PLAN, plan.to_json().as_bytes()).map_err(|e| e.to_string())?;
    let mut store = Store::open(&folder.path().join(KEPT)).map_err(|e| e.to_string())?;
    for shard in &arguments.shards {
        let path = shard.join(KEPT);
        let mut part = Store::open_to_read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        store.add_all(&mut part).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::runner::Shard;

    #[test]
    fn only_what_changes_results_tells_commands_apart() {
        let plan = |text: &str| Unfinished {
            version: String::new(),
            program: String::new(),
            command: text.split(' ').map(String::from).collect(),
            shard: Some(Shard { number: 1, of: 2 }),
            name: String::new(),
            experiment: String::new(),
            settings: serde_json::Value::Null,
            seed: 1,
            scenarios: Vec::new(),
        };
        let a = plan("compare hero team --shard 1/2 --worlds 9 --threads=2 --quiet");
        let b = plan("compare hero --out there team --worlds 9 --shard=2/2");
        assert_eq!(words(&a), words(&b));
        assert_ne!(words(&a), words(&plan("compare hero team --worlds 8")));
    }
}

//! How much should people work on at once? One key in steps, and what it does to win-wins.
//!
//! `cargo run --example sweep_one_key`

use winflow::measure::Measure;
use winflow::session::sweep::{Question, sweep};
use winflow::session::{Host, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = Question {
        scenarios: vec!["team".to_string()],
        over: vec!["flow.wip_limit=1,3,9".to_string()],
        measures: vec![Measure::WinWinDealsPerMonth],
        ..Question::default()
    };
    let options = Options { worlds: Some(8), years: Some(0.5), ..Options::default() };
    let swept = sweep(&question, &options, Host::silent())?;
    for point in &swept.document.points {
        let found = point.systems[0].measures.iter().find(|measure| measure.id.0 == Measure::WinWinDealsPerMonth);
        let mean = found.and_then(|measure| measure.mean).ok_or("nothing is known of it")?;
        println!("{} at once: {mean:.2} win-wins a month", point.values[0]);
    }
    Ok(())
}

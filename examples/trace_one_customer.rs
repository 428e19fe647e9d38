//! What happened to one customer, day by day, and how it ended.
//!
//! `cargo run --example trace_one_customer`

use winflow::session::trace::trace;
use winflow::session::{Host, Layers, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options { years: Some(0.5), ..Options::default() };
    let traced = trace(&Layers::alone("team"), 0, None, &options, Host::silent())?;
    println!("Journey {} under {}:", traced.journey, traced.system.name);
    for line in &traced.story {
        println!("  day {:5.1}  {}", line.at_hours / 24.0, line.text);
    }
    if let Some(journey) = traced.record {
        println!("It ended as {}, after {:.1} hours of our work.", journey.ending.title(), journey.work_hours);
    }
    Ok(())
}

//! A page and a chart from what a run has left behind, without another run. Names the folder, or makes a small one.
//!
//! `cargo run --example page_from_results output/hero-vs-team`

use std::path::PathBuf;
use winflow::report::charts::gallery;
use winflow::report::page::Options as PageOptions;
use winflow::report::results::stored::Stored;
use winflow::session::compare::{Question, compare};
use winflow::session::page::page;
use winflow::session::{Host, Layers, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).map_or_else(small_results, |folder| Ok(PathBuf::from(folder)))?;
    let stored = Stored::read(&folder)?;
    for system in &stored.systems {
        println!("{}: {} customers, {} deals", system.name, system.journeys.len(), system.deals.len());
    }
    let picture = gallery::pictures(&stored, &Default::default()).into_iter().find(|picture| picture.name == "endings");
    if let Some(picture) = picture {
        std::fs::write("endings.svg", picture.chart()?.svg)?;
    }
    std::fs::write("page.html", page(stored, &PageOptions::default()))?;
    println!("page.html and endings.svg are written");
    Ok(())
}

fn small_results() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let question = Question::new([Layers::alone("hero"), Layers::alone("team")]);
    let options = Options { worlds: Some(4), years: Some(0.3), ..Options::default() };
    Ok(compare(&question, &options, Host::silent())?.kept?.path)
}

//! Two systems in the same worlds: is the second better, and how sure are we?
//!
//! `cargo run --example compare_two_systems`

use winflow::session::compare::{Question, compare};
use winflow::session::{Host, Layers, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = Question::new([Layers::alone("hero"), Layers::alone("team")]);
    let options = Options { worlds: Some(20), years: Some(0.5), ..Options::default() };
    let compared = compare(&question, &options, Host::silent())?;

    let document = &compared.document;
    println!("{} less {} in {} worlds:", document.scenarios[1].name, document.scenarios[0].name, document.worlds);
    for difference in document.differences[0].measures.iter().filter(|difference| document.measures.contains(&difference.id)) {
        let (Some(mean), Some([low, high])) = (difference.mean, difference.ci95) else { continue };
        let measure = difference.id.0;
        println!("  {}: {mean:.3} {} ({low:.3} to {high:.3}), {}", measure.title(), measure.unit(), difference.words);
    }
    println!("Everything is in {}", compared.kept?.path.display());
    Ok(())
}

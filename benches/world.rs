//! Whole worlds: thirty people, three years, `mid`, under the hero and under the team. In worlds and in events a second. The firms are
//! those of the tests (`tests/fixtures`), which stay as they are, so that timings can be compared from version to version.
//!
//! `cargo bench --bench world`

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::sync::Arc;
use winflow::measure::Measure;
use winflow::scenario::load;
use winflow::simulation::Model;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

fn worlds(criterion: &mut Criterion) {
    let sets = ["role.seller.people=30".to_string(), "market_scale=2.5".to_string()];
    for system in ["hero", "team"] {
        let Ok(loaded) = load(&format!("{FIXTURES}/mid.toml"), &[format!("{FIXTURES}/policies/{system}.toml")], &sets) else { continue };
        let model = Model::new(&loaded.scenario, Arc::default());
        let events = model.run(1, 0).ratios[Measure::Events as usize].numerator;
        let mut group = criterion.benchmark_group(format!("world/{system}"));
        group.sample_size(20);
        group.throughput(Throughput::Elements(1));
        group.bench_function("worlds", |bencher| bencher.iter(|| model.run(1, 0)));
        group.throughput(Throughput::Elements(events as u64));
        group.bench_function("events", |bencher| bencher.iter(|| model.run(1, 0)));
        group.finish();
    }
}

criterion_group!(benches, worlds);
criterion_main!(benches);

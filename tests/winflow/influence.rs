//! What assumptions do, held against the figures that SALib has for the same points: shares of the spread (Sobol) and elementary effects
//! (Morris), of two functions. Without noise both worlds show the same, and all figures have to agree to rounding.

use serde_json::Value;
use winflow::experiment::firms::radial::{Effects, Moved, Row, effects};

const SALIB: &str = include_str!("../fixtures/salib.json");

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

fn functions() -> [Value; 2] {
    let all: Value = serde_json::from_str(SALIB).expect("figures");
    ["ishigami", "g_function"].map(|name| all[name].clone())
}

fn same(ours: f64, theirs: f64, what: &str) {
    assert!((ours - theirs).abs() < 1e-9 * theirs.abs().max(1.0), "{what}: {ours}, but SALib has {theirs}");
}

#[test]
fn shares_of_the_spread_are_those_of_salib() {
    for function in functions() {
        let row = |values: &Value| {
            let values = numbers(values);
            let both = |value: f64| Some([value; 2]);
            let moved = values[1..values.len() - 1].iter().map(|value| Moved { seen: both(*value), by: 1.0 }).collect();
            Row { first: both(values[0]), second: both(values[values.len() - 1]), moved }
        };
        let rows: Vec<Row> = function["rows"].as_array().expect("rows").iter().map(row).collect();
        assert!(rows.len() >= 64);
        let Effects { effects, .. } = effects(&rows).expect("enough rows");
        for (place, (first, total)) in numbers(&function["first"]).into_iter().zip(numbers(&function["total"])).enumerate() {
            same(effects[place].first.expect("second firms").value, first, "first");
            same(effects[place].total.value, total, "total");
        }
    }
}

/// SALib walks along a path, in each step of which one input moves; only the change counts, and how far it moved.
#[test]
fn elementary_effects_are_those_of_salib() {
    for function in functions() {
        let paths = &function["paths"];
        let (places, values) = (paths["places"].as_array().expect("places"), numbers(&paths["values"]));
        let places: Vec<Vec<f64>> = places.iter().map(numbers).collect();
        let inputs = places[0].len();
        let row = |path: usize| {
            let mut moved = vec![Moved::default(); inputs];
            for from in path * (inputs + 1)..(path + 1) * (inputs + 1) - 1 {
                let by = |input: usize| places[from + 1][input] - places[from][input];
                let input = (0..inputs).find(|input| by(*input) != 0.0).expect("one moves");
                moved[input] = Moved { seen: Some([values[from + 1] - values[from]; 2]), by: by(input) };
            }
            Row { first: Some([0.0; 2]), second: None, moved }
        };
        let rows: Vec<Row> = (0..values.len() / (inputs + 1)).map(row).collect();
        let Effects { effects, .. } = effects(&rows).expect("enough rows");
        for (place, effect) in effects.iter().enumerate() {
            let theirs = |what: &str| numbers(&paths[what])[place];
            same(effect.mean, theirs("mu"), "mean");
            same(effect.size, theirs("mu_star"), "size");
            same(effect.spread, theirs("sigma"), "spread");
        }
    }
}

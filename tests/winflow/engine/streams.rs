//! Random numbers: pinned bits, the right distributions, no ties between neighbouring keys.

use rand_distr::Distribution as _;
use statrs::distribution::{ContinuousCDF, Exp, Gamma, LogNormal, Normal, Uniform};
use winflow::engine::{Purpose, Stream, Streams, math, name_key};

const TEST: Purpose = Purpose::named("stream tests");
const MANY: u64 = 100_000;

/// Largest distance that chance exceeds as seldom as |z| > 4: two-sided 6.3e-5, by Kolmogorov's asymptotic law.
const KOLMOGOROV_LIMIT: f64 = 2.276;

#[test]
fn bits_are_pinned() {
    let mut stream = Streams::new(42, 7).stream(Purpose::named("golden"), 1207, 3);
    let found: Vec<u64> = vec![
        stream.uniform().to_bits(),
        stream.normal().to_bits(),
        stream.exponential(2.5).to_bits(),
        stream.log_normal(3.0, 0.8).to_bits(),
        stream.gamma(2.0, 6.0).to_bits(),
        stream.gamma(0.3, 1.0).to_bits(),
        stream.below(1_000_000),
        u64::from(stream.chance(0.5)),
    ];
    assert_eq!(found, GOLDEN, "{found:#x?}");
}

/// Over many draws, so that the seldom branches of the samplers are pinned too.
#[test]
fn sums_of_bits_are_pinned() {
    let mut stream = Streams::new(42, 7).stream(Purpose::named("golden"), 1207, 4);
    let mut sums = [0_u64; 5];
    for _ in 0..MANY {
        let draws = [stream.uniform(), stream.normal(), stream.exponential(1.0), stream.log_normal(1.0, 1.0), stream.gamma(0.7, 1.0)];
        for (sum, draw) in sums.iter_mut().zip(draws) {
            *sum = sum.rotate_left(1) ^ draw.to_bits();
        }
    }
    assert_eq!(sums, GOLDEN_SUMS, "{sums:#x?}");
}

#[test]
fn names_are_pinned() {
    assert_eq!(name_key(""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(name_key("a"), 0xaf63_dc4c_8601_ec8c);
}

/// Checks draws against a distribution, within one stream and as the first draws of neighbouring keys.
fn check(name: &str, law: impl ContinuousCDF<f64, f64>, draw: impl Fn(&mut Stream) -> f64) {
    let streams = Streams::new(5, 1);
    let mut one = streams.stream(TEST, 0, 0);
    let within: Vec<f64> = (0..MANY).map(|_| draw(&mut one)).collect();
    let entities: Vec<f64> = (0..MANY).map(|entity| draw(&mut streams.stream(TEST, entity, 0))).collect();
    let indices: Vec<f64> = (0..MANY).map(|index| draw(&mut streams.stream(TEST, 0, index))).collect();
    let worlds: Vec<f64> = (0..MANY).map(|world| draw(&mut Streams::new(5, world).stream(TEST, 0, 0))).collect();
    for (among, mut draws) in [("one stream", within), ("entities", entities), ("indices", indices), ("worlds", worlds)] {
        draws.sort_by(f64::total_cmp);
        let size = draws.len() as f64;
        let distance = draws.iter().enumerate().fold(0.0_f64, |most, (rank, &x)| {
            let share = law.cdf(x);
            most.max(share - rank as f64 / size).max((rank + 1) as f64 / size - share)
        });
        let scaled = distance * size.sqrt();
        println!("{name}, {among}: sqrt(n) D = {scaled:.3}");
        assert!(scaled < KOLMOGOROV_LIMIT, "{name}, {among}: sqrt(n) D = {scaled}");
    }
}

#[test]
fn uniform_is_uniform() {
    check("uniform", Uniform::new(0.0, 1.0).unwrap(), Stream::uniform);
}

#[test]
fn below_is_uniform() {
    check("below", Uniform::new(0.0, 1.0).unwrap(), |stream| stream.below(1 << 40) as f64 / (1_u64 << 40) as f64);
}

#[test]
fn normal_is_normal() {
    check("normal", Normal::new(0.0, 1.0).unwrap(), Stream::normal);
}

#[test]
fn exponential_is_exponential() {
    check("exponential", Exp::new(1.0 / 2.5).unwrap(), |stream| stream.exponential(2.5));
}

#[test]
fn log_normal_is_log_normal() {
    check("log-normal", LogNormal::new(math::ln(3.0), 0.8).unwrap(), |stream| stream.log_normal(3.0, 0.8));
}

#[test]
fn gamma_is_gamma() {
    for shape in [0.3, 1.0, 2.0, 17.5] {
        check("gamma", Gamma::new(shape, shape / 6.0).unwrap(), |stream| stream.gamma(shape, 6.0));
    }
}

#[test]
fn other_samplers_may_use_a_stream() {
    let law = rand_distr::Gamma::new(2.0, 3.0).unwrap();
    check("gamma of rand_distr", Gamma::new(2.0, 1.0 / 3.0).unwrap(), |stream| law.sample(stream));
}

/// The tails and edges of the ziggurats, where few draws fall.
#[test]
fn tails_are_as_heavy_as_they_should_be() {
    let mut stream = Streams::new(6, 0).stream(TEST, 0, 0);
    let size = 4_000_000;
    let mut counts = [0_u32; 6];
    for _ in 0..size {
        let (x, y) = (stream.normal(), stream.exponential(1.0));
        for (count, is_there) in counts.iter_mut().zip([x > 3.7, x < -3.7, x.abs() > 3.2, x.abs() < 0.02, y > 7.8, y < 0.001]) {
            *count += u32::from(is_there);
        }
    }
    let upper = |x: f64| Normal::new(0.0, 1.0).unwrap().sf(x);
    let shares = [upper(3.7), upper(3.7), 2.0 * upper(3.2), 1.0 - 2.0 * upper(0.02), math::exp(-7.8), -math::exp_m1(-0.001)];
    for (count, share) in counts.into_iter().zip(shares) {
        let expected = share * f64::from(size);
        let z = (f64::from(count) - expected) / (expected * (1.0 - share)).sqrt();
        println!("{count} where {expected:.1} are expected, z = {z:.2}");
        assert!(z.abs() < 4.0, "{count} where {expected} are expected");
    }
}

/// First draws of pairs of keys that differ by little: no correlation, and squares of the plane equally full.
#[test]
fn neighbouring_keys_are_independent() {
    let streams = Streams::new(1, 1);
    let first = |seed: u64, world: u64, name: &'static str, entity: u64, index: u64| {
        Streams::new(seed, world).stream(Purpose::named(name), entity, index).uniform()
    };
    type Pair<'a> = &'a dyn Fn(u64) -> (f64, f64);
    let pairs: [(&str, Pair); 7] = [
        ("entities", &|n| (first(1, 1, "a", n, 0), first(1, 1, "a", n + 1, 0))),
        ("indices", &|n| (first(1, 1, "a", 7, n), first(1, 1, "a", 7, n + 1))),
        ("entity and index", &|n| (first(1, 1, "a", n, 0), first(1, 1, "a", 0, n + 1))),
        ("worlds", &|n| (first(1, n, "a", 7, 0), first(1, n + 1, "a", 7, 0))),
        ("seeds", &|n| (first(n, 1, "a", 7, 0), first(n + 1, 1, "a", 7, 0))),
        ("purposes", &|n| (first(1, 1, "a", n, 0), first(1, 1, "b", n, 0))),
        ("first and second draw", &|n| {
            let mut stream = streams.stream(TEST, n, 0);
            (stream.uniform(), stream.uniform())
        }),
    ];
    const SIDE: usize = 16;
    for (name, pair) in pairs {
        let mut sum = 0.0;
        let mut squares = vec![0.0_f64; SIDE * SIDE];
        for n in 0..MANY {
            let (x, y) = pair(n);
            sum += (x - 0.5) * (y - 0.5) * 12.0;
            squares[(x * SIDE as f64) as usize * SIDE + (y * SIDE as f64) as usize] += 1.0;
        }
        let correlation_z = sum / (MANY as f64).sqrt();
        let expected = MANY as f64 / (SIDE * SIDE) as f64;
        let chi_squared: f64 = squares.iter().map(|count| (count - expected) * (count - expected) / expected).sum();
        let degrees = (SIDE * SIDE - 1) as f64;
        // Wilson and Hilferty's cube root is normal to good approximation.
        let cube_z = (math::pow(chi_squared / degrees, 1.0 / 3.0) - (1.0 - 2.0 / (9.0 * degrees))) / (2.0 / (9.0 * degrees)).sqrt();
        println!("{name}: z of the correlation {correlation_z:.2}, z of the squares {cube_z:.2}");
        assert!(correlation_z.abs() < 4.0 && cube_z.abs() < 4.0, "{name}: {correlation_z}, {cube_z}");
    }
}

/// One bit more or less in a key changes half of the bits of the first draw.
#[test]
fn every_bit_of_a_key_matters() {
    let bits = |entity: u64, index: u64| {
        use rand::Rng as _;
        Streams::new(3, 3).stream(TEST, entity, index).next_u64()
    };
    for bit in 0..64 {
        let (mut by_entity, mut by_index) = (0, 0);
        let rounds = 500_u32;
        for n in 0..u64::from(rounds) {
            by_entity += (bits(n, 5) ^ bits(n ^ (1 << bit), 5)).count_ones();
            by_index += (bits(5, n) ^ bits(5, n ^ (1 << bit))).count_ones();
        }
        let spread = 4.0 * f64::from(rounds).sqrt();
        // Pairs n and n ^ (1 << bit) come twice for the low bits, which doubles the variance.
        for (name, changed) in [("entity", by_entity), ("index", by_index)] {
            let z = (f64::from(changed) - 32.0 * f64::from(rounds)) / (spread * std::f64::consts::SQRT_2);
            assert!(z.abs() < 4.0, "bit {bit} of the {name}: z = {z}");
        }
    }
}

const GOLDEN: [u64; 8] = [
    0x3fdb_347e_96c7_84a0,
    0x3fd5_ba08_877a_7ea3,
    0x3fef_80b0_f81a_dd81,
    0x3ff5_c817_5699_d376,
    0x4017_5897_f7c5_aa4c,
    0x4004_cd3e_7339_b848,
    0x6_ffe4,
    0,
];

const GOLDEN_SUMS: [u64; 5] =
    [0xd4dd_12e0_cd56_2d29, 0x0e4f_57db_e47a_3afe, 0xea45_b211_95a2_9b41, 0x59b4_eaf4_d288_30a0, 0x7305_a2f0_eaf2_3c64];

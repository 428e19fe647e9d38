//! The calendar against a slow one, and at its edges.

use std::collections::BTreeMap;
use winflow::engine::{Calendar, Purpose, Stream, Streams, Ticket};

fn draws(index: u64) -> Stream {
    Streams::new(11, 0).stream(Purpose::named("calendar tests"), 0, index)
}

/// Does the same things at random to a calendar and to an ordered map, and compares all answers.
fn compare(limit: u64, steps: usize, growth: f64, grid: f64, index: u64) {
    let mut draws = draws(index);
    let mut calendar = Calendar::with_sequence_limit(limit);
    let mut slow: BTreeMap<(u64, u8, u64), u32> = BTreeMap::new();
    let mut tickets: Vec<(Ticket, (u64, u8, u64))> = Vec::new();
    for step in 0..steps as u64 {
        let choice = draws.uniform();
        if choice < growth {
            let wait = draws.exponential(10.0) * draws.exponential(1.0);
            let at = calendar.now() + (wait / grid).floor() * grid;
            let phase = draws.below(3) as u8;
            let ticket = calendar.schedule(at, phase, step as u32);
            slow.insert((at.to_bits(), phase, step), step as u32);
            tickets.push((ticket, (at.to_bits(), phase, step)));
        } else if choice < growth + 0.15 && !tickets.is_empty() {
            let (ticket, key) = tickets[draws.below(tickets.len() as u64) as usize];
            assert_eq!(calendar.cancel(ticket), slow.remove(&key).is_some(), "step {step}");
        } else {
            let until = calendar.now() + draws.exponential(3.0);
            let expected = slow.first_key_value().map(|(key, event)| (*key, *event));
            match expected.filter(|(key, _)| f64::from_bits(key.0) <= until) {
                Some((key, event)) => {
                    slow.remove(&key);
                    assert_eq!(calendar.next_until(until), Some(event), "step {step}");
                    assert_eq!(calendar.now().to_bits(), key.0, "step {step}");
                }
                None => assert_eq!(calendar.next_until(until), None, "step {step}"),
            }
        }
        assert_eq!(calendar.len(), slow.len(), "step {step}");
    }
    for (_, event) in slow {
        assert_eq!(calendar.next(), Some(event));
    }
    assert_eq!(calendar.next(), None);
    assert!(calendar.is_empty());
}

#[test]
fn agrees_with_an_ordered_map() {
    for (index, growth) in [0.40, 0.45, 0.55, 0.75].into_iter().enumerate() {
        compare(1 << 24, 60_000, growth, 1e-9, index as u64);
    }
}

#[test]
fn agrees_with_an_ordered_map_when_most_times_are_equal() {
    for (index, grid) in [1.0, 5.0, 50.0].into_iter().enumerate() {
        compare(1 << 24, 60_000, 0.6, grid, 10 + index as u64);
    }
}

#[test]
fn renumbering_changes_no_order() {
    for (index, limit) in [1, 2, 7, 100, 5_000].into_iter().enumerate() {
        compare(limit, 8_000, 0.55, 2.0, 20 + index as u64);
        compare(limit, 8_000, 0.45, 1e-9, 30 + index as u64);
    }
}

#[test]
fn equal_times_go_by_phase_and_then_by_order_of_scheduling() {
    let mut calendar = Calendar::new();
    let events: Vec<(u8, u32)> = (0..200).map(|number| ((number * 7 % 256) as u8, number)).collect();
    for &(phase, number) in &events {
        calendar.schedule(3.0, phase, (phase, number));
    }
    let mut expected = events;
    expected.sort();
    let found: Vec<_> = std::iter::from_fn(|| calendar.next()).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_scheduled_now_comes_after_what_was_scheduled_for_now() {
    let mut calendar = Calendar::new();
    calendar.schedule(1.0, 1, "first");
    calendar.schedule(1.0, 1, "second");
    assert_eq!(calendar.next(), Some("first"));
    calendar.schedule(1.0, 1, "third");
    calendar.schedule(1.0, 0, "lower phase");
    assert_eq!(calendar.next(), Some("lower phase"));
    assert_eq!(calendar.next(), Some("second"));
    assert_eq!(calendar.next(), Some("third"));
}

#[test]
fn a_stale_ticket_cancels_nothing() {
    let mut calendar = Calendar::new();
    let happened = calendar.schedule(1.0, 0, 1);
    assert_eq!(calendar.next(), Some(1));
    let cancelled = calendar.schedule(2.0, 0, 2);
    assert!(!calendar.cancel(happened));
    assert!(calendar.cancel(cancelled));
    assert!(!calendar.cancel(cancelled));
    assert_eq!(calendar.next(), None);
    let reused = calendar.schedule(3.0, 0, 3);
    assert!(!calendar.cancel(happened) && !calendar.cancel(cancelled));
    assert_eq!(calendar.len(), 1);
    calendar.clear();
    assert!(!calendar.cancel(reused));
    calendar.schedule(4.0, 0, 4);
    assert!(!calendar.cancel(reused) && !calendar.cancel(cancelled) && !calendar.cancel(happened));
    assert_eq!(calendar.next(), Some(4));
}

#[test]
fn clearing_begins_again_at_zero() {
    let mut calendar = Calendar::new();
    let mut runs = Vec::new();
    for _ in 0..3 {
        let mut draws = draws(40);
        let mut seen = Vec::new();
        for number in 0..500 {
            calendar.schedule(draws.below(50) as f64, draws.below(2) as u8, number);
        }
        for _ in 0..300 {
            seen.push((calendar.next(), calendar.now().to_bits()));
        }
        runs.push(seen);
        calendar.clear();
        assert!(calendar.is_empty());
        assert_eq!((calendar.now(), calendar.next()), (0.0, None));
    }
    assert!(runs[0] == runs[1] && runs[1] == runs[2]);
}

#[test]
fn the_present_stays_when_nothing_is_due() {
    let mut calendar = Calendar::new();
    calendar.schedule(5.0, 0, ());
    assert_eq!(calendar.next_until(4.999), None);
    assert_eq!(calendar.now(), 0.0);
    assert_eq!(calendar.next_until(5.0), Some(()));
    assert_eq!(calendar.now(), 5.0);
}

#[test]
fn minus_zero_is_zero() {
    let mut calendar = Calendar::new();
    calendar.schedule(0.0, 0, 1);
    calendar.schedule(-0.0, 0, 2);
    calendar.schedule(f64::MIN_POSITIVE, 0, 3);
    assert_eq!([calendar.next(), calendar.next(), calendar.next()], [Some(1), Some(2), Some(3)]);
}

#[test]
fn bursts_and_descending_times_do_no_harm() {
    let mut calendar = Calendar::new();
    let many = 200_000_u32;
    for number in 0..many {
        calendar.schedule(f64::from(many - number), 0, number);
        calendar.schedule(7.0, 9, number);
    }
    let mut times = Vec::new();
    let mut burst = Vec::new();
    while let Some(number) = calendar.next() {
        times.push(calendar.now());
        if calendar.now() == 7.0 {
            burst.push(number);
        }
    }
    assert!(times.is_sorted());
    assert_eq!(times.len(), 2 * many as usize);
    assert_eq!(burst[0], many - 7);
    assert!(burst[1..].iter().copied().eq(0..many));
}

#[test]
fn the_cancelled_are_cleared_away() {
    let mut calendar = Calendar::new();
    for number in 0..1_000_000 {
        let ticket = calendar.schedule(1e9, 0, number);
        assert!(calendar.cancel(ticket));
        assert_eq!(calendar.len(), 0);
    }
    // Slots are used again: a ticket now names one of the first few.
    let text = format!("{:?}", calendar.schedule(1e9, 0, 0));
    let slot: u32 = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect::<String>().parse().unwrap();
    assert!(slot < 200, "{text}");
}

#[test]
#[should_panic(expected = "an event in the past")]
#[cfg(debug_assertions)]
fn the_past_is_refused() {
    let mut calendar = Calendar::new();
    calendar.schedule(2.0, 0, ());
    calendar.next();
    calendar.schedule(1.0, 0, ());
}

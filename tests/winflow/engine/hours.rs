//! Working hours against a clock that is moved in steps.

use winflow::engine::WorkingHours;

/// Steps per hour; a power of two, so that every time on the grid is exact.
const STEPS: u32 = 64;
const WEEKS: u32 = 3;

fn cases() -> Vec<(f64, f64)> {
    let mut cases = Vec::new();
    for hours in [0.5, 1.0, 6.25, 7.5, 8.0, 15.0, 15.25, 20.0, 23.75, 24.0] {
        for days in [1.0, 2.0, 5.0, 6.0, 7.0] {
            cases.push((hours, days));
        }
    }
    cases
}

fn time(step: u32) -> f64 {
    f64::from(step) / f64::from(STEPS)
}

/// Whether the step that begins here is worked, from the definition.
fn is_worked(step: u32, hours: f64, days: f64) -> bool {
    let day = step / (24 * STEPS) % 7;
    let hour = time(step % (24 * STEPS));
    let opens = if hours <= 15.0 { 9.0 } else { 24.0 - hours };
    f64::from(day) < days && hour >= opens && hour < opens + hours
}

#[test]
fn agree_with_a_clock_moved_in_steps() {
    for (hours, days) in cases() {
        let calendar = WorkingHours::weekly(hours, days);
        let mut worked = 0;
        for step in 0..WEEKS * 7 * 24 * STEPS {
            let now = time(step);
            let is_open = is_worked(step, hours, days);
            assert_eq!(calendar.is_open(now), is_open, "{hours} h, {days} days, at {now}");
            assert_eq!(calendar.worked(now), time(worked), "{hours} h, {days} days, at {now}");
            worked += u32::from(is_open);
        }
    }
}

#[test]
fn next_open_is_the_first_open_time() {
    for (hours, days) in cases() {
        let calendar = WorkingHours::weekly(hours, days);
        let mut next = f64::NAN;
        for step in (0..WEEKS * 7 * 24 * STEPS).rev() {
            if is_worked(step, hours, days) {
                next = time(step);
            }
            if !next.is_nan() {
                assert_eq!(calendar.next_open(time(step)), next, "{hours} h, {days} days, at {}", time(step));
            }
        }
    }
}

#[test]
fn time_of_is_the_first_time_with_so_much_work() {
    for (hours, days) in cases() {
        let calendar = WorkingHours::weekly(hours, days);
        let mut worked = 0;
        assert_eq!(calendar.time_of(0.0), 0.0);
        for step in 0..WEEKS * 7 * 24 * STEPS {
            if is_worked(step, hours, days) {
                worked += 1;
                assert_eq!(calendar.time_of(time(worked)), time(step + 1), "{hours} h, {days} days");
                assert_eq!(calendar.worked(calendar.time_of(time(worked))), time(worked), "{hours} h, {days} days");
            }
        }
    }
}

#[test]
fn work_takes_as_many_working_hours_as_it_says() {
    for (hours, days) in cases() {
        let calendar = WorkingHours::weekly(hours, days);
        for step in (0..2 * 7 * 24 * STEPS).step_by(37) {
            for work in [0.0, 0.25, 1.0, 7.5, 8.0, 40.0, 100.25] {
                let (from, done) = (time(step), calendar.after(time(step), work));
                assert_eq!(calendar.worked(done) - calendar.worked(from), work, "{hours} h, {days} days, {work} h from {from}");
                if work == 0.0 {
                    assert_eq!(done, from);
                } else {
                    let just_before = done - 1.0 / f64::from(STEPS);
                    assert!(calendar.worked(just_before) < calendar.worked(done), "done as early as can be");
                }
            }
        }
    }
}

#[test]
fn a_full_day_of_any_length_ends_on_its_day() {
    // Hours per day that are no binary fraction: rounding must not carry the end over to the next morning.
    for thousandths in (300..24_000).step_by(7) {
        let hours = f64::from(thousandths) / 1000.0;
        let calendar = WorkingHours::weekly(hours, 5.0);
        for week in [0.0, 1.0, 151.0] {
            for day in 0..5 {
                let morning = calendar.next_open((week * 7.0 + f64::from(day)) * 24.0);
                let done = calendar.after(morning, hours);
                assert!((done - (morning + hours)).abs() < 1e-6, "{hours} h: begun {morning}, done {done}");
            }
        }
    }
}

/// Whoever waits for the opening is let in then, and not told to wait for the same moment again.
#[test]
fn at_the_next_opening_it_is_open_whatever_the_hours_are_rounded_to() {
    for thousandths in (300..24_000).step_by(7) {
        let calendar = WorkingHours::weekly(f64::from(thousandths) / 1000.0, 5.0);
        for day in (0..1200).chain([7_000, 70_000]) {
            for hour in [0.0, 8.7, 23.999_999] {
                let asked = f64::from(day) * 24.0 + hour;
                let opening = calendar.next_open(asked);
                assert!(opening >= asked && calendar.is_open(opening), "{thousandths} / 1000 h: asked at {asked}, {opening}");
                assert_eq!(calendar.next_open(opening), opening);
            }
        }
    }
}

#[test]
fn around_the_clock_is_the_identity() {
    let calendar = WorkingHours::continuous();
    assert_eq!(calendar, WorkingHours::weekly(24.0, 7.0));
    for time in [0.0, 0.1, 100.7, 1e6] {
        assert_eq!((calendar.worked(time), calendar.time_of(time), calendar.next_open(time)), (time, time, time));
        assert_eq!(calendar.after(time, 3.5), time + 3.5);
        assert!(calendar.is_open(time));
    }
}

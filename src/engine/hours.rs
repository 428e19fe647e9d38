//! Working hours: a weekly calendar as a clock that stands still at night.

/// Rounding must not carry work over to the next morning: less than this (in hours, some microseconds) is nothing.
const NOTHING_HOURS: f64 = 1e-9;

/// Maps time (elapsed hours since a Monday, 00:00; not negative) to hours worked and back.
///
/// ```
/// use winflow::engine::WorkingHours;
///
/// let office = WorkingHours::weekly(8.0, 5.0); // 9:00 to 17:00, Monday to Friday
/// let friday_four = 4.0 * 24.0 + 16.0;
/// assert_eq!(office.after(friday_four, 1.0), 4.0 * 24.0 + 17.0); // done on Friday
/// assert_eq!(office.after(friday_four, 2.0), 7.0 * 24.0 + 10.0); // done on Monday
/// assert_eq!(office.worked(7.0 * 24.0), 40.0);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct WorkingHours {
    hours_per_day: f64,
    days_per_week: f64,
    opens: f64,
    /// Working days on which nobody works, by their number among all working days, in order.
    off: Vec<u32>,
}

impl WorkingHours {
    /// Days of `hours_per_day` (above 0, at most 24) that begin at nine o'clock (earlier if they would not fit), on the first `days_per_week`
    /// days (1 to 7, rounded down) of a week.
    pub fn weekly(hours_per_day: f64, days_per_week: f64) -> Self {
        Self {
            hours_per_day,
            days_per_week: days_per_week.floor().max(1.0),
            opens: (24.0 - hours_per_day).clamp(0.0, 9.0),
            off: Vec::new(),
        }
    }
    /// Every hour is a working hour.
    pub fn continuous() -> Self {
        Self { hours_per_day: 24.0, days_per_week: 7.0, opens: 0.0, off: Vec::new() }
    }
    /// The same without some days, counted from the Monday at which time begins.
    ///
    /// ```
    /// use winflow::engine::WorkingHours;
    /// let office = WorkingHours::weekly(8.0, 5.0).without([1, 5]); // no Tuesday; Saturday is none anyway
    /// assert_eq!(office.after(16.0, 2.0), 2.0 * 24.0 + 10.0); // Monday at 16:00, and Wednesday
    /// assert_eq!((office.worked(7.0 * 24.0), office.is_open(24.0 + 12.0)), (32.0, false));
    /// ```
    pub fn without(mut self, days: impl IntoIterator<Item = u32>) -> Self {
        let working = days.into_iter().filter(|day| f64::from(day % 7) < self.days_per_week);
        self.off = working.map(|day| day / 7 * self.days_per_week as u32 + day % 7).collect();
        self.off.sort_unstable();
        self.off.dedup();
        self
    }
    #[inline]
    fn is_continuous(&self) -> bool {
        self.hours_per_day >= 24.0 && self.days_per_week >= 7.0 && self.off.is_empty()
    }
    /// Working days before one (by its number among all working days) on which nobody works, and whether it is one itself.
    #[inline]
    fn off_before(&self, number: f64) -> (f64, bool) {
        if self.off.is_empty() {
            return (0.0, false);
        }
        let before = self.off.partition_point(|&off| f64::from(off) < number);
        (before as f64, self.off.get(before).is_some_and(|&off| f64::from(off) == number))
    }
    /// Hours worked by one who always works when it is time, from 0 to `time`.
    pub fn worked(&self, time: f64) -> f64 {
        if self.is_continuous() { time } else { self.worked_on(Day::of(time), time) }
    }
    fn worked_on(&self, Day { days, weeks, day }: Day, time: f64) -> f64 {
        let number = weeks * self.days_per_week + day.min(self.days_per_week);
        let (off, is_off) = self.off_before(number);
        let full = number - off;
        let today =
            if day < self.days_per_week && !is_off { (time - days * 24.0 - self.opens).clamp(0.0, self.hours_per_day) } else { 0.0 };
        full * self.hours_per_day + today
    }
    /// Hours worked until `time`, if it is a working hour.
    pub fn worked_if_open(&self, time: f64) -> Option<f64> {
        if self.is_continuous() {
            return Some(time);
        }
        let day = Day::of(time);
        self.is_open_on(day, time).then(|| self.worked_on(day, time))
    }
    /// The earliest time at which that many hours have been worked: the end of a day rather than the next morning, and
    /// 0 for none.
    pub fn time_of(&self, worked: f64) -> f64 {
        if self.is_continuous() {
            return worked;
        }
        let mut days = (worked / self.hours_per_day).floor();
        let mut today = worked - days * self.hours_per_day;
        if today <= NOTHING_HOURS {
            if days == 0.0 {
                return 0.0;
            }
            days -= 1.0;
            today = self.hours_per_day;
        }
        if !self.off.is_empty() {
            // The k-th day off lies before so many days worked if its number, less those before it, is no larger.
            let (mut low, mut high) = (0, self.off.len());
            while low < high {
                let middle = (low + high) / 2;
                if f64::from(self.off[middle]) - middle as f64 <= days { low = middle + 1 } else { high = middle }
            }
            days += low as f64;
        }
        let weeks = (days / self.days_per_week).floor();
        let day = days - weeks * self.days_per_week;
        (weeks * 7.0 + day) * 24.0 + self.opens + today
    }
    /// The time at which work of `hours` begun at `from`, or as soon as it is time to work, is done.
    #[inline]
    pub fn after(&self, from: f64, hours: f64) -> f64 {
        if self.is_continuous() {
            return from + hours;
        }
        self.time_of(self.worked(from) + hours).max(from)
    }
    /// Whether `time` is a working hour.
    pub fn is_open(&self, time: f64) -> bool {
        if self.is_continuous() {
            return true;
        }
        self.is_open_on(Day::of(time), time)
    }
    fn is_open_on(&self, Day { days, day, .. }: Day, time: f64) -> bool {
        let opens = self.opens_on(days);
        day < self.days_per_week && time >= opens && time < opens + self.hours_per_day && !self.is_off(days, day)
    }
    /// Whether nobody works on a working day, so many days after the beginning.
    #[inline]
    fn is_off(&self, days: f64, day: f64) -> bool {
        !self.off.is_empty() && self.off_before((days - day) / 7.0 * self.days_per_week + day).1
    }
    /// When the day opens that begins after so many days. Whatever asks whether it is open, or when it will be, goes by this very number:
    /// where opening hours are rounded, two ways to compute it would differ, and somebody would wait for the opening for ever.
    fn opens_on(&self, days: f64) -> f64 {
        days * 24.0 + self.opens
    }
    /// The first time not before `time` that is a working hour.
    pub fn next_open(&self, time: f64) -> f64 {
        if self.is_continuous() {
            return time;
        }
        let on = Day::of(time);
        if self.is_open_on(on, time) {
            return time;
        }
        let Day { mut days, mut day, .. } = on;
        // Days are whole numbers: the day of the week is counted on with them.
        if time >= self.opens_on(days) {
            (days, day) = (days + 1.0, if day < 6.0 { day + 1.0 } else { 0.0 });
        }
        while day >= self.days_per_week || self.is_off(days, day) {
            (days, day) = (days + 1.0, if day < 6.0 { day + 1.0 } else { 0.0 });
        }
        self.opens_on(days)
    }
}

/// The day of a time: days and weeks before it, and which of the week it is, from 0.
#[derive(Clone, Copy)]
struct Day {
    days: f64,
    weeks: f64,
    day: f64,
}

impl Day {
    #[inline]
    fn of(time: f64) -> Self {
        let days = (time / 24.0).floor();
        let weeks = (days / 7.0).floor();
        Self { days, weeks, day: days - weeks * 7.0 }
    }
}

//! Time zones and offsets from UTC.

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

/// Short names of zones that mean one offset to those who write them, in minutes.
const NAMES: [(&str, i32); 22] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 60),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("est", -300),
    ("edt", -240),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("jst", 540),
    ("aest", 600),
    ("aedt", 660),
];

/// A zone by its name in the IANA database (`Europe/Berlin`), as an offset (`+01:00`), or `UTC`. The database is that of the build.
///
/// ```
/// use winflow::import::dates::zone;
/// assert!(zone("Europe/Berlin").is_some() && zone("-05:00").is_some() && zone("UTC").is_some());
/// assert!(zone("Middle Earth").is_none());
/// ```
pub fn zone(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    if let Some(minutes) = offset(name) {
        return Some(Offset::from_seconds(minutes * 60).ok()?.to_time_zone());
    }
    TimeZoneDatabase::bundled().get(name).ok()
}

/// The minutes by which local time is ahead of UTC: of `Z`, `+01:00`, `-0530`, `+2`, `UTC+1`, `CET`.
pub(super) fn offset(text: &str) -> Option<i32> {
    let text = text.trim().to_ascii_lowercase();
    let digits = ["utc", "gmt"].into_iter().find_map(|name| text.strip_prefix(name)).unwrap_or(&text).trim();
    let sign = match digits.chars().next() {
        Some('+') => 1,
        Some('-' | '\u{2212}') => -1,
        _ => return NAMES.iter().find(|(name, _)| *name == text).map(|(_, minutes)| *minutes),
    };
    let digits: String = digits.chars().skip(1).collect();
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits.as_str(), "0"),
    };
    let is_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 15 && minutes < 60).then_some(sign * (60 * hours + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_as_people_write_them() {
        let cases =
            [("Z", 0), ("+01:00", 60), ("-0530", -330), ("+2", 120), ("UTC+1", 60), ("GMT -05:00", -300), ("CEST", 120), ("gmt", 0)];
        for (text, minutes) in cases {
            assert_eq!(offset(text), Some(minutes), "{text}");
        }
        for text in ["", "+", "+1:5", "+25:00", "IST", "01:00", "+01:00:00", "+é1"] {
            assert_eq!(offset(text), None, "{text}");
        }
    }
}

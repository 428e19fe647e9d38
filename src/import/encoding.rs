//! From bytes to text.
//!
//! A mark at the beginning decides, then whether every second byte is zero (UTF-16), then whether the bytes are UTF-8; if they are
//! not, `chardetng` says which of the older encodings of the web they look like, mostly Windows-1252. UTF-8 with a few broken bytes
//! stays UTF-8: some programs cut a text in the middle of a character.

use super::refusal::Refusal;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// So many bytes are looked at to guess an older encoding.
const LOOKED_AT: usize = 1 << 24;
/// So many bytes are looked at for the zeros of UTF-16.
const SEEN_FOR_ZEROS: usize = 4096;
/// Names that people give to encodings beside those that browsers know.
const OTHER_NAMES: [(&str, &Encoding); 4] =
    [("utf-8-sig", UTF_8), ("utf-8-bom", UTF_8), ("ansi", WINDOWS_1252), ("windows-ansi", WINDOWS_1252)];

/// The encoding of this name, such as `utf-8`, `utf-16le`, `windows-1252` or `macintosh`; upper and lower case are the same.
///
/// ```
/// assert_eq!(winflow::import::encoding::named("Latin1").map(|encoding| encoding.name()), Some("windows-1252"));
/// assert!(winflow::import::encoding::named("morse").is_none());
/// ```
pub fn named(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().to_ascii_lowercase();
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, encoding)| *encoding);
    let known = || Encoding::for_label_no_replacement(name.as_bytes()).filter(|known| *known != encoding_rs::X_USER_DEFINED);
    other.or_else(known)
}

/// A text with the encoding in which it was stored.
#[derive(Debug)]
pub(super) struct Decoded<'b> {
    /// The text, without a mark at the beginning.
    pub text: Cow<'b, str>,
    /// How it was stored.
    pub encoding: &'static Encoding,
    /// Whether a mark at the beginning said so.
    pub by_mark: bool,
}

/// The text that the bytes are, stored as `encoding` says, or as is found. Bytes that are no character become `U+FFFD`.
///
/// # Errors
/// If the mark at the beginning contradicts what is said.
pub(super) fn decode<'b>(bytes: &'b [u8], encoding: Option<&'static Encoding>, prefix: &str) -> Result<Decoded<'b>, Refusal> {
    let mark = Encoding::for_bom(bytes);
    if let (Some((marked, _)), Some(said)) = (mark, encoding)
        && marked != said
    {
        let message = format!("is set as {}, but its first bytes mark it as {}", said.name(), marked.name());
        return Err(Refusal::at(1, message, format!("Leave {prefix}encoding out, or set it to \"{}\".", marked.name().to_lowercase())));
    }
    let length = mark.map_or(0, |(_, length)| length);
    let bytes = &bytes[length..];
    let encoding = mark.map(|(marked, _)| marked).or(encoding).unwrap_or_else(|| find(bytes));
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Ok(Decoded { text, encoding, by_mark: length > 0 })
}

/// How bytes without a mark are stored.
fn find(bytes: &[u8]) -> &'static Encoding {
    if let Some(utf16) = utf16(&bytes[..bytes.len().min(SEEN_FOR_ZEROS)]) {
        return utf16;
    }
    if is_mostly_utf8(bytes) { UTF_8 } else { older(&bytes[..bytes.len().min(LOOKED_AT)]) }
}

/// UTF-16, if that is how the zeros lie: most characters of a table are below 256.
fn utf16(start: &[u8]) -> Option<&'static Encoding> {
    let zeros = |first: usize| start.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (pairs, high, low) = (start.len() / 2, zeros(0), zeros(1));
    match pairs {
        0 | 1 => None,
        _ if low * 10 > pairs * 4 && high * 20 <= pairs => Some(UTF_16LE),
        _ if high * 10 > pairs * 4 && low * 20 <= pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether bytes are UTF-8, but for fewer broken characters than there are whole ones beyond ASCII.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || whole > 4 * broken
}

/// The older encoding that bytes look like.
fn older(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess.decode_without_bom_handling_and_without_replacement(bytes).is_some() { guess } else { WINDOWS_1252 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes, None, "").expect("a text");
        (decoded.text.into_owned(), decoded.encoding.name())
    }

    fn utf16_of(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn every_usual_encoding_is_found() {
        let text = "date,city\n2024-01-03,Köln\n2024-01-04,Zürich\n";
        assert_eq!(read(text.as_bytes()), (text.into(), "UTF-8"));
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()), (text.into(), "UTF-8"));
        for mark in ["", "\u{feff}"] {
            let marked = format!("{mark}{text}");
            assert_eq!(read(&utf16_of(&marked, u16::to_le_bytes)), (text.into(), "UTF-16LE"));
            assert_eq!(read(&utf16_of(&marked, u16::to_be_bytes)), (text.into(), "UTF-16BE"));
        }
        let (old, _, _) = WINDOWS_1252.encode(text);
        assert_eq!(read(&old), (text.into(), "windows-1252"));
        assert_eq!(read(b""), (String::new(), "UTF-8"));
    }

    #[test]
    fn signs_that_only_windows_has() {
        let text = "deal;value\nCaf\u{e9} \u{2013} \u{201e}Zum Hirschen\u{201c};12 \u{20ac}\n";
        assert_eq!(read(&WINDOWS_1252.encode(text).0), (text.into(), "windows-1252"));
    }

    #[test]
    fn a_text_that_was_cut_in_a_character_stays_utf8() {
        let mut bytes = "Köln, Zürich, Düsseldorf, Malmö, Łódź".as_bytes().to_vec();
        bytes.push(0xc3);
        let (text, name) = read(&bytes);
        assert_eq!((name, text.ends_with("Łódź\u{fffd}")), ("UTF-8", true));
    }

    #[test]
    fn what_is_said_holds_unless_the_file_says_otherwise() {
        let said = decode(b"K\x9aln", named("macintosh"), "").expect("a text");
        assert_eq!(said.text, "Köln");
        assert!(decode(b"\xff\xfea\x00", named("utf-8"), "").is_err());
        assert!(named("replacement").is_none() && named("x-user-defined").is_none() && named("").is_none());
    }
}

//! The font of the charts, embedded: the same picture on every machine.

use super::cannot_draw::CannotDraw;
use resvg::{tiny_skia, usvg};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Families in the order in which a viewer tries them; the first is the embedded one.
pub const FAMILY: &str = "Open Sans, Segoe UI, Helvetica, Arial, sans-serif";
const FACES: [&[u8]; 2] = [include_bytes!("../../fonts/OpenSans-Regular.ttf"), include_bytes!("../../fonts/OpenSans-Semibold.ttf")];
/// How many times larger the PNG is.
const PNG_SCALE: f32 = 2.0;

fn options() -> usvg::Options<'static> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut database = usvg::fontdb::Database::new();
        FACES.iter().for_each(|face| database.load_font_data(face.to_vec()));
        Arc::new(database)
    });
    usvg::Options { fontdb: fonts.clone(), font_family: "Open Sans".to_string(), ..usvg::Options::default() }
}

/// Width of a text in pixels, from the advances of its letters.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    size * text.chars().map(|letter| advance(letter, bold)).sum::<f64>()
}

/// How far a letter moves the pen, at size 1; measured once.
fn advance(letter: char, bold: bool) -> f64 {
    static KNOWN: Mutex<BTreeMap<(char, bool), f64>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    // Between two others, so that the room of a space counts too.
    *known.entry((letter, bold)).or_insert_with(|| measured(&format!("H{letter}H"), bold) - measured("HH", bold))
}

/// Width of a text at size 1, drawn for the purpose.
fn measured(text: &str, bold: bool) -> f64 {
    const SIZE: f64 = 100.0;
    let weight = if bold { "bold" } else { "normal" };
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text y='9' font-family='Open Sans' \
         font-size='{SIZE}' font-weight='{weight}'>{escaped}</text></svg>"
    );
    // A text that cannot be measured is taken to be wide.
    let width = usvg::Tree::from_str(&svg, &options()).map(|tree| f64::from(tree.root().abs_bounding_box().width()) / SIZE);
    width.unwrap_or_else(|_| 0.7 * text.chars().count() as f64)
}

/// A text cut so that it fits, with an ellipsis where something is missing.
pub fn fitted(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_string();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |keep: usize| format!("{}…", letters[..keep].iter().collect::<String>().trim_end());
    let (mut fits, mut too_long) = (0, letters.len());
    while fits + 1 < too_long {
        let middle = fits.midpoint(too_long);
        if width(&cut(middle), size, bold) <= room { fits = middle } else { too_long = middle }
    }
    cut(fits)
}

/// A text broken into lines that fit.
pub fn lines(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size, bold) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(fitted(word, size, bold, room)),
        }
    }
    lines
}

/// A text broken into as few lines as it takes, about equally long.
pub fn balanced(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut best = lines(text, size, bold, room);
    let count = best.len();
    let mut narrower = room * 0.97;
    while count > 1 && narrower > room / 2.0 {
        let candidate = lines(text, size, bold, narrower);
        if candidate.len() > count {
            break;
        }
        best = candidate;
        narrower *= 0.97;
    }
    best
}

/// An SVG as PNG at twice its size.
///
/// # Errors
/// If the SVG is not understood.
pub fn png(svg: &str) -> Result<Vec<u8>, CannotDraw> {
    let tree = usvg::Tree::from_str(svg, &options()).map_err(CannotDraw::new)?;
    let size = tree.size().to_int_size().scale_by(PNG_SCALE).ok_or_else(|| CannotDraw::new("the chart has no size"))?;
    let mut picture = tiny_skia::Pixmap::new(size.width(), size.height()).ok_or_else(|| CannotDraw::new("the chart has no size"))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(PNG_SCALE, PNG_SCALE), &mut picture.as_mut());
    picture.encode_png().map_err(CannotDraw::new)
}

/// Every text of an SVG with the room that its letters take, from the feet of `g` to the top of `l`; and how wide the SVG is.
#[cfg(test)]
pub(crate) fn text_boxes(svg: &str) -> Result<(Vec<(String, tiny_skia::Rect)>, f32), CannotDraw> {
    let tree = usvg::Tree::from_str(svg, &options()).map_err(CannotDraw::new)?;
    let mut boxes = Vec::new();
    collect_texts(tree.root(), &mut boxes);
    Ok((boxes, tree.size().width()))
}

#[cfg(test)]
fn collect_texts(group: &usvg::Group, boxes: &mut Vec<(String, tiny_skia::Rect)>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => collect_texts(inner, boxes),
            usvg::Node::Text(text) => {
                let words: String = text.chunks().iter().map(|chunk| chunk.text()).collect();
                let line = text.abs_bounding_box();
                // The box of a line has room for accents above and below.
                let spare = 0.15 * line.height();
                let letters = tiny_skia::Rect::from_ltrb(line.left(), line.top() + spare, line.right(), line.bottom() - spare);
                boxes.extend(letters.map(|letters| (words, letters)));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bold_is_wider_and_twice_the_size_is_twice_as_wide() {
        let regular = width("win-win rate", 14.0, false);
        assert!(regular > 60.0 && regular < 110.0, "{regular}");
        assert!(width("win-win rate", 14.0, true) > regular);
        assert!((width("win-win rate", 28.0, false) / regular - 2.0).abs() < 0.05);
    }

    #[test]
    fn what_does_not_fit_is_cut_and_says_so() {
        let cut = fitted("a rather long name of a system", 14.0, false, 80.0);
        assert!(cut.ends_with('…') && width(&cut, 14.0, false) <= 80.0, "{cut}");
        assert_eq!(fitted("short", 14.0, false, 80.0), "short");
        assert!(lines("a rather long name of a system", 14.0, false, 80.0).len() > 1);
    }
}

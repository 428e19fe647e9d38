//! Colours on white and on dark paper.
//!
//! On dark, a colour keeps its hue and has the contrast with the background that it has with white on white (WCAG 2.2: the ratio of relative
//! luminances). So the contrast of any two colours stays as well: what is legible on white is legible on dark, and what is pale stays pale.
//! Hues are kept in Oklab (Ottosson, "A perceptual color space for image processing", 2020).

use super::colour::Colour;
use super::paint::Paint;
use crate::engine::math;

/// White paper.
const LIGHT: Colour = Colour::WHITE;
/// Dark paper.
const DARK: Colour = Colour(0x16, 0x19, 0x1D);
/// Text on dark shines less than it could.
const MOST_CONTRAST: f64 = 14.5;
/// What carries meaning stands out at least so much.
const GRAPHICS: f64 = 3.0;

/// Colours of systems, which carry meaning.
fn carries_meaning(colour: Colour) -> bool {
    (0..7).any(|place| Paint::system(place).colour() == colour)
}

/// Linear light of a channel, and back (IEC 61966-2-1).
fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.040_45 { value / 12.92 } else { math::pow((value + 0.055) / 1.055, 2.4) }
}

fn channel(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * math::pow(light, 1.0 / 2.4) - 0.055 };
    (value * 255.0).round() as u8
}

/// Relative luminance.
fn luminance(Colour(r, g, b): Colour) -> f64 {
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// The contrast of two colours, from 1 to 21.
pub fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    if a > b { a / b } else { b / a }
}

/// Oklab: lightness, green to red, blue to yellow.
fn oklab(Colour(r, g, b): Colour) -> [f64; 3] {
    let [r, g, b] = [r, g, b].map(linear);
    let cube_root = |value: f64| math::pow(value.max(0.0), 1.0 / 3.0);
    let l = cube_root(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
    let m = cube_root(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
    let s = cube_root(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
    [
        0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
    ]
}

/// Linear light of a colour in Oklab; out of range where no screen can show it.
fn light([lightness, a, b]: [f64; 3]) -> [f64; 3] {
    let cube = |value: f64| value * value * value;
    let l = cube(lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
    let m = cube(lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
    let s = cube(lightness - 0.089_484_177_5 * a - 1.291_485_548 * b);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ]
}

/// The colour of this hue and lightness with as much colour as a screen can show, at most as much as it has.
fn at_lightness([_, a, b]: [f64; 3], lightness: f64) -> Colour {
    let of = |share: f64| light([lightness, a * share, b * share]);
    let is_shown = |light: [f64; 3]| light.into_iter().all(|c| (-1e-4..=1.0001).contains(&c));
    let (mut fits, mut too_much) = (0.0, 1.0);
    if is_shown(of(1.0)) {
        fits = 1.0;
    } else {
        for _ in 0..24 {
            let middle = f64::midpoint(fits, too_much);
            if is_shown(of(middle)) { fits = middle } else { too_much = middle }
        }
    }
    let [r, g, b] = of(fits).map(channel);
    Colour(r, g, b)
}

/// The colour nearest to its own lightness whose contrast with the paper is at least so much: `lighter` on dark paper, darker on white.
fn with_contrast(colour: Colour, paper: Colour, least: f64, lighter: bool) -> Colour {
    let lab = oklab(colour);
    let (mut enough, mut too_little) = if lighter { (1.0, 0.0) } else { (0.0, 1.0) };
    let stands_out = |lightness: f64| {
        let [one, other] = [luminance(at_lightness(lab, lightness)) + 0.05, luminance(paper) + 0.05];
        if lighter { one / other >= least } else { other / one >= least }
    };
    for _ in 0..24 {
        let middle = f64::midpoint(enough, too_little);
        if stands_out(middle) { enough = middle } else { too_little = middle }
    }
    at_lightness(lab, enough)
}

/// How a colour is shown on white: as it is, but for what carries meaning and would not stand out.
pub fn on_light(colour: Colour) -> Colour {
    if carries_meaning(colour) && contrast(colour, LIGHT) < GRAPHICS { with_contrast(colour, LIGHT, GRAPHICS, false) } else { colour }
}

/// How it is shown on dark.
pub fn on_dark(colour: Colour) -> Colour {
    if colour == LIGHT {
        return DARK;
    }
    let wanted = contrast(on_light(colour), LIGHT);
    with_contrast(colour, DARK, wanted.min(MOST_CONTRAST), true)
}

#[cfg(test)]
mod tests {
    use super::super::paint::{GRID, INK, QUIET, Role};
    use super::*;

    fn systems() -> impl Iterator<Item = Paint> {
        (0..7).map(Paint::system)
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let close = |a: f64, b: f64| (a - b).abs() < 0.01;
        assert!(close(contrast(Colour(0, 0, 0), LIGHT), 21.0));
        assert!(close(contrast(Colour(0x76, 0x76, 0x76), LIGHT), 4.54));
        assert!(close(contrast(Colour(0x00, 0x72, 0xB2), LIGHT), 5.19));
    }

    #[test]
    fn oklab_there_and_back_is_the_same() {
        for colour in [LIGHT, INK.colour(), Paint::full(Role::Worse).colour(), Paint::system(1).colour(), Colour(1, 2, 3)] {
            assert_eq!(at_lightness(oklab(colour), oklab(colour)[0]), colour);
        }
        assert!((oklab(Colour(255, 0, 0))[0] - 0.628).abs() < 0.001, "Ottosson's own example");
    }

    #[test]
    fn text_and_graphics_stand_out_on_both_papers() {
        for text in [INK, QUIET, Paint::system(1)].map(Paint::colour) {
            assert!(contrast(on_light(text), LIGHT) >= 4.5 && contrast(on_dark(text), DARK) >= 4.5, "{text:?}");
        }
        for graphics in systems().map(Paint::colour) {
            let both = [contrast(on_light(graphics), LIGHT), contrast(on_dark(graphics), DARK)];
            assert!(both.into_iter().all(|c| c >= GRAPHICS), "{graphics:?}: {both:?}");
        }
    }

    #[test]
    fn contrast_of_any_two_stays_on_dark() {
        let paints = systems().flat_map(|paint| [paint, paint.pale(), paint.mixed(0.15)]).chain([QUIET, GRID]);
        let colours: Vec<Colour> = paints.map(Paint::colour).chain([LIGHT]).collect();
        for &a in &colours {
            for &b in &colours {
                let (light, dark) = (contrast(on_light(a), on_light(b)), contrast(on_dark(a), on_dark(b)));
                assert!((dark / light - 1.0).abs() < 0.12, "{a:?} and {b:?}: {light} on white, {dark} on dark");
            }
        }
    }
}

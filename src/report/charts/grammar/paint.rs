//! What a mark stands for, and the one theme that gives it a colour.
//!
//! Colours are those of Okabe and Ito, which people who see colours differently can tell apart.

use super::colour::Colour;

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The ground of the sheet.
    Paper,
    /// Text, and lines that are read first.
    Ink,
    /// What is read second.
    Quiet,
    /// Lines that help the eye.
    Grid,
    /// The ground of what is not settled.
    Ground,
    /// A system by its place; the first is the baseline.
    System(usize),
    /// A change to the better.
    Better,
    /// A change to the worse.
    Worse,
    /// What is not settled, or does not matter.
    Open,
    /// What a chart is about, where no system has a colour of its own.
    Subject,
    /// What the subject is held against.
    Contrast,
    /// Neither the one nor the other.
    Neutral,
    /// Work that is asked for.
    Demand,
}

const INK_COLOUR: Colour = Colour(0x22, 0x22, 0x22);
/// Still dark enough for text on white.
const QUIET_COLOUR: Colour = Colour(0x59, 0x59, 0x59);
const GRID_COLOUR: Colour = Colour(0xDD, 0xDD, 0xDD);
const GROUND_COLOUR: Colour = Colour(0xE4, 0xE4, 0xE4);
const GREY: Colour = Colour(0x76, 0x76, 0x76);
const BLUE: Colour = Colour(0x00, 0x72, 0xB2);
const VERMILION: Colour = Colour(0xD5, 0x5E, 0x00);
/// Bluish green.
const GREEN: Colour = Colour(0x00, 0x9E, 0x73);
/// Reddish purple.
const PURPLE: Colour = Colour(0xCC, 0x79, 0xA7);
/// 2.2 to 1 on white, so that it needs an outline.
const ORANGE: Colour = Colour(0xE6, 0x9F, 0x00);
/// 2.3 to 1 on white, so that it needs an outline.
const SKY: Colour = Colour(0x56, 0xB4, 0xE9);
/// Dark cyan, the nearest to blue that is legible on a dark ground, too.
const CYAN_IN_TERMINAL: u8 = 6;
/// Dark yellow, the nearest to vermilion.
const YELLOW_IN_TERMINAL: u8 = 3;
/// Systems in their order; the first is the baseline. Those that stand out least from white come last.
const SYSTEMS: [Colour; 7] = [GREY, BLUE, GREEN, VERMILION, PURPLE, ORANGE, SKY];
/// So many systems have a colour that stands out from white, 3 to 1 at least.
pub const MOST_SYSTEMS: usize = 5;

impl Role {
    /// Its number among the colours of a terminal, whose shades are chosen by whoever looks at it; none for what has the colour of text.
    pub fn in_terminal(self) -> Option<u8> {
        match self {
            Self::Better => Some(CYAN_IN_TERMINAL),
            Self::Worse => Some(YELLOW_IN_TERMINAL),
            _ => None,
        }
    }

    /// Its colour on white paper.
    fn colour(self) -> Colour {
        match self {
            Self::Paper => Colour::WHITE,
            Self::Ink => INK_COLOUR,
            Self::Quiet => QUIET_COLOUR,
            Self::Grid => GRID_COLOUR,
            Self::Ground => GROUND_COLOUR,
            Self::System(place) => SYSTEMS[if place < SYSTEMS.len() { place } else { 1 + (place - 1) % (SYSTEMS.len() - 1) }],
            Self::Better | Self::Subject => BLUE,
            Self::Worse | Self::Contrast => VERMILION,
            Self::Open | Self::Neutral => GREY,
            Self::Demand => PURPLE,
        }
    }
}

/// A role, full or pale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paint {
    /// What the mark stands for.
    pub role: Role,
    /// So much of its colour in white.
    share: f64,
}

/// Ink of text.
pub const INK: Paint = Paint::full(Role::Ink);
/// Ink of what is read second.
pub const QUIET: Paint = Paint::full(Role::Quiet);
/// Lines that help the eye.
pub const GRID: Paint = Paint::full(Role::Grid);
/// The ground of the sheet.
pub const PAPER: Paint = Paint::full(Role::Paper);
/// The ground of what is not settled.
pub const GROUND: Paint = Paint::full(Role::Ground);
/// A change to the better.
pub const BETTER: Paint = Paint::full(Role::Better);
/// A change to the worse.
pub const WORSE: Paint = Paint::full(Role::Worse);
/// What is not settled, or does not matter.
pub const OPEN: Paint = Paint::full(Role::Open);
/// What a chart is about, where no system has a colour of its own.
pub const SUBJECT: Paint = Paint::full(Role::Subject);
/// What the subject is held against.
pub const CONTRAST: Paint = Paint::full(Role::Contrast);
/// Neither the one nor the other.
pub const NEUTRAL: Paint = Paint::full(Role::Neutral);
/// Work that is asked for.
pub const DEMAND: Paint = Paint::full(Role::Demand);

impl Paint {
    /// In its full colour.
    pub const fn full(role: Role) -> Self {
        Self { role, share: 1.0 }
    }
    /// A system by its place.
    pub const fn system(place: usize) -> Self {
        Self::full(Role::System(place))
    }
    /// So much of the colour in white.
    pub const fn mixed(self, share: f64) -> Self {
        Self { share, ..self }
    }
    /// The same, pale.
    pub const fn pale(self) -> Self {
        self.mixed(0.35)
    }
    /// Its colour on white paper.
    pub fn colour(self) -> Colour {
        self.role.colour().mixed(self.share)
    }
    /// For a text about something that is drawn so: 4.5 to 1 on white at least.
    pub fn readable(self) -> Self {
        match self.colour() {
            GREY => QUIET,
            BLUE | QUIET_COLOUR => self,
            _ => INK,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::contrast::contrast;
    use super::*;

    #[test]
    fn systems_stand_out_from_white_and_texts_more_so() {
        let on_white = |paint: Paint| contrast(paint.colour(), Colour::WHITE);
        assert!((0..MOST_SYSTEMS).all(|place| on_white(Paint::system(place)) >= 3.0));
        assert!(on_white(Paint::system(MOST_SYSTEMS)) < 3.0);
        assert!([INK, QUIET].into_iter().all(|ink| on_white(ink) >= 4.5));
        assert!((0..9).all(|place| on_white(Paint::system(place).readable()) >= 4.5));
    }
}

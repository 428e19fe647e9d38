//! Columns of amounts and other numbers.
//!
//! `12.500` is twelve and a half or twelve thousand five hundred, and only the column can tell. What decides, in this order:
//!
//! 1. A number of the column that has one reading: `12.50`, `1.250.000`, `12.500,00`, `0.500`. If such numbers contradict each other,
//!    the column is refused.
//! 2. Otherwise every number with a separator has three digits behind it. Amounts have no three decimals, so that thousands are
//!    meant, unless something speaks against it: a delimiter that goes with the other reading (who writes a comma between cells
//!    writes a point before decimals, who writes a semicolon mostly a comma), or numbers of a thousand and more without a separator.
//!    Something has to speak for it, too: the delimiter, the sign of a currency, or that all these numbers end in a zero.
//!
//! Where nothing decides, the column is refused with the cure. Spaces and apostrophes always stand between thousands.

pub mod currency;
mod written;

pub use currency::Currency;

use super::words::{listed, set_to, shown};
use super::{Delimiter, Refusal};
use written::{Tells, Written, parse};

/// How numbers are written: what stands before decimals. The other of point and comma stands between thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `1,234.56`.
    Point,
    /// `1.234,56`.
    Comma,
}

impl Format {
    /// How formats are written in settings.
    pub const EXAMPLES: &str = "\"1,234.56\" or \"1.234,56\"";

    /// The format of an example: `1,234.56`, `1234.56`, `1.234,56`, `1 234,56`, `1'234.56`.
    ///
    /// ```
    /// use winflow::import::numbers::Format;
    /// assert_eq!(Format::named("1.234,56"), Some(Format::Comma));
    /// assert_eq!(Format::named("1.234"), None);
    /// ```
    pub fn named(example: &str) -> Option<Self> {
        match parse(example).ok()?.tells() {
            Tells::Decimal('.') => Some(Self::Point),
            Tells::Decimal(',') => Some(Self::Comma),
            _ => None,
        }
    }

    /// An example.
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "1,234.56",
            Self::Comma => "1.234,56",
        }
    }

    fn decimal(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    /// The format in which this stands before decimals.
    fn with_decimal(separator: char) -> Self {
        if separator == '.' { Self::Point } else { Self::Comma }
    }

    /// The format in which this stands between thousands.
    fn with_thousands(separator: char) -> Self {
        if separator == ',' { Self::Point } else { Self::Comma }
    }
}

/// A number with the currency that stands beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: f64,
    /// The currency, where there is one.
    pub currency: Option<Currency>,
}

/// How a column of numbers is to be read.
#[derive(Debug, Clone)]
pub struct Rules<'r> {
    /// How they are written; none: found.
    pub format: Option<Format>,
    /// What stands between the cells of the file.
    pub delimiter: Delimiter,
    /// The name of the column, for messages.
    pub column: &'r str,
    /// What sets the format, for messages: the name of a key or of an option.
    pub setting: &'r str,
}

/// A column of numbers that was read.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    /// For every cell what it is, nothing where it is empty, or why it is no number (as the end of a sentence: `is not a number`).
    pub cells: Vec<Result<Option<Amount>, &'static str>>,
    /// How the numbers are written, where it was to be decided or was said.
    pub format: Option<Format>,
}

/// Whether a cell is a number, or empty.
pub fn is_like_one(cell: &str) -> bool {
    written::is_empty(cell) || parse(cell).is_ok()
}

/// Reads a column, each cell with its line. It is gone through twice: to find how it is written, and to read it.
///
/// # Errors
/// If a point or a comma could be either, or is now this and now that.
pub fn read<'c>(cells: impl Iterator<Item = (u64, &'c str)> + Clone, rules: &Rules<'_>) -> Result<Numbers, Refusal> {
    let format = match rules.format {
        Some(format) => Some(format),
        None => Evidence::of(cells.clone()).decide(rules)?,
    };
    let decimal = format.unwrap_or(Format::Point).decimal();
    let amount = |cell: &str| {
        if written::is_empty(cell) {
            return Ok(None);
        }
        let written = parse(cell)?;
        let value = written.value(decimal).ok_or("is not a number in the format of the others")?;
        Ok(Some(Amount { value, currency: written.currency }))
    };
    Ok(Numbers { cells: cells.map(|(_, cell)| amount(cell)).collect(), format })
}

/// What the cells of a column tell about the separators.
#[derive(Debug, Default)]
struct Evidence<'c> {
    /// The first cells that can be read with a point, and with a comma, before decimals alone.
    sure: [Option<(u64, &'c str)>; 2],
    /// The first cell that could be either, its separator, and how many there are.
    either: Option<(u64, &'c str, char)>,
    count: usize,
    /// Whether the same separator stands in all of those.
    is_one: bool,
    /// Whether all of those end in a zero.
    end_in_zero: bool,
    /// A number of a thousand or more without a separator.
    ungrouped: bool,
    /// Whether a dollar or a pound stands beside one.
    is_english: bool,
}

impl<'c> Evidence<'c> {
    fn of(cells: impl Iterator<Item = (u64, &'c str)>) -> Self {
        let mut evidence = Self { is_one: true, end_in_zero: true, ..Self::default() };
        for (line, cell) in cells {
            if let Ok(written) = parse(cell) {
                evidence.add((line, cell), &written);
            }
        }
        evidence
    }

    fn add(&mut self, (line, cell): (u64, &'c str), written: &Written) {
        let tells = written.tells();
        let sure = match tells {
            Tells::Nothing => {
                self.ungrouped |= written.digits.len() > 3 && !written.digits.contains('\'');
                return;
            }
            Tells::Either(separator) => {
                let (_, _, first) = *self.either.get_or_insert((line, cell, separator));
                self.count += 1;
                self.is_one &= separator == first;
                self.end_in_zero &= written.digits.ends_with('0');
                let is_english = |currency: Currency| matches!(currency.to_string().as_str(), "USD" | "GBP");
                self.is_english |= written.currency.is_some_and(is_english) && separator == ',';
                return;
            }
            Tells::Decimal(separator) => Format::with_decimal(separator),
            Tells::Thousands(separator) => Format::with_thousands(separator),
        };
        if written.value(sure.decimal()).is_some() {
            self.sure[usize::from(sure == Format::Comma)].get_or_insert((line, cell));
        }
    }

    /// The format, if there is anything to decide.
    fn decide(&self, rules: &Rules<'_>) -> Result<Option<Format>, Refusal> {
        match (self.sure, self.either) {
            ([Some(point), Some(comma)], _) => Err(mixed(point, comma, rules)),
            ([Some(_), None], _) => Ok(Some(Format::Point)),
            ([None, Some(_)], _) => Ok(Some(Format::Comma)),
            ([None, None], None) => Ok(None),
            ([None, None], Some((_, _, separator))) if self.speaks_for(Format::with_thousands(separator), rules) => {
                Ok(Some(Format::with_thousands(separator)))
            }
            ([None, None], Some((line, cell, separator))) => Err(self.could_be_either(line, cell, separator, rules)),
        }
    }

    /// Whether thousands are meant in this format, and nothing speaks against it.
    fn speaks_for(&self, format: Format, rules: &Rules<'_>) -> bool {
        let goes_with = match rules.delimiter.byte() {
            b',' => Some(Format::Point),
            b';' => Some(Format::Comma),
            _ => None,
        };
        let speaks_against = self.ungrouped || !self.is_one || goes_with.is_some_and(|other| other != format) && !self.is_english;
        let speaks_for = goes_with == Some(format) || self.is_english || self.end_in_zero;
        speaks_for && !speaks_against
    }

    fn could_be_either(&self, line: u64, cell: &str, separator: char, rules: &Rules<'_>) -> Refusal {
        let name = if separator == '.' { "point" } else { "comma" };
        let message = format!(
            "numbers in the column \"{}\" can be read in two ways: in \"{}\" the {name} could stand between thousands or before decimals; \
             none of the {} rows settles it",
            shown(rules.column),
            shown(cell),
            self.count
        );
        let thousands = Format::with_thousands(separator).name();
        let decimals = Format::with_decimal(separator).name();
        let cure = format!(
            "Set {} if it stands between thousands, or {} if before decimals.",
            set_to(rules.setting, thousands),
            set_to(rules.setting, decimals)
        );
        Refusal::at(line, message, cure)
    }
}

fn mixed(point: (u64, &str), comma: (u64, &str), rules: &Rules<'_>) -> Refusal {
    let named = listed([point, comma].map(|(line, cell)| format!("\"{}\" in line {line}", shown(cell))));
    let message = format!("numbers in the column \"{}\" are written in two ways: {named}", shown(rules.column));
    let cure = format!(
        "Export them in one format; or set {} to the right one ({}), and the others are left out.",
        rules.setting,
        Format::EXAMPLES
    );
    Refusal::at(point.0.min(comma.0), message, cure)
}

#[cfg(test)]
mod tests;

//! Reading what others wrote: tables from other programs, with their dates and numbers.
//!
//! A table is read as its writer meant it, or refused with the cure. Nobody exports files for us, so that nothing about one is
//! taken for granted: not how characters are stored, nor what stands between fields, nor where the names of the columns are. All of
//! it is found, told ([`HowRead`]), and can be set ([`How`]).
//!
//! ```text
//! file ─▶ bytes ─▶ text ─▶ records ─▶ Table ─▶ columns of dates, amounts, texts
//!         source   encoding records   dialect   dates, numbers
//! ```
//!
//! What one cell means is decided by its whole column: `03/04/2018` is a day in April because `31/01/2018` stands further down. Where
//! nothing in the column decides, it could be either, and the file is refused: a guess would be wrong without a word. What is left
//! out is counted and named by line ([`Findings`]); lines are those that an editor shows.
//!
//! ```
//! use winflow::import::dates::{self, zone};
//! use winflow::import::{How, Refusal, Table, numbers};
//!
//! let export = b"Deals of May;;\nclosed;person;value\n31/05/2024;Anna;12.500\n03/05/2024;Ben;1.250,50\nTotal;;13.750,50\n";
//! let wanted = ["closed", "person", "value"].map(String::from).to_vec();
//! let table = Table::from_bytes(export, &How { wanted, ..How::default() })?;
//! assert_eq!((table.len(), table.how.header_line, table.how.delimiter.name().as_str()), (2, 2, "semicolon"));
//!
//! let no_column = |no: winflow::import::NoColumn| Refusal::whole(no.message, no.cure);
//! let (closed, value) = (table.find("closed").map_err(no_column)?, table.find("value").map_err(no_column)?);
//! let clock = zone("UTC").unwrap_or(jiff::tz::TimeZone::UTC);
//! let rules = dates::Rules { format: None, clock, written_in: None, column: "closed", setting: "--date-format" };
//! let dates = dates::read(table.column(closed), &rules)?;
//! assert_eq!(dates.cells[1].map(|moment| moment.at.date()), Ok(jiff::civil::date(2024, 5, 3)));
//! let rules = numbers::Rules { format: None, delimiter: table.how.delimiter, column: "value", setting: "--number-format" };
//! let values = numbers::read(table.column(value), &rules)?;
//! assert_eq!(values.cells[0].map(|amount| amount.map(|amount| amount.value)), Ok(Some(12500.0)));
//! # Ok::<(), Refusal>(())
//! ```
//!
//! This room knows nothing of simulations and of scenarios.

pub mod dates;
pub mod encoding;
mod findings;
pub mod numbers;
mod records;
mod refusal;
mod source;
mod table;
pub mod words;

pub use findings::{Finding, Findings, What};
pub use refusal::Refusal;
pub use table::{Delimiter, How, HowRead, NoColumn, Quote, Row, Table};

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

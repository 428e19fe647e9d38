//! What an experiment found, as documents, and what is kept of it.

pub mod arrivals;
pub mod assumptions;
pub mod cautions;
pub mod csv;
mod delimited;
pub mod document;
pub mod explain;
pub mod figures;
pub mod files;
pub mod firms;
pub mod folder;
pub mod guards;
pub mod ids;
pub mod influence;
pub mod judgement;
pub mod map;
pub mod markdown;
pub mod measures;
pub mod over_firms;
pub mod patterns;
pub mod pay;
pub mod precision;
pub mod replay;
pub mod sameness;
#[cfg(test)]
pub(crate) mod sample;
pub mod settings;
pub mod settled;
pub mod stored;
pub mod sweep;
pub mod table;
pub mod targets;
pub mod turning;
pub mod verdict;
pub mod warm_up;
pub mod words;

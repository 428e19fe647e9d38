//! A report, ready to be set.

use super::Material;
use super::brief::Brief;
use super::figure::Figure;
use super::more::More;
use crate::report::results::document::Document;

/// A report, ready to be set.
pub struct Report<'a> {
    /// What it is made from.
    pub material: &'a Material,
    /// Its statistics, with short names.
    pub document: Option<&'a Document>,
    /// Names of the systems.
    pub systems: &'a [String],
    /// The first page in words.
    pub brief: &'a Brief,
    /// The charts of the first page.
    pub first_page: Vec<Figure>,
    /// The charts of the run.
    pub evidence: Vec<Figure>,
    /// Further experiments with their charts.
    pub further: Vec<(&'a More, Vec<Figure>)>,
}

#![doc = include_str!("links.md")]
#![doc = include_str!("README.md")]

// Each page is Markdown whose links lead to files of the repository. In the docs they lead to pages and items: `links.md` comes first, and
// of two definitions of a link the first holds.

#[doc = include_str!("links.md")]
#[doc = include_str!("terms.md")]
pub mod terms {}

#[doc = include_str!("links.md")]
#[doc = include_str!("model.md")]
pub mod model {}

#[doc = include_str!("links.md")]
#[doc = include_str!("architecture.md")]
pub mod architecture {}

#[doc = include_str!("links.md")]
#[doc = include_str!("determinism.md")]
pub mod determinism {}

#[doc = include_str!("links.md")]
#[doc = include_str!("statistics.md")]
pub mod statistics {}

#[doc = include_str!("links.md")]
#[doc = include_str!("comparing.md")]
pub mod comparing {}

#[doc = include_str!("links.md")]
#[doc = include_str!("certainty.md")]
pub mod certainty {}

#[doc = include_str!("links.md")]
#[doc = include_str!("validation.md")]
pub mod validation {}

#[doc = include_str!("links.md")]
#[doc = include_str!("figures.md")]
pub mod figures {}

#[doc = include_str!("links.md")]
#[doc = include_str!("explain.md")]
pub mod explain {}

#[doc = include_str!("links.md")]
#[doc = include_str!("scenarios.md")]
pub mod scenarios {}

#[doc = include_str!("links.md")]
#[doc = include_str!("reading.md")]
pub mod reading {}

#[doc = include_str!("links.md")]
#[doc = include_str!("guards.md")]
pub mod guards {}

#[doc = include_str!("links.md")]
#[doc = include_str!("sweep.md")]
pub mod sweep {}

#[doc = include_str!("links.md")]
#[doc = include_str!("map.md")]
pub mod map {}

#[doc = include_str!("links.md")]
#[doc = include_str!("reporting.md")]
pub mod reporting {}

#[doc = include_str!("links.md")]
#[doc = include_str!("exporting.md")]
pub mod exporting {}

#[doc = include_str!("links.md")]
#[doc = include_str!("keeping.md")]
pub mod keeping {}

#[doc = include_str!("links.md")]
#[doc = include_str!("reference.md")]
pub mod reference {}

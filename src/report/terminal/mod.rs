//! Results as text for a terminal and as Markdown.

pub mod by;
pub mod document;
pub mod explain;
pub mod guards;
pub mod influence;
pub mod interval_bar;
pub mod look;
pub mod map;
pub mod names;
pub mod patterns;
pub mod pay;
pub mod replay;
pub mod rewrite;
pub mod settings;
pub mod sparkline;
pub mod sweep;
pub mod warm_up;

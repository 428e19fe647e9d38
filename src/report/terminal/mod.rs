//! Results as text for a terminal and as Markdown.

pub mod explain;
pub mod guards;
pub mod interval_bar;
pub mod map;
pub mod markdown;
pub mod patterns;
pub mod pay;
pub mod rewrite;
pub mod settings;
pub mod sparkline;
pub mod sweep;
pub mod table;
pub mod warm_up;

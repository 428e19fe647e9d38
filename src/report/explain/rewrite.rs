//! Which rewrites of activities change what.

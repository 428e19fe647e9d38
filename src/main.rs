//! The command line of winflow.

fn main() {}

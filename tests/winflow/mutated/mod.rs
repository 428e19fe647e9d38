//! Whatever is typed, fed in or found in a folder, mutated at random: it is taken as it is meant, or refused with words.

mod inputs;
mod results;

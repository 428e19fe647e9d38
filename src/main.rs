//! The command line of winflow.

fn main() -> std::process::ExitCode {
    winflow::cli::main(std::env::args_os())
}

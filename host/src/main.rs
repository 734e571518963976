//! The `tickmark` command. What it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    tickmark::cli::main()
}

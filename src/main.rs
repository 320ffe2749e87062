//! The program `entente`. Everything it can do is a verb in `cli`.

fn main() -> std::process::ExitCode {
    entente::cli::main()
}

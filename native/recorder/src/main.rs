//! The recorder: launches a program, supervises it, and writes what its native calls read and wrote.
//!
//! ```text
//! options -> launch (find, probe, fork) -> supervise (main thread: ptrace, waiting)
//!                                          session   (socket thread, a reader thread for each process)
//!                                            consumer -> recording (writer, symbol thread)
//! ```
mod consumer;
mod crash;
mod engine;
mod exit;
mod launch;
mod options;
mod recording;
mod run;
mod session;
mod stack;
mod status;
mod supervise;

use clap::error::ErrorKind;
use clap::Parser;
use exit::RECORDER_FAILED;
use options::Options;

fn main() {
    if std::env::args_os().skip(1).eq(["--probe"]) {
        println!("{}", launch::abilities::report());
        return;
    }
    std::process::exit(match Options::try_parse() {
        Ok(options) => run::run(&options),
        Err(error) => usage(&error),
    });
}

/// `--help` and `--version` go to stdout, everything else is one line on stderr.
fn usage(error: &clap::Error) -> i32 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return 0;
    }
    let text = error.to_string();
    let what = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
    eprintln!("ffiscope: options of the recorder: {what}; see ffiscope-recorder --help");
    RECORDER_FAILED
}

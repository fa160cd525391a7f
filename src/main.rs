//! Arguments, streams and the terminal -> [`attend::cli::run`] -> exit code.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use attend::cli::run;
use attend::command::{Env, Pager};
use attend::complete;
use attend::fetch::Limits;
use clap_complete::CompleteEnv;

#[expect(clippy::disallowed_methods, reason = "main reads the environment and hands it down")]
fn main() -> ExitCode {
    let folder = std::env::current_dir().unwrap_or_default();
    // When a shell asks for completions, this answers and ends.
    CompleteEnv::with_factory(|| {
        complete::command(&std::env::args_os().collect::<Vec<_>>(), &folder)
    })
    .var(complete::VARIABLE)
    .complete();
    let terminal = io::stdout().is_terminal();
    let set = |name| std::env::var(name).is_ok_and(|value| !value.is_empty());
    if !set("RUST_BACKTRACE") {
        // `run` tells a panic as an error, and that of a backend is no answer and no news.
        std::panic::set_hook(Box::new(|_| {}));
    }
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let size = terminal_size::terminal_size();
    let width = size.map(|(width, _)| width.0);
    let watched = terminal && io::stderr().is_terminal();
    let mut show = page;
    let mut env = Env {
        out: &mut BufWriter::new(io::stdout().lock()),
        err: &mut io::stderr().lock(),
        input: &mut io::stdin().lock(),
        folder,
        width: if terminal { columns.or(width) } else { columns },
        pager: size
            .filter(|_| terminal && !dumb)
            .map(|(_, lines)| Pager { lines: usize::from(lines.0), show: &mut show }),
        color: terminal && !dumb && !set("NO_COLOR"),
        watched,
        answers: watched && io::stdin().is_terminal(),
        cache: cache(),
        now: SystemTime::now().into(),
        limits: Limits::default(),
        stop: listen().then_some(&STOP),
        browse: &mut browse,
        run: &mut run_command,
        wait: &mut |time| {
            std::thread::sleep(time);
            SystemTime::now().into()
        },
    };
    ExitCode::from(run(std::env::args_os(), &mut env))
}

/// Shows a text in the user's pager. One that is missing or fails did not; one that was closed did.
#[expect(clippy::disallowed_methods, reason = "main reads the environment")]
fn page(text: &str) -> bool {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else { return false };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // Short texts as they are, colours as colours, and what was read stays on the screen.
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else { return false };
    PAGING.store(true, Ordering::Relaxed);
    if let Some(mut input) = child.stdin.take() {
        // Whoever has seen enough closes it.
        let _ = input.write_all(text.as_bytes());
    }
    let ended = child.wait();
    PAGING.store(false, Ordering::Relaxed);
    ended.is_ok_and(|status| status.success())
}

/// Runs a command of the user's in the system's shell, with a text to read.
fn run_command(command: &str, text: &str) -> Result<(), String> {
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut shell = Command::new(shell);
    let child = shell.args([option, command]).stdin(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| error.to_string())?;
    if let Some(mut input) = child.stdin.take() {
        // It need not read.
        let _ = input.write_all(text.as_bytes());
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(status.to_string()) }
}

/// Opens a page in the user's browser, where the system has a way to do that and a screen.
#[expect(clippy::disallowed_methods, reason = "main reads the environment")]
fn browse(address: &str) -> bool {
    let set = |name| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let (program, first) = if cfg!(target_os = "macos") {
        ("open", None)
    } else if cfg!(windows) {
        ("rundll32", Some("url.dll,FileProtocolHandler"))
    } else if set("DISPLAY") || set("WAYLAND_DISPLAY") {
        ("xdg-open", None)
    } else {
        return false;
    };
    let mut command = Command::new(program);
    command.args(first).arg(address);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Whether Ctrl-C is for the pager.
static PAGING: AtomicBool = AtomicBool::new(false);

/// Whether Ctrl-C ends the program: always but during a search, which it ends the first time.
static STOP: AtomicBool = AtomicBool::new(true);

/// Takes Ctrl-C in hand, where the system has it.
#[expect(clippy::exit, reason = "the handler runs in a thread of its own")]
fn listen() -> bool {
    let interrupted = || {
        if !PAGING.load(Ordering::Relaxed) && STOP.swap(true, Ordering::Relaxed) {
            // As shells say it: 128 and the number of the signal.
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(interrupted).is_ok()
}

/// The user's folder for copies, by the rules of the system.
#[cfg(feature = "fetch")]
fn cache() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    etcetera::choose_base_strategy().ok().map(|base| base.cache_dir().join("attend"))
}

#[cfg(not(feature = "fetch"))]
fn cache() -> Option<PathBuf> {
    None
}

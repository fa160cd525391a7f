//! A line that says that something is still going on, for somebody who waits at a terminal.

use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing is said about what takes no longer.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the line is written anew.
const BEAT: Duration = Duration::from_secs(1);

/// Does some work. If it takes a while and somebody watches, a line says so until it is done.
pub(super) fn during<T: Send>(
    err: &mut dyn Write,
    watched: bool,
    what: &str,
    work: impl FnOnce() -> T + Send,
) -> T {
    if watched { shown(err, PATIENCE, what, work) } else { work() }
}

fn shown<T: Send>(
    err: &mut dyn Write,
    patience: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send,
) -> T {
    let begun = Instant::now();
    thread::scope(|scope| {
        let (done, wait) = mpsc::channel::<()>();
        let worker = scope.spawn(move || {
            let answer = work();
            drop(done);
            answer
        });
        let mut next = patience;
        let mut written = false;
        while wait.recv_timeout(next) == Err(RecvTimeoutError::Timeout) {
            // Without a standard error nobody waits.
            let _ = write!(err, "\r{what} ... {} s", begun.elapsed().as_secs());
            let _ = err.flush();
            (next, written) = (BEAT, true);
        }
        if written {
            let _ = write!(err, "\r\u{1b}[K");
        }
        match worker.join() {
            Ok(answer) => answer,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A writer that tells when something is written to it.
    struct Told(Vec<u8>, mpsc::Sender<()>);

    impl Write for Told {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.extend(bytes);
            // The work may be over.
            let _ = self.1.send(());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_takes_long_has_a_line_that_goes_away() {
        let (sender, told) = mpsc::channel();
        let mut err = Told(Vec::new(), sender);
        // The work goes on until the line is there.
        let answer = shown(&mut err, Duration::ZERO, "planning", move || told.recv().is_ok());
        assert!(answer);
        let line = String::from_utf8(err.0).unwrap();
        assert!(line.starts_with("\rplanning ... 0 s"), "{line:?}");
        assert!(line.ends_with("\r\u{1b}[K"), "{line:?}");
    }

    #[test]
    fn what_is_quick_and_what_nobody_watches_has_none() {
        for watched in [true, false] {
            let mut err = Vec::new();
            assert_eq!(during(&mut err, watched, "planning", || 7), 7);
            assert!(err.is_empty());
        }
    }
}

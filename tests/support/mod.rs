//! What tests have in common: running a command in process, small conferences, oracles.

pub(crate) mod agendas;
pub(crate) mod bless;
pub(crate) mod conference;
pub(crate) mod group_oracle;
pub(crate) mod hostile;
pub(crate) mod json_schema;
pub(crate) mod oracle;
pub(crate) mod series;
pub(crate) mod small;
pub(crate) mod versions;
#[cfg(feature = "fetch")]
pub(crate) mod server;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use attend::cli;
use attend::command::{Env, Pager};
use attend::fetch::{Limits, Proxy};
use tempfile::TempDir;

pub(crate) use small::small;

/// A command with the files it needs; everything it prints is compared.
#[must_use = "call `shows` or `says`"]
pub(crate) struct Test {
    args: Vec<OsString>,
    folder: TempDir,
    input: Vec<u8>,
    width: Option<u16>,
    color: bool,
    watched: bool,
    lines: Option<usize>,
    cache: Option<PathBuf>,
    now: &'static str,
    limits: Limits,
    waits: Option<Waits>,
}

/// What happens in a folder while a command waits for the so many-th time, from one.
type Waits = Box<dyn Fn(&Path, usize)>;

impl Test {
    /// `attend` with these arguments, divided at blanks.
    pub(crate) fn new(args: &str) -> Test {
        Test::of(&args.split_whitespace().collect::<Vec<&str>>())
    }

    /// `attend` with these arguments as they are.
    pub(crate) fn of(args: &[&str]) -> Test {
        let args = std::iter::once("attend").chain(args.iter().copied());
        Test {
            args: args.map(OsString::from).collect(),
            folder: TempDir::new().unwrap(),
            input: Vec::new(),
            width: None,
            color: false,
            watched: false,
            lines: None,
            cache: None,
            now: "2026-12-05T12:00:00Z",
            limits: Limits { proxy: Proxy::Never, ..Limits::default() },
            waits: None,
        }
    }

    /// A file in the folder where the command runs.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Test {
        std::fs::write(self.folder.path().join(name), content).unwrap();
        self
    }

    /// What the command reads from standard input.
    pub(crate) fn input(mut self, input: impl AsRef<[u8]>) -> Test {
        self.input = input.as_ref().to_vec();
        self
    }

    /// The terminal's width.
    pub(crate) fn width(mut self, width: u16) -> Test {
        self.width = Some(width);
        self
    }

    /// On a terminal with colours, where somebody reads both streams.
    pub(crate) fn watched(mut self) -> Test {
        (self.color, self.watched) = (true, true);
        self
    }

    /// On a screen of so many lines, with a pager that puts `paged:` before what it shows.
    pub(crate) fn screen(mut self, lines: usize) -> Test {
        self.lines = Some(lines);
        self
    }

    /// The folder for copies of downloads; without one there are none.
    #[cfg(feature = "fetch")]
    pub(crate) fn cache(mut self, folder: &Path) -> Test {
        self.cache = Some(folder.to_owned());
        self
    }

    /// When the command runs, in UTC.
    pub(crate) fn now(mut self, now: &'static str) -> Test {
        self.now = now;
        self
    }

    /// How long it waits for a download, and for how much.
    #[cfg(feature = "fetch")]
    pub(crate) fn limits(mut self, limits: Limits) -> Test {
        self.limits = limits;
        self
    }

    /// What happens while the command waits; for it the time passes at once.
    pub(crate) fn waits(mut self, waits: impl Fn(&Path, usize) + 'static) -> Test {
        self.waits = Some(Box::new(waits));
        self
    }

    /// The folder where the command runs.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs it: standard output, standard error, exit status.
    pub(crate) fn run(&self) -> (String, String, u8) {
        self.run_in(self.folder.path())
    }

    /// Runs it in another folder.
    pub(crate) fn run_in(&self, folder: &Path) -> (String, String, u8) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let start: chrono::DateTime<chrono::Utc> = self.now.parse().unwrap();
        let mut waited = 0;
        let mut wait = |_: std::time::Duration| {
            waited += 1;
            let waits = self.waits.as_ref().expect("this command does not wait");
            waits(folder, waited);
            start + chrono::TimeDelta::minutes(10 * i64::try_from(waited).unwrap())
        };
        // A command of the user's is kept in a file, with what it was told; `false` fails.
        let mut run = |command: &str, text: &str| {
            std::fs::write(folder.join("ran.txt"), format!("{command}\n{text}")).unwrap();
            if command == "false" { Err("exit status: 1".to_owned()) } else { Ok(()) }
        };
        let mut paged = String::new();
        let mut show = |text: &str| {
            let _ = write!(paged, "paged:\n{text}");
            true
        };
        let mut env = Env {
            out: &mut out,
            err: &mut err,
            input: &mut self.input.as_slice(),
            folder: folder.to_owned(),
            width: self.width,
            pager: self.lines.map(|lines| Pager { lines, show: &mut show }),
            color: self.color,
            watched: self.watched,
            answers: self.watched,
            cache: self.cache.clone(),
            now: start,
            limits: self.limits,
            stop: None,
            browse: &mut |_| false,
            run: &mut run,
            wait: &mut wait,
        };
        let code = cli::run(self.args.clone(), &mut env);
        (paged + &String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap(), code)
    }

    /// Runs it and compares everything: standard output, then lines of standard error marked
    /// `! `, then the status where it is not 0.
    #[track_caller]
    pub(crate) fn shows(&self, expected: &str) {
        let (out, err, code) = self.run();
        let mut all = out;
        for line in err.lines() {
            let _ = writeln!(all, "! {line}");
        }
        if code != 0 {
            let _ = writeln!(all, "status {code}");
        }
        bless::same(&all, expected);
    }
}

/// Every collected schedule; nothing, and a word about it, where they are not there.
pub(crate) fn collected() -> Option<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !folder.join("counts.json").exists() {
        println!("skipped: ../shared/data is not there");
        return None;
    }
    Some(files(&folder))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

//! The program itself among faults of the machine: full disks, closed pipes, odd surroundings.
//!
//! They need the real program, its exit status and a system that knows signals and devices.
#![cfg(unix)]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use attend::error::Error;
use attend::{agenda, files};
use tempfile::TempDir;

use crate::support::Test;

/// `attend` in a folder, in surroundings that are the same everywhere.
fn attend(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attend"));
    command.args(args).current_dir(folder).env_clear();
    command
}

/// `attend plan -o a.json` under a limit for files of a kilobyte.
fn on_a_full_disk(folder: &Path, signal: &str) -> Output {
    let script = format!("{signal} ulimit -f 1; exec \"$0\" plan -o a.json");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_attend")]).current_dir(folder);
    shell.output().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Says `x` again and again; whoever has heard it a million times does not stop.
struct Endless(usize);

impl Read for Endless {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        if self.0 > 1_000_000 {
            return Err(io::Error::other("there is no end"));
        }
        bytes.fill(b'x');
        Ok(bytes.len())
    }
}

#[test]
fn an_endless_stream_is_refused() {
    match files::read_at_most(Endless(0), "x", 1000) {
        Err(Error::Read { file, source }) => {
            assert_eq!((file.as_str(), source.kind()), ("x", io::ErrorKind::FileTooLarge));
            assert!(source.to_string().starts_with("it is longer than "), "{source}");
        }
        other => panic!("{other:?}"),
    }
    let of_length = |length| files::read_at_most(io::repeat(b'x').take(length), "x", 1000);
    assert_eq!(of_length(1000).unwrap().len(), 1000);
    assert!(of_length(1001).is_err());
}

#[test]
fn a_full_disk_leaves_the_old_file_and_no_litter() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.json"), "old").unwrap();
    let output = on_a_full_disk(folder.path(), "trap '' XFSZ;");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("cannot write a.json"), "{}", said(&output));
    assert_eq!(fs::read_to_string(folder.path().join("a.json")).unwrap(), "old");
    assert_eq!(names(folder.path()), ["a.json"]);
}

#[test]
fn a_run_that_is_killed_while_it_writes_leaves_the_old_file() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.json"), "old").unwrap();
    // The first byte beyond the limit brings the signal, in the middle of the writing.
    let output = on_a_full_disk(folder.path(), "");
    assert_eq!(output.status.code(), None, "{}", said(&output));
    assert_eq!(fs::read_to_string(folder.path().join("a.json")).unwrap(), "old");
}

#[test]
fn what_killed_runs_have_left_is_taken_away_by_a_later_one() {
    let folder = TempDir::new().unwrap();
    let an_hour = std::time::Duration::from_secs(3700);
    let old = [".attend-aB3dE6.part", ".attend-notes.part", "attend-aB3dE6.part"];
    for name in old {
        let file = File::create(folder.path().join(name)).unwrap();
        file.set_modified(std::time::SystemTime::now() - an_hour).unwrap();
    }
    // Somebody may still be writing this one.
    fs::write(folder.path().join(".attend-123456.part"), "new").unwrap();
    fs::create_dir(folder.path().join(".attend-folder.part")).unwrap();
    let output = attend(folder.path(), &["plan", "-q", "-o", "a.json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(
        names(folder.path()),
        [".attend-123456.part", ".attend-folder.part", old[1], "a.json", old[2]]
    );
}

#[test]
fn what_may_not_be_written_to_is_named() {
    // Nobody may make files there, not even who may do everything else.
    let Ok(true) = Path::new("/sys/kernel").try_exists() else {
        println!("skipped: there is no /sys");
        return;
    };
    let folder = TempDir::new().unwrap();
    let output = attend(folder.path(), &["plan", "-o", "/sys/kernel/a.json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("cannot write /sys/kernel/a.json: "), "{}", said(&output));
}

#[test]
fn names_from_outside_are_no_file_names() {
    let evil = |name: &str| format!("'../{name}'");
    let mut schedule = format!("title: {}\ntimezone: UTC\nevents:\n", evil("title"));
    for talk in 0..6 {
        let name = evil(&format!("talk{talk}"));
        schedule += &format!(
            "  - {{ id: {name}, title: {name}, room: {name}, track: {name}, speakers: [{name}], \
             url: {name}, start: 2026-05-01T1{talk}:00, minutes: 30 }}\n"
        );
    }
    let profile = |name: &str| {
        format!("name: {name}\ninterests: [talk0, talk1]\nmust_see: ['../talk2', '../talk5']\n")
    };
    let test = Test::new("plan")
        .file("s.yaml", &schedule)
        .file("new.yaml", schedule.replace("T10:00", "T18:00"))
        .file("p.yaml", profile(&evil("me")))
        .file("q.yaml", profile("/attend-was-here"));
    let inner = test.folder().join("inner");
    fs::create_dir(&inner).unwrap();
    let outside = names(test.folder());
    let mut expected = Vec::new();
    let commands = [
        ("plan -s ../s.yaml -p ../p.yaml -o a.json", "a.json"),
        ("plan -s ../s.yaml -p ../p.yaml -o a.ics", "a.ics"),
        ("plan -s ../s.yaml -p ../q.yaml -o a.html", "a.html"),
        ("plan -s ../s.yaml -p ../q.yaml -o a.csv", "a.csv"),
        ("compare -s ../s.yaml ../p.yaml ../q.yaml -o g.json", "g.json"),
        ("talks -s ../s.yaml -p ../p.yaml -o t.json", "t.json"),
        ("convert ../s.yaml -o c.ics", "c.ics"),
        ("init -s ../s.yaml -o i.yaml", "attend.schema.json i.yaml"),
        ("replan a.json -s ../new.yaml --write --calendar r.ics", "a.json.bak r.ics"),
    ];
    for (command, new) in commands {
        let (_, err, code) = Test::new(command).run_in(&inner);
        assert_eq!(code, 0, "{command}: {err}");
        expected.extend(new.split(' '));
        expected.sort_unstable();
        assert_eq!(names(&inner), expected, "{command}");
        assert_eq!(names(test.folder()), outside, "{command}");
        assert!(!Path::new("/attend-was-here").exists());
    }
}

#[test]
fn a_full_standard_output_is_an_error() {
    let folder = TempDir::new().unwrap();
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        println!("skipped: there is no /dev/full");
        return;
    };
    let output = attend(folder.path(), &["plan"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("cannot write"), "{}", said(&output));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let folder = TempDir::new().unwrap();
    let mut child = attend(folder.path(), &["talks", "-q", "-f", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), said(&output).as_str()), (Some(0), ""));
}

#[test]
fn a_link_stays_a_link_and_its_file_is_written() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("real")).unwrap();
    fs::write(folder.path().join("real/a.json"), "old").unwrap();
    std::os::unix::fs::symlink("real/a.json", folder.path().join("a.json")).unwrap();
    let output = attend(folder.path(), &["plan", "-o", "a.json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(folder.path().join("a.json").symlink_metadata().unwrap().is_symlink());
    let written = fs::read_to_string(folder.path().join("real/a.json")).unwrap();
    assert!(written.starts_with('{'), "{written}");
    assert_eq!(names(&folder.path().join("real")), ["a.json"]);
}

#[test]
fn what_is_no_file_is_written_to_and_not_replaced() {
    let folder = TempDir::new().unwrap();
    let pipe = folder.path().join("pipe.json");
    let made = Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: there is no mkfifo");
        return;
    }
    let child =
        attend(folder.path(), &["plan", "-o", "pipe.json"]).stderr(Stdio::piped()).spawn().unwrap();
    let read = fs::read_to_string(&pipe).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(read.starts_with('{'), "{read}");
    assert_eq!(names(folder.path()), ["pipe.json"]);
}

#[test]
fn a_folder_or_a_missing_folder_is_named() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("a.json")).unwrap();
    let case = |target: &str, why: &str| {
        let output = attend(folder.path(), &["plan", "-o", target]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        let said = said(&output);
        assert!(said.contains(&format!("cannot write {target}: {why}")), "{said}");
    };
    case("a.json", "it is a folder");
    case("none/a.json", "there is no such folder");
    assert_eq!(names(folder.path()), ["a.json"]);
}

#[test]
fn of_many_runs_that_write_one_file_each_leaves_it_whole() {
    let folder = TempDir::new().unwrap();
    let mut runs: Vec<_> = (0..6)
        .map(|_| {
            let mut run = attend(folder.path(), &["plan", "-q", "-o", "a.json"]);
            run.stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    // Whoever reads meanwhile sees no file, or a whole one.
    while !runs.iter_mut().all(|run| run.try_wait().unwrap().is_some()) {
        match fs::read(folder.path().join("a.json")) {
            Ok(bytes) => assert!(agenda::read(&String::from_utf8(bytes).unwrap()).is_ok()),
            Err(error) => assert_eq!(error.kind(), io::ErrorKind::NotFound),
        }
    }
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let whole = fs::read(folder.path().join("a.json")).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&whole).is_ok());
    }
    assert_eq!(names(folder.path()), ["a.json"]);
}

#[test]
fn of_many_runs_that_change_one_file_each_is_in_it_or_says_that_it_is_not() {
    let folder = TempDir::new().unwrap();
    let plan = attend(folder.path(), &["plan", "-q", "-o", "a.json"]).output().unwrap();
    assert_eq!(plan.status.code(), Some(0), "{}", said(&plan));
    let agenda = || agenda::read(&fs::read_to_string(folder.path().join("a.json")).unwrap());
    let ids: Vec<String> = agenda().unwrap().talks.iter().map(|talk| talk.id.clone()).collect();
    assert!(ids.len() > 6);
    let runs: Vec<_> = ids
        .iter()
        .map(|id| {
            let mut run = attend(folder.path(), &["pin", "-q", "a.json", id]);
            (id, run.stderr(Stdio::piped()).spawn().unwrap())
        })
        .collect();
    let mut pinned = Vec::new();
    for (id, run) in runs {
        let output = run.wait_with_output().unwrap();
        match output.status.code() {
            Some(0) => pinned.push(id.clone()),
            code => {
                assert_eq!(code, Some(2));
                assert!(said(&output).contains("another run has changed a.json"), "{output:?}");
            }
        }
    }
    assert!(!pinned.is_empty());
    pinned.sort();
    assert_eq!(agenda().unwrap().pins, pinned);
    assert_eq!(names(folder.path()), ["a.json", "a.json.bak"]);
}

#[test]
fn what_another_run_has_written_already_need_not_be_written_again() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.json");
    let replace = || match files::replace(&path, "a.json", b"old", "the new one") {
        Ok(()) => (fs::read_to_string(&path).unwrap(), names(folder.path())),
        Err(error) => panic!("{error}"),
    };
    fs::write(&path, "the new one").unwrap();
    assert_eq!(replace(), ("the new one".to_owned(), vec!["a.json".to_owned()]));
    for other in ["other", "old but longer", ""] {
        fs::write(&path, other).unwrap();
        let refused = files::replace(&path, "a.json", b"old", "the new one");
        assert!(matches!(refused, Err(Error::Overtaken { .. })), "{refused:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), other);
    }
    fs::write(&path, "old").unwrap();
    let locked = File::open(&path).unwrap();
    locked.lock().unwrap();
    let refused = files::replace(&path, "a.json", b"old", "the new one");
    assert!(matches!(refused, Err(Error::Overtaken { .. })), "{refused:?}");
    drop(locked);
    let both = ["a.json".to_owned(), "a.json.bak".to_owned()];
    assert_eq!(replace(), ("the new one".to_owned(), both.to_vec()));
    assert_eq!(fs::read_to_string(folder.path().join("a.json.bak")).unwrap(), "old");
}

#[test]
fn a_run_that_is_killed_between_two_steps_leaves_a_whole_agenda() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.json");
    let both = || {
        let text = |path: &Path| fs::read_to_string(path).unwrap_or_default();
        (text(&path), text(&files::backup(&path)))
    };
    let are = |agenda: &str, backup: &str| (agenda.to_owned(), backup.to_owned());
    fs::write(&path, "old").unwrap();
    // The new one is written, and has no name yet.
    std::mem::forget(files::draft(&path, "a.json", "the new one").unwrap());
    assert_eq!(both(), are("old", ""));
    // The old one is kept beside it.
    files::write(&files::backup(&path), "a.json.bak", "old").unwrap();
    assert_eq!(both(), are("old", "old"));
    // A later run gets through, and takes away what was left when that is an hour old.
    let left: Vec<String> =
        names(folder.path()).into_iter().filter(|name| name.ends_with(".part")).collect();
    assert_eq!(left.len(), 1);
    let file = File::options().write(true).open(folder.path().join(&left[0])).unwrap();
    file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(3700)).unwrap();
    files::replace(&path, "a.json", b"old", "the new one").unwrap();
    assert_eq!(both(), are("the new one", "old"));
    assert_eq!(names(folder.path()), ["a.json", "a.json.bak"]);
}

#[test]
fn odd_surroundings_change_nothing() {
    let folder = TempDir::new().unwrap();
    let run = |set: &[(&str, &str)]| {
        let mut command = attend(folder.path(), &["plan", "-q"]);
        command.envs(set.iter().copied());
        let output = command.output().unwrap();
        assert_eq!((output.status.code(), said(&output).as_str()), (Some(0), ""), "{set:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let plain = run(&[]);
    assert!(!plain.contains('\u{1b}'));
    for set in [
        [("HOME", "/nonexistent"), ("XDG_CACHE_HOME", "relative")],
        [("LANG", "tr_TR.ISO-8859-9"), ("LC_ALL", "no such locale")],
        [("TERM", "dumb"), ("TZ", "Mars/Olympus")],
        [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "0")],
        [("COLUMNS", "many"), ("RUST_BACKTRACE", "full")],
    ] {
        assert_eq!(run(&set), plain, "{set:?}");
    }
    assert_ne!(run(&[("COLUMNS", "20")]), plain);
}

#[test]
fn an_interrupt_outside_of_a_search_ends_the_program() {
    let folder = TempDir::new().unwrap();
    let conference = |hour: u8| {
        let talk = format!("id: a, title: Alpha, start: 2099-05-01T{hour}:00, minutes: 30");
        format!("title: T\ntimezone: UTC\nevents:\n  - {{ {talk} }}\n")
    };
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put("s.yaml", &conference(10));
    put("p.yaml", "ratings: { a: 50 }\n");
    let plan = ["plan", "-s", "s.yaml", "-p", "p.yaml", "-q", "-o", "a.json"];
    let output = attend(folder.path(), &plan).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    put("s.yaml", &conference(11));
    let mut watch = attend(folder.path(), &["watch", "s.yaml", "a.json"]);
    let mut child = watch.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // When it has told what is new, it waits for ten minutes.
    let mut told = [0];
    child.stdout.as_mut().unwrap().read_exact(&mut told).unwrap();
    let id = child.id().to_string();
    let sent = Command::new("sh").args(["-c", "kill -INT \"$0\"", &id]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
}

/// What a terminal of so many lines shows of a command; nothing, and a word about it, where nothing
/// here imitates one.
#[cfg(target_os = "linux")]
fn on_a_terminal(folder: &Path, lines: usize, pager: &str, args: &str) -> Option<String> {
    let line = format!("stty rows {lines} cols 80; {} {args}", env!("CARGO_BIN_EXE_attend"));
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    script.current_dir(folder).env("PAGER", pager).env("TERM", "xterm").env("NO_COLOR", "1");
    let output = script.stdin(std::process::Stdio::null()).output();
    let Some(output) = output.ok().filter(|output| output.status.success()) else {
        println!("skipped: there is no `script` to imitate a terminal");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap().replace('\r', ""))
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_a_long_answer_goes_to_the_pager() {
    let folder = TempDir::new().unwrap();
    // Numbers the lines that it gets.
    let pager = "cat -n";
    let shown = |lines, pager, args| on_a_terminal(folder.path(), lines, pager, args);
    let Some(long) = shown(20, pager, "talks --brief -q") else { return };
    assert!(long.trim_start().starts_with("1\t"), "{long}");
    assert!(long.lines().count() > 40, "{long}");
    let is_plain = |text: &str| !text.contains("1\t") && text.lines().count() > 40;
    // It fits, nobody wants a pager, or there is none of this name.
    for (lines, pager, args) in [
        (500, pager, "talks --brief -q"),
        (20, pager, "talks --brief -q --no-pager"),
        (20, "no-such-pager", "talks --brief -q"),
    ] {
        let plain = shown(lines, pager, args).unwrap();
        assert!(is_plain(&plain), "{lines} {pager} {args}: {plain}");
    }
}

//! What is written where, what is left alone, and what is printed of what is in files.

use std::fs;
use std::path::Path;

use crate::support::Test;
use crate::support::small::{PROFILE, SCHEDULE};

/// The conference without the talk that the agenda holds.
fn later() -> String {
    let lines = SCHEDULE.lines().filter(|line| !line.contains("Kernel one"));
    lines.fold(String::new(), |text, line| text + line + "\n")
}

/// A command in a folder with the conference, its later version, a profile and a saved agenda.
fn small(args: &str) -> Test {
    let (agenda, _, _) = crate::support::small("plan -s s.yaml -p p.yaml -f json").run();
    crate::support::small(args).file("new.yaml", later()).file("my.agenda.json", agenda)
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The names and contents of all files.
fn everything(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

/// Runs a command that has to be refused without writing anything; gives what it says.
#[track_caller]
fn refused(test: &Test) -> String {
    let before = everything(test.folder());
    let (out, err, code) = test.run();
    assert_eq!((out.as_str(), code), ("", 2), "{err}");
    assert!(everything(test.folder()) == before, "{err}");
    err
}

#[test]
fn errors_of_check_and_watch_do_not_steer_the_terminal() {
    let name = "f\u{1b}]0;x\u{7}.yaml";
    let wrong = "interests: [bread]\n\"k\\e[31m\": 3\nmust_see: [\"no\\e[2J\"]\n";
    let odd = "interests: [bread, \"x\\e]0;y\\a\\e[31mred\"]\n";
    let check = Test::of(&["check", "-s", "s.yaml", name, "odd.yaml"])
        .file("s.yaml", SCHEDULE)
        .file(name, wrong)
        .file("odd.yaml", odd);
    let watch = format!("watch {name} my.agenda.json --times 3 -p p.yaml");
    let guessed = SCHEDULE.replace(", minutes: 30", "");
    let watch = small(&watch).file(name, guessed).waits(move |folder, number| {
        let wrong = [format!("{SCHEDULE}\"k\\e[31m\": 3\n"), "title: \"\\e[2J\n".to_owned()];
        fs::write(folder.join(name), &wrong[number - 1]).unwrap();
    });
    for test in [check, watch] {
        let (out, err, _) = test.run();
        assert!(out.contains("`k\\u{1b}[31m`"), "{out}{err}");
        for text in [&out, &err] {
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        }
    }
}

#[test]
fn an_agenda_is_not_replaced_when_its_calendar_cannot_be_written() {
    for command in [
        "replan my.agenda.json -s new.yaml --write --calendar none/x.ics",
        "watch new.yaml my.agenda.json --times 1 --calendar none/x.ics",
    ] {
        let said = refused(&small(command));
        assert!(said.contains("cannot write none/x.ics: there is no such folder"), "{said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_new_is_told_even_if_the_calendar_fails_in_the_end() {
    for command in [
        "replan my.agenda.json -s new.yaml --write --calendar /dev/full",
        "watch new.yaml my.agenda.json --times 1 --calendar /dev/full",
    ] {
        let (out, err, code) = small(command).run();
        assert!(out.contains("Kernel one"), "{out}");
        assert!(err.contains("error: cannot write /dev/full: "), "{err}");
        assert_eq!(code, 2);
    }
}

#[test]
fn a_calendar_does_not_take_the_place_of_another_file() {
    let case = |command: &str, calendar: &str| {
        let test = small(&format!("{command} --calendar {calendar}"));
        fs::create_dir(test.folder().join("inner")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("my.agenda.json", test.folder().join("link.ics")).unwrap();
        let said = refused(&test);
        assert!(said.contains(&format!("error: --calendar `{calendar}`: ")), "{said}");
        assert!(said.contains("\nhint: name another file\n"), "{said}");
    };
    for command in
        ["replan my.agenda.json -s new.yaml --write", "watch new.yaml my.agenda.json --times 2"]
    {
        for calendar in
            ["my.agenda.json", "./my.agenda.json", "inner/../new.yaml", "my.agenda.json.bak"]
        {
            case(command, calendar);
        }
        #[cfg(unix)]
        case(command, "link.ics");
    }
    case("replan my.agenda.json -s new.yaml -o c.json", "./c.json");
}

#[test]
fn an_answer_does_not_take_the_place_of_what_it_was_made_from() {
    let case = |command: &str, output: &str| {
        let test = small(&format!("{command} -o {output}"));
        #[cfg(unix)]
        std::os::unix::fs::symlink("s.yaml", test.folder().join("link.json")).unwrap();
        let said = refused(&test);
        assert!(said.starts_with(&format!("error: -o `{output}`: it is ")), "{said}");
        assert!(said.contains("\nhint: "), "{said}");
    };
    case("plan -s s.yaml -p p.yaml -f table", "p.yaml");
    case("plan -s s.yaml -p p.yaml -f json", "./s.yaml");
    #[cfg(unix)]
    case("plan -s s.yaml -p p.yaml", "link.json");
    case("talks -s s.yaml -p p.yaml -f csv", "s.yaml");
    case("why b -s s.yaml -p p.yaml -f json", "p.yaml");
    case("compare -s s.yaml p.yaml my.agenda.json", "my.agenda.json");
    case("changes s.yaml new.yaml -f json", "s.yaml");
    case("changes s.yaml new.yaml --agenda my.agenda.json", "my.agenda.json");
    case("next my.agenda.json --at 2026-05-01T10:10:00+02:00", "my.agenda.json");
    case("replan my.agenda.json -s new.yaml", "./my.agenda.json");
    case("replan my.agenda.json -s new.yaml", "new.yaml");
    case("init --force -s s.yaml", "s.yaml");
    let own = small("plan -s s.yaml -f table -o attend.yaml").file("attend.yaml", PROFILE);
    assert!(refused(&own).contains("-o `attend.yaml`: it is read for the answer"));
    // A schedule may be turned into another format where it is.
    let convert = small("convert s.yaml -f json -o s.yaml");
    convert.shows("! note: wrote s.yaml");
    assert!(read(convert.folder(), "s.yaml").starts_with('{'));
}

#[test]
fn an_ending_that_is_no_form_of_the_answer_is_refused() {
    small("plan -o my.pdf").shows(
        "
! error: -o `my.pdf`: no form of this answer ends in `.pdf`
! hint: end it in `.txt`, `.json`, `.ics`, `.ical`, `.html`, `.htm`, `.md`, `.markdown` or `.csv`, or say the form with -f
status 2
",
    );
    for command in [
        "talks -o t.html",
        "why b -o w.md",
        "compare p.yaml my.agenda.json -o c.xml",
        "changes s.yaml new.yaml -o c.csv",
        "next my.agenda.json -o n.ics",
        "convert s.yaml -o s.xml",
    ] {
        assert!(
            refused(&small(command)).contains("no form of this answer ends in `."),
            "{command}"
        );
    }
    for name in ["t.txt", "t", "./.d/t", "t.", "t.TXT", "t.xml -f table"] {
        let (_, err, code) = small(&format!("talks -q -s s.yaml -p p.yaml -o {name}")).run();
        // There is no such folder, which is another matter.
        assert!(code == 0 || err.contains("no such folder"), "{name}: {err}");
    }
}

#[test]
fn man_pages_go_into_the_folder_where_one_is() {
    let test = Test::of(&["man", "-o", ""]);
    let (_, err, code) = test.run();
    assert_eq!(code, 0, "{err}");
    assert!(err.starts_with("note: wrote attend.1\n"), "{err}");
    assert!(test.folder().join("attend-plan.1").exists());
}

#[test]
fn a_file_that_may_not_be_written_is_left() {
    let case = |command: &str, name: &str| {
        let test = small(command).file("my.html", "old");
        let path = test.folder().join(name);
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let said = refused(&test);
        assert!(said.contains(&format!("cannot write {name}: it is read-only")), "{said}");
    };
    case("plan -s s.yaml -p p.yaml -q -o my.html", "my.html");
    case("replan my.agenda.json -s new.yaml --write", "my.agenda.json");
    case("pin my.agenda.json c", "my.agenda.json");
}

#[test]
fn a_first_profile_that_cannot_be_written_leaves_no_schema() {
    for output in ["none/me.yaml", "me/", "sub"] {
        let test = small(&format!("init --force -s s.yaml -o {output}"));
        fs::create_dir(test.folder().join("sub")).unwrap();
        let said = refused(&test);
        assert!(said.contains(&format!("cannot write {output}: ")), "{said}");
    }
    for output in ["attend.schema.json", "./attend.schema.json"] {
        let said = refused(&small(&format!("init --force -s s.yaml -o {output}")));
        assert!(said.contains("the profile's schema gets this name"), "{said}");
    }
}

#[test]
fn looking_no_time_at_all_is_no_watch() {
    let said = refused(&small("watch s.yaml my.agenda.json --times 0"));
    assert!(said.contains("invalid value '0' for '--times <NUMBER>'"), "{said}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn a_link_to_a_file_that_is_not_there_yet_stays_a_link() {
        let test = small("plan -s s.yaml -p p.yaml -q -o one.html");
        let folder = test.folder();
        fs::create_dir(folder.join("real")).unwrap();
        symlink("real/two.html", folder.join("one.html")).unwrap();
        symlink("three.html", folder.join("real/two.html")).unwrap();
        let (_, err, code) = test.run();
        assert_eq!(code, 0, "{err}");
        assert!(read(folder, "real/three.html").starts_with("<!"));
        for link in ["one.html", "real/two.html"] {
            assert!(folder.join(link).is_symlink(), "{link}");
        }
    }

    #[test]
    fn a_link_that_leads_to_itself_or_nowhere_is_an_error() {
        let case = |link: &str, why: &str| {
            let test = small("plan -s s.yaml -p p.yaml -q -o x.html");
            symlink(link, test.folder().join("x.html")).unwrap();
            let said = refused(&test);
            assert!(said.starts_with(&format!("error: cannot write x.html: {why}")), "{said}");
            assert!(test.folder().join("x.html").is_symlink());
        };
        case("x.html", "");
        case("none/x.html", "there is no such folder");
    }

    #[test]
    fn a_profile_that_cannot_be_looked_at_is_not_taken_for_none() {
        let case = |command: &str, link: &str, says: &str| {
            let test = Test::new(command);
            symlink(link, test.folder().join("attend.yaml")).unwrap();
            let said = refused(&test);
            assert!(said.starts_with(says), "{said}");
            assert!(test.folder().join("attend.yaml").is_symlink());
        };
        let dangling = "error: cannot read attend.yaml: it is a link to a file that is not there";
        case("plan", "none.yaml", dangling);
        case("plan", "attend.yaml", "error: cannot read attend.yaml: ");
        case("init", "none.yaml", "error: attend.yaml already exists");
        // A name that no file can have says as little of whether there is one as a closed folder.
        let long = format!("{}.yaml", "x".repeat(300));
        let said = refused(&Test::of(&["plan", "-p", &long]));
        assert!(said.starts_with(&format!("error: cannot read {long}: ")), "{said}");
    }

    #[test]
    fn help_that_cannot_be_printed_is_an_error_and_a_closed_pipe_none() {
        let attend = |args: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_attend"));
            command.args(args.split(' ')).env_clear().stderr(Stdio::piped());
            command
        };
        for args in ["--help", "--version", "plan --help", "help"] {
            let mut child = attend(args).stdout(Stdio::piped()).spawn().unwrap();
            drop(child.stdout.take());
            let output = child.wait_with_output().unwrap();
            assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{args}");
            let Ok(full) = fs::File::options().write(true).open("/dev/full") else { continue };
            let output = attend(args).stdout(full).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{args}");
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(said.starts_with("error: cannot write the answer: "), "{args}: {said}");
        }
    }
}

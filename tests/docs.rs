//! Every command in the README, in `docs/` and in `examples/` prints what the text says.
//!
//! In a ```` ```console ```` block, `$ attend ...` is run and the lines below it are its whole
//! output, standard error last; a line `[...]` stands for any lines. A ```` ```yaml ```` block
//! whose first line is a comment with a file name is that file, and so is a block with a file name
//! behind its kind. The picture is what a command prints on a terminal. `BLESS=1 cargo test docs`
//! writes what the commands print into the texts and the picture, to be read before it is committed.

use std::path::{Path, PathBuf};

use attend::problem::number;
use attend::source::native;
use clap::CommandFactory as _;
use tempfile::TempDir;

use crate::support::{Test, bless};

const ANY: &str = "[...]";

fn texts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = vec![root.join("README.md")];
    for folder in ["docs", "examples"] {
        let entries = std::fs::read_dir(root.join(folder)).unwrap();
        texts.extend(entries.map(|entry| entry.unwrap().path()));
    }
    texts.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    texts.sort();
    texts
}

/// The seven versions of FOSDEM 2026, which one example walks through; their files are not part of
/// this project.
fn versions() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/frab-xml");
    let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|path| path.to_str().is_some_and(|path| path.contains("fosdem-2026--20")));
    files.sort();
    files
}

/// A text with every command's output as it is now, and how many commands were run.
fn run_all(text: &str) -> (String, usize) {
    let folder = TempDir::new().unwrap();
    if text.contains("fosdem-2026-") {
        let versions = versions();
        if versions.is_empty() {
            println!("skipped: the versions of FOSDEM 2026 are not there");
            return (text.to_owned(), 1);
        }
        for (number, file) in (1..).zip(versions) {
            let name = format!("fosdem-2026-{number}.xml");
            std::fs::copy(file, folder.path().join(name)).unwrap();
        }
    }
    let mut now = String::new();
    let mut commands = 0;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        now += &format!("{line}\n");
        let mut block = Vec::new();
        if line.starts_with("```") {
            block = lines.by_ref().take_while(|line| *line != "```").collect();
        }
        match line {
            "```yaml" => {
                let name = block.first().and_then(|first| first.strip_prefix("# "));
                if let Some(name) = name.filter(|name| name.ends_with(".yaml")) {
                    std::fs::write(folder.path().join(name), block.join("\n")).unwrap();
                }
                now += &as_it_was(&block);
            }
            "```console" => {
                let (output, run) = console(&block, folder.path());
                now += &output;
                commands += run;
            }
            _ if line.starts_with("```") => {
                if let Some((_, name)) = line.split_once(' ') {
                    std::fs::write(folder.path().join(name), block.join("\n") + "\n").unwrap();
                }
                now += &as_it_was(&block);
            }
            _ => {}
        }
    }
    (now, commands)
}

fn as_it_was(block: &[&str]) -> String {
    let lines: String = block.iter().map(|line| format!("{line}\n")).collect();
    lines + "```\n"
}

fn console(block: &[&str], folder: &Path) -> (String, usize) {
    let mut now = String::new();
    let mut commands = 0;
    let mut at = 0;
    while at < block.len() {
        let command = block[at].strip_prefix("$ ").expect("a block begins with a command");
        let length = block[at + 1..].iter().take_while(|line| !line.starts_with("$ ")).count();
        let expected = &block[at + 1..at + 1 + length];
        now += &format!("$ {command}\n");
        now += &if command.starts_with("attend") || command.starts_with("cargo run") {
            commands += 1;
            fitted(&output(command, folder), expected)
        } else {
            expected.iter().map(|line| format!("{line}\n")).collect()
        };
        at += 1 + length;
    }
    (now + "```\n", commands)
}

fn output(command: &str, folder: &Path) -> Vec<String> {
    let command = command.replace("cargo run --release --", "attend");
    let words: Vec<String> = quoted(&command).into_iter().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (out, err, _) = Test::of(&words).run_in(folder);
    (out + &err).lines().map(|line| line.trim_end().to_owned()).collect()
}

/// The words of a command; what stands in quotes is one.
fn quoted(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    parts
        .flat_map(|(i, part)| {
            let words: Vec<&str> =
                if i % 2 == 1 { vec![part] } else { part.split_whitespace().collect() };
            words.into_iter().map(ToOwned::to_owned).collect::<Vec<String>>()
        })
        .collect()
}

/// The output, with `[...]` where the text has it: from there on only the lines that it shows
/// after it are kept.
fn fitted(output: &[String], expected: &[&str]) -> String {
    let lines = |lines: &[String]| lines.iter().map(|l| format!("{l}\n")).collect::<String>();
    let Some(cut) = expected.iter().position(|line| *line == ANY) else { return lines(output) };
    let after = expected.len() - cut - 1;
    let head = &output[..cut.min(output.len())];
    let tail = &output[output.len().saturating_sub(after)..];
    format!("{}{ANY}\n{}", lines(head), lines(tail))
}

#[test]
fn every_command_prints_what_the_text_says() {
    let mut wrong = Vec::new();
    for path in texts() {
        let text = std::fs::read_to_string(&path).unwrap();
        let (now, commands) = run_all(&text);
        let shows = commands > 0 || path.parent().is_some_and(|folder| folder.ends_with("docs"));
        assert!(shows, "{} has no command", path.display());
        if now != text && bless::wanted() {
            std::fs::write(&path, now).unwrap();
        } else if now != text {
            let line = now.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or(0);
            wrong.push(format!(
                "{}:{}: the text says\n  {}\nbut it is\n  {}",
                path.display(),
                line + 1,
                text.lines().nth(line).unwrap_or(""),
                now.lines().nth(line).unwrap_or("")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}\n(BLESS=1 cargo test docs mends them)", wrong.join("\n"));
}

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn every_key_is_explained() {
    let profile = document("docs/profile.md");
    for key in attend::profile::KEYS {
        assert!(profile.contains(&format!("\n**`{key}`**")), "docs/profile.md lacks `{key}`");
    }
    let schedule = document("docs/schedule.md");
    let keys = native::SCHEDULE_KEYS.iter().chain(native::EVENT_KEYS);
    for key in keys {
        assert!(schedule.contains(&format!("`{key}`")), "docs/schedule.md lacks `{key}`");
    }
}

#[test]
fn the_limits_are_those_of_the_code() {
    let schedule = document("docs/schedule.md");
    let (_, table) = schedule.split_once("| at most | of |\n| ---: | --- |\n").unwrap();
    let rows: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    let limits = attend::source::LIMITS.iter();
    let limits: Vec<String> =
        limits.map(|(what, most)| format!("| {} | {what} |", number(*most))).collect();
    assert_eq!(rows, limits);
    let download = attend::fetch::Limits::default().bytes;
    let said = format!("| {} | bytes of a download, packed and unpacked |", number(download));
    assert!(rows.contains(&said.as_str()));
    let one_line = |name: &str| document(name).replace('\n', " ");
    let profile = format!(
        "A profile has at most {} bytes, a keyword {} characters, and lists and mappings stand at \
         most {} deep in one another.",
        number(attend::profile::MAX_BYTES),
        number(attend::profile::MAX_KEYWORD),
        number(attend::yaml::MAX_DEPTH),
    );
    assert!(one_line("docs/profile.md").contains(&profile), "{profile}");
    let agenda = format!("of up to {} bytes", number(attend::agenda::MAX_BYTES));
    assert!(one_line("docs/recipes.md").contains(&agenda), "{agenda}");
}

#[test]
fn every_command_is_in_the_table() {
    let table = document("docs/commands.md");
    for command in attend::args::Cli::command().get_subcommands() {
        let name = format!("`attend {}", command.get_name());
        assert!(table.contains(&name), "docs/commands.md lacks {name}");
    }
}

#[test]
fn links_lead_to_files_and_headings() {
    for path in texts() {
        let text = std::fs::read_to_string(&path).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("http") || target.contains(char::is_whitespace) {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { path.clone() } else { path.with_file_name(file) };
            let there = std::fs::read(&file);
            assert!(there.is_ok(), "{}: {target} leads nowhere", path.display());
            let anchor = |line: &str| -> String {
                let words = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
                words.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
            };
            let headings = String::from_utf8_lossy(&there.unwrap()).into_owned();
            let mut headings = headings.lines().filter(|line| line.starts_with('#')).map(anchor);
            let found = heading.is_empty() || headings.any(|anchor| anchor == heading);
            assert!(found, "{}: {target} has no such heading", path.display());
        }
    }
}

/// What the picture of a terminal shows.
const PICTURE: &str = "\
name: Ada
interests: [containers, security, debugging]
must_see: [Portable Services]
here: [{ from: Fri 09:00, to: Fri 18:00 }]
breaks: [{ name: lunch, minutes: 45, between: 12:00-14:30 }]
";

#[test]
fn the_picture_shows_what_a_terminal_shows() {
    let test = Test::new("plan --timeline --missed 3").file("attend.yaml", PICTURE).watched();
    let (out, err, code) = test.width(96).run();
    assert_eq!(code, 0, "{err}");
    let shown = format!("$ attend plan --timeline --missed 3\n{out}{err}");
    let picture = anstyle_svg::Term::new().render_svg(&shown);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/plan.svg");
    if bless::wanted() {
        std::fs::write(path, picture).unwrap();
    } else {
        assert!(
            picture == document("docs/plan.svg"),
            "BLESS=1 cargo test docs mends docs/plan.svg"
        );
    }
}

//! Every command in the README and in `examples/` prints what the text says.
//!
//! In a ```` ```console ```` block, `$ attend ...` is run and the lines below it are its whole
//! output, standard error last; a line `[...]` stands for any lines. A ```` ```yaml ```` block
//! whose first line is a comment with a file name is that file. `BLESS=1 cargo test docs` writes
//! what the commands print into the texts, to be read before it is committed.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::Test;

const ANY: &str = "[...]";

fn texts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = vec![root.join("README.md")];
    let examples = std::fs::read_dir(root.join("examples")).unwrap();
    texts.extend(examples.map(|entry| entry.unwrap().path()));
    texts.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    texts.sort();
    texts
}

/// A text with every command's output as it is now, and how many commands were run.
fn run_all(text: &str) -> (String, usize) {
    let folder = TempDir::new().unwrap();
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
            _ if line.starts_with("```") => now += &as_it_was(&block),
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
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for path in texts() {
        let text = std::fs::read_to_string(&path).unwrap();
        let (now, commands) = run_all(&text);
        assert!(commands > 0, "{} has no command", path.display());
        if now != text && bless {
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

#[test]
fn every_key_of_a_profile_is_in_the_readme() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    for key in attend::profile::KEYS {
        assert!(readme.contains(&format!("`{key}`")), "README.md lacks `{key}`");
    }
}

//! Hostile inputs by the million: mutated seeds go through the library, and whatever panics,
//! hangs, loses a slot or lets a control character through is a find.
//!
//! ```text
//! cargo bench --bench fuzz -- [EXECUTIONS] [TARGET] [SEED]
//! cargo test --bench fuzz -- seeds FOLDER
//! ```
//!
//! It runs on stable Rust and in one process. Inputs that make the library say something new are
//! mutated further, which takes the place of a coverage measurement. The same seed gives the same
//! run. A find is printed with its bytes and ends the run with status 1.
//!
//! `seeds` writes what the mutations begin with, and the words that they put in, for libFuzzer: a
//! folder and a `.dict` for each target of `coverage.rs`.

#![expect(
    clippy::print_stdout,
    reason = "this is a program of its own, for those who work on the code"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

mod mutate;
mod seeds;
mod targets;
mod words;

use mutate::Random;
use targets::{TARGETS, Target};

/// What one short input may take. A slow machine that does other things needs some patience.
const HANGS: Duration = Duration::from_secs(20);
/// The most inputs that are kept to be mutated further.
const KEPT: usize = 3_000;
/// The longest input.
const LONGEST: usize = 3_000;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [what, folder] = words.as_slice()
        && what == "seeds"
    {
        return match write_seeds(Path::new(folder)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                println!("cannot write to {folder}: {error}");
                ExitCode::FAILURE
            }
        };
    }
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok());
    let executions = number(0).unwrap_or(100_000);
    let only = words.get(1).filter(|word| *word != "all");
    let seed = number(2).unwrap_or(1);
    let chosen: Vec<&Target> =
        TARGETS.iter().filter(|target| only.is_none_or(|name| name == target.name)).collect();
    let shares: u64 = chosen.iter().map(|target| target.share).sum();
    std::panic::set_hook(Box::new(|_| {}));
    let (mut total, mut finds) = (0, 0);
    for target in chosen {
        let run = run(target, executions * target.share / shares.max(1), seed);
        total += run.executions;
        finds += usize::from(run.find.is_some());
        println!(
            "{:10} {:>9} executions, {:>5} inputs kept, {:>6.1} s",
            target.name,
            run.executions,
            run.kept,
            run.took.as_secs_f64()
        );
        if let Some((input, why)) = run.find {
            println!("  {why}\n  input: {:?}", String::from_utf8_lossy(&input));
            println!("  bytes: {input:?}");
        }
    }
    println!("{total} executions in all, {finds} finds");
    if finds == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What became of one target.
struct Run {
    executions: u64,
    kept: usize,
    took: Duration,
    find: Option<(Vec<u8>, String)>,
}

fn run(target: &Target, executions: u64, seed: u64) -> Run {
    let begin = Instant::now();
    let mut random = Random::of(&[&seed.to_le_bytes(), target.name.as_bytes()].concat());
    let mut corpus: Vec<Vec<u8>> =
        target.seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    let mut known = BTreeSet::new();
    for number in 0..executions {
        let input = if number < target.seeds.len() as u64 {
            corpus[number as usize].clone()
        } else {
            mutate::mutated(&corpus, target.words, LONGEST, &mut random)
        };
        let start = Instant::now();
        let said = catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
        let why = match said {
            Ok(Ok(said)) => {
                if known.insert(said) && corpus.len() < KEPT {
                    corpus.push(input.clone());
                }
                (start.elapsed() > HANGS).then(|| format!("took {:?}", start.elapsed()))
            }
            Ok(Err(wrong)) => Some(wrong),
            Err(panic) => Some(format!("panicked: {}", message(&*panic))),
        };
        if let Some(why) = why {
            let took = begin.elapsed();
            return Run {
                executions: number + 1,
                kept: corpus.len(),
                took,
                find: Some((input, why)),
            };
        }
    }
    Run { executions, kept: corpus.len(), took: begin.elapsed(), find: None }
}

#[expect(clippy::disallowed_methods, reason = "it makes files for another program")]
fn write_seeds(folder: &Path) -> std::io::Result<()> {
    for target in TARGETS {
        let inputs = folder.join(target.name);
        std::fs::create_dir_all(&inputs)?;
        for (number, seed) in target.seeds.iter().enumerate() {
            std::fs::write(inputs.join(format!("seed-{number}")), seed)?;
        }
        let mut words = String::new();
        for word in target.words {
            let bytes = word.bytes().fold(String::new(), |mut bytes, byte| {
                let _ = write!(bytes, "\\x{byte:02x}");
                bytes
            });
            let _ = writeln!(words, "\"{bytes}\"");
        }
        std::fs::write(folder.join(format!("{}.dict", target.name)), words)?;
    }
    Ok(())
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

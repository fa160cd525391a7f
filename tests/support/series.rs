//! The collected series of versions, with the counts that a script made of the raw files.

use std::path::{Path, PathBuf};

use attend::schedule::Schedule;
use attend::source::{self, Hints};

/// One step of a series.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Folder and name, as `frab-xml/fosdem-2026`.
    pub(crate) series: String,
    pub(crate) from: PathBuf,
    pub(crate) to: PathBuf,
    /// Events added and removed by id, and of the others those with another start or room.
    pub(crate) counted: [usize; 4],
    /// Of those added and removed, how many have one title: their ids changed.
    pub(crate) same_title: usize,
}

/// Every step that is described, or nothing where the collection is not there.
pub(crate) fn steps() -> Option<Vec<Step>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let Ok(table) = std::fs::read_to_string(folder.join("VERSIONS.md")) else {
        println!("skipped: ../shared/data is not there");
        return None;
    };
    let rows = table.lines().filter(|line| line.contains(" -> "));
    Some(rows.map(|row| step(row, &folder)).collect())
}

fn step(row: &str, folder: &Path) -> Step {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let (from, to) = cells[2].split_once(" -> ").unwrap();
    let number = |at: usize| cells[at].parse().unwrap();
    Step {
        series: cells[1].to_owned(),
        from: file(folder, cells[1], from),
        to: file(folder, cells[1], to),
        counted: [number(4), number(5), number(6), number(7)],
        same_title: number(10),
    }
}

fn file(folder: &Path, series: &str, version: &str) -> PathBuf {
    let (kind, name) = series.split_once('/').unwrap();
    let version = version.replace(' ', "_");
    let mut files = std::fs::read_dir(folder.join(kind)).unwrap().map(|file| file.unwrap().path());
    let is_it = |path: &PathBuf| {
        let file = path.file_stem().unwrap().to_str().unwrap();
        file.starts_with(name) && file.ends_with(&version)
    };
    files.find(is_it).unwrap_or_else(|| panic!("{series} {version}"))
}

/// A version, read as its user would: with the first day where the file has only weekdays.
pub(crate) fn read(path: &Path) -> Schedule {
    let name = path.to_str().unwrap();
    let first_day = match name {
        _ if name.contains("mozfest") => Some("2016-10-28"),
        _ if name.contains("srccon") => Some("2017-08-03"),
        _ => None,
    };
    let first_day = first_day.map(|day| day.parse().unwrap());
    let hints = Hints { first_day, ..Hints::default() };
    source::read(&std::fs::read(path).unwrap(), &hints).unwrap().schedule
}

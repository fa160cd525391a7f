//! The flow goes one way: a module uses only modules that stand above it in `lib.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn modules(lib: &str) -> Vec<&str> {
    lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect()
}

/// The modules of the crate that a source names, with the line.
fn used<'a>(source: &'a str, modules: &[&'a str]) -> Vec<(usize, &'a str)> {
    let mut used = Vec::new();
    for (line, text) in (1..).zip(source.lines()) {
        let code = text.split("//").next().unwrap_or("");
        for part in code.split("crate::").skip(1) {
            let name = part.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            used.extend(modules.iter().filter(|module| **module == name).map(|m| (line, *m)));
        }
    }
    used
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = std::fs::read_to_string(src.join("lib.rs")).unwrap();
    let modules = modules(&lib);
    assert!(modules.len() > 10, "lib.rs lists its modules as `pub mod name;`");
    let mut wrong = Vec::new();
    for file in sources(&src) {
        let inside = file.strip_prefix(&src).unwrap().with_extension("");
        let module = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        let Some(place) = modules.iter().position(|name| *name == module) else {
            assert!(["lib", "main"].contains(&module), "{module} is not in lib.rs");
            continue;
        };
        let source = std::fs::read_to_string(&file).unwrap();
        for (line, name) in used(&source, &modules) {
            if modules.iter().position(|module| *module == name).unwrap() > place {
                wrong.push(format!("{}:{line} uses {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn both_forms_of_import_are_seen() {
    let modules = ["score", "model"];
    let source = "use crate::score;\nlet x = crate::model::Model; // crate::score\n";
    assert_eq!(used(source, &modules), [(1, "score"), (2, "model")]);
}

#[test]
fn every_test_file_is_listed() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let main = std::fs::read_to_string(tests.join("main.rs")).unwrap();
    for entry in std::fs::read_dir(&tests).unwrap() {
        let path = entry.unwrap().path();
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else { continue };
        if path.extension().is_some_and(|ending| ending == "rs") && name != "main" {
            assert!(main.contains(&format!("mod {name};")), "tests/main.rs lacks `mod {name};`");
        }
    }
}

#[test]
fn every_guard_in_the_table_has_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = [sources(&root.join("src")), sources(&root.join("tests"))].concat();
    let all: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let table = std::fs::read_to_string(root.join("tests/README.md")).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| ")?.rsplit(" | ").next());
    let named: Vec<&str> = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    let tests = named.iter().filter(|name| name.contains('_'));
    let missing: Vec<_> = tests.filter(|name| !all.contains(&format!("fn {name}("))).collect();
    assert!(named.len() > 50, "{named:?}");
    assert!(missing.is_empty(), "{missing:?}");
}

/// The names behind a path in a source: `a` and `b` in `path::{a::X, b}`.
fn behind(source: &str, path: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in source.match_indices(path) {
        let (mut depth, mut name, mut fresh) = (0, String::new(), true);
        for c in source[at + path.len()..].chars() {
            match c {
                '{' => (depth, fresh) = (depth + 1, depth == 0),
                '}' => depth -= 1,
                ',' => fresh = depth == 1,
                c if c.is_alphanumeric() || c == '_' => {
                    if fresh {
                        name.push(c);
                    }
                    continue;
                }
                c => fresh &= c.is_whitespace(),
            }
            names.insert(std::mem::take(&mut name));
            if depth == 0 {
                break;
            }
        }
    }
    names.remove("");
    names
}

/// What a file takes from the other files of its folder, by name or re-exported.
fn taken_from(file: &Path, files: &[PathBuf]) -> Vec<PathBuf> {
    let code = |file: &Path| {
        let source = std::fs::read_to_string(file).unwrap();
        let source = source.replace("#[cfg(test)]\nuse super::", "");
        let code = source.split("#[cfg(test)]\nmod tests").next().unwrap().lines();
        code.filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    };
    let (folder, own) = (file.parent().unwrap(), code(file));
    let parent = [folder.join("mod.rs"), folder.with_extension("rs")];
    let parent =
        parent.iter().find(|file| file.exists()).map(|file| code(file)).unwrap_or_default();
    let name = |file: &PathBuf| file.file_stem().unwrap().to_str().unwrap().to_owned();
    let siblings: Vec<_> = files.iter().filter(|other| other.parent() == Some(folder)).collect();
    let (by_name, exported): (BTreeSet<_>, BTreeSet<_>) = behind(&own, "super::")
        .into_iter()
        .partition(|taken| siblings.iter().any(|other| name(other) == *taken));
    let is_taken = |other: &&&PathBuf| {
        by_name.contains(&name(other))
            || !behind(&parent, &format!("use {}::", name(other))).is_disjoint(&exported)
    };
    siblings.iter().filter(|other| **other != file).filter(is_taken).copied().cloned().collect()
}

#[test]
fn no_files_of_a_folder_need_each_other() {
    // A time zone has rules, and a rule has times in a zone.
    let inherent = ["repeat.rs", "stamp.rs", "zones.rs"];
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut left = sources(&src);
    left.retain(|file| !file.ends_with("mod.rs") && file.parent() != Some(&src));
    let all = left.clone();
    let needs: BTreeMap<_, _> = all.iter().map(|file| (file, taken_from(file, &all))).collect();
    // What needs nothing of what is left is in no circle, and neither is what nothing left needs.
    loop {
        let before = left.clone();
        left.retain(|file| needs[file].iter().any(|other| before.contains(other)));
        let needed: Vec<_> = left.iter().flat_map(|file| &needs[file]).cloned().collect();
        left.retain(|file| needed.contains(file));
        if left.len() == before.len() {
            break;
        }
    }
    left.retain(|file| !inherent.iter().any(|name| file.ends_with(name)));
    assert!(left.is_empty(), "these import each other in a circle: {left:#?}");
}

#[test]
fn names_behind_a_path_are_seen() {
    let names = |source| behind(source, "super::").into_iter().collect::<Vec<_>>();
    assert_eq!(names("use super::a::B; super::c(1)"), ["a", "c"]);
    assert_eq!(names("use super::{\n    a::{B, C},\n    d,\n};"), ["a", "d"]);
}

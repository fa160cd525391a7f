//! The flow goes one way: a module uses only modules that stand above it in `lib.rs`.

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

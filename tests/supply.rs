//! What comes into the build, checked without a network: where it is from, under which licence,
//! and that somebody has said why.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn read(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// Every package of the lock file; nothing where cargo cannot tell without a network.
fn packages() -> Option<Vec<Value>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .ok()?;
    let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
    let packages = metadata["packages"].as_array()?.clone();
    Some(packages)
}

/// The licences that deny.toml allows.
fn allowed() -> BTreeSet<String> {
    let text = read("deny.toml");
    let list = text.split("allow = [").nth(1).unwrap().split(']').next().unwrap().to_owned();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Whether an expression such as `(MIT OR Apache-2.0) AND Unicode-3.0` can be met.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|all| all.split(" OR ").any(|one| allowed.contains(one.trim())))
}

#[test]
fn all_that_is_built_is_from_the_registry_and_under_a_known_licence() {
    let Some(packages) = packages() else {
        println!("skipped: cargo cannot list the packages without a network");
        return;
    };
    let allowed = allowed();
    assert!(allowed.len() > 5, "{allowed:?}");
    for package in packages {
        let name = package["name"].as_str().unwrap();
        if name == env!("CARGO_PKG_NAME") {
            continue;
        }
        let source = package["source"].as_str().unwrap_or("a folder");
        assert!(source.starts_with("registry+"), "{name} comes from {source}");
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(is_met(licence, &allowed), "{name} is under {licence}");
    }
}

/// The names of the crates in a list of deny.toml.
fn crates(list: &str) -> BTreeSet<String> {
    let text = read("deny.toml");
    let list = text.split(&format!("\n{list} = [")).nth(1).unwrap().split("\n]").next().unwrap();
    list.split("crate = \"").skip(1).map(|rest| rest.split('"').next().unwrap().into()).collect()
}

#[test]
fn what_is_built_twice_has_a_reason_and_what_is_banned_is_not_built() {
    let lock = read("Cargo.lock");
    let mut once = BTreeSet::new();
    let mut twice = BTreeSet::new();
    for name in lock.lines().filter_map(|line| line.strip_prefix("name = ")) {
        let name = name.trim_matches('"').to_owned();
        if !once.insert(name.clone()) {
            twice.insert(name);
        }
    }
    assert!(once.contains("serde_yaml"), "{once:?}");
    assert_eq!(twice, crates("skip"), "deny.toml names what comes in several versions");
    let banned = crates("deny");
    assert!(banned.contains("openssl-sys"), "{banned:?}");
    assert_eq!(once.intersection(&banned).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn licences_are_understood() {
    let allowed = ["MIT", "Zlib"].map(str::to_owned).into();
    for met in ["MIT", "GPL-3.0 OR MIT", "MIT/Apache-2.0", "(MIT OR X) AND Zlib"] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for not in ["GPL-3.0", "MIT AND GPL-3.0", "none", ""] {
        assert!(!is_met(not, &allowed), "{not}");
    }
}

#[test]
fn every_dependency_is_in_the_table_with_its_reason() {
    let manifest = read("Cargo.toml");
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let table = read("CONTRIBUTING.md");
    let named = |name: &str| {
        let rows = table.lines().filter(|line| line.starts_with("| "));
        rows.filter_map(|row| row.split('|').nth(1))
            .any(|cell| cell.split([',', ' ']).any(|word| word == name))
    };
    let names = section.lines().filter_map(|line| Some(line.split_once(" = ")?.0));
    let missing: Vec<&str> = names.filter(|name| !named(name)).collect();
    assert!(missing.is_empty(), "CONTRIBUTING.md says nothing of {missing:?}");
}

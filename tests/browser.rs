//! The page in a real browser: nothing is loaded, nothing complains, everything can be used.
//!
//! `tests/browser/check.mjs` drives the browser. It needs Node, `npm ci` in its folder, and a
//! Chromium; where one of them is missing, these tests are skipped, but not in CI.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::Test;
use crate::support::hostile::{self, page as hostile_page};

/// 12:50 on the Friday of the bundled conference.
const NOW: &str = "1538131800000";

fn in_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let places = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

/// What a script that drives a browser has seen; nothing where there is no browser. Its arguments
/// are the browser, these, and the folder for pictures.
pub(crate) fn driven(script: &str, args: &[String]) -> Option<Value> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let chromium = in_path(&["chromium", "chromium-browser", "google-chrome"]);
    let node = in_path(&["node"]);
    let has_modules = tests.join("node_modules").is_dir();
    let (Some(chromium), Some(node), true) = (chromium, node, has_modules) else {
        assert!(
            std::env::var_os("EXPECT_BROWSER").is_none(),
            "the browser is there, but cannot be used"
        );
        println!("skipped: needs Chromium, Node and `npm ci --prefix tests/browser`");
        return None;
    };
    let shots = std::env::var_os("SHOTS").unwrap_or_else(|| "-".into());
    let mut command = Command::new(node);
    let output = command.arg(tests.join(script)).arg(chromium).arg(shots).args(args).output();
    let output = output.unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// What the browser says of pages, each with its name.
fn looked_at(pages: &[(&str, String)]) -> Option<Vec<Value>> {
    let folder = TempDir::new().unwrap();
    let mut args = vec![NOW.to_owned()];
    for (name, html) in pages {
        let file = folder.path().join(format!("{name}.html"));
        std::fs::write(&file, html).unwrap();
        args.push(file.to_str().unwrap().to_owned());
    }
    serde_json::from_value(driven("check.mjs", &args)?).unwrap()
}

/// What holds for every page in every view.
#[track_caller]
fn is_sound(view: &Value) {
    let name = format!("{} {}", view["page"], view["view"]);
    for list in ["said", "requests"] {
        assert_eq!(view[list], serde_json::json!([]), "{list} in {name}");
    }
    assert_eq!(view["dialogs"], 0, "a script of a title ran in {name}");
    if view["view"] == "no script" {
        return;
    }
    assert_eq!(view["wide"], 0, "{name} scrolls sideways");
    assert_eq!(view["faults"], serde_json::json!([]), "accessibility of {name}");
    assert_eq!(view["dangling"], 0, "links to nowhere in {name}");
    // All words of a title may stand in another one as well.
    let found = view["found"].as_u64().unwrap();
    assert!((1..3).contains(&found), "search in {name} finds {found}");
    let talks = if found == 1 { "talk" } else { "talks" };
    assert_eq!(view["status"], format!("{found} {talks}"), "{name}");
    assert_eq!(view["none"], 0, "search in {name}");
    assert_eq!(view["after"], view["before"], "search in {name}");
    assert_eq!(view["opened"], 1, "{name}");
    assert_eq!(view["cut"], 0, "lines that are cut in the grid of {name}");
    assert_eq!(view["broken"], 0, "times that are broken in two lines in {name}");
    assert_eq!(view["large"], serde_json::json!([]), "too wide with large text in {name}");
    for kind in ["chosen", "other"] {
        assert_eq!(view[format!("linked to {kind}")], true, "a link to a {kind} talk in {name}");
    }
    let links: Vec<&str> =
        view["links"].as_array().unwrap().iter().map(|link| link.as_str().unwrap()).collect();
    assert!(links.iter().all(|link| ["file:", "https:"].contains(link)), "{links:?} in {name}");
}

#[test]
fn the_page_is_sound_in_a_browser() {
    let (page, _, code) = Test::new("plan -f html -p container-runtime").run();
    assert_eq!(code, 0);
    let Some(views) = looked_at(&[("agenda", page)]) else { return };
    assert_eq!(views.len(), 5, "two widths in two colours, and one without its script");
    views.iter().for_each(is_sound);
    let desktop = views.iter().find(|view| view["view"] == "desktop").unwrap();
    let now = "Monitoring Linux Capabilities in the Container using BPF";
    assert_eq!(desktop["now"], serde_json::json!([now]));
    assert_eq!(desktop["paper"], 3, "two days and what is missed");
}

#[test]
fn the_page_of_a_group_is_sound_in_a_browser() {
    let group = "compare -f html container-runtime boot-and-firmware kernel-tracer desktop";
    let (page, _, code) = Test::new(group).run();
    assert_eq!(code, 0);
    let Some(views) = looked_at(&[("group", page)]) else { return };
    assert_eq!(views.len(), 5);
    views.iter().for_each(is_sound);
    let desktop = views.iter().find(|view| view["view"] == "desktop").unwrap();
    assert_eq!(desktop["columns"], 4, "one for each");
    for view in &views {
        if view["view"] == "no script" {
            assert_eq!(view["theirs"], true, "a member is chosen without a script");
            continue;
        }
        let whose = &view["whose"];
        // One of the two is side by side, the other a list.
        let shown = [&whose["chosen"], &whose["other"]];
        let grid = shown.iter().find(|it| it["heads"].is_number()).unwrap();
        let list = shown.iter().find(|it| !it["heads"].is_number()).unwrap();
        assert_eq!((&grid["heads"], &grid["cells"]), (&1.into(), &serde_json::json!(["1"])));
        assert_eq!(grid["full"], true, "the column of one has the whole width");
        assert!(list["talks"].as_u64() > Some(0));
        for shown in shown {
            assert_eq!((&shown["theirs"], &shown["wide"]), (&true.into(), &0.into()), "{view}");
        }
        assert_eq!(whose["all"]["theirs"], false, "and of everybody again");
    }
    let now = "Monitoring Linux Capabilities in the Container using BPF";
    assert!(desktop["now"].as_array().unwrap().iter().any(|title| title == now));
}

#[test]
fn titles_do_nothing_in_a_browser() {
    let pages = ["plan -p me.yaml", "compare me.yaml you.yaml"].map(|command| {
        let (page, errors, code) = hostile_page(command).run();
        assert_eq!(code, 0, "{errors}");
        page
    });
    let pages: Vec<(&str, String)> = ["alone", "group"].into_iter().zip(pages).collect();
    let Some(views) = looked_at(&pages) else { return };
    views.iter().for_each(is_sound);
    for name in ["alone", "group"] {
        let view = views.iter().find(|view| view["page"] == name).unwrap();
        let shown = view["titles"].as_array().unwrap();
        for title in hostile::TITLES {
            assert!(shown.iter().any(|shown| shown == title), "{title} is not shown as it is");
        }
    }
}

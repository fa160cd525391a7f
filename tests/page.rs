//! The page as a text: nothing in it can run or load but its own script and style.

use std::path::PathBuf;

use attend::render::agenda_html;
use attend::score::Index;
use attend::source::{self, Hints};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::support::agendas::everything;
use crate::support::{Test, collected, hostile};

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap() + from.len();
    &text[start..start + text[start..].find(to).unwrap()]
}

#[test]
fn the_policy_lets_in_the_page_s_own_and_nothing_else() {
    for command in ["plan -f html", "compare -f html desktop newcomer"] {
        lets_in_its_own(&Test::new(command).run().0);
    }
}

#[track_caller]
fn lets_in_its_own(page: &str) {
    let policy = between(page, "Content-Security-Policy\" content=\"", "\"");
    let policy = policy.replace("&#39;", "'");
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let style = hash(between(page, "<style>", "</style>"));
    let script = hash(between(page, "<script>", "</script>"));
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; \
             style-src 'sha256-{style}'; script-src 'sha256-{script}'"
        )
    );
}

#[test]
fn nothing_from_outside_is_markup() {
    for command in ["plan -p me.yaml", "compare me.yaml you.yaml"] {
        let (page, errors, code) = hostile::page(command).run();
        assert_eq!(code, 0, "{errors}");
        for (markup, times) in [("<script", 1), ("<style", 1), ("<img", 0), ("<b>\"me", 0)] {
            assert_eq!(page.matches(markup).count(), times, "{markup}");
        }
        let body = &page[page.find("<body>").unwrap()..page.rfind("<script>").unwrap()];
        let tags = body.split('<').skip(1).map(|tag| &tag[..tag.find('>').unwrap()]);
        for tag in tags {
            let attributes = tag.split('"').step_by(2);
            for name in attributes {
                assert!(!name.contains("style="), "{tag}");
                assert!(!name.trim_start().starts_with("on"), "{tag}");
            }
            assert!(!tag.contains("javascript:"), "{tag}");
        }
    }
}

#[test]
fn a_big_programme_makes_a_page_of_bearable_size() {
    let Some(files) = collected() else { return };
    let is_fosdem = |file: &&PathBuf| file.to_string_lossy().contains("fosdem-2026--2026");
    let newest = files.iter().rfind(is_fosdem).unwrap();
    let read = source::read(&std::fs::read(newest).unwrap(), &Hints::default());
    let schedule = read.unwrap().schedule;
    assert_eq!(schedule.events().len(), 1079);
    let profile = "interests: [rust, databases, kernel, containers, security, web]";
    let (wishes, _) = attend::profile::wishes(profile, &schedule).unwrap();
    let scores = Index::new(&schedule).score(&wishes);
    let mut agenda = everything(&schedule);
    agenda.talks.retain(|talk| talk.id.len() % 2 == 0);
    agenda.talks.truncate(60);
    let page = agenda_html(&agenda, &schedule, &scores);
    println!("{} bytes", page.len());
    assert!(page.len() < 1_500_000, "{} bytes", page.len());
}

#[test]
fn no_control_character_gets_into_a_page_or_a_table() {
    let schedule = "title: \"T\\e[31m\"\ntimezone: UTC\nevents:\n- { title: \"talk \\e]0;pwn\\a\\x9b\\x7f\\uFDD0\", \
                    id: \"i\\e\", room: \"R\\b\", start: 2026-05-01T10:00, minutes: 30, \
                    abstract: \"\\e[2J\" }\n";
    for command in ["plan -f html", "plan -f csv", "talks -f csv", "compare me.yaml p.yaml -f csv"]
    {
        let (text, errors, code) = Test::new(&format!("{command} -s s.yaml"))
            .file("s.yaml", schedule)
            .file("attend.yaml", "interests: [talk]\n")
            .file("me.yaml", "name: \"m\\ee\"\ninterests: [talk]\n")
            .file("p.yaml", "name: p\ninterests: [talk]\n")
            .run();
        assert_eq!(code, 0, "{errors}");
        assert!(text.contains("]0;pwn"), "{text}");
        let odd = |c: char| (c.is_control() && !"\t\r\n".contains(c)) || c == '\u{fdd0}';
        assert!(!text.contains(odd), "{command}: {text:?}");
    }
}

//! Texts and names as a reader wants them: no HTML, no stray space, no rubbish.

use std::collections::BTreeMap;

use crate::problem::{Place, count};
use crate::schedule::{Room, Slot, is_language, languages};
use crate::source::draft::{Author, Draft, DraftEvent};
use crate::source::html::{Kind, plain};
use crate::source::value::is_nothing;
use crate::source::{Subject, Warning};

use super::{Assembly, Placed};

impl Assembly {
    /// Cleans every text of a conference's draft.
    pub(super) fn tidy(&mut self, draft: &mut Draft) {
        draft.title = draft.title.take().and_then(line);
        draft.version = draft.version.take().and_then(line);
        let damaged = draft.events.iter_mut().filter_map(|event| {
            let damaged = leave_out_controls(event);
            tidy(event);
            damaged.then_some(event.place)
        });
        let damaged: Vec<Option<Place>> = damaged.collect();
        if let Some(&place) = damaged.first() {
            let what =
                format!("control characters are left out of {}", count(damaged.len(), "event"));
            self.warnings.push(Warning { subject: Subject::Damage, place, event: None, what });
        }
        self.choose_rooms(&mut draft.events);
    }

    /// Of the room an event is listed under and the one it names itself, the former is right,
    /// unless the list is broken, which shows in most events.
    fn choose_rooms(&mut self, events: &mut [DraftEvent]) {
        let differs = |event: &&DraftEvent| match (&event.room, &event.own_room) {
            (Some(listed), Some(own)) => listed != own,
            (Some(_), None) | (None, _) => false,
        };
        let both = events.iter().filter(|event| event.room.is_some() && event.own_room.is_some());
        let (all, different) = (both.count(), events.iter().filter(differs).count());
        let own_is_right = different > 1 && different * 2 > all;
        if different > 0 {
            let kept = if own_is_right { "the one it names is" } else { "the first is" };
            let what = format!(
                "{} listed under one room but naming another; {kept} kept",
                count(different, "event")
            );
            self.warn(Subject::Room, None, what);
        }
        for event in events.iter_mut() {
            let own = event.own_room.take();
            if own_is_right || event.room.is_none() {
                event.room = own.or(event.room.take());
            }
        }
        if events.iter().any(|event| event.room.is_some()) {
            for event in events.iter() {
                if event.room.is_none() && event.leave_out.is_none() {
                    self.warn(Subject::Room, Some(event), "no room given".to_owned());
                }
            }
        }
    }
}

impl Assembly {
    /// In a source without rooms, tracks that run at the same time and in which nothing overlaps
    /// are the rooms.
    pub(super) fn take_tracks_for_rooms(&mut self, events: &mut [Placed]) {
        const LEAST: usize = 6;
        let has_rooms = events.iter().any(|placed| placed.event.room.is_some());
        if self.author != Author::Conference || has_rooms || events.len() < LEAST {
            return;
        }
        let mut by_track: BTreeMap<&str, Vec<Slot>> = BTreeMap::new();
        for Placed { event, .. } in events.iter() {
            let Some(track) = &event.track else { return };
            by_track.entry(track).or_default().push(event.slot);
        }
        // One may hold another, as lightning talks do.
        let crosses = |slots: &Vec<Slot>| {
            let mut over = slots.first().map(|slot| slot.end());
            slots.iter().any(|slot| {
                let crosses = over.is_some_and(|over| slot.start() < over && over < slot.end());
                over = over.max(Some(slot.end()));
                crosses
            })
        };
        let side_by_side =
            events.windows(2).any(|two| two[1].event.slot.start() < two[0].event.slot.end());
        by_track.values_mut().for_each(|slots| {
            slots.sort_by_key(|slot| (slot.start(), std::cmp::Reverse(slot.end())));
        });
        if by_track.len() < 2 || !side_by_side || by_track.values().any(crosses) {
            return;
        }
        for Placed { event, .. } in events.iter_mut() {
            event.room = event.track.clone().map(Room::new);
        }
        let what = "no room given; its tracks run side by side, so they are taken for the rooms";
        self.warn(Subject::Room, None, what.to_owned());
    }
}

/// Takes out what no terminal and no calendar takes; says whether there was any.
fn leave_out_controls(event: &mut DraftEvent) -> bool {
    let DraftEvent { id, title, subtitle, room, own_room, track, language, url, .. } = event;
    let one = [id, title, subtitle, room, own_room, track, language, url];
    let more = [&mut event.level, &mut event.kind, &mut event.repeats];
    let many = [&mut event.other_ids, &mut event.speakers, &mut event.keywords];
    let one = one.into_iter().chain(more).flatten();
    let texts = one.chain(many.into_iter().flatten());
    let mut found = false;
    for text in texts.chain([&mut event.summary, &mut event.description]) {
        if has_controls(text) {
            found = true;
            *text = text
                .replace(['\u{b}', '\u{c}', '\u{85}'], "\n")
                .replace(|c: char| c.is_control() && !"\t\r\n".contains(c), "");
        }
    }
    found
}

fn has_controls(text: &str) -> bool {
    let bytes = text.as_bytes();
    let below = bytes.iter().any(|&b| b < b' ' && !b"\t\r\n".contains(&b) || b == 0x7f);
    // U+0080 to U+009F are two bytes in UTF-8, of which the first is this one.
    below || memchr::memchr_iter(0xc2, bytes).any(|at| bytes.get(at + 1) < Some(&0xa0))
}

fn tidy(event: &mut DraftEvent) {
    let DraftEvent { title, subtitle, room, own_room, track, level, kind, .. } = event;
    for text in [title, subtitle, room, own_room, track, level, kind] {
        *text = text.take().and_then(line).filter(|text| !is_nothing(text));
    }
    for names in [&mut event.speakers, &mut event.keywords] {
        let given = std::mem::take(names);
        for name in given.into_iter().filter_map(line) {
            if !names.contains(&name) && !is_nothing(&name) {
                names.push(name);
            }
        }
    }
    event.language = event.language.take().and_then(language);
    event.url = event.url.take().map(|url| url.trim().to_owned()).filter(|url| !url.is_empty());
    event.summary = plain(std::mem::take(&mut event.summary), Kind::Text);
    event.description = plain(std::mem::take(&mut event.description), Kind::Text);
    if repeats(&event.summary, &event.description) {
        event.description = String::new();
    }
}

/// A text of one line, or nothing when it is blank.
fn line(text: String) -> Option<String> {
    let text = plain(text, Kind::Line);
    let odd = |c: char| c.is_whitespace() && c != ' ';
    if text.contains(odd) || text.contains("  ") {
        let words: Vec<&str> = text.split_whitespace().collect();
        return (!words.is_empty()).then(|| words.join(" "));
    }
    (!text.is_empty()).then_some(text)
}

/// A language code, or several: `en`, `De`, `pt-BR`, `de, en`. Names become codes; anything else
/// says nothing.
fn language(text: String) -> Option<String> {
    let is_code = |code: &str| {
        let (main, region) = code.split_once(['-', '_']).unwrap_or((code, ""));
        (2..=3).contains(&main.len())
            && main.bytes().all(|byte| byte.is_ascii_alphabetic())
            && region.len() <= 8
            && region.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let text = text.trim();
    if !text.split([',', '/', ';']).all(|code| is_code(code.trim())) {
        let codes = languages(text);
        let known = !codes.is_empty() && codes.iter().all(|code| is_language(code));
        return known.then(|| codes.join(", "));
    }
    // `De` is written by some exports; regions keep their capitals.
    Some(if text.len() == 2 { text.to_ascii_lowercase() } else { text.to_owned() })
}

/// Whether the description says no more than the abstract does.
fn repeats(summary: &str, description: &str) -> bool {
    let mut summary = summary.split_whitespace();
    !description.is_empty()
        && description.split_whitespace().all(|word| summary.next() == Some(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_found_in_any_script() {
        for sound in ["", "plain", "a\tb\r\nc", "Zürich\u{a0}£ 日本", "\u{a0}"] {
            assert!(!has_controls(sound), "{sound:?}");
        }
        for damaged in ["a\0", "\u{1}a", "é\u{7f}", "日\u{80}", "\u{9f}", "a\u{b}b"] {
            assert!(has_controls(damaged), "{damaged:?}");
        }
    }

    #[test]
    fn languages_are_kept_where_they_are_some() {
        let case = |text: &str, expected: &str| {
            assert_eq!(language(text.to_owned()).unwrap_or_default(), expected);
        };
        case("en", "en");
        case("De", "de");
        case(" pt-BR ", "pt-BR");
        case("de, en", "de, en");
        case("English", "en");
        case("de - German", "de");
        case("Klingon", "");
        case("OrderedDict([(u'fulltext', u'De", "");
        case("", "");
    }

    #[test]
    fn a_description_is_dropped_where_it_says_no_more() {
        assert!(repeats("One two  three", "One\ntwo"));
        assert!(repeats("One two", "One two"));
        assert!(!repeats("One two", "One two three"));
        assert!(!repeats("", "One"));
        assert!(!repeats("One", ""));
    }
}

//! A tree of other people's making -> its events, each with what stands above it.
//!
//! | in the tree | read as |
//! | --- | --- |
//! | an object with a time of day, or in a list of such | an event |
//! | an object that holds events at any depth | a group: never an event |
//! | an object with a time and no title that lists titles | a row: each title is an event |
//! | times without titles under a titled object | the times at which that is given |
//! | speakers, links and the like | passed over |
//!
//! Above an event stand fields (`date`, `room`), the names of what lists it (`days`, `stages`), and
//! keys: dates, weekdays, `talks_day1`, clock times, and names of rooms. What cannot be told from
//! one another (two lists without a day) is told apart by its `branch`, so that the days of two are
//! not taken for one.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::order::Order;
use super::record::{self, Above, CLOCK, END, Fields, LENGTH, ROOM, START, TITLE, ZONE};
use super::times;
use super::value::{self, is_empty, plain_key};
use super::words::key_words;

type Object = Map<String, Value>;

/// Lists that describe something else than events; below their items there may be some.
#[rustfmt::skip]
const COMPANIONS: &[&str] = &[
    "speakers", "people", "persons", "participants", "facilitators", "authors", "sponsors",
    "tracks", "rooms", "locations", "venues", "stages", "days", "dates", "categories", "questions",
    "timeblocks", "tags", "presenters", "hosts", "artists", "conveners", "chairs", "primaryauthors",
    "coauthors", "parents",
];
/// Of these, who speaks; each may say what else they give.
const PEOPLE: &[&str] = &[
    "speakers",
    "people",
    "persons",
    "participants",
    "facilitators",
    "authors",
    "presenters",
    "conveners",
    "chairs",
    "primaryauthors",
    "coauthors",
];
/// What belongs to one event or says nothing of any.
#[rustfmt::skip]
const ASIDES: &[&str] = &[
    "links", "attachments", "material", "social", "sociallinks", "resources", "media", "eventmedia",
    "comments", "reviews", "history", "changes", "recordings", "videos", "images", "feedback",
    "folders", "files", "occurrenceset", "occurrences", "performances", "showtimes", "instances",
];
/// What speaks of the whole, which has a title and a start as well.
const HEADS: &[&str] = &["conference", "festival", "meta", "info", "edition"];
/// Words for what is in a list; a key of these is nobody's name.
#[rustfmt::skip]
const CONTENTS: &[&str] = &[
    "talk", "session", "event", "workshop", "keynote", "break", "panel", "tutorial", "poster",
    "paper", "item", "entry", "entrie", "program", "programme", "schedule", "agenda", "slot",
    "timeslot", "data", "result", "record", "list", "row", "content", "children", "grid",
    "timetable", "timeline", "lineup", "act", "set", "performance", "show", "film", "game",
    "activity", "activitie", "meeting", "contribution", "submission", "presentation", "lightning",
    "bof", "value", "node", "edge", "response", "section", "hour", "block", "time", "concert",
    "gig", "match", "element", "all", "main", "body", "payload", "schedules", "morning",
    "afternoon", "evening", "night", "vormittag", "nachmittag", "abend", "matin", "soir", "mañana",
    "tarde", "noche", "am", "pm", "set", "screening", "lecture", "class", "classe", "conference",
    "festival", "edition", "query", "page", "props", "state",
];
/// What, next to a title, shows that a record is an event although no start is named.
const SIGNS: &[&str] =
    &["duration", "room", "speakers", "abstract", "description", "desc", "track", "language"];
/// How deep lists of records are looked for.
const DEEPEST: usize = 60;

/// An event as the file has it, and what the groups around it say about it.
#[derive(Clone, Debug)]
pub(super) struct Record<'a> {
    pub(super) own: Cow<'a, Object>,
    pub(super) above: Rc<Above>,
}

impl Record<'_> {
    /// Whether it has a title.
    pub(super) fn is_titled(&self) -> bool {
        is_titled(&self.own)
    }

    /// Whether it says at what time of day it is, or stands under one.
    pub(super) fn is_clocked(&self) -> bool {
        Facts::of(&self.own).timed() || self.above.start.is_some()
    }
}

/// The events of a tree: the records with a start, or, where none has one, those that look like
/// events otherwise.
pub(super) fn records(root: &Value) -> Vec<Record<'_>> {
    let (mut found, passed) = walked(root, Companions::Aside);
    // Where there is nothing else, it may be what artists and speakers give.
    if passed && !found.iter().any(Record::is_titled) {
        let (given, _) = walked(root, Companions::Read);
        if given.iter().any(Record::is_titled) {
            found = given;
        }
    }
    // Times that name nothing are a grid, and the talks are in another file.
    if !found.iter().any(Record::is_titled) && !found.iter().any(|record| has_rooms(&record.own)) {
        found.clear();
        untimed(root, 0, &mut found);
    }
    found
}

/// The events of a tree, and whether lists of companions were passed over.
fn walked(root: &Value, companions: Companions) -> (Vec<Record<'_>>, bool) {
    let mut walk = Walk { companions, ..Walk::default() };
    walk.survey(root, 0);
    let above = Rc::new(Above::default());
    match root {
        Value::Object(map) if walk.groups.contains(&id(map)) => {
            walk.group(map, Role::None, &above, 0);
        }
        other => walk.list(other, Role::None, &above, 0),
    }
    (walk.found, walk.passed)
}

/// Whether a record has what is on in rooms under the names of those.
fn has_rooms(map: &Object) -> bool {
    map.iter().any(|(key, value)| {
        record::names_room(key) && !record::is_known(&plain_key(key)) && !is_empty(value)
    })
}

/// What is done with lists of people, rooms and the like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Companions {
    /// What is in them is no event, unless it holds some; who speaks holds none.
    #[default]
    Aside,
    /// They are as other lists.
    Read,
}

/// Whether a tree is one list or one dictionary of events, without a head.
pub(super) fn is_bare(root: &Value) -> bool {
    let objects = objects(root);
    !objects.is_empty()
        && objects.iter().filter(|map| Facts::of(map).clocked).count() * 2 > objects.len()
}

/// What the names in a list or the keys of a dictionary are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Day,
    Room,
    Track,
    None,
}

impl Role {
    /// What a list under this key is one of.
    fn of(key: &str) -> Role {
        const DAYS: &[&str] = &["day", "date", "tag", "jour", "giorno", "dia", "día", "datum"];
        const ROOMS: &[&str] = &[
            "room",
            "stage",
            "venue",
            "location",
            "hall",
            "place",
            "tent",
            "arena",
            "theatre",
            "theater",
            "auditorium",
            "raum",
            "räume",
            "saal",
            "säle",
            "bühne",
            "bühnen",
            "halle",
            "hallen",
            "salle",
            "scène",
            "sala",
            "escenario",
            "palco",
            "zaal",
            "podium",
        ];
        const TRACKS: &[&str] = &["track", "stream", "strand", "theme"];
        let words = key_words(key);
        let Some(last) = words.last() else { return Role::None };
        let is = |known: &[&str]| known.contains(&&**last) || known.contains(&singular(last));
        match () {
            () if is(DAYS) => Role::Day,
            () if is(ROOMS) => Role::Room,
            () if is(TRACKS) => Role::Track,
            () => Role::None,
        }
    }
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Whether a key says what is in a list and not whose list it is.
fn is_content(key: &str) -> bool {
    let words = key_words(key);
    let known =
        |word: &String| CONTENTS.contains(&word.as_str()) || CONTENTS.contains(&singular(word));
    // `d1`
    let is_id = words.len() == 2
        && words[0] == "d"
        && words[1].chars().all(|letter| letter.is_ascii_digit());
    words.is_empty()
        || key.chars().count() == 1
        || is_id
        || words.last().is_some_and(known)
        || words.iter().all(|word| word.chars().all(|c| c.is_ascii_digit()))
}

/// The day that a key names, as [`times::day`] reads it: `2026-06-26`, `Friday`, `talks_day1`.
fn day_of(key: &str) -> Option<String> {
    let order = Order::default();
    if times::day(key, order).is_some() {
        return Some(key.to_owned());
    }
    let words = key_words(key);
    let numbered = words.windows(2).find_map(|two| {
        let number: u32 = two[1].parse().ok().filter(|number| (1..=99).contains(number))?;
        matches!(two[0].as_str(), "day" | "tag" | "jour" | "dia" | "día" | "giorno")
            .then(|| format!("day {number}"))
    });
    let weekday = || words.iter().find(|it| it.len() > 2 && times::weekday_named(it).is_some());
    numbered.or_else(|| weekday().cloned())
}

/// Whether a key is the name of a room, and not what rooms are listed under.
fn is_rooms_name(key: &str, holders: usize) -> bool {
    let words = key_words(key);
    let alone = holders > 1 || key.starts_with(char::is_uppercase);
    let plural = words.last().is_some_and(|word| word.ends_with('s'));
    Role::of(key) == Role::Room && (words.len() > 1 || alone && !plural)
}

fn id(map: &Object) -> *const Object {
    map
}

#[derive(Default)]
struct Walk<'a> {
    companions: Companions,
    /// Whether lists of companions were passed over.
    passed: bool,
    /// The objects that hold events.
    groups: HashSet<*const Object>,
    /// The parts of them in which the events are.
    holders: HashSet<*const Value>,
    facts: HashMap<*const Object, Facts>,
    found: Vec<Record<'a>>,
    /// How many lists of events there have been.
    lists: usize,
}

impl<'a> Walk<'a> {
    /// Notes every group in a value; says whether there is an event in it, or it is one.
    fn survey(&mut self, value: &Value, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        match value {
            Value::Array(items) => {
                // Each is looked at, whatever the others are.
                items.iter().filter(|item| self.survey(item, depth + 1)).count() > 0
            }
            Value::Object(map) => {
                let facts = Facts::of(map);
                self.facts.insert(id(map), facts);
                let own = facts.clocked;
                let mut holds = false;
                for (key, inner) in map {
                    if self.survey_part(map, own, key, inner, depth) {
                        self.holders.insert(inner);
                        holds = true;
                    }
                }
                if holds || is_grid(map) || own && !facts.titled && lists_titles(map) {
                    self.groups.insert(id(map));
                }
                let given = facts.titled && map.values().any(|value| self.are_times(value));
                self.groups.contains(&id(map)) || own || given || facts.timed()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }

    /// Whether a part of an object holds events that are none of the object's own times.
    fn survey_part(
        &mut self,
        map: &Object,
        clocked: bool,
        key: &str,
        part: &Value,
        depth: usize,
    ) -> bool {
        let key = plain_key(key);
        if !part.is_object() && !part.is_array() || ASIDES.contains(&key.as_str()) {
            return false;
        }
        let aside = self.companions == Companions::Aside;
        self.passed |= aside && COMPANIONS.contains(&key.as_str());
        if aside && PEOPLE.contains(&key.as_str()) {
            return false;
        }
        let holds = self.survey(part, depth + 1);
        let companion = aside && COMPANIONS.contains(&key.as_str());
        match part {
            _ if !holds => false,
            Value::Object(inner) if self.groups.contains(&id(inner)) => true,
            // A time, a slot, the talk that is given in one.
            Value::Object(inner) => {
                !companion
                    && !HEADS.contains(&key.as_str())
                    && !clocked
                    && self.facts(inner).titled
                    && !record::is_inner(&key)
                    && value::time(part, Order::default()).is_none()
            }
            Value::Array(items) => {
                let objects = objects(part);
                let grouped = objects.iter().any(|item| self.groups.contains(&id(item)));
                let nested = items.iter().any(Value::is_array);
                let times =
                    self.facts(map).titled && !objects.iter().any(|item| self.facts(item).titled);
                grouped || nested || !companion && !times
            }
            _ => false,
        }
    }

    /// The events in a group.
    fn group(&mut self, map: &'a Object, keys: Role, above: &Rc<Above>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let above = &Rc::new(inside(map, above));
        let holders = map.values().filter(|value| self.holds(value)).count();
        let facts = self.facts(map);
        let is_plain = |value: &Value| !value.is_object() && !value.is_array();
        let pure = !facts.titled
            && map.values().all(|value| self.holds(value) || is_empty(value) || is_plain(value));
        let is_grid = is_grid(map);
        let is_row = facts.clocked && !facts.titled;
        for (key, value) in map {
            let plain = plain_key(key);
            if ASIDES.contains(&plain.as_str()) {
                continue;
            }
            if is_grid && times::clocks(key).is_some() {
                let at = Above { start: Some(Value::from(key.as_str())), ..Above::clone(above) };
                self.row(value, &Rc::new(at), depth + 1);
                continue;
            }
            if !self.holds(value) {
                if is_row && lists_titles_under(&plain, value) {
                    self.row(value, above, depth + 1);
                }
                continue;
            }
            let named = self.below(key, keys, pure, holders, above, value);
            match value {
                Value::Object(inner) if self.groups.contains(&id(inner)) => {
                    let own = Rc::new(self::named(inner, keys, &named, holders));
                    self.group(inner, Role::of(key), &own, depth + 1);
                }
                Value::Object(inner) => self.push(Cow::Borrowed(inner), above),
                list => self.list(list, Role::of(key), &named, depth + 1),
            }
        }
    }

    /// An event with the list of the times at which it is given under a name for that, where it has
    /// another one.
    fn with_times(&self, map: &Object) -> Option<Object> {
        if self.facts(map).clocked {
            return None;
        }
        let (key, times) = map.iter().find(|(key, value)| {
            !ASIDES.contains(&plain_key(key).as_str()) && self.are_times(value)
        })?;
        let mut own = map.clone();
        own.remove(key);
        own.insert("occurrences".to_owned(), times.clone());
        Some(own)
    }

    /// Whether a list holds times and says of none what is given then.
    fn are_times(&self, value: &Value) -> bool {
        let Value::Array(items) = value else { return false };
        !items.is_empty()
            && items.iter().all(|item| {
                item.as_object().is_some_and(|map| {
                    let facts = self.facts(map);
                    facts.clocked && !facts.titled
                })
            })
    }

    /// What the keys of an object say, which was noted where it was looked at first.
    fn facts(&self, map: &Object) -> Facts {
        self.facts.get(&id(map)).copied().unwrap_or_else(|| Facts::of(map))
    }

    /// Whether a part of a group is an event or holds some.
    fn holds(&self, value: &Value) -> bool {
        self.holders.contains(&std::ptr::from_ref(value))
    }

    /// What stands above the events under a key.
    fn below(
        &self,
        key: &str,
        keys: Role,
        pure: bool,
        holders: usize,
        above: &Rc<Above>,
        value: &Value,
    ) -> Rc<Above> {
        let mut below = Above::clone(above);
        // The id of a single event says nothing of it.
        let is_list = match value {
            Value::Object(map) => self.groups.contains(&id(map)),
            _ => true,
        };
        if !is_list {
            return Rc::clone(above);
        }
        let number = key.trim().parse::<u32>().ok();
        // What has a title of its own is listed by an id.
        if matches!(value, Value::Object(map) if self.facts(map).titled) {
            return Rc::clone(above);
        }
        if let Some(day) = day_of(key) {
            below.days.insert(0, day);
            below.branch = None;
        } else if let (Role::Day, Some(number)) = (keys, number) {
            below.days.insert(0, format!("day {number}"));
            below.branch = None;
        } else if keys == Role::Track {
            below.track = Some(key.to_owned());
        } else if pure && (keys == Role::Room || is_rooms_name(key, holders)) {
            below.room = Some(key.to_owned());
        } else if pure
            && Role::of(key) == Role::None
            && !is_content(key)
            && number.is_none()
            && (holders > 1
                || key.contains(|it: char| it.is_uppercase() || it.is_ascii_digit() || it == ' '))
        {
            below.name = Some(key.to_owned());
            if below.days.is_empty() {
                below.branch = Some(key.to_owned());
            }
        } else if holders > 1 && below.days.is_empty() {
            below.branch = Some(key.to_owned());
        }
        Rc::new(below)
    }

    /// The events of a list, or of a dictionary that is none of a group's.
    fn list(&mut self, value: &'a Value, role: Role, above: &Rc<Above>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        if let Value::Array(items) = value {
            for item in items.iter().filter(|item| item.is_array()) {
                self.list(item, role, above, depth + 1);
            }
        }
        let objects = objects(value);
        let groups: Vec<&Object> =
            objects.iter().copied().filter(|map| self.groups.contains(&id(map))).collect();
        let singles: Vec<&Object> =
            objects.iter().copied().filter(|map| !self.groups.contains(&id(map))).collect();
        let titled = singles.iter().filter(|map| self.facts(map).titled).count();
        let timed = singles.iter().any(|map| self.facts(map).timed());
        let is_events = timed && titled * 2 > singles.len() && groups.is_empty();
        // An item that lacks a list which the others have is a group without events.
        let lists: HashSet<&str> = groups
            .iter()
            .flat_map(|map| map.iter())
            .filter(|(_, value)| value.is_array() || value.is_object())
            .map(|(key, _)| key.as_str())
            .collect();
        self.lists += 1;
        let above = &Rc::new(Above { list: self.lists, ..Above::clone(above) });
        let chained = singles.iter().any(|map| self.facts(map).clocked);
        for map in objects {
            if self.groups.contains(&id(map)) {
                let named = Rc::new(named(map, role, above, groups.len()));
                self.group(map, Role::None, &named, depth + 1);
                continue;
            }
            let facts = self.facts(map);
            let is_group = role != Role::None && !facts.ends
                || !groups.is_empty() && map.keys().any(|key| lists.contains(key.as_str()));
            let follows = chained && facts.lasts;
            let given = facts.titled && map.values().any(|value| self.are_times(value));
            if !is_group && (is_events || facts.clocked || follows || given) {
                self.push(Cow::Borrowed(map), above);
            }
        }
    }

    /// The titles in a row of times: texts, or objects without times of their own.
    fn row(&mut self, value: &'a Value, above: &Rc<Above>, depth: usize) {
        match value {
            _ if depth > DEEPEST => {}
            Value::String(title) if !value::is_nothing(title) => {
                let own = [("title".to_owned(), Value::from(title.as_str()))];
                self.push(Cow::Owned(own.into_iter().collect()), above);
            }
            Value::Array(items) => {
                for item in items {
                    self.row(item, above, depth + 1);
                }
            }
            Value::Object(map) if is_titled(map) => self.push(Cow::Borrowed(map), above),
            Value::Object(map) => {
                for (key, value) in map.iter().filter(|(_, value)| !is_empty(value)) {
                    let room = Above { room: Some(key.clone()), ..Above::clone(above) };
                    self.row(value, &Rc::new(room), depth + 1);
                }
            }
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn push(&mut self, own: Cow<'a, Object>, above: &Rc<Above>) {
        let own = match own {
            Cow::Borrowed(map) => self.with_times(map).map_or(own, Cow::Owned),
            own => own,
        };
        self.found.push(Record { own, above: Rc::clone(above) });
    }
}

/// What a group says about all events in it.
fn inside(map: &Object, above: &Above) -> Above {
    const DAYS: &[&str] = &["date", "day", "dayname", "datetext", "datum", "tag", "jour", "fecha"];
    const TRACKS: &[&str] = &["track", "trackname", "stream"];
    const OWN_ROOMS: &[&str] = &["room", "roomname", "stage", "stagename", "raum", "saal", "salle"];
    let fields = Fields::of(map);
    let mut inside = above.clone();
    for name in DAYS.iter().rev() {
        let Some(said) = fields.text(&[name]) else { continue };
        let number = said.parse::<u32>().is_ok_and(|number| number < 100);
        let said = if number { format!("day {said}") } else { said };
        if times::day(&said, Order::default()).is_some() {
            inside.days.insert(0, said);
            inside.branch = None;
        }
    }
    // That of the whole conference is nobody's room.
    let rooms = if above.list > 0 { ROOM } else { OWN_ROOMS };
    let room = fields.text(rooms).filter(|_| !fields.is_list(rooms));
    inside.room = room.or(inside.room);
    inside.track = fields.text(TRACKS).or(inside.track);
    inside.zone = fields.text(ZONE).or(inside.zone);
    let facts = Facts::of(map);
    if facts.clocked && !facts.titled {
        let field = |names: &[&[&str]]| names.iter().find_map(|names| fields.get(names)).cloned();
        inside.start = field(&[START, CLOCK]);
        inside.end = field(&[END, LENGTH]);
        inside.is_length = fields.get(END).is_none();
    }
    inside
}

/// What an item of a list of groups says by its name.
fn named(map: &Object, role: Role, above: &Above, groups: usize) -> Above {
    let mut named = above.clone();
    let Some(name) = Fields::of(map).text(TITLE) else { return named };
    match (role, day_of(&name)) {
        (Role::Day | Role::None, Some(day)) => named.days.insert(0, day),
        (Role::Day, None) => {}
        (Role::Room, _) => named.room = Some(name),
        (Role::Track, _) => named.track = Some(name),
        // A session that lists its papers.
        (Role::None, None) if Facts::of(map).clocked => named.track = Some(name),
        (Role::None, None) if groups > 1 && named.days.is_empty() => named.branch = Some(name),
        (Role::None, None) => {}
    }
    named
}

/// The objects in a list, or in a dictionary of nothing else.
fn objects(value: &Value) -> Vec<&Object> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_object).collect(),
        Value::Object(map) if map.values().all(Value::is_object) => {
            map.values().filter_map(Value::as_object).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the keys of an object are times, with what is on then under each.
fn is_grid(map: &Object) -> bool {
    let is_clock = |key: &&String| {
        key.starts_with(|letter: char| letter.is_ascii_digit() || !letter.is_ascii())
            && times::clocks(key).is_some()
    };
    let clocks = map.keys().filter(is_clock).count();
    clocks > 0 && clocks * 2 >= map.len()
}

fn is_titled(map: &Object) -> bool {
    Facts::of(map).titled
}

/// What the keys of an object say.
#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    /// It has a title, or a part that says what is given in it.
    titled: bool,
    /// It says at what time of day it is, itself or in a part of its own.
    clocked: bool,
    /// It has a place for its start, even if that is empty.
    dated: bool,
    /// It says when it is over.
    ends: bool,
    /// It says how long it lasts.
    lasts: bool,
}

impl Facts {
    fn of(map: &Object) -> Facts {
        let mut facts = Facts::default();
        for (key, value) in map {
            let key = plain_key(key);
            let kind = kind(&key);
            facts.titled |= kind & IS_TITLE != 0;
            facts.dated |= kind & IS_START != 0
                || key == "day"
                || value.is_array()
                    && matches!(
                        key.as_str(),
                        "occurrenceset" | "occurrences" | "times" | "performances"
                    );
            if !facts.clocked {
                facts.clocked = kind & IS_START != 0
                    && value::time(value, Order::default()).is_some()
                    || kind & IS_CLOCK != 0
                        && value::text(value).is_some_and(|text| times::clocks(&text).is_some());
            }
            if kind & (IS_END | IS_LENGTH) != 0 && !is_empty(value) {
                facts.ends = true;
                facts.lasts |= kind & IS_LENGTH != 0;
            }
            if let Value::Object(inner) = value
                && record::is_inner(&key)
            {
                let inner = Facts::of(inner);
                facts.titled |= inner.titled;
                facts.clocked |= inner.clocked;
                facts.dated |= inner.dated;
            }
        }
        facts
    }

    /// Whether it has a title and a place for its start.
    fn timed(self) -> bool {
        self.titled && self.dated
    }
}

const IS_TITLE: u8 = 1;
const IS_START: u8 = 2;
const IS_CLOCK: u8 = 4;
const IS_END: u8 = 8;
const IS_LENGTH: u8 = 16;

/// What a key of this plain name holds, as bits: every key of a large file is looked up.
fn kind(key: &str) -> u8 {
    static KINDS: OnceLock<HashMap<&str, u8>> = OnceLock::new();
    let kinds = KINDS.get_or_init(|| {
        let mut kinds: HashMap<&str, u8> = HashMap::new();
        for (names, kind) in [
            (TITLE, IS_TITLE),
            (START, IS_START),
            (CLOCK, IS_CLOCK),
            (END, IS_END),
            (LENGTH, IS_LENGTH),
        ] {
            names.iter().for_each(|name| *kinds.entry(name).or_default() |= kind);
        }
        kinds
    });
    kinds.get(key).copied().unwrap_or_default()
}

/// Whether an object with a time lists what is on then.
fn lists_titles(map: &Object) -> bool {
    map.iter().any(|(key, value)| lists_titles_under(&plain_key(key), value))
}

fn lists_titles_under(key: &str, value: &Value) -> bool {
    let Value::Array(items) = value else { return false };
    is_content(key)
        && items.iter().any(|item| match item {
            Value::Object(map) => is_titled(map),
            other => other.is_string(),
        })
}

/// Collects what looks like an event without any time: a title and a description.
fn untimed<'a>(value: &'a Value, depth: usize, found: &mut Vec<Record<'a>>) {
    if depth > DEEPEST {
        return;
    }
    let objects = objects(value);
    let titled = objects.iter().filter(|map| is_titled(map)).count();
    if titled * 2 > objects.len() && objects.iter().any(|map| is_described(map)) {
        let above = Rc::new(Above::default());
        found.extend(
            objects
                .into_iter()
                .map(|own| Record { own: Cow::Borrowed(own), above: Rc::clone(&above) }),
        );
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| untimed(item, depth + 1, found)),
        Value::Object(map) => {
            for (key, value) in map {
                let key = plain_key(key);
                // Speakers have titles, too.
                if !COMPANIONS.contains(&key.as_str()) && !ASIDES.contains(&key.as_str()) {
                    untimed(value, depth + 1, found);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_described(map: &Object) -> bool {
    let fields = Fields::of(map);
    fields.text(&["title", "sessiontitle", "talktitle"]).is_some()
        && map.iter().any(|(key, value)| {
            SIGNS.contains(&plain_key(key).as_str()) && (!is_empty(value) || value.is_string())
        })
}

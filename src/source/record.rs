//! One record of loosely named fields -> events: shared by CSV rows and JSON objects.
//!
//! Each of our fields has a list of the names under which programmes keep it, best first. Names
//! are compared without case, spaces and hyphens. A field that no list knows is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::{Datelike, NaiveDateTime, NaiveTime, TimeDelta};
use serde_json::{Map, Value};

use crate::problem::{Place, Problem};
use crate::schedule::{Price, Zone};

use super::draft::{DraftEvent, End, Events, Listed, Time};
use super::hints::{Day, Hints, Unknown};
use super::lengths::{self, Unit};
use super::order::Order;
use super::value::{self, People, is_empty, plain_key};
use super::words::key_words;
use super::{times, zones};

mod names;

pub(super) use names::{CLOCK, DAY, END, LENGTH, ROOM, SPEAKERS, START, TITLE, ZONE};
use names::{
    DESCRIPTION, ID, KEYWORDS, KIND, LANGUAGE, LEFT, LEVEL, NOT_ON, OCCURRENCES, PRICE, SOLD_OUT,
    STATES, SUMMARY, SURE_TITLE, TRACK, URL,
};

/// Names that are looked for beside those of `names`.
const OTHERS: &[&str] = &[
    "status",
    "state",
    "active",
    "subtitle",
    "hassubtitle",
    "recorded",
    "isrecorded",
    "cancelled",
    "canceled",
    "iscancelled",
    "iscanceled",
    "allday",
    "isallday",
    "enddate",
    "endday",
    "currency",
    "pricecurrency",
    "currencycode",
    "dayindex",
    "wcptsessionduration",
    "eventstatus",
    "building",
    "buildingname",
    "gebäude",
    "bâtiment",
    "edificio",
];
#[rustfmt::skip]
const FIRST_NAME: &[&str] = &[
    "speakerfirstname", "presenterfirstname", "authorfirstname", "firstname", "forename",
    "givenname", "vorname",
];
#[rustfmt::skip]
const LAST_NAME: &[&str] = &[
    "speakerlastname", "presenterlastname", "authorlastname", "lastname", "surname", "familyname",
    "nachname",
];
/// Names of a person's names that only beside one another are such.
const NAME_PAIRS: [(&str, &str); 5] = [
    ("prénom", "nom"),
    ("nombre", "apellidos"),
    ("nombre", "apellido"),
    ("nome", "cognome"),
    ("nome", "sobrenome"),
];

/// Whether something is taken from fields of this plain name.
pub(super) fn is_known(name: &str) -> bool {
    let known = [
        TITLE,
        START,
        DAY,
        CLOCK,
        END,
        LENGTH,
        ROOM,
        TRACK,
        SPEAKERS,
        KEYWORDS,
        SUMMARY,
        DESCRIPTION,
        LANGUAGE,
        LEVEL,
        KIND,
        PRICE,
        SOLD_OUT,
        STATES,
        LEFT,
        URL,
        ID,
        OCCURRENCES,
        ZONE,
        OTHERS,
        FIRST_NAME,
        LAST_NAME,
    ];
    let base = unnumbered(name);
    known.iter().any(|names| names.contains(&name) || names.contains(&base))
}

/// The plain name of a field that the user says a column or key is.
pub(super) fn asked(field: &str) -> String {
    format!("attend{field}")
}

/// A name without the number of a field that there are several of: `date2`, `speaker1`.
pub(super) fn unnumbered(name: &str) -> &str {
    let base = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let several = [START, DAY, CLOCK, END, LENGTH, ROOM, SPEAKERS];
    let is_several = name.len() - base.len() <= 2 && several.iter().any(|it| it.contains(&base));
    if is_several { base } else { name }
}

/// Whether a name is that of one room among others: `Track 1`, `Main stage`, `Aula B`.
pub(super) fn names_room(name: &str) -> bool {
    const PLACES: &[&str] = &[
        "track",
        "stage",
        "room",
        "hall",
        "tent",
        "theatre",
        "theater",
        "auditorium",
        "arena",
        "suite",
        "raum",
        "saal",
        "bühne",
        "salle",
        "scène",
        "sala",
        "salón",
        "aula",
        "escenario",
        "palco",
        "zaal",
        "lab",
        "studio",
    ];
    key_words(name).iter().any(|word| PLACES.contains(&word.as_str()))
}

/// Parts of a record that hold some of its fields, whatever else it says.
const ALWAYS_INNER: &[&str] = &["attributes", "meta"];
/// Parts of a slot that say what is given in it, where it has no title of its own.
const INNER: &[&str] =
    &["proposal", "talk", "session", "submission", "presentation", "contribution", "paper"];

/// Whether a part of this name holds fields of its record, or what is given in its slot.
pub(super) fn is_inner(key: &str) -> bool {
    ALWAYS_INNER.contains(&key) || INNER.contains(&key) || SLOTS.contains(&key)
}

/// What stands above an event in its file.
#[derive(Clone, Debug, Default)]
pub(super) struct Above {
    /// Texts that may name its day, nearest first.
    pub(super) days: Vec<String>,
    /// Its room.
    pub(super) room: Option<String>,
    /// Its track, or the session in which it is.
    pub(super) track: Option<String>,
    /// A name that is a room's or, where the event has a room, a track's.
    pub(super) name: Option<String>,
    /// Its zone.
    pub(super) zone: Option<String>,
    /// When the row begins in which it stands.
    pub(super) start: Option<Value>,
    /// When that row ends.
    pub(super) end: Option<Value>,
    /// Whether that is a length.
    pub(super) is_length: bool,
    /// Which list it stands in: the events of one are in the order of the day.
    pub(super) list: usize,
    /// Which of several lists without a day, each of which may have another one.
    pub(super) branch: Option<String>,
}

/// Parts of a record that say when and where it is.
const SLOTS: &[&str] = &["slot", "timeslot", "schedule", "when", "timing"];

fn inner_parts<'a>(
    map: &'a Map<String, Value>,
    names: &'static [&'static str],
) -> impl Iterator<Item = &'a Map<String, Value>> {
    let inner = map.iter().filter(|(_, value)| value.is_object());
    let inner = inner.filter(|(key, _)| names.contains(&plain_key(key).as_str()));
    inner.filter_map(|(_, value)| value.as_object())
}

/// The fields of a record by their plain names; empty ones are left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields<'a>(BTreeMap<Rc<str>, &'a Value>);

impl<'a> Fields<'a> {
    /// The fields of an object, and of its parts where it does not say them itself.
    pub(super) fn of(map: &'a Map<String, Value>) -> Self {
        let mut fields = Fields::own(map);
        for inner in inner_parts(map, ALWAYS_INNER) {
            fields = Fields::own(inner).with(fields);
        }
        let titled = TITLE.iter().any(|name| fields.0.get(*name).is_some_and(|it| it.is_string()));
        if !titled {
            for inner in inner_parts(map, INNER) {
                fields = Fields::own(inner).with(fields);
            }
        }
        for slot in inner_parts(map, SLOTS) {
            fields = Fields::own(slot).with(fields);
        }
        fields
    }

    fn own(map: &'a Map<String, Value>) -> Self {
        let filled = map.iter().filter(|(_, value)| !is_empty(value));
        Fields(filled.map(|(key, value)| (plain_key(key).into(), value)).collect()).with_first()
    }

    /// The filled cells of a row by the plain names of their columns; of equal names the first.
    pub(super) fn in_columns(cells: impl Iterator<Item = (Rc<str>, &'a Value)>) -> Self {
        let mut fields = BTreeMap::new();
        for (column, cell) in cells.filter(|(_, cell)| !is_empty(cell)) {
            fields.entry(column).or_insert(cell);
        }
        Fields(fields).with_first()
    }

    /// The same, where the first of several is as if it had no number.
    fn with_first(mut self) -> Self {
        let first: Vec<(Rc<str>, &Value)> = self
            .0
            .iter()
            .filter_map(|(name, value)| {
                let base = unnumbered(name);
                let is_first = name.strip_prefix(base) == Some("1") && !SPEAKERS.contains(&base);
                (is_first && !self.0.contains_key(base)).then(|| (Rc::from(base), *value))
            })
            .collect();
        self.0.extend(first);
        self
    }

    /// The same fields, with what stands above the record where it does not say that itself.
    pub(super) fn under(mut self, above: &'a Above) -> Self {
        let end = if above.is_length { "duration" } else { "endtime" };
        for (names, name, value) in
            [([END, LENGTH], end, &above.end), ([START, CLOCK], "starttime", &above.start)]
        {
            let mut names = names.into_iter().flatten();
            if let Some(value) = value
                && !names.any(|name| self.0.contains_key(*name))
            {
                self.0.insert(name.into(), value);
            }
        }
        self
    }

    /// The same fields at the second time that they name, at the third, and so on: `date2`.
    fn numbered(&self) -> Vec<Fields<'a>> {
        const TIMES: [&[&str]; 3] = [START, DAY, CLOCK];
        let number = |name: &str| {
            let base = unnumbered(name);
            (base.len() < name.len()).then(|| (base.to_owned(), name[base.len()..].parse().ok()))
        };
        let mut again: BTreeMap<u32, Vec<(String, &'a Value)>> = BTreeMap::new();
        for (name, value) in &self.0 {
            if let Some((base, Some(number @ 2..))) = number(name)
                && !SPEAKERS.contains(&base.as_str())
            {
                again.entry(number).or_default().push((base, value));
            }
        }
        let is_time = |name: &str| TIMES.iter().any(|names| names.contains(&name));
        again.retain(|_, fields| fields.iter().any(|(name, _)| is_time(name)));
        let of_number = |own: Vec<(String, &'a Value)>| {
            let mut fields = self.0.clone();
            let starts = |(name, _): &(String, &Value)| {
                (START.contains(&&**name) || CLOCK.contains(&&**name)) && !DAY.contains(&&**name)
            };
            // The first one's end is not that of another start.
            if own.iter().any(starts) {
                fields.retain(|name, _| !END.contains(&&**name));
            }
            fields.extend(own.into_iter().map(|(name, value)| (Rc::from(name), value)));
            Fields(fields)
        };
        again.into_values().map(of_number).collect()
    }

    /// Whether the first of these fields that is there lists several things.
    pub(super) fn is_list(&self, names: &[&str]) -> bool {
        self.get(names).is_some_and(Value::is_array)
    }

    /// The same fields, with those of `inner` before them.
    pub(super) fn with(&self, inner: Fields<'a>) -> Self {
        let mut all = self.0.clone();
        all.extend(inner.0);
        Fields(all)
    }

    /// The first field of these names that is there.
    pub(super) fn get(&self, names: &[&str]) -> Option<&'a Value> {
        names.iter().find_map(|name| self.0.get(*name).copied())
    }

    /// The first field of these names that has words.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| value::text(self.0.get(*name)?))
    }

    /// What it is called. A name that only sometimes is one has letters then, and where nothing
    /// else is left, what its address calls it.
    fn title(&self) -> Option<String> {
        let words = |text: &String| text.contains(char::is_alphabetic);
        let by_name = |name: &&str| self.text(&[name]).filter(words);
        let slug = || self.text(&["slug"]).filter(words).map(|slug| slug.replace('-', " "));
        self.text(SURE_TITLE).or_else(|| TITLE.iter().find_map(by_name)).or_else(slug)
    }

    /// The panel or session in which it is, beside a title of its own.
    fn panel(&self) -> Option<String> {
        const PANELS: &[&str] = &[
            "paneltitle",
            "panelname",
            "panel",
            "sessiontitle",
            "sessionname",
            "session",
            "symposium",
        ];
        let words = |text: &String| text.contains(char::is_alphabetic);
        PANELS.iter().find_map(|name| self.text(&[name]).filter(words))
    }

    /// The zone that its start names, or that stands beside it.
    fn zone(&self) -> Option<Zone> {
        let start = START.iter().find_map(|name| self.0.get(*name));
        let in_start = start.and_then(|start| value::zone(start.as_object()?));
        let behind = |name: &&str| times::zoned(self.0.get(*name)?.as_str()?).1;
        in_start
            .or_else(|| zones::zone(&self.text(ZONE)?))
            .or_else(|| START.iter().chain(CLOCK).find_map(behind))
    }

    fn is_yes(&self, names: &[&str]) -> bool {
        self.get(names).is_some_and(value::is_yes)
    }

    /// What it costs, with the currency where a column of its own or an object says it.
    fn price(&self) -> Option<Price> {
        let name = PRICE.iter().find(|name| self.0.contains_key(**name))?;
        match self.0[*name] {
            // Of several the highest is what one may have to pay.
            Value::Array(offers) => {
                let prices = offers.iter().filter_map(|offer| self.price_in(name, offer));
                prices.max_by_key(|price| price.cents)
            }
            value => self.price_in(name, value),
        }
    }

    /// The price that a value under a name says.
    fn price_in(&self, name: &str, value: &Value) -> Option<Price> {
        let inner = value.as_object().map(Fields::own);
        let fields = inner.as_ref().unwrap_or(self);
        let said = match &inner {
            Some(inner) => inner.text(&["amount", "price", "value"]),
            None => value::text(value),
        };
        let mut price = Price::read(&said?)?;
        let currency = fields.text(&["currency", "pricecurrency", "currencycode"]);
        // A column may be called `Price (EUR)`.
        let code = name.get(name.len().saturating_sub(3)..).filter(|_| name.len() > 5);
        let code = code.filter(|code| ["eur", "gbp", "usd", "chf"].contains(code));
        price.currency = price.currency.or(currency).or(code.map(str::to_uppercase));
        Some(price)
    }

    /// Whether a field says that nothing is left, in words or by the number of tickets.
    fn is_sold_out(&self) -> bool {
        let says = |name: &&str| {
            let text = value::text(self.0.get(*name)?)?;
            Some(matches!(
                plain_key(&text).as_str(),
                "soldout" | "ausverkauft" | "complet" | "agotado"
            ))
        };
        // As schema.org says it of an offer.
        let offer = self.0.get("offers").and_then(|offer| offer.get("availability")?.as_str());
        offer.is_some_and(|it| it.ends_with("SoldOut"))
            || self.is_yes(SOLD_OUT)
            || STATES.iter().filter_map(says).any(|yes| yes)
            || self.text(LEFT).is_some_and(|left| left.trim().parse() == Ok(0.0))
    }
}

/// What is known while the records of one file are read.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The user's answers.
    pub(super) hints: &'a Hints,
    /// How its dates are written.
    pub(super) order: Order,
    /// What a bare number means as a length.
    pub(super) unit: Unit,
    /// Its people by id.
    pub(super) people: People,
    /// The first day that could not be told, and how it is written.
    unknown: Option<(Unknown, String)>,
    /// A start that names no day, in a file of which no event has one.
    dayless: Option<String>,
    /// The lists without a day whose events were put on the first day.
    branches: BTreeSet<Option<String>>,
    /// The list of the event that was read last, and when that was over.
    last: Option<(usize, NaiveDateTime)>,
    /// How the start that was read last is written.
    listed: Option<Listed>,
    /// Whether any event of the file names a day.
    pub(super) has_days: bool,
}

impl<'a> Reading<'a> {
    /// A new file.
    pub(super) fn new(hints: &'a Hints) -> Self {
        Reading {
            hints,
            order: Order::default(),
            unit: Unit::Minutes,
            people: People::new(),
            unknown: None,
            dayless: None,
            branches: BTreeSet::new(),
            last: None,
            listed: None,
            has_days: false,
        }
    }

    /// The question that the user has to answer first, if there is one.
    pub(super) fn finish(self) -> Result<(), Vec<Problem>> {
        let branches: Vec<String> = self.branches.into_iter().flatten().collect();
        if let [first, second, ..] = branches.as_slice() {
            let what = format!(
                "`{first}` and `{second}` may be on different days, and the file does not say which"
            );
            return Err(vec![
                Problem::whole(what).hint("give each event its date, or take an export with dates"),
            ]);
        }
        let dayless = self.dayless.filter(|_| !self.has_days);
        match self.unknown.or(dayless.map(|said| (Unknown::FirstDay, said))) {
            Some((unknown, said)) => Err(vec![unknown.problem(&said)]),
            None => Ok(()),
        }
    }

    /// Adds the events of a record, one for each time at which it is given.
    pub(super) fn events(
        &mut self,
        fields: &Fields<'_>,
        above: &Above,
        place: Option<Place>,
        events: &mut Events,
    ) {
        let occurrences: Vec<&Map<String, Value>> = fields
            .get(OCCURRENCES)
            .and_then(Value::as_array)
            .map(|items| items.iter().filter_map(Value::as_object).collect())
            .unwrap_or_default();
        if occurrences.is_empty() && !events.is_full() {
            events.push(self.event(fields, above, place));
            for again in fields.numbered() {
                events.push(self.event(&again, above, place));
            }
        }
        let talk = (occurrences.len() > 1).then(|| fields.text(ID)).flatten();
        events.extend(occurrences.into_iter().map(|occurrence| {
            let event = self.event(&fields.with(Fields::of(occurrence)), above, place);
            DraftEvent { talk: talk.clone(), ..event }
        }));
    }

    fn event(&mut self, fields: &Fields<'_>, above: &Above, place: Option<Place>) -> DraftEvent {
        let state = fields.text(&["status", "state", "eventstatus"]).unwrap_or_default();
        let state = state.trim_start_matches("https://schema.org/Event").to_lowercase();
        let (start, unread) = match self.start(fields, above) {
            Ok(start) => (start, None),
            Err(why) => (None, Some(why)),
        };
        let not_on = NOT_ON.contains(&state.as_str()).then(|| format!("its state is `{state}`"));
        // Sched keeps what is not published under the rest.
        let hidden = fields.text(&["active"]).is_some_and(|text| text.eq_ignore_ascii_case("n"));
        let not_on = not_on.or(hidden.then(|| "it is not active".to_owned()));
        let mut ids: Vec<String> =
            ID.iter().filter_map(|name| value::text(fields.0.get(*name)?)).collect();
        let id = (!ids.is_empty()).then(|| ids.remove(0));
        let (keywords, tagged_track) = self.keywords(fields);
        let end = start.and_then(|start| self.end(fields, start));
        self.last = match (start, end) {
            (Some(Time::Local(start)), Some(End::Minutes(minutes))) => {
                TimeDelta::try_minutes(minutes)
                    .and_then(|length| Some((above.list, start.checked_add_signed(length)?)))
            }
            _ => None,
        };
        let own_room = room(fields).or_else(|| above.room.clone());
        let has_room = own_room.is_some();
        let room = own_room.or_else(|| above.name.clone());
        let name = above.name.as_ref().filter(|_| has_room);
        let track = above.track.clone().or_else(|| fields.text(TRACK)).or_else(|| name.cloned());
        let mut event = DraftEvent {
            place,
            leave_out: not_on.or(unread),
            id,
            other_ids: ids,
            title: fields.title(),
            panel: fields.panel(),
            subtitle: fields.text(&["subtitle", "hassubtitle"]),
            start,
            listed: start.and_then(|_| self.listed.take()),
            zone: fields.zone().or_else(|| zones::zone(above.zone.as_ref()?)),
            end,
            room,
            track: tagged_track.or(track).filter(|track| track != "None"),
            speakers: self.speakers(fields),
            language: fields.text(LANGUAGE).map(|text| code_of(&text)),
            level: fields.text(LEVEL),
            kind: fields.text(KIND).filter(|kind| kind.contains(char::is_alphabetic)),
            keywords,
            summary: fields.text(SUMMARY).unwrap_or_default(),
            description: fields.text(DESCRIPTION).unwrap_or_default(),
            url: fields.text(URL),
            recorded: fields.is_yes(&["recorded", "isrecorded"]),
            price: fields.price(),
            sold_out: fields.is_sold_out(),
            cancelled: fields.is_yes(&["cancelled", "canceled", "iscancelled", "iscanceled"])
                || matches!(state.as_str(), "cancelled" | "canceled" | "deleted"),
            all_day: fields.is_yes(&["allday", "isallday"]),
            ..DraftEvent::default()
        };
        if event.end.is_none() {
            let length = fields.text(LENGTH).map(|text| ("length", text));
            if let Some((what, said)) = length.or_else(|| Some(("end", fields.text(END)?))) {
                event.cannot_read(what, &said);
            }
        }
        event
    }

    fn speakers(&self, fields: &Fields<'_>) -> Vec<String> {
        let lists = SPEAKERS.iter().filter_map(|name| fields.0.get(*name));
        let mut named = lists.map(|list| value::names(list, &self.people));
        let mut names = named.find(|names| !names.is_empty()).unwrap_or_default();
        let numbered = fields.0.iter().filter(|(name, _)| {
            let base = unnumbered(name);
            base.len() < name.len() && SPEAKERS.contains(&base)
        });
        names.extend(numbered.flat_map(|(_, value)| value::names(value, &self.people)));
        if names.is_empty() {
            let part = |names: &[&str]| fields.text(names);
            let first = part(FIRST_NAME);
            let last = part(LAST_NAME);
            let parts: Vec<String> = first.into_iter().chain(last).collect();
            let pair = |(first, last): &(&str, &str)| Some([part(&[first])?, part(&[last])?]);
            let pair = || NAME_PAIRS.iter().find_map(pair).map(|pair| pair.join(" "));
            names.extend(if parts.is_empty() { pair() } else { Some(parts.join(" ")) });
        }
        names.iter().flat_map(|name| value::joined(name)).map(str::to_owned).collect()
    }

    /// Tags, and the track among them: `track:Writing` or `{"category": "Track", ...}`.
    fn keywords(&self, fields: &Fields<'_>) -> (Vec<String>, Option<String>) {
        let Some(tags) = fields.get(KEYWORDS) else { return (Vec::new(), None) };
        let mut track = None;
        let mut keywords = Vec::new();
        for tag in value::names(tags, &People::new()) {
            match tag.split_once(':') {
                Some((kind, name)) if kind.trim().eq_ignore_ascii_case("track") => {
                    track.get_or_insert_with(|| name.trim().to_owned());
                }
                Some((_, name)) if !name.trim().is_empty() => keywords.push(name.trim().to_owned()),
                _ => keywords.push(tag),
            }
        }
        (keywords, track)
    }

    /// Whether a record says on which day it is.
    pub(super) fn names_day(&self, fields: &Fields<'_>, above: &[String]) -> bool {
        START.iter().any(|name| {
            fields.0.get(*name).is_some_and(|value| value::time(value, self.order).is_some())
        }) || self.day(fields, above).is_some()
    }

    /// The day of a record as it is written: its own, or what stands above it where only that is
    /// a date.
    fn day(&self, fields: &Fields<'_>, above: &[String]) -> Option<(Day, String)> {
        let read = |text: String| Some((times::day(&text, self.order)?, text));
        let own = DAY.iter().filter_map(|name| fields.text(&[name])).find_map(read);
        let own = own.or_else(|| numbered_day(fields));
        let is_date = |(day, _): &(Day, String)| matches!(day, Day::Date(_));
        if own.as_ref().is_some_and(is_date) {
            return own;
        }
        // Another field may say of which date it is the weekday.
        if let Some((Day::Weekday(weekday), _)) = own {
            let dates = fields.0.values().filter_map(|value| value.as_str().map(str::to_owned));
            let of_weekday = |(day, _): &(Day, String)| matches!(day, Day::Date(date) if date.weekday() == weekday);
            if let Some(date) = dates.filter_map(read).find(of_weekday) {
                return Some(date);
            }
        }
        let mut above: Vec<_> = above.iter().cloned().filter_map(read).collect();
        match above.iter().position(is_date) {
            Some(date) => Some(above.swap_remove(date)),
            None => own.or_else(|| above.into_iter().next()),
        }
    }

    /// The start of an event with only a length, in a list where that follows the one before it.
    fn after_last(&self, fields: &Fields<'_>, above: &Above) -> Option<Time> {
        let (list, over) = self.last?;
        let follows = list == above.list
            && list > 0
            && fields.get(START).is_none()
            && fields.get(CLOCK).is_none();
        (follows && fields.get(LENGTH).is_some()).then_some(Time::Local(over))
    }

    /// The start, nothing where none is given, or why it cannot be told.
    fn start(&mut self, fields: &Fields<'_>, above: &Above) -> Result<Option<Time>, String> {
        self.listed = None;
        for name in START {
            let Some(value) = fields.0.get(*name) else { continue };
            if let Some(time) = value::time(value, self.order) {
                self.has_days = true;
                return Ok(Some(in_utc(name, time)));
            }
            if let Some((time, _)) = value.as_str().and_then(|text| times::range(text, self.order))
            {
                self.has_days = true;
                return Ok(Some(in_utc(name, time)));
            }
        }
        if let Some(start) = self.after_last(fields, above) {
            return Ok(Some(start));
        }
        let day = self.day(fields, &above.days);
        self.has_days |= day.is_some();
        let clocks = CLOCK.iter().filter_map(|name| fields.text(&[name]));
        let clock = clocks.filter_map(|text| Some((times::clocks(&text)?, text))).next();
        let clock = clock.map(|(clocks, text)| {
            let bare = !text.contains(char::is_alphabetic);
            self.listed = Some(Listed { list: above.list, bare });
            clocks
        });
        match (day, clock) {
            (Some((day, said)), Some((clock, _))) => match self.hints.date(day) {
                Ok(date) => Ok(times::at_clock(date, clock).map(Time::Local)),
                Err(unknown) => {
                    self.unknown.get_or_insert_with(|| (unknown, said.clone()));
                    Err(format!("its day `{said}` has no date"))
                }
            },
            (Some((_, said)), None) => Err(match fields.text(CLOCK) {
                Some(text) if text != said => format!("its start `{said} {text}` cannot be read"),
                _ => format!("its start `{said}` names no time of day"),
            }),
            (None, Some((clock, _))) => {
                let said = CLOCK.iter().find_map(|name| fields.text(&[name])).unwrap_or_default();
                match self.hints.first_day.filter(|_| !self.has_days) {
                    // A programme of a single day may not name it.
                    Some(date) => {
                        self.branches.insert(above.branch.clone());
                        Ok(times::at_clock(date, clock).map(Time::Local))
                    }
                    None => {
                        self.dayless.get_or_insert_with(|| said.clone());
                        Err(format!("its start `{said}` names no day"))
                    }
                }
            }
            (None, None) => match fields.text(START) {
                Some(said) => Err(format!("its start `{said}` cannot be read")),
                None => Ok(None),
            },
        }
    }

    fn end(&self, fields: &Fields<'_>, start: Time) -> Option<End> {
        for name in END {
            let Some(value) = fields.0.get(*name) else { continue };
            if let Some(time) = value::time(value, self.order) {
                return Some(End::At(in_utc(name, time)));
            }
        }
        let ranges = START.iter().filter_map(|name| fields.0.get(*name)?.as_str());
        if let Some((_, end)) = ranges.filter_map(|text| times::range(text, self.order)).next() {
            let time = times::time(end, self.order).map(End::At);
            let clock = || times::clock(end).map(|clock| End::Clock(NaiveTime::MIN + clock));
            return time.or_else(clock);
        }
        let said = END.iter().filter_map(|name| times::clock(&fields.text(&[name])?)).next();
        let range = || CLOCK.iter().find_map(|name| times::clocks(&fields.text(&[name])?)?.1);
        if let Some(clock) = said.or_else(range) {
            let day = fields.text(&["enddate", "endday"]).and_then(|t| times::day(&t, self.order));
            let end = match (day.and_then(|day| self.hints.date(day).ok()), start) {
                (Some(date), Time::Local(_)) => {
                    times::at_clock(date, clock).map(|end| End::At(Time::Local(end)))
                }
                (Some(_) | None, _) => Some(End::Clock(NaiveTime::MIN + clock)),
            };
            if end.is_some() {
                return end;
            }
        }
        let length = LENGTH.iter().find_map(|name| {
            let unit = if name.contains("hours") { Unit::Hours } else { self.unit };
            lengths::minutes(&fields.text(&[name])?, unit).map(End::Minutes)
        });
        // WordPress counts seconds.
        length.or_else(|| {
            let seconds = fields.text(&["wcptsessionduration"])?.parse::<i64>().ok()?;
            Some(End::Minutes(seconds / 60))
        })
    }
}

/// A day that is given by its number alone, under a name that says so.
fn numbered_day(fields: &Fields<'_>) -> Option<(Day, String)> {
    let said = fields.text(&["day", "tag", "jour", "dayindex"])?;
    let number = said.parse().ok().filter(|number| (1..=31).contains(number))?;
    Some((Day::Number(number), said))
}

/// A building and a room in it are said together.
fn room(fields: &Fields<'_>) -> Option<String> {
    const BUILDINGS: &[&str] = &["building", "buildingname", "gebäude", "bâtiment", "edificio"];
    let building = fields.text(BUILDINGS);
    match (fields.text(&["location"]), fields.text(&["roomname"]), building) {
        (Some(building), Some(room), _) => Some(format!("{building}, {room}")),
        (_, _, Some(building)) => match fields.text(ROOM) {
            Some(room) if !room.contains(&building) => Some(format!("{building}, {room}")),
            room => room.or(Some(building)),
        },
        _ => fields.text(ROOM),
    }
}

/// `de - German` is `de`.
fn code_of(language: &str) -> String {
    language.split_once(" - ").map_or(language, |(code, _)| code).to_owned()
}

/// A column that is called `start_utc` says so.
fn in_utc(name: &str, time: Time) -> Time {
    match time {
        Time::Local(local) if name.ends_with("utc") || name.starts_with("utc") => {
            Time::Instant(local.and_utc().fixed_offset())
        }
        time => time,
    }
}

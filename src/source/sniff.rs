//! Which format is this? Text -> its [`Format`] and, by that format's reader, its [`Draft`].
//!
//! Decided by content: the first sign says XML, JSON or other text, then the root element or the
//! keys at the top say which. What is no schedule is named, with the export to take instead.

use roxmltree::Document;
use serde_json::Value;

use crate::problem::Problem;
use crate::yaml;

use super::decode::merge_conflict;
use super::draft::Draft;
use super::table::Found;
use super::{
    Format, Hints, MAX_BYTES, bounds, frab_json, frab_xml, giggity, ical, json, loose_json, native,
    pretalx, programme, sessionize, table, xcal, xml,
};

/// The longest text that is tried as YAML after it failed as JSON: people write such files.
const MAX_FLOW_YAML: usize = 1024 * 1024;

/// The longest YAML of other projects that is tried.
const MAX_OTHERS_YAML: usize = 4 * 1024 * 1024;

/// Where the usual systems publish what can be read.
const EXPORTS: &str = "take one of the exports: in pretalx `/schedule/export/schedule.xml` under \
     the event's address, in frab `schedule.xml`, in Sched `/all.ics`, in Indico `/event.ics`, in \
     Sessionize the API's `view/All`";

/// The draft of a text in any known format.
///
/// # Errors
/// What it is instead of a schedule, or what its reader says.
pub(super) fn draft(text: &str, hints: &Hints) -> Result<(Format, Draft), Vec<Problem>> {
    let start = text.trim_start();
    if is_html(start) {
        return Err(vec![web_page(text)]);
    }
    match start.as_bytes().first() {
        Some(b'<') if start.starts_with("<<<<<<<") => {
            Err(merge_conflict(text).into_iter().chain([unknown()]).take(1).collect())
        }
        Some(b'<') => {
            let ((format, mut draft), repairs) = xml::read(text, from_xml)?;
            draft.repairs.splice(0..0, repairs);
            Ok((format, draft))
        }
        Some(b'{' | b'[') => from_json(text, hints),
        _ if ical::looks_like(text.as_bytes()) => {
            Ok((Format::ICalendar, ical::draft(text.as_bytes())?))
        }
        // Its texts may hold anything, also lines as of a table or of a programme.
        _ if is_native(text) => from_yaml(text, None, hints),
        _ if loose_json::looks_like(text) => {
            Ok((Format::Json, loose_json::draft(loose_json::parse(text)?, hints)?))
        }
        _ => from_text(text, hints),
    }
}

/// A table, a plain text or YAML.
fn from_text(text: &str, hints: &Hints) -> Result<(Format, Draft), Vec<Problem>> {
    let table = table::find(text, hints)?;
    match table {
        Some(table) if table.is_sure() => Ok((Format::Csv, table.draft(hints)?)),
        _ if programme::looks_like(text) => Ok((Format::Programme, programme::draft(text, hints)?)),
        table => from_yaml(text, table, hints),
    }
}

fn from_xml(document: &Document<'_>, text: &str) -> Result<(Format, Draft), Vec<Problem>> {
    if xcal::is(document) {
        return Ok((Format::ICalendar, xcal::draft(document)?));
    }
    let root = document.root_element().tag_name().name();
    let (what, hint) = match root {
        "schedule" if giggity::is(document) => {
            return Ok((Format::FrabXml, giggity::draft(document, text)));
        }
        "schedule" => return Ok((Format::FrabXml, frab_xml::draft(document, text)?)),
        "rss" | "feed" | "RDF" => ("this is a news feed, not a schedule", EXPORTS),
        "urlset" | "sitemapindex" => ("this is a list of web pages, not a schedule", EXPORTS),
        other => {
            let short: String = other.chars().take(60).collect();
            let what =
                format!("this is XML of another kind: its root is `{short}`, not `schedule`");
            return Err(vec![Problem::whole(what).hint(EXPORTS)]);
        }
    };
    Err(vec![Problem::whole(what).hint(hint)])
}

/// The formats in JSON: how each is known, and its reader.
fn from_json(text: &str, hints: &Hints) -> Result<(Format, Draft), Vec<Problem>> {
    let value = match json::parse(text) {
        Ok(value) => value,
        // YAML's own lists and mappings begin with the same signs.
        Err(problems) => {
            return from_yaml_with_events(text).unwrap_or(Err(problems));
        }
    };
    if pretalx::is_speakers(&value) {
        return Err(vec![pretalx::no_talks()]);
    }
    let known = if frab_json::is(&value) {
        Some((Format::FrabJson, frab_json::draft(&value)))
    } else if pretalx::is(&value) {
        Some((Format::Pretalx, pretalx::draft(&value)))
    } else if sessionize::looks_like(&value) {
        Some((Format::Sessionize, sessionize::draft(&value)))
    } else {
        None
    };
    match known {
        Some((format, draft)) if has_times(&draft) => return Ok((format, draft)),
        // What only looks like one of these is somebody else's, if that has more in it.
        Some((format, draft)) => {
            let others = loose_json::draft(value, hints).ok().filter(has_times);
            return Ok(others.map_or((format, draft), |others| (Format::Json, others)));
        }
        None => {}
    }
    if value.get("events").is_some() && value.get("timezone").is_some() {
        let others = is_of_others(&value);
        let others = others.then(|| loose_json::draft(value, hints));
        return match others {
            Some(Ok(others)) => Ok((Format::Json, others)),
            Some(Err(_)) | None => Ok((Format::Native, native::draft_json(text)?)),
        };
    }
    let has_events = value.get("events").is_some();
    let unknown = (!has_records(&value)).then(|| unknown_json(&value));
    match (loose_json::draft(value, hints), unknown) {
        (Ok(draft), _) => Ok((Format::Json, draft)),
        (Err(_), _) if has_events => Ok((Format::Native, native::draft_json(text)?)),
        (Err(_), Some(unknown)) => Err(vec![unknown]),
        (Err(problems), None) => Err(problems),
    }
}

/// Whether an event of a draft says when it is.
fn has_times(draft: &Draft) -> bool {
    draft.events.iter().any(|event| event.start.is_some() || event.clock.is_some())
}

/// Whether a text has the two keys of our own YAML that nothing else has at the start of lines.
fn is_native(text: &str) -> bool {
    let has = |key: &str| text.lines().any(|line| line.starts_with(key));
    has("events:") && has("timezone:")
}

fn from_yaml_with_events(text: &str) -> Option<Result<(Format, Draft), Vec<Problem>>> {
    let document = yaml::Document::parse(text, MAX_FLOW_YAML).ok()?;
    document.root().get("events")?;
    Some(Ok((Format::Native, native::draft(&document))))
}

fn from_yaml(
    text: &str,
    table: Option<Found>,
    hints: &Hints,
) -> Result<(Format, Draft), Vec<Problem>> {
    if let Some(problem) = merge_conflict(text) {
        return Err(vec![problem]);
    }
    let told = table.as_ref().is_some_and(Found::is_told);
    if !text.contains("events") || told {
        let others = if told { None } else { others_yaml(text, hints) };
        return others.unwrap_or_else(|| match table {
            Some(table) => Ok((Format::Csv, table.draft(hints)?)),
            None => Err(vec![unknown()]),
        });
    }
    let items = text.bytes().filter(|byte| matches!(byte, b'\n' | b',' | b'[' | b'{')).count();
    if items > bounds::MAX_ITEMS {
        let what = bounds::more_than(bounds::MAX_ITEMS, "lines and items");
        return Err(vec![Problem::whole(what)]);
    }
    let document = yaml::Document::parse(text, MAX_BYTES)?;
    if document.root().get("events").is_none() {
        return others_yaml(text, hints).unwrap_or_else(|| Err(vec![unknown()]));
    }
    let draft = native::draft(&document);
    // Somebody else's file has events, too, but says little else as we do.
    let no_zone = document.root().get("timezone").is_none();
    let is_of_others = || {
        let value = loose_json::of_yaml(document.root());
        is_of_others(&value) || no_zone && has_other_keys(&value)
    };
    if !draft.faults.is_empty()
        && is_of_others()
        && let Some(Ok(others)) = others_yaml(text, hints)
    {
        return Ok(others);
    }
    Ok((Format::Native, draft))
}

/// Whether a file with our two keys is somebody else's: no event in it has the keys that each of
/// ours has. In a file of one event that may be a slip.
fn is_of_others(value: &Value) -> bool {
    let events = json::list(value, "events");
    let is_ours = |event: &Value| event.get("title").is_some() && event.get("start").is_some();
    events.len() > 1 && !events.iter().any(is_ours)
}

/// Whether each event of a file has a key that ours never have.
fn has_other_keys(value: &Value) -> bool {
    let is_other = |key: &String| !native::EVENT_KEYS.contains(&key.as_str());
    let has_others = |event: &Value| event.as_object().is_none_or(|it| it.keys().any(is_other));
    json::list(value, "events").iter().all(has_others)
}

/// The draft of YAML of another project; nothing where a text is no list or mapping in YAML.
fn others_yaml(text: &str, hints: &Hints) -> Option<Result<(Format, Draft), Vec<Problem>>> {
    let is_yaml = |line: &str| line.starts_with("- ") || line.trim_end().ends_with(':');
    if text.len() > MAX_OTHERS_YAML || !text.lines().any(is_yaml) {
        return None;
    }
    let document = match yaml::Document::parse(text, MAX_OTHERS_YAML) {
        Ok(document) => document,
        // What is no mapping and no list is no YAML that was meant as such.
        Err(problems) => return text.contains("title:").then_some(Err(problems)),
    };
    let value = loose_json::of_yaml(document.root());
    has_records(&value)
        .then(|| Ok((Format::Yaml, loose_json::draft(value, hints)?)))
        .filter(|draft| draft.is_ok() || text.contains("title:"))
}

fn unknown() -> Problem {
    Problem::whole("this is not a schedule: there is no `events`")
        .hint("a schedule has `title`, `timezone` and `events`; see the README")
}

/// Whether a value holds objects at all, in a list or by name.
fn has_records(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty() || items.iter().any(Value::is_object),
        Value::Object(map) => map.values().any(|value| value.is_object() || value.is_array()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn unknown_json(value: &Value) -> Problem {
    let what = match value {
        Value::Object(map) => {
            let keys: Vec<String> =
                map.keys().take(5).map(|key| key.chars().take(30).collect()).collect();
            format!(
                "this is JSON of a kind that is not known, with the keys `{}`",
                keys.join("`, `")
            )
        }
        Value::Array(_) => "this is a JSON list of a kind that is not known".to_owned(),
        _ => "this is JSON, but neither an object nor a list".to_owned(),
    };
    Problem::whole(what).hint(EXPORTS)
}

/// Whether a text is a web page.
fn is_html(start: &str) -> bool {
    let head: String = start.chars().take(1000).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with(['<']) && !head.starts_with("<<") && head.contains("<html"))
}

/// What to take instead of a web page: the export it links to, or the one its maker usually has.
fn web_page(text: &str) -> Problem {
    const ENDINGS: [&str; 5] = ["schedule.xml", "schedule.json", "schedule.ics", "all.ics", ".ics"];
    const TYPES: [&str; 2] = ["text/calendar", "application/calendar+json"];
    let tags = || text.split('<').skip(1).filter_map(|tag| tag.split('>').next());
    let links = || tags().filter_map(|tag| attribute(tag, "href"));
    // What the head says of other forms of the page comes before any link in its text.
    let head = tags()
        .filter(|tag| tag.starts_with("link"))
        .filter(|tag| attribute(tag, "type").is_some_and(|kind| TYPES.contains(&kind)))
        .find_map(|tag| attribute(tag, "href"));
    let by_ending = || ENDINGS.iter().find_map(|end| links().find(|link| link.ends_with(end)));
    let hint = match head.or_else(by_ending) {
        Some(link) => format!("it links to `{}`: take that", absolute(link, tags())),
        None if text.contains("sched.com") => "take `/all.ics` of the same site".to_owned(),
        None if text.contains("sessionize.com") => {
            "take `https://sessionize.com/api/v2/<id>/view/All` with the id in this page".to_owned()
        }
        None if text.contains("indico") => {
            "take `/event/<number>/event.ics?scope=contribution` of the same site".to_owned()
        }
        None => EXPORTS.to_owned(),
    };
    Problem::whole("this is a web page, not a schedule").hint(hint)
}

/// The value of an attribute of a tag, if an address or a type can be one.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!("{name}="))?;
    let value = match rest.chars().next().filter(|&quote| quote == '"' || quote == '\'') {
        Some(quote) => rest[1..].split(quote).next()?,
        None => rest.split_whitespace().next()?,
    };
    (!value.is_empty() && value.len() < 300 && !value.contains(char::is_whitespace))
        .then_some(value)
}

/// A link of a saved page as a whole address, where the page says its own.
fn absolute<'t>(link: &str, tags: impl Iterator<Item = &'t str>) -> String {
    let own = |tag: &'t str| match tag.split_whitespace().next()? {
        "base" => attribute(tag, "href"),
        "link" => attribute(tag, "href").filter(|_| attribute(tag, "rel") == Some("canonical")),
        "meta" => {
            attribute(tag, "content").filter(|_| attribute(tag, "property") == Some("og:url"))
        }
        _ => None,
    };
    let mut origins = tags.filter_map(own).filter_map(|own| {
        let (scheme, rest) = own.split_once("://")?;
        Some(format!("{scheme}://{}", rest.split('/').next()?))
    });
    match origins.next().filter(|_| link.starts_with('/') && !link.starts_with("//")) {
        Some(origin) => origin + link,
        None => link.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (String, String) {
        let problem = draft(text, &Hints::default()).unwrap_err().remove(0);
        (problem.what, problem.hint.unwrap_or_default())
    }

    #[test]
    fn a_web_page_is_named_with_the_export_it_links_to() {
        let page = "\n<!DOCTYPE html>\n<html><a href='/x'>x</a><a href=\"/2026/schedule/export/schedule.xml\">";
        assert_eq!(
            refused(page),
            (
                "this is a web page, not a schedule".to_owned(),
                "it links to `/2026/schedule/export/schedule.xml`: take that".to_owned()
            )
        );
        let sched = "<?xml version='1.0'?>\n<html><script src='//cdn.sched.com/x.js'></html>";
        assert_eq!(refused(sched).1, "take `/all.ics` of the same site");
        assert!(refused("<html><body>Hello</body></html>").1.contains("pretalx"));
    }

    #[test]
    fn other_files_are_named() {
        let case = |text: &str, expected: &str| assert_eq!(refused(text).0, expected);
        case("<rss/>", "this is a news feed, not a schedule");
        case("<gpx/>", "this is XML of another kind: its root is `gpx`, not `schedule`");
        case("{\"a\": 1}", "this is JSON of a kind that is not known, with the keys `a`");
        case("[1]", "this is a JSON list of a kind that is not known");
        case("hello", "this is not a schedule: there is no `events`");
        case(
            "[{\"code\": \"A\", \"name\": \"B\", \"biography\": \"\", \"submissions\": []}]",
            "this is pretalx's list of speakers, without talks or times",
        );
        case(
            "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n",
            "the file contains merge conflict markers",
        );
    }
}

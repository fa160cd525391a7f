//! Every collected schedule, written in each form and read back: nothing is lost on the way.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use attend::render::{
    Calendar, Revision, agenda_csv, agenda_ical, schedule_ical, schedule_json, schedule_yaml,
};
use attend::schedule::{Event, Schedule, Zone};
use attend::source::{self, Format, Hints};

use crate::support::agendas::everything;
use crate::support::collected;

/// A way to write a schedule.
type Form = fn(&Schedule) -> String;

/// What was lost of the file on its way through each form, or its kind when all came back.
fn lost(path: &Path) -> Option<Result<Format, String>> {
    const FORMS: [(&str, Form); 3] =
        [("YAML", schedule_yaml), ("JSON", schedule_json), ("iCal", schedule_ical)];
    let hints = Hints {
        zone: Zone::named("Europe/Berlin"),
        first_day: Some("2018-09-27".parse().unwrap()),
        year: Some(2018),
        zone_else: None,
        title: None,
        ..Hints::default()
    };
    let read = source::read(&std::fs::read(path).unwrap(), &hints).ok()?;
    for (form, write) in FORMS {
        let again = match source::read(write(&read.schedule).as_bytes(), &Hints::default()) {
            Ok(again) => again.schedule,
            Err(problems) => return Some(Err(format!("{form}: {:?}", problems[0]))),
        };
        if again != read.schedule {
            let pairs = again.events().iter().zip(read.schedule.events());
            let event = pairs.into_iter().find(|(again, event)| again != event);
            return Some(Err(format!("{form}: {event:?}")));
        }
    }
    if let Some(lost) = lost_of_agenda(&read.schedule) {
        return Some(Err(lost));
    }
    Some(Ok(read.format))
}

/// What is lost of an agenda that holds everything, in the forms that are read back.
fn lost_of_agenda(schedule: &Schedule) -> Option<String> {
    let agenda = everything(schedule);
    let calendar = agenda_ical(&agenda, schedule, Calendar::default(), Revision::default());
    if let Some(line) = calendar.split("\r\n").find(|line| line.len() > 75) {
        return Some(format!("iCal agenda: long line {line}"));
    }
    if calendar.replace("\r\n", "").contains(['\r', '\n']) {
        return Some("iCal agenda: a line that ends otherwise".to_owned());
    }
    let again = source::read(calendar.as_bytes(), &Hints::default()).ok()?.schedule;
    let pairs = again.events().iter().zip(schedule.events());
    if let Some((again, event)) = pairs.into_iter().find(|(again, event)| again != event) {
        return Some(format!("iCal agenda: {event:?} came back as {again:?}"));
    }
    let table = agenda_csv(&agenda, schedule);
    let again = match source::read(table.as_bytes(), &Hints::default()) {
        Ok(again) => again.schedule,
        Err(problems) => return Some(format!("CSV agenda: {:?}", problems[0])),
    };
    let seen = |event: &Event| {
        (event.id.clone(), event.title.clone(), event.slot, event.room.clone(), event.track.clone())
    };
    let pairs = again.events().iter().map(seen).zip(schedule.events().iter().map(seen));
    let mut different = pairs.into_iter().filter(|(again, event)| again != event);
    different.next().map(|(again, event)| format!("CSV agenda: {event:?} came back as {again:?}"))
}

#[test]
fn every_collected_schedule_comes_back_from_every_form() {
    let Some(files) = collected() else { return };
    let waiting = Mutex::new(files);
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().pop();
                    let Some(path) = next else { return };
                    if let Some(result) = lost(&path) {
                        let result = result.map_err(|lost| format!("{}: {lost}", path.display()));
                        results.lock().unwrap().push(result);
                    }
                }
            });
        }
    });
    let mut formats: BTreeMap<Format, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for result in results.into_inner().unwrap() {
        match result {
            Ok(format) => *formats.entry(format).or_default() += 1,
            Err(lost) => wrong.push(lost),
        }
    }
    assert!(wrong.is_empty(), "{} files: {}", wrong.len(), wrong.join("\n"));
    println!("came back from every form: {formats:?}");
    assert!(formats.values().sum::<usize>() > 100, "{formats:?}");
}

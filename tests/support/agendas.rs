//! Agendas that were not planned.

use attend::agenda::{About, Agenda, Because, Certificate, FORMAT, Said, Status, Talk};
use attend::profile::Additions;
use attend::schedule::Schedule;

/// An agenda that holds every event of a schedule, whatever is on at the same time.
pub(crate) fn everything(schedule: &Schedule) -> Agenda {
    let talks = schedule.events().iter().map(|event| Talk {
        id: event.id.to_string(),
        title: event.title.clone(),
        start: schedule.zone().at(event.slot.start()),
        end: schedule.zone().at(event.slot.end()),
        room: event.room.as_ref().map(|room| room.as_str().to_owned()),
        track: event.track.clone(),
        points: 1,
        booked: false,
        costs: None,
        counts: None,
        must_see: false,
        because: vec![Because { keyword: event.title.clone(), field: "title".into(), points: 1 }],
        alternatives: Vec::new(),
        late: 0,
        early: 0,
        drop_in: false,
        scout_for: Vec::new(),
        price: None,
        exact: false,
        inferred: Vec::new(),
        uid: None,
    });
    Agenda {
        attend: FORMAT,
        schedule: About::of(schedule),
        profile: "Everything".to_owned(),
        proof: Certificate { status: Status::Optimal, bound: 0, gap: 0.0 },
        points: 0,
        favourites: 0,
        coverage: Vec::new(),
        before_variety: None,
        lack: None,
        tickets: None,
        walks: None,
        nearest: Vec::new(),
        talks: talks.collect(),
        commitments: Vec::new(),
        breaks: Vec::new(),
        missed: Vec::new(),
        alternatives: Vec::new(),
        conflicts: Vec::new(),
        warnings: Vec::new(),
        sequence: 0,
        pins: Vec::new(),
        skipped: Vec::new(),
        dropped: Vec::new(),
        source: None,
        wishes: None,
        added: Additions::default(),
        said: Said::default(),
        known: Vec::new(),
        others: String::new(),
        noted: Vec::new(),
    }
}

//! The collected series of versions: what changed from step to step, against counts that a script
//! made of the raw files; and agendas that go through all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use attend::agenda::{Agenda, Files};
use attend::changes::{Changes, Field, How, Identity, changes};
use attend::model::Model;
use attend::profile::{self, Wishes};
use attend::replan::{Ask, Fate, Keep, Replanned, replan};
use attend::schedule::{Event, Schedule};
use attend::score::score;
use attend::solved::Solved;
use attend::solver::{Deadline, solve};

use crate::support::series::{Step, read, steps};

/// New, gone, moved and in another room, by id alone.
fn by_id(old: &Schedule, new: &Schedule) -> [usize; 4] {
    let ids = |schedule: &Schedule| -> BTreeMap<String, Event> {
        schedule.events().iter().map(|event| (event.id.to_string(), event.clone())).collect()
    };
    let (old, new) = (ids(old), ids(new));
    let both = || old.iter().filter_map(|(id, event)| Some((event, new.get(id)?)));
    [
        new.keys().filter(|id| !old.contains_key(*id)).count(),
        old.keys().filter(|id| !new.contains_key(*id)).count(),
        both().filter(|(a, b)| a.slot.start() != b.slot.start()).count(),
        both().filter(|(a, b)| a.room != b.room).count(),
    ]
}

fn counted(changes: &Changes) -> [usize; 4] {
    let room = |field: Field| field == Field::Room;
    let in_room = changes.changed.iter().filter(|it| it.what.iter().any(|it| room(it.field)));
    [changes.added.len(), changes.gone.len(), changes.count(|it| it.is_move()), in_room.count()]
}

/// Series in which the script and the reader count differently by id, and why.
const COUNTED_OTHERWISE: &[(&str, &str)] = &[
    ("burningman/iburn-2015", "the script counts slots without a usable time as well"),
    ("frab-json/", "the script compares times as written: other offsets, the night's other date"),
    ("frab-xml/32c3", "the script compares rooms as listed, and times as written"),
    ("frab-xml/34c3", "the script compares times as written; ids that occur twice"),
    ("frab-xml/35c3", "the script compares times as written: the offsets changed"),
    ("frab-xml/camp2019", "ids that occur twice are slots of one talk"),
    ("ics/sxsw-2015", "repeated events are read as one event for each of their times"),
    ("konopas/octocon-2024", "the script compares lists of rooms; the zone was inferred otherwise"),
    ("other-json/nicar-2026", "the script leaves out the hours of the registration desk"),
    ("other-json/mozfest-2016", "the script counts items without a start as well"),
];

#[test]
fn every_step_of_every_series_is_explained() {
    let Some(steps) = steps() else { return };
    let mut wrong = Vec::new();
    let mut total = [0; 6];
    for step in &steps {
        let (old, new) = (read(&step.from), read(&step.to));
        let identity = Identity::between(&old, &new);
        let changes = changes(&old, &new, &identity);
        let (ours, ids) = (counted(&changes), by_id(&old, &new));
        let known_otherwise =
            COUNTED_OTHERWISE.iter().any(|(name, _)| step.series.starts_with(name));
        if ids != step.counted && !known_otherwise {
            wrong.push(format!("{step:?}: by id {ids:?}"));
        }
        // Whatever is in both by other means than its id is one new and one gone less by id.
        let found = identity.pairs().iter().filter(|pair| {
            let (old, new) = (old.event(pair.old), new.event(pair.new));
            old.id != new.id
        });
        let found: Vec<_> = found.collect();
        let old_ids: BTreeSet<_> = old.events().iter().map(|event| &event.id).collect();
        let new_ids: BTreeSet<_> = new.events().iter().map(|event| &event.id).collect();
        let by_other_means = |is_new: bool| {
            let lacks = found.iter().filter(|pair| match is_new {
                true => !old_ids.contains(&new.event(pair.new).id),
                false => !new_ids.contains(&old.event(pair.old).id),
            });
            lacks.count()
        };
        let freed = old
            .iter()
            .filter(|(ix, event)| identity.new_of(*ix).is_none() && new_ids.contains(&event.id))
            .count();
        let taken = new
            .iter()
            .filter(|(ix, event)| identity.old_of(*ix).is_none() && old_ids.contains(&event.id))
            .count();
        let explained =
            [ids[0] + taken - by_other_means(true), ids[1] + freed - by_other_means(false)];
        if explained != ours[..2] || changes.renumbered > found.len() {
            wrong.push(format!("{step:?}: ours {ours:?}, explained {explained:?}"));
        }
        // Without any other id, all four counts are those by id.
        if found.is_empty() && freed + taken == 0 && ours != ids {
            wrong.push(format!("{step:?}: ours {ours:?}, by id {ids:?}"));
        }
        // What the script saw as a new id for an old title is found again.
        if (found.len() + 1) * 10 < step.same_title * 8 {
            wrong.push(format!("{step:?}: only {} are found again", found.len()));
        }
        let probably = identity.pairs().iter().filter(|pair| pair.how == How::Similar).count();
        for (sum, more) in
            total.iter_mut().zip(ours.into_iter().chain([changes.renumbered, probably]))
        {
            *sum += more;
        }
    }
    println!("{} steps; new, gone, moved, room, other id, probably: {total:?}", steps.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(steps.len() > 60);
}

#[test]
fn a_new_numbering_is_noticed_and_told() {
    let Some(steps) = steps() else { return };
    let renumbered: Vec<&Step> = steps
        .iter()
        .filter(|step| {
            let (old, new) = (read(&step.from), read(&step.to));
            attend::changes::between(&old, &new).is_renumbered()
        })
        .collect();
    let names: BTreeSet<&str> = renumbered.iter().map(|step| step.series.as_str()).collect();
    assert_eq!(
        names,
        BTreeSet::from([
            "frab-xml/34c3-everything",
            "frab-xml/fosdem-2024",
            "other-xml/europython-2014"
        ])
    );
    assert_eq!(renumbered.len(), 3);
}

/// A visitor of any of these conferences.
const PROFILE: &str = "\
interests: [security: 2, python, web, music, community, open source, art, hacking: 2, game]
variety: none
";

fn deadline() -> Deadline {
    Deadline::after(Duration::from_secs(60))
}

fn planned(schedule: &Schedule) -> Agenda {
    let (wishes, _): (Wishes, _) = profile::wishes(PROFILE, schedule).unwrap();
    let scores = score(schedule, &wishes);
    let model = Model::build(schedule, &wishes, &scores);
    let selection = solve(&model, deadline());
    let solved = Solved::checked(schedule, &wishes, &scores, &model, &selection).unwrap();
    attend::agenda::assemble(&solved, attend::agenda::Depth::FULL, deadline())
}

fn next(old: &Agenda, schedule: &Schedule, keep: Keep) -> Replanned {
    let ask = Ask {
        old,
        schedule: schedule.clone(),
        wishes: &|schedule, former| profile::wishes_since(PROFILE, schedule, Some(former)),
        keep,
        now: None,
        files: Files::default(),
        deadline: deadline(),
    };
    // An answer that breaks a rule is an error here.
    replan(ask).unwrap()
}

#[test]
#[ignore = "slow: agendas for every version of every series"]
fn agendas_go_through_every_series_with_few_changes() {
    let Some(steps) = steps() else { return };
    let mut agendas: BTreeMap<String, Agenda> = BTreeMap::new();
    let mut sums = [0; 3];
    for step in steps {
        // The biggest ones take long in a test; their talks are in the JSON of the same name.
        if step.series.starts_with("burningman") || step.series.starts_with("frab-json") {
            continue;
        }
        let (old, new) = (read(&step.from), read(&step.to));
        let agenda = agendas.remove(&step.series).unwrap_or_else(|| planned(&old));
        let lines = |it: &Replanned| it.delta.count(Fate::Dropped) + it.delta.count(Fate::New);
        let fresh = next(&agenda, &new, Keep::Points(0));
        let usual = next(&agenda, &new, Keep::USUAL);
        let all = next(&agenda, &new, Keep::All);
        let changed = [lines(&all), lines(&usual), lines(&fresh)];
        assert!(changed[0] <= changed[1] && changed[1] <= changed[2], "{step:?}: {changed:?}");
        assert!(usual.delta.count(Fate::Dropped) <= fresh.delta.count(Fate::Dropped), "{step:?}");
        for (sum, more) in sums.iter_mut().zip(changed) {
            *sum += more;
        }
        agendas.insert(step.series, usual.agenda);
    }
    println!("lines that changed with --keep all, 100, none: {sums:?}");
}

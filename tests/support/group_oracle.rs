//! What a group can reach, by trying every way of every member.

use std::collections::{BTreeMap, BTreeSet};

use attend::profile::{InARow, Pauses, Wishes};
use attend::schedule::{EventIx, Schedule};
use attend::score::Scores;
use attend::walking::Walking;

use super::oracle::{Way, all_ways};

/// Somebody's wishes and what they make of every event.
pub(crate) struct Person {
    pub(crate) wishes: Wishes,
    pub(crate) scores: Scores,
}

type Events = BTreeSet<EventIx>;
/// One member's events and their points.
type Chosen<'a> = (&'a Events, i64);

impl Person {
    fn demands(&self, ix: EventIx) -> bool {
        self.wishes.must_see.iter().any(|talk| talk.contains(&ix))
    }

    /// The sets of events among which the person would choose, each with its most points: those
    /// that keep as many must-sees and then breaks as can be, with nothing that is not wanted.
    fn options(&self, schedule: &Schedule) -> BTreeMap<Events, i64> {
        let mut ways = all_ways(schedule, &self.wishes, &self.scores);
        let wanted = |ix: EventIx| self.scores.of(ix).points > 0 || self.demands(ix);
        ways.retain(|way| way.visits.iter().all(|visit| wanted(visit.0)));
        let duties =
            |way: &Way| (way.value.must_sees, way.value.breaks, way.value.wants, way.value.quotas);
        let most = ways.iter().map(duties).max().unwrap();
        let mut options = BTreeMap::new();
        for way in ways.iter().filter(|way| duties(way) == most) {
            let events: Events = way.visits.iter().map(|visit| visit.0).collect();
            let points = options.entry(events).or_insert(way.value.points);
            *points = way.value.points.max(*points);
        }
        options
    }

    /// The most points that the person can have alone.
    pub(crate) fn best(&self, schedule: &Schedule) -> i64 {
        *self.options(schedule).values().max().unwrap()
    }
}

/// Shows every combination of the members' options.
fn each_combination<'a>(
    options: &'a [BTreeMap<Events, i64>],
    chosen: &mut Vec<Chosen<'a>>,
    show: &mut dyn FnMut(&[Chosen<'a>]),
) {
    let Some(first) = options.get(chosen.len()) else { return show(chosen) };
    for (events, &points) in first {
        chosen.push((events, points));
        each_combination(options, chosen, show);
        chosen.pop();
    }
}

/// How many pairs meet over all events.
fn meetings(chosen: &[Chosen<'_>]) -> i64 {
    let mut met = 0;
    for (i, (a, _)) in chosen.iter().enumerate() {
        for (b, _) in &chosen[i + 1..] {
            met += i64::try_from(a.intersection(b).count()).unwrap();
        }
    }
    met
}

/// The most points and bonuses together.
pub(crate) fn together(schedule: &Schedule, people: &[Person], bonus: i64) -> i64 {
    let options: Vec<_> = people.iter().map(|person| person.options(schedule)).collect();
    let mut best = i64::MIN;
    each_combination(&options, &mut Vec::new(), &mut |chosen| {
        let points: i64 = chosen.iter().map(|(_, points)| points).sum();
        best = best.max(points + bonus * meetings(chosen));
    });
    best
}

/// The most meetings when everybody has the own best.
pub(crate) fn company_of_the_best(schedule: &Schedule, people: &[Person]) -> i64 {
    let best = |person: &Person| {
        let mut options = person.options(schedule);
        let most = *options.values().max().unwrap();
        options.retain(|_, points| *points == most);
        options
    };
    let options: Vec<_> = people.iter().map(best).collect();
    let mut most = 0;
    each_combination(&options, &mut Vec::new(), &mut |chosen| most = most.max(meetings(chosen)));
    most
}

/// What is heard: must-sees, what else comes before points, points.
pub(crate) type Heard = (usize, [i64; 3], i64);

/// The most that is heard when a talk counts once, at the most that anyone who sees all of it gives
/// it, and a must-see is kept when somebody hears it whose must-see it is. For people without
/// tolerance: all see all of a talk or nothing.
pub(crate) fn cover(schedule: &Schedule, people: &[Person]) -> Heard {
    // By person and set of events, the most of what comes after must-sees.
    let ways = |person: &Person| {
        let mut options: BTreeMap<Events, [i64; 3]> = BTreeMap::new();
        for way in all_ways(schedule, &person.wishes, &person.scores) {
            let wanted = |ix: EventIx| person.scores.of(ix).points > 0 || person.demands(ix);
            if way.visits.iter().all(|visit| wanted(visit.0)) {
                let events = way.visits.iter().map(|visit| visit.0).collect();
                let levels = [way.value.breaks, way.value.wants, way.value.quotas];
                let known = options.entry(events).or_insert(levels);
                *known = levels.max(*known);
            }
        }
        options.into_iter().collect::<Vec<_>>()
    };
    let options: Vec<Vec<(Events, [i64; 3])>> = people.iter().map(ways).collect();
    let mut best = (0, [i64::MIN; 3], 0);
    let mut places = vec![0; people.len()];
    loop {
        let chosen = || places.iter().zip(&options).map(|(&place, options)| &options[place]);
        let mut talks: BTreeMap<EventIx, (bool, i64)> = BTreeMap::new();
        for (person, (events, _)) in people.iter().zip(chosen()) {
            for &ix in events {
                let known = talks.entry(schedule.occurrences(ix)[0]).or_default();
                let points = person.scores.of(ix).points;
                *known = (known.0 || person.demands(ix), known.1.max(points));
            }
        }
        let sum = |level: usize| chosen().map(|(_, levels)| levels[level]).sum();
        let must_sees = talks.values().filter(|(must_see, _)| *must_see).count();
        let points = talks.values().map(|(_, points)| points).sum();
        best = best.max((must_sees, [sum(0), sum(1), sum(2)], points));
        let Some(next) = (0..places.len()).find(|&i| places[i] + 1 < options[i].len()) else {
            return best;
        };
        places[next] += 1;
        places[..next].fill(0);
    }
}

/// The points of each member for every agenda that all can keep together, with only what somebody
/// wants, and with as many of all must-sees as can be. For people without breaks.
pub(crate) fn common_agendas(
    schedule: &Schedule,
    people: &[Person],
) -> Vec<(Vec<i64>, Vec<EventIx>)> {
    let wanted = |ix: EventIx| people.iter().any(|p| p.scores.of(ix).points > 0 || p.demands(ix));
    // Whoever goes together walks as slowly, and is as early, as any of them, with the fewest hours
    // in a row and the longest rest of anybody.
    let walks: Vec<&Walking> = people.iter().map(|person| &person.wishes.walking).collect();
    let walking = Walking::together(&walks);
    let pauses = Pauses::together(people.iter().map(|person| &person.wishes.pauses));
    let in_a_row = people.iter().filter_map(|person| person.wishes.limits.in_a_row);
    let in_a_row = in_a_row
        .reduce(|a, b| InARow { minutes: a.minutes.min(b.minutes), rest: a.rest.max(b.rest) });
    let ways: Vec<BTreeMap<_, i64>> = people
        .iter()
        .map(|person| {
            let (walking, pauses) = (walking.clone(), pauses.clone());
            let mut wishes = Wishes { walking, pauses, ..person.wishes.clone() };
            wishes.limits.in_a_row = in_a_row;
            let ways = all_ways(schedule, &wishes, &person.scores);
            ways.into_iter().map(|way| (way.visits, way.value.points)).collect()
        })
        .collect();
    let must_sees: BTreeSet<&Vec<EventIx>> =
        people.iter().flat_map(|person| &person.wishes.must_see).collect();
    let mut most = 0;
    let mut agendas = Vec::new();
    for visits in ways[0].keys() {
        let points: Option<Vec<i64>> = ways.iter().map(|ways| ways.get(visits).copied()).collect();
        let Some(points) = points.filter(|_| visits.iter().all(|visit| wanted(visit.0))) else {
            continue;
        };
        let events: Vec<EventIx> = visits.iter().map(|visit| visit.0).collect();
        let kept =
            must_sees.iter().filter(|talk| talk.iter().any(|ix| events.contains(ix))).count();
        if kept > most {
            agendas.clear();
            most = kept;
        }
        if kept == most {
            agendas.push((points, events));
        }
    }
    agendas
}

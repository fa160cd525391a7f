//! What a group agrees on, against an oracle that tries every way of every member.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use attend::group::{
    Bonus, Entrant, Goal, Member, Plan, Terms, Turns, Worth, faults, members, plan, share_meals,
};
use attend::profile;
use attend::schedule::{EventIx, Schedule};
use attend::score::Index;
use attend::solver::Proof;
use attend::source::{self, Hints};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::support::conference::deadline;

fn config() -> Config {
    let usual = Config::default();
    Config { failure_persistence: None, cases: usual.cases.div_ceil(8), ..usual }
}

/// So many talks, in quarters of an hour from 10:00 on.
const TALKS: usize = 6;
const MEMBERS: usize = 3;

/// A conference of one day and three people.
#[derive(Clone, Debug)]
struct Group {
    /// When each talk begins, how long it is, and which session it is of.
    talks: Vec<(usize, usize, usize)>,
    ratings: Vec<Vec<usize>>,
    /// What the first member has booked, if anything.
    booked: Option<usize>,
    /// Whether all have a lunch of half an hour.
    lunch: bool,
    /// Minutes from any talk to the next; each is in a room of its own.
    walk: i64,
}

fn groups(lunch: bool) -> impl Strategy<Value = Group> {
    let talks = prop::collection::vec((0..9usize, 1..5usize, 0..4usize), TALKS);
    let ratings = prop::collection::vec(prop::collection::vec(0..8usize, TALKS), MEMBERS);
    let booked = prop::option::weighted(0.3, 0..TALKS);
    // A walk to a meal and one from it would be two.
    let walk = if lunch { 0..1i64 } else { 0..3i64 };
    (talks, ratings, booked, walk).prop_map(move |(talks, ratings, booked, walk)| Group {
        talks,
        ratings,
        booked,
        lunch,
        walk: walk * 10,
    })
}

impl Group {
    fn schedule(&self) -> Schedule {
        let mut text = "title: T\ntimezone: UTC\nevents:\n".to_owned();
        for (talk, (start, length, session)) in self.talks.iter().enumerate() {
            let (minutes, hour) = (start % 4 * 15, 10 + start / 4);
            writeln!(
                text,
                "  - {{ id: t{talk}, title: S{session}, repeats: s{session}, room: R{talk}, \
                 start: 2026-05-01T{hour}:{minutes:02}, minutes: {} }}",
                length * 15
            )
            .unwrap();
        }
        source::read(text.as_bytes(), &Hints::default()).unwrap().schedule
    }

    fn members(&self, schedule: &Schedule) -> Vec<Member> {
        let entrant = |(m, ratings): (usize, &Vec<usize>)| {
            let rated = ratings.iter().enumerate().filter(|(_, rating)| **rating > 0);
            let rated: Vec<String> =
                rated.map(|(t, rating)| format!("t{t}: {}", rating * 10)).collect();
            let mut text = format!(
                "name: M{m}\nwalking: {}\nratings: {{ {} }}\n",
                self.walk,
                rated.join(", ")
            );
            if let (0, Some(booked)) = (m, self.booked) {
                writeln!(text, "booked: [t{booked}]").unwrap();
            }
            if self.lunch {
                text += "breaks: [ { name: lunch, minutes: 30, between: 10:30-12:00 } ]\n";
            }
            let (wishes, _) = profile::wishes(&text, schedule).unwrap();
            Entrant::Wishes { name: format!("M{m}"), wishes: Box::new(wishes) }
        };
        let mut entrants: Vec<Entrant> = self.ratings.iter().enumerate().map(entrant).collect();
        if self.lunch {
            share_meals(schedule, &mut entrants);
        }
        members(schedule, &Index::new(schedule), entrants, deadline())
    }

    /// The event of a talk.
    fn event(schedule: &Schedule, talk: usize) -> EventIx {
        schedule.iter().find(|(_, event)| event.id.as_str() == format!("t{talk}")).unwrap().0
    }

    fn session(&self, schedule: &Schedule, session: usize) -> Vec<EventIx> {
        let of = self.talks.iter().enumerate().filter(|(_, talk)| talk.2 == session);
        let mut events: Vec<EventIx> = of.map(|(talk, _)| Group::event(schedule, talk)).collect();
        events.sort_unstable();
        events
    }
}

/// What somebody can do: events, quarters at which lunch can begin, points.
#[derive(Clone, Debug)]
struct Way {
    events: BTreeSet<EventIx>,
    lunches: BTreeSet<i64>,
    points: i64,
}

/// Every way of a member to choose among what is worth something, and these events; those that leave
/// time for lunch, where any does.
fn ways(group: &Group, schedule: &Schedule, member: &Member, more: &[EventIx]) -> Vec<Way> {
    let planner = member.as_planner().unwrap();
    let points = |ix: EventIx| planner.scores.of(ix).points;
    let booked = &planner.wishes.booked;
    let slot = |ix: EventIx| schedule.event(ix).slot;
    let all: Vec<EventIx> = schedule
        .iter()
        .map(|(ix, _)| ix)
        .filter(|ix| points(*ix) > 0 || more.contains(ix) || booked.contains(ix))
        .collect();
    let first = schedule.days()[0];
    let at = |minutes: i64| {
        first.and_hms_opt(0, 0, 0).unwrap().and_utc() + chrono::TimeDelta::minutes(minutes)
    };
    let mut ways = Vec::new();
    for choice in 0..1_u32 << all.len() {
        let chosen = all.iter().enumerate().filter(|(k, _)| choice >> k & 1 == 1);
        let events: BTreeSet<EventIx> = chosen.map(|(_, ix)| *ix).collect();
        let clash = |a: &EventIx, b: &EventIx| {
            let walk = chrono::TimeDelta::minutes(group.walk);
            let (x, y) = (slot(*a), slot(*b));
            let apart = x.end() + walk <= y.start() || y.end() + walk <= x.start();
            a < b && (!apart || schedule.same_talk(*a, *b))
        };
        if events.iter().any(|a| events.iter().any(|b| clash(a, b)))
            || !booked.iter().all(|ix| events.contains(ix))
        {
            continue;
        }
        let is_free = |minute: &i64| {
            let busy =
                |ix: &EventIx| slot(*ix).start() < at(minute + 30) && at(*minute) < slot(*ix).end();
            !events.iter().any(busy)
        };
        let lunches = (630..=690).step_by(5).filter(is_free).collect();
        let points = events.iter().map(|ix| points(*ix)).sum();
        ways.push(Way { events, lunches, points });
    }
    if group.lunch && ways.iter().any(|way| !way.lunches.is_empty()) {
        ways.retain(|way| !way.lunches.is_empty());
    }
    ways
}

/// Shows every combination of ways.
fn each(ways: &[Vec<Way>], show: &mut dyn FnMut(&[&Way])) {
    fn rest<'w>(ways: &'w [Vec<Way>], chosen: &mut Vec<&'w Way>, show: &mut dyn FnMut(&[&Way])) {
        let Some(next) = ways.get(chosen.len()) else { return show(chosen) };
        for way in next {
            chosen.push(way);
            rest(ways, chosen, show);
            chosen.pop();
        }
    }
    rest(ways, &mut Vec::new(), show);
}

/// What is agreed, and how much of it ways keep: who goes where, or nothing where they break it.
fn kept(schedule: &Schedule, members: &[Member], terms: &Terms, ways: &[&Way]) -> Option<usize> {
    let mut kept = 0;
    for talk in &terms.together {
        let at = |ix: &EventIx| ways.iter().filter(|way| way.events.contains(ix)).count();
        kept += talk.iter().map(at).max().unwrap_or(0);
    }
    for talk in &terms.one_of_us {
        let goes = |way: &&&Way| talk.iter().any(|ix| way.events.contains(ix));
        let booked = |m: usize| {
            let booked = &members[m].as_planner().unwrap().wishes.booked;
            talk.iter().any(|ix| booked.contains(ix))
        };
        let must = (0..ways.len()).filter(|&m| booked(m)).count();
        let there = ways.iter().filter(goes).count();
        if there > must.max(1) {
            return None;
        }
        kept += there.min(1);
    }
    for turns in &terms.never_both {
        let [a, b] = turns.of[..] else { panic!("two take turns") };
        let slot = |ix: &EventIx| schedule.event(*ix).slot;
        let booked =
            |m: usize, ix: &EventIx| members[m].as_planner().unwrap().wishes.booked.contains(ix);
        let clash =
            |x: &EventIx, y: &EventIx| slot(x).overlaps(slot(y)) && !(booked(a, x) && booked(b, y));
        let events = |m: usize| ways[m].events.iter();
        if events(a).any(|x| events(b).any(|y| clash(x, y))) {
            return None;
        }
    }
    Some(kept)
}

/// The smallest shares first, each of a whole of 10,000,000.
fn shares(points: impl Iterator<Item = (i64, i64)>) -> Vec<i64> {
    let share = |(points, best): (i64, i64)| points * 10_000_000 / best;
    let mut shares: Vec<i64> = points.filter(|(_, best)| *best > 0).map(share).collect();
    shares.sort_unstable();
    shares
}

/// What a goal makes of ways: numbers of which the first that differs decides.
fn value(
    schedule: &Schedule,
    members: &[Member],
    goal: Goal,
    bonus: Bonus,
    ways: &[&Way],
) -> Vec<i64> {
    let points = ways.iter().map(|way| way.points).sum::<i64>();
    let pairs = || (0..ways.len()).flat_map(|a| (a + 1..ways.len()).map(move |b| (a, b)));
    match goal {
        Goal::Solo | Goal::Together { .. } => {
            let shared =
                |(a, b): (usize, usize)| ways[a].events.intersection(&ways[b].events).count();
            let met = i64::try_from(pairs().map(shared).sum::<usize>()).unwrap();
            // The time at which most pairs can eat.
            let meals = (630..=690).step_by(5).map(|at| {
                let there = ways.iter().filter(|way| way.lunches.contains(&at)).count();
                i64::try_from(there * there.saturating_sub(1) / 2).unwrap()
            });
            let meals = if bonus.meal == 0 { 0 } else { meals.max().unwrap() };
            vec![points + bonus.talk * met + bonus.meal * meals]
        }
        Goal::Cover => {
            let mut talks: BTreeMap<EventIx, i64> = BTreeMap::new();
            for (member, way) in members.iter().zip(ways) {
                for &ix in &way.events {
                    let most = talks.entry(schedule.occurrences(ix)[0]).or_default();
                    *most = member.points(ix).max(*most);
                }
            }
            vec![talks.values().sum()]
        }
        Goal::Fair => shares(
            ways.iter()
                .zip(members)
                .map(|(way, member)| (way.points, member.as_planner().unwrap().best)),
        ),
        Goal::One(_) => panic!("one agenda for all is agreed on in another way"),
    }
}

/// The most that can be kept, and then the best value.
fn best(
    group: &Group,
    schedule: &Schedule,
    members: &[Member],
    (goal, bonus): (Goal, Bonus),
    terms: &Terms,
) -> (usize, Vec<i64>) {
    let agreed: Vec<EventIx> =
        terms.together.iter().chain(&terms.one_of_us).flatten().copied().collect();
    let ways: Vec<Vec<Way>> =
        members.iter().map(|member| ways(group, schedule, member, &agreed)).collect();
    let mut best = None;
    each(&ways, &mut |ways| {
        if let Some(kept) = kept(schedule, members, terms, ways) {
            let found = (kept, value(schedule, members, goal, bonus, ways));
            best = best.take().max(Some(found));
        }
    });
    best.unwrap()
}

/// A plan that the check has nothing against.
fn planned(schedule: &Schedule, members: &[Member], goal: Goal, terms: &Terms) -> Plan {
    let plan = plan(schedule, members, goal, terms, deadline());
    assert_eq!(faults(schedule, members, goal, terms, &plan), [], "{goal:?} {terms:?}");
    assert_eq!(plan.proof, Proof::Optimal, "{goal:?} {terms:?}");
    plan
}

/// How much a plan keeps of what is agreed, and its value.
fn of_plan(
    schedule: &Schedule,
    members: &[Member],
    goal: Goal,
    terms: &Terms,
    plan: &Plan,
) -> (usize, Vec<i64>) {
    let way = |claim: &attend::check::Claim| Way {
        events: claim.visits.iter().map(|visit| visit.event).collect(),
        lunches: BTreeSet::new(),
        points: claim.points,
    };
    let ways: Vec<Way> = plan.claims.iter().map(way).collect();
    let ways: Vec<&Way> = ways.iter().collect();
    let kept = kept(schedule, members, terms, &ways).expect("what is agreed is kept");
    let value = match (goal, plan.worth) {
        (Goal::Fair, _) => value(schedule, members, goal, Bonus::default(), &ways),
        (_, worth) => vec![worth.number()],
    };
    (kept, value)
}

const GOALS: [Goal; 4] = [Goal::Solo, Goal::Together { bonus: 70 }, Goal::Cover, Goal::Fair];

fn bonus(goal: Goal) -> Bonus {
    match goal {
        Goal::Together { bonus } => Bonus { talk: bonus, meal: 0 },
        _ => Bonus::default(),
    }
}

fn agrees(group: &Group, terms: impl Fn(&Schedule) -> Terms) {
    let schedule = group.schedule();
    let (members, terms) = (group.members(&schedule), terms(&schedule));
    for goal in GOALS {
        let plan = planned(&schedule, &members, goal, &terms);
        let found = of_plan(&schedule, &members, goal, &terms, &plan);
        let best = best(group, &schedule, &members, (goal, bonus(goal)), &terms);
        assert_eq!(found, best, "{goal:?}");
        if let Some(booked) = group.booked {
            let booked = Group::event(&schedule, booked);
            let is_there = plan.claims[0].visits.iter().any(|visit| visit.event == booked);
            assert!(is_there, "what is booked is never given up");
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn all_go_who_can_to_one_performance_as_trying_everything_finds(group in groups(false)) {
        agrees(&group, |schedule| Terms {
            together: [group.session(schedule, 0)].into_iter().filter(|it| !it.is_empty()).collect(),
            ..Terms::default()
        });
    }

    #[test]
    fn one_goes_as_trying_everything_finds(group in groups(false)) {
        agrees(&group, |schedule| Terms {
            one_of_us: [group.session(schedule, 1)].into_iter().filter(|it| !it.is_empty()).collect(),
            ..Terms::default()
        });
    }

    #[test]
    fn turns_are_taken_as_trying_everything_finds(group in groups(false)) {
        let turns = Turns { of: vec![0, 1], with: Vec::new() };
        agrees(&group, |_| Terms { never_both: vec![turns.clone()], ..Terms::default() });
    }

    #[test]
    fn meals_are_shared_as_trying_everything_finds(group in groups(true)) {
        let schedule = group.schedule();
        let members = group.members(&schedule);
        let terms = Terms { meals: true, ..Terms::default() };
        for (goal, bonus) in [
            (Goal::Solo, Bonus { talk: 0, meal: 500 }),
            (Goal::Together { bonus: 60 }, Bonus { talk: 60, meal: 500 }),
        ] {
            let plan = planned(&schedule, &members, goal, &terms);
            let best = best(&group, &schedule, &members, (goal, bonus), &terms);
            prop_assert_eq!(plan.worth, Worth::Points(best.1[0]));
        }
    }

    #[test]
    fn the_order_of_members_does_not_matter_for_what_is_agreed(group in groups(true)) {
        let schedule = group.schedule();
        let terms = |of: Vec<usize>| Terms {
            together: vec![group.session(&schedule, group.talks[0].2)],
            never_both: vec![Turns { of, with: Vec::new() }],
            meals: true,
            ..Terms::default()
        };
        for goal in GOALS {
            let mut members = group.members(&schedule);
            let check = |members: &[Member], terms: &Terms| {
                let plan = plan(&schedule, members, goal, terms, deadline());
                assert_eq!(faults(&schedule, members, goal, terms, &plan), [], "{goal:?}");
                plan
            };
            let forward = check(&members, &terms(vec![0, 1]));
            members.reverse();
            let mut backward = check(&members, &terms(vec![2, 1]));
            backward.claims.reverse();
            prop_assert_eq!(forward.claims, backward.claims, "{:?}", goal);
        }
    }
}

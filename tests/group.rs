//! Plans for groups against oracles that try everything, and what has to hold for every aim.

use std::time::Duration;

use attend::check::Claim;
use attend::group::{
    Entrant, Fault, Goal, Member, Plan, Terms, WHOLE, Weighing, Worth, compare, faults, members,
    plan,
};
use attend::profile::Wishes;
use attend::schedule::Schedule;
use attend::score::{Index, score};
use attend::solver::{Deadline, Proof};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::support::conference::{RandomCase, cases, deadline, ruled_cases};
use crate::support::group_oracle::{
    Heard, Person, common_agendas, company_of_the_best, cover, together,
};

/// Each case is a whole group under every goal: a fortieth of the usual number.
fn config() -> Config {
    let usual = Config::default();
    Config { failure_persistence: None, cases: usual.cases.div_ceil(40), ..usual }
}

/// Every goal, with a bonus that matters where it counts.
const GOALS: [Goal; 7] = [
    Goal::Solo,
    Goal::Together { bonus: 120 },
    Goal::Cover,
    Goal::Fair,
    Goal::One(Weighing::Sum),
    Goal::One(Weighing::Most),
    Goal::One(Weighing::Fair),
];

/// Members of one conference: the talks of the first case, the wishes and rules of each.
#[derive(Clone, Debug)]
struct Group {
    cases: Vec<RandomCase>,
}

fn of(
    case: impl Strategy<Value = RandomCase> + Clone,
    most: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = Group> {
    let member = (case, prop::collection::vec(0..6u8, 8));
    prop::collection::vec(member, most).prop_map(|all| {
        let talks = all[0].0.talks.clone();
        let member = |(mut case, ratings): (RandomCase, Vec<u8>)| {
            case.talks.clone_from(&talks);
            for (talk, rating) in case.talks.iter_mut().zip(ratings) {
                talk.rating = rating;
            }
            case
        };
        Group { cases: all.into_iter().map(member).collect() }
    })
}

/// Two or three members without rules of a day.
fn plain_groups() -> impl Strategy<Value = Group> {
    of(cases(5).boxed(), 2..=3)
}

/// Two members with all of them.
fn ruled_groups() -> impl Strategy<Value = Group> {
    of(ruled_cases(5).boxed(), 2..=2)
}

impl Group {
    fn schedule(&self) -> Schedule {
        self.cases[0].inputs().0
    }

    fn wishes(&self) -> Vec<Wishes> {
        self.cases.iter().map(|case| case.inputs().1).collect()
    }

    fn people(&self) -> Vec<Person> {
        let schedule = self.schedule();
        let person = |wishes: Wishes| Person { scores: score(&schedule, &wishes), wishes };
        self.wishes().into_iter().map(person).collect()
    }

    fn members(&self) -> Vec<Member> {
        members_of(&self.schedule(), self.wishes())
    }

    fn without_breaks(mut self) -> Group {
        self.cases.iter_mut().for_each(|case| case.rules.breaks.clear());
        self
    }

    /// Members whose breaks have different names, so that nobody takes them together.
    fn with_own_breaks(&self) -> Vec<Wishes> {
        let mut all = self.wishes();
        for (number, wishes) in all.iter_mut().enumerate() {
            wishes.breaks.iter_mut().for_each(|it| it.name += &format!(" of {number}"));
        }
        all
    }

    fn without_tolerance(mut self) -> Group {
        for case in &mut self.cases {
            (case.rules.late, case.rules.early) = (0, 0);
        }
        self
    }
}

fn members_of(schedule: &Schedule, wishes: Vec<Wishes>) -> Vec<Member> {
    let entrant = |(number, wishes): (usize, Wishes)| Entrant::Wishes {
        name: format!("M{number}"),
        wishes: Box::new(wishes),
    };
    let entrants = wishes.into_iter().enumerate().map(entrant).collect();
    members(schedule, &Index::new(schedule), entrants, deadline())
}

/// A plan that its own check has nothing to say about.
fn planned(schedule: &Schedule, members: &[Member], goal: Goal) -> Plan {
    agreed(schedule, members, goal, &Terms::default())
}

/// The same where something is agreed.
fn agreed(schedule: &Schedule, members: &[Member], goal: Goal, terms: &Terms) -> Plan {
    let plan = plan(schedule, members, goal, terms, deadline());
    assert_eq!(faults(schedule, members, goal, terms, &plan), [], "{goal:?} {terms:?}");
    // A must-see of the group may stand against somebody's break.
    assert!(goal == Goal::Cover || plan.proof == Proof::Optimal, "{goal:?} {:?}", plan.proof);
    plan
}

/// What a plan that covers says is heard.
fn heard(plan: &Plan) -> Heard {
    let sum = |level: fn(&Claim) -> i64| plan.claims.iter().map(level).sum();
    let levels = [sum(|it| it.breaks), sum(|it| it.wants), sum(|it| it.quotas)];
    (usize::try_from(plan.must_sees).unwrap(), levels, plan.worth.number())
}

fn points(plan: &Plan) -> Vec<i64> {
    plan.claims.iter().map(|claim| claim.points).collect()
}

/// The smallest share of the own best.
fn smallest(members: &[Member], claims: &[Claim]) -> f64 {
    let share = |(member, claim): (&Member, &Claim)| {
        let best = member.alone().points;
        if best > 0 { claim.points as f64 / best as f64 } else { 1.0 }
    };
    members.iter().zip(claims).map(share).fold(1.0, f64::min)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn together_is_what_trying_everything_finds(group in plain_groups(), bonus in 0..300i64) {
        let (schedule, people) = (group.schedule(), group.people());
        let plan = planned(&schedule, &group.members(), Goal::Together { bonus });
        prop_assert_eq!(plan.worth, Worth::Points(together(&schedule, &people, bonus)));
    }

    #[test]
    fn with_all_rules_together_is_what_trying_everything_finds(
        group in ruled_groups(),
        bonus in 0..300i64,
    ) {
        let (schedule, people) = (group.schedule(), group.people());
        let members = members_of(&schedule, group.with_own_breaks());
        let plan = planned(&schedule, &members, Goal::Together { bonus });
        prop_assert_eq!(plan.worth, Worth::Points(together(&schedule, &people, bonus)));
    }

    #[test]
    fn cover_is_what_trying_everything_finds(group in plain_groups()) {
        let (schedule, people) = (group.schedule(), group.people());
        let plan = planned(&schedule, &group.members(), Goal::Cover);
        prop_assert_eq!(heard(&plan), cover(&schedule, &people));
    }

    #[test]
    fn with_all_rules_cover_is_what_trying_everything_finds(group in ruled_groups()) {
        let group = group.without_tolerance();
        let (schedule, people, members) = (group.schedule(), group.people(), group.members());
        let terms = Terms::default();
        let plan = plan(&schedule, &members, Goal::Cover, &terms, deadline());
        prop_assert_eq!(faults(&schedule, &members, Goal::Cover, &terms, &plan), []);
        let best = cover(&schedule, &people);
        match plan.proof {
            Proof::Optimal => prop_assert_eq!(heard(&plan), best),
            // Where a must-see stands against somebody's break.
            Proof::Bound(_) => prop_assert_eq!(heard(&plan).0, best.0),
        }
    }

    #[test]
    fn fair_is_everybodys_best_with_the_most_company(group in plain_groups()) {
        let (schedule, people) = (group.schedule(), group.people());
        let plan = planned(&schedule, &group.members(), Goal::Fair);
        let best: Vec<i64> = people.iter().map(|person| person.best(&schedule)).collect();
        prop_assert_eq!(points(&plan), best);
        prop_assert_eq!(plan.worth, Worth::Pairs(company_of_the_best(&schedule, &people)));
    }

    #[test]
    fn out_of_time_the_bounds_of_all_aims_are_honest(group in plain_groups()) {
        let (schedule, people) = (group.schedule(), group.people());
        let members = group.members();
        for (goal, best) in [
            (Goal::Together { bonus: 90 }, together(&schedule, &people, 90)),
            (Goal::Cover, cover(&schedule, &people).2),
            (Goal::Fair, company_of_the_best(&schedule, &people)),
        ] {
            let plan = plan(&schedule, &members, goal, &Terms::default(), Deadline::after(Duration::ZERO));
            prop_assert_eq!(faults(&schedule, &members, goal, &Terms::default(), &plan), []);
            let (Worth::Points(value) | Worth::Pairs(value)) = plan.worth else { continue };
            match plan.proof {
                Proof::Optimal => prop_assert_eq!(value, best, "{:?}", goal),
                Proof::Bound(bound) => prop_assert!(bound >= best, "{:?} {:?}", goal, plan),
            }
        }
    }

    #[test]
    fn with_all_rules_one_agenda_is_what_trying_everything_finds(group in ruled_groups()) {
        let group = group.without_breaks().without_tolerance();
        let (schedule, people, members) = (group.schedule(), group.people(), group.members());
        let agendas = common_agendas(&schedule, &people);
        let sums = agendas.iter().map(|(points, _)| points.iter().sum::<i64>());
        let plan = planned(&schedule, &members, Goal::One(Weighing::Sum));
        prop_assert_eq!(plan.worth, Worth::Points(sums.max().unwrap()));
    }

    #[test]
    fn the_fairest_agenda_is_what_trying_everything_finds(group in plain_groups()) {
        let (schedule, people, members) = (group.schedule(), group.people(), group.members());
        let best: Vec<i64> = people.iter().map(|person| person.best(&schedule)).collect();
        let plan = planned(&schedule, &members, Goal::One(Weighing::Fair));
        // The shares as whole numbers: parts of the product of all bests.
        let rank = |points: &[i64]| {
            let product: i128 = best.iter().filter(|best| **best > 0).map(|b| i128::from(*b)).product();
            let shares = points.iter().zip(&best).filter(|(_, best)| **best > 0);
            let mut shares: Vec<i128> =
                shares.map(|(p, best)| i128::from(*p) * (product / i128::from(*best))).collect();
            shares.sort_unstable();
            let sum = points.iter().zip(&best).filter(|(_, best)| **best > 0).map(|(p, _)| p).sum::<i64>();
            (shares, sum)
        };
        let agendas = common_agendas(&schedule, &people);
        let fairest = agendas.iter().map(|(points, _)| rank(points)).max().unwrap();
        if best.iter().any(|best| *best > 0) {
            prop_assert_eq!(rank(&points(&plan)), fairest);
        }
    }

    #[test]
    fn the_order_of_members_does_not_matter(group in plain_groups()) {
        let schedule = group.schedule();
        for goal in GOALS {
            let mut members = group.members();
            let forward = planned(&schedule, &members, goal);
            members.reverse();
            let mut backward = planned(&schedule, &members, goal);
            backward.claims.reverse();
            prop_assert_eq!(forward.claims, backward.claims, "{:?}", goal);
            prop_assert_eq!(forward.worth, backward.worth);
        }
    }

    #[test]
    fn someone_without_wishes_changes_nobodys_points(group in plain_groups()) {
        let schedule = group.schedule();
        let mut more = group.wishes();
        more.push(Wishes { name: "Nobody".into(), recorded: 1.0, ..Wishes::default() });
        for goal in GOALS {
            let few = points(&planned(&schedule, &group.members(), goal));
            let members = members_of(&schedule, more.clone());
            let many = points(&planned(&schedule, &members, goal));
            prop_assert_eq!(&few[..], &many[..few.len()], "{:?}", goal);
            prop_assert_eq!(many.last(), Some(&0));
        }
    }

    #[test]
    fn without_a_bonus_together_is_everybodys_own_best(group in ruled_groups()) {
        let (schedule, members) = (group.schedule(), group.members());
        let plan = planned(&schedule, &members, Goal::Together { bonus: 0 });
        let alone: Vec<i64> = members.iter().map(|member| member.alone().points).collect();
        prop_assert_eq!(points(&plan), alone);
    }

    #[test]
    fn equals_who_cover_hear_at_least_what_one_hears(case in ruled_cases(6)) {
        let (schedule, wishes) = case.inputs();
        let members = members_of(&schedule, vec![wishes.clone(), wishes]);
        let Worth::Points(covered) = planned(&schedule, &members, Goal::Cover).worth else {
            panic!("cover counts points");
        };
        prop_assert!(covered >= members[0].alone().points);
    }

    #[test]
    fn nobody_is_worse_off_than_the_worst_off_of_fair(group in ruled_groups()) {
        let (schedule, members) = (group.schedule(), group.members());
        for goals in [&GOALS[..4], &GOALS[4..]] {
            let fair = *goals.last().unwrap();
            let least = smallest(&members, &planned(&schedule, &members, fair).claims);
            for &goal in goals {
                let other = smallest(&members, &planned(&schedule, &members, goal).claims);
                prop_assert!(least >= other, "{:?}", goal);
            }
        }
    }

    #[test]
    fn the_check_finds_what_is_wrong_with_a_plan(group in plain_groups()) {
        let (schedule, members) = (group.schedule(), group.members());
        for goal in GOALS {
            let mut plan = planned(&schedule, &members, goal);
            let number = plan.worth.number();
            plan.worth = match plan.worth {
                Worth::Points(points) => Worth::Points(points + 1),
                Worth::Pairs(pairs) => Worth::Pairs(pairs + 1),
                Worth::Share(share) => Worth::Share(share + 1),
            };
            let wrong = Fault::Worth { claimed: number + 1, counted: number };
            prop_assert_eq!(faults(&schedule, &members, goal, &Terms::default(), &plan), [wrong]);
        }
        let goal = Goal::One(Weighing::Sum);
        let mut plan = planned(&schedule, &members, goal);
        if plan.claims[0].visits.pop().is_some() {
            let found = faults(&schedule, &members, goal, &Terms::default(), &plan);
            let apart = |fault: &Fault| matches!(fault, Fault::NotOne { .. });
            prop_assert!(found.iter().any(apart), "{:?}", found);
        }
    }

    #[test]
    fn a_comparison_says_what_the_plan_is(group in ruled_groups()) {
        let (schedule, members) = (group.schedule(), group.members());
        for goal in GOALS {
            let plan = planned(&schedule, &members, goal);
            let said = compare(&schedule, &members, goal, &Terms::default(), &plan);
            for (person, claim) in said.members.iter().zip(&plan.claims) {
                prop_assert_eq!(person.points, claim.points);
                prop_assert_eq!(person.alone - person.loss, person.points);
                let lost: i64 = person.sacrifices.iter().map(|sacrifice| sacrifice.points).sum();
                prop_assert!(goal == Goal::Solo || lost == person.loss, "{:?}", goal);
            }
            let both = |pair: &attend::group::Pair| {
                said.talks.iter().filter(|t| t.who.contains(&pair.a) && t.who.contains(&pair.b)).count()
            };
            prop_assert!(said.pairs.iter().all(|pair| pair.talks == both(pair)));
            for meeting in &said.meetings {
                let busy = said.members.iter().flat_map(|person| &person.agenda).any(|entry| {
                    let rest = matches!(entry.what, attend::group::What::Break { .. });
                    !rest && entry.from < meeting.to && meeting.from < entry.to
                });
                prop_assert!(!busy, "somebody is busy when all are said to be free");
            }
        }
    }
}

/// A test of the tests: groups that differ, share and give up enough.
#[test]
fn the_generator_makes_groups_that_have_something_to_decide() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut counts = [0; 4];
    for _ in 0..200 {
        let group = plain_groups().new_tree(&mut runner).unwrap().current();
        let (schedule, members) = (group.schedule(), group.members());
        let solo = planned(&schedule, &members, Goal::Solo);
        let with = planned(&schedule, &members, Goal::Together { bonus: 120 });
        let apart = planned(&schedule, &members, Goal::Cover);
        let fair = planned(&schedule, &members, Goal::One(Weighing::Fair));
        let Worth::Share(share) = fair.worth else { panic!("fair counts a share") };
        let seen = [
            points(&solo) != points(&with),
            points(&solo) != points(&apart),
            (1..WHOLE).contains(&share),
            solo.claims != with.claims,
        ];
        for (count, seen) in counts.iter_mut().zip(seen) {
            *count += usize::from(seen);
        }
    }
    let enough = counts.iter().zip([8, 6, 40, 12]).all(|(count, least)| *count >= least);
    assert!(
        enough,
        "loss for company, loss for cover, real shares, other talks: {counts:?} of 200"
    );
}

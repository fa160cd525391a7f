//! prototype
use std::path::Path;
use std::time::{Duration, Instant};
use attend::{source, solver, score::Index, profile, group};
fn main() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/frab-xml/fosdem-2026--2026-03-20_1645.xml");
    let bytes = std::fs::read(path).unwrap();
    let schedule = source::read(&bytes, &source::Hints::default()).unwrap().schedule;
    let index = Index::new(&schedule);
    let args: Vec<String> = std::env::args().collect();
    let n: u64 = args[1].parse().unwrap();
    let extra = args.get(2).cloned().unwrap_or_default();
    let mut members = Vec::new();
    let deadline = solver::Deadline::after(Duration::from_secs(10));
    let t = Instant::now();
    for seed in 0..n {
        let mut state = (seed + 1).wrapping_mul(0xD1342543DE82EF95) ^ 0x1234567;
        let mut next = || { state = state.wrapping_add(0x9E3779B97F4A7C15); let mut z = state; z = (z ^ (z >> 30)).wrapping_mul(0xBF58476D1CE4E5B9); z = (z ^ (z >> 27)).wrapping_mul(0x94D049BB133111EB); ((z ^ (z >> 31)) >> 11) as f64 / (1u64<<53) as f64 };
        let (mut wishes, _) = profile::wishes(&format!("interests: [rust]\n{}", extra.replace("|", "\n")), &schedule).unwrap();
        wishes.ratings = schedule.iter().map(|(ix, _)| (ix, (1.0 + next()*99.0).round())).collect();
        members.push(group::Member::planner(format!("M{seed}"), &schedule, &index, wishes, deadline));
    }
    println!("solos {:?}", t.elapsed());
    use group::{Goal, Weighing};
    let b = Goal::usual_bonus(n as usize);
    for goal in [Goal::Solo, Goal::Together{bonus: b}, Goal::Together{bonus: 50}, Goal::Cover, Goal::Fair, Goal::One(Weighing::Sum), Goal::One(Weighing::Most), Goal::One(Weighing::Fair)] {
        let t = Instant::now();
        let plan = group::plan(&schedule, &members, goal, solver::Deadline::after(Duration::from_secs(10)));
        let e = t.elapsed();
        let faults = group::faults(&schedule, &members, goal, &plan);
        println!("{goal:?}: {:?} {:?} in {e:?}; faults {faults:?}", plan.worth, plan.proof);
    }
}

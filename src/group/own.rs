//! A member's part of a plan -> that person's own agenda, like any other.

use std::cmp::Reverse;

use crate::agenda::{Agenda, Certificate, Depth, Files, History, Status, Talk, assemble_beside};
use crate::check::{Broken, Claim};
use crate::model::Model;
use crate::schedule::{EventIx, Schedule};
use crate::score::{Index, Scores, oddities};
use crate::solved::Solved;
use crate::solver::{Deadline, Proof, Selection, solve};

use super::claimed::claimed;
use super::worth::Plan;
use super::{Fixed, Member, Planner, Role};

/// A member's own agenda, and what the schedule is worth to him or her.
#[derive(Clone, Debug)]
pub struct Own {
    /// The agenda. What is there for the group is pinned, so that replanning keeps it.
    pub agenda: Agenda,
    /// By event.
    pub scores: Scores,
}

/// The agenda of one member of a plan.
///
/// # Errors
/// The rules that it breaks: our bug, never the user's.
pub fn own(
    schedule: &Schedule,
    index: &Index,
    members: &[Member],
    plan: &Plan,
    number: usize,
    files: Files,
    deadline: Deadline,
) -> Result<Own, Vec<Broken>> {
    let (member, claim) = (&members[number], &plan.claims[number]);
    match &member.role {
        Role::Fixed(fixed) => Ok(saved(schedule, fixed)),
        Role::Planner(planner) => {
            let mut planner: Planner = (**planner).clone();
            planner.wishes.name.clone_from(&member.name);
            let sent = &plan.sent[number];
            let mut own = planned(schedule, index, &planner, claim, sent, files, deadline)?;
            for &ix in &plan.for_others[number] {
                let is_it = |talk: &&mut Talk| talk.id == schedule.event(ix).id.as_str();
                if let Some(talk) = own.agenda.talks.iter_mut().find(is_it) {
                    talk.scout_for = wanting(members, ix);
                }
            }
            Ok(own)
        }
    }
}

/// The names of those who want a talk, the most first.
fn wanting(members: &[Member], ix: EventIx) -> Vec<String> {
    let wants = |member: &Member| Some((Reverse(member.wants(ix)?), member.name.clone()));
    let mut wanting: Vec<_> = members.iter().filter_map(wants).collect();
    wanting.sort();
    wanting.into_iter().map(|(_, name)| name).collect()
}

/// A saved agenda, which stays as it is.
fn saved(schedule: &Schedule, fixed: &Fixed) -> Own {
    let points = |ix: EventIx| {
        let found = fixed.visits.iter().zip(&fixed.points).find(|(visit, _)| visit.event == ix);
        found.map_or(0, |(_, points)| *points)
    };
    let scores = Scores::given(schedule.iter().map(|(ix, _)| points(ix)));
    Own { agenda: fixed.agenda.clone(), scores }
}

fn planned(
    schedule: &Schedule,
    index: &Index,
    planner: &Planner,
    claim: &Claim,
    sent: &[EventIx],
    files: Files,
    deadline: Deadline,
) -> Result<Own, Vec<Broken>> {
    // Where one would go alone, one may change one's mind; what is there for the group is fixed.
    let booked = &planner.wishes.booked;
    let alone = |ix: EventIx| planner.solo.holds(ix) && !sent.contains(&ix);
    let whole = claim.visits.iter().filter(|visit| visit.late + visit.early == 0);
    let agreed = whole.map(|visit| visit.event).filter(|&ix| !alone(ix) && !booked.contains(&ix));
    let agreed: Vec<EventIx> = agreed.collect();
    let mut wishes = planner.wishes.clone();
    wishes.booked.extend(&agreed);
    wishes.kept.extend(claim.visits.iter().map(|visit| visit.event));
    wishes.break_starts.extend(claim.pauses.iter().map(|pause| pause.slot.start()));
    let scores = &planner.scores;
    let model = Model::build(schedule, &wishes, scores);
    let selection = chosen(&model, claim, deadline);
    let solved = Solved::checked(schedule, &wishes, scores, &model, &selection)?;
    let best = solve(&model, deadline);
    let mut agenda = assemble_beside(&solved, &best, Depth::FULL, deadline);
    let lost = planner.best - agenda.points;
    if lost > 0 && agenda.proof.status == Status::Optimal {
        let gap = lost as f64 / planner.best as f64;
        agenda.proof =
            Certificate { status: Status::Group, bound: planner.best, gap: gap.min(1.0) };
    }
    for talk in &mut agenda.talks {
        let is_it = |ix: &EventIx| schedule.event(*ix).id.as_str() == talk.id;
        talk.booked &= booked.iter().any(is_it);
    }
    let pins = agreed.iter().map(|&ix| schedule.event(ix).id.to_string()).collect();
    let odd = oddities(index, &planner.wishes);
    let history = History { files, pins, ..History::default() };
    let agenda = agenda.finished(schedule, &planner.wishes, scores, &odd, history);
    Ok(Own { agenda, scores: scores.clone() })
}

/// The candidates that a claim is made of.
fn chosen(model: &Model, claim: &Claim, deadline: Deadline) -> Selection {
    if let Some(chosen) = claimed(model, claim) {
        return Selection::new(model, chosen, Proof::Optimal);
    }
    // Among others one may miss other minutes of a talk than alone.
    let talks: Vec<Vec<EventIx>> = claim.visits.iter().map(|it| vec![it.event]).collect();
    let talks: Vec<&[EventIx]> = talks.iter().map(Vec::as_slice).collect();
    let is_seen = |ix: EventIx| claim.visits.iter().any(|visit| visit.event == ix);
    let others = model.candidates().iter().filter_map(|it| it.item.event());
    let others: Vec<EventIx> = others.filter(|&ix| !is_seen(ix)).collect();
    let found = solve(&model.demanding(&talks, &others), deadline);
    let items = |it: &crate::model::Candidate| (it.item, it.slot);
    let demanding = model.demanding(&talks, &others);
    let kept: Vec<_> = found.chosen.iter().map(|&i| items(&demanding.candidates()[i])).collect();
    let all = model.candidates().entries();
    let chosen = all.filter(|(_, it)| kept.contains(&items(it))).map(|(i, _)| i).collect();
    Selection::new(model, chosen, Proof::Optimal)
}

//! What is odd about the interests of a profile at one conference.

use std::collections::BTreeMap;

use crate::problem::{Problem, count, did_you_mean, nearest};
use crate::profile::{Related, Weight, Wishes};

use super::EVERYTHING;
use super::about::Field;
use super::index::Index;
use super::keyword::Search;
use super::lexicon::topics;
use super::query::{folded, is_searchable};

/// Of smaller conferences nothing is said about common keywords.
const SMALL: usize = 20;
/// So many hints are worked out; each compares a word with all words of the schedule.
const MOST_HINTS: usize = 20;
/// So many interests are compared with each other.
const MOST_COMPARED: usize = 200;

/// Keywords that no event has, with the nearest word that some event does have; keywords that a
/// third of the events have; interests that find the same.
pub fn oddities(index: &Index, wishes: &Wishes) -> Vec<Problem> {
    if index.events() == 0 {
        return Vec::new();
    }
    let mut search = Search::new(index, &wishes.aliases);
    let mut found: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    // That no talk is about what one does not want to hear of is good news.
    let wanted = wishes.interests.iter().filter(|interest| interest.weight != Weight::Never);
    let keywords = wanted.flat_map(|interest| &interest.keywords);
    for keyword in keywords.filter(|keyword| *keyword != EVERYTHING) {
        found.entry(keyword).or_insert_with(|| {
            search.having(keyword).into_iter().map(|found| found.event).collect()
        });
    }
    let mut odd = Vec::new();
    let mut hints = 0;
    for (keyword, events) in &found {
        if events.is_empty()
            && search.keyword(keyword).is_empty()
            && !is_topic(index, &mut search, keyword, wishes)
        {
            hints += 1;
            odd.push(silent(index, &mut search, keyword, hints <= MOST_HINTS));
        } else if events.len() * 3 >= index.events() && index.events() >= SMALL {
            let what = format!(
                "`{keyword}` is in {} of {}, so it hardly tells them apart",
                events.len(),
                count(index.events(), "talk")
            );
            odd.push(Problem::whole(what).hint("take a narrower word"));
        }
    }
    odd.extend(same(wishes, &found));
    odd
}

/// Whether some events are about a topic, though none has its name.
fn is_topic(index: &Index, search: &mut Search<'_>, topic: &str, wishes: &Wishes) -> bool {
    wishes.related == Related::Learnt
        && !Field::of(index, search, topic, &wishes.topics, &[]).about.is_empty()
}

fn silent(index: &Index, search: &mut Search<'_>, keyword: &str, with_hint: bool) -> Problem {
    if !is_searchable(keyword) {
        return Problem::whole(format!("`{keyword}` has no word that says what it is about"));
    }
    let mut problem = Problem::whole(format!("no talk mentions `{keyword}`"));
    if with_hint {
        problem.hint = folded(keyword).split(' ').find_map(|word| {
            let length = word.chars().count();
            let alike =
                |other: &&str| other.len() >= 2 && other.chars().count().abs_diff(length) <= 3;
            did_you_mean(word, index.vocabulary().filter(alike))
        });
        // A topic that no talk names, but that this conference has.
        let near = nearest(&folded(keyword), topics(), 1);
        let mut has = |topic: &&str| !Field::of(index, search, topic, &[], &[]).about.is_empty();
        let known = near.into_iter().find(|topic| has(topic));
        let topic = known.and_then(|topic| did_you_mean(keyword, [topic]));
        problem.hint = problem.hint.or(topic);
    }
    problem
}

/// Interests that are listed twice, in other words or in the same.
fn same(wishes: &Wishes, found: &BTreeMap<&str, Vec<u32>>) -> Vec<Problem> {
    let mut known: BTreeMap<(bool, Vec<&Vec<u32>>), &str> = BTreeMap::new();
    let mut odd = Vec::new();
    for interest in wishes.interests.iter().take(MOST_COMPARED) {
        let mut events: Vec<&Vec<u32>> =
            interest.keywords.iter().filter_map(|keyword| found.get(keyword.as_str())).collect();
        events.retain(|events| !events.is_empty());
        events.sort();
        events.dedup();
        // What two words find in one talk may be chance.
        if events.iter().map(|events| events.len()).sum::<usize>() < 2 {
            continue;
        }
        let topic = interest.topic.as_str();
        let likes = interest.weight.number() > 0.0;
        if let Some(other) = known.insert((likes, events), topic) {
            let what = if folded(other) == folded(topic) {
                format!("`{topic}` is listed twice")
            } else {
                format!("`{other}` and `{topic}` find the same talks")
            };
            odd.push(Problem::whole(what).hint("keep one, with the weight that both should have"));
        }
    }
    odd
}

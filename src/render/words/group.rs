//! Who is where with whom: a comparison.

mod again;
mod aim;
mod days;

use std::cmp::Reverse;

use chrono::{DateTime, FixedOffset};

use crate::agenda::{Place, Status};
use crate::group::{
    Choice, Comparison, Contest, ForOthers, Lost, Meeting, Pair, Person, Sacrifice, Unseen, Wanted,
};
use crate::problem::{and_list, count, number};
use crate::render::Width;
use crate::render::report::{Item, Report, Role, Share, Table, Text, column, numbers};

use super::Extent;
use super::plan::guess;

pub use again::again;
pub(crate) use aim::{aim, proof, sacrifice, unfair};

/// How many lines of a list are shown, unless all are asked for.
const SHORT: usize = 5;
/// How many of the times at which several talks are wanted.
const TIMES: usize = 3;
/// Columns for the time and the title of a talk, and for a member's points, in a table of them.
const TITLE: usize = 40;
const POINTS: usize = 8;

/// A comparison: the members, a table for each day, then what they share and what they miss. Where
/// its width is known and allows it, few members have a column each.
pub fn comparison(it: &Comparison, extent: Extent, width: Option<Width>) -> Report {
    let mut page = Page { it, extent, report: Report::default() };
    let is_wide = width.is_some_and(|width| !width.is_narrow());
    page.head();
    page.members();
    page.strays();
    page.report.append(days::days(it, width));
    page.sacrifices();
    // Those who do everything together need not be told what they do together.
    let are_one = !it.talks.is_empty() && it.all_see.len() == it.talks.len();
    if !are_one {
        page.all_see();
    }
    page.meetings();
    page.contests(width);
    if !are_one {
        page.pairs(is_wide);
        page.apart();
        page.alone();
    }
    page.must_sees();
    page.for_others();
    page.unseen();
    page.report
}

/// A comparison and what is said of it so far.
struct Page<'a> {
    it: &'a Comparison,
    extent: Extent,
    report: Report,
}

impl Page<'_> {
    /// A list under its heading, with how many of all are shown where it is not all of them.
    fn list(&mut self, title: impl Into<Text>, items: Vec<String>) {
        let all = items.len();
        let shown = self.extent.of(all, SHORT);
        if shown == 0 {
            return;
        }
        self.report.heading(self.of_all(title.into(), shown, all));
        self.report.list(items.into_iter().take(shown).map(Item::bullet));
    }

    /// A title, with how many of all are shown where it is not all of them.
    fn of_all(&self, title: Text, shown: usize, all: usize) -> Text {
        if shown == all {
            return title;
        }
        title
            .and(Role::Plain, format!(": {shown} of {}", number(all)))
            .and(Role::Screen, " (--all shows the rest)")
    }

    fn head(&mut self) {
        let it = self.it;
        self.report.title(super::title(&it.schedule, &everybody(it)));
        let role = match it.proof.status {
            Status::Optimal | Status::Empty | Status::LeastChange | Status::Group => Role::Good,
            Status::BestFound => Role::Warning,
        };
        let aim = Text::from(format!("{}; ", aim(it))).and(role, proof(it));
        let mut head = aim.and(Role::Plain, ".").line(super::zone(&it.schedule));
        if let Some(walks) = &it.walks {
            head = head.line(Text::of(Role::Aside, guess(walks)));
        }
        self.report.paragraph(head);
        if let Some(unfair) = unfair(it) {
            self.report.paragraph(Text::of(Role::Warning, unfair));
        }
    }

    /// Who takes part, with sums.
    fn members(&mut self) {
        let it = self.it;
        let planned = it.aim.name != "solo" || it.aim.agreed;
        let mut columns = vec![
            column("Tag", Share::Content),
            column("Member", Share::Rest),
            numbers("Talks"),
            numbers("Must-sees"),
            numbers("Points"),
        ];
        if planned {
            columns.extend([numbers("Own best"), numbers("Loss")]);
        }
        let mut table = Table::new(columns);
        for person in &it.members {
            let fixed = if person.fixed { " (fixed)" } else { "" };
            let mut row: Vec<Text> = vec![
                person.tag.as_str().into(),
                format!("{}{fixed}", person.name).into(),
                number(person.talks).into(),
                must_sees(person).into(),
                number(person.points).into(),
            ];
            if planned {
                row.extend([number(person.alone).into(), loss(person).into()]);
            }
            table.row(row);
        }
        self.report.table(table);
    }

    /// What has become of the talks of saved agendas.
    fn strays(&mut self) {
        for person in self.it.members.iter().filter(|person| !person.strays.is_empty()) {
            let title = format!("{}'s agenda is of another version of the schedule", person.name);
            self.report.heading(Text::of(Role::Warning, title));
            self.report.list(person.strays.iter().map(|lost| Item::bullet(stray(lost))));
        }
    }

    /// What each member gives up, and for what, the dearest first.
    fn sacrifices(&mut self) {
        let it = self.it;
        let members = it.members.iter().enumerate();
        let mut all: Vec<(usize, &Sacrifice)> = members
            .flat_map(|(member, person)| person.sacrifices.iter().map(move |it| (member, it)))
            .collect();
        all.sort_by_key(|(member, sacrifice)| (-sacrifice.points, *member));
        let all = all.into_iter().map(|(member, lost)| sacrifice(it, member, lost));
        self.list("What each of you gives up", all.collect());
    }

    fn all_see(&mut self) {
        let all = self.it.talks.iter().filter(|talk| talk.who.len() == self.it.members.len());
        let all: Vec<String> = all.map(|talk| talk_line(&talk.place)).collect();
        if all.is_empty() {
            self.report.paragraph("No talk is seen by all.");
        }
        self.list("All see", all);
    }

    fn meetings(&mut self) {
        let it = self.it;
        if it.meetings.is_empty() {
            self.report.paragraph("At no time are all free for a quarter of an hour.");
            return;
        }
        self.report.heading("All are free, and could meet");
        self.report.list(it.meetings.iter().map(|one| Item::bullet(meeting(it, one))));
    }

    /// Everybody's points where talks are at one time; of all times those at which most is at stake.
    fn contests(&mut self, width: Option<Width>) {
        let it = self.it;
        let shown = self.extent.of(it.contests.len(), TIMES);
        if shown == 0 {
            return;
        }
        let mut contests: Vec<&Contest> = it.contests.iter().collect();
        contests.sort_by_key(|contest| Reverse(contest.at_stake));
        contests.truncate(shown);
        contests.sort_by_key(|contest| contest.from);
        let title = Text::from("Who wants what, with everybody's points");
        self.report.heading(self.of_all(title, shown, it.contests.len()));
        let room =
            width.filter(|width| !width.is_narrow()).map_or(0, |it| usize::from(it.columns()));
        if room >= TITLE + POINTS * it.members.len() {
            self.report.table(points(it, &contests));
            self.report.legend(Text::from("[points]: who goes there"));
        } else {
            let talks = contests.iter().flat_map(|contest| &contest.talks);
            self.report.list(talks.map(|talk| Item::bullet(choice(it, talk))));
        }
    }

    /// Who shares how much with whom.
    fn pairs(&mut self, is_wide: bool) {
        const FEW: usize = 8;
        let it = self.it;
        self.report.heading("Who shares what (talks, minutes)");
        if it.members.len() <= FEW && is_wide {
            self.report.table(matrix(it));
            return;
        }
        let mut pairs: Vec<&Pair> = it.pairs.iter().filter(|pair| pair.talks > 0).collect();
        pairs.sort_by_key(|pair| (Reverse((pair.talks, pair.minutes)), pair.a, pair.b));
        let shown = self.extent.of(pairs.len(), 2 * SHORT);
        let mut items: Vec<String> = pairs[..shown].iter().map(|one| pair(it, one)).collect();
        let rest = it.pairs.len() - shown;
        if rest > 0 {
            let never = number(it.pairs.len() - pairs.len());
            items.push(format!(
                "{}; {never} of them without a shared talk",
                count(rest, "other pair")
            ));
        }
        self.report.list(items.into_iter().map(Item::bullet));
    }

    /// Talks at one time with different people in them.
    fn apart(&mut self) {
        let it = self.it;
        if self.extent == Extent::First {
            return;
        }
        let side = |number: usize| {
            let talk = &it.talks[number];
            let room = talk.place.room.as_deref().unwrap_or("an unknown room");
            format!("{} in {room} (`{}`)", names(it, &talk.who), talk.place.title)
        };
        let line = |apart: &crate::group::Apart| {
            let time = super::span(apart.from, apart.to);
            format!("{time}: {}; {}", side(apart.a), side(apart.b))
        };
        self.list("Same time, different rooms", it.apart.iter().map(line).collect());
    }

    /// Talks that only one sees.
    fn alone(&mut self) {
        let it = self.it;
        let single = |member: usize| it.talks.iter().filter(move |talk| talk.who == [member]);
        let members = it.members.iter().enumerate();
        match self.extent {
            Extent::First => {
                let sums: Vec<String> = members
                    .map(|(member, person)| format!("{} {}", person.name, single(member).count()))
                    .collect();
                let line = Text::of(Role::Strong, "Only one sees:");
                let line = line.and(Role::Plain, format!(" {}", sums.join(", ")));
                self.report.paragraph(line.and(Role::Screen, " (--all lists them)"));
            }
            Extent::All => {
                for (member, person) in members {
                    let talks = single(member).map(|talk| talk_line(&talk.place)).collect();
                    self.list(format!("Only {} sees", person.name), talks);
                }
            }
        }
    }

    /// Must-sees that are not kept; where talks count once, that nobody hears.
    fn must_sees(&mut self) {
        let it = self.it;
        let is_heard = |title: &String| {
            let mut talks = it.talks.iter().filter(|talk| !talk.must_see_of.is_empty());
            it.aim.must_sees.is_some() && talks.any(|talk| talk.place.title == *title)
        };
        let missed = |person: &Person| {
            let titles = person.must_sees_missed.iter().filter(|title| !is_heard(title));
            let titles: Vec<&str> = titles.map(String::as_str).collect();
            (!titles.is_empty()).then(|| {
                Item::bullet(format!("{}: {}", person.name, super::quoted(titles.into_iter())))
            })
        };
        let missed: Vec<Item> = it.members.iter().filter_map(missed).collect();
        if !missed.is_empty() {
            self.report.heading(Text::of(Role::Warning, "Must-sees that are not kept"));
        }
        self.report.list(missed);
    }

    /// What the idle hear for others.
    fn for_others(&mut self) {
        let it = self.it;
        let all = it.for_others.iter().map(|one| for_others(it, one)).collect();
        self.list("Heard for the others by who is free", all);
    }

    /// What somebody wants and nobody sees.
    fn unseen(&mut self) {
        let it = self.it;
        let line = |talk: &Unseen| {
            format!("{}: {}{}", talk_line(&talk.place), wanted(it, talk), deputy(it, talk))
        };
        self.list("Wanted, but seen by nobody", it.unseen.iter().map(line).collect());
    }
}

/// A row for each talk of these times, with everybody's points.
fn points(it: &Comparison, contests: &[&Contest]) -> Table {
    let mut columns = vec![column("Time", Share::Content), column("Talk", Share::Rest)];
    columns.extend(it.members.iter().map(|person| numbers(person.tag.as_str())));
    let mut table = Table::new(columns);
    for talk in contests.iter().flat_map(|contest| &contest.talks) {
        let mut row: Vec<Text> =
            vec![super::time(&talk.place).into(), talk.place.title.as_str().into()];
        row.extend((0..it.members.len()).map(|m| points_of(talk, m)));
        table.row(row);
    }
    table
}

/// What a talk is worth to a member, in brackets where the member goes there.
fn points_of(talk: &Choice, m: usize) -> Text {
    match (talk.points[m], talk.who.contains(&m)) {
        (points, true) => Text::of(Role::Good, format!("[{}]", number(points))),
        (0, false) => Text::of(Role::Aside, "-"),
        (points, false) => number(points).into(),
    }
}

/// A talk with everybody who goes there or would like to.
pub(crate) fn choice(it: &Comparison, talk: &Choice) -> String {
    let said = |m: &usize| {
        let goes = if talk.who.contains(m) { " (goes)" } else { "" };
        format!("{} {}{goes}", it.members[*m].name, number(talk.points[*m]))
    };
    let all: Vec<String> = talk.counts().iter().map(said).collect();
    format!("{}: {}", talk_line(&talk.place), all.join(", "))
}

/// Who could go where nobody goes, but where all go together.
pub(crate) fn deputy(it: &Comparison, talk: &Unseen) -> String {
    const FEW: usize = 3;
    if it.aim.always_together {
        return String::new();
    }
    let Some(deputy) = &talk.deputy else { return "; none of you could go".to_owned() };
    let name = &it.members[deputy.by].name;
    let titles: Vec<&str> = deputy.instead.iter().map(String::as_str).collect();
    match titles.as_slice() {
        [] => format!("; {name} could go"),
        [first, others @ ..] if others.len() >= FEW => {
            format!("; {name} could go, in place of `{first}` and {} more", others.len())
        }
        few => format!("; {name} could go, in place of {}", super::quoted(few.iter().copied())),
    }
}

/// For each two what they share.
fn matrix(it: &Comparison) -> Table {
    let last = it.members.len() - 1;
    let share = Share::AtMost(0.9 / it.members.len() as f32);
    let mut columns = vec![column("", Share::Content)];
    columns.extend(it.members[1..].iter().map(|person| column(person.tag.as_str(), share)));
    let mut table = Table::new(columns);
    for a in 0..last {
        let mut row: Vec<Text> = vec![it.members[a].tag.as_str().into()];
        for b in 1..=last {
            let pair = it.pairs.iter().find(|pair| (pair.a, pair.b) == (a, b));
            row.push(Text::from(pair.map_or(String::new(), |pair| match pair.talks {
                0 => "-".to_owned(),
                talks => format!("{talks}, {} min", number(pair.minutes)),
            })));
        }
        table.row(row);
    }
    table
}

/// The names of some members.
pub(crate) fn names(it: &Comparison, members: &[usize]) -> String {
    let names: Vec<String> =
        members.iter().map(|&member| it.members[member].name.clone()).collect();
    and_list(&names)
}

/// Everybody, by name where they are few.
pub(crate) fn everybody(it: &Comparison) -> String {
    const FEW: usize = 6;
    match it.members.len() {
        number if number > FEW => format!("{number} members"),
        number => names(it, &(0..number).collect::<Vec<usize>>()),
    }
}

/// How many must-sees a member keeps of how many; nothing where there are none.
pub(crate) fn must_sees(person: &Person) -> String {
    let all = person.must_sees_kept + person.must_sees_missed.len();
    if all == 0 { String::new() } else { format!("{} of {all}", person.must_sees_kept) }
}

/// What a member loses against the own best.
pub(crate) fn loss(person: &Person) -> String {
    match person.loss {
        0 => "0".to_owned(),
        loss => format!("{} ({:.1} %)", number(loss), person.loss_percent),
    }
}

/// Where to meet, and who walks how far to it.
pub(crate) fn meeting_place(it: &Comparison, meeting: &Meeting) -> String {
    let near = meeting.near.as_deref().map_or(String::new(), |room| format!(" near {room}"));
    let mut walks: Vec<(i64, Vec<usize>)> = Vec::new();
    for (member, &minutes) in meeting.walks.iter().enumerate().filter(|(_, m)| **m > 0) {
        match walks.iter_mut().find(|(known, _)| *known == minutes) {
            Some((_, members)) => members.push(member),
            None => walks.push((minutes, vec![member])),
        }
    }
    walks.sort_unstable();
    let walks: Vec<String> = walks
        .iter()
        .map(|(minutes, members)| format!("{} {minutes} min", names(it, members)))
        .collect();
    if walks.is_empty() { near } else { format!("{near} (walk: {})", walks.join(", ")) }
}

/// When and where all could meet.
pub(crate) fn meeting(it: &Comparison, meeting: &Meeting) -> String {
    format!("{}{}", super::span(meeting.from, meeting.to), meeting_place(it, meeting))
}

/// Two members and what they share.
pub(crate) fn pair(it: &Comparison, pair: &Pair) -> String {
    let talks = count(pair.talks, "talk");
    let names = names(it, &[pair.a, pair.b]);
    format!("{names}: {talks}, {} min", number(pair.minutes))
}

/// A talk that somebody hears for others, and for whom.
pub(crate) fn for_others(it: &Comparison, one: &ForOthers) -> String {
    let name = &it.members[one.by].name;
    format!("{}: {name}, for {}", talk_line(&one.place), most_wanted(it, &one.wanted))
}

/// Who hears a talk for others, and for whom.
pub(crate) fn scout(it: &Comparison, one: &ForOthers) -> String {
    let name = &it.members[one.by].name;
    format!("{name} goes as a scout, for {}", most_wanted(it, &one.wanted))
}

/// Who wants a talk most.
pub(crate) fn wanted(it: &Comparison, talk: &Unseen) -> String {
    most_wanted(it, &talk.wanted)
}

fn most_wanted(it: &Comparison, all: &[Wanted]) -> String {
    const MOST: usize = 3;
    let first = all.iter().take(MOST);
    let mut wanted: Vec<String> =
        first.map(|one| format!("{} {}", it.members[one.by].name, number(one.points))).collect();
    if all.len() > MOST {
        wanted.push(format!("{} more", all.len() - MOST));
    }
    wanted.join(", ")
}

/// A talk on one line.
fn talk_line(place: &Place) -> String {
    let room = place.room.as_deref().map_or(String::new(), |room| format!(" ({room})"));
    format!("{} {}{room}", super::time(place), place.title)
}

/// What became of a talk of a saved agenda.
pub(crate) fn stray(lost: &Lost) -> String {
    let place = |time: DateTime<FixedOffset>, room: Option<&str>| {
        format!("{}{}", time.format("%a %H:%M"), super::within(room))
    };
    let was = place(lost.was, lost.was_in.as_deref());
    let title = &lost.title;
    match lost.now {
        Some(now) => {
            let now = place(now, lost.now_in.as_deref());
            format!("{title} moved from {was} to {now}")
        }
        None if lost.what == "cancelled" => format!("{title} ({was}) is cancelled"),
        None => format!("{title} ({was}) is gone"),
    }
}

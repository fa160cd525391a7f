//! A comparison as tables: who is where with whom.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};

use crate::agenda::{Place, Status};
use crate::group::{Comparison, Instead, Lost, Meeting, Person, Sacrifice, Unseen};
use crate::problem::{and_list, count};

use super::grid::{Share, fit, new_table};
use super::group_days::days;
use super::why::wrapped;
use super::{Style, Terminal, Width};

/// How much of a comparison to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What friends want to read first.
    Short,
    /// Everything.
    Full,
}

/// So many lines of each list are shown in short.
pub(super) const SHORT: usize = 5;

/// A comparison: the members, a table for each day, then what they share and what they miss.
pub fn comparison(it: &Comparison, detail: Detail, width: Width, style: Style) -> String {
    let page = Page { it, detail, width, style };
    let mut text = String::new();
    page.head(&mut text);
    page.members(&mut text);
    page.strays(&mut text);
    text += &days(it, width, style);
    page.sacrifices(&mut text);
    page.all_see(&mut text);
    page.meetings(&mut text);
    page.pairs(&mut text);
    page.apart(&mut text);
    page.alone(&mut text);
    page.must_sees(&mut text);
    page.unseen(&mut text);
    text
}

/// A comparison and how it is to be shown.
pub(super) struct Page<'a> {
    pub(super) it: &'a Comparison,
    pub(super) detail: Detail,
    pub(super) width: Width,
    pub(super) style: Style,
}

impl Page<'_> {
    pub(super) fn name(&self, member: usize) -> String {
        Terminal(&self.it.members[member].name).to_string()
    }

    pub(super) fn names(&self, members: &[usize]) -> String {
        and_list(&members.iter().map(|&member| self.name(member)).collect::<Vec<String>>())
    }

    /// A line of a list.
    pub(super) fn item(&self, line: &str, text: &mut String) {
        let room = usize::from(self.width.columns()).saturating_sub(2);
        for (number, part) in wrapped(line, room).iter().enumerate() {
            let start = if number == 0 { "- " } else { "  " };
            let _ = writeln!(text, "{start}{part}");
        }
    }

    /// A heading, with how many of all are shown where it is not all of them.
    pub(super) fn heading(&self, title: &str, all: usize, text: &mut String) -> usize {
        let shown = match self.detail {
            Detail::Short => all.min(SHORT),
            Detail::Full => all,
        };
        let title = if shown < all {
            format!("{title}: {shown} of {all} (--all shows the rest)")
        } else {
            format!("{title}:")
        };
        let _ = writeln!(text, "\n{}", self.style.heading(&title));
        shown
    }

    fn head(&self, text: &mut String) {
        let it = self.it;
        let version = it.schedule.version.as_deref();
        let version = version.map_or(String::new(), |version| format!(" ({})", Terminal(version)));
        let everybody: Vec<usize> = (0..it.members.len()).collect();
        let who = match it.members.len() {
            number @ 7.. => format!("{number} members"),
            _ => self.names(&everybody),
        };
        let title = format!("{}{version}: {who}", Terminal(&it.schedule.title));
        let _ = writeln!(text, "{}", self.style.heading(&title));
        let line = format!("{}; {}", self.aim(), self.proof());
        let room = usize::from(self.width.columns());
        for part in wrapped(&line, room) {
            let _ = writeln!(text, "{part}");
        }
        let _ = writeln!(text, "Times are in {}.", it.schedule.timezone);
    }

    /// What was planned for, and how far it was reached.
    fn aim(&self) -> String {
        let aim = &self.it.aim;
        let worth = aim.worth as i64;
        match (aim.name, aim.always_together, aim.bonus) {
            ("together", false, Some(bonus)) => {
                format!("together: {worth} points, {bonus} of them for each pair at one talk")
            }
            ("together", ..) => format!("one agenda for all, {worth} points in sum"),
            ("cover", false, _) => {
                format!("cover: {worth} points, every talk counted once for who gives it most")
            }
            ("cover", ..) => {
                format!("one agenda for all, {worth} points, each talk at the most anyone gives it")
            }
            ("fair", false, _) => format!(
                "fair: all have their own best, and as much company as that allows ({})",
                count(usize::try_from(worth).unwrap_or(0), "meeting of two")
                    .replace("meeting of twos", "meetings of two")
            ),
            ("fair", ..) => format!(
                "one agenda for all; the worst-off has {:.1} % of the own best",
                aim.worth * 100.0
            ),
            _ => "each member with the own best".to_owned(),
        }
    }

    fn proof(&self) -> String {
        let proof = &self.it.proof;
        match proof.status {
            Status::Optimal | Status::LeastChange => {
                self.style.good("proven that no plan has more")
            }
            Status::BestFound => {
                let most = match self.it.aim.counts {
                    "share" => {
                        let whole = self.it.aim.worth.max(1e-9);
                        let bound = whole / (1.0 - proof.gap).max(1e-9);
                        format!("{:.1} %", bound * 100.0)
                    }
                    _ => proof.bound.to_string(),
                };
                self.style.warning(&format!(
                    "best found in the time: at most {most} is possible (gap {:.2} %)",
                    proof.gap * 100.0
                ))
            }
        }
    }

    /// Who takes part, with sums.
    fn members(&self, text: &mut String) {
        let it = self.it;
        let planned = it.aim.name != "solo";
        let must_sees = |person: &Person| {
            let all = person.must_sees_kept + person.must_sees_missed.len();
            if all == 0 { String::new() } else { format!("{} of {all}", person.must_sees_kept) }
        };
        let mut header = vec!["Tag", "Member", "Talks", "Must-sees", "Points"];
        if planned {
            header.extend(["Own best", "Loss"]);
        }
        let mut table = new_table(self.width, &header);
        for person in &it.members {
            let fixed = if person.fixed { " (fixed)" } else { "" };
            let mut row = vec![
                Terminal(&person.tag).to_string(),
                format!("{}{fixed}", Terminal(&person.name)),
                person.talks.to_string(),
                must_sees(person),
                person.points.to_string(),
            ];
            if planned {
                row.push(person.alone.to_string());
                row.push(match person.loss {
                    0 => "0".to_owned(),
                    loss => format!("{loss} ({:.1} %)", person.loss_percent),
                });
            }
            table.add_row(row);
        }
        let mut shares = vec![Share::Content, Share::Rest];
        shares.resize(header.len(), Share::Content);
        let numbers: Vec<usize> = (2..header.len()).collect();
        let _ = writeln!(text, "{}", fit(table, self.width, &shares, &numbers).trim_fmt());
    }

    /// What has become of the talks of saved agendas.
    fn strays(&self, text: &mut String) {
        for person in self.it.members.iter().filter(|person| !person.strays.is_empty()) {
            let title = format!(
                "{}'s agenda is of another version of the schedule:",
                Terminal(&person.name)
            );
            let _ = writeln!(text, "\n{}", self.style.warning(&title));
            for lost in &person.strays {
                self.item(&stray(lost), text);
            }
        }
    }

    /// What each member gives up, and for what.
    fn sacrifices(&self, text: &mut String) {
        let it = self.it;
        let all: Vec<(usize, &Sacrifice)> = it
            .members
            .iter()
            .enumerate()
            .flat_map(|(member, person)| person.sacrifices.iter().map(move |it| (member, it)))
            .collect();
        if all.is_empty() {
            return;
        }
        let mut dearest = all;
        dearest.sort_by_key(|(member, sacrifice)| (-sacrifice.points, *member));
        let shown = self.heading("What is given up for that", dearest.len(), text);
        for (member, sacrifice) in &dearest[..shown] {
            self.item(&self.sacrifice(*member, sacrifice), text);
        }
    }

    fn sacrifice(&self, member: usize, sacrifice: &Sacrifice) -> String {
        let titles = |list: &[Instead]| {
            and_list(
                &list
                    .iter()
                    .map(|it| format!("`{}`", Terminal(&it.place.title)))
                    .collect::<Vec<_>>(),
            )
        };
        let price = match sacrifice.points {
            0 => "(no loss)".to_owned(),
            points if points > 0 => format!("(-{points})"),
            points => format!("(+{})", -points),
        };
        let name = self.name(member);
        let mut sentence = match sacrifice.lost.is_empty() {
            true => format!("{name} {price}"),
            false => format!("{name} gives up {} {price}", titles(&sacrifice.lost)),
        };
        // Who hears it now, where that is what the aim is about.
        if self.it.aim.name == "cover" && !self.it.aim.always_together {
            let heard: Vec<usize> = sorted(sacrifice.lost.iter().flat_map(|it| &it.with));
            if !heard.is_empty() {
                let hear = if heard.len() == 1 { "hears" } else { "hear" };
                let comma = if sacrifice.gained.is_empty() { "" } else { "," };
                let _ = write!(sentence, ", which {} {hear}{comma}", self.names(&heard));
            }
        }
        if !sacrifice.gained.is_empty() {
            let with = sorted(sacrifice.gained.iter().flat_map(|it| &it.with));
            let at = titles(&sacrifice.gained);
            let _ = match (self.it.aim.name, with.as_slice()) {
                ("cover", _) if !self.it.aim.always_together => write!(sentence, " for {at}"),
                (_, []) => write!(sentence, " for {at}"),
                (_, with) if with.len() + 1 == self.it.members.len() && with.len() > 1 => {
                    write!(sentence, " to be with all at {at}")
                }
                (_, with) => write!(sentence, " to be with {} at {at}", self.names(with)),
            };
        }
        sentence
    }

    fn all_see(&self, text: &mut String) {
        let talks: Vec<_> =
            self.it.talks.iter().filter(|talk| talk.who.len() == self.it.members.len()).collect();
        if talks.is_empty() {
            let _ = writeln!(text, "\nNo talk is seen by all.");
            return;
        }
        let shown = self.heading("All see", talks.len(), text);
        for talk in &talks[..shown] {
            self.item(&talk_line(&talk.place), text);
        }
    }

    fn meetings(&self, text: &mut String) {
        if self.it.meetings.is_empty() {
            let _ = writeln!(text, "\nAt no time are all free for a quarter of an hour.");
            return;
        }
        let _ = writeln!(text, "\n{}", self.style.heading("All are free, and could meet:"));
        for meeting in &self.it.meetings {
            self.item(&self.meeting(meeting), text);
        }
    }

    fn meeting(&self, meeting: &Meeting) -> String {
        let near = meeting.near.as_deref();
        let near = near.map_or(String::new(), |room| format!(" near {}", Terminal(room)));
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
            .map(|(minutes, members)| format!("{} {minutes} min", self.names(members)))
            .collect();
        let walks =
            if walks.is_empty() { String::new() } else { format!(" (walk: {})", walks.join(", ")) };
        format!(
            "{} {}-{}{near}{walks}",
            meeting.from.format("%a"),
            meeting.from.format("%H:%M"),
            meeting.to.format("%H:%M")
        )
    }

    /// Must-sees that are not kept.
    fn must_sees(&self, text: &mut String) {
        let missed = |person: &&Person| !person.must_sees_missed.is_empty();
        if !self.it.members.iter().any(|person| missed(&person)) {
            return;
        }
        let _ = writeln!(text, "\n{}", self.style.warning("Must-sees that are not kept:"));
        for person in self.it.members.iter().filter(missed) {
            let titles: Vec<String> =
                person.must_sees_missed.iter().map(|t| format!("`{}`", Terminal(t))).collect();
            self.item(&format!("{}: {}", Terminal(&person.name), and_list(&titles)), text);
        }
    }

    /// What somebody wants and nobody sees.
    fn unseen(&self, text: &mut String) {
        let unseen = &self.it.unseen;
        if unseen.is_empty() {
            return;
        }
        let shown = self.heading("Wanted, but seen by nobody", unseen.len(), text);
        for talk in &unseen[..shown] {
            self.item(&format!("{}: {}", talk_line(&talk.place), self.wanted(talk)), text);
        }
    }

    fn wanted(&self, talk: &Unseen) -> String {
        const MOST: usize = 3;
        let first = talk.wanted.iter().take(MOST);
        let mut wanted: Vec<String> =
            first.map(|wanted| format!("{} {}", self.name(wanted.by), wanted.points)).collect();
        if talk.wanted.len() > MOST {
            wanted.push(format!("{} more", talk.wanted.len() - MOST));
        }
        wanted.join(", ")
    }
}

fn sorted<'a>(members: impl Iterator<Item = &'a usize>) -> Vec<usize> {
    let set: BTreeSet<usize> = members.copied().collect();
    set.into_iter().collect()
}

/// A talk on one line.
pub(super) fn talk_line(place: &Place) -> String {
    let room = place.room.as_deref();
    let room = room.map_or(String::new(), |room| format!(" ({})", Terminal(room)));
    format!(
        "{}-{} {}{room}",
        place.start.format("%a %H:%M"),
        place.end.format("%H:%M"),
        Terminal(&place.title)
    )
}

fn stray(lost: &Lost) -> String {
    let place = |time: DateTime<FixedOffset>, room: Option<&str>| {
        let room = room.map_or(String::new(), |room| format!(" in {}", Terminal(room)));
        format!("{}{room}", time.format("%a %H:%M"))
    };
    let was = place(lost.was, lost.was_in.as_deref());
    let title = Terminal(&lost.title);
    match lost.now {
        Some(now) => {
            let now = place(now, lost.now_in.as_deref());
            format!("{title} moved from {was} to {now}")
        }
        None if lost.what == "cancelled" => format!("{title} ({was}) is cancelled"),
        None => format!("{title} ({was}) is gone"),
    }
}

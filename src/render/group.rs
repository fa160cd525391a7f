//! A comparison as tables: who is where with whom.

use std::fmt::Write as _;

use crate::agenda::Status;
use crate::group::{Comparison, Person, Sacrifice};
use crate::problem::and_list;

use super::grid::{Share, fit, new_table};
use super::group_days::days;
use super::group_words as words;
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
    // Those who do everything together need not be told what they do together.
    let are_one = !it.talks.is_empty() && it.all_see.len() == it.talks.len();
    if !are_one {
        page.all_see(&mut text);
    }
    page.meetings(&mut text);
    if !are_one {
        page.pairs(&mut text);
        page.apart(&mut text);
        page.alone(&mut text);
    }
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
        let title = Terminal(&words::title(it)).to_string();
        let _ = writeln!(text, "{}", self.style.heading(&title));
        let proof = words::proof(it);
        let proof = match it.proof.status {
            Status::Optimal | Status::LeastChange => self.style.good(&proof),
            Status::BestFound => self.style.warning(&proof),
        };
        let line = format!("{}; {proof}", words::aim(it));
        let room = usize::from(self.width.columns());
        for part in wrapped(&line, room) {
            let _ = writeln!(text, "{part}");
        }
        let _ = writeln!(text, "Times are in {}.", Terminal(&it.schedule.timezone));
    }

    /// Who takes part, with sums.
    fn members(&self, text: &mut String) {
        let it = self.it;
        let planned = it.aim.name != "solo";
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
                words::must_sees(person),
                person.points.to_string(),
            ];
            if planned {
                row.push(person.alone.to_string());
                row.push(words::loss(person));
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
                self.item(&Terminal(&words::stray(lost)).to_string(), text);
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
            let sentence = words::sacrifice(it, *member, sacrifice);
            self.item(&Terminal(&sentence).to_string(), text);
        }
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
            self.item(&Terminal(&words::talk_line(&talk.place)).to_string(), text);
        }
    }

    fn meetings(&self, text: &mut String) {
        if self.it.meetings.is_empty() {
            let _ = writeln!(text, "\nAt no time are all free for a quarter of an hour.");
            return;
        }
        let _ = writeln!(text, "\n{}", self.style.heading("All are free, and could meet:"));
        for meeting in &self.it.meetings {
            let sentence = words::meeting(self.it, meeting);
            self.item(&Terminal(&sentence).to_string(), text);
        }
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
            let (place, wanted) = (words::talk_line(&talk.place), words::wanted(self.it, talk));
            self.item(&Terminal(&format!("{place}: {wanted}")).to_string(), text);
        }
    }
}

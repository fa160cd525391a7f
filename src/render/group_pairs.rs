//! What each two members of a comparison share, and where they are apart.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::Terminal;
use super::grid::new_table;
use super::group::{Detail, Page, SHORT};
use super::group_words as words;
use super::why::wrapped;

impl Page<'_> {
    /// Who shares how much with whom.
    pub(super) fn pairs(&self, text: &mut String) {
        const FEW: usize = 8;
        let it = self.it;
        let title = "Who meets whom (shared talks, minutes together, Jaccard index):";
        let _ = writeln!(text, "\n{}", self.style.heading(title));
        if it.members.len() <= FEW && !self.width.is_narrow() {
            let _ = writeln!(text, "{}", self.matrix());
            return;
        }
        let mut pairs: Vec<_> = it.pairs.iter().filter(|pair| pair.talks > 0).collect();
        pairs.sort_by_key(|pair| (Reverse((pair.talks, pair.minutes)), pair.a, pair.b));
        let shown = match self.detail {
            Detail::Short => pairs.len().min(2 * SHORT),
            Detail::Full => pairs.len(),
        };
        for pair in &pairs[..shown] {
            let line = Terminal(&words::pair(it, pair)).to_string();
            self.item(&line, text);
        }
        let rest = it.pairs.len() - shown;
        if rest > 0 {
            let never = it.pairs.len() - pairs.len();
            self.item(&format!("{rest} other pairs, {never} of which share nothing"), text);
        }
    }

    fn matrix(&self) -> String {
        let it = self.it;
        let tag = |member: usize| Terminal(&it.members[member].tag).to_string();
        let last = it.members.len() - 1;
        let mut header = vec![String::new()];
        header.extend((1..=last).map(tag));
        let mut table =
            new_table(self.width, &header.iter().map(String::as_str).collect::<Vec<&str>>());
        for a in 0..last {
            let mut row = vec![tag(a)];
            for b in 1..=last {
                let pair = it.pairs.iter().find(|pair| (pair.a, pair.b) == (a, b));
                row.push(pair.map_or(String::new(), |pair| match pair.talks {
                    0 => "-".to_owned(),
                    talks => format!("{talks}, {} min\n{:.2}", pair.minutes, pair.jaccard),
                }));
            }
            table.add_row(row);
        }
        table.trim_fmt()
    }

    /// Talks at one time with different people in them.
    pub(super) fn apart(&self, text: &mut String) {
        if self.detail == Detail::Short || self.it.apart.is_empty() {
            return;
        }
        self.heading("Same time, different rooms", self.it.apart.len(), text);
        for apart in &self.it.apart {
            let side = |number: usize| {
                let talk = &self.it.talks[number];
                let room = talk.place.room.as_deref().unwrap_or("an unknown room");
                format!(
                    "{} in {} (`{}`)",
                    self.names(&talk.who),
                    Terminal(room),
                    Terminal(&talk.place.title)
                )
            };
            let time = format!("{}-{}", apart.from.format("%a %H:%M"), apart.to.format("%H:%M"));
            self.item(&format!("{time}: {}; {}", side(apart.a), side(apart.b)), text);
        }
    }

    /// Talks that only one sees.
    pub(super) fn alone(&self, text: &mut String) {
        let single = |member: usize| {
            let talks = self.it.talks.iter();
            talks.filter(move |talk| talk.who == [member])
        };
        match self.detail {
            Detail::Short => {
                const TITLE: &str = "Only one sees:";
                let sums: Vec<String> = (0..self.it.members.len())
                    .map(|member| format!("{} {}", self.name(member), single(member).count()))
                    .collect();
                let line = format!("{TITLE} {} (--all lists them)", sums.join(", "));
                let lines = wrapped(&line, usize::from(self.width.columns()));
                let styled = lines.join("\n").replacen(TITLE, &self.style.heading(TITLE), 1);
                let _ = writeln!(text, "\n{styled}");
            }
            Detail::Full => {
                for member in 0..self.it.members.len() {
                    let talks: Vec<_> = single(member).collect();
                    if talks.is_empty() {
                        continue;
                    }
                    self.heading(&format!("Only {} sees", self.name(member)), talks.len(), text);
                    for talk in talks {
                        self.item(&Terminal(&words::talk_line(&talk.place)).to_string(), text);
                    }
                }
            }
        }
    }
}

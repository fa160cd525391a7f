//! What talks cost: `budget`, prices and what is sold out.

use attend::source::{self, Hints};

use crate::support::Test;

const FRINGE: &str = "\
Title,Day,Start,End,Venue,Ticket price,Tickets left,Age
Puppets,2026-08-07,10:00,11:00,Barn,£12.50 (£10),30,8+
Opera,2026-08-07,12:00,14:00,Hall,£30,4,
Street music,2026-08-07,15:00,16:00,Square,free,,
Magic,2026-08-07,17:00,18:00,Barn,9,0,
Late show,2026-08-07,20:00,21:00,Cellar,£8,12,18+
";
const RATINGS: &str =
    "ratings: { Puppets: 50, Opera: 95, Street music: 20, Magic: 99, Late show: 60 }\n";

fn fringe(args: &str, profile: &str) -> Test {
    Test::new(&format!("{args} -s fringe.csv -p p.yaml --tz Europe/London"))
        .file("fringe.csv", FRINGE)
        .file("p.yaml", format!("{RATINGS}{profile}"))
}

#[test]
fn the_best_agenda_for_the_money() {
    let case = |profile: &str, expected: &[&str]| {
        let (out, _, _) = fringe("plan -f json", profile).run();
        let agenda: serde_json::Value = serde_json::from_str(&out).unwrap();
        let talks = agenda["talks"].as_array().unwrap().iter();
        let titles: Vec<&str> = talks.map(|talk| talk["title"].as_str().unwrap()).collect();
        assert_eq!(titles, expected, "{profile}");
    };
    case("", &["Puppets", "Opera", "Street music", "Late show"]);
    case("budget: 50.50", &["Puppets", "Opera", "Street music", "Late show"]);
    case("budget: 50.49", &["Opera", "Street music", "Late show"]);
    case("budget: 37", &["Puppets", "Street music", "Late show"]);
    case("budget: £29.99", &["Puppets", "Street music", "Late show"]);
    case("budget: 0", &["Street music"]);
    case("budget: 20\nmust_see: [Opera]", &["Street music", "Late show"]);
}

#[test]
fn what_money_stands_against_is_told() {
    fringe("plan", "budget: 40\n").shows(
        "
fringe: unnamed profile
3 talks, 85 % of your best 3 if none clashed, £38 of £40 for tickets; optimal:
proven that no agenda has more.
Times are in Europe/London.

Friday 7 August 2026
12:00-14:00  Opera
             Hall · 2 h · 950 points · rated 95 by hand 950
14:00-15:00  (1 h free)
15:00-16:00  Street music
             Square · 1 h · 200 points · rated 20 by hand 200
16:00-20:00  (4 h free)
20:00-21:00  Late show
             Cellar · 1 h · 600 points · rated 60 by hand 600

Missed: 2 talks
Fri 17:00  Magic
           990 points · sold out
Fri 10:00  Puppets
           500 points · would cost 450 · your budget does not allow it
! warning: fringe.csv: 5 ids made up; `attend check` lists them
",
    );
    fringe("plan", "budget: 40\nmust_see: [Opera, Puppets, Magic]\n").shows(
        "
fringe: unnamed profile
3 talks with 1 must-see, 85 % of your best 3 if none clashed, £38 of £40 for
tickets; optimal: proven that no agenda has more.
Times are in Europe/London.

What cannot all be kept:
- Fri 10:00-11:00 in Barn: Puppets (given up)
- Fri 12:00-14:00 in Hall: Opera (kept)
- because: your budget does not allow it
- your options:
  - leave out Puppets: as in this agenda
  - leave out Opera: costs 450 points
  - spend more than your budget: gains 500 points

Friday 7 August 2026
12:00-14:00  * Opera
             Hall · 2 h · 950 points · rated 95 by hand 950
14:00-15:00  (1 h free)
15:00-16:00  Street music
             Square · 1 h · 200 points · rated 20 by hand 200
16:00-20:00  (4 h free)
20:00-21:00  Late show
             Cellar · 1 h · 600 points · rated 60 by hand 600
* must-see

Missed: 2 talks
Fri 10:00  * Puppets
           500 points · would cost 450 · your budget does not allow it
Fri 17:00  Magic
           990 points · sold out
! warning: fringe.csv: 5 ids made up; `attend check` lists them
! warning: p.yaml:3:28: `Magic` is a must-see, but it is sold out
",
    );
    fringe("why magic", "budget: 40\n").shows(
        "
Magic
Friday 7 August 2026, 17:00-18:00, Barn

990 points
  990  rated 99 by hand

Not in your best agenda, because it is sold out.
! warning: fringe.csv: 5 ids made up; `attend check` lists them
",
    );
}

#[test]
fn check_tells_what_it_does_with_prices_and_columns() {
    Test::new("check fringe.csv p.yaml -s fringe.csv --tz Europe/London")
        .file("fringe.csv", FRINGE)
        .file("p.yaml", format!("{RATINGS}budget: 40\n"))
        .shows(
            "
ok: fringe.csv: CSV
- fringe: 5 events, 7 Aug 2026, Europe/London
- 5 slots in the file: 5 read, 0 skipped
- column not used: `Age`
╭─────────┬───────┬────────────────────────────────────────────────────────────╮
│ What    ┆ Times ┆ Which                                                      │
╞═════════╪═══════╪════════════════════════════════════════════════════════════╡
│ id made ┆     5 ┆ 2:1: Puppets: no id given, so `puppets`                    │
│         ┆       ┆ 3:1: Opera: no id given, so `opera`                        │
│         ┆       ┆ 4:1: Street music: no id given, so `street-music`          │
│         ┆       ┆ and 2 more (--all lists them)                              │
╰─────────┴───────┴────────────────────────────────────────────────────────────╯
ok: p.yaml: profile with 0 interests and 0 must-sees; 5 talks of 5 have points at fringe
! warning: fringe.csv: 5 ids made up; `attend check` lists them
",
        );
    let free = "title: T\ntimezone: UTC\nevents:\n  - { id: a, title: A, start: 2026-08-07T10:00, minutes: 5 }\n";
    let paid = "  - { id: b, title: B, start: 2026-08-07T11:00, minutes: 5, price: 3 EUR }\n";
    let check = |schedule: String, profile: &str| {
        Test::new("check p.yaml -s s.yaml").file("s.yaml", schedule).file("p.yaml", profile)
    };
    check(free.to_owned(), "budget: 40\n").shows(
        "
ok: p.yaml: profile with 0 interests and 0 must-sees; 0 talks of 1 have points at T
  1:9: `budget` has no effect: the schedule has no prices
",
    );
    check(format!("{free}{paid}"), "budget: 40 EUR\n").shows(
        "
ok: p.yaml: profile with 0 interests and 0 must-sees; 0 talks of 2 have points at T
  1:9: `budget` counts 1 talk without a price as free
",
    );
    check(free.to_owned(), "budget: some\n").shows(
        "
error: p.yaml:1:9: `some` is not an amount of money
hint: write it as `60` or `60 EUR`
status 1
",
    );
    Test::new("check s.yaml")
        .file("s.yaml", format!("{free}{}", paid.replace("3 EUR", "dear")))
        .shows(
            "
error: s.yaml:5:68: `dear` is not a price
hint: write it as `18.50`, `18 EUR` or `free`
status 1
",
        );
}

#[test]
fn prices_come_from_every_source_that_gives_them() {
    let case = |text: &str, price: Option<&str>, sold_out: bool| {
        let read = source::read(text.as_bytes(), &Hints::default()).unwrap();
        let event = &read.schedule.events()[0];
        let own = event.price.as_ref().map(ToString::to_string);
        assert_eq!((own.as_deref(), event.sold_out), (price, sold_out), "{text}");
    };
    let csv = |columns: &str, cells: &str, last: &str| {
        format!(
            "title,start,end,{columns}\nA,2026-08-07 10:00,2026-08-07 11:00,{cells}\nB,2026-08-07 11:00,2026-08-07 12:00,{last}\n"
        )
    };
    case(&csv("Price (EUR)", "4.50", "5"), Some("4.50 EUR"), false);
    case(&csv("Eintritt,Ausverkauft", "7 €,x", "3,"), Some("€7"), true);
    case(&csv("cost,status", "5,Sold out", "5,"), Some("5"), true);
    case(&csv("price", "sold out", "5"), None, true);
    case(&csv("admission,tickets available", "$5,0", "5,20"), Some("$5"), true);
    // Before the sale, or after it, no number says anything.
    case(&csv("admission,tickets available", "$5,0", "5,0"), Some("$5"), false);
    case(&csv("admission,tickets available", "$5,", "5,0"), Some("$5"), false);
    case(
        r#"[{"title": "A", "start": "2026-08-07T10:00:00", "price": {"amount": 12, "currency": "CHF"}},
        {"title": "B", "start": "2026-08-07T11:00:00", "price": 4, "sold_out": true}]"#,
        Some("12 CHF"),
        false,
    );
}

#[test]
fn prices_in_another_currency_are_told() {
    let table = FRINGE.replace("£8", "8 EUR");
    Test::new("check -s fringe.csv p.yaml --tz Europe/London -q")
        .file("fringe.csv", table)
        .file("p.yaml", "interests: [magic]\nbudget: 20\n")
        .shows(
            "
ok: p.yaml: profile with 1 interest and 0 must-sees; 1 talk of 5 have points at fringe
  2:9: `budget` is in £ and does not count 1 price in EUR
",
        );
    // What the talks cost is told apart, and a budget in euros is for what costs euros.
    let tickets = |profile: &str| {
        let (out, err, _) = Test::new("plan -s fringe.csv -p p.yaml --tz Europe/London")
            .file("fringe.csv", FRINGE.replace("£8", "8 EUR"))
            .file("p.yaml", format!("{RATINGS}{profile}"))
            .run();
        let head = out.replace('\n', " ");
        let tickets = head.split_once("clashed, ").unwrap().1.split_once(" for tickets").unwrap().0;
        let warning = err.lines().find(|line| line.contains("`budget`")).unwrap_or_default();
        (tickets.to_owned(), warning.to_owned())
    };
    assert_eq!(tickets(""), ("£42.50 and 8 EUR".to_owned(), String::new()));
    assert_eq!(tickets("never: [Opera, Puppets]\n").0, "8 EUR");
    let warning = "warning: p.yaml:2:9: `budget` is in EUR and does not count 2 prices in £";
    let told = ("0 EUR of 7 EUR and £42.50".to_owned(), warning.to_owned());
    assert_eq!(tickets("budget: 7 euros\n"), told);
}

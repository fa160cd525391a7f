//! What it costs to get in, as sources say it: `18.50`, `£12 (£10)`, `9,50 €`, `5-8 EUR`, `free`.

use std::cmp::Reverse;
use std::fmt;

use crate::text::fold;

/// A price, in hundredths: of several the highest, so that a budget surely holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price {
    /// Hundredths of the currency's unit.
    pub cents: i64,
    /// The currency's sign or code, where the source gives it.
    pub currency: Option<String>,
}

/// Signs and codes of currencies.
const CURRENCIES: &[&str] = &[
    "£", "€", "$", "¥", "₹", "₩", "₪", "zł", "kr", "eur", "usd", "gbp", "chf", "sek", "nok", "dkk",
    "aud", "cad", "nzd", "jpy", "inr", "pln", "czk", "kc", "huf", "ft", "euro", "euros",
];
/// Words for nothing to pay.
const FREE: &[&str] = &[
    "free",
    "gratis",
    "kostenlos",
    "frei",
    "umsonst",
    "gratuit",
    "gratuita",
    "gratuito",
    "included",
    "inklusive",
    "no charge",
    "complimentary",
    "none",
];

impl Price {
    /// The most that a price may be, in hundredths.
    const MOST: i64 = 1_000_000_000;

    /// The price that a text says, if it says one.
    pub fn read(text: &str) -> Option<Price> {
        let folded = fold(text.trim());
        if FREE.iter().any(|word| folded.starts_with(word)) {
            return Some(Price { cents: 0, currency: None });
        }
        let amounts = amounts(&folded);
        let first = amounts.first()?;
        let said =
            amounts.iter().filter(|amount| amount.currency.is_some()).max_by_key(|a| a.cents);
        // Without a currency, the number with which the text begins, to the end of its range.
        let bare = || {
            let range =
                amounts.iter().take_while(|amount| amount.start == first.start || amount.goes_on);
            range.max_by_key(|amount| amount.cents).filter(|_| first.start == 0)
        };
        let amount = said.or_else(bare)?;
        let currency = amount.currency.map(|currency| match currency {
            "euro" | "euros" => "EUR".to_owned(),
            code if code.starts_with(|c: char| c.is_ascii_alphabetic()) => code.to_uppercase(),
            sign => sign.to_owned(),
        });
        (0..=Price::MOST).contains(&amount.cents).then_some(Price { cents: amount.cents, currency })
    }
}

impl Price {
    /// Whether it is paid for in a currency; where either says none, it is.
    pub fn is_in(&self, currency: Option<&str>) -> bool {
        self.currency.as_deref().zip(currency).is_none_or(|(own, other)| is_same(own, other))
    }

    /// The currency in which most of some prices are.
    pub fn usual<'a>(prices: &[&'a Price]) -> Option<&'a str> {
        let said = || prices.iter().filter_map(|price| price.currency.as_deref());
        let number = |currency: &str| said().filter(|other| is_same(currency, other)).count();
        said().max_by_key(|currency| (number(currency), Reverse(*currency)))
    }
}

/// Whether two signs or codes can be of one currency.
fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (codes(a), codes(b));
    a.iter().any(|code| b.contains(code))
}

/// The codes that a sign may stand for, or the code itself.
fn codes(currency: &str) -> Vec<String> {
    let name = currency.trim().to_uppercase();
    let codes: &[&str] = match name.as_str() {
        "£" => &["GBP"],
        "€" => &["EUR"],
        "$" => &["USD", "AUD", "CAD", "NZD"],
        "¥" => &["JPY"],
        "₹" => &["INR"],
        "₩" => &["KRW"],
        "₪" => &["ILS"],
        "ZŁ" => &["PLN"],
        "KR" => &["SEK", "NOK", "DKK"],
        "KC" | "KČ" => &["CZK"],
        "FT" => &["HUF"],
        _ => return vec![name],
    };
    codes.iter().map(ToString::to_string).collect()
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.cents / 100, self.cents % 100);
        let amount = if part == 0 { whole.to_string() } else { format!("{whole}.{part:02}") };
        match self.currency.as_deref() {
            Some(sign @ ("£" | "$" | "€" | "¥" | "₹" | "₩" | "₪")) => {
                write!(f, "{sign}{amount}")
            }
            Some(code) => write!(f, "{amount} {code}"),
            None => write!(f, "{amount}"),
        }
    }
}

/// A number in a text.
struct Amount<'a> {
    start: usize,
    cents: i64,
    currency: Option<&'a str>,
    /// Whether it is the end of a range: `5-8`.
    goes_on: bool,
}

fn amounts(text: &str) -> Vec<Amount<'_>> {
    let mut found: Vec<Amount<'_>> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'');
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        let number = text[start..start + length].trim_end_matches(['.', ',', '\'']);
        let end = start + number.len();
        let before = text[..start].trim_end();
        let goes_on = before.ends_with(['-', '–']) && !found.is_empty();
        let before = CURRENCIES.iter().copied().find(|sign| ends_with_word(before, sign));
        let after = text[end..].trim_start();
        let after = CURRENCIES.iter().copied().find(|sign| starts_with_word(after, sign));
        let of_range = || found.last().filter(|_| goes_on).and_then(|amount| amount.currency);
        let currency = before.or(after).or_else(of_range);
        if let Some(cents) = cents(number) {
            found.push(Amount { start, cents, currency, goes_on });
        }
        at = start + length.max(1);
    }
    found
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|rest| is_end(word.chars().next(), rest.chars().last()))
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| is_end(word.chars().last(), rest.chars().next()))
}

/// Whether a word ends where another character follows.
fn is_end(last: Option<char>, next: Option<char>) -> bool {
    !last.is_some_and(char::is_alphabetic) || !next.is_some_and(char::is_alphabetic)
}

/// `1,200.50`, `18,5`, `12`: the last separator is that of decimals if one or two digits follow.
fn cents(number: &str) -> Option<i64> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (whole, part) = match number.rfind(['.', ',']) {
        Some(at) if (1..=2).contains(&(number.len() - at - 1)) => {
            (&number[..at], format!("{:0<2}", &number[at + 1..]))
        }
        _ => (number, "00".to_owned()),
    };
    let whole: i64 = digits(whole).parse().ok()?;
    whole.checked_mul(100)?.checked_add(part.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_as_people_write_them() {
        let case = |text: &str, expected: Option<(i64, &str)>| {
            let price = Price::read(text).map(|it| (it.cents, it.currency.unwrap_or_default()));
            let expected = expected.map(|(cents, currency)| (cents, currency.to_owned()));
            assert_eq!(price, expected, "{text}");
        };
        case("18.00", Some((1800, "")));
        case("0", Some((0, "")));
        case("$4.50", Some((450, "$")));
        case("£12 (£10)", Some((1200, "£")));
        case("£10 (£12 on Saturday), 18+", Some((1200, "£")));
        case("9,50 €", Some((950, "€")));
        case("EUR 1.200", Some((120_000, "EUR")));
        case("1,200.5 USD", Some((120_050, "USD")));
        case("5-8", Some((800, "")));
        case("£5-8", Some((800, "£")));
        case("10 per person, 12 at most", Some((1000, "")));
        case("Free (donation £5)", Some((0, "")));
        case("gratis", Some((0, "")));
        case("pay what you can", None);
        case("$-", None);
        case("", None);
        case("99999999999999999999", None);
        case("99999999999", None);
    }

    #[test]
    fn one_currency_has_several_names() {
        let case = |price: &str, currency: Option<&str>, expected: bool| {
            assert_eq!(Price::read(price).unwrap().is_in(currency), expected, "{price}");
        };
        case("€5", Some("EUR"), true);
        case("5 euros", Some("€"), true);
        case("£5", Some("GBP"), true);
        case("£5", Some("€"), false);
        case("$5", Some("cad"), true);
        case("5 USD", Some("CAD"), false);
        case("5 zł", Some("PLN"), true);
        case("5 kr", Some("DKK"), true);
        case("5", Some("EUR"), true);
        case("5 EUR", None, true);
        let prices = ["3", "£1", "2 EUR", "€3"].map(|text| Price::read(text).unwrap());
        let prices: Vec<&Price> = prices.iter().collect();
        assert_eq!(Price::usual(&prices), Some("EUR"));
        assert_eq!(Price::usual(&prices[..3]), Some("EUR"));
        assert_eq!(Price::usual(&prices[..1]), None);
    }

    #[test]
    fn prices_are_written_as_they_are_read() {
        for text in ["18.50", "£12", "9.05 CHF", "0"] {
            assert_eq!(Price::read(text).unwrap().to_string(), text);
        }
    }
}

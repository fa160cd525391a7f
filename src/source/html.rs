//! HTML in a field -> plain text: tags go, paragraphs and lists stay visible, entities are read.
//!
//! Only what is surely HTML is touched: `a < b` and `Vec<u8>` are text. No attempt is made to
//! read a whole page.

/// Elements that begin a new line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements inside a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "iframe", "img", "ins",
    "kbd", "mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
];

/// Elements whose content is no text.
const SKIPPED: &[&str] = &["script", "style"];

/// What may be taken out of a title.
const EMPHASIS: &[&str] =
    &["a", "b", "br", "em", "i", "small", "span", "strong", "sub", "sup", "u"];

/// How far the end of a tag is looked for.
const LONGEST_TAG: usize = 2000;

/// Entities that texts of conferences really use; `shy` and the like mean nothing here.
#[rustfmt::skip] // One entity a line is a page of nothing.
const ENTITIES: &[(&str, char)] = &[

    ("AMP", '&'), ("Agrave", 'À'), ("Aring", 'Å'), ("Auml", 'Ä'), ("Ccedil", 'Ç'),
    ("Eacute", 'É'), ("Egrave", 'È'), ("GT", '>'), ("LT", '<'), ("Oacute", 'Ó'), ("Oslash", 'Ø'),
    ("Ouml", 'Ö'), ("QUOT", '"'), ("Uuml", 'Ü'), ("aacute", 'á'), ("acirc", 'â'), ("aelig", 'æ'),
    ("agrave", 'à'), ("amp", '&'), ("apos", '\''), ("aring", 'å'), ("atilde", 'ã'), ("auml", 'ä'),
    ("bdquo", '„'), ("bull", '•'), ("ccedil", 'ç'), ("cent", '¢'), ("copy", '©'), ("deg", '°'),
    ("eacute", 'é'), ("ecirc", 'ê'), ("egrave", 'è'), ("euml", 'ë'), ("euro", '€'),
    ("frac12", '½'), ("gt", '>'), ("hellip", '…'), ("iacute", 'í'), ("icirc", 'î'),
    ("igrave", 'ì'), ("iuml", 'ï'), ("laquo", '«'), ("larr", '←'), ("ldquo", '“'), ("lsquo", '‘'),
    ("lt", '<'), ("mdash", '—'), ("micro", 'µ'), ("middot", '·'), ("nbsp", '\u{a0}'),
    ("ndash", '–'), ("ntilde", 'ñ'), ("oacute", 'ó'), ("ocirc", 'ô'), ("ograve", 'ò'),
    ("oslash", 'ø'), ("otilde", 'õ'), ("ouml", 'ö'), ("para", '¶'), ("plusmn", '±'),
    ("pound", '£'), ("quot", '"'), ("raquo", '»'), ("rarr", '→'), ("rdquo", '”'), ("reg", '®'),
    ("rsquo", '’'), ("sbquo", '‚'), ("sect", '§'), ("szlig", 'ß'), ("times", '×'), ("trade", '™'),
    ("uacute", 'ú'), ("ucirc", 'û'), ("ugrave", 'ù'), ("uuml", 'ü'), ("yen", '¥'),
];

/// Which tags are taken away.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text of several lines: every tag of HTML.
    Text,
    /// A title: only emphasis, since `the <table> element` is a subject.
    Line,
}

/// A field's text without HTML, carriage returns and space at its ends.
pub(super) fn plain(text: String, kind: Kind) -> String {
    let marked = memchr::memchr3(b'<', b'&', b'\r', text.as_bytes()).is_some();
    if !marked {
        return trimmed(text);
    }
    let mut plain = Plain {
        out: String::with_capacity(text.len()),
        markup: false,
        comments: kind == Kind::Text,
    };
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'<', b'&', b'\r', &text.as_bytes()[at..]) {
        let here = at + found;
        plain.text(&text[at..here]);
        at = here + plain.sign(&text[here..], kind);
    }
    plain.text(&text[at..]);
    if plain.markup { squeezed(&plain.out) } else { trimmed(plain.out) }
}

fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    let start = text.len() - text.trim_start().len();
    if start > 0 {
        text.drain(..start);
    }
    text
}

struct Plain {
    out: String,
    markup: bool,
    /// Whether comments may come, so that their end is looked for in vain only once.
    comments: bool,
}

impl Plain {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Takes the `<`, `&` or carriage return at the start; says how many bytes it was.
    fn sign(&mut self, rest: &str, kind: Kind) -> usize {
        match rest.as_bytes()[0] {
            b'\r' => {
                if !rest.starts_with("\r\n") {
                    self.out.push('\n');
                }
                1
            }
            b'&' => match entity(rest) {
                Some((sign, length)) => {
                    match sign {
                        '\u{a0}' => self.out.push(' '),
                        '\u{ad}' | '\u{200b}' | '\0' => {}
                        sign if sign.is_control() && sign != '\n' && sign != '\t' => {}
                        sign => self.out.push(sign),
                    }
                    length
                }
                None => {
                    self.out.push('&');
                    1
                }
            },
            _ => self.tag(rest, kind),
        }
    }

    /// Begins a paragraph; one inside a point of a list stands right after the point's mark.
    fn block(&mut self) {
        const NEAR: usize = 24;
        let space = self.out.bytes().rev().take(NEAR).take_while(u8::is_ascii_whitespace).count();
        let end = self.out.len() - space;
        if self.out[..end].ends_with("\n-") {
            self.out.truncate(end + 1);
        } else {
            self.out.push_str("\n\n");
        }
    }

    fn tag(&mut self, rest: &str, kind: Kind) -> usize {
        if self.comments && rest.starts_with("<!--") {
            if let Some(end) = rest.find("-->") {
                self.markup = true;
                return end + 3;
            }
            self.comments = false;
        }
        let Some(tag) = tag(rest, kind) else {
            self.out.push('<');
            return 1;
        };
        self.markup = true;
        match tag.name {
            "script" | "style" if !tag.closes => return skip_content(rest, tag),
            "li" if !tag.closes => self.out.push_str("\n- "),
            "br" | "dt" | "dd" | "tr" => self.out.push('\n'),
            "td" | "th" => self.out.push(' '),
            "li" => {}
            name if BLOCKS.contains(&name) => self.block(),
            _ => {}
        }
        tag.length
    }
}

#[derive(Clone, Copy)]
struct Tag {
    name: &'static str,
    closes: bool,
    length: usize,
}

/// The tag of HTML at the start of a text, or nothing where it is none.
fn tag(rest: &str, kind: Kind) -> Option<Tag> {
    let inner = &rest[1..];
    let closes = inner.starts_with('/');
    let word = &inner[usize::from(closes)..];
    let end = word.bytes().take(11).position(|byte| !byte.is_ascii_alphanumeric())?;
    let (written, after) = word.split_at(end);
    let known: [&[&'static str]; 3] = match kind {
        Kind::Text => [INLINE, BLOCKS, SKIPPED],
        Kind::Line => [EMPHASIS, &[], &[]],
    };
    let mut known = known.into_iter().flatten().copied();
    let name = known.find(|name| name.eq_ignore_ascii_case(written))?;
    let close = after.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')?;
    let attributes = &after[..=close];
    // `the <a> element` is a subject, a link is none.
    if kind == Kind::Line && name == "a" && !closes && !attributes.contains('=') {
        return None;
    }
    let sound = !attributes.contains('<')
        && (attributes.starts_with(['>', '/']) || attributes.starts_with(char::is_whitespace));
    let length = 1 + usize::from(closes) + written.len() + attributes.len();
    sound.then_some(Tag { name, closes, length })
}

/// How much of a text a script or a style takes, its end included.
fn skip_content(rest: &str, tag: Tag) -> usize {
    for end in memchr::memmem::find_iter(rest.as_bytes(), b"</") {
        let name = rest.as_bytes().get(end + 2..end + 2 + tag.name.len());
        if name.is_some_and(|name| name.eq_ignore_ascii_case(tag.name.as_bytes())) {
            return rest[end..].find('>').map_or(rest.len(), |close| end + close + 1);
        }
    }
    rest.len()
}

/// The sign of the entity at the start of a text, and the entity's length.
pub(super) fn entity(rest: &str) -> Option<(char, usize)> {
    let bytes = rest.as_bytes();
    let end = bytes.iter().take(12).position(|&byte| byte == b';')?;
    let name = rest.get(1..end)?;
    let sign = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => match name {
            "shy" | "zwj" | "zwnj" => '\u{ad}',
            name => ENTITIES[ENTITIES.binary_search_by_key(&name, |&(name, _)| name).ok()?].1,
        },
    };
    Some((sign, end + 1))
}

/// Text with at most one empty line in a row and no space at the ends of lines.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            empty += 1;
            continue;
        }
        // A point of a list stands right under the one before.
        let gap = if empty > 0 && !line.starts_with("- ") { "\n\n" } else { "\n" };
        if !out.is_empty() {
            out.push_str(gap);
        }
        match line.strip_prefix("- ") {
            Some(point) => out.extend(["- ", point.trim_start()]),
            None => out.push_str(line),
        }
        empty = 0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_in_order() {
        assert!(ENTITIES.is_sorted_by_key(|&(name, _)| name));
    }

    #[test]
    fn html_becomes_readable_text() {
        let case =
            |html: &str, expected: &str| assert_eq!(plain(html.to_owned(), Kind::Text), expected);
        case("<p>One &amp; two.</p>\n\n<p>Three&nbsp;four</p>", "One & two.\n\nThree four");
        case("<P>a<br/>b<BR>c</P>", "a\nb\nc");
        case(
            "Needs:<ul><li>a <b>laptop</b></li><li><a href=\"x\">a cable</a></li></ul>End",
            "Needs:\n- a laptop\n- a cable\n\nEnd",
        );
        case("<ul>\n<li>\n<p>One</p>\n</li>\n<li>  two</li></ul>", "- One\n- two");
        case("a<script>if (b < c) {}</script>d<!-- e -->f", "adf");
        case("one\r\ntwo\rthree\r\n", "one\ntwo\nthree");
        case("&#8364; &#x20ac; &euro; &bogus; &amp;lt; AT&T", "€ € € &bogus; &lt; AT&T");
    }

    #[test]
    fn text_that_only_looks_like_html_stays() {
        let case = |text: &str| assert_eq!(plain(text.to_owned(), Kind::Text), text);
        case("if a < b && c > d");
        case("Vec<u8>, Option<Box<dyn Trait>> and <T>");
        case("an <a that never ends");
        case("  two\n\n\n\nlines".trim());
    }

    #[test]
    fn titles_keep_the_names_of_elements() {
        let case =
            |title: &str, expected: &str| assert_eq!(plain(title.to_owned(), Kind::Line), expected);
        case("Why the <table> element matters", "Why the <table> element matters");
        case("Why <em>this</em> &amp; that", "Why this & that");
    }
}

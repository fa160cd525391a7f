//! Bytes -> text: gzip, byte order marks, UTF-16, old Western encodings, damage.
//!
//! Text that is not what it should be is read as far as it goes, and a warning says where.
//! What is no text at all (archives, office files, PDF) is refused by name.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use memchr::memmem;

use crate::problem::{Place, Problem};

use super::{MAX_BYTES, Subject, Warning, places};

/// Files that are not text: how they begin, what they are, what to take instead.
const BINARY: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "is a PDF", "look for an XML, JSON, iCal or CSV export of the schedule"),
    (b"\xd0\xcf\x11\xe0", "is an office document", "export it as CSV"),
    (b"BZh", "is compressed with bzip2", "unpack it with bunzip2 first"),
    (b"\xfd7zXZ", "is compressed with xz", "unpack it with unxz first"),
    (b"SQLite format 3", "is a database", "look for an XML, JSON, iCal or CSV export"),
];

/// ZIP archives by a name in them: what they are, and what to take instead.
const ZIPPED: &[(&[u8], &str, &str)] = &[
    (b"xl/", "is an Excel workbook", "save the sheet as CSV and give that file"),
    (b"word/", "is a Word document", "look for an XML, JSON, iCal or CSV export of the schedule"),
    (b"opendocument.spreadsheet", "is a spreadsheet", "save the sheet as CSV and give that file"),
    (b"", "is a ZIP archive", "unpack it and give the schedule that is in it"),
];

/// What windows-1252 has at 0x80 to 0x9f, where Latin-1 has controls.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What a file compressed with gzip holds; any other file as it is.
///
/// # Errors
/// It is damaged, or holds more than is read.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Vec<Problem>> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    let most = MAX_BYTES as u64 + 1;
    let read = MultiGzDecoder::new(bytes).take(most).read_to_end(&mut unpacked);
    read.map_err(|_| {
        vec![
            Problem::whole("the file is compressed with gzip and damaged")
                .hint("save the conference's schedule to it again"),
        ]
    })?;
    Ok(Cow::Owned(unpacked))
}

/// The text of a file, with what was damaged in it.
///
/// # Errors
/// It is empty or no text.
pub(super) fn text(bytes: &[u8]) -> Result<(Cow<'_, str>, Vec<Warning>), Vec<Problem>> {
    let known = if bytes.starts_with(b"PK\x03\x04") {
        ZIPPED.iter().find(|(part, ..)| memmem::find(bytes, part).is_some())
    } else {
        BINARY.iter().find(|(start, ..)| bytes.starts_with(start))
    };
    if let Some((_, what, hint)) = known {
        return Err(vec![Problem::whole(format!("the file {what}")).hint(*hint)]);
    }
    let mut damage = Vec::new();
    let text = match utf16(bytes) {
        Some((order, body)) => Cow::Owned(from_utf16(order, body, &mut damage)),
        None => eight_bit(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), &mut damage),
    };
    let text = without_nuls(text, &mut damage)?;
    if text.trim().is_empty() {
        return Err(vec![
            Problem::whole("the file is empty").hint("save the conference's schedule to it again"),
        ]);
    }
    Ok((text, damage))
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

/// Whether the bytes are UTF-16: by their mark, or because a plain first sign is two bytes wide.
fn utf16(bytes: &[u8]) -> Option<(Order, &[u8])> {
    match bytes {
        [0xff, 0xfe, body @ ..] => Some((Order::Little, body)),
        [0xfe, 0xff, body @ ..] => Some((Order::Big, body)),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some((Order::Little, bytes)),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some((Order::Big, bytes)),
        _ => None,
    }
}

fn from_utf16(order: Order, bytes: &[u8], damage: &mut Vec<Warning>) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match order {
        Order::Little => u16::from_le_bytes([pair[0], pair[1]]),
        Order::Big => u16::from_be_bytes([pair[0], pair[1]]),
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut broken = (bytes.len() % 2, None);
    for sign in char::decode_utf16(units) {
        text.push(sign.unwrap_or_else(|_| {
            broken.0 += 1;
            broken.1.get_or_insert_with(|| Place::after(&text));
            char::REPLACEMENT_CHARACTER
        }));
    }
    if broken.0 > 0 {
        damage.push(damaged("the text is not valid UTF-16", broken.0, broken.1));
    }
    text
}

fn eight_bit<'b>(bytes: &'b [u8], damage: &mut Vec<Warning>) -> Cow<'b, str> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) => error,
    };
    let mut broken = 0;
    let mut sound_wide = false;
    for chunk in bytes.utf8_chunks() {
        sound_wide |= !chunk.valid().is_ascii();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let first = std::str::from_utf8(&bytes[..error.valid_up_to()]).ok().map(Place::after);
    if declares_western(bytes) || !sound_wide {
        damage.push(damaged("the text is not UTF-8 and is read as Windows-1252", broken, first));
        return Cow::Owned(bytes.iter().map(|&byte| western(byte)).collect());
    }
    damage.push(damaged("the text is not valid UTF-8", broken, first));
    String::from_utf8_lossy(bytes)
}

/// Whether an XML declaration names Latin-1 or one of its near relatives.
fn declares_western(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).to_ascii_lowercase();
    head.starts_with("<?xml")
        && ["iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252"]
            .iter()
            .any(|name| head.contains(name))
}

fn western(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

fn without_nuls<'t>(
    text: Cow<'t, str>,
    damage: &mut Vec<Warning>,
) -> Result<Cow<'t, str>, Vec<Problem>> {
    let Some(first) = text.find('\0') else { return Ok(text) };
    let nuls = text.bytes().filter(|&byte| byte == 0).count();
    if nuls > text.len() / 10 {
        return Err(vec![
            Problem::whole("the file is not text")
                .hint("look for an XML, JSON, iCal or CSV export of the schedule"),
        ]);
    }
    damage.push(damaged("NUL characters are left out", nuls, Some(Place::after(&text[..first]))));
    Ok(Cow::Owned(text.replace('\0', "")))
}

fn damaged(what: &str, number: usize, first: Option<Place>) -> Warning {
    Warning {
        place: first,
        ..Warning::whole(Subject::Damage, format!("{what} ({})", places(number, first)))
    }
}

/// The marks that git leaves where two versions could not be merged.
pub(super) fn merge_conflict(text: &str) -> Option<Problem> {
    let marks = |mark: &str| {
        let mut lines = text.lines().enumerate();
        lines.find(|(_, line)| line.starts_with(mark)).map(|(number, _)| number + 1)
    };
    let (line, _) = (marks("<<<<<<< ")?, marks(">>>>>>> ")?);
    Some(
        Problem::at(Place { line, column: 1 }, "the file contains merge conflict markers")
            .hint("resolve the conflict first"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(bytes: &[u8], expected: &str, damage: &[&str]) {
        let (text, found) = text(bytes).unwrap();
        let found: Vec<&str> = found.iter().map(|warning| warning.what.as_str()).collect();
        assert_eq!((text.as_ref(), found.as_slice()), (expected, damage));
    }

    #[test]
    fn every_usual_encoding_is_read() {
        case("Zürich".as_bytes(), "Zürich", &[]);
        case("\u{feff}Zürich".as_bytes(), "Zürich", &[]);
        let wide = |order: fn(u16) -> [u8; 2], text: &str| -> Vec<u8> {
            text.encode_utf16().flat_map(order).collect()
        };
        case(&wide(u16::to_le_bytes, "\u{feff}<Zürich"), "<Zürich", &[]);
        case(&wide(u16::to_be_bytes, "\u{feff}<Zürich"), "<Zürich", &[]);
        case(&wide(u16::to_le_bytes, "<a 🦀"), "<a 🦀", &[]);
        case(&wide(u16::to_be_bytes, "<a 🦀"), "<a 🦀", &[]);
    }

    #[test]
    fn damage_is_stated_with_its_line() {
        case(
            "ä\nb\u{0}c\u{0}defghijklmnopqrstuvwxyz".as_bytes(),
            "ä\nbcdefghijklmnopqrstuvwxyz",
            &["NUL characters are left out (2 places, the first in line 2)"],
        );
        case(
            b"\xc3\xa4\nb\xffc",
            "ä\nb\u{fffd}c",
            &["the text is not valid UTF-8 (1 place, in line 2)"],
        );
        case(
            b"a\nZ\xfcrich \x96",
            "a\nZürich –",
            &["the text is not UTF-8 and is read as Windows-1252 (2 places, the first in line 2)"],
        );
        case(
            b"\xff\xfea\0\x00\xd8b\0",
            "a\u{fffd}b",
            &["the text is not valid UTF-16 (1 place, in line 1)"],
        );
    }

    #[test]
    fn what_is_no_text_is_named() {
        let refused = |bytes: &[u8]| text(bytes).unwrap_err()[0].what.clone();
        assert_eq!(refused(b"PK\x03\x04"), "the file is a ZIP archive");
        assert_eq!(refused(b"PK\x03\x04..xl/workbook.xml"), "the file is an Excel workbook");
        assert_eq!(refused(b"  \n"), "the file is empty");
        assert_eq!(refused(b""), "the file is empty");
        assert_eq!(refused(b"\0\0\0\0\0\0"), "the file is not text");
    }
}

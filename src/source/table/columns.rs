//! What a column is called -> the field that it holds, in many languages and spellings.
//!
//! First the names of [`record`]; then, for what they do not know, the words of the
//! name: `Hora de inicio` speaks of a time and of a start.

use crate::source::record;
use crate::source::value::plain_key;
use crate::source::zones;

/// Words of headers by what they speak of. Of scripts without spaces they may stand anywhere.
#[rustfmt::skip]
const WORDS: &[(Part, &[&str])] = &[
    (Part::Title, &[
        "title", "titel", "titre", "título", "titulo", "titolo", "tytuł", "název", "názov", "otsikko",
        "nimi", "cím", "başlık", "τίτλος", "название", "заголовок", "тема", "назва", "titlu", "naslov",
        "naziv", "tiêu", "judul", "標題", "标题", "題目", "题目", "講題", "議程", "タイトル", "演題",
        "セッション名", "題名", "제목", "세션", "العنوان", "עברית", "כותרת", "शीर्षक", "rubrik", "intitulé",
        "ชื่อ", "charla", "ponencia", "palestra", "exposé", "conférence", "vortrag", "talk", "session", "event",
        "veranstaltung", "película", "filme", "film", "artist", "artiste", "artista", "band", "panel",
        "workshop", "taller", "atelier", "oficina", "spectacle", "show", "programmpunkt", "beitrag",
    ]),
    (Part::Start, &[
        "start", "starts", "begin", "begins", "beginn", "anfang", "debut", "début", "inicio", "início",
        "inizio", "from", "von", "rozpoczęcia", "zahájení", "alkamisaika", "aloitus", "desde", "od", "początek", "začátek", "začiatok", "alku", "alkaa",
        "kezdés", "kezdete", "başlangıç", "έναρξη", "начало", "початок", "börjar", "aanvang",
        "开始", "開始", "시작", "البداية", "התחלה",
    ]),
    (Part::End, &[
        "end", "ends", "ende", "fin", "fine", "fim", "finish", "finishes", "until", "to", "bis", "hasta",
        "até", "jusqu", "do", "koniec", "konec", "zakończenia", "ukončení", "loppu", "päättyy", "vége", "bitiş", "λήξη", "конец",
        "окончание", "кінець", "slut", "slutar", "einde", "eind", "término", "termino",
        "结束", "結束", "終了", "끝", "종료", "النهاية", "סיום",
    ]),
    (Part::Date, &[
        "date", "datum", "data", "fecha", "day", "tag", "jour", "día", "dia", "giorno", "dag", "dzień",
        "den", "deň", "päivä", "päivämäärä", "nap", "dátum", "gün", "tarih", "ημερομηνία", "ημέρα",
        "дата", "день", "dato", "วันที่", "日付", "日期", "日にち", "開催日", "날짜", "일자", "التاريخ", "תאריך",
        "दिनांक", "तारीख", "weekday", "wochentag",
    ]),
    (Part::Time, &[
        "time", "zeit", "uhrzeit", "heure", "horaire", "hora", "horario", "horário", "ora", "orario",
        "tijd", "godzina", "czas", "čas", "hodina", "aika", "kello", "idő", "időpont", "saat", "ώρα",
        "время", "час", "tid", "klokken", "kloka", "klocka", "klockan", "saati", "เวลา", "時間", "时间", "時刻", "시간", "الوقت", "שעה", "समय", "clock",
    ]),
    (Part::Length, &[
        "duration", "length", "dauer", "länge", "durée", "duración", "duração", "durata", "duur", "czas trwania",
        "délka", "kesto", "hossz", "süre", "διάρκεια", "длительность", "продолжительность", "тривалість",
        "varaktighet", "längd", "minutes", "minuten", "時長", "时长", "所要時間", "길이",
    ]),
    (Part::Room, &[
        "room", "raum", "saal", "salle", "sala", "aula", "salón", "zaal", "ruimte", "pokój", "místnost",
        "miestnosť", "huone", "terem", "oda", "salon", "αίθουσα", "зал", "аудитория", "комната", "кімната",
        "rum", "lokale", "lokal", "stage", "bühne", "scène", "escenario", "palco", "venue", "location", "place",
        "ort", "lieu", "lugar", "local", "luogo", "plaats", "locatie", "miejsce", "místo", "paikka", "hely",
        "helyszín", "yer", "mekan", "μέρος", "место", "місце", "plats", "sted", "会場", "会议室", "會議室",
        "教室", "部屋", "場所", "地點", "地点", "장소", "회의실", "القاعة", "המקום", "אולם", "स्थान", "ห้อง", "suite",
    ]),
    (Part::Speaker, &[
        "speaker", "speakers", "presenter", "presenters", "referent", "referentin", "vortragende", "redner",
        "sprecher", "intervenant", "intervenants", "orateur", "ponente", "ponentes", "orador", "palestrante",
        "palestrantes", "tallerista", "relatore", "relatori", "spreker", "sprekers", "prelegent",
        "prelegenci", "přednášející", "prednášajúci", "puhuja", "puhujat", "előadó", "konuşmacı", "ομιλητής",
        "докладчик", "спикер", "спікер", "доповідач", "talare", "oplægsholder", "author", "authors", "autor",
        "autores", "auteur", "登壇者", "講演者", "発表者", "スピーカー", "講者", "讲者", "演讲者", "講師", "발표자",
        "연사", "المتحدث", "מרצה", "वक्ता",
    ]),
    (Part::Track, &["track", "stream", "trek", "трек", "секция", "strang", "トラック", "트랙", "軌道", "议程轨"]),
    (Part::Language, &["language", "sprache", "langue", "idioma", "lingua", "taal", "język", "jazyk", "kieli", "язык", "мова", "språk", "言語", "语言", "語言", "언어"]),
    (Part::Level, &["level", "niveau", "nivel", "nível", "livello", "poziom", "úroveň", "taso", "уровень", "рівень", "nivå", "レベル", "难度", "難易度", "난이도"]),
    (Part::Description, &[
        "description", "abstract", "beschreibung", "resumen", "descripción", "descrição", "resumo", "descrizione",
        "beschrijving", "opis", "popis", "kuvaus", "leírás", "açıklama", "περιγραφή", "описание", "опис", "beskrivning",
        "beskrivelse", "概要", "説明", "描述", "簡介", "简介", "摘要", "설명", "초록",
    ]),
];

/// Words that may stand beside those.
const FILLERS: &[&str] = &[
    "de", "la", "le", "du", "des", "del", "do", "da", "der", "die", "das", "des", "of", "the",
    "name", "names", "nom", "nome", "nombre", "nazwa", "s", "and", "local", "first", "last", "d",
    "l", "in", "full",
];
/// How many characters may stand beside a word in a script without spaces.
const LONGEST_REST: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    Start,
    End,
    Date,
    Time,
    Length,
    Room,
    Speaker,
    Track,
    Language,
    Level,
    Description,
}

/// The plain names of a header's columns. What is told by words stands back behind what is known.
pub(super) fn names<'a>(row: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<(String, bool)> = row.map(name).collect();
    let known: Vec<String> =
        names.iter().filter(|(_, told)| !told).map(|(name, _)| name.clone()).collect();
    let mut taken: Vec<String> = Vec::new();
    for (name, told) in &mut names {
        if *told && (known.contains(name) || taken.contains(name)) {
            name.push_str("again");
        }
        taken.push(name.clone());
    }
    names.into_iter().map(|(name, _)| name).collect()
}

/// A column's plain name, of those that [`record`] knows where it can be told,
/// and whether it is told by its words alone. Templates say `*Date (Optional)` and add a line of advice.
fn name(written: &str) -> (String, bool) {
    let first = written.trim().lines().next().unwrap_or_default();
    let first = first.replace("(Optional)", "").replace("(Required)", "");
    let plain = plain_key(&first);
    if record::is_known(&plain) {
        return (plain, false);
    }
    let bare = without_brackets(&first);
    let shorter = plain_key(&bare);
    if record::is_known(&shorter) {
        return (shorter, false);
    }
    // `Début 2`
    let lower = bare.to_lowercase();
    let words = lower.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    let number = lower[words.len()..].trim();
    match by_words(words) {
        Some(name) => (format!("{name}{number}"), true),
        None => (plain, false),
    }
}

/// The plain name of a field, where the words of a key that is not known say it.
pub(in crate::source) fn known(key: &str) -> Option<String> {
    let (name, told) = name(key);
    // What is numbered is one of several.
    (told && !name.ends_with(|letter: char| letter.is_ascii_digit())).then_some(name)
}

/// The zone that stands in brackets in a column's name: `Start (CEST)`.
pub(super) fn zone(written: &str) -> Option<String> {
    let (_, inner) = written.split_once(['(', '['])?;
    let (inner, _) = inner.split_once([')', ']'])?;
    let named = || zones::zone(inner).filter(|_| inner.contains('/'));
    zones::abbreviated(inner).or_else(named).map(|zone| zone.to_string())
}

/// A name without units, notes and what else stands in brackets: `Heure (locale)`, `Start [UTC]`.
fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let keep = |letter: &char| {
        depth = match letter {
            '(' | '[' | '（' | '【' => depth + 1,
            ')' | ']' | '）' | '】' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => depth,
        };
        depth == 0
    };
    name.chars().filter(keep).collect()
}

/// The known name of a column by the words in it.
fn by_words(lower: &str) -> Option<&'static str> {
    // What is written above and below the letters of many scripts is no letter by itself.
    let between = |c: char| !c.is_alphanumeric() && (c.is_ascii() || c.is_whitespace());
    let words: Vec<&str> = lower.split(between).filter(|word| !word.is_empty()).collect();
    let spaced = lower.chars().all(|letter| u32::from(letter) < 0x2e80);
    // A speaker's photo is none, nor is the type of a session its title.
    let is_told =
        |word: &&str| FILLERS.contains(word) || WORDS.iter().any(|(_, known)| known.contains(word));
    if words.len() > 5 || spaced && !words.iter().all(is_told) {
        return None;
    }
    let says = |part: Part| {
        let (_, known) = WORDS.iter().find(|(of, _)| *of == part)?;
        let within = |word: &str| {
            lower.contains(word) && lower.chars().count() <= word.chars().count() + LONGEST_REST
        };
        known.iter().find(|word| if spaced { words.contains(word) } else { within(word) })
    };
    let has = |part: Part| says(part).is_some();
    Some(match () {
        () if has(Part::Speaker) => match () {
            () if words.contains(&"first") => "speakerfirstname",
            () if words.contains(&"last") => "speakerlastname",
            () => "speaker",
        },
        () if has(Part::Length) => "duration",
        () if has(Part::Room) => "room",
        () if has(Part::End) && has(Part::Date) => "enddate",
        () if has(Part::End) && (has(Part::Time) || words.len() == 1 || !spaced) => "endtime",
        () if has(Part::Start) && has(Part::Date) => "startdate",
        () if has(Part::Start) && (has(Part::Time) || words.len() == 1 || !spaced) => "starttime",
        () if has(Part::Description) => "description",
        () if has(Part::Track) => "track",
        () if has(Part::Language) => "language",
        () if has(Part::Level) => "level",
        () if has(Part::Date) => "date",
        () if has(Part::Time) => "time",
        () if has(Part::Title) => "title",
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_in_many_languages_and_spellings() {
        let case =
            |written: &str, expected: &str| assert_eq!(name(written).0, expected, "{written}");
        case("*Date (Optional)", "date");
        case("* Date de début", "startdate");
        case("* Heure de début (heure locale)", "starttime");
        case("* Heure de fin", "endtime");
        case("Intervenant(s)", "intervenants");
        case("* Nom de la salle", "room");
        case("Hora inicio", "starttime");
        case("Hora fin", "endtime");
        case("Start [local]", "start");
        case("開始時間", "starttime");
        case("終了", "endtime");
        case("日付", "date");
        case("会場", "room");
        case("登壇者", "speaker");
        case("Время начало", "starttime");
        case("Speaker photo", "speakerphoto");
        case("N° de session", "ndesession");
        case("speaker last name", "speakerlastname");
        case("Dauer (Minuten)", "dauer");
        case("Session chair's favourite colour of all", "sessionchairsfavouritecolourofall");
    }
}

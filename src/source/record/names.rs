//! The names under which programmes keep each field, best first, as
//! [`plain_key`](super::super::value::plain_key) spells them. What the user says is a field goes by
//! a name that nobody else gives, as `attendtitle`.

/// What it is called.
#[rustfmt::skip]
pub(in crate::source) const TITLE: &[&str] = &[
    "attendtitle", "title", "sessiontitle", "eventtitle", "talktitle", "cleantitle", "hastitle", "name",
    "sessionname", "eventname", "talk", "event", "session", "summary", "subject", "what",
    "presentationtitle", "papertitle", "activity", "vortrag",
    "proposaltitle", "talkname", "presentation", "thema", "titre", "título", "titulo", "titolo", "titel",
    "intitulé", "onderwerp", "artist", "band", "film", "filmtitle", "movie", "act", "lecture",
    "workshop", "workshoptitle", "panel", "paneltitle", "performance", "performer", "show",
    "showtitle", "play", "game", "gametitle", "match", "seminar", "course", "class", "screening",
    "concert", "tutorial", "production", "paper", "set", "headliner", "topictitle", "titletalk",
    "description1", "groupname", "group", "break", "sessiontype",
];
/// Of these, the names that nothing else goes by.
#[rustfmt::skip]
pub(in crate::source) const SURE_TITLE: &[&str] = &[
    "attendtitle", "title", "sessiontitle", "eventtitle", "talktitle", "cleantitle", "hastitle", "name",
    "sessionname", "eventname",
];
/// When it starts, in full.
#[rustfmt::skip]
pub(in crate::source) const START: &[&str] = &[
    "attendstart", "wcptsessiontime", "fromtimemillis", "fromdate", "starttimestamp", "startiso", "startms",
    "utcstarttime", "starttimeutc", "utcstart", "startutc", "startdatetime", "startsat", "startat", "start", "starttime", "eventstart",
    "datetime", "startdate", "begin", "begins", "begintime", "starts", "hasstarttime",
    "from", "when", "time", "date", "datestart", "dateandstart", "dateandtime", "datetimestart",
    "starttimedate", "timestart",
    "scheduledat", "sessionstart", "beginsat", "début", "debut", "inicio", "inizio", "beginn",
];
/// On which day.
#[rustfmt::skip]
pub(in crate::source) const DAY: &[&str] = &[
    "attenddate", "attendstart", "date", "startdate", "eventdate", "datetext", "startday", "weekday", "day", "datum",
    "startdatetime", "startsat", "start", "starttime", "begin", "datetime",
    "tag", "jour", "día", "dia", "giorno", "fecha", "data",
];
/// At what time of the day.
#[rustfmt::skip]
pub(in crate::source) const CLOCK: &[&str] = &[
    "attendtime", "attendstart", "time", "starttime", "start", "at", "timetext", "begin", "begintime", "from", "starts", "startsat",
    "beginn", "uhrzeit", "when", "timestart", "timeslot", "hour", "datestart",
    "zeit", "von", "heure", "horaire", "hora", "ora", "début", "debut", "heuredébut", "inicio", "inizio",
    "tijd",
];
/// When it ends.
#[rustfmt::skip]
pub(in crate::source) const END: &[&str] = &[
    "attendend", "totimemillis", "todate", "endtimestamp", "endiso", "endms", "utcendtime", "endtimeutc",
    "utcend", "endutc", "enddatetime", "endsat", "endat", "end", "endtime", "eventend", "enddate", "ends",
    "finish", "finishes", "hasendtime", "until", "to", "stop", "ende", "dateend", "dateandend",
    "datetimeend", "timeend",
    "sessionend", "bis", "fin", "heurefin", "hasta", "fine", "einde",
];
/// How long it lasts.
#[rustfmt::skip]
pub(in crate::source) const LENGTH: &[&str] = &[
    "attendminutes", "duration", "durationminutes", "durationmins", "durationmin", "durationhours", "mins",
    "minutes", "hours", "for", "length", "hasduration", "runtime", "dauer", "lengthminutes", "lengthmin",
    "minuten",
    "scheduledduration", "durée", "duree", "duración", "durata", "duur",
];
/// Where.
#[rustfmt::skip]
pub(in crate::source) const ROOM: &[&str] = &[
    "attendroom", "room", "roomname", "roomfullname", "stage", "stagename", "hall", "hallname", "venue", "venuename", "location", "loc",
    "locationname", "place", "microlocation", "hassessionlocation", "hostedbycamp",
    "otherlocation", "locatedatart", "where", "area", "raum", "ort", "roomlocation",
    "locationroom",
    "saal", "salle", "lieu", "sala", "zaal",
];
/// The grouping by subject.
#[rustfmt::skip]
pub(in crate::source) const TRACK: &[&str] = &[
    "attendtrack", "track", "trackname", "tracktitle", "tracks", "haseventtrack", "eventtype", "stream", "theme",
    "category", "session",
    "scheduletrack", "sessiontrack",
];
/// Who speaks.
#[rustfmt::skip]
pub(in crate::source) const SPEAKERS: &[&str] = &[
    "attendspeakers", "speakers", "speaker", "speakernames", "speakername", "people", "persons", "presenters",
    "presenter", "performer", "facilitatorsnames", "facilitators", "participants", "panelists", "performers",
    "artists", "authors", "primaryauthors", "hosts", "gmnames", "isorganizedby", "who", "by",
    "author", "referent", "referenten", "referentin", "referentinnen", "vortragende", "sprecher",
    "intervenants", "intervenant", "orateurs", "orateur", "ponentes", "ponente", "relatori", "relatore",
    "spreker", "sprekers",
];
/// Words for what it is about.
#[rustfmt::skip]
pub(in crate::source) const KEYWORDS: &[&str] = &[
    "attendkeywords", "tags", "keywords", "topics", "categories",
];
/// The short text.
#[rustfmt::skip]
pub(in crate::source) const SUMMARY: &[&str] = &[
    "attendabstract", "abstract", "shortabstract", "shortdescription", "blurb", "teaser", "excerpt",
    "kurzbeschreibung", "résumé", "resumé", "resumen",
];
/// The long text.
#[rustfmt::skip]
pub(in crate::source) const DESCRIPTION: &[&str] = &[
    "attenddescription", "description", "longabstract", "longdescription", "desc", "hasdescription", "details",
    "content", "body", "printdescription", "beschreibung",
];
/// The language it is held in.
#[rustfmt::skip]
pub(in crate::source) const LANGUAGE: &[&str] = &[
    "attendlanguage", "language", "lang", "heldinlanguage", "inlanguage", "sprache", "langue", "idioma", "språk",
];
/// How hard it is.
#[rustfmt::skip]
pub(in crate::source) const LEVEL: &[&str] = &[
    "attendlevel", "level", "difficulty", "skilllevel", "experiencelevel", "audiencelevel", "sessionlevel",
    "talklevel", "pythonlevel", "niveau", "nivel", "livello", "schwierigkeit", "experiencerequired",
];
/// What kind of event it is.
#[rustfmt::skip]
pub(in crate::source) const KIND: &[&str] = &[
    "attendkind", "kind", "type", "format", "sessiontype", "sessionformat", "eventtype", "eventformat",
    "talktype", "submissiontype", "entrytype", "typ", "tipo",
];
/// What it costs to get in.
#[rustfmt::skip]
pub(in crate::source) const PRICE: &[&str] = &[
    "attendprice", "price", "fullprice", "ticketprice", "adultprice", "cost", "ticketcost", "admission", "fee",
    "entryfee", "admissionfee", "priceeur", "pricegbp", "priceusd", "pricechf", "costeur", "costgbp",
    "costusd", "costchf", "preis", "preiseur", "preischf", "eintritt", "prix", "prixeur", "tarif",
    "precio", "prezzo", "preço", "preco", "prijs", "offers",
];
/// Whether nothing is left.
#[rustfmt::skip]
pub(in crate::source) const SOLD_OUT: &[&str] = &[
    "soldout", "issoldout", "ausverkauft", "complet", "agotado",
];
/// Where it is said in words that nothing is left.
#[rustfmt::skip]
pub(in crate::source) const STATES: &[&str] = &[
    "status", "state", "availability", "tickets", "ticketstatus", "ticketsavailable", "price",
    "cost", "admission",
];
/// How many tickets are left.
#[rustfmt::skip]
pub(in crate::source) const LEFT: &[&str] = &[
    "ticketsavailable", "availabletickets", "ticketsleft", "ticketsremaining", "remainingtickets",
    "seatsleft", "seatsavailable", "availableseats", "placesleft", "spotsleft", "remainingseats",
    "freieplätze", "availability", "remaining",
];
/// Its page.
#[rustfmt::skip]
pub(in crate::source) const URL: &[&str] = &[
    "attendurl", "url", "link", "href", "websiteurl", "sessionurl", "permalink", "fullurl", "ticketurl",
    "website", "haswebsite",
];
/// Its ids, what lasts longest first.
#[rustfmt::skip]
pub(in crate::source) const ID: &[&str] = &[
    "attendid", "guid", "uuid", "uid", "code", "timeid", "id", "sessionid", "eventid", "talkid", "gameid",
    "showid", "contributionid", "slug", "sessioneventid", "ref",
];
/// Lists of the times at which one item is given.
#[rustfmt::skip]
pub(in crate::source) const OCCURRENCES: &[&str] = &[
    "occurrenceset", "occurrences", "times", "performances", "showtimes", "instances",
];
/// States of proposals that never made it into the programme.
#[rustfmt::skip]
pub(in crate::source) const NOT_ON: &[&str] = &[
    "rejected", "pending", "draft", "withdrawn", "submitted", "waitlist",
];
/// The zone in which its times are said.
pub(in crate::source) const ZONE: &[&str] =
    &["timezone", "tz", "timezonename", "timezoneid", "tzid", "zeitzone", "fuseauhoraire"];

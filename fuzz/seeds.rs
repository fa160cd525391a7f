//! Where the mutations begin: one small sound input of each shape.

pub(crate) const XML: &[&str] = &[
    "<schedule title=\"C\"><line title=\"R\"><item id=\"1\" title=\"A\" startTime=\"2026-05-01T10:00:00+02:00\" endTime=\"1777633200\"><itemDescription>x</itemDescription></item></line></schedule>",
    "<?xml version='1.0' encoding='UTF-8'?><schedule><generator name='pretalx'/><version>0.9</version>\
     <conference><title>C</title><time_zone_name>Europe/Berlin</time_zone_name><day_change>09:00:00</day_change></conference>\
     <day index='1' date='2024-05-01' start='2024-05-01T04:00:00+02:00'><room name='Saal'>\
     <event guid='g' id='1' code='ABC'><date>2024-05-01T10:00:00+02:00</date><start>10:00</start><duration>00:30</duration>\
     <room>Saal</room><slug>s</slug><title>T &amp; U</title><subtitle>S</subtitle><track>Main</track><type>Talk</type>\
     <language>en</language><abstract>&lt;p&gt;a&lt;/p&gt;</abstract><description>b</description>\
     <persons><person id='1'>Ann Lee</person></persons><recording><license/><optout>false</optout></recording>\
     <links><link href='https://x/v.mp4'>Video recording</link></links></event></room></day></schedule>",
    "<iCalendar><vcalendar><vevent><uid>a</uid><dtstart>20210402T100000</dtstart><duration>0.01500</duration><summary>T, u</summary><attendee>Ann</attendee></vevent></vcalendar></iCalendar>",
    "<schedule><day date='2024-03-31'><event id='1'><title>Night CANCELLED</title><start>02:30</start><duration>90</duration></event>\
     <event id='1'><title>N</title><start>23:30</start><end>2024-04-01T01:00:00</end></event></day></schedule>",
];
pub(crate) const JSON: &[&str] = &[
    "{\"sessions\":[{\"id\":1,\"title\":\"A\",\"slot_id\":2,\"room_id\":\"r\"}],\"slots\":[{\"id\":2,\"start\":\"2026-05-01T09:00\"}],\"rooms\":[{\"id\":\"r\",\"name\":\"R\"}]}",
    "{\"d\":{\"edges\":[{\"node\":{\"h\":\"10:00\",\"n\":\"A\",\"label\":\"1 May 2026\"}}]}}",
    "[{\"Date\":\"2026-05-01\",\"Time\":\"10:00\",\"Track 1\":\"A\",\"Speaker\":\"B\",\"Track 2\":{\"title\":\"C\"}}]",
    r#"{"schedule":{"version":"1","conference":{"title":"C","time_zone_name":"Europe/Berlin","days":[{"index":1,"date":"2024-05-01","rooms":{"Saal":[{"guid":"g","code":"A","id":7,"date":"2024-05-01T10:00:00+02:00","start":"10:00","duration":"00:30","room":"Saal","title":"X","persons":[{"public_name":"Ann Lee"}],"links":[],"do_not_record":false}]}}]}}}"#,
    r#"{"talks":[{"code":"A","title":{"en":"X"},"speakers":["S"],"track":1,"room":2,"start":"2024-05-01T10:00:00+02:00","end":"2024-05-01T10:30:00+02:00"}],"rooms":[{"id":2,"name":"R"}],"tracks":[{"id":1,"name":"T"}],"speakers":[{"code":"S","name":"Ann"}],"timezone":"Europe/Berlin"}"#,
    r#"[{"code":"A","title":"X","speakers":[],"submission_type":"Talk","slot":{"room":{"en":"R"},"start":"2024-05-01T10:00:00+02:00","end":null},"duration":30,"state":"confirmed"}]"#,
    r#"{"sessions":[{"id":"1","title":"A","description":null,"startsAt":"2026-08-22T09:00:00","endsAt":"2026-08-22T10:00:00","isServiceSession":false,"isPlenumSession":true,"speakers":["u"],"categoryItems":[7],"roomId":5}],"speakers":[{"id":"u","fullName":"Ann Lee"}],"categories":[{"id":2,"title":"Track","items":[{"id":7,"name":"Web"}]}],"rooms":[{"id":5,"name":"H"}]}"#,
    r#"[{"id":7,"title":"A","hosted_by_camp":{"name":"C"},"occurrence_set":[{"start_time":"2015-09-01 21:00:00","end_time":"2015-09-01 22:00:00"}]}]"#,
    r#"{"results":[{"title":"C","timezone":"UTC","contributions":[{"id":"1","title":"A","startDate":{"date":"2021-09-15","tz":"US/Eastern","time":"06:00:00"},"duration":20,"room":"","speakers":[{"fullName":"LEE, Ann"}]}]}]}"#,
    r#"[{"fromDate":"2024-10-07T07:30:00Z","toDate":1728289800000,"room":{"name":"R"},"proposal":{"title":"A","speakers":[{"fullName":"Ann & Bo"}]}}]"#,
    r#"{"title":"F","timezone":"UTC","days":[{"name":"Day 1","date":"2026-06-12","stages":[{"name":"Main","sets":[{"artist":"Owls","start":"21:00","end":"1:30"},{"artist":"Bats","start":"01:00"}]}]}]}"#,
    r#"{"2026-06-26":{"Oak":[{"name":"Lions","start":"12:50","end":"1:20"}],"10:00":{"Hall":"Bread","Loft":["Tea",{"title":"X"}]}},"talks_day2":[{"time":"9:00","duration":"0:25","title":"W"},{"duration":"0:5","slug":"a-b"}]}"#,
    r#"export const talks: Talk[] = [{title:'Bread', start:'2026-03-18T08:00', tz: "Pacific Time (US & Canada)"}, /* x */];"#,
    r#"var program = [{"id":"1","title":"A","date":"08/01/2014","time":"20:30","mins":"75","loc":["H","W"],"tags":["track:X"]}];"#,
];
pub(crate) const ICAL: &[&str] = &[
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-TIMEZONE:Europe/Berlin\r\nBEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
     BEGIN:VEVENT\r\nUID:a@b\r\nDTSTART;TZID=Z:20240501T100000\r\nDTEND;TZID=Z:20240501T110000\r\nRRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO,WE\r\nEXDATE:20240508T100000\r\nRDATE;VALUE=DATE:20240510\r\nSUMMARY;LANGUAGE=en:A\\, b\r\nCATEGORIES:X,Y\r\nLOCATION:R\r\nSEQUENCE:1\r\nEND:VEVENT\r\n\
     BEGIN:VEVENT\r\nUID:a@b\r\nRECURRENCE-ID:20240506T080000Z\r\nDTSTART:20240506T090000Z\r\nDURATION:PT1H30M\r\nSTATUS:CANCELLED\r\nSUMMARY:fol\r\n ded\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:d\r\nDTSTART;VALUE=DATE:20240501\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
];
pub(crate) const CSV: &[&str] = &[
    "Date,Time,Track 1,Speaker,Track 2,Speaker.1\n2026-05-01,10:00 - 10:45,A,B,C,D\n2026-05-01,11:00 - 11:45,E,,E,\n",
    "1 May 2026,09:00-09:45,10:00-10:45\nBarn,A (B),C\nCave,D,\n",
    "## 1 May 2026\n\n| Time | R | S |\n|---|---|---|\n| 21:00 | A | B |\n| 0:30 | C | |\n",
    "Title,Date 1,Start 1,Date 2,Start 2 (CEST),Speaker 1\nA,2026-05-01,10:00,2026-05-02,2 PM PDT,B\n",
    "title,start,end,room,speakers,track\nA,2024-08-01 10:00,2024-08-01 11:00,Hall,Ann; Bo,T\n\"B, \"\"b\"\"\",8/2/24 9:00 PM,,Hall,,\n",
    "sep=;\nTag;Zeit;Raum;Titel;Dauer\nMittwoch, 12.06.2024;09:00 - 09:30;Saal;A;30\n;25:30;;B;1 h 30\n",
    "Friday 1 May 2026,Main,Side\n09:30,Tracing (Ada),Baking (Bo)\n10:15,Coffee,Coffee\n",
    "| Monday June 22nd, 2026 | |\n| --- | --- |\n| 9:00am | **Caches (North 1)** |\n| 10:00am | [Tea](x) |\n",
    "日付,開始,終了,会場,タイトル\n2026年5月1日,上午 10:00,１０:45,ホール,パン\n",
    "last name,first name,session title,date,start,end\nByte,Ada,Pairs,46143,0.4167,0.4479\nBit,Bo,Pairs,46143,0.4167,0.4479\n",
    "Act,Doors,Curfew\nOwls,2026-06-12 21:00,2026-06-12 22:30\nBats,\"May 1, 2026 10:00 AM (CEST) → 10:45 AM\",\n",
    "Game ID,Title,Start Date & Time,Duration,Location,Room Name\nX1,A,08/01/2024 10:00 AM,2.5,Hyatt,C\n",
];
pub(crate) const TEXT: &[&str] = &[
    "MyConf, 27 to 30 September 2018\n\nVersion v1\n\nFriday 09:00\n\nOne\n\nSub - Hall\n\nAbstract of it.\n\nLong text.\n\nTwo\n\n\nAnother - Loft\n\nFriday 10:00 - 11:00\n\nThree\n",
];
pub(crate) const NATIVE: &[&str] = &[
    "title: T\nversion: 1.10\ntimezone: Europe/Berlin\nevents:\n  - id: a\n    title: A\n    start: 2024-05-01T10:00\n    minutes: 45\n    room: R\n    speakers: [Ann, Bo]\n    keywords: [x]\n    inferred: [end]\n  - {title: B, start: 2024-05-01 11:00, end: 2024-05-01T12:00+02:00, repeats: a, cancelled: true}\n",
];
pub(crate) const PROFILE: &[&str] = &[
    "name: P\ninterests:\n  - ebpf\n  - tracing: 3\n  - topic: containers\n    weight: 2\n    keywords: [container, \"open container\"]\n  - systemd: -1\nmust_see: [A]\nnever: [C]\nratings: {B: 90}\nboost: {speakers: {Ann: 2}, tracks: {T: 1.5}, rooms: {}}\nhere: [{from: Wed 10:00, to: Wed 17:00}]\ncommitments: [{title: own, from: 2024-05-01T14:00, to: 14:30, room: R}]\nbreaks: [{name: lunch, minutes: 45, between: 12:00-14:30}]\nwalking: {default: 2, between: [{rooms: [\"R*\", S], minutes: 10}]}\nlimits: {talks_per_day: 8, hours_per_day: 6}\ntolerance: {late: 5, early: 10}\nvalue: minute\nrecorded: 0.7\n",
    "interests: [bread]\nbreaks: [{name: b, minutes: 5, between: 10:00-11:00}]\n",
];
pub(crate) const TIMES: &[&str] = &[
    "2024-08-01T10:00",
    "Thursday, August 1st, 2024 9:00pm",
    "01.08.2024 18.30",
    "8/1/24 12:30 am",
    "Thu, 1 Aug 2024 10:00:00 +0200",
    "20240801T100000Z",
    "1722506400",
    "P1DT2H",
    "1:30:00",
    "4:45-6pm",
    "Day 2",
    "2.5 hours",
    "25:30",
    "11h30",
    "2017-06-02-1000",
    "Mittwoch, 12.06.2024 09:00 - 10 Uhr",
];
pub(crate) const TITLES: &[&str] = &[
    "Is my system fast? eBPF, C++ & k8s",
    "io_uring: /proc/sys \"quoted\"",
    "日本語 の トーク 👩‍💻",
    "The .NET run-time's C# and F#",
    "\u{1b}[31mred\u{7} \u{202e}evil",
    "=cmd|' /c calc'!A1",
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT",
    "<script>alert(1)</script>",
    "naïve café — déjà vu",
    "",
];

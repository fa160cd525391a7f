//! `attend serve`: the program itself on a socket of this computer, asked as a page asks it and as
//! others would.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::server::{Says, Server};
use crate::support::{Test, hostile};

/// A server and what it has printed.
struct Served {
    child: Child,
    port: u16,
    key: String,
    folder: TempDir,
}

/// An answer.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

const SCHEDULE: &str = "
title: Small Conf
timezone: Europe/Berlin
events:
  - { id: firmware, title: Writing firmware in Rust, room: One, start: 2026-05-01T10:00, minutes: 45 }
  - { id: tracing, title: Tracing with eBPF, room: Two, start: 2026-05-01T10:30, minutes: 30 }
  - { id: data, title: Databases in Rust, room: Two, start: 2026-05-01T11:15, minutes: 30 }
  - { id: plans, title: How query planners work in databases, room: One, start: 2026-05-01T12:00, minutes: 60 }
  - { id: bread-sat, repeats: bread, title: Baking bread, room: Two, start: 2026-05-03T12:00, minutes: 60, speakers: [Liz] }
  - { id: bread, title: Baking bread, room: Two, start: 2026-05-02T12:00, minutes: 60, speakers: [Liz] }
";

const PROFILE: &str = "# mine
name: Ana
interests:
  - rust: 3 # a lot
  - \"ebpf\"   # and this
ratings: { 'Writing firmware in Rust': 70 }
";

impl Served {
    /// In a folder of its own, with a profile.
    fn with(profile: &str) -> Served {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("attend.yaml"), profile).unwrap();
        Served::in_folder(folder)
    }

    fn in_folder(folder: TempDir) -> Served {
        std::fs::write(folder.path().join("conf.yaml"), SCHEDULE).unwrap();
        Served::of(folder, &["-s", "conf.yaml"])
    }

    fn of(folder: TempDir, args: &[&str]) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_attend"))
            .args(["serve", "--no-open"])
            .args(args)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let rest = line.trim().strip_prefix("http://127.0.0.1:");
        let Some((port, key)) = rest.and_then(|rest| rest.split_once("/?key=")) else {
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("{line:?} {said}");
        };
        let (port, key) = (port.parse().unwrap(), key.to_owned());
        Served { child, port, key, folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("attend.yaml")
    }

    fn profile(&self) -> String {
        std::fs::read_to_string(self.file()).unwrap_or_default()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    /// The answer to bytes as they are.
    fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that has heard enough may not take it all.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// The answer to a request with these headers and no others.
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        self.raw(format!("{request}\r\n{body}").as_bytes())
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn origin(&self) -> String {
        format!("http://{}", self.host())
    }

    fn cookie(&self) -> String {
        format!("attend-{}={}", self.port, self.key)
    }

    /// What the page gets.
    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[("Host", &self.host()), ("Cookie", &self.cookie())], "")
    }

    /// What the page gets when it posts.
    fn post(&self, asked: &Value) -> Answer {
        self.send("/", "application/json", &asked.to_string())
    }

    /// What the page gets when it sends a file.
    fn send_file(&self, name: &str, content: &str) -> Answer {
        self.send(&format!("/schedule?name={name}"), "application/octet-stream", content)
    }

    fn send(&self, path: &str, kind: &str, body: &str) -> Answer {
        let (host, cookie, origin) = (self.host(), self.cookie(), self.origin());
        let headers = [
            ("Host", host.as_str()),
            ("Cookie", &cookie),
            ("Origin", &origin),
            ("Content-Type", kind),
        ];
        self.ask("POST", path, &headers, body)
    }

    #[track_caller]
    fn change(&self, change: &Value) -> Value {
        let answer = self.post(&json!({ "change": change }));
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    fn state(&self) -> Value {
        serde_json::from_str(&self.get("/state").body).unwrap()
    }

    /// Ends it as Ctrl-C does, and keeps its folder.
    fn interrupt(mut self) -> (ExitStatus, TempDir) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let status = self.child.wait().unwrap();
        let folder = std::mem::replace(&mut self.folder, TempDir::new().unwrap());
        (status, folder)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A change that shows in the file.
fn must_see() -> Value {
    json!({ "change": "mark", "talk": "firmware", "mark": "must-see" })
}

#[test]
fn only_who_has_the_printed_address_is_answered() {
    let served = Served::with(PROFILE);
    let host = served.host();
    let ask = |path: &str, cookie: &str| {
        served.ask("GET", path, &[("Host", &host), ("Cookie", cookie)], "").status
    };
    let wrong = served.key.replace(|_: char| true, "0");
    assert_eq!(served.ask("GET", "/", &[("Host", &host)], "").status, 403);
    assert_eq!(ask("/", &format!("attend-{}={wrong}", served.port)), 403);
    assert_eq!(ask("/", &format!("attend-{}=", served.port)), 403);
    assert_eq!(ask("/", &format!("attend={}", served.key)), 403);
    assert_eq!(ask(&format!("/?key={wrong}"), ""), 403);
    assert_eq!(ask(&format!("/state?key={}", served.key), ""), 403, "but for the page");
    let welcome = served.ask("GET", &format!("/?key={}", served.key), &[("Host", &host)], "");
    assert_eq!(welcome.status, 303);
    let cookie = format!("Set-Cookie: {}; Path=/; HttpOnly; SameSite=Strict", served.cookie());
    assert!(welcome.head.contains(&cookie), "{}", welcome.head);
    assert!(welcome.head.contains("\r\nLocation: /\r\n") || welcome.head.ends_with("Location: /"));
    assert_eq!(ask("/", &format!("other=1; {}", served.cookie())), 200);
}

#[test]
fn a_name_that_only_leads_here_is_refused() {
    let served = Served::with(PROFILE);
    let cookie = served.cookie();
    let ask = |hosts: &[&str]| {
        let mut headers = vec![("Cookie", cookie.as_str())];
        headers.extend(hosts.iter().map(|host| ("Host", *host)));
        served.ask("GET", "/", &headers, "").status
    };
    let own = served.host();
    for host in ["rebound.example", "127.0.0.1", "127.0.0.1:1", "0.0.0.0", ""] {
        assert_eq!(ask(&[host]), 421, "{host}");
        let with_port = format!("{host}:{}", served.port);
        assert_eq!(ask(&[&with_port]), if host == "127.0.0.1" { 200 } else { 421 }, "{host}");
    }
    assert_eq!(ask(&[]), 421);
    assert_eq!(ask(&[&own, &own]), 421);
    assert_eq!(ask(&[&format!("localhost:{}", served.port)]), 200);
}

#[test]
fn a_page_from_elsewhere_changes_and_reads_nothing() {
    let served = Served::with(PROFILE);
    let (host, cookie, origin) = (served.host(), served.cookie(), served.origin());
    let body = json!({ "change": must_see() }).to_string();
    let post = |headers: &[(&str, &str)]| {
        let own = [("Host", host.as_str()), ("Cookie", cookie.as_str())];
        served.ask("POST", "/", &[&own, headers].concat(), &body).status
    };
    let json = ("Content-Type", "application/json");
    for from in ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", ""] {
        assert_eq!(post(&[json, ("Origin", from)]), 403, "{from}");
    }
    assert_eq!(post(&[json]), 403, "without an origin");
    assert_eq!(post(&[json, ("Origin", &origin), ("Origin", "https://evil.example")]), 403);
    assert_eq!(post(&[json, ("Origin", &origin), ("Sec-Fetch-Site", "cross-site")]), 403);
    // What a form of another page can send without asking first.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        assert_eq!(post(&[("Content-Type", kind), ("Origin", &origin)]), 415, "{kind}");
    }
    let own = [("Host", host.as_str()), ("Cookie", cookie.as_str())];
    for (name, value) in [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "same-site")] {
        let answer = served.ask("GET", "/state", &[&own[..], &[(name, value)]].concat(), "");
        assert_eq!(answer.status, 403, "{name}");
    }
    assert_eq!(served.profile(), PROFILE);
    assert_eq!(post(&[json, ("Origin", &origin), ("Sec-Fetch-Site", "same-origin")]), 200);
    assert_ne!(served.profile(), PROFILE);
}

#[test]
fn the_page_lets_in_nothing_but_itself() {
    let served = Served::with(PROFILE);
    let page = served.get("/");
    assert_eq!(page.status, 200);
    let policy = page.head.lines().find(|line| line.starts_with("Content-Security-Policy"));
    let policy = policy.unwrap();
    for part in [
        "default-src 'none'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'none'",
        "base-uri 'none'",
        "script-src 'sha256-",
        "style-src 'sha256-",
    ] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    for part in ["unsafe", "http:", "https:", "*"] {
        assert!(!policy.contains(part), "{part} in {policy}");
    }
    for answer in [&page, &served.get("/state"), &served.get("/nothing")] {
        assert!(!answer.head.to_lowercase().contains("access-control"), "{}", answer.head);
        for header in ["Cache-Control: no-store", "X-Content-Type-Options: nosniff"] {
            assert!(answer.head.contains(header), "{header} in {}", answer.head);
        }
    }
    for mark in [" src=", "@import", "url(", "<link rel=\"style", " style="] {
        assert!(!page.body.contains(mark), "{mark}");
    }
    assert!(page.body.contains("Writing firmware in Rust"), "readable without its script");
}

#[test]
fn no_title_is_markup_at_the_page() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("hostile.yaml"), hostile::schedule()).unwrap();
    let profile = "name: '<b>\"me\"'\ninterests: [talk, '<script>alert(3)</script>']\n";
    std::fs::write(folder.path().join("attend.yaml"), profile).unwrap();
    let served = Served::of(folder, &["-s", "hostile.yaml"]);
    let mark = json!({ "change": "mark", "talk": "a\"b<0>", "mark": "must-see" });
    served.change(&mark);
    let mut clean = served.get("/").body;
    // The page's own script and style are what they are.
    for own in ["style", "script"] {
        let (before, rest) = clean.split_once(&format!("<{own}>")).unwrap();
        clean = format!("{before}{}", rest.split_once(&format!("</{own}>")).unwrap().1);
    }
    let parts = served.state()["parts"].to_string();
    let talk = served.get("/talk?id=a%22b%3C1%3E").body;
    let (pairs, found) = (served.get("/pairs").body, served.get("/find?word=talk").body);
    for (name, html) in
        [("page", clean), ("parts", parts), ("talk", talk), ("pairs", pairs), ("found", found)]
    {
        for markup in ["<script", "<img", "<x>", "<b>x", "<b>1", "<b>\"", "javascript:", "<!-- x"] {
            assert!(!html.contains(markup), "{markup} in {name}");
        }
    }
}

#[test]
fn sizes_and_numbers_are_bounded() {
    let served = Served::with(PROFILE);
    let (host, cookie) = (served.host(), served.cookie());
    let own = [("Host", host.as_str()), ("Cookie", cookie.as_str())];
    let long = "x".repeat(20_000);
    let with = |more: &[(&str, &str)]| served.ask("GET", "/", &[&own, more].concat(), "").status;
    assert_eq!(with(&[("X", &long)]), 431);
    assert_eq!(with(&[("X", "y"); 100]), 431);
    assert_eq!(with(&[("X", "y"); 50]), 200);
    assert_eq!(served.get(&format!("/{long}")).status, 431);
    let post = |length: &str, more: &str| {
        let origin = served.origin();
        let head = format!(
            "POST / HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nOrigin: {origin}\r\n\
             Content-Type: application/json\r\n{length}\r\n\r\n{more}"
        );
        served.raw(head.as_bytes()).status
    };
    assert_eq!(post("Content-Length: 65537", ""), 413);
    assert_eq!(post("Content-Length: 99999999999999999999", ""), 400);
    assert_eq!(post("Content-Length: -1", ""), 400);
    assert_eq!(post("Content-Length: 1\r\nContent-Length: 2", "{}"), 400);
    assert_eq!(post("Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n"), 411);
    assert_eq!(post("Content-Length: 2", "{}"), 400);
    assert_eq!(served.raw(b"\x16\x03\x01\x02\x00\x01\r\n\r\n").status, 400);
    assert_eq!(served.raw(b"GET / HTTP/9.9\r\n\r\n").status, 400);
    assert_eq!(served.ask("PUT", "/", &own, "").status, 405);
    // So many that wait for something are enough.
    let mut held: Vec<TcpStream> = (0..64).map(|_| served.connect()).collect();
    let start = Instant::now();
    while served.get("/state").status != 0 {
        assert!(start.elapsed() < Duration::from_secs(5), "one more is not answered");
        // A request before these may have kept its place for a moment.
        held.push(served.connect());
    }
    drop(held);
    let start = Instant::now();
    while served.get("/state").status != 200 {
        assert!(start.elapsed() < Duration::from_secs(5), "there is place again");
    }
    assert_eq!(served.profile(), PROFILE);
}

#[test]
#[ignore = "waits for ten seconds"]
fn who_is_slow_is_not_waited_for() {
    let served = Served::with(PROFILE);
    let mut stream = served.connect();
    let start = Instant::now();
    let mut dripped = 0;
    while start.elapsed() < Duration::from_secs(20) && stream.write_all(b"G").is_ok() {
        dripped += 1;
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!((50..150).contains(&dripped), "{dripped}");
}

#[test]
fn no_path_leads_to_the_disk() {
    let served = Served::with(PROFILE);
    std::fs::write(served.folder.path().join("secret.txt"), "secret").unwrap();
    for path in [
        "/attend.yaml",
        "/secret.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "//etc/passwd",
        "/agenda.exe",
        "/agenda.json/../secret.txt",
        "/talk?id=../secret.txt",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains("secret"), "{path}");
    }
    for path in [json!(["schedule"]), json!(["timezone"]), json!([]), json!([0]), json!(["name"])] {
        let change = json!({ "change": "put", "path": path, "value": "/etc/passwd" });
        assert_eq!(served.post(&json!({ "change": change })).status, 422, "{path}");
    }
    assert_eq!(served.profile(), PROFILE);
}

#[test]
fn nothing_is_listened_to_from_other_computers() {
    let served = Served::with(PROFILE);
    // Nothing is sent: this only asks by which address one would.
    let own = UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
        socket.connect("192.0.2.1:9")?;
        socket.local_addr()
    });
    let Some(own) = own.ok().filter(|own| !own.ip().is_loopback()) else {
        println!("skipped: this computer has no other address");
        return;
    };
    assert!(TcpStream::connect((own.ip(), served.port)).is_err());
}

#[test]
fn hostile_requests_by_the_thousand_change_nothing() {
    let served = Served::with(PROFILE);
    let body = json!({ "change": must_see() }).to_string();
    let (host, cookie, origin) = (served.host(), served.cookie(), served.origin());
    let json = "Content-Type: application/json\r\n";
    let heads = [
        format!("Host: {host}\r\nOrigin: {origin}\r\n{json}"),
        format!("Host: evil.example\r\nOrigin: {origin}\r\nCookie: {cookie}\r\n{json}"),
        format!("Host: {host}\r\nOrigin: http://evil.example\r\nCookie: {cookie}\r\n{json}"),
        format!("Host: {host}\r\nOrigin: {origin}\r\nCookie: {cookie}x\r\n{json}"),
        format!("Host: {host}\r\nOrigin: {origin}\r\nCookie: {cookie}\r\n"),
    ];
    for number in 0..1000 {
        let head = &heads[number % heads.len()];
        let length = body.len();
        let whole =
            format!("POST / HTTP/1.1\r\n{head}Content-Length: {length}\r\n\r\n{body}").into_bytes();
        // Every tenth is broken off, and every tenth has a byte that does not belong there.
        let mut whole = whole;
        match number % 10 {
            3 => whole.truncate(number % whole.len()),
            7 => whole.insert(number % 40, 0),
            _ => {}
        }
        let mut stream = served.connect();
        let _ = stream.write_all(&whole);
        let mut first = [0; 12];
        let _ = stream.shutdown(std::net::Shutdown::Write);
        if stream.read_exact(&mut first).is_ok() {
            assert!(first.starts_with(b"HTTP/1.1 4"), "{number}");
        }
    }
    assert_eq!(served.profile(), PROFILE);
    assert_eq!(served.state()["revision"], 1);
}

#[test]
fn every_change_is_in_the_file_at_once_and_comments_stay() {
    let served = Served::with(PROFILE);
    let case = |change: Value, expected: &str| {
        served.change(&change);
        assert_eq!(served.profile(), expected, "{change}");
    };
    let rated = PROFILE.replace("70", "90");
    case(json!({ "change": "rate", "talk": "firmware", "rating": 90 }), &rated);
    let weighed = rated.replace("rust: 3 #", "rust: 2.5 #");
    case(json!({ "change": "interest", "topic": "rust", "weight": 2.5 }), &weighed);
    let fewer = weighed.replace("  - \"ebpf\"   # and this\n", "");
    case(json!({ "change": "interest", "topic": "ebpf", "weight": null }), &fewer);
    let marked = format!("{fewer}must_see:\n  - Writing firmware in Rust\n");
    case(must_see(), &marked);
    let wanted = format!("{fewer}want:\n  - Writing firmware in Rust\n");
    case(json!({ "change": "mark", "talk": "firmware", "mark": "want" }), &wanted);
    case(json!({ "change": "mark", "talk": "firmware", "mark": null }), &fewer);
    let lunch = json!({ "name": "lunch", "minutes": 45, "between": "12:00-14:30" });
    case(
        json!({ "change": "put", "path": ["breaks", 0], "value": lunch }),
        &format!("{fewer}breaks:\n  - {{ between: \"12:00-14:30\", minutes: 45, name: lunch }}\n"),
    );
    case(json!({ "change": "put", "path": ["breaks", 0], "value": null }), &fewer);
    for _ in 0..8 {
        assert_eq!(served.post(&json!({ "undo": 1 })).status, 200);
    }
    assert_eq!(served.profile(), PROFILE, "all of it undone");
    assert_eq!(served.post(&json!({ "undo": 1 })).status, 422);
    assert_eq!(served.post(&json!({ "undo": -1 })).status, 200);
    assert_eq!(served.profile(), rated, "and one step redone");
}

#[test]
fn a_change_says_what_it_did() {
    let served = Served::with("interests: [rust]\n");
    let state = served.change(&json!({ "change": "interest", "topic": "databases", "weight": 3 }));
    let effect = state["effect"].as_str().unwrap();
    assert!(effect.contains("gained “"), "{effect}");
    let same = served.change(&json!({ "change": "put", "path": ["minimum"], "value": 49 }));
    assert_eq!(same["effect"], "The agenda stays as it is");
    // Another weight changes all points; what counts is what the old agenda is worth by it.
    let same = served.change(&json!({ "change": "interest", "topic": "rust", "weight": 1.5 }));
    assert_eq!(same["effect"], "The agenda stays as it is");
}

#[test]
fn prices_and_ways_out_come_after_the_agenda() {
    let served = Served::with("interests: [rust]\n");
    for talk in ["firmware", "tracing"] {
        served.change(&json!({ "change": "mark", "talk": talk, "mark": "must-see" }));
    }
    let mut state = served.change(&json!({ "change": "put", "path": ["minimum"], "value": 40 }));
    let agenda = |state: &Value| state["parts"]["agenda"].as_str().unwrap().to_owned();
    assert_eq!(state["settled"], false);
    assert!(!agenda(&state).contains("These cannot all be kept"));
    let revision = state["revision"].as_u64().unwrap();
    while state["settled"] == false {
        let path = format!("/more?since={revision}&depth={}", state["depth"]);
        let more: Value = serde_json::from_str(&served.get(&path).body).unwrap();
        assert!(more["depth"].as_u64() > state["depth"].as_u64(), "it tells more every time");
        assert_eq!(more["revision"], revision);
        assert!(agenda(&more).contains("These cannot all be kept"), "ways out are told first");
        state = more;
    }
    assert!(agenda(&state).contains("leaving it out costs "), "{}", agenda(&state));
    served.change(&json!({ "change": "put", "path": ["minimum"], "value": 30 }));
    let old = served.get(&format!("/more?since={revision}&depth=0"));
    assert_eq!(old.status, 204, "nobody waits for the prices of an older agenda");
}

#[test]
fn walks_between_buildings_are_on_a_map() {
    let served = Served::with("interests: [rust, databases]\nwalking: 5\n");
    let agenda = served.state()["parts"]["agenda"].as_str().unwrap().to_owned();
    assert!(agenda.contains("2 walks, 10 min between rooms"), "{agenda}");
    assert!(agenda.contains("Fri 10:45 One to Two: 5 min"), "{agenda}");
}

#[test]
fn this_or_that_asks_where_little_decides_and_an_answer_decides_it() {
    let served = Served::with("interests: [rust, ebpf]\n");
    let asked = served.get("/pairs").body;
    let titles = ["Writing firmware in Rust", "Tracing with eBPF"];
    assert!(titles.iter().all(|title| asked.contains(title)), "{asked}");
    let change = asked.split("data-post=\"").nth(2).unwrap().split('"').next().unwrap();
    let change: Value = serde_json::from_str(&change.replace("&#34;", "\"")).unwrap();
    let before = served.state()["chosen"].clone();
    let after = served.change(&change);
    assert_ne!(after["chosen"], before, "the second one is chosen now");
    assert!(served.profile().contains("ratings:\n"), "{}", served.profile());
    assert!(served.get("/pairs").body.contains("Nothing hangs on few points any more."));
}

#[test]
fn of_several_performances_the_one_that_was_clicked_is_booked() {
    let served = Served::with("name: Ana\n");
    assert!(served.get("/talk?id=bread-sat").body.contains("data-id=\"bread-sat\""));
    served.change(&json!({ "change": "mark", "talk": "bread-sat", "mark": "booked" }));
    assert_eq!(served.profile(), "name: Ana\nbooked:\n  - bread-sat\n");
    served.change(&json!({ "change": "mark", "talk": "bread-sat", "mark": "must-see" }));
    assert_eq!(served.profile(), "name: Ana\nmust_see:\n  - Baking bread\n");
}

#[test]
fn a_talk_that_is_named_in_another_way_is_left_to_the_file() {
    let sets = "must_see:\n  - one_of: [Baking bread, data]\n";
    let served = Served::with(sets);
    let want = json!({ "change": "mark", "talk": "bread", "mark": "want" });
    let answer = served.post(&json!({ "change": want }));
    let why = "attend.yaml names this talk by its speaker or in a set; change it in the file\n";
    assert_eq!((answer.status, answer.body.as_str()), (422, why));
    assert_eq!(served.profile(), sets);
}

#[test]
fn a_change_that_cannot_be_made_says_why_and_changes_nothing() {
    let odd = "interests:\n  - |\n    rust\n";
    let served = Served::with(odd);
    let weigh = json!({ "change": "interest", "topic": "rust\n", "weight": 3 });
    let answer = served.post(&json!({ "change": weigh }));
    assert_eq!(answer.status, 422);
    let why = "`interests` is written in a way that attend cannot edit; change it in the file";
    assert!(answer.body.starts_with(why), "{}", answer.body);
    let wrong = json!({ "change": "put", "path": ["minimum"], "value": "many" });
    let answer = served.post(&json!({ "change": wrong }));
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (422, "`many` where a number is expected; as in `minimum: 50`\n")
    );
    let gone = json!({ "change": "mark", "talk": "gone", "mark": "want" });
    assert_eq!(served.post(&json!({ "change": gone })).status, 422);
    assert_eq!(served.profile(), odd);
}

#[test]
fn what_is_written_by_hand_meanwhile_is_taken_in_and_never_lost() {
    let served = Served::with(PROFILE);
    let known = served.state()["revision"].as_u64().unwrap();
    assert_eq!(served.get(&format!("/state?since={known}")).status, 204);
    let by_hand = PROFILE.replace("name: Ana", "name: Ana B.");
    std::fs::write(served.file(), &by_hand).unwrap();
    let answer = served.get(&format!("/state?since={known}"));
    assert_eq!(answer.status, 200, "the other tab hears of it");
    served.change(&must_see());
    assert!(served.profile().starts_with(&by_hand), "both are there: {}", served.profile());
    // With a mistake in it, the file is not touched.
    let mistaken = format!("{by_hand}intrests: [go]\n");
    std::fs::write(served.file(), &mistaken).unwrap();
    let answer = served.post(&json!({ "change": must_see() }));
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("attend.yaml has mistakes"), "{}", answer.body);
    assert!(served.state()["parts"]["summary"].as_str().unwrap().contains("attend.yaml:7:1"));
    assert_eq!(served.profile(), mistaken);
    std::fs::write(served.file(), &by_hand).unwrap();
    served.change(&must_see());
    assert!(served.profile().starts_with(&by_hand));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_told_and_the_changes_stay() {
    let served = Served::with(PROFILE);
    let permit = |readonly| {
        let mut permissions = std::fs::metadata(served.file()).unwrap().permissions();
        permissions.set_readonly(readonly);
        std::fs::set_permissions(served.file(), permissions).unwrap();
    };
    permit(true);
    let state = served.change(&must_see());
    let summary = state["parts"]["summary"].as_str().unwrap();
    assert!(summary.contains("Not saved") && summary.contains("read-only"), "{summary}");
    assert_eq!(served.profile(), PROFILE);
    permit(false);
    let state = served.change(&json!({ "change": "rate", "talk": "firmware", "rating": 80 }));
    assert!(state["parts"]["summary"].as_str().unwrap().contains("Saved in attend.yaml"));
    assert!(served.profile().contains("must_see:"), "{}", served.profile());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_and_the_next_one_goes_on_from_there() {
    let served = Served::in_folder(TempDir::new().unwrap());
    assert!(!served.file().exists(), "nothing is written before the first change");
    served.change(&must_see());
    let begun = "name: Me\nschedule: conf.yaml\nmust_see:\n  - Writing firmware in Rust\n";
    assert_eq!(served.profile(), begun);
    let marks = served.state()["marks"].clone();
    let (status, folder) = served.interrupt();
    assert_eq!(status.code(), Some(0));
    let again = Served::in_folder(folder);
    assert_eq!(again.state()["marks"], marks);
    assert_eq!(again.profile(), begun);
}

#[test]
fn the_same_wishes_by_page_and_by_file_give_the_same_agenda() {
    let served = Served::with("name: Ana\nschedule: conf.yaml\n");
    for change in [
        json!({ "change": "interest", "topic": "rust", "weight": 3 }),
        json!({ "change": "interest", "topic": "databases", "weight": 1 }),
        json!({ "change": "rate", "talk": "firmware", "rating": 65 }),
        json!({ "change": "put", "path": ["variety"], "value": "none" }),
    ] {
        served.change(&change);
    }
    let by_hand = "name: Ana\nschedule: conf.yaml\nvariety: none\n\
                   interests: [{ rust: 3 }, databases]\nratings: { firmware: 65 }\n";
    for form in ["json", "ics", "html", "md", "csv"] {
        let page = served.get(&format!("/agenda.{form}"));
        assert_eq!(page.status, 200);
        let plan = |profile: &str| {
            let command = format!("plan -s conf.yaml -f {form} --missed all");
            let form = if form == "md" { command.replace("md", "markdown") } else { command };
            let test = Test::new(&form).file("conf.yaml", SCHEDULE).file("attend.yaml", profile);
            test.run().0
        };
        assert_eq!(page.body, plan(&served.profile()), "{form}");
        if form == "csv" {
            assert_eq!(page.body, plan(by_hand));
        }
    }
}

#[test]
fn who_says_nothing_chooses_the_conference_at_the_page() {
    let served = Served::of(TempDir::new().unwrap(), &[]);
    let open = |kind: &str, name: &str, zone: &str| {
        served.post(&json!({ "open": { "schedule": { kind: name }, "zone": zone } }))
    };
    std::fs::write(served.folder.path().join("secret.yaml"), SCHEDULE).unwrap();
    for path in ["secret.yaml", "./secret.yaml", "/etc/passwd", "file:///etc/passwd", "-"] {
        let answer = open("address", path, "");
        assert_eq!(answer.status, 422, "{path}");
        assert!(answer.body.starts_with("there is no web address"), "{}", answer.body);
        let answer = open("bundled", path, "");
        assert_eq!(answer.status, 422, "{path}");
        assert!(answer.body.starts_with("there is no bundled schedule"), "{}", answer.body);
    }
    let again = json!({ "open": { "schedule": { "again": "name: A" } } });
    assert_eq!(served.post(&again).status, 400, "only what a page may say");
    let answer = open("bundled", "all-systems-go-2018", "Mars/Base");
    assert!(answer.body.starts_with("there is no time zone `Mars/Base`"), "{}", answer.body);
    let web = Server::always(Says::ok(SCHEDULE));
    let address = web.url("/conf.yaml");
    let answer = open("address", &address, "Asia/Tokyo");
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains("Times are in Asia/Tokyo."), "{}", answer.body);
    assert!(served.get("/").body.contains("Writing firmware in Rust"));
    served.change(&must_see());
    let expected = format!(
        "name: Me\nschedule: {address}\ntimezone: Asia/Tokyo\n\
         must_see:\n  - Writing firmware in Rust\n"
    );
    assert_eq!(served.profile(), expected);
    let late = open("bundled", "all-systems-go-2018", "");
    assert_eq!(late.status, 422);
    assert!(late.body.starts_with("attend.yaml is about a schedule already"), "{}", late.body);
}

#[test]
fn a_schedule_that_is_sent_is_kept_beside_the_profile_under_a_name_of_our_own() {
    let served = Served::of(TempDir::new().unwrap(), &[]);
    let names = || {
        let files = std::fs::read_dir(served.folder.path()).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let wrong = served.send_file("photo.png", "\u{1}\u{2} nothing to see");
    assert_eq!(wrong.status, 422);
    assert_eq!(names(), [""; 0], "only a schedule is kept");
    assert_eq!(served.send("/schedule?name=a.yaml", "text/plain", SCHEDULE).status, 415);
    let evil = "..%2F..%2Fevil.yaml";
    for expected in [&["schedule.yaml"][..], &["schedule.yaml"]] {
        let answer = served.send_file(evil, SCHEDULE);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(names(), expected, "the same again is the same file");
    }
    let other = SCHEDULE.replace("Small Conf", "Other Conf");
    assert_eq!(served.send_file(evil, &other).status, 200);
    assert_eq!(names(), ["schedule-2.yaml", "schedule.yaml"], "nothing is written over");
    served.change(&must_see());
    let begun = "name: Me\nschedule: schedule-2.yaml\nmust_see:\n  - Writing firmware in Rust\n";
    assert_eq!(served.profile(), begun);
    assert_eq!(served.send_file(evil, SCHEDULE).status, 422, "it is about a schedule now");
    let head = format!(
        "POST /schedule?name=a HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nOrigin: {}\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: 32000001\r\n\r\n",
        served.host(),
        served.cookie(),
        served.origin()
    );
    assert_eq!(served.raw(head.as_bytes()).status, 413);
    let (_held, start) = (head.replace("32000001", "10"), Instant::now());
    let mut held = served.connect();
    held.write_all(_held.as_bytes()).unwrap();
    while served.send_file(evil, SCHEDULE).status != 503 {
        assert!(start.elapsed() < Duration::from_secs(5), "one file at a time");
    }
}

#[test]
fn a_new_version_of_the_schedule_says_what_it_changes_line_by_line() {
    let served = Served::with("interests: [rust]\n");
    served.change(&json!({ "change": "rate", "talk": "tracing", "rating": 1 }));
    let renew = || {
        let answer = served.post(&json!("renew"));
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str::<Value>(&answer.body).unwrap()
    };
    let news = |state: &Value| state["parts"]["news"].as_str().unwrap().to_owned();
    assert!(news(&renew()).contains("<p>Nothing.</p>"));
    assert_eq!(served.post(&json!({ "accept": null })).status, 200);
    assert_eq!(news(&served.state()), "");
    let moved = SCHEDULE
        .replace("start: 2026-05-01T10:00, minutes: 45", "start: 2026-05-01T11:00, minutes: 45")
        .replace(
            "{ id: data, title: Databases in Rust,",
            "{ id: data, title: Databases in Rust, cancelled: true,",
        );
    std::fs::write(served.folder.path().join("conf.yaml"), moved).unwrap();
    let state = renew();
    assert_eq!(state["edition"], 3);
    let told = news(&state);
    let lines = ["Fri 11:00-11:45 in One: Writing firmware in Rust", "it was Fri 10:00-10:45"];
    assert!(lines.iter().all(|line| told.contains(line)), "{told}");
    assert!(told.contains("Databases in Rust") && told.contains("cancelled"), "{told}");
    let lines = |told: &str| told.matches("data-line").count();
    let answer = served.post(&json!({ "accept": 0 }));
    let state: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(lines(&news(&state)), lines(&told) - 1);
    // What the profile names has gone.
    served.change(&must_see());
    let gone = SCHEDULE.replace("Writing firmware in Rust", "Cooking").replace("firmware", "cook");
    std::fs::write(served.folder.path().join("conf.yaml"), gone).unwrap();
    let answer = served.post(&json!("renew"));
    assert_eq!(answer.status, 422);
    let why = "the new version does not fit attend.yaml: ";
    assert!(answer.body.starts_with(why), "{}", answer.body);
    assert_eq!(served.state()["edition"], 3);
}

/// A group of two and somebody with a saved agenda.
fn group() -> Served {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("conf.yaml", SCHEDULE);
    write("us.yaml", US);
    write("ana.yaml", PROFILE);
    write("ben.yaml", "name: Ben\ninterests: [ebpf]\n");
    write("cem.yaml", "name: Cem\nmust_see: [Baking bread]\n");
    let saved = Test::new("plan -s conf.yaml -p cem.yaml -o cem.agenda.json");
    assert_eq!(saved.run_in(folder.path()).2, 0);
    Served::of(folder, &["us.yaml"])
}

const US: &str = "# all of us
schedule: conf.yaml
members: [ana.yaml, ben.yaml, cem.agenda.json]
aim: solo # for now
";

#[test]
fn a_group_is_changed_member_by_member_in_their_own_files() {
    let served = group();
    let read = |name: &str| std::fs::read_to_string(served.folder.path().join(name)).unwrap();
    let post = |asked: Value| {
        let answer = served.post(&asked);
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str::<Value>(&answer.body).unwrap()
    };
    let weigh = json!({ "change": "interest", "topic": "databases", "weight": 2 });
    let state = post(json!({ "change": [1, weigh] }));
    let effect = state["effect"].as_str().unwrap();
    assert!(effect.starts_with("Ben +"), "{effect}");
    assert_eq!(read("ben.yaml"), "name: Ben\ninterests: [ebpf, { databases: 2 }]\n");
    assert_eq!(read("ana.yaml"), PROFILE);
    post(json!({ "aim": "cover" }));
    post(json!({ "meals": true }));
    assert_eq!(read("us.yaml"), US.replace("solo", "cover") + "meals: together\n");
    // Everybody's own agenda is the one that `attend compare` writes.
    let written = Test::new("compare us.yaml -o {name}.agenda.json");
    assert_eq!(written.run_in(served.folder.path()).2, 0);
    let written = read("Ben.agenda.json");
    let own = served.get("/1/agenda.json");
    assert_eq!((own.status, own.body), (200, written));
    assert!(served.get("/0/agenda.ics").body.starts_with("BEGIN:VCALENDAR"));
    for path in ["/3/agenda.json", "/0/us.yaml", "/0/agenda.exe", "/us.yaml", "/0/../us.yaml"] {
        assert_eq!(served.get(path).status, 404, "{path}");
    }
    for _ in 0..3 {
        post(json!({ "undo": 1 }));
    }
    assert_eq!((read("us.yaml").as_str(), read("ana.yaml").as_str()), (US, PROFILE));
    assert_eq!(read("ben.yaml"), "name: Ben\ninterests: [ebpf]\n");
}

#[test]
fn what_a_group_cannot_do_is_told() {
    let served = group();
    let refused = |asked: Value| {
        let answer = served.post(&asked);
        assert_eq!(answer.status, 422, "{}", answer.body);
        answer.body
    };
    let weigh = json!({ "change": "interest", "topic": "go", "weight": 2 });
    assert_eq!(refused(json!({ "change": [2, weigh] })), "a saved agenda stays as it is\n");
    assert_eq!(refused(json!({ "change": [3, weigh] })), "there is no such member\n");
    let wrong = refused(json!({ "aim": "win" }));
    assert!(wrong.starts_with("us.yaml: "), "{wrong}");
    let mistaken = "name: Ben\nintrests: [ebpf]\n";
    std::fs::write(served.folder.path().join("ben.yaml"), mistaken).unwrap();
    let blocked = refused(json!({ "change": [0, weigh] }));
    assert!(blocked.starts_with("ben.yaml has mistakes"), "{blocked}");
    assert!(served.state()["parts"]["summary"].as_str().unwrap().contains("ben.yaml:2:1"));
    let path = served.folder.path().join("ben.yaml");
    assert_eq!(std::fs::read_to_string(path).unwrap(), mistaken);
    let told = Test::new("serve us.yaml -p me.yaml").file("us.yaml", US).file("me.yaml", PROFILE);
    let (_, err, code) = told.run();
    assert_eq!(code, 2);
    assert!(err.contains("--profile `me.yaml`: us.yaml names the members"), "{err}");
}

#[test]
fn two_people_use_the_page_of_their_group_in_a_browser() {
    let served = group();
    let address = format!("{}/?key={}", served.origin(), served.key);
    let Some(seen) = crate::browser::driven("group.mjs", &[address]) else { return };
    for list in ["said", "requests", "faults", "wide"] {
        assert_eq!(seen[list], json!([]), "{list}");
    }
    assert_eq!(seen["focus"], "range");
    assert_eq!(seen["aim"], "together");
    assert_ne!(seen["second"], seen["without"]);
    assert_eq!(seen["second"], seen["again"]);
    assert_eq!((&seen["inert"], &seen["plain"]), (&json!(0), &json!(true)));
}

#[test]
fn a_profile_with_mistakes_or_a_port_in_use_is_told_before_anything_is_served() {
    Test::new("serve --no-open -s conf.yaml")
        .file("conf.yaml", SCHEDULE)
        .file("attend.yaml", "intrests: [a]\n")
        .shows(
            "\
! error: attend.yaml:1:1: unknown key `intrests`
! hint: did you mean `interests`?
status 2
",
        );
    let served = Served::with(PROFILE);
    let command = format!("serve --no-open -s conf.yaml --port {}", served.port);
    let (out, err, code) = Test::new(&command).file("conf.yaml", SCHEDULE).run();
    assert_eq!((out.as_str(), code), ("", 2));
    assert!(err.starts_with(&format!("error: --port `{}`", served.port)), "{err}");
}

#[test]
fn a_file_without_its_option_is_told_where_it_belongs() {
    let told = |word: &str, content: &str, hint: &str| {
        let (_, err, code) = Test::new(&format!("serve {word}")).file(word, content).run();
        assert_eq!(code, 2);
        assert!(err.ends_with(&format!("hint: {hint}\n")), "{err}");
    };
    told("me.yaml", PROFILE, "`attend serve -p me.yaml`");
    told("conf.yaml", SCHEDULE, "`attend serve -s conf.yaml`");
}

#[test]
fn a_person_goes_from_nothing_to_a_saved_calendar_in_a_browser() {
    let served = Served::of(TempDir::new().unwrap(), &[]);
    let address = format!("{}/?key={}", served.origin(), served.key);
    let Some(seen) = crate::browser::driven("session.mjs", &[address]) else { return };
    for list in ["said", "requests", "faults", "wide"] {
        assert_eq!(seen[list], json!([]), "{list}");
    }
    assert_eq!(seen["empty"], 0);
    assert!(seen["would"].as_str().unwrap().starts_with("16 talks: "), "{}", seen["would"]);
    assert_eq!(seen["focus"], "range", "a slider keeps the focus");
    assert_eq!(seen["found"], "1 talk");
    assert_eq!(seen["must"], "Thunderbolt 3 hardware enablement for GNU/Linux");
    for holds in ["why", "gone", "back", "both", "plain"] {
        assert_eq!(seen[holds], true, "{holds}");
    }
    assert_eq!(seen["search"], "search");
    assert_eq!(seen["inert"], 0, "no button without the script");
    assert_eq!(seen["calendar"], seen["talks"]);
    let effects = seen["effects"].as_array().unwrap();
    assert_eq!(effects.len(), 12, "{effects:?}");
    assert_eq!(seen["window"], "12:15", "a break is moved with the arrows");
    assert_eq!((&seen["painted"], &seen["pressed"]), (&json!(2), &json!(1)));
    let profile = served.profile();
    assert!(profile.contains("12:15-14:45"), "{profile}");
    let hours = "here: [{ from: \"2018-09-27 18:00\", to: \"2018-09-27 19:00\" }, ";
    assert!(profile.contains(hours), "{profile}");
    assert!(profile.contains("{ from: 2018-09-28, to: 2018-09-28 }"), "whole days: {profile}");
    assert!(profile.contains("  - Thunderbolt 3 hardware enablement for GNU/Linux\n"), "{profile}");
}

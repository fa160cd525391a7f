//! Schedules from the web, against a real server on this computer.

use std::path::Path;
use std::time::Duration;

use attend::fetch::{Limits, Proxy};
use tempfile::TempDir;

use crate::support::server::{Says, Server, gzip};
use crate::support::{Test, bless};

/// Enough for a busy computer.
const PATIENT: Limits = Limits {
    connect: Duration::from_secs(5),
    whole: Duration::from_secs(20),
    bytes: 100_000,
    proxy: Proxy::Never,
};

/// For slow servers, so that the test is not.
const SHORT: Limits = Limits { whole: Duration::from_millis(300), ..PATIENT };

fn limits(says: &Says) -> Limits {
    if says.is_slow() { SHORT } else { PATIENT }
}

/// A schedule of so many events.
fn conference(events: usize) -> String {
    let mut text = "title: Small Conf\ntimezone: UTC\nevents:\n".to_owned();
    for number in 0..events {
        text += &format!(
            "  - {{ id: e{number}, title: Talk {number}, start: 2026-05-01 10:{number:02}, minutes: 5 }}\n"
        );
    }
    text
}

/// What one run gives: the number of events, or nothing, and what it says besides.
struct Got {
    events: Option<usize>,
    says: String,
}

impl Got {
    #[track_caller]
    fn is(&self, events: impl Into<Option<usize>>, says: &str) {
        assert_eq!(self.events, events.into(), "{}", self.says);
        bless::same(&self.says, says);
    }
}

/// Converts what is at an address, with its port taken out of what is said.
fn get(url: &str, options: &str, cache: &Path, now: &'static str) -> Got {
    got(&of(url, options).cache(cache).now(now), url)
}

fn of(url: &str, options: &str) -> Test {
    Test::new(&format!("convert {url} -f json {options}")).limits(PATIENT)
}

fn got(test: &Test, url: &str) -> Got {
    let (out, err, code) = test.run();
    assert_eq!(code == 0, !out.is_empty(), "{err}");
    let events = (code == 0).then(|| {
        let schedule: serde_json::Value = serde_json::from_str(&out).unwrap();
        schedule["events"].as_array().unwrap().len()
    });
    let port = url.split('/').nth(2).unwrap().rsplit(':').next().unwrap();
    Got { events, says: err.replace(&format!(":{port}/"), ":PORT/") }
}

/// One download without a copy to fall back on.
fn first(says: Says) -> Got {
    let limits = limits(&says);
    let server = Server::always(says);
    let url = server.url("/s");
    got(&of(&url, "").limits(limits), &url)
}

const NOON: &str = "2026-12-05T12:00:00Z";
const THREE: &str = "2026-12-05T15:04:00Z";

/// A download that is wrong, three hours after a good one of ten events.
fn second(says: Says, options: &str) -> Got {
    let cache = TempDir::new().unwrap();
    let limits = limits(&says);
    let server = Server::script(vec![Says::ok(conference(10)), says]);
    let url = server.url("/s");
    get(&url, "", cache.path(), NOON).is(10, "");
    let got = got(&of(&url, options).limits(limits).cache(cache.path()).now(THREE), &url);
    let offline = get(&url, "--offline -q", cache.path(), THREE);
    if got.says.contains("last good copy") {
        offline.is(10, "");
    }
    got
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let cache = TempDir::new().unwrap();
    let server = Server::script(vec![
        Says::ok(conference(3)).header("ETag", "\"v1\"").header("Last-Modified", "yesterday"),
        Says::status("304 Not Modified"),
        Says::ok(conference(4)).header("ETag", "\"v2\""),
        Says::status("304 Not Modified"),
    ]);
    let url = server.url("/s.yaml#day1");
    get(&url, "", cache.path(), NOON).is(3, "");
    get(&url, "-v", cache.path(), THREE).is(
        3,
        "
http://127.0.0.1:PORT/s.yaml#day1: unchanged since the copy of 3 hours ago (2026-12-05 12:00 UTC)
read http://127.0.0.1:PORT/s.yaml#day1: attend schedule, 3 events, UTC
",
    );
    get(&url, "", cache.path(), THREE).is(4, "");
    // The 304 of three o'clock counts.
    get(&url, "", cache.path(), THREE).is(4, "");
    let asked = server.asked();
    let header = |number: usize, name: &str| {
        let line = asked[number].lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        });
        line.map(ToOwned::to_owned)
    };
    assert!(asked[0].starts_with("GET /s.yaml HTTP/1.1\r\n"), "{}", asked[0]);
    assert_eq!(header(0, "If-None-Match"), None);
    assert_eq!(header(1, "If-None-Match").as_deref(), Some("\"v1\""));
    assert_eq!(header(1, "If-Modified-Since").as_deref(), Some("yesterday"));
    assert_eq!(header(3, "If-None-Match").as_deref(), Some("\"v2\""));
    assert_eq!(header(3, "If-Modified-Since"), None);
    assert!(header(0, "User-Agent").unwrap().starts_with("attend/"));
}

#[test]
fn a_body_is_known_again_without_a_304() {
    let cache = TempDir::new().unwrap();
    let server = Server::always(Says::ok(conference(3)));
    get(&server.url("/s"), "-q", cache.path(), NOON).is(3, "");
    let again = get(&server.url("/s"), "-v", cache.path(), THREE);
    assert!(again.says.contains("unchanged since the copy of 3 hours ago"), "{}", again.says);
    let later = get(&server.url("/s"), "-v", cache.path(), THREE);
    assert!(later.says.contains("unchanged since the copy of less than a"), "{}", later.says);
}

#[test]
fn a_tag_that_cannot_be_sent_back_is_forgotten() {
    let cache = TempDir::new().unwrap();
    let server = Server::always(Says::ok(conference(3)).header("ETag", "\"ä\""));
    get(&server.url("/s"), "", cache.path(), NOON).is(3, "");
    get(&server.url("/s"), "", cache.path(), NOON).is(3, "");
}

#[test]
fn offline_takes_the_copy_and_says_its_age() {
    let cache = TempDir::new().unwrap();
    let server = Server::always(Says::ok(conference(3)));
    let url = server.url("/s");
    get(&url, "--offline", cache.path(), NOON).is(
        None,
        "
error: cannot read http://127.0.0.1:PORT/s: there is no copy of it, and --offline was given
hint: run it once without --offline
",
    );
    get(&url, "", cache.path(), NOON).is(3, "");
    get(&url, "--offline", cache.path(), "2026-12-09T12:00:00Z").is(
        3,
        "note: http://127.0.0.1:PORT/s: offline, so this is the copy of 4 days ago \
         (2026-12-05 12:00 UTC)",
    );
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_dead_network_is_no_worse_than_offline() {
    let cache = TempDir::new().unwrap();
    // Where nobody listens on any usual computer.
    let refused = get("http://127.0.0.1:1/s", "", cache.path(), NOON);
    let said = "error: cannot read http://127.0.0.1:PORT/s: the server cannot be reached: ";
    assert!(refused.says.starts_with(said), "{}", refused.says);
    assert!(refused.says.ends_with("hint: check the address and the network\n"));

    let server = Server::for_one(Says::ok(conference(3)));
    let url = server.url("/s");
    get(&url, "", cache.path(), NOON).is(3, "");
    server.wait_until_gone();
    let kept = get(&url, "", cache.path(), THREE);
    assert_eq!(kept.events, Some(3));
    assert!(kept.says.starts_with("note: ") && kept.says.contains("of 3 hours ago"));
}

/// What gzip makes of 200,000 times `x`: 229 bytes.
fn bomb() -> Vec<u8> {
    let head = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xed\xc11\x01\0\0\0\xc2\xa0\xda\x8bo\x06\x7f\xa0";
    let tail = b"\x80\xd7\0r\x02\xbfQ@\x0d\x03\0";
    [&head[..], &[0; 193], tail].concat()
}

#[test]
fn packed_bodies_are_unpacked_and_counted_as_such() {
    let packed = gzip(conference(3).as_bytes());
    let says = |body: &[u8]| Says::ok(body).header("Content-Encoding", "gzip");
    first(says(&packed)).is(3, "");
    first(says(&packed[..packed.len() / 2])).is(
        None,
        "
error: cannot read http://127.0.0.1:PORT/s: the download was cut off
hint: try again later
",
    );
    let bomb = bomb();
    assert!(bomb.len() < PATIENT.bytes / 100);
    first(says(&bomb)).is(
        None,
        "
error: cannot read http://127.0.0.1:PORT/s: it is longer than 100 kB
hint: check that it is a schedule
",
    );
    let garbled = first(says(b"not packed at all"));
    assert!(garbled.says.contains("the answer cannot be understood"), "{}", garbled.says);
}

#[test]
fn a_first_download_that_is_wrong_is_a_clear_error() {
    let case = |says: Says, expected: &str| {
        first(says).is(None, &format!("error: cannot read http://127.0.0.1:PORT/s: {expected}"));
    };
    case(
        Says::status("404 Not Found"),
        "the server says 404 (not found)\nhint: check the address; the schedule may have moved",
    );
    case(Says::status("418 Teapot"), "the server says 418\nhint: try again later");
    case(
        Says::status("304 Not Modified"),
        "the server says that it has not changed, but there is no copy of it\n\
         hint: download it with a browser and give the file",
    );
    case(
        Says::ok(" \n"),
        "the download is empty\nhint: the conference may not have published its schedule yet",
    );
    case(
        Says::raw("HTTP/1.1 200 OK\r\nContent-Length: 1000", conference(3).as_bytes()),
        "the download was cut off\nhint: try again later",
    );
    case(
        Says::raw("HTTP/1.1 200 OK\r\nContent-Length: 100001", b""),
        "it is longer than 100 kB\nhint: check that it is a schedule",
    );
    case(
        Says::raw("HTTP/1.1 200 OK", &[b'x'; 100_001]),
        "it is longer than 100 kB\nhint: check that it is a schedule",
    );
    case(
        Says::redirect("file:///etc/passwd"),
        "it redirects to `file:///etc/passwd`, which is neither http nor https\n\
         hint: if you trust that address, give it instead",
    );
    case(
        Says::status("302 Found"),
        "it redirects without an address\n\
         hint: open it in a browser and take the address where it ends",
    );
    case(
        Says::redirect("/s"),
        "too many redirects (10)\n\
         hint: open it in a browser and take the address where it ends",
    );
}

#[test]
fn what_is_no_schedule_is_named() {
    first(Says::ok("<!DOCTYPE html><html><a href='/schedule.xml'>").header("X", "y")).is(
        None,
        "
error: http://127.0.0.1:PORT/s: this is a web page, not a schedule
hint: it links to `/schedule.xml`: take that
",
    );
}

#[test]
fn a_slow_server_is_given_up() {
    let drip = Says::ok(conference(3)).drip(Duration::from_millis(20));
    first(drip).is(
        None,
        "
error: cannot read http://127.0.0.1:PORT/s: it took longer than 0.3 s
hint: try again later
",
    );
}

#[test]
fn a_server_that_accepts_and_says_nothing_is_given_up() {
    let too_long = |scheme: &str| {
        let server = Server::always(Says::nothing());
        let url = server.url("/s").replace("http:", scheme);
        got(&of(&url, "").limits(SHORT), &url).is(
            None,
            &format!(
                "
error: cannot read {scheme}//127.0.0.1:PORT/s: it took longer than 0.3 s
hint: try again later
"
            ),
        );
    };
    too_long("http:");
    too_long("https:");
    second(Says::nothing(), "").is(
        10,
        "warning: http://127.0.0.1:PORT/s: it took longer than 0.3 s; this is the last good copy, \
         of 3 hours ago (2026-12-05 12:00 UTC)",
    );
}

#[test]
fn what_is_packed_as_nobody_asked_for_is_named() {
    for packer in ["br", "deflate", "X-GZIP", "identity, zstd"] {
        let got = first(Says::ok("packed").header("Content-Encoding", packer));
        let name = packer.rsplit(' ').next().unwrap().to_lowercase();
        got.is(
            None,
            &format!(
                "error: cannot read http://127.0.0.1:PORT/s: unsupported \
                 Content-Encoding `{name}`\nhint: download it with a browser and give the file"
            ),
        );
    }
    // These are mistakes of servers and say nothing.
    for odd in ["utf-8", "identity", "none", ""] {
        first(Says::ok(conference(3)).header("Content-Encoding", odd)).is(3, "");
    }
}

#[test]
fn a_server_that_speaks_no_tls_is_named() {
    let server = Server::always(Says::ok(conference(3)));
    let url = server.url("/s").replace("http:", "https:");
    let got = got(&of(&url, ""), &url);
    assert_eq!(got.events, None);
    let said = "error: cannot read https://127.0.0.1:PORT/s: the connection cannot be secured: ";
    assert!(got.says.starts_with(said), "{}", got.says);
}

#[test]
fn redirects_are_followed() {
    let server = Server::new(|request, _| match request.split(' ').nth(1).unwrap() {
        "/a/old?x" => Says::redirect("../new"),
        "/new" => Says::redirect("/newer").header("Content-Type", "text/html"),
        "/newer" => Says::ok(conference(3)),
        _ => Says::status("404 Not Found"),
    });
    let url = server.url("/a/old?x");
    got(&of(&url, ""), &url).is(3, "");
}

#[test]
fn a_redirect_to_the_same_server_keeps_the_login() {
    let server = Server::new(|request, _| {
        let header = |name: &str| {
            let mut lines = request.lines().filter_map(|line| line.split_once(": "));
            lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
        };
        match (request.split(' ').nth(1).unwrap(), header("authorization")) {
            (_, None) => Says::status("401 Unauthorized"),
            ("/old", _) => Says::redirect(&format!("http://{}/new", header("host").unwrap())),
            _ => Says::ok(conference(3)),
        }
    });
    let url = server.url("/old").replace("http://", "http://ana:secret@");
    got(&of(&url, ""), &url).is(3, "");
}

#[test]
fn a_bad_download_leaves_the_good_copy() {
    let copy = "this is the last good copy, of 3 hours ago (2026-12-05 12:00 UTC)";
    let case = |says: Says, expected: &str| {
        let warning = format!("warning: http://127.0.0.1:PORT/s: {expected}; {copy}");
        second(says, "").is(10, &warning);
    };
    case(Says::status("404 Not Found"), "the server says 404 (not found)");
    case(Says::status("503 Later"), "the server says 503 (not available)");
    case(Says::ok(""), "the download is empty");
    case(Says::ok("<html></html>"), "this is a web page, not a schedule");
    case(Says::ok(&conference(10)[..300]), "8:1: the list in brackets does not go on as it should");
    case(
        Says::raw("HTTP/1.1 200 OK\r\nContent-Length: 9999", conference(10).as_bytes()),
        "the download was cut off",
    );
    case(Says::ok([b'x'; 100_001]), "it is longer than 100 kB");
    case(Says::ok("x".repeat(99)).drip(Duration::from_millis(20)), "it took longer than 0.3 s");
    case(
        Says::redirect("file:///s"),
        "it redirects to `file:///s`, which is neither http nor https",
    );
}

#[test]
fn a_download_that_has_lost_most_of_its_events_is_refused() {
    second(Says::ok(conference(5)), "").is(5, "");
    second(Says::ok(conference(4)), "").is(
        10,
        "warning: http://127.0.0.1:PORT/s: only 4 of 10 events are left; this is the last good \
         copy, of 3 hours ago (2026-12-05 12:00 UTC) (--force takes the new one)",
    );
    second(Says::ok(conference(4)), "--force").is(4, "");
}

#[test]
fn what_was_forced_is_the_good_copy_then_and_what_is_broken_never() {
    let cache = TempDir::new().unwrap();
    let server = Server::script(vec![
        Says::ok(conference(10)).header("ETag", "x"),
        Says::ok(conference(2)),
        Says::ok("<html></html>"),
    ]);
    let url = server.url("/s");
    get(&url, "", cache.path(), NOON).is(10, "");
    get(&url, "--force", cache.path(), NOON).is(2, "");
    assert!(!server.asked()[1].to_lowercase().contains("if-none-match"));
    let forced = get(&url, "--force", cache.path(), NOON);
    assert!(forced.says.contains("this is a web page"), "{}", forced.says);
    get(&url, "--offline -q", cache.path(), NOON).is(2, "");
}

#[test]
fn a_copy_that_cannot_be_kept_is_said() {
    let cache = TempDir::new().unwrap();
    std::fs::write(cache.path().join("schedules"), "a file").unwrap();
    let server = Server::always(Says::ok(conference(3)));
    let url = server.url("/s");
    let got = get(&url, "", cache.path(), NOON);
    assert_eq!(got.events, Some(3));
    assert!(got.says.contains(": no copy of it can be kept: cannot write "), "{}", got.says);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_copy_is_not_waited_for() {
    let cache = TempDir::new().unwrap();
    let server = Server::always(Says::ok(conference(3)));
    let url = server.url("/s");
    get(&url, "", cache.path(), NOON).is(3, "");
    let copy = std::fs::read_dir(cache.path().join("schedules")).unwrap().next().unwrap();
    let copy = copy.unwrap().path();
    std::fs::remove_file(&copy).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&copy).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: there is no mkfifo");
        return;
    }
    let offline = get(&url, "--offline", cache.path(), NOON);
    assert!(offline.says.contains("there is no copy of it"), "{}", offline.says);
    let again = get(&url, "", cache.path(), NOON);
    assert_eq!(again.events, Some(3));
    assert!(again.says.contains("no copy of it can be kept"), "{}", again.says);
}

#[test]
fn every_command_takes_an_address() {
    let server = Server::always(Says::ok(conference(3)));
    let url = server.url("/s");
    let run = |args: String| {
        let (out, err, code) = Test::new(&args).limits(PATIENT).run();
        assert_eq!(code, 0, "{err}");
        out
    };
    assert!(run(format!("talks -s {url} -p newcomer -q")).contains("Talk 2"));
    assert!(run(format!("plan -s {url} -p newcomer -q")).contains("Small Conf"));
    let checked = run(format!("check {url}"));
    assert!(checked.contains("3 slots in the file: 3 read, 0 skipped"), "{checked}");
}

#[test]
fn passwords_are_sent_but_not_shown() {
    let server = Server::always(Says::ok(conference(3)));
    let url = server.url("/s").replace("http://", "http://ana:secret@");
    let (_, err, code) = of(&url, "-v").run();
    assert_eq!(code, 0);
    assert!(err.contains("http://***@127") && !err.contains("secret"), "{err}");
    assert!(server.asked()[0].to_lowercase().contains("authorization: basic yw5honnly3jlda=="));
    for wrong in [
        "http://ana:s3c/secret@127.0.0.1:1/ok",
        "https://ana:s3c#secret@127.0.0.1:1/ok",
        " https://ana:secret@127.0.0.1:1/ok",
        "ftp://ana:secret@127.0.0.1/ok",
    ] {
        for command in ["convert", "check"] {
            let (out, err, code) = Test::of(&[command, wrong]).limits(PATIENT).run();
            assert_eq!((out.as_str(), code), ("", 2), "{wrong}");
            assert!(err.contains("://***@127.0.0.1") && !err.contains("secret"), "{err}");
        }
    }
}

//! Titles that mean something to some output.

use super::Test;

/// Each holds the word `talk`, so that a profile can find it.
pub(crate) const TITLES: [&str; 14] = [
    "talk <script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)> talk",
    "talk ' onmouseover='alert(1)",
    "</style><script>alert(1)</script> talk",
    "talk {{ 7 * 7 }} {% raw %} ${7*7}",
    "=HYPERLINK(\"https://example.org\";\"talk\")",
    "+1+1 talk",
    "-2 talk",
    "@SUM(1) talk; with \"quotes\", and commas",
    "'=1+1 talk",
    "talk | pipe `code` *bold* _under_ [link](https://example.org) <b>x</b> ~~gone~~ # 1. \\ $x$",
    "- [ ] talk @everyone #1 :smile: &amp; <!-- x -->",
    "talk \\n BEGIN:VEVENT;X=1:a,b\\, and so on",
    "שלום talk 日本 👩‍💻 é",
];

/// A programme of them, one after the other.
pub(crate) fn schedule() -> String {
    let mut text =
        "title: \"Hostile </title><script>alert(1)</script> | Conf\"\nversion: \"<b>1\"\n\
                    timezone: Europe/Berlin\nevents:\n"
            .to_owned();
    for (number, title) in TITLES.iter().enumerate() {
        // JSON's texts are YAML's.
        let title = serde_json::to_string(title).unwrap();
        let (hour, minute) = (9 + number / 2, number % 2 * 30);
        text += &format!(
            "  - {{ id: 'a\"b<{number}>', title: {title}, room: {title}, track: {title}, \
             start: 2026-05-01T{hour:02}:{minute:02}, minutes: 30, speakers: [{title}], \
             abstract: {title}, url: 'javascript:alert({number})' }}\n"
        );
    }
    // At the same time, so that something is missed and stands in the other's alternatives.
    text + "  - { id: again, title: talk too, room: Other, start: 2026-05-01T09:00, minutes: 20 }\n"
}

/// A page of that programme, by a command that may name `me.yaml` and `you.yaml`.
pub(crate) fn page(command: &str) -> Test {
    Test::new(&format!("{command} -f html -s hostile.yaml"))
        .file("hostile.yaml", schedule())
        .file("me.yaml", "name: '<b>\"me\"'\ninterests: [talk]\n")
        .file("you.yaml", "name: '<i onclick=\"alert(2)\">you'\ninterests: [talk: 2]\n")
}

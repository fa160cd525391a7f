"""Reads a calendar with two independent parsers and compares it with what should be in it.

    python check.py CALENDAR.ics EXPECTED.json

EXPECTED is a list of {"uid", "title", "room", "start", "end", "alarm"}, times in seconds since
1970, `alarm` in minutes or null; in the calendar of a group with "who" and "color" as well. Says
nothing when all is right.
"""

import json
import sys
from datetime import timezone

import icalendar
import vobject


def seconds(time):
    assert time.tzinfo is not None, f"{time} has no zone"
    return int(time.astimezone(timezone.utc).timestamp())


# RFC 7986 takes the names of CSS3 level 3; some of them.
COLORS = set(
    "royalblue chocolate seagreen mediumorchid crimson darkcyan darkgoldenrod palevioletred "
    "olivedrab mediumslateblue indianred steelblue slategray".split()
)


def group(event, categories, color):
    """What stands only in the calendar of a group, whose first categories are people."""
    if color is not None:
        assert color in COLORS, color
        event |= {"who": categories, "color": color}
    return event


def by_icalendar(text):
    calendar = icalendar.Calendar.from_ical(text)
    assert not calendar.errors, calendar.errors
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        assert isinstance(event.decoded("DTSTAMP").year, int)
        alarms = [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
        categories = event.get("CATEGORIES", [])
        first = categories[0] if isinstance(categories, list) and categories else categories
        names = [str(name) for name in first.cats] if first else []
        color = str(event["COLOR"]) if "COLOR" in event else None
        seen = {
            "uid": str(event["UID"]),
            "title": str(event["SUMMARY"]),
            "room": str(event["LOCATION"]) if "LOCATION" in event else None,
            "start": seconds(event.decoded("DTSTART")),
            "end": seconds(event.decoded("DTEND")),
            "alarm": int(-alarms[0].total_seconds() // 60) if alarms else None,
        }
        yield group(seen, names, color)


def by_vobject(text):
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    for event in calendar.contents.get("vevent", []):
        alarms = [alarm.trigger.value for alarm in event.contents.get("valarm", [])]
        categories = event.contents.get("categories")
        names = categories[0].value if categories else []
        color = event.color.value if "color" in event.contents else None
        seen = {
            "uid": event.uid.value,
            "title": event.summary.value,
            "room": event.location.value if "location" in event.contents else None,
            "start": seconds(event.dtstart.value),
            "end": seconds(event.dtend.value),
            "alarm": int(-alarms[0].total_seconds() // 60) if alarms else None,
        }
        yield group(seen, names, color)


def main():
    data = open(sys.argv[1], "rb").read()
    expected = json.load(open(sys.argv[2], encoding="utf-8"))
    for line in data.split(b"\r\n"):
        assert len(line) <= 75, line
        assert b"\r" not in line and b"\n" not in line, line
        line.decode("utf-8")
    text = data.decode("utf-8")
    for name, read in [("icalendar", by_icalendar), ("vobject", by_vobject)]:
        events = list(read(text))
        assert len({event["uid"] for event in events}) == len(events), "a UID stands twice"
        key = lambda event: event["uid"]
        for event, wanted in zip(sorted(events, key=key), sorted(expected, key=key)):
            assert event == wanted, f"{name}: {event} in place of {wanted}"
        assert len(events) == len(expected), f"{name}: {len(events)} events of {len(expected)}"


main()

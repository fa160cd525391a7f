"""Reads a calendar with two independent parsers and compares it with what should be in it.

    python check.py CALENDAR.ics EXPECTED.json

EXPECTED is a list of {"uid", "title", "room", "start", "end", "alarm"}, times in seconds since
1970, `alarm` in minutes or null. Says nothing when all is right.
"""

import json
import sys
from datetime import timezone

import icalendar
import vobject


def seconds(time):
    assert time.tzinfo is not None, f"{time} has no zone"
    return int(time.astimezone(timezone.utc).timestamp())


def by_icalendar(text):
    calendar = icalendar.Calendar.from_ical(text)
    assert not calendar.errors, calendar.errors
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        assert isinstance(event.decoded("DTSTAMP").year, int)
        alarms = [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
        yield {
            "uid": str(event["UID"]),
            "title": str(event["SUMMARY"]),
            "room": str(event["LOCATION"]) if "LOCATION" in event else None,
            "start": seconds(event.decoded("DTSTART")),
            "end": seconds(event.decoded("DTEND")),
            "alarm": int(-alarms[0].total_seconds() // 60) if alarms else None,
        }


def by_vobject(text):
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    for event in calendar.contents.get("vevent", []):
        alarms = [alarm.trigger.value for alarm in event.contents.get("valarm", [])]
        yield {
            "uid": event.uid.value,
            "title": event.summary.value,
            "room": event.location.value if "location" in event.contents else None,
            "start": seconds(event.dtstart.value),
            "end": seconds(event.dtend.value),
            "alarm": int(-alarms[0].total_seconds() // 60) if alarms else None,
        }


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

#!/usr/bin/env python3
"""How much of what a person likes does an agenda hold, and what does that cost in points?

usage: coverage.py ATTEND FOLDER [PROFILES]

FOLDER has schedules (`*.xml`) and beside each a `queries.jsonl` one level up: lines with `conf` (the
schedule's name), `style` and `interests`, of which those in the style `keywords` are used. For every
conference so many profiles (10) are drawn, each of six keywords of different tracks that weigh 3, 2,
2, 1, 1 and 1, always the same ones. An interest that alone gives some talk 300 points is served by a
talk of the agenda that it alone gives 200 or more.
"""
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

WEIGHTS = [3, 2, 2, 1, 1, 1]
STRONG, SERVES = 300, 200


def run(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: {done.stderr}")
    return json.loads(done.stdout)


def main():
    attend, folder = sys.argv[1], Path(sys.argv[2])
    profiles = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    keywords = {}
    for line in (folder.parent / "queries.jsonl").read_text().splitlines():
        query = json.loads(line)
        if query["style"] == "keywords":
            words = [interest["topic"] for interest in query["interests"]]
            keywords.setdefault(query["conf"], []).append(words)
    levels = ["none", "some", "much"]
    open_for, once, twice = 0, dict.fromkeys(levels, 0), dict.fromkeys(levels, 0)
    raw, talks, rooms = (dict.fromkeys(levels, 0) for _ in range(3))
    for conference, tracks in sorted(keywords.items()):
        schedule = str(folder / f"{conference}.xml")
        if len(tracks) < len(WEIGHTS):
            continue
        alone = {}
        for number in range(profiles):
            dice = random.Random(f"{conference} {number}")
            chosen = [dice.choice(words) for words in dice.sample(tracks, len(WEIGHTS))]
            for word in chosen:
                if word not in alone:
                    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as profile:
                        json.dump({"interests": [word]}, profile)
                        profile.flush()
                        listed = run(attend, "talks", "-s", schedule, "-p", profile.name, "-f", "json")
                    alone[word] = {talk["id"]: talk["points"] for talk in listed}
            for level in levels:
                with tempfile.NamedTemporaryFile("w", suffix=".yaml") as profile:
                    interests = [{word: weight} for word, weight in zip(chosen, WEIGHTS)]
                    json.dump({"interests": interests, "variety": level}, profile)
                    profile.flush()
                    agenda = run(attend, "plan", "-s", schedule, "-p", profile.name, "-f", "json")
                raw[level] += sum(talk["points"] for talk in agenda["talks"])
                talks[level] += len(agenda["talks"])
                rooms[level] += len({talk["room"] for talk in agenda["talks"]})
                for word in chosen:
                    points = alone[word]
                    if max(points.values(), default=0) < STRONG:
                        continue
                    open_for += level == "none"
                    serving = [t for t in agenda["talks"] if points.get(t["id"], 0) >= SERVES]
                    once[level] += len(serving) >= 1
                    twice[level] += len(serving) >= 2
    print(f"{open_for} interests with a strong talk")
    print("variety  served  by two  raw points  talks  rooms")
    for level in levels:
        print(
            f"{level:7}  {once[level] / open_for:6.1%}  {twice[level] / open_for:6.1%}"
            f"  {raw[level] / raw['none']:10.1%}  {talks[level]:5}  {rooms[level]:5}"
        )


if __name__ == "__main__":
    main()

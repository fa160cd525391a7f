#!/usr/bin/env python3
"""The same instances through attend, PuLP with CBC and OR-tools CP-SAT, each a process of its own.

    python3 benches/side_by_side.py [--runs N] [NAME ...]

prints a table: the values, whether they are proven, the medians of whole processes, and ratios.
The packages go into a virtual environment under target/.
"""

import argparse
import bisect
import itertools
import json
import pathlib
import statistics
import subprocess
import sys
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
DIR = ROOT / "target" / "side_by_side"
LIMIT = 100
MINUTES_PER_DAY = 24 * 60


def program(instance):
    """Columns with their points, sets of which one may be chosen, sums with a most and a least."""
    talks = [talk for talk in instance["talks"] if talk["points"] > 0]
    points = [talk["points"] for talk in talks]
    spans = [(talk["from"], talk["to"]) for talk in talks]
    at_most_one, sums = [], []
    lunch = instance["lunch"]
    if lunch:
        for day in sorted({talk["day"] for talk in talks}):
            base = day * MINUTES_PER_DAY
            first, last = base + lunch["from"], base + lunch["to"] - lunch["minutes"]
            ends = {talk["to"] for talk in talks if first <= talk["to"] <= last}
            starts = sorted({first} | ends)
            columns = range(len(points), len(points) + len(starts))
            points += [0] * len(starts)
            spans += [(start, start + lunch["minutes"]) for start in starts]
            sums.append((list(columns), 1, 1))
    # Those that go on at the same time, whenever one of them ends before the next start.
    active = []
    order = sorted(range(len(spans)), key=lambda i: spans[i])
    for start, beginning in itertools.groupby(order, key=lambda i: spans[i][0]):
        still = [i for i in active if spans[i][1] > start]
        if len(still) < len(active):
            at_most_one.append(active)
        active = still + list(beginning)
    at_most_one.append(active)
    walking = instance["walking"]
    longest = max(max(row) for row in walking)
    if longest:
        starts = sorted(range(len(talks)), key=lambda i: talks[i]["from"])
        times = [talks[i]["from"] for i in starts]
        for i, talk in enumerate(talks):
            place = bisect.bisect_left(times, talk["to"])
            while place < len(starts) and times[place] < talk["to"] + longest:
                other = talks[starts[place]]
                walk = walking[talk["area"]][other["area"]] if talk["room"] != other["room"] else 0
                if other["from"] < talk["to"] + walk:
                    at_most_one.append([i, starts[place]])
                place += 1
    shows = {}
    for i, talk in enumerate(talks):
        shows.setdefault(talk["show"], []).append(i)
    at_most_one += [show for show in shows.values() if len(show) > 1]
    if instance["talks_per_day"]:
        days = {}
        for i, talk in enumerate(talks):
            days.setdefault(talk["day"], []).append(i)
        sums += [(day, 0, instance["talks_per_day"]) for day in days.values()]
    return points, at_most_one, sums


def by_cbc(points, at_most_one, sums):
    import pulp

    problem = pulp.LpProblem("agenda", pulp.LpMaximize)
    columns = [pulp.LpVariable(f"x{i}", cat="Binary") for i in range(len(points))]
    problem += pulp.LpAffineExpression(zip(columns, points))
    for members in at_most_one:
        problem += pulp.LpAffineExpression((columns[i], 1) for i in members) <= 1
    for members, least, most in sums:
        total = pulp.LpAffineExpression((columns[i], 1) for i in members)
        problem += total <= most
        if least:
            problem += total >= least
    problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=LIMIT, gapRel=0, gapAbs=0))
    chosen = sum(p for p, x in zip(points, columns) if (x.value() or 0) > 0.5)
    # CBC calls a choice at its limit optimal too; its status for solutions tells them apart.
    return chosen, problem.sol_status == pulp.LpSolutionOptimal


def by_cp_sat(points, at_most_one, sums):
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    columns = [model.new_bool_var("") for _ in points]
    for members in at_most_one:
        model.add_at_most_one(columns[i] for i in members)
    for members, least, most in sums:
        total = sum(columns[i] for i in members)
        model.add(total <= most)
        if least:
            model.add(total >= least)
    model.maximize(cp_model.LinearExpr.weighted_sum(columns, points))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = LIMIT
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0, False
    return int(solver.objective_value), status == cp_model.OPTIMAL


def solve(solver, file):
    """One process: read, build, solve, say so."""
    instance = json.loads(pathlib.Path(file).read_text())
    value, proven = {"cbc": by_cbc, "cp-sat": by_cp_sat}[solver](*program(instance))
    print(instance["name"], value, "optimal" if proven else "feasible")


def timed(command):
    start = time.perf_counter()
    try:
        out = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT * 2)
        words = out.stdout.split()
    except subprocess.TimeoutExpired:
        words = []
    seconds = time.perf_counter() - start
    if len(words) < 3:
        return None, False, seconds
    return int(words[1]), words[2] == "optimal", seconds


def own_binary():
    command = ["cargo", "bench", "--bench", "solve", "--no-run", "--message-format=json"]
    lines = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout
    made = [json.loads(line) for line in lines.splitlines()]
    return next(m["executable"] for m in made if m.get("target", {}).get("name") == "solve")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--solver", help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    if args.solver:
        return solve(args.solver, args.names[0])
    own = own_binary()
    subprocess.run([own, "instances", DIR], check=True)
    python = DIR / "python" / "bin" / "python"
    if not python.exists():
        venv.create(DIR / "python", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "pulp", "ortools"], check=True)
    files = {file.stem: file for file in sorted(DIR.glob("*.json"))}
    for name in args.names:
        if name not in files:
            sys.exit(f"no instance is called {name}; there are {', '.join(files)}")
    print("| instance | attend | s | PuLP+CBC | s | ratio | CP-SAT | s | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in args.names or files:
        ours, cells = [], []
        theirs = {"cbc": [], "cp-sat": []}
        # In turn, so that whatever slows the machine slows all.
        for _ in range(args.runs):
            ours.append(timed([own, "instance", files[name]]))
            for solver, found in theirs.items():
                if not found or found[-1][2] < LIMIT:
                    found.append(timed([python, __file__, "--solver", solver, files[name]]))
        median = lambda found: statistics.median(seconds for _, _, seconds in found)
        value = lambda found: f"{found[-1][0]}{'' if found[-1][1] else ' (not proven)'}"
        cells = [name, value(ours), f"{median(ours):.3f}"]
        for found in theirs.values():
            ratio = median(found) / median(ours)
            cells += [value(found), f"{median(found):.2f}", f"{ratio:.0f}"]
        print(f"| {' | '.join(cells)} |", flush=True)
        proven = {found[-1][0] for found in (ours, *theirs.values()) if found[-1][1]}
        if len(proven) > 1:
            sys.exit(f"{name}: proven optima differ: {proven}")


if __name__ == "__main__":
    main()

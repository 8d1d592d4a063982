#!/usr/bin/env python3
"""Scores `luoshi plan` against texts labelled by hand (GUIDELINES.md says how).

    score.py --binary ./luoshi [--set train|holdout|real] [--show NAME] [--floors] [--no-speed]

Prints, by genre and in total: recall and precision of tasks (one to one), `any` for both when a label
or a proposal may be met by any number of the other side, owners, deadlines, targets, facts, declined
sentences, lines of work, and how many proposals with confidence >= 0.8 are right. With --floors it fails
when a total is below floors.json. Exit code 77: the texts of the set are not on this machine."""
import argparse
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NOT_RUN = 77
SURE = 0.8


class Count:
    """Hits, misses (labels not found) and extras (found without a label)."""

    def __init__(self):
        self.hit = self.miss = self.extra = 0

    def add(self, other):
        self.hit += other.hit
        self.miss += other.miss
        self.extra += other.extra

    def recall(self):
        return ratio(self.hit, self.hit + self.miss)

    def precision(self):
        return ratio(self.hit, self.hit + self.extra)

    def f1(self):
        return ratio(2 * self.hit, 2 * self.hit + self.miss + self.extra)


def ratio(part, whole):
    return part / whole if whole else None


# ---------------------------------------------------------------- reading labels and readings

def real_folder():
    named = os.environ.get("LUOSHI_REAL_TEXTS")
    if named:
        return pathlib.Path(named)
    for folder in ROOT.parents:
        if (folder / "shared" / "texts").is_dir():
            return folder / "shared" / "texts"
    return None


def run(binary, *arguments):
    done = subprocess.run([binary, "plan", *arguments], capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{binary} plan {' '.join(arguments)}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode("utf-8")


def squeezed(text):
    """The text without blanks, and where each character stood: blanks are the extractor's business."""
    places = [i for i, c in enumerate(text) if not c.isspace() and c != "\ufeff"]
    return "".join(text[i] for i in places), places


def find(label, squeezed_text, places):
    """Half-open span of the label's `text` (its n-th occurrence) in the extracted text, or None."""
    wanted, _ = squeezed(label["text"])
    at = -1
    for _ in range(label.get("occurrence", 1)):
        at = squeezed_text.find(wanted, at + 1)
        if at < 0:
            return None
    return places[at], places[at + len(wanted) - 1] + 1


def locate(labels, text, name):
    """Adds `span` (and `key_span`) to every label of a text of ours; a label that is lost is an error."""
    tight, places = squeezed(text)
    for label in labels["tasks"] + labels["facts"] + labels["declined"]:
        span = find(label, tight, places)
        if span is None:
            sys.exit(f"{name}: not in the extracted text: {label['text'][:40]}")
        label["span"] = span
        if "key" in label:
            inner, inner_places = squeezed(text[span[0]:span[1]])
            begin, end = find({"text": label["key"]}, inner, inner_places)
            label["key_span"] = (span[0] + begin, span[0] + end)


def load(binary, which):
    """Yields (name, labels with spans, reading, file)."""
    for path in sorted((HERE / which).glob("*.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        if which == "real":
            folder = real_folder()
            file = folder / f"{path.stem}.txt" if folder else None
            if file is None or not file.exists():
                print(f"{path.stem}: not run, the text is not here")
                continue
            text = run(binary, str(file), "--text").rstrip("\n")
            if hashlib.sha256(text.encode()).hexdigest() != labels["sha256"]:
                print(f"{path.stem}: not run, the text is another one (or is extracted otherwise)")
                continue
        else:
            file = path.with_suffix(".txt")
            text = run(binary, str(file), "--text")
            locate(labels, text, path.stem)
        given = ["--date", labels["date"]] if labels["date_given"] else []
        reading = json.loads(run(binary, str(file), *given, "--format", "json"))
        yield path.stem, labels, reading, file


# ---------------------------------------------------------------- comparing

def overlap(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def meets(label, span):
    """The matching rule: half of the shorter span in common, or the key phrase inside."""
    mine = label["span"]
    if 2 * overlap(mine, span) >= min(mine[1] - mine[0], span[1] - span[0]) > 0:
        return True
    key = label.get("key_span")
    return key is not None and span[0] <= key[0] and key[1] <= span[1]


def normal_name(name):
    name = re.sub(r"[\s“”\"'‘’@（）()]|等$", "", name)
    name = re.sub(r"(?:等|各有关)?(?:部门|单位)$", "", name) if len(name) > 4 else name
    return name.rstrip("等")


def normal_unit(unit):
    unit = re.sub(r"\s", "", unit or "").replace("％", "%")
    unit = re.sub(r"^([万亿])(?:块钱?)?$", r"\1元", re.sub(r"^块钱?$", "元", unit))
    if unit.startswith("个"):  # 6个村 counts in 个; 百分点 is a unit without it
        return "百分点" if unit == "个百分点" else "个"
    return unit


def number(item):
    value = item["value"]
    return (None if value is None else round(float(value), 6)), normal_unit(item["unit"])


def compare(labels, found, key):
    """Counts two lists as multisets under `key`; an optional label is neither a hit nor a miss."""
    count, rest = Count(), [key(item) for item in found]
    for label in sorted(labels, key=lambda item: bool(item.get("optional"))):
        if key(label) in rest:
            rest.remove(key(label))
            count.hit += not label.get("optional")
        else:
            count.miss += not label.get("optional")
    count.extra = len(rest)
    return count


def owner_key(owner):
    return normal_name(owner["name"]), owner["role"]


def deadline_right(label, found):
    """None when there is nothing to judge, else whether the deadline is right."""
    if label is None and found is None:
        return None
    if label is None or found is None:
        return None if label is not None and label.get("optional") else False
    if found["date"] in [label["date"], *label.get("also", [])]:
        words, said = squeezed(label["text"])[0], squeezed(found["text"])[0]
        return label["date"] is not None or words in said or said in words
    return False


def likeness(label, task):
    """How well a proposal fits a label beyond meeting it: decides who is paired with whom."""
    union = max(label["span"][1], task["span"][1]) - min(label["span"][0], task["span"][0])
    likeness_of_spans = overlap(label["span"], task["span"]) / union
    owners = compare(label["owners"], task["owners"], owner_key).f1() or 0
    right = deadline_right(label["deadline"], task["deadline"]) is True
    return likeness_of_spans + owners / 2 + right / 4 - bool(label.get("optional"))


def pair(labels, tasks):
    """The largest one-to-one pairing, best pairs first: {label index: task index}."""
    edges = {i: sorted((j for j, t in enumerate(tasks) if meets(label, t["span"])),
                       key=lambda j, label=label: -likeness(label, tasks[j]))
             for i, label in enumerate(labels)}
    taken = {}  # task index -> label index
    for _, i, j in sorted(((likeness(labels[i], tasks[j]), i, j) for i in edges for j in edges[i]),
                          reverse=True):
        if j not in taken and i not in taken.values():
            taken[j] = i

    def augment(i, seen):
        for j in edges[i]:
            if j not in seen:
                seen.add(j)
                if j not in taken or augment(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in edges:
        if i not in taken.values():
            augment(i, set())
    return {i: j for j, i in taken.items()}


MEASURES = ["tasks", "any", "owners", "deadlines", "targets", "facts", "declined", "lines", "sure"]


def score(labels, reading):
    """Counts of one text by measure, and the pairing."""
    counts = {name: Count() for name in MEASURES}
    mine, theirs = labels["tasks"], reading["tasks"]
    pairs = pair(mine, theirs)
    paired = {j: i for i, j in pairs.items()}
    for i, label in enumerate(mine):
        if label.get("optional"):
            continue
        if any(meets(label, task["span"]) for task in theirs):
            counts["any"].hit += 1
        else:
            counts["any"].miss += 1
        if i not in pairs:
            counts["tasks"].miss += 1
            continue
        task = theirs[pairs[i]]
        counts["tasks"].hit += 1
        counts["owners"].add(compare(label["owners"], task["owners"], owner_key))
        counts["targets"].add(compare(label["targets"], task["targets"], number))
        right = deadline_right(label["deadline"], task["deadline"])
        if right is not None:
            counts["deadlines"].hit += right
            counts["deadlines"].extra += not right
        counts["lines"].hit += label["line"] == task["line"]
        counts["lines"].extra += label["line"] != task["line"]
    for j, task in enumerate(theirs):
        counts["tasks"].extra += j not in paired
        counts["any"].extra += not any(meets(label, task["span"]) for label in mine)
        if task["confidence"] is not None and task["confidence"] >= SURE:
            counts["sure"].hit += j in paired
            counts["sure"].extra += j not in paired
    if "facts" in labels:
        counts["facts"] = compare(labels["facts"], reading["facts"], number)
    counts["declined"] = score_declined(labels["declined"], reading["declined"])
    return counts, pairs


def score_declined(labels, found):
    """A sentence that asks for two things may be declined in two parts: each part is right."""
    def right(label, item):
        return meets(label, item["span"]) and item["reason"] in [label["reason"], *label.get("also", [])]

    count = Count()
    for label in labels:
        if not label.get("optional"):
            hit = any(right(label, item) for item in found)
            count.hit += hit
            count.miss += not hit
    count.extra = sum(not any(right(label, item) for label in labels) for item in found)
    return count


# ---------------------------------------------------------------- printing

COLUMNS = [("recall", "tasks", Count.recall), ("prec.", "tasks", Count.precision),
           ("any-rec", "any", Count.recall), ("any-pre", "any", Count.precision),
           ("owners", "owners", Count.f1), ("deadl.", "deadlines", Count.precision),
           ("targets", "targets", Count.f1), ("facts", "facts", Count.f1),
           ("declin.", "declined", Count.f1), ("lines", "lines", Count.precision),
           ("sure", "sure", Count.precision)]


def row(title, counts, texts):
    cells = [of(counts[measure]) for _, measure, of in COLUMNS]
    return f"{title:<14}{texts:>5} " + "".join(f"{'–' if c is None else f'{c:.3f}':>8}" for c in cells)


def show(name, labels, reading):
    counts, pairs = score(labels, reading)
    paired = {j: i for i, j in pairs.items()}
    print(f"== {name}: date {reading['date']} (label {labels['date']})")
    for i, label in enumerate(labels["tasks"]):
        words = label.get("text", f"characters {label['span']}")
        if i not in pairs:
            print(f"{'skip' if label.get('optional') else 'MISS'} {words[:90]}")
            continue
        task = reading["tasks"][pairs[i]]
        print(f"ok   {words[:90]}")
        for what, mine, theirs, bad in [
                ("owners", label["owners"], task["owners"],
                 compare(label["owners"], task["owners"], owner_key)),
                ("targets", label["targets"], task["targets"],
                 compare(label["targets"], task["targets"], number))]:
            if bad.miss or bad.extra:
                print(f"     {what}: wanted {brief(mine)}, got {brief(theirs)}")
        if deadline_right(label["deadline"], task["deadline"]) is False:
            print(f"     deadline: wanted {brief(label['deadline'])}, got {brief(task['deadline'])}")
        if label["line"] != task["line"]:
            print(f"     line: wanted {label['line']}, got {task['line']}")
    for j, task in enumerate(reading["tasks"]):
        if j not in paired:
            print(f"EXTRA {task['confidence']} {task['text'][:90]}")
    if "facts" in labels and (counts["facts"].miss or counts["facts"].extra):
        print(f"     facts: wanted {brief(labels['facts'])}\n            got    {brief(reading['facts'])}")
    if counts["declined"].miss or counts["declined"].extra:
        print(f"     declined: wanted {[(d['reason'], d.get('text', '')[:30]) for d in labels['declined']]}\n"
              f"               got    {[(d['reason'], d['text'][:30]) for d in reading['declined']]}")


def brief(value):
    if isinstance(value, list):
        return "[" + ", ".join(brief(item) for item in value) + "]"
    if value is None:
        return "none"
    if "role" in value:
        return f"{value['name']}/{value['role']}"
    if "value" in value:
        return f"{value['value']}{value['unit'] or ''}"
    return f"{value['text']}={value['date']}"


def speed(binary, files):
    """MB of text a second, the start of the program taken away; None when it takes too little time."""
    text = b"\n".join(file.read_bytes() for file in files)
    text = (text + b"\n") * max(1, 2_000_000 // max(1, len(text)))
    with tempfile.TemporaryDirectory() as folder:
        seconds = []
        for name, content in [("small.txt", "开会。\n".encode()), ("large.txt", text)]:
            file = pathlib.Path(folder) / name
            file.write_bytes(content)
            start = time.monotonic()
            run(binary, str(file), "--date", "2026-11-03", "--format", "json")
            seconds.append(time.monotonic() - start)
    spent = seconds[1] - seconds[0]
    return len(text) / 1e6 / spent if spent > 0.001 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--set", default="train", choices=["train", "holdout", "real"], dest="which")
    parser.add_argument("--show", metavar="NAME", help="what was missed in one text (or `all`)")
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    arguments = parser.parse_args()
    if arguments.show and arguments.which == "holdout":
        sys.exit("the hold-out is looked at only for the final number (holdout/README.md)")

    total, genres, texts, dates, files = {m: Count() for m in MEASURES}, {}, 0, 0, []
    for name, labels, reading, file in load(arguments.binary, arguments.which):
        if arguments.show in (name, "all"):
            show(name, labels, reading)
        counts, _ = score(labels, reading)
        genre = genres.setdefault(labels["genre"], [{m: Count() for m in MEASURES}, 0])
        genre[1] += 1
        for measure in MEASURES:
            genre[0][measure].add(counts[measure])
            total[measure].add(counts[measure])
        texts += 1
        dates += reading["date"] == labels["date"]
        files.append(file)
    if not texts:
        print(f"{arguments.which}: not run")
        return NOT_RUN
    print(f"{'':<14}{'texts':>5} " + "".join(f"{title:>8}" for title, _, _ in COLUMNS))
    for genre in sorted(genres):
        print(row(genre, *genres[genre]))
    print(row("total", total, texts))
    print(f"dates of texts right: {dates} of {texts}")
    if not arguments.no_speed:
        rate = speed(arguments.binary, files)
        print("speed: too short to tell" if rate is None else f"speed: {rate:.1f} MB/s")
    if not arguments.floors:
        return 0
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))[arguments.which]
    below = [f"{title} {of(total[m]) or 0:.3f} is below {floors[title]}"
             for title, m, of in COLUMNS if title in floors and (of(total[m]) or 0) < floors[title]]
    print("\n".join(below) or "no total is below its floor")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())

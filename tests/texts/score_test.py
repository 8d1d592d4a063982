#!/usr/bin/env python3
"""The scorer itself: labels read back as a reading score 1 in everything, and each kind of mistake
lowers its own measure and no other. Also holds the labels: every substring stands in its text."""
import copy
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import score  # noqa: E402


def labelled():
    for which in ("train", "holdout"):
        for path in sorted((score.HERE / which).glob("*.json")):
            labels = json.loads(path.read_text(encoding="utf-8"))
            score.locate(labels, path.with_suffix(".txt").read_text(encoding="utf-8"), path.stem)
            yield path.stem, labels


def read_perfectly(labels):
    def plain(item):
        return {key: value for key, value in item.items() if key not in ("also", "optional")}

    return {"tasks": [{"text": task["text"], "span": task["span"], "line": task["line"], "confidence": 0.9,
                       "owners": [plain(owner) for owner in task["owners"]],
                       "deadline": task["deadline"] and plain(task["deadline"]),
                       "targets": [plain(target) for target in task["targets"]]}
                      for task in labels["tasks"]],
            "facts": [plain(fact) for fact in labels["facts"]],
            "declined": [plain(item) for item in labels["declined"]]}


TEXT = "各村月底前收缴率达到98%。财政所三日内拨付资金。"


def two_tasks():
    return {"tasks": [
        {"text": "各村月底前收缴率达到98%", "span": (0, 13), "line": None,
         "owners": [{"name": "各村", "role": "lead"}], "deadline": {"text": "月底前", "date": "2026-10-31"},
         "targets": [{"value": 98, "unit": "%"}]},
        {"text": "财政所三日内拨付资金", "span": (14, 24), "line": None,
         "owners": [{"name": "财政所", "role": "lead"}], "deadline": {"text": "三日内", "date": "2026-10-12"},
         "targets": []}], "facts": [], "declined": []}


class Scorer(unittest.TestCase):
    def test_gives_one_to_every_text_read_as_labelled(self):
        for name, labels in labelled():
            counts, _ = score.score(labels, read_perfectly(labels))
            for measure, count in counts.items():
                self.assertEqual((count.miss, count.extra), (0, 0), f"{name}: {measure}")

    def test_lowers_only_the_measure_of_the_mistake(self):
        def wrong_owner(reading):
            reading["tasks"][0]["owners"][0]["name"] = "应急办"

        def wrong_role(reading):
            reading["tasks"][0]["owners"][0]["role"] = "assist"

        def wrong_day(reading):
            reading["tasks"][1]["deadline"]["date"] = "2026-10-13"

        def no_target(reading):
            reading["tasks"][0]["targets"] = []

        def a_task_of_praise(reading):
            reading["tasks"].append({**reading["tasks"][0], "span": (30, 40), "confidence": 0.5})

        def a_fact_of_nothing(reading):
            reading["facts"].append({"value": 3, "unit": "点"})

        for mistake, hit in [(wrong_owner, {"owners"}), (wrong_role, {"owners"}), (wrong_day, {"deadlines"}),
                             (no_target, {"targets"}), (a_task_of_praise, {"tasks", "any"}),
                             (a_fact_of_nothing, {"facts"})]:
            reading = copy.deepcopy(read_perfectly(two_tasks()))
            mistake(reading)
            counts, _ = score.score(two_tasks(), reading)
            self.assertEqual({m for m, c in counts.items() if c.miss or c.extra}, hit, mistake.__name__)

    def test_counts_one_proposal_over_two_labels_once(self):
        reading = read_perfectly(two_tasks())
        reading["tasks"] = [{**reading["tasks"][0], "span": (0, len(TEXT))}]
        counts, _ = score.score(two_tasks(), reading)
        self.assertEqual((counts["tasks"].hit, counts["tasks"].miss, counts["any"].miss), (1, 1, 0))

    def test_meets_by_half_of_the_shorter_span_or_by_the_key(self):
        label = {"span": (0, 100), "key_span": (2, 6)}
        self.assertTrue(score.meets(label, (90, 110)))
        self.assertFalse(score.meets(label, (91, 111)))
        self.assertTrue(score.meets(label, (0, 6)))
        self.assertFalse(score.meets({"span": (0, 10)}, (10, 20)))

    def test_normalises_names_and_units(self):
        self.assertEqual(score.normal_name("由发展改革等部门"[1:]), "发展改革")
        self.assertEqual(score.normal_name("各部门"), "各部门")
        self.assertEqual(score.normal_unit("个百分点"), score.normal_unit("百分点"))
        self.assertEqual(score.normal_unit("个村"), "个")
        self.assertEqual(score.normal_unit("万块钱"), score.normal_unit("万元"))
        self.assertEqual(score.normal_unit("块"), "元")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""The checks beside this file find what they are for: each is run on a small tree with one defect."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
GOOD = {
    "src/base/CMakeLists.txt": "luoshi_module(base SOURCES messages.cc user.cc HEADERS user.h TESTS user_test.cc)",
    "src/base/messages.cc": '''constexpr MessageRow kRows[] = {
    {"date.invalid", "“{text}”不是有效日期。", "“{text}” is not a date."},
    {"user.unknown", "没有这个用户。", "There is no such user."},
};''',
    "src/base/user.h": "",
    "src/base/user.cc": '''Error Refuse(std::string_view key) { return Error{ErrorCode::kInvalid, std::string(key)}; }
Error Date() { return Error{ErrorCode::kInvalid, "date.invalid", {{"text", "x, (y"}}}; }
Error User() { return Refuse("user.unknown"); }  // not "user.ghost"
''',
    "src/base/user_test.cc": "",
}


class Check(unittest.TestCase):
    def run_check(self, script, changes=None):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {**GOOD, **(changes or {})}.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            subprocess.run(["git", "init", "-q"], cwd=root, check=True)
            run = subprocess.run([sys.executable, HERE / script, root],
                                 capture_output=True, text=True, encoding="utf-8", check=False)
            self.assertIn(run.returncode, (0, 1), run.stderr)
            return run.returncode, run.stdout

    def finds(self, script, name, old, new, expected):
        self.assertIn(old, GOOD[name])
        code, output = self.run_check(script, {name: GOOD[name].replace(old, new)})
        self.assertEqual(code, 1, output)
        self.assertIn(expected, output)

    def test_a_tree_in_order_passes(self):
        for script in ("check_messages.py", "check_registered.py", "check_words.py"):
            code, output = self.run_check(script)
            self.assertEqual(code, 0, output)

    def test_messages(self):
        table, code = "src/base/messages.cc", "src/base/user.cc"
        for name, old, new, expected in (
                (code, 'kInvalid, "date.invalid"', 'kInvalid, "date.wrong"', "date.wrong has no row"),
                (code, '"user.unknown"', '"user.nobody"', "user.nobody has no row"),
                (code, '"user.unknown"', '""', "user.unknown: no code uses this row"),
                (code, '{"text", ', '{"date", ', "date.invalid is given no {text}"),
                (table, "There is", "{who} is", "user.unknown: {names} differ"),
                (table, "没有这个用户。", "", "user.unknown: no Chinese sentence"),
                (table, "There is no such user.", "", "user.unknown: no English sentence"),
                (table, '"user.unknown"', '"date.invalid"', "date.invalid: two rows")):
            with self.subTest(expected):
                self.finds("check_messages.py", name, old, new, expected)

    def test_registered(self):
        listing = "src/base/CMakeLists.txt"
        for file in ("user.cc", "user.h", "user_test.cc"):
            with self.subTest(file):
                self.finds("check_registered.py", listing, f" {file}", f" # {file}\n",
                           f"src/base/{file}: no CMakeLists.txt names it")

    def test_long_files_are_only_a_warning(self):
        code, output = self.run_check("check_registered.py", {"src/base/user.cc": "\n" * 601})
        self.assertEqual(code, 0, output)
        self.assertIn("warning: src/base/user.cc has 601 lines", output)

    def test_words(self):
        for word in ("/roo" + "t/x", "see /hom" + "e/me/notes", "registry.npm" + "js.org",
                     "by Clau" + "de", "AI-" + "generated"):
            with self.subTest(word):
                code, output = self.run_check("check_words.py", {"README.md": f"a\n{word}\n"})
                self.assertEqual(code, 1, output)
                self.assertIn("README.md:2: ", output)
        for word in ("src/root/README.md", "the root journal", "a farmland", "Fandol"):
            with self.subTest(word):
                code, output = self.run_check("check_words.py", {"README.md": word})
                self.assertEqual(code, 0, output)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Holds src/base/messages.cc to the errors that the code makes, both ways.

Usage: check_messages.py [root]. A key counts as used as an error where it stands in the argument
after an ErrorCode::k…, or in a call of a function of the same file that returns an Error, Status or
Result and has a parameter named `key`.
"""
import pathlib
import re
import sys

LITERAL = r'"(?:[^"\\]|\\.)*"'
TEXT = rf"{LITERAL}(?:\s*{LITERAL})*"
KEY = re.compile(r'"([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)"')
CODE = re.compile(r"\bErrorCode::k\w+\s*,")
MAKER = re.compile(r"\b(?:Error|Status|Result<[^;{}()]*>)\s+(?:\w+::)*(\w+)\s*\(([^(){};]*)\)")


def without_comments(source):
    """Blanks comments out and keeps every offset."""
    pattern = re.compile(rf"{LITERAL}|//[^\n]*|/\*.*?\*/", re.S)
    return pattern.sub(
        lambda m: m[0] if m[0].startswith('"') else re.sub(r"[^\n]", " ", m[0]), source)


def arguments(source, start):
    """The arguments from offset `start` (just inside a bracket) up to the bracket that closes it."""
    found, depth, begin, at = [], 0, start, start
    while at < len(source):
        literal = re.compile(LITERAL).match(source, at)
        if literal:
            at = literal.end()
            continue
        sign = source[at]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            if depth == 0:
                break
            depth -= 1
        elif sign == "," and depth == 0:
            found.append(source[begin:at])
            begin = at + 1
        at += 1
    found.append(source[begin:at])
    return found


def unquote(text):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))


def names(sentence):
    return set(re.findall(r"\{(\w+)\}", sentence))


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    table = root / "src/base/messages.cc"
    problems, rows = [], {}
    for match in re.finditer(
            rf"\{{\s*({LITERAL})\s*,\s*({TEXT})\s*,\s*({TEXT})\s*,?\s*\}}",
            without_comments(table.read_text(encoding="utf-8"))):
        key, zh, en = (unquote(text) for text in match.groups())
        if key in rows:
            problems.append(f"{key}: two rows")
        rows[key] = names(zh)
        if not KEY.fullmatch(f'"{key}"'):
            problems.append(f"{key}: a key is noun.reason in small letters")
        if (zh, en) == ("{zh}", "{en}"):
            rows[key] = {"zh", "en"}  # the sentence comes with the error, for example from a pack
            continue
        if not re.search(r"[\u4e00-\u9fff]", zh):
            problems.append(f"{key}: no Chinese sentence")
        if not re.search(r"[A-Za-z]{2}", re.sub(r"\{\w+\}", "", en)):
            problems.append(f"{key}: no English sentence")
        if names(zh) != names(en):
            problems.append(f"{key}: {{names}} differ: {sorted(names(zh) ^ names(en))}")
    if not rows:
        problems.append("no rows found in src/base/messages.cc")

    mentioned = set()
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in {".cc", ".h"} or path == table or path.name.endswith("_test.cc"):
            continue
        source = without_comments(path.read_text(encoding="utf-8"))
        mentioned.update(KEY.findall(source))
        uses = []  # offset, key expression, params expression or None
        for match in CODE.finditer(source):
            rest = arguments(source, match.end())
            uses.append((match.start(), rest[0], rest[1] if len(rest) > 1 else None))
        for maker in {m[1] for m in MAKER.finditer(source) if re.search(r"\bkey\b", m[2])}:
            for match in re.finditer(rf"\b{maker}\s*\(", source):
                call = arguments(source, match.end())
                for argument in call:
                    if re.fullmatch(rf"\s*{LITERAL}\s*", argument) or "?" in argument:
                        uses.append((match.start(), argument, None))
        for offset, expression, params in uses:
            where = f"{path.relative_to(root)}:{source.count(chr(10), 0, offset) + 1}"
            for key in KEY.findall(expression):
                if key not in rows:
                    problems.append(f"{where}: {key} has no row in src/base/messages.cc")
                elif params is not None and params.lstrip().startswith("{"):
                    given = set(re.findall(r'\{\s*"(\w+)"\s*,', params))
                    for name in sorted(rows[key] - given):
                        problems.append(f"{where}: {key} is given no {{{name}}}")
    problems += [f"{key}: no code uses this row" for key in sorted(rows) if key not in mentioned]
    print("\n".join(problems) or f"messages: {len(rows)} rows, all used, all keys known")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

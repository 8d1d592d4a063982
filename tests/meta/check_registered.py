#!/usr/bin/env python3
"""Every source, header and test below src/ and tests/ is named in a CMakeLists.txt of its folder or
of one above it: a file that nobody compiles tests nothing. Files over 600 lines are listed as a
warning. Usage: check_registered.py [root]."""
import pathlib
import re
import sys

LONG = 600


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    named = {}  # folder -> words of its CMakeLists.txt
    for listing in [*root.glob("src/**/CMakeLists.txt"), *root.glob("tests/**/CMakeLists.txt")]:
        text = re.sub(r"#[^\n]*", "", listing.read_text(encoding="utf-8"))
        named[listing.parent] = set(re.findall(r'[^\s()"]+', text))
    problems, count = [], 0
    for top in ("src", "tests"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in {".cc", ".h"}:
                continue
            count += 1
            folders = [f for f in path.parents if f in named]
            if not any(path.relative_to(f).as_posix() in named[f] for f in folders):
                problems.append(f"{path.relative_to(root)}: no CMakeLists.txt names it")
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > LONG:
                print(f"warning: {path.relative_to(root)} has {lines} lines; split it by purpose")
    print("\n".join(problems) or f"registered: all {count} files")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

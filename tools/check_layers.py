#!/usr/bin/env python3
"""Holds every #include "module/file.h" below src/ to the table in src/LAYERS."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent / "src"
allowed = {}
for line in (root / "LAYERS").read_text(encoding="utf-8").splitlines():
    match = re.match(r"([a-z_]+):\s*(.*)$", line)
    if match:
        allowed[match[1]] = set(match[2].split()) | {match[1]}

problems = []
for folder in sorted(p for p in root.iterdir() if p.is_dir()):
    if folder.name not in allowed:
        problems.append(f"src/{folder.name}: no line in src/LAYERS")
        continue
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".h", ".cc"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = re.match(r'\s*#include\s+"([a-z_]+)/', line)
            if match and match[1] not in allowed[folder.name]:
                problems.append(
                    f"{path.relative_to(root.parent)}:{number}: {folder.name} may not include {match[1]}")
print("\n".join(problems) or "layers: every include is allowed")
sys.exit(1 if problems else 0)

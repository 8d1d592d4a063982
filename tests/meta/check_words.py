#!/usr/bin/env python3
"""No tracked file names a path of one machine, the host of a package registry, or the tools it was
written with: a repository speaks of its subject. Usage: check_words.py [root].

The patterns do not match themselves."""
import pathlib
import re
import subprocess
import sys

PATTERNS = {
    "a path of one machine": r"(?<![\w.}/-])/(?:wor[k]|roo[t]|hom[e]|User[s])/",
    "the host of a registry": r"(?i)\bregistry\.npmj[s]|npmmirro[r]|\bpypi\.or[g]|\bproxy\.golan[g]"
                              r"|\bcrates\.i[o]\b|\bghcr\.i[o]\b|\bdocker\.i[o]/|artifactor[y]"
                              r"|\bdeb\.debian\.or[g]|snapshot\.debian\.or[g]",
    "how it was written": r"(?i)\bclaud[e]\b|\banthropi[c]|\bopena[i]\b|chatgp[t]|\bgpt-\d|\bcopilo[t]\b"
                          r"|\b(?:ai|llm)[- ](?:generate[d]|writte[n]|assiste[d])"
                          r"|\bfar[m]-[a-z]|\bhelpe[r]-[a-z0-9]|\b[a-z]+ founde[r]\b",
}
# Bytes and data of others, not text of ours.
SKIPPED = {".png", ".jpg", ".pdf", ".docx", ".xlsx", ".doc", ".xls", ".wps", ".et", ".otf", ".zip"}


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={root.resolve()}", "ls-files", "-z", "--cached", "--others",
         "--exclude-standard"],
        cwd=root, check=True, capture_output=True).stdout
    paths = [root / name.decode() for name in listed.split(b"\0") if name]
    problems = []
    for path in paths:
        if path.suffix in SKIPPED or "corpus" in path.parts or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        for what, pattern in PATTERNS.items():
            for match in re.finditer(pattern, text):
                line = text.count("\n", 0, match.start()) + 1
                problems.append(f"{path.relative_to(root)}:{line}: {what}: {match[0]}")
    print("\n".join(problems) or f"words: {len(paths)} files are clean")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

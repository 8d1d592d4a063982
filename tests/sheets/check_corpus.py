#!/usr/bin/env python3
"""Reads every file of a corpus with `luoshi read` and compares with what a clerk reads.

  check_corpus.py LUOSHI CORPUS [NAME_PART] [-v]

Exit code 1 when one file differs. The expectations name whole rows: a value too many, too few or
different is a difference, and so is a row skipped or an error reported that is not expected.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile


def differences(expected, got):
    out = []
    if got.get("format") != expected["format"]:
        out.append(f"format {got.get('format')} instead of {expected['format']}")
    refused = (got.get("refused") or {}).get("key")
    if refused != expected["refused"]:
        return out + [f"refused {refused} instead of {expected['refused']}"]
    if expected["refused"]:
        return out + (["sheets of a refused file"] if got["sheets"] else [])
    if len(got["sheets"]) != len(expected["sheets"]):
        return out + [f"{len(got['sheets'])} tables instead of {len(expected['sheets'])}"]
    for want, sheet in zip(expected["sheets"], got["sheets"]):
        label = sheet["name"]
        if want["name"] is not None and want["name"] != sheet["name"]:
            out.append(f"sheet {sheet['name']} instead of {want['name']}")
        if want["header"] is not None and want["header"] != sheet["header_rows"]:
            out.append(f"{label}: header {sheet['header_rows']} instead of {want['header']}")
        columns = {c["column"]: c for c in sheet["columns"]}
        for letter, title in (want["titles"] or {}).items():
            seen = columns.get(letter, {}).get("title")
            if [t.replace("\n", "") for t in title] != seen:
                out.append(f"{label}: title of {letter} {seen} instead of {title}")
        for letter, field in (want["fields"] or {}).items():
            seen = columns.get(letter, {}).get("field")
            if seen != field:
                out.append(f"{label}: field of {letter} {seen} instead of {field}")
        rows = {str(r["row"]): r for r in sheet["rows"]}
        for number in sorted(set(rows) | set(want["rows"]), key=int):
            if number not in want["rows"]:
                out.append(f"{label}: row {number} {rows[number]['values']} is none")
            elif number not in rows:
                out.append(f"{label}: row {number} is missing")
            else:
                seen = {k: (str(v) if not isinstance(v, (bool, list)) else v)
                        for k, v in rows[number]["values"].items() if v is not None}
                for key in sorted(set(seen) | set(want["rows"][number])):
                    a, b = seen.get(key), want["rows"][number].get(key)
                    if a != b:
                        out.append(f"{label}: {key}{number} {a!r} instead of {b!r}")
        skipped = sorted(s["row"] for s in sheet["skipped"])
        if skipped != sorted(want["skipped"]):
            out.append(f"{label}: skipped {skipped} instead of {sorted(want['skipped'])}")
        for part in ("errors", "notes"):
            if part not in want:
                continue
            seen = sorted([e["row"], e["column"], e["key"]] for e in sheet[part])
            if seen != sorted(want[part]):
                out.append(f"{label}: {part} {seen} instead of {sorted(want[part])}")
        bad = {e[0] for e in want["errors"]}
        for number, row in rows.items():
            if row["ok"] != (int(number) not in bad):
                out.append(f"{label}: row {number} ok={row['ok']}")
    return out


def main():
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    luoshi, corpus = arguments[0], arguments[1]
    part = arguments[2] if len(arguments) > 2 else ""
    data = tempfile.mkdtemp(prefix="luoshi-corpus-")
    right = wrong = 0
    try:
        store = os.path.join(data, "d")
        quiet = {"stdout": subprocess.DEVNULL, "check": True}
        subprocess.run([luoshi, "init", "--data", store, "--name", "样例县"], **quiet)
        subprocess.run([luoshi, "units", "import", os.path.join(corpus, "units.csv"), "--data", store,
                        "--actor", "admin", "--from", "2020-01-01"], **quiet)
        for name in sorted(os.listdir(corpus)):
            if not name.endswith(".expect.json") or part not in name:
                continue
            with open(os.path.join(corpus, name), encoding="utf-8") as file:
                expected = json.load(file)
            command = [luoshi, "read", os.path.join(corpus, name[: -len(".expect.json")]), "--format", "json"]
            command += ["--data", store] if expected["data"] else []
            command += ["--register", expected["register"]] if expected["register"] else []
            command += ["--date", expected["date"]] if expected["date"] else []
            run = subprocess.run(command, capture_output=True, timeout=120)
            try:
                found = differences(expected, json.loads(run.stdout))
            except (json.JSONDecodeError, KeyError) as error:
                found = [f"no JSON ({error}): {run.stderr.decode(errors='replace')[:300]}"]
            if run.returncode != 0:
                found.append(f"exit code {run.returncode}")
            right += not found
            wrong += bool(found)
            if found or "-v" in sys.argv:
                print(f"{'DIFFERS' if found else 'ok'} {name[: -len('.expect.json')]}")
                for line in found[:12]:
                    print(f"    {line}")
    finally:
        shutil.rmtree(data, ignore_errors=True)
    print(f"{right} right, {wrong} different")
    return 1 if wrong or not right else 0


if __name__ == "__main__":
    sys.exit(main())

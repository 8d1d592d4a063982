#!/usr/bin/env bash
# Runs libFuzzer: tools/fuzz.sh SECONDS [TARGET…], for example tools/fuzz.sh 60 expression. Without a
# target every one is run. New inputs go to build/fuzz-corpus; one that breaks something is kept in
# build/fuzz-found and belongs into tests/fuzz/corpus once it is understood.
set -euo pipefail
# shellcheck source=tools/steps.sh
source "$(dirname "$(readlink -f "$0")")/steps.sh"

if (($# < 1)) || [[ ! $1 =~ ^[0-9]+$ ]]; then
  echo "usage: tools/fuzz.sh SECONDS [TARGET…]" >&2
  exit 2
fi
seconds=$1
shift
configure fuzz
build fuzz fuzz

targets=("$@")
if ((${#targets[@]} == 0)); then
  for program in build/fuzz/tests/fuzz/*_fuzz; do
    [[ -x $program ]] || continue
    program=${program##*/}
    targets+=("${program%_fuzz}")
  done
fi
mkdir -p build/fuzz-found
failed=0
for target in "${targets[@]}"; do
  # The corpus folder stands in the target's line of tests/fuzz/CMakeLists.txt.
  corpus=$(sed -n "s/^luoshi_fuzz(${target}_fuzz\.cc CORPUS \([a-z_]*\) .*/\1/p" tests/fuzz/CMakeLists.txt)
  mkdir -p "build/fuzz-corpus/$corpus"
  echo "== $target: $seconds s"
  "build/fuzz/tests/fuzz/${target}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="build/fuzz-found/$target-" \
    "build/fuzz-corpus/$corpus" "tests/fuzz/corpus/$corpus" || failed=1
done
exit "$failed"

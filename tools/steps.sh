# shellcheck shell=bash
# What run, test and tools/install.sh share: sourced, never run. Sets the folder of the checkout,
# a UTF-8 locale (a bare container has C), and how steps are shown.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
export LC_ALL=C.UTF-8

# A checkout may belong to another user than the one who builds it (containers).
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=$root

# One compiler cache for all checkouts: the folder's name is not part of what is compared.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
if [[ -z ${CCACHE_DIR:-} && ! -w ${HOME:-/nonexistent} ]]; then
  export CCACHE_DIR=$root/.cache/ccache
fi

# As many compilers as there are cores, and no more than memory allows (about 1 GB each).
jobs_count() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1000000) }' /proc/meminfo)
  ((memory < 1)) && memory=1
  echo $((cores < memory ? cores : memory))
}

# quietly TITLE LOG COMMAND…: runs COMMAND without input and with its output in LOG. After two
# seconds the last line of the log is shown, on a terminal in place, elsewhere every 15 seconds.
# Returns COMMAND's exit code.
quietly() {
  local title=$1 log=$2 started=$SECONDS shown='' every=15 status=0 pid last
  shift 2
  mkdir -p "$(dirname "$log")"
  [[ -t 1 ]] && every=1
  set -m  # a process group of its own, so that Ctrl-C can end all of it
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  set +m
  trap 'kill -- "-$pid" 2>/dev/null; exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.1
    if ((SECONDS - started >= 2)) && { [[ -z $shown ]] || ((SECONDS - shown >= every)); }; then
      shown=$SECONDS
      last=$(tail -n 1 "$log" | cut -c 1-60)
      if [[ -t 1 ]]; then
        printf '\r\033[K%s  %d s  %s' "$title" $((SECONDS - started)) "$last"
      else
        printf '%s  %d s  %s\n' "$title" $((SECONDS - started)) "$last"
      fi
    fi
  done
  wait "$pid" || status=$?
  trap - INT TERM
  [[ -t 1 && -n $shown ]] && printf '\r\033[K'
  return "$status"
}

# configure PRESET [-D…]: makes build/PRESET where it is missing, was made in another place or
# before the presets changed. Everything else CMake finds out itself during the build.
configure() {
  local preset=$1 folder=build/$1 mark=build/$1/.configured
  shift
  if ! grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
    rm -rf "$folder"
  fi
  if [[ ! $mark -nt CMakePresets.json || $(cat "$mark") != "$*" ]]; then
    cmake --preset "$preset" "$@" || return
    echo "$*" >"$mark"
  fi
}

# build PRESET TARGET…
build() {
  local preset=$1
  shift
  cmake --build "build/$preset" -j "$(jobs_count)" --target "$@"
}

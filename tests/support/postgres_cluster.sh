#!/bin/sh
# Starts and ends the throw-away PostgreSQL cluster of tests/support/postgres_cluster.h.
#   postgres_cluster.sh start FOLDER   makes and starts it; the caller holds FOLDER.lock
#   postgres_cluster.sh keep FOLDER    waits until nobody has held FOLDER.lock for a while, then ends it
# No TCP, only a socket in FOLDER; flushing to the disk stays on, as tests of durability need it.
set -eu
command=$1
folder=$2
bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
if [ ! -x "$bin/initdb" ]; then
  echo "PostgreSQL is not installed" >&2
  exit 3
fi

# initdb refuses to run as root.
as_server() {
  if [ "$(id -u)" = 0 ]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

stop() {
  if [ -f "$folder/data/postmaster.pid" ]; then
    as_server "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  fi
  rm -rf "$folder"
}

start() {
  stop # what a killed run may have left
  mkdir -m 700 "$folder"
  [ "$(id -u)" != 0 ] || chown postgres "$folder"
  cd "$folder"
  as_server "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync \
    >"$folder.log" 2>&1 || {
    tail -n 5 "$folder.log" >&2
    exit 4
  }
  cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = on
shared_buffers = 64MB
max_connections = 100
CONF
  as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start \
    >"$folder.log" 2>&1 || {
    tail -n 5 "$folder.log" "$folder/server.log" >&2
    stop
    exit 4
  }
  rm -f "$folder.log"
}

# Every user holds a shared lock that the kernel takes back when the user dies.
keep() {
  idle=0
  while exec 9<"$folder.lock"; do
    if ! flock --exclusive --nonblock 9; then
      idle=0
    elif [ "$idle" -lt 5 ]; then
      idle=$((idle + 1))
    else
      stop
      rm -f "$folder.lock"
      return
    fi
    exec 9<&-
    sleep 1
  done
}

case $command in
  start) start ;;
  keep) keep ;;
  *) exit 2 ;;
esac

# Shared by ./dev and .ci/run: the system packages that the project needs on
# Debian and Ubuntu, and a virtual display for the real window. Sourced only.
# shellcheck shell=bash disable=SC2034 # the lists are for who sources this

fyne_packages=(gcc pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev)
display_packages=(xvfb openbox xdotool imagemagick dbus)
checker_packages=(libxml2-utils poppler-utils qpdf shellcheck libpdfbox2-java libactivation-java libjaxb-api-java default-jre-headless)
database_packages=(postgresql-15)

say() { printf '%s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

# missing_packages NAME… prints those that are not installed.
missing_packages() {
  local name
  for name in "$@"; do
    dpkg-query -W -f='${Status}\n' "$name" 2>/dev/null | grep -q '^install ok installed$' ||
      printf '%s\n' "$name"
  done
}

# need_packages NAME… installs what is missing where it may, else says exactly
# what to install and stops.
need_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "This is not Debian or Ubuntu: Scranno needs what these Debian packages hold: $*."
    return 0
  fi
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      say "These system packages are missing: ${missing[*]}."
      die "Install them and run this again:  sudo apt-get install ${missing[*]}"
    fi
    as_root=(sudo -n)
  fi
  say "Installing system packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -q >/dev/null ||
    say "The package lists could not be renewed; trying with those at hand."
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null ||
    die "apt-get could not install: ${missing[*]}"
}

# need_go stops unless Go is at least the version that go.mod names.
need_go() {
  command -v go >/dev/null || die "Go is not installed. Scranno needs Go 1.26 or later: https://go.dev/dl/"
  local have
  have=$(go env GOVERSION)
  have=${have#go}
  [ "$(printf '%s\n' 1.26 "$have" | sort -V | head -n 1)" = 1.26 ] ||
    die "Scranno needs Go 1.26 or later; this machine has Go $have: https://go.dev/dl/"
}

# start_display SIZE FOLDER starts a virtual display with a window manager that
# opens windows over the whole of it, and sets DISPLAY. The ids of what it
# started go to display_pids, for stop_display.
display_pids=()
start_display() {
  local size=$1 folder=$2
  mkfifo "$folder/display"
  Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp 3>"$folder/display" 2>"$folder/xvfb.log" &
  display_pids+=($!)
  local number
  read -r -t 30 number <"$folder/display" || die "The virtual display did not start: $(tail -n 1 "$folder/xvfb.log")"
  rm -f "$folder/display"
  export DISPLAY=":$number"
  unset WAYLAND_DISPLAY
  cat >"$folder/openbox.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <applications>
    <application class="*"><decor>no</decor><maximized>yes</maximized></application>
  </applications>
</openbox_config>
XML
  openbox --config-file "$folder/openbox.xml" 2>"$folder/openbox.log" &
  display_pids+=($!)
}

# start_postgres starts a PostgreSQL 15 in a temporary folder of its own, on a free
# loopback port, as an ordinary user (it refuses to run as root), and sets
# SCRANNO_TEST_POSTGRES to its address. What it holds is worth nothing: it does not
# wait for the disk.
postgres_folder=
postgres_pid=
start_postgres() {
  local bin=/usr/lib/postgresql/15/bin as_user=() port tries
  [ -x "$bin/initdb" ] || die "PostgreSQL 15 is not in $bin (Debian: postgresql-15)."
  postgres_folder=$(mktemp -d)
  if [ "$(id -u)" -eq 0 ]; then
    as_user=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
    chown nobody:nogroup "$postgres_folder"
  fi
  (cd / && "${as_user[@]}" "$bin/initdb" -D "$postgres_folder/data" -U scranno -A trust -E UTF8 --locale=C --no-sync) \
    >"$postgres_folder/log" 2>&1 || die "initdb failed: $(cat "$postgres_folder/log")"
  for port in $(seq 25432 25499); do # below those that the system gives out by itself
    if ! (exec 9<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
  done
  (cd / && exec "${as_user[@]}" "$bin/postgres" -D "$postgres_folder/data" -p "$port" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off -c full_page_writes=off -c max_connections=300) >>"$postgres_folder/log" 2>&1 &
  postgres_pid=$!
  export SCRANNO_TEST_POSTGRES="postgres://scranno@127.0.0.1:$port/postgres?sslmode=disable"
  for ((tries = 0; tries < 300; tries++)); do
    if "$bin/psql" -X -q -d "$SCRANNO_TEST_POSTGRES" -c 'SELECT 1' >/dev/null 2>&1; then return 0; fi
    kill -0 "$postgres_pid" 2>/dev/null || break
    sleep 0.1
  done
  die "PostgreSQL did not start: $(tail -n 5 "$postgres_folder/log")"
}

# stop_postgres ends what start_postgres started, and nothing else. SIGINT: it
# ends the connections too.
stop_postgres() {
  if [ -n "$postgres_pid" ]; then
    kill -INT "$postgres_pid" 2>/dev/null || true
    wait "$postgres_pid" 2>/dev/null || true
    postgres_pid=
  fi
  [ -z "$postgres_folder" ] || rm -rf "$postgres_folder"
  postgres_folder=
}

# stop PID ends a process that this script started: it asks, and after ten
# seconds it ends it.
stop() {
  kill "$1" 2>/dev/null || return 0
  (
    sleep 10
    kill -KILL "$1" 2>/dev/null
  ) >/dev/null 2>&1 &
  local watcher=$!
  wait "$1" 2>/dev/null || true
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
}

# stop_display ends what start_display started, and nothing else.
stop_display() {
  local pid
  for pid in "${display_pids[@]}"; do stop "$pid"; done
  display_pids=()
}

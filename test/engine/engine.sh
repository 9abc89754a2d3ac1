#!/bin/bash
# engine.sh: real Docker engines for the tests, from Debian's packages, without installing anything.
#
#   engine.sh up NAME       start (and first unpack) an engine: 28, 28c, 26, 26c, 20 or spare
#                           28 = Docker 28.5 with the overlay2 image store, 28c = with the containerd image store
#                           26 = Docker 26.1, 26c = the same with the containerd image store
#                           20 = Docker 20.10 with its own client, overlay2
#                           spare = a second 28, for tests that stop and start it
#   engine.sh down NAME     stop it
#   engine.sh purge NAME    stop it and delete its data
#   engine.sh env NAME      print the exports that point docker at it: eval "$(engine.sh env 28)"
#   engine.sh status        say which engines run
#
# Needs root, a Debian (bookworm or newer) with apt and iproute2. Everything is written under $ENGINE_HOME
# (default ~/.cache/layertui-engine), apart from one network bridge per engine and the mounts of its containers.
# Two users on one machine: give the second an ENGINE_HOME, an ENGINE_TAG (prefix of the bridges' names, up to nine
# letters) and an ENGINE_NET (a number added to 172.N, the bridges' network) of its own.
set -euo pipefail

home=${ENGINE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/layertui-engine}
command=${1:-status}
name=${2:-28}
started=$(date +%s.%N)

main() {
  case $command in
    up) describe "$name"; unpack; start ;;
    down) describe "$name"; stop ;;
    purge) describe "$name"; stop; delete_data ;;
    env) describe "$name"; echo "export DOCKER_HOST=unix://$socket DOCKER_CONFIG=$config PATH=$bin:\$PATH" ;;
    status) for each in 28 28c 26 26c 20 spare; do describe "$each"; report "$each"; done ;;
    *) sed -n '2,18p' "$0"; exit 2 ;;
  esac
}

say() {
  printf '[engine %5.1fs] %s\n' "$(echo "$(date +%s.%N) $started" | awk '{ print $1 - $2 }')" "$*" >&2
}

die() {
  say "$*"
  exit 1
}

describe() {
  case $1 in
    28) suite=forky snapshotter=false network=28 ;;
    28c) suite=forky snapshotter=true network=29 ;;
    spare) suite=forky snapshotter=false network=30 ;;
    26) suite=trixie snapshotter=false network=26 ;;
    26c) suite=trixie snapshotter=true network=27 ;;
    20) suite=bookworm snapshotter=false network=31 ;;
    *) echo "unknown engine '$1': 28, 28c, 26, 26c, 20 or spare" >&2; exit 2 ;;
  esac
  run=$home/run/$1
  socket=$run/docker.sock
  bridge=${ENGINE_TAG:-dk}$1
  address=172.$((network + ${ENGINE_NET:-0})).0.1/24
  tree=$home/tree/$suite
  bin=$home/bin/$suite
  config=$home/cfg-$suite
}

pid() { cat "$run/docker.pid" 2>/dev/null; }
alive() { [ -s "$run/docker.pid" ] && kill -0 "$(pid)" 2>/dev/null && grep -qa dockerd "/proc/$(pid)/cmdline"; }
answers() { [ -S "$socket" ] && "$bin/docker" -H "unix://$socket" version >/dev/null 2>&1; }

# ---- unpacking ------------------------------------------------------------------------------------------------------

# apt with package lists and a package state of its own, so that the machine's own are not touched.
private_apt() {
  local from=$1
  shift
  local state=$home/apt/$from
  mkdir -p "$state"/{etc/apt,lists/partial,cache/archives/partial}
  : > "$state/status"
  : > "$state/apt.conf"
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  echo "deb [arch=$(dpkg --print-architecture) signed-by=$keyring] $(mirror) $from main" > "$state/etc/apt/sources.list"
  APT_CONFIG=$state/apt.conf apt-get -q -o Dir::Etc="$state/etc/apt" -o Dir::State="$state" \
    -o Dir::State::lists="$state/lists" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" \
    -o Acquire::Languages=none -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root "$@"
}

# The Debian mirror that this machine already uses.
mirror() {
  if [ -n "${ENGINE_MIRROR:-}" ]; then echo "$ENGINE_MIRROR"; return; fi
  apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -m1 -E '/debian/?$' \
    || die "no Debian mirror found in apt's sources: set ENGINE_MIRROR"
}

download() {
  local from=$1 log=$home/apt-$1.log
  shift
  mkdir -p "$home/debs/$from"
  say "downloading from Debian $from: $*"
  private_apt "$from" update >"$log" 2>&1 || { tail -5 "$log" >&2; exit 1; }
  (cd "$home/debs/$from" && private_apt "$from" download "$@" >>"$log" 2>&1) || { tail -5 "$log" >&2; exit 1; }
}

unpack_into() {
  local into=$1 package
  shift
  mkdir -p "$into"
  for package in "$@"; do dpkg-deb -x "$package" "$into"; done
}

# The suites' own runc needs a newer glibc (2.38) than bookworm has; bookworm's runs everywhere.
unpack_runc() {
  local runc=$home/tree/bookworm/usr/sbin/runc
  [ -x "$runc" ] || { download bookworm runc; unpack_into "$home/tree/bookworm" "$home"/debs/bookworm/runc_*.deb; }
  ln -sf "$runc" "$bin/runc"
}

unpack() {
  [ -e "$bin/.done" ] && return
  [ "$(id -u)" = 0 ] || die "a Docker engine needs root"
  mkdir -p "$bin" "$config/cli-plugins"
  # Before Docker 26 the package of the engine holds the client.
  case $suite in
    forky) download $suite docker.io docker-cli docker-buildx containerd tini-static ;;
    trixie) download $suite docker.io docker-cli docker-buildx containerd tini ;;
    bookworm) download $suite docker.io containerd tini ;;
  esac
  unpack_into "$tree" "$home/debs/$suite"/*.deb
  unpack_runc
  local program
  for program in sbin/dockerd sbin/docker-proxy bin/containerd bin/containerd-shim-runc-v2 bin/ctr bin/docker; do
    ln -sf "$tree/usr/$program" "$bin/"
  done
  ln -sf "$tree/usr/bin/tini-static" "$bin/docker-init"
  ln -sf "$tree/usr/libexec/docker/cli-plugins/docker-buildx" "$config/cli-plugins/docker-buildx"
  for program in dockerd containerd containerd-shim-runc-v2 docker runc; do
    ldd "$bin/$program" 2>&1 | grep -q 'not found' && die "$program needs a newer C library than $(ldd --version | head -1)"
  done
  touch "$bin/.done"
}

# ---- running --------------------------------------------------------------------------------------------------------

# A bridge of its own and no iptables: RUN steps and containers get a network namespace of their own, while the
# machine's firewall and its docker0 stay as they are. (An engine with "bridge": "none" would delete docker0.)
make_bridge() {
  ip link show "$bridge" >/dev/null 2>&1 && return
  ip link add "$bridge" type bridge
  ip addr add "$address" dev "$bridge"
  ip link set "$bridge" up
}

# Garbage collection of the build cache is off: a full disk would prune the cache behind a test's back.
write_config() {
  cat > "$run/daemon.json" <<JSON
{
  "data-root": "$run/data", "exec-root": "$run/exec", "pidfile": "$run/docker.pid", "hosts": ["unix://$socket"],
  "bridge": "$bridge", "iptables": false, "ip6tables": false, "ip-forward": false, "userland-proxy": false,
  "features": { "buildkit": true, "containerd-snapshotter": $snapshotter },
  "insecure-registries": ["127.0.0.0/8"],
  "registry-mirrors": ["${ENGINE_REGISTRY:-http://127.0.0.1:${REGISTRY_PORT:-5000}}"],
  "builder": { "gc": { "enabled": false } }
}
JSON
}

start() {
  if alive && answers; then say "engine $name already runs: pid $(pid), unix://$socket"; return; fi
  mkdir -p "$run/data" "$run/exec"
  rm -f "$socket" "$run/docker.pid"
  make_bridge
  write_config
  PATH=$bin:/usr/sbin:/usr/bin:/sbin:/bin setsid "$bin/dockerd" --config-file "$run/daemon.json" \
    >"$run/log" 2>&1 </dev/null &
  local daemon=$!
  for _ in $(seq 200); do
    answers && break
    kill -0 $daemon 2>/dev/null || { tail -5 "$run/log" >&2; die "the engine stopped at once, see $run/log"; }
    sleep 0.1
  done
  answers || die "no answer within 20 s, see $run/log"
  say "engine $name runs: pid $(pid), unix://$socket"
}

stop() {
  if alive; then
    local daemon
    daemon=$(pid)
    kill "$daemon"
    for _ in $(seq 200); do kill -0 "$daemon" 2>/dev/null || break; sleep 0.1; done
    kill -0 "$daemon" 2>/dev/null && die "engine $name is still there after 20 s"
    say "engine $name stopped"
  else
    say "engine $name was not running"
  fi
  ip link del "$bridge" 2>/dev/null || true
}

delete_data() {
  awk -v under="$run/" 'index($2, under) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mount; do
    umount -l "$mount"
  done
  rm -rf "$run"
  say "deleted $run"
}

report() {
  if ! alive; then echo "$1: down"; return; fi
  if answers; then echo "$1: up, pid $(pid), unix://$socket"; else echo "$1: pid $(pid) does not answer, see $run/log"; fi
}

main

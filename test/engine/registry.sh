#!/bin/bash
# registry.sh: a registry on 127.0.0.1:5000, from Debian's packages, without installing anything.
#
#   registry.sh up | down | status
#
# The engines of engine.sh use it as their mirror of docker.io: what is pushed to 127.0.0.1:5000/library/NAME can be
# pulled, and built FROM, as NAME, with no other network. Everything is written under $ENGINE_HOME (see engine.sh).
set -euo pipefail

home=${ENGINE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/layertui-engine}
port=${REGISTRY_PORT:-5000}
run=$home/run/registry
program=$home/tree/registry/usr/bin/docker-registry

main() {
  case ${1:-status} in
    up) unpack; start ;;
    down) stop ;;
    status) if alive; then echo "up, pid $(cat "$run/pid"), 127.0.0.1:$port"; else echo down; fi ;;
    *) sed -n '2,7p' "$0"; exit 2 ;;
  esac
}

alive() { [ -s "$run/pid" ] && kill -0 "$(cat "$run/pid")" 2>/dev/null && grep -qa registry "/proc/$(cat "$run/pid")/cmdline"; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

unpack() {
  [ -x "$program" ] && return
  mkdir -p "$home/debs/registry"
  (cd "$home/debs/registry" && apt-get download -q docker-registry >/dev/null 2>&1) \
    || { echo "apt-get download docker-registry failed" >&2; exit 1; }
  dpkg-deb -x "$home"/debs/registry/docker-registry_*.deb "$home/tree/registry"
}

start() {
  if alive; then echo "registry already runs, pid $(cat "$run/pid"), 127.0.0.1:$port"; return; fi
  mkdir -p "$run/data"
  cat > "$run/config.yml" <<YAML
version: 0.1
log: { level: warn }
storage: { filesystem: { rootdirectory: $run/data }, delete: { enabled: true } }
http: { addr: "127.0.0.1:$port" }
YAML
  setsid "$program" serve "$run/config.yml" >"$run/log" 2>&1 </dev/null &
  echo $! > "$run/pid"
  for _ in $(seq 100); do answers && break; sleep 0.1; done
  answers || { tail -3 "$run/log" >&2; echo "the registry does not answer, see $run/log" >&2; exit 1; }
  echo "registry runs, pid $(cat "$run/pid"), 127.0.0.1:$port"
}

stop() {
  if alive; then kill "$(cat "$run/pid")"; echo stopped; else echo "was not running"; fi
  rm -f "$run/pid"
}

main "$@"

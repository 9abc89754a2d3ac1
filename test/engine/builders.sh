#!/bin/bash
# builders.sh: newer Dockerfile front ends (# syntax=docker/dockerfile:…) and newer BuildKit daemons, without a network.
#
#   builders.sh frontends     push front ends to the registry, for all engines of engine.sh
#   builders.sh up            start a BuildKit daemon, and name it to buildx as the builder `layertui-bk`
#   builders.sh down          stop it
#   builders.sh env           print the exports for it: eval "$(builders.sh env)"
#
# BUILDERS_DIR holds the programs, or archives (*.tar.xz) of them, by these names:
#   dockerfile-frontend-VERSION[-labs]  such as dockerfile-frontend-1.26.0
#   buildkitd-VERSION, buildctl-VERSION such as buildkitd-v0.32.2
# The newest front end becomes :1 and :latest, the newest labs one :1-labs and :labs. Needs engine.sh up 28, and registry.sh
# up for the front ends. BUILDKIT=v0.32.2 chooses among several daemons.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
home=${ENGINE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/layertui-engine}
programs=$home/builders
run=$home/run/buildkit
socket=$run/buildkitd.sock
builder=layertui-bk
registry=127.0.0.1:${REGISTRY_PORT:-5000}

main() {
  case ${1:-} in
    frontends) unpack; docker_client; push_frontends ;;
    up) unpack; docker_client; start; name_builder; push_base ;;
    down) stop ;;
    env) echo "export BUILDX_BUILDER=$builder BUILDKIT_HOST=unix://$socket" ;;
    *) sed -n '2,7p' "$0"; exit 2 ;;
  esac
}

die() { echo "$*" >&2; exit 1; }

unpack() {
  mkdir -p "$programs"
  local from=${BUILDERS_DIR:-} file
  if [ -n "$from" ]; then
    for file in "$from"/*.tar.xz; do [ -e "$file" ] && tar -xJf "$file" -C "$programs" --skip-old-files; done
    for file in "$from"/dockerfile-frontend-* "$from"/build{kitd,ctl}-*; do [ -e "$file" ] && cp -n "$file" "$programs/"; done
  fi
  ls "$programs"/* >/dev/null 2>&1 || die "set BUILDERS_DIR to a folder with the front ends and BuildKit daemons"
}

docker_client() { eval "$("$here/engine.sh" env 28)"; }

newest() { (cd "$programs" && ls -d $1 2>/dev/null) | sort -V | tail -1; }

# ---- front ends -----------------------------------------------------------------------------------------------------

push_frontends() {
  local version minor
  for version in $(cd "$programs" && ls -d dockerfile-frontend-* | sed 's/^dockerfile-frontend-//' | sort -V); do
    minor=$(echo "$version" | sed -E 's/^([0-9]+\.[0-9]+)\.[0-9]+/\1/')
    build_frontend "$version"
    push_as "$version" "$minor"
  done
  version=$(newest 'dockerfile-frontend-*[0-9]')
  push_as "${version#dockerfile-frontend-}" 1 latest
  version=$(newest 'dockerfile-frontend-*-labs')
  [ -z "$version" ] || push_as "${version#dockerfile-frontend-}" 1-labs labs
}

build_frontend() {
  local version=$1 folder capabilities=moby.buildkit.frontend.inputs,moby.buildkit.frontend.subrequests,moby.buildkit.frontend.contexts
  # Front ends from 1.18 on say that they know git queries.
  if [ "$(printf '%s\n' 1.18 "$version" | sort -V | head -1)" = 1.18 ]; then
    capabilities=$capabilities,moby.buildkit.frontend.gitquerystring
  fi
  folder=$(mktemp -d)
  cp "$programs/dockerfile-frontend-$version" "$folder/dockerfile-frontend"
  cat > "$folder/Dockerfile" <<DOCKERFILE
FROM scratch
LABEL moby.buildkit.frontend.network.none="true"
LABEL moby.buildkit.frontend.caps="$capabilities"
COPY dockerfile-frontend /bin/dockerfile-frontend
ENTRYPOINT ["/bin/dockerfile-frontend"]
DOCKERFILE
  docker build -q -t "layertui-frontend:$version" "$folder" >/dev/null
  rm -rf "$folder"
}

# The tags are removed again: an engine that has one in its own store would not ask the registry.
push_as() {
  local version=$1 tag
  shift
  for tag in "$@"; do
    docker tag "layertui-frontend:$version" "$registry/docker/dockerfile:$tag"
    docker push -q "$registry/docker/dockerfile:$tag" >/dev/null
    docker rmi "$registry/docker/dockerfile:$tag" >/dev/null
    echo "docker/dockerfile:$tag = $version"
  done
}

# ---- daemon ---------------------------------------------------------------------------------------------------------

version() { echo "${BUILDKIT:-$(newest 'buildkitd-*' | sed 's/^buildkitd-//')}"; }
alive() { [ -s "$run/pid" ] && kill -0 "$(cat "$run/pid")" 2>/dev/null && grep -qa buildkitd "/proc/$(cat "$run/pid")/cmdline"; }
answers() { "$programs/buildctl-$(version)" --addr "unix://$socket" debug workers >/dev/null 2>&1; }

start() {
  if alive; then echo "buildkitd already runs, pid $(cat "$run/pid"), unix://$socket"; return; fi
  [ -x "$programs/buildkitd-$(version)" ] || die "no buildkitd-$(version) in $programs"
  mkdir -p "$run"
  cat > "$run/buildkitd.toml" <<TOML
root = "$run/root"
insecure-entitlements = ["network.host"]
[grpc]
  address = ["unix://$socket"]
[worker.oci]
  enabled = true
  gc = false
  snapshotter = "overlayfs"
  binary = "$home/bin/forky/runc"
[worker.containerd]
  enabled = false
[registry."docker.io"]
  mirrors = ["$registry"]
[registry."$registry"]
  http = true
TOML
  setsid "$programs/buildkitd-$(version)" --config "$run/buildkitd.toml" >"$run/log" 2>&1 </dev/null &
  echo $! > "$run/pid"
  for _ in $(seq 100); do answers && break; sleep 0.1; done
  alive || { tail -3 "$run/log" >&2; die "buildkitd does not answer, see $run/log"; }
  echo "buildkitd $(version) runs, pid $(cat "$run/pid"), unix://$socket"
}

name_builder() {
  docker buildx rm "$builder" >/dev/null 2>&1 || true
  docker buildx create --name "$builder" --driver remote "unix://$socket" >/dev/null
  echo "builder $builder"
}

# A daemon of its own has no image store: it finds the base image of the cases in the registry.
push_base() {
  docker image inspect lt-base:1 >/dev/null 2>&1 || die "engine 28 has no lt-base:1 yet: run an engine test or the fuzzer on it once"
  docker tag lt-base:1 "$registry/library/lt-base:1"
  docker push -q "$registry/library/lt-base:1" >/dev/null
  docker rmi "$registry/library/lt-base:1" >/dev/null
}

stop() {
  if alive; then kill "$(cat "$run/pid")"; echo stopped; else echo "was not running"; fi
  rm -f "$run/pid"
}

main "$@"

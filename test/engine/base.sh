#!/bin/bash
# base.sh OUT.tar: the root file system of lt-base:1, the base image of the recorded cases: a static busybox with its
# links in /bin, and the users root, app (1000) and nobody. Always the same bytes for the same busybox.
# The busybox is $BUSYBOX, else the machine's own where it is static, else the one of Debian's busybox-static.
set -euo pipefail
out=$(realpath "${1:?file to write}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

is_static() { [ -n "$1" ] && ! ldd "$1" >/dev/null 2>&1; }

find_busybox() {
  local found=${BUSYBOX:-$(command -v busybox || true)}
  if is_static "$found"; then echo "$found"; return; fi
  (cd "$work" && apt-get -q download busybox-static >/dev/null 2>&1 && dpkg-deb -x busybox-static_*.deb unpacked)
  ls "$work"/unpacked/bin/busybox "$work"/unpacked/usr/bin/busybox 2>/dev/null | head -1
}

root=$work/root
mkdir -p "$root"/{bin,etc,tmp,root,usr/bin,proc,sys,dev}
chmod 1777 "$root/tmp"
cp "$(find_busybox)" "$root/bin/busybox"
for applet in $("$root/bin/busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
printf 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' > "$root/etc/passwd"
printf 'root:x:0:\napp:x:1000:\nnogroup:x:65534:\n' > "$root/etc/group"
tar -C "$root" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1700000000 -cf "$out" .

#!/usr/bin/env bash
# Runs the probe as an arm64 machine would, under qemu's user-mode emulation: that it works, not how
# fast (emulated, a minute of measuring takes many). Needs Debian 12's apt and dpkg-deb and no rights:
# the emulator, and a Java runtime and the C library of arm64, are downloaded and unpacked into a
# folder of their own (some 400 MB).
#
#   ./hwnas profile pack mobilenet-v3-small-0.35@28 --protocol quick --out probe.zip
#   benchmarks/probe-on-arm64.sh probe.zip result.zip
#
# The emulator is bookworm-backports' qemu 10: with Debian 12's own, 7.2, ONNX Runtime ends in a
# segmentation fault, for that qemu shows the host's /proc/cpuinfo.
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: $0 PROBE.zip RESULT.zip (hwnas-probe.jar lies beside PROBE.zip)" >&2; exit 2; }
probe=$(readlink -f "$1")
result=$(readlink -f "$2")
runner=$(dirname "$probe")/hwnas-probe.jar
[ -f "$runner" ] || { echo "there is no $runner; pack anew" >&2; exit 2; }
folder=${HWNAS_ARM64:-${XDG_CACHE_HOME:-$HOME/.cache}/hwnas-arm64}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

# Runs apt-get for one architecture and suite with lists, archives and a status of its own.
apt_of() {
  local architecture=$1 suite=$2 state=$folder/$1
  shift 2
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  echo "deb $mirror $suite main" >"$state/sources.list"
  touch "$state/status"
  (cd "$state/archives" && apt-get -q -o Dir::Etc::sourcelist="$state/sources.list" \
    -o Dir::Etc::sourceparts=- -o Dir::State="$state" -o Dir::State::lists="$state/lists" \
    -o Dir::State::status="$state/status" -o Dir::Cache="$state" \
    -o Dir::Cache::archives="$state/archives" -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
    -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" "$@")
}

if [ ! -e "$folder/unpacked" ]; then
  apt_of arm64 bookworm update
  apt_of arm64 bookworm -y --no-install-recommends --download-only install \
    openjdk-17-jre-headless libstdc++6
  apt_of amd64 bookworm-backports update
  apt_of amd64 bookworm-backports download qemu-user
  for architecture in arm64 amd64; do
    for package in "$folder/$architecture"/archives/*.deb; do
      dpkg-deb -x "$package" "$folder/$architecture/root"
    done
  done
  touch "$folder/unpacked"
fi

root=$folder/arm64/root
ORT_DISABLE_TELEMETRY=1 "$folder/amd64/root/usr/bin/qemu-aarch64" -L "$root" \
  "$root/usr/lib/jvm/java-17-openjdk-arm64/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  -jar "$runner" "$probe" --out "$result"

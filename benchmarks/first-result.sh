#!/bin/sh
# Time from clone to first result on a machine with empty caches: clones this repository, builds with
# an empty Maven repository and an empty home, and asks for one cost. Prints seconds and the size of
# what was downloaded. With --whole it goes on with the README's two commands, the main job and the
# tests, still from those caches: about 20 minutes.
#
#   benchmarks/first-result.sh [--whole]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
case "${1-}" in
"" | --whole) ;;
*)
  echo "usage: benchmarks/first-result.sh [--whole]" >&2
  exit 2
  ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home"
export HOME="$work/home"
# Java takes the home directory from the user database, not from HOME.
export MAVEN_OPTS="-Duser.home=$HOME ${MAVEN_OPTS:-}"
export HWNAS_CACHE="$HOME/.javacpp/cache"

start=$(date +%s)
git clone -q "$root" "$work/hwnas"
cd "$work/hwnas"
./hwnas cost mobilenet-v3-large --json
echo "clone to first result: $(($(date +%s) - start)) s"
echo "downloaded: $(du -sm "$HOME/.m2" | cut -f1) MiB"
[ "${1-}" = --whole ] || exit 0

start=$(date +%s)
./hwnas quickstart --run runs/quickstart
echo "the main job: $(($(date +%s) - start)) s"
start=$(date +%s)
CI=true mvn -B verify >"$work/verify.log" 2>&1 || {
  tail -60 "$work/verify.log"
  exit 1
}
echo "the tests: $(($(date +%s) - start)) s"
grep '^\[.*Tests run:.*Skipped' "$work/verify.log" | grep -v Time | sort | uniq -c
echo "downloaded: $(du -sm "$HOME/.m2" | cut -f1) MiB, unpacked: $(du -sm "$HWNAS_CACHE" | cut -f1) MiB"

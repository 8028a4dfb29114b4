#!/bin/sh
# Time from clone to first result on a machine with empty caches: clones this repository, builds with
# an empty Maven repository and an empty home, and asks for one cost. Prints seconds and the size of
# what was downloaded.
#
#   benchmarks/first-result.sh
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home"
start=$(date +%s)
git clone -q "$root" "$work/hwnas"
(
  export HOME="$work/home"
  export MAVEN_OPTS="-Duser.home=$work/home ${MAVEN_OPTS:-}"
  "$work/hwnas/hwnas" cost mobilenet-v3-large --json
)
end=$(date +%s)
echo "clone to first result: $((end - start)) s"
echo "downloaded: $(du -sm "$work/home/.m2" | cut -f1) MiB"

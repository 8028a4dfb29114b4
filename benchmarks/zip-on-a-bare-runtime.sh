#!/usr/bin/env bash
# Runs the distribution, cli/target/hwnas-VERSION.zip, where there is a Java runtime and neither a
# compiler nor Maven: on a runtime made by jlink of the modules that hwnas needs, with nothing else on
# the PATH than the launcher needs. Costs, measures, trains, scores and reports a network each.
#
#   mvn -B -DskipTests package && benchmarks/zip-on-a-bare-runtime.sh
set -euo pipefail
cd "$(dirname "$0")/../cli/target"

zips=(hwnas-*.zip)
[ -f "${zips[0]}" ] || { echo "there is no cli/target/hwnas-VERSION.zip; run mvn -B -DskipTests package first" >&2; exit 2; }
java_home=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && "$java_home/bin/jar" xf "$OLDPWD/${zips[0]}")
"$java_home/bin/jlink" --add-modules java.se,jdk.random,jdk.unsupported --strip-debug --no-header-files \
  --no-man-pages --output "$work/runtime"
mkdir "$work/path"
for tool in sh dirname readlink sed head getconf; do
  ln -s "$(command -v "$tool")" "$work/path/$tool"
done

hwnas() {
  (cd "$work" && env -i PATH="$work/path" HOME="${HOME:-/root}" JAVA_HOME="$work/runtime" \
    sh "$work"/hwnas-*/bin/hwnas "$@")
}

check() {
  local want=$1
  shift
  local out
  out=$(hwnas "$@")
  case $out in
    *"$want"*) echo "ok: hwnas $*" ;;
    *) echo "hwnas $*: expected '$want' in: $out" >&2; exit 1 ;;
  esac
}

check '"params" : 5483032' cost mobilenet-v3-large --json
check '"latencyMillis" :' measure mobilenet-v3-small@28 --sessions 1 --visits 1 --json
check '"validationTop1" :' train mobilenet-v3-small-0.35@28 --epochs 0.01 --run run --json
check '"testTop1" :' evaluate run --json
check 'wrote run/report.html' report run

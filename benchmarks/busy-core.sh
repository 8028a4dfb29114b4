#!/bin/sh
# Measures the latency table of a space while a busy loop keeps one core, then holds it against whole
# networks timed without the loop, each pass in five fresh processes.
#
#   benchmarks/busy-core.sh [SPACE [PIXELS [NETWORKS]]]      (default: ofa-mobilenet-v3 224 40)
set -eu

space=${1:-ofa-mobilenet-v3}
pixels=${2:-224}
networks=${3:-40}
root=$(cd "$(dirname "$0")/.." && pwd -P)
hwnas=$root/cli/target/hwnas/bin/hwnas
table=$root/benchmarks/target/busy-core.yaml
"$root/hwnas" --version # builds what is out of date before anything is measured
rm -f "$table"

(while :; do :; done) &
busy=$!
trap 'kill $busy 2>/dev/null || true' EXIT
"$hwnas" profile "$space" --resolution "$pixels" --out "$table"
kill $busy
"$hwnas" profile verify "$table" --networks "$networks" --processes 5 --visits 5

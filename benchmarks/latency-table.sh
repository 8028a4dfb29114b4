#!/bin/sh
# Builds a latency table of a built-in space on this machine and holds it against networks that it
# never saw: random ones, ones shrunk step by step, ones shrunk at once.
#
#   benchmarks/latency-table.sh [SPACE] [SEED] [quick|standard]
set -eu

space=${1:-mobilenet-v3-small-28}
seed=${2:-1}
protocol=${3:-quick}
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$root/benchmarks/target/latency-table

(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
mkdir -p "$work"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmx1g \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.LatencyTableAccuracy "$space" "$seed" "$protocol" "$work/table.yaml"

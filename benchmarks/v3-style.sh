#!/bin/sh
# Searches Once-for-All's ImageNet space at width 1.2 at the latencies that MobileNetV3-Large and
# -Small measure on this machine, with a latency table of the space's five resolutions measured here
# first, and prints what was found beside them, block by block, and beside the networks of the same
# predicted accuracy that are found for a Note10.
#
#   benchmarks/v3-style.sh [EVALUATIONS [SEEDS [LUT]]]
#                                  (default: 40000 3 benchmarks/target/ofa-1.2.lut.yaml)
#
# A table that is there already is used as it is. Needs the files of ../shared/data.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
data="$root/../shared/data"
if [ ! -d "$data/ofa" ]; then
  echo "skipped: no $data/ofa"
  exit 0
fi
export ORT_DISABLE_TELEMETRY=1
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmx2g \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.V3Style "$data" "${3:-$root/benchmarks/target/ofa-1.2.lut.yaml}" \
  "${1:-40000}" "${2:-3}"

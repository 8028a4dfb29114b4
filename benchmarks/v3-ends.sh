#!/bin/sh
# What MobileNetV3's redesigned ends save (section 5.1): MobileNetV3-Large at 224 pixels as published
# against its original last stage and against its stem of 32 filters with ReLU. Prints the MAdds, then
# times the three networks in turn on one thread and prints the ratio of latencies over the sessions.
#
#   benchmarks/v3-ends.sh [SESSIONS]    (default: 10)
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
published=mobilenet-v3-large
export ORT_DISABLE_TELEMETRY=1
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
hwnas() {
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC \
    -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" "$@"
}

for before in $published+original-end $published+32-relu-stem; do
  hwnas io.hwnas.cli.Main cost $before --compare $published
  echo
done
hwnas io.hwnas.benchmarks.LatencyRatios "${1:-10}" \
  $published $published+original-end $published $published+32-relu-stem

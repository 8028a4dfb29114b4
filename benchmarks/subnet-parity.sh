#!/bin/sh
# Holds random subnets of a space on random weights to libtorch's answer in ONNX Runtime, whole and in
# slices. Prints the largest difference over the largest answer; fails where one is 1e-4 or more.
#
#   benchmarks/subnet-parity.sh [SPACE [COUNT]]    (default: ofa-mobilenet-v3-1.2 24)
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
export ORT_DISABLE_TELEMETRY=1
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmx3g \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.SubnetParity "${1:-ofa-mobilenet-v3-1.2}" "${2:-24}"

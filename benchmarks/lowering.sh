#!/bin/sh
# Lowers 10,000 random valid architectures of every built-in space, as a cold process does, and prints
# the seconds; sampling and decoding come first and are not counted. Fails where a space takes 2 s.
#
#   benchmarks/lowering.sh
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmx2g \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.LoweringTime

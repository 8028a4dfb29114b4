#!/bin/sh
# NetAdapt's policies on Channel-Bench-Macro, whose 16,384 channel configurations were all trained:
# how far the networks they find within 90, 80, ... 20 % of the widest one's MAdds are from the best.
#
#   benchmarks/netadapt-channel-bench.sh
#
# Needs ../shared/data/channel-bench-macro_mobilenet.json, or CHANNEL_BENCH=FILE.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
data=${CHANNEL_BENCH:-$root/../shared/data/channel-bench-macro_mobilenet.json}
if [ ! -f "$data" ]; then
  echo "skipped: no $data"
  exit 0
fi
data=$(realpath "$data")
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.NetAdaptPolicies "$data"

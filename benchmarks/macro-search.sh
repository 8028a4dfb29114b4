#!/bin/sh
# Searches NAS-Bench-Macro, whose 3,969 networks were all trained, for accuracy against MAdds, or
# against a latency table's prediction, with each algorithm and several seeds, and prints what they
# find against the true front; then for MnasNet's reward with a controller.
#
#   benchmarks/macro-search.sh [--table LUT] [EVALUATIONS [SEEDS [POLICY_EVALUATIONS [POLICY_SEEDS]]]]
#                                                               (default: 200 20 500 10)
#
# Against latency on this machine:
#
#   ./hwnas profile nas-bench-macro --out benchmarks/target/nas-bench-macro.lut.yaml
#   benchmarks/macro-search.sh --table benchmarks/target/nas-bench-macro.lut.yaml
#
# Needs the files of ../shared/data.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
data="$root/../shared/data/nas-bench-macro_cifar10.json"
if [ ! -f "$data" ]; then
  echo "skipped: no $data"
  exit 0
fi
table=
if [ "${1:-}" = --table ]; then
  table=$(realpath -e "${2:?name a latency table after --table}")
  shift 2
fi
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.MacroSearch "$data" "${1:-200}" "${2:-20}" \
  "${3:-500}" "${4:-10}" ${table:+"$table"}

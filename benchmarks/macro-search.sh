#!/bin/sh
# Searches NAS-Bench-Macro, whose 3,969 networks were all trained, for accuracy against MAdds with
# each algorithm and several seeds, and prints what they find against the true front; then for
# MnasNet's reward with a controller.
#
#   benchmarks/macro-search.sh [EVALUATIONS [SEEDS [POLICY_EVALUATIONS [POLICY_SEEDS]]]]
#                                                               (default: 200 20 500 10)
#
# Needs the files of ../shared/data.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
data="$root/../shared/data/nas-bench-macro_cifar10.json"
if [ ! -f "$data" ]; then
  echo "skipped: no $data"
  exit 0
fi
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package)
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.MacroSearch "$data" "${1:-200}" "${2:-20}" \
  "${3:-500}" "${4:-10}"

#!/bin/sh
# What an evaluator's order of NAS-Bench-Macro's networks gets wrong, from a finished run of
# benchmarks/ranking.sh: by each operator at each place, the mean rank of the networks with it.
#
#   benchmarks/ranking-errors.sh [RANKING [EVALUATOR]]
#                                (default: benchmarks/target/ranking supernet-loss)
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
ranking=${1:-benchmarks/target/ranking}
if [ ! -f "$ranking/scores.csv" ]; then
  echo "no finished run in $ranking: run benchmarks/ranking.sh first" >&2
  exit 2
fi
./hwnas --version > /dev/null
mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true -pl benchmarks -am package
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "benchmarks/target/classes:cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.RankingErrors "$ranking/scores.csv" "${2:-supernet-loss}"

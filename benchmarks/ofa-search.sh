#!/bin/sh
# Searches Once-for-All's space for a Note10 under six budgets, several seeds each, and prints the
# predicted accuracy found beside that of Once-for-All's own finder.
#
#   benchmarks/ofa-search.sh [ALGORITHM [EVALUATIONS [SEEDS]]]    (default: genetic 40000 5)
#
# Needs the files of ../shared/data.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package)
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.OnceForAllSearch "$root/../shared/data" \
  "${1:-genetic}" "${2:-40000}" "${3:-5}"

#!/bin/sh
# What the search engine itself costs on one core, by JMH: candidates bred, costed by a compiled
# table and ranked a second, and latencies predicted a second from decisions by a compiled table.
# Prints JMH's progress on stderr and the table of results on stdout.
#
#   benchmarks/engine-cost.sh [JMH-OPTION...]
#
# Finds JMH in MAVEN_REPOSITORY (default: ~/.m2/repository), where the build has put it.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true -pl benchmarks -am package
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
jmh=$(find "$repository/org/openjdk/jmh/jmh-core" "$repository/net/sf/jopt-simple" -name '*.jar' |
  tr '\n' ':')
results=$root/benchmarks/target/engine-cost.csv
rm -f "$results"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*:$jmh" \
  org.openjdk.jmh.Main EngineCost -rf csv -rff "$results" "$@" >&2
echo '| benchmark | a second | 99.9 % error |'
echo '|---|---|---|'
awk -F, 'NR > 1 {
  name = $1; gsub(/"/, "", name); sub(/.*\./, "", name)
  printf "| `%s` | %.0f | ± %.0f |\n", name, $5, $6
}' "$results"

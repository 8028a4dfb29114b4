#!/bin/sh
# What the search engine itself costs: candidates bred, costed by a compiled table and ranked a
# second on one core, by JMH.
#
#   benchmarks/engine-cost.sh [JMH-OPTION...]
#
# Finds JMH in MAVEN_REPOSITORY (default: ~/.m2/repository), where the build has put it.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
mvn -B -q -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
jmh=$(find "$repository/org/openjdk/jmh/jmh-core" "$repository/net/sf/jopt-simple" -name '*.jar' |
  tr '\n' ':')
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*:$jmh" \
  org.openjdk.jmh.Main EngineCost "$@"

#!/bin/sh
# Measures the latency table of a space twice, some time apart, and prints how far its entries moved.
#
#   benchmarks/table-again.sh [SPACE [PIXELS [SECONDS]]]     (default: ofa-mobilenet-v3 224 3600)
set -eu

space=${1:-ofa-mobilenet-v3}
pixels=${2:-224}
seconds=${3:-3600}
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$root/benchmarks/target/table-again
mkdir -p "$work"
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)

for table in first second; do
  [ $table = first ] || sleep "$seconds"
  rm -f "$work/$table.yaml"
  date -u '+%F %T'
  "$root/cli/target/hwnas/bin/hwnas" profile "$space" --resolution "$pixels" --out "$work/$table.yaml" |
    grep -E 'entries|calibration|measured  |disturbed'
done
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.TableComparison "$work/first.yaml" "$work/second.yaml"

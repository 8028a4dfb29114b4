#!/bin/sh
# Which way of writing h-swish, squeeze-excites and fully connected layers ONNX Runtime runs fastest
# here, and what options of the session do. Every form of each network must answer as the exporter's
# own does; all forms of a network are timed in turn on one thread, in an order drawn anew in each of
# several fresh processes, and profiled once. Prints for each form its latency, absolute and over that of the exporter's form,
# and what share reorder nodes and all nodes but convolutions take, as Markdown.
#
#   benchmarks/exported-form.sh [PROCESSES] [NETWORK...]
#
# Default: 7 processes of mobilenet-v3-large, mobilenet-v3-small and mobilenet-v3-small@28.
set -eu

processes=${1:-7}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- mobilenet-v3-large mobilenet-v3-small mobilenet-v3-small@28
root=$(cd "$(dirname "$0")/.." && pwd -P)
lines=$root/benchmarks/target/exported-form.tsv
export ORT_DISABLE_TELEMETRY=1
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true \
  -Dhwnas.zip.skip=true -pl benchmarks -am package)
forms() {
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmx1g \
    -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
    io.hwnas.benchmarks.ExportedForms "$@"
}

forms profile "$@" > "$lines"
process=1
while [ "$process" -le "$processes" ]; do
  echo "process $process of $processes" >&2
  forms time "$process" "$@" >> "$lines"
  process=$((process + 1))
done
forms report "$lines"

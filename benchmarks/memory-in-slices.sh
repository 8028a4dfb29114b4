#!/bin/sh
# Resident memory and latency of MobileNetV2 and V3-Large at 224 pixels, whole and in slices
# (MobileNetV2, section 5.1). Prints MiB, medians of five fresh processes: at the peak of loading, before
# the first run, at the peak of five runs, and what running adds. Once with glibc's allocation as it
# is, which keeps what loading freed and runs from it; once with every tensor given back to the system
# at once (MALLOC_MMAP_THRESHOLD_), which shows what is alive. Then the four networks are timed in turn
# on one thread, and the latency in slices over the latency whole is printed over eight sessions.
#
#   benchmarks/memory-in-slices.sh [memory]
#
# With `memory` nothing is timed. Linux alone: reads /proc.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$root/benchmarks/target/memory-in-slices
classes="$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*"
export ORT_DISABLE_TELEMETRY=1

(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
mkdir -p "$work"

peak_memory() {
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xint "$@"
}

row() {
  for process in 1 2 3 4 5; do
    peak_memory -Xmx64m -cp "$classes" io.hwnas.benchmarks.PeakMemory run "$work/$1.onnx"
  done | sort -n -k3 | sed -n 3p | awk -v name="$1" -v how="$2" '{
    printf "| %s | %s | %.1f | %.1f | %.1f | %.1f |\n", name, how, $1/1024, $2/1024, $3/1024, ($3-$2)/1024
  }'
}

"${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmx1g -cp "$classes" \
  io.hwnas.benchmarks.PeakMemory models "$work" mobilenet-v2 mobilenet-v3-large
models="mobilenet-v2 mobilenet-v2-sliced mobilenet-v3-large mobilenet-v3-large-sliced"
echo '| network | allocation | loading | before | peak of runs | added by runs |'
echo '|---|---|---|---|---|---|'
for model in $models; do
  row "$model" glibc
done
export MALLOC_MMAP_THRESHOLD_=16384 MALLOC_MMAP_MAX_=1000000 MALLOC_ARENA_MAX=1
for model in $models; do
  row "$model" 'given back'
done
unset MALLOC_MMAP_THRESHOLD_ MALLOC_MMAP_MAX_ MALLOC_ARENA_MAX

[ "${1:-}" = memory ] && exit
echo
cd "$work"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -cp "$classes" \
  io.hwnas.benchmarks.LatencyRatios 8 mobilenet-v2-sliced.onnx mobilenet-v2.onnx \
  mobilenet-v3-large-sliced.onnx mobilenet-v3-large.onnx

#!/bin/sh
# Whether NetAdapt's memory grows with its steps: shrinks MobileNetV3-Small at 28 pixels, briefly trained on
# the embedded images, by 30 steps or more of 1 % of its latency, looks at the resident memory of the
# process after each step, and prints it at every fifth, and by how much it grew from the first step to the
# last. Some ten minutes.
#
#   benchmarks/netadapt-memory.sh
#
# NETADAPT_OPTIONS, where it is set, are further options of `netadapt`. Needs Linux.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
work=benchmarks/target/netadapt-memory
network=mobilenet-v3-small@28
rm -rf "$work"
mkdir -p "$work"
./hwnas --version >/dev/null # builds what is out of date
./hwnas train "$network" --data fashion-mnist-small --epochs 1 --run "$work/first"
# Of the trained network, whose classes are the images'.
./hwnas profile "$work/first" --channels --channel-networks 12 --protocol quick --out "$work/table.yaml"
./hwnas cost "$work/first" --table "$work/table.yaml" --json >"$work/cost.json"
millis=$(sed -n 's/^ *"latencyMillis" : \([-0-9.eE]*\),\{0,1\}$/\1/p' "$work/cost.json" | head -n 1)

# The launcher becomes Java's process. The options are words.
# shellcheck disable=SC2086
./hwnas netadapt "$work/first" --data fashion-mnist-small --table "$work/table.yaml" --run "$work/run" \
  --budget-millis "$(awk "BEGIN { print 0.5 * $millis }")" --write-steps \
  --set netadapt.delta-share=0.01 --set netadapt.finalists=4 --set netadapt.fine-tune-steps=10 \
  --set 'fine-tuning.length=1 steps' ${NETADAPT_OPTIONS:-} \
  >"$work/out.txt" 2>&1 &
process=$!
seen=0
while kill -0 "$process" 2>/dev/null; do
  steps=$(find "$work/run/steps" -name 'step-*.onnx' 2>/dev/null | wc -l)
  if [ "$steps" -gt "$seen" ]; then
    seen=$steps
    kib=$(sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB$/\1/p' "/proc/$process/status" 2>/dev/null || true)
    [ -z "$kib" ] || echo "$steps $kib"
  fi
  sleep 0.2
done >"$work/resident.txt"
wait "$process" || { cat "$work/out.txt" >&2; exit 1; }
awk '
  BEGIN { print "| step | resident MiB |\n|---|---|" }
  NR == 1 { first = $2; begin = $1 }
  { last = $2; steps = $1; if (NR == 1 || $1 % 5 == 0) printf "| %d | %.0f |\n", $1, $2 / 1024 }
  END {
    if (steps < 30) { printf "only %d steps: nothing is shown of 30\n", steps; exit 1 }
    printf "\nfrom step %d to %d: %+.1f %%\n", begin, steps, 100 * (last / first - 1)
  }' "$work/resident.txt"

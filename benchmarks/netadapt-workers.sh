#!/bin/sh
# How long a step of NetAdapt takes with one worker of all threads and with one worker a thread: shrinks
# MobileNetV3-Small at 32 pixels, hardly trained, by one step on CIFAR-10, in turn, and prints the seconds of
# each round and the median ratio with its range.
#
#   benchmarks/netadapt-workers.sh [ROUNDS]          (default: 3)
#
# NETADAPT_OPTIONS, where it is set, are further options of `netadapt`, such as --set threads=4.
#
# Needs ../shared/data/cifar10-images.zip. Nothing else may run meanwhile.
set -eu

rounds=${1:-3}
root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
data=../shared/data/cifar10-images.zip
if [ ! -f "$data" ]; then
  echo "skipped: no $data"
  exit 0
fi
work=benchmarks/target/netadapt-workers
network=mobilenet-v3-small@32
mkdir -p "$work"
./hwnas --version >/dev/null # builds what is out of date
[ -f "$work/first/best/arch.yaml" ] ||
  ./hwnas train "$network" --data "$data" --epochs 0.05 --run "$work/first"
# Of the trained network, whose classes are the images'.
[ -f "$work/table.yaml" ] || ./hwnas profile "$work/first" --channels --channel-networks 12 \
  --protocol quick --out "$work/table.yaml"
./hwnas cost "$work/first" --table "$work/table.yaml" --json >"$work/cost.json"
millis=$(sed -n 's/^ *"latencyMillis" : \([-0-9.eE]*\),\{0,1\}$/\1/p' "$work/cost.json" | head -n 1)

# Prints the seconds of one step with so many workers.
step() {
  run=$work/run-$1-$2-$$
  # The options are words.
  # shellcheck disable=SC2086
  ./hwnas netadapt "$work/first" --data "$data" --table "$work/table.yaml" --run "$run" \
    --budget-millis "$(awk "BEGIN { print 0.96 * $millis }")" \
    --set netadapt.workers="$1" --set netadapt.delta-share=0.04 --set netadapt.finalists=4 \
    --set netadapt.fine-tune-steps=100 --set 'fine-tuning.length=1 steps' \
    --set netadapt.measure-steps=false ${NETADAPT_OPTIONS:-} >"$work/out.txt" 2>&1 || {
    cat "$work/out.txt" >&2
    exit 1
  }
  sed -n 's/.*"stage\/netadapt".*"seconds":\([0-9.]*\).*/\1/p' "$run/journal.jsonl"
  rm -rf "$run"
}

echo "| round | one worker, s | a worker a thread, s | ratio |"
echo "|---|---|---|---|"
round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  one=$(step 1 "$round")
  all=$(step auto "$round")
  echo "| $round | $one | $all | $(awk "BEGIN { printf \"%.3f\", $one / $all }") |"
done | tee "$work/rounds.md"
sed 's/.*| \([0-9.]*\) |$/\1/' "$work/rounds.md" | sort -n |
  awk '{ r[NR] = $1 } END { printf "median ratio %.3f (%.3f to %.3f)\n", r[int((NR + 1) / 2)], r[1], r[NR] }'

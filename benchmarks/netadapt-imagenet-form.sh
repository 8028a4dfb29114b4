#!/bin/sh
# NetAdapt at ImageNet's size without training: takes MobileNetV3-Large and MobileNetV2 at 224 pixels, with
# random weights, to 0.8 times their predicted latency in steps of 1 % of it, by a latency table for any
# channel counts, and scores steps by the retained share of the squared filter norms. Prints for each step
# what it cuts and has cut by the table, whether its shapes are valid and its ONNX file runs, and with
# --measure what it has cut by the clock; then how long the whole took and what was within the bars:
# every step cuts at least δ, and the measured cumulative cut is the predicted one within the larger of a
# tenth of it and 1 % of the first network's latency.
#
#   benchmarks/netadapt-imagenet-form.sh [--measure] [TABLE]
#
# Without TABLE one is measured first (some seven minutes), or taken from the last time; the clock starts
# afterwards. NETADAPT_NETWORKS, NETADAPT_PROFILE and NETADAPT_OPTIONS, where they are set, take the place of
# the networks and of the options of `profile` and are added to those of `netadapt`.
set -eu

measure=false
if [ "${1:-}" = --measure ]; then
  measure=true
  shift
fi
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$root/benchmarks/target/netadapt-imagenet-form
networks=${NETADAPT_NETWORKS:-mobilenet-v3-large mobilenet-v2}
table=${1:-$work/table.yaml}
hwnas=$root/hwnas

mkdir -p "$work"
"$hwnas" --version # builds what is out of date before the clock starts
if [ ! -f "$table" ]; then
  # The networks and options are words.
  # shellcheck disable=SC2086
  "$hwnas" profile $networks --channels --out "$table" ${NETADAPT_PROFILE:-}
fi

# Reads one number of a JSON object.
number() {
  sed -n "s/^ *\"$1\" : \([-0-9.eE]*\),\{0,1\}$/\1/p" | head -n 1
}

for network in $networks; do
  name=$(echo "$network" | tr '/@' '--')
  run=$work/$name
  rm -rf "$run"
  "$hwnas" export "$network" --format safetensors --random-weights --out "$work/$name.safetensors"
  millis=$("$hwnas" cost "$network" --table "$table" --json | number latencyMillis)
  budget=$(awk "BEGIN { print 0.8 * $millis }")
  start=$(date +%s)
  # shellcheck disable=SC2086
  "$hwnas" netadapt "$network" --weights "$work/$name.safetensors" --table "$table" \
    --budget-millis "$budget" --run "$run" --write-steps \
    --set netadapt.delta-share=0.01 --set 'netadapt.kinds=[expansion, bottleneck]' \
    --set netadapt.measure-steps=$measure ${NETADAPT_OPTIONS:-} >"$work/$name.txt"
  seconds=$(($(date +%s) - start))

  # A step's file is only left when ONNX Runtime has run it; cost lowers its architecture anew.
  for step in "$run"/steps/*.yaml; do
    number=$(basename "$step" .yaml)
    valid=no
    if "$hwnas" cost "$step" --json >/dev/null; then valid=yes; fi
    runs=no
    if [ -s "${step%.yaml}.onnx" ]; then runs=yes; fi
    echo "${number#step-} $valid $runs"
  done >"$work/$name.steps"

  echo
  echo "$network: $millis ms to $budget ms"
  # The change, which is quoted, is left out, so that commas part the rest.
  sed 's/"[^"]*"/-/; s/\r$//' "$run/netadapt.csv" | awk -F, -v steps="$work/$name.steps" -v seconds="$seconds" '
    BEGIN {
      while ((getline line < steps) > 0) { split(line, f, " "); valid[f[1] + 0] = f[2]; runs[f[1] + 0] = f[3] }
      print "| step | predicted ms | cut | cumulative by the table | retained norm | shapes valid | ONNX runs | measured cumulative |"
      print "|---|---|---|---|---|---|---|---|"
    }
    NR == 2 { first = $4; calibration = 1 }
    NR > 2 {
      count++
      cut = $6 / first
      measured = ""
      # What the table alone says, whatever was measured on the way.
      table = 1 - $4 / calibration / first
      if ($8 != "") {
        timed++
        off = $10 - table
        if (off < 0) off = -off
        bar = 0.1 * table > 0.01 ? 0.1 * table : 0.01
        if (off <= bar) within++
        measured = sprintf("%.2f ± %.2f %%%s", 100 * $10, 100 * $9 / first, $13 == "true" ? ", calibrated anew" : "")
      }
      last = cut >= 0.01
      if (cut >= 0.01) enough++
      if (valid[$1] == "yes" && runs[$1] == "yes") ready++
      printf "| %d | %.3f | %.2f %% | %.2f %% | %.4f | %s | %s | %s |\n", \
        $1, $4, 100 * cut, 100 * table, $3, valid[$1], runs[$1], measured
      if ($8 != "") calibration = $14
    }
    END {
      printf "%d steps in %d s; %d of the %d before the last, which ends at the budget, cut at least 1 %%; %d valid and run", \
        count, seconds, enough - last, count - 1, ready
      if (timed > 0) printf "; measured cut within the bar at %d of %d", within, timed
      print ""
    }'
done

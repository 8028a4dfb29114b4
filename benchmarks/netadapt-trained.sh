#!/bin/sh
# NetAdapt on CIFAR-10 against width multipliers: trains a network, takes it to 0.7 and 0.5 times its
# latency by a table measured here, and holds each against the same network scaled to the same measured
# latency and trained from scratch on as many images as the shrunk one's weights and proposals saw.
# Prints a line of Markdown for each seed and share.
#
#   benchmarks/netadapt-trained.sh [NETWORK [SEED...]]          (default: mobilenet-v3-small@32 1 2 3)
#
# Fixed beforehand: the first training has 6 epochs, each step takes 5 % off the first latency, the 4 best
# proposals of a step are fine-tuned for 100 steps, the shrunk network for 3 epochs. NETADAPT_EPOCHS and
# NETADAPT_OPTIONS, where they are set, are the first training's epochs and further options of `netadapt`.
# By estimate an hour and a half a seed at 315 images a second, most of it the scaled networks'; a run that was broken off
# goes on, a finished one is not made again.
#
# Needs ../shared/data/cifar10-images.zip. Nothing else may run meanwhile.
set -eu

network=${1:-mobilenet-v3-small@32}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- 1 2 3
root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
data=../shared/data/cifar10-images.zip
if [ ! -f "$data" ]; then
  echo "skipped: no $data"
  exit 0
fi
name=$(echo "$network" | tr '/@' '--')
work=benchmarks/target/netadapt-trained/$name
table=$work/table.yaml
# The network that is scaled: the same without a width of its own.
base=$(echo "$network" | sed 's/-[0-9]\.[0-9]*@/@/')

# Reads one number of a JSON object.
number() {
  sed -n "s/^ *\"$1\" : \([-0-9.eE]*\),\{0,1\}$/\1/p" | head -n 1
}

# Runs a command that leaves a run in FOLDER and its JSON in FOLDER.json, or goes on with it.
run() {
  folder=$1
  shift
  [ -s "$folder.json" ] && return
  if [ -f "$folder/config.yaml" ]; then
    set -- "$@" --resume
  fi
  ./hwnas "$@" --run "$folder" --json >"$folder.json.part"
  mv "$folder.json.part" "$folder.json"
}

mkdir -p "$work"
./hwnas --version >/dev/null # builds what is out of date
echo "| seed | share of the latency | network | test top-1 | measured ms | MAdds |"
echo "|---|---|---|---|---|---|"
for seed in "$@"; do
  first=$work/seed-$seed
  run "$first" train "$network" --data "$data" --epochs "${NETADAPT_EPOCHS:-6}" --seed "$seed"
  # Of the trained network, whose classes are the images'.
  [ -f "$table" ] || ./hwnas profile "$first" --channels --out "$table"
  ./hwnas cost "$first" --table "$table" --json >"$first.cost.json"
  millis=$(number latencyMillis <"$first.cost.json")
  for share in 0.7 0.5; do
    shrunk=$work/seed-$seed-$share
    # The options are words.
    # shellcheck disable=SC2086
    run "$shrunk" netadapt "$first" --data "$data" --table "$table" --seed "$seed" \
      --budget-millis "$(awk "BEGIN { print $share * $millis }")" \
      --set netadapt.delta-share=0.05 --set netadapt.finalists=4 --set netadapt.fine-tune-steps=100 \
      --set 'fine-tuning.length=3 epochs' --set netadapt.compare-widths=true \
      --set "baseline.network=$base" ${NETADAPT_OPTIONS:-}
    for one in found baseline; do
      figures=$(sed -n "/\"$one\" : {/,/}/p" "$shrunk.json")
      echo "| $seed | $share | $one | $(echo "$figures" | number testTop1) |" \
        "$(echo "$figures" | number latencyMillis) | $(echo "$figures" | number madds) |"
    done
  done
done

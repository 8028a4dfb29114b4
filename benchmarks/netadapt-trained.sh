#!/bin/sh
# NetAdapt on CIFAR-10 against width multipliers: trains a network, takes it to 0.7 and 0.5 times its
# latency by a table measured here, and holds each against the same network scaled to the same measured
# latency and trained from scratch on as many images as the shrunk one's own weights saw. Prints each pair,
# what share of the first network's predicted latency the shrunk one takes as measured (at the level of the
# machine at which the first takes just what was predicted) and how far from the budget it is,
# and for each share the mean difference over the seeds with its paired 95 % interval.
#
#   benchmarks/netadapt-trained.sh [NETWORK [SEED...]]          (default: mobilenet-v3-small@32 1 2 3)
#
# NETWORK is a name, a file, or a run whose best architecture is trained anew. Fixed beforehand: batches of
# 64; the first training has 3 epochs, what width multipliers scale may shrink: stem, expansions, bottlenecks, and
# but for MobileNetV2 the convolution of the head (NETADAPT_KINDS, where it is set, takes their place), each step takes 5 % off the first latency, the 4 proposals of a step
# that are best on 1,000 validation images are fine-tuned for 60 steps, the shrunk network for 2 epochs, and
# it must be within the budget with a confidence of 0.9. Where they are set, NETADAPT_EPOCHS are the first training's epochs, NETADAPT_SHARES
# the shares, NETADAPT_DATA options of every command that reads images, NETADAPT_OPTIONS further options of
# `netadapt`; with other options give NETADAPT_LABEL, a name, so that what was made with others is kept.
# With NETADAPT_WIDTHS=false no width is trained and the shrunk network alone is scored on the test images.
# By estimate an hour and a half a seed of MobileNetV3-Small; a run that was broken off goes on, a
# finished one is not made again.
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
epochs=${NETADAPT_EPOCHS:-3}
shares=${NETADAPT_SHARES:-0.7 0.5}
widths=${NETADAPT_WIDTHS:-true}
# What was trained on other images, or for longer, is another network.
work=benchmarks/target/netadapt-trained/$(echo "$network-$epochs-epochs${NETADAPT_DATA:-}" | tr -c 'A-Za-z0-9.\n' '-')
label=$work/${NETADAPT_LABEL:-as-fixed}
table=$work/table.yaml
case $network in
  # Multipliers below 1 leave its last convolution as it is.
  mobilenet-v2*) kinds="stem, expansion, bottleneck" ;;
  *) kinds="stem, expansion, bottleneck, head-convolution" ;;
esac
kinds=${NETADAPT_KINDS:-$kinds}
# What is scaled: the network itself, or the reference network without a width of its own.
base=own
[ -e "$network" ] || base=$(echo "$network" | sed 's/-[0-9]\.[0-9]*@/@/')

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

mvn -B -q -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package
./hwnas --version >/dev/null # builds what is out of date
mkdir -p "$label"
for seed in "$@"; do
  first=$work/seed-$seed
  # The options are words.
  # shellcheck disable=SC2086
  run "$first" train "$network" --data "$data" --epochs "$epochs" --seed "$seed" \
    --set training.batch-size=64 ${NETADAPT_DATA:-}
  # Of the trained network, whose classes are the images'.
  [ -f "$table" ] || ./hwnas profile "$first" --channels --out "$table"
  ./hwnas cost "$first" --table "$table" --json >"$first.cost.json"
  millis=$(number latencyMillis <"$first.cost.json")
  for share in $shares; do
    # shellcheck disable=SC2086
    run "$label/seed-$seed-$share" netadapt "$first" --data "$data" --table "$table" --seed "$seed" \
      --budget-millis "$(awk "BEGIN { print $share * $millis }")" --confidence 0.9 \
      --set training.batch-size=64 --set "netadapt.kinds=[$kinds]" \
      --set netadapt.delta-share=0.05 --set netadapt.finalists=4 \
      --set netadapt.screened-images=1000 --set netadapt.fine-tune-steps=60 \
      --set 'fine-tuning.length=2 epochs' --set "netadapt.compare-widths=$widths" \
      --set "baseline.network=$base" ${NETADAPT_DATA:-} ${NETADAPT_OPTIONS:-}
    if [ "$widths" = false ] && [ ! -s "$label/seed-$seed-$share.test.json" ]; then
      # shellcheck disable=SC2086
      ./hwnas evaluate "$label/seed-$seed-$share" --data "$data" ${NETADAPT_DATA:-} --json \
        >"$label/seed-$seed-$share.test.json"
    fi
  done
done
# The shares are words.
# shellcheck disable=SC2086
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "benchmarks/target/classes:cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.NetAdaptTrained "$work" "$label" "$shares" "$@"

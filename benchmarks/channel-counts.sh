#!/bin/sh
# Builds a latency table for any channel counts of MobileNetV3-Large and MobileNetV2 at 224 pixels, and
# holds it against 40 networks of random channels that it never saw, every expansion and bottleneck from
# 25 to 100 %: half in multiples of 4, half in any counts, each pass in five fresh processes.
# Prints how long measuring took, then the errors of both halves and of all; draws the figures of one
# block's staircases. Takes some ten minutes on a machine that should have nothing else to do.
#
#   benchmarks/channel-counts.sh [SEED]
#
# CHANNELS_NETWORKS, CHANNELS_PROFILE and CHANNELS_VERIFY, where they are set, take the place of the
# networks and of the options of `profile` and of `profile verify`.
set -eu

seed=${1:-1}
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$root/benchmarks/target/channel-counts
networks=${CHANNELS_NETWORKS:-mobilenet-v3-large mobilenet-v2}
table=$work/table-$seed.yaml

mkdir -p "$work"
rm -f "$table"
"$root/hwnas" --version # builds what is out of date before the clock starts

start=$(date +%s)
# The networks and options are words.
# shellcheck disable=SC2086
"$root/hwnas" profile $networks --channels --seed "$seed" --out "$table" ${CHANNELS_PROFILE:-}
echo "measured in $(($(date +%s) - start)) s"
echo
# shellcheck disable=SC2086
"$root/hwnas" profile verify "$table" --seed "$seed" ${CHANNELS_VERIFY:---networks 40 --processes 5} \
  --html "$work/verify-$seed.html"
echo
for network in $networks; do
  name=$(echo "$network" | tr '/@' '--')
  "$root/hwnas" profile steps "$table" --network "$network" --block s3.b1 \
    --svg "$work/steps-$name-$seed.svg"
done
echo "figures in $work"

#!/bin/sh
# The main job for several seeds: runs `hwnas quickstart` for each, one after the other, and prints
# wall time per stage, peak memory, and the found network beside the baseline, with the mean
# difference over the seeds and its paired 95 % interval.
#
#   benchmarks/quickstart-seeds.sh [SEED...]        (default: 1 2 3)
#
# Needs GNU time (Debian: apt install time). Runs are left in benchmarks/target/quickstart-seeds/,
# and a seed that is there already is not run again. Nothing else may run meanwhile.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$root/benchmarks/target/quickstart-seeds
[ $# -gt 0 ] || set -- 1 2 3
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package)
"$root/hwnas" --version >/dev/null # else the first timed run builds
mkdir -p "$work"
for seed in "$@"; do
  [ -s "$work/seed-$seed.json" ] && continue
  rm -rf "$work/seed-$seed"
  /usr/bin/time -f '%e %M' -o "$work/seed-$seed.time" \
    "$root/hwnas" quickstart --run "$work/seed-$seed" --seed "$seed" --json \
    >"$work/seed-$seed.json.part"
  mv "$work/seed-$seed.json.part" "$work/seed-$seed.json"
done
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.QuickstartSeeds "$work" "$@"

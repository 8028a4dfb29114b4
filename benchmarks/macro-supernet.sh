#!/bin/sh
# The best network of NAS-Bench-Macro under its median multiply-adds that a supernet finds: takes the
# supernet that benchmarks/ranking.sh trained, has a search score 500 networks, and only then looks
# the chosen one's published accuracy up, beside the best under the limit, the one of most
# multiply-adds, and what random search picks by such scores. About 20 minutes, twice that with
# --random, which has random search score 500 networks of its own; without, its networks are those
# of the ranking's 500 that are under the limit. The same command goes on where it was broken off.
#
#   benchmarks/macro-supernet.sh [--random] [RUN [RANKING [OPTIONS]]]
#                         (default: benchmarks/target/macro-supernet benchmarks/target/ranking)
#
# OPTIONS are those of hwnas search, such as --set search.seed=2.
#
# Needs the files of ../shared/data.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
random=
if [ "${1:-}" = --random ]; then
  random=yes
  shift
fi
run=${1:-benchmarks/target/macro-supernet}
[ $# -eq 0 ] || shift
ranking=${1:-benchmarks/target/ranking}
[ $# -eq 0 ] || shift
cd "$root"
data=../shared/data/nas-bench-macro_cifar10.json
for file in "$data" ../shared/data/cifar10-images.zip; do
  if [ ! -f "$file" ]; then
    echo "skipped: no $file"
    exit 0
  fi
done
if [ ! -f "$ranking/scores.csv" ]; then
  echo "no finished run in $ranking: run benchmarks/ranking.sh first" >&2
  exit 2
fi

search() {
  folder=$1
  shift
  if [ -f "$folder/config.yaml" ]; then
    set -- --resume "$@"
  fi
  ./hwnas search configs/macro-supernet-search.yaml --run "$folder" \
    --set "supernet.from=$ranking" "$@"
}

mkdir -p "$(dirname "$run")"
search "$run" "$@"
if [ -n "$random" ]; then
  search "$run-random" "$@" --set search.algorithm=random
fi
mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true -pl benchmarks -am package
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "benchmarks/target/classes:cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.MacroSupernet "$data" "$run" "$ranking/scores.csv" \
  ${random:+"$run-random"}

#!/bin/sh
# Which evaluator puts NAS-Bench-Macro's networks in the order of their published accuracies: trains
# a supernet on CIFAR-10 for 100 minutes, has every evaluator score 500 networks, and prints Kendall's
# τ with its bootstrap interval, Spearman's ρ and the seconds of each. About two hours and a half; the
# same command goes on where it was broken off. Scores are left in scores.csv of the run.
#
#   benchmarks/ranking.sh [RUN [OPTIONS]]          (default: benchmarks/target/ranking)
#
# OPTIONS are those of hwnas evaluate-ranking, such as --seed 2 or --set networks=1000.
#
# Needs the files of ../shared/data.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
run=${1:-benchmarks/target/ranking}
[ $# -eq 0 ] || shift
cd "$root"
for file in nas-bench-macro_cifar10.json cifar10-images.zip; do
  if [ ! -f "../shared/data/$file" ]; then
    echo "skipped: no ../shared/data/$file"
    exit 0
  fi
done
if [ -f "$run/config.yaml" ]; then
  set -- --resume "$@"
fi
mkdir -p "$(dirname "$run")"
exec ./hwnas evaluate-ranking configs/nas-bench-macro.yaml --run "$run" "$@"

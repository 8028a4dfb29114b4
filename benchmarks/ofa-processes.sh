#!/bin/sh
# How long `hwnas search configs/ofa-note10.yaml` takes as a process of its own: each of six budgets with
# each seed, one after the other. Prints the mean and the greatest seconds of the search and of the whole
# process, and the mean accuracy, as Markdown.
#
#   benchmarks/ofa-processes.sh [SEEDS]          (default: 5)
#
# Needs the files of ../shared/data and GNU time (Debian: apt install time). Nothing else may run meanwhile.
set -eu

seeds=${1:-5}
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$root/benchmarks/target/ofa-processes
data=$root/../shared/data/ofa
if [ ! -f "$data/acc_predictor.safetensors" ]; then
  echo "skipped: no $data/acc_predictor.safetensors"
  exit 0
fi
mkdir -p "$work"
"$root/hwnas" --version >/dev/null # builds what is out of date
: >"$work/times.txt"
for budget in 15 20 25 30 40 60; do
  for seed in $(seq "$seeds"); do
    /usr/bin/time -f '%e' -o "$work/wall" "$root/hwnas" search "$root/configs/ofa-note10.yaml" --json \
      --set search.budget-millis="$budget" --set search.seed="$seed" \
      --set search.predictor.file="$data/acc_predictor.safetensors" \
      --set search.tables.latencyMillis="$data/note10" >"$work/found.json" 2>"$work/err" ||
      {
        cat "$work/err" >&2
        exit 1
      }
    seconds=$(sed -n 's/^ *"seconds" : \([0-9.]*\),\{0,1\}$/\1/p' "$work/found.json" | head -n 1)
    accuracy=$(sed -n 's/^ *"accuracy" : \([0-9.]*\),\{0,1\}$/\1/p' "$work/found.json" | head -n 1)
    echo "$budget $seconds $(cat "$work/wall") $accuracy" >>"$work/times.txt"
  done
done
echo "| budget ms | accuracy, mean | search s, mean, greatest | process s, mean, greatest |"
echo "|---|---|---|---|"
awk '
  !($1 in n) { order[++kinds] = $1 }
  { n[$1]++; s[$1] += $2; p[$1] += $3; a[$1] += $4
    if ($2 > ms[$1]) ms[$1] = $2
    if ($3 > mp[$1]) mp[$1] = $3 }
  END {
    for (i = 1; i <= kinds; i++) {
      b = order[i]
      printf "| %s | %.5f | %.2f, %.2f | %.2f, %.2f |\n", b, a[b] / n[b], s[b] / n[b], ms[b], p[b] / n[b], mp[b]
    }
  }' "$work/times.txt"

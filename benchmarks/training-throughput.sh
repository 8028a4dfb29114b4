#!/bin/sh
# Training images per second, hwnas against PyTorch from Python, in turn: each round runs both,
# the first one alternating. Prints every run, then the median ratio with its spread.
#
#   benchmarks/training-throughput.sh [ROUNDS [NETWORK PIXELS CHANNELS]]
#                                                     (default: 9 mobilenet-v3-small@28 28 1)
#
# NETWORK is one of `hwnas networks`, or a key of NAS-Bench-Macro such as 22222222.
# BATCH, THREADS, WARMUP_STEPS, STEPS change the task, REPLICAS=2 has hwnas learn from halves of a step's
# images side by side, batch norms by those of each; PYTORCH_OPTIONS=--foreach uses the fused form
# of PyTorch's optimiser, PYTORCH_OPENBLAS_THREADS=2 gives its matrix products threads of their own
# (1 is what hwnas sets for itself); PYTHON names a Python with PyTorch
# (Debian: apt install python3-torch).
set -eu

rounds=${1:-9}
network=${2:-mobilenet-v3-small@28}
pixels=${3:-28}
channels=${4:-1}
batch=${BATCH:-128}
replicas=${REPLICAS:-1}
threads=${THREADS:-2}
warmup=${WARMUP_STEPS:-10}
steps=${STEPS:-30}
python=${PYTHON:-/usr/bin/python3}
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$root/benchmarks/target/training-throughput
results=$work/results.jsonl

"$python" -c 'import torch' 2>/dev/null || {
  echo "training-throughput: $python has no PyTorch; install python3-torch or set PYTHON" >&2
  exit 2
}
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
mkdir -p "$work"
: >"$results"
export OMP_NUM_THREADS="$threads"
export OPENBLAS_NUM_THREADS=1
export ORT_DISABLE_TELEMETRY=1

# As bin/hwnas runs a training.
ours() {
  GOMP_SPINCOUNT=1000 \
    GLIBC_TUNABLES=glibc.malloc.mmap_max=0:glibc.malloc.arena_max=1:glibc.malloc.top_pad=67108864:glibc.malloc.trim_threshold=8589934592 \
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:MaxRAMPercentage=50 \
    -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
    -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
    io.hwnas.benchmarks.TrainingThroughput "$network" "$pixels" "$channels" "$@"
}

run_ours() {
  ours run "$batch" "$replicas" "$threads" "$warmup" "$steps" | tee -a "$results"
}

run_pytorch() {
  OPENBLAS_NUM_THREADS=${PYTORCH_OPENBLAS_THREADS:-1} "$python" "$root/benchmarks/pytorch/train_throughput.py" "$work" --batch "$batch" \
    --threads "$threads" --warmup-steps "$warmup" --steps "$steps" ${PYTORCH_OPTIONS:-} |
    tee -a "$results"
}

ours describe "$work"
round=0
while [ "$round" -lt "$rounds" ]; do
  if [ $((round % 2)) -eq 0 ]; then
    run_ours
    run_pytorch
  else
    run_pytorch
    run_ours
  fi
  round=$((round + 1))
done

"$python" - "$results" <<'SUMMARY'
import json
import statistics
import sys

runs = [json.loads(line) for line in open(sys.argv[1])]
ours = [run["imagesPerSecond"] for run in runs if run["implementation"] == "hwnas"]
theirs = [run["imagesPerSecond"] for run in runs if run["implementation"] != "hwnas"]
ratios = sorted(a / b for a, b in zip(ours, theirs))
print(f"hwnas   median {statistics.median(ours):.0f} images/s ({min(ours):.0f} to {max(ours):.0f})")
print(f"PyTorch median {statistics.median(theirs):.0f} images/s ({min(theirs):.0f} to {max(theirs):.0f})")
print(f"ratio   median {statistics.median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f}), {len(ratios)} rounds")
SUMMARY

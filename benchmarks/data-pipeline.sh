#!/bin/sh
# Images per second that one thread makes into batches with every augmentation (shift, flip,
# RandAugment, cutout, mixup), against those that the training of MobileNetV3-Small@32 takes without
# any, in turn; and the training with all of them, whose batches are made ahead. The bar is 3 times.
#
#   benchmarks/data-pipeline.sh [ROUNDS]
#
# BATCH, THREADS, STEPS change the task; DATA names the images, by default CIFAR-10's in
# ../shared/data/cifar10-images.zip where they are, else noise of their form.
set -eu

rounds=${1:-9}
batch=${BATCH:-128}
threads=${THREADS:-2}
steps=${STEPS:-30}
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$root/benchmarks/target/data-pipeline
cifar=$root/../shared/data/cifar10-images.zip
if [ -f "$cifar" ]; then data=${DATA:-$cifar}; else data=${DATA:-noise}; fi

(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
mkdir -p "$work"
export OMP_NUM_THREADS="$threads"
export OPENBLAS_NUM_THREADS=1
export ORT_DISABLE_TELEMETRY=1
: "${GOMP_SPINCOUNT:=1000}"
export GOMP_SPINCOUNT

echo "images: $data"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:MaxRAMPercentage=50 \
  -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.PipelineRate "$rounds" "$batch" "$threads" "$steps" "$data" "$work/images"

#!/bin/sh
# The main job for several seeds: from images to the found network beside scaled MobileNets, one seed
# after the other. Prints wall time per stage, peak memory, and the found network beside each baseline,
# with the mean difference over the seeds and its paired 95 % interval.
#
#   benchmarks/main-job.sh [quickstart|cifar-10|fashion-mnist] [SEED...]      (default: quickstart 1 2 3)
#
# quickstart takes some ten minutes a seed; cifar-10 and fashion-mnist, against MobileNetV3-Small and
# MobileNetV2, take hours with the lengths of their configurations. MAIN_JOB_OPTIONS, where it is set, are
# further options of `hwnas`, words apart, such as --set supernet.length=4epochs.
#
# cifar-10 needs ../shared/data/cifar10-images.zip, fashion-mnist Debian's dataset-fashion-mnist, all GNU
# time (Debian: apt install time). Runs are left in benchmarks/target/main-job/: a finished seed is not
# run again, one that was broken off goes on. Nothing else may run meanwhile.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
job=${1:-quickstart}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- 1 2 3
work=$root/benchmarks/target/main-job/$job
cd "$root"
case $job in
  quickstart) ;;
  cifar-10)
    if [ ! -f ../shared/data/cifar10-images.zip ]; then
      echo "skipped: no ../shared/data/cifar10-images.zip"
      exit 0
    fi
    ;;
  fashion-mnist)
    if [ ! -d /usr/share/datasets/fashion-mnist ]; then
      echo "skipped: no /usr/share/datasets/fashion-mnist (Debian: apt install dataset-fashion-mnist)"
      exit 0
    fi
    ;;
  *)
    echo "no job '$job'; give quickstart, cifar-10 or fashion-mnist" >&2
    exit 2
    ;;
esac

# One run, new or gone on with.
run() {
  seed=$1
  shift
  if [ -f "$work/seed-$seed/config.yaml" ]; then
    set -- "$@" --resume
  fi
  # The options are words.
  # shellcheck disable=SC2086
  /usr/bin/time -a -f '%e %M' -o "$work/seed-$seed.time" \
    ./hwnas "$@" --run "$work/seed-$seed" --seed "$seed" --json ${MAIN_JOB_OPTIONS:-} \
    >"$work/seed-$seed.json.part"
  mv "$work/seed-$seed.json.part" "$work/seed-$seed.json"
}

mvn -B -q -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package
./hwnas --version >/dev/null # else the first timed run builds
mkdir -p "$work"
for seed in "$@"; do
  [ -s "$work/seed-$seed.json" ] && continue
  case $job in
    quickstart) run "$seed" quickstart ;;
    cifar-10)
      run "$seed" search configs/cifar-10.yaml \
        --set 'data={source: ../shared/data/cifar10-images.zip, image-size: 28}' \
        --set 'baseline.network=[mobilenet-v3-small@28, mobilenet-v2@28]'
      ;;
    fashion-mnist)
      run "$seed" search configs/fashion-mnist.yaml \
        --set 'baseline.network=[mobilenet-v3-small@28, mobilenet-v2@28]'
      ;;
  esac
done
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.MainJob "$work" "$@"

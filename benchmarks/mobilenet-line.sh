#!/bin/sh
# Holds every reference network, at 224 pixels and in its small-image forms, whole and in slices, to
# libtorch's answer on random weights and a random image: with the ONNX checker, with ONNX Runtime
# from Java, and with onnxruntime-node. Prints the largest difference over the largest answer; fails
# where one is 1e-4 or more. Leaves 1.7 GB of models in benchmarks/target/mobilenet-line meanwhile.
#
#   benchmarks/mobilenet-line.sh
#
# Needs Debian's python3-onnx (PYTHON names another Python that has onnx), Node, and the npm
# package onnxruntime-node in the folder NODE_PREFIX (default: benchmarks/target/node):
#
#   apt-get install python3-onnx nodejs npm
#   npm install --ignore-scripts --prefix benchmarks/target/node onnxruntime-node@1.29.0
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
python=${PYTHON:-/usr/bin/python3}
prefix=${NODE_PREFIX:-$root/benchmarks/target/node}
work=$root/benchmarks/target/mobilenet-line
export NODE_PATH="$prefix/node_modules"
export ORT_DISABLE_TELEMETRY=1

"$python" -c 'import onnx' 2>/dev/null || {
  echo "mobilenet-line: $python has no onnx; install python3-onnx or set PYTHON" >&2
  exit 2
}
node -e 'require("onnxruntime-node")' 2>/dev/null || {
  echo "mobilenet-line: no Node with onnxruntime-node; install Node, then run:" \
    "npm install --ignore-scripts --prefix $prefix onnxruntime-node@1.29.0" >&2
  exit 2
}
(cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dhwnas.zip.skip=true \
  -pl benchmarks -am package)
trap 'rm -rf "$work"' EXIT
rm -rf "$work"
mkdir -p "$work"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmx3g \
  -cp "$root/benchmarks/target/classes:$root/cli/target/hwnas/lib/*" \
  io.hwnas.benchmarks.MobileNetLine "$work"
"$python" "$root/benchmarks/runtimes/check_onnx.py" "$work"
node "$root/benchmarks/runtimes/run_onnx.js" "$work" 1e-4

/** Measures latency on ONNX Runtime; builds, reads and verifies latency tables. */
package io.hwnas.latency;

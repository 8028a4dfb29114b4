/** Graph and weights to ONNX; safetensors in and out. */
package io.hwnas.export;

/**
 * Graph and weights to ONNX; safetensors in and out.
 *
 * <p>Public surface: {@link io.hwnas.export.FloatTensor} and {@link io.hwnas.export.Weights} hold a
 * network's parameters under the names of its graph; {@link io.hwnas.export.WeightInit} gives them
 * first values; {@link io.hwnas.export.Safetensors} stores them; {@link io.hwnas.export.OnnxWriter}
 * turns a graph and its weights into a model for inference, in the {@link io.hwnas.export.OnnxForm}
 * asked for; {@link io.hwnas.export.DotWriter} draws a graph. Shapes, padding and names all come
 * from {@link io.hwnas.space.LayerGraph}.
 */
package io.hwnas.export;

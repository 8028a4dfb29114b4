package io.hwnas.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import io.hwnas.export.OnnxForm.HardSwishForm;
import io.hwnas.export.OnnxForm.LinearForm;
import io.hwnas.export.OnnxForm.ScaleForm;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.Parameter;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxWriterTests {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void onnxRuntimeAgreesWithTheDefinitionOfEachOperator(int form) throws OrtException {
    OnnxForm onnxForm =
        OnnxForm.DEFAULT
            .withHardSwish(HardSwishForm.values()[form % 2])
            .withLinear(LinearForm.values()[form / 2 % 2])
            .withScale(ScaleForm.values()[form / 4]);
    RandomGenerator generator = new Random(41 + form);
    for (int i = 0; i < 30; i++) {
      LayerGraph graph = LayerGraph.of(new RandomNetworks(generator).draw("random-" + i));
      assertAgrees(graph, WeightInit.random(graph, generator), onnxForm, generator);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v3-small", "mobilenet-v2"})
  void theReferenceNetworksAgreeAtFullSize(String name) throws OrtException {
    LayerGraph graph = LayerGraph.of(ReferenceNetworks.named(name));
    RandomGenerator generator = new Random(11);
    assertAgrees(graph, WeightInit.random(graph, generator), OnnxForm.DEFAULT, generator);
  }

  @Test
  void aBlockAloneAgreesToo() throws OrtException {
    RandomGenerator generator = new Random(7);
    for (int i = 0; i < 15; i++) {
      LayerGraph whole = LayerGraph.of(new RandomNetworks(generator).draw("random-" + i));
      Weights weights = WeightInit.random(whole, generator);
      for (LoweredBlock block : whole.blocks()) {
        assertAgrees(whole.isolate(block), weights, OnnxForm.DEFAULT, generator);
      }
    }
  }

  @Test
  void everyNodeIsNamedAfterALayerAndEveryTensorOnce() throws InvalidProtocolBufferException {
    RandomGenerator generator = new Random(8);
    for (int i = 0; i < 20; i++) {
      LayerGraph graph = LayerGraph.of(new RandomNetworks(generator).draw("random-" + i));
      GraphProto onnx = model(graph, OnnxForm.DEFAULT).getGraph();
      List<String> layers = graph.layers().stream().map(Layer::name).toList();
      Set<String> nodes = new HashSet<>();
      Set<String> tensors = new HashSet<>();
      for (NodeProto node : onnx.getNodeList()) {
        String layer = node.getName().replaceFirst("/(gate|flatten|resized)$", "");
        assertTrue(layers.contains(node.getName()) || layers.contains(layer), node.getName());
        assertTrue(nodes.add(node.getName()), node.getName());
        assertTrue(tensors.add(node.getOutput(0)), node.getOutput(0));
        String output = node.getOutput(0);
        assertTrue(output.equals(node.getName()) || output.equals(OnnxWriter.OUTPUT), output);
      }
      assertTrue(tensors.contains(OnnxWriter.OUTPUT));
    }
  }

  @Test
  void initialisersAreNoInputsAndKeepTheParametersNames() throws InvalidProtocolBufferException {
    LayerGraph graph = LayerGraph.of(new RandomNetworks(new Random(2)).draw("network"));
    GraphProto onnx = model(graph, OnnxForm.DEFAULT).getGraph();
    assertEquals(1, onnx.getInputCount());
    assertEquals(OnnxWriter.INPUT, onnx.getInput(0).getName());
    List<String> names = onnx.getInitializerList().stream().map(TensorProto::getName).toList();
    assertEquals(Set.copyOf(names).size(), names.size());
    for (Parameter parameter : graph.parameters()) {
      assertEquals(
          parameter.role() == Parameter.Role.WEIGHT || parameter.role() == Parameter.Role.BIAS,
          names.contains(parameter.name()),
          parameter.name());
    }
  }

  @Test
  void theFileSaysWhatWroteItAndForWhichOperators() throws InvalidProtocolBufferException {
    LayerGraph graph = LayerGraph.of(new RandomNetworks(new Random(2)).draw("network"));
    ModelProto model = model(graph, OnnxForm.DEFAULT);
    assertEquals(17, model.getOpsetImport(0).getVersion());
    assertEquals("hwnas", model.getProducerName());
    assertTrue(
        model.getProducerVersion().matches("\\d+\\.\\d+\\.\\d+.*"), model.getProducerVersion());
    assertTrue(model.getDocString().contains("network"));
    assertEquals("network", model.getGraph().getName());
  }

  @ParameterizedTest
  @EnumSource(LinearForm.class)
  void aBatchIsAsManyImagesOneByOne(LinearForm linear) throws OrtException {
    RandomGenerator generator = new Random(9);
    LayerGraph graph = LayerGraph.of(new RandomNetworks(generator).draw("network"));
    Weights weights = WeightInit.random(graph, generator);
    TensorShape in = graph.input();
    OnnxForm form = OnnxForm.DEFAULT.withLinear(linear);
    float[] images = new float[3 * Math.toIntExact(in.elements())];
    List<Float> expected = new ArrayList<>();
    try (OnnxSession one = new OnnxSession(OnnxWriter.toBytes(graph, weights, form))) {
      for (int i = 0; i < 3; i++) {
        float[] image = image(in, generator);
        System.arraycopy(image, 0, images, i * image.length, image.length);
        for (float value : one.run(image, shape(1, in)).values()) {
          expected.add(value);
        }
      }
      assertThrows(OrtException.class, () -> one.run(images, shape(3, in)));
    }
    for (OnnxForm batched : List.of(form.withBatch(3), form.withAnyBatch())) {
      try (OnnxSession session = new OnnxSession(OnnxWriter.toBytes(graph, weights, batched))) {
        OnnxSession.Output output = session.run(images, shape(3, in));
        assertArrayEquals(new long[] {3, graph.output().channels()}, output.shape());
        for (int i = 0; i < expected.size(); i++) {
          assertEquals(expected.get(i), output.values()[i], TOLERANCE);
        }
      }
    }
  }

  @Test
  void aBlockOfTheBodyGivesAFeatureMapAndTheHeadAVector() throws OrtException {
    RandomGenerator generator = new Random(10);
    LayerGraph graph = LayerGraph.of(new RandomNetworks(generator).draw("network"));
    Weights weights = WeightInit.random(graph, generator);
    LayerGraph stem = graph.isolate(graph.block("stem").orElseThrow());
    LayerGraph head = graph.isolate(graph.block("head").orElseThrow());
    assertArrayEquals(shape(1, stem.output()), outputShape(stem, weights, generator));
    assertArrayEquals(
        new long[] {1, head.output().channels()}, outputShape(head, weights, generator));
  }

  @Test
  void equalNetworksGiveEqualBytesInTheFileToo(@TempDir Path folder) throws IOException {
    LayerGraph graph = LayerGraph.of(new RandomNetworks(new Random(2)).draw("network"));
    Weights weights = WeightInit.random(graph, new Random(3));
    Path file = folder.resolve("model.onnx");
    OnnxWriter.write(file, graph, weights, OnnxForm.DEFAULT, Map.of());
    assertArrayEquals(OnnxWriter.toBytes(graph, weights), Files.readAllBytes(file));
  }

  @Test
  void metadataIsWrittenInTheOrderOfItsKeys() throws InvalidProtocolBufferException {
    LayerGraph graph = LayerGraph.of(new RandomNetworks(new Random(2)).draw("network"));
    Weights weights = WeightInit.random(graph, new Random(3));
    Map<String, String> metadata = Map.of("mean", "0.5, 0.25", "fit", "crop");
    ModelProto model =
        ModelProto.parseFrom(OnnxWriter.toBytes(graph, weights, OnnxForm.DEFAULT, metadata));
    assertEquals(
        List.of("fit=crop", "mean=0.5, 0.25"),
        model.getMetadataPropsList().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList());
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() {
    LayerGraph graph = LayerGraph.of(new RandomNetworks(new Random(2)).draw("network"));
    Weights weights =
        WeightInit.training(graph, new Random(1))
            .with("head.classifier.bias", FloatTensor.filled(List.of(99), 0));
    assertThrows(InvalidInputException.class, () -> OnnxWriter.toBytes(graph, weights));
  }

  @Test
  void aNegativeRunningVarianceIsNamed() {
    LayerGraph graph = LayerGraph.of(new RandomNetworks(new Random(2)).draw("network"));
    Weights weights = WeightInit.training(graph, new Random(1));
    List<Integer> channels = weights.get("stem.bn.running_var").shape();
    Weights broken = weights.with("stem.bn.running_var", FloatTensor.filled(channels, -1));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> OnnxWriter.toBytes(graph, broken));
    assertTrue(e.getMessage().startsWith("layer stem/bn: "), e.getMessage());
  }

  private static ModelProto model(LayerGraph graph, OnnxForm form)
      throws InvalidProtocolBufferException {
    Weights weights = WeightInit.training(graph, new Random(1));
    return ModelProto.parseFrom(OnnxWriter.toBytes(graph, weights, form));
  }

  private static long[] outputShape(LayerGraph graph, Weights weights, RandomGenerator generator)
      throws OrtException {
    try (OnnxSession session = new OnnxSession(OnnxWriter.toBytes(graph, weights))) {
      return session.run(image(graph.input(), generator), shape(1, graph.input())).shape();
    }
  }

  private static long[] shape(long batch, TensorShape shape) {
    return new long[] {batch, shape.channels(), shape.height(), shape.width()};
  }

  private static void assertAgrees(
      LayerGraph graph, Weights weights, OnnxForm form, RandomGenerator generator)
      throws OrtException {
    TensorShape in = graph.input();
    float[] image = image(in, generator);
    double[] expected = new ReferenceInterpreter(graph, weights).run(image);
    try (OnnxSession session = new OnnxSession(OnnxWriter.toBytes(graph, weights, form))) {
      OnnxSession.Output output = session.run(image, shape(1, in));
      double largest = 0;
      double difference = 0;
      assertEquals(expected.length, output.values().length);
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        difference = Math.max(difference, Math.abs(expected[i] - output.values()[i]));
      }
      assertTrue(largest > 1e-3 && largest < 1e3, graph.name() + " gives at most " + largest);
      assertTrue(difference <= TOLERANCE * largest, graph.name() + " is off by " + difference);
    }
  }

  private static float[] image(TensorShape shape, RandomGenerator generator) {
    float[] image = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) generator.nextGaussian();
    }
    return image;
  }
}

package io.hwnas.evaluator.data;

import io.hwnas.space.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What must be done to an image before a network is asked about it: all that was done to the images
 * that it learnt from, but for augmentation.
 *
 * @param channels 1 for grey, 3 for RGB
 * @param pixels height and width
 * @param fit how an image becomes a square
 * @param normalisation what then makes it the network's input
 */
public record Preprocessing(int channels, int pixels, SquareFit fit, Normalisation normalisation) {
  private static final String CHANNELS = "channels";
  private static final String PIXELS = "pixels";
  private static final String CROP_SHARE = "cropShare";
  private static final String MEAN = "mean";
  private static final String DEVIATION = "deviation";

  private static final double SMALLEST_DEVIATION = 1e-6;

  /**
   * Takes what was done to a data set.
   *
   * @param spec how it was asked for
   * @param split the images
   * @return the same for other images
   */
  public static Preprocessing of(DataSpec spec, DataSplit split) {
    ImageSet images = split.training().images();
    return new Preprocessing(images.channels(), images.height(), spec.fit(), split.normalisation());
  }

  /**
   * Reads what {@link #toMap} gives.
   *
   * @param node the map
   * @return the same
   * @throws io.hwnas.space.InvalidInputException with the place of what is missing or wrong
   */
  public static Preprocessing read(YamlNode node) {
    int channels = node.required(CHANNELS).asInt(1, 3);
    return new Preprocessing(
        channels,
        node.required(PIXELS).asInt(1, DataSpec.LARGEST_IMAGE_SIZE),
        SquareFit.read(node, CROP_SHARE),
        new Normalisation(
            numbers(node.required(MEAN), channels, 0),
            numbers(node.required(DEVIATION), channels, SMALLEST_DEVIATION)));
  }

  private static List<Double> numbers(YamlNode list, int count, double least) {
    List<Double> numbers = list.asList().stream().map(item -> item.asDouble(least, 1)).toList();
    if (numbers.size() != count) {
      throw list.error("there must be one number a channel, %d in all".formatted(count));
    }
    return numbers;
  }

  /**
   * Asks for another size.
   *
   * @param side height and width
   * @return the same for that size
   */
  public Preprocessing at(int side) {
    return new Preprocessing(channels, side, fit, normalisation);
  }

  /**
   * Says what must be done.
   *
   * @return one line for a person, without the numbers of the normalisation
   */
  public String how() {
    return "%s, transparency over white; %s, by a triangle filter that widens when it shrinks; then (sample / 255 - mean) / deviation in each channel; [batch, channel, row, column]"
        .formatted(channels == 1 ? "grey" : "RGB", fit.phrase(pixels));
  }

  /**
   * Returns the whole by name.
   *
   * @return numbers, lists of numbers and texts that YAML can hold
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("how", how());
    map.put(CHANNELS, channels);
    map.put(PIXELS, pixels);
    map.put("fit", fit.label());
    if (fit instanceof SquareFit.Crop crop) {
      map.put(CROP_SHARE, crop.share());
    }
    map.put(MEAN, normalisation.mean());
    map.put(DEVIATION, normalisation.deviation());
    return map;
  }

  /**
   * Returns the whole by name, as texts.
   *
   * @return what {@link #toMap} gives; numbers of a list are separated by commas
   */
  public Map<String, String> toTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    toMap().forEach((key, value) -> texts.put(key, text(value)));
    return texts;
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : value.toString();
  }
}

package io.hwnas.evaluator.augment;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Applies operations to images of one form: unsigned bytes, row by row, channels last.
 *
 * <p>It has room for one image; use it from one thread at a time.
 */
public final class ImageVariation {
  private static final List<ImageOperation> OPERATIONS = List.of(ImageOperation.values());
  private static final int LEVELS = 256;
  private static final double GREATEST_DEGREES = 30;
  private static final double GREATEST_SHEAR = 0.3;
  private static final double GREATEST_TRANSLATION = 150.0 / 331;
  private static final double GREATEST_BLEND = 0.9;
  private static final int MOST_BITS_DROPPED = 4;

  private final int channels;
  private final int height;
  private final int width;
  private final byte[] before;
  private final int[] histogram = new int[LEVELS];
  private final byte[] table = new byte[LEVELS];

  /**
   * Makes room for an image.
   *
   * @param channels 1 for grey, 3 for RGB
   * @param height in pixels
   * @param width in pixels
   */
  public ImageVariation(int channels, int height, int width) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.before = new byte[channels * height * width];
  }

  /**
   * Draws operations and applies them, one after the other.
   *
   * @param image the samples; overwritten
   * @param variation how many, and how strong
   * @param random decides which, and in which direction
   */
  public void apply(byte[] image, RandAugment variation, RandomGenerator random) {
    for (int i = 0; i < variation.operations(); i++) {
      ImageOperation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
      double share = random.nextBoolean() ? variation.share() : -variation.share();
      apply(image, operation, share);
    }
  }

  /**
   * Applies one operation.
   *
   * @param image the samples; overwritten
   * @param operation the operation
   * @param share its strength, a share of the greatest, within -1 to 1; the sign is its direction
   */
  public void apply(byte[] image, ImageOperation operation, double share) {
    double strength = Math.abs(share);
    switch (operation) {
      case IDENTITY -> {}
      case AUTO_CONTRAST -> eachChannel(image, this::stretch);
      case EQUALIZE -> eachChannel(image, this::equalise);
      case ROTATE -> rotate(image, Math.toRadians(GREATEST_DEGREES * share));
      case SOLARIZE -> solarise(image, LEVELS - (int) Math.round(LEVELS * strength));
      case COLOR -> saturate(image, 1 + GREATEST_BLEND * share);
      case POSTERIZE -> posterise(image, (int) Math.round(MOST_BITS_DROPPED * strength));
      case CONTRAST -> blend(image, meanLuma(image), 1 + GREATEST_BLEND * share);
      case BRIGHTNESS -> blend(image, 0, 1 + GREATEST_BLEND * share);
      case SHARPNESS -> sharpen(image, 1 + GREATEST_BLEND * share);
      case SHEAR_X -> resample(image, 1, GREATEST_SHEAR * share, 0, 1, 0, 0);
      case SHEAR_Y -> resample(image, 1, 0, GREATEST_SHEAR * share, 1, 0, 0);
      case TRANSLATE_X -> resample(image, 1, 0, 0, 1, GREATEST_TRANSLATION * share * width, 0);
      case TRANSLATE_Y -> resample(image, 1, 0, 0, 1, 0, GREATEST_TRANSLATION * share * height);
    }
  }

  /** Makes the table of one channel from its histogram; says whether there is anything to do. */
  private interface ChannelTable {
    boolean fill();
  }

  private void eachChannel(byte[] image, ChannelTable channelTable) {
    for (int c = 0; c < channels; c++) {
      Arrays.fill(histogram, 0);
      for (int i = c; i < image.length; i += channels) {
        histogram[image[i] & 0xff]++;
      }
      if (channelTable.fill()) {
        for (int i = c; i < image.length; i += channels) {
          image[i] = table[image[i] & 0xff];
        }
      }
    }
  }

  private boolean stretch() {
    int least = 0;
    while (histogram[least] == 0) {
      least++;
    }
    int greatest = LEVELS - 1;
    while (histogram[greatest] == 0) {
      greatest--;
    }
    for (int level = least; level <= greatest && greatest > least; level++) {
      table[level] = clamped(255.0 * (level - least) / (greatest - least));
    }
    return greatest > least;
  }

  /**
   * As PIL's ImageOps.equalize: steps of equal numbers of samples, the greatest level's left out.
   */
  private boolean equalise() {
    int greatest = LEVELS - 1;
    while (histogram[greatest] == 0) {
      greatest--;
    }
    int step = (height * width - histogram[greatest]) / (LEVELS - 1);
    if (step == 0) {
      return false;
    }
    int below = step / 2;
    for (int level = 0; level < LEVELS; level++) {
      table[level] = (byte) Math.min(LEVELS - 1, below / step);
      below += histogram[level];
    }
    return true;
  }

  private static void solarise(byte[] image, int threshold) {
    for (int i = 0; i < image.length; i++) {
      int sample = image[i] & 0xff;
      image[i] = (byte) (sample >= threshold ? 255 - sample : sample);
    }
  }

  private static void posterise(byte[] image, int bitsDropped) {
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) ((image[i] & 0xff) >> bitsDropped << bitsDropped);
    }
  }

  /** Sets each sample s to base + factor·(s − base). */
  private void blend(byte[] image, double base, double factor) {
    for (int level = 0; level < LEVELS; level++) {
      table[level] = clamped(base + factor * (level - base));
    }
    for (int i = 0; i < image.length; i++) {
      image[i] = table[image[i] & 0xff];
    }
  }

  private void saturate(byte[] image, double factor) {
    if (channels == 1) {
      return;
    }
    float kept = (float) factor;
    for (int i = 0; i < image.length; i += channels) {
      float luma = luma(image, i);
      for (int c = i; c < i + channels; c++) {
        image[c] = clamped(luma + kept * ((image[c] & 0xff) - luma));
      }
    }
  }

  private double meanLuma(byte[] image) {
    double sum = 0;
    for (int i = 0; i < image.length; i += channels) {
      sum += luma(image, i);
    }
    return Math.round(sum / (height * width));
  }

  /** The luma of ITU-R BT.601; of a grey image its sample. */
  private float luma(byte[] image, int at) {
    return channels == 1
        ? image[at] & 0xff
        : 0.299f * (image[at] & 0xff)
            + 0.587f * (image[at + 1] & 0xff)
            + 0.114f * (image[at + 2] & 0xff);
  }

  /** Blends with PIL's smooth filter, 5 at the centre and 1 around it; the border stays. */
  private void sharpen(byte[] image, double factor) {
    System.arraycopy(image, 0, before, 0, image.length);
    float kept = (float) factor;
    int row = width * channels;
    for (int y = 1; y < height - 1; y++) {
      for (int i = y * row + channels; i < (y + 1) * row - channels; i++) {
        int sample = before[i] & 0xff;
        int sum = 4 * sample;
        for (int around = i - row; around <= i + row; around += row) {
          sum +=
              (before[around - channels] & 0xff)
                  + (before[around] & 0xff)
                  + (before[around + channels] & 0xff);
        }
        float smooth = sum / 13f;
        image[i] = clamped(smooth + kept * (sample - smooth));
      }
    }
  }

  private void rotate(byte[] image, double radians) {
    double cos = Math.cos(radians);
    double sin = Math.sin(radians);
    resample(image, cos, sin, -sin, cos, 0, 0);
  }

  /**
   * Takes each pixel (x, y), counted from the centre, from (a·x + b·y + right, c·x + d·y + down);
   * the nearest pixel is taken, and black from outside.
   */
  private void resample(
      byte[] image, double a, double b, double c, double d, double right, double down) {
    System.arraycopy(image, 0, before, 0, image.length);
    double centreX = (width - 1) / 2.0;
    double centreY = (height - 1) / 2.0;
    int at = 0;
    for (int y = 0; y < height; y++) {
      double fromX = a * -centreX + b * (y - centreY) + right + centreX + 0.5;
      double fromY = c * -centreX + d * (y - centreY) + down + centreY + 0.5;
      for (int x = 0; x < width; x++) {
        boolean inside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
        int from = inside ? ((int) fromY * width + (int) fromX) * channels : 0;
        for (int k = 0; k < channels; k++) {
          image[at++] = inside ? before[from + k] : 0;
        }
        fromX += a;
        fromY += c;
      }
    }
  }

  private static byte clamped(double value) {
    return (byte) Math.max(0, Math.min(255, (int) (value + 0.5)));
  }
}

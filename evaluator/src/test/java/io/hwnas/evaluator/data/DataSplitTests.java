package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DataSplitTests {
  @Property(tries = 100)
  void everyClassGivesATenthForValidationAndNoImageIsLostOrShared(
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 10, max = 120) Integer> classSizes,
      @ForAll long seed) {
    DataSplit split = DataSplit.of(numbered(classSizes), numbered(classSizes), seed);
    List<Integer> tenths = classSizes.stream().map(n -> (int) Math.round(n / 10.0)).toList();
    assertEquals(tenths, split.validation().images().classSizes());
    List<Integer> all = new ArrayList<>(numbers(split.training().images()));
    all.addAll(numbers(split.validation().images()));
    Set<Integer> distinct = new HashSet<>(all);
    int count = classSizes.stream().mapToInt(Integer::intValue).sum();
    assertEquals(count, all.size());
    assertEquals(count, distinct.size());
  }

  @Property(tries = 50)
  void theSameSeedGivesTheSameSplit(@ForAll long seed) {
    ImageSet images = numbered(List.of(40, 60));
    DataSplit one = DataSplit.of(images, images, seed);
    DataSplit other = DataSplit.of(images, images, seed);
    assertEquals(numbers(one.validation().images()), numbers(other.validation().images()));
    assertEquals(numbers(one.training().images()), numbers(other.training().images()));
  }

  @Test
  void anotherSeedGivesAnotherSplit() {
    ImageSet images = numbered(List.of(100, 100));
    assertNotEquals(
        numbers(DataSplit.of(images, images, 1).validation().images()),
        numbers(DataSplit.of(images, images, 2).validation().images()));
  }

  @Test
  void partsKeepTheOrderOfTheFiles() {
    ImageSet images = numbered(List.of(50, 50));
    List<Integer> training = numbers(DataSplit.of(images, images, 3).training().images());
    assertEquals(training.stream().sorted().toList(), training);
  }

  @Test
  void normalisationComesFromTheTrainingPartAlone() {
    ImageSet.Builder training = ImageSet.builder(1, 1, 1, List.of("a", "b"));
    for (int i = 0; i < 20; i++) {
      training.add(i % 2, new byte[] {(byte) (i % 2 == 0 ? 0 : 255)});
    }
    ImageSet.Builder test = ImageSet.builder(1, 1, 1, List.of("a", "b"));
    test.add(0, new byte[] {77}).add(1, new byte[] {77});
    Normalisation normalisation = DataSplit.of(training.build(), test.build(), 1).normalisation();
    assertEquals(0.5, normalisation.mean().get(0), 1e-12);
    assertEquals(0.5, normalisation.deviation().get(0), 1e-12);
    assertEquals(1f, normalisation.apply(255, 0));
    assertEquals(-1f, normalisation.apply(0, 0));
  }

  @Test
  void aClassWithTooFewImagesIsNamed() {
    ImageSet images = numbered(List.of(10, 9));
    assertEquals(
        "class 'class1' has 9 training images; at least 10 are needed to set a tenth aside",
        SampleFiles.refusal(() -> DataSplit.of(images, images, 1)));
  }

  @Test
  void oneClassAloneIsRefused() {
    ImageSet images = numbered(List.of(20));
    assertEquals(
        "there is one class only, 'class0'; a data set needs at least two",
        SampleFiles.refusal(() -> DataSplit.of(images, images, 1)));
  }

  @Test
  void aSampleOfTheValidationImagesHasAsManyOfEachClass() {
    ImageSet images = numbered(List.of(100, 300, 200));
    ValidationSet whole = DataSplit.of(images, images, 1).validation();
    ImageSet sample = whole.sample(12, 2).images();
    assertEquals(List.of(4, 4, 4), sample.classSizes());
    assertEquals(12, numbers(sample).stream().distinct().count());
    assertTrue(numbers(whole.images()).containsAll(numbers(sample)));
    assertEquals(numbers(sample), numbers(whole.sample(12, 2).images()));
    assertEquals(whole.images().size(), whole.sample(1000, 2).images().size());
  }

  @Test
  void aClassWithoutTestImagesIsNamed() {
    ImageSet images = numbered(List.of(20, 20));
    ImageSet test = images.select(List.of(0, 2));
    assertEquals(
        "class 'class1' has no test images; add some",
        SampleFiles.refusal(() -> DataSplit.of(images, test, 1)));
  }

  @Test
  void setsOfDifferentShapeCannotStandSideBySide() {
    ImageSet images = numbered(List.of(20, 20));
    ImageSet other = ImageSet.builder(3, 1, 1, images.classNames()).build();
    assertThrows(IllegalArgumentException.class, () -> DataSplit.of(images, other, 1));
  }

  /** Images of 1×2 pixels that spell their own number, classes taking turns while they last. */
  @Test
  void theSummaryCountsImagesOfEachPart() {
    DataSplit split = DataSplit.of(numbered(List.of(20, 20)), numbered(List.of(3, 4)), 1);
    assertEquals(
        "36 training, 4 validation and 7 test images, 1×1×2; 2 classes of 18 training images each",
        split.summary());
  }

  @Test
  void theSummarySaysThatClassesAreUnbalanced() {
    DataSplit split = DataSplit.of(numbered(List.of(40, 20, 30)), numbered(List.of(3, 4, 5)), 1);
    assertEquals(
        "81 training, 9 validation and 12 test images, 1×1×2; 3 classes of 18 ('class1') to 36"
            + " ('class0') training images: unbalanced, accuracy will count the large classes most",
        split.summary());
  }

  private static ImageSet numbered(List<Integer> classSizes) {
    List<String> names =
        IntStream.range(0, classSizes.size()).mapToObj(label -> "class" + label).toList();
    ImageSet.Builder set = ImageSet.builder(1, 1, 2, names);
    int number = 0;
    int longest = classSizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
    for (int round = 0; round < longest; round++) {
      for (int label = 0; label < classSizes.size(); label++) {
        if (round < classSizes.get(label)) {
          set.add(label, new byte[] {(byte) (number >> 8), (byte) number});
          number++;
        }
      }
    }
    return set.build();
  }

  private static List<Integer> numbers(ImageSet images) {
    return IntStream.range(0, images.size())
        .mapToObj(i -> images.sample(i, 0, 0, 0) << 8 | images.sample(i, 0, 0, 1))
        .toList();
  }
}

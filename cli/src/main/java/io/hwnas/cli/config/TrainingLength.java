package io.hwnas.cli.config;

import io.hwnas.space.yaml.YamlNode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a training lasts, in the unit the user thinks in. */
public sealed interface TrainingLength {
  /**
   * A number of optimiser steps.
   *
   * @param steps the steps, at least 1
   */
  record Steps(long steps) implements TrainingLength {
    @Override
    public String toString() {
      return steps + " steps";
    }
  }

  /**
   * A number of passes through the training images.
   *
   * @param epochs the passes, above 0
   */
  record Epochs(double epochs) implements TrainingLength {
    @Override
    public String toString() {
      return epochs + " epochs";
    }
  }

  /**
   * A time, which becomes a number of steps once the speed of this machine is measured.
   *
   * @param minutes the minutes, above 0
   */
  record Minutes(double minutes) implements TrainingLength {
    @Override
    public String toString() {
      return minutes + " minutes";
    }
  }

  /**
   * A time that the training itself keeps, over all attempts: how many steps it holds depends on
   * the machine.
   *
   * @param duration the time
   */
  record Time(Duration duration) implements TrainingLength {
    @Override
    public String toString() {
      return duration.toString();
    }
  }

  /** What a length looks like. */
  Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?) ?(step|epoch|minute)s?");

  /** The most steps of a training. */
  long MOST_STEPS = 1_000_000_000L;

  /**
   * Reads a length such as {@code 500 steps}, {@code 2.5 epochs} or {@code 4 minutes}.
   *
   * @param node a text
   * @return the length
   * @throws io.hwnas.space.InvalidInputException if it is of another form or not above 0
   */
  static TrainingLength of(YamlNode node) {
    Matcher matcher = FORM.matcher(node.asString().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw node.error(
          "a length must be such as '500 steps', '2.5 epochs' or '4 minutes', not '%s'"
              .formatted(node.asString()));
    }
    double amount = Double.parseDouble(matcher.group(1));
    if (amount <= 0) {
      throw node.error("a length must be above 0, not '%s'".formatted(node.asString()));
    }
    return switch (matcher.group(2)) {
      case "epoch" -> new Epochs(amount);
      case "minute" -> new Minutes(amount);
      default -> {
        if (amount != Math.rint(amount) || amount > MOST_STEPS) {
          throw node.error(
              "steps must be a whole number up to %d, not '%s'"
                  .formatted(MOST_STEPS, node.asString()));
        }
        yield new Steps((long) amount);
      }
    };
  }
}

package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.latency.GaussianProcess.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GaussianProcessTests {
  private static List<Point> wave(int count) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double place = 6.0 * i / count;
      points.add(new Point(new double[] {place}, 0.1 * Math.sin(place), 0));
    }
    return points;
  }

  @Test
  void followsWhatItSaw() {
    GaussianProcess process = GaussianProcess.fit(wave(40));
    assertEquals(0.1 * Math.sin(2.03), process.predict(new double[] {2.03}).mean(), 0.005);
  }

  @Test
  void returnsToTheMeanFarAway() {
    assertEquals(0, GaussianProcess.fit(wave(40)).predict(new double[] {40}).mean(), 1e-6);
  }

  @Test
  void doubtsMoreFarAway() {
    GaussianProcess process = GaussianProcess.fit(wave(40));
    double near = process.predict(new double[] {2.03}).deviation();
    double far = process.predict(new double[] {9}).deviation();
    assertTrue(far > 2 * near, () -> near + ", " + far);
  }

  @Test
  void doubtsWhereThereAreFewPoints() {
    List<Point> few = List.of(new Point(new double[] {0}, 0, 0), new Point(new double[] {4}, 0, 0));
    assertTrue(GaussianProcess.fit(few).predict(new double[] {2}).deviation() > 0.05);
  }

  @Test
  void knowsALevelWhenEveryPointIsNoisy() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      points.add(new Point(new double[] {0.01 * i}, i % 2 == 0 ? 0.06 : 0.02, 0.02));
    }
    assertEquals(0.04, GaussianProcess.fit(points).predict(new double[] {1}).mean(), 0.01);
  }
}

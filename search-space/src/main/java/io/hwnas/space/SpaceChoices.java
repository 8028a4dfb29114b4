package io.hwnas.space;

import java.util.Map;

/** Reads a decision vector by knob. */
record SpaceChoices(Map<String, Integer> places, DecisionVector vector) {
  <T> T value(Knob<T> knob) {
    return knob.values().get(knob.open() ? vector.choices().get(places.get(knob.name())) : 0);
  }
}

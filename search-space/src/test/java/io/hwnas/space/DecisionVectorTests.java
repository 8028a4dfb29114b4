package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DecisionVectorTests {
  @Property
  void its_choices_are_a_list_like_any_other(@ForAll List<Integer> choices) {
    DecisionVector vector = new DecisionVector(choices);
    assertEquals(choices, vector.choices());
    assertEquals(vector.choices(), choices);
    assertEquals(choices.hashCode(), vector.choices().hashCode());
    assertEquals(choices.toString(), vector.choices().toString());
    assertEquals(vector, DecisionVector.of(vector.toArray()));
  }

  @Test
  void it_does_not_change_with_what_it_was_made_of() {
    List<Integer> list = new ArrayList<>(List.of(1, 2));
    int[] array = {1, 2};
    DecisionVector ofList = new DecisionVector(list);
    DecisionVector ofArray = DecisionVector.of(array);
    list.set(0, 5);
    array[0] = 5;
    ofArray.toArray()[0] = 5;
    assertEquals(DecisionVector.of(1, 2), ofList);
    assertEquals(ofList, ofArray);
    assertNotEquals(DecisionVector.of(array), ofArray);
    assertThrows(UnsupportedOperationException.class, () -> ofList.choices().set(0, 5));
  }
}

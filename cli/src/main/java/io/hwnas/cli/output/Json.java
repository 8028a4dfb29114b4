package io.hwnas.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** Makes and prints JSON whose keys keep the order in which they were put. */
public final class Json {
  private Json() {}

  /**
   * Makes an empty object.
   *
   * @return the object
   */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Makes an empty array.
   *
   * @return the array
   */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /**
   * Prints a tree, indented, with a line break at its end.
   *
   * @param out where to
   * @param tree the tree
   */
  public static void print(PrintWriter out, JsonNode tree) {
    out.println(tree.toPrettyString());
    out.flush();
  }
}

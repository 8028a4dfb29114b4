package io.hwnas.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows of text in aligned columns: figures to the right, words to the left. */
public final class TextTable {
  private static final String GAP = "  ";
  private static final Pattern FIGURE = Pattern.compile("[-+]?([0-9].*)?");

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Creates a table.
   *
   * @param headings the heading of each column
   */
  public TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  /**
   * Adds a row.
   *
   * @param cells as many as there are headings
   * @return this table
   */
  public TextTable row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "%d cells in a table of %d columns".formatted(cells.length, rows.get(0).size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  /**
   * Lays the table out.
   *
   * @return one line a row, headings first, each ending in a line break
   */
  public String render() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    boolean[] figures = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      figures[column] = isOfFigures(column);
    }
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        widths[column] = Math.max(widths[column], cell.codePointCount(0, cell.length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        String padding = " ".repeat(widths[column] - cell.codePointCount(0, cell.length()));
        line.append(column == 0 ? "" : GAP);
        line.append(figures[column] ? padding + cell : cell + padding);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private boolean isOfFigures(int column) {
    return rows.size() > 1
        && rows.stream().skip(1).allMatch(row -> FIGURE.matcher(row.get(column)).matches());
  }
}

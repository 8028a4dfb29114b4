package io.hwnas.results;

import java.util.List;

/** The head of a report: what was found, in a sentence, in four figures and in a table. */
final class ComparisonTable {
  private final ReportData data;

  ComparisonTable(ReportData data) {
    this.data = data;
  }

  String html() {
    List<NetworkFigures> rows = data.comparison();
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder();
    html.append("<p class=\"lede\">").append(lede()).append("</p>");
    html.append("<section class=\"card wide\" aria-labelledby=\"comparison-title\">");
    html.append("<h2 id=\"comparison-title\">The comparison</h2><div class=\"scroll\"><table>");
    html.append(
        "<thead><tr><th scope=\"col\">Network</th><th scope=\"col\">Test top-1</th>"
            + "<th scope=\"col\">Latency, ms</th><th scope=\"col\">Quartiles</th>"
            + "<th scope=\"col\">Predicted, ms</th><th scope=\"col\">MAdds</th>"
            + "<th scope=\"col\">Params</th></tr></thead><tbody>");
    double best = rows.stream().mapToDouble(NetworkFigures::testTop1).max().orElse(0);
    double fastest = rows.stream().mapToDouble(row -> row.latency().medianMillis()).min().orElse(0);
    for (NetworkFigures row : rows) {
      row(html, row, best, fastest);
    }
    html.append("</tbody></table></div>");
    html.append(
        "<p class=\"caption\">Latency is the median of interleaved runs at batch 1; the best of a"
            + " column is bold.</p></section>\n");
    return html.toString();
  }

  /** The finding in one sentence, of the found network alone or beside the first baseline. */
  private String lede() {
    NetworkFigures found = data.comparison().get(0);
    String alone =
        Wording.format(
            "<b>%s</b> reaches <b>%s</b> top-1 on the test split at <b>%s ms</b>",
            Wording.escaped(found.name()),
            Wording.percent(found.testTop1()),
            Wording.millis(found.latency().medianMillis()));
    if (data.comparison().size() < 2) {
      return alone + ".";
    }
    NetworkFigures other = data.comparison().get(1);
    return Wording.format(
        "%s: %s against %s, at %s its latency.",
        alone,
        Wording.points(found.testTop1() - other.testTop1()),
        Wording.escaped(other.name()),
        Wording.factor(found.latency().medianMillis() / other.latency().medianMillis()));
  }

  private static void row(StringBuilder html, NetworkFigures row, double best, double fastest) {
    LatencyFigure latency = row.latency();
    html.append(
        Wording.format(
            "<tr><th scope=\"row\"><span class=\"role\">%s</span> %s</th>",
            Wording.escaped(row.label()), Wording.escaped(row.name())));
    cell(html, Wording.percent(row.testTop1()), row.testTop1() == best);
    cell(html, Wording.millis(latency.medianMillis()), latency.medianMillis() == fastest);
    cell(
        html,
        Wording.millis(latency.lowerQuartileMillis())
            + " – "
            + Wording.millis(latency.upperQuartileMillis()),
        false);
    String predicted =
        row.predicted().map(prediction -> Wording.millis(prediction.millis())).orElse("–");
    cell(html, predicted, false);
    cell(html, Wording.count(row.madds()), false);
    cell(html, Wording.count(row.params()), false);
    html.append("</tr>");
  }

  private static void cell(StringBuilder html, String text, boolean strong) {
    html.append(strong ? "<td class=\"best\">" : "<td>").append(text).append("</td>");
  }
}

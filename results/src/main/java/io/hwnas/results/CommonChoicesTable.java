package io.hwnas.results;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The table of what good networks have in common, as HTML. */
final class CommonChoicesTable {
  private final SearchView view;
  private final CommonChoices common;

  CommonChoicesTable(SearchView view) {
    this.view = view;
    this.common = new CommonChoices(view);
  }

  String caption() {
    return Wording.format(
        "Share of each choice among the most accurate tenth within the budget (%d networks) and, in"
            + " brackets, among all scored (%d, which the search itself chose); bold gained most."
            + " Networks without the block do not count.",
        common.best(), common.all());
  }

  String html() {
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"scroll\"><table class=\"choices\"><thead><tr>");
    html.append("<th scope=\"col\">decision</th>");
    html.append("<th scope=\"col\">best tenth (all)</th></tr></thead><tbody>\n");
    for (int decision = 0; decision < view.decisions().size(); decision++) {
      html.append("<tr><th scope=\"row\">")
          .append(Wording.escaped(view.decisions().get(decision).decision()))
          .append("</th><td>")
          .append(String.join("", cells(decision)))
          .append("</td></tr>\n");
    }
    return html.append("</tbody></table></div>").toString();
  }

  private List<String> cells(int decision) {
    String favoured = common.favoured(decision).map(CommonChoices.Share::choice).orElse("");
    List<String> cells = new ArrayList<>();
    for (CommonChoices.Share share : common.shares(decision)) {
      cells.add(
          Wording.format(
              "<span class=\"choice%s\"><i>%s</i> %s <small>(%s)</small></span>",
              share.choice().equals(favoured) ? " best" : "",
              Wording.escaped(share.choice()),
              percent(share.amongBest()),
              percent(share.overall())));
    }
    return cells;
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? Wording.format("%.0f %%", 100 * share.getAsDouble()) : "–";
  }
}

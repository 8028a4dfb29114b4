package io.hwnas.results;

/** Puts the parts of a report together. */
final class ReportPage {
  private final ReportData data;

  ReportPage(ReportData data) {
    this.data = data;
  }

  String html() {
    return "<!doctype html><title>" + data.title().replace("<", "&lt;") + "</title>";
  }
}

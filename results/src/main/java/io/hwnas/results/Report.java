package io.hwnas.results;

import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;

/** A run drawn as one HTML file that opens offline. */
public final class Report {
  private Report() {}

  /**
   * Writes a report.
   *
   * @param file the HTML file
   * @param data what it shows
   * @throws io.hwnas.space.InvalidInputException if the disk is full or the file cannot be written
   */
  public static void write(Path file, ReportData data) {
    try {
      AtomicFiles.writeString(file, toHtml(data));
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  /**
   * Returns a report as HTML.
   *
   * @param data what it shows
   * @return the whole document
   */
  public static String toHtml(ReportData data) {
    return new ReportPage(data).html();
  }
}

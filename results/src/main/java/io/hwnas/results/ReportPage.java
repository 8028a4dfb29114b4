package io.hwnas.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a report's template, style, scripts, sections and numbers together in one document.
 *
 * <p>A content security policy in the document names the two scripts by their hashes and forbids
 * everything else, so neither text from the run nor a slip in the template can load or run
 * anything.
 */
final class ReportPage {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z]+)}}");

  private final ReportData data;

  ReportPage(ReportData data) {
    this.data = data;
  }

  String html() {
    String charts = echarts();
    String script = resource("report.js");
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("title", Wording.escaped(data.title()));
    parts.put(
        "policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src %s %s"
            .formatted(hash(charts), hash(script)));
    parts.put("style", resource("report.css"));
    parts.put("body", new ReportSections(data).html());
    parts.put("data", new ReportJson(data).text());
    parts.put("charts", charts);
    parts.put("script", script);
    Matcher matcher = PLACEHOLDER.matcher(resource("report.html"));
    return matcher.replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
  }

  private static String echarts() {
    Properties artifact = new Properties();
    try {
      String name = "/META-INF/maven/org.webjars.npm/echarts/pom.properties";
      artifact.load(new StringReader(text(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String script =
        text(
            "/META-INF/resources/webjars/echarts/%s/dist/echarts.min.js"
                .formatted(artifact.getProperty("version")));
    if (script.toLowerCase(Locale.ROOT).contains("</script")) {
      throw new IllegalStateException("echarts.min.js cannot stand inside a script element");
    }
    return script;
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    return text("/io/hwnas/results/" + name);
  }

  /** Line ends are those the browser hashes: a lone line feed. */
  private static String text(String resource) {
    try (InputStream in = ReportPage.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

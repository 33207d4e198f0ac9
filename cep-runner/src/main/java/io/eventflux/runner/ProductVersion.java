package io.eventflux.runner;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * What this build is, as the build wrote it down. Immutable.
 *
 * @param version the version of the product
 * @param revision the commit it was built from, or {@code unknown}
 */
record ProductVersion(String version, String revision) {
  private static final String UNKNOWN = "unknown";

  /** Reads {@code version.properties} beside this class. */
  static ProductVersion load() {
    Properties properties = new Properties();
    try (InputStream in = ProductVersion.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      return new ProductVersion(UNKNOWN, UNKNOWN);
    }
    return new ProductVersion(known(properties, "version"), known(properties, "revision"));
  }

  /** A value that the build did not fill in still has its placeholder. */
  private static String known(Properties properties, String key) {
    String value = properties.getProperty(key, UNKNOWN);
    return value.isBlank() || value.startsWith("$") ? UNKNOWN : value;
  }
}

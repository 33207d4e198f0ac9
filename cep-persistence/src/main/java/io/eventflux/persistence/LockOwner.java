package io.eventflux.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a state folder; the content of its lock file, in lines {@code name=value} that a person
 * can read. Immutable.
 *
 * @param pid the number of the process
 * @param host the name of its machine
 * @param started when it started, in the form of ISO 8601; "unknown" where the system does not say
 * @param appName the app that the folder was opened for
 */
record LockOwner(String pid, String host, String started, String appName) {
  private static final String UNKNOWN = "unknown";

  /** This process, working for {@code appName}. */
  static LockOwner self(String appName) {
    ProcessHandle process = ProcessHandle.current();
    return new LockOwner(
        Long.toString(process.pid()),
        hostName(),
        process.info().startInstant().map(Instant::toString).orElse(UNKNOWN),
        appName);
  }

  /** The name of this machine without asking the network, which may not answer. */
  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      Map<String, String> environment = System.getenv();
      return environment.getOrDefault(
          "COMPUTERNAME", environment.getOrDefault("HOSTNAME", UNKNOWN));
    }
  }

  /** The content of the file. */
  String encode() {
    return "pid="
        + pid
        + "\nhost="
        + host
        + "\nstarted="
        + started
        + "\napp="
        + Messages.printable(appName)
        + "\n";
  }

  /** The owner that {@link #encode} wrote down; null if the text is not whole. */
  static @Nullable LockOwner parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    String pid = values.get("pid");
    String host = values.get("host");
    String started = values.get("started");
    String appName = values.get("app");
    return pid == null || host == null || started == null || appName == null
        ? null
        : new LockOwner(pid, host, started, appName);
  }

  /** As in a message. */
  @Override
  public String toString() {
    return "process "
        + pid
        + " on "
        + host
        + ", started "
        + started
        + ", for app '"
        + appName
        + "'";
  }
}
